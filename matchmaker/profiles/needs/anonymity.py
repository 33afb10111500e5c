"""What keeps a nameless need nameless: a town in place of the place, and a look at the words."""

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import select

from matchmaker.accounts.models import Municipality
from matchmaker.db import db
from matchmaker.profiles.models import Need, Profile
from matchmaker.reference.places import Place, places_near
from matchmaker.reference.sectors import find_sectors
from matchmaker.scoring.text import rarity, terms_for_search
from matchmaker.web.texts import host_of

FEWEST_PEOPLE = 20_000
SHORTEST_NAME = 4
"""Shorter parts of a name stand in too many other words."""
SHORTEST_OWN = 2
COMMON_NAME = 0.45
"""Up to this rarity a part of a name is an everyday word: "Werkstatt", "Holz"."""
_ENDINGS = ("", "s", "e", "er", "ern")

_CONTACT = (
    re.compile(r"(?<![\w.+-])[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\.[\w-]+)+", re.I),
    re.compile(r"(?:https?://|www\.)\S+", re.I),
    re.compile(r"(?<![\w-])[\w-]{2,}\.(?:de|com|net|org|eu|info|at|ch|io|shop|art|design)\b", re.I),
    re.compile(r"(?<!\w)(?:\+|00|0)\s?\d[\d\s/().\u2010-\u2015-]{5,}\d"),
)
_DAYS_AND_TIMES = re.compile(r"(?:\d{1,2}\.\d\d(?:\.(?:\d\d(?:\d\d)?)?)?[\s\u2010-\u2015-]*)+")
"""As in "01.03.2027" and "09.00 - 12.00", which a number of a telephone would look like."""
_LEGAL_FORMS = {"gmbh", "mbh", "ohg", "gbr", "kg", "ag", "ug", "e.k.", "e.v.", "und", "and"}


def choose_room(need: Need, profile: Profile) -> None:
    """Keep with the need the town of at least 20,000 people that is nearest to the profile."""
    town = town_near(profile)
    need.room = town.name if town else ""
    need.room_latitude = town.latitude if town else None
    need.room_longitude = town.longitude if town else None


def town_near(profile: Profile) -> Place | None:
    """The nearest one large enough; None where the profile has no place, or nothing is near."""
    latitude, longitude = profile.located_latitude, profile.located_longitude
    if latitude is None or longitude is None:
        return None
    official = _official_population() if profile.country == "DE" else {}
    if not official:
        return places_near(latitude, longitude, FEWEST_PEOPLE, profile.country)
    return places_near(
        latitude,
        longitude,
        min_population=0,
        suits=lambda place: official.get((place.name, place.state or ""), 0) >= FEWEST_PEOPLE,
    )


def _official_population() -> dict[tuple[str, str], int]:
    """Of each large municipality, by its name without "Stadt" and its state, if there is a file."""
    query = select(Municipality.name, Municipality.state, Municipality.population)
    large = db.session.execute(query.where(Municipality.population >= FEWEST_PEOPLE))
    return {(name.partition(",")[0].strip(), state): people for name, state, people in large}


def telling_words(need: Need, profile: Profile) -> list[str]:
    """The words of a need by which others would know whose it is, as they stand there."""
    text = "\n".join((need.title, need.text, need.in_return))
    found = [match.group().strip() for pattern in _CONTACT for match in pattern.finditer(text)]
    found = [match for match in found if not _DAYS_AND_TIMES.fullmatch(match)]
    words = _words(text)
    found += [own for own in _own_words(profile) if _stands_in(own, words)]
    return list(dict.fromkeys(found))


def _own_words(profile: Profile) -> Iterator[str]:
    """Name, telling parts of the name, place, postal code, website, phone and address."""
    yield profile.name
    for part in re.split(r"[\s&/,()+–-]+", profile.name):
        if len(part) >= SHORTEST_NAME and part.lower() not in _LEGAL_FORMS and _is_rare(part):
            yield part
    place = profile.place or ""
    yield place
    yield from (part for part in re.split(r"[\s/,()-]+", place) if len(part) >= SHORTEST_NAME)
    yield profile.postal_code or ""
    yield host_of(profile.website or "").rsplit(".", 1)[0]
    yield profile.phone or ""
    yield profile.email or ""


def _is_rare(part: str) -> bool:
    """Whether it is neither an everyday word nor the name of a trade."""
    if find_sectors(part, limit=1):
        return False
    terms = terms_for_search(part)
    return not terms or max(rarity(term) for term in terms) > COMMON_NAME


def _stands_in(own: str, text: list[str]) -> bool:
    """Whether the words stand there one after the other, the last one also with an ending."""
    wanted = _words(own)
    if not wanted or len("".join(wanted)) < SHORTEST_OWN:
        return False
    *first, last = wanted
    spellings = {last + ending for ending in _ENDINGS}
    return any(
        text[start : start + len(first)] == first and text[start + len(first)] in spellings
        for start in range(len(text) - len(first))
    )


def _words(text: str) -> list[str]:
    """Words without case and accents; "ae" is as good as "ä"."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(mark for mark in folded if not unicodedata.combining(mark))
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        letters = letters.replace(pair, letter)
    return re.findall(r"[^\W_]+", letters)
