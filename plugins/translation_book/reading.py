"""A text as the recogniser reads it: where each term stands, and what stands around it."""

import re
from collections.abc import Callable
from functools import cached_property

from matchmaker.scoring.text import Token, analyse, clean, fold_word

from .phrases import frame_word, speaks_of_lack

AS_HEAD, AS_MODIFIER = 0.7, 0.35
"""A word found inside a compound says less: "Käse" in "Schnittkäse", in "Käseglocke"."""

FRAME_REACH = 30
"""Characters within which the small words of a phrase stand around its one content word."""

LACK_REACH = 60
"""Characters between the words of a phrase and the word that tells that something is missing."""

_WORD = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?\n]")
_LONGEST_QUOTE = 70

Place = tuple[int, float]
"""The number of a token, and how exactly it is the word that is looked for (0 to 1)."""

Sense = Callable[[str], tuple[tuple[str, float], ...]]
"""The terms that a word stands for, each with how much of its sense it holds (0 to 1)."""


class Reading:
    """A text by the places of the terms that matter, refused words left out.

    `blocked` keeps by situation the tokens that are known to mean something else.
    """

    def __init__(self, text: str, sense: Sense) -> None:
        self._text = text
        self.blocked: dict[int, frozenset[int]] = {}
        self.tokens = [token for token in analyse(text) if not token.refused]
        self.places: dict[str, list[Place]] = {}
        for at, token in enumerate(self.tokens):
            for term, exact in sense(token.surface):
                self.places.setdefault(term, []).append((at, exact))

    @cached_property
    def _clean(self) -> str:
        return clean(self._text)

    @cached_property
    def _written(self) -> list[tuple[int, str]]:
        """Every word with its start, stop words included."""
        return [(match.start(), fold_word(match[0])) for match in _WORD.finditer(self._clean)]

    @cached_property
    def _framing(self) -> list[tuple[int, str]]:
        """Every word with its start, as frames hold it."""
        return [(start, frame_word(word)) for start, word in self._written]

    @cached_property
    def _lacks(self) -> list[int]:
        return [start for start, word in self._written if speaks_of_lack(word)]

    def framed(self, at: int, frame: frozenset[str]) -> bool:
        """True where all words of the frame stand around a token."""
        if not frame:
            return True
        start = self.tokens[at].start
        near = {word for place, word in self._framing if abs(place - start) <= FRAME_REACH}
        return frame <= near

    def lacking(self, tokens: tuple[int, ...]) -> bool:
        """True where the text says close to these tokens that something is missing."""
        starts = [self.tokens[at].start for at in tokens]
        return any(abs(lack - start) <= LACK_REACH for lack in self._lacks for start in starts)

    def quote(self, tokens: tuple[int, ...]) -> str:
        """The passage from the first to the last of these tokens, or the tokens alone."""
        quoted: list[Token] = [self.tokens[at] for at in sorted(set(tokens))]
        start, end = quoted[0].start, quoted[-1].start + len(quoted[-1].surface)
        passage = self._clean[start:end]
        if len(passage) > _LONGEST_QUOTE or _SENTENCE_END.search(passage):
            return " … ".join(token.surface for token in quoted)
        return " ".join(passage.split())
