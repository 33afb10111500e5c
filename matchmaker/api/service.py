"""What the API reads that no other slice asks for; knows no request."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from matchmaker.api.access import Reader
from matchmaker.db import db
from matchmaker.errors import NotFound
from matchmaker.profiles.directory import PAGE_SIZE
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.rules import is_open
from matchmaker.profiles.service import visible_profile
from matchmaker.profiles.visibility import listed

MISSING = "This profile does not exist."
"""The same sentence for what is not there and for what is not theirs."""
_OF_SLUG = (  # made once: putting it together takes longer than running it
    select(Profile).where(Profile.slug == bindparam("slug")).options(joinedload(Profile.needs))
)


@dataclass(frozen=True)
class NeedsFound:
    needs: list[Need]
    total: int
    page: int
    pages: int


def shown_profile(slug: str, reader: Reader) -> Profile:
    """The profile if it is listed for the reader or theirs to accompany; raises NotFound."""
    try:
        return visible_profile(slug, members=reader.is_member)
    except NotFound:
        return accompanied_profile(slug, reader)


def accompanied_profile(slug: str, reader: Reader) -> Profile:
    """The profile if it is the reader's, or their office's by territory; raises NotFound."""
    profile = db.session.scalars(_OF_SLUG, {"slug": slug}).unique().one_or_none()
    if profile is None or not reader.accompanies(profile):
        raise NotFound(MISSING)
    return profile


def published_needs(*, members: bool, kind: str | None, page: int) -> NeedsFound:
    """One page of the published needs of listed profiles, newest first."""
    joined = select(Need).join(Need.profile).where(*_conditions(members=members, kind=kind))
    total = db.session.scalar(select(func.count()).select_from(joined.subquery())) or 0
    pages = max(1, math.ceil(total / PAGE_SIZE))
    query = joined.order_by(Need.created_at.desc(), Need.id.desc())
    query = query.options(contains_eager(Need.profile).selectinload(Profile.needs))
    found = db.session.scalars(query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return NeedsFound(list(found), total, page, pages)


def _conditions(*, members: bool, kind: str | None) -> Iterator[ColumnElement[bool]]:
    yield is_open()
    yield Need.seen_by == "named"
    yield listed(members=members)
    if kind:
        yield Profile.kind == kind
