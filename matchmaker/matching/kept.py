"""Answers that were asked for before, for as long as what they rest on stays as it is."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from threading import Lock
from typing import Any

MOST_BYTES = 32 * 2**20
"""Of one process: the lists of some 2,000 profiles."""
_ENTRY_BYTES = 500
"""About what an entry takes beside its value."""


class Kept:
    """Answers of one lineup; those unused for longest go first. Threads may share it.

    A lineup is a value: when a profile, a scorer or a setting changes there is another one, with
    answers of its own, and nothing has to be found and taken back here.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._in_work: dict[Hashable, Lock] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def get(self, key: Hashable) -> Any:
        """What was put there, None where it is gone or never was."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key][0]

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """Work on the answer to this key; who wants to work on the same waits until it is done."""
        with self._lock:
            lock = self._in_work.setdefault(key, Lock())
        with lock:
            try:
                yield
            finally:
                with self._lock:
                    self._in_work.pop(key, None)

    def put(self, key: Hashable, answer: object, size: int) -> None:
        """Keep the answer, of `size` bytes, in place of one with the same key."""
        size += _ENTRY_BYTES
        with self._lock:
            self._bytes += size - self._answers.pop(key, (None, 0))[1]
            self._answers[key] = answer, size
            while self._bytes > MOST_BYTES:
                self._bytes -= self._answers.popitem(last=False)[1][1]


def digest_of(*values: object) -> bytes:
    """The same for equal plain values, sets and dataclasses of them; else another."""
    return hashlib.blake2b(json.dumps(values, default=_plain).encode(), digest_size=16).digest()


def _plain(value: Any) -> list[Any]:
    if isinstance(value, frozenset):
        return sorted(value)
    return [type(value).__name__, *(getattr(value, field.name) for field in fields(value))]
