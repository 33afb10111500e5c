"""A book made ready: what a profile says, as strengths of the book's situations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import Profile

from .book import BUNDLED, SUBMARKETS, Book, Situation, read_book
from .phrases import Phrase, phrases, read_phrase
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
    """What one profile says about one situation: strength 0 to 1, and its words, best first."""

    strength: float
    quotes: tuple[str, ...]
    submarkets: tuple[str, ...] = ()


class Translator:
    """Recognises the situations of one book in profiles."""

    def __init__(self, book: Book) -> None:
        self.situations = book.situations
        self.version = book.version
        spelling = Spelling(_known_terms(book.situations))
        numbered = list(enumerate(book.situations))
        self._sides = {
            "kmu": Recogniser(
                ((n, read_phrase(e)) for n, each in numbered for e in each.firm),
                ((n, read_phrase(e)) for n, each in numbered for e in each.never),
                spelling,
            ),
            "creative": Recogniser(
                (
                    (n, read_phrase(e))
                    for n, each in numbered
                    for e in (*each.creative, *each.skills)
                ),
                (),
                spelling,
            ),
        }
        self.wish = np.array([each.sought_by_creative for each in book.situations], dtype=bool)
        self._submarkets = submarket_rows(book.situations)

    def strengths(self, profile: Profile) -> Row:
        """How strongly the profile speaks of each situation, 0 to 1."""
        row = self._hinted(profile)
        for number, hits in self._hits(profile).items():
            row[number] = 1 - (1 - row[number]) * _missed(hits.values())
        return row

    def spoken(self, profile: Profile, number: int) -> Spoken:
        """What the profile says about one situation, in its own words."""
        hits = list(self._hits(profile).get(number, {}).values())
        hits.sort(key=lambda hit: (-hit.strength, hit.first))
        quotes = tuple(dict.fromkeys(hit.quote for hit in hits))
        hints = [
            name
            for name, weight in zip(SUBMARKETS, self._submarkets[number], strict=True)
            if weight and profile.kind == "creative" and name in profile.submarkets
        ]
        hinted = float(self._hinted(profile)[number])
        return Spoken(1 - (1 - hinted) * _missed(hits), quotes, tuple(hints))

    def _hits(self, profile: Profile) -> dict[int, dict[object, Hit]]:
        """By situation and meaning the strongest hit in any field of the profile."""
        found: dict[int, dict[object, Hit]] = {}
        side = self._sides.get(profile.kind)
        for text, weights in _fields(profile) if side else ():
            for hit in side.hits(text) if side else ():
                weight = weights[bool(self.wish[hit.situation])]
                kept = found.setdefault(hit.situation, {})
                before = kept.get(hit.meaning)
                if weight and (before is None or before.strength < hit.strength * weight):
                    kept[hit.meaning] = Hit(
                        hit.situation, hit.strength * weight, hit.quote, hit.first, hit.meaning
                    )
        return {number: hits for number, hits in found.items() if hits}

    def _hinted(self, profile: Profile) -> Row:
        """What the ticked submarkets of a creative hint at; the more ticked, the less each."""
        ticked = [name in profile.submarkets for name in SUBMARKETS]
        if profile.kind != "creative" or not any(ticked):
            return np.zeros(len(self.situations))
        best: Row = self._submarkets[:, ticked].max(axis=1)
        return SUBMARKET_HINT * best / np.sqrt(sum(ticked))


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


def _missed(hits: Iterable[Hit]) -> float:
    """The chance that all these hits are accidents: many hits saturate, none is 1."""
    return float(np.prod([1 - hit.strength for hit in hits]))


def _known_terms(situations: Iterable[Situation]) -> dict[str, tuple[str, ...]]:
    told: Iterator[Phrase] = (phrase for each in situations for phrase in phrases(each))
    return {word.whole: tuple(word.terms) for phrase in told for word in phrase.words}
