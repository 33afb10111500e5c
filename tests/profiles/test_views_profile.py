"""The page of a profile, and the start page."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask.testing import FlaskClient

from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile

Make = Callable[..., Profile]


def test_a_profile_is_shown_in_words(client: FlaskClient, make_profile: Make) -> None:
    make_profile(
        "creative",
        slug="klang",
        name="Frau Klang",
        about="We build sounds for the places where people wait.",
        submarkets=["music"],
        sectors=["86.23"],
        languages=["de", "cs"],
        radius_km=40,
        remote=True,
        place="Aue",
        needs=["Einen Raum mit Hall"],
    )

    page = client.get("/p/klang").text

    assert "<h1>Frau Klang</h1>" in page
    assert '<div class="user-text" lang="en"><p>We build sounds' in page
    for text in ("Musikwirtschaft", "Zahnarztpraxen", "Deutsch, Tschechisch", "bis etwa 40 km",
                 "vor Ort und aus der Ferne", "Einen Raum mit Hall", ">erfunden<"):  # fmt: skip
        assert text in page


def test_a_need_says_who_is_wanted_and_what_is_given_in_return(
    client: FlaskClient, make_profile: Make
) -> None:
    profile = make_profile(needs=["Keiner sieht unsere Treppen."])
    with unit_of_work():
        need = db.session.get_one(Profile, profile.id).needs[0]
        need.wanted_submarkets, need.in_return = ["design"], "freitags ist die Halle frei"
        need.wanted_until = date(2027, 3, 1)
    page = client.get(f"/p/{profile.slug}").text
    assert "Gesucht: Designwirtschaft" in page
    assert "Im Gegenzug: freitags ist die Halle frei" in page
    assert "Bis 1. März 2027" in page


def test_contact_data_is_never_on_a_page(client: FlaskClient, make_profile: Make) -> None:
    make_profile(
        slug="holz", name="Holz", email="kanarie@holz.example", phone="+49 371 555123",
        place="Aue", postal_code="08280", located_latitude=50.5912, located_longitude=12.7034,
        latitude=50.5912, longitude=12.7034,
    )  # fmt: skip

    for path in ("/p/holz", "/en/p/holz", "/verzeichnis?q=Holz", "/karte", "/"):
        page = client.get(path).text
        assert "kanarie" not in page
        assert "555123" not in page
        assert "50.5912" not in page


def test_a_link_that_leaves_is_marked_and_gives_nothing_away(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile(slug="holz", website="https://www.holz.example/treppen")

    page = client.get("/p/holz").text

    assert (
        '<a href="https://www.holz.example/treppen" rel="noopener noreferrer nofollow ugc">'
        'holz.example</a> <span class="hint">(verlässt diese Seite)</span>'
    ) in page


def test_a_script_as_website_is_no_link(client: FlaskClient, make_profile: Make) -> None:
    make_profile(slug="holz", website="javascript:alert(1)")

    assert "javascript:" not in client.get("/p/holz").text


@pytest.mark.parametrize(
    "payload", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "{{90907*90901}}"]
)
def test_nothing_that_people_write_comes_alive(
    client: FlaskClient, make_profile: Make, payload: str
) -> None:
    make_profile(
        slug="boese", name=payload, about=payload, offers=payload, place=payload, needs=[payload],
        skills=[payload], sectors=[payload], languages=[payload],
        located_latitude=50.0, located_longitude=12.0,
    )  # fmt: skip

    for path in ("/p/boese", "/verzeichnis", "/karte", "/"):
        page = client.get(path).text
        assert "<img" not in page
        assert "<script>" not in page
        assert "8263537207" not in page


@pytest.mark.parametrize(
    "fields", [{"visibility": "hidden"}, {"visibility": "members"}, {"approved": False}]
)
def test_what_a_visitor_may_not_see_looks_missing(
    client: FlaskClient, make_profile: Make, fields: dict[str, object]
) -> None:
    make_profile(slug="geheim", **fields)

    answer = client.get("/p/geheim")

    assert answer.status_code == 404
    assert answer.text.replace("geheim", "nirgends") == client.get("/p/nirgends").text


def test_the_start_page_shows_needs_of_both_sides(client: FlaskClient, make_profile: Make) -> None:
    for number in range(3):
        make_profile("kmu", name=f"Firma {number}", needs=["Keiner sieht uns"])
        make_profile("creative", name=f"Werk {number}", needs=["Einen Raum mit Hall"])

    page = client.get("/").text

    assert page.count("<blockquote") == 3
    assert "Keiner sieht uns" in page
    assert "Einen Raum mit Hall" in page
    assert "3 Betriebe im Verzeichnis" in page


@pytest.mark.parametrize("day", [29, 30])
def test_the_start_page_finds_the_one_who_looks_for_something(
    client: FlaskClient, make_profile: Make, day: int
) -> None:
    for number in range(31):
        make_profile(name=f"Firma {number}")
    make_profile(name="Zuletzt", needs=["Keiner sieht uns"])
    make_profile(name="Verborgen", needs=["Geheim"], visibility="members")

    with time_machine.travel(datetime(2026, 11, day, tzinfo=UTC), tick=False):
        page = client.get("/").text

    assert ("Keiner sieht uns" in page, "Geheim" in page) == (True, False)


def test_an_empty_start_page_still_invites(client: FlaskClient) -> None:
    page = client.get("/en/").text

    assert "Nobody is here yet" in page
    assert re.search(r'<form class="try" action="/en/\w+" method="get"', page)
