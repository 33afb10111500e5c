"""A pool in blocks of rows, which are judged together before any row is."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 512
"""Rows of a pool that are judged together, one after the other in its order."""

Rows = NDArray[np.intp]


def blocks_of(size: int) -> int:
    """The number of blocks of a pool; the last one may be shorter."""
    return -(-size // BLOCK)


def reduced(function: np.ufunc, column: NDArray) -> NDArray:
    """One value a block: the function (np.maximum, np.logical_and …) over its rows."""
    if not len(column):
        return column[:0]
    return function.reduceat(column, np.arange(0, len(column), BLOCK))
