"""Profiles of an invented country as rows of the database."""

from collections.abc import Iterator
from typing import Any

from matchmaker.scoring.index import Entry


def row(number: int, entry: Entry) -> dict[str, Any]:
    """The profile as a row of the database."""
    profile = entry.profile
    plain = ("kind", "about", "offers", "employees", "radius_km", "remote", "country", "capacity")
    lists = ("sectors", "submarkets", "skills", "languages")
    return {
        **{name: getattr(profile, name) for name in plain},
        **{name: sorted(getattr(profile, name)) for name in lists},
        "id": number,
        "uid": profile.id,
        "external_id": entry.tie_key,
        "slug": entry.tie_key,
        "name": entry.tie_key,
        "located_latitude": profile.latitude,
        "located_longitude": profile.longitude,
        "approved": True,
        "invented": True,
    }


def needs(number: int, entry: Entry) -> Iterator[dict[str, Any]]:
    for text in entry.profile.needs:
        yield {"profile_id": number, "text": text}
