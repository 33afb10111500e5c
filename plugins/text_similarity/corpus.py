"""A pool as sparse matrices over its terms: what everybody wants, and what everybody gives."""

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp

from .vocabulary import Column, Lexicon, Vocabulary

Emphases = Mapping[str, float]

CHUNK = 2_000
"""Terms that are compared to all others at a time, to keep memory low in large pools."""


class Words:
    """The terms of one profile on one side, with weights of length 1 in the metric of kinship."""

    def __init__(self, vocabulary: Vocabulary, emphases: Emphases) -> None:
        self.terms = sorted(emphases)
        weights = vocabulary.weigh(self.terms) * [emphases[term] for term in self.terms]
        kin = Lexicon(vocabulary, self.terms).kin(vocabulary, self.terms)
        self.weights: Column = weights / (np.sqrt(weights @ (kin @ weights)) or 1.0)

    def __len__(self) -> int:
        return len(self.terms)

    def spread_over(self, lexicon: Lexicon, vocabulary: Vocabulary) -> Column:
        """What each term of the lexicon is worth to these words, by its kinship to them."""
        return lexicon.kin(vocabulary, self.terms).T @ self.weights


class Side:
    """One side of all profiles: a sparse matrix with a row a profile and a column a term.

    Each row x has length √(x·K·x) = 1 with the kinship K of the terms, so that neither repeating
    a word nor listing its variants gains anything. `speaks` marks the rows with any word.
    """

    def __init__(self, weighted: sp.csr_array, kinship: sp.csr_array) -> None:
        lengths = np.sqrt(_self_products(weighted, kinship))
        per_entry = np.repeat(lengths, np.diff(weighted.indptr))
        values = weighted.data / np.where(per_entry > 0, per_entry, 1)
        self.matrix = sp.csr_array((values, weighted.indices, weighted.indptr), weighted.shape)
        self.speaks = lengths > 0


def weighted(rows: Sequence[Emphases], terms: Sequence[str], weights: Column) -> sp.csr_array:
    """The emphases of each profile times the weights of the terms."""
    column = {term: place for place, term in enumerate(terms)}
    starts = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((column[term] for row in rows for term in row), dtype=np.intp)
    values = np.fromiter((value for row in rows for value in row.values()), dtype=np.float64)
    shape = (len(rows), len(terms))
    return sp.csr_array((values * weights[columns], columns, starts), shape=shape)


def kinship(lexicon: Lexicon, vocabulary: Vocabulary, terms: Sequence[str]) -> sp.csr_array:
    """The kinship of many terms to those of the lexicon, made in slices."""
    slices = [terms[start : start + CHUNK] for start in range(0, len(terms), CHUNK)]
    if not slices:
        return sp.csr_array((0, len(lexicon)))
    return sp.vstack([lexicon.kin(vocabulary, some) for some in slices], format="csr")


def _self_products(matrix: sp.csr_array, kinship: sp.csr_array) -> Column:
    """x·K·x of every row x."""
    products = np.zeros(matrix.shape[0])
    for start in range(0, len(products), CHUNK):
        rows = matrix[start : start + CHUNK]
        products[start : start + CHUNK] = (rows @ kinship).multiply(rows).sum(axis=1)
    return products
