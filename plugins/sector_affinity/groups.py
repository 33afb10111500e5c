"""A pool by its distinct combinations of kind, sectors and submarkets, and how those fit."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Pool
from matchmaker.scoring.postings import ragged

from .sectors import Closeness, known_codes, row_keys
from .table import SUBMARKETS, Grid, worth_by_key

FOCUS = 3
"""So many named sectors count in full; of more, each counts the less the more there are."""

MOST_CLASSES = 2**16
SOME_SECTION = "A"
"""Stands for whatever sectors a creative names."""

Mask = NDArray[np.bool_]
Some = NDArray[np.integer] | slice
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


Told = tuple[str, frozenset[str], frozenset[str]]
"""Kind, sectors and submarkets."""


class Groups:
    """Distinct combinations, rated once each, however many profiles share one.

    `firms` and `creatives` are masks over the groups. Groups point to distinct sector sets and
    submarket sets, for which `rows`, `ticks`, … hold one line each. Where `some` groups are asked
    for, they are numbers of groups, by default all.
    """

    def __init__(self, told: Iterable[Told], smoothing: float) -> None:
        groups = list(told)
        self.firms: Mask = np.array([kind == "kmu" for kind, _, _ in groups], dtype=bool)
        self.creatives: Mask = np.array([kind == "creative" for kind, _, _ in groups], dtype=bool)
        ticks, self._submarket_set = _distinct(ticked(submarkets) for _, _, submarkets in groups)
        sectors, self._sector_set = _distinct(known_codes(codes) for _, codes, _ in groups)
        self.ticks: Mask = np.array(ticks, dtype=bool).reshape(-1, len(SUBMARKETS))
        self.rows: Grid = np.array([row_of(codes, smoothing) for codes in sectors], dtype=float)
        self.rows = self.rows.reshape(-1, len(SUBMARKETS))
        self._index(sectors)

    def __len__(self) -> int:
        return len(self.firms)

    @property
    def silent(self) -> Mask:
        """Which groups name no known sector."""
        return self._silent[self._sector_set]

    def _index(self, sectors: list[frozenset[str]]) -> None:
        self._silent: Mask = np.array([not codes for codes in sectors], dtype=bool)
        self._focus: Grid = np.array([focus(codes) for codes in sectors], dtype=float)
        vocabulary = sorted(frozenset().union(*sectors))
        self._closeness = Closeness(vocabulary)
        number = {code: index for index, code in enumerate(vocabulary, start=1)}
        # Number 0 stands for "no code", so that an empty set still has something to reduce.
        lists = [[0, *sorted(number[code] for code in codes)] for codes in sectors]
        self._numbers = np.array([index for one in lists for index in one], dtype=np.int32)
        self._ends = np.cumsum([0, *map(len, lists)])

    def worth_to_firm(self, row: Grid, some: Some = slice(None)) -> Grid:
        """What groups of creatives are worth to a firm with this `row_of`; firms are NaN.

        A creative who ticks nothing but names sectors counts as the row's mean.
        """
        count = self.ticks.sum(axis=1)
        at_least_one = np.maximum(count, 1)
        mean = np.where(count > 0, self.ticks @ row / at_least_one, row.mean())
        best = np.where(self.ticks, row, 0.0).max(axis=1, initial=0.0)
        fit = np.where(count > 0, damped(best, mean, at_least_one), mean)
        sets = self._submarket_set[some]
        says_nothing = (count == 0)[sets] & self.silent[some]
        return np.where(self.creatives[some] & ~says_nothing, fit[sets], ABSTAIN)

    def worth_to_creative(self, ticks: Mask, some: Some = slice(None)) -> Grid:
        """What groups of firms are worth to a creative with these ticks; creatives are NaN.

        No tick at all counts as the mean of each firm's row.
        """
        rows = self.rows[self._sector_set[some]]
        if ticks.any():
            cells = rows[:, ticks]
            best = cells.max(axis=1, initial=0.0)
            fit = damped(best, cells.mean(axis=1), int(ticks.sum()))
        else:
            fit = rows.mean(axis=1)
        return np.where(self.firms[some], fit, ABSTAIN)

    def named(self, codes: frozenset[str], some: Some = slice(None)) -> Grid:
        """How well the sectors of groups meet these known codes, from 0 to 1."""
        sets = self._sector_set[some]
        if not codes or not len(sets):
            return np.zeros(len(sets))
        near = np.concatenate(([0.0], self._closeness.to_any(codes)))
        lengths = np.diff(self._ends)[sets]
        places = ragged(self._ends[:-1][sets], lengths)
        best = np.maximum.reduceat(near[self._numbers[places]], np.cumsum(lengths) - lengths)
        return best * self._focus[sets] * focus(codes)

    def most_named(self, codes: frozenset[str]) -> float:
        """The most that `named` can be for any group."""
        return float(self._closeness.to_any(codes).max(initial=0.0) if codes else 0.0)


class Grouped:
    """A pool by its groups, and by coarser classes that fit two bytes.

    `classes` are these, `class_of_row` the class of each row: of creatives it knows whether
    they name sectors, not which. Both are None where there are too many.
    """

    def __init__(self, pool: Pool, smoothing: float) -> None:
        told: dict[Told, int] = {}
        keys = ((profile.kind, profile.sectors, profile.submarkets) for profile in pool)
        self.of_row = np.fromiter(
            (told.setdefault(key, len(told)) for key in keys), np.int32, len(pool)
        )
        self.groups = Groups(told, smoothing)
        classes, class_of_group = _distinct(map(_without_names, told))
        self.classes: Groups | None = None
        self.class_of_row: NDArray[np.uint16] | None = None
        if len(classes) < MOST_CLASSES:
            self.classes = Groups(classes, smoothing)
            self.class_of_row = class_of_group.astype(np.uint16)[self.of_row]

    def __len__(self) -> int:
        return len(self.of_row)


def _without_names(told: Told) -> Told:
    kind, sectors, submarkets = told
    if kind != "creative":
        return told
    return kind, frozenset({SOME_SECTION} if known_codes(sectors) else ()), submarkets


def _distinct(values: Iterable[T]) -> tuple[list[T], NDArray[np.intp]]:
    """The distinct values in order of first appearance, and for each value its number there."""
    numbers: dict[T, int] = {}
    places = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), np.array(places, dtype=np.intp)
