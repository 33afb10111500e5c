"""The simplified outline of Germany and its neighbours, for maps drawn on the server."""

import functools
import json
from collections.abc import Iterable

from matchmaker.reference.tables import read_bytes

Ring = list[tuple[float, float]]


def outlines(countries: Iterable[str]) -> dict[str, list[Ring]]:
    """Country code → its closed rings of (longitude, latitude) in degrees.

    Germany and its neighbours, accurate to a few kilometres; an unknown country is left out.
    """
    known = _all()
    return {country: known[country] for country in countries if country in known}


@functools.cache
def _all() -> dict[str, list[Ring]]:
    rings: dict[str, list[list[list[float]]]] = json.loads(read_bytes("outlines.json.gz"))
    return {
        country: [[(longitude, latitude) for longitude, latitude in ring] for ring in its_rings]
        for country, its_rings in rings.items()
    }
