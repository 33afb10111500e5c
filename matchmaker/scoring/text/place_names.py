"""Names of German places, which are no compounds: Rosenheim is no home of roses."""

from functools import cache
from pathlib import Path

PLACE_NAMES = Path(__file__).with_name("place_names.txt")
"""A folded word a line; `build_place_names` writes it."""


def is_place(folded: str) -> bool:
    """True for the name of a place, and for what comes from there (Rosenheimer)."""
    known = _known()
    return folded in known or (folded.endswith("er") and folded[:-2] in known)


@cache
def _known() -> frozenset[str]:
    return frozenset(PLACE_NAMES.read_text(encoding="utf-8").split())
