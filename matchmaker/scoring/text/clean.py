"""Texts as people send them, brought to letters that can be compared."""

import re
import unicodedata
from functools import lru_cache

LONGEST_TEXT = 20_000
"""Characters that are read of one text; profiles hold at most 5,000 a field."""

LONGEST_WORD = 60
"""Characters that count of one word; the longest German words in use have about 45."""

_COMBINING = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff"
_COMBINING += "\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
# Unicode composes no letter from more than three marks, and sorting thousands is quadratic.
# The first mark stands alone because a search that begins with one set of letters skips to it.
_PILED_MARKS = re.compile(f"[{_COMBINING}][{_COMBINING}]{{3,}}")
_UNSEEN = re.compile(
    f"[{_COMBINING}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """The text in NFKC without control characters, bidi marks, surrogates and loose marks.

    Case, umlauts and line ends stay: this is the form that explanations quote.
    """
    text = text[:LONGEST_TEXT]
    if not text.isascii():
        text = _PILED_MARKS.sub(lambda match: match[0][:3], text)
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)[:LONGEST_TEXT])
    return _CONTROL.sub(" ", text)


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "æ": "a", "ø": "o", "œ": "o"})
# "neue", "bauen", "Quelle" and English "venues" hold no umlaut.
_SPELT_UMLAUT = re.compile(r"a(?=e(?!s?$))e|o(?=e(?!s?$))e|(?<![aeoq])u(?=e(?!s?$))e")
# Greek and Latin letters that German and English write differently: Photo, Graphik, Contact.
_PH = re.compile(r"ph(?:(?=ot)|(?<=graph))")
# But craft is no Kraft, and fabric no Fabrik.
_HARD_C = re.compile(r"c(?![ceihky]|raft)(?<!sc)(?<!fabric)")

# Without their umlauts Küchen are Kuchen, a Säge is a Sage, Schlösser are a Schlosser, and what
# would be (wäre) is Ware: these keep them, as a letter of their own.
_KEPT_UMLAUT = re.compile(
    "(?<=k)(?:ü|ue)(?=ch)|(?<=s)(?:ä|ae)(?=g)|(?<=schl)(?:ö|oe)(?=sser)|(?<=w)(?:ä|ae)(?=re)"
)


def fold(word: str) -> str:
    """Lower case without accents, such that ä, ae and a (Möbel, Moebel, Mobel) meet.

    >>> fold("Möbel"), fold("MOEBEL"), fold("Photographie"), fold("product")
    ('mobel', 'mobel', 'fotografie', 'produkt')
    """
    word = word.casefold()
    if not word.isascii() or "ae" in word or "oe" in word or "ue" in word:
        word = _without_umlauts(word)
    # Most words hold neither, and to see that takes a tenth of a search.
    if "ph" in word:
        word = _PH.sub("f", word)
    return _HARD_C.sub("k", word) if "c" in word else word


def _without_umlauts(word: str) -> str:
    word = _KEPT_UMLAUT.sub("y", word).translate(_UMLAUTS)
    if not word.isascii():
        marked = unicodedata.normalize("NFD", word)
        word = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _SPELT_UMLAUT.sub(lambda match: match[0][0], word)


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """`fold` of a single word, remembered: a text mostly says what others have said before."""
    return fold(word)


def folded(words: str) -> frozenset[str]:
    """The folded words of a list that is written with blanks between them."""
    return frozenset(fold(word) for word in words.split())
