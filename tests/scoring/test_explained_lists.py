"""What a scorer tells of a whole list, asked for at once."""

import pytest

from matchmaker.scoring import Explanation, PairScorer, Pool, Profile
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.ratings import explain_list
from tests.scoring.little_scorers import Fixed

SEEKER, CANDIDATES = Profile("s"), [Profile("a"), Profile("b")]


class Counting(PairScorer):
    name = "counting"
    label = {"de": "zählt", "en": "counts"}

    def __init__(self):
        self.asked = []

    def explain(self, seeker, candidate):
        self.asked.append(candidate.id)
        return Explanation(0.5)


class OneTooFew(Counting):
    def explain_list(self, seeker, candidates):
        yield from [*super().explain_list(seeker, candidates)][1:]


def test_a_scorer_that_rates_both_ways_alike_is_asked_once_a_pair():
    scorer = Counting()
    both = list(explain_list("counting", scorer, SEEKER, CANDIDATES))
    assert ["a", "b"] == scorer.asked
    assert [(Explanation(0.5), Explanation(0.5))] * 2 == both


def test_both_directions_are_told_where_they_differ():
    scorer = Fixed("fixed", {"a": 0.2, "b": 0.4}, {"a": 0.6, "b": 0.8}).fit(Pool(CANDIDATES))
    both = list(explain_list("fixed", scorer, SEEKER, CANDIDATES))
    assert [(0.2, 0.6), (0.4, 0.8)] == [(there.score, back.score) for there, back in both]


def test_a_list_that_leaves_somebody_out_is_a_fault():
    with pytest.raises(ScorerFault, match="counting raised ValueError"):
        list(explain_list("counting", OneTooFew(), SEEKER, CANDIDATES))
