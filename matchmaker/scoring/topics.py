"""Similarity over a few topics: rows speak of topics, weakly or strongly, and so does a query."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.ingredients import Ingredient, Logistic
from matchmaker.scoring.postings import Floats, Rows
from matchmaker.scoring.scorer import ABSTAIN, Scores
from matchmaker.scoring.sparse import NarrowRows

MANY_ROWS = 4
"""Where more than this part of the rows is asked for, all of them cost no more than picking."""


@dataclass(frozen=True, slots=True, eq=False)
class TopicRows:
    """What rows say of topics that fall into a few fields.

    In each field a row is a vector of length at most 1, times how much the row tells there at all,
    in [0, 1]: the row of `said`, plus a share of what its class hints at. `amounts` (3, fields,
    rows), float32, are that share, how much is told, and how near the vector is to everybody.
    `kinds` are numbers, below 0 for rows that nobody is compared with.
    """

    said: NarrowRows
    class_of_row: NDArray[np.int32]
    amounts: NDArray[np.float32]
    kinds: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.kinds)

    def some(self, rows: Rows) -> "TopicRows":
        classes, kinds = self.class_of_row.take(rows), self.kinds.take(rows)
        return TopicRows(self.said.some(rows), classes, self.amounts.take(rows, axis=2), kinds)


@dataclass(frozen=True, slots=True, eq=False)
class TopicProduct(Ingredient):
    """The curve at how much nearer than usual rows are to a query, all fields together.

    `wanted` is by topic what a row gains by it, `hinted` (classes, fields) what hints gain; `told`
    and `pull` are by field what a row gains by telling anything there, and by being near to
    everybody, mostly below 0. Rows have an opinion where they are of the kind `partner`.
    """

    costly: ClassVar[bool] = True

    rows: TopicRows
    wanted: NDArray[np.float32]
    hinted: Floats
    told: Floats
    pull: Floats
    curve: Logistic
    partner: int

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, rows: Rows) -> Scores:
        return self._rate(self.rows.some(rows))

    def beside(self, other: Ingredient, rows: Rows) -> tuple[Scores, Scores]:
        if not (isinstance(other, TopicProduct) and other.rows is self.rows):
            return self.at(rows), other.at(rows)
        if len(rows) * MANY_ROWS > len(self):
            return self.everywhere()[rows], other.everywhere()[rows]
        some = self.rows.some(rows)
        return self._rate(some), other._rate(some)

    def everywhere(self) -> Scores:
        return self._rate(self.rows)

    def raw(self) -> Floats:
        """How much nearer than usual each row is, as the curve has it."""
        return self._raw(self.rows)

    def _raw(self, rows: TopicRows) -> Floats:
        lead = rows.said.products(self.wanted).astype(np.float64)
        shares, told, pulls = rows.amounts
        # Term by term, so that a sum is rounded alike however many rows there are.
        for field, hinted in enumerate(self.hinted.T):
            lead += hinted.take(rows.class_of_row) * shares[field]
            lead += self.told[field] * told[field]
            lead += self.pull[field] * pulls[field]
        return lead

    def _rate(self, rows: TopicRows) -> Scores:
        heard = rows.kinds == self.partner
        return np.where(heard, self.curve(self._raw(rows)), ABSTAIN).astype(np.float32)
