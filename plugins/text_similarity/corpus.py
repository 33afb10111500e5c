"""A pool as sparse matrices over its terms: what everybody wants, and what everybody gives."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.scoring import Pool
from matchmaker.scoring.search.ingredients import Ingredient, Logistic, Silence, SparseProduct
from matchmaker.scoring.search.postings import Postings, Slabs
from matchmaker.scoring.search.sparse import quadratic_forms

from .fields import Emphasised, emphases, given, wanted
from .reading import Spread
from .unit_rows import CHUNK
from .vocabulary import Column, Lexicon, Vocabulary


class Corpus(NamedTuple):
    """The terms of a pool in order, and two matrices of emphases with a row a profile and a column
    a term: what it wants, and what it gives."""

    terms: list[str]
    wants: sp.csr_array
    gives: sp.csr_array

    @classmethod
    def of(cls, pool: Pool) -> "Corpus":
        numbers: dict[str, int] = {}
        wants, gives = _Rows(numbers), _Rows(numbers)
        for profile in pool:
            wants.add(wanted(profile))
            gives.add(given(profile))
        terms = sorted(numbers)
        places = np.empty(len(terms), dtype=np.int32)
        places[[numbers[term] for term in terms]] = np.arange(len(terms))
        return cls(terms, wants.matrix(places), gives.matrix(places))

    def holders(self) -> NDArray[np.int64]:
        """How many profiles hold each term on either side."""
        found = np.zeros(len(self.terms), dtype=np.int64)
        for start in range(0, self.wants.shape[0], CHUNK):
            some = slice(start, start + CHUNK)
            either = self.wants[some] + self.gives[some]
            found += np.bincount(either.indices, minlength=len(found))
        return found


class _Rows:
    """Collects rows in few bytes an entry: a country must not pile up as dictionaries."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._columns, self._values, self._ends = array("i"), array("f"), array("l", [0])

    def add(self, texts: Iterable[Emphasised]) -> None:
        found = emphases(texts)
        numbers = self._numbers
        self._columns.extend([numbers.setdefault(term, len(numbers)) for term in found])
        self._values.extend(found.values())
        self._ends.append(len(self._columns))

    def matrix(self, places: NDArray[np.int32]) -> sp.csr_array:
        columns = places[np.frombuffer(self._columns, dtype=np.int32)]
        values = np.frombuffer(self._values, dtype=np.float32)
        ends = np.array(self._ends, dtype=np.int64)
        matrix = sp.csr_array((values, columns, ends), shape=(len(ends) - 1, len(places)))
        matrix.sort_indices()
        return matrix


def lengths(
    sides: Iterable[sp.csr_array], kin: sp.csr_array, weights: Column
) -> list[NDArray[np.float32]]:
    """√(x·K·x) of the rows x of each side, weighted, with the kinship K of the terms."""
    metric = weighted_kinship(kin, weights)
    return [np.sqrt(quadratic_forms(side, metric)).astype(np.float32) for side in sides]


class Side:
    """One side of all profiles of a pool.

    A row x of weighted emphases has the length √(x·K·x) with the kinship K of the terms, and its
    products are divided by that, so that neither repeating a word nor listing its variants gains
    anything. Rows of length 0 hold no word. `hubs` are set once they are known.
    """

    def __init__(self, emphases: sp.csr_array, lengths: NDArray[np.float32], slabs: Slabs) -> None:
        self.lengths = lengths
        self.hubs = np.zeros(len(self.lengths), dtype=np.float32)
        self.postings = Postings.of(emphases, slabs)

    @property
    def speaks(self) -> NDArray[np.bool_]:
        """Which rows hold any word."""
        return self.lengths > 0

    def asked(
        self, spread: Spread | None, lexicon: Lexicon, hubs: float, curve: Logistic
    ) -> Ingredient:
        """The ratings of all rows by what words are worth of the lexicon; `hubs` is how much of
        their hub is taken away."""
        if spread is None:
            return Silence(len(self.lengths))
        terms, hub = spread.terms, hubs * spread.hub
        values = spread.values * lexicon.weights[terms]
        return SparseProduct(self.postings, terms, values, self.lengths, self.hubs, hub, curve)


def kinship(lexicon: Lexicon, vocabulary: Vocabulary, terms: Sequence[str]) -> sp.csr_array:
    """The kinship of many terms to those of the lexicon, made in slices."""
    slices = [terms[start : start + CHUNK] for start in range(0, len(terms), CHUNK)]
    if not slices:
        return sp.csr_array((0, len(lexicon)))
    return sp.vstack([lexicon.kin(vocabulary, some) for some in slices], format="csr")


def weighted_kinship(kin: sp.csr_array, weights: Column) -> sp.csr_array:
    """The kinship between weighted terms, with its lower half added to the upper one, which it
    mirrors: x·K·x stays the same and takes half the work."""
    starts = range(0, len(weights), CHUNK)
    parts = [_upper(kin[start : start + CHUNK], start, weights) for start in starts]
    return sp.vstack(parts or [kin], format="csr")


def _upper(some: sp.csr_array, start: int, weights: Column) -> sp.csr_array:
    """The same of the rows from `start` on."""
    entries = some.tocoo()
    above = entries.col >= entries.row + start
    rows, columns = entries.row[above], entries.col[above]
    values = entries.data[above] * weights[rows + start] * weights[columns]
    values[columns > rows + start] *= 2
    return sp.csr_array((values, (rows, columns)), shape=some.shape)
