"""Queued mail, text first: written in the unit of work that causes it, sent by a job."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker.db import db, now
from matchmaker.jobs import enqueue_after_commit
from matchmaker.mail import delivery  # noqa: F401 - declares the job
from matchmaker.mail.models import Mail

__all__ = ["Mail", "Recipient", "newest", "send", "withdraw"]

LONGEST_SUBJECT = 200
LINE_ENDS = re.compile(r"[\s\u2028\u2029\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Recipient:
    """Where a mail goes, in which language, and whether German says du."""

    address: str
    locale: str = "de"
    informal: bool = False


def send(
    recipient: Recipient, template: str, *, key: str, due_at: datetime | None = None, **facts: Any
) -> None:
    """Queue a mail in the current unit of work; a key that is there already queues nothing, also
    where another request puts it there at the same moment.

    Sent as soon as possible, or from `due_at` on.

    `template` as in "accounts/mail/confirm": the file with ".de.txt" or ".en.txt" holds the
    subject in its first line, an empty line, and the text; it may use `du` and all `facts`.
    """
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return
    written = render_template(f"{template}.{recipient.locale}.txt", du=recipient.informal, **facts)
    subject, _, text = written.strip().partition("\n")
    queued = Mail(
        key=key,
        address=recipient.address,
        subject=LINE_ENDS.sub(" ", subject).strip()[:LONGEST_SUBJECT],
        text=text.strip() + "\n",
        locale=recipient.locale,
        due_at=due_at or now(),
    )
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(queued)
    enqueue_after_commit("deliver_mails")


def newest(beginning: str) -> Mail | None:
    """The mail that was queued last of those whose keys begin like that, sent or not."""
    alike = select(Mail).where(Mail.key.startswith(beginning, autoescape=True))
    return db.session.scalar(alike.order_by(Mail.id.desc()).limit(1))


def withdraw(key: str) -> None:
    """Let a mail that still waits never be sent."""
    db.session.execute(delete(Mail).where(Mail.key == key, Mail.sent_at.is_(None)))
