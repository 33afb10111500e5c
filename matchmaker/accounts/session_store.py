"""Sessions kept on a connection of their own, so that none ends up in a request's unit of work.

A session is never written while the request still holds its transaction: SQLite has one writer.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from matchmaker.accounts.models import User
from matchmaker.accounts.service import digest
from matchmaker.accounts.session_models import LoginSession
from matchmaker.db import CLOCK_TOLERANCE, db, now, writing

LONGEST = timedelta(days=30)
LONGEST_IDLE = timedelta(days=7)
BEFORE_SIGN_IN = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Found:
    """A session that counts: its data, and whether its last use is to be noted again."""

    data: str
    stale: bool


def find(key: str) -> Found | None:
    """The session of a cookie; one that does not count any more is removed on sight."""
    query = (
        select(LoginSession, User.active, User.confirmed_at)
        .outerjoin(User, User.id == LoginSession.user_id)
        .where(LoginSession.digest == digest(key))
        .with_only_columns(
            LoginSession.user_id,
            LoginSession.seen_at,
            LoginSession.expires_at,
            LoginSession.data,
            User.active,
            User.confirmed_at,
        )
    )
    with db.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    if row.user_id is not None and not (row.active and row.confirmed_at):
        _remove(LoginSession.user_id == row.user_id)
        return None
    if not _counts(row):
        end(key)
        return None
    return Found(row.data, row.user_id is not None and now() - row.seen_at > SEEN_EVERY)


def _counts(row: Any) -> bool:
    moment = now()
    return (
        moment < row.expires_at
        and moment - row.seen_at < LONGEST_IDLE
        and row.seen_at - moment < CLOCK_TOLERANCE  # else the clock went back: prolongs none
    )


def is_over() -> ColumnElement[bool]:
    """Whose time is up, or who has not been seen for too long; as in `_counts`."""
    moment = now()
    return or_(LoginSession.expires_at <= moment, LoginSession.seen_at <= moment - LONGEST_IDLE)


def begin(person: str | None, browser: str, data: str) -> str | None:
    """A new session under a new random value, which is returned; None if the person is gone."""
    key, moment = secrets.token_urlsafe(32), now()
    with writing(), db.engine.begin() as connection:
        user_id = None
        if person is not None:
            user_id = connection.scalar(select(User.id).where(User.fs_uniquifier == person))
            if user_id is None:
                return None
        values = {
            "digest": digest(key),
            "uid": secrets.token_hex(16),
            "user_id": user_id,
            "created_at": moment,
            "seen_at": moment,
            "expires_at": moment + (BEFORE_SIGN_IN if user_id is None else LONGEST),
            "browser": browser,
            "data": data,
        }
        connection.execute(insert(LoginSession).values(values))
    return key


def keep(key: str, data: str) -> bool:
    """Store the data; False when the session was ended meanwhile, which revives nothing."""
    changed = update(LoginSession).where(LoginSession.digest == digest(key))
    with writing(), db.engine.begin() as connection:
        return connection.execute(changed.values(data=data, seen_at=now())).rowcount > 0


def end(key: str) -> None:
    _remove(LoginSession.digest == digest(key))


def _remove(condition: Any) -> None:
    with writing(), db.engine.begin() as connection:
        connection.execute(delete(LoginSession).where(condition))
