"""The weights that a person keeps for themselves, until they go back to the rules."""

from collections.abc import Mapping

from sqlalchemy import delete

from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.matching.models import SavedFilter


def saved_filter(user: User) -> SavedFilter | None:
    return db.session.get(SavedFilter, user.id)


def save_filter(user: User, weights: Mapping[str, float], *, fair: bool) -> None:
    row = saved_filter(user) or SavedFilter(user_id=user.id)
    row.weights, row.fair, row.saved_at = dict(weights), fair, now()
    db.session.add(row)


def forget_filter(user: User) -> None:
    db.session.execute(delete(SavedFilter).where(SavedFilter.user_id == user.id))
