"""Which scorers count, and how much."""

import math
from collections.abc import Mapping


def overridden(weights: Mapping[str, float], wishes: Mapping[str, float]) -> dict[str, float]:
    """The weights with those of `wishes` in place; ValueError on a name that is not there."""
    unknown = sorted(set(wishes) - set(weights))
    if unknown:
        there = ", ".join(sorted(weights)) or "none"
        raise ValueError(f"There is no scorer {unknown[0]!r} in force; there are: {there}.")
    return {**weights, **wishes}


def in_force(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights above 0, sorted by name, so that sums are rounded alike in every process.

    ValueError on a weight that is negative, NaN or infinite, and when all are 0.
    """
    checked = {name: _checked(name, weights[name]) for name in sorted(weights)}
    if checked and not any(checked.values()):
        raise ValueError("All weights are 0; at least one scorer must have a weight above 0.")
    return {name: weight for name, weight in checked.items() if weight > 0}


def _checked(name: str, weight: float) -> float:
    if not (math.isfinite(weight) and weight >= 0):
        raise ValueError(f"The weight of {name} is {weight}; it must be a number of at least 0.")
    return float(weight)
