"""WZ 2008 codes as the affinity needs them: which are known, and how near two of them are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

_RANGES = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43),
    "G": (45, 47), "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68),
    "M": (69, 75), "N": (77, 82), "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93),
    "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip

SECTIONS: dict[str, tuple[str, ...]] = {
    letter: tuple(f"{number:02d}" for number in range(low, high + 1))
    for letter, (low, high) in _RANGES.items()
}
"""Each section letter with its divisions, in order."""

SECTION_OF = {division: letter for letter, members in SECTIONS.items() for division in members}
DIVISIONS: tuple[str, ...] = tuple(SECTION_OF)
"""The 88 divisions of WZ 2008, in order."""

LEVELS = {"subclass": 1.0, "class": 0.9, "group": 0.75, "division": 0.6, "section": 0.3}
"""How much it says that two codes share this level and none below, from 0 to 1."""

_WIDTHS = {"subclass": 7, "class": 5, "group": 4, "division": 2}
_NUMERIC = re.compile(r"[0-9]{2}(\.[0-9]([0-9](\.[0-9])?)?)?")


def known_codes(sectors: Iterable[object]) -> frozenset[str]:
    """The codes that WZ 2008 could hold: a section letter, or a number in a real division."""
    return frozenset(code for code in sectors if isinstance(code, str) and _is_known(code))


def _is_known(code: str) -> bool:
    if code in SECTIONS:
        return True
    return code[:2] in SECTION_OF and _NUMERIC.fullmatch(code) is not None


def row_keys(codes: Iterable[str]) -> tuple[str, ...]:
    """The divisions named by known codes, and the letters of sections named only as a whole."""
    keys = {code if code in SECTIONS else code[:2] for code in codes}
    told = {SECTION_OF[key] for key in keys if key not in SECTIONS}
    return tuple(sorted(keys - told))


def common_level(one: str, other: str) -> str | None:
    """The deepest level that two known codes share.

    A section counts only where one of the two names the section itself: two trades are not
    related because both are manufacturing.
    """
    if one in SECTIONS or other in SECTIONS:
        same = (SECTION_OF.get(one[:2], one)) == SECTION_OF.get(other[:2], other)
        return "section" if same else None
    for level, width in _WIDTHS.items():
        if len(one) >= width and one[:width] == other[:width]:
            return level
    return None


def closeness(one: str, other: str) -> float:
    """The weight of `common_level`, 0 where nothing is shared."""
    level = common_level(one, other)
    return LEVELS[level] if level else 0.0


class Codes:
    """Distinct known codes in an order in which those that share a level follow one another."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.ordered = sorted(codes, key=_path)
        self._paths = [_path(code) for code in self.ordered]

    def sharing(self, code: str, level: str) -> range:
        """The places of those that share at least this level with a known code."""
        path, width = _path(code), 1 + _WIDTHS.get(level, 0)
        if len(path) < width:  # too short for the level: it shares it with nobody
            return range(0)
        start = end = path[:width]
        # Another trade of its section shares no level with a trade, only the section as a whole.
        if level != "section" or code in SECTIONS:
            end += "~"  # behind whatever a code may hold
        return range(bisect_left(self._paths, start), bisect_right(self._paths, end))


def _path(code: str) -> str:
    """A known code behind the letter of its section."""
    return code if code in SECTIONS else SECTION_OF[code[:2]] + code
