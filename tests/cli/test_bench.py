"""The speed of the ranking beside straightforward ways, in one run."""

import json

import pytest

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
