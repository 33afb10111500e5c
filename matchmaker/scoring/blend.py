"""The formula that joins several ratings in two directions into one score, and takes it apart.

For one pair let f be the ratings of the candidate for the seeker, b those of the seeker for the
candidate, u and v the weights of each direction, normalised over the scorers with an opinion.
x = Σ uᵢ·fᵢ and y = Σ vᵢ·bᵢ are what the cooperation is worth to each side; their harmonic mean
2xy/(x+y) is the score, since a match counts by what it is worth to both. It is homogeneous of
degree one, so by Euler's theorem the partial derivatives split it without a remainder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.scorer import Scores

QUORUM = 0.5
"""Share of the total weight that must have an opinion, in each direction."""

DECIMALS = 9
"""Scores are compared at this many decimals, so that the order in which a sum was rounded never
decides between two candidates who are equal."""

_UNITS = 10.0**DECIMALS
_ROUNDING = 1e-9
_SMALLEST = np.finfo(np.float32).tiny
"""Stands for a sum of 0, by which nothing can be divided; in single precision too."""

Column = NDArray[np.float64]
Real = TypeVar("Real", bound=np.floating)


@dataclass(frozen=True, slots=True)
class Blend:
    """The joined ratings of every candidate: float64 columns in [0, 1], one value a candidate.

    `for_seeker` is x, `for_candidate` y, `score` their harmonic mean (not rounded yet); `quorate`
    is False where too little of the weight has an opinion.
    """

    for_seeker: Column
    for_candidate: Column
    score: Column
    quorate: NDArray[np.bool_]


def blend(
    for_seeker: Mapping[str, Scores],
    for_candidate: Mapping[str, Scores],
    weights: Mapping[str, float],
    size: int,
) -> Blend:
    """Join the columns of the scorers that `weights` names; each has `size` values, NaN allowed.

    Weights are finite and above 0; only their proportions count. Without any, nobody is quorate.
    """
    largest = max(weights.values(), default=1.0)
    scaled = {name: weight / largest for name, weight in weights.items()}
    x, heard_for_seeker = _mean(for_seeker, scaled, size)
    y, heard_for_candidate = _mean(for_candidate, scaled, size)
    heard = np.minimum(heard_for_seeker, heard_for_candidate)
    needed = QUORUM * sum(scaled.values()) * (1 - _ROUNDING)
    return Blend(x, y, harmonic(x, y), (heard >= needed) & (heard > 0))


def _mean(
    columns: Mapping[str, Scores], weights: Mapping[str, float], size: int
) -> tuple[Column, Column]:
    """Weighted mean over the opinions, 0 without any, and the weight that had an opinion."""
    said = np.zeros(size)
    heard = np.zeros(size)
    for name, weight in weights.items():
        column = columns[name].astype(np.float64)
        opinion = ~np.isnan(column)
        heard += weight * opinion
        said += weight * np.where(opinion, column, 0.0)
    return np.divide(said, heard, out=np.zeros(size), where=heard > 0), heard


def harmonic(x: NDArray[Real], y: NDArray[Real]) -> NDArray[Real]:
    """2xy/(x+y), 0 where x+y = 0; range [0, 1] for x and y in [0, 1]."""
    both = np.maximum(x + y, _SMALLEST)
    return 2 * x * np.divide(y, both, out=both)


def rounded(score: float) -> float:
    """One score to DECIMALS, as `np.round` does it in a column, which for one takes far longer."""
    return round(score * _UNITS) / _UNITS


def shares(opinions: Mapping[str, float | None], weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of one pair in one direction: 0 without an opinion, together 1 if there is any.

    `opinions` are the ratings of the scorers that `weights` names, None without an opinion.
    """
    largest = max(weights.values(), default=1.0)
    heard = {
        name: 0.0 if opinions[name] is None else weight / largest
        for name, weight in weights.items()
    }
    total = sum(heard.values())
    return {name: weight / total if total else 0.0 for name, weight in heard.items()}


def slopes(x: float, y: float) -> tuple[float, float]:
    """How much of uᵢ·fᵢ and of vᵢ·bᵢ reaches the score: 2y²/(x+y)² and 2x²/(x+y)².

    The partial derivatives of the harmonic mean, each in [0, 2]; 0 where x+y = 0.
    """
    both = x + y
    if both <= 0:
        return 0.0, 0.0
    return 2 * (y / both) ** 2, 2 * (x / both) ** 2
