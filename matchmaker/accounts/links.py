"""Links in mails: proof of an address, once and for a while; only digests are stored."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select

from matchmaker.accounts.access import speak_to
from matchmaker.accounts.models import User
from matchmaker.accounts.service import digest, hold_account
from matchmaker.accounts.session_models import AccountLink
from matchmaker.db import CLOCK_TOLERANCE, db, in_time, now

LASTS = {
    "confirm": timedelta(days=7),
    "reset": timedelta(minutes=60),
    "old_address": timedelta(days=1),
    "new_address": timedelta(days=1),
}

JUST_NOW = timedelta(minutes=1)


def issue(purpose: str, user: User | None, *, address: str = "", then: str = "") -> str:
    """A new link's secret; earlier ones of the same person and purpose count no more."""
    if user is not None:
        withdraw(user, purpose)
    token = secrets.token_urlsafe(32)
    db.session.add(
        AccountLink(
            digest=digest(token),
            purpose=purpose,
            user_id=user.id if user else None,
            address=address,
            then=then,
            expires_at=now() + LASTS[purpose],
        )
    )
    return token


def is_new(user: User, purpose: str, address: str = "") -> bool:
    """Whether one was issued just now: its mail is on the way, and another would end it."""
    link = waiting(user, purpose)
    if link is None or link.address != address:
        return False
    if_now = now() + LASTS[purpose]
    return if_now - JUST_NOW < link.expires_at <= if_now + CLOCK_TOLERANCE


def withdraw(user: User, *purposes: str) -> None:
    of_theirs = delete(AccountLink).where(AccountLink.user_id == user.id)
    db.session.execute(of_theirs.where(AccountLink.purpose.in_(purposes)))


def find(token: str, *purposes: str) -> AccountLink | None:
    """The link if it counts: known, of this purpose, in time, of an account that is open.

    The page speaks to its person from then on.
    """
    owner = db.session.scalar(select(User).join(AccountLink).where(_counts(token, purposes)))
    if owner is None:
        return None
    hold_account(owner)  # whoever is using it up at this moment
    link = db.session.scalar(select(AccountLink).where(_counts(token, purposes)))
    if link is None or link.user is None or not link.user.active:
        return None
    speak_to(link.user)
    return link


def _counts(token: str, purposes: Sequence[str]) -> ColumnElement[bool]:
    of_a_kind = (
        and_(AccountLink.purpose == purpose, in_time(AccountLink.expires_at, LASTS[purpose]))
        for purpose in purposes
    )
    return and_(AccountLink.digest == digest(token), or_(*of_a_kind))


def waiting(user: User, purpose: str) -> AccountLink | None:
    query = select(AccountLink).where(
        AccountLink.user_id == user.id, AccountLink.purpose == purpose
    )
    return db.session.scalar(query)
