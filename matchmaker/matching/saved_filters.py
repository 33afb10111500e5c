"""The weights that a person keeps for themselves, until they go back to the rules."""

from collections.abc import Mapping

from sqlalchemy import delete

from matchmaker.accounts.models import User
from matchmaker.accounts.service import hold_account
from matchmaker.db import db, now
from matchmaker.matching.models import SavedFilter


def saved_filter(user: User) -> SavedFilter | None:
    return db.session.get(SavedFilter, user.id)


def save_filter(user: User, weights: Mapping[str, float], *, fair: bool) -> None:
    hold_account(user)  # the same button may be pressed twice at the same time
    row = saved_filter(user)
    if row is None:
        row = SavedFilter(user_id=user.id)
        db.session.add(row)
    row.weights, row.fair, row.saved_at = dict(weights), fair, now()


def forget_filter(user: User) -> None:
    hold_account(user)
    db.session.execute(delete(SavedFilter).where(SavedFilter.user_id == user.id))
