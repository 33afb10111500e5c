"""The weights that a person keeps for themselves, until they go back to the rules."""

from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.matching.models import SavedFilter


def saved_filter(user: User) -> SavedFilter | None:
    return db.session.get(SavedFilter, user.id)


def save_filter(user: User, weights: Mapping[str, float], *, fair: bool) -> None:
    if saved_filter(user) is None:
        # the same button may be pressed twice at the same time
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.add(SavedFilter(user_id=user.id))
    row = db.session.get_one(SavedFilter, user.id)
    row.weights, row.fair, row.saved_at = dict(weights), fair, now()


def forget_filter(user: User) -> None:
    db.session.execute(delete(SavedFilter).where(SavedFilter.user_id == user.id))
