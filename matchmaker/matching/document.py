"""Rankings as JSON documents: the shape of `rank --json` and of the API."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from matchmaker.i18n import current_locale
from matchmaker.matching.service import Asked, Suggestion, Suggestions, answer
from matchmaker.profiles.models import Profile

SHORT = ("external_id", "slug", "kind", "name")
"""What documents call a profile by."""


@dataclass(frozen=True)
class _Written:
    """A document as it was sent: the numbers of those it proposes, and the text."""

    ids: Sequence[int]
    packed: bytes


def written(asked: Asked, write: Callable[[dict[str, Any]], bytes]) -> tuple[bytes, Sequence[int]]:
    """The document of the answer as `write` writes it, and the numbers of those it proposes.

    What was written before serves again until any profile changes, of which it tells names and
    places. Raises Refused for unusable weights.
    """
    lineup, about = asked.lineup, None if asked.lineup.ahead else asked.key
    key = write, current_locale(), *_short(asked.seeker).values(), about
    before: _Written | None = None if about is None else lineup.kept.get(key)
    if before is not None:
        return zlib.decompress(before.packed), before.ids
    found = answer(asked)
    ids = [suggestion.profile.id for suggestion in found.found]
    text = write(matches_document(found))
    if about is not None and not found.notes:
        packed = zlib.compress(text)
        lineup.kept.put(key, _Written(ids, packed), len(packed) + sum(map(getsizeof, ids)))
    return text, ids


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
