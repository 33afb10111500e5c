"""Why not me: the rank, and the rank that one part at the median of the top would give."""

import numpy as np
import pytest

from matchmaker.scoring import Profile
from matchmaker.scoring.counterfactual import Others, moves, others_in_list
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import Index
from matchmaker.scoring.match import Match, MatchPart
from matchmaker.scoring.searchable import SearchablePool
from matchmaker.scoring.segment import Segment, everyone, rate_all, tie_order
from tests.scoring.little_scorers import Fixed

SEEKER = Profile("seeker", kind="kmu")


def part(name: str, there: float | None, back: float | None, weight: float = 0.5) -> MatchPart:
    return MatchPart(
        name, 0.0 if there is None else weight, 0.0 if back is None else weight, there, back, 0.0
    )


def match(score: float, *parts: MatchPart, adjustment: float = 0.0) -> Match:
    return Match("id", "m", score, score, score, adjustment, parts)


def others(*scores: float) -> Others:
    return Others(np.array(scores), lambda place: "abcxyz"[place])


def test_the_rank_counts_who_is_better_and_ties_by_key() -> None:
    assert [1, 2, 4] == [others(0.5, 0.4, 0.3).rank_of(s, "m") for s in (0.6, 0.45, 0.2)]
    assert 3 == others(0.5, 0.4).rank_of(0.4, "m")  # "b" comes before "m"
    assert 1 == Others(np.array([0.4]), lambda place: "x").rank_of(0.4, "m")


def test_the_part_that_gains_most_ranks_comes_first() -> None:
    low = match(0.3, part("near", 0.1, 0.1), part("text", 0.5, 0.5))
    top = [match(0.6, part("near", 0.5, 0.5), part("text", 0.7, 0.7))] * 3
    found = moves(low, top, others(0.6, 0.55, 0.45, 0.35))
    assert [("near", (0.1, 0.1), (0.5, 0.5), 3), ("text", (0.5, 0.5), (0.7, 0.7), 4)] == [
        (move.scorer, move.ratings, move.typical, move.rank) for move in found
    ]


def test_a_part_that_is_no_worse_than_the_top_is_not_told() -> None:
    high = match(0.5, part("text", 0.9, 0.9, 1.0))
    assert [] == moves(high, [match(0.5, part("text", 0.6, 0.6, 1.0))], others(0.6))


def test_a_missing_opinion_may_be_what_holds_back() -> None:
    gap = match(0.2, part("near", None, None), part("text", 0.2, 0.2, 1.0))
    top = [match(0.6, part("near", 0.8, 0.8), part("text", 0.2, 0.2))]
    (move,) = moves(gap, top, others(0.6))
    assert ("near", (None, None)) == (move.scorer, move.ratings)


def test_an_opinion_missing_one_way_counts_with_the_weight_of_the_other() -> None:
    gap = match(0.2, part("near", None, 0.8), part("text", 0.2, 0.8))
    top = [match(0.8, part("near", 0.8, 0.8), part("text", 0.2, 0.8))]
    (move,) = moves(gap, top, others(0.7, 0.6))
    # x becomes .5 · .8 + .5 · .2 = .5, y stays .8; the harmonic mean is .615
    assert (2, (0.8, 0.8)) == (move.rank, move.typical)


def test_the_fairness_step_is_told_like_a_part() -> None:
    charged = match(0.4, part("text", 0.5, 0.5, 1.0), adjustment=-0.1)
    top = [match(0.5, part("text", 0.5, 0.5, 1.0))]
    (move,) = moves(charged, top, others(0.45))
    assert (None, (-0.1, -0.1), (0.0, 0.0), 1) == (
        move.scorer, move.ratings, move.typical, move.rank,
    )  # fmt: skip


def test_others_are_all_in_the_list_but_the_one_in_question() -> None:
    table = {"a": 0.5, "b": 0.25, "c": 0.75}
    pool = SearchablePool(Profile(id, kind="creative") for id in table)
    keys = list(table)
    fitted = {"fixed": Fixed("fixed", table, table).fit(pool)}
    whole = Index("1", "", 0, (Segment(pool, keys, tie_order(keys), everyone(pool), fitted),))
    rated, _, _ = rate_all(whole.segments, SEEKER, {"fixed": 1.0}, Partners(SEEKER, ["c"]))
    rest = others_in_list(rated, SEEKER, "b", None)
    assert rest is not None
    assert ([0.5], "a") == (pytest.approx(list(rest.scores)), rest.key(0))
    assert None is others_in_list(rated, SEEKER, "c", None)
