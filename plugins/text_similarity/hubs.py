"""The mean of what the other kind wants and gives: whoever is like everybody leads no list."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .corpus import Side
from .vocabulary import Column, Lexicon, Vocabulary

UNLIKE = 5.0
"""So many more profiles without a match enter each mean: with two or three partners in the pool,
their mean would be the very similarity that is to be rated."""

_ALL = ""


class Pull:
    """For each kind, how similar a word is to the mean of all profiles of other kinds.

    `means_` and `pulls_` have a row a kind and a column a learnt term.
    """

    def __init__(self, kinds: Sequence[str], side: Side, kin: sp.csr_array) -> None:
        of = np.array(kinds, dtype=np.str_)
        self.kinds_ = np.array([_ALL, *np.unique(of)])
        self.means_ = np.array([_mean(side, of != kind) for kind in self.kinds_])
        self.pulls_ = (kin @ self.means_.T).T

    def on(
        self, kind: str, terms: Sequence[str], vocabulary: Vocabulary, learnt: Lexicon
    ) -> Column:
        """The pull of those who are not of this kind on any terms; new words by their kin."""
        row = int(np.argmax(self.kinds_ == kind))
        at, known = vocabulary.places(terms)
        pull = np.zeros(len(terms))
        pull[known] = self.pulls_[row, at[known]]
        new = np.flatnonzero(~known).tolist()
        if new:
            kin = learnt.kin(vocabulary, [terms[place] for place in new])
            pull[new] = kin @ self.means_[row]
        return pull


def _mean(side: Side, rows: NDArray[np.bool_]) -> Column:
    """Mean row of those who say anything, drawn to 0 by UNLIKE."""
    chosen = (rows & side.speaks).astype(np.float64)
    return np.asarray(side.matrix.T @ chosen) / (chosen.sum() + UNLIKE)
