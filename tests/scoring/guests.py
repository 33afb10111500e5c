"""Plugins of guests, a good one and faulty ones, and what is asked of them."""

from contextlib import contextmanager

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.faults import ScorerFault

GOOD = '''
import numpy as np
from matchmaker.scoring import ABSTAIN, Explanation, Reason, Scorer

class Good(Scorer):
    """Rates by the share of the pool that is smaller."""
    name = "good"
    label = {"de": "Größe", "en": "Size"}
    reasons = {"size": {"de": "{people} Leute", "en": "{people} people"}}

    def __init__(self, factor: float = 1.0, words: tuple = ()):
        self.factor = factor
        self.words = words

    def fit(self, pool):
        self.pool_ = pool
        self.largest_ = max((p.employees or 0 for p in pool), default=0)
        return self

    def score(self, seeker):
        return np.array([self.explain(seeker, p).score for p in self.pool_], dtype=np.float32)

    def score_back(self, seeker):
        return 1 - self.score(seeker)

    def explain(self, seeker, candidate):
        if candidate.employees is None:
            return Explanation(ABSTAIN)
        score = np.float32(self.factor * candidate.employees / self.largest_)
        return Explanation(score, (Reason("size", people=np.int64(candidate.employees)),))

    def explain_back(self, seeker, candidate):
        return Explanation(1 - self.explain(seeker, candidate).score)

scorer = Good
'''

FAULTY = """
import os, sys, time
import numpy as np
from matchmaker.scoring import Explanation, PairScorer, Reason, Scorer

class Faulty(Scorer):
    name = "NAME"
    label = {"de": "Fehlerhaft", "en": "Faulty"}
    reasons = {"known": {"de": "{km:.1f} km", "en": "{km:.1f} km"}}

    def fit(self, pool):
        self.pool_ = pool
        FIT
        return self

    def score(self, seeker):
        fine = np.zeros(len(self.pool_), dtype=np.float32)
        SCORE

    def explain(self, seeker, candidate):
        EXPLAIN

scorer = Faulty
"""

POOL = Pool([Profile("a", employees=2), Profile("b", employees=4), Profile("c")])
SEEKER = Profile("seeker", kind="creative", skills=frozenset({"type"}))
QUICK_S, GENEROUS_S = 0.3, 30.0


@contextmanager
def quick(host, deadline):
    """A short deadline for the faulty call alone: a busy machine may be slow with the good one."""
    setattr(host, deadline, QUICK_S)
    yield
    setattr(host, deadline, GENEROUS_S)


def faulty(folder, name, fit="pass", score="return fine", explain="return Explanation(0.0)"):
    text = FAULTY.replace("NAME", name).replace("FIT", fit)
    text = text.replace("SCORE", score).replace("EXPLAIN", explain)
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return name


def fault_of(call, *arguments):
    with pytest.raises(ScorerFault) as raised:
        call(*arguments)
    return raised.value


def assert_good_still_answers(good):
    assert good.score(SEEKER).tolist() == pytest.approx([0.5, 1.0, np.nan], nan_ok=True)
