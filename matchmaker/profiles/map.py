"""The map as SVG, drawn on the server: outlines of countries, towns to find one's way, profiles.

Points that would cover each other become one circle with their number, which leads to the map
of that spot.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.profiles.directory import MapPoint
from matchmaker.reference.outline import Ring, outlines
from matchmaker.reference.places import Place, distance_km, places_near

WIDTH, HEIGHT = 640, 560
"""Size of the drawing in its own units."""
CELL = 44
"""Points nearer than about this many units are drawn as one."""
SMALLEST_KM = 24.0
"""Side of the smallest area shown; nobody's door is to be found on it."""
KM_PER_DEGREE = 111.2
COUNTRIES = ("DE", "AT", "BE", "CH", "CZ", "DK", "FR", "LI", "LU", "NL", "PL")
WHOLE = (5.9, 47.2, 15.1, 55.1)
"""West, south, east, north of Germany: what an empty map shows."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Dot:
    """One profile, or several too near to each other. `x`, `y`, `radius` in drawing units."""

    x: float
    y: float
    radius: float
    members: tuple[MapPoint, ...]
    latitude: float
    longitude: float
    reach_km: float
    """Distance of the farthest member from the middle."""


@dataclass(frozen=True)
class Town:
    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    land: list[str]
    """Path data of the countries, clipped to the drawing."""
    towns: list[Town]
    dots: list[Dot]


class Projection:
    """Degrees to drawing units: equirectangular, true to scale in the middle of the box."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self.squeeze = math.cos(math.radians((south + north) / 2))
        across, up = (east - west) * self.squeeze, north - south
        self.scale = min(WIDTH / across, HEIGHT / up)
        self.longitude, self.latitude = (west + east) / 2, (south + north) / 2

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - self.longitude) * self.squeeze * self.scale
        return x, HEIGHT / 2 - (latitude - self.latitude) * self.scale

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point of the drawing."""
        longitude = self.longitude + (x - WIDTH / 2) / (self.squeeze * self.scale)
        return longitude, self.latitude - (y - HEIGHT / 2) / self.scale

    @property
    def km_across(self) -> float:
        return WIDTH / self.scale * KM_PER_DEGREE


def draw(points: Sequence[MapPoint]) -> Map:
    projection = Projection(_box(points))
    land = [path for country in COUNTRIES if (path := _land(country, projection))]
    return Map(WIDTH, HEIGHT, land, _towns(projection), _dots(points, projection))


def _box(points: Sequence[MapPoint]) -> Box:
    """The area of all points with some air, never smaller than SMALLEST_KM."""
    if not points:
        return WHOLE
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    least = SMALLEST_KM / KM_PER_DEGREE
    up = max((max(latitudes) - min(latitudes)) * 1.15, least) / 2
    least /= math.cos(math.radians(middle[0]))
    across = max((max(longitudes) - min(longitudes)) * 1.15, least) / 2
    return middle[1] - across, middle[0] - up, middle[1] + across, middle[0] + up


def _land(country: str, projection: Projection) -> str:
    rings = outlines([country]).get(country, [])
    clipped = (_clipped([projection(*corner) for corner in ring]) for ring in rings)
    return "".join(_path(corners) for corners in clipped if len(corners) > 2)


def _path(corners: Ring) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "Z"


def _clipped(corners: Ring) -> Ring:
    """The part of a polygon inside the drawing, with a margin that hides the cut edges.

    Sutherland and Hodgman, Reentrant polygon clipping, CACM 17 (1974): cut at one border after
    the other.
    """
    margin = 10
    for axis, limit, keeps_below in (
        (0, -margin, False),
        (0, WIDTH + margin, True),
        (1, -margin, False),
        (1, HEIGHT + margin, True),
    ):
        corners = _cut(corners, axis, limit, keeps_below)
    return corners


def _cut(corners: Ring, axis: int, limit: float, keeps_below: bool) -> Ring:
    kept: Ring = []
    for before, corner in zip(corners[-1:] + corners[:-1], corners, strict=True):
        was_inside = (before[axis] <= limit) == keeps_below
        is_inside = (corner[axis] <= limit) == keeps_below
        if was_inside != is_inside:
            share = (limit - before[axis]) / (corner[axis] - before[axis])
            x, y = (a + share * (b - a) for a, b in zip(before, corner, strict=True))
            kept.append((x, y))
        if is_inside:
            kept.append(corner)
    return kept


def _dots(points: Sequence[MapPoint], projection: Projection) -> list[Dot]:
    """Neighbours join the first one of them, so that circles hardly cover each other."""
    cells: dict[tuple[int, int], list[MapPoint]] = defaultdict(list)
    for point in points:
        x, y = projection(point.longitude, point.latitude)
        cells[int(x // CELL), int(y // CELL)].append(point)
    dots = [_dot(members, projection) for members in cells.values()]
    return sorted(dots, key=lambda dot: (-len(dot.members), dot.x, dot.y))


def _dot(members: list[MapPoint], projection: Projection) -> Dot:
    latitude = sum(point.latitude for point in members) / len(members)
    longitude = sum(point.longitude for point in members) / len(members)
    x, y = projection(longitude, latitude)
    reach = max(distance_km(latitude, longitude, p.latitude, p.longitude) for p in members)
    radius = 9.0 if len(members) == 1 else min(22.0, 11 + 2 * math.log2(len(members)))
    return Dot(round(x, 1), round(y, 1), radius, tuple(members), latitude, longitude, reach)


def _towns(projection: Projection) -> list[Town]:
    """The larger towns near a dozen spots of the drawing; the wider the map, the larger."""
    smallest = 20_000 if projection.km_across < 150 else 100_000
    spots = [(x / 8 * WIDTH, y / 6 * HEIGHT) for x in (1, 3, 5, 7) for y in (1, 3, 5)]
    near = (
        _town_near(*(round(d, 2) for d in projection.degrees(*spot)), smallest) for spot in spots
    )
    towns = []
    for place in dict.fromkeys(filter(None, near)):
        x, y = projection(place.longitude, place.latitude)
        if 0 < x < WIDTH - 90 and 15 < y < HEIGHT - 5:
            towns.append(Town(round(x, 1), round(y, 1), place.name))
    return towns


@lru_cache(maxsize=2000)
def _town_near(longitude: float, latitude: float, smallest: int) -> Place | None:
    return places_near(latitude, longitude, smallest)
