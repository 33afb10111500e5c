"""A pool with the scorers that rate it, and the ranking over one or several of them."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import DECIMALS, Blend, Column, blend
from matchmaker.scoring.fairness import Balance, Lead, Shortlist, at_the_top, lead_of
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.match import Match, Ranking, match_of
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.ratings import Ratings, rate
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.searchable import searchable
from matchmaker.scoring.weights import in_force

Mask = NDArray[np.bool_]
Eligible = Callable[[Pool], Mask]
"""Which profiles of a pool may be proposed: a boolean column of `len(pool)`."""


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Profiles in a fixed order and scorers, by name, fitted or rebased to just these profiles.

    `tie_order` is each row's place in the ascending order of `tie_keys`; rows that are not
    `alive` have been replaced or removed since the pool was made. `faults` are those of scorers
    that could be neither fitted nor rebased: they have no part in any ranking with this segment.
    """

    pool: Pool
    tie_keys: Sequence[str]
    tie_order: NDArray[np.integer]
    alive: Mask
    scorers: Mapping[str, Scorer]
    faults: tuple[ScorerFault, ...] = ()


def everyone(pool: Pool) -> Mask:
    return np.ones(len(pool), dtype=bool)


def tie_order(keys: Sequence[str]) -> NDArray[np.int64]:
    """Each key's place in ascending order of code points."""
    order = np.empty(len(keys), dtype=np.int64)
    order[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return order


@dataclass(frozen=True, slots=True)
class Rated:
    """A segment whose candidates have been rated for one seeker, and who of them may be proposed.

    `eligible` counts into the candidates; `allowed` are those of them with a quorum.
    """

    segment: Segment
    ratings: Ratings
    blended: Blend
    eligible: Mask
    allowed: Mask

    @property
    def shortlist(self) -> Shortlist:
        rows = np.flatnonzero(self.allowed)
        return Shortlist(self.segment.pool, rows, self.blended.score[rows])

    def match(self, row: int, weights: Mapping[str, float], score: float) -> Match:
        """The match of one row with its final score."""
        names = self.segment.pool.id_of(row), self.segment.tie_keys[row]
        return match_of(row, self.ratings, self.blended, weights, names).scored(score)


def rank(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
    *,
    eligible: Eligible = everyone,
    limit: int = 20,
    balance: Balance | None = None,
) -> Ranking:
    """The best `limit` candidates of all segments: score descending, then tie key ascending.

    With a `balance` the score is the one after the fairness step. A scorer that fails in one
    segment has no part in any, so that all candidates are measured alike. ValueError on weights
    that make no sense.
    """
    rated, counting, faults = rate_all(segments, seeker, weights, eligible)
    best = _best(rated, limit) if balance is None else _balanced(rated, limit, seeker, balance)
    matches = [rated[place].match(row, counting, score) for place, row, score in best]
    matches.sort(key=lambda match: (-match.score, match.tie_key))
    candidates = sum(int(each.eligible.sum()) for each in rated)
    return Ranking(tuple(matches[:limit]), candidates, counting, faults)


def rate_all(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
    eligible: Eligible = everyone,
) -> tuple[list[Rated], dict[str, float], tuple[ScorerFault, ...]]:
    """Every segment rated, the weights of the scorers that decided, and the faults of the others.

    ValueError on weights that make no sense.
    """
    wanted = in_force(weights)
    asked, faults = _ask_all(segments, seeker, wanted)
    counting = without(wanted, faults)
    rated = []
    for segment, ratings in zip(segments, asked, strict=True):
        size = len(segment.pool)
        blended = blend(ratings.for_seeker, ratings.for_candidate, counting, size)
        mask = segment.alive & eligible(segment.pool)
        rated.append(Rated(segment, ratings, blended, mask, mask & blended.quorate))
    return rated, counting, faults


def lead_among(rated: Iterable[Rated]) -> Lead:
    """How far the best of all who may be proposed is ahead, before any fairness step."""
    return lead_of(each.blended.score[each.allowed] for each in rated)


def known_faults(segments: Iterable[Segment], names: Container[str]) -> tuple[ScorerFault, ...]:
    """Why scorers of these names are out before they are asked, one fault each."""
    faults = {fault.name: fault for segment in segments for fault in segment.faults}
    return tuple(fault for fault in faults.values() if fault.name in names)


def without(weights: Mapping[str, float], faults: Iterable[ScorerFault]) -> dict[str, float]:
    """The weights of the scorers that did not fail."""
    broken = {fault.name for fault in faults}
    return {name: weight for name, weight in weights.items() if name not in broken}


def leading(
    score: Column, allowed: Mask, order: NDArray[np.integer], limit: int | None = None
) -> NDArray[np.intp]:
    """The allowed rows with the best scores, best first, ties by `order`; all without a limit."""
    rows = np.flatnonzero(allowed)
    if limit is not None:
        # A step more than rounding can move a score, so that every tie with the last is kept.
        rows = rows[at_the_top(score[rows], limit, 2 * 10.0**-DECIMALS)]
    rounded = np.round(score[rows], DECIMALS)
    return rows[np.lexsort((order[rows], -rounded))][:limit]


def _ask_all(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
) -> tuple[list[Ratings], tuple[ScorerFault, ...]]:
    faults = {fault.name: fault for fault in known_faults(segments, weights)}
    rated = []
    for segment in segments:
        names = [name for name in weights if name not in faults]
        ratings = rate(segment.scorers, names, seeker, len(segment.pool))
        faults |= {fault.name: fault for fault in ratings.faults}
        rated.append(ratings)
    return rated, tuple(faults.values())


def _best(rated: Sequence[Rated], limit: int) -> list[tuple[int, int, float]]:
    """Segment, row and score of the best of each segment."""
    return [
        (place, row, float(each.blended.score[row]))
        for place, each in enumerate(rated)
        for row in map(
            int, leading(each.blended.score, each.allowed, each.segment.tie_order, limit)
        )
    ]


def _balanced(
    rated: Sequence[Rated], limit: int, seeker: Profile, balance: Balance
) -> list[tuple[int, int, float]]:
    """Segment, row and score of the best after the fairness step."""
    return balance.step(seeker, lead_among(rated)).best([r.shortlist for r in rated], limit)


def in_the_list_of(
    seeker: Profile, rated: Sequence[Rated], id: str, score: float, balance: Balance
) -> float:
    """The score of one candidate after the fairness step; `score` is the one before."""
    others = []
    for each in rated:
        row = searchable(each.segment.pool).row_of(id)
        allowed = each.allowed.copy()
        if row is not None:
            allowed[row] = False
        others.append(replace(each, allowed=allowed).shortlist)
    return balance.step(seeker, lead_among(rated)).of_one(id, score, others)
