"""The pass over a whole pool: prepares what the kernel reads, and reads what it wrote."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.scoring.blend import harmonic
from matchmaker.scoring.blocks import Rows, blocks_of
from matchmaker.scoring.fused import kernels
from matchmaker.scoring.fused.layout import Layout, fixed
from matchmaker.scoring.fused.recipe import Recipe
from matchmaker.scoring.ingredients import SparseProduct
from matchmaker.scoring.postings import Floats
from matchmaker.scoring.topics import TopicQuery


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Ascending rows, and their exact products in both directions: (2, rows)."""

    rows: Rows
    products: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The search for one seeker, led by the sparse products of the scorer `products`."""

    layout: Layout
    recipe: Recipe
    products: str

    def best(self, allowed: Any, limit: int, slack: float) -> Found:
        """The best `limit` of the allowed rows, all within `slack` of them, and some others."""
        pair = self.recipe.product_pair(self.products)
        assert pair is not None
        most, least = self._of_blocks()
        slabs = pair[0].postings.slabs
        pieces = self.layout.pieces(slabs)
        promise = harmonic(*most)[pieces[:, 3]]
        pieces = pieces[np.lexsort((-promise, pieces[:, 0]))]
        best = np.full(limit, -1.0)
        size = int(np.count_nonzero(allowed))
        found, bounds = np.empty(size, dtype=np.int32), np.empty(size)
        products = np.empty((2, size))
        sums = self.layout.scratch.lend()
        try:
            sides = self._side(pair[0], sums[0]), self._side(pair[1], sums[1])
            limits = most.astype(np.float32), least.astype(np.float32)
            count = kernels.search(
                pieces, slabs, allowed, *sides, self._lookup(), *limits, self._topics(), best,
                slack, found, products, bounds,
            )  # fmt: skip
        finally:
            self.layout.scratch.give_back(sums)
        kept = np.flatnonzero(bounds[:count] >= best.min() - slack - kernels.MARGIN)
        kept = kept[np.argsort(found[kept])]
        return Found(found[kept].astype(np.intp), products[:, kept])

    def _of_blocks(self) -> tuple[Floats, Floats]:
        """What the scorers add that the kernel does not look at one by one."""
        looked_at = self.products, self.recipe.lookups(), self.recipe.topics()
        rest = [name for name in self.recipe.asked if name not in looked_at]
        return self.recipe.most(rest, blocks_of(self.layout.size)), self.recipe.least(
            rest, blocks_of(self.layout.size)
        )

    def _side(self, side: SparseProduct, sums: Floats) -> tuple[Any, ...]:
        shift = np.float32((side.curve.middle + side.offset) / side.curve.width)
        weight = np.float32(self.recipe.weights[self.products])
        query = side.terms, side.values, sums
        return (*self.layout.postings(side), *query, *self.layout.odds(side), shift, weight)

    def _lookup(self) -> tuple[Any, ...]:
        """The class of each row; by class what it adds at most, at least, and the weight heard."""
        name = self.recipe.lookups()
        pair = self.recipe.lookup_pair(name) if name is not None else None
        if name is None or pair is None:
            nothing = np.zeros((2, 1), dtype=np.float32)
            return self.layout.one_class, nothing, nothing, nothing
        weight = np.float32(self.recipe.weights[name])
        most = weight * np.stack([each.most for each in pair])
        least = weight * np.stack([each.least for each in pair])
        heard = weight * np.stack([each.heard for each in pair]).astype(np.float32)
        return self.layout.column(pair[0].class_of_row), most, least, heard

    def _topics(self) -> tuple[Any, ...]:
        name = self.recipe.topics()
        pair = self.recipe.topic_pair(name) if name is not None else None
        if name is None or pair is None:
            return _NO_TOPICS
        there = pair[0]
        curves = np.array([[side.curve.middle, side.curve.width] for side in pair])
        factors = np.array([[field.factor for field in side.fields] for side in pair])
        who = self.layout.column(there.speaking), self.layout.column(there.kinds), there.partner
        fields = (self._field(field) for field in there.fields)
        return (self.recipe.weights[name], curves, factors, there.centring, *who, *fields)

    def _field(self, query: TopicQuery) -> tuple[Any, ...]:
        return (*self.layout.topics(query.rows), query.wanted, query.hinted, query.usual)


def _no_field() -> tuple[Any, ...]:
    types = (np.int64, np.uint16, np.float32, np.int32, np.float32, np.float32, np.float32)
    return (*(fixed(np.zeros(1, dtype=each)) for each in types), np.zeros(1), np.zeros(1), 0.0)


_NO_TOPICS = (
    0.0,
    np.ones((2, 2)),
    np.zeros((2, 2)),
    0.0,
    fixed(np.zeros(1, dtype=np.bool_)),
    fixed(np.zeros(1, dtype=np.int8)),
    0,
    _no_field(),
    _no_field(),
)
