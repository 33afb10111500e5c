"""Public contact points of the creative industries: whom to ask where no office helps."""

import functools
from dataclasses import dataclass

from matchmaker.reference.places import Place, distance_km, locate
from matchmaker.reference.tables import read_table

AS_OF = "2026-11"
"""Month in which the list was last put together; pages show it."""
NEAR_KM = 60.0
"""So far a contact point of one region is worth a call."""


@dataclass(frozen=True)
class ContactPoint:
    """``reach`` is ``region``, ``state`` or ``country``; ``state`` a key such as SN, or empty.

    ``certainty`` is ``high``, ``medium`` or ``low``: whether the entry should be checked first.
    """

    name: str
    country: str
    state: str
    reach: str
    place: str
    website: str
    certainty: str


def contact_points(where: Place, limit: int = 3) -> tuple[ContactPoint, ...]:
    """Those for a place, regional ones first, nearest first; of the whole country without any."""
    own = [point for point in _all() if point.country == where.country]
    near = [(km, point) for point in own if (km := _km(point, where)) <= NEAR_KM]
    regional = [point for _, point in sorted(near, key=lambda pair: pair[0])]
    of_state = [each for each in own if each.reach == "state" and each.state == where.state]
    of_country = [each for each in own if each.reach == "country"]
    return tuple((regional + of_state or of_country)[:limit])


def _km(point: ContactPoint, where: Place) -> float:
    """How far a regional one is; none other is near."""
    middle = _middle(point.country, point.place) if point.reach == "region" else None
    if middle is None:
        return float("inf")
    return distance_km(middle.latitude, middle.longitude, where.latitude, where.longitude)


@functools.cache
def _middle(country: str, place: str) -> Place | None:
    return locate(country, None, place)


@functools.cache
def _all() -> tuple[ContactPoint, ...]:
    return tuple(ContactPoint(**row) for row in read_table("contact_points.csv"))
