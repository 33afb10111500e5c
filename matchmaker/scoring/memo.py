"""What was read of the profiles that were asked for last, so that a list of pairs reads nobody
twice."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Up to `size` values by key, the one unused for longest forgotten first.

    Threads may share it. Copies and pickles of it are empty: what a file of the index holds is no
    reading of anybody, and other constants read differently.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def __reduce__(self) -> tuple[type["Memo[Value]"], tuple[int]]:
        return Memo, (self._size,)

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of the key, made where it is not known."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = make()  # outside the lock: what two threads make at once is the same
        with self._lock:
            self._known[key] = made
            if len(self._known) > self._size:
                self._known.popitem(last=False)
        return made
