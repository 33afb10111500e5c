"""From a whole pool to the few rows that can be among the best of a seeker, exactly.

One pass bounds everybody by text, class and block, looks closely at those who may be among the best
by that, and knows at every moment a score that the best so far have for certain. Who is left, some
hundred rows, is rated by all scorers. Nobody is left out who could have reached the last of the
best: a bound is only ever compared with what others have for certain.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import Blend, blend
from matchmaker.scoring.blocks import Rows
from matchmaker.scoring.fused.candidates import Candidates
from matchmaker.scoring.fused.layout import Layout
from matchmaker.scoring.fused.recipe import Asked, Recipe
from matchmaker.scoring.fused.search import Search
from matchmaker.scoring.ratings import Ratings

FIRST_LOOK = 4
"""This many times the limit are rated at once, so that their last sets a mark for the others."""

LEAST_FIRST_LOOK = 64
_ROUNDING = 1e-6
"""More than rounding, of ratings to single precision above all, can move a score."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """Rows that hold everybody wanted, ascending, with their ratings and the blend of these.

    `last` is the score of the last of the best, -1 when there are fewer.
    """

    rows: Rows
    ratings: Ratings
    blended: Blend
    last: float


class Narrowing:
    """Finds the best rows of one pool; safe to share between threads."""

    def __init__(self, size: int) -> None:
        self.layout = Layout(size)

    def best(
        self,
        asked: Asked,
        weights: Mapping[str, float],
        allowed: Mask,
        limit: int,
        slack: float = 0.0,
    ) -> Narrowed:
        """The best `limit` of the allowed rows, and all that are at most `slack` behind the last.

        Others may be among them.
        """
        recipe = Recipe.of(asked, weights)
        candidates = self._candidates(recipe, allowed, limit, slack)
        candidates.add(name for name in recipe.asked if not recipe.is_costly(name))
        bound = candidates.bound()
        first = max(FIRST_LOOK * limit, LEAST_FIRST_LOOK)
        if len(bound) > first:
            mark = np.partition(bound, len(bound) - first)[len(bound) - first]
            ahead = _blended(candidates.at(np.flatnonzero(bound >= mark)), weights, limit)
            least = ahead.last - slack - _ROUNDING
            candidates = candidates.at(np.flatnonzero(bound >= least))
        return _blended(candidates, weights, limit)

    def _candidates(self, recipe: Recipe, allowed: Mask, limit: int, slack: float) -> Candidates:
        products = recipe.products()
        if products is None:
            return Candidates(recipe, np.flatnonzero(allowed))
        found = Search(self.layout, recipe, products).best(allowed, limit, slack)
        candidates = Candidates(recipe, found.rows)
        candidates.add_products(products, found.products)
        return candidates


def _blended(candidates: Candidates, weights: Mapping[str, float], limit: int) -> Narrowed:
    ratings = candidates.ratings()
    size = len(candidates.rows)
    blended = blend(ratings.for_seeker, ratings.for_candidate, weights, size)
    scores = blended.score[blended.quorate]
    last = -1.0
    if len(scores) >= limit:
        last = float(np.partition(scores, len(scores) - limit)[len(scores) - limit])
    return Narrowed(candidates.rows, ratings, blended, last)
