"""Similarity over a few topics: rows speak of topics, weakly or strongly, and so does a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.ingredients import Ingredient, Logistic
from matchmaker.scoring.postings import Floats, Rows
from matchmaker.scoring.scorer import ABSTAIN, Scores
from matchmaker.scoring.sparse import NarrowRows

Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TopicRows:
    """What rows say of one field of topics, as vectors of length at most 1.

    A vector is the row of `said` plus `share` times what its class hints at. `told` in [0, 1] says
    how much the row tells at all, `hub` how near it is to everybody.
    """

    said: NarrowRows
    class_of_row: NDArray[np.int32]
    share: Column
    told: Column
    hub: Column


@dataclass(frozen=True, slots=True, eq=False)
class TopicQuery:
    """Rows of one field and a query of length at most 1 to compare them with.

    `wanted` is by topic what a row gains by it, `hinted` by class what hints gain; `usual` is the
    nearness to everybody that has to be exceeded beside the row's hub. `factor` weighs the field.
    """

    rows: TopicRows
    wanted: Floats
    hinted: Floats
    usual: float
    factor: float

    def leads(self, centring: float, rows: Rows | None = None) -> Floats:
        """How much nearer than usual rows are, weighed by what they tell."""
        own, some = self.rows, slice(None) if rows is None else rows
        hinted = self.hinted[own.class_of_row[some]] * own.share[some]
        near = own.said.products(self.wanted, rows) + hinted
        told = own.told[some].astype(np.float64)
        return told * (near - centring * (self.usual + own.hub[some]))

    def leads_alike(self, other: "TopicQuery") -> bool:
        """Whether both have the same leads."""
        return (
            self.rows is other.rows
            and self.usual == other.usual
            and np.array_equal(self.wanted, other.wanted)
            and np.array_equal(self.hinted, other.hinted)
        )


@dataclass(frozen=True, slots=True, eq=False)
class TopicProduct(Ingredient):
    """The curve at the sum of the leads of several fields.

    Rows have an opinion where they are `speaking` and of the kind with the number `partner`.
    """

    costly: ClassVar[bool] = True

    fields: tuple[TopicQuery, ...]
    centring: float
    curve: Logistic
    speaking: NDArray[np.bool_]
    kinds: NDArray[np.int8]
    partner: int

    def __len__(self) -> int:
        return len(self.kinds)

    def at(self, rows: Rows) -> Scores:
        return self._rate(rows)

    def beside(self, other: Ingredient, rows: Rows) -> tuple[Scores, Scores]:
        if not (isinstance(other, TopicProduct) and self._leads_alike(other)):
            return self.at(rows), other.at(rows)
        leads = [each.leads(self.centring, rows) for each in self.fields]
        there, back = self._sum(leads), other._sum(leads)
        return self._curved(there, rows), other._curved(back, rows)

    def everywhere(self) -> Scores:
        return self._rate(None)

    def raw(self, rows: Rows | None = None) -> Floats:
        """The sum of the weighed leads of the rows, by default all."""
        return self._sum([each.leads(self.centring, rows) for each in self.fields])

    def _sum(self, leads: Sequence[Floats]) -> Floats:
        fields = zip(self.fields, leads, strict=True)
        return sum((field.factor * lead for field, lead in fields), np.zeros(1))

    def _leads_alike(self, other: "TopicProduct") -> bool:
        if self.centring != other.centring or len(self.fields) != len(other.fields):
            return False
        pairs = zip(self.fields, other.fields, strict=True)
        return all(one.leads_alike(another) for one, another in pairs)

    def _rate(self, rows: Rows | None) -> Scores:
        return self._curved(self.raw(rows), rows)

    def _curved(self, raw: Floats, rows: Rows | None) -> Scores:
        rated = np.where(self._heard(rows), self.curve(raw), ABSTAIN)
        return rated.astype(np.float32)

    def _heard(self, rows: Rows | None) -> NDArray[np.bool_]:
        some = slice(None) if rows is None else rows
        return self.speaking[some] & (self.kinds[some] == self.partner)
