"""A pool with the scorers that rate it, and the ranking over one or several of them."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import DECIMALS, Blend, Column
from matchmaker.scoring.fairness import Balance, Lead, Shortlist, at_the_top, lead_of
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.match import Match, Ranking, match_of
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.ratings import Both, Ratings, declare
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.search.narrowing import LARGE, Wanted, everybody, narrowed
from matchmaker.scoring.search.postings import Rows
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
    """Ascending rows of a segment that have been rated for one seeker, and who may be proposed.

    `allowed` are those of the rows with a quorum who are eligible. All `candidates` of the segment
    are eligible, also those whom nobody had to rate.
    """

    segment: Segment
    rows: Rows
    ratings: Ratings
    blended: Blend
    allowed: Mask
    candidates: int

    @property
    def shortlist(self) -> Shortlist:
        rows = self.rows[self.allowed]
        return Shortlist(self.segment.pool, rows, self.blended.score[self.allowed])

    def match(self, place: int, weights: Mapping[str, float], score: float) -> Match:
        """The match at one place of the rows with its final score."""
        row = int(self.rows[place])
        names = self.segment.pool.id_of(row), self.segment.tie_keys[row]
        return match_of(place, self.ratings, self.blended, weights, names).scored(score)


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

    def wanted(segment: Segment) -> Wanted:
        prices = None if balance is None else balance.prices.columns(segment.pool)[1]
        return Wanted(limit, prices)

    rated, counting, faults = _rate(segments, seeker, weights, eligible, wanted)
    best = _best(rated, limit) if balance is None else _balanced(rated, limit, seeker, balance)
    matches = [rated[number].match(place, counting, score) for number, place, score in best]
    matches.sort(key=lambda match: (-match.score, match.tie_key))
    candidates = sum(each.candidates for each in rated)
    return Ranking(tuple(matches[:limit]), candidates, counting, faults)


def rate_all(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
    eligible: Eligible = everyone,
) -> tuple[list[Rated], dict[str, float], tuple[ScorerFault, ...]]:
    """Every row of every segment rated, the weights of the scorers that decided, and the faults of
    the others.

    ValueError on weights that make no sense.
    """
    return _rate(segments, seeker, weights, eligible, None)


def _rate(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
    eligible: Eligible,
    wanted: Callable[[Segment], Wanted] | None,
) -> tuple[list[Rated], dict[str, float], tuple[ScorerFault, ...]]:
    """As `rate_all`; of a large segment only the rows that may be `wanted`, where that is known."""
    in_question = in_force(weights)
    asked, faults = _ask_all(segments, seeker, in_question)
    masks = [segment.alive & eligible(segment.pool) for segment in segments]
    while True:
        counting = without(in_question, faults.values())
        try:
            rated = [
                _rate_segment(segment, declared, counting, mask, wanted)
                for segment, declared, mask in zip(segments, asked, masks, strict=True)
            ]
        except ScorerFault as fault:
            faults[fault.name] = fault
        else:
            return rated, counting, tuple(faults.values())


def _ask_all(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
) -> tuple[list[dict[str, Both]], dict[str, ScorerFault]]:
    """What each scorer's ratings are made of in each segment, and why others have no part."""
    faults = {fault.name: fault for fault in known_faults(segments, weights)}
    asked = []
    for segment in segments:
        declared = {}
        for name in without(weights, faults.values()):
            try:
                declared[name] = declare(name, segment.scorers[name], seeker, len(segment.pool))
            except ScorerFault as fault:
                faults[name] = fault
        asked.append(declared)
    return asked, faults


def _rate_segment(
    segment: Segment,
    asked: Mapping[str, Both],
    weights: Mapping[str, float],
    mask: Mask,
    wanted: Callable[[Segment], Wanted] | None,
) -> Rated:
    """Raises the fault of a scorer that fails."""
    size = len(segment.pool)
    declared = {name: asked[name] for name in weights}
    found = None
    if wanted is not None and size >= LARGE:
        found = narrowed(declared, weights, mask, wanted(segment))
    if found is None:
        found = everybody(declared, weights, size)
    allowed = mask[found.rows] & found.blended.quorate
    candidates = int(np.count_nonzero(mask))
    return Rated(segment, found.rows, found.ratings, found.blended, allowed, candidates)


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


def _best(rated: Sequence[Rated], limit: int) -> list[tuple[int, int, float]]:
    """Segment, place among its rows and score of the best of each segment."""
    return [
        (number, int(place), float(each.blended.score[place]))
        for number, each in enumerate(rated)
        for place in leading(
            each.blended.score, each.allowed, each.segment.tie_order[each.rows], limit
        )
    ]


def _balanced(
    rated: Sequence[Rated], limit: int, seeker: Profile, balance: Balance
) -> list[tuple[int, int, float]]:
    """Segment, place among its rows and score of the best after the fairness step."""
    best = balance.step(seeker, lead_among(rated)).best([r.shortlist for r in rated], limit)
    return [(number, int(np.searchsorted(rated[number].rows, row)), s) for number, row, s in best]


def in_the_list_of(
    seeker: Profile, rated: Sequence[Rated], id: str, score: float, balance: Balance
) -> float:
    """The score of one candidate after the fairness step; `score` is the one before."""
    others = []
    for each in rated:
        row = searchable(each.segment.pool).row_of(id)
        allowed = each.allowed if row is None else each.allowed & (each.rows != row)
        others.append(replace(each, allowed=allowed).shortlist)
    return balance.step(seeker, lead_among(rated)).of_one(id, score, others)
