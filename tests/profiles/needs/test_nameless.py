"""A nameless need: shown as its own entry, and never beside the one whose it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import Municipality, User
from matchmaker.accounts.service import create_user
from matchmaker.db import db, unit_of_work
from matchmaker.matching.candidates import as_scoring_profile
from matchmaker.profiles.interchange import export_profiles, import_profiles
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.anonymity import choose_room, telling_words
from tests.profiles.needs.conftest import MakeProfile, Visit

CANARY = "Wendeltreppenkanarie"
TEXT = f"Unsere {CANARY} sieht keiner."
TELLING = ("Krummbirk", "krummbirk", "Börnichen", "09437", "123456")
ABOUT_NEEDS = ("/bedarfe", "/bedarfe?kind=kmu", "/bedarfe?place=Chemnitz", "/en/bedarfe")
OF_THE_PROFILE = (
    "/",
    "/p/tischlerei-krummbirk",
    "/verzeichnis",
    f"/verzeichnis?q={CANARY}",
    "/karte",
    "/sitemap.xml",
    "/api/v1/profiles",
    "/api/v1/profiles/tischlerei-krummbirk",
    "/api/v1/profiles/tischlerei-krummbirk/needs",
    "/api/v1/needs",
    "/vorschlaege/mira",
    "/vorschlaege/mira/warum/tischlerei-krummbirk",
    f"/probieren?q={CANARY}&kind=kmu",
)


@pytest.fixture
def other(app: Flask) -> User:
    with unit_of_work():
        return create_user("mira@example.org", "member")


@pytest.mark.parametrize("address", ABOUT_NEEDS)
@pytest.mark.parametrize("role", ["visitor", "member"])
def test_where_the_need_stands_nothing_tells_whose_it_is(
    address: str, role: str, visit: Visit, write_need: Callable[..., str], other: User
) -> None:
    uid = write_need(TEXT, "nameless", in_return="Maschinenzeit am Abend")
    html = visit(address, user=other if role == "member" else None).text
    assert CANARY in html
    assert "Chemnitz" in html
    for word in (*TELLING, uid):
        assert word not in html


@pytest.mark.parametrize("address", OF_THE_PROFILE)
@pytest.mark.parametrize("seen_by", ["nameless", "office"])
def test_where_the_profile_stands_its_quiet_need_does_not(
    address: str,
    seen_by: str,
    visit: Visit,
    write_need: Callable[..., str],
    make_profile: MakeProfile,
    other: User,
) -> None:
    near = {"located_latitude": 50.75, "located_longitude": 13.15}
    make_profile("creative", slug="mira", owner_id=other.id, **near)
    write_need(TEXT, seen_by)
    for user in (None, other):
        answer = visit(address, user=user)
        assert answer.status_code == 200 or (user is None and answer.status_code == 302)
        shown = answer.text.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "")
        assert f"Unsere {CANARY}" not in shown


def test_scorers_and_exports_do_not_learn_of_quiet_needs(
    jens: Profile, write_need: Callable[..., str], tmp_path: Path
) -> None:
    write_need(TEXT, "nameless")
    write_need(TEXT, "office")
    db.session.rollback()
    assert as_scoring_profile(jens).needs == ()
    export_profiles(tmp_path / "all.jsonl")
    assert CANARY not in (tmp_path / "all.jsonl").read_text("utf-8")


def test_an_import_leaves_quiet_needs_alone_and_publishes_none(
    jens: Profile, write_need: Callable[..., str], tmp_path: Path
) -> None:
    write_need(TEXT, "nameless")
    file = tmp_path / "all.jsonl"
    db.session.rollback()
    export_profiles(file)
    file.write_text(file.read_text("utf-8").replace('"name"', '"about": "Neu.", "name"'), "utf-8")
    import_profiles(file, tmp_path / "rejected.jsonl")
    db.session.rollback()
    need = db.session.scalars(select(Need)).one()
    assert (need.text, need.seen_by, need.state) == (TEXT, "nameless", "published")


def test_only_the_office_of_the_place_finds_a_need_for_the_office(
    visit: Visit, write_need: Callable[..., str], other: User
) -> None:
    write_need(TEXT, "office")
    assert CANARY not in visit("/bedarfe", user=other).text


def test_a_search_by_place_finds_a_nameless_need_by_its_town_alone(
    visit: Visit, write_need: Callable[..., str], make_profile: MakeProfile, jens: Profile
) -> None:
    with unit_of_work():
        jens.located_latitude, jens.located_longitude = 50.42, 12.97  # by the border
    write_need(TEXT, "nameless")
    db.session.rollback()
    need = db.session.scalars(select(Need)).one()
    at_town = f"{need.room_latitude:.4f},{need.room_longitude:.4f}"
    answers = [visit(f"/bedarfe?at={at}", user=None) for at in ("50.0500,12.9700", at_town)]
    assert [(answer.status_code, CANARY in answer.text) for answer in answers] == [
        (200, False),
        (200, True),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Wir von der Tischlerei Krummbirk",
        "die Krummbirks",
        "in Boernichen zu Hause",
        "Rufen Sie an: 037294 123456",
        "info@treppen.example",
        "www.irgendwo.example",
        "siehe krummbirk-treppen",
        "09437",
    ],
)
def test_words_that_tell_are_named_and_keep_a_need_from_being_nameless(
    words: str, visit: Visit, jens: Profile
) -> None:
    where = visit("/konto/profil/tischlerei-krummbirk/bedarf/neu", {"text": words}).location
    shown = visit(where, {"radius": "60", "budget": "unknown"}).location
    answer = visit(shown, {"seen_by": "nameless"})
    assert answer.status_code == 400
    assert "Daran erkennt man Sie" in answer.text
    assert visit(shown, {"seen_by": "named"}).status_code == 303


def test_everyday_words_do_not_tell() -> None:
    profile = Profile(name="Tischlerei Holz & Werkstatt Krummbirk", place="Aue")
    need = Need(title="", text="Unsere Tischlerei sucht Holz für die Werkstatt.", in_return="")
    assert telling_words(need, profile) == []


def test_a_published_nameless_need_cannot_be_rewritten_to_tell(
    visit: Visit, write_need: Callable[..., str]
) -> None:
    uid = write_need(TEXT, "nameless")
    answer = visit(f"/konto/bedarf/{uid}/was", {"text": "Wir Krummbirks"})
    where = {"radius": "25", "budget": "unknown", "in_return": "Besuch in Börnichen"}
    assert answer.status_code == 400
    assert visit(f"/konto/bedarf/{uid}/wo-und-wann", where).status_code == 400
    visit(f"/konto/bedarf/{uid}/zeigen", {"seen_by": "named", "zurueck": "1"})
    db.session.rollback()
    assert db.session.scalars(select(Need)).one().text == TEXT
    assert CANARY in visit("/bedarfe", user=None).text


def test_the_town_has_at_least_20000_people_by_official_figures_where_there_are_any(
    jens: Profile,
) -> None:
    need = Need()
    choose_room(need, jens)
    assert need.room == "Chemnitz"
    with unit_of_work():
        rows = [("Chemnitz, Stadt", 19_999), ("Freiberg, Stadt", 40_000)]
        for number, (name, people) in enumerate(rows):
            ags = f"1451100{number}"
            db.session.add(Municipality(ags=ags, name=name, state="SN", population=people))
    choose_room(need, jens)
    assert need.room == "Freiberg"


def test_a_profile_without_place_has_no_town(make_profile: MakeProfile) -> None:
    need = Need()
    choose_room(need, make_profile())
    assert (need.room, need.room_latitude) == ("", None)
