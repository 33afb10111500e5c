"""Who got how much attention in the last 90 days, and how much would have been fair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Select, case, func, or_, select

from matchmaker.accounts.models import Office
from matchmaker.db import db, now
from matchmaker.matching.ledger import KEPT_DAYS
from matchmaker.matching.models import Showing
from matchmaker.profiles.access import codes_in
from matchmaker.profiles.models import Profile, ProfileFacet
from matchmaker.scoring.pricing import CAPACITY
from matchmaker.scoring.trials.metrics import gini

FEWEST = 5
"""With fewer comparable profiles all of the same kind are compared."""
TOP = 0.05
SHOWN_NAMES = 30


@dataclass(frozen=True)
class FairShare:
    """What a profile got since `since`, and what equal attention would have given it.

    `fair` is capacity · Σ suggested / Σ capacity over the `comparable` profiles, itself included:
    those of the same kind that can be suggested and share a submarket (creatives) or a section of
    the economy (firms), or all of the kind when these are fewer than FEWEST. Capacity is 1, for
    those without time now what `pricing.CAPACITY` says. `narrow` is False in the latter case.
    """

    since: date
    suggested: int
    opened: int
    asked: int
    agreed: int
    fair: float
    comparable: int
    narrow: bool


@dataclass(frozen=True)
class Concentration:
    """How attention is spread over the profiles of one kind.

    `top_share` is the part of all suggestions that went to the top 5 %; both it and `gini` are 0
    while nobody has been suggested. `never` are some of the `never_shown`, by name.
    """

    kind: str
    profiles: int
    suggested: int
    top_share: float
    gini: float
    never_shown: int
    never: Sequence[Profile]


def fair_share(profile: Profile) -> FairShare:
    today = now().date()
    since = max(today - timedelta(days=KEPT_DAYS), profile.created_at.date())
    group = _comparable(profile)
    number, capacity = _size(group)
    narrow = number >= FEWEST
    if not narrow:
        group = _proposable(profile.kind)
        number, capacity = _size(group)
    suggested = db.session.scalar(
        select(func.sum(Showing.suggested)).where(
            Showing.day >= since, Showing.profile_id.in_(group.with_only_columns(Profile.id))
        )
    )
    fair = CAPACITY.get(profile.capacity, 1.0) * float(suggested or 0) / (capacity or 1)
    return FairShare(since, *_own(profile, since), fair, number, narrow)


def concentration(office: Office | None, kind: str) -> Concentration:
    """Of the office's territory; None for everywhere."""
    people = _proposable(kind)
    if office is not None:
        people = people.where(Profile.country == "DE", Profile.postal_code.in_(codes_in(office)))
    total = func.coalesce(func.sum(Showing.suggested), 0)
    since = now().date() - timedelta(days=KEPT_DAYS)
    query = people.with_only_columns(Profile.id, total).group_by(Profile.id)
    query = query.outerjoin(
        Showing, (Showing.profile_id == Profile.id) & (Showing.day >= since)
    ).order_by(Profile.id)
    counts = np.array([number for _, number in db.session.execute(query)], dtype=np.int64)
    never = people.where(~_was_suggested(since))
    names = never.order_by(func.lower(Profile.name), Profile.id).limit(SHOWN_NAMES)
    return Concentration(
        kind,
        len(counts),
        int(counts.sum()),
        top_share(counts),
        gini(counts),
        _count(never),
        list(db.session.scalars(names)),
    )


def top_share(counts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    """The part of all that the top 5 % have, at least one of them; 0 without any."""
    total = int(counts.sum())
    best = np.sort(counts)[::-1][: ceil(TOP * len(counts))]
    return float(best.sum() / total) if total else 0.0


def _own(profile: Profile, since: date) -> tuple[int, int, int, int]:
    sums = (func.sum(getattr(Showing, name)) for name in ("suggested", "opened", "asked", "agreed"))
    row = db.session.execute(
        select(*sums).where(Showing.profile_id == profile.id, Showing.day >= since)
    ).one()
    suggested, opened, asked, agreed = (int(number or 0) for number in row)
    return suggested, opened, asked, agreed


def _proposable(kind: str) -> Select[Any]:
    """As in `candidates.may_be_proposed`."""
    return select(Profile).where(
        Profile.kind == kind,
        Profile.approved,
        Profile.visibility != "hidden",
        or_(Profile.capacity.is_(None), Profile.capacity != "closed"),
    )


def _comparable(profile: Profile) -> Select[Any]:
    facet = "submarket" if profile.kind == "creative" else "sector"
    own = select(ProfileFacet.value).where(
        ProfileFacet.profile_id == profile.id, ProfileFacet.facet == facet
    )
    if facet == "sector":  # sections: what contains all others
        own = own.where(func.length(ProfileFacet.value) == 1)
    # As values: of a query the database cannot tell how many share them, and plans badly.
    shared = list(db.session.scalars(own))
    like = select(ProfileFacet.profile_id).where(
        ProfileFacet.facet == facet, ProfileFacet.value.in_(shared)
    )
    return _proposable(profile.kind).where(Profile.id.in_(like))


def _size(people: Select[Any]) -> tuple[int, float]:
    """How many there are, and what their capacity adds up to."""
    both = people.with_only_columns(func.count(), func.sum(_capacity()))
    number, capacity = db.session.execute(both).one()
    return number, float(capacity or 0)


def _capacity() -> ColumnElement[float]:
    return case(*((Profile.capacity == name, share) for name, share in CAPACITY.items()), else_=1.0)


def _count(people: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(people.subquery())) or 0


def _was_suggested(since: date) -> ColumnElement[bool]:
    return (
        select(Showing.profile_id)
        .where(Showing.profile_id == Profile.id, Showing.day >= since, Showing.suggested > 0)
        .exists()
    )
