"""The verbs of the desk: what waits, decide, take back; none of them commits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from flask import current_app
from sqlalchemy import select

from matchmaker import audit, mail
from matchmaker.accounts.access import may_accompany
from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.desk.models import Decision
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile, take_turns

UNDO = timedelta(minutes=10)
"""For so long a decision can be taken back; the person's mail waits as long."""

Item = Profile | Need
Waits = TypeVar("Waits", Profile, Need)


def kind_of(item: Item) -> str:
    return "profile" if isinstance(item, Profile) else "need"


def profile_of(item: Item) -> Profile:
    return item if isinstance(item, Profile) else item.profile


def has_desk(user: User) -> bool:
    """An office with its territory, or the administration, which helps where nobody else does."""
    return user.has_role("admin") or (user.has_role("office") and user.office is not None)


def waiting(user: User) -> list[Item]:
    """What waits where this person helps, oldest first; the territory of this moment decides."""
    found: list[Item] = [*_all_waiting(Profile), *_all_waiting(Need)]
    mine = [item for item in found if may_accompany(user, profile_of(item))]
    return sorted(mine, key=lambda item: (item.submitted_at or now(), item.uid))


def _all_waiting(model: type[Waits]) -> Sequence[Waits]:
    waits = (model.approved.is_(False), model.submitted_at.is_not(None))
    return db.session.scalars(select(model).where(*waits, model.decision.is_(None))).all()


def find(user: User, kind: str, uid: str) -> Item:
    """The profile or need, if this person helps there; raises NotFound."""
    item: Item | None = None
    if kind == "profile":
        item = db.session.scalar(select(Profile).where(Profile.uid == uid))
    elif kind == "need":
        item = db.session.scalar(select(Need).where(Need.uid == uid))
    if item is None or not has_desk(user) or not may_accompany(user, profile_of(item)):
        raise NotFound(_("Das wartet hier nicht."))
    return item


def decide(item: Item, action: str, reason: str, user: User) -> Decision | None:
    """Approve, ask back or refuse; None when somebody else was first and nothing waits."""
    _take_turns(item)
    if not item.waits or item.submitted_at is None:
        return None
    decision = Decision(
        kind=kind_of(item),
        subject_uid=item.uid,
        action=action,
        waiting_since=item.submitted_at,
        user=user,
    )
    db.session.add(decision)
    item.approved = action == "approved"
    item.decision = None if item.approved else action
    item.decision_reason = "" if item.approved else reason
    save_profile(profile_of(item))
    _record(decision, decision.action, user)
    _tell(item, decision)
    return decision


def _take_turns(item: Item) -> None:
    take_turns(profile_of(item))
    db.session.refresh(item)


def undo(decision: Decision, user: User) -> bool:
    """Back to waiting, and no mail goes out; False when it is too late or somebody was first."""
    item = find(user, decision.kind, decision.subject_uid)
    _take_turns(item)
    db.session.refresh(decision)
    if not may_be_undone(decision):
        return False
    decision.undone_at = now()
    item.approved, item.decision, item.decision_reason = False, None, ""
    item.submitted_at = decision.waiting_since
    save_profile(profile_of(item))
    mail.withdraw(_mail_key(decision))
    _record(decision, "undone", user)
    return True


def may_be_undone(decision: Decision) -> bool:
    return decision.undone_at is None and now() - decision.at < UNDO


def find_decision(user: User, uid: str) -> Decision:
    """A decision about something in this person's territory; raises NotFound."""
    decision = db.session.scalar(select(Decision).where(Decision.uid == uid))
    if decision is None:
        raise NotFound(_("Das wartet hier nicht."))
    find(user, decision.kind, decision.subject_uid)
    return decision


def _record(decision: Decision, action: str, user: User) -> None:
    subject = f"{decision.kind}:{decision.subject_uid}"
    audit.record(f"{decision.kind}.{action}", actor=f"user:{user.id}", subject=subject)


def _mail_key(decision: Decision) -> str:
    return f"decision:{decision.uid}"


def _tell(item: Item, decision: Decision) -> None:
    owner = profile_of(item).owner
    if owner is None:
        return
    db.session.flush()  # the decision gets its name
    prefix = "/en" if owner.locale == "en" else ""
    mail.send(
        owner.recipient,
        "desk/mail/decided",
        key=_mail_key(decision),
        due_at=decision.at + UNDO,
        kind=decision.kind,
        action=decision.action,
        name=profile_of(item).name,
        reason=item.decision_reason,
        address=f"{current_app.config['SETTINGS'].address}{prefix}/konto",
    )
