"""Queued mail, text first: written in the unit of work that causes it, sent by a job."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, db, now


@dataclass(frozen=True)
class Recipient:
    """Where a mail goes, in which language, and whether German says du."""

    address: str
    locale: str = "de"
    informal: bool = False


class Mail(Base):
    """One mail, waiting or sent; a sent one keeps neither address nor text."""

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
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(200), default="")
    """Why the last attempt failed, without addresses."""
    sent_at: Mapped[datetime | None]


def send(recipient: Recipient, template: str, *, key: str, **facts: Any) -> None:
    """Queue a mail in the current unit of work; a key that is there already queues nothing.

    `template` as in "accounts/mail/confirm": the file with ".de.txt" or ".en.txt" holds the
    subject in its first line, an empty line, and the text; it may use `du` and all `facts`.
    """
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return
    written = render_template(f"{template}.{recipient.locale}.txt", du=recipient.informal, **facts)
    subject, _, text = written.strip().partition("\n")
    db.session.add(
        Mail(
            key=key,
            address=recipient.address,
            subject=" ".join(subject.split()),
            text=text.strip() + "\n",
            locale=recipient.locale,
        )
    )
