"""What a ranking is by definition: all are rated, the two directions joined, and sorted.

Written without what our own ranking is made of, so that both can be held against each other.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.blend import DECIMALS, QUORUM
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.index import Index
from matchmaker.scoring.scorer import Scores

LIMIT = 20
"""So many partners are asked for."""

Top = list[tuple[str, float]]
"""Ids and scores, the best first."""
Search = Callable[[Profile], Top]
Columns = dict[str, tuple[Scores, Scores]]
"""By scorer: the ratings of all rows for the seeker, and back."""
Floats = NDArray[np.float64]


def reference(index: Index) -> Search:
    """The definition, word by word: every scorer rates everybody, and all are sorted."""
    segment = index.segments[0]

    def search(seeker: Profile) -> Top:
        columns = {
            name: (scorer.score(seeker), scorer.score_back(seeker))
            for name, scorer in segment.scorers.items()
        }
        rows, scores = joined(index, seeker, columns)
        order = sorted(
            range(len(rows)), key=lambda at: (-scores[at], segment.tie_keys[int(rows[at])])
        )
        return [(segment.pool[int(rows[at])].id, float(scores[at])) for at in order[:LIMIT]]

    return search


def same(one: Top, other: Top) -> bool:
    """The same partners in the same order, with scores that differ by at most 1e-6."""
    return [id for id, _ in one] == [id for id, _ in other] and all(
        abs(score - theirs) <= 1e-6 for (_, score), (_, theirs) in zip(one, other, strict=True)
    )


def joined(index: Index, seeker: Profile, columns: Columns) -> tuple[NDArray, Floats]:
    """Rows that may be proposed and their scores: the harmonic mean of two weighted means."""
    means, heard = [], []
    for direction in (0, 1):
        said, weight_heard = np.zeros(len(index.pool)), np.zeros(len(index.pool))
        for name, weight in DEFAULT_WEIGHTS.items():
            column = columns[name][direction].astype(np.float64)
            known = ~np.isnan(column)
            said[known] += weight * column[known]
            weight_heard[known] += weight
        means.append(said / np.where(weight_heard > 0, weight_heard, 1.0))
        heard.append(weight_heard)
    needed = QUORUM * sum(DEFAULT_WEIGHTS.values()) - 1e-9
    mask = Partners(seeker)(index.pool) & (np.minimum(*heard) >= needed)
    rows = np.flatnonzero(mask)
    x, y = means[0][rows], means[1][rows]
    scores = 2 * x * y / np.where(x + y > 0, x + y, 1.0)
    return rows, np.round(scores, DECIMALS)


def leading(index: Index, rows: NDArray, scores: Floats) -> Top:
    best = np.argpartition(-scores, LIMIT - 1)[:LIMIT] if len(scores) > LIMIT else slice(None)
    floor = scores[best].min(initial=np.inf)
    near = np.flatnonzero(scores >= floor)  # all that tie with the last
    keys = index.segments[0].tie_keys
    order = sorted(near.tolist(), key=lambda at: (-scores[at], keys[int(rows[at])]))[:LIMIT]
    return [(index.pool[int(rows[at])].id, float(scores[at])) for at in order]


def joined_one_by_one(
    index: Index, seeker: Profile, columns: Mapping[str, tuple[Scores, Scores]]
) -> tuple[list[int], list[float]]:
    rows = np.flatnonzero(Partners(seeker)(index.pool)).tolist()
    lists = {name: (there.tolist(), back.tolist()) for name, (there, back) in columns.items()}
    needed = QUORUM * sum(DEFAULT_WEIGHTS.values()) - 1e-9
    kept, scores = [], []
    for row in rows:
        x, heard = _mean_of(lists, row, 0)
        y, heard_back = _mean_of(lists, row, 1)
        if min(heard, heard_back) >= needed:
            kept.append(row)
            scores.append(round(2 * x * y / (x + y), DECIMALS) if x + y > 0 else 0.0)
    return kept, scores


def _mean_of(
    lists: Mapping[str, tuple[list[float], list[float]]], row: int, direction: int
) -> tuple[float, float]:
    said = heard = 0.0
    for name, weight in DEFAULT_WEIGHTS.items():
        value = lists[name][direction][row]
        if value == value:  # not NaN
            said += weight * value
            heard += weight
    return (said / heard if heard else 0.0), heard
