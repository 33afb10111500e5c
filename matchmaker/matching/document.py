"""Rankings as JSON documents: the shape of `rank --json` and of the API."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from sys import getsizeof
from typing import Any, cast

from sqlalchemy import bindparam, select

from matchmaker.db import columns
from matchmaker.i18n import current_locale
from matchmaker.matching.kept import digest_of
from matchmaker.matching.service import Asked, Suggestion, Suggestions, answer
from matchmaker.profiles.models import Profile
from matchmaker.profiles.visibility import shown_part

SHORT = ("external_id", "slug", "kind", "name")
"""What documents call a profile by."""
_NAMED = attrgetter("uid", "place", *SHORT)
_TOLD = select(  # made once: putting it together takes longer than running it
    *(getattr(Profile, name) for name in (*SHORT, "place", "field_visibility", "id", "uid"))
).where(Profile.uid.in_(bindparam("uids", expanding=True)))


@dataclass(frozen=True)
class _Written:
    """A document as it was sent: whom it proposes, by uid, how it names them, and the text."""

    proposed: Sequence[str]
    named: bytes
    packed: bytes


def written(asked: Asked, write: Callable[[dict[str, Any]], bytes]) -> tuple[bytes, list[Profile]]:
    """The document of the answer as `write` writes it, and whom it proposes.

    What was written before serves again as long as all in it are named as they were then. Raises
    Refused for unusable weights.
    """
    lineup, about = asked.lineup, asked.key
    key = write, current_locale(), *_short(asked.seeker).values(), about
    before: _Written | None = None if about is None else lineup.kept.get(key)
    if before is not None:
        people = _people(before.proposed)
        if before.named == _naming(people):
            return zlib.decompress(before.packed), people
    found = answer(asked)
    people = [suggestion.profile for suggestion in found.found]
    text = write(matches_document(found))
    if about is not None and not found.notes:
        proposed, packed = [profile.uid for profile in people], zlib.compress(text)
        size = len(packed) + sum(map(getsizeof, proposed))
        lineup.kept.put(key, _Written(proposed, _naming(people), packed), size)
    return text, people


def _people(uids: Sequence[str]) -> list[Profile]:
    """Of the profiles what documents tell of them, in this order; to be read alone."""
    found = {row.uid: row for row in columns(_TOLD, {"uids": uids}).all()}
    return [shown_part(cast(Profile, found[uid]), members=True) for uid in uids if uid in found]


def _naming(people: Iterable[Profile]) -> bytes:
    return digest_of(list(map(_NAMED, people)))


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
