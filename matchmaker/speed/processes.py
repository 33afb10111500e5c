"""Processes that measure, and what they hold of the machine."""

import os
import re
import resource
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from threadpoolctl import threadpool_limits

LOOK_AGAIN_SECONDS = 1.0
SHARE = re.compile(r"^Pss: +(\d+) kB$", re.MULTILINE)
PRIVATE = re.compile(r"^Private_(?:Clean|Dirty): +(\d+) kB$", re.MULTILINE)


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run it in a fresh process, so that its memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def alone(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run it in a fresh process on one core."""
    return apart(_on_one_core, work, *arguments)


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
    told = _text(proc / str(process) / "smaps_rollup")
    return sum(map(int, PRIVATE.findall(told))) * 1024 / 1e6 if told else None


class Together:
    """What this process and those it has started hold at once, while inside; 10^6 bytes.

    Pages that several of them hold count once. It is looked at once a second, since looking
    costs too: a shorter peak may be missed. `peak_mb` is None where the system does not tell.
    """

    def __init__(self, *, proc: Path = Path("/proc")) -> None:
        self.peak_mb: float | None = None
        self._proc = proc
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._left.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            held = together_mb(proc=self._proc)
            if held is not None:
                self.peak_mb = max(held, self.peak_mb or 0.0)
            if self._left.wait(LOOK_AGAIN_SECONDS):
                return


def together_mb(*, proc: Path = Path("/proc")) -> float | None:
    """What this process and those it has started hold, shared pages once (PSS); 10^6 bytes."""
    children = [pid for told in proc.glob("self/task/*/children") for pid in _text(told).split()]
    held = [SHARE.search(_text(proc / pid / "smaps_rollup")) for pid in ("self", *children)]
    if held[0] is None:
        return None
    return sum(int(share[1]) for share in held if share) * 1024 / 1e6  # one may just have ended


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
