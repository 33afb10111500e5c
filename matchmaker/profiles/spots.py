"""What the map that moves knows beside the drawing: which town a point is, and how many are there.

Nothing is more exact than a town (`directory.TOWN_DIGITS`), and nobody is named whom drawing and
list do not name, so that the page is no quicker way to copy the directory than its thirty profiles
at a time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from statistics import fmean

from matchmaker.profiles.directory import MapPoint
from matchmaker.profiles.map import CELL, Map

DIGITS = 1
"""Of a position in units of the drawing, as the drawing itself rounds it."""
MOST_SPOTS = 200
"""More would make the page heavy for a phone."""
GRAINS = (0.1, 6.0, CELL)
"""Points in one square of this side are one spot; the finest that gives few enough is taken."""


@dataclass(frozen=True)
class Spot:
    """Profiles in one place. `x` and `y` in units of the drawing."""

    x: float
    y: float
    place: str
    """The town most of them name, perhaps none."""
    kind: str
    """kmu, creative, or many."""
    count: int
    named: tuple[str, ...]
    """Slugs of those whom the page names anyway."""


def spots(drawn: Map, listed: Collection[str]) -> list[Spot]:
    """The spots of a drawing, largest first; `listed` are the slugs of the list beside it."""
    alone = {dot.members[0].slug for dot in drawn.dots if len(dot.members) == 1}
    groups = _groups(drawn)
    found = [_spot(members, {*alone, *listed}) for members in groups]
    return sorted(found, key=lambda spot: (-spot.count, spot.x, spot.y))


Placed = tuple[float, float, MapPoint]


def _groups(drawn: Map) -> list[list[Placed]]:
    points = [point for dot in drawn.dots for point in dot.members]
    placed = [(*drawn.projection(point.longitude, point.latitude), point) for point in points]
    squares: dict[tuple[int, int], list[Placed]] = {}
    for grain in GRAINS:
        squares = defaultdict(list)
        for x, y, point in placed:
            squares[round(x / grain), round(y / grain)].append((x, y, point))
        if len(squares) <= MOST_SPOTS:
            break
    return list(squares.values())


def _spot(members: list[Placed], known: Collection[str]) -> Spot:
    points = [point for _, _, point in members]
    places = Counter(point.place for point in points if point.place)
    return Spot(
        x=round(fmean(x for x, _, _ in members), DIGITS),
        y=round(fmean(y for _, y, _ in members), DIGITS),
        place=places.most_common(1)[0][0] if places else "",
        kind=points[0].kind if len(points) == 1 else "many",
        count=len(points),
        named=tuple(point.slug for point in points if point.slug in known),
    )
