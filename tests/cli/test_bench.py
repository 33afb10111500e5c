"""The speed of the ranking beside straightforward ways, in one run."""

import json
from pathlib import Path

import pytest

from matchmaker.cli.bench import of_service
from matchmaker.speed.definition import same

from .conftest import Run


def test_it_tells_the_figures_of_each_engine_ours_first(run: Run) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:9/none"  # it needs no database
    told = run(
        "bench", "--candidates", "50", "--queries", "2", "--baselines", "--json",
        DATABASE_URL=nowhere,
    )  # fmt: skip
    assert (told.exit_code, told.stderr) == (0, "")
    document = json.loads(told.stdout)
    assert set(document) == {"candidates", "queries", "engines"}
    assert (document["candidates"], document["queries"]) == (50, 2)
    first, *others = document["engines"]
    assert first["name"] == "matchmaker"
    assert len(others) >= 2
    for engine in document["engines"]:
        assert set(engine) == {
            "name", "p50_ms", "p95_ms", "build_s", "open_s", "index_mb", "peak_mb", "exact",
        }  # fmt: skip
        assert 0 < engine["p50_ms"] <= engine["p95_ms"]
    exact = {engine["name"]: engine["exact"] for engine in document["engines"]}
    assert exact["matchmaker"]
    assert exact["scikit-learn, vectorised"]
    assert exact["scikit-learn, obvious"]


def test_the_table_tells_of_changes_memory_and_all_pairs_too(run: Run) -> None:
    told = run("bench", "--candidates", "50", "--queries", "2", "--all-pairs", "3")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "update: a changed profile counts after " in told.stdout
    assert "all pairs: everybody ranked for 3 seekers in " in told.stdout
    assert ("of its own" in told.stdout) == Path("/proc/self/smaps_rollup").exists()
    assert "goal" not in told.stdout  # they are meant for a whole country


def test_the_fixed_document_has_no_place_for_all_pairs(run: Run) -> None:
    told = run("bench", "--all-pairs", "3", "--json")
    assert (told.exit_code, told.stdout) == (2, "")


def test_what_a_worker_takes_is_left_out_where_the_system_does_not_tell() -> None:
    figures = {
        "build_peak_mb": 800.0, "learn_p50_ms": 5.0, "learn_p95_ms": 9.0, "ranked_p50_ms": 14.0,
        "ranked_p95_ms": 17.0, "private_mb": 44.0, "alone_mb": 192.0,
    }  # fmt: skip
    memory = (
        "a further worker after 20 rankings: 44 MB of its own; "
        "192 MB where nothing was loaded before it was forked"
    )
    assert memory in of_service(figures)
    unknown = {"private_mb": None, "alone_mb": None}
    assert set(of_service(figures)) - {memory} == set(of_service(figures | unknown))
    pairs = {"pairs_seekers": 500, "pairs_s": 5.0, "pairs_cores": 2}
    told = list(of_service(figures | pairs | {"everybody": 100_000, "everybody_s": 1000.0}))
    assert told[-1] == (
        "all pairs: everybody ranked for 500 seekers in 5.0 s by 2 processes; "
        "for 100,000 1,000 s, extrapolated"
    )


@pytest.mark.parametrize("size", ["0", "-5", "many"])
def test_a_size_that_makes_no_sense_is_refused(run: Run, size: str) -> None:
    told = run("bench", "--candidates", size, "--json")
    assert (told.exit_code, told.stdout) == (2, "")


@pytest.mark.parametrize(
    "other",
    [
        [("a", 0.9)],
        [("b", 0.5), ("a", 0.9)],
        [("a", 0.9), ("b", 0.50001)],
        [("a", 0.9), ("c", 0.5)],
    ],
)
def test_lists_that_differ_are_not_exact(other: list[tuple[str, float]]) -> None:
    right = [("a", 0.9), ("b", 0.5)]
    assert same(right, [("a", 0.9), ("b", 0.5000001)])
    assert not same(other, right)
