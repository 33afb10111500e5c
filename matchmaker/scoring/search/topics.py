"""Similarity over a few topics: rows speak of topics, weakly or strongly, and so does a query."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.kernels import Topics, topic_leads, topic_ratings
from matchmaker.scoring.scorer import ABSTAIN, Scores
from matchmaker.scoring.search.ingredients import Ingredient, Logistic
from matchmaker.scoring.search.postings import Floats, Rows
from matchmaker.scoring.search.sparse import UNIT, NarrowRows


@dataclass(frozen=True, slots=True, eq=False)
class TopicRows:
    """What rows say of topics that fall into a few fields.

    In each field a row is a vector of length at most 1, times how much the row tells there at all,
    in [0, 1]: the row of `said`, plus a share of what its class hints at. `amounts` (rows, 3,
    fields) are that share, how much is told, and how near the vector is to everybody. `kinds` are
    numbers, below 0 for rows that nobody is compared with.
    """

    said: NarrowRows
    class_of_row: NDArray[np.int32]
    amounts: NDArray[np.float32]
    kinds: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.kinds)

    def only(self, row: int) -> "TopicRows":
        """One row as a pool of its own."""
        one = slice(row, row + 1)
        return TopicRows(
            self.said.only(row), self.class_of_row[one], self.amounts[one], self.kinds[one]
        )


@dataclass(frozen=True, slots=True, eq=False)
class TopicProduct(Ingredient):
    """The curve at how much nearer than usual rows are to a query, all fields together.

    `wanted` is by topic what a row gains by it, `hinted` (classes, fields) what hints gain; `told`
    and `pull` are by field what a row gains by telling anything there, and by being near to
    everybody, mostly below 0. Rows have an opinion where they are of the kind `partner`.
    """

    costly: ClassVar[bool] = True

    rows: TopicRows
    wanted: Floats
    hinted: Floats
    told: Floats
    pull: Floats
    curve: Logistic
    partner: int

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, rows: Rows) -> Scores:
        return self._rate(topic_leads(self._beside(self), rows)[0], rows)

    def beside(self, other: Ingredient, rows: Rows) -> tuple[Scores, Scores]:
        if not (isinstance(other, TopicProduct) and other.rows is self.rows):
            return self.at(rows), other.at(rows)
        there, back = topic_leads(self._beside(other), rows)
        return self._rate(there, rows), other._rate(back, rows)

    def sketch(self, other: Ingredient, rows: Rows) -> NDArray[np.float32] | None:
        if not (isinstance(other, TopicProduct) and other.rows is self.rows):
            return None
        curves = np.array([[each.curve.middle, each.curve.width] for each in (self, other)])
        kinds = self.rows.kinds
        return topic_ratings(self._beside(other), rows, curves, kinds, self.partner)

    def raw(self) -> Floats:
        """How much nearer than usual each row is, as the curve has it."""
        return topic_leads(self._beside(self), np.arange(len(self)))[0].astype(np.float64)

    def _beside(self, other: "TopicProduct") -> Topics:
        """This way and the other, as kernels go through them."""
        rows, both = self.rows, (self, other)
        gains = np.stack([each.wanted * UNIT for each in both], axis=1)
        return Topics(
            rows.said.entries,
            rows.class_of_row,
            rows.amounts,
            gains.astype(np.float32),
            np.stack([each.hinted for each in both], axis=2).astype(np.float32),
            np.stack([[each.told, each.pull] for each in both], axis=2).astype(np.float32),
        )

    def _rate(self, leads: NDArray[np.float32], rows: Rows) -> Scores:
        heard = self.rows.kinds[rows] == self.partner
        rated = self.curve(leads.astype(np.float64))
        return np.where(heard, rated, ABSTAIN).astype(np.float32)
