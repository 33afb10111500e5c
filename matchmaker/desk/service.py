"""The verbs of the desk: decide, take back; none of them commits."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from matchmaker import audit, mail
from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.desk import corrections, reports
from matchmaker.desk.history import is_overtaken
from matchmaker.desk.items import Item, find, kind_of, profile_of
from matchmaker.desk.models import Decision, Report
from matchmaker.errors import NotFound
from matchmaker.i18n import gettext as _
from matchmaker.i18n import site_in
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import hold_profile, save_profile

UNDO = timedelta(minutes=10)
"""For so long a decision can be taken back; the person's mail waits as long."""


def decide(
    item: Item, action: str, words: str, user: User, texts: Mapping[str, str] | None = None
) -> Decision | None:
    """One of the actions of its kind; None when somebody else was first and nothing waits.

    `texts` are the fields as the office corrected them; they count when it approves.
    """
    _hold(item)
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
    db.session.flush()  # the decision gets its name and its moment
    if isinstance(item, Report):
        reports.settle(item, decision, words, due_at=decision.at + UNDO)
    else:
        if action == "approved":
            decision.corrected = corrections.correct(item, texts or {})
        _review(item, decision, words)
    save_profile(profile_of(item))
    _record(decision, decision.action, user, corrected=sorted(decision.corrected))
    return decision


def just_decided(item: Item, action: str, user: User) -> Decision | None:
    """The same decision of the same person, as before the second half of a double click."""
    of_it = select(Decision).where(Decision.subject_uid == item.uid)
    newest = db.session.scalar(of_it.order_by(Decision.id.desc()).limit(1))
    if newest is None or (newest.action, newest.user_id) != (action, user.id):
        return None
    return newest if may_be_undone(newest, item) else None


def _review(item: Profile | Need, decision: Decision, words: str) -> None:
    item.approved = decision.action == "approved"
    item.decision = None if item.approved else decision.action
    item.decision_reason = "" if item.approved else words
    if isinstance(item, Profile) and item.approved:
        reports.show_again(item)
    _tell(item, decision)


def _hold(item: Item) -> None:
    """Raises NotFound where its owner took it away meanwhile."""
    hold_profile(profile_of(item))
    model = type(item)
    if db.session.scalar(select(model.id).where(model.id == item.id)) is None:
        raise NotFound(_("Das wartet hier nicht."))
    db.session.refresh(item)


def undo(decision: Decision, user: User) -> bool:
    """Back to waiting, and no mail goes out; False when it is too late or decided anew."""
    item = find(user, decision.kind, decision.subject_uid)
    _hold(item)
    db.session.refresh(decision)
    if not may_be_undone(decision, item):
        return False
    decision.undone_at = now()
    if isinstance(item, Report):
        reports.reopen(item, decision)
    else:
        corrections.give_back(item, decision.corrected)
        item.approved, item.decision, item.decision_reason = False, None, ""
        closed = isinstance(item, Need) and item.state != "published"
        item.submitted_at = None if closed else decision.waiting_since
    save_profile(profile_of(item))
    mail.withdraw(decision.mail_key)
    _record(decision, "undone", user)
    return True


def may_be_undone(decision: Decision, item: Item) -> bool:
    in_time = decision.undone_at is None and now() - decision.at < UNDO
    return in_time and not is_overtaken(decision, item)


def find_decision(user: User, uid: str) -> Decision:
    """A decision about something in this person's territory; raises NotFound."""
    decision = db.session.scalar(select(Decision).where(Decision.uid == uid))
    if decision is None:
        raise NotFound(_("Das wartet hier nicht."))
    find(user, decision.kind, decision.subject_uid)
    return decision


def _record(decision: Decision, action: str, user: User, **facts: object) -> None:
    subject = f"{decision.kind}:{decision.subject_uid}"
    told = {name: value for name, value in facts.items() if value}
    audit.record(f"{decision.kind}.{action}", actor=f"user:{user.id}", subject=subject, **told)


def _tell(item: Profile | Need, decision: Decision) -> None:
    owner = profile_of(item).owner
    if owner is None:
        return
    mail.send(
        owner.recipient,
        "desk/mail/decided",
        key=decision.mail_key,
        due_at=decision.at + UNDO,
        kind=decision.kind,
        action=decision.action,
        name=profile_of(item).name,
        reason=item.decision_reason,
        corrected=bool(decision.corrected),
        address=f"{site_in(owner.locale)}/konto",
    )
