"""Fits scorers to a pool that was written, side by side where that pays.

Reading texts is work in Python, of which a process does one piece at a time, so that each scorer
gets a fresh one. It is given files alone and leaves a file, and it ends with the process that
started it, however that ends.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import wait
from pathlib import Path

from matchmaker.garbage import collect_rarely
from matchmaker.scoring.faults import ScorerFault, blame, died
from matchmaker.scoring.loader import file_of, found_at, load
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.storage.mapped import MappedPool
from matchmaker.scoring.storage.scorer_files import fit_and_write, read_scorer, write_scorer

LARGE_POOL = 20_000
"""Profiles from which a process for each scorer pays: each has to start and to learn the words that
others learn too."""

GIVES_WAY = 5
"""How much jobs and these processes yield (nice) to those that answer on the same cores."""

_BOOT = """
import json, sys
sys.path[:], *rest = json.loads(sys.argv[1])
from matchmaker.scoring.storage.fitting import fit_alone
fit_alone(*rest)
"""


def cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_scorers(
    folder: Path, scorers: Mapping[str, Scorer], pool: MappedPool
) -> tuple[ScorerFault, ...]:
    """Fit the scorers to the pool and write them into a new folder; why others are missing."""
    folder.mkdir()
    at_once = min(cores(), len(scorers)) if len(pool) >= LARGE_POOL else 1
    if at_once > 1:
        return _side_by_side(folder, scorers, pool, at_once)
    faults = (fit_and_write(folder, name, scorer, pool) for name, scorer in scorers.items())
    return tuple(fault for fault in faults if fault)


def _side_by_side(
    folder: Path, scorers: Mapping[str, Scorer], pool: MappedPool, at_once: int
) -> tuple[ScorerFault, ...]:
    waiting, running = list(scorers), dict[str, _Fit]()
    faults: dict[str, ScorerFault | None] = {}
    with ExitStack() as stack:
        while waiting or running:
            while waiting and len(running) < at_once:
                name = waiting.pop(0)
                try:
                    running[name] = stack.enter_context(_fit(folder, name, scorers[name], pool))
                except ScorerFault as fault:
                    faults[name] = fault
            answered = wait([fit.answer.fileno() for fit in running.values()])
            for name in [name for name, fit in running.items() if fit.answer.fileno() in answered]:
                faults[name] = running.pop(name).fault()
    found = (faults[name] for name in scorers)
    return tuple(fault for fault in found if fault)


class _Fit:
    """A process that fits one scorer; it answers once, at its end."""

    def __init__(self, name: str, arguments: str) -> None:
        self._name = name
        self.process = subprocess.Popen(  # noqa: S603 - the interpreter and our own code
            [sys.executable, "-c", _BOOT, arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the parent, which ends it
        )
        assert self.process.stdout is not None
        self.answer = self.process.stdout

    def fault(self) -> ScorerFault | None:
        """What the process told, when it has; of one that died, how."""
        told, code = self.answer.read(), self.process.wait()
        if code or not told:
            return died(self._name, f"{self._name} ended the process that fitted it", code)
        fault = json.loads(told)
        return ScorerFault(*fault) if fault else None


@contextmanager
def _fit(folder: Path, name: str, scorer: Scorer, pool: MappedPool) -> Iterator[_Fit]:
    """A process that fits the scorer; ended on leaving. ScorerFault when it cannot be pickled."""
    unfitted = folder / f"{name}.unfitted"
    try:
        with blame(name):
            write_scorer(unfitted, scorer)  # what it took over from a former index may be large
        plugin = file_of(type(scorer))
        paths = [str(Path(path).absolute()) for path in sys.path]
        arguments = [paths, str(folder), name, str(pool.folder), plugin and str(plugin)]
        fit = _Fit(name, json.dumps(arguments))
        with fit.process:
            try:
                yield fit
            finally:
                fit.process.kill()
    finally:
        unfitted.unlink(missing_ok=True)


def fit_alone(folder: str, name: str, pool_folder: str, plugin: str | None) -> None:
    """Inside such a process: fit, write, and tell the fault."""
    answer = _private_answer()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the end of a service is for the parent to say
    os.nice(GIVES_WAY)
    collect_rarely()
    if plugin is not None:
        load(found_at(Path(plugin)))
    scorer = read_scorer(Path(folder, f"{name}.unfitted"))
    fault = fit_and_write(Path(folder), name, scorer, MappedPool(Path(pool_folder)))
    told = [fault.name, fault.kind, fault.sentence] if fault else None
    os.write(answer, json.dumps(told).encode())


def _private_answer() -> int:
    """Moves the pipe out of the way of what a scorer prints."""
    answer = os.dup(1)
    os.dup2(2, 1)
    return answer


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)
