"""Words and values of foreign authors, such that every page, log and document can hold them."""

import math
import re
from typing import Any

_DISTURBING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line ends, what turns the direction of writing, halves of surrogate pairs."""


def plain_text(text: str) -> str:
    """The text with a blank for each character that would break or disturb what surrounds it."""
    return _DISTURBING.sub(" ", text)


def is_plain_text(text: str, longest: int) -> bool:
    """Whether it is one line of at most so many characters that disturbs nothing around it."""
    return len(text) <= longest and not _DISTURBING.search(text)


def is_plain(value: Any) -> bool:
    """Whether it is a JSON value that every reader of JSON and every database takes."""
    try:
        return _is_plain(value)
    except (RecursionError, OverflowError, UnicodeEncodeError):
        return False


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.encode()) or not value
    if isinstance(value, (int, float)):
        return math.isfinite(value)
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain([key, value[key]]) for key in value)
    return value is None
