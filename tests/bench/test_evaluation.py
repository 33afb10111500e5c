"""How the bench of judged pairs splits its seekers."""

from bench.evaluation import groups_of


def test_whoever_is_joined_by_judgements_stays_together() -> None:
    grades = {"a": {"x": 3}, "b": {"y": 3}, "x": {"a": 3}, "c": {"z": 1}, "d": {"z": 2}}
    assert [["a", "x"], ["b", "y"], ["c", "d", "z"]] == groups_of(grades)


def test_where_nearly_everybody_hangs_together_seekers_stand_alone() -> None:
    joined = {seeker: {"y": 1} for seeker in ("b", "c", "d")}
    assert [["a"], ["b"], ["c"], ["d"]] == groups_of({"a": {"x": 1}, **joined})
