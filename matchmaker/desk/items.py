"""What lies on a desk: profiles and needs that wait, and what visitors report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, or_, select

from matchmaker.accounts.models import User
from matchmaker.accounts.territory import in_territory
from matchmaker.db import db
from matchmaker.desk.models import Report
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.profiles.models import Need, Profile

Item = Profile | Need | Report
MODELS: dict[str, Any] = {"profile": Profile, "need": Need, "report": Report}


class Placed(Protocol):
    @property
    def country(self) -> str: ...

    @property
    def postal_code(self) -> str | None: ...


@dataclass(frozen=True)
class Waiting:
    """Something that waits, before it is read; a desk may have thousands."""

    since: datetime
    uid: str
    kind: str


def kind_of(item: Item) -> str:
    return next(kind for kind, model in MODELS.items() if isinstance(item, model))


def profile_of(item: Item) -> Profile:
    return item if isinstance(item, Profile) else item.profile


def has_desk(user: User) -> bool:
    """An office with its territory, or the administration, which helps where nobody else does."""
    return user.has_role("admin") or (user.has_role("office") and user.office is not None)


def helps_there(user: User, subject: Placed) -> bool:
    """By territory or as administration; that something is one's own gives no desk for it."""
    if not user.is_authenticated or not user.is_active or not has_desk(user):
        return False
    if user.has_role("admin"):
        return True
    return user.office is not None and in_territory(
        user.office, subject.country, subject.postal_code
    )


def waiting(user: User, kinds: Iterable[str] = tuple(MODELS)) -> list[Waiting]:
    """What waits where this person helps, oldest first; the territory of this moment decides."""
    found = [
        Waiting(row.since, row.uid, kind)
        for kind in kinds
        for row in db.session.execute(_query(kind, user))
        if helps_there(user, row)
    ]
    return sorted(found, key=lambda each: (each.since, each.uid))


def _query(kind: str, user: User) -> Select[Any]:
    model = MODELS[kind]
    since = model.created_at if model is Report else model.submitted_at
    columns = (model.uid, since.label("since"), Profile.country, Profile.postal_code)
    query = select(*columns).select_from(model)
    if model is not Profile:
        query = query.join(Profile, Profile.id == model.profile_id)
    return query.where(*_conditions(model, user))


def _conditions(model: Any, user: User) -> Sequence[ColumnElement[bool]]:
    if model is Report:
        return (Report.decision.is_(None), _not_about(user))
    return (
        model.approved.is_(False),
        model.submitted_at.is_not(None),
        model.decision.is_(None),
    )


def _not_about(user: User) -> ColumnElement[bool]:
    """Nobody decides about, or reads, a report about themselves."""
    return or_(Profile.owner_id.is_(None), Profile.owner_id != user.id)


def read(found: Iterable[Waiting]) -> list[Item]:
    """The things themselves, in the same order."""
    wanted = list(found)
    things: dict[str, Item] = {}
    for kind, model in MODELS.items():
        uids = [each.uid for each in wanted if each.kind == kind]
        if uids:
            rows = db.session.scalars(select(model).where(model.uid.in_(uids)))
            things |= {item.uid: item for item in rows}
    return [things[each.uid] for each in wanted if each.uid in things]


def find(user: User, kind: str, uid: str) -> Item:
    """The thing itself, if this person helps there; raises NotFound."""
    model = MODELS.get(kind)
    item: Item | None = None
    if model is not None:
        item = db.session.scalar(select(model).where(model.uid == uid))
    if item is None or not helps_there(user, profile_of(item)) or _is_about(item, user):
        raise NotFound(_("Das wartet hier nicht."))
    return item


def _is_about(item: Item, user: User) -> bool:
    return isinstance(item, Report) and item.profile.owner_id == user.id
