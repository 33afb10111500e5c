"""How near two partners are: for a visit, a shared workshop, a regional value chain."""

import copy
import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Reason, Scorer, Scores

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

NEIGHBOURHOOD_KM = 15.0
"""Up to here the way does not matter; with a small `half_km`, up to half of it."""

FURTHEST_HALF_KM = 20_000.0
"""Half the way around the Earth: nothing is farther away."""

BORDER = 0.8
"""What a national border between the two leaves: other law and funding, no hindrance as such."""

RADIUS_SLACK = 0.25
SHORTEST_SLACK_KM = 5.0
"""Every further quarter of the stated radius, and at least 5 km, beyond it halves the rating."""

PRESENCE = np.array([1.0, 0.8, 0.5])
"""How much distance counts when none, one or both of the two also work remotely."""

Column = NDArray[np.float64]


class Locality(Scorer):
    """Nearer partners rate higher, by great-circle distance.

    With d in km and n = min(15, half_km / 2) the decay is 1 up to n, then
    2^(-(d - n) / (half_km - n)): continuous, never rising, one half at `half_km`. A distance
    beyond the radius that the rating side stated is dampened once more, softly; so the two
    directions differ where the radii do. A border between them leaves 80 %. Remote work on one
    side makes all this count for 80 %, on both for 50 %, and the rest is granted.

    NaN where a place is missing or impossible, unless both work remotely: then a mild 0.5.

    Parameters
    ----------
    half_km : float above 0, up to 20,000
        The distance in kilometres at which a partner counts half.
    """

    name = "locality"
    label = {"de": "Nähe", "en": "Nearness"}
    reasons = {
        "next_door": {
            "de": "Weniger als 1 km voneinander entfernt",
            "en": "Less than 1 km apart",
        },
        "near": {"de": "Nah beieinander: {km:.0f} km", "en": "Close to each other: {km:.0f} km"},
        "away": {"de": "{km:.0f} km voneinander entfernt", "en": "{km:.0f} km apart"},
        "beyond_radius": {
            "de": "Mit {km:.0f} km weiter als der gewünschte Umkreis von {radius:.0f} km",
            "en": "At {km:.0f} km farther than the preferred radius of {radius:.0f} km",
        },
        "remote_both": {
            "de": "Beide arbeiten auch aus der Ferne zusammen",
            "en": "Both also work remotely",
        },
        "remote_one": {
            "de": "Eine Seite arbeitet auch aus der Ferne",
            "en": "One side also works remotely",
        },
        "border": {
            "de": "Zwischen beiden liegt eine Staatsgrenze",
            "en": "There is a national border between the two",
        },
    }

    def __init__(self, half_km: float = 40.0) -> None:
        number = isinstance(half_km, int | float) and not isinstance(half_km, bool)
        if not (number and 0 < half_km <= FURTHEST_HALF_KM):
            raise ValueError(
                f"half_km must be a number of kilometres above 0 and up to 20000, not {half_km!r}"
            )
        self.half_km = half_km

    def fit(self, pool: Pool) -> Self:
        """Lay the pool out in columns; nothing is learnt from it."""
        self.pool_ = pool
        self.places_ = _Places.of(pool)
        return self

    def score(self, seeker: Profile) -> Scores:
        return self._rate(seeker, self.places_, _radius(seeker))

    def score_back(self, seeker: Profile) -> Scores:
        return self._rate(seeker, self.places_, self.places_.radius)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        places = _Places.of(Pool([candidate]))
        score = float(self._rate(seeker, places, _radius(seeker))[0])
        if math.isnan(score):
            return Explanation(ABSTAIN)
        return Explanation(score, self._reasons(seeker, places))

    def rebase(self, pool: Pool) -> Self:
        return copy.copy(self).fit(pool)

    def _rate(self, seeker: Profile, places: "_Places", radius: "float | Column") -> Scores:
        km = places.km_to(seeker)
        worth = self._decay(km) * _within(km, radius)
        worth[places.across_border(seeker)] *= BORDER
        presence = PRESENCE[places.remote + int(seeker.remote)]
        rated = 1 - presence * (1 - worth)
        both_remote = places.remote & seeker.remote
        rated[both_remote & np.isnan(km)] = 1 - PRESENCE[2]
        return rated.astype(np.float32)

    def _decay(self, km: Column) -> Column:
        near = min(NEIGHBOURHOOD_KM, self.half_km / 2)
        return np.exp2(-np.maximum(km - near, 0) / (self.half_km - near))

    def _reasons(self, seeker: Profile, places: "_Places") -> tuple[Reason, ...]:
        """Of one pair; `places` holds the candidate alone."""
        km, remote = float(places.km_to(seeker)[0]), bool(places.remote[0])
        told = [*self._distance_reasons(km, _radius(seeker))]
        if remote and seeker.remote:
            told.append(Reason("remote_both"))
        elif remote or seeker.remote:
            told.append(Reason("remote_one"))
        if places.across_border(seeker)[0]:
            told.append(Reason("border"))
        return tuple(told)

    def _distance_reasons(self, km: float, radius: float) -> tuple[Reason, ...]:
        if math.isnan(km):
            return ()
        if km < 1:
            return (Reason("next_door", km=round(km, 1)),)
        distance = Reason("near" if km <= self.half_km else "away", km=round(km, 1))
        if km <= radius:
            return (distance,)
        return (distance, Reason("beyond_radius", km=round(km, 1), radius=radius))


@dataclass(frozen=True, slots=True)
class _Places:
    """A pool in columns; x, y, z are unit vectors of the places, NaN where unknown."""

    x: Column
    y: Column
    z: Column
    radius: Column
    remote: NDArray[np.bool_]
    country: NDArray[np.str_]

    @classmethod
    def of(cls, pool: Pool) -> "_Places":
        radius = np.where(pool.radius_km >= 0, pool.radius_km, np.inf)
        country = np.array([_country(profile) for profile in pool], dtype="U8")
        return cls(*_on_sphere(pool.latitude, pool.longitude), radius, pool.remote, country)

    def km_to(self, seeker: Profile) -> Column:
        """Great-circle distance; NaN where one of the two places is unknown.

        The haversine of the angle is a quarter of the squared chord between two unit vectors,
        which needs no trigonometry for each candidate and stays exact for small distances.
        """
        x, y, z = _on_sphere(_degrees(seeker.latitude), _degrees(seeker.longitude))
        haversine = ((self.x - x) ** 2 + (self.y - y) ** 2 + (self.z - z) ** 2) / 4
        return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1)))

    def across_border(self, seeker: Profile) -> NDArray[np.bool_]:
        """Where both countries are known and differ."""
        own = _country(seeker)
        if not own:
            return np.zeros(len(self.country), dtype=bool)
        return (self.country != own) & (self.country != "")


def _within(km: Column, radius: float | Column) -> Column:
    """1 up to the radius, then halved with every RADIUS_SLACK of it."""
    slack = np.maximum(RADIUS_SLACK * np.asarray(radius), SHORTEST_SLACK_KM)
    return np.exp2(-np.maximum(km - radius, 0) / slack)


def _on_sphere(latitude: Column, longitude: Column) -> tuple[Column, Column, Column]:
    """Unit vectors of degrees; NaN for what is not on the globe."""
    known = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    phi = np.radians(np.where(known, latitude, np.nan))
    lam = np.radians(np.where(known, longitude, np.nan))
    return np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)


def _degrees(value: float | None) -> Column:
    return np.array(np.nan if value is None else value, dtype=np.float64)


def _radius(profile: Profile) -> float:
    """Kilometres; infinite where none is stated, or none that makes sense."""
    radius = profile.radius_km
    return float(radius) if radius is not None and radius >= 0 else math.inf


def _country(profile: Profile) -> str:
    return (profile.country or "").upper()


scorer = Locality
