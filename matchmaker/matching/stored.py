"""What matching stores about a person, and how it is forgotten."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy import delete, or_, select

from matchmaker import personal_data
from matchmaker.accounts.models import User
from matchmaker.db import db
from matchmaker.i18n import lazy_gettext as _
from matchmaker.matching.models import Dismissal, Tie
from matchmaker.matching.saved_filters import forget_filter, saved_filter
from matchmaker.profiles.models import Profile

Rows = list[Mapping[str, Any]]


def init_app(app: Flask) -> None:
    for name, label, collect, forget in (
        ("dismissals", _("Ausgeblendete Vorschläge"), _dismissals, _forget_dismissals),
        ("ties", _("Wen ich schon kenne"), _ties, _forget_ties),
        ("saved_filters", _("Gemerkte Gewichte"), _filters, forget_filter),
    ):
        personal_data.declare(app, personal_data.Holding(name, label, collect, forget))


def _dismissals(user: User) -> Rows:
    """Their own alone: who hid them is nobody's business."""
    return [
        {"profile": own, "hidden": other, "reason": row.reason, "at": row.at.isoformat()}
        for row, own, other in _pairs(Dismissal, user)
    ]


def _ties(user: User) -> Rows:
    """What they said; what others said of them is those others' word."""
    return [
        {"profile": own, "known": other, "at": row.at.isoformat()}
        for row, own, other in _pairs(Tie, user)
    ]


def _pairs(model: type[Dismissal] | type[Tie], user: User) -> Any:
    """Rows of the person's profiles with the slugs of both sides."""
    names = select(Profile.id, Profile.slug).subquery()
    query = select(model, Profile.slug, names.c.slug).join(Profile, model.profile_id == Profile.id)
    joined = query.join(names, model.other_id == names.c.id).where(Profile.owner_id == user.id)
    return db.session.execute(joined.order_by(Profile.slug, names.c.slug))


def _filters(user: User) -> Rows:
    row = saved_filter(user)
    return [{"weights": row.weights, "fair": row.fair}] if row else []


def _forget_dismissals(user: User) -> None:
    _forget(Dismissal, user)


def _forget_ties(user: User) -> None:
    _forget(Tie, user)


def _forget(model: type[Dismissal] | type[Tie], user: User) -> None:
    own = select(Profile.id).where(Profile.owner_id == user.id)
    either = or_(model.profile_id.in_(own), model.other_id.in_(own))
    db.session.execute(delete(model).where(either))
