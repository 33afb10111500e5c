"""The loops in which a ranking of a country spends its time.

`compiled` does them in C where there was a compiler when the program was installed, `plain` in
numpy everywhere else: the same, and slower. They keep nothing, so that threads may call them at
once, and check only that nothing is read or written beside what they are given.
"""

from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.kernels import compiled, plain
from matchmaker.scoring.kernels.compiled import REACH

__all__ = [
    "REACH",
    "Entries",
    "Lists",
    "Topics",
    "Words",
    "add_lists",
    "chosen",
    "compiled",
    "outline",
    "plain",
    "products_above",
    "quadratic_forms",
    "topic_leads",
    "topic_ratings",
]

Singles = NDArray[np.float32]
Doubles = NDArray[np.float64]
Longs = NDArray[np.int64]
Entries = tuple[NDArray[np.int32], NDArray[np.uint16], NDArray[np.uint16]]
"""A sparse matrix: row r has `values[ends[r]:ends[r + 1]]` in the `columns` of the same places.
Both hold three more than all rows have, since four are read at a time."""

chosen: ModuleType = compiled if compiled.LIBRARY else plain
"""What does the loops in this process."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Postings in parts that begin at the `slabs`, and the lists of them that a query adds.

    The list k of part s holds `rows[ends[k, s]:ends[k + 1, s]]`, counted within the part; `slabs`
    end with the number of all rows. The list `keys[i]` adds `added[i]` to each row that it holds.
    """

    rows: NDArray[np.uint16]
    ends: NDArray[np.uint32]
    slabs: Longs
    keys: Longs
    added: Doubles


def add_lists(lists: Lists) -> Doubles:
    """The sum of every row, in the order of the lists."""
    sums: Doubles = chosen.add_lists(lists)
    return sums


Sparse = tuple[NDArray[np.int32], NDArray[np.int32], Doubles]
"""As Entries, of any columns and values."""


def quadratic_forms(rows: Sparse, metric: Sparse) -> Doubles:
    """x·M·x of every row x, for a square M."""
    forms: Doubles = chosen.quadratic_forms(rows, metric)
    return forms


def products_above(rows: Sparse, matrix: Sparse, width: int, floor: float) -> Sparse:
    """Rows times a matrix of so many columns, of which only what is above `floor` is kept; the
    columns of a row are in no order. All values are above 0, and `floor` at least 0."""
    product: Sparse = chosen.products_above(rows, matrix, width, floor)
    return product


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A similarity of words one way: a row is rated 1 / (1 + exp((middle − lead) / width)) by its
    lead  sum / length − hub, and not at all where its length is 0."""

    lists: Lists
    lengths: Singles
    hubs: Singles
    middle: float
    width: float


Ceiling = tuple[NDArray[np.int32], Singles]
"""The class of each row, and what is added for rows of a class both ways (classes, 2)."""


def outline(
    ways: tuple[Words, Words],
    ceilings: tuple[Ceiling, Ceiling],
    weights: tuple[float, float],
    allowed: NDArray[np.bool_],
) -> Singles:
    """Five columns of all rows: the sums of words both ways, what means reach at most both ways,
    and the harmonic mean of these, -1 for rows that are not allowed.

    Ratings by words, 1 where there are none, count the first of the weights; the second is added,
    and so are the ceilings. Both ways have the same slabs. Means and scores are right to 1e-5.
    """
    columns: Singles = chosen.outline(ways, ceilings, weights, allowed)
    return columns


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Rows that speak of topics, and a query that gains by them both ways.

    A row gains in each way the sum of its entries times `gains` (topics, 2), and for each field
    `hinted` (classes, fields, 2) times the first of its `amounts` (rows, 3, fields), and the two
    `factors` (2, fields, 2) times the others.
    """

    entries: Entries
    classes: NDArray[np.int32]
    amounts: Singles
    gains: Singles
    hinted: Singles
    factors: Singles


def topic_leads(topics: Topics, rows: Longs) -> Singles:
    """What these rows gain both ways: (2, rows)."""
    leads: Singles = chosen.topic_leads(topics, rows)
    return leads


def topic_ratings(
    topics: Topics, rows: Longs, curves: Doubles, kinds: NDArray[np.int8], partner: int
) -> Singles:
    """1 / (1 + exp((middle − gain) / width)) of these rows both ways, right to 1e-5, and 1 for
    rows that are not of the kind `partner`: (2, rows). `curves` (2, 2) are middle and width."""
    ratings: Singles = chosen.topic_ratings(topics, rows, curves, kinds, partner)
    return ratings
