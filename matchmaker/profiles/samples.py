"""What the start page shows of what is looked for: some needs of both sides, others every day."""

from itertools import zip_longest

from sqlalchemy import ColumnElement, func, select

from matchmaker.db import db
from matchmaker.profiles.models import KINDS, Need, Profile
from matchmaker.profiles.needs.rules import is_open
from matchmaker.profiles.visibility import listed, shown_part

SHOWN = 3
STRIDE = 7919
"""A prime: from day to day somewhere else among the numbers of the profiles."""


def samples(day: int) -> list[Profile]:
    """Up to three public profiles with a need under their name, of both kinds by turns."""
    last = db.session.scalar(select(func.max(Profile.id))) or 0
    begin = day * STRIDE % (last + 1)
    both = zip_longest(*(_seeking(kind, begin) for kind in KINDS))
    return [profile for pair in both for profile in pair if profile][:SHOWN]


def _seeking(kind: str, begin: int) -> list[Profile]:
    """By their numbers from this one on, and from the first again after the last."""
    query = select(Profile).where(Profile.kind == kind, listed(members=False), _asks())
    found: list[Profile] = []
    for part in (Profile.id >= begin, Profile.id < begin):
        rows = query.where(part).order_by(Profile.id).limit(SHOWN - len(found))
        found += db.session.scalars(rows)
    return [shown_part(profile, members=False) for profile in found]


def _asks() -> ColumnElement[bool]:
    named = (Need.profile_id == Profile.id, Need.seen_by == "named")
    return select(Need.id).where(*named, is_open()).exists()
