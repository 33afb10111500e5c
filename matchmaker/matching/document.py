"""Rankings as JSON documents: the shape of `rank --json` and of the API."""

from typing import Any

from matchmaker.matching.service import Suggestion, Suggestions
from matchmaker.profiles.models import Profile


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
    return {name: getattr(profile, name) for name in ("external_id", "slug", "kind", "name")}


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
