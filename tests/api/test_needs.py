"""Published needs, of one profile and of all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from matchmaker.db import now, unit_of_work
from matchmaker.profiles.models import Profile
from tests.statements import statements

Make = Callable[..., Profile]


def test_a_need_has_the_number_that_matches_ask_for(
    client: FlaskClient, make_profile: Make, conforms: Callable[[Any], bool]
) -> None:
    profile = make_profile(needs=["Entwurf", "Schild", "Messe"])
    with unit_of_work():
        profile.needs[0].state = "draft"
    answer = client.get(f"/api/v1/profiles/{profile.slug}/needs")
    told = [(need["number"], need["text"]) for need in answer.json["needs"]]
    assert told == [(1, "Schild"), (2, "Messe")]
    assert conforms(answer)


def test_all_needs_name_their_profile_and_filter_by_its_kind(
    client: FlaskClient, make_profile: Make, conforms: Callable[[Any], bool]
) -> None:
    firm = make_profile(needs=["Schild"])
    make_profile("creative", needs=["Werkstatt"])
    answer = client.get("/api/v1/needs?kind=kmu")
    assert [(firm.slug, 1, "Schild")] == [
        (need["profile"]["slug"], need["number"], need["text"]) for need in answer.json["needs"]
    ]
    assert answer.json["total"] == 1
    assert conforms(answer)


@pytest.mark.parametrize(
    ("audience", "visitor", "member"),
    [("public", "Gelenau", "Gelenau"), ("members", None, "Gelenau"), ("nobody", None, None)],
)
def test_a_place_is_told_beside_a_need_to_those_alone_who_may_know_it(
    client: FlaskClient,
    make_profile: Make,
    make_reader: Callable[..., dict[str, str]],
    audience: str,
    visitor: str | None,
    member: str | None,
) -> None:
    limited = {"place": audience}
    profile = make_profile(needs=["Schild"], place="Gelenau", field_visibility=limited)
    for headers, place in (({}, visitor), (make_reader(), member)):
        for address in ("needs", f"profiles/{profile.slug}/needs"):
            told = client.get(f"/api/v1/{address}", headers=headers).json
            named = told["needs"][0]["profile"] if address == "needs" else told["profile"]
            assert place == named["place"], address


@pytest.mark.parametrize("address", ["/api/v1/needs", "/bedarfe"])
def test_many_needs_ask_the_database_as_often_as_one(
    client: FlaskClient, make_profile: Make, address: str
) -> None:
    def asked() -> int:
        with statements() as questions:
            assert "Schild" in client.get(address).text
        return len(questions)

    make_profile(needs=["Schild"])
    one = asked()
    for _ in range(5):
        make_profile(needs=["Schild"])
    assert one == asked()


def test_needs_that_are_not_published_are_listed_nowhere(
    client: FlaskClient, make_profile: Make
) -> None:
    profile = make_profile(needs=["Entwurf", "Erledigt", "Verfallen"])
    with unit_of_work():
        for need, state in zip(profile.needs, ("draft", "closed", "expired"), strict=True):
            need.state = state
    assert client.get("/api/v1/needs").json["needs"] == []
    assert client.get(f"/api/v1/profiles/{profile.slug}/needs").json["needs"] == []
    assert client.get(f"/api/v1/profiles/{profile.slug}").json["needs"] == 0


def test_needs_come_in_pages_of_thirty(client: FlaskClient, make_profile: Make) -> None:
    make_profile(needs=[f"Bedarf {number}" for number in range(31)])
    first = client.get("/api/v1/needs").json
    second = client.get(first["links"]["next"]).json
    behind = client.get("/api/v1/needs?page=99").json
    assert (behind["needs"], behind["total"], behind["links"]["next"]) == ([], 31, None)
    assert behind["links"]["previous"] == first["links"]["last"]
    texts = {need["text"] for page in (first, second) for need in page["needs"]}
    assert (len(first["needs"]), len(second["needs"]), len(texts)) == (30, 1, 31)


def test_a_need_that_ran_out_is_not_listed_until_the_job_notes_it(
    client: FlaskClient, make_profile: Make
) -> None:
    profile = make_profile(needs=["Schild", "Film"])
    with unit_of_work():
        profile.needs[0].expires_at = now() - timedelta(minutes=1)
        profile.needs[1].expires_at = now() + timedelta(minutes=1)
    assert ["Film"] == [need["text"] for need in client.get("/api/v1/needs").json["needs"]]
