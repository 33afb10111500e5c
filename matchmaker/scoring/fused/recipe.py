"""What all scorers in force declare for one seeker, and which part of it is looked at when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.scoring.ingredients import Ingredient, Lookup, SparseProduct
from matchmaker.scoring.postings import Floats
from matchmaker.scoring.topics import TopicProduct

Directions = tuple[Ingredient, Ingredient]
Asked = Mapping[str, Directions]
"""By scorer the ingredients of what a candidate is worth to the seeker, and the other way round."""


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """The ingredients of all scorers in force, with weights that add up to 1."""

    asked: Asked
    weights: Mapping[str, float]

    @classmethod
    def of(cls, asked: Asked, weights: Mapping[str, float]) -> "Recipe":
        total = sum(weights[name] for name in asked)
        return cls(asked, {name: weights[name] / total for name in asked})

    def products(self) -> str | None:
        """The heaviest scorer made of sparse products that share their slabs."""
        return self._heaviest(name for name in self.asked if self.product_pair(name))

    def lookups(self) -> str | None:
        """The heaviest scorer with a look-up by the same classes in both directions."""
        return self._heaviest(name for name in self.asked if self.lookup_pair(name))

    def topics(self) -> str | None:
        """The heaviest scorer made of products over the same topics in two fields both ways."""
        return self._heaviest(name for name in self.asked if self.topic_pair(name))

    def product_pair(self, name: str) -> tuple[SparseProduct, SparseProduct] | None:
        one, other = self.asked[name]
        if isinstance(one, SparseProduct) and isinstance(other, SparseProduct):
            same = np.array_equal(one.postings.slabs, other.postings.slabs)
            return (one, other) if same else None
        return None

    def lookup_pair(self, name: str) -> tuple[Lookup, Lookup] | None:
        one, other = (side.lookup() for side in self.asked[name])
        if one and other and one.class_of_row is other.class_of_row:
            return one, other
        return None

    def topic_pair(self, name: str) -> tuple[TopicProduct, TopicProduct] | None:
        one, other = self.asked[name]
        if isinstance(one, TopicProduct) and isinstance(other, TopicProduct):
            return (one, other) if len(one.fields) == 2 and _alike(one, other) else None
        return None

    def is_costly(self, name: str) -> bool:
        return any(side.costly for side in self.asked[name])

    def most(self, names: Iterable[str], blocks: int) -> Floats:
        """What these scorers add to the means of each block at most: (2, blocks)."""
        return self._of_blocks(names, blocks, lambda side: side.most())

    def least(self, names: Iterable[str], blocks: int) -> Floats:
        """What these scorers add to the means of each block for certain: (2, blocks)."""
        return self._of_blocks(names, blocks, lambda side: side.least())

    def _of_blocks(
        self, names: Iterable[str], blocks: int, of: Callable[[Ingredient], Floats]
    ) -> Floats:
        total = np.zeros((2, blocks))
        for name in names:
            there, back = self.asked[name]
            bound = of(there)
            total[0] += self.weights[name] * bound
            total[1] += self.weights[name] * (bound if back is there else of(back))
        return total

    def _heaviest(self, names: Iterable[str]) -> str | None:
        return max(names, key=self.weights.__getitem__, default=None)


def _alike(one: TopicProduct, other: TopicProduct) -> bool:
    """Whether two products are the same but for factors and curve."""
    return one.partner == other.partner and all(
        own.rows is their.rows
        and own.usual == their.usual
        and np.array_equal(own.wanted, their.wanted)
        for own, their in zip(one.fields, other.fields, strict=True)
    )
