"""Rankings as JSON documents: the shape of `rank --json` and of the API."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from sqlalchemy import String, bindparam, select, type_coerce

from matchmaker.db import columns
from matchmaker.i18n import current_locale
from matchmaker.matching.kept import digest_of
from matchmaker.matching.scorers import this_moment
from matchmaker.matching.service import Asked, Suggestion, Suggestions, answer
from matchmaker.profiles.models import Profile

SHORT = ("external_id", "slug", "kind", "name")
"""What documents call a profile by."""
_TOLD = (  # made once: putting it together takes longer than running it
    select(*(getattr(Profile, name) for name in ("id", *SHORT, "place")))
    .add_columns(type_coerce(Profile.field_visibility, String))
    .where(Profile.id.in_(bindparam("ids", expanding=True)))
    .order_by(Profile.id)
)


@dataclass(frozen=True)
class _Written:
    """A document as it was sent: the numbers of those it proposes, what it tells of them, and the
    text."""

    ids: Sequence[int]
    told: bytes
    packed: bytes


def written(asked: Asked, write: Callable[[dict[str, Any]], bytes]) -> tuple[bytes, Sequence[int]]:
    """The document of the answer as `write` writes it, and the numbers of those it proposes.

    What was written before serves again as long as all in it are named as they were then. Raises
    Refused for unusable weights.
    """
    lineup, about = asked.lineup, asked.key
    key = write, current_locale(), *_short(asked.seeker).values(), about
    before: _Written | None = None if about is None else lineup.kept.get(key)
    if before is not None and before.told == _told(before.ids):
        return zlib.decompress(before.packed), before.ids
    found = answer(asked)
    ids = [suggestion.profile.id for suggestion in found.found]
    text = write(matches_document(found))
    if about is not None and not found.notes:
        told, packed = _told(ids), zlib.compress(text)
        if this_moment().last_change <= lineup.index.sequence:  # else the text may tell what was
            size = len(packed) + sum(map(getsizeof, ids))
            lineup.kept.put(key, _Written(ids, told, packed), size)
    return text, ids


def _told(ids: Sequence[int]) -> bytes:
    """A digest of what documents tell of these profiles, and of what of it they hide."""
    return digest_of([*map(tuple, columns(_TOLD, {"ids": ids}).all())])


def matches_document(suggestions: Suggestions) -> dict[str, Any]:
    """The whole ranking; never any contact data."""
    return {
        "seeker": _short(suggestions.seeker),
        "candidates": suggestions.candidates,
        "scorers": [
            {"name": scorer.name, "weight": scorer.weight, "learned": scorer.learned}
            for scorer in suggestions.scorers
        ],
        "matches": [match_document(suggestion) for suggestion in suggestions.found],
    }


def match_document(suggestion: Suggestion) -> dict[str, Any]:
    match = suggestion.match
    return {
        "rank": suggestion.rank,
        "profile": _short(suggestion.profile) | {"place": suggestion.profile.place},
        "score": match.score,
        "for_seeker": match.for_seeker,
        "for_candidate": match.for_candidate,
        "adjustment": match.adjustment,
        "parts": [_part(suggestion, number) for number in range(len(match.parts))],
    }


def _short(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in SHORT}


def _part(suggestion: Suggestion, number: int) -> dict[str, Any]:
    part = suggestion.match.parts[number]
    return {
        "scorer": part.scorer,
        "weight_for_seeker": part.weight_for_seeker,
        "weight_for_candidate": part.weight_for_candidate,
        "for_seeker": part.for_seeker,
        "for_candidate": part.for_candidate,
        "contribution": part.contribution,
        "reasons": _reasons(suggestion, part.scorer),
    }


def _reasons(suggestion: Suggestion, scorer: str) -> list[dict[str, Any]]:
    """Those of both sides, each once: what holds in both directions is a reason for both."""
    distinct: list[dict[str, Any]] = []
    for told in suggestion.told:
        reason = {"code": told.code, "facts": told.facts, "text": told.text}
        if told.scorer == scorer and reason not in distinct:
            distinct.append(reason)
    return distinct
