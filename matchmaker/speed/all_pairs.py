"""How long it takes to rank everybody for everybody, told by a sample of the seekers."""

import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier

from threadpoolctl import threadpool_limits

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.storage.fitting import cores
from matchmaker.speed import prepared
from matchmaker.speed.corpus import Corpus
from matchmaker.speed.definition import LIMIT

EVERYBODY = 100_000
"""Seekers to whom the time of the sample is extrapolated."""
OPENING_SECONDS = 600.0
"""Longest wait of a process that has opened the index for one that has not."""


def measure(folder: Path, seekers: int) -> dict[str, float]:
    """Seconds to rank the whole pool for each of so many firms, with a process a core.

    The clock runs from when all processes have opened the index until the last has finished.
    `everybody_s` is that of EVERYBODY if each takes as long.
    """
    context, count = get_context("spawn"), min(cores(), seekers)
    with context.Manager() as manager, ProcessPoolExecutor(count, mp_context=context) as processes:
        ready = manager.Barrier(count, timeout=OPENING_SECONDS)
        shares = [
            processes.submit(_rank, folder, seekers, first, count, ready) for first in range(count)
        ]
        seconds = max(share.result() for share in shares)
    return {
        "pairs_seekers": seekers,
        "pairs_cores": count,
        "pairs_s": seconds,
        "everybody": EVERYBODY,
        "everybody_s": seconds / seekers * EVERYBODY,
    }


def share_of(seekers: int, first: int, step: int) -> list[Profile]:
    """Every `step`-th of firms drawn for this alone; any number leaves the pool as it is."""
    firms = Corpus(0, seekers=seekers).entries()
    return [entry.profile for entry in islice(firms, first, None, step)]


def _rank(folder: Path, seekers: int, first: int, step: int, ready: Barrier) -> float:
    prepared.load_scorers()
    index, own = prepared.opened(folder), share_of(seekers, first, step)
    with threadpool_limits(1):
        index.rank(own[0], DEFAULT_WEIGHTS, limit=LIMIT)
        ready.wait()
        started = time.perf_counter()
        for seeker in own:
            index.rank(seeker, DEFAULT_WEIGHTS, limit=LIMIT)
        return time.perf_counter() - started
