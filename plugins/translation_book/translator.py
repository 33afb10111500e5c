"""A book made ready: what a profile says, as strengths of the book's situations."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import Profile

from .book import BUNDLED, SUBMARKETS, Book, Entry, Situation, read_book
from .phrases import Phrase, hints, phrases, read_phrase
from .reading import Reading
from .recognition import Hit, Recogniser
from .relations import submarket_rows
from .spelling import Spelling

SUBMARKET_HINT = 0.3
"""What a ticked submarket says about the situations it usually helps in: a hint, as a weak word."""

Row = NDArray[np.float64]

HELP, WISH = False, True
"""The two halves of the book: firms seek help, creatives wish for something of firms."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one profile says about one situation: its words, best first, and what it ticked."""

    quotes: tuple[str, ...]
    submarkets: tuple[str, ...] = ()


class _Said(NamedTuple):
    hit: Hit
    strength: float
    read: Reading


class Translator:
    """Recognises the situations of one book in profiles."""

    def __init__(self, book: Book) -> None:
        self.situations = book.situations
        self.version = book.version
        spelling = Spelling(_known_terms(book.situations))
        numbered = list(enumerate(book.situations))
        self._sides = {
            "kmu": Recogniser(
                _told(book.situations, lambda each: each.firm),
                ((n, read_phrase(e)) for n, each in numbered for e in each.never),
                spelling,
            ),
            "creative": Recogniser(
                _told(book.situations, lambda each: (*each.creative, *each.skills)),
                (),
                spelling,
            ),
        }
        self.wish = np.array([each.sought_by_creative for each in book.situations], dtype=bool)
        self._submarkets = submarket_rows(book.situations)

    def words(self, profile: Profile) -> dict[int, float]:
        """How strongly the texts of the profile speak of situations, 0 to 1, by number."""
        missed: dict[int, float] = {}
        # Many hits saturate: the chance that all of them are accidents shrinks, but none is sure.
        for said in self._said(profile).values():
            number = said.hit.situation
            missed[number] = missed.get(number, 1.0) * (1 - said.strength)
        return {number: 1 - chance for number, chance in missed.items()}

    def hints(self, submarkets: frozenset[str]) -> Row:
        """What ticked submarkets hint at, by situation; the more are ticked, the less each."""
        ticked = [name in submarkets for name in SUBMARKETS]
        if not any(ticked):
            return np.zeros(len(self.situations))
        best: Row = self._submarkets[:, ticked].max(axis=1)
        return SUBMARKET_HINT * best / np.sqrt(sum(ticked))

    def spoken(self, profile: Profile, number: int) -> Spoken:
        """What the profile says about one situation, in its own words."""
        said = [each for each in self._said(profile).values() if each.hit.situation == number]
        said.sort(key=lambda each: (-each.strength, each.hit.tokens))
        quotes = dict.fromkeys(each.read.quote(each.hit.tokens) for each in said)
        ticked = profile.submarkets if profile.kind == "creative" else frozenset()
        weights = zip(SUBMARKETS, self._submarkets[number], strict=True)
        return Spoken(tuple(quotes), tuple(name for name, weight in weights if weight and name in ticked))

    def _said(self, profile: Profile) -> dict[int, _Said]:
        """By the number of the phrase its strongest hit in any field of the profile."""
        found: dict[int, _Said] = {}
        side = self._sides.get(profile.kind)
        if side is None:
            return found
        for text, weights in _fields(profile):
            if not text:
                continue
            read = side.read(text)
            for hit in side.hits(read):
                strength = hit.strength * weights[bool(self.wish[hit.situation])]
                if strength and (hit.phrase not in found or found[hit.phrase].strength < strength):
                    found[hit.phrase] = _Said(hit, strength, read)
        return found


@lru_cache(maxsize=4)
def _translator(path: Path, stamp: tuple[int, ...]) -> Translator:
    return Translator(read_book(path))


def translator_of(path: str = "") -> Translator:
    """The book at the path (the bundled one for "") made ready; read again after an edit."""
    place = Path(path) if path else BUNDLED
    files = sorted(place.glob("*.txt")) if place.is_dir() else [place]
    return _translator(place, tuple(file.stat().st_mtime_ns for file in files))


def says_anything(profile: Profile) -> bool:
    """False for a profile without any text, skill or submarket: there is nothing to translate."""
    told = (profile.about, profile.offers, *profile.needs, *profile.skills)
    return any(text.strip() for text in told) or (
        profile.kind == "creative" and bool(profile.submarkets)
    )


Weights = Mapping[bool, float]
"""What a field counts in each half of the book."""


def _fields(profile: Profile) -> Iterator[tuple[str, Weights]]:
    """The texts of a profile with their weights.

    The special field counts fully; `about` less beside it, and fully where it is empty, since
    many write everything into one box. What is only in the opposite field counts half.
    """
    needs, offers = "\n".join(profile.needs).strip(), profile.offers.strip()
    wants, has = (HELP, WISH) if profile.kind == "kmu" else (WISH, HELP)
    about = profile.about.strip()
    yield needs, {wants: 1.0, has: 0.0 if offers or about else 0.5}
    yield offers, {has: 1.0, wants: 0.0 if needs or about else 0.5}
    yield about, {wants: 0.6 if needs else 1.0, has: 0.8 if offers else 1.0}
    for skill in sorted(profile.skills):
        yield skill, {has: 1.0, wants: 0.0}


def _told(
    situations: Iterable[Situation], side: Callable[[Situation], tuple[Entry, ...]]
) -> Iterator[tuple[int, Phrase]]:
    for number, each in enumerate(situations):
        for entry in side(each):
            yield number, read_phrase(entry)
        for phrase in hints(each, side(each)):
            yield number, phrase


def _known_terms(situations: Iterable[Situation]) -> dict[str, tuple[str, ...]]:
    told: Iterator[Phrase] = (phrase for each in situations for phrase in phrases(each))
    return {word.whole: tuple(word.terms) for phrase in told for word in phrase.words}
