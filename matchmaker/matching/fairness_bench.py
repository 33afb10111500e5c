"""Ways to spread attention compared on made-up markets, graded beds, and given profiles."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.errors import Refused
from matchmaker.matching.trial import panel_of_files
from matchmaker.profiles.interchange.texts import normalise_word
from matchmaker.scoring.panel import Panel
from matchmaker.scoring.trials.fairness_trial import (
    WAYS,
    Market,
    both_sides,
    compare,
    popular_market,
)
from matchmaker.scoring.trials.graded_bed import BEDS, bed, loss, qualities
from matchmaker.scoring.trials.qrels import Qrels, read_qrels

SIZES = ((100, 100), (300, 300), (300, 600))
SKEWS = (0.5, 0.8, 1.2)
BED_SIZE = 400
FIRST_SEED = 1

Figures = dict[str, dict[str, float]]
Watch = Callable[[Sequence[Any]], Iterable[Any]]


def markets(seeds: int, watch: Watch = iter) -> list[dict[str, Any]]:
    """Every size and skew: the figures of each way, means over the seeds, and their ratios."""
    cases = [(n, m, skew) for n, m in SIZES for skew in SKEWS]
    return [
        {"size": [n, m], "skew": skew, "ways": with_ratios(_mean_of(n, m, skew, seeds))}
        for n, m, skew in watch(cases)
    ]


def _mean_of(n: int, m: int, skew: float, seeds: int) -> Figures:
    numbers = range(FIRST_SEED, FIRST_SEED + seeds)
    runs = [compare(popular_market(n, m, skew, seed)) for seed in numbers]
    return {
        way: {name: float(np.mean([run[way][name] for run in runs])) for name in runs[0][way]}
        for way in WAYS
    }


def with_ratios(ways: Figures) -> Figures:
    """The figures, with how many times the matches of the harmonic order there are."""
    base = ways["harmonic"]
    for figures in ways.values():
        for curve in ("by_rank", "by_log_rank"):
            matches = base[f"matches_{curve}"]
            ratio = figures[f"matches_{curve}"] / matches if matches else 1.0
            figures[f"times_harmonic_{curve}"] = ratio
    return ways


def beds(watch: Watch = iter) -> list[dict[str, Any]]:
    """Every graded bed: nDCG@10 of the harmonic order and what each way loses of it."""
    return [_of_bed(name) for name in watch(list(BEDS))]


def _of_bed(name: str) -> dict[str, Any]:
    market, grades, back = bed(name, BED_SIZE, FIRST_SEED)
    return {"bed": name, **losses(market, grades, back)}


def losses(market: Market, grades: NDArray[np.int64], back: NDArray[np.int64]) -> dict[str, Any]:
    before = qualities(both_sides(market), grades, back)
    if not len(before):
        raise Refused("No judgement has a grade above 0.")
    ways = {
        name: loss(before, qualities(WAYS[name](market), grades, back))
        for name in WAYS
        if name != "harmonic"
    }
    return {"seekers": len(before), "ndcg_at_10": float(before.mean()), "ways": ways}


def given(profiles: Sequence[Path], judgements: Path | None = None) -> dict[str, Any]:
    """The same figures by the scorers in force on the profiles of the files, and the loss by
    the judgements. Raises Refused for content that cannot be used."""
    with panel_of_files(profiles) as panel:
        firms, creatives = (_rows(panel, kind) for kind in ("kmu", "creative"))
        if not (len(firms) and len(creatives)):
            raise Refused("There must be profiles of both kinds.")
        qrels = _read(judgements, panel.segment_.pool.ids) if judgements is not None else None
        market = _market(panel, firms, creatives)
        found: dict[str, Any] = {"size": [len(firms), len(creatives)]}
        found["ways"] = with_ratios(compare(market))
        if qrels is not None:
            grades = _grades(panel, qrels, firms, creatives)
            found["judged"] = losses(market, *grades)
    return found


def _rows(panel: Panel, kind: str) -> NDArray[np.intp]:
    return np.array([n for n, each in enumerate(panel.segment_.pool) if each.kind == kind])


def _market(panel: Panel, firms: NDArray[np.intp], creatives: NDArray[np.intp]) -> Market:
    """What each is worth to each; who may not be proposed is worth nothing."""
    blends = [panel.blend(panel.segment_.pool[int(row)])[0] for row in firms]
    there = np.array([b.for_seeker[creatives] * b.quorate[creatives] for b in blends])
    back = np.array([b.for_candidate[creatives] * b.quorate[creatives] for b in blends])
    worth = np.array([b.score[creatives] * b.quorate[creatives] for b in blends])
    return Market(there, back.T, worth)


def _read(judgements: Path, ids: Iterable[str]) -> Qrels:
    try:
        return read_qrels(judgements, normalise_word, set(ids))
    except ValueError as error:
        raise Refused(str(error)) from None


def _grades(
    panel: Panel, qrels: Qrels, firms: NDArray[np.intp], creatives: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ids = panel.segment_.pool.ids
    return tuple(  # type: ignore[return-value]
        np.array(
            [[qrels.get(ids[i], {}).get(ids[j], 0) for j in others] for i in own], dtype=np.int64
        )
        for own, others in ((firms, creatives), (creatives, firms))
    )
