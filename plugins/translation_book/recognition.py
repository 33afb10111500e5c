"""Which situations of the book a text speaks of, and by which of its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from matchmaker.scoring.text import fold, rarity

from .phrases import HINT, Phrase, Word
from .reading import AS_HEAD, AS_MODIFIER, Place, Reading
from .spelling import Spelling

TAKEN_APART = 0.8
"""What a compound counts whose parts stand side by side: "Kinderbuch" as "Buch für Kinder"."""

ONE_MISSING = 0.7
"""A phrase of four or more content words counts so much where one of them is missing."""

_MANY = 4
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


class _Entry(NamedTuple):
    number: int
    situation: int
    phrase: Phrase
    strength: float


class Recogniser:
    """The phrases of one side of the book, ready to be found in texts.

    `phrases` holds pairs of the situation's number and the phrase; `never` likewise those whose
    words do not mean the situation.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[int, Phrase]],
        never: Iterable[tuple[int, Phrase]],
        spelling: Spelling,
    ) -> None:
        self._spelling = spelling
        self._plain: dict[str, list[_Entry]] = defaultdict(list)
        self._others: dict[str, list[_Entry]] = defaultdict(list)
        for entry in _entries(phrases):
            self._register(entry)
        self._never: dict[int, list[Phrase]] = defaultdict(list)
        for situation, phrase in never:
            if phrase.words:
                self._never[situation].append(phrase)

    def _register(self, entry: _Entry) -> None:
        phrase = entry.phrase
        starters = _starting_terms(phrase)
        if len(phrase.words) == 1 and not (phrase.frame or phrase.literal or phrase.lacking):
            self._plain[phrase.words[0].whole].append(entry)
            starters -= {phrase.words[0].whole}
        for term in starters:
            self._others[term].append(entry)

    def read(self, text: str) -> Reading:
        """The text, ready for `hits` and for quoting them."""
        return Reading(text, self._spelling)

    def hits(self, read: Reading) -> list[Hit]:
        """Every phrase of the book in the text, once each."""
        found = list(self._plain_hits(read))
        seen = {hit.phrase for hit in found}
        for term in read.places:
            for entry in self._others.get(term, ()):
                if entry.number not in seen and (hit := self._hit(read, entry)):
                    seen.add(entry.number)
                    found.append(hit)
        return found

    def _plain_hits(self, read: Reading) -> Iterator[Hit]:
        for term, places in read.places.items():
            at, exact = max(places, key=lambda place: place[1])
            for entry in self._plain.get(term, ()):
                if entry.situation not in self._never:
                    yield _hit_at(entry, (at,), exact)
                elif left := _unblocked(places, self._blocked(read, entry.situation)):
                    best = max(left, key=lambda place: place[1])
                    yield _hit_at(entry, (best[0],), best[1])

    def _hit(self, read: Reading, entry: _Entry) -> Hit | None:
        if not _may_hold(read, entry.phrase):
            return None
        blocked = self._blocked(read, entry.situation)
        tokens, exact = _find(read, entry.phrase, blocked)
        if not tokens or (entry.phrase.lacking and not read.lacking(tokens)):
            return None
        return _hit_at(entry, tokens, exact)

    def _blocked(self, read: Reading, situation: int) -> frozenset[int]:
        """Tokens that mean something else than this situation."""
        if situation not in read.blocked:
            found = (_all_tokens(read, phrase) for phrase in self._never.get(situation, ()))
            read.blocked[situation] = frozenset(at for tokens in found for at in tokens)
        return read.blocked[situation]


def _hit_at(entry: _Entry, tokens: tuple[int, ...], exact: float) -> Hit:
    clear = entry.phrase.strength * exact
    return Hit(entry.number, entry.situation, entry.strength * exact, clear, tokens)


def _entries(phrases: Iterable[tuple[int, Phrase]]) -> Iterator[_Entry]:
    """The phrases numbered, of equal ones in a situation only the strongest.

    What stands in many situations points to none of them in particular, and counts less. That a
    word stands in somebody's sentence too (a hint) takes nothing from those who claim it.
    """
    strongest: dict[tuple[int, object], Phrase] = {}
    for situation, phrase in phrases:
        if phrase.words:
            kept = strongest.setdefault((situation, phrase.meaning), phrase)
            if kept.strength < phrase.strength:
                strongest[situation, phrase.meaning] = phrase
    everywhere: dict[object, float] = defaultdict(float)
    claimed: dict[object, float] = defaultdict(float)
    for (_, meaning), phrase in strongest.items():
        everywhere[meaning] += phrase.strength
        claimed[meaning] += phrase.strength if phrase.strength > HINT else 0.0
    for number, ((situation, meaning), phrase) in enumerate(strongest.items()):
        others = claimed if phrase.strength > HINT else everywhere
        own_share = phrase.strength / others[meaning]
        yield _Entry(number, situation, phrase, phrase.strength * own_share**0.5)


def _starting_terms(phrase: Phrase) -> set[str]:
    """Terms of which at least one is in every text that holds the phrase.

    Only the rarest word is looked at, or the two rarest where one may be missing.
    """
    words = sorted(phrase.words, key=lambda word: -rarity(word.whole))
    found: set[str] = set()
    for word in words[: 1 if len(words) < _MANY else 2]:
        found.add(word.whole)
        if word.parts:
            found.add(max(word.parts, key=rarity))
    return found


def _may_hold(read: Reading, phrase: Phrase) -> bool:
    """False where too many words of the phrase are not in the text at all; spares the search."""
    places = read.places
    may_miss = len(phrase.words) >= _MANY
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
    may_miss = len(options) >= _MANY
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
    """Where the parts of a compound stand as neighbours."""
    *others, heads = (
        [((at, exact), ()) for at, exact in read.places.get(part, ()) if exact >= AS_HEAD]
        for part in parts
    )
    for (at, _), _none in heads:
        near = [_nearest(places, at, len(others)) for places in others]
        found = {place[0] for place, _ in filter(None, near)} - {at}
        if at not in blocked and len(found) == len(others):
            yield (at, TAKEN_APART), tuple(sorted(found))


def _nearest(occurrences: Sequence[Occurrence], at: int, reach: int) -> Occurrence | None:
    near = [each for each in occurrences if abs(each[0][0] - at) <= reach]
    return min(near, key=lambda each: (abs(each[0][0] - at), -each[0][1]), default=None)


def _unblocked(places: Sequence[Place], blocked: frozenset[int]) -> list[Place]:
    return [place for place in places if place[0] not in blocked]
