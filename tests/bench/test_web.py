"""What the load on the web counts, and when a change counts as shown."""

import socket
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPConnection
from itertools import islice
from typing import Any

import pytest

from bench import changes
from bench.web import NO_ANSWER, check_redis, first_and_again, matches, told
from matchmaker.matching.service import suggest
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import find_profile


def test_an_error_is_counted_and_is_no_answer() -> None:
    found = [(0.1, 200)] * 18 + [(0.1, 503), (0.1, NO_ANSWER)]
    assert told(found, 2.0) == {
        "requests_per_s": 9.0,
        "p50_ms": 100.0,
        "p95_ms": 100.0,
        "errors": 2,
    }


def test_new_firms_are_asked_for_once_and_kept_ones_by_every_connection_before_they_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bench.web.KEPT", 2)
    asked: list[list[list[str]]] = []

    def ask_for(wanted: Sequence[Iterable[str]]) -> dict[str, Any]:
        asked.append([list(islice(each, 3)) for each in wanted])
        return {"errors": len(asked)}

    figures = first_and_again(ask_for, ["a", "b", "c", "d", "e"], 2, 60.0)
    assert figures == {"errors": 4, "first_errors": 2}
    assert asked[1:3] == [[["c", "e"], ["d"]], [["a", "b"], ["b", "a"]]]
    assert {"a", "b"} == {slug for each in asked[3] for slug in each}


def test_a_service_that_is_gone_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert (NO_ANSWER, b"") == matches(HTTPConnection("127.0.0.1", port), "anybody", "token")


def test_without_redis_nothing_is_built_for_several_workers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = "redis://127.0.0.1:9/0"
    monkeypatch.setattr("bench.web.REDIS_URL", nowhere)
    check_redis(1)
    with pytest.raises(SystemExit, match=nowhere):
        check_redis(2)


def test_a_change_is_shown_when_all_answers_know_it() -> None:
    shown = iter([False, True, True, False] + [True] * changes.SURE)
    asked = []

    def ask(slug: str) -> list[str]:
        asked.append(slug)
        return ["new"] if next(shown) else []

    changes.first_answer(ask, "firm", "new", shown=True)
    assert asked == ["firm"] * (4 + changes.SURE)


def test_a_change_that_is_never_shown_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PATIENCE_SECONDS", 0.0)
    with pytest.raises(SystemExit, match="still shows new"):
        changes.first_answer(lambda _slug: ["new"], "firm", "new", shown=False)


def test_one_just_like_the_best_is_proposed_and_then_no_more(
    make_profile: Callable[..., Profile],
) -> None:
    firm = make_profile(needs=["Wir suchen Filme über das Handwerk"], sectors=["31.09"])
    make_profile("creative", about="Filme über Handwerk", submarkets=["film"], needs=["Aufträge"])
    lists = []

    def ask(slug: str) -> list[str]:
        lists.append([found.profile.slug for found in suggest(find_profile(slug)).found])
        return lists[-1]

    figures = changes.measure(ask, [firm.slug])
    assert ["just-like-0" in names for names in lists] == (
        [False] + [True] * changes.SURE + [False] * changes.SURE
    )
    assert set(figures) == {"added_p50_ms", "added_p95_ms", "hidden_p50_ms", "hidden_p95_ms"}
