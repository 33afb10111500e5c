"""How near two topics of the book are: situations share words and skills, and trades help."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .book import HEAVIEST, SUBMARKETS, Entry, Situation, Trade
from .phrases import read_phrase

Matrix = NDArray[np.float64]

_SHARES: tuple[tuple[Callable[[Situation], Counter[str]], float], ...] = (
    (lambda situation: _terms(situation.creative), 0.4),
    (lambda situation: _terms(situation.skills), 0.2),
    (lambda situation: _terms(situation.firm), 0.2),
    (lambda situation: Counter(dict(situation.submarkets)), 0.2),
)


REACH = 0.95
"""How near a trade is, at most, to what it helps in: not everybody of a trade can help there."""


def related(alike: Matrix, helping: Matrix, smoothing: float) -> Matrix:
    """Nearness of each topic to each other, 1 on the diagonal, positive semidefinite.

    Situations are as near as they are `alike`, of which `smoothing` (0 to 1) counts. A trade is
    near to the situations in which it is `helping`, and to what these are near to; the fewer they
    are, the nearer. A square of shape (topics, topics), situations first.
    """
    between = smoothing * alike
    np.fill_diagonal(between, 1.0)
    length = np.sqrt(np.einsum("ij,ij->i", helping @ between, helping))
    helps = helping * (REACH / np.where(length > 0, length, 1.0))[:, np.newaxis]
    to_trades = between @ helps.T
    near = np.block([[between, to_trades], [to_trades.T, helps @ to_trades]])
    np.fill_diagonal(near, 1.0)
    return near


def trade_rows(situations: Sequence[Situation], trades: Sequence[Trade]) -> Matrix:
    """How much each trade helps in each situation, 0 to 1; shape (trades, situations)."""
    rows = [[each.trades.get(trade.id, 0) for each in situations] for trade in trades]
    return np.array(rows, dtype=float).reshape(-1, len(situations)) / HEAVIEST


def alike(situations: Sequence[Situation]) -> Matrix:
    """How alike situations are, 0 to 1; shape (situations, situations).

    The cosines over words, skills and submarkets are averaged and squared, which leaves what is
    clearly near. Situations of firms and wishes of creatives are never alike.
    """
    near = np.zeros((len(situations), len(situations)))
    for features, share in _SHARES:
        near += share * _cosines([features(situation) for situation in situations])
    sought = np.array([situation.sought_by_creative for situation in situations])
    near *= sought[:, None] == sought[None, :]
    # Products of positive semidefinite matrices, element by element, stay so (Schur, 1911).
    return near**2


def submarket_rows(situations: Sequence[Situation], topics: int) -> Matrix:
    """The weight of each submarket in each topic, 0 to 1, 0 in trades; shape (topics, 13)."""
    rows = np.zeros((topics, len(SUBMARKETS)))
    for row, each in zip(rows, situations, strict=False):
        row[:] = [each.submarkets.get(name, 0) for name in SUBMARKETS]
    return rows / HEAVIEST


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
