"""From strengths of situations to a calibrated similarity; every constant comes from a pool."""

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.search.ingredients import Logistic

Row = NDArray[np.float64]
Table = NDArray[np.float64]

PRIOR_PROFILES = 10
"""So many imagined profiles stand beside those of a pool, that a tiny pool teaches little."""

PRIOR_FREQUENCY = 0.05
"""The share of those in which a situation occurs."""

PRIOR_PAIRS = 200
PRIOR_HIGH, PRIOR_SPREAD = 0.12, 0.10
"""What a pool without pairs is taken for: 95 % quantile and spread of the raw similarity."""

QUANTILE = 0.95
SAMPLED = 200
"""Profiles of each kind whose pairs calibrate the score."""

HALF_OF_WANTS, HALF_OF_GIVES = 1.0, 4.0
"""The sums of strengths from which half of what a profile could tell is told: of what it wants some
two clear words, so that a faint hint alone is no wish; of what it gives, which is told in many
words and meets some by chance, more."""


def damping(profiles: int, total: Row) -> Row:
    """One factor per situation, smaller the more profiles speak of it, after the idf of search.

    `total` is the sum of the strengths of so many profiles of one kind.
    """
    frequency = total + PRIOR_PROFILES * PRIOR_FREQUENCY
    return np.log((profiles + PRIOR_PROFILES) / frequency).clip(min=0.1)


def told(strengths: Table, wanted: NDArray[np.bool_]) -> Row:
    """How much each line tells at all, from 0 (nothing) to nearly 1; `wanted` says of which lines
    the strengths are those of wants."""
    amount = strengths.sum(axis=1)
    return amount / (amount + np.where(wanted, HALF_OF_WANTS, HALF_OF_GIVES))


def length(weighted: Table, near: Table) -> Row:
    """The length of each line in the geometry of `near`; 1 for lines of zeros."""
    squared = np.einsum("ij,ij->i", weighted @ near, weighted)
    return np.sqrt(np.where(squared > 0, squared, 1.0))


def calibrate(raw: Row) -> Logistic:
    """The curve for raw values of pairs of a pool, few of them drawn to the prior: 0.5 at the 95 %
    quantile, spread as slope."""
    trust = len(raw) / (len(raw) + PRIOR_PAIRS)
    if not trust:
        return Logistic(PRIOR_HIGH, PRIOR_SPREAD)
    high = trust * float(np.quantile(raw, QUANTILE)) + (1 - trust) * PRIOR_HIGH
    spread = trust * float(raw.std()) + (1 - trust) * PRIOR_SPREAD
    return Logistic(high, max(spread, 0.01))
