"""What the pool teaches about words: how much each tells, and how much two look alike."""

import math
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring.kernels import products_above
from matchmaker.scoring.text import rarity

Column = NDArray[np.float64]

GRAM_LENGTHS = (3, 4, 5)
"""Letters, of the term with a blank on both sides."""

FLOOR = 0.2
"""Cosine of two terms' letter groups up to which they have nothing to do with each other."""

COMMON_GRAMS = 50, 0.005, 100
"""Letter groups tell nothing ("ung ") that are in more than the first number of terms, and in
more than this share of them or more than the last number. In a country's 200,000 terms, groups in
up to a thousand would make kin of everything that shares half a compound, whose parts are terms
anyway."""

BOTH_IN_USE = 0.5
"""What is left of the kinship of two different words that everyday language knows: neither is a
typing error of the other (Leitung, Zeitung)."""

SAME = 1 - 1e-9
"""Kinship of a term to itself, but for rounding."""

EVENED = 0.8
"""The power that weights of terms are taken to: one rare word met by chance must not beat all that
a short need says besides."""

OWN_GRAM = 1.0
"""Weight of the whole term as a letter group: every term is at least like itself."""


class Spelt(NamedTuple):
    """Terms as letter groups: row, group and value of each entry, the squares of a row adding up
    to 1; and for each term whether everyday language knows it."""

    rows: NDArray[np.intp]
    groups: NDArray[np.uint32]
    values: Column
    in_use: NDArray[np.bool_]


class Vocabulary:
    """The words of a pool, frozen: later words get a weight from the same rules.

    A term weighs ((1 + ln((1 + n) / (1 + df)))·rarity)^EVENED: smoothed idf over the n profiles
    of the pool, times its rarity in everyday language, since a small pool knows little of rarity.
    All attributes are plain arrays, sorted where they are searched.
    """

    def fit(self, terms: Sequence[str], holders: NDArray[np.integer], profiles: int) -> Self:
        """Learn from the terms in order, and how many of so many profiles hold each."""
        self.profiles_ = profiles
        self.terms_ = encoded(terms)
        self.weights_ = _evened((1 + np.log((1 + profiles) / (1 + holders))) * _rarities(terms))
        self._fit_grams(terms)
        return self

    @property
    def terms(self) -> list[str]:
        """The terms of the pool in the order of their bytes, which is that of their letters."""
        return [term.decode() for term in self.terms_.tolist()]

    def weigh(self, terms: Sequence[str]) -> Column:
        """Weights of any terms, also of those that the pool did not hold."""
        return self.weigh_at(terms, *self.places(terms))

    def weigh_at(
        self, terms: Sequence[str], at: NDArray[np.intp], known: NDArray[np.bool_]
    ) -> Column:
        """The same of terms whose places are known."""
        weights = np.zeros(len(terms))
        weights[known] = self.weights_[at[known]]
        new = [terms[place] for place in np.flatnonzero(~known).tolist()]
        weights[~known] = _evened((1 + math.log(1 + self.profiles_)) * _rarities(new))
        return weights

    def places(self, terms: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where each term stands among the learnt ones, and whether it does."""
        return _places(encoded(terms), self.terms_)

    def spell(self, terms: Sequence[str]) -> Spelt:
        """Any terms as letter groups."""
        groups = [grams_of(term) for term in terms]
        rows = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        ids = np.concatenate(groups) if groups else np.empty(0, dtype=np.uint32)
        # In their order, in which a large table is gone through faster than back and forth.
        distinct, place = np.unique(ids, return_inverse=True)
        at, known = _places(distinct, self.gram_ids_)
        weights = np.full(len(distinct), 1 + math.log1p(len(self.terms_)))
        weights[known] = self.gram_weights_[at[known]]
        values = weights[place]
        values[np.flatnonzero(np.diff(rows, prepend=-1))] = OWN_GRAM
        norms = np.sqrt(np.bincount(rows, values**2, minlength=len(groups)))
        counts = values > 0
        return Spelt(rows[counts], ids[counts], (values / norms[rows])[counts], _in_use(terms))

    def _fit_grams(self, terms: Sequence[str]) -> None:
        groups = [grams_of(term) for term in terms] or [np.empty(0, dtype=np.uint32)]
        self.gram_ids_, df = np.unique(np.concatenate(groups), return_counts=True)
        self.gram_weights_ = 1 + np.log((1 + len(terms)) / (1 + df))
        few, share, many = COMMON_GRAMS
        self.gram_weights_[df > max(few, min(share * len(terms), many))] = 0


def _evened(weights: Column) -> Column:
    evened: Column = weights**EVENED
    return evened


def _rarities(terms: Sequence[str]) -> Column:
    return np.array([rarity(term) for term in terms], dtype=np.float64)


class Lexicon:
    """A set of terms in a fixed order, with their weights, to which any terms can be compared.

    The letter group `groups[g]` is in the terms `terms[ends[g]:ends[g + 1]]`, by the `values` of
    the same places.
    """

    def __init__(self, weights: Column, spelt: Spelt) -> None:
        self.weights = weights
        self.in_use = spelt.in_use
        order = np.argsort(spelt.groups, kind="stable")
        groups = spelt.groups[order]
        first = np.flatnonzero(np.append(True, groups[1:] != groups[:-1])[: len(groups)])
        self.groups, self.ends = groups[first], np.append(first, len(groups)).astype(np.int32)
        self.terms, self.values = spelt.rows[order].astype(np.int32), spelt.values[order]

    @classmethod
    def of(cls, vocabulary: Vocabulary, terms: Sequence[str]) -> Self:
        """Of any terms, weighed and spelt by what a vocabulary has learnt."""
        return cls(vocabulary.weigh(terms), vocabulary.spell(terms))

    def __len__(self) -> int:
        return len(self.weights)

    def kin(self, vocabulary: Vocabulary, terms: Sequence[str]) -> sp.csr_array:
        """How alike each of `terms` and each term here are: sparse, 1 for the same term."""
        return self.kin_of(vocabulary.spell(terms))

    def kin_of_new(
        self, vocabulary: Vocabulary, terms: Sequence[str], known: NDArray[np.bool_]
    ) -> sp.csr_array:
        """The same for those of the terms that are not known, in their order."""
        new = [terms[place] for place in np.flatnonzero(~known).tolist()]
        return self.kin(vocabulary, new) if new else sp.csr_array((0, len(self)))

    def kin_of(self, spelt: Spelt) -> sp.csr_array:
        """The same for terms that are spelt already.

        (cosine − FLOOR) / (1 − FLOOR) where positive; continuous, so that rounding cannot make
        a pair appear or vanish. Of two different words in use, BOTH_IN_USE of that.
        """
        at, known = _places(spelt.groups, self.groups)
        size = len(spelt.in_use)
        ends = np.searchsorted(spelt.rows[known], np.arange(size + 1)).astype(np.int32)
        spelt_here = ends, at[known].astype(np.int32), spelt.values[known]
        by_group = self.ends, self.terms, self.values
        ends, terms, cosines = products_above(spelt_here, by_group, len(self), FLOOR)
        alike = (cosines - FLOOR) / (1 - FLOOR)
        own = np.repeat(spelt.in_use, np.diff(ends))
        alike[own & self.in_use[terms] & (alike < SAME)] *= BOTH_IN_USE
        return sp.csr_array((alike, terms, ends), shape=(size, len(self)))


def _in_use(terms: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([rarity(term) < 1 for term in terms], dtype=np.bool_)


@lru_cache(maxsize=200_000)
def grams_of(term: str) -> NDArray[np.uint32]:
    """The distinct letter groups of a term as checksums, the one of the whole term first."""
    padded = f" {term} "
    found = [f"={term}"] + [
        padded[start : start + length]
        for length in GRAM_LENGTHS
        for start in range(len(padded) - length + 1)
    ]
    return np.array([zlib.crc32(gram.encode()) for gram in dict.fromkeys(found)], np.uint32)


def forget_grams() -> None:
    """Let go of the letter groups of terms, which a country's are compared by once."""
    grams_of.cache_clear()


def encoded(terms: Sequence[str]) -> NDArray[np.bytes_]:
    """Terms as a plain array, which can be memory-mapped and keeps the order of their bytes."""
    return np.array([term.encode() for term in terms] or [b""], dtype=np.bytes_)[: len(terms)]


def _places(
    wanted: NDArray[np.generic], ordered: NDArray[np.generic]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each value stands in a sorted array, and whether it does."""
    if not len(ordered):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return at, ordered[at] == wanted
