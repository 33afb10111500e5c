"""Cards: in order of age, with hints, a word corrected, and the next one after a decision."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.audit import AuditEntry
from matchmaker.db import db, now, unit_of_work
from matchmaker.desk.items import waiting
from matchmaker.desk.lookalikes import number_of, skeleton
from matchmaker.desk.models import Decision
from matchmaker.mail import Mail
from matchmaker.personal_data import holdings
from matchmaker.profiles.models import Need, Profile, Work
from matchmaker.profiles.service import delete_profile, save_profile
from tests.desk.conftest import START, MakeProfile, People, count, only, read_anew
from tests.statements import statements


def card_of(firm: Profile) -> str:
    return f"/schreibtisch/profile/{firm.uid}"


def nameless(firm: Profile, text: str) -> str:
    """The address of the card of a nameless need."""
    with unit_of_work():
        profile = read_anew(firm)
        profile.approved, profile.place = True, "Gelenau"
        fields = {"seen_by": "nameless", "approved": False, "submitted_at": START}
        profile.needs = [Need(uid="still", text=text, **fields)]
        save_profile(profile)
    return "/schreibtisch/need/still"


def test_the_oldest_stands_first_and_says_since_when(
    people: People, firm: Profile, make_profile: MakeProfile
) -> None:
    for name, days in (("Neu", 0), ("Alt", 40), ("Gestern", 1)):
        since = START - timedelta(days=days)
        make_profile(name=name, postal_code="09456", approved=False, submitted_at=since)
    with time_machine.travel(START, tick=False):
        page = people["office"].get("/schreibtisch").text

    titles = re.findall(r">Profil: ([^<]+)</a>", page)
    ages = re.findall(r"wartet seit ([^<\n·]+)", page)
    assert ["Alt", "Tischlerei am Bach", "Gestern", "Neu"] == titles
    assert ["40 Tagen", "6 Tagen", "einem Tag", "heute"] == [age.strip() for age in ages]


def test_a_long_desk_comes_in_pages(people: People, make_profile: MakeProfile) -> None:
    for number in range(31):
        make_profile(name=f"M{number}", postal_code="09456", approved=False, submitted_at=START)
    first, second = (people["office"].get(f"/schreibtisch{rest}").text for rest in ("", "?page=2"))
    assert "31 Sachen" in first
    assert (30, 1) == tuple(page.count("desk-card--profile") for page in (first, second))
    for nonsense in ("0", "-1", "x", "9" * 400, "²"):
        assert 200 == people["office"].get(f"/schreibtisch?page={nonsense}").status_code


def test_what_is_ones_own_lies_on_no_own_desk_elsewhere(
    people: People, make_profile: MakeProfile
) -> None:
    office = people["office"].user
    assert office is not None
    fields = {"approved": False, "submitted_at": START, "owner_id": office.id}
    own = make_profile(name="Eigene Firma", postal_code="01067", **fields)
    assert 404 == people["office"].get(card_of(own)).status_code
    assert "Eigene Firma" not in people["office"].get("/schreibtisch").text


def test_the_works_are_seen_before_they_are_approved(people: People, firm: Profile) -> None:
    with unit_of_work():
        work = Work(title="Wendeltreppe", outcome="Kürzere Wege", link="https://treppe.example")
        work.picture, work.alternative = "treppe.webp", "Eine Treppe aus Esche"
        read_anew(firm).works = [work]
    card = people["office"].get(card_of(firm)).text
    for seen in ("Wendeltreppe", "Kürzere Wege", "treppe.example", "/bilder/treppe.webp"):
        assert seen in card
    assert 'alt="Eine Treppe aus Esche"' in card


def test_a_corrected_word_is_approved_logged_by_field_and_shown_to_the_owner(
    people: People, firm: Profile
) -> None:
    sent = {"action": "approved", "about": "Treppen aus Esche und Eiche"}
    assert 303 == people["office"].post(card_of(firm), sent).status_code

    assert "Treppen aus Esche und Eiche" == read_anew(firm).about
    assert {"corrected": ["about"]} == only(AuditEntry.facts)
    account = people["owner"].get("/konto").text
    assert "Vor der Freigabe berichtigt: Kurzer Text" in account
    assert "<p>Treppen aus Esche</p>" in account
    assert "ein Wort berichtigt" in only(Mail.text)


def test_texts_sent_back_unchanged_are_no_correction(people: People, firm: Profile) -> None:
    with unit_of_work():
        read_anew(firm).about = "Erste Zeile \nzweite Zeile"
    sent = {"action": "approved", "about": "Erste Zeile \r\nzweite Zeile"}
    people["office"].post(card_of(firm), sent)
    assert ({}, {}) == (only(Decision.corrected), only(AuditEntry.facts))


def test_a_correction_counts_only_with_an_approval(people: People, firm: Profile) -> None:
    sent = {"action": "asked", "reason": "Welches Holz?", "about": "Ganz anderes"}
    people["office"].post(card_of(firm), sent)
    assert "Treppen aus Esche" == read_anew(firm).about


def test_a_correction_taken_back_leaves_the_words_of_the_person(
    people: People, firm: Profile
) -> None:
    people["office"].post(card_of(firm), {"action": "approved", "about": "Anders"})
    people["office"].post(f"/schreibtisch/entschieden/{only(Decision.uid)}")
    assert "Treppen aus Esche" == read_anew(firm).about
    assert "berichtigt" not in people["owner"].get("/konto").text


@pytest.mark.parametrize("field", ["name", "approved", "owner_id", "slug", "visibility"])
def test_nothing_else_is_corrected(field: str, people: People, firm: Profile) -> None:
    before = getattr(firm, field)
    people["office"].post(card_of(firm), {"action": "asked", "reason": "Wie?", field: "hidden"})
    assert before == getattr(read_anew(firm), field)


def test_a_correction_does_not_tell_whose_nameless_need_it_is(
    people: People, firm: Profile
) -> None:
    card = nameless(firm, "Wir suchen jemanden")
    told = people["office"].post(card, {"action": "approved", "text": "Suche in Gelenau"})
    assert (400, True) == (told.status_code, "„Gelenau“" in told.text)
    assert "Suche in Gelenau" in told.text

    fine = people["office"].post(card, {"action": "approved", "text": "Wir suchen Leute"})
    assert (303, "Wir suchen Leute") == (fine.status_code, only(Need.text))


def test_a_corrected_heading_stays_on_one_line(people: People, firm: Profile) -> None:
    card = nameless(firm, "Wir suchen jemanden")
    with unit_of_work():
        db.session.scalars(select(Need)).one().title = "Ein Laden"
    people["office"].post(card, {"action": "approved", "title": "Ein\r\nLaden am Fluss"})
    assert "Ein Laden am Fluss" == only(Need.title)


def test_what_was_corrected_is_told_to_the_owner_and_goes_with_the_profile(
    app: Flask, people: People, firm: Profile
) -> None:
    people["office"].post(card_of(firm), {"action": "approved", "about": "Anders"})
    db.session.rollback()
    owner = db.session.scalars(select(User).where(User.email == "owner@example.org")).one()
    holding = next(each for each in holdings(app) if each.name == "decisions")
    told = [each["corrected"] for each in holding.collect(owner)]
    assert [{"about": "Treppen aus Esche"}] == told
    with unit_of_work():
        delete_profile(read_anew(firm))
    assert 0 == count(Decision)


def test_what_was_corrected_goes_with_the_need(people: People, firm: Profile) -> None:
    card = nameless(firm, "Wir suchen jemanden")
    people["office"].post(card, {"action": "approved", "text": "Wir suchen Leute"})
    assert {"text": "Wir suchen jemanden"} == only(Decision.corrected)
    people["owner"].post("/konto/bedarf/still/loeschen")
    assert (0, 0) == (count(Need), count(Decision))


def test_the_next_card_opens_with_the_way_back_on_top(
    people: People, firm: Profile, make_profile: MakeProfile
) -> None:
    later = make_profile(
        name="Später", postal_code="09456", approved=False, submitted_at=START - timedelta(days=1)
    )
    answer = people["office"].post(card_of(firm), {"action": "approved"})
    page = people["office"].get(answer.location).text
    undo = f"/schreibtisch/entschieden/{only(Decision.uid)}"

    assert f"{card_of(later)}?nach={only(Decision.uid)}" == answer.location
    assert page.index(f'action="{undo}"') < page.index("<h1>")
    assert "Profil: Tischlerei am Bach" in page
    back = people["office"].post(undo, page=answer.location)
    assert (303, card_of(firm)) == (back.status_code, back.location)


def test_after_the_last_card_the_desk_offers_the_way_back(people: People, firm: Profile) -> None:
    answer = people["office"].post(card_of(firm), {"action": "approved"})
    page = people["office"].get(answer.location).text
    assert "Rückgängig machen" in page
    assert "Es wartet nichts" in page
    foreign = people["far_office"].get(answer.location).text
    assert "Rückgängig machen" not in foreign
    assert 200 == people["office"].get("/schreibtisch?nach=fehlt").status_code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tischlerei Bach", "Тischlеrei Bасh"),
        ("Tischlerei Bach", "TISCHLEREI  BACH"),
        ("Studio Ill", "Studio I11"),
        ("Atelier Ｎord", "Atelier Nord"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert skeleton(one) != skeleton("Bäckerei Fluss")


def test_a_phone_number_is_the_same_in_every_spelling() -> None:
    spellings = ("+49 3733 12345", "03733/123 45", "0049 (0)3733-12345", "3733 12345")
    assert {"373312345"} == {number_of(spelling) for spelling in spellings}
    assert "" == number_of("110")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "Тischlerei am Bach"}, "ähnlicher Name"),
        ({"website": "http://bach.example/werk"}, "gleiche eigene Seite"),
        ({"phone": "03733 12345"}, "gleiche Telefonnummer"),
    ],
)
def test_a_lookalike_is_named_within_the_territory_alone(
    fields: dict[str, str],
    reason: str,
    people: People,
    firm: Profile,
    make_profile: MakeProfile,
) -> None:
    with unit_of_work():
        profile = read_anew(firm)
        profile.website, profile.phone = "https://www.bach.example", "+49 3733 12345"
    other = make_profile(**({"name": "Die Andere", "postal_code": "09456"} | fields))
    page = people["office"].get(card_of(firm)).text
    assert reason in page
    assert f'<a href="/p/{other.slug}">{other.name}</a>' in page

    with unit_of_work():
        db.session.get_one(Profile, other.id).postal_code = "01067"
    page = people["office"].get(card_of(firm)).text
    assert "ein weiteres Profil außerhalb Ihres Gebiets" in page
    assert (False, False) == (other.slug in page, f">{other.name}<" in page)


def test_a_draft_is_no_lookalike(people: People, firm: Profile, make_profile: MakeProfile) -> None:
    owner = people["owner"].user
    assert owner is not None
    make_profile(name=firm.name, postal_code="09456", approved=False, owner_id=owner.id)
    assert "Sieht aus wie" not in people["office"].get(card_of(firm)).text


def test_what_waits_is_sorted_without_reading_its_words(app: Flask) -> None:
    with unit_of_work():
        create_office("a", "Amt a", ["09", "083"])
        user = create_user("a@example.org", "office", office_slug="a")
        profiles = [
            Profile(
                external_id=f"k{number}", slug=f"k{number}", kind="kmu", name=f"Betrieb {number}",
                postal_code=f"0{8000 + 9 * number}", submitted_at=now(), about="Text",
            )
            for number in range(200)
        ]  # fmt: skip
        db.session.add_all(profiles)
    with statements() as asked:
        found = waiting(user)

    here = [each for each in profiles if each.postal_code.startswith(("09", "083"))]
    assert 0 < len(found) == len(here) < len(profiles)
    assert not [statement for statement in asked if "profiles.about" in statement]
    assert len(asked) < 12
