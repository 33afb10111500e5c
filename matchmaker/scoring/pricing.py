"""The price of attention: found by a job for each profile, taken off by every ranking.

Let h_ij be what i and j are worth to each other. If every seeker spread one unit of attention
over the candidates like exp((h_ij − price_j)/T), a candidate would receive Σ_i of it; the prices
at which each receives its share are the dual variables of an optimal transport with entropy, and
are found by raising the price of whoever receives too much (Sinkhorn's fixed point, Cuturi 2013).

Equal attention alone would take a lot from those who simply fit better. So a price may not go
further than what it is there for: the *popularity* of a candidate, by how much its scores are
higher than others' with all seekers alike. Popularity is drawn towards 0 by its sampling error
(James and Stein 1961), so that a small pool does not mistake chance for it, and the less of the
scores it decides altogether, the less of it is evened out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.fairness import NEARLY, SEED, Column, Prices, Terms, row_hashes, turns
from matchmaker.scoring.searchable import searchable
from matchmaker.scoring.segment import Segment, rate_all

KINDS = ("kmu", "creative")

REACH = 1.5
"""How many times its popularity a price may be, at full strength."""
FULL_STRENGTH = 0.3
"""Share of the variance of all scores that is popularity, from which on the strength is full."""
BOUND = 1.25
"""Largest price, in standard deviations of the scores."""
LARGEST = 0.25
"""Largest price whatever the scores are like."""
CLEAR = 0.5
"""A clear lead, in standard deviations of the scores."""
CAPACITY: Mapping[str | None, float] = {"soon": 0.75, "later": 0.5}
"""Share of attention that is fair for those without time now; 1 for everybody else."""
BUSY = 0.25
"""What a price may rise beyond popularity for those without time now, in standard deviations."""

SHARPNESS = 0.05
"""T, in standard deviations of the scores."""
DAMPING = 0.5
ROUNDS = 300
CLOSE = 1e-3
"""Prices that change by less than this part of T have been found."""
PRIOR = 0.5
"""Attention that everybody is taken to have had before anybody was asked; steadies a sample."""

SAMPLE = 2_000
"""Up to so many seekers of a kind are all asked; of more, so many drawn by the seed."""
SHORTLIST = 200
"""With more candidates than SAMPLE, a seeker spreads attention over so many."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What seekers of one kind think of their `size` candidates.

    `candidates` and `scores`, one row a seeker, hold whom a seeker considers and h_ij, with
    −infinity for nobody; `popularity` is in the unit of the scores; `seekers` counts all there
    are, asked or not.
    """

    candidates: NDArray[np.int32]
    scores: Column
    popularity: Column
    spread: float
    seekers: int

    @property
    def size(self) -> int:
        return len(self.popularity)


def survey(columns: Iterable[Column], size: int, seekers: int) -> Survey:
    """Collect the scores of each seeker asked: a column of `size`, NaN for who is not eligible."""
    heard, total, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    moments = np.zeros(3)
    kept = size if size <= SAMPLE else SHORTLIST
    lists = []
    for column in columns:
        known = ~np.isnan(column)
        if not known.any():
            continue
        said = column[known]
        relative = np.where(known, column - said.mean(), 0.0)
        heard += known
        total += relative
        squares += relative**2
        moments += len(said), said.sum(), (said**2).sum()
        lists.append(_shortlist(np.where(known, column, -np.inf), kept))
    return Survey(
        np.array([rows for rows, _ in lists], dtype=np.int32).reshape(len(lists), kept),
        np.array([scores for _, scores in lists], dtype=np.float64).reshape(len(lists), kept),
        _popularity(heard, total, squares),
        _deviation(*map(float, moments)),
        seekers,
    )


def _shortlist(column: Column, kept: int) -> tuple[NDArray[np.intp], Column]:
    rows = np.arange(len(column))
    if kept < len(column):
        rows = np.sort(np.argpartition(-column, kept)[:kept])
    return rows, column[rows]


def _popularity(heard: Column, total: Column, squares: Column) -> Column:
    """The mean of each candidate's relative scores, drawn to 0 by its sampling error."""
    times = np.maximum(heard, 1)
    mean = total / times
    error = np.maximum(squares / times - mean**2, 0.0) / np.maximum(heard - 1, 1)
    share = 1 - np.divide(error, mean**2, out=np.ones_like(mean), where=mean != 0)
    return np.where(heard > 1, mean * np.maximum(share, 0.0), 0.0)


def _deviation(count: float, total: float, squares: float) -> float:
    return float(np.sqrt(max(0.0, squares / count - (total / count) ** 2))) if count else 0.0


def find_prices(asked: Survey, shares: Column) -> tuple[Column, Terms]:
    """The prices of the candidates, and what bounds them.

    `shares` is the part of an equal share of attention that is fair for each candidate, 1 for
    most. Prices lie in [−bound, bound]; all are 0 when scores do not differ.
    """
    terms = terms_of(asked)
    if terms.spread == 0 or not len(asked.scores):
        return np.zeros(asked.size), terms
    reach = REACH * terms.strength * asked.popularity
    busy = np.where(shares < 1, BUSY * terms.spread, 0.0)
    low = np.clip(np.minimum(reach, 0.0), -terms.bound, terms.bound)
    high = np.clip(np.maximum(reach, 0.0) + busy, -terms.bound, terms.bound)
    return _clear_market(asked, shares, low, high, SHARPNESS * terms.spread), terms


def terms_of(asked: Survey) -> Terms:
    spread = asked.spread
    popular = float(np.var(asked.popularity)) / spread**2 if spread else 0.0
    return Terms(
        spread=spread,
        strength=min(1.0, popular / FULL_STRENGTH),
        bound=min(LARGEST, BOUND * spread),
        clear=max(CLEAR * spread, 2 * NEARLY),
        surveyed=len(asked.scores),
        seekers=asked.seekers,
    )


def _clear_market(
    asked: Survey, shares: Column, low: Column, high: Column, temperature: float
) -> Column:
    prices = np.zeros(asked.size)
    fair = shares * len(asked.scores) / asked.size
    flat = asked.candidates.ravel()
    for _ in range(ROUNDS):
        wish = (asked.scores - prices[asked.candidates]) / temperature
        attention = np.exp(wish - wish.max(axis=1, keepdims=True))
        attention /= attention.sum(axis=1, keepdims=True)
        received = np.bincount(flat, attention.ravel(), asked.size)
        change = DAMPING * temperature * np.log((received + PRIOR) / (fair + PRIOR))
        before, prices = prices, np.clip(prices + change, low, high)
        if np.abs(prices - before).max() < CLOSE * temperature:
            break
    return prices


def price_market(
    segments: Sequence[Segment], weights: Mapping[str, float], origin: str = ""
) -> Prices:
    """The prices of everybody in the segments, in the lists of seekers of the other kind."""
    hashes, values, terms = [], [], {}
    for kind, other in zip(KINDS, reversed(KINDS), strict=True):
        rows = [_alive(segment, other) for segment in segments]
        own = [_alive(segment, kind) for segment in segments]
        size, seekers = sum(map(len, rows)), sum(map(len, own))
        asked = survey(_columns(segments, own, rows, weights), size, seekers)
        found, terms[kind] = find_prices(asked, _shares(segments, rows))
        hashes += [row_hashes(s.pool)[each] for s, each in zip(segments, rows, strict=True)]
        values.append(found)
    every, price = np.concatenate(hashes), np.concatenate(values)
    order = np.argsort(every, kind="stable")
    return Prices(every[order], price[order], terms, origin)


def _alive(segment: Segment, kind: str) -> NDArray[np.intp]:
    return np.flatnonzero(segment.alive & searchable(segment.pool).where("kind", kind))


def _columns(
    segments: Sequence[Segment],
    seekers: Sequence[NDArray[np.intp]],
    candidates: Sequence[NDArray[np.intp]],
    weights: Mapping[str, float],
) -> Iterator[Column]:
    """What each seeker asked thinks of each candidate."""
    for place, row in _sample(segments, seekers):
        seeker = segments[place].pool[row]
        rated, _, _ = rate_all(segments, seeker, weights, Partners(seeker))
        yield np.concatenate(
            [
                np.where(each.allowed, each.blended.score, np.nan)[rows]
                for each, rows in zip(rated, candidates, strict=True)
            ]
        )


def _sample(
    segments: Sequence[Segment], seekers: Sequence[NDArray[np.intp]]
) -> list[tuple[int, int]]:
    """Segment and row of the seekers to be asked: all, or those whose turn the seed says it is."""
    places = [(place, int(row)) for place, rows in enumerate(seekers) for row in rows]
    if len(places) <= SAMPLE:
        return places
    hashes = [row_hashes(s.pool)[rows] for s, rows in zip(segments, seekers, strict=True)]
    drawn = np.argsort(turns(np.concatenate(hashes), "survey", SEED), kind="stable")[:SAMPLE]
    return [places[number] for number in sorted(drawn)]


def _shares(segments: Sequence[Segment], candidates: Sequence[NDArray[np.intp]]) -> Column:
    shares = []
    for segment, rows in zip(segments, candidates, strict=True):
        column = np.ones(len(segment.pool))
        for capacity, share in CAPACITY.items():
            column[searchable(segment.pool).where("capacity", capacity)] = share
        shares.append(column[rows])
    return np.concatenate(shares)
