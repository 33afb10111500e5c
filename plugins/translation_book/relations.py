"""How near two situations of the book are: they share words, skills and submarkets."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .book import SUBMARKETS, Entry, Situation
from .phrases import read_phrase

Matrix = NDArray[np.float64]

_SHARES: tuple[tuple[Callable[[Situation], Counter[str]], float], ...] = (
    (lambda situation: _terms(situation.creative), 0.4),
    (lambda situation: _terms(situation.skills), 0.2),
    (lambda situation: _terms(situation.firm), 0.2),
    (lambda situation: Counter(dict(situation.submarkets)), 0.2),
)


def related(situations: Sequence[Situation], smoothing: float) -> Matrix:
    """Nearness of each situation to each other, 1 on the diagonal, positive semidefinite.

    The cosines over words, skills and submarkets are averaged and squared, which leaves what is
    clearly near; `smoothing` (0 to 1) is how much of that counts. Situations of firms and wishes
    of creatives are never near. A square of shape (situations, situations).
    """
    near = np.zeros((len(situations), len(situations)))
    for features, share in _SHARES:
        near += share * _cosines([features(situation) for situation in situations])
    sought = np.array([situation.sought_by_creative for situation in situations])
    near *= sought[:, None] == sought[None, :]
    # Products of positive semidefinite matrices, element by element, stay so (Schur, 1911).
    near = smoothing * near**2
    np.fill_diagonal(near, 1.0)
    return near


def submarket_rows(situations: Sequence[Situation]) -> Matrix:
    """The weight of each submarket in each situation, 0 to 1; shape (situations, 13)."""
    rows = [[each.submarkets.get(name, 0) for name in SUBMARKETS] for each in situations]
    return np.array(rows, dtype=float).reshape(-1, len(SUBMARKETS)) / 3


def _terms(entries: Iterable[Entry]) -> Counter[str]:
    words = (word for entry in entries for word in read_phrase(entry).words)
    return Counter(term for word in words for term in word.terms)


def _cosines(features: Sequence[Counter[str]]) -> Matrix:
    names = sorted(set().union(*features))
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(features), len(names)))
    for row, counts in enumerate(features):
        for name, count in counts.items():
            table[row, column[name]] = np.sqrt(count)
    table *= np.log1p(len(features) / np.maximum((table > 0).sum(axis=0), 1))
    length = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(length > 0, length, 1.0)
    return table @ table.T
