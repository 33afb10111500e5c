"""The ratings of a pool by the book, for as many of its rows as are asked for."""

from dataclasses import dataclass

import numpy as np

from matchmaker.scoring import ABSTAIN, Scores
from matchmaker.scoring.blocks import Rows, reduced
from matchmaker.scoring.ingredients import Ingredient

from .lines import OTHER, Lines
from .similarity import Calibration, Row
from .strengths import KINDS


@dataclass(frozen=True, slots=True, eq=False)
class Similarity(Ingredient):
    """How near `lines` are to the only line of `seeker`, by what `benefits` wants above all."""

    lines: Lines
    seeker: Lines
    benefits: str
    other_side: float
    curve: Calibration

    def __len__(self) -> int:
        return len(self.lines)

    def at(self, rows: Rows) -> Scores:
        return self._rate(rows)

    def everywhere(self) -> Scores:
        return self._rate(None)

    def most(self) -> Row:
        raw = self.lines.most(self.seeker, self.benefits, self.other_side)
        return np.where(reduced(np.logical_and, self._rated(None)), self.curve(raw), 1.0)

    def _rate(self, rows: Rows | None) -> Scores:
        raw = self.lines.similarity(self.seeker, self.benefits, self.other_side, rows)
        return np.where(self._rated(rows), self.curve(raw), ABSTAIN).astype(np.float32)

    def _rated(self, rows: Rows | None) -> np.ndarray:
        some = slice(None) if rows is None else rows
        partner = KINDS.index(OTHER[KINDS[int(self.seeker.kind[0])]])
        return self.lines.speaks[some] & (self.lines.kind[some] == partner)
