"""How long what is stored: the log of actions, and accounts that nobody uses any more.

Periods are whole months of the calendar, so that they end on the day one would say.
"""

from calendar import monthrange
from datetime import datetime, timedelta

from sqlalchemy import func, select

from matchmaker import audit, mail
from matchmaker.accounts.models import Role, User
from matchmaker.accounts.session_models import LoginSession
from matchmaker.db import db, now
from matchmaker.i18n import site_in
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
    for user, used in _unused_since(months_before(now(), WARNED_AFTER_MONTHS)):
        if _warned_at(user, used) is None:
            user.warned_at = now()
            _tell(user)


def erase_unused() -> None:
    """Members who did not come back go, with their profiles."""
    for user, used in _unused_since(months_before(now(), ERASED_AFTER_MONTHS)):
        warned_at = _warned_at(user, used)
        if warned_at is not None and warned_at <= now() - NOTICE:
            erase(user)


def _warned_at(user: User, used: datetime) -> datetime | None:
    """Since the last use: whoever comes back in a session that still lives is no longer warned."""
    return user.warned_at if user.warned_at is not None and user.warned_at > used else None


def _unused_since(moment: datetime) -> list[tuple[User, datetime]]:
    """Confirmed members whose last use lies at or before the moment, and when that was.

    Offices and the administration look after their own accounts; invented people stay.
    """
    sessions = select(LoginSession.user_id, func.max(LoginSession.seen_at).label("at"))
    used = sessions.group_by(LoginSession.user_id).subquery()
    query = select(User, used.c.at).outerjoin(used, used.c.user_id == User.id)
    others = User.roles.any(Role.name.in_(("office", "admin")))
    query = query.where(User.confirmed_at <= moment, ~others, ~User.invented)
    last = [
        (user, max(filter(None, (user.confirmed_at, user.seen_at, session))))
        for user, session in db.session.execute(query).all()
    ]
    return [(user, used) for user, used in last if used <= moment]


def _tell(user: User) -> None:
    mail.send(
        user.recipient,
        "rights/mail/unused",
        key=f"unused:{user.id}:{user.warned_at:%Y%m%d}",
        address=f"{site_in(user.locale)}/anmelden",
    )
