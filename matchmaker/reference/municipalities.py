"""Reading the official municipality directory that an operator provides."""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

COLUMNS = ("ags", "name", "einwohner", "lat", "lon", "land", "plz", "plz_alle")


@dataclass(frozen=True)
class Municipality:
    """A German municipality. ``ags`` is its official key of eight digits.

    ``postal_codes`` begin with the one of the town hall. Degrees are WGS 84.
    """

    ags: str
    name: str
    postal_codes: tuple[str, ...]
    population: int
    latitude: float
    longitude: float
    state: str


def read_municipalities(path: str | Path) -> Iterator[Municipality]:
    """The municipalities of a CSV file, compressed if its name ends in .gz.

    UTF-8, comma, with a header that names ags, name, einwohner, lat, lon, land (SN), plz and
    plz_alle (codes separated by blanks, may be empty); other columns are ignored. ValueError
    names the line and the field of the first mistake; OSError if the file cannot be read.
    """
    path = Path(path)
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        reader = csv.DictReader(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
        try:
            _require_columns(path, reader.fieldnames or ())
            yield from _rows(path, reader)
        except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError) as error:
            raise ValueError(f"{path.name} is no CSV file in UTF-8: {error}") from error


def _require_columns(path: Path, header: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise ValueError(f"{path.name}, line 1: column {missing[0]} is missing")


def _rows(path: Path, reader: "csv.DictReader[str]") -> Iterator[Municipality]:
    lines: dict[str, int] = {}
    for row in reader:
        where = f"{path.name}, line {reader.line_num}"
        municipality = _municipality(where, {key: row[key] or "" for key in COLUMNS})
        if municipality.ags in lines:
            earlier = lines[municipality.ags]
            raise ValueError(f"{where}, ags: {municipality.ags} stands in line {earlier} already")
        lines[municipality.ags] = reader.line_num
        yield municipality


def _municipality(where: str, row: dict[str, str]) -> Municipality:
    return Municipality(
        ags=_matching(where, row, "ags", r"\d{8}", "eight digits"),
        name=_matching(where, row, "name", r"\S.{0,119}", "a name of at most 120 characters"),
        postal_codes=_postal_codes(where, row),
        population=int(_matching(where, row, "einwohner", r"\d{1,8}", "a number without blanks")),
        latitude=_degrees(where, row, "lat", 47.0, 56.0),
        longitude=_degrees(where, row, "lon", 5.0, 16.0),
        state=_matching(where, row, "land", r"[A-Z]{2}", "two letters such as SN"),
    )


def _matching(where: str, row: dict[str, str], field: str, pattern: str, expected: str) -> str:
    value = row[field].strip()
    if not re.fullmatch(pattern, value, re.ASCII):
        raise ValueError(f"{where}, {field}: expected {expected}, found {value[:40]!r}")
    return value


def _postal_codes(where: str, row: dict[str, str]) -> tuple[str, ...]:
    main = _matching(where, row, "plz", r"(\d{5})?", "five digits or nothing")
    listed = _matching(where, row, "plz_alle", r"(\d{5}( +\d{5})*)?", "codes with blanks between")
    return tuple(dict.fromkeys(code for code in (main, *listed.split()) if code))


def _degrees(where: str, row: dict[str, str], field: str, smallest: float, largest: float) -> float:
    """Degrees inside the bounds of Germany: a swapped pair is a mistake, not a place."""
    text = _matching(where, row, field, r"\d{1,2}(\.\d+)?", "degrees with a point")
    value = float(text)
    if not smallest <= value <= largest:
        raise ValueError(
            f"{where}, {field}: expected {smallest:g} to {largest:g} degrees, found {text}"
        )
    return value
