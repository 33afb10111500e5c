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


def granted(scores: Scores) -> Scores:
    """The scores with 1 for no opinion: a mean over the others is never above that."""
    return np.where(np.isnan(scores), np.float32(1), scores)


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """What ratings a class allows: `least[class_of_row] <= rating <= most[class_of_row]`.

    `heard` tells where all rows of the class have an opinion; elsewhere 0 and 1 bound them.
    """

    class_of_row: NDArray[np.uint16]
    most: Scores
    least: Scores
    heard: NDArray[np.bool_]


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

    def least(self) -> Floats:
        """For each block a bound that no rating falls below; NaN counts as 0."""
        return np.zeros(blocks_of(len(self)))

    def everywhere(self) -> Scores:
        """The ratings of all rows."""
        return self.at(np.arange(len(self)))

    def lookup(self) -> "Lookup | None":
        """Bounds by class, closer than those of blocks; None without few enough classes."""
        return None


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

    def least(self) -> Floats:
        return reduced(np.minimum, np.nan_to_num(self.scores)).astype(np.float64)


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

    def lookup(self) -> Lookup | None:
        if self.class_of_row.dtype != np.uint16:
            return None
        classes = self.class_of_row.astype(np.uint16, copy=False)
        heard = ~np.isnan(self.ratings)
        return Lookup(classes, granted(self.ratings), np.nan_to_num(self.ratings), heard)


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

    `rate(rows, km)` gives the ratings of rows at these distances, `best(km)` the most that each
    block can reach when none of it is nearer than that, `worst(km)` the least when none of it is
    farther. Distances are NaN where a place is missing; those of blocks are of their known places,
    infinite without any.
    """

    places: Places
    origin: Point
    rate: Callable[[Rows, Floats], Scores]
    best: Callable[[Floats], Floats]
    worst: Callable[[Floats], Floats]

    def __len__(self) -> int:
        return len(self.places)

    def at(self, rows: Rows) -> Scores:
        return self.rate(rows, self.places.km_from(self.origin, rows))

    def most(self) -> Floats:
        return self.best(self.places.nearest_km(self.origin))

    def least(self) -> Floats:
        return self.worst(self.places.farthest_km(self.origin))
