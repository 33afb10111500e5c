"""Submarkets, sectors, places and skills."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from matchmaker.reference.submarkets import SUBMARKETS


def test_all_submarkets_are_there_in_their_order(client: FlaskClient) -> None:
    entries = client.get("/api/v1/reference/submarkets").json["submarkets"]
    assert list(SUBMARKETS) == [entry["key"] for entry in entries]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"code": "31.09"}, ["31.09", "31.0", "31", "C"]),
        ({"code": "nothing"}, []),
        ({"q": "Tischlerei", "code": "43"}, ["43.32.0"]),
    ],
)
def test_sectors_are_found_by_code_and_words(
    client: FlaskClient, query: dict[str, str], expected: list[str]
) -> None:
    entries = client.get("/api/v1/reference/sectors", query_string=query).json["sectors"]
    assert expected == [entry["code"] for entry in entries]


def test_without_words_and_code_all_divisions_are_listed(client: FlaskClient) -> None:
    assert len(client.get("/api/v1/reference/sectors").json["sectors"]) == 88


@pytest.mark.parametrize(
    ("query", "name"),
    [({"q": "Annaberg"}, "Annaberg-Buchholz"), ({"q": "Wien", "country": "at"}, "Wien")],
)
def test_places_are_found_in_their_country(
    client: FlaskClient, query: dict[str, str], name: str
) -> None:
    places = client.get("/api/v1/reference/places", query_string=query).json["places"]
    assert name == places[0]["name"]


def test_skills_are_found_by_words_in_both_languages(client: FlaskClient) -> None:
    for words in ("Verpackung", "packaging"):
        skills = client.get("/api/v1/reference/skills", query_string={"q": words}).json["skills"]
        assert "a-verpackungsdesign" in [skill["id"] for skill in skills]


@pytest.mark.parametrize(
    "address", ["submarkets", "sectors", "sectors?q=Maler", "places?q=Neustadt", "skills"]
)
def test_answers_are_as_documented(
    client: FlaskClient, conforms: Callable[[Any], bool], address: str
) -> None:
    answer = client.get(f"/api/v1/reference/{address}")
    assert answer.status_code == 200
    assert conforms(answer)


def test_a_cache_may_keep_them_and_ask_whether_they_changed(client: FlaskClient) -> None:
    first = client.get("/api/v1/reference/submarkets")
    assert "public" in first.headers["Cache-Control"]
    headers = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/reference/submarkets", headers=headers).status_code == 304
