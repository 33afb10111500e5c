"""A pool with the scorers that rate it, and the ranking over one or several of them."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import DECIMALS, Column, blend
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.match import Match, Ranking, match_of
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.ratings import Ratings, rate
from matchmaker.scoring.scorer import Scorer
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


def rank(
    segments: Sequence[Segment],
    seeker: Profile,
    weights: Mapping[str, float],
    *,
    eligible: Eligible = everyone,
    limit: int = 20,
) -> Ranking:
    """The best `limit` candidates of all segments: score descending, then tie key ascending.

    A scorer that fails in one segment has no part in any, so that all candidates are measured
    alike. ValueError on weights that make no sense.
    """
    wanted = in_force(weights)
    rated, faults = _rate_all(segments, seeker, wanted)
    counting = without(wanted, faults)
    matches: list[Match] = []
    candidates = 0
    for segment, ratings in zip(segments, rated, strict=True):
        mask = segment.alive & eligible(segment.pool)
        candidates += int(mask.sum())
        matches += _best(segment, ratings, counting, mask, limit)
    matches.sort(key=lambda match: (-match.score, match.tie_key))
    return Ranking(tuple(matches[:limit]), candidates, counting, faults)


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
    if limit is not None and 0 < limit < len(rows):
        last = np.partition(score[rows], len(rows) - limit)[len(rows) - limit]
        # A step more than rounding can move a score, so that every tie with the last is kept.
        rows = rows[score[rows] >= last - 2 * 10.0**-DECIMALS]
    rounded = np.round(score[rows], DECIMALS)
    return rows[np.lexsort((order[rows], -rounded))][:limit]


def _rate_all(
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


def _best(
    segment: Segment, ratings: Ratings, weights: Mapping[str, float], mask: Mask, limit: int
) -> list[Match]:
    blended = blend(ratings.for_seeker, ratings.for_candidate, weights, len(segment.pool))
    rows = leading(blended.score, mask & blended.quorate, segment.tie_order, limit)
    return [
        match_of(row, ratings, blended, weights, (segment.pool[row].id, segment.tie_keys[row]))
        for row in map(int, rows)
    ]
