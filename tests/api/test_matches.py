"""Suggestions for those who accompany a profile."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.api.schemas import Matches
from matchmaker.db import db, unit_of_work
from matchmaker.matching.models import Showing
from matchmaker.profiles.models import Profile
from tests.statements import statements

MATCH = {"rank", "profile", "score", "for_seeker", "for_candidate", "adjustment", "parts"}
PART = {
    "scorer", "weight_for_seeker", "weight_for_candidate", "for_seeker", "for_candidate",
    "contribution", "reasons",
}  # fmt: skip


@pytest.fixture
def ask(village: Any) -> Callable[..., Any]:
    """Asks for the joiner's matches."""

    def get(query: str = "", **more: str) -> Any:
        address = f"/api/v1/profiles/{village.slug}/matches{query}"
        return village.client.get(address, headers=village.headers | more)

    return get


def test_matches_have_exactly_the_documented_keys(
    ask: Callable[..., Any], conforms: Callable[[Any], bool]
) -> None:
    answer = ask()
    assert {"seeker", "candidates", "scorers", "matches"} == set(answer.json)
    first = answer.json["matches"][0]
    assert MATCH == set(first)
    assert PART == set(first["parts"][0])
    assert conforms(answer)


def test_the_best_match_comes_first_and_its_parts_add_up(ask: Callable[..., Any]) -> None:
    document = ask().json
    first = document["matches"][0]
    assert ("Netz und Werk", 1, 2) == (
        first["profile"]["name"], first["rank"], document["candidates"],
    )  # fmt: skip
    total = sum(part["contribution"] for part in first["parts"]) + first["adjustment"]
    assert first["score"] == pytest.approx(total, abs=1e-6)


def test_matches_hold_no_contact_data(ask: Callable[..., Any]) -> None:
    text = ask().text
    assert "kanarienvogel" not in text
    assert "777-777" not in text


def test_matches_are_limited(ask: Callable[..., Any]) -> None:
    assert len(ask("?limit=1").json["matches"]) == 1


def test_one_need_is_asked_for_by_its_number(ask: Callable[..., Any]) -> None:
    def musician(query: str) -> float:
        matches = ask(query).json["matches"]
        return {match["profile"]["name"]: match["for_seeker"] for match in matches}["Klang"]

    assert musician("?need=2") > musician("?need=1")


def test_a_need_that_is_not_there_is_not_found(ask: Callable[..., Any]) -> None:
    assert ask("?need=3").status_code == 404


def test_weights_replace_those_in_force(ask: Callable[..., Any]) -> None:
    document = ask("?weights=locality=2,sector_affinity=0").json
    weights = {scorer["name"]: scorer["weight"] for scorer in document["scorers"]}
    assert weights["locality"] == 2
    assert "sector_affinity" not in weights


def test_a_weight_of_an_unknown_scorer_is_refused(ask: Callable[..., Any]) -> None:
    answer = ask("?weights=luck=1")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "weights")


def test_reasons_are_german_unless_english_is_asked_for(ask: Callable[..., Any]) -> None:
    def texts(**headers: str) -> set[str]:
        parts = ask(**headers).json["matches"][0]["parts"]
        return {reason["text"] for part in parts for reason in part["reasons"]}

    english = texts(**{"Accept-Language": "en-GB,en;q=0.9"})
    assert english
    assert not english & texts()


def test_each_language_has_an_answer_of_its_own(ask: Callable[..., Any]) -> None:
    german, english = (ask(**{"Accept-Language": language}).data for language in ("de", "en"))
    assert german != english
    assert german == ask(**{"Accept-Language": "de"}).data
    assert english == ask(**{"Accept-Language": "en"}).data


@pytest.fixture
def creative(make_profile: Callable[..., Profile]) -> Profile:
    fields = {"located_latitude": 50.8, "located_longitude": 12.9}
    make_profile(slug="jens", about="Tischlerei", **fields)
    return make_profile("creative", name="Mira", place="Aue", about="Filme über Holz", **fields)


@pytest.fixture
def asked(client: FlaskClient, creative: Profile, make_reader: Any) -> Callable[[], Any]:
    """Asks for the matches of a joiner, whose only one is the creative."""
    headers = make_reader(role="admin")
    return lambda: client.get("/api/v1/profiles/jens/matches", headers=headers)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"name": "Mira Neu"}, ("Mira Neu", "Aue")),
        ({"place": "Schneeberg"}, ("Mira", "Schneeberg")),
        ({"field_visibility": {"place": "nobody"}}, ("Mira", None)),
    ],
)
def test_a_list_that_was_asked_before_names_everybody_as_today(
    asked: Callable[[], Any], creative: Profile, change: dict[str, Any], shown: tuple[str, str]
) -> None:
    [before] = asked().json["matches"]
    assert ("Mira", "Aue") == (before["profile"]["name"], before["profile"]["place"])
    with unit_of_work():
        there = db.session.get_one(Profile, creative.id)
        for name, value in change.items():
            setattr(there, name, value)
    [now] = asked().json["matches"]
    assert shown == (now["profile"]["name"], now["profile"]["place"])


def test_a_list_that_was_asked_before_names_the_seeker_as_today(asked: Callable[[], Any]) -> None:
    asked()
    with unit_of_work():
        db.session.query(Profile).filter_by(slug="jens").update({"name": "Jens Neu"})
    assert asked().json["seeker"]["name"] == "Jens Neu"


def test_who_is_gone_is_in_no_list_that_was_asked_before(
    asked: Callable[[], Any], creative: Profile
) -> None:
    assert len(asked().json["matches"]) == 1
    with unit_of_work():
        db.session.delete(db.session.get_one(Profile, creative.id))
    assert asked().json["matches"] == []


def test_whoever_may_not_see_a_list_is_not_shown_a_kept_one(
    client: FlaskClient, asked: Callable[[], Any], make_reader: Any
) -> None:
    assert asked().status_code == 200
    stranger = make_reader("fremd@example.org")
    assert client.get("/api/v1/profiles/jens/matches", headers=stranger).status_code == 404


def test_each_time_a_list_is_shown_counts(app: Flask, asked: Callable[[], Any]) -> None:
    for _ in range(3):
        asked()
    app.extensions["ledger"].write()
    db.session.rollback()  # what was read before is older
    assert db.session.scalars(select(Showing.suggested)).all() == [3]


def test_a_list_that_was_asked_before_is_neither_written_again_nor_long_looked_up(
    asked: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked().data
    monkeypatch.setattr(Matches, "model_validate", None)
    with statements() as questions:
        assert before == asked().data
    assert len([each for each in questions if each.startswith("SELECT")]) <= 5


def test_a_list_that_names_somebody_without_their_place_is_kept_as_well(
    asked: Callable[[], Any], creative: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        db.session.get_one(Profile, creative.id).field_visibility = {"place": "nobody"}
    before = asked().data
    monkeypatch.setattr(Matches, "model_validate", None)
    assert before == asked().data
