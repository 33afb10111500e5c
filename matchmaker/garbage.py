"""How often Python looks for objects that keep each other alive."""

import gc

NEW_OBJECTS = 50_000
"""Python's own 700 made a third of the time to build an index and most of that to open one
(measured at 20,000 profiles): both make millions of objects, and no cycles. So does a start."""


def collect_rarely() -> None:
    """Let this process look for cycles after every 50,000 new objects, from now on."""
    _, *older = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *older)
