"""What would move a candidate in a seeker's list: one rating changed, all others as they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from matchmaker.scoring.blend import DECIMALS, Column, harmonic
from matchmaker.scoring.fairness import Balance
from matchmaker.scoring.match import Match, MatchPart
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.searchable import searchable
from matchmaker.scoring.segment import Rated, lead_among

Pair = tuple[float | None, float | None]
"""What a scorer says for the seeker and for the candidate, in [0, 1], None for no opinion."""


@dataclass(frozen=True, slots=True)
class Move:
    """One part raised to the median of those at the top, and the rank that would give.

    `scorer` is None for the adjustment of the fairness step: then both pairs hold it twice, in
    the unit of the score.
    """

    scorer: str | None
    ratings: Pair
    typical: Pair
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """The final scores of everybody else in a seeker's list, and the tie key of each place."""

    scores: Column
    key: Callable[[int], str]

    def rank_of(self, score: float, tie_key: str) -> int:
        """The rank, from 1, that a score would have among them."""
        rounded, own = np.round(self.scores, DECIMALS), round(score, DECIMALS)
        ties = map(self.key, map(int, np.flatnonzero(rounded == own)))
        return 1 + int((rounded > own).sum()) + sum(key < tie_key for key in ties)


def others_in_list(
    rated: Sequence[Rated], seeker: Profile, id: str, balance: Balance | None
) -> Others | None:
    """Everybody in the seeker's list but the one of this id; None when that one is not in it."""
    parts = [each.shortlist for each in rated]
    scores = np.concatenate([part.scores for part in parts])
    if balance is not None:
        scores = balance.step(seeker, lead_among(rated)).all(parts)
    places = [(number, int(row)) for number, part in enumerate(parts) for row in part.rows]
    own = {(number, searchable(each.segment.pool).row_of(id)) for number, each in enumerate(rated)}
    kept = [place for place, name in enumerate(places) if name not in own]
    if len(kept) == len(places):
        return None

    def key(place: int) -> str:
        number, row = places[kept[place]]
        return rated[number].segment.tie_keys[row]

    return Others(scores[kept], key)


def moves(match: Match, top: Sequence[Match], others: Others) -> list[Move]:
    """Every part below the median of the top, by the rank its change would give, best first."""
    found = [
        Move(scorer, ratings, typical, others.rank_of(min(1.0, max(0.0, score)), match.tie_key))
        for scorer, ratings, typical, score in _changes(match, top)
    ]
    return sorted(found, key=lambda move: (move.rank, move.scorer or ""))


def _changes(match: Match, top: Sequence[Match]) -> Iterator[tuple[str | None, Pair, Pair, float]]:
    """Scorer, ratings, medians at the top, and the score with those that are higher."""
    for number, part in enumerate(match.parts):
        ratings = part.for_seeker, part.for_candidate
        typical = _typical(top, part.scorer)
        raised = tuple(map(_higher, ratings, typical))
        if raised != ratings:
            x = _side(match.parts, number, raised[0], to_seeker=True)
            y = _side(match.parts, number, raised[1], to_seeker=False)
            score = float(harmonic(np.array([x]), np.array([y]))[0])
            yield part.scorer, ratings, typical, score + match.adjustment
    adjustment = median(each.adjustment for each in top) if top else 0.0
    if match.adjustment < adjustment:
        score = match.score - match.adjustment + adjustment
        yield None, (match.adjustment,) * 2, (adjustment,) * 2, score


def _higher(rating: float | None, typical: float | None) -> float | None:
    return max((each for each in (rating, typical) if each is not None), default=None)


def _typical(top: Sequence[Match], scorer: str) -> Pair:
    parts = [part for match in top for part in match.parts if part.scorer == scorer]
    return (
        _median([part.for_seeker for part in parts]),
        _median([part.for_candidate for part in parts]),
    )


def _median(ratings: Sequence[float | None]) -> float | None:
    known = [rating for rating in ratings if rating is not None]
    return median(known) if known else None


def _side(
    parts: Sequence[MatchPart], number: int, rating: float | None, *, to_seeker: bool
) -> float:
    """One direction with another rating; a missing one gets the weight of its other direction."""
    said = heard = 0.0
    for place, part in enumerate(parts):
        there = part.weight_for_seeker, part.for_seeker
        back = part.weight_for_candidate, part.for_candidate
        weight, value = there if to_seeker else back
        if place == number and rating is not None:
            weight, value = weight or max(there[0], back[0]), rating
        said += weight * (value or 0.0)
        heard += weight
    return said / heard if heard else 0.0
