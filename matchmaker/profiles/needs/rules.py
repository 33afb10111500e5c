"""The life of a need: draft, published, closed or expired; and when an office looks first."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_

from matchmaker.db import now
from matchmaker.profiles.models import Need

OPEN_DAYS = 90
REMINDED_DAYS_BEFORE = 7

RADII_KM = (25.0, 60.0, 20_100.0)
"""About 30 minutes, about 60 minutes, and anywhere: half the circumference of the earth."""
ANYWHERE_KM = RADII_KM[-1]


def is_open() -> ColumnElement[bool]:
    """As `Need.is_open`, and not run out, which a job notes within half an hour."""
    counts = or_(Need.expires_at.is_(None), Need.expires_at > now())
    return and_(Need.state == "published", Need.approved.is_(True), counts)


def publish(need: Need, *, reviewed: bool) -> None:
    """Open for 90 days; `reviewed` needs wait for an office first."""
    need.state = "published"
    need.published_at = now()
    need.expires_at = now() + timedelta(days=OPEN_DAYS)
    submit(need, reviewed=reviewed)


def submit(need: Need, *, reviewed: bool) -> None:
    """Let an office look at it again, where it looks; else it is open as it is.

    What is closed or ran out waits from the moment it is open again.
    """
    need.approved = not reviewed
    need.submitted_at = now() if reviewed and need.state == "published" else None
    need.decision, need.decision_reason = None, ""


def close(need: Need) -> None:
    need.state = "closed"
    _stop_waiting(need)


def expire(need: Need) -> None:
    need.state = "expired"
    _stop_waiting(need)


def reopen(need: Need) -> None:
    """As it was before it was closed, unless its time ran out meanwhile."""
    over = need.expires_at is not None and need.expires_at <= now()
    need.state = "expired" if over else "published"
    _wait_again(need)


def renew(need: Need) -> None:
    need.state = "published"
    need.expires_at = now() + timedelta(days=OPEN_DAYS)
    _wait_again(need)


def _stop_waiting(need: Need) -> None:
    """Nobody has to look at what nobody would see."""
    if not need.approved:
        need.submitted_at = None


def _wait_again(need: Need) -> None:
    if need.state == "published" and not need.approved and need.decision is None:
        need.submitted_at = need.submitted_at or now()


def may_be_renewed(need: Need) -> bool:
    return need.expires_at is not None and need.state in ("published", "expired")
