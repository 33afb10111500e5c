"""Which situations of the book a text speaks of, and by which of its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from matchmaker.scoring.text import fold_word, rarity, terms_of_word
from matchmaker.scoring.text.frequencies import in_print

from .finding import NOWHERE, all_tokens, find, may_hold, unblocked
from .lookup import Entry, entries_of, needed_beside, starting_terms
from .phrases import Phrase
from .reading import AS_HEAD, AS_MODIFIER, Place, Reading
from .spelling import Spelling

REMEMBERED = 200_000
"""Distinct words whose terms in the book are kept; a national corpus holds about that many."""

MISSPELT = 0.8
"""What a word counts that is one slip from a word of the book."""


Hit = tuple[Sequence[int], float, tuple[int, ...]]
"""The numbers of phrases that a text holds at the same tokens, how exactly (0 to 1), and where: the
numbers of the tokens in the reading. Plain, since a country makes millions of them."""

Blocked = Mapping[int, frozenset[int]]
"""By topic the tokens of a text that mean something else."""

_NONE: frozenset[int] = frozenset()


class Recogniser:
    """The phrases of one side of the book, ready to be found in texts.

    Each of the `layers` holds pairs of a topic's number and the phrase; what stands in many topics
    of a layer counts less there. `never` likewise those whose words do not mean the topic.

    By the number of a phrase `topics` holds its topic, `clear` its own strength (0 to 1) and
    `strengths` what is left of that beside the other topics that hold the phrase.
    """

    def __init__(
        self,
        layers: Iterable[Iterable[tuple[int, Phrase]]],
        never: Iterable[tuple[int, Phrase]],
        spelling: Spelling,
    ) -> None:
        self._spelling = spelling
        self._terms: set[str] = set()
        self.topics: list[int] = []
        self.clear: list[float] = []
        self.strengths: list[float] = []
        self._english: list[bool] = []
        self._plain: dict[str, list[int]] = defaultdict(list)
        self._phrases: dict[int, Phrase] = {}
        # By a term that starts them, then by one that they need beside it.
        self._others: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for entry in chain.from_iterable(map(entries_of, layers)):
            self._register(entry)
        self._never: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        for topic, phrase in never:
            if phrase.words:
                self._learn_terms(phrase)
                for term in starting_terms(phrase):
                    self._never[term].append((topic, phrase))
        self._remember()

    def _remember(self) -> None:
        self._sense = lru_cache(maxsize=REMEMBERED)(self._find_sense)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_sense"}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _register(self, entry: Entry) -> None:
        number, phrase = len(self.topics), entry.phrase
        self.topics.append(entry.topic)
        self.clear.append(phrase.strength)
        self.strengths.append(entry.strength)
        self._english.append(entry.english)
        self._learn_terms(phrase)
        starters = starting_terms(phrase)
        if len(phrase.words) == 1 and not (phrase.frame or phrase.literal or phrase.lacking):
            self._plain[phrase.words[0].whole].append(number)
            starters -= {phrase.words[0].whole}
        for term in starters:
            self._phrases[number] = phrase
            for needed in needed_beside(term, phrase) or {term}:
                self._others[term].setdefault(needed, []).append(number)

    def _learn_terms(self, phrase: Phrase) -> None:
        self._terms.update(term for word in phrase.words for term in word.terms)

    def read(self, text: str) -> Reading:
        """The text, ready for `hits` and for quoting them."""
        return Reading(text, self._sense)

    def _find_sense(self, surface: str) -> tuple[tuple[str, float], ...]:
        """The terms of a word that phrases hold, with how much of its sense is in each.

        Of a word that nobody uses or prints, and that is one slip from a word of the book, the
        latter's.
        """
        terms, exact = terms_of_word(surface), 1.0
        if (
            len(terms) == 1
            and terms[0] not in self._spelling.terms
            and rarity(fold_word(surface)) >= 1
            and not in_print(fold_word(surface))
        ):
            near = self._spelling.near(fold_word(surface)) or self._spelling.near(terms[0])
            if near is not None:
                terms, exact = self._spelling.terms[near], MISSPELT
        shares = [AS_MODIFIER] * len(terms)
        shares[-1], shares[0] = AS_HEAD, 1.0
        held = [(term, exact * share) for term, share in zip(terms, shares, strict=True)]
        return tuple((term, exact) for term, exact in held if term in self._terms)

    def hits(self, read: Reading) -> list[Hit]:
        """Every phrase of the book in the text, once each."""
        blocked = self._blocked(read)
        found = list(self._plain_hits(read, blocked))
        seen = set(chain.from_iterable(numbers for numbers, _, _ in found))
        there = read.places.keys()
        for term in there:
            others = self._others.get(term)
            if others is None:
                continue
            near = [number for needed in others.keys() & there for number in others[needed]]
            for number in sorted(near):
                if number not in seen:
                    seen.add(number)
                    tokens, exact = self._find(read, number, blocked)
                    if tokens:
                        found.append(((number,), exact, tokens))
        return found

    def _plain_hits(self, read: Reading, blocked: Blocked) -> Iterator[Hit]:
        foreign = read.english
        for term, places in read.places.items():
            numbers = self._plain.get(term)
            if numbers is None:
                continue
            at, exact = _best(places)
            if foreign and read.english_word(at):
                numbers = [number for number in numbers if self._english[number]]
            if not blocked:
                yield numbers, exact, (at,)
                continue
            for number in numbers:
                if left := unblocked(places, blocked.get(self.topics[number], _NONE)):
                    at, exact = _best(left)
                    yield (number,), exact, (at,)

    def _find(self, read: Reading, number: int, blocked: Blocked) -> tuple[tuple[int, ...], float]:
        phrase = self._phrases[number]
        if not may_hold(read, phrase):
            return NOWHERE
        tokens, exact = find(read, phrase, blocked.get(self.topics[number], _NONE))
        if read.english and not self._english[number] and all(map(read.english_word, tokens)):
            return NOWHERE
        return tokens, exact

    def _blocked(self, read: Reading) -> Blocked:
        blocked: dict[int, frozenset[int]] = {}
        for term in read.places.keys() & self._never.keys():
            for topic, phrase in self._never[term]:
                if tokens := all_tokens(read, phrase):
                    blocked[topic] = blocked.get(topic, _NONE).union(tokens)
        return blocked


def _best(places: Sequence[Place]) -> Place:
    return places[0] if len(places) == 1 else max(places, key=lambda place: place[1])
