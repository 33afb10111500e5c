"""The inner loops, compiled by numba where it is installed.

Machine code is kept on the disk, beside this file or in the user's cache where that cannot be
written: `warm_up` makes it in the job that builds an index, never while somebody waits.
Without numba the same loops run as Python, which is right and slow: only tests do that.

Bounds are in single precision and a little too wide; sums of products are exact.
"""

import math
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from matchmaker.scoring.blocks import BLOCK

try:
    import numba
except ImportError:
    numba = None

AVAILABLE = numba is not None

MARGIN = 1e-4
"""More than single precision can move a mean or a score."""

_STEEP = 80.0
"""Beyond this the exponential function is 0 or infinite in single precision, or nearly so."""

_BITS_OF_E = np.float32(2**23 / math.log(2))
_BITS_OF_1 = np.float32(127 * 2**23 - 722_600)
"""The bits of a float, read as a number, are nearly its logarithm (Schraudolph, A fast, compact
approximation of the exponential function, 1999): so shifted it is never above e^x, and at most 6 %
below."""

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The function as machine code that other threads need not wait for; itself without numba."""
    return function if numba is None else numba.njit(cache=True, nogil=True)(function)


@compiled
def search(pieces, slabs, allowed, there, back, lookup, most, least, topics, best, slack, found,
           products, bounds):  # type: ignore[no-untyped-def]  # fmt: skip
    """The rows that may be among the best, or within `slack` of these; returns their number.

    `pieces` (pieces, 4) hold slab, first row, end and block each, those of a slab together, the
    promising ones first. `there` and `back` are the directions of a sparse product, see `_gather`
    and `_odds_against`. `lookup` is the class of each row, what classes add at most (2, classes)
    and at least, and whether they have no opinion. `most` and `least` (2, blocks) are what all else
    but the `topics` adds, see `_leads`. `best` is as long as the list that is wanted and filled
    with -1: it ends as scores that the best have for certain. Writes the rows, their products
    (2, rows) and bounds of their scores.
    """
    count = 0
    slab = first = -1
    means = np.empty((2, BLOCK), dtype=np.float32)
    for piece in range(len(pieces)):
        row, end, block = pieces[piece, 1], pieces[piece, 2], pieces[piece, 3]
        if pieces[piece, 0] != slab:
            slab = pieces[piece, 0]
            first, last = slabs[slab], slabs[slab + 1]
            if allowed[first:last].any():
                _gather(slab, last - first, there)
                _gather(slab, last - first, back)
        if allowed[row:end].any():
            base = most[0, block] + topics[0], most[1, block] + topics[0]
            floor = least[0, block], least[1, block]
            score = np.float32(best.min() - slack - MARGIN)
            hits = _bound_means(row, end, first, there, back, lookup, base, score, means)
            if hits:
                count = _look_closely(row, end, first, allowed, there, back, lookup, base, floor,
                                      topics, best, slack, means, found, products, bounds,
                                      count)  # fmt: skip
    return count


@compiled
def _gather(slab, size, side):  # type: ignore[no-untyped-def]
    """The products of one slab of postings with a query.

    A side begins with rows, ends and levels of postings, terms and values of a query, and scratch
    for the sums of a slab.
    """
    rows, ends, levels, terms, values, sums = side[0], side[1], side[2], side[3], side[4], side[5]
    sums[:size] = 0.0
    for place in range(len(terms)):
        key = terms[place] * len(levels)
        for level in range(len(levels)):
            added = values[place] * levels[level]
            for entry in range(ends[slab, key + level], ends[slab, key + level + 1]):
                sums[rows[entry]] += added


@compiled
def _odds_against(row, end, first, side, bits):  # type: ignore[no-untyped-def]
    """The bits of a lower bound of the odds against each row.

    A side goes on with factors and hubs by row, a shift, and its weight: the odds are
    exp(sum · factor + hub + shift).
    """
    sums, factors, hubs, shift = side[5], side[6], side[7], side[8]
    steep = np.float32(_STEEP)
    for each in range(end - row):
        power = np.float32(sums[row + each - first]) * factors[row + each] + hubs[row + each]
        power = min(max(power + shift, -steep), steep)
        bits[each] = np.int32(power * _BITS_OF_E + _BITS_OF_1)


@compiled
def _bound_means(row, end, first, there, back, lookup, base, score, means):  # type: ignore[no-untyped-def]
    """Bounds of both means of each row, and how many rows may reach the score by them."""
    for side, out in ((there, means[0]), (back, means[1])):
        _odds_against(row, end, first, side, out.view(np.int32))
    classes, tops, other_tops = lookup[0], lookup[1][0], lookup[1][1]
    weight, one = there[9], np.float32(1)
    hits = 0
    for each in range(end - row):
        mean = base[0] + weight / (one + means[0, each]) + tops[classes[row + each]]
        other = base[1] + weight / (one + means[1, each]) + other_tops[classes[row + each]]
        means[0, each] = mean
        means[1, each] = other
        hits += (mean + mean) * other >= score * (mean + other)
    return hits


@compiled
def _look_closely(row, end, first, allowed, there, back, lookup, base, floor, topics, best, slack,
                  means, found, products, bounds, count):  # type: ignore[no-untyped-def]  # fmt: skip
    """Keep the allowed rows that may be among the best by their topics too; the new count.

    `topics` are their weight, the curves (2, 2) by middle and width, factors (2, 2) by direction
    and field, centring, speaking and kinds by row, the kind that counts, and two fields.
    """
    # Unpacked once: taken out of its tuple for each row, an array would be counted in and out.
    weight, curves, factors, centring, speaking, kinds, partner, one, other_one = topics
    ends, columns, values, classes, share, told, hub, wanted, hinted, usual = one
    ends2, columns2, values2, _, share2, told2, hub2, wanted2, hinted2, usual2 = other_one
    sums, other_sums = there[5], back[5]
    score = best.min() - slack - MARGIN
    for each in range(row, end):
        mean, other = np.float64(means[0, each - row]), np.float64(means[1, each - row])
        if not allowed[each] or 2 * mean * other < score * (mean + other):
            continue
        heard = weight > 0 and speaking[each] and kinds[each] == partner
        added = other_added = weight
        if heard:
            near = hinted[classes[each]] * share[each]
            near += _product(ends[each], ends[each + 1], columns, values, wanted)
            lead = told[each] * (near - centring * (usual + hub[each]))
            near = hinted2[classes[each]] * share2[each]
            near += _product(ends2[each], ends2[each + 1], columns2, values2, wanted2)
            lead2 = told2[each] * (near - centring * (usual2 + hub2[each]))
            added *= _curve(curves, 0, factors[0, 0] * lead + factors[0, 1] * lead2)
            other_added *= _curve(curves, 1, factors[1, 0] * lead + factors[1, 1] * lead2)
        mean, other = mean - weight + added, other - weight + other_added
        if 2 * mean * other < score * (mean + other):
            continue
        found[count] = each
        products[0, count] = sums[each - first]
        products[1, count] = other_sums[each - first]
        bounds[count] = 2 * mean * other / (mean + other) if mean + other > 0 else 0.0
        count += 1
        certain = floor[0] + added * heard, floor[1] + other_added * heard
        if _settle(each, first, there, back, lookup, certain, weight * heard, best):
            score = best.min() - slack - MARGIN
    return count


@compiled
def _product(start, end, columns, values, wanted):  # type: ignore[no-untyped-def]
    total = 0.0
    for entry in range(start, end):
        total += values[entry] * wanted[columns[entry]]
    return total


@compiled
def _curve(curves, direction, lead):  # type: ignore[no-untyped-def]
    return 1 / (1 + math.exp((curves[direction, 0] - lead) / curves[direction, 1]))


@compiled
def _settle(row, first, there, back, lookup, certain, heard, best):  # type: ignore[no-untyped-def]
    """Enter the score that a row has for certain among the best; whether that changed them.

    `certain` are the parts of both means and `heard` the weight that are known already; rows that
    may lack a quorum enter nothing.
    """
    kind = lookup[0][row]
    mean, other = certain[0] + lookup[2][0, kind], certain[1] + lookup[2][1, kind]
    other_heard = heard + lookup[3][1, kind]
    heard = heard + lookup[3][0, kind]
    if there[6][row] != 0:
        mean += _rating(row, first, there)
        heard += there[9]
    if back[6][row] != 0:
        other += _rating(row, first, back)
        other_heard += back[9]
    if min(heard, other_heard) < 0.5 + MARGIN or mean + other <= 0:
        return False
    score = 2 * mean * other / (mean + other) - MARGIN
    place = best.argmin()
    if score <= best[place]:
        return False
    best[place] = score
    return True


@compiled
def _rating(row, first, side):  # type: ignore[no-untyped-def]
    """The weighed rating of a row by its product."""
    power = side[5][row - first] * side[6][row] + side[7][row] + side[8]
    return side[9] / (1 + math.exp(min(power, _STEEP)))
