"""One spelling for what people write in many ways.

Umlauts, accents, capitals, gender forms and endings are levelled here, and nowhere else, so
that places, sectors and skills forgive the same things.
"""

import functools
import re
import unicodedata

LONGEST_QUERY = 400
"""Characters of a query that are looked at; nobody names a place or a trade in more."""

_LETTERS = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "ø": "oe", "œ": "oe",
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_GENDER = re.compile(
    r"\(\s*[mwdx]\s*(?:/\s*[mwdx]\s*)+\)"  # (m/w/d)
    r"|(?<=\w)\s?(?:[:*_·]|/-?|\(-?)in(?:nen)?\b\)?"  # Bäcker:in, Bäcker/-innen, Bäcker(in)
    r"|(?<=[a-zäöüß])In(?:nen)?\b"  # BäckerInnen
)
_FIRST_ENDING = re.compile(r"((?<!e)in(nen)?|(?<=e[lr])n)$")  # not of Verein and Stein
_ENDINGS = {
    "mann": 4, "frau": 4, "leute": 4, "ung": 4, "ern": 4, "ei": 5, "ie": 5, "er": 4, "en": 4,
    "em": 4, "es": 4, "e": 4, "s": 4,
}  # fmt: skip
"""Ending → letters that must remain before it: a Schrei is no Schr."""


def fold(text: str) -> str:
    """Lower case without umlauts and accents: "Müßig" becomes "muessig"."""
    folded = unicodedata.normalize("NFC", text[:LONGEST_QUERY]).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text, in order, without punctuation."""
    return _WORD.findall(fold(text))


def without_gender_form(text: str) -> str:
    """ "Bäcker:innen (m/w/d)" becomes "Bäcker "; a plain "Bäckerin" is left to `root`."""
    return _GENDER.sub("", text[:LONGEST_QUERY])


def without_umlauts(folded: str) -> str:
    """The folded word as somebody writes it who drops the dots: "muenchen" becomes "munchen"."""
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@functools.lru_cache(maxsize=20_000)
def root(folded: str) -> str:
    """What Bäcker, Bäckerin, Bäckerei and Bäckereien have in common.

    Takes endings away until none is left or too little would remain. Both sides of a comparison
    go through it, so it need not be a word.
    """
    stem = without_umlauts(folded)
    shorter = _FIRST_ENDING.sub("", stem)
    stem = shorter if len(shorter) >= 4 else stem
    while (shorter := _without_ending(stem)) != stem:
        stem = shorter
    return stem


def _without_ending(stem: str) -> str:
    for ending, enough in _ENDINGS.items():
        if stem.endswith(ending) and len(stem) - len(ending) >= enough:
            return stem[: -len(ending)]
    return stem


def is_ending(tail: str) -> bool:
    """Whether a word means the same trade without these last letters."""
    return root("x" * 5 + tail) == "x" * 5
