"""Which situations of the book a text speaks of, and by which of its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from matchmaker.scoring.text import fold, fold_word, rarity, terms_of_word

from .lookup import MANY, Entry, entries_of, needed_beside, starting_terms
from .phrases import Phrase, Word
from .reading import AS_HEAD, AS_MODIFIER, Place, Reading
from .spelling import Spelling

REMEMBERED = 200_000
"""Distinct words whose terms in the book are kept; a national corpus holds about that many."""

MISSPELT = 0.8
"""What a word counts that is one slip from a word of the book."""

TAKEN_APART = 0.8
"""What a compound counts whose parts stand side by side: "Kinderbuch" as "Buch für Kinder"."""

ONE_MISSING = 0.7
"""A phrase of four or more content words counts so much where one of them is missing."""

_SLACK = 2
"""So many other content words may stand between the words of a phrase."""

_LONGEST_INFLECTION = 3


class Hit(NamedTuple):
    """A phrase that a text holds: its number, its situation's, how strongly (0 to 1), and where.

    `clear` is the strength before it is shared among the situations that hold the phrase.
    `tokens` are the numbers of tokens in the reading of the text.
    """

    phrase: int
    situation: int
    strength: float
    clear: float
    tokens: tuple[int, ...]


class Recogniser:
    """The phrases of one side of the book, ready to be found in texts.

    Each of the `layers` holds pairs of a topic's number and the phrase; what stands in many topics
    of a layer counts less there. `never` likewise those whose words do not mean the topic.
    """

    def __init__(
        self,
        layers: Iterable[Iterable[tuple[int, Phrase]]],
        never: Iterable[tuple[int, Phrase]],
        spelling: Spelling,
    ) -> None:
        self._spelling = spelling
        self._terms: set[str] = set()
        self._plain: dict[str, list[Entry]] = defaultdict(list)
        self._others: dict[str, list[tuple[frozenset[str], Entry]]] = defaultdict(list)
        known = 0
        for layer in layers:
            for entry in entries_of(layer, known):
                self._register(entry)
                known += 1
        self._never: dict[int, list[Phrase]] = defaultdict(list)
        self._never_starters: dict[int, set[str]] = defaultdict(set)
        for situation, phrase in never:
            if phrase.words:
                self._never[situation].append(phrase)
                self._never_starters[situation] |= starting_terms(phrase)
                self._learn_terms(phrase)
        self._remember()

    def _remember(self) -> None:
        self._sense = lru_cache(maxsize=REMEMBERED)(self._find_sense)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_sense"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _register(self, entry: Entry) -> None:
        phrase = entry.phrase
        self._learn_terms(phrase)
        starters = starting_terms(phrase)
        if len(phrase.words) == 1 and not (phrase.frame or phrase.literal or phrase.lacking):
            self._plain[phrase.words[0].whole].append(entry)
            starters -= {phrase.words[0].whole}
        for term in starters:
            self._others[term].append((needed_beside(term, phrase), entry))

    def _learn_terms(self, phrase: Phrase) -> None:
        self._terms.update(term for word in phrase.words for term in word.terms)

    def read(self, text: str) -> Reading:
        """The text, ready for `hits` and for quoting them."""
        return Reading(text, self._sense)

    def _find_sense(self, surface: str) -> tuple[tuple[str, float], ...]:
        """The terms of a word that phrases hold, with how much of its sense is in each.

        Of a word that nobody uses, and that is one slip from a word of the book, the latter's.
        """
        terms, exact = terms_of_word(surface), 1.0
        if (
            len(terms) == 1
            and terms[0] not in self._spelling.terms
            and rarity(fold_word(surface)) >= 1
        ):
            near = self._spelling.near(terms[0])
            if near is not None:
                terms, exact = self._spelling.terms[near], MISSPELT
        shares = [AS_MODIFIER] * len(terms)
        shares[-1], shares[0] = AS_HEAD, 1.0
        held = [(term, exact * share) for term, share in zip(terms, shares, strict=True)]
        return tuple((term, exact) for term, exact in held if term in self._terms)

    def hits(self, read: Reading) -> list[Hit]:
        """Every phrase of the book in the text, once each."""
        found = list(self._plain_hits(read))
        seen = {hit.phrase for hit in found}
        there = read.places.keys()
        for term in there:
            for needed, entry in self._others.get(term, ()):
                if needed and there.isdisjoint(needed):
                    continue
                if entry.number not in seen and (hit := self._hit(read, entry)):
                    seen.add(entry.number)
                    found.append(hit)
        return found

    def _plain_hits(self, read: Reading) -> Iterator[Hit]:
        foreign = read.english
        for term, places in read.places.items():
            entries = self._plain.get(term)
            if not entries:
                continue
            at, exact = _best(places)
            tokens = (at,)
            for entry in entries:
                number, situation, phrase, strength, english = entry
                if foreign and not english and read.english_word(at):
                    continue
                if situation not in self._never:
                    yield Hit(number, situation, strength * exact, phrase.strength * exact, tokens)
                elif left := _unblocked(places, self._blocked(read, situation)):
                    best, its_exact = _best(left)
                    yield _hit_at(entry, (best,), its_exact)

    def _hit(self, read: Reading, entry: Entry) -> Hit | None:
        if not _may_hold(read, entry.phrase):
            return None
        blocked = self._blocked(read, entry.situation)
        tokens, exact = _find(read, entry.phrase, blocked)
        if not tokens or (entry.phrase.lacking and not read.lacking(tokens)):
            return None
        if read.english and not entry.english and all(map(read.english_word, tokens)):
            return None
        return _hit_at(entry, tokens, exact)

    def _blocked(self, read: Reading, situation: int) -> frozenset[int]:
        """Tokens that mean something else than this situation."""
        if read.places.keys().isdisjoint(self._never_starters.get(situation, ())):
            return frozenset()
        if situation not in read.blocked:
            found = (_all_tokens(read, phrase) for phrase in self._never.get(situation, ()))
            read.blocked[situation] = frozenset(at for tokens in found for at in tokens)
        return read.blocked[situation]


def _best(places: Sequence[Place]) -> Place:
    return places[0] if len(places) == 1 else max(places, key=lambda place: place[1])


def _hit_at(entry: Entry, tokens: tuple[int, ...], exact: float) -> Hit:
    clear = entry.phrase.strength * exact
    return Hit(entry.number, entry.situation, entry.strength * exact, clear, tokens)


def _may_hold(read: Reading, phrase: Phrase) -> bool:
    """False where too many words of the phrase are not in the text at all; spares the search."""
    places = read.places
    may_miss = len(phrase.words) >= MANY
    for word in phrase.words:
        if word.whole in places or (word.parts and all(part in places for part in word.parts)):
            continue
        if not may_miss:
            return False
        may_miss = False
    return True


_NOWHERE: tuple[tuple[int, ...], float] = ((), 0.0)


def _find(read: Reading, phrase: Phrase, blocked: frozenset[int]) -> tuple[tuple[int, ...], float]:
    """The tokens that make the phrase, close together, and how exactly they do; () if nowhere."""
    options = [list(_occurrences(read, word, blocked)) for word in phrase.words]
    if len(options) == 1:
        return _find_alone(read, phrase, options[0])
    may_miss = len(options) >= MANY
    present = [occurrences for occurrences in options if occurrences]
    if len(present) < len(options) - may_miss:
        return _NOWHERE
    reach = len(options) - 1 + _SLACK
    for anchor, *_ in present[0]:
        near = [_nearest(occurrences, anchor[0], reach) for occurrences in present]
        found = [occurrence for occurrence in near if occurrence is not None]
        at_least_one_stands = any(place[1] > AS_MODIFIER for place, _ in found)
        if len(found) >= len(options) - may_miss and at_least_one_stands:
            # A word of several carries its meaning also inside a compound.
            exact = min(max(place[1], TAKEN_APART) for place, _ in found)
            whole = 1.0 if len(found) == len(options) else ONE_MISSING
            return tuple(at for place, parts in found for at in (place[0], *parts)), exact * whole
    return _NOWHERE


def _all_tokens(read: Reading, phrase: Phrase) -> tuple[int, ...]:
    """Every token that takes part in the phrase, wherever a single word occurs."""
    if not _may_hold(read, phrase):
        return ()
    if len(phrase.words) > 1:
        return _find(read, phrase, frozenset())[0]
    occurrences = _occurrences(read, phrase.words[0], frozenset())
    return tuple(at for place, parts in occurrences for at in (place[0], *parts))


Occurrence = tuple[Place, tuple[int, ...]]
"""Where a word stands, and the tokens of its other parts where it was taken apart."""


def _find_alone(
    read: Reading, phrase: Phrase, occurrences: Sequence[Occurrence]
) -> tuple[tuple[int, ...], float]:
    fitting = [
        (place, parts)
        for place, parts in occurrences
        if read.framed(place[0], phrase.frame)
        and _is_literally(phrase.literal, read.tokens[place[0]].surface)
    ]
    if not fitting:
        return _NOWHERE
    place, parts = max(fitting, key=lambda occurrence: occurrence[0][1])
    return (place[0], *parts), place[1]


def _is_literally(literal: str, surface: str) -> bool:
    """True where the word ends in the literal one, up to an inflection; always for ""."""
    if not literal:
        return True
    _, found, rest = fold(surface).rpartition(literal)
    return bool(found) and len(rest) <= _LONGEST_INFLECTION


def _occurrences(read: Reading, word: Word, blocked: frozenset[int]) -> Iterator[Occurrence]:
    whole = _unblocked(read.places.get(word.whole, ()), blocked)
    if whole or not word.parts:
        yield from ((place, ()) for place in whole)
    else:
        yield from _taken_apart(read, word.parts, blocked)


def _taken_apart(
    read: Reading, parts: tuple[str, ...], blocked: frozenset[int]
) -> Iterator[Occurrence]:
    """Where the parts of a compound stand as neighbours, or inside a longer compound."""
    for at, _ in read.places.get(parts[0], ()):
        if at not in blocked and _holds(read.tokens[at].terms[1:], parts):
            yield (at, AS_HEAD), ()
    *others, heads = (
        [((at, exact), ()) for at, exact in read.places.get(part, ()) if exact >= AS_HEAD]
        for part in parts
    )
    for (at, _), _none in heads:
        near = [_nearest(places, at, len(others)) for places in others]
        found = {place[0] for place, _ in filter(None, near)} - {at}
        if at not in blocked and len(found) == len(others):
            yield (at, TAKEN_APART), tuple(sorted(found))


def _holds(terms: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """True where the parts follow each other in the terms: "Blutspende" in "Blutspendedienst"."""
    return any(terms[start : start + len(parts)] == parts for start in range(len(terms)))


def _nearest(occurrences: Sequence[Occurrence], at: int, reach: int) -> Occurrence | None:
    near = [each for each in occurrences if abs(each[0][0] - at) <= reach]
    return min(near, key=lambda each: (abs(each[0][0] - at), -each[0][1]), default=None)


def _unblocked(places: Sequence[Place], blocked: frozenset[int]) -> list[Place]:
    return [place for place in places if place[0] not in blocked]
