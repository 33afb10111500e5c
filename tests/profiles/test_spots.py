"""The map that moves knows no more than drawing and list, and nothing more exactly."""

import json
import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from matchmaker import create_app
from matchmaker.config import Settings
from matchmaker.profiles.directory import MapPoint
from matchmaker.profiles.map import draw
from matchmaker.profiles.models import Profile
from matchmaker.profiles.spots import MOST_SPOTS, Spot, spots
from matchmaker.profiles.tiles import Tiles


def _point(name: str, latitude: float, longitude: float, place: str = "") -> MapPoint:
    return MapPoint(name, name.upper(), "kmu", latitude, longitude, place)


def _spots_on(page: str) -> list[dict[str, Any]]:
    (text,) = re.findall(r"data-spots='([^']*)'", page)
    found: list[dict[str, Any]] = json.loads(text)
    return found


def test_a_spot_lies_where_the_drawing_has_its_circle() -> None:
    drawn = draw([_point("a", 50.123456, 12.654321), _point("b", 51.2, 13.3)])

    found = spots(drawn, [])

    circles = {(dot.x, dot.y) for dot in drawn.dots}
    assert {(spot.x, spot.y) for spot in found} == circles


def test_the_map_knows_the_town_and_not_the_front_door(
    client: FlaskClient, make_profile: Callable[..., Profile]
) -> None:
    make_profile(name="Zirbelwerk", located_latitude=50.7312347, located_longitude=12.8765439)

    west, south, east, north = map(
        float,
        re.findall(r'data-edges="([^"]+)"', client.get("/karte?q=Zirbelwerk").text)[0].split(),
    )

    assert (round((south + north) / 2, 6), round((west + east) / 2, 6)) == (50.73, 12.88)


def test_several_at_one_place_are_one_spot_with_the_town_that_most_name() -> None:
    here = [_point(name, 50.83, 12.92, place) for name, place in zip("abc", "XYY", strict=True)]

    found = spots(draw([*here, _point("d", 50.2, 12.0, "Z")]), [])

    assert [(spot.count, spot.place, spot.kind) for spot in found] == [
        (3, "Y", "many"),
        (1, "Z", "kmu"),
    ]


def test_only_those_are_named_whom_drawing_or_list_name() -> None:
    crowd = [_point(name, 50.83, 12.92) for name in "abc"]

    found = spots(draw([*crowd, _point("d", 50.2, 12.0)]), ["b"])

    assert [spot.named for spot in found] == [("b",), ("d",)]


def test_a_circle_of_places_is_several_spots() -> None:
    points = [_point("a", 50.83, 12.92), _point("b", 50.85, 12.93), _point("c", 50.2, 12.0)]

    drawn = draw(points)

    assert [len(dot.members) for dot in drawn.dots] == [2, 1]
    assert [spot.count for spot in spots(drawn, [])] == [1, 1, 1]


def test_however_many_there_are_the_page_stays_light() -> None:
    points = [_point(f"p{n}", 50 + n % 50 / 20, 11 + n // 50 / 10) for n in range(2000)]

    found = spots(draw(points), [])

    assert sum(spot.count for spot in found) == 2000
    assert len(found) <= MOST_SPOTS


def test_nobody_is_told_where_there_is_nobody() -> None:
    assert list[Spot]() == spots(draw([]), [])


def test_a_place_that_members_alone_may_see_is_on_no_map_of_visitors(
    client: FlaskClient, make_profile: Callable[..., Profile]
) -> None:
    where = {"located_latitude": 50.83, "located_longitude": 12.92}
    make_profile(slug="seen", place="Offenort", **where)
    make_profile(slug="m", place="Stillort", field_visibility={"place": "members"}, **where)
    make_profile(slug="n", place="Stillort", visibility="members", **where)

    (spot,) = _spots_on(client.get("/karte").text)

    assert (spot["count"], spot["place"], spot["named"]) == (1, "Offenort", ["seen"])


def test_a_name_cannot_break_out_of_the_data(
    client: FlaskClient, make_profile: Callable[..., Profile]
) -> None:
    place = "'><script>alert(1)</script>\"&amp;"
    make_profile(place=place, located_latitude=50.83, located_longitude=12.92)

    page = client.get("/karte").text

    assert "<script>alert" not in page
    assert [spot["place"] for spot in _spots_on(page)] == [place]


def test_without_tiles_the_page_offers_none(client: FlaskClient) -> None:
    page = client.get("/karte").text

    assert "Kartenbild" not in page
    assert "data-tiles" not in page


def test_the_page_says_where_tiles_come_from_and_what_their_host_sees(
    app: Flask, settings: Settings
) -> None:
    address = "https://tiles.example/{z}/{x}/{y}.png"
    with_tiles = create_app(settings.model_copy(update={"tiles_url": address}), TESTING=True)
    page = with_tiles.test_client().get("/karte").text

    assert f'data-tiles="{address}"' in page
    assert "Ein Kartenbild gibt es von tiles.example." in page
    assert "sieht dieser Server Ihre IP-Adresse" in page
    assert "Kartenbild: tiles.example" in page
    assert "OpenStreetMap" not in page
    assert not re.search(r'(?:src|href)="https://tiles', page)


def test_openstreetmap_is_named_as_its_terms_ask() -> None:
    named = {
        host: Tiles(f"https://{host}/{{z}}/{{x}}/{{y}}.png").of_openstreetmap
        for host in ("tile.openstreetmap.org", "openstreetmap.org", "notopenstreetmap.org")
    }

    assert named == {
        "tile.openstreetmap.org": True,
        "openstreetmap.org": True,
        "notopenstreetmap.org": False,
    }
