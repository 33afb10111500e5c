"""The mean of what the other kind wants and gives: whoever is like everybody leads no list."""

from collections.abc import Sequence

import numpy as np

from .corpus import Side
from .vocabulary import Column

UNLIKE = 5.0
"""So many more profiles without a match enter each mean: with two or three partners in the pool,
their mean would be the very similarity that is to be rated."""

_ALL = ""


class Hubs:
    """Mean rows of the pool that was fitted, for the profiles of each kind."""

    def __init__(self, kinds: Sequence[str], wants: Side, gives: Side) -> None:
        of = np.array(kinds, dtype=np.str_)
        self.kinds_ = np.array([_ALL, *np.unique(of)])
        others = [of != kind for kind in self.kinds_]
        self.wants_ = np.array([wants.mean(rows, UNLIKE) for rows in others])
        self.gives_ = np.array([gives.mean(rows, UNLIKE) for rows in others])

    def wanted_of(self, kind: str) -> Column:
        """The mean of what those who are not of this kind want, over the learnt terms."""
        return self.wants_[self._row(kind)]

    def given_to(self, kind: str) -> Column:
        """The mean of what those who are not of this kind give, over the learnt terms."""
        return self.gives_[self._row(kind)]

    def _row(self, kind: str) -> int:
        return int(np.argmax(self.kinds_ == kind))
