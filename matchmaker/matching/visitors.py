"""Partners for somebody without a profile: one sentence is ranked and forgotten."""

from sqlalchemy import String, cast, or_, select

from matchmaker.db import db
from matchmaker.i18n import gettext
from matchmaker.matching.service import Suggestions, suggest
from matchmaker.profiles.models import Profile


def rank_once() -> None:
    """What the first visitor would wait for: word lists and the translation book are read."""
    suggest_to_visitor("Film", "creative", None, limit=1)


def suggest_to_visitor(
    sentence: str, wanted: str, point: tuple[float, float] | None, *, limit: int
) -> Suggestions:
    """Public profiles of the wanted kind, best first; nothing of the sentence is kept."""
    latitude, longitude = point or (None, None)
    visitor = Profile(
        uid="visitor",
        external_id="",
        slug="",
        kind="kmu" if wanted == "creative" else "creative",
        name=gettext("Sie"),
        about=sentence,
        offers="",
        sectors=[],
        submarkets=[],
        skills=[],
        languages=[],
        country="DE",
        located_latitude=latitude,
        located_longitude=longitude,
        remote=False,
    )
    return suggest(visitor, limit=limit, excluded=_for_members_only())


def _for_members_only() -> frozenset[str]:
    """Those who show themselves, or something that a ranking rests on, to members alone."""
    limited = cast(Profile.field_visibility, String).contains('"members"')
    query = select(Profile.uid).where(or_(Profile.visibility == "members", limited))
    return frozenset(db.session.scalars(query))
