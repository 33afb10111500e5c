"""What is stored about a person in their needs, and how it is forgotten."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import select

from matchmaker import personal_data
from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.needs.service import remove

FIELDS = (
    "title", "text", "state", "approved", "decision", "decision_reason", "seen_by", "room",
    "wanted_submarkets", "wanted_sectors", "budget", "radius_km", "return_kinds", "in_return",
)  # fmt: skip
MOMENTS = ("wanted_until", "created_at", "submitted_at", "published_at", "expires_at")


def init_app(app: Flask) -> None:
    personal_data.declare(app, personal_data.Holding("needs", _("Meine Bedarfe"), collect, forget))


def collect(user: User) -> list[Mapping[str, Any]]:
    return [_described(need) for need in _needs_of(user)]


def _described(need: Need) -> dict[str, Any]:
    moments = {name: getattr(need, name) for name in MOMENTS}
    return {
        "profile": need.profile.slug,
        **{name: getattr(need, name) for name in FIELDS},
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def forget(user: User) -> None:
    for need in _needs_of(user):
        remove(need)


def _needs_of(user: User) -> list[Need]:
    query = select(Need).join(Need.profile).where(Profile.owner_id == user.id)
    return list(db.session.scalars(query.order_by(Need.id)))
