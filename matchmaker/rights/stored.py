"""Mails and the log of actions, as far as they are about a person."""

from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, select

from matchmaker import audit
from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.i18n import lazy_gettext as _
from matchmaker.mail import Mail
from matchmaker.personal_data import Holding, declare
from matchmaker.profiles.service import profiles_of

Parts = list[Mapping[str, Any]]


def init_app(app: Flask) -> None:
    declare(app, Holding("mails", _("Mails an Sie, die noch warten"), _mails, _forget, _files))
    declare(app, Holding("actions", _("Protokoll"), _actions, _forget_actions))


def _mails(user: User) -> Parts:
    """Sent ones keep neither address nor text."""
    query = select(Mail).where(Mail.address == user.email).order_by(Mail.created_at)
    return [
        {"subject": each.subject, "text": each.text, "created": each.created_at.isoformat()}
        for each in db.session.scalars(query)
    ]


def _forget(user: User) -> None:
    db.session.execute(delete(Mail).where(Mail.address == user.email))


def _files(user: User) -> list[Path]:
    """Mails that were written into files because no server is set."""
    folder = Path(current_app.config["SETTINGS"].instance) / "mail"
    return [path for path in sorted(folder.glob("*.eml")) if user.email in _recipients(path)]


def _recipients(path: Path) -> list[str]:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    to = message["To"]
    return [address.addr_spec for address in to.addresses] if to is not None else []


def _actions(user: User) -> Parts:
    return [
        {
            "at": each.at.isoformat(),
            "action": each.action,
            "by_yourself": each.actor == f"user:{user.id}",
            "facts": each.facts,
        }
        for each in audit.entries_about(_names(user))
    ]


def _forget_actions(user: User) -> None:
    audit.forget(_names(user))


def _names(user: User) -> list[str]:
    own = profiles_of(user)
    needs = [need for profile in own for need in profile.needs]
    return [
        f"user:{user.id}",
        *(f"profile:{profile.uid}" for profile in own),
        *(f"need:{need.uid}" for need in needs),
    ]
