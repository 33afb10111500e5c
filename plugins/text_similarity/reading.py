"""Profiles as they are compared: one to a whole pool by what its words are worth of each term of
a lexicon, and a few to each other word by word."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from matchmaker.scoring.search.postings import Terms
from matchmaker.scoring.search.sparse import quadratic_forms

from .fields import Emphasised, Said, written
from .hubs import Pull
from .vocabulary import Column, Lexicon, Vocabulary


class Text(NamedTuple):
    """One side of a profile of a kind, as it was written, and what pulls on its words."""

    texts: Sequence[Emphasised]
    kind: str
    pull: Pull


class Words(NamedTuple):
    """One side of a profile: the numbers of its terms in a reading, ascending, with weights of
    length 1 in the metric of kinship, the pull on all of them, and what was said."""

    terms: Terms
    weights: Column
    hub: float
    said: Sequence[Said]


class Reading:
    """Some texts read together: each distinct term is spelt and compared to the others once."""

    def __init__(self, vocabulary: Vocabulary, learnt: Lexicon, texts: Sequence[Text]) -> None:
        found = [written(text.texts) for text in texts]
        terms = sorted(set().union(*found))
        spelt, (at, known) = vocabulary.spell(terms), vocabulary.places(terms)
        weights = vocabulary.weigh_at(terms, at, known)
        self._kin = Lexicon(weights, spelt).kin_of(spelt)
        rows = _rows(found, terms, weights)
        lengths = np.sqrt(quadratic_forms(rows, self._kin))
        new_kin = learnt.kin_of_new(vocabulary, terms, known)
        pulls = {
            (kind, pull): pull.by_kin(kind, at, known, new_kin)
            for kind, pull in {(text.kind, text.pull) for text in texts}
        }
        self.words = []
        for row, (text, said) in enumerate(zip(texts, found, strict=True)):
            part = slice(rows.indptr[row], rows.indptr[row + 1])
            own, values = rows.indices[part], rows.data[part] / (lengths[row] or 1.0)
            hub = float(values @ pulls[text.kind, text.pull][own])
            told = [Said(terms[term], said[terms[term]][1]) for term in own.tolist()]
            self.words.append(Words(own, values, hub, told))

    def kin_of(self, words: Words) -> "Kin":
        return Kin(self._kin[words.terms])


class Kin:
    """How alike some terms of a reading are to all of it."""

    def __init__(self, kin: sp.csr_array) -> None:
        self._shape, self._terms, self._values = kin.shape, kin.indices, kin.data
        self._row = np.repeat(np.arange(kin.shape[0]), np.diff(kin.indptr))

    def block(self, words: Words) -> Column:
        """How alike they are to these words: (terms, terms of the words)."""
        place = np.full(self._shape[1], -1)
        place[words.terms] = np.arange(len(words.terms))
        column = place[self._terms]
        there = column >= 0
        block = np.zeros((self._shape[0], len(words.terms)))
        block[self._row[there], column[there]] = self._values[there]
        return block


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
        self._weights = vocabulary.weigh_at(self.terms, self._at, self._known)
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


def _rows(
    found: Sequence[Mapping[str, tuple[float, str]]], terms: Sequence[str], weights: Column
) -> sp.csr_array:
    """The weighted emphases of each text over all terms."""
    number = {term: place for place, term in enumerate(terms)}
    entries = [sorted((number[term], one[term][0]) for term in one) for one in found]
    columns, emphases = np.array(list(chain.from_iterable(entries))).reshape(-1, 2).T
    ends = np.cumsum([0, *map(len, entries)])
    places = columns.astype(np.int32)
    return sp.csr_array((emphases * weights[places], places, ends), (len(found), len(terms)))
