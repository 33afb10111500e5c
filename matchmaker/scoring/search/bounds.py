"""Bounds of all scores of a pool from what is cheap: a similarity of words, and tables."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.kernels import outline
from matchmaker.scoring.scorer import Scores
from matchmaker.scoring.search.ingredients import SparseProduct, TableLookup, granted
from matchmaker.scoring.search.postings import Rows

MARGIN = 1e-4
"""More than single precision can move the bound of a score."""

Bounds = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """What the scorer of this name adds to a mean at most: `table` (classes, 2) both ways, of the
    classes of rows, in single precision. It counts `share` of all weights."""

    name: str
    share: float
    class_of_row: NDArray[np.int32]
    table: NDArray[np.float32]

    @classmethod
    def of(cls, name: str, share: float, there: TableLookup, back: TableLookup) -> Self:
        """Of tables of the same classes."""
        one = other = share * granted(there.ratings)
        if back is not there:
            other = share * granted(back.ratings)
        classes = there.class_of_row.astype(np.int32, copy=False)
        return cls(name, share, classes, np.stack([one, other], axis=1, dtype=np.float32))

    def at(self, rows: Rows) -> Bounds:
        """What it adds for some rows at most, both ways (2, rows)."""
        return self.table.take(self.class_of_row[rows], axis=0).T


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """What is known of all rows before any is rated.

    `products` of words (2, rows) are a column each way, and so are `means`, the most that the mean
    of all ratings can be; `scores`, bounds of the scores, are -1 for rows that are not allowed. All
    bounds are right but for MARGIN.
    """

    products: Bounds
    means: Bounds
    scores: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is cheap to know of every row, both ways; shares of all weights, 1 together.

    The sparse products, over the same slabs, count `by_words`, and all that nothing is known of
    `rest`.
    """

    words: tuple[SparseProduct, SparseProduct]
    by_words: float
    ceilings: tuple[Ceiling, Ceiling]

    @property
    def rest(self) -> float:
        return 1 - self.by_words - sum(each.share for each in self.ceilings)

    def outline(self, allowed: Mask) -> Outline:
        there, back = self.words
        first, second = ((each.class_of_row, each.table) for each in self.ceilings)
        weights = self.by_words, self.rest
        columns = outline((there.words(), back.words()), (first, second), weights, allowed)
        return Outline(columns[:2], columns[2:4], columns[4])

    def rate(self, rows: Rows, products: Bounds) -> tuple[Scores, Scores]:
        """The ratings of some rows by their words, both ways."""
        (there, back), (one, other) = self.words, products
        return there.rate(one[rows], rows), back.rate(other[rows], rows)
