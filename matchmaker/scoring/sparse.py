"""Sums over sparse matrices that numpy and scipy have no fast form of."""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

_ROWS_AT_ONCE = 2_000


def quadratic_forms(rows: sp.csr_array, metric: sp.csr_array) -> NDArray[np.float64]:
    """x·M·x of every row x, for a square sparse metric M."""
    products = np.zeros(rows.shape[0])
    for start in range(0, len(products), _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        products[start : start + _ROWS_AT_ONCE] = (some @ metric).multiply(some).sum(axis=1)
    return products
