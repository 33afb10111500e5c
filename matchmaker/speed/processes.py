"""Processes that measure, and what they hold of the machine."""

import os
import re
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

PRIVATE = re.compile(r"^Private_(?:Clean|Dirty): +(\d+) kB$", re.MULTILINE)


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run it on one core in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_on_one_core, work, *arguments).result()


def _on_one_core(work: Callable[..., Any], *arguments: Any) -> Any:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with threadpool_limits(1):
        return work(*arguments)


def peak_mb() -> float:
    """The most that this process has held at once, shared pages included; 10^6 bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def private_mb(process: int | str = "self", *, proc: Path = Path("/proc")) -> float | None:
    """What would be free if this process alone ended (USS); 10^6 bytes.

    Pages of a mapped file count unless another process uses them too. None where the system does
    not tell.
    """
    try:
        told = (proc / str(process) / "smaps_rollup").read_text("ascii")
    except OSError:
        return None
    return sum(map(int, PRIVATE.findall(told))) * 1024 / 1e6
