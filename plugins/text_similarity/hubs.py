"""The mean of what the other kind wants and gives: whoever is like everybody leads no list."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .vocabulary import Column, Lexicon, Vocabulary

UNLIKE = 5.0
"""So many more profiles without a match enter each mean: with two or three partners in the pool,
their mean would be the very similarity that is to be rated."""

_ALL = ""


class Pull:
    """For each kind, how similar a word is to the mean of all profiles of other kinds.

    `means_` and `pulls_` have a row a kind and a column a learnt term.
    """

    def __init__(self, kinds: NDArray[np.str_], rows: sp.csr_array, kin: sp.csr_array) -> None:
        self.kinds_ = np.array([_ALL, *np.unique(kinds)])
        means = np.array([_mean(rows, kinds != kind) for kind in self.kinds_])
        self.means_ = means.astype(np.float32)
        self.pulls_ = (kin @ means.T).T.astype(np.float32)

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


def _mean(rows: sp.csr_array, chosen: NDArray[np.bool_]) -> Column:
    """Mean row of the chosen who say anything, drawn to 0 by UNLIKE."""
    speaking = (chosen & (np.diff(rows.indptr) > 0)).astype(np.float64)
    return np.asarray(rows.T @ speaking) / (speaking.sum() + UNLIKE)
