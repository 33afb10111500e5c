"""What is stored of the claims on a person's profiles, and how it is forgotten."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import delete, select

from matchmaker import personal_data
from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.claims.models import Claim
from matchmaker.profiles.models import Profile


def init_app(app: Flask) -> None:
    label = _("Übernommene Profile")
    personal_data.declare(app, personal_data.Holding("claims", label, collect, forget))


def collect(user: User) -> list[Mapping[str, Any]]:
    query = select(Claim).join(Claim.profile).where(Profile.owner_id == user.id)
    return [
        {
            "profile": claim.profile.slug,
            "created_at": claim.created_at.isoformat(),
            "used_at": claim.used_at.isoformat() if claim.used_at else None,
        }
        for claim in db.session.scalars(query.order_by(Claim.id))
    ]


def forget(user: User) -> None:
    own = select(Profile.id).where(Profile.owner_id == user.id)
    db.session.execute(delete(Claim).where(Claim.profile_id.in_(own)))
