"""From the lead of a similarity over the hubs to a rating in [0, 1]."""

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.search.ingredients import Logistic

from .vocabulary import Column

SEEKERS, CANDIDATES = 400, 2_000
"""So many profiles on either side, evenly spaced over the pool, are compared."""

BEFOREHAND = 0.03, 0.025
"""95 % quantile and standard deviation that are expected of a pool not yet known."""

PSEUDO_PAIRS = 100
"""So many pairs count for what is expected: a few pairs know no quantile."""


STRETCH = 3.0
"""One rare word in common lies far above the 95 % quantile. Without stretching every such pair
rates as well as the best, and no other scorer can tell a coincidence from a partner."""


def calibrated(leads: Column) -> Logistic:
    """The curve that is ½ at STRETCH times the 95 % quantile of the leads of pairs of two kinds,
    and rises by as many standard deviations."""
    share = len(leads) / (len(leads) + PSEUDO_PAIRS)
    seen = (np.quantile(leads, 0.95), np.std(leads)) if len(leads) else BEFOREHAND
    middle, width = share * np.array(seen) + (1 - share) * np.array(BEFOREHAND)
    return Logistic(STRETCH * float(middle), STRETCH * float(width))


def evenly(rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of the rows, evenly spaced, the same ones every time."""
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.intp)]
