"""Builds an index of an invented country and times engines on it, each in a process of its own."""

import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry, build_index, open_index
from matchmaker.scoring.loader import BUNDLED_FOLDER, create, discover, load
from matchmaker.speed.corpus import Corpus
from matchmaker.speed.definition import reference, same
from matchmaker.speed.engines import BASELINES, ENGINES, OURS, Engine

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
    watch: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Figures:
    """What `bench --json` prints: each engine's times, sizes, and whether it finds the same.

    `queries` distinct firms look for their best partners among `candidates` creatives (and some
    firms), by all default scorers in both directions, on one core. Times in milliseconds a query;
    seconds to build and to open; megabytes (10^6 bytes) of the index and of the process.
    """
    engines = [OURS, *(installed(BASELINES) if baselines else ())]
    with TemporaryDirectory() as folder:
        place = Path(folder)
        rows = []
        for name in watch([each.name for each in engines]):
            if name == OURS.name:
                _alone(_draw, place, candidates, queries)
                built = _alone(_build, place)
            rows.append(_alone(_time, place, name, queries, built))
    return {"candidates": candidates, "queries": queries, "engines": rows}


def _alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run it in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_on_one_core, work, *arguments).result()


def _on_one_core(work: Callable[..., Any], *arguments: Any) -> Any:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with threadpool_limits(1):
        return work(*arguments)


def _draw(folder: Path, candidates: int, queries: int) -> None:
    """Write the country to a file, so that drawing it is no part of building an index."""
    with (folder / "entries").open("wb") as file:
        for entry in Corpus(candidates, seekers=queries + 1).entries():
            pickle.dump(entry, file)


def _entries(folder: Path) -> Iterator[Entry]:
    with (folder / "entries").open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - written by `_draw` a moment ago
            except EOFError:
                return


def _build(folder: Path) -> Figures:
    found = discover(BUNDLED_FOLDER)
    scorers = {name: create(load(found[name]), {}) for name in DEFAULT_WEIGHTS}
    started = time.perf_counter()
    build_index(folder / "index", _entries(folder), scorers, 0, "bench")
    return {
        "build_s": time.perf_counter() - started,
        "index_mb": _bytes_below(folder / "index") / 1e6,
        "peak_mb": _peak_mb(),
    }


def _time(folder: Path, name: str, queries: int, built: Figures) -> Figures:
    """The figures of one engine; only ours opens an index, the others prepare something more."""
    found = discover(BUNDLED_FOLDER)
    for scorer in DEFAULT_WEIGHTS:
        load(found[scorer])
    started = time.perf_counter()
    index = open_index(folder / "index")
    search = ENGINES[name].make(index)
    open_s = time.perf_counter() - started
    first, *seekers = _seekers(folder, queries + 1)
    search(first)
    times = [_seconds(search, seeker) for seeker in seekers]
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    peak = _peak_mb()  # before the definition takes its own
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


def _seekers(folder: Path, count: int) -> list[Profile]:
    firms = (entry.profile for entry in _entries(folder) if entry.profile.kind == "kmu")
    return [firm for firm, _ in zip(firms, range(count), strict=False)]


def _seconds(search: Callable[[Profile], Any], seeker: Profile) -> float:
    started = time.perf_counter()
    search(seeker)
    return time.perf_counter() - started


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
