"""A text as tokens, and as the terms that count."""

from functools import lru_cache
from typing import NamedTuple

from matchmaker.scoring.text.clean import clean
from matchmaker.scoring.text.refusal import refused_starts
from matchmaker.scoring.text.tokens import WORD, without_notes
from matchmaker.scoring.text.words import terms_of_word

REMEMBERED = 512
"""Texts whose analysis is kept: several scorers and the catch read those of one list."""


class Token(NamedTuple):
    """One word with a topic.

    `surface` is the word as written, `start` its place in `clean(text)`, `terms` the stem of the
    whole and then of its parts, `refused` True where the text says that this is not wanted.
    """

    surface: str
    start: int
    terms: tuple[str, ...]
    refused: bool = False


@lru_cache(maxsize=REMEMBERED)
def analyse(text: str) -> tuple[Token, ...]:
    """The words of a text in order, without stop words, the refused ones marked."""
    cleaned = without_notes(clean(text))
    refused_at = refused_starts(cleaned)
    tokens = []
    for match in WORD.finditer(cleaned):
        surface = match[0]
        if found := terms_of_word(surface):
            start = match.start()
            tokens.append(Token(surface, start, found, start in refused_at))
    return tuple(tokens)


def terms(text: str) -> list[str]:
    """The terms that a text speaks for, in order and with repetitions; refused ones left out.

    >>> terms("Wir brauchen Fotos, aber keine Werbung")
    ['foto']
    """
    cleaned = without_notes(clean(text))
    refused_at = refused_starts(cleaned)
    if not refused_at:
        return _terms_in(cleaned)
    spoken = (match for match in WORD.finditer(cleaned) if match.start() not in refused_at)
    return [term for match in spoken for term in terms_of_word(match[0])]


def terms_for_search(text: str) -> list[str]:
    """The terms of a text whatever it says about them: for a directory and its queries."""
    return _terms_in(without_notes(clean(text)))


def _terms_in(cleaned: str) -> list[str]:
    return [term for word in WORD.findall(cleaned) for term in terms_of_word(word)]


def refused(text: str) -> tuple[Token, ...]:
    """The words that a text says are not wanted."""
    return tuple(token for token in analyse(text) if token.refused)
