"""The map as SVG, drawn on the server: outlines of countries, towns to find one's way, profiles.

Points that would cover each other become one circle with their number, which leads to the map
of that spot.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.profiles.directory import MapPoint
from matchmaker.reference.geography import KM_PER_DEGREE, distance_km
from matchmaker.reference.outline import Ring, outlines
from matchmaker.reference.places import Place, places_near

WIDTH, HEIGHT = 640, 560
"""Size of the drawing in its own units."""
CELL = 44
"""Points nearer than about this many units are drawn as one."""
LETTER = 9.5
"""Width of an average letter of a town's name in drawing units."""
HALF_LINE = 9.0
SMALLEST_KM = 24.0
"""Side of the smallest area shown; nobody's door is to be found on it."""
COUNTRIES = ("DE", "AT", "BE", "CH", "CZ", "DK", "FR", "LI", "LU", "NL", "PL")
TOWNS = ((60.0, 5_000), (200.0, 20_000), (math.inf, 100_000))
"""Up to how many kilometres across which towns are named, by inhabitants."""
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
    """A spot with its name beside, above or below it."""

    x: float
    y: float
    name: str
    label_x: float
    label_y: float
    anchor: str
    """SVG's text-anchor: start, middle or end."""

    @property
    def left(self) -> float:
        return self.label_x - self.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]

    @property
    def width(self) -> float:
        return LETTER * len(self.name)

    def covers(self, x: float, y: float, margin: float) -> bool:
        """Whether something round at this point would touch the name."""
        nearest_x = min(max(x, self.left), self.left + self.width)
        nearest_y = min(max(y, self.label_y - HALF_LINE), self.label_y + HALF_LINE)
        return math.hypot(x - nearest_x, y - nearest_y) < margin

    def fits(self) -> bool:
        inside = self.left > 0 and self.left + self.width < WIDTH
        return inside and 12 < self.label_y < HEIGHT - 12 and 0 < self.x < WIDTH


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

    @property
    def edges(self) -> Box:
        """West, south, east and north of the whole drawing."""
        return *self.degrees(0, HEIGHT), *self.degrees(WIDTH, 0)


@dataclass(frozen=True)
class Map:
    width: int
    height: int
    land: list[tuple[str, str]]
    """Country code and path data, clipped to the drawing."""
    towns: list[Town]
    dots: list[Dot]
    projection: Projection


def draw(points: Sequence[MapPoint]) -> Map:
    projection = Projection(_box(points))
    land = [(country, path) for country in COUNTRIES if (path := _land(country, projection))]
    dots = _dots(points, projection)
    return Map(WIDTH, HEIGHT, land, _towns(projection, dots), dots, projection)


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
    """Points of one cell of a grid are one, and so are cells whose circles would touch."""
    cells: dict[tuple[int, int], list[MapPoint]] = defaultdict(list)
    for point in points:
        x, y = projection(point.longitude, point.latitude)
        cells[int(x // CELL), int(y // CELL)].append(point)
    dots: list[Dot] = []
    for members in sorted(cells.values(), key=len, reverse=True):
        dot = _dot(tuple(members), projection)
        touching = next((other for other in dots if _touch(dot, other)), None)
        if touching is not None:
            dots.remove(touching)
            dot = _dot(touching.members + dot.members, projection)
        dots.append(dot)
    return sorted(dots, key=lambda dot: (-len(dot.members), dot.x, dot.y))


def _touch(dot: Dot, other: Dot) -> bool:
    return math.hypot(dot.x - other.x, dot.y - other.y) < dot.radius + other.radius


def _dot(members: tuple[MapPoint, ...], projection: Projection) -> Dot:
    latitude = sum(point.latitude for point in members) / len(members)
    longitude = sum(point.longitude for point in members) / len(members)
    x, y = projection(longitude, latitude)
    reach = max(distance_km(latitude, longitude, p.latitude, p.longitude) for p in members)
    radius = 9.0 if len(members) == 1 else min(22.0, 11 + 2 * math.log2(len(members)))
    return Dot(round(x, 1), round(y, 1), radius, members, latitude, longitude, reach)


def _towns(projection: Projection, dots: Sequence[Dot]) -> list[Town]:
    """The larger towns near some spots of the drawing; the wider the map, the larger."""
    smallest = next(size for km, size in TOWNS if projection.km_across < km)
    spots = [(x / 10 * WIDTH, y / 10 * HEIGHT) for x in range(1, 10, 2) for y in range(1, 10, 2)]
    corners = (projection.degrees(*spot) for spot in spots)
    near = [_town_near(round(east, 2), round(north, 2), smallest) for east, north in corners]
    found = dict.fromkeys(place for place in near if place)
    towns: list[Town] = []
    for place in sorted(found, key=lambda place: -(place.population or 0)):
        x, y = projection(place.longitude, place.latitude)
        town = _named(round(x, 1), round(y, 1), place.name, dots, towns)
        if town is not None:
            towns.append(town)
    return towns


def _named(
    x: float, y: float, name: str, dots: Sequence[Dot], others: Sequence[Town]
) -> Town | None:
    """The town with its name where nothing is in the way; None when there is no such side."""
    own = max((dot.radius for dot in dots if math.hypot(dot.x - x, dot.y - y) < 25), default=2)
    taken = [(dot.x, dot.y, dot.radius) for dot in dots]
    taken += [(x2, y2, 12.0) for other in others for x2, y2 in _along(other)]
    sides = (("start", own + 7, 0.0), ("end", -own - 7, 0.0), ("middle", 0.0, -own - 14))
    for anchor, right, down in (*sides, ("middle", 0.0, own + 14)):
        town = Town(x, y, name, round(x + right, 1), round(y + down, 1), anchor)
        if town.fits() and not any(town.covers(*spot) for spot in taken):
            return town
    return None


def _along(town: Town) -> Iterator[tuple[float, float]]:
    """Points along a name and the spot it belongs to."""
    yield town.x, town.y
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield town.left + share * town.width, town.label_y


@lru_cache(maxsize=2000)
def _town_near(longitude: float, latitude: float, smallest: int) -> Place | None:
    return places_near(latitude, longitude, smallest)
