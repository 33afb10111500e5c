"""Sparse matrices in few bytes, and sums over them that numpy and scipy have no fast form of."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring import kernels
from matchmaker.scoring.kernels import REACH, Entries
from matchmaker.scoring.search.postings import Floats

_ROWS_AT_ONCE = 20_000
"""So many rows are held in double precision at a time."""

STEPS = 65_535
UNIT = 1 / STEPS


def quadratic_forms(rows: sp.csr_array, metric: sp.csr_array) -> Floats:
    """x·M·x of every row x, for a square sparse metric M."""
    square = _parts(metric)
    starts = range(0, rows.shape[0], _ROWS_AT_ONCE)
    forms = [
        kernels.quadratic_forms(_parts(rows[start : start + _ROWS_AT_ONCE]), square)
        for start in starts
    ]
    return np.concatenate([np.zeros(0), *forms])


def _parts(matrix: sp.csr_array) -> kernels.Sparse:
    ends, columns = (each.astype(np.int32, copy=False) for each in (matrix.indptr, matrix.indices))
    return ends, columns, matrix.data.astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class NarrowRows:
    """A matrix of few columns and values from 0 to 1 in plain arrays, which files of an index can
    hold, four bytes an entry.

    Row r holds `values[ends[r]:ends[r + 1]]`, whole numbers of UNITs, in the `columns` of the same
    places. Behind the last row both have REACH more, which belong to nobody.
    """

    ends: NDArray[np.int32]
    columns: NDArray[np.uint16]
    values: NDArray[np.uint16]

    @classmethod
    def of(cls, matrix: sp.csr_array) -> Self:
        """ValueError for values below 0 or above 1, and for more than 65,536 columns."""
        fits = matrix.shape[1] <= STEPS + 1
        if not fits or (matrix.data < 0).any() or (matrix.data > 1).any():
            raise ValueError("values of narrow rows lie from 0 to 1, in at most 65,536 columns")
        values = np.rint(matrix.data * STEPS).astype(np.uint16)
        columns = matrix.indices.astype(np.uint16)
        return cls(
            matrix.indptr.astype(np.int32), *(np.pad(a, (0, REACH)) for a in (columns, values))
        )

    @property
    def entries(self) -> Entries:
        """As kernels go through them."""
        return self.ends, self.columns, self.values

    def only(self, row: int) -> Self:
        """One row as a matrix of its own."""
        first, last = self.ends[row : row + 2].tolist()
        ends = np.array([0, last - first], dtype=np.int32)
        last += REACH
        return type(self)(ends, self.columns[first:last], self.values[first:last])

    def line(self, row: int, width: int) -> Floats:
        """One row with all its columns."""
        line = np.zeros(width)
        entries = slice(self.ends[row], self.ends[row + 1])
        line[self.columns[entries]] = self.values[entries] * UNIT
        return line
