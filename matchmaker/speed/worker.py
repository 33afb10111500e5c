"""What one worker holds and does: memory of its own, and learning what changed."""

import gc
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import cycle, islice, pairwise
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry, Index
from matchmaker.scoring.text import load_words
from matchmaker.speed import prepared
from matchmaker.speed.definition import LIMIT
from matchmaker.speed.processes import alone, private_mb

RANKINGS = 20
"""After so many the memory of a worker is read: it has touched what it needs."""
CHANGES = 20

Figures = dict[str, float | None]


def measure(folder: Path) -> Figures:
    """Memory of a further worker beside this one, and how this one follows changes."""
    prepared.load_scorers()
    index = prepared.opened(folder)
    seekers = _used(index, folder)
    memory = alone(memory_of_others, folder)  # while this process has mapped the same files
    creatives = islice(prepared.drawn(folder, "creative"), CHANGES + 1)
    return memory | _following(index, rewritten(creatives), cycle(seekers))


def memory_of_others(folder: Path) -> Figures:
    """Private megabytes of a worker after RANKINGS, None where the system does not tell.

    `private_mb`: one that was forked after all was loaded that workers share, as `serve` does.
    `alone_mb`: a process that shares nothing but the files of the index.
    """
    prepared.load_scorers()
    load_words()
    index = prepared.opened(folder)
    del index  # each worker opens the newest one; what the files bring along stays
    gc.freeze()
    forked = None
    if private_mb() is not None:
        with ProcessPoolExecutor(1, mp_context=get_context("fork")) as process:
            forked = process.submit(_memory_when_used, folder).result()
    return {"private_mb": forked, "alone_mb": _memory_when_used(folder)}


def _memory_when_used(folder: Path) -> float | None:
    index = prepared.opened(folder)
    _used(index, folder)
    return private_mb()


def _used(index: Index, folder: Path) -> list[Profile]:
    """Rank for RANKINGS seekers, so that all is in memory that a worker needs; the seekers."""
    seekers = list(islice(cycle(prepared.seekers(folder, RANKINGS)), RANKINGS))
    for seeker in seekers:
        index.rank(seeker, DEFAULT_WEIGHTS, limit=LIMIT)
    return seekers


def rewritten(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each but the last, saying what the next one says: a change of all words."""
    for one, other in pairwise(entries):
        said = {name: getattr(other.profile, name) for name in ("about", "offers", "needs")}
        yield Entry(replace(one.profile, **said), one.tie_key)


def _following(index: Index, changes: Iterable[Entry], seekers: Iterator[Profile]) -> Figures:
    """What a worker does that learns of one change after the other, and is asked after each.

    `learn_*_ms`: to have the change in the index; `ranked_*_ms`: with the first ranking after it.
    """
    learn, ranked = [], []
    for number, entry in enumerate(changes, start=1):
        started = time.perf_counter()
        index = index.with_changes({entry.profile.id: entry}, number)
        learn.append(time.perf_counter() - started)
        index.rank(next(seekers), DEFAULT_WEIGHTS, limit=LIMIT)
        ranked.append(time.perf_counter() - started)
    return {
        f"{name}_p{share}_ms": float(np.percentile(times, share)) * 1000
        for name, times in (("learn", learn), ("ranked", ranked))
        for share in (50, 95)
    }
