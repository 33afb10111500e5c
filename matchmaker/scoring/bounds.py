"""Bounds of all scores of a pool from what is cheap: a similarity of words, and tables.

Compiled loops make them where numba is installed, numpy elsewhere. Both sum alike, so that who is
found and with what score does not depend on it.
"""

import threading
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import Column, harmonic
from matchmaker.scoring.ingredients import SparseProduct, TableLookup, granted
from matchmaker.scoring.postings import Rows
from matchmaker.scoring.scorer import Scores

COMPILED = find_spec("numba") is not None

MARGIN = 1e-4
"""More than single precision can move the bound of a score."""

_STEEP = np.float32(80)
"""Beyond this, powers of e leave single precision; ratings are 0 there anyway."""

Bounds = NDArray[np.floating]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """What one scorer adds to a mean at most: `table` (2, classes) both ways, of the classes of
    rows, in single precision. It counts `share` of all weights."""

    share: float
    class_of_row: NDArray[np.int32]
    table: NDArray[np.float32]

    @classmethod
    def of(cls, share: float, there: TableLookup, back: TableLookup) -> Self:
        """Of tables of the same classes."""
        table = share * np.stack([granted(there.ratings), granted(back.ratings)])
        classes = there.class_of_row.astype(np.int32, copy=False)
        return cls(share, classes, table.astype(np.float32))


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

    def bounds(self, allowed: Mask, compiled: bool = COMPILED) -> tuple[Column, Bounds]:
        """The products of all rows both ways (2, rows), and bounds of their scores.

        Bounds are right but for MARGIN, and -1 for rows that are not allowed. Both arrays are the
        thread's own, until it asks again.
        """
        return self._compiled_bounds(allowed) if compiled else self._plain_bounds(allowed)

    def rate(self, rows: Rows | slice, products: Column) -> tuple[Scores, Scores]:
        """The ratings of some rows by their words, both ways."""
        there, back = self.words
        return there.rate(products[0, rows], rows), back.rate(products[1, rows], rows)

    def _plain_bounds(self, allowed: Mask) -> tuple[Column, Bounds]:
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

    def _compiled_bounds(self, allowed: Mask) -> tuple[Column, Bounds]:
        # Its compiler costs half a second and memory: small installations do without.
        from matchmaker.scoring import kernels

        products, bounds = _scratch(len(self.words[0]))
        kernels.bound_scores(
            _fixed(self.words[0].postings.slabs),
            allowed,
            _side(self.words[0]),
            _side(self.words[1]),
            np.float32(self.by_words),
            np.float32(self.rest),
            *(_fixed(each.class_of_row) for each in self.ceilings),
            *(each.table for each in self.ceilings),
            products,
            bounds,
        )
        return products, bounds


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


_lent = threading.local()


def _scratch(size: int) -> tuple[Column, NDArray[np.float32]]:
    """Memory for products and bounds, each thread's own and used again by its next search."""
    if getattr(_lent, "size", None) != size:
        _lent.size, _lent.memory = size, (np.empty((2, size)), np.empty(size, dtype=np.float32))
    memory: tuple[Column, NDArray[np.float32]] = _lent.memory
    return memory


def _side(one: SparseProduct) -> tuple[Any, ...]:
    """What the loops read of one direction."""
    postings, curve = one.postings, one.curve
    keys, added = postings.wanted(one.terms, one.values)
    shift, steepness = np.float32(curve.middle + one.offset), np.float32(1 / curve.width)
    rows, ends = _fixed(postings.rows), _fixed(postings.ends)
    return rows, ends, keys, added, _fixed(one.lengths), _fixed(one.hubs), shift, steepness


def _fixed(column: NDArray[Any]) -> NDArray[Any]:
    """A plain view that cannot be written: the loops are compiled for no other."""
    view = np.asarray(column).view(np.ndarray)
    view.flags.writeable = False
    return view
