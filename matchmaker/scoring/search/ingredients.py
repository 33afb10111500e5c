"""What a scorer may declare of how its ratings come about, so that nobody is rated in vain.

A scorer that declares ingredients tells for one seeker, in each direction, how to rate a few rows
of the pool. The index then rates only those who may be among the best. `score` stays the reference:
`at` gives the same values.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.kernels import Words
from matchmaker.scoring.scorer import ABSTAIN, Scores
from matchmaker.scoring.search.postings import Floats, Postings, Rows, Terms
from matchmaker.scoring.search.sphere import Places, Point


def granted(scores: NDArray) -> NDArray:
    """The scores with 1 for no opinion: a mean over the others is never above that."""
    return np.fmin(scores, 1.0)


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

    def beside(self, other: "Ingredient", rows: Rows) -> tuple[Scores, Scores]:
        """The ratings of these rows by this and by the other direction, as `at` makes them.

        Overridden where both directions share what costs most.
        """
        return self.at(rows), other.at(rows)

    def sketch(self, other: "Ingredient", rows: Rows) -> NDArray[np.float32] | None:
        """What `beside` gives, right to 1e-5 and 1 for no opinion (2, rows), where that is faster:
        enough to leave out who cannot be wanted."""
        return None

    def ceiling(self) -> "TableLookup | None":
        """Ratings by class that no row of the class exceeds, where they cost next to nothing."""
        return None

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


@dataclass(frozen=True, slots=True, eq=False)
class Ready(Ingredient):
    """Ratings of the whole pool that are there already."""

    scores: Scores

    def __len__(self) -> int:
        return len(self.scores)

    def at(self, rows: Rows) -> Scores:
        return self.scores[rows]

    def everywhere(self) -> Scores:
        return self.scores


@dataclass(frozen=True, slots=True, eq=False)
class TableLookup(Ingredient):
    """Rows belong to few classes, each with one rating: `ratings[class_of_row]`."""

    class_of_row: NDArray[np.integer]
    ratings: Scores

    def __len__(self) -> int:
        return len(self.class_of_row)

    def at(self, rows: Rows) -> Scores:
        return self.ratings[self.class_of_row[rows]]

    def ceiling(self) -> "TableLookup":
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """The curve 1 / (1 + exp((middle - lead) / width)), `width` above 0."""

    middle: float
    width: float

    def __call__(self, lead: Floats) -> Floats:
        return 1 / (1 + np.exp((self.middle - lead) / self.width))


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

    def everywhere(self) -> Scores:
        return self.rate(self.products(), slice(None))

    def products(self) -> NDArray[np.float32]:
        """The product of every row; the index makes it only where it has to."""
        return self.postings.product(self.terms, self.values).astype(np.float32)

    def words(self) -> Words:
        """As kernels go through them."""
        lists = self.postings.lists(self.terms, self.values)
        middle = self.curve.middle + self.offset
        return Words(lists, self.lengths, self.hubs, middle, self.curve.width)

    def rate(self, products: NDArray[np.floating], rows: Rows | slice) -> Scores:
        """The ratings of rows whose products are known."""
        products = products.astype(np.float64)
        lengths = self.lengths[rows].astype(np.float64)
        similar = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
        rated = self.curve(similar - (self.offset + self.hubs[rows])).astype(np.float32)
        rated[lengths <= 0] = ABSTAIN
        return rated


@dataclass(frozen=True, slots=True, eq=False)
class Distance(Ingredient):
    """A rating that falls with the distance from the seeker.

    `rate(rows, km)` gives the ratings of rows at these distances, NaN where a place is missing: for
    the seeker and back, of which `way` tells this one's number, as both have most in common.
    `by_area` are ratings by class that nobody exceeds, as `ceiling` has them.
    """

    places: Places
    origin: Point
    rate: Callable[[Rows, Floats], tuple[Scores, Scores]]
    way: int
    by_area: TableLookup | None = None

    def __len__(self) -> int:
        return len(self.places)

    def at(self, rows: Rows) -> Scores:
        return self._both(rows)[self.way]

    def ceiling(self) -> TableLookup | None:
        return self.by_area

    def beside(self, other: Ingredient, rows: Rows) -> tuple[Scores, Scores]:
        if not (isinstance(other, Distance) and other.rate is self.rate):
            return self.at(rows), other.at(rows)
        both = self._both(rows)
        return both[self.way], both[other.way]

    def _both(self, rows: Rows) -> tuple[Scores, Scores]:
        return self.rate(rows, self.places.km_from(self.origin, rows))
