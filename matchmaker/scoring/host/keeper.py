"""Keeps one plugin host process running and gives one caller at a time the word."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matchmaker.scoring.budget import waiting
from matchmaker.scoring.description import PluginError
from matchmaker.scoring.faults import FaultKind, ScorerFault, died
from matchmaker.scoring.host.child import Child
from matchmaker.scoring.host.wire import Header

_EXIT_GRACE_S = 0.2


class Keeper:
    """One process at a time, started when it is needed and again after every fault.

    `put_back` fits again what was fitted in the process that ended; it runs in a thread of its
    own, with the word. `patience_s` is how long after a fault a rating waits for that,
    `turn_s` how long it waits for other callers.
    """

    def __init__(
        self, memory_mb: int, patience_s: float, turn_s: float, put_back: Callable[[], None]
    ) -> None:
        self._memory_mb = memory_mb
        self._patience_s = patience_s
        self._turn_s = turn_s
        self._put_back = put_back
        self._begin()

    def _begin(self) -> None:
        """Nothing runs yet; also after a fork, since a process belongs to the one that made it."""
        self._owner = os.getpid()
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._ready.set()
        self._patience_ends = 0.0
        self._startless = False
        """Whether the system last refused to start a process."""

    @contextmanager
    def process(self) -> Iterator[Child]:
        """The word and a running process, however long that takes: for loading and fitting."""
        self._notice_fork()
        with self._lock:
            yield self.running()

    @contextmanager
    def turn(self, name: str, holds: Callable[[Child], bool]) -> Iterator[None]:
        """The word, once the process holds what is to be asked; for ratings, which cannot wait.

        ScorerFault "restarting" when that takes too long or no process can be started.
        """
        self._notice_fork()
        tried = False
        while True:
            self._await_turn(name)
            try:
                if self._child is not None and self._child.alive and holds(self._child):
                    yield
                    return
                if tried and self._startless:
                    sentence = f"{name} has no part while the plugin host cannot be started."
                    raise ScorerFault(name, "restarting", sentence)
                self._revive_soon()
                tried = True
            finally:
                self._lock.release()

    def running(self) -> Child:
        """The process, started when there is none; only for who has the word."""
        if self._child is None or not self._child.alive:
            self._end()
            self._child = Child(self._memory_mb)
        return self._child

    def ask(self, name: str, request: Header, deadline_s: float) -> tuple[Header, bytearray]:
        """One exchange, for which the scorer `name` gets the blame; only for who has the word.

        PluginError when the plugin is refused, ScorerFault for everything else.
        """
        if self._child is None:
            raise RuntimeError("there is no plugin host to ask")
        try:
            answer, body = self._child.ask(request, deadline_s)
        except TimeoutError:
            sentence = f"{name} took longer than {round(deadline_s, 1):g} s to {request['do']}."
            raise self._lose(name, "too_slow", sentence) from None
        except (EOFError, OSError, ValueError):
            raise self._lose(name, "died", f"{name} ended the plugin host") from None
        if "refused" in answer:
            raise PluginError(name, answer["refused"])
        if answer.get("fault") == "memory":
            # What it still holds on to would starve the others.
            raise self._lose(name, "memory", answer["sentence"])
        if "fault" in answer:
            raise ScorerFault(name, answer["fault"], answer["sentence"])
        return answer, body

    def close(self) -> None:
        """End the process; it starts again when it is needed."""
        with self._lock:
            self._end()

    def _end(self, grace_s: float = 0.0) -> int | None:
        child, self._child = self._child, None
        return None if child is None else child.end(grace_s)

    def _notice_fork(self) -> None:
        if self._owner != os.getpid():
            self._begin()

    def _await_turn(self, name: str) -> None:
        with waiting(max(0.0, self._patience_ends - time.monotonic())) as seconds:
            if not self._ready.wait(seconds):
                sentence = f"{name} has no part while the plugin host starts again."
                raise ScorerFault(name, "restarting", sentence)
        with waiting(self._turn_s) as seconds:
            if not self._lock.acquire(timeout=seconds):
                sentence = f"{name} has no part while the plugin host is busy."
                raise ScorerFault(name, "restarting", sentence)

    def _lose(self, name: str, kind: FaultKind, sentence: str) -> ScorerFault:
        code = self._end(_EXIT_GRACE_S if kind == "died" else 0.0)
        self._revive_soon()
        return died(name, sentence, code) if kind == "died" else ScorerFault(name, kind, sentence)

    def _revive_soon(self) -> None:
        self._patience_ends = time.monotonic() + self._patience_s
        if self._ready.is_set():
            self._ready.clear()
            threading.Thread(target=self._revive, daemon=True).start()

    def _revive(self) -> None:
        with self._lock:
            try:
                self._put_back()
                self._startless = False
            except OSError:  # of the system, as without memory or processes to spare
                self._startless = True
            finally:
                self._ready.set()
