"""Texts of a profile: which can be shown, and their normal form.

ValueError has the rest of a sentence that begins with the field's name.
"""

import unicodedata
from typing import Any

LONGEST_TEXT = 5_000
_BIDI_OVERRIDES = frozenset("\u202d\u202e")
_BIDI_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
"""Come along unseen with words copied from an address book or a chat, and say nothing here."""
_UNSEEN = frozenset(("Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"))
"""Categories of characters that show nothing when no other stands beside them."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a sign that are blank."""


def parse_text(value: Any, longest: int = LONGEST_TEXT, *, lines: bool = True) -> str:
    """Text in NFC with plain line ends and no space around; none where nothing would be seen."""
    if not isinstance(value, str):
        raise ValueError("must be text")
    value = value.translate(_BIDI_MARKS) if not value.isprintable() else value
    if unshowable := _first_unshowable(value):
        raise ValueError(f"contains a character that cannot be shown (U+{ord(unshowable):04X})")
    if not any(map(_seen, value)):
        return ""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise ValueError(f"has {len(text):,} characters; at most {longest:,} are possible")
    return text if lines else normalise_word(text)


def _first_unshowable(text: str) -> str | None:
    if text.replace("\n", "").isprintable():  # which most texts are, told a hundred times faster
        return None
    return next(filter(_unshowable, text), None)


def _unshowable(character: str) -> bool:
    if character < "\x7f":
        return character < " " and character not in "\n\r\t"
    return character in _BIDI_OVERRIDES or unicodedata.category(character) in ("Cc", "Cs", "Cn")


def _seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN and character not in _FILLERS


def normalise_word(text: str) -> str:
    """One line in NFC with single spaces: how an external_id is kept, and so looked for."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def parse_word(value: Any, longest: int) -> str:
    return parse_text(value, longest, lines=False)


def parse_part(value: Any, longest: int, *, part: str, lines: bool = False) -> str:
    """One of several texts of a field; what is wrong with it is said of this part."""
    try:
        return parse_text(value, longest, lines=lines)
    except ValueError as error:
        raise ValueError(f"holds {part} that {error}") from None
