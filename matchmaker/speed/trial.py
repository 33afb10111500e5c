"""Builds an index of an invented country and times engines on it, each in a process of its own."""

import time
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from matchmaker.scoring import Profile
from matchmaker.speed import all_pairs, prepared, worker
from matchmaker.speed.definition import reference, same
from matchmaker.speed.engines import BASELINES, ENGINES, OURS, Engine
from matchmaker.speed.processes import alone, apart, peak_mb

CHECKED = 10
"""So many seekers' lists are compared with those of the definition."""

Figures = dict[str, Any]


def installed(engines: Iterable[Engine]) -> list[Engine]:
    """Those whose library is there."""
    return [each for each in engines if not each.needs or find_spec(each.needs)]


def trial(
    candidates: int,
    queries: int,
    *,
    baselines: bool = False,
    service: bool = False,
    pairs: int | None = None,
    watch: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Figures:
    """What `bench --json` prints: each engine's times, sizes, and whether it finds the same.

    `queries` distinct firms look for their best partners among `candidates` creatives (and some
    firms), by all default scorers in both directions, on one core. Times in milliseconds a query;
    seconds to build, on all cores, and to open; megabytes (10^6 bytes) of the index and of the
    process.

    With `service` the document has a part `service` as well: what building took in memory, what
    `worker.measure` tells and, for `pairs` seekers, what `all_pairs.measure` does.
    """
    engines = [OURS, *(installed(BASELINES) if baselines else ())]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        rows = []
        for name in watch([each.name for each in engines]):
            if name == OURS.name:
                alone(prepared.draw, place, candidates, queries + 1)
                built = apart(prepared.build, place)
            rows.append(alone(_time, place, name, queries, built))
        document = {"candidates": candidates, "queries": queries, "engines": rows}
        if service:
            document["service"] = {
                "build_peak_mb": built["peak_mb"],
                **alone(worker.measure, place),
                **(all_pairs.measure(place, pairs) if pairs else {}),
            }
    return document


def _time(folder: Path, name: str, queries: int, built: Figures) -> Figures:
    """The figures of one engine; only ours opens an index, the others prepare something more."""
    prepared.load_scorers()
    started = time.perf_counter()
    index = prepared.opened(folder)
    search = ENGINES[name].make(index)
    open_s = time.perf_counter() - started
    first, *seekers = prepared.seekers(folder, queries + 1)
    search(first)
    times = [_seconds(search, seeker) for seeker in seekers]
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    peak = peak_mb()  # before the definition takes its own
    right, sample = reference(index), seekers[:CHECKED]
    exact = all(same(search(seeker), right(seeker)) for seeker in sample)
    return {
        "name": name,
        "p50_ms": float(p50),
        "p95_ms": float(p95),
        "build_s": built["build_s"],
        "open_s": open_s,
        "index_mb": built["index_mb"],
        "peak_mb": max(peak, built["peak_mb"]) if name == OURS.name else peak,
        "exact": exact,
    }


def _seconds(search: Callable[[Profile], Any], seeker: Profile) -> float:
    started = time.perf_counter()
    search(seeker)
    return time.perf_counter() - started
