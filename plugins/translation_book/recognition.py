"""Which situations of the book a text speaks of, and by which of its words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from matchmaker.scoring.text import clean, fold, rarity

from .phrases import Phrase, Token, Word, analyse, speaks_of_lack
from .spelling import Spelling

AS_HEAD, AS_MODIFIER = 0.7, 0.35
"""A single word found inside a compound says less: "Käse" in "Schnittkäse", in "Käseglocke"."""

TAKEN_APART = 0.8
MISSPELT = 0.8
ONE_MISSING = 0.7
"""A phrase of four or more content words counts so much where one of them is missing."""

_SLACK = 2
"""So many other content words may stand between the words of a phrase."""

_LACK_REACH = 60
"""Characters between the words of a phrase and the word that tells that something is missing."""

_FRAME_REACH = 30
"""Characters within which the small words of a phrase stand around its one content word."""

_WORD = re.compile(r"[^\W_]+")
_LONGEST_QUOTE = 70


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that a text holds: of which situation, how strongly (0 to 1), in which words.

    `quote` is as the text has it. `meaning` is equal for phrases that match the same texts.
    """

    situation: int
    strength: float
    quote: str
    first: int
    meaning: object


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a word of a phrase stands: index of the token, and how exactly it is that word.

    `parts` are the tokens of the other parts where a compound was taken apart.
    """

    at: int
    exact: float
    parts: tuple[int, ...] = ()


class _Text:
    """A text by the places of its terms, refused words left out."""

    def __init__(self, text: str, spelling: Spelling) -> None:
        self.clean = clean(text)
        self.tokens = [token for token in analyse(text) if not token.refused]
        self.places: dict[str, list[_Place]] = defaultdict(list)
        for at, token in enumerate(self.tokens):
            terms, exact = _known_terms(token, spelling)
            for term in terms:
                self.places[term].append(_Place(at, exact * _share(term, terms)))

    @cached_property
    def written(self) -> list[tuple[int, str]]:
        """Every word with its start, stop words included."""
        return [(match.start(), fold(match[0])) for match in _WORD.finditer(self.clean)]

    @cached_property
    def lacks(self) -> list[int]:
        """Where the text says that something is missing."""
        return [start for start, word in self.written if speaks_of_lack(word)]

    def frames(self, frame: frozenset[str], at: int) -> bool:
        """True where all words of the frame stand around a token."""
        start = self.tokens[at].start
        near = {word for place, word in self.written if abs(place - start) <= _FRAME_REACH}
        return frame <= near

    def quote(self, places: Sequence[int]) -> str:
        """The passage from the first to the last of these tokens, or the tokens alone."""
        tokens = [self.tokens[at] for at in sorted(set(places))]
        start, end = tokens[0].start, tokens[-1].start + len(tokens[-1].surface)
        passage = " ".join(self.clean[start:end].split())
        broken = len(passage) > _LONGEST_QUOTE or any(mark in passage for mark in ".!?")
        return " … ".join(token.surface for token in tokens) if broken else passage


class Recogniser:
    """The phrases of one side of the book, ready to be found in texts.

    `phrases` holds pairs of the situation's number and the phrase; `never` likewise those after
    whose words a situation is not meant.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[int, Phrase]],
        never: Iterable[tuple[int, Phrase]],
        spelling: Spelling,
    ) -> None:
        self._spelling = spelling
        told = [(number, phrase) for number, phrase in phrases if phrase.words]
        sharing: dict[object, set[int]] = defaultdict(set)
        for number, phrase in told:
            sharing[phrase.meaning].add(number)
        self._starters: dict[str, list[tuple[int, Phrase, float]]] = defaultdict(list)
        for number, phrase in told:
            # What stands in many situations points to none of them in particular.
            strength = phrase.strength / len(sharing[phrase.meaning]) ** 0.5
            for term in _starting_terms(phrase):
                self._starters[term].append((number, phrase, strength))
        self._never: dict[int, list[Phrase]] = defaultdict(list)
        for number, phrase in never:
            if phrase.words:
                self._never[number].append(phrase)

    def hits(self, text: str) -> list[Hit]:
        """Every phrase of the book in the text, once each, in the order of the book."""
        read = _Text(text, self._spelling)
        found: dict[tuple[int, object], Hit] = {}
        for term in [term for term in read.places if term in self._starters]:
            for number, phrase, strength in self._starters[term]:
                key = (number, phrase.meaning)
                if key not in found and (hit := self._hit(read, number, phrase, strength)):
                    found[key] = hit
        return sorted(found.values(), key=lambda hit: (hit.situation, -hit.strength, hit.first))

    def _hit(self, read: _Text, number: int, phrase: Phrase, strength: float) -> Hit | None:
        blocked = self._blocked(read, number)
        places = _find(read, phrase, blocked)
        if not places or (phrase.lacking and not _lacks_near(read, places)):
            return None
        exact = min(place.exact for place in places)
        whole = 1.0 if len(places) == len(phrase.words) else ONE_MISSING
        tokens = [at for place in places for at in (place.at, *place.parts)]
        return Hit(number, strength * exact * whole, read.quote(tokens), min(tokens), phrase.meaning)

    def _blocked(self, read: _Text, number: int) -> frozenset[int]:
        """Tokens that mean something else than this situation."""
        never = self._never.get(number, ())
        return frozenset(
            place.at for phrase in never for place in _find(read, phrase, frozenset())
        )


def _starting_terms(phrase: Phrase) -> set[str]:
    """Terms of which at least one is in every text that holds the phrase.

    Only the rarest word is looked at, unless one of four or more words may be missing.
    """
    words = sorted(phrase.words, key=lambda word: -rarity(word.whole))
    found: set[str] = set()
    for word in words[: 1 if len(words) < 4 else 2]:
        found.add(word.whole)
        if word.parts:
            found.add(max(word.parts, key=rarity))
    return found


def _find(read: _Text, phrase: Phrase, blocked: frozenset[int]) -> list[_Place]:
    """One place for each word of the phrase, close together; [] where it is not in the text."""
    options = [_places_of(read, word, blocked) for word in phrase.words]
    if len(options) == 1:
        return _best_alone(read, phrase, options[0])
    missing = sum(not places for places in options)
    if missing > (len(options) >= 4):
        return []
    present = [places for places in options if places]
    reach = len(options) - 1 + _SLACK
    for anchor in present[0]:
        near = [_nearest(places, anchor.at, reach) for places in present]
        found = [place for place in near if place is not None]
        if len(found) >= len(options) - (len(options) >= 4):
            # A word of several carries its meaning also inside a compound.
            return [replace(place, exact=max(place.exact, TAKEN_APART)) for place in found]
    return []


def _best_alone(read: _Text, phrase: Phrase, places: Sequence[_Place]) -> list[_Place]:
    fitting = [
        place
        for place in places
        if read.frames(phrase.frame, place.at)
        and phrase.literal in fold(read.tokens[place.at].surface)
    ]
    return [max(fitting, key=lambda place: place.exact)] if fitting else []


def _places_of(read: _Text, word: Word, blocked: frozenset[int]) -> list[_Place]:
    whole = [place for place in read.places.get(word.whole, ()) if place.at not in blocked]
    if whole or not word.parts:
        return whole
    return list(_taken_apart(read, word.parts, blocked))


def _taken_apart(
    read: _Text, parts: tuple[str, ...], blocked: frozenset[int]
) -> Iterator[_Place]:
    """Where the parts of a compound stand as neighbours: "Kinderbuch" as "Buch für Kinder"."""
    *others, head = (
        [place for place in read.places.get(part, ()) if place.exact >= AS_HEAD] for part in parts
    )
    for place in head:
        near = [_nearest(places, place.at, len(others)) for places in others]
        found = [other.at for other in near if other is not None and other.at != place.at]
        if place.at not in blocked and len(set(found)) == len(others):
            yield _Place(place.at, TAKEN_APART, tuple(found))


def _share(term: str, terms: tuple[str, ...]) -> float:
    """How much of a word's sense lies in one of its terms; German compounds end in their head."""
    if term == terms[0]:
        return 1.0
    return AS_HEAD if term == terms[-1] else AS_MODIFIER


def _nearest(places: Sequence[_Place], at: int, reach: int) -> _Place | None:
    near = [place for place in places if abs(place.at - at) <= reach]
    return min(near, key=lambda place: (abs(place.at - at), -place.exact), default=None)


def _lacks_near(read: _Text, places: Sequence[_Place]) -> bool:
    starts = [read.tokens[place.at].start for place in places]
    return any(abs(lack - start) <= _LACK_REACH for lack in read.lacks for start in starts)


def _known_terms(token: Token, spelling: Spelling) -> tuple[tuple[str, ...], float]:
    """The terms of a token, or those of the word of the book that it probably misspells."""
    corrected = _corrected(token.terms, fold(token.surface), spelling)
    return (corrected, MISSPELT) if corrected else (token.terms, 1.0)


@lru_cache(maxsize=200_000)
def _corrected(
    terms: tuple[str, ...], folded: str, spelling: Spelling
) -> tuple[str, ...]:
    if len(terms) > 1 or rarity(folded) < 1.0 or terms[0] in spelling.terms:
        return ()
    near = spelling.near(terms[0])
    return spelling.terms[near] if near else ()
