"""How long what is kept: exact to the day, and repeated without another effect."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from matchmaker import audit
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user, find_user
from matchmaker.accounts.session_models import LoginSession
from matchmaker.audit import AuditEntry
from matchmaker.db import db, unit_of_work
from matchmaker.rights.retention import months_before
from matchmaker.rights.tasks import keep_no_longer_than_needed
from tests.accounts.signing_in import mails

TODAY = datetime(2028, 8, 31, 12, tzinfo=UTC)


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2028, 8, 31, tzinfo=UTC), 18, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 24, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2028, 1, 5, tzinfo=UTC), 1, datetime(2027, 12, 5, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(moment: datetime, months: int, before: datetime) -> None:
    assert months_before(moment, months) == before


def test_the_log_is_kept_for_two_years(app: Flask) -> None:
    for name, moment in (("old", datetime(2026, 8, 30, tzinfo=UTC)), ("young", TODAY)):
        with unit_of_work():
            audit.record(name, actor="job")
            db.session.flush()
            entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == name)).one()
            entry.at = moment
    with at(TODAY):
        keep_no_longer_than_needed()
        keep_no_longer_than_needed()
    assert db.session.scalars(select(AuditEntry.action)).all() == ["young"]


def somebody(last: datetime, role: str = "member") -> User:
    with unit_of_work():
        user = create_user("jens@example.org", role)
        user.seen_at = user.confirmed_at = last
    return user


def test_whoever_does_not_come_back_is_warned_once_and_goes_after_two_years(app: Flask) -> None:
    last = datetime(2026, 8, 15, 9, tzinfo=UTC)
    somebody(last)
    seen = []
    for moment in (
        datetime(2028, 2, 14, 12, tzinfo=UTC),
        datetime(2028, 2, 15, 12, tzinfo=UTC),
        datetime(2028, 8, 14, 12, tzinfo=UTC),
        datetime(2028, 8, 15, 12, tzinfo=UTC),
    ):
        with at(moment):
            keep_no_longer_than_needed()
            keep_no_longer_than_needed()
        seen.append((len(mails("jens@example.org")), find_user("jens@example.org") is not None))
        db.session.rollback()
    assert seen == [(0, True), (1, True), (1, True), (0, False)]


def test_a_session_that_still_lives_is_a_use_as_well(app: Flask) -> None:
    """Warned, back without a new sign-in, away again: there is another warning and another wait."""
    user = somebody(datetime(2026, 8, 15, 9, tzinfo=UTC))
    with at(datetime(2028, 2, 15, 12, tzinfo=UTC)):
        keep_no_longer_than_needed()
    with unit_of_work():
        session = LoginSession(digest="d" * 64, user_id=user.id, data="", browser="")
        session.seen_at = datetime(2028, 3, 1, 9, tzinfo=UTC)
        session.expires_at = datetime(2032, 1, 1, tzinfo=UTC)
        db.session.add(session)
    seen = []
    for moment in (datetime(2028, 8, 15, 12, tzinfo=UTC), datetime(2030, 3, 1, 12, tzinfo=UTC)):
        with at(moment):
            keep_no_longer_than_needed()
        seen.append((len(mails("jens@example.org")), find_user("jens@example.org") is not None))
        db.session.rollback()
    assert seen == [(1, True), (2, True)]


def test_nobody_goes_without_a_months_notice(app: Flask) -> None:
    somebody(TODAY - timedelta(days=1500))
    with at(TODAY):
        keep_no_longer_than_needed()
    assert find_user("jens@example.org") is not None
    with at(TODAY + timedelta(days=30)):
        keep_no_longer_than_needed()
    assert find_user("jens@example.org") is None


def test_an_office_looks_after_its_own_accounts(app: Flask) -> None:
    somebody(TODAY - timedelta(days=1500), "admin")
    for days in (0, 31):
        with at(TODAY + timedelta(days=days)):
            keep_no_longer_than_needed()
    assert find_user("jens@example.org") is not None
