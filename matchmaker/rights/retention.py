"""How long what is stored: the log of actions, and accounts that nobody uses any more.

Periods are whole months of the calendar, so that they end on the day one would say.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from matchmaker import audit, mail
from matchmaker.accounts.models import User
from matchmaker.accounts.session_models import LoginSession
from matchmaker.db import db, now
from matchmaker.rights.service import erase

LOG_MONTHS = 24
WARNED_AFTER_MONTHS, ERASED_AFTER_MONTHS = 18, 24
NOTICE = timedelta(days=30)
"""Nobody goes sooner after the warning, however late that was."""


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last of that month."""
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(years, month + 1)[1])
    return moment.replace(year=years, month=month + 1, day=day)


def forget_old_actions() -> None:
    audit.forget_before(months_before(now(), LOG_MONTHS))


def warn_unused() -> None:
    """A mail to members who have not been here for long; once, until they come again."""
    for user in _unused_since(months_before(now(), WARNED_AFTER_MONTHS)):
        if user.warned_at is None:
            user.warned_at = now()
            _tell(user)


def erase_unused() -> None:
    """Members who did not come back go, with their profiles."""
    for user in _unused_since(months_before(now(), ERASED_AFTER_MONTHS)):
        if user.warned_at is not None and user.warned_at <= now() - NOTICE:
            erase(user)


def _unused_since(moment: datetime) -> Sequence[User]:
    """Confirmed members, invented ones apart, whose last use lies at or before the moment.

    Offices and the administration look after their own accounts.
    """
    used = select(func.max(LoginSession.seen_at)).where(LoginSession.user_id == User.id)
    last = func.coalesce(User.seen_at, User.confirmed_at)
    members = ~User.roles.any(name="office"), ~User.roles.any(name="admin"), ~User.invented
    query = select(User).where(User.confirmed_at.is_not(None), last <= moment, *members)
    since = used.scalar_subquery()
    return db.session.scalars(query.where((since <= moment) | since.is_(None))).all()


def _tell(user: User) -> None:
    prefix = "/en" if user.locale == "en" else ""
    assert user.warned_at is not None
    mail.send(
        user.recipient,
        "rights/mail/unused",
        key=f"unused:{user.id}:{user.warned_at:%Y%m%d}",
        address=f"{current_app.config['SETTINGS'].address}{prefix}/anmelden",
    )
