"""What people write to the operator about barriers: kept until it is done, at most 90 days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import String, Text, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import audit
from matchmaker.accounts.models import User
from matchmaker.db import Base, db, now, unit_of_work
from matchmaker.i18n import lazy_gettext as _
from matchmaker.jobs import job
from matchmaker.personal_data import Holding, declare

KEPT = timedelta(days=90)


class Feedback(Base):
    """One message about a barrier; an address only if somebody wants an answer."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    """The name its form came with: sent twice, it is kept once."""
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    text: Mapped[str] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(String(255), index=True)

    @property
    def mailto(self) -> str:
        """A link to write there; what follows a "?" in it could name further recipients."""
        return f"mailto:{quote(self.address or '', safe='@')}"


@dataclass(frozen=True)
class Message:
    uid: str
    text: str
    address: str | None


def init_app(app: Flask) -> None:
    declare(app, Holding("feedback", _("Ihre Rückmeldungen"), _told, _forget))


def receive(message: Message) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Feedback(**vars(message)))
    except IntegrityError:  # sent twice, maybe at the same time to another worker
        return
    audit.record("feedback.received", actor="visitor")


def waiting() -> Sequence[Feedback]:
    """Oldest first: two weeks is what the statement promises."""
    return db.session.scalars(select(Feedback).order_by(Feedback.at, Feedback.id)).all()


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Feedback)) or 0


def done(uid: str, *, actor: str) -> bool:
    """Forget a message; whether it was there. Its number may be that of a later one by now."""
    message = db.session.scalar(select(Feedback).where(Feedback.uid == uid))
    if message is None:
        return False
    db.session.delete(message)
    audit.record("feedback.done", actor=actor)
    return True


@job(every_minutes=60)
def forget_old_feedback() -> None:
    with unit_of_work():
        db.session.execute(delete(Feedback).where(Feedback.at < now() - KEPT))


def _theirs(user: User) -> Any:
    return Feedback.address == user.email.lower()


def _told(user: User) -> list[Mapping[str, Any]]:
    messages = db.session.scalars(select(Feedback).where(_theirs(user)).order_by(Feedback.id))
    return [
        {"at": each.at.isoformat(), "text": each.text, "address": each.address} for each in messages
    ]


def _forget(user: User) -> None:
    db.session.execute(delete(Feedback).where(_theirs(user)))
