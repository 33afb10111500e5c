"""What an office decided, so that it can be taken back for a while, and what visitors report."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    String,
    Text,
    delete,
    event,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import get_history

from matchmaker.accounts.models import User
from matchmaker.db import Base, now
from matchmaker.mail import Mail
from matchmaker.profiles.models import Need, Profile

ACTIONS = ("approved", "asked", "refused")
REPORT_ACTIONS = ("dismissed", "asked", "hidden")
MAIL_KEY = "decision:"
REASONS = ("false", "impersonation", "unlawful", "rights", "advertising", "other")


class Decision(Base):
    """One decision about a profile, a need or a report."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True, default=lambda: uuid.uuid4().hex)
    kind: Mapped[str] = mapped_column(String(10))
    """ "profile", "need" or "report"."""
    subject_uid: Mapped[str] = mapped_column(String(32), index=True)
    action: Mapped[str] = mapped_column(String(10))
    """One of ACTIONS, of a report one of REPORT_ACTIONS."""
    waiting_since: Mapped[datetime]
    """What it goes back to when the decision is taken back."""
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    corrected: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Names of the fields that the office corrected, with what stood there before."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))

    user: Mapped[User | None] = relationship()

    @property
    def mail_key(self) -> str:
        """Of the mail that tells it to the person."""
        return MAIL_KEY + self.uid


class Report(Base):
    """What somebody, with or without an account, finds wrong with a public profile."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    """Comes with the form, so that one sent twice is one report."""
    profile_id: Mapped[int] = mapped_column(
        ForeignKey("profiles.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(String(20))
    """One of REASONS."""
    text: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str | None] = mapped_column(String(255), index=True)
    """Where an answer goes, if one is wished for; nobody but the office sees it."""
    locale: Mapped[str] = mapped_column(String(2), default="de")
    created_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime | None]
    """When the owner was asked; the report waits on."""
    decision: Mapped[str | None] = mapped_column(String(10))
    """ "dismissed" or "hidden"."""
    settled_at: Mapped[datetime | None]
    """When it was dismissed or the profile was hidden."""
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What hiding the profile changed, so that it can be taken back."""

    profile: Mapped[Profile] = relationship()

    @property
    def waits(self) -> bool:
        return self.decision is None

    @property
    def submitted_at(self) -> datetime:
        return self.created_at

    @property
    def code(self) -> str:
        """What people say on the phone; beside the day it is clear enough."""
        return f"M-{self.uid[:6].upper()}"


@event.listens_for(Need, "before_delete")
@event.listens_for(Profile, "before_delete")
def _forget_decisions(_mapper: Any, connection: Connection, gone: Profile | Need) -> None:
    """A decision goes with what it was about: it may hold words that its owner wrote."""
    about = [Decision.subject_uid == gone.uid]
    if isinstance(gone, Profile):
        for model in (Need, Report):
            uids = select(model.uid).where(model.profile_id == gone.id)
            about.append(Decision.subject_uid.in_(uids))
    connection.execute(delete(Decision).where(or_(*about)))


@event.listens_for(Need, "before_update")
@event.listens_for(Profile, "before_update")
def _withdraw_overtaken(_mapper: Any, connection: Connection, item: Profile | Need) -> None:
    """Who hands something in again has read on the page what a mail that still waits would tell."""
    if item.submitted_at is None or not get_history(item, "submitted_at").added:
        return
    told = select(MAIL_KEY + Decision.uid).where(Decision.subject_uid == item.uid)
    connection.execute(delete(Mail).where(Mail.key.in_(told), Mail.sent_at.is_(None)))
