"""A profile in four steps: nothing typed is lost, little is asked, nothing is taken that is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker.audit import AuditEntry
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.interchange.exporting import export_profiles
from matchmaker.profiles.models import Profile
from tests.profiles.guided.conftest import Visitor

Begin = Callable[[str], str]
WHO = {"name": "Holz Weber", "about": "Wir bauen Treppen."}


def walk(person: Visitor, way: str, **steps: dict[str, object]) -> str:
    """All four steps with the least that is needed; answers with the preview's address."""
    address = f"{way}/wer"
    for data in (WHO, {"place": "09456"} | steps.get("where", {}), {}, {"visibility": "public"}):
        answer = person.post(address, data)
        assert answer.status_code == 303, answer.text
        address = answer.location
    return address


def test_a_firm_gets_from_its_account_to_the_desk_of_the_office(
    mira: Visitor, begun: Begin
) -> None:
    assert "Profil anlegen" in mira.get("/konto").text
    preview = walk(mira, begun("kmu"))
    assert "Wir bauen Treppen." in mira.get(preview).text
    assert mira.post(preview).status_code == 303
    profile = mira.profile()
    assert (False, True) == (profile.approved, profile.waits)
    assert ("Annaberg-Buchholz", "09456") == (profile.place, profile.postal_code)
    assert "liegt jetzt bei der Wirtschaftsförderung" in mira.get(preview).text
    assert mira.get(f"/p/{profile.slug}").status_code == 404
    assert "profile.submitted" in set(db.session.scalars(select(AuditEntry.action)))


def test_mistakes_are_listed_in_the_order_of_the_page(mira: Visitor, begun: Begin) -> None:
    answer = mira.post(f"{begun('creative')}/wer", {"name": "", "about": ""})
    page = answer.text
    assert "<title>Fehler: Schritt 1 von 4" in page
    assert 0 < page.index('<a href="#name">') < page.index('<a href="#about">')


class TestWithoutReview:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"approval": "off"})

    def test_what_is_handed_in_is_found_at_once(
        self, mira: Visitor, anybody: Visitor, begun: Begin
    ) -> None:
        preview = walk(mira, begun("kmu"))
        for _time in range(2):
            mira.post(preview)
        page = anybody.get(f"/p/{mira.profile().slug}")
        assert (200, True) == (page.status_code, "Wir bauen Treppen." in page.text)
        assert "Holz Weber" in anybody.get("/verzeichnis?q=Treppen").text
        entries = db.session.scalars(select(AuditEntry).filter_by(action="profile.submitted"))
        assert 1 == len(list(entries))


def test_a_draft_is_seen_by_its_owner_alone(
    mira: Visitor, sign_in: Callable[..., Visitor], anybody: Visitor, begun: Begin
) -> None:
    walk(mira, begun("kmu"))
    address = f"/konto/profil/{mira.profile().slug}/wer"
    others = [sign_in("other@example.org"), sign_in("admin@example.org", "admin")]
    assert [404, 404] == [person.get(address).status_code for person in others]
    assert "Holz Weber" not in "".join(person.get("/konto").text for person in others)
    assert 404 == anybody.get(f"/p/{mira.profile().slug}").status_code


@pytest.mark.parametrize(
    ("step", "data", "kept"),
    [
        ("wer", {"name": "", "about": "Nur ein Satz"}, "Nur ein Satz"),
        ("wer", {"name": "x" * 121, "about": "Satz"}, "x" * 121),
        ("wer", {"name": "Weber", "about": "a" * 5001}, "a" * 5001),
        ("wer", {"name": "We\u202eber", "about": "Satz"}, "Satz"),
        ("wo", {"place": "", "employees": "12"}, 'value="12"'),
        ("wo", {"place": "Xqzwv", "employees": "12"}, "Xqzwv"),
        ("wo", {"place": "09456", "employees": str(2**63)}, str(2**63)),
        ("wo", {"place": "09456", "employees": "zwölf"}, "zwölf"),
        ("wo", {"place": "09456", "capacity": "<b>"}, "09456"),
        ("angebot", {"offers": "Platz", "website": "javascript:alert(1)"}, "Platz"),
        ("sichtbar", {"visibility": "public", "email": "kein at"}, "kein at"),
        ("sichtbar", {"visibility": "geheim", "phone": "03733 1234"}, "03733 1234"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(
    mira: Visitor, begun: Begin, step: str, data: dict[str, str], kept: str
) -> None:
    answer = mira.post(f"{begun('kmu')}/{step}", data)
    assert 400 == answer.status_code
    assert kept in answer.text
    assert 'id="fehler"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "" == mira.profile().name


def test_the_address_gets_readable_with_the_name_and_stays(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    mira.post(f"{way}/wer", WHO)
    slug = mira.profile().slug
    assert slug.startswith("holz-weber-")
    mira.post(f"{way}/wer", WHO | {"name": "Ganz anders"})
    assert (slug, "Ganz anders") == (mira.profile().slug, mira.profile().name)


def test_nobody_makes_themselves_approved_or_another_owner(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    forged = {
        "approved": "1", "owner_id": "99", "slug": "amt", "uid": "0" * 32, "external_id": "x",
        "submitted_at": "2026-01-01", "kind": "creative", "invented": "1", "story": "Nein",
        "field_visibility": "{}", "capacity_confirmed_at": "2030-01-01",
    }  # fmt: skip
    before = {name: getattr(mira.profile(), name) for name in forged}
    mira.post(f"{way}/wer", WHO | forged)
    after = {name: getattr(mira.profile(), name) for name in forged}
    assert before | {"slug": after["slug"]} == after
    assert after["slug"].startswith("holz-weber-")


def test_a_trade_in_everyday_words_is_read_and_can_be_corrected(
    mira: Visitor, begun: Begin
) -> None:
    way = begun("kmu")
    asked = mira.post(f"{way}/wer", WHO | {"trade": "Tischlerei", "then": "look"})
    assert 200 == asked.status_code
    assert all(each in asked.text for each in ("Wir verstehen", "31.09.9", "Wir bauen Treppen."))
    mira.post(
        f"{way}/wer", WHO | {"trade": "Tischlerei", "read_as": "Tischlerei", "sectors": "31.09.9"}
    )
    assert ["31.09.9"] == mira.profile().sectors
    mira.post(f"{way}/wer", WHO | {"trade": "Bäckerei"})
    assert ["10.71.0"] == mira.profile().sectors
    mira.post(f"{way}/wer", WHO | {"sectors": ["10.71.0", "0; DROP", "99.99.9"]})
    assert ["10.71.0"] == mira.profile().sectors


def test_a_place_of_several_is_asked_for(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    asked = mira.post(f"{way}/wo", {"place": "Neustadt", "employees": "7"})
    assert (400, True) == (asked.status_code, "Welchen Ort meinen Sie?" in asked.text)
    choice = asked.text.split('name="place_choice" value="')[1].split('"')[0]
    told = mira.post(f"{way}/wo", {"place": "Neustadt", "place_choice": choice, "employees": "7"})
    assert 303 == told.status_code
    assert ("Neustadt", 5) == (mira.profile().place[:8], len(mira.profile().postal_code or ""))


def test_a_large_firm_is_kept_not_listed_and_sent_to_who_helps(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    answer = mira.post(f"{way}/wo", {"place": "09456", "employees": "251"})
    assert answer.location.endswith("/groessere-betriebe")
    assert "größer als 250" in mira.get(answer.location).text
    mira.post(f"{way}/wer", WHO)
    assert 400 == mira.post(f"{way}/vorschau").status_code
    assert (251, None) == (mira.profile().employees, mira.profile().submitted_at)


def test_a_creative_tells_a_case_and_chooses_skills(mira: Visitor, begun: Begin) -> None:
    way = begun("creative")
    mira.post(
        f"{way}/wer",
        WHO
        | {
            "submarkets": ["design", "film"],
            "skills": "a-produktdesign",
            "own_skills": "Zinn, Lack",
        },
    )
    mira.post(f"{way}/angebot", {"story": "Vorher war es so.", "working_style": "vor Ort"})
    profile = mira.profile()
    assert ["design", "film"] == profile.submarkets
    assert ["a-produktdesign", "Zinn", "Lack"] == profile.skills
    assert ("Vorher war es so.", "vor Ort") == (profile.story, profile.working_style)
    again = mira.get(f"{way}/wer").text
    assert 'value="Zinn, Lack"' in again
    assert 'value="a-produktdesign" checked' in again


def test_an_incomplete_profile_is_told_what_is_missing(mira: Visitor, begun: Begin) -> None:
    way = begun("creative")
    page = mira.get(f"{way}/vorschau").text
    assert all(each in page for each in ("Es fehlt noch ein Name.", "Es fehlt noch der Ort."))
    assert 400 == mira.post(f"{way}/vorschau", page=f"{way}/wer").status_code
    assert mira.profile().submitted_at is None


def test_the_preview_tells_the_owner_alone_how_many_requests_may_be_open(
    mira: Visitor, begun: Begin
) -> None:
    way = begun("creative")
    walk(mira, way, where={"most_requests": "7"})
    with unit_of_work():
        mira.profile().approved = True
    assert "höchstens 7" in mira.get(f"{way}/vorschau").text
    assert "höchstens 7" not in mira.get(f"/p/{mira.profile().slug}").text


def test_beginning_twice_begins_once(mira: Visitor, begun: Begin) -> None:
    assert begun("kmu") == begun("kmu")
    begun("creative")
    assert 2 == len(mira.profiles())


def test_an_office_fills_in_without_seeing_how_to_reach_the_person(
    mira: Visitor, begun: Begin, sign_in: Callable[..., Visitor]
) -> None:
    way = begun("kmu")
    preview = walk(mira, way)
    mira.post(f"{way}/sichtbar", {"visibility": "public", "email": "jens@geheim.example"})
    mira.post(preview)
    admin = sign_in("admin@example.org", "admin")
    address = f"/konto/profil/{mira.profile().slug}/sichtbar"
    assert "jens@geheim.example" not in admin.get(address).text
    forged = {"visibility": "members", "email": "boese@example.org"}
    assert 303 == admin.post(address, forged).status_code
    assert ("jens@geheim.example", "members") == (mira.profile().email, mira.profile().visibility)
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"profile.filled_in", "profile.visibility"} <= actions


def test_nothing_is_saved_without_the_token_of_the_page(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    with mira.app.app_context():
        assert 400 == mira.client.post(f"{way}/wer", data=WHO).status_code
    assert "" == mira.profile().name


def test_an_unfinished_draft_is_in_no_export(
    mira: Visitor, begun: Begin, make_profile: Callable[..., Profile], tmp_path: Path
) -> None:
    begun("kmu")
    make_profile(name="Fertig")
    with unit_of_work():
        assert 1 == export_profiles(tmp_path / "all.jsonl")


def test_going_back_keeps_what_is_whole_and_what_is_not(mira: Visitor, begun: Begin) -> None:
    way = begun("kmu")
    for place, sent in (("09456", {"employees": "12"}), ("Xqzwv", {"employees": "zwölf"})):
        back = mira.post(f"{way}/wo", sent | {"place": place, "then": "back"})
        assert (303, True) == (back.status_code, back.location.endswith("/wer"))
        shown = mira.get(f"{way}/wo").text
        assert all(each in shown for each in (place, f'value="{sent["employees"]}"'))
    assert 12 == mira.profile().employees
