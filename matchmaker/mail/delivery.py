"""Sends what is due: by SMTP, or into files of the instance while no server is set.

At least once: a process that dies between sending and marking sends again, with the same
Message-ID. Never twice otherwise: each mail is claimed in a transaction of its own before.
"""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import CursorResult, func, select, update

from matchmaker.db import db, now, unit_of_work
from matchmaker.jobs import enqueue_after_commit, job
from matchmaker.logs import get_logger
from matchmaker.mail.message import compose, digest
from matchmaker.mail.models import Mail
from matchmaker.new_files import replace_file

TIMEOUT_SECONDS = 20
CLAIM = timedelta(minutes=5)
"""Longer than one attempt can take; a mail whose sender died is due again after it."""
DISTANCES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
"""From an attempt that failed to the next; after the last one the mail is given up."""
PORTS = {"smtp": 25, "smtps": 465}

Transport = Callable[[EmailMessage, Mail], None]


@job(every_minutes=1, at_start=True)
def deliver_mails() -> None:
    """Send every mail that is due, oldest first.

    Where nobody takes any the others wait for the next turn: each would keep all other jobs waiting
    for as long again.
    """
    transport = _transport()
    for number in _due():
        if _claim(number) and not _attempt(number, transport):
            return


def counts() -> dict[str, int]:
    """How many mails wait, were given up, and were sent."""
    states = {
        "waiting": (Mail.sent_at.is_(None), Mail.failed_at.is_(None)),
        "failed": (Mail.sent_at.is_(None), Mail.failed_at.is_not(None)),
        "sent": (Mail.sent_at.is_not(None),),
    }
    query = select(func.count()).select_from(Mail)
    return {name: db.session.scalar(query.where(*where)) or 0 for name, where in states.items()}


def unsent(limit: int) -> Sequence[Mail]:
    """Those that were given up, then those that an attempt failed for; oldest first."""
    tried = (Mail.sent_at.is_(None), Mail.problem != "")
    query = select(Mail).where(*tried).order_by(Mail.failed_at.is_(None), Mail.id)
    return db.session.scalars(query.limit(limit)).all()


def try_again(number: int | None = None) -> int:
    """Make given-up mails due at once, one or all, with all their attempts; how many they are."""
    again = update(Mail).where(Mail.sent_at.is_(None), Mail.failed_at.is_not(None))
    again = again.where(Mail.id == number) if number is not None else again
    fresh = again.values(failed_at=None, due_at=now(), attempts=0)
    changed = cast(CursorResult[Any], db.session.execute(fresh)).rowcount
    enqueue_after_commit("deliver_mails")
    return changed


def _due() -> list[int]:
    open_ones = (Mail.sent_at.is_(None), Mail.failed_at.is_(None), Mail.due_at <= now())
    due = list(db.session.scalars(select(Mail.id).where(*open_ones).order_by(Mail.id)))
    db.session.rollback()
    return due


def _claim(number: int) -> bool:
    """Whether this process may try now; nobody else does before the claim has run out."""
    open_one = (Mail.id == number, Mail.sent_at.is_(None), Mail.due_at <= now())
    claimed = update(Mail).where(*open_one).values(due_at=now() + CLAIM, attempts=Mail.attempts + 1)
    with unit_of_work():
        return cast(CursorResult[Any], db.session.execute(claimed)).rowcount == 1


def _attempt(number: int, transport: Transport) -> bool:
    """Whether somebody was there who takes mails, this one or not."""
    mail = db.session.get_one(Mail, number)
    try:
        message = compose(mail, current_app.config["SETTINGS"].address)
        db.session.rollback()  # no transaction stays open while a server takes its time
        transport(message, mail)
    except (OSError, ValueError) as error:  # those of smtplib are OSErrors
        _note_failure(number, error)
        return not _nobody_there(error)
    _note_success(number)
    return True


def _note_success(number: int) -> None:
    with unit_of_work():
        mail = db.session.get_one(Mail, number)
        mail.sent_at, mail.problem = now(), ""
        mail.address = mail.subject = mail.text = ""


def _note_failure(number: int, error: Exception) -> None:
    problem = _describe(error)
    with unit_of_work():
        mail = db.session.get_one(Mail, number)
        mail.problem = problem
        if mail.attempts > len(DISTANCES) or _is_final(error):
            mail.failed_at = now()
        else:
            mail.due_at = now() + DISTANCES[mail.attempts - 1]
        attempts = mail.attempts
    get_logger().warning("mail not sent", problem=problem, attempts=attempts)


def _nobody_there(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError)
    return isinstance(error, OSError)


def _describe(error: Exception) -> str:
    """Kind and code alone: what a server says may repeat the address."""
    codes = [getattr(error, "smtp_code", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code)])


def _is_final(error: Exception) -> bool:
    """A server that refuses this mail for good; signing in may be mended by the operator."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    refused = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    return isinstance(error, ValueError) or (refused and getattr(error, "smtp_code", 0) >= 500)


def _transport() -> Transport:
    settings = current_app.config["SETTINGS"]
    if settings.mail_url:
        return lambda message, _mail: _by_smtp(message, settings.mail_url)
    return lambda message, mail: _into_file(message, mail, settings.instance / "mail")


def _by_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    where = (parts.hostname or "", parts.port or PORTS[parts.scheme])
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
    with closing(server):
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _into_file(message: EmailMessage, mail: Mail, folder: Path) -> None:
    """A file that appears whole or not at all; a second attempt writes the same one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{mail.created_at:%Y%m%d-%H%M%S}-{digest(mail.key)[:12]}.eml"
    with replace_file(path) as file:
        file.write(message.as_bytes())
