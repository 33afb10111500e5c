"""By which of its terms each phrase of the book is looked up in a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from matchmaker.scoring.text import rarity

from .phrases import HINT, Phrase, Word

MANY = 4
"""Of a phrase of so many content words one may be missing, but for the rarest."""


class Entry(NamedTuple):
    """A phrase of a topic and how strongly it points there; `english` where the book has it so."""

    topic: int
    phrase: Phrase
    strength: float
    english: bool


def entries_of(phrases: Iterable[tuple[int, Phrase]]) -> Iterator[Entry]:
    """The phrases in their order, of equal ones in a topic only the strongest.

    What stands in many topics points to none of them in particular, and counts less. That a
    word stands in somebody's sentence too (a hint) takes nothing from those who claim it.
    """
    strongest: dict[tuple[int, object], Phrase] = {}
    english: set[tuple[int, object]] = set()
    for topic, phrase in phrases:
        if phrase.words:
            key = topic, phrase.meaning
            if phrase.language == "en":
                english.add(key)
            kept = strongest.setdefault(key, phrase)
            if kept.strength < phrase.strength:
                strongest[key] = phrase
    everywhere: dict[object, float] = defaultdict(float)
    claimed: dict[object, float] = defaultdict(float)
    for (_, meaning), phrase in strongest.items():
        everywhere[meaning] += phrase.strength
        claimed[meaning] += phrase.strength if phrase.strength > HINT else 0.0
    for (topic, meaning), phrase in strongest.items():
        others = claimed if phrase.strength > HINT else everywhere
        own_share = phrase.strength / others[meaning]
        strength = phrase.strength * own_share**0.5
        yield Entry(topic, phrase, strength, (topic, meaning) in english)


def starting_terms(phrase: Phrase) -> set[str]:
    """Terms of which at least one is in every text that holds the phrase: those of its rarest word,
    which may not be missing."""
    rarest = phrase.words[0]
    return {rarest.whole, max(rarest.parts, key=rarity)} if rarest.parts else {rarest.whole}


def needed_beside(starter: str, phrase: Phrase) -> frozenset[str]:
    """Terms of which one more is in every text that holds the phrase; none where the starter may
    be all of it.

    Most texts that hold a starter hold nothing else of the phrase: one look spares the search.
    """
    needed = [found for word in phrase.words if (found := _other_than(starter, word))]
    if len(phrase.words) < MANY:
        return next(iter(needed), frozenset())
    return frozenset().union(*needed) if len(needed) > 1 else frozenset()


def _other_than(starter: str, word: Word) -> frozenset[str]:
    """Terms besides the starter of which one is in every text that holds the word."""
    others = [part for part in word.parts if part != starter]
    if starter == word.whole or (word.parts and not others):
        return frozenset()
    return frozenset((word.whole, *others[:1]))
