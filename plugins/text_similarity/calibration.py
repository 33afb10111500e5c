"""From the lead of a similarity over the hubs to a rating in [0, 1]."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from .vocabulary import Column

SEEKERS, CANDIDATES = 400, 2_000
"""So many profiles on either side, evenly spaced over the pool, are compared."""

BEFOREHAND = 0.03, 0.025
"""95 % quantile and standard deviation that are expected of a pool not yet known."""

PSEUDO_PAIRS = 100
"""So many pairs count for what is expected: a few pairs know no quantile."""


class Calibration:
    """A logistic curve that is ½ at the 95 % quantile and rises by one standard deviation."""

    def __init__(self, middle: float, width: float) -> None:
        self.middle = middle
        self.width = width

    @classmethod
    def of(cls, leads: Column) -> Self:
        """Learn from the leads of pairs of different kinds."""
        share = len(leads) / (len(leads) + PSEUDO_PAIRS)
        seen = (np.quantile(leads, 0.95), np.std(leads)) if len(leads) else BEFOREHAND
        middle, width = share * np.array(seen) + (1 - share) * np.array(BEFOREHAND)
        return cls(float(middle), float(width))

    def rate(self, leads: Column) -> Column:
        return 1 / (1 + np.exp((self.middle - leads) / self.width))


def evenly(rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of the rows, evenly spaced, the same ones every time."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]
