"""Which goals a run reaches, told from figures alone."""

from matchmaker.speed import goals
from matchmaker.speed.goals import COUNTRY, Goal

ENGINES = [
    {"name": "matchmaker", "p50_ms": 2.0, "p95_ms": 6.5, "build_s": 59.0, "open_s": 0.5,
     "index_mb": 150.5, "peak_mb": 3000.0},
    {"name": "scikit-learn, vectorised", "p50_ms": 20.0},
    {"name": "scikit-learn, obvious", "p50_ms": 598.0},
]  # fmt: skip
SERVICE = {
    "build_peak_mb": 1600.0, "private_mb": None, "ranked_p95_ms": 101.0, "pairs_cores": 2,
    "everybody_s": 1800.0,
}  # fmt: skip


def told(**changed: object) -> list[str]:
    measured = goals.of_search({"engines": ENGINES, "service": SERVICE | changed})
    return list(goals.lines(goals.SEARCH, COUNTRY, measured))


def test_each_goal_is_held_against_what_was_measured() -> None:
    assert told() == [
        "goal: p50 ≤ 2 ms, measured: 2 ms — reached",
        "aim: p50 ≤ 0.5 ms, measured: 2 ms — not reached",
        "goal: p95 ≤ 6 ms, measured: 6.5 ms — not reached",
        "goal: times as fast as scikit-learn, vectorised ≥ 10, measured: 10 — reached",
        "goal: times as fast as scikit-learn, obvious ≥ 300, measured: 299 — not reached",
        "goal: build ≤ 60 s, measured: 59 s — reached",
        "goal: memory to build ≤ 1,500 MB, measured: 1,600 MB — not reached",
        "goal: index ≤ 150 MB, measured: 150.5 MB — not reached",
        "goal: open ≤ 0.5 s, measured: 0.5 s — reached",
        "goal: a change and the next ranking, p95 ≤ 2,000 ms, measured: 101 ms — reached",
        "aim: a change and the next ranking, p95 ≤ 100 ms, measured: 101 ms — not reached",
        "goal: all pairs of 100,000 seekers on two cores ≤ 180 s, measured: 1,800 s — not reached",
    ]


def test_what_was_not_measured_is_no_goal_missed() -> None:
    private = "goal: private memory of a further worker ≤ 60 MB, measured: 61 MB — not reached"
    assert private not in told()
    assert private in told(private_mb=61.0)
    assert "two cores" not in "".join(told(pairs_cores=8))


def test_goals_are_meant_for_one_size_of_the_pool() -> None:
    measured: dict[str, float | None] = {goals.P50: 1.0}
    assert list(goals.lines(goals.SEARCH, 10_000, measured)) == []
    of_a_million = ["aim: p50 ≤ 8 ms, measured: 1 ms — reached"]
    assert of_a_million == list(goals.lines(goals.SEARCH, 1_000_000, measured))


def test_no_error_is_reached_by_none_alone() -> None:
    errors = Goal(goals.ERRORS, 0)
    assert goals.line(errors, 0) == "goal: errors ≤ 0, measured: 0 — reached"
    assert goals.line(errors, 1) == "goal: errors ≤ 0, measured: 1 — not reached"
