"""Where a phrase of the book stands in a text that has been read."""

from collections.abc import Iterable, Iterator, Sequence

from matchmaker.scoring.text import fold_word

from .lookup import MANY
from .phrases import Phrase, Word
from .reading import AS_HEAD, AS_MODIFIER, Place, Reading

TAKEN_APART = 0.8
"""What a compound counts whose parts stand side by side: "Kinderbuch" as "Buch für Kinder"."""

ONE_MISSING = 0.7
"""A phrase of four or more content words counts so much where one of them is missing."""

_SLACK = 2
"""So many other content words may stand between the words of a phrase."""

_LONGEST_INFLECTION = 3


RAREST = 0
"""The place of that word in a phrase: it is never the one that is missing."""

NOWHERE: tuple[tuple[int, ...], float] = ((), 0.0)


def may_hold(read: Reading, phrase: Phrase) -> bool:
    """False where too many words of the phrase are not in the text at all; spares the search."""
    if phrase.frame and not phrase.frame <= read.framing:
        return False
    if phrase.lacking and not read.speaks_of_lack:
        return False
    places = read.places
    may_miss = len(phrase.words) >= MANY
    for number, word in enumerate(phrase.words):
        if word.whole in places or (word.parts and all(part in places for part in word.parts)):
            continue
        if not may_miss or number == RAREST:
            return False
        may_miss = False
    return True


def find(read: Reading, phrase: Phrase, blocked: frozenset[int]) -> tuple[tuple[int, ...], float]:
    """The tokens that make the phrase, close together, and how exactly they do; () if nowhere."""
    options = [_occurrences(read, word, blocked) for word in phrase.words]
    if len(options) == 1:
        return _alone(read, phrase, options[0])
    may_miss = len(options) >= MANY
    present = [occurrences for occurrences in options if occurrences]
    if len(present) < len(options) - may_miss:
        return NOWHERE
    reach = len(options) - 1 + _SLACK
    for anchor, *_ in options[RAREST]:
        near = [_nearest(read, occurrences, anchor[0], reach) for occurrences in present]
        found = [occurrence for occurrence in near if occurrence is not None]
        at_least_one_stands = any(place[1] > AS_MODIFIER for place, _ in found)
        if len(found) >= len(options) - may_miss and at_least_one_stands:
            # A word of several carries its meaning also inside a compound.
            exact = min(max(place[1], TAKEN_APART) for place, _ in found)
            whole = 1.0 if len(found) == len(options) else ONE_MISSING
            tokens = tuple(at for place, parts in found for at in (place[0], *parts))
            if not phrase.lacking or read.lacking(tokens):
                return tokens, exact * whole
    return NOWHERE


def all_tokens(read: Reading, phrase: Phrase) -> tuple[int, ...]:
    """Every token that takes part in the phrase, wherever a single word occurs."""
    if not may_hold(read, phrase):
        return ()
    if len(phrase.words) > 1:
        return find(read, phrase, frozenset())[0]
    fitting = _fitting(read, phrase, _occurrences(read, phrase.words[0], frozenset()))
    return tuple(at for place, parts in fitting for at in (place[0], *parts))


Occurrence = tuple[Place, tuple[int, ...]]
"""Where a word stands, and the tokens of its other parts where it was taken apart."""


def _alone(
    read: Reading, phrase: Phrase, occurrences: Sequence[Occurrence]
) -> tuple[tuple[int, ...], float]:
    fitting = _fitting(read, phrase, occurrences)
    if not fitting:
        return NOWHERE
    place, parts = max(fitting, key=lambda occurrence: occurrence[0][1])
    return (place[0], *parts), place[1]


def _fitting(read: Reading, phrase: Phrase, occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """Where the one content word of a phrase has around it what the phrase asks for."""
    return [
        (place, parts)
        for place, parts in occurrences
        if read.framed(place[0], phrase.frame)
        and _is_literally(phrase.literal, read.tokens[place[0]].surface)
        and (not phrase.lacking or read.lacks(place[0]))
    ]


def _is_literally(literal: str, surface: str) -> bool:
    """True where the word ends in the literal one, up to an inflection; always for ""."""
    if not literal:
        return True
    _, found, rest = fold_word(surface).rpartition(literal)
    return bool(found) and len(rest) <= _LONGEST_INFLECTION


def _occurrences(read: Reading, word: Word, blocked: frozenset[int]) -> list[Occurrence]:
    whole = unblocked(read.places.get(word.whole, ()), blocked)
    if whole or not word.parts:
        return [(place, ()) for place in whole]
    if word.spelt:
        apart = unblocked(read.places.get(word.parts[0], ()), blocked)
        return [(place, ()) for place in apart if read.spells(place[0], word.spelt)]
    return list(_taken_apart(read, word.parts, blocked))


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
        near = [_nearest(read, places, at, len(others)) for places in others]
        found = {place[0] for place, _ in filter(None, near)} - {at}
        if at not in blocked and len(found) == len(others):
            yield (at, TAKEN_APART), tuple(sorted(found))


def _holds(terms: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """True where the parts follow each other in the terms: "Blutspende" in "Blutspendedienst"."""
    return any(terms[start : start + len(parts)] == parts for start in range(len(terms)))


def _nearest(
    read: Reading, occurrences: Sequence[Occurrence], at: int, reach: int
) -> Occurrence | None:
    """The nearest in reach, in the same sentence."""
    near = [
        each
        for each in occurrences
        if abs(each[0][0] - at) <= reach and read.sentence(each[0][0]) == read.sentence(at)
    ]
    return min(near, key=lambda each: (abs(each[0][0] - at), -each[0][1]), default=None)


def unblocked(places: Sequence[Place], blocked: frozenset[int]) -> Sequence[Place]:
    return [place for place in places if place[0] not in blocked] if blocked else places
