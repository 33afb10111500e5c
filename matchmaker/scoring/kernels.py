"""The inner loops of the search in a large pool, compiled by numba.

The first call takes seconds; the machine code is kept on the disk, beside this file or in the
user's cache, so that later processes load it.
"""

import math
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

_STEEP = 80.0
"""Beyond this, powers of e leave single precision; odds are 0 or infinite there anyway."""

_BITS_OF_E = np.float32(2**23 / math.log(2))
_BITS_OF_1 = np.float32(127 * 2**23 - 722_600)
"""The bits of a float, read as a whole number, are nearly its logarithm (Schraudolph, A fast,
compact approximation of the exponential function, 1999): shifted so far they never make more than
e^x, and at least 94 % of it."""

Array = NDArray[Any]
Side = tuple[Any, ...]
"""One direction of a sparse product: rows and ends of its postings, keys of the lists that are
wanted, and what each adds; lengths and hubs by row, the shift of the curve, and 1 / its width."""


def compiled(function: Callable[..., None]) -> Any:
    """The function as machine code for which other threads need not wait."""
    how: Any = {"nogil": True, "error_model": "numpy"}
    try:
        return numba.njit(cache=True, **how)(function)
    except RuntimeError:  # no folder that could be written
        return numba.njit(**how)(function)


@compiled
def bound_scores(
    slabs: Array,
    allowed: Array,
    there: Side,
    back: Side,
    share: np.float32,
    rest: np.float32,
    classes: Array,
    other_classes: Array,
    table: Array,
    other_table: Array,
    products: Array,
    bounds: Array,
) -> None:
    """Write the products of all rows both ways (2, rows), and bounds of the scores (rows,).

    `there` and `back` are a sparse product that counts `share` in both. Two tables (2, classes) are
    added by the classes of the rows, `rest` is what all else can add. Bounds are true but for
    `bounds.MARGIN`, and -1 for rows that are not `allowed`; slabs without any have no products.
    """
    for slab in range(len(slabs) - 1):
        first, last = slabs[slab], slabs[slab + 1]
        if allowed[first:last].any():
            _gather(slab, there, products[0, first:last])
            _gather(slab, back, products[1, first:last])
            _bound(first, last, allowed, there, back, share, rest, classes, other_classes, table,
                   other_table, products, bounds)  # fmt: skip
        else:
            bounds[first:last] = -1


@compiled
def _gather(slab: int, side: Side, sums: Array) -> None:
    """The products of one slab of postings with a query.

    Sums add in the order of the keys, as `Postings.product` does.
    """
    rows, ends, keys, added = side[0], side[1], side[2], side[3]
    sums[:] = 0.0
    for place in range(len(keys)):
        key, value = keys[place], added[place]
        for entry in range(ends[slab, key], ends[slab, key + 1]):
            sums[rows[entry]] += value


@compiled
def _bound(
    first: int,
    last: int,
    allowed: Array,
    there: Side,
    back: Side,
    share: np.float32,
    rest: np.float32,
    classes: Array,
    other_classes: Array,
    table: Array,
    other_table: Array,
    products: Array,
    bounds: Array,
) -> None:
    one, two, none = np.float32(1), np.float32(2), np.float32(-1)
    size = last - first
    odds, other_odds = np.empty(size, dtype=np.float32), np.empty(size, dtype=np.float32)
    _lower_odds(first, products[0, first:last], there, odds.view(np.int32))
    _lower_odds(first, products[1, first:last], back, other_odds.view(np.int32))
    for each in range(size):
        row = first + each
        here, nearby = classes[row], other_classes[row]
        mean = rest + share / (one + odds[each]) + table[0, here] + other_table[0, nearby]
        other = rest + share / (one + other_odds[each]) + table[1, here] + other_table[1, nearby]
        bounds[row] = two * mean * other / (mean + other) if allowed[row] else none


@compiled
def _lower_odds(first: int, sums: Array, side: Side, bits: Array) -> None:
    """The bits of a lower bound of the odds against each row, exp((shift + hub - near) / width).

    Who has no length has no opinion, and no odds against it.
    """
    lengths, hubs, shift, steepness = side[4], side[5], side[6], side[7]
    steep, zero = np.float32(_STEEP), np.float32(0)
    for each in range(len(sums)):
        length = lengths[first + each]
        near = np.float32(sums[each]) / length if length > zero else steep
        power = (shift + hubs[first + each] - near) * steepness
        power = power if length > zero else -steep
        bits[each] = np.int32(min(max(power, -steep), steep) * _BITS_OF_E + _BITS_OF_1)
