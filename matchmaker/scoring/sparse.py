"""Sparse matrices in few bytes, and sums over them that numpy and scipy have no fast form of."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring.postings import Floats, Rows

_ROWS_AT_ONCE = 500


def quadratic_forms(rows: sp.csr_array, metric: sp.csr_array) -> Floats:
    """x·M·x of every row x, for a square sparse metric M."""
    products = np.zeros(rows.shape[0])
    for start in range(0, len(products), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        products[start : start + _ROWS_AT_ONCE] = (some @ metric).multiply(some).sum(axis=1)
    return products


@dataclass(frozen=True, slots=True, eq=False)
class NarrowRows:
    """A matrix of few columns in plain arrays, which files of an index can hold.

    Row r holds `values[ends[r]:ends[r + 1]]` in the `columns` of the same places.
    """

    ends: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    width: int

    @classmethod
    def of(cls, matrix: sp.csr_array) -> Self:
        ends, columns = (
            each.astype(np.int32, copy=False) for each in (matrix.indptr, matrix.indices)
        )
        return cls(ends, columns, matrix.data.astype(np.float32, copy=False), matrix.shape[1])

    def some(self, rows: Rows) -> Self:
        """These rows, in this order."""
        return self.of(self._matrix()[rows])

    def products(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Each row times the vector; sums add in the order of entries."""
        return np.asarray(self._matrix() @ vector)

    def _matrix(self) -> sp.csr_array:
        parts = (np.asarray(each) for each in (self.values, self.columns, self.ends))
        return sp.csr_array(tuple(parts), shape=(len(self.ends) - 1, self.width), copy=False)
