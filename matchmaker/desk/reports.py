"""The verbs of reports: receive, settle, take back; none of them commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import audit, mail
from matchmaker.db import db, now
from matchmaker.desk.models import Decision, Report
from matchmaker.desk.notices import tell_of_report, withdraw_when_settled
from matchmaker.errors import NotFound, Refused
from matchmaker.i18n import gettext as _
from matchmaker.i18n import site_in
from matchmaker.mail import Recipient
from matchmaker.profiles.models import Profile

KEPT = timedelta(days=30)
HIDDEN = ("visibility", "approved", "decision", "decision_reason")
"""What hiding a profile changes."""


@dataclass(frozen=True)
class Complaint:
    """A report as somebody sent it; `uid` is the name its form came with."""

    uid: str
    reason: str
    text: str
    address: str | None
    locale: str


def receive(profile: Profile, sent: Complaint) -> Report:
    """Keep it for the desk; the same form again gives the report that is there."""
    report = Report(profile_id=profile.id, **vars(sent))
    try:
        with db.session.begin_nested():
            db.session.add(report)
    except IntegrityError:  # sent twice, maybe at the same time to another worker
        return find_receipt(sent.uid)
    audit.record("report.received", actor="visitor", subject=f"report:{report.uid}")
    tell_of_report(report)
    return report


def find_receipt(uid: str) -> Report:
    """Raises NotFound."""
    report = db.session.scalar(select(Report).where(Report.uid == uid))
    if report is None:
        raise NotFound(_("Diese Meldung gibt es nicht."))
    return report


def settle(report: Report, decision: Decision, words: str, *, due_at: datetime) -> None:
    """Hide the profile, dismiss the report, or ask the owner; mails wait until `due_at`."""
    if decision.action == "asked":
        if report.profile.owner is None:
            raise Refused(_("Dieses Profil gehört noch niemandem, den Sie fragen könnten."))
        report.asked_at = now()
    else:
        report.decision, report.settled_at = decision.action, decision.at
        withdraw_when_settled(report)
    if decision.action == "hidden":
        _hide(report, words)
    _tell_owner(report, decision, words, due_at)
    _answer(report, decision, due_at)


def _hide(report: Report, words: str) -> None:
    """Out of every list until its owner hands it in again and an office approves."""
    profile = report.profile
    report.before = {name: getattr(profile, name) for name in HIDDEN}
    profile.visibility, profile.approved = "hidden", False
    profile.decision, profile.decision_reason = "refused", words


def reopen(report: Report, decision: Decision) -> None:
    mail.withdraw(_answer_key(decision))
    if decision.action == "asked":
        report.asked_at = None
        return
    report.decision = report.settled_at = None
    for name, value in report.before.items():
        setattr(report.profile, name, value)
    report.before = {}


def show_again(profile: Profile) -> None:
    """What an office hid and an office approves again is seen by whom it was seen before.

    Once: who hides themselves afterwards stays hidden.
    """
    hidden = select(Report).where(Report.profile_id == profile.id, Report.decision == "hidden")
    reports = db.session.scalars(hidden.order_by(Report.id)).all()
    seen = [each.before["visibility"] for each in reports if "visibility" in each.before]
    if seen and profile.visibility == "hidden":
        profile.visibility = seen[0]
    for report in reports:
        rest = {name: value for name, value in report.before.items() if name != "visibility"}
        report.before = rest


def forget_reporters() -> int:
    """Who reported is nobody's business any more a month after it was settled."""
    settled = (Report.settled_at < now() - KEPT, Report.address.is_not(None))
    reports = db.session.scalars(select(Report).where(*settled)).all()
    for report in reports:
        report.address = None
    return len(reports)


def _tell_owner(report: Report, decision: Decision, words: str, due_at: datetime) -> None:
    owner = report.profile.owner
    if owner is None or decision.action == "dismissed":
        return
    mail.send(
        owner.recipient,
        f"desk/mail/report_{decision.action}",
        key=decision.mail_key,
        due_at=due_at,
        name=report.profile.name,
        reason=words,
        address=f"{site_in(owner.locale)}/konto",
    )


def _answer(report: Report, decision: Decision, due_at: datetime) -> None:
    if report.address is None or decision.action == "asked":
        return
    mail.send(
        Recipient(report.address, report.locale),
        "desk/mail/report_answered",
        key=_answer_key(decision),
        due_at=due_at,
        code=report.code,
        name=report.profile.name,
        hidden=decision.action == "hidden",
        address=f"{site_in(report.locale)}/netzwerke",
    )


def _answer_key(decision: Decision) -> str:
    return f"answer:{decision.uid}"
