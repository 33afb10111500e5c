"""The map: drawn on the server, with the same list beside it."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from matchmaker.profiles.directory import MapPoint
from matchmaker.profiles.map import HEIGHT, WIDTH, Map, draw
from matchmaker.profiles.models import Profile


def _point(name: str, latitude: float, longitude: float, kind: str = "kmu") -> MapPoint:
    return MapPoint(name.lower(), name, kind, latitude, longitude)


def _corners(map_: Map) -> list[tuple[float, float]]:
    numbers = re.findall(r"(-?\d+) (-?\d+)", " ".join(path for _, path in map_.land))
    return [(float(x), float(y)) for x, y in numbers]


def test_an_empty_map_shows_the_whole_country() -> None:
    empty = draw([])

    assert "DE" in [country for country, _ in empty.land]
    assert empty.dots == []


def test_north_is_up_and_east_is_right() -> None:
    south_west, north_east = _point("A", 50.5, 12.5), _point("B", 51.0, 13.5)

    first, second = sorted(draw([south_west, north_east]).dots, key=lambda dot: dot.x)

    assert [first.members, second.members] == [(south_west,), (north_east,)]
    assert first.y > second.y


def test_a_kilometre_is_as_long_across_as_up() -> None:
    """At 60 degrees north a degree of longitude is half as long as one of latitude."""
    middle, up, right = _point("M", 60, 10), _point("U", 60.5, 10), _point("R", 60, 11)

    at = {dot.members[0].name: (dot.x, dot.y) for dot in draw([middle, up, right]).dots}

    assert at["R"][0] - at["M"][0] == pytest.approx(at["M"][1] - at["U"][1], rel=0.02)


def test_points_too_near_to_each_other_become_one_with_their_number() -> None:
    points = [_point("A", 50.83, 12.92), _point("B", 50.831, 12.921), _point("C", 50.2, 12.0)]

    sizes = [len(dot.members) for dot in draw(points).dots]

    assert sizes == [2, 1]


def test_no_two_circles_of_many_points_are_in_the_same_spot() -> None:
    points = [_point(f"P{n}", 50.5 + n % 30 / 50, 12.5 + n // 30 / 25) for n in range(900)]

    dots = draw(points).dots

    assert sum(len(dot.members) for dot in dots) == 900
    assert len(dots) < 200


def test_everything_lies_inside_the_drawing() -> None:
    drawn = draw([_point("A", 50.5, 12.5), _point("B", 50.9, 13.4)])

    assert all(0 < dot.x < WIDTH and 0 < dot.y < HEIGHT for dot in drawn.dots)
    assert all(-11 <= x <= WIDTH + 11 and -11 <= y <= HEIGHT + 11 for x, y in _corners(drawn))


def test_land_without_a_border_in_sight_fills_the_drawing() -> None:
    drawn = draw([_point("A", 51.0, 10.0)])
    xs, ys = zip(*_corners(drawn), strict=True)

    assert [country for country, _ in drawn.land] == ["DE"]
    assert (min(xs), max(xs), min(ys), max(ys)) == (-10, WIDTH + 10, -10, HEIGHT + 10)


def test_no_name_of_a_town_covers_a_circle() -> None:
    drawn = draw([_point(f"P{n}", 50.5 + n % 7 / 14, 12.4 + n // 7 / 7) for n in range(49)])

    assert len(drawn.towns) > 3
    assert not any(
        town.covers(dot.x, dot.y, dot.radius) for town in drawn.towns for dot in drawn.dots
    )


def test_the_list_beside_the_map_holds_what_the_drawing_links(
    client: FlaskClient, make_profile: Callable[..., Profile]
) -> None:
    make_profile(name="A", slug="a", located_latitude=50.83, located_longitude=12.92)
    make_profile(name="B", slug="b", located_latitude=50.2, located_longitude=12.0)

    page = client.get("/karte").text
    drawing = page[page.index('<svg class="map"') : page.index("</svg>", page.index('class="map"'))]

    assert set(re.findall(r'href="(/p/\w+)"', drawing)) == {"/p/a", "/p/b"}
    assert {"/p/a", "/p/b"} <= set(re.findall(r'card__title"><a href="([^"]*)"', page))
    assert 'aria-hidden="true"' in drawing
    assert drawing.count("<a ") == drawing.count('tabindex="-1"')


def test_a_circle_of_several_leads_to_the_map_of_that_spot(
    client: FlaskClient, make_profile: Callable[..., Profile]
) -> None:
    for number in range(2):
        make_profile(located_latitude=50.83 + number / 1000, located_longitude=12.92)
    make_profile(located_latitude=50.2, located_longitude=12.0)

    (address,) = re.findall(r'href="(/karte\?at=[^"]*)"', client.get("/karte").text)

    assert "2 Profile" in client.get(address.replace("&amp;", "&")).text
