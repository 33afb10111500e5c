"""How well scorers find known partners: what the command `evaluate` prints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.segment import Mask, leading
from matchmaker.scoring.trials import metrics
from matchmaker.scoring.trials.qrels import Qrels, read_qrels

__all__ = ["evaluate", "read_qrels"]

KINDS = ("kmu", "creative")
K = 10
"""Length of the lists in which exposure and mutual matches are counted."""

FIGURES: Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "hit_at_1": lambda ranked, grades: metrics.hit(ranked, grades, 1),
    "hit_at_5": lambda ranked, grades: metrics.hit(ranked, grades, 5),
    "hit_at_10": lambda ranked, grades: metrics.hit(ranked, grades, 10),
    "mrr": metrics.reciprocal_rank,
    "ndcg_at_10": lambda ranked, grades: metrics.ndcg(ranked, grades, 10),
}
"""What is measured for each seeker; a direction has the mean over its seekers."""

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class _Found:
    """What one seeker was shown, and how good that was."""

    shown: tuple[str, ...]
    figures: Mapping[str, float]


def evaluate(
    profiles: Iterable[Profile],
    qrels: Qrels,
    parts: Iterable[Part],
    *,
    on_fault: Callable[[ScorerFault], None] = lambda fault: None,
    watch: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> dict[str, Any]:
    """Rank every seeker of the judgements against all profiles of the other kind, and measure.

    The ids of profiles are those of the judgements. The pool is made of `profiles` alone; nobody
    is ineligible and nothing is made fairer. Candidates without a quorum come last; they, and
    equal scores, are ordered by id. Directions go by the kind of the seeker; a figure is None
    where there is nothing to measure: all but n without a seeker, `mutual_at_10` when nobody of
    the other kind seeks. `overall` is the mean of the directions that have the figure, n too.

    `on_fault` hears of each scorer that failed, once a seeker; `watch` wraps the seekers, for a
    progress bar. ValueError on unknown ids, two profiles of one id, a pair of the same kind, and
    weights that make no sense.
    """
    pool = Pool(profiles)
    by_id = {profile.id: profile for profile in pool}
    _check(pool, by_id, qrels)
    panel = Panel(parts).fit(pool)
    others = {kind: np.array([p.kind != kind for p in pool], dtype=bool) for kind in KINDS}
    found: dict[str, dict[str, _Found]] = {kind: {} for kind in KINDS}
    for id in watch(qrels):
        seeker = by_id[id]
        ranked = _ranked(panel, seeker, others[seeker.kind], on_fault)
        figures = {name: figure(ranked, qrels[id]) for name, figure in FIGURES.items()}
        found[seeker.kind][id] = _Found(tuple(ranked[:K]), figures)
    return _report(pool, found, panel.parts)


def _check(pool: Pool, by_id: Mapping[str, Profile], qrels: Qrels) -> None:
    if len(by_id) < len(pool):
        raise ValueError("Two of the profiles have the same id.")
    for seeker, grades in qrels.items():
        for id in (seeker, *grades):
            if id not in by_id:
                raise ValueError(f"The judgements name {id!r}, which is not among the profiles.")
        for candidate in grades:
            if by_id[seeker].kind == by_id[candidate].kind:
                raise ValueError(f"The judged pair {seeker!r}, {candidate!r} is of one kind.")


def _ranked(
    panel: Panel, seeker: Profile, others: Mask, on_fault: Callable[[ScorerFault], None]
) -> list[str]:
    blended, faults = panel.blend(seeker)
    for fault in faults:
        on_fault(fault)
    order = panel.segment_.tie_order
    proposed = leading(blended.score, others & blended.quorate, order)
    rest = np.flatnonzero(others & ~blended.quorate)
    ids = panel.segment_.pool.ids
    return [ids[row] for row in (*proposed, *rest[np.argsort(order[rest])])]


def _report(
    pool: Pool, found: Mapping[str, Mapping[str, _Found]], parts: Iterable[Part]
) -> dict[str, Any]:
    shown = {
        kind: {id: each.shown for id, each in seekers.items()} for kind, seekers in found.items()
    }
    directions: dict[str, Figures] = {}
    for kind, other in zip(KINDS, reversed(KINDS), strict=True):
        candidates = [profile.id for profile in pool if profile.kind == other]
        means = _means([each.figures for each in found[kind].values()], list(FIGURES))
        lists = _list_figures(shown[kind], shown[other], candidates)
        directions[kind] = {"n": len(found[kind]), **means, **lists}
    kept = [figures for figures in directions.values() if figures["n"]]
    overall = _means(kept, list(directions[KINDS[0]]))
    return {"directions": directions, "overall": overall, "scorers": _scorers(parts)}


def _scorers(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [
        {"name": part.scorer.name, "weight": part.weight, "learned": part.scorer.learned}
        for part in parts
    ]


def _list_figures(
    lists: metrics.Lists, opposite: metrics.Lists, candidates: Sequence[str]
) -> Figures:
    exposure = metrics.exposures(lists, candidates)
    figures: Figures = {
        "mutual_at_10": metrics.mutual_rate(lists, opposite) if opposite else None,
        "exposure_gini_at_10": metrics.gini(exposure),
        "coverage_at_10": metrics.coverage(exposure),
        "largest_exposure": metrics.largest_exposure(exposure, len(lists)),
    }
    return figures if lists else dict.fromkeys(figures)


def _means(rows: Sequence[Mapping[str, float | None]], names: Iterable[str]) -> Figures:
    """The mean of each named figure over the rows that have it; None where none has."""
    values = {name: [v for row in rows if (v := row[name]) is not None] for name in names}
    return {name: float(np.mean(column)) if column else None for name, column in values.items()}
