"""Rows that are still in the search, and what is known of their ratings so far."""

from collections.abc import Iterable

import numpy as np

from matchmaker.scoring.blend import harmonic
from matchmaker.scoring.blocks import BLOCK, Rows, blocks_of
from matchmaker.scoring.fused.recipe import Recipe
from matchmaker.scoring.ingredients import granted
from matchmaker.scoring.postings import Floats
from matchmaker.scoring.ratings import Ratings
from matchmaker.scoring.scorer import Scores


class Candidates:
    """Ascending rows with exact ratings of some scorers in both directions."""

    def __init__(self, recipe: Recipe, rows: Rows) -> None:
        self.recipe, self.rows = recipe, rows
        self._known: dict[str, tuple[Scores, Scores]] = {}

    def add_products(self, name: str, products: Floats) -> None:
        """Rate by a scorer whose products are there already."""
        pair = self.recipe.product_pair(name)
        assert pair is not None
        there, back = (side.rate(own, self.rows) for side, own in zip(pair, products, strict=True))
        self._known[name] = there, back

    def add(self, names: Iterable[str]) -> None:
        """Rate by these scorers, unless that has been done."""
        for name in names:
            if name not in self._known:
                there, back = self.recipe.asked[name]
                column = there.at(self.rows)
                self._known[name] = column, column if back is there else back.at(self.rows)

    def at(self, places: Rows) -> "Candidates":
        """Some of them, with all that is known."""
        some = Candidates(self.recipe, self.rows[places])
        for name, (there, back) in self._known.items():
            column = there[places]
            some._known[name] = column, column if back is there else back[places]
        return some

    def bound(self) -> Floats:
        """A score that no row exceeds, whatever the ratings that are not known yet."""
        means = np.zeros((2, len(self.rows)))
        for name, columns in self._known.items():
            for mean, column in zip(means, columns, strict=True):
                mean += self.recipe.weights[name] * granted(column)
        unknown = [name for name in self.recipe.asked if name not in self._known]
        if unknown and len(self.rows):
            size = len(self.recipe.asked[unknown[0]][0])
            means += self.recipe.most(unknown, blocks_of(size))[:, self.rows // BLOCK]
        return harmonic(*means)

    def ratings(self) -> Ratings:
        """The ratings of all scorers."""
        self.add(self.recipe.asked)
        return Ratings(
            {name: there for name, (there, _) in self._known.items()},
            {name: back for name, (_, back) in self._known.items()},
        )
