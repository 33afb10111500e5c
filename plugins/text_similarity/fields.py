"""Which words of a profile tell what it wants, and which what it gives."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from matchmaker.scoring import Profile
from matchmaker.scoring.text import analyse, terms

from .names import things

ABOUT_BESIDE = 0.5
"""Emphasis of `about` where the special field says something; 1 where that is empty."""

SUBMARKET_NAMES = {
    "music": "Musik, music",
    "books": "Bücher, Literatur, books",
    "art": "Kunst, artist, artwork",
    "film": "Film",
    "broadcasting": "Rundfunk, Radio, Fernsehen, broadcasting",
    "performing_arts": "Theater, Tanz, performing arts",
    "design": "Design",
    "architecture": "Architektur, architecture",
    "press": "Presse, Journalismus, press",
    "advertising": "Werbung, advertising",
    "software_games": "Software, Spiele, games",
    "crafts": "Kunsthandwerk, crafts, handicraft",
}
"""What people write for the submarkets of a profile, in German and English."""

Emphasised = tuple[float, str]


class Ticked(str):
    """Words that nobody wrote: they stand for a submarket that was ticked."""

    __slots__ = ()


class Said(NamedTuple):
    """A term, and the word in which it was first written: Ticked where it was not."""

    term: str
    word: str


def wanted(profile: Profile) -> list[Emphasised]:
    """The texts that tell what the profile looks for, each with its emphasis in (0, 1].

    Of one who only says what they bring, that: it tells what they would like to be asked for.
    """
    needs = [need for need in profile.needs if need.strip()]
    if not needs and not profile.about.strip():
        return [(1.0, profile.offers), *((1.0, skill) for skill in sorted(profile.skills))]
    return [*((1.0, need) for need in needs), (ABOUT_BESIDE if needs else 1.0, profile.about)]


def given(profile: Profile) -> list[Emphasised]:
    """The texts that tell what the profile brings, each with its emphasis in (0, 1].

    Of one who only says what they look for, that: everything went into one box.
    """
    ticked = sorted(profile.skills) + [
        Ticked(SUBMARKET_NAMES[key]) for key in sorted(profile.submarkets & SUBMARKET_NAMES.keys())
    ]
    if not ticked and not profile.offers.strip() and not profile.about.strip():
        return [(1.0, need) for need in profile.needs]
    about = ABOUT_BESIDE if profile.offers.strip() else 1.0
    return [(1.0, profile.offers), (about, profile.about), *((1.0, text) for text in ticked)]


def emphases(texts: Iterable[Emphasised]) -> dict[str, float]:
    """Each term with its highest emphasis; how often it is said does not matter."""
    found: dict[str, float] = {}
    for emphasis, text in texts:
        for term in _terms(text) if text else ():
            found[term] = max(emphasis, found.get(term, 0.0))
    return found


@lru_cache(maxsize=64)
def _terms(text: str) -> tuple[str, ...]:
    """The distinct terms; remembered, since a profile is asked what it wants and what it gives."""
    return tuple(dict.fromkeys(things(terms(text))))


def written(texts: Iterable[Emphasised]) -> dict[str, tuple[float, str]]:
    """Each term with its highest emphasis, and as it was first written, Ticked where it was not."""
    found: dict[str, tuple[float, str]] = {}
    for emphasis, text in texts:
        spelt = Ticked if isinstance(text, Ticked) else str
        for token in analyse(text):
            for term in () if token.refused else things(token.terms):
                highest, surface = found.get(term, (emphasis, spelt(token.surface)))
                found[term] = max(emphasis, highest), surface
    return found
