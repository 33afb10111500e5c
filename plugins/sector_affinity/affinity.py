"""The ratings of a pool for one seeker, for as many of its rows as are asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaker.scoring import Scores
from matchmaker.scoring.blocks import Rows, blocks_of
from matchmaker.scoring.ingredients import Ingredient, Lookup

from .groups import Grouped, Groups, Some
from .table import Grid


@dataclass(frozen=True, slots=True, eq=False)
class Affinity(Ingredient):
    """`fit` gives one value for each of some groups; the share `bonus` of what it lacks to 1 is
    added where they meet the `codes` that the seeker names."""

    grouped: Grouped
    fit: Callable[[Groups, Some], Grid]
    bonus: float
    codes: frozenset[str]

    def __len__(self) -> int:
        return len(self.grouped)

    def at(self, rows: Rows) -> Scores:
        groups, place = np.unique(self.grouped.of_row[rows], return_inverse=True)
        return self.rate(self.grouped.groups, groups)[place]

    def everywhere(self) -> Scores:
        return self.rate(self.grouped.groups)[self.grouped.of_row]

    def rate(self, groups: Groups, some: Some = slice(None)) -> Scores:
        """The ratings of some groups."""
        return self._with(groups.named(self.codes, some), self.fit(groups, some))

    def most(self) -> Grid:
        return np.ones(blocks_of(len(self)))

    def lookup(self) -> Lookup | None:
        """Classes do not tell which sectors a creative names: from none to the nearest of all."""
        classes, class_of_row = self.grouped.classes, self.grouped.class_of_row
        if classes is None or class_of_row is None:
            return None
        fit, named = self.fit(classes, slice(None)), classes.named(self.codes)
        nearest = self.grouped.groups.most_named(self.codes)
        most = np.where(classes.creatives, np.where(classes.silent, 0.0, nearest), named)
        least = np.where(classes.creatives, 0.0, named)
        heard = ~np.isnan(fit)
        upper = np.where(heard, self._with(most, fit), np.float32(1))
        lower = np.where(heard, self._with(least, fit), np.float32(0))
        return Lookup(class_of_row, upper, lower, heard)

    def _with(self, named: Grid, fit: Grid) -> Scores:
        return (fit + self.bonus * named * (1 - fit)).astype(np.float32)
