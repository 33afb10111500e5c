"""The directory for machines, with the filters that the page has."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from matchmaker.profiles.models import Profile

Make = Callable[..., Profile]
Conforms = Callable[[Any], bool]

SUMMARY = {
    "slug", "kind", "name", "place", "country", "sectors", "submarkets", "about", "invented",
}  # fmt: skip
DETAIL = SUMMARY | {
    "offers", "skills", "languages", "employees", "radius_km", "remote", "website", "capacity",
    "needs", "updated_at",
}  # fmt: skip
PAGE = {
    "profiles", "total", "page", "pages", "links", "around", "places", "sector", "corrections",
}  # fmt: skip

FULL = {
    "name": "Tischlerei Beispiel",
    "about": "Wir bauen Möbel. " * 40,
    "place": "Annaberg-Buchholz",
    "postal_code": "09456",
    "located_latitude": 50.58,
    "located_longitude": 13.0,
    "sectors": ["31.09.9"],
    "website": "https://tischlerei.example/",
}


def _found(client: FlaskClient, **query: object) -> dict[str, Any]:
    answer = client.get("/api/v1/profiles", query_string=query)
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def _names(client: FlaskClient, **query: object) -> list[str]:
    return [profile["name"] for profile in _found(client, **query)["profiles"]]


@pytest.mark.parametrize("role", [None, "member", "office", "admin"])
def test_a_profile_has_exactly_the_documented_keys_for_every_role(
    client: FlaskClient,
    make_profile: Make,
    make_reader: Callable[..., dict[str, str]],
    conforms: Conforms,
    role: str | None,
) -> None:
    profile = make_profile(**FULL)
    territory = ["09"] if role == "office" else None
    headers = make_reader("r@example.org", role, territory=territory) if role else {}
    one = client.get(f"/api/v1/profiles/{profile.slug}", headers=headers)
    page = client.get("/api/v1/profiles", headers=headers)
    assert set(one.json) == DETAIL
    assert set(page.json) == PAGE
    assert set(page.json["profiles"][0]) == SUMMARY
    assert conforms(one)
    assert conforms(page)


def test_a_list_shows_the_beginning_of_a_text_and_the_profile_all_of_it(
    client: FlaskClient, make_profile: Make
) -> None:
    profile = make_profile(**FULL)
    assert _found(client)["profiles"][0]["about"].endswith("…")
    assert client.get(f"/api/v1/profiles/{profile.slug}").json["about"] == FULL["about"]


def test_a_link_that_is_no_web_address_is_left_out(client: FlaskClient, make_profile: Make) -> None:
    profile = make_profile(website="javascript:alert(1)")
    assert client.get(f"/api/v1/profiles/{profile.slug}").json["website"] is None


@pytest.mark.parametrize(
    "query",
    [
        {"q": "möbel"},
        {"kind": "kmu"},
        {"sector": "31"},
        {"sector": "31.09.9"},
        {"sector": "Möbelbau"},
        {"place": "Annaberg-Buchholz"},
        {"place": "09456", "radius_km": "5"},
        {"lat": "50.6", "lon": "13", "radius_km": "10"},
    ],
)
def test_each_filter_finds_the_joiner_and_nobody_else(
    client: FlaskClient, make_profile: Make, query: dict[str, str]
) -> None:
    make_profile(**FULL)
    make_profile("creative", name="Klang", submarkets=["music"])
    assert _names(client, **query) == ["Tischlerei Beispiel"]


def test_a_submarket_finds_its_creatives(client: FlaskClient, make_profile: Make) -> None:
    make_profile(**FULL)
    make_profile("creative", name="Klang", submarkets=["music"])
    assert _names(client, submarket="music") == ["Klang"]


@pytest.mark.parametrize("query", [{"place": "Nirgendwoburg"}, {"sector": "qqqqq"}])
def test_an_unknown_place_or_sector_finds_nobody(
    client: FlaskClient, make_profile: Make, query: dict[str, str]
) -> None:
    make_profile(**FULL)
    assert _names(client, **query) == []


def test_a_place_that_is_not_clear_is_answered_with_the_choices(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile(**FULL)
    answer = _found(client, place="Neustadt")
    assert (answer["profiles"], answer["around"]) == ([], None)
    assert len(answer["places"]) > 1
    choice = answer["places"][0]
    chosen = _found(client, place="Neustadt", lat=choice["latitude"], lon=choice["longitude"])
    assert chosen["around"]["latitude"] == pytest.approx(choice["latitude"])
    assert chosen["places"] == []


def test_pages_have_thirty_profiles_and_lead_to_each_other(
    client: FlaskClient, make_profile: Make
) -> None:
    for number in range(31):
        make_profile(name=f"Betrieb {number:02}")
    first = _found(client, kind="kmu")
    assert (
        first["total"], first["page"], first["pages"], len(first["profiles"]),
    ) == (31, 1, 2, 30)  # fmt: skip
    assert first["links"]["previous"] is None
    second = client.get(first["links"]["next"]).json
    assert [profile["name"] for profile in second["profiles"]] == ["Betrieb 30"]
    assert (second["links"]["previous"], second["links"]["next"]) == (
        first["links"]["self"],
        None,
    )
    assert second["links"]["self"] == first["links"]["last"]


def test_a_page_behind_the_last_is_empty_and_leads_back(
    client: FlaskClient, make_profile: Make
) -> None:
    make_profile(**FULL)
    behind = _found(client, page=1_000_000)
    assert (behind["profiles"], behind["total"], behind["page"]) == ([], 1, 1_000_000)
    assert behind["links"]["next"] is None
    assert client.get(behind["links"]["previous"]).json["profiles"] != []


def test_a_slip_is_corrected_and_told(client: FlaskClient, make_profile: Make) -> None:
    make_profile(**FULL)
    answer = _found(client, q="Tischlerai")
    assert [each["name"] for each in answer["profiles"]] == ["Tischlerei Beispiel"]
    assert "Tischlerai" in answer["corrections"]
