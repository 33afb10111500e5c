"""A phrase of the book as the analysed words that a text must hold close together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from matchmaker.scoring.text import (
    Token,
    analyse,
    clean,
    fold,
    fold_word,
    rarity,
    terms_of_word,
)
from matchmaker.scoring.text.clean import folded
from matchmaker.scoring.text.tokens import without_gender
from matchmaker.scoring.text.words import stem

from .book import Entry, Situation

HINT, WEAK, WORD, PHRASE = 0.15, 0.25, 0.6, 0.85
"""What one hit says about a situation: a word out of one of its sentences, a weak entry, an
entry of one word, an entry of several words."""

RARE = 0.4
"""From this rarity on a single word out of a sentence can point to a situation."""


_HYPHEN = re.compile("[-‐‑]")
_BETWEEN = r"[\s‐‑-]?"
_INFLECTION = r"\w{0,2}"
"""What may stand between the pieces of a word with a hyphen, and behind the last."""

_SELF = folded(
    """
    der die das den dem des ein eine einen einem einer eines wir uns unser unsere unserem unseren
    unserer unseres ich mein meine meinen und in im mit von
    a an the we us our i my and of in with
    """
)
"""Say nothing about the sense of a phrase."""

_MISSING = folded(
    """
    fehlt fehlen fehlte fehlten fehlende fehlender mangelt mangel lack lacks lacking missing
    """
)
"""Say of a thing no more than "kein" does: "Geld fehlt" is "kein Geld"."""

VARNISH = "lack"
"""In German that is what it means; only in English it says that something is missing."""

_LACKS = _MISSING | folded(
    """
    kein keine keinen keiner keinem keines nicht nichts nie niemand niemanden niemandem kaum ohne
    keinerlei weder nirgends nirgendwo
    wenig wenige weniger zuwenig
    koa koan koane koaner koana kei kee keen keene keener net ned nit nid nich nix nischt nüscht
    nüüt niemer neamd nimmer nimma null
    no not none never nobody nothing neither nor hardly without few
    cannot can't couldn't don't doesn't didn't isn't aren't won't wouldn't haven't hasn't
    """
)

_LACKING = _LACKS | {word.replace("'", "’") for word in _LACKS}

_SEEKING = folded(
    """
    brauchen brauche braucht bräuchten bräuchte bräucht brauch brauchn brauchan benötigen benötigt
    suchen suche sucht such suchn gesucht wollen will wolln möchten möchte möcht hätten hätte hätt
    wünschen wünsche wünscht bräuchtn brauchat brauchatn bruuche bruucht bruuched sueche sueched
    wott wönd bruukt söökt wüllt
    need needs want wanted seek seeking looking wish
    """
)
"""All of these say the same in a phrase: "Name gesucht" is found in "wir bräuchten einen Namen"."""

_SOMEBODY = folded("jemand jemanden jemandem wen wer oana öpper somebody someone anybody anyone")

SEEKING = "brauchen"
"""Stands for all of them."""

_FRAMED_AS = dict.fromkeys(_SEEKING, SEEKING) | dict.fromkeys(_SOMEBODY, "jemand")


class Word(NamedTuple):
    """One content word: the stem of the whole, and the stems of its parts if it is a compound.

    `spelt` is a pattern that the folded text must hold where the parts stand, or "".
    """

    whole: str
    parts: tuple[str, ...]
    spelt: str = ""

    @property
    def terms(self) -> Iterator[str]:
        yield self.whole
        yield from self.parts


class Phrase(NamedTuple):
    """An entry made ready for matching. Its rarest word is the first.

    `lacking` ones tell of something missing ("keine guten Bilder") and count only where the text
    also says that something is missing. `frame` are the words that hold a phrase together whose
    sense hangs on them ("zu laut", "macht weiter"): a text must have them too. `literal`
    is the folded word that must stand in the text letter by letter, or "". `strength` is 0 to 1.
    """

    words: tuple[Word, ...]
    lacking: bool
    frame: frozenset[str]
    literal: str
    strength: float
    language: str

    @property
    def meaning(self) -> tuple[frozenset[str], frozenset[str], bool, str]:
        """Equal for phrases that match the same texts."""
        wholes = frozenset(word.whole for word in self.words)
        return wholes, self.frame, self.lacking, self.literal


@lru_cache(maxsize=60_000)
def read_phrase(entry: Entry) -> Phrase:
    """The entry as a phrase; without words where the analysis leaves nothing of it."""
    topical = [each for each in analyse(entry.phrase) if fold_word(each.surface) not in _SEEKING]
    missing = _MISSING if entry.language == "en" else _MISSING - {VARNISH}
    told = [each for each in topical if fold_word(each.surface) not in missing] or topical
    distinct = dict.fromkeys(word for each in told for word in _words(each))
    words = tuple(sorted(distinct, key=lambda word: -rarity(word.whole)))
    written = [fold_word(word.strip(".,;:!?()")) for word in clean(entry.phrase).split()]
    lacking = speak_of_lack({*written} - (_MISSING - missing))
    frame = _frame(written, topical) if len(words) == 1 and told == topical else frozenset()
    strong = PHRASE if len(words) > 1 or lacking or frame else WORD
    literal = fold(entry.phrase) if entry.literal else ""
    strength = WEAK if entry.weak else strong
    return Phrase(words, lacking, frame, literal, strength, entry.language)


def speak_of_lack(folded_words: Iterable[str]) -> bool:
    """True where one of the words is such as "kein", "niemand", "fehlt", "hardly"."""
    return not _LACKING.isdisjoint(folded_words)


def as_framed(folded_words: Sequence[str]) -> Iterator[str]:
    """The words as frames hold them: one for all words of seeking, and one for somebody."""
    return map(_FRAMED_AS.get, folded_words, folded_words)


def hints(situation: Situation, entries: Iterable[Entry]) -> Iterator[Phrase]:
    """The rarer single words of the entries, the title and the example, as hints."""
    own = {word for entry in situation.entries for word in _alone(entry)}
    sentences = [(entry.phrase, entry.language) for entry in entries]
    sentences += [(text, language) for language, text in situation.title.items()]
    sentences += [(text, language) for language, text in situation.example.items()]
    for sentence, language in sentences:
        for token in analyse(sentence):
            word = _as_one(token)
            noun = language != "de" or token.surface[0].isupper()
            if noun and word not in own and rarity(fold_word(token.surface)) >= RARE:
                own.add(word)
                yield Phrase((word,), False, frozenset(), "", HINT, language)


def _alone(entry: Entry) -> tuple[Word, ...]:
    phrase = read_phrase(entry)
    return phrase.words if len(phrase.words) == 1 else ()


def _words(token: Token) -> Iterator[Word]:
    pieces = _pieces(token)
    # "3D-Druck" is found as "3D-Druck", "3D Druck" and "Druck in 3D" when it is two words.
    if all(map(terms_of_word, pieces)):
        for whole, *parts in map(terms_of_word, pieces):
            yield Word(whole, tuple(parts))
    else:
        yield _undivided(pieces)


def _as_one(token: Token) -> Word:
    pieces = _pieces(token)
    divisible = all(map(terms_of_word, pieces))
    return Word(token.terms[0], token.terms[1:]) if divisible else _undivided(pieces)


def _pieces(token: Token) -> list[str]:
    return _HYPHEN.split(without_gender(token.surface))


def _undivided(pieces: list[str]) -> Word:
    """A word that is nothing without its small piece: "by-product" is no product.

    It is found as "by-product", "byproduct" and "by product".
    """
    folded_pieces = [fold(piece) for piece in pieces]
    joined = "".join(folded_pieces)
    told = [terms[0] for terms in map(terms_of_word, pieces) if terms]
    one = [*folded_pieces[:-1], folded_pieces[-1].removesuffix("s")]
    spelt = _BETWEEN.join(map(re.escape, one))
    return Word(stem(joined), tuple(told[-1:]), rf"\b{spelt}{_INFLECTION}\b")


def _frame(written: Sequence[str], topical: Iterable[Token]) -> frozenset[str]:
    # Left out first: folded, a word with a topic would be analysed a second time.
    others = [word for word in written if word not in {fold_word(each.surface) for each in topical}]
    small = {word for word in as_framed(others) if word == SEEKING or not terms_of_word(word)}
    return frozenset(small - _SELF - _LACKING)
