"""The board of open needs: what stands there, also of those who do not give their name."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from matchmaker.db import db
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs import choices
from matchmaker.profiles.needs.anonymity import town_near
from matchmaker.profiles.needs.rules import is_open
from matchmaker.profiles.titles import submarket_titles
from matchmaker.profiles.visibility import audiences, listed, shown_part
from matchmaker.reference.geography import KM_PER_DEGREE

PAGE_SIZE = 30
AROUND_KM = 50.0


@dataclass(frozen=True)
class Entry:
    """One need as others read it; of a nameless one there is nothing here that tells whose."""

    kind: str
    name: str
    """Empty for a nameless need, whose `where` is a town of at least 20,000 people."""
    slug: str
    where: str
    title: str
    text: str
    wanted: Sequence[str]
    until: date | None
    budget: str
    in_return: Sequence[str]
    since: datetime | None
    invented: bool


@dataclass(frozen=True)
class Filters:
    """What the board is narrowed to; `point` is that of the place that was asked for."""

    kind: str = ""
    submarket: str = ""
    point: tuple[float, float] | None = None
    page: int = 1


@dataclass(frozen=True)
class Board:
    entries: Sequence[Entry]
    total: int
    page: int
    pages: int


def preview_of(need: Need, seen_by: str) -> Entry:
    """The need as it would stand there; for an office it stands under the name."""
    if seen_by != "nameless":
        return entry_of(need, nameless=False)
    town = town_near(need.profile)
    return replace(entry_of(need, nameless=True), where=town.name if town else "")


def entry_of(need: Need, *, nameless: bool, members: bool = False) -> Entry:
    """As visitors read it, or those who are signed in."""
    profile = shown_part(need.profile, members=members)
    named = {"name": profile.name, "slug": profile.slug, "where": profile.place or ""}
    return Entry(
        kind=profile.kind,
        **({"name": "", "slug": "", "where": need.room} if nameless else named),
        title=need.title,
        text=need.text,
        wanted=_wanted(need),
        until=need.wanted_until,
        budget=" ".join(choices.named(choices.BUDGETS, [need.budget])),
        in_return=[
            *choices.named(choices.RETURNS, need.return_kinds),
            *filter(None, [need.in_return]),
        ],
        since=need.published_at,
        invented=profile.invented,
    )


def _wanted(need: Need) -> list[str]:
    trades = choices.named(choices.TRADES, need.wanted_sectors)
    return [*submarket_titles(need.wanted_submarkets), *trades]


def open_needs(filters: Filters, *, members: bool) -> Board:
    """One page of the board, newest first; a page beyond the last is the last."""
    query = select(Need).join(Need.profile).where(*_conditions(filters, members=members))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, math.ceil(total / PAGE_SIZE))
    page = min(max(filters.page, 1), pages)
    newest = func.coalesce(Need.published_at, Need.created_at).desc()
    rows = query.order_by(newest, Need.uid).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = rows.options(contains_eager(Need.profile))
    found = [
        entry_of(need, nameless=need.seen_by == "nameless", members=members)
        for need in db.session.scalars(rows)
    ]
    return Board(found, total, page, pages)


def _conditions(filters: Filters, *, members: bool) -> Iterator[ColumnElement[bool]]:
    yield is_open()
    yield Profile.approved.is_(True)
    named = and_(Need.seen_by == "named", listed(members=members))
    yield or_(named, Need.seen_by == "nameless")
    if filters.kind:
        yield Profile.kind == filters.kind
    if filters.submarket:
        yield _asks_for(filters.submarket)
    if filters.point:
        yield from _near(*filters.point, audiences(members=members))


def _asks_for(submarket: str) -> ColumnElement[bool]:
    """Needs of firms that name the submarket, or leave it open."""
    wanted = cast(Need.wanted_submarkets, Text)
    named = wanted.contains(f'"{submarket}"', autoescape=True)
    return and_(Profile.kind == "kmu", or_(named, wanted == "[]"))


def _near(latitude: float, longitude: float, seen: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """In a square around the point. A nameless need lies in its town: no search may tell more.

    One whose owner does not show the place lies nowhere.
    """
    nameless = Need.seen_by == "nameless"
    shown = func.coalesce(Profile.field_visibility["place"].as_string(), "public")
    yield or_(nameless, shown.in_(seen))
    height = AROUND_KM / KM_PER_DEGREE
    width = height / max(math.cos(math.radians(latitude)), 0.01)
    lies = case((nameless, Need.room_latitude), else_=Profile.located_latitude)
    yield lies.between(latitude - height, latitude + height)
    lies = case((nameless, Need.room_longitude), else_=Profile.located_longitude)
    yield lies.between(longitude - width, longitude + width)
