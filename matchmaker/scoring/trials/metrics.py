"""What `evaluate` prints: how good lists are for those who read them and fair to those in them.

A list is a sequence of candidates, best first. Grades are integers from 0 (no match); whoever
has no judgement has grade 0. Ranks count from 1. Formulas: nDCG after Järvelin and Kekäläinen
(2002) with exponential gain, the Gini coefficient of a finite sample after Sen (1973), the rest
as written in each docstring.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Attention = Callable[[NDArray[np.float64]], NDArray[np.float64]]
Lists = Mapping[str, Sequence[str]]
"""By reader: whom the list shows, best first."""


def best_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Rank of the first candidate with the highest grade; infinite when nobody has one above 0.

    Range [1, ∞].
    """
    best = max(grades.values(), default=0)
    if best <= 0:
        return math.inf
    ranks = (rank for rank, id in enumerate(ranked, start=1) if grades.get(id, 0) == best)
    return float(next(ranks, math.inf))


def hit(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """1 when a best-graded candidate is among the first k, else 0.

    hit@k of a set of seekers is the mean; range [0, 1].
    """
    return float(best_rank(ranked, grades) <= k)


def reciprocal_rank(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 / rank of the first best-graded candidate, 0 without one; MRR is the mean; range [0, 1]."""
    return 1 / best_rank(ranked, grades)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Σ (2^grade − 1) / log2(rank + 1) over the first k, divided by the same of the best order.

    Range [0, 1]; 0 when no grade is above 0.
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(id, 0) for id in ranked[:k]]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def mutual_rate(lists: Lists, opposite: Lists) -> float:
    """|{(i, j): j in the list of i and i in the list of j}| / Σ |list of i|.

    Range [0, 1]; 0 when nobody is shown. Whoever has no list shows nobody.
    """
    shown = sum(len(ids) for ids in lists.values())
    there = {(reader, id) for reader, ids in lists.items() for id in ids}
    back = {(id, reader) for reader, ids in opposite.items() for id in ids}
    return len(there & back) / shown if shown else 0.0


def exposures(lists: Lists, candidates: Iterable[str]) -> NDArray[np.int64]:
    """e_j: the number of lists that show candidate j, in the order of `candidates`."""
    counts = Counter(id for ids in lists.values() for id in set(ids))
    return np.array([counts[id] for id in candidates], dtype=np.int64)


def gini(exposure: NDArray[np.integer]) -> float:
    """Σ (2r − n − 1)·e_(r) / (n·Σ e) over the n exposures in ascending order, r from 1.

    Range [0, 1 − 1/n]: 0 when all are shown alike, 1 − 1/n when only one is shown; 0 when
    nobody is.
    """
    n, total = len(exposure), exposure.sum()
    if not total:
        return 0.0
    return float(((2 * np.arange(1, n + 1) - n - 1) * np.sort(exposure)).sum() / (n * total))


def coverage(exposure: NDArray[np.integer]) -> float:
    """Share of the candidates whom at least one list shows; range [0, 1], 0 without candidates."""
    return float(np.mean(exposure >= 1)) if len(exposure) else 0.0


def largest_exposure(exposure: NDArray[np.integer], lists: int) -> float:
    """Share of the lists that show the most shown candidate: max e / number of lists.

    Range [0, 1], 0 without lists.
    """
    return float(exposure.max(initial=0) / lists) if lists else 0.0


def congestion(exposure: NDArray[np.integer]) -> float:
    """max e / mean e; range [1, n], 0 when nobody is shown."""
    total = exposure.sum()
    return float(exposure.max() * len(exposure) / total) if total else 0.0


def by_rank(rank: NDArray[np.float64]) -> NDArray[np.float64]:
    """Attention 1/r: steep, as if hardly anybody read on; range [0, 1], 0 at rank infinity."""
    return 1 / rank


def by_log_rank(rank: NDArray[np.float64]) -> NDArray[np.float64]:
    """Attention 1/log2(r + 1): flat, as if most read on; range [0, 1], 0 at rank infinity."""
    return 1 / np.log2(rank + 1)


def expected_matches(
    interest: NDArray[np.floating],
    interest_back: NDArray[np.floating],
    ranks: NDArray[np.floating],
    ranks_back: NDArray[np.floating],
    attention: Attention,
) -> float:
    """Σ P_ij · v(rank_i(j)) · Q_ji · v(rank_j(i)): mutual matches to be expected.

    `interest` P (n × m) and `interest_back` Q (m × n) are probabilities that i likes j and j
    likes i; `ranks` and `ranks_back`, of the same shapes, say where the one stands in the list of
    the other, infinite where not at all. Range [0, n·m]. The result depends much on the
    attention v: report `by_rank` and `by_log_rank` together.
    """
    there = interest * attention(np.asarray(ranks, dtype=np.float64))
    back = interest_back * attention(np.asarray(ranks_back, dtype=np.float64))
    return float((there * back.T).sum())


def bootstrap_interval(
    values: Sequence[float], level: float = 0.95, samples: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval of the mean: the mean of `samples` draws with replacement.

    In the unit of the values, low ≤ high; the same for the same seed. ValueError without values.
    """
    if not len(values):
        raise ValueError("A bootstrap interval needs at least one value.")
    data = np.asarray(values, dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(data), (samples, len(data)))
    tail = (1 - level) / 2
    low, high = np.quantile(data[draws].mean(axis=1), [tail, 1 - tail])
    return float(low), float(high)
