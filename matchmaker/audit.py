"""The log of sensitive actions: who did what to what, and when. It holds no contact data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, db, now

ERASED = "erased"
"""Stands where somebody was named who has been erased."""
COMMAND = "command"
"""The actor of what is done at the command line, where nobody signs in."""


class AuditEntry(Base):
    """One sensitive action; rows are added and removed by age, and lose the names of the erased."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor: Mapped[str] = mapped_column(String(80), index=True)
    """Who acted: "user:17", COMMAND or "job"."""
    action: Mapped[str] = mapped_column(String(40))
    """As in "profile.approved": the thing and what happened to it."""
    subject: Mapped[str] = mapped_column(String(80), default="", index=True)
    """As in "profile:" and its uid, "user:17", "office:" and its slug."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Numbers, keys and the names of changed fields; never what somebody wrote, no contact."""


def record(action: str, *, actor: str, subject: str = "", **facts: Any) -> None:
    """Note an action in the unit of work that does it, so that both are kept or neither."""
    db.session.add(AuditEntry(action=action, actor=actor, subject=subject, facts=facts))


def entries_about(names: Sequence[str]) -> Sequence[AuditEntry]:
    """What was done by or to any of these, oldest first."""
    either = or_(AuditEntry.actor.in_(names), AuditEntry.subject.in_(names))
    return db.session.scalars(select(AuditEntry).where(either).order_by(AuditEntry.id)).all()


def newest(*, about: str = "", before: int | None = None, limit: int = 100) -> Sequence[AuditEntry]:
    """Newest first: of one actor or subject if given, and older than the entry `before`."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if about:
        query = query.where(or_(AuditEntry.actor == about, AuditEntry.subject == about))
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return db.session.scalars(query).all()


def forget(names: Sequence[str]) -> None:
    """Take these names out of the log; that something was done stays."""
    for column in (AuditEntry.actor, AuditEntry.subject):
        nameless = update(AuditEntry).where(column.in_(names))
        db.session.execute(nameless.values({column: ERASED, AuditEntry.facts: {}}))


def forget_before(moment: datetime) -> None:
    db.session.execute(delete(AuditEntry).where(AuditEntry.at < moment))
