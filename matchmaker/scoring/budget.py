"""How long all guests together may take for one request, so that no page adds up their delays.

Whoever sets no limit is patient: each call has its own deadline alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from matchmaker.scoring.faults import ScorerFault

REQUEST_S = 1.2
"""Of the two seconds of a page; the rest is for the ranking itself."""
LEAST_S = 0.1
"""Nobody is asked with less than this left: it would only be told as too slow."""


class Budget:
    """What is left of the time for one request, and what each scorer has taken of it."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds
        self._taken: dict[str, float] = {}

    def check(self, name: str) -> None:
        """Raises the scorer's fault where nothing is left: its own if it has taken most of it,
        else nobody's."""
        if self.left >= LEAST_S:
            return
        if self._taken.get(name, 0.0) > self.seconds / 2:
            sentence = f"{name} took longer than {self.seconds:g} s for one request."
            raise ScorerFault(name, "too_slow", sentence)
        raise ScorerFault(name, "unasked", f"{name} was not asked: others took all the time.")

    @contextmanager
    def passing(self, most_s: float, by: str | None = None) -> Iterator[float]:
        """While time goes by, by the doing of that scorer; how much of it may."""
        begun = monotonic()
        try:
            yield min(most_s, max(0.0, self.left))
        finally:
            passed = monotonic() - begun
            self.left -= passed
            if by is not None:
                self._taken[by] = self._taken.get(by, 0.0) + passed


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


def limit_guests(seconds: float | None) -> None:
    """From here on all calls of guests share these seconds; None makes patient again."""
    _budget.set(None if seconds is None else Budget(seconds))


@contextmanager
def waiting(most_s: float) -> Iterator[float]:
    """How long may be waited for guests that cannot be asked yet: at most `most_s`."""
    budget = _budget.get()
    if budget is None:
        yield most_s
        return
    with budget.passing(most_s) as seconds:
        yield seconds


@contextmanager
def asking(name: str, most_s: float) -> Iterator[float]:
    """How long the scorer may take for one call: at most `most_s`.

    ScorerFault where nothing is left.
    """
    budget = _budget.get()
    if budget is None:
        yield most_s
        return
    budget.check(name)
    with budget.passing(most_s, by=name) as seconds:
        yield seconds
