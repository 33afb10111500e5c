"""What was decided about somebody's profiles and needs, for them to read and to take along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.desk.corrections import name_of
from matchmaker.desk.items import Item, profile_of
from matchmaker.desk.models import Decision, Report
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import profiles_of

SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Correction:
    """One approval with words that the office changed before it."""

    item: Profile | Need
    at: datetime
    fields: list[tuple[object, str, str]]
    """Name of each field, what stood there before, and what stands there now."""


def corrected_lately(items: Iterable[Item]) -> list[Correction]:
    """The newest first; those of the last thirty days that were not taken back."""
    own: dict[str, Profile | Need] = {
        item.uid: item for item in items if not isinstance(item, Report)
    }
    recent = (Decision.action == "approved", Decision.at > now() - SHOWN)
    rows = _decisions(own, *recent, Decision.undone_at.is_(None))
    return [
        Correction(own[row.subject_uid], row.at, _fields(own[row.subject_uid], row))
        for row in reversed(rows)
        if row.corrected
    ]


def _fields(item: Profile | Need, decision: Decision) -> list[tuple[object, str, str]]:
    return [
        (name_of(item, name), before, getattr(item, name, ""))
        for name, before in decision.corrected.items()
    ]


def is_overtaken(decision: Decision, item: Item) -> bool:
    """Whether taking this back would undo what the office or the person did since."""
    if _is_written_anew(decision, item):
        return True
    same = [Decision.subject_uid == decision.subject_uid]
    if decision.kind == "profile" or decision.action == "hidden":
        profile = profile_of(item)
        reports = select(Report.uid).where(Report.profile_id == profile.id)
        hidden = and_(Decision.action == "hidden", Decision.subject_uid.in_(reports))
        same += [Decision.subject_uid == profile.uid, hidden]
    later = select(Decision.id).where(Decision.id > decision.id, Decision.undone_at.is_(None))
    return db.session.scalar(later.where(or_(*same)).limit(1)) is not None


def _is_written_anew(decision: Decision, item: Item) -> bool:
    """It waits again already, or its owner wrote over words that the office had corrected."""
    if isinstance(item, Report):
        return False
    if item.submitted_at is not None and item.submitted_at > decision.at:
        return True
    return isinstance(item, Profile) and bool(decision.corrected) and item.updated_at > decision.at


def decisions_about(user: User) -> Sequence[Decision]:
    """Of profiles and needs; what is decided about a report stands with the report."""
    profiles = profiles_of(user)
    needs = [need.uid for profile in profiles for need in profile.needs]
    return _decisions([*(profile.uid for profile in profiles), *needs])


def _decisions(uids: Iterable[str], *which: ColumnElement[bool]) -> Sequence[Decision]:
    of_them = select(Decision).where(Decision.subject_uid.in_(list(uids)), *which)
    return db.session.scalars(of_them.order_by(Decision.at)).all()


def reports_about(user: User) -> Sequence[Report]:
    owned = select(Report).join(Profile).where(Profile.owner_id == user.id)
    return db.session.scalars(owned.order_by(Report.id)).all()


def reports_by(address: str) -> Sequence[Report]:
    sent = select(Report).where(Report.address == address.lower())
    return db.session.scalars(sent.order_by(Report.id)).all()
