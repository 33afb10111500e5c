"""A pool by its distinct combinations of kind, sectors and submarkets, and how those fit."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Pool

from .sectors import Codes, known_codes, row_keys
from .table import SUBMARKETS, Grid, worth_by_key

FOCUS = 3
"""So many named sectors count in full; of more, each counts the less the more there are."""

Mask = NDArray[np.bool_]
T = TypeVar("T")


def ticked(submarkets: Iterable[str]) -> tuple[bool, ...]:
    """The known submarkets as 13 booleans in the order of the table's columns."""
    told = set(submarkets)
    return tuple(submarket in told for submarket in SUBMARKETS)


def focus(codes: frozenset[str]) -> float:
    """1 for up to FOCUS sectors, then falling: naming everything is naming nothing."""
    return min(1.0, FOCUS / max(len(codes), 1))


def damped(best: Grid, mean: Grid, count: int | NDArray[np.intp]) -> Grid:
    """Several cells as one value: their mean, and the best cell's lead over it divided by their
    number. Never above the best, and near the mean for those who tick everything."""
    return mean + (best - mean) / count


def row_of(codes: frozenset[str], smoothing: float) -> Grid:
    """The 13 submarkets' worth to a firm with these known codes; NaN where it has none."""
    keys = row_keys(codes)
    if not keys:
        return np.full(len(SUBMARKETS), ABSTAIN)
    rows = np.array([worth_by_key(smoothing)[key] for key in keys])
    return damped(rows.max(axis=0), rows.mean(axis=0), len(rows))


class Groups:
    """Rated once each, however many profiles share a combination.

    `of_row` maps rows of the pool to groups. Groups point to distinct sector sets and submarket
    sets, for which `rows`, `ticks`, … hold one line each, and of each code the sector sets that
    hold it. Whoever has no part in a rating points behind the last set, where NaN is put.
    """

    def __init__(self, pool: Pool, smoothing: float) -> None:
        told: dict[tuple[str, frozenset[str], frozenset[str]], int] = {}
        keys = ((profile.kind, profile.sectors, profile.submarkets) for profile in pool)
        self.of_row = np.fromiter(
            (told.setdefault(key, len(told)) for key in keys), np.int32, len(pool)
        )
        firms: Mask = np.array([kind == "kmu" for kind, _, _ in told], dtype=bool)
        creatives: Mask = np.array([kind == "creative" for kind, _, _ in told], dtype=bool)
        ticks, submarket_set = _distinct(ticked(submarkets) for _, _, submarkets in told)
        sectors, self._sector_set = _distinct(known_codes(codes) for _, codes, _ in told)
        self.ticks: Mask = np.array(ticks, dtype=bool).reshape(-1, len(SUBMARKETS))
        self.rows: Grid = np.array([row_of(codes, smoothing) for codes in sectors], dtype=float)
        self.rows = self.rows.reshape(-1, len(SUBMARKETS))
        self._index(sectors)
        self._count = self.ticks.sum(axis=1)
        heard = (self._count > 0)[submarket_set] | ~self._silent[self._sector_set]
        self._worth_to_firm = np.where(creatives & heard, submarket_set, len(self.ticks))
        self._worth_to_creative = np.where(firms, self._sector_set, len(self.rows))

    def __len__(self) -> int:
        return len(self._sector_set)

    def _index(self, sectors: list[frozenset[str]]) -> None:
        self._silent: Mask = np.array([not codes for codes in sectors], dtype=bool)
        self._focus: Grid = np.array([focus(codes) for codes in sectors], dtype=float)
        vocabulary = sorted(frozenset().union(*sectors))
        self._vocabulary = Codes(vocabulary)
        number = {code: index for index, code in enumerate(vocabulary)}
        named = sorted((number[code], at) for at, codes in enumerate(sectors) for code in codes)
        numbers, holders = np.array(named, dtype=np.int32).reshape(-1, 2).T
        self._holders, ends = np.ascontiguousarray(holders), np.arange(len(vocabulary) + 1)
        self._holders_from = np.searchsorted(numbers, ends)

    def worth_to_firm(self, row: Grid) -> Grid:
        """What each group of creatives is worth to a firm with this `row_of`; firms are NaN.

        A creative who ticks nothing but names sectors counts as the row's mean.
        """
        at_least_one = np.maximum(self._count, 1)
        mean = np.where(self._count > 0, self.ticks @ row / at_least_one, row.mean())
        best = np.where(self.ticks, row, 0.0).max(axis=1, initial=0.0)
        fit = np.where(self._count > 0, damped(best, mean, at_least_one), mean)
        return np.append(fit, ABSTAIN)[self._worth_to_firm]

    def worth_to_creative(self, ticks: Mask) -> Grid:
        """What each group of firms is worth to a creative with these ticks; creatives are NaN.

        No tick at all counts as the mean of each firm's row.
        """
        if ticks.any():
            cells = self.rows[:, ticks]
            best = cells.max(axis=1, initial=0.0)
            fit = damped(best, cells.mean(axis=1), int(ticks.sum()))
        else:
            fit = self.rows.mean(axis=1)
        return np.append(fit, ABSTAIN)[self._worth_to_creative]

    def named(self, codes: frozenset[str]) -> Grid:
        """How well each group's sectors meet these known codes, from 0 to 1."""
        if not codes or not len(self):
            return np.zeros(len(self))
        near = self._vocabulary.closeness(codes)
        best = np.zeros(len(self._silent))
        # Few codes are near at all; the nearest has the last word.
        for code in np.argsort(near, kind="stable")[np.count_nonzero(near == 0) :].tolist():
            start, end = self._holders_from[code : code + 2]
            best[self._holders[start:end]] = near[code]
        return (best * self._focus * focus(codes))[self._sector_set]


def _distinct(values: Iterable[T]) -> tuple[list[T], NDArray[np.intp]]:
    """The distinct values in order of first appearance, and for each value its number there."""
    numbers: dict[T, int] = {}
    places = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(places, dtype=np.intp)
