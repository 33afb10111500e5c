"""From a word as written to the terms that are compared: stems, and the parts of compounds."""

import re
import threading
from functools import cache, lru_cache

import Stemmer

from matchmaker.scoring.text import frequencies
from matchmaker.scoring.text.alike import own_stems
from matchmaker.scoring.text.clean import LONGEST_WORD, fold
from matchmaker.scoring.text.compounds import split
from matchmaker.scoring.text.dialect import printed
from matchmaker.scoring.text.language import is_stop_word
from matchmaker.scoring.text.misspelt import meant
from matchmaker.scoring.text.place_names import is_place
from matchmaker.scoring.text.tokens import without_gender
from matchmaker.scoring.text.verbs import infinitive

REMEMBERED = 200_000
"""Distinct words whose analysis is kept; a national corpus holds about that many."""

_HYPHEN = re.compile("[-‐‑]")
_APOSTROPHE = re.compile("['’](?:t|s|re|ve|ll)$")
_TRADES = {"erei": "er", "ereien": "er", "grafie": "graf", "grafien": "graf", "grafy": "graf"}
"""How trades end, and those who ply them."""

_ENDINGS_OF_TRADES = tuple(_TRADES)

_MORE_ENGLISH = 0.8
"""Zipf units by which a word that both languages use must be commoner in English."""

_WELL_KNOWN = 4.2
"""Zipf frequency from which a short word before -in is taken for a person (Ärztin, not Termin)."""

_LITTLE = ("chen", "lein", "erln", "erl", "eli", "li", "le", "ln", "l")
"""What makes a thing little, in print and from Vienna to Bern."""

_ENDINGS = ("", "e", "en", "n", "er", "s", "ung", "t", "st")
"""What stems lose and dictionaries keep."""

_COMMONEST, _UNLISTED = 7.5, 2.5
"""Zipf frequencies of the commonest words, and of words that the short lists do not hold."""

_stemming = threading.Lock()


@lru_cache(maxsize=REMEMBERED)
def terms_of_word(word: str) -> tuple[str, ...]:
    """The terms of one word as written: the whole first, then its parts; () for a stop word.

    A misspelt word has the terms of the one that is meant.

    >>> terms_of_word("Fotograf:innen")
    ('fotograf',)
    """
    return _terms(word, as_typed=False)


def is_misspelt(word: str) -> bool:
    """True for a word as written that is read as another one."""
    return terms_of_word(word) != _terms(word, as_typed=True)


@lru_cache(maxsize=REMEMBERED)
def rarity(term: str) -> float:
    """How rare a term is in everyday German and English: 0 ("Jahr", "neu") to 1 (not listed)."""
    everyday = frequencies.everyday()
    zipf = max([everyday.get(term + ending, 0.0) for ending in _ENDINGS])
    return min(max(_COMMONEST - (zipf or _UNLISTED), 0.0) / (_COMMONEST - _UNLISTED), 1.0)


def _terms(word: str, *, as_typed: bool) -> tuple[str, ...]:
    """Of the word `as_typed` even where it seems misspelt."""
    plain = without_gender(word[:LONGEST_WORD])
    if plain.isalpha():
        return _terms_of_piece(fold(plain), as_typed=as_typed)
    pieces = [fold(piece) for piece in _HYPHEN.split(_APOSTROPHE.sub("", plain)) if piece]
    if len(pieces) == 1:
        return _terms_of_piece(pieces[0], as_typed=as_typed)
    found = [stem("".join(pieces))] if all(map(str.isalpha, pieces)) else []
    for piece in pieces:
        found.extend(_terms_of_piece(piece, as_typed=as_typed))
    return tuple(dict.fromkeys(found))


def _terms_of_piece(folded: str, *, as_typed: bool) -> tuple[str, ...]:
    if is_stop_word(folded) or len(folded) < 2:
        return ()
    folded = printed(folded)
    if is_stop_word(folded):
        return ()
    plain = _plain_form(infinitive(folded))
    # "understand" is no Stand.
    parts = () if _more_english(plain) else split(plain)
    whole = stem(plain)
    misspelt = not as_typed and not parts and _unheard_of(folded, plain, whole)
    if misspelt and (other := meant(folded)):
        return _terms_of_piece(other, as_typed=True)
    return tuple(dict.fromkeys([whole, *map(_term_of_part, parts)]))


def _unheard_of(folded: str, plain: str, whole: str) -> bool:
    """True for a word that no map, everyday language or print holds in any of its forms."""
    # Print knows most words and is one search; rarity is nine for each form.
    if folded in own_stems() or is_place(folded) or frequencies.in_print(plain):
        return False
    return all(rarity(form) >= 1 for form in {folded, plain, whole})


@lru_cache(maxsize=REMEMBERED)
def _term_of_part(part: str) -> str:
    return stem(_plain_form(part))


def _plain_form(folded: str) -> str:
    """One form for a trade and those who ply it, for men and women, for one, many and little."""
    own = own_stems().get(folded)
    return own or _singular(_trade_to_person(_without_feminine(_without_diminutive(folded))))


def _without_diminutive(folded: str) -> str:
    """Heftchen, Heftl and Heftle to Heft, but Plätzchen and Flaschen, words of their own."""
    if not folded.endswith(_LITTLE):
        return folded
    if frequencies.german(folded) or frequencies.english(folded) or split(folded):
        return folded
    for ending in _LITTLE:
        root = folded.removesuffix(ending)
        if root == folded or len(root) < 4 or root[-1] in "aeiouy" or is_stop_word(root):
            continue
        if ending == "chen" and root[-1] == "s":  # one cannot tell Häus-chen from Tasch-en
            continue
        if frequencies.german(root) >= _WELL_KNOWN or split(root):
            return root
    return folded


def _without_feminine(folded: str) -> str:
    """Fotografinnen and Fotografin to Fotograf, but Termin, Magazin and Berlin as they are."""
    for ending in ("innen", "in"):
        root = folded.removesuffix(ending)
        if root == folded or len(root) < 4:
            continue
        for masculine in (root, root + "e"):
            if frequencies.german(masculine) >= (0.1 if len(root) > 4 else _WELL_KNOWN):
                return masculine
        if ending == "innen" or root.endswith("er"):
            return root
    return folded


def _trade_to_person(folded: str) -> str:
    """Tischlerei to Tischler and Fotografie to Fotograf: one trade, one term."""
    if len(folded) < 7 or not folded.endswith(_ENDINGS_OF_TRADES):
        return folded
    ending = next(filter(folded.endswith, _ENDINGS_OF_TRADES))
    return folded.removesuffix(ending) + _TRADES[ending]


def _singular(folded: str) -> str:
    """Azubis, Fotos and Workshops without the s that the stemmer leaves; Mais and Preis keep it."""
    singular = folded.removesuffix("s")
    bare_vowel = len(singular) > 3 and singular[-1:] in {"a", "i", "o", "u", "y"}
    if singular == folded or not (bare_vowel or singular.endswith("p")):
        return folded
    commoner = frequencies.german(folded) - frequencies.german(singular)
    return singular if frequencies.german(singular) and commoner < 1.0 else folded


def stem(folded: str) -> str:
    """The Snowball stem in the language that uses the word more; of a few words, their own."""
    if own := own_stems().get(folded):
        return own
    # The stemmers keep the word in hand in their own state: one thread at a time.
    with _stemming:
        return _stemmer("english" if _more_english(folded) else "german").stemWord(folded)


def is_english(word: str) -> bool:
    """True for a word as written that English uses clearly more than German."""
    return _more_english(fold(word))


def _more_english(folded: str) -> bool:
    english = frequencies.english(folded)
    if not english:
        return False
    german = frequencies.german(folded)
    return not german or english > german + _MORE_ENGLISH


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    # Its own memory of words costs more than stemming: what comes here has hardly been here before.
    return Stemmer.Stemmer(language, 0)


def load_words() -> None:
    """Read the word lists, and make of them what words are looked up in: once before processes are
    forked, which share it then."""
    for term in terms_of_word("Möbelwerkstatt"):
        rarity(term)
    meant("wekstatt")


def forget_words() -> None:
    """Let go of what is remembered of words: of a country most are never seen again."""
    for remembering in (terms_of_word, rarity, _term_of_part):
        remembering.cache_clear()
