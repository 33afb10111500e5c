"""Tells those who lead at a place that somebody reported a profile there, once an hour at most."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from matchmaker import mail
from matchmaker.accounts.leading import offices_helping
from matchmaker.accounts.models import Role, User
from matchmaker.db import db, now, take_turns
from matchmaker.desk.items import waiting
from matchmaker.desk.models import Report
from matchmaker.i18n import site_in

APART = timedelta(hours=1)
TURNS = 2_904_518
"""A number of our own among PostgreSQL's advisory locks."""


def tell_of_report(report: Report) -> None:
    """A mail to everybody at the leading office, or to the administration where there is nobody.

    It names neither profile nor words, which may be erased before it is read; the card has both.
    What comes within the hour is told together at its end: the mail that waits is written anew.
    """
    take_turns(db.session(), TURNS)  # else of reports that come together none knows of the others
    for person in _people_for(report):
        begin = _begin(person)
        mail.send(
            person.recipient,
            "desk/mail/reported",
            key=f"{begin}{report.uid}",
            due_at=_next_turn(begin),
            code=report.code,
            number=_number_for(person),
            address=f"{site_in(person.locale)}/schreibtisch/report/{report.uid}",
        )


def withdraw_when_settled(report: Report) -> None:
    """A mail that still waits says nothing new to those for whom no report waits any more."""
    for person in _people_for(report):
        before = mail.newest(_begin(person))
        if before is not None and not _number_for(person):
            mail.withdraw(before.key)


def _begin(person: User) -> str:
    return f"reported:{person.id}:"


def _number_for(person: User) -> int:
    return len(waiting(person, ["report"]))


def _next_turn(begin: str) -> datetime:
    before = mail.newest(begin)
    if before is None:
        return now()
    if before.sent_at is None and before.attempts == 0 and before.due_at > now():
        mail.withdraw(before.key)
        return before.due_at
    return max(now(), (before.sent_at or before.due_at) + APART)


def _people_for(report: Report) -> Sequence[User]:
    """Never the one whom the profile belongs to: nobody reads a report about themselves."""
    profile = report.profile
    leading = offices_helping(profile.country, profile.postal_code)[:1]
    at_its_desk = User.office_id.in_([office.id for office in leading])
    people = _with_role("office", profile.owner_id).where(at_its_desk)
    return (
        db.session.scalars(people).all()
        or db.session.scalars(_with_role("admin", profile.owner_id)).all()
    )


def _with_role(name: str, owner_id: int | None) -> Select[User]:
    people = select(User).where(User.active, User.roles.any(Role.name == name))
    return people.where(User.id != owner_id) if owner_id is not None else people
