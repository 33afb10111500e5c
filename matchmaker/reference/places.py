"""Places of Germany and Europe by name or postal code, without any service from outside."""

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from matchmaker.reference.geography import distance_km
from matchmaker.reference.place_index import MUCH_LARGER, Place, PlaceIndex
from matchmaker.reference.spelling import LONGEST_QUERY
from matchmaker.reference.tables import Row, read_table

__all__ = [
    "Place",
    "distance_km",
    "find_places",
    "locate",
    "named_postal_codes",
    "places_near",
    "postal_code_near",
]

PLAUSIBLE_KM = 20.0
"""Farther from its postal code a place of that name is another one."""

CITY = 100_000
"""From this population a postal code tells more about where somebody is than the name does."""

_CODE_FIRST = re.compile(
    r"\s*(?:DE?[\s-]*)?(?P<code>[0-9]{4,5})(?![0-9])[\s,;:-]*(?P<name>.*)", re.I
)
_CODE_LAST = re.compile(r"(?P<name>.*?)[\s,;(-]+(?P<code>[0-9]{5})\)?\s*")


def find_places(query: str, country: str = "DE") -> tuple[Place, ...]:
    """The places that a person may mean, most populous first; empty if there is none.

    Takes a name, a German postal code, or both ("09456 Annaberg"). Several results are a
    question to ask: nothing in the query tells them apart.
    """
    code, name = _split(query, country)
    if code is None:
        return _find_by_name(country, name)
    place = locate(country, code, name)
    return (place,) if place else ()


def locate(country: str, postal_code: str | None, place: str | None) -> Place | None:
    """The one place that an address means, or None rather than a guess between equals.

    The postal code wins. An unknown one gives way to a name that is clear, else to the nearest
    known number with the same first three digits. A name alone must be unique, or belong to a
    place with at least five times the population of the next one. Never raises.
    """
    code, name = _split(place or "", country)
    given, _ = _split(postal_code or "", country)
    code = given or code
    if code is None:
        return _clear_choice(_find_by_name(country, name))
    point = _postal_codes().get(code)
    if point is not None:
        return _at_code(point, name)
    guess = _nearest_number(code)
    named = _named_near(name, guess) if guess else None
    found = named or _clear_choice(_find_by_name(country, name))
    if found is not None:
        return replace(found, postal_code=code)
    return replace(guess, postal_code=code) if guess else None


def places_near(
    latitude: float,
    longitude: float,
    min_population: int = 20_000,
    country: str = "DE",
    suits: Callable[[Place], bool] = lambda place: True,
) -> Place | None:
    """The nearest place of the country with at least that many inhabitants, None without one.

    `suits` narrows the choice further, for example by figures that others publish.
    """
    large = [
        place
        for place in _index(_key(country)).places
        if (place.population or 0) >= min_population and suits(place)
    ]
    return min(
        large,
        key=lambda place: distance_km(latitude, longitude, place.latitude, place.longitude),
        default=None,
    )


def named_postal_codes() -> Mapping[str, Place]:
    """Every known German postal code, with the name and population of a place near its middle."""
    return _postal_codes()


def postal_code_near(latitude: float, longitude: float) -> str:
    """The German postal code whose middle is nearest to a point."""
    codes = _postal_codes()
    return min(
        codes,
        key=lambda code: (
            distance_km(latitude, longitude, codes[code].latitude, codes[code].longitude),
            code,
        ),
    )


def _split(query: str, country: str) -> tuple[str | None, str]:
    """Postal code (Germany only) and the rest. Spreadsheets eat the first zero: it is put back."""
    text = str(query)[:LONGEST_QUERY]
    if _key(country) != "DE":
        return None, text
    match = _CODE_FIRST.fullmatch(text) or _CODE_LAST.fullmatch(text)
    if match is None:
        return None, text
    return match["code"].zfill(5), match["name"]


def _key(country: str) -> str:
    return str(country or "DE").strip().upper()[:2]


def _find_by_name(country: str, name: str) -> tuple[Place, ...]:
    return _index(_key(country)).find(name)


def _clear_choice(places: Sequence[Place]) -> Place | None:
    if not places:
        return None
    first, *others = places
    next_population = (others[0].population or 1) if others else 0
    return first if (first.population or 0) >= MUCH_LARGER * next_population else None


def _at_code(point: Place, name: str) -> Place:
    """A postal code's point, with the name people gave if such a place lies there."""
    named = _named_near(name, point)
    if named is None:
        return point
    if (named.population or 0) >= CITY:
        named = replace(named, latitude=point.latitude, longitude=point.longitude)
    return replace(named, postal_code=point.postal_code)


def _named_near(name: str, point: Place) -> Place | None:
    index = _index(point.country)
    return _nearest(index.find(name), point) or _nearest(index.longer_names(name), point)


def _nearest(places: Sequence[Place], point: Place) -> Place | None:
    """The place nearest to the point, if one is near enough to be meant."""
    near = [(_km(place, point), number) for number, place in enumerate(places)]
    near = [found for found in near if found[0] <= PLAUSIBLE_KM]
    return places[min(near)[1]] if near else None


def _km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def _nearest_number(code: str) -> Place | None:
    alike = _codes_by_region().get(code[:3], [])
    return min(alike, key=lambda point: _gap(point, code), default=None)


def _gap(point: Place, code: str) -> tuple[int, str]:
    known = point.postal_code or ""
    return abs(int(known) - int(code)), known


@functools.cache
def _codes_by_region() -> dict[str, list[Place]]:
    regions: dict[str, list[Place]] = defaultdict(list)
    for code, point in _postal_codes().items():
        regions[code[:3]].append(point)
    return regions


@functools.cache
def _postal_codes() -> dict[str, Place]:
    """Every known German code as a place that borrows the name of one near."""
    by_id = _german_places()
    return {row["code"]: _code_point(row, by_id[row["place"]]) for row in _code_rows()}


def _code_rows() -> list[Row]:
    return list(read_table("postal_codes_de.csv.gz"))


def _code_point(row: Row, name_giver: Place) -> Place:
    return replace(
        name_giver,
        postal_code=row["code"],
        state=row["state"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        approximate=True,
    )


@functools.cache
def _german_places() -> dict[str, Place]:
    return {row["id"]: _place(row, "DE") for row in read_table("places_de.csv.gz")}


@functools.cache
def _index(country: str) -> PlaceIndex:
    if country == "DE":
        places = list(_german_places().values())
    else:
        places = [_place(row, country) for row in _rows_abroad().get(country, [])]
    by_name = {place.name: place for place in reversed(places)}
    aliases = [
        (alias, by_name[row["name"]])
        for row in _other_names().get(country, [])
        if row["name"] in by_name
        for alias in row["aliases"].split("|")
    ]
    return PlaceIndex(places, aliases)


@functools.cache
def _rows_abroad() -> dict[str, list[Row]]:
    return _grouped("places_europe.csv.gz")


@functools.cache
def _other_names() -> dict[str, list[Row]]:
    return _grouped("place_names.csv")


def _grouped(table: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(table):
        groups[row["country"]].append(row)
    return groups


def _place(row: Row, country: str) -> Place:
    return Place(
        name=row["name"],
        country=country,
        postal_code=None,
        state=row["state"] or None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        population=int(row["population"]) or None,
        approximate=False,
    )
