"""What a scorer may declare of how its ratings come about, so that nobody is rated in vain.

A scorer that declares ingredients tells for one seeker, in each direction, how to rate a few rows
of the pool, and how much the rows of each block can reach at most. The index then rates only those
who may be among the best. `score` stays the reference: `at` gives the same values.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blocks import Rows, blocks_of, reduced
from matchmaker.scoring.postings import Floats, Postings, Terms
from matchmaker.scoring.scorer import ABSTAIN, Scores
from matchmaker.scoring.sphere import Places, Point


def granted(scores: NDArray) -> NDArray:
    """The scores with 1 for no opinion: a mean over the others is never above that."""
    return np.where(np.isnan(scores), 1.0, scores)


class Ingredient(ABC):
    """The ratings of one scorer for one seeker in one direction.

    `costly` ones are asked last, for rows that have a good chance by all the others.
    """

    costly: ClassVar[bool] = False

    @abstractmethod
    def __len__(self) -> int:
        """The number of rows of the pool."""

    @abstractmethod
    def at(self, rows: Rows) -> Scores:
        """The ratings of these rows, as `score` or `score_back` has them: float32, NaN allowed."""

    @abstractmethod
    def most(self) -> Floats:
        """For each block of the pool a bound that no rating in it exceeds; NaN counts as 1."""

    def everywhere(self) -> Scores:
        """The ratings of all rows."""
        return self.at(np.arange(len(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Silence(Ingredient):
    """No opinion on any of `size` rows."""

    size: int

    def __len__(self) -> int:
        return self.size

    def at(self, rows: Rows) -> Scores:
        return np.full(len(rows), ABSTAIN, dtype=np.float32)

    def most(self) -> Floats:
        return np.ones(blocks_of(self.size))


@dataclass(frozen=True, slots=True, eq=False)
class Ready(Ingredient):
    """Ratings of the whole pool that are there already."""

    scores: Scores

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, rows: Rows) -> Scores:
        return self.scores[rows]

    def most(self) -> Floats:
        return reduced(np.maximum, granted(self.scores)).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class TableLookup(Ingredient):
    """Rows belong to few classes, each with one rating: `ratings[class_of_row]`."""

    class_of_row: NDArray[np.integer]
    ratings: Scores

    def __len__(self) -> int:
        return len(self.class_of_row)

    def at(self, rows: Rows) -> Scores:
        return self.ratings[self.class_of_row[rows]]

    def most(self) -> Floats:
        highest = granted(self.ratings).max(initial=0.0)
        return np.full(blocks_of(len(self.class_of_row)), highest)


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """The curve 1 / (1 + exp((middle - lead) / width)), `width` above 0."""

    middle: float
    width: float

    def __call__(self, lead: Floats) -> Floats:
        return 1 / (1 + np.exp((self.middle - lead) / self.width))

    def lead_of(self, rating: Floats) -> Floats:
        """The lead from which the rating is reached: -inf up to 0, inf from 1."""
        with np.errstate(divide="ignore"):
            odds = np.log(np.clip(rating, 0, 1)) - np.log(1 - np.clip(rating, 0, 1))
        return self.middle + self.width * odds


@dataclass(frozen=True, slots=True, eq=False)
class SparseProduct(Ingredient):
    """A calibrated similarity: the curve at  postings · query / lengths − offset − hubs.

    The query has `values` at the ascending `terms`; a row of length 0 has no opinion.
    """

    postings: Postings
    terms: Terms
    values: Floats
    lengths: NDArray[np.float32]
    hubs: NDArray[np.float32]
    offset: float
    curve: Logistic

    def __len__(self) -> int:
        return len(self.lengths)

    def at(self, rows: Rows) -> Scores:
        return self.rate(self.products()[rows], rows)

    def most(self) -> Floats:
        return np.ones(blocks_of(len(self.lengths)))

    def everywhere(self) -> Scores:
        return self.rate(self.products(), slice(None))

    def products(self) -> Floats:
        """The product of every row; the index makes it only where it has to."""
        return self.postings.product(self.terms, self.values)

    def rate(self, products: Floats, rows: Rows | slice) -> Scores:
        """The ratings of rows whose products are known."""
        lengths = self.lengths[rows].astype(np.float64)
        similar = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
        rated = self.curve(similar - (self.offset + self.hubs[rows])).astype(np.float32)
        rated[lengths <= 0] = ABSTAIN
        return rated


@dataclass(frozen=True, slots=True, eq=False)
class Distance(Ingredient):
    """A rating that falls with the distance from the seeker.

    `rate(rows, km)` gives the ratings of rows at these distances, `bound(km)` the most that each
    block can reach when none of it is nearer than that. Distances are NaN where a place is missing;
    a block's is the one of its nearest known place, infinite without any.
    """

    places: Places
    origin: Point
    rate: Callable[[Rows, Floats], Scores]
    bound: Callable[[Floats], Floats]

    def __len__(self) -> int:
        return len(self.places)

    def at(self, rows: Rows) -> Scores:
        return self.rate(rows, self.places.km_from(self.origin, rows))

    def most(self) -> Floats:
        return self.bound(self.places.nearest_km(self.origin))
