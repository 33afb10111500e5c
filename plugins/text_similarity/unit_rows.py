"""One side of a pool at length 1, in parts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .vocabulary import Column

CHUNK = 1_000
"""Rows that are made, or terms that are compared to all others, at a time, to keep memory low in
large pools."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitRows:
    """One side of all profiles as rows of weighted emphases at length 1, of which only a part is
    made at a time: a country's would take more memory than all else that is learnt."""

    emphases: sp.csr_array
    weights: Column
    lengths: NDArray[np.float32]

    def times(self, vector: Column) -> Column:
        """Each row times a vector over the terms."""
        products = [self.some(part) @ vector for part in self._parts()]
        return np.concatenate([np.zeros(0), *products])

    def total(self, chosen: Column) -> Column:
        """The sum of all rows, each times its number in `chosen`."""
        total = np.zeros(len(self.weights))
        for part in self._parts():
            total += self.some(part).T @ chosen[part]
        return total

    def some(self, which: slice | NDArray[np.intp]) -> sp.csr_array:
        """These rows as a matrix."""
        rows = self.emphases[which]
        lengths = np.where(self.lengths[which] > 0, self.lengths[which], np.float32(1))
        values = rows.data * self.weights[rows.indices]
        values /= np.repeat(lengths, np.diff(rows.indptr))
        return sp.csr_array((values, rows.indices, rows.indptr), rows.shape)

    def _parts(self) -> Iterator[slice]:
        for start in range(0, len(self.lengths), CHUNK):
            yield slice(start, start + CHUNK)
