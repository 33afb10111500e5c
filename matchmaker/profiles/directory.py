"""The directory: profiles found by words, facets and distance, the same on every database."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select, func, literal, select

from matchmaker.db import db
from matchmaker.profiles.models import Profile, ProfileFacet, ProfileWord, SearchWord
from matchmaker.profiles.visibility import is_shown, listed, shown_part
from matchmaker.reference.geography import KM_PER_DEGREE, distance_km
from matchmaker.scoring.text import analyse, is_misspelt

PAGE_SIZE = 30
MOST_WORDS = 12
"""Analysed words of a query that count; more would not find more, but cost time."""
MOST_POINTS = 2_000
LIKENESS = 75
"""Smallest likeness (0 to 100) at which an unknown word is taken for a known one."""
MOST_LIKE = 100
"""Words likest to a misspelt one of which the first that the reader may know is taken."""
TOWN_DIGITS = 2
"""Of degrees on the map, about a kilometre: a point stands for a town, and for no front door."""


@dataclass(frozen=True)
class DirectoryQuery:
    """What somebody looks for; `radius_km` counts from the given point."""

    words: str = ""
    kind: str | None = None
    submarket: str | None = None
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    page: int = 1


@dataclass(frozen=True)
class DirectoryPage:
    profiles: list[Profile]
    total: int
    page: int
    pages: int
    corrections: dict[str, str] = field(default_factory=dict)
    """Words that nobody uses, with the word that was looked for instead."""


@dataclass(frozen=True)
class MapPoint:
    slug: str
    name: str
    kind: str
    latitude: float
    longitude: float
    place: str = ""
    """Name of the town as the profile tells it; may be empty."""


def search_directory(query: DirectoryQuery, *, members: bool) -> DirectoryPage:
    """One page of the listed profiles, best first with words, nearest first around a place."""
    words, corrections = _search_words(query.words, members=members)
    if query.words.strip() and not words:
        return DirectoryPage([], 0, 1, 1, corrections)
    ids = _found_ids(query, words, members=members)
    total = len(ids)
    pages = max(1, math.ceil(total / PAGE_SIZE))
    page = min(max(query.page, 1), pages)
    shown = ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return DirectoryPage(_load(shown, members=members), total, page, pages, corrections)


def map_points(query: DirectoryQuery, *, members: bool) -> list[MapPoint]:
    """Up to MOST_POINTS of the found profiles that have a place."""
    words, _ = _search_words(query.words, members=members)
    if query.words.strip() and not words:
        return []
    ids = _found_ids(query, words, members=members)[:MOST_POINTS]
    return [
        MapPoint(
            item.slug,
            item.name,
            item.kind,
            round(latitude, TOWN_DIGITS),
            round(longitude, TOWN_DIGITS),
            item.place or "",
        )
        for item in _load(ids, members=members)
        if (latitude := item.located_latitude) is not None
        and (longitude := item.located_longitude) is not None
    ]


def kind_counts(*, members: bool) -> dict[str, int]:
    """How many listed profiles there are of each kind."""
    shown = listed(members=members)
    kinds = select(Profile.kind, func.count()).where(shown).group_by(Profile.kind)
    return dict(db.session.execute(kinds).all())


def submarket_counts(*, members: bool) -> dict[str, int]:
    """How many listed profiles there are of each submarket."""
    submarkets = (
        select(ProfileFacet.value, func.count())
        .join(Profile, Profile.id == ProfileFacet.profile_id)
        .where(ProfileFacet.facet == "submarket", *_seen(ProfileFacet, members=members))
        .where(listed(members=members))
        .group_by(ProfileFacet.value)
    )
    return dict(db.session.execute(submarkets).all())


def _seen(
    model: type[ProfileFacet] | type[ProfileWord], *, members: bool
) -> list[ColumnElement[bool]]:
    """Facets and words of fields that this reader may see."""
    return [] if members else [model.for_members.is_(False)]


def _search_words(text: str, *, members: bool) -> tuple[list[list[int]], dict[str, str]]:
    """For each word typed the numbers of the analysed words that answer it, and corrections.

    A compound is answered by its whole or by its parts; a word nobody uses by the likest one.
    Whatever was read as another word is told.
    """
    tokens = [token for token in analyse(text) if token.terms][:MOST_WORDS]
    numbers = _numbers({term for token in tokens for term in token.terms})
    found: list[list[int]] = []
    corrections: dict[str, str] = {}
    for token in tokens:
        known = [numbers[term] for term in token.terms if term in numbers]
        told = known and not is_misspelt(token.surface)
        if not told and (likest := _likest_word(token.terms[0], members=members)):
            corrections[token.surface], number = likest
            known = sorted({*known, number})
        if known:
            found.append(known)
    return found, corrections


def _numbers(words: Iterable[str]) -> dict[str, int]:
    query = select(SearchWord.word, SearchWord.id).where(SearchWord.word.in_(sorted(words)))
    return dict(db.session.execute(query).all())


def _likest_word(term: str, *, members: bool) -> tuple[str, int] | None:
    """The known word likest to a misspelt one, among those that begin with the same letter.

    A word that stands only where this reader may not look is not known.
    """
    if len(term) < 4:
        return None
    alike = SearchWord.word.between(term[0], term[0] + "\U0010ffff")
    known = select(SearchWord.word, SearchWord.shown, SearchWord.id).where(alike)
    rows = db.session.execute(known.order_by(SearchWord.word)).all()
    words = [row.word for row in rows]
    near = process.extract(term, words, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=MOST_LIKE)
    likest = [rows[place] for _word, _likeness, place in near]
    read = _read_by([row.id for row in likest], members=members)
    return next(((row.shown, row.id) for row in likest if row.id in read), None)


def _read_by(numbers: list[int], *, members: bool) -> set[int]:
    """Those of the words that stand where this reader may look."""
    stands = (
        select(ProfileWord.word_id)
        .join(Profile, Profile.id == ProfileWord.profile_id)
        .where(ProfileWord.word_id == SearchWord.id, listed(members=members))
        .where(*_seen(ProfileWord, members=members))
        .exists()
    )
    query = select(SearchWord.id).where(SearchWord.id.in_(numbers), stands)
    return set(db.session.scalars(query))


class FoundIds(Sequence[int]):
    """Numbers of the profiles that a statement finds, in its order; read as far as asked for."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement

    def __len__(self) -> int:
        counted = self._statement.order_by(None).subquery()
        return db.session.scalar(select(func.count()).select_from(counted)) or 0

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        start, stop = place.start or 0, place.stop
        return list(db.session.scalars(self._statement.offset(start).limit(stop - start)))


def _found_ids(query: DirectoryQuery, words: list[list[int]], *, members: bool) -> Sequence[int]:
    filters = _filters(query, members=members)
    statement = select(Profile.id).where(listed(members=members), *filters)
    if words:
        statement = _ordered_by_words(statement, words, members=members)
    else:
        statement = statement.order_by(func.lower(Profile.name), Profile.external_id)
    if query.latitude is not None and query.longitude is not None and query.radius_km is not None:
        return _within_radius(statement, query, by_distance=not words, members=members)
    # With words to count takes as long as to order; without, everybody may be found.
    return list(db.session.scalars(statement)) if words else FoundIds(statement)


def _filters(query: DirectoryQuery, *, members: bool) -> Iterable[ColumnElement[bool]]:
    if query.kind:
        yield Profile.kind == query.kind
    for facet, value in (("submarket", query.submarket), ("sector", query.sector)):
        if value:
            holders = select(ProfileFacet.profile_id).where(
                ProfileFacet.facet == facet,
                ProfileFacet.value == value,
                *_seen(ProfileFacet, members=members),
            )
            yield Profile.id.in_(holders)


def _ordered_by_words(
    statement: Select[Any], words: list[list[int]], *, members: bool
) -> Select[Any]:
    """Those that hold most of the words first, then those that hold them most tellingly."""
    each = []
    for numbers in words:
        each.append(
            select(
                ProfileWord.profile_id.label("profile_id"),
                func.max(ProfileWord.weight).label("weight"),
                literal(1).label("held"),
            )
            .where(ProfileWord.word_id.in_(numbers), *_seen(ProfileWord, members=members))
            .group_by(ProfileWord.profile_id)
        )
    held = each[0].union_all(*each[1:]).subquery()
    summed = (
        select(
            held.c.profile_id,
            func.sum(held.c.held).label("held"),
            func.sum(held.c.weight).label("weight"),
        )
        .group_by(held.c.profile_id)
        .subquery()
    )
    return statement.join(summed, summed.c.profile_id == Profile.id).order_by(
        summed.c.held.desc(), summed.c.weight.desc(), Profile.external_id
    )


def _within_radius(
    statement: Select[Any], query: DirectoryQuery, *, by_distance: bool, members: bool
) -> list[int]:
    """A box in the database, the circle here: not every SQLite can do trigonometry."""
    latitude, longitude, radius = query.latitude, query.longitude, query.radius_km
    assert latitude is not None
    assert longitude is not None
    assert radius is not None
    height = radius / KM_PER_DEGREE
    width = height / max(0.05, math.cos(math.radians(latitude)))
    columns = (Profile.located_latitude, Profile.located_longitude, Profile.field_visibility)
    box = statement.add_columns(*columns).where(
        Profile.located_latitude.between(latitude - height, latitude + height),
        Profile.located_longitude.between(longitude - width, longitude + width),
    )
    found = [
        (distance, profile_id)
        for profile_id, lat, lon, limited in db.session.execute(box)
        if is_shown(limited, "place", members=members)
        and (distance := distance_km(latitude, longitude, lat, lon)) <= radius
    ]
    if by_distance:
        found.sort(key=lambda item: round(item[0], 1))
    return [profile_id for _, profile_id in found]


def _load(ids: Sequence[int], *, members: bool) -> list[Profile]:
    """What this reader may see of the profiles, in the order of the numbers."""
    profiles = {
        profile.id: shown_part(profile, members=members)
        for profile in db.session.scalars(select(Profile).where(Profile.id.in_(ids)))
    }
    return [profiles[profile_id] for profile_id in ids if profile_id in profiles]
