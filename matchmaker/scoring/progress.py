"""How far long work has come, told to whoever watches it; outside of a command nobody does."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Item = TypeVar("Item")
Watch = Callable[[Iterable[Any], str], Iterable[Any]]
"""Takes the items and what they are called, gives them on one by one."""


def _unseen(items: Iterable[Any], _unit: str) -> Iterable[Any]:
    return items


_watch: ContextVar[Watch] = ContextVar("watch", default=_unseen)


def followed(items: Iterable[Item], unit: str) -> Iterable[Item]:
    """The items, each taken when the one before is done; `unit` calls them, as "texts"."""
    return _watch.get()(items, unit)


@contextmanager
def watched_by(watch: Watch) -> Iterator[None]:
    """Long work inside is watched by `watch`; work that other threads do for it is not."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)
