"""Which situations of the book a text speaks of, and by which of its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from matchmaker.scoring.text import fold_word, rarity, terms_of_word

from .finding import all_tokens, find, may_hold, unblocked
from .lookup import Entry, entries_of, needed_beside, starting_terms
from .phrases import Phrase
from .reading import AS_HEAD, AS_MODIFIER, Place, Reading
from .spelling import Spelling

REMEMBERED = 200_000
"""Distinct words whose terms in the book are kept; a national corpus holds about that many."""

MISSPELT = 0.8
"""What a word counts that is one slip from a word of the book."""


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
                elif left := unblocked(places, self._blocked(read, situation)):
                    best, its_exact = _best(left)
                    yield _hit_at(entry, (best,), its_exact)

    def _hit(self, read: Reading, entry: Entry) -> Hit | None:
        if not may_hold(read, entry.phrase):
            return None
        blocked = self._blocked(read, entry.situation)
        tokens, exact = find(read, entry.phrase, blocked)
        if not tokens:
            return None
        if read.english and not entry.english and all(map(read.english_word, tokens)):
            return None
        return _hit_at(entry, tokens, exact)

    def _blocked(self, read: Reading, situation: int) -> frozenset[int]:
        """Tokens that mean something else than this situation."""
        if read.places.keys().isdisjoint(self._never_starters.get(situation, ())):
            return frozenset()
        if situation not in read.blocked:
            found = (all_tokens(read, phrase) for phrase in self._never.get(situation, ()))
            read.blocked[situation] = frozenset(at for tokens in found for at in tokens)
        return read.blocked[situation]


def _best(places: Sequence[Place]) -> Place:
    return places[0] if len(places) == 1 else max(places, key=lambda place: place[1])


def _hit_at(entry: Entry, tokens: tuple[int, ...], exact: float) -> Hit:
    clear = entry.phrase.strength * exact
    return Hit(entry.number, entry.situation, entry.strength * exact, clear, tokens)
