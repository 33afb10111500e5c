"""An inverted form of a sparse matrix: for each term the rows that hold it, two bytes an entry.

Rows are cut into slabs of at most 65,536, so that a row within its slab fits two bytes and the sums
of a slab fit a processor's cache. A slab never holds rows of two kinds where the pool is laid out
by kind, so that who looks for one kind need not touch the other.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring.kernels import Lists, add_lists

SLAB = 65_536
MOST_LEVELS = 8
"""Distinct values that a matrix may hold; each of them has a list of its own for every term."""

_MOST_CHANGES = 16

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Terms = NDArray[np.int32]
Slabs = NDArray[np.int64]


def slabs_of(kinds: Sequence[str] | NDArray[np.str_]) -> Slabs:
    """Where slabs begin, and the end: cut where the kind changes, unless it does all the time."""
    of = np.asarray(kinds, dtype=np.str_)
    changes = np.flatnonzero(of[1:] != of[:-1]) + 1
    runs = [0, *(changes.tolist() if len(changes) <= _MOST_CHANGES else ()), len(of)]
    starts = [start for first, last in pairwise(runs) for start in range(first, last, SLAB)]
    return np.array([*starts, len(of)], dtype=np.int64)


class Postings:
    """A matrix of rows and terms whose entries take few values, the `levels`.

    `rows` holds rows within their slab, ascending in each list. The list of slab s, term t and
    level l is `rows[ends[k, s]:ends[k + 1, s]]` with k = t * len(levels) + l. `slabs` are the
    first rows of the slabs, and the number of all rows.
    """

    def __init__(
        self,
        rows: NDArray[np.uint16],
        ends: NDArray[np.uint32],
        levels: Floats,
        slabs: Slabs,
    ) -> None:
        self.rows, self.ends, self.levels, self.slabs = rows, ends, levels, slabs

    @classmethod
    def of(cls, matrix: sp.csr_array, slabs: Slabs) -> Self:
        """The entries of a matrix; ValueError when they take more values than MOST_LEVELS."""
        bounds = matrix.indptr[slabs].tolist()
        parts = [slice(first, last) for first, last in pairwise(bounds)]
        found = [np.unique(matrix.data[part]) for part in parts]
        levels = np.unique(np.concatenate([np.zeros(0), *found]))
        if len(levels) > MOST_LEVELS:
            raise ValueError(f"at most {MOST_LEVELS} distinct values, not {len(levels)}")
        width = matrix.shape[1] * len(levels)
        rows = np.empty(matrix.nnz, dtype=np.uint16)
        ends = np.zeros((width + 1, len(slabs) - 1), dtype=np.uint32)
        for slab, part in enumerate(parts):
            keys = matrix.indices[part].astype(np.int32) * np.int32(len(levels))
            keys += np.searchsorted(levels, matrix.data[part]).astype(np.int32)
            starts = matrix.indptr[slabs[slab] : slabs[slab + 1] + 1] - part.start
            inverted = _by_key(keys, starts, width)
            rows[part] = inverted.indices
            ends[:, slab] = inverted.indptr + part.start
        return cls(rows, ends, levels, slabs)

    def __len__(self) -> int:
        return int(self.slabs[-1])

    def product(self, terms: Terms, values: Floats) -> Floats:
        """The matrix times the vector that has these values at these ascending terms.

        Every sum adds in the order of the terms, so that it is rounded alike wherever it is made.
        """
        return add_lists(self.lists(terms, values))

    def lists(self, terms: Terms, values: Floats) -> Lists:
        """The lists that a query touches, and what each of them adds to its rows."""
        count = len(self.levels)
        keys = (terms.astype(np.int64)[:, np.newaxis] * count + np.arange(count)).ravel()
        added = (values[:, np.newaxis] * self.levels).ravel()
        return Lists(self.rows, self.ends, self.slabs, keys, added)


def _by_key(keys: NDArray[np.int32], starts: NDArray, width: int) -> sp.csc_array:
    ones = np.ones(len(keys), dtype=np.int8)
    return sp.csr_array((ones, keys, starts), shape=(len(starts) - 1, width)).tocsc()
