"""How near two partners are: for a visit, a shared workshop, a regional value chain."""

import copy
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import ABSTAIN, Explanation, Pool, Profile, Reason, Scorer, Scores
from matchmaker.scoring.search.ingredients import Distance, TableLookup
from matchmaker.scoring.search.postings import Rows
from matchmaker.scoring.search.sphere import Areas, Places, Point, point_of

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

    def __init__(self, half_km: float = 100.0) -> None:
        number = isinstance(half_km, int | float) and not isinstance(half_km, bool)
        if not (number and 0 < half_km <= FURTHEST_HALF_KM):
            raise ValueError(
                f"half_km must be a number of kilometres above 0 and up to 20000, not {half_km!r}"
            )
        self.half_km = half_km

    def fit(self, pool: Pool) -> Self:
        """Lay the pool out in columns; nothing is learnt from it."""
        self.pool_ = pool
        self.candidates_ = _Candidates(pool)
        self.areas_ = Areas(self.candidates_.places, np.asarray(pool.remote))
        return self

    def score(self, seeker: Profile) -> Scores:
        return self._score(seeker, self.candidates_, _radius(seeker))

    def score_back(self, seeker: Profile) -> Scores:
        return self._score(seeker, self.candidates_, self.candidates_.traits.radius)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        [(explanation, _)] = self.explain_list(seeker, [candidate])
        return explanation

    def explain_list(
        self, seeker: Profile, candidates: Iterable[Profile]
    ) -> Iterator[tuple[Explanation, Explanation]]:
        some = _Candidates(Pool(candidates))
        km, radii = some.places.km_from(_origin(seeker)), some.traits.radius
        rated = self._rate(seeker, some.traits, km, (_radius(seeker), radii))
        there, back = (scores.tolist() for scores in rated)
        abroad, remote = some.traits.across_border(seeker), some.traits.remote
        for row, (way, radius) in enumerate(zip(km.tolist(), radii.tolist(), strict=True)):
            facts = _facts(bool(remote[row]) + seeker.remote, bool(abroad[row]))
            yield (
                self._explanation(there[row], way, _radius(seeker), facts),
                self._explanation(back[row], way, radius, facts),
            )

    def rebase(self, pool: Pool) -> Self:
        return copy.copy(self).fit(pool)

    def ingredients(self, seeker: Profile) -> tuple[Distance, Distance]:
        everybody, own = self.candidates_, _radius(seeker)
        origin = _origin(seeker)

        def rate(rows: Rows, km: Column) -> tuple[Scores, Scores]:
            traits = everybody.traits.at(rows)
            there, back = self._rate(seeker, traits, km, (own, traits.radius))
            return there, back

        least_km = self.areas_.least_km_from(origin)
        ceilings = [
            TableLookup(self.areas_.class_of_row, best)
            for best in self._best_of_areas(seeker, least_km, (own, math.inf))
        ]
        there, back = (
            Distance(everybody.places, origin, rate, way, ceiling)
            for way, ceiling in enumerate(ceilings)
        )
        return there, back

    def _best_of_areas(
        self, seeker: Profile, least_km: Column, radii: Sequence[float]
    ) -> list[Scores]:
        """What nobody of each area exceeds: at its edge, and in the seeker's country."""
        remote = self.areas_.label
        nowhere = np.zeros(len(remote), dtype=np.int16)
        traits = _Traits(np.empty(len(remote)), remote, nowhere, ("",))
        return self._rate(seeker, traits, least_km, radii)

    def _score(self, seeker: Profile, some: "_Candidates", radius: float | Column) -> Scores:
        km = some.places.km_from(_origin(seeker))
        [scores] = self._rate(seeker, some.traits, km, [radius])
        return scores

    def _rate(
        self, seeker: Profile, traits: "_Traits", km: Column, radii: Sequence[float | Column]
    ) -> list[Scores]:
        """One column for each of the radii, which make all the difference of two directions."""
        decay = self._decay(km)
        abroad = traits.across_border(seeker)
        alone, beside_remote = PRESENCE[int(seeker.remote) :][:2]
        presence = np.where(traits.remote, beside_remote, alone)
        nowhere = np.isnan(km) & traits.remote if seeker.remote else None
        columns = []
        for radius in radii:
            worth = decay * _within(km, radius)
            worth[abroad] *= BORDER
            rated = 1 - presence * (1 - worth)
            if nowhere is not None:
                rated[nowhere] = 1 - PRESENCE[2]
            columns.append(rated.astype(np.float32))
        return columns

    def _decay(self, km: Column) -> Column:
        near = min(NEIGHBOURHOOD_KM, self.half_km / 2)
        return np.exp2(-np.maximum(km - near, 0) / (self.half_km - near))

    def _explanation(
        self, score: float, km: float, radius: float, facts: tuple[Reason, ...]
    ) -> Explanation:
        if math.isnan(score):
            return Explanation(ABSTAIN)
        return Explanation(score, (*self._distance_reasons(km, radius), *facts))

    def _distance_reasons(self, km: float, radius: float) -> tuple[Reason, ...]:
        if math.isnan(km):
            return ()
        if km < 1:
            return (Reason("next_door", km=round(km, 1)),)
        distance = Reason("near" if km <= self.half_km / 2 else "away", km=round(km, 1))
        if km <= radius:
            return (distance,)
        return (distance, Reason("beyond_radius", km=round(km, 1), radius=radius))


@dataclass(frozen=True, slots=True)
class _Traits:
    """What counts beside the distance, in columns: kilometres, infinite where none are stated,
    whether they work remotely, and the number of the country among `countries`."""

    radius: Column
    remote: NDArray[np.bool_]
    country: NDArray[np.int16]
    countries: tuple[str, ...]

    def at(self, rows: Rows) -> "_Traits":
        return _Traits(self.radius[rows], self.remote[rows], self.country[rows], self.countries)

    def across_border(self, seeker: Profile) -> NDArray[np.bool_]:
        """Where both countries are known and differ."""
        own = _country(seeker)
        abroad = [bool(own) and name not in ("", own) for name in self.countries]
        return np.array(abroad, dtype=bool)[self.country]


class _Candidates:
    """A pool in columns."""

    def __init__(self, pool: Pool) -> None:
        names, country = np.unique([_country(profile) for profile in pool], return_inverse=True)
        radius = np.where(pool.radius_km >= 0, pool.radius_km, np.inf)
        self.places = Places.at(pool.latitude, pool.longitude)
        self.traits = _Traits(radius, pool.remote, country.astype(np.int16), tuple(names.tolist()))


def _facts(remotes: int, abroad: bool) -> tuple[Reason, ...]:
    """What both sides are told beside the distance; so many of the two work remotely."""
    told = {0: (), 1: (Reason("remote_one"),), 2: (Reason("remote_both"),)}[remotes]
    return (*told, Reason("border")) if abroad else told


def _within(km: Column, radius: float | Column) -> float | Column:
    """1 up to the radius, then halved with every RADIUS_SLACK of it."""
    if isinstance(radius, float) and math.isinf(radius):
        return 1.0
    slack = np.maximum(RADIUS_SLACK * np.asarray(radius), SHORTEST_SLACK_KM)
    return np.exp2(-np.maximum(km - radius, 0) / slack)


def _origin(profile: Profile) -> Point:
    return point_of(profile.latitude, profile.longitude)


def _radius(profile: Profile) -> float:
    """Kilometres; infinite where none is stated, or none that makes sense."""
    radius = profile.radius_km
    return float(radius) if radius is not None and radius >= 0 else math.inf


def _country(profile: Profile) -> str:
    return (profile.country or "").upper()


scorer = Locality
