"""The queue of mails, a table: what is queued shares the fate of what caused it."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, now


class Mail(Base):
    """One mail, waiting, failed or sent; a sent one keeps neither address nor text."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What the mail is about, so that the same is never queued twice; makes the Message-ID."""
    address: Mapped[str] = mapped_column(String(255), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(2), default="de")
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    """Not before this moment; a mail that is being sent is due again when that must have ended."""
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(200), default="")
    """Why the last attempt failed, without addresses."""
    failed_at: Mapped[datetime | None]
    """When it was given up; it stays for the administration."""
    sent_at: Mapped[datetime | None]
