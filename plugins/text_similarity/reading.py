"""One profile as it is compared to a pool: what its words are worth of each term of a lexicon."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from matchmaker.scoring.postings import Terms

from .hubs import Pull
from .vocabulary import Column, Lexicon, Vocabulary


class Words:
    """The terms of one profile on one side, with weights of length 1 in the metric of kinship."""

    def __init__(self, vocabulary: Vocabulary, emphases: Mapping[str, float]) -> None:
        self.terms = sorted(emphases)
        self._spelt = vocabulary.spell(self.terms)
        self._lexicon = Lexicon(vocabulary.weigh(self.terms), self._spelt)
        weights = self._lexicon.weights * _in_order(emphases, self.terms)
        self.weights: Column = _of_length_1(weights, self.kin(self))

    def __len__(self) -> int:
        return len(self.terms)

    def kin(self, others: "Words") -> Column:
        """How alike each term here and each of the others are: (terms, other terms)."""
        return others._lexicon.kin_of(self._spelt).toarray()


class Spread(NamedTuple):
    """What the words of one side are worth of `terms`, ascending numbers in a lexicon.

    `hub` is the mean similarity of the words to what the other kind says on its opposite side.
    """

    terms: Terms
    values: Column
    hub: float


class Kinship:
    """The terms of one profile, of both its sides, and their kin in a lexicon.

    Both sides mostly hold the same words, whose kin is the costly part: it is looked for once.
    """

    def __init__(
        self, vocabulary: Vocabulary, learnt: Lexicon, lexicon: Lexicon, terms: Iterable[str]
    ) -> None:
        self.terms = sorted(terms)
        self._at, self._known = vocabulary.places(self.terms)
        self._weights = vocabulary.weigh(self.terms)
        spelt = vocabulary.spell(self.terms)
        kin = lexicon.kin_of(spelt)
        self._row = np.repeat(np.arange(len(self.terms)), np.diff(kin.indptr))
        self._values = kin.data
        self._theirs, self._place = np.unique(kin.indices, return_inverse=True)
        self._own: Column = Lexicon(self._weights, spelt).kin_of(spelt).toarray()
        learnt_kin = kin if lexicon is learnt else learnt.kin_of(spelt)
        self._new_kin = learnt_kin[np.flatnonzero(~self._known)]

    def spread(self, emphases: Mapping[str, float], kind: str, pull: Pull) -> Spread | None:
        """The words of one side; None where it holds none."""
        if not emphases:
            return None
        weights = _of_length_1(self._weights * _in_order(emphases, self.terms), self._own)
        worth = self._values * weights[self._row]
        values = np.bincount(self._place, worth, len(self._theirs)).astype(np.float64, copy=False)
        there = np.flatnonzero(values)
        hub = pull.by_kin(kind, self._at, self._known, self._new_kin) @ weights
        return Spread(self._theirs[there].astype(np.int32), values[there], float(hub))


def _in_order(emphases: Mapping[str, float], terms: Iterable[str]) -> Column:
    return np.array([emphases.get(term, 0.0) for term in terms], dtype=np.float64)


def _of_length_1(weights: Column, kin: Column) -> Column:
    scaled: Column = weights / (np.sqrt(weights @ kin @ weights) or 1.0)
    return scaled
