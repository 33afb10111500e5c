"""The parent's end of one plugin host process: start it, ask it, end it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from matchmaker.scoring.host.wire import Header, receive, send

_PACKAGE = Path(__file__).resolve().parents[2]

_ANSWER_LIMIT = 64 << 20
"""Bytes: scores of 16 million profiles; a longer answer is nonsense."""

# The package's own __init__ builds the web application; the host stays small without it.
_BOOT = """
import json, sys, types
paths, package, memory_mb = json.loads(sys.argv[1])
sys.path[:] = paths
bare = types.ModuleType("matchmaker")
bare.__path__ = [package]
sys.modules["matchmaker"] = bare
from matchmaker.scoring.host.process import main
main(memory_mb)
"""

_ENVIRONMENT = {
    # Sets of texts are walked in the same order by every worker's host.
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    # Compiled files tell an edit by its second and size alone, which a quick author outruns.
    "PYTHONDONTWRITEBYTECODE": "1",
    # Threads of numeric libraries would cost address space and take the ranking's cores.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
}


class Child:
    """One running host process, and what it holds by now.

    It gets no environment but what Python needs, and a session of its own, so that whatever a
    plugin has started ends with it.
    """

    def __init__(self, memory_mb: int) -> None:
        self.plugins: set[str] = set()
        self.pools: set[int] = set()
        self.scorers: set[int] = set()
        self._owner = os.getpid()
        paths = [str(_PACKAGE.parent), *(str(Path(path).absolute()) for path in sys.path)]
        arguments = json.dumps([paths, str(_PACKAGE), memory_mb])
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter and our own code
            [sys.executable, "-s", "-P", "-c", _BOOT, arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        os.set_blocking(self._requests.fileno(), False)
        # Also when nobody holds this object any more, and at the end of the interpreter.
        self._kill = weakref.finalize(self, _kill, self._process, self._owner)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, request: Mapping[str, Any], deadline_s: float) -> tuple[Header, bytearray]:
        """The answer; TimeoutError, EOFError, OSError or ValueError when there is none."""
        until = time.monotonic() + deadline_s
        send(self._requests.fileno(), request, until=until)
        return receive(self._answers.fileno(), until, _ANSWER_LIMIT)

    def end(self, grace_s: float = 0.0) -> int | None:
        """Kill it with all it has started; the exit code when it ended by itself, else None."""
        if self._owner != os.getpid():
            return None
        code: int | None = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=grace_s)
        self._kill()
        return code


def _kill(process: "subprocess.Popen[bytes]", owner: int) -> None:
    if owner != os.getpid():
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _environment() -> dict[str, str]:
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return _ENVIRONMENT | needed
