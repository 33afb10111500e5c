"""The loops of `kernels` in C: kernels.c, a plain library without Python's own headers, which a
machine with a compiler need not have."""

import ctypes
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

if TYPE_CHECKING:
    from matchmaker.scoring.kernels import Ceiling, Lists, Sparse, Topics, Words

Array = NDArray
Whole, Real = ctypes.c_int64, ctypes.c_float
Place = ctypes.c_void_p

VERSION = 2
"""Of what kernels.c is passed: a library that was compiled before a change is not used."""

REACH = 3
"""So many entries behind the last one are read, and not used."""

_FUNCTIONS: dict[str, list[Any]] = {
    "add_lists": [Place, Whole, Place, Place],
    "outline": [Place, Place, Place, Real, Real, Whole, Place, Place, Place, Place],
    "products_above": [Whole, *[Place] * 6, ctypes.c_double, *[Place] * 4],
    "quadratic_forms": [Whole, *[Place] * 8],
    "topic_leads": [Place, Whole, Place, Place],
    "topic_ratings": [Place, Whole, Place, Place, Place, ctypes.c_int8, Place],
}


class _Lists(ctypes.Structure):
    _fields_ = [(name, Place) for name in ("rows", "ends")]
    _fields_ += [("count", Whole), ("keys", Place), ("added", Place)]


class _Words(ctypes.Structure):
    _fields_ = [("lists", _Lists), ("lengths", Place), ("hubs", Place)]
    _fields_ += [("middle", Real), ("width", Real)]


class _Ceiling(ctypes.Structure):
    _fields_ = [("class_of_row", Place), ("table", Place)]


class _Topics(ctypes.Structure):
    _fields_ = [(name, Place) for name in ("ends", "columns", "values", "classes", "amounts")]
    _fields_ += [("fields", Whole), *((name, Place) for name in ("gains", "hinted", "factors"))]


def load() -> ctypes.CDLL | None:
    """The library as setuptools names it; None where there is none that can be used."""
    name = f"library{sysconfig.get_config_var('EXT_SUFFIX')}"
    try:
        library = ctypes.CDLL(str(Path(__file__).with_name(name)))
        if library.matchmaker_kernels() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    for function, arguments in _FUNCTIONS.items():
        getattr(library, function).argtypes = arguments
        getattr(library, function).restype = None
    return library


LIBRARY = load()


def add_lists(lists: "Lists") -> Array:
    sums = np.zeros(int(lists.slabs[-1]))
    parts = len(lists.slabs) - 1
    passed = ctypes.byref(_lists(lists))
    _call().add_lists(passed, parts, _at(lists.slabs, np.int64), _at(sums, np.float64))
    return sums


def quadratic_forms(rows: "Sparse", metric: "Sparse") -> Array:
    count, size = len(rows[0]) - 1, len(metric[0]) - 1
    forms, spread = np.empty(count), np.zeros(size)
    for ends, columns, values in (rows, metric):
        _check(len(columns) == len(values) == ends[-1])
        _check(not len(columns) or (columns.min() >= 0 and columns.max() < size))
    places = [place for matrix in (rows, metric) for place in _sparse(*matrix)]
    _call().quadratic_forms(count, *places, _at(spread, np.float64), _at(forms, np.float64))
    return forms


def products_above(rows: "Sparse", matrix: "Sparse", width: int, floor: float) -> "Sparse":
    (ends, columns, values), (their_ends, theirs, worth) = rows, matrix
    count, size = len(ends) - 1, len(their_ends) - 1
    _check(len(columns) == len(values) == ends[-1], len(theirs) == len(worth) == their_ends[-1])
    _check(not len(columns) or (columns.min() >= 0 and columns.max() < size))
    # Millions of columns are not gone through for each seeker: they come from an index whose files
    # were checked when it was opened.
    _check(not len(theirs) or width > 0)
    met = int((their_ends[columns + 1] - their_ends[columns]).sum())
    ends, found = np.empty(count + 1, dtype=np.int32), np.empty(met, dtype=np.int32)
    sums, kept = np.zeros(width), np.empty(met)
    places = [place for each in (rows, matrix) for place in _sparse(*each)]
    _call().products_above(
        count, *places, floor, _at(sums, np.float64),
        *_sparse(ends, found, kept),
    )  # fmt: skip
    return ends, found[: ends[-1]].copy(), kept[: ends[-1]].copy()


def outline(
    ways: tuple["Words", "Words"],
    ceilings: tuple["Ceiling", "Ceiling"],
    weights: tuple[float, float],
    allowed: Array,
) -> Array:
    slabs = ways[0].lists.slabs
    size, largest = int(slabs[-1]), int(np.diff(slabs).max(initial=0))
    # One block, so that the system hands it out in few large pages.
    columns, sums = np.empty((5, size), dtype=np.float32), np.empty(largest)
    _check(len(allowed) == size, np.array_equal(slabs, ways[1].lists.slabs))
    _call().outline(
        (_Words * 2)(*map(_words, ways)), *(_ceiling(each, size) for each in ceilings),
        *weights, len(slabs) - 1, _at(slabs, np.int64), _at(allowed, np.bool_),
        _at(sums, np.float64), _at(columns, np.float32),
    )  # fmt: skip
    return columns


def _sparse(ends: Array, columns: Array, values: Array) -> tuple[int, int, int]:
    return _at(ends, np.int32), _at(columns, np.int32), _at(values, np.float64)


def _lists(of: "Lists") -> _Lists:
    width, parts = of.ends.shape
    _check(len(of.keys) == len(of.added), len(of.slabs) == parts + 1)
    _check(not len(of.keys) or (of.keys.min() >= 0 and of.keys.max() + 1 < width))
    return _Lists(
        _at(of.rows, np.uint16), _at(of.ends, np.uint32), len(of.keys),
        _at(of.keys, np.int64), _at(of.added, np.float64),
    )  # fmt: skip


def _words(of: "Words") -> _Words:
    _check(len(of.lengths) == len(of.hubs) == of.lists.slabs[-1])
    lengths, hubs = _at(of.lengths, np.float32), _at(of.hubs, np.float32)
    return _Words(_lists(of.lists), lengths, hubs, of.middle, of.width)


def _ceiling(of: "Ceiling", size: int) -> Any:
    classes, table = of
    _check(len(classes) == size, table.shape[1] == 2)
    passed = _Ceiling(_at(classes, np.int32), _at(table, np.float32))
    return ctypes.byref(passed)


def topic_leads(topics: "Topics", rows: Array) -> Array:
    leads = np.empty((2, len(rows)), dtype=np.float32)
    _call().topic_leads(
        _passed(topics, rows), len(rows), _at(rows, np.int64), _at(leads, np.float32)
    )
    return leads


def topic_ratings(
    topics: "Topics", rows: Array, curves: Array, kinds: Array, partner: int
) -> Array:
    ratings = np.empty((2, len(rows)), dtype=np.float32)
    _check(curves.shape == (2, 2), len(kinds) == len(topics.classes))
    _call().topic_ratings(
        _passed(topics, rows), len(rows), _at(rows, np.int64), _at(curves, np.float64),
        _at(kinds, np.int8), partner, _at(ratings, np.float32),
    )  # fmt: skip
    return ratings


def _passed(topics: "Topics", rows: Array) -> Any:
    """The rows and the query for C, which is asked for these rows."""
    size, (ends, columns, values) = len(topics.classes), topics.entries
    fields = topics.hinted.shape[1]
    _check(len(ends) == size + 1, len(columns) == len(values), topics.gains.shape[1] == 2)
    _check(len(values) >= ends[-1] + REACH)
    _check(topics.amounts.shape == (size, 3, fields), topics.factors.shape == (2, fields, 2))
    _check(topics.hinted.shape[2] == 2)
    _check(not len(rows) or (rows.min() >= 0 and rows.max() < size))
    return ctypes.byref(
        _Topics(
            _at(ends, np.int32), _at(columns, np.uint16), _at(values, np.uint16),
            _at(topics.classes, np.int32), _at(topics.amounts, np.float32), fields,
            _at(topics.gains, np.float32), _at(topics.hinted, np.float32),
            _at(topics.factors, np.float32),
        )
    )  # fmt: skip


def _call() -> ctypes.CDLL:
    if LIBRARY is None:
        raise RuntimeError("kernels.c was not compiled on this machine")
    return LIBRARY


def _at(array: Array, form: DTypeLike) -> int:
    """Where an array begins that C can go through."""
    _check(array.dtype == form, array.flags.c_contiguous)
    place: int = array.__array_interface__["data"][0]
    return place


def _check(*true: bool) -> None:
    if not all(true):
        raise ValueError("arrays of another form or size than a kernel can go through")
