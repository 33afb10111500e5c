"""What search and service shall reach for a whole country, and how a run compares."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matchmaker.speed.all_pairs import EVERYBODY

COUNTRY = 244_000
"""Creative businesses in Germany. Goals are meant for so many candidates, for no other number."""


@dataclass(frozen=True)
class Goal:
    """`name` says what is measured, at most `bound` in `unit`, or `at_least` so much.

    An `aim` is wished for beyond the goal.
    """

    name: str
    bound: float
    unit: str = ""
    at_least: bool = False
    aim: bool = False
    candidates: int = COUNTRY


P50, P95 = "p50", "p95"
FASTER_THAN = "times as fast as {}"
BUILD, BUILD_MEMORY = "build", "memory to build"
INDEX, OPEN = "index", "open"
PRIVATE = "private memory of a further worker"
CHANGE = "a change and the next ranking, p95"
EVERYBODY_RANKED = f"all pairs of {EVERYBODY:,} seekers on two cores"
REQUESTS, ANSWERED = "requests a second, asked before", "p95, asked before"
FIRST_REQUESTS, FIRST_ANSWERED = "requests a second, asked first", "p95, asked first"
ERRORS = "errors"
CHANGE_SHOWN = "a change shown by another process, p95"

SEARCH = (
    Goal(P50, 2, "ms"),
    Goal(P50, 0.5, "ms", aim=True),
    Goal(P50, 8, "ms", aim=True, candidates=1_000_000),
    Goal(P95, 6, "ms"),
    Goal(FASTER_THAN.format("scikit-learn, vectorised"), 10, at_least=True),
    Goal(FASTER_THAN.format("scikit-learn, obvious"), 300, at_least=True),
    Goal(BUILD, 60, "s"),
    Goal(BUILD_MEMORY, 1_500, "MB"),
    Goal(INDEX, 150, "MB"),
    Goal(OPEN, 0.5, "s"),
    Goal(PRIVATE, 60, "MB"),
    Goal(CHANGE, 2_000, "ms"),
    Goal(CHANGE, 100, "ms", aim=True),
    Goal(EVERYBODY_RANKED, 180, "s"),
)
"""Set by the issue "The best matching there is", part "Instant": all default scorers, both
directions, the exact 20 best, distinct seekers, on one core of the machine that measures."""

WEB = (
    Goal(REQUESTS, 500, at_least=True),
    Goal(REQUESTS, 1_500, at_least=True, aim=True),
    Goal(ANSWERED, 50, "ms"),
    Goal(FIRST_REQUESTS, 500, at_least=True),
    Goal(FIRST_ANSWERED, 50, "ms"),
    Goal(ERRORS, 0),
    Goal(PRIVATE, 60, "MB"),
    Goal(CHANGE_SHOWN, 2_000, "ms"),
    Goal(CHANGE_SHOWN, 100, "ms", aim=True),
)
"""Set by the same part: matches by the API over 16 connections, with two workers. It does not say
whether firms are asked for again, so that both are measured."""


def lines(
    goals: Sequence[Goal], candidates: int, measured: Mapping[str, float | None]
) -> Iterator[str]:
    """A line for each goal that is meant for so many candidates and has been measured."""
    for goal in goals:
        value = measured.get(goal.name)
        if goal.candidates == candidates and value is not None:
            yield line(goal, value)


def line(goal: Goal, value: float) -> str:
    reached = value >= goal.bound if goal.at_least else value <= goal.bound
    return (
        f"{'aim' if goal.aim else 'goal'}: {goal.name} {'≥' if goal.at_least else '≤'} "
        f"{_told(goal.bound, goal.unit)}, measured: {_told(value, goal.unit)} — "
        f"{'reached' if reached else 'not reached'}"
    )


def of_search(document: Mapping[str, Any]) -> dict[str, float | None]:
    """What goals of the search speak of, in a document of `trial`."""
    ours, *others = document["engines"]
    service = document["service"]
    ratios = {FASTER_THAN.format(each["name"]): each["p50_ms"] / ours["p50_ms"] for each in others}
    return ratios | {
        P50: ours["p50_ms"],
        P95: ours["p95_ms"],
        BUILD: ours["build_s"],
        BUILD_MEMORY: service["build_peak_mb"],
        INDEX: ours["index_mb"],
        OPEN: ours["open_s"],
        PRIVATE: service["private_mb"],
        CHANGE: service["ranked_p95_ms"],
        EVERYBODY_RANKED: service.get("everybody_s") if service.get("pairs_cores") == 2 else None,
    }


def _told(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"
    return f"{number} {unit}".rstrip()
