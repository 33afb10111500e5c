"""Suggestions for those who accompany a profile."""

from collections.abc import Callable
from typing import Any

import pytest

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
