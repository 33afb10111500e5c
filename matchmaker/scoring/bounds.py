"""Bounds of all scores of a pool from what is cheap: a similarity of words, and tables."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import Column, harmonic
from matchmaker.scoring.ingredients import SparseProduct, TableLookup, granted
from matchmaker.scoring.postings import Rows
from matchmaker.scoring.scorer import Scores

MARGIN = 1e-4
"""More than single precision can move the bound of a score."""

_STEEP = np.float32(80)
"""Beyond this, powers of e leave single precision; ratings are 0 there anyway."""

Bounds = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """What the scorer of this name adds to a mean at most: `table` (2, classes) both ways, of the
    classes of rows, in single precision. It counts `share` of all weights."""

    name: str
    share: float
    class_of_row: NDArray[np.int32]
    table: NDArray[np.float32]

    @classmethod
    def of(cls, name: str, share: float, there: TableLookup, back: TableLookup) -> Self:
        """Of tables of the same classes."""
        table = share * np.stack([granted(there.ratings), granted(back.ratings)])
        classes = there.class_of_row.astype(np.int32, copy=False)
        return cls(name, share, classes, table.astype(np.float32))

    def at(self, rows: Rows) -> NDArray[np.float32]:
        """What it adds for some rows at most, both ways (2, rows)."""
        return self.table.take(self.class_of_row[rows], axis=1)


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

    def bounds(self, allowed: Mask) -> tuple[Column, Bounds]:
        """The products of all rows both ways (2, rows), and bounds of their scores (rows,).

        Bounds are right but for MARGIN, and -1 for rows that are not allowed.
        """
        products = np.empty((2, len(self.words[0])))
        means = []
        for direction, one in enumerate(self.words):
            products[direction] = one.products()
            mean = _granted(one, products[direction]) * np.float32(self.by_words)
            mean += np.float32(self.rest)
            for each in self.ceilings:
                mean += each.table[direction].take(each.class_of_row)
            means.append(mean)
        return products, np.where(allowed, harmonic(*means), np.float32(-1))

    def rate(self, rows: Rows | slice, products: Column) -> tuple[Scores, Scores]:
        """The ratings of some rows by their words, both ways."""
        there, back = self.words
        return there.rate(products[0, rows], rows), back.rate(products[1, rows], rows)


def _granted(one: SparseProduct, products: Column) -> NDArray[np.float32]:
    """The ratings of all rows in single precision, 1 for no opinion."""
    silent = one.lengths <= 0
    power = products.astype(np.float32)
    power /= np.where(silent, np.float32(-1), one.lengths)
    power -= one.hubs
    power -= np.float32(one.curve.middle + one.offset)
    power /= np.float32(-one.curve.width)
    odds = np.exp(np.minimum(power, _STEEP, out=power), out=power)
    odds[silent] = 0
    rated: NDArray[np.float32] = np.divide(np.float32(1), 1 + odds, out=odds)
    return rated
