"""A book made ready: what a profile says, as strengths of the book's topics."""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from matchmaker.scoring import Profile
from matchmaker.scoring.text import terms_of_word

from .book import BUNDLED, SUBMARKETS, Book, Entry, Situation, Trade, read_book
from .phrases import Phrase, hints, read_phrase
from .reading import Reading, folded_words
from .recognition import Hit, Recogniser
from .relations import alike, related, submarket_rows, trade_rows
from .similarity import Row
from .spelling import Spelling

REMEMBERED = 256
"""Profiles whose reading is kept: a seeker is rated, rated back and explained."""

SKILLS = 1024
"""Skills whose reading is kept: most are ticked from a list that all creatives see."""

CLEAR = 0.2
"""Fainter hits count, but are not quoted as a reason: a reader would not see what they mean."""

SUBMARKET_HINT = 0.2
"""What a ticked submarket says about the situations it usually helps in: less than a weak word, for
trades tell the same more exactly."""

HELP, WISH = False, True
"""The two halves of the book: firms seek help, creatives wish for something of firms."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one profile says about one topic: its clear words, best first, what it ticked."""

    quotes: tuple[str, ...]
    submarkets: tuple[str, ...] = ()


_Said = tuple[Hit, Reading, bool]
"""Where a profile says something: the hit, the text that was read, and whether it tells needs."""


class _Heard(NamedTuple):
    """By the number of each phrase that a profile holds, in the numbering of its `side`: how
    strongly it counts, and where it does so most. No object of its own for each, since a country
    makes millions of them."""

    side: Recogniser
    strengths: dict[int, float]
    said: dict[int, _Said]


class Translator:
    """Recognises the topics of one book in profiles: its `situations`, numbered first, and, in what
    creatives say, its trades. The words of the situations are left to the recognisers."""

    def __init__(self, book: Book) -> None:
        self.situations = tuple(map(_without_words, book.situations))
        self.version = book.version
        spelling = Spelling(_known_terms(book))
        numbered = list(enumerate(book.situations))
        self._sides = {
            "kmu": Recogniser(
                [_told(book.situations, lambda each: each.firm)],
                ((n, read_phrase(e)) for n, each in numbered for e in each.never),
                spelling,
            ),
            "creative": Recogniser(
                [
                    _told(book.situations, lambda each: (*each.creative, *each.skills)),
                    _told_of_trades(book.trades, len(book.situations)),
                ],
                (),
                spelling,
            ),
        }
        self._nobody = Recogniser((), (), spelling)  # for those who are neither
        wishes = [each.sought_by_creative for each in book.situations]
        self._wishes = [*wishes, *(False for _ in book.trades)]
        self.wish = np.array(self._wishes, dtype=bool)
        self._submarkets = submarket_rows(book.situations, len(self._wishes))
        self._alike = alike(book.situations)
        self._helping = trade_rows(book.situations, book.trades)
        self.frozen = pickle.dumps(self.__dict__)
        self._remember()

    def _remember(self) -> None:
        # Kept per translator, so that an edited book starts anew.
        self._heard = lru_cache(maxsize=REMEMBERED)(self._listen)
        self._known_skill = lru_cache(maxsize=SKILLS)(_hear)
        self.spoken = lru_cache(maxsize=REMEMBERED)(self._find_spoken)
        self._hinted = lru_cache(maxsize=REMEMBERED)(self._find_hinted)
        self.near = lru_cache(maxsize=4)(partial(related, self._alike, self._helping))

    def __reduce__(self) -> tuple[Callable[[bytes], "Translator"], tuple[bytes]]:
        """Without caches, and once in a process: the versions of an index mostly hold one book."""
        return thawed, (self.frozen,)

    def words(self, profile: Profile) -> dict[int, float]:
        """How strongly the texts of the profile speak of topics, 0 to 1, by number."""
        missed: dict[int, float] = {}
        side, strengths, _ = self._heard(profile)
        topics = side.topics
        # Many hits saturate: the chance that all of them are accidents shrinks, but none is sure.
        for number, strength in strengths.items():
            topic = topics[number]
            missed[topic] = missed.get(topic, 1.0) * (1 - strength)
        return {topic: 1 - chance for topic, chance in missed.items()}

    def hints(self, submarkets: frozenset[str]) -> Row:
        """What ticked submarkets hint at, by topic; the more are ticked, the less each."""
        ticked = [name in submarkets for name in SUBMARKETS]
        if not any(ticked):
            return np.zeros(len(self._wishes))
        best: Row = self._submarkets[:, ticked].max(axis=1)
        return SUBMARKET_HINT * best / np.sqrt(sum(ticked))

    def _find_hinted(self, submarkets: frozenset[str]) -> Mapping[int, Spoken]:
        """By situation what ticked submarkets say without a word."""
        hinted = np.flatnonzero(self.hints(submarkets)).tolist()
        return {number: Spoken((), self._told_by(submarkets, number)) for number in hinted}

    def _told_by(self, submarkets: frozenset[str], number: int) -> tuple[str, ...]:
        if number >= len(self.situations):
            return ()
        return tuple(name for name in self.situations[number].submarkets if name in submarkets)

    def _find_spoken(self, profile: Profile) -> Mapping[int, Spoken]:
        """What the profile says clearly in its own words, by topic; no quotes where a ticked
        submarket only hints."""
        side, _, said = heard = self._heard(profile)
        clear: dict[int, list[int]] = {}
        for number, ((_, exact, _), _, in_needs) in said.items():
            topic = side.topics[number]
            # Nobody seeks what they only mention: wishes are quoted from needs alone.
            mentioned = _is_creative(profile) and self.wish[topic]
            if side.clear[number] * exact >= CLEAR and (in_needs or not mentioned):
                clear.setdefault(topic, []).append(number)
        ticked = profile.submarkets if _is_creative(profile) else frozenset()
        spoken = {
            topic: Spoken(_quotes(heard, numbers), self._told_by(ticked, topic))
            for topic, numbers in clear.items()
        }
        return {**self._hinted(ticked), **spoken}

    def _listen(self, profile: Profile) -> _Heard:
        """Every phrase that the profile holds, by its strongest hit in any of the fields."""
        side = self._sides.get(profile.kind, self._nobody)
        found: dict[int, float] = {}
        said: dict[int, _Said] = {}
        topics, strengths, wishes = side.topics, side.strengths, self._wishes
        for place, (text, weights) in enumerate(_fields(profile)):
            if not text:
                continue
            read, hits = (_hear if place < FIRST_SKILL else self._known_skill)(side, text)
            for hit in hits:
                numbers, exact, _ = hit
                here = hit, read, place == NEEDS
                for number in numbers:
                    strength = strengths[number] * exact * weights[wishes[topics[number]]]
                    if strength > found.get(number, 0.0):
                        found[number] = strength
                        said[number] = here
        return _Heard(side, found, said)


def _hear(side: Recogniser, text: str) -> tuple[Reading, list[Hit]]:
    read = side.read(text)
    return read, side.hits(read)


def _is_creative(profile: Profile) -> bool:
    return profile.kind == "creative"


def _quotes(heard: _Heard, numbers: Iterable[int]) -> tuple[str, ...]:
    """What the profile says by these phrases in its own words, the strongest first."""

    def order(number: int) -> tuple[float, tuple[int, ...]]:
        (_, _, tokens), _, _ = heard.said[number]
        return -heard.strengths[number], tokens

    best = [heard.said[number] for number in sorted(numbers, key=order)]
    return tuple(dict.fromkeys(read.quote(tokens) for (_, _, tokens), read, _ in best))


@lru_cache(maxsize=4)
def thawed(frozen: bytes) -> Translator:
    """The translator that says of itself that it is `frozen` so, made once in a process."""
    translator = Translator.__new__(Translator)
    # From an index, which is a pickle itself.
    translator.__dict__ = pickle.loads(frozen) | {"frozen": frozen}  # noqa: S301
    translator._remember()
    return translator


@lru_cache(maxsize=4)
def _translator(path: Path, stamp: tuple[int, ...]) -> Translator:
    # As an index gives it back, so that a process holds each book once.
    made = thawed(Translator(read_book(path)).frozen)
    read_phrase.cache_clear()
    return made


def translator_of(path: str = "") -> Translator:
    """The book at the path (the bundled one for "") made ready; read again after an edit."""
    place = Path(path) if path else BUNDLED
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place]
    return _translator(place, tuple(file.stat().st_mtime_ns for file in files))


def says_anything(profile: Profile) -> bool:
    """False for a profile without any text, skill or submarket: there is nothing to translate."""
    told = (profile.about, profile.offers, *profile.needs, *profile.skills)
    return any(text.strip() for text in told) or (
        _is_creative(profile) and bool(profile.submarkets)
    )


NEEDS, FIRST_SKILL = 0, 3
"""Places among the fields of a profile."""

Weights = Mapping[bool, float]
"""What a field counts in each half of the book."""


def _fields(profile: Profile) -> list[tuple[str, Weights]]:
    """The texts of a profile with their weights: needs, offers, about, and each skill.

    The special field counts fully; `about` less beside it, and fully where it is empty, since
    many write everything into one box. What is only in the opposite field counts half.
    """
    needs, offers = "\n".join(profile.needs).strip(), profile.offers.strip()
    wants, has = (HELP, WISH) if profile.kind == "kmu" else (WISH, HELP)
    about = profile.about.strip()
    return [
        (needs, {wants: 1.0, has: 0.0 if offers or about else 0.5}),
        (offers, {has: 1.0, wants: 0.0 if needs or about else 0.5}),
        (about, {wants: 0.6 if needs else 1.0, has: 0.8 if offers else 1.0}),
        *((skill, {has: 1.0, wants: 0.0}) for skill in sorted(profile.skills)),
    ]


def _told(
    situations: Iterable[Situation], side: Callable[[Situation], tuple[Entry, ...]]
) -> Iterator[tuple[int, Phrase]]:
    for number, each in enumerate(situations):
        for entry in side(each):
            yield number, read_phrase(entry)
        for phrase in hints(each, side(each)):
            yield number, phrase


def _without_words(situation: Situation) -> Situation:
    return replace(situation, firm=(), creative=(), skills=(), never=())


def _told_of_trades(trades: Iterable[Trade], first: int) -> Iterator[tuple[int, Phrase]]:
    for number, each in enumerate(trades, first):
        for entry in each.words:
            yield number, read_phrase(entry)


def _known_terms(book: Book) -> dict[str, tuple[str, ...]]:
    """By each word of the book, and by its stem, its terms there."""
    entries = [
        *(entry for each in book.situations for entry in (*each.entries, *each.never)),
        *(entry for each in book.trades for entry in each.words),
    ]
    words = sorted({word for entry in entries for word in folded_words(entry.phrase)})
    known = {word: terms for word in words if (terms := terms_of_word(word))}
    read = (word for entry in entries for word in read_phrase(entry).words)
    return known | {word.whole: tuple(word.terms) for word in read}
