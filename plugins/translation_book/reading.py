"""A text as the recogniser reads it: where each term stands, and what stands around it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from matchmaker.scoring.text import (
    Token,
    analyse,
    clean,
    fold,
    fold_word,
    is_english,
    language_of,
)

from .clauses import NEXT_SENTENCE, clause_ends
from .phrases import VARNISH, as_framed, speak_of_lack

AS_HEAD, AS_MODIFIER = 0.7, 0.35
"""A word found inside a compound says less: "Käse" in "Schnittkäse", in "Käseglocke"."""

FRAME_REACH = 30
"""Characters within which the small words of a phrase stand around its one content word."""

LACK_REACH = 60
"""Characters between the words of a phrase and the word that tells that something is missing."""

_WORD = re.compile(r"[^\W_]+(?:['’]t\b)?")
_SENTENCE_END = re.compile(r"[.!?\n]")
_LONGEST_QUOTE = 70

_ENGLISH = re.compile(" (?:a|and|for|of|our|the|to) ")
"""One of these is in nearly every English text; spares most German ones the look at all words."""

Place = tuple[int, float]
"""The number of a token, and how exactly it is the word that is looked for (0 to 1)."""

Sense = Callable[[str], tuple[tuple[str, float], ...]]
"""The terms that a word stands for, each with how much of its sense it holds (0 to 1)."""


def folded_words(text: str) -> Iterator[str]:
    """All words of a text, folded."""
    return map(fold_word, _WORD.findall(clean(text)))


class Reading:
    """A text by the places of the terms that matter, refused words left out."""

    def __init__(self, text: str, sense: Sense) -> None:
        self._text = text
        self.tokens = [token for token in analyse(text) if not token.refused]
        places: dict[str, list[Place]] = {}
        for at, token in enumerate(self.tokens):
            for term, exact in sense(token.surface):
                places.setdefault(term, []).append((at, exact))
        self.places = places

    @cached_property
    def _clean(self) -> str:
        return clean(self._text)

    @cached_property
    def english(self) -> bool:
        return bool(_ENGLISH.search(self._text)) and language_of(self._text) == "en"

    def english_word(self, at: int) -> bool:
        """True for an English word in an English text: "tell" is no Teller there."""
        return self.english and is_english(self.tokens[at].surface)

    @cached_property
    def _words(self) -> list[str]:
        """All words folded, stop words and refused ones included; "" for what is no word here."""
        words = list(map(fold_word, _WORD.findall(self._clean)))
        if VARNISH in words and language_of(self._text) == "de":
            return ["" if word == VARNISH else word for word in words]
        return words

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _WORD.finditer(self._clean)]

    @cached_property
    def _sentences(self) -> list[int]:
        return [match.end() for match in NEXT_SENTENCE.finditer(self._clean)]

    @cached_property
    def _full_stops(self) -> list[int]:
        return [end for end in self._sentences if self._clean[end - 1] != "\n"]

    def sentence(self, at: int) -> int:
        """The number of the sentence in which a token stands; the end of a line ends none."""
        return bisect_right(self._full_stops, self.tokens[at].start)

    @cached_property
    def _clauses(self) -> list[int]:
        return clause_ends(self._clean)

    @cached_property
    def framing(self) -> frozenset[str]:
        """All words of the text in the form of frames."""
        return frozenset(as_framed(self._words))

    @cached_property
    def speaks_of_lack(self) -> bool:
        """True where anything is said to be missing."""
        return speak_of_lack(self._words)

    def _around(self, at: int, reach: int, ends: list[int]) -> list[str]:
        """The folded words of its sentence, stop words included, that start within so many
        characters of a token's start; or of its clause, by what `ends` are the ends of."""
        start = self.tokens[at].start
        here = bisect_right(ends, start)
        begins = ends[here - 1] if here else 0
        ending = ends[here] if here < len(ends) else len(self._clean)
        first = bisect_left(self._starts, max(start - reach, begins))
        last = bisect_left(self._starts, min(start + reach + 1, ending))
        return self._words[first:last]

    def framed(self, at: int, frame: frozenset[str]) -> bool:
        """True where all words of the frame stand around a token."""
        if not frame:
            return True
        return frame.issubset(as_framed(self._around(at, FRAME_REACH, self._sentences)))

    def spells(self, at: int, pattern: str) -> bool:
        """True where the folded text around a token holds the pattern."""
        token = self.tokens[at]
        reach = len(pattern)
        around = self._clean[max(token.start - reach, 0) : token.start + len(token.surface) + reach]
        return re.search(pattern, fold(around)) is not None

    def lacks(self, at: int) -> bool:
        """True where the clause of a token says that something is missing."""
        return speak_of_lack(self._around(at, LACK_REACH, self._clauses))

    def lacking(self, tokens: tuple[int, ...]) -> bool:
        """True where the text says close to these tokens that something is missing."""
        near = (self._around(at, LACK_REACH, self._sentences) for at in tokens)
        return any(map(speak_of_lack, near))

    def quote(self, tokens: tuple[int, ...]) -> str:
        """The passage from the first to the last of these tokens, or the tokens alone."""
        quoted: list[Token] = [self.tokens[at] for at in sorted(set(tokens))]
        start, end = quoted[0].start, quoted[-1].start + len(quoted[-1].surface)
        passage = self._clean[start:end]
        if len(passage) > _LONGEST_QUOTE or _SENTENCE_END.search(passage):
            return " … ".join(token.surface for token in quoted)
        return " ".join(passage.split())
