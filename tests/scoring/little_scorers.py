"""Scorers small enough that their answers can be worked out by hand."""

import math

import numpy as np

from matchmaker.scoring import ABSTAIN, Explanation, Reason, Scorer


class Fixed(Scorer):
    """Rates each candidate as the table says, by id; the way back from a table of its own."""

    reasons = {"table": {"de": "{name} sagt {score}", "en": "{name} says {score}"}}
    label = {"de": "Tabelle", "en": "Table"}

    def __init__(self, name="fixed", there=None, back=None):
        self.name = name
        self.there = there or {}
        self.back = self.there if back is None else back

    def score(self, seeker):
        return self._column(self.there)

    def score_back(self, seeker):
        return self._column(self.back)

    def explain(self, seeker, candidate):
        return self._explanation(self.there, candidate)

    def explain_back(self, seeker, candidate):
        return self._explanation(self.back, candidate)

    def _column(self, table):
        return np.array([table.get(p.id, ABSTAIN) for p in self.pool_], dtype=np.float32)

    def _explanation(self, table, candidate):
        score = table.get(candidate.id, ABSTAIN)
        if math.isnan(score):
            return Explanation(ABSTAIN)
        return Explanation(score, (Reason("table", name=self.name, score=score),))


class Broken(Fixed):
    """Returns what it is told to, or raises it when it is an exception; in `fit` if `at` is fit."""

    def __init__(self, name, answer, at="score"):
        super().__init__(name)
        self.answer = answer
        self.at = at

    def fit(self, pool):
        if self.at == "fit":
            raise self.answer
        return super().fit(pool)

    def score(self, seeker):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def score_back(self, seeker):
        return self.score(seeker)

    def explain(self, seeker, candidate):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return Explanation(2.0)

    explain_back = explain


class RareWords(Scorer):
    """Shared skills, weighted by how rare they were in the pool it was fitted on.

    The constants depend on the pool, so a ranking shows whether they stayed frozen. What the
    seeker is worth to the candidate is half of what the candidate is worth to the seeker.
    """

    name = "rare_words"
    label = {"de": "Seltene Wörter", "en": "Rare words"}
    reasons = {"shared": {"de": "Beide: {skills}", "en": "Both: {skills}"}}

    def fit(self, pool):
        super().fit(pool)
        skills = [skill for profile in pool for skill in sorted(profile.skills)]
        self.vocabulary_ = sorted(set(skills))
        counts = np.array([skills.count(skill) for skill in self.vocabulary_], dtype=np.float64)
        self.idf_ = np.log((1 + len(pool)) / counts) / np.log(1 + len(pool))
        return self

    def score(self, seeker):
        return np.array([self._rating(seeker, p) for p in self.pool_], dtype=np.float32)

    def score_back(self, seeker):
        return self.score(seeker) / 2

    def explain(self, seeker, candidate):
        rating = self._rating(seeker, candidate)
        if math.isnan(rating):
            return Explanation(ABSTAIN)
        shared = ", ".join(sorted(seeker.skills & candidate.skills))
        return Explanation(rating, (Reason("shared", skills=shared),))

    def explain_back(self, seeker, candidate):
        explanation = self.explain(seeker, candidate)
        return Explanation(explanation.score / 2, explanation.reasons)

    def rebase(self, pool):
        copy = RareWords()
        copy.vocabulary_, copy.idf_, copy.pool_ = self.vocabulary_, self.idf_, pool
        return copy

    def _rating(self, seeker, candidate):
        if not (seeker.skills and candidate.skills):
            return ABSTAIN
        shared = seeker.skills & candidate.skills
        known = [self.idf_[i] for i, skill in enumerate(self.vocabulary_) if skill in shared]
        return min(1.0, sum(known))
