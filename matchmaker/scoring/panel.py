"""Several scorers, two directions, one ranking; a faulty scorer drops out alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from matchmaker.scoring.blend import Blend, blend
from matchmaker.scoring.faults import ScorerFault, blame
from matchmaker.scoring.match import ExplainedPair, Ranking, match_of
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.ratings import Ratings, ask, rate
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.segment import (
    Mask,
    Segment,
    everyone,
    known_faults,
    rank,
    tie_order,
    without,
)
from matchmaker.scoring.weights import in_force, overridden


@dataclass(frozen=True, slots=True)
class Part:
    """A scorer and its weight: finite, at least 0, relative to the other parts' weights."""

    scorer: Scorer
    weight: float = 1.0


class Panel:
    """Scorers with their weights over one pool.

    A scorer that fails in `fit` has no part until the next fit; one that fails for a seeker has
    no part in that seeker's ranking. Two parts of the same name are refused with a ValueError.
    """

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts = tuple(parts)
        self.weights = {part.scorer.name: part.weight for part in self.parts}
        if len(self.weights) < len(self.parts):
            raise ValueError("A panel holds each scorer once; two parts have the same name.")

    def fit(self, pool: Pool, tie_keys: Sequence[str] | None = None) -> Self:
        """Fit every scorer on the pool; `tie_keys`, by default the ids, order equal scores."""
        keys = pool.ids if tie_keys is None else tie_keys
        scorers, faults = fit_all({part.scorer.name: part.scorer for part in self.parts}, pool)
        self.segment_ = Segment(pool, keys, tie_order(keys), everyone(pool), scorers, faults)
        return self

    def ratings(self, seeker: Profile) -> Ratings:
        """The columns of all scorers that work, whatever their weight."""
        return self._ratings(self.weights, seeker)

    def blend(self, seeker: Profile) -> tuple[Blend, tuple[ScorerFault, ...]]:
        """The joined columns of the whole pool, and the scorers that failed to take part."""
        weights = in_force(self.weights)
        rated = self._ratings(weights, seeker)
        size = len(self.segment_.pool)
        counting = without(weights, rated.faults)
        return blend(rated.for_seeker, rated.for_candidate, counting, size), rated.faults

    def rank(
        self,
        seeker: Profile,
        eligible: Mask | None = None,
        limit: int = 20,
        weights: Mapping[str, float] | None = None,
    ) -> Ranking:
        """The best `limit` candidates among the eligible (a boolean column), by default all.

        `weights` replaces the weights of the scorers it names; 0 leaves a scorer out. ValueError
        on an unknown name, a weight that is negative or not finite, or all of them 0.
        """
        mask = everyone(self.segment_.pool) if eligible is None else eligible
        return rank(
            [self.segment_],
            seeker,
            overridden(self.weights, weights or {}),
            eligible=lambda _pool: mask,
            limit=limit,
        )

    def explain(
        self,
        seeker: Profile,
        candidate: Profile,
        weights: Mapping[str, float] | None = None,
        tie_key: str | None = None,
    ) -> ExplainedPair:
        """One pair with all reasons, whether or not it would be proposed."""
        wanted = overridden(self.weights, weights or {})
        key = candidate.id if tie_key is None else tie_key
        return explain_pair([self.segment_], seeker, candidate, wanted, key)

    def _ratings(self, names: Mapping[str, float], seeker: Profile) -> Ratings:
        segment = self.segment_
        known = known_faults([segment], names)
        working = without(names, known)
        rated = rate(segment.scorers, working, seeker, len(segment.pool))
        return Ratings(rated.for_seeker, rated.for_candidate, (*known, *rated.faults))


def fit_all(
    scorers: Mapping[str, Scorer], pool: Pool
) -> tuple[dict[str, Scorer], tuple[ScorerFault, ...]]:
    """Fit the scorers on the pool: those that could be fitted, and why the others could not."""
    fitted = {}
    faults = []
    for name, scorer in scorers.items():
        try:
            with blame(name):
                scorer.fit(pool)
        except ScorerFault as fault:
            faults.append(fault)
        else:
            fitted[name] = scorer
    return fitted, tuple(faults)


def explain_pair(
    segments: Sequence[Segment],
    seeker: Profile,
    candidate: Profile,
    weights: Mapping[str, float],
    tie_key: str,
) -> ExplainedPair:
    """One pair with its reasons, told by the fitted scorers of the first of the segments."""
    wanted = in_force(weights)
    known = known_faults(segments, wanted)
    opinions = ask(segments[0].scorers, without(wanted, known), seeker, candidate)
    ratings = opinions.ratings()
    faults = (*known, *opinions.faults)
    counting = without(wanted, faults)
    blended = blend(ratings.for_seeker, ratings.for_candidate, counting, 1)
    match = match_of(0, ratings, blended, counting, (candidate.id, tie_key))
    return ExplainedPair(match.with_reasons(opinions), counting, faults)
