"""How the bench of judged pairs splits its seekers."""

from bench.evaluation import as_asked, groups_of
from matchmaker.scoring import Profile

KINDS = {"firm": "kmu", "one": "creative", "other": "creative"}


def test_whoever_is_joined_by_judgements_stays_together() -> None:
    grades = {"a": {"x": 3}, "b": {"y": 3}, "x": {"a": 3}, "c": {"z": 1}, "d": {"z": 2}}
    assert [["a", "x"], ["b", "y"], ["c", "d", "z"]] == groups_of(grades)


def test_where_nearly_everybody_hangs_together_seekers_stand_alone() -> None:
    joined = {seeker: {"y": 1} for seeker in ("b", "c", "d")}
    assert [["a"], ["b"], ["c"], ["d"]] == groups_of({"a": {"x": 1}, **joined})


def test_who_is_judged_among_their_own_kind_takes_the_part_of_a_firm() -> None:
    assert as_asked(Profile("one", "creative"), ["other"], KINDS) == Profile("one", "kmu")


def test_who_is_judged_among_the_other_kind_stays_as_they_are() -> None:
    assert as_asked(Profile("one", "creative"), ["firm"], KINDS) == Profile("one", "creative")
