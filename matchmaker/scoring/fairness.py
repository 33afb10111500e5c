"""Who is shown how often: a separate, published step after scoring that spreads attention.

A job gives each profile a price (`pricing.py`); a ranking takes it off the score. The price only
ever evens out how far a profile is ahead of or behind others *with everybody*, never what fits in
just this pair. Four rules bound what it may do in the list of one seeker:

- nobody below FLOOR of the seeker's best score is lifted;
- who leads the second by `Terms.clear` or more stays first;
- scores that differ by less than NEARLY take turns by day and seeker, by a published seed;
- whoever has no price, a newcomer above all, keeps the score as it is.

What the step did is `Match.adjustment`; the score stays in [0, 1].
"""

import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.profile import Profile

FLOOR = 0.5
"""Share of the seeker's best score from which on a candidate may be lifted."""
NEARLY = 0.005
"""Scores that differ by less than this take turns."""
SEED = "Augenhoehe"
"""Part of every draw of turns; published, so that anybody can draw it again."""

_BLOCK = 16
_ROUNDING = 2e-9
"""More than the rounding of a score; far less than any lead that counts."""

Column = NDArray[np.float64]
Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]


class Named(Protocol):
    """A pool, as far as prices are concerned."""

    @property
    def ids(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What bounds the prices in the lists of seekers of one kind; scores are in [0, 1].

    `spread` is the standard deviation of the scores, `bound` the largest price either way,
    `strength` in [0, 1] how much of the prices is in force, `clear` the lead from which on the
    best stays first. `surveyed` of `seekers` were asked to find the prices.
    """

    spread: float
    strength: float
    bound: float
    clear: float
    surveyed: int
    seekers: int


@dataclass(frozen=True, slots=True)
class Lead:
    """The best score of a seeker's list, before prices, and how far it is ahead of the second."""

    best: float
    ahead: float


class Prices:
    """The price of each profile by the hash of its id; positive lowers a score.

    `hashes` ascend, `values` follow them. `terms` are those of the lists of each kind of seeker,
    `origin` names what the prices were made from. A value that never changes; thread-safe.
    """

    def __init__(
        self, hashes: Hashes, values: Column, terms: Mapping[str, Terms], origin: str = ""
    ) -> None:
        self.hashes, self.values, self.terms, self.origin = hashes, values, dict(terms), origin
        self._columns: WeakKeyDictionary[Named, tuple[Hashes, Column]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    @classmethod
    def of(
        cls, by_id: Mapping[str, float], terms: Mapping[str, Terms], origin: str = ""
    ) -> "Prices":
        hashes = hashes_of(by_id)
        order = np.argsort(hashes, kind="stable")
        values = np.array(list(by_id.values()), dtype=np.float64)
        return cls(hashes[order], values[order], terms, origin)

    def columns(self, pool: Named) -> tuple[Hashes, Column]:
        """Hash and price of each profile of the pool, found once for each pool."""
        with self._lock:
            known = self._columns.get(pool)
            if known is None:
                hashes = row_hashes(pool)
                known = self._columns[pool] = hashes, self._look_up(hashes)
        return known

    def price(self, id: str) -> float:
        """0 for whoever has none."""
        return float(self._look_up(hashes_of([id]))[0])

    def _look_up(self, hashes: Hashes) -> Column:
        if not len(self.hashes):
            return np.zeros(len(hashes))
        places = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[places] == hashes, self.values[places], 0.0)


@dataclass(frozen=True, slots=True)
class Balance:
    """The prices in force on one day (an ISO date): what makes a ranking fair."""

    prices: Prices
    day: str

    def step(self, seeker: Profile, lead: Lead) -> "Step":
        """The fairness step for the list of one seeker."""
        terms = self.prices.terms.get(seeker.kind or "")
        return Step(self.prices, self.day, seeker.id, lead, terms.clear if terms else 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """Rows of a pool that may be proposed, and their scores before the fairness step."""

    pool: Named
    rows: NDArray[np.intp]
    scores: Column


@dataclass(frozen=True, slots=True)
class Step:
    """What the fairness step does in the list of one seeker, whose best score has this lead."""

    prices: Prices
    day: str
    seeker: str
    lead: Lead
    clear: float

    def settle(self, part: Shortlist) -> Column:
        """The scores of a shortlist after prices, before turns."""
        prices = self.prices.columns(part.pool)[1][part.rows]
        return settle(part.scores, prices, self.lead, self.clear)

    def best(self, parts: Sequence[Shortlist], limit: int) -> list[tuple[int, int, float]]:
        """Part, row and final score of the best `limit`, and of all that tie with the last.

        Together the parts are everybody who may be proposed. But for the best before prices,
        anybody may be left out whose score minus the own price is more than 2 · NEARLY below the
        limit-th best settled score: nobody is settled higher than that, and turns of whoever
        remains depend on nobody further away.
        """
        settled = np.concatenate([self.settle(part) for part in parts])
        kept = at_the_top(settled, limit, 2 * NEARLY)
        starts = np.cumsum([0, *(len(part.rows) for part in parts)])
        owners = np.searchsorted(starts, kept, side="right") - 1
        rows, hashes = np.empty(len(kept), dtype=np.intp), np.empty(len(kept), dtype=np.uint64)
        for number, part in enumerate(parts):
            mine = owners == number
            rows[mine] = part.rows[kept[mine] - starts[number]]
            hashes[mine] = self.prices.columns(part.pool)[0][rows[mine]]
        final = self._take_turns(hashes, settled[kept], has_near(settled[kept]))
        last = at_the_top(final, limit, _ROUNDING)
        return [(int(owners[n]), int(rows[n]), float(final[n])) for n in last]

    def all(self, parts: Sequence[Shortlist]) -> Column:
        """The final scores of everybody, the parts one after the other."""
        settled = np.concatenate([self.settle(part) for part in parts])
        hashes = np.concatenate([self.prices.columns(part.pool)[0][part.rows] for part in parts])
        return self._take_turns(hashes, settled, has_near(settled))

    def of_one(self, id: str, score: float, others: Sequence[Shortlist]) -> float:
        """The final score of one candidate, as it is in the list beside the others."""
        price = np.array([self.prices.price(id)])
        own = settle(np.array([score]), price, self.lead, self.clear)
        near = any(bool((np.abs(self.settle(part) - own) < NEARLY).any()) for part in others)
        return float(self._take_turns(hashes_of([id]), own, np.array([near]))[0])

    def _take_turns(self, hashes: Hashes, settled: Column, near: Mask) -> Column:
        drawn = np.where(near, turns(hashes, self.day, self.seeker), 0.0)
        return np.maximum(settled - NEARLY * drawn, 0.0)


def settle(scores: Column, prices: Column, lead: Lead, clear: float) -> Column:
    """Scores after prices, all columns of one length; range [0, 1].

    The one place where prices meet scores: works on a whole pool, on a shortlist or on one pair
    alike, since all it knows of the rest is the lead.
    """
    charged = np.where(scores < FLOOR * lead.best, np.maximum(prices, 0.0), prices)
    settled = np.clip(scores - charged, 0.0, 1.0)
    if lead.ahead < clear:
        return settled
    first = np.maximum(settled, lead.best)
    # Too far away to take turns with the first; a clear lead is at least as long.
    others = np.minimum(settled, max(0.0, lead.best - 2 * NEARLY))
    return np.where(scores > lead.best - _ROUNDING, first, others)


def at_the_top(scores: NDArray[np.floating], limit: int, slack: float) -> NDArray[np.intp]:
    """The places, ascending, whose score is at most `slack` below the last of the best."""
    if not 0 < limit < len(scores):
        return np.arange(len(scores))
    blocks = len(scores) // _BLOCK
    if blocks <= limit:
        return np.flatnonzero(scores >= _last_of_best(scores, limit) - slack)
    # The best of many blocks cannot be better than the best of all: few rows remain to be sorted.
    # The members of a block lie far apart, so that many blocks are gone through at once.
    maxima = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    places = np.flatnonzero(scores >= _last_of_best(maxima, limit) - slack)
    return places[scores[places] >= _last_of_best(scores[places], limit) - slack]


def _last_of_best(scores: NDArray[np.floating], limit: int) -> float:
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def has_near(scores: Column) -> Mask:
    """Which scores have another one less than NEARLY away; only these take turns."""
    order = np.argsort(scores, kind="stable")
    close = np.diff(scores[order]) < NEARLY
    near = np.zeros(len(scores), dtype=bool)
    near[order[1:]] |= close
    near[order[:-1]] |= close
    return near


def lead_of(columns: Iterable[Column]) -> Lead:
    """The lead among all scores of several columns; the second counts as 0 when there is none."""
    top: list[float] = []
    for column in columns:
        largest = column[at_the_top(column, 2, 0.0)]
        top = sorted([*top, *map(float, np.sort(largest)[-2:])])[-2:]
    best = top[-1] if top else 0.0
    return Lead(best, best - (top[0] if len(top) > 1 else 0.0))


def turns(hashes: Hashes, day: str, seeker: str) -> Column:
    """Whose turn it is: a number in [0, 1) for each candidate, the smallest first.

    Drawn from seed, day, seeker and candidate alone: the same in every process. The last mixing
    step is that of the generator SplitMix64 (Steele, Lea and Flood 2014).
    """
    mixed = hashes ^ hashes_of([f"{SEED} {day} {seeker}"])[0]
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)) / float(2**53)


def row_hashes(pool: Named) -> Hashes:
    """The hash of each profile's id in the order of the pool."""
    known = getattr(pool, "id_hashes", None)
    return hashes_of(pool.ids) if known is None else known()


def hashes_of(ids: Iterable[str]) -> Hashes:
    """64 bits of BLAKE2b of each id."""
    digests = b"".join(
        hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest() for id in ids
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)
