"""The mean of what the other kind wants and gives: whoever is like everybody leads no list."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .unit_rows import UnitRows
from .vocabulary import Column, Lexicon, Vocabulary

UNLIKE = 5.0
"""So many more profiles without a match enter each mean: with two or three partners in the pool,
their mean would be the very similarity that is to be rated."""

_ALL = ""


class Pull:
    """For each kind, how similar a word is to the mean of all profiles of other kinds.

    `means_` and `pulls_` have a row a kind and a column a learnt term.
    """

    def __init__(self, kinds: NDArray[np.str_], rows: UnitRows, kin: sp.csr_array) -> None:
        self.kinds_ = np.array([_ALL, *np.unique(kinds)])
        means = np.array([_mean(rows, kinds != kind) for kind in self.kinds_])
        self.means_ = means.astype(np.float32)
        self.pulls_ = (kin @ means.T).T.astype(np.float32)

    def on(
        self, kind: str, terms: Sequence[str], vocabulary: Vocabulary, learnt: Lexicon
    ) -> Column:
        """The pull of those who are not of this kind on any terms; new words by their kin."""
        at, known = vocabulary.places(terms)
        return self.by_kin(kind, at, known, learnt.kin_of_new(vocabulary, terms, known))

    def by_kin(
        self, kind: str, at: NDArray[np.intp], known: NDArray[np.bool_], kin: sp.csr_array
    ) -> Column:
        """The same of terms of which the `known` are learnt at these places, and the others, in
        their order, have this kinship to the learnt ones."""
        row = int(np.argmax(self.kinds_ == kind))
        pull = np.zeros(len(at))
        pull[known] = self.pulls_[row, at[known]]
        rows = np.repeat(np.arange(kin.shape[0]), np.diff(kin.indptr))
        worth = kin.data * self.means_[row, kin.indices]
        pull[~known] = np.bincount(rows, worth, minlength=kin.shape[0])
        return pull


def _mean(rows: UnitRows, chosen: NDArray[np.bool_]) -> Column:
    """Mean row of the chosen who say anything, drawn to 0 by UNLIKE."""
    speaking = (chosen & (rows.lengths > 0)).astype(np.float64)
    return rows.total(speaking) / (speaking.sum() + UNLIKE)
