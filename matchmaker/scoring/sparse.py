"""Sparse matrices in few bytes, and sums over them that numpy and scipy have no fast form of."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring.postings import Floats, Rows, ragged

_ROWS_AT_ONCE = 2_000


def quadratic_forms(rows: sp.csr_array, metric: sp.csr_array) -> Floats:
    """x·M·x of every row x, for a square sparse metric M."""
    products = np.zeros(rows.shape[0])
    for start in range(0, len(products), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        products[start : start + _ROWS_AT_ONCE] = (some @ metric).multiply(some).sum(axis=1)
    return products


@dataclass(frozen=True, slots=True, eq=False)
class NarrowRows:
    """A matrix of rows over at most 65,536 columns: six bytes an entry.

    Row r holds `values[ends[r]:ends[r + 1]]` in the `columns` of the same places.
    """

    ends: NDArray[np.int64]
    columns: NDArray[np.uint16]
    values: NDArray[np.float32]

    @classmethod
    def of(cls, matrix: sp.csr_array) -> Self:
        columns, values = matrix.indices.astype(np.uint16), matrix.data.astype(np.float32)
        return cls(matrix.indptr.astype(np.int64), columns, values)

    def products(
        self, vector: NDArray[np.float64], rows: Rows | None = None
    ) -> NDArray[np.float64]:
        """Each of the rows, by default all, times the vector; sums add in the order of entries."""
        starts, ends = self.ends[:-1], self.ends[1:]
        if rows is not None:
            starts, ends = starts[rows], ends[rows]
        lengths = ends - starts
        places = ragged(starts, lengths)
        added = self.values[places] * vector[self.columns[places]]
        row = np.repeat(np.arange(len(lengths)), lengths)
        return np.bincount(row, added, minlength=len(lengths)).astype(np.float64, copy=False)

    def dense(self, row: int, width: int) -> Floats:
        """One row with all its zeros."""
        line = np.zeros(width)
        part = slice(int(self.ends[row]), int(self.ends[row + 1]))
        line[self.columns[part]] = self.values[part]
        return line
