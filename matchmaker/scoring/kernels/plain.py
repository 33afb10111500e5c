"""The loops of `kernels` in numpy and scipy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matchmaker.scoring.kernels import Ceiling, Lists, Sparse, Topics, Words

Array = NDArray

MANY = 4
"""Where more than this part of the rows is asked for, all of them cost no more than picking."""

AT_ONCE = 500
"""Rows whose products with a metric are made at a time: they are far denser than the rows."""


def add_lists(lists: "Lists") -> Array:
    return np.concatenate([np.zeros(0), *_of_slabs(lists)])


def _of_slabs(lists: "Lists") -> Iterator[Array]:
    for slab, size in enumerate(np.diff(lists.slabs).tolist()):
        starts = lists.ends[lists.keys, slab].astype(np.int64)
        lengths = lists.ends[lists.keys + 1, slab] - starts
        held = lists.rows[_ragged(starts, lengths)]
        sums = np.bincount(held, np.repeat(lists.added, lengths), minlength=size)
        yield sums.astype(np.float64, copy=False)


def quadratic_forms(rows: "Sparse", metric: "Sparse") -> Array:
    size = len(metric[0]) - 1
    every, square = (
        sp.csr_array((values, columns, ends), shape=(len(ends) - 1, size))
        for ends, columns, values in (rows, metric)
    )
    forms = np.zeros(every.shape[0])
    for start in range(0, len(forms), AT_ONCE):
        some = every[start : start + AT_ONCE]
        forms[start : start + AT_ONCE] = (some @ square).multiply(some).sum(axis=1)
    return forms


def products_above(rows: "Sparse", matrix: "Sparse", width: int, floor: float) -> "Sparse":
    size = len(matrix[0]) - 1
    (ends, columns, values), (their_ends, theirs, worth) = rows, matrix
    product = sp.csr_array((values, columns, ends), shape=(len(ends) - 1, size)) @ sp.csr_array(
        (worth, theirs, their_ends), shape=(size, width)
    )
    product.data[product.data <= floor] = 0
    product.eliminate_zeros()
    return product.indptr, product.indices, product.data


def outline(
    ways: tuple["Words", "Words"],
    ceilings: tuple["Ceiling", "Ceiling"],
    weights: tuple[float, float],
    allowed: Array,
) -> Array:
    sums = np.stack([add_lists(each.lists) for each in ways]).astype(np.float32)
    means = np.stack([_bound(*each, *weights) for each in zip(ways, sums, strict=True)])
    for classes, table in ceilings:
        means += table.take(classes, axis=0).T
    x, y = means
    both = np.maximum(x + y, np.finfo(np.float32).tiny)
    scores = np.where(allowed, 2 * x * np.divide(y, both, out=both), np.float32(-1))
    return np.vstack([sums, means, scores])


def _bound(words: "Words", sums: Array, share: float, rest: float) -> Array:
    """By the rules of floating point a row without words (0/0) becomes NaN, and who is far below
    the curve's middle 1/(1 + inf) = 0."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        rated = sums / words.lengths
        rated -= words.hubs
        rated -= np.float32(words.middle)
        rated *= np.float32(-1 / words.width)
        np.exp(rated, out=rated)
        rated += np.float32(1)
        np.divide(np.float32(share), rated, out=rated)
    np.fmin(rated, np.float32(share), out=rated)
    rated += np.float32(rest)
    return rated


def topic_leads(topics: "Topics", rows: Array) -> Array:
    size = len(topics.classes)
    if len(rows) * MANY > size:
        return _leads_of_all(topics)[:, rows]
    said = _rows_of(rows, *topics.entries, width=len(topics.gains))
    return _leads(topics, said, topics.classes.take(rows), topics.amounts.take(rows, axis=0))


def _leads_of_all(topics: "Topics") -> Array:
    ends, columns, values = topics.entries
    parts = values.astype(np.float32), columns.astype(np.int32), ends
    said = sp.csr_array(parts, shape=(len(topics.classes), len(topics.gains)))
    return _leads(topics, said, topics.classes, topics.amounts)


def _leads(topics: "Topics", said: sp.csr_array, classes: Array, amounts: Array) -> Array:
    leads = np.stack([said @ gains for gains in topics.gains.T])
    shares, told, pulls = amounts.transpose(1, 2, 0)
    for way, lead in enumerate(leads):
        # Term by term, so that a sum is rounded alike however many rows there are.
        for field, (of_told, of_pull) in enumerate(topics.factors[:, :, way].T):
            lead += topics.hinted[:, field, way].take(classes) * shares[field]
            lead += of_told * told[field]
            lead += of_pull * pulls[field]
    return leads


def topic_ratings(
    topics: "Topics", rows: Array, curves: Array, kinds: Array, partner: int
) -> Array:
    middle, width = curves.T[:, :, np.newaxis]
    rated = 1 / (1 + np.exp((middle - topic_leads(topics, rows)) / width))
    return np.where(kinds[rows] == partner, rated, 1.0).astype(np.float32)


def _rows_of(rows: Array, ends: Array, columns: Array, values: Array, width: int) -> sp.csr_array:
    starts = ends[rows].astype(np.int64)
    lengths = ends[rows + 1] - starts
    places = _ragged(starts, lengths)
    own = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    parts = values[places].astype(np.float32), columns[places].astype(np.int32), own
    return sp.csr_array(parts, shape=(len(rows), width))


def _ragged(starts: Array, lengths: Array) -> Array:
    """The places of many stretches of an array, one after the other."""
    ends = np.cumsum(lengths)
    first = np.repeat(starts - np.concatenate(([0], ends[:-1])), lengths)
    return first + np.arange(ends[-1] if len(ends) else 0)
