"""A pool by its distinct combinations of kind, sectors and submarkets, and how those fit."""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Pool

from .sectors import LEVELS, Codes, known_codes, row_keys
from .table import SUBMARKETS, Grid, worth_by_key

FOCUS = 3
"""So many named sectors count in full; of more, each counts the less the more there are."""

Lines = NDArray[np.int32]
Mask = NDArray[np.bool_]
T = TypeVar("T")


def ticked(submarkets: Iterable[str]) -> tuple[bool, ...]:
    """The known submarkets as 13 booleans in the order of the table's columns."""
    told = set(submarkets)
    return tuple(submarket in told for submarket in SUBMARKETS)


def focus(count: int | NDArray[np.int32]) -> Grid:
    """1 for up to FOCUS sectors, then falling: naming everything is naming nothing."""
    return np.minimum(1.0, FOCUS / np.maximum(count, 1))


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


class Worth(NamedTuple):
    """What groups are worth to somebody, sectors in common aside: `by_line[line_of_group]`."""

    by_line: Grid
    line_of_group: Lines


class Groups:
    """Rated once each, however many profiles share a combination.

    `of_row` maps rows of the pool to groups. What a group is worth, sectors in common aside, lies
    to a firm in its submarkets, to a creative in its sectors: one line of `ticks` or of `rows`.
    Whoever has no part in a rating points behind the last line, where NaN is put. Of each code
    there are the groups that hold it, one code's after the other's.
    """

    def __init__(self, pool: Pool, smoothing: float) -> None:
        told: dict[tuple[str, frozenset[str], frozenset[str]], int] = {}
        keys = ((profile.kind, profile.sectors, profile.submarkets) for profile in pool)
        self.of_row = np.fromiter(
            (told.setdefault(key, len(told)) for key in keys), np.int32, len(pool)
        )
        firms: Mask = np.array([kind == "kmu" for kind, _, _ in told], dtype=bool)
        creatives: Mask = np.array([kind == "creative" for kind, _, _ in told], dtype=bool)
        sectors = [known_codes(codes) for _, codes, _ in told]
        ticks, tick_set = _distinct(ticked(submarkets) for _, _, submarkets in told)
        self.ticks: Mask = np.array(ticks, dtype=bool).reshape(-1, len(SUBMARKETS))
        self._count = self.ticks.sum(axis=1)
        self._index(sectors)
        heard = (self._count > 0)[tick_set] | (self._named > 0)
        self._worth_to_firm = np.where(creatives & heard, tick_set, len(ticks)).astype(np.int32)
        of_firms, sector_set = _distinct(compress(sectors, firms))
        rows = [row_of(codes, smoothing) for codes in of_firms]
        self.rows: Grid = np.array(rows, dtype=float).reshape(-1, len(SUBMARKETS))
        self._worth_to_creative = np.full(len(told), len(rows), dtype=np.int32)
        self._worth_to_creative[firms] = sector_set

    def __len__(self) -> int:
        return len(self._worth_to_firm)

    def _index(self, sectors: Sequence[frozenset[str]]) -> None:
        self._named = np.array([len(codes) for codes in sectors], dtype=np.int32)
        self._vocabulary = Codes(frozenset().union(*sectors))
        number = {code: place for place, code in enumerate(self._vocabulary.ordered)}
        named = sorted((number[code], at) for at, codes in enumerate(sectors) for code in codes)
        numbers, holders = np.array(named, dtype=np.int32).reshape(-1, 2).T
        self._holders = np.ascontiguousarray(holders)
        self._holders_from = np.searchsorted(numbers, np.arange(len(number) + 1))

    def worth_to_firm(self, row: Grid) -> "Worth":
        """What each group of creatives is worth to a firm with this `row_of`; firms are NaN.

        A creative who ticks nothing but names sectors counts as the row's mean.
        """
        at_least_one = np.maximum(self._count, 1)
        mean = np.where(self._count > 0, self.ticks @ row / at_least_one, row.mean())
        best = np.where(self.ticks, row, 0.0).max(axis=1, initial=0.0)
        fit = np.where(self._count > 0, damped(best, mean, at_least_one), mean)
        return Worth(np.append(fit, ABSTAIN), self._worth_to_firm)

    def worth_to_creative(self, ticks: Mask) -> "Worth":
        """What each group of firms is worth to a creative with these ticks; creatives are NaN.

        No tick at all counts as the mean of each firm's row.
        """
        if ticks.any():
            cells = self.rows[:, ticks]
            best = cells.max(axis=1, initial=0.0)
            fit = damped(best, cells.mean(axis=1), int(ticks.sum()))
        else:
            fit = self.rows.mean(axis=1)
        return Worth(np.append(fit, ABSTAIN), self._worth_to_creative)

    def named(self, codes: frozenset[str]) -> tuple[NDArray[np.int32], Grid]:
        """The groups whose sectors meet these known codes, some of them told repeatedly, and how
        well they do, above 0 and up to 1."""
        near = np.empty(len(self))
        met = [self._holders[:0]]
        # A deeper level has the last word.
        for level, closeness in reversed(LEVELS.items()):
            for code in codes:
                places = self._vocabulary.sharing(code, level)
                start, stop = self._holders_from[[places.start, places.stop]]
                holders = self._holders[start:stop]
                near[holders] = closeness
                met.append(holders)
        groups = np.concatenate(met)
        return groups, near[groups] * focus(self._named[groups]) * focus(len(codes))


def _distinct(values: Iterable[T]) -> tuple[list[T], NDArray[np.intp]]:
    """The distinct values in order of first appearance, and for each value its number there."""
    numbers: dict[T, int] = {}
    places = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(places, dtype=np.intp)
