"""Reads the open table `affinity.csv`, and says plainly what is wrong with it after an edit."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .sectors import DIVISIONS, SECTIONS

SUBMARKETS = (
    "music",
    "books",
    "art",
    "film",
    "broadcasting",
    "performing_arts",
    "design",
    "architecture",
    "press",
    "advertising",
    "software_games",
    "crafts",
    "other",
)
"""The submarkets, in the order of the table's columns."""

QUANTILES = (0.01, 0.99)
"""These quantiles of the smoothed table become 0 and 1: robust against one cell edited wildly."""

_HERE = Path(__file__).parent

Grid = NDArray[np.float64]


class Name(NamedTuple):
    """What people call a sector or submarket."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One non-zero cell: a value in (0, 1], what the two typically do together, and who says so."""

    value: float
    why: Name
    source: str


class AffinityTable:
    """88 divisions × 13 submarkets; a pair that is not listed has the value 0."""

    def __init__(self, cells: Mapping[tuple[str, str], Cell]) -> None:
        self.cells = cells
        self.values: Grid = np.zeros((len(DIVISIONS), len(SUBMARKETS)))
        for (division, submarket), cell in cells.items():
            place = DIVISIONS.index(division), SUBMARKETS.index(submarket)
            self.values[place] = cell.value

    def worth(self, smoothing: float) -> Grid:
        """The table smoothed and spread over [0, 1]; one row a division, one column a submarket.

        Each cell moves by the share `smoothing` towards the mean of its row's and its column's
        mean: a blank cell of a division that cooperates a lot is not worth nothing.
        """
        rows = self.values.mean(axis=1, keepdims=True)
        columns = self.values.mean(axis=0, keepdims=True)
        smooth = (1 - smoothing) * self.values + smoothing * (rows + columns) / 2
        low, high = np.quantile(smooth, QUANTILES)
        if high <= low:
            return np.full_like(smooth, 0.5)
        return np.clip((smooth - low) / (high - low), 0.0, 1.0)


@cache
def bundled_table() -> AffinityTable:
    """The table that lies beside this file, read once a process."""
    return read_table(_HERE / "affinity.csv")


@cache
def names() -> dict[str, Name]:
    """German and English names of sections, divisions and submarkets, by key."""
    with (_HERE / "names.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: Name(row["de"], row["en"]) for row in csv.DictReader(file)}


@lru_cache(maxsize=32)
def worth_by_key(smoothing: float) -> dict[str, Grid]:
    """Rows of the bundled table's `worth` by division; a section is the mean of its divisions."""
    worth = bundled_table().worth(smoothing)
    rows = dict(zip(DIVISIONS, worth, strict=True))
    for letter, members in SECTIONS.items():
        rows[letter] = np.mean([rows[division] for division in members], axis=0)
    return rows


def read_table(path: Path) -> AffinityTable:
    """Read a table in the format of `affinity.csv`.

    Forgiving where spreadsheets are known to interfere (semicolons, decimal commas, a lost
    leading zero, a byte order mark); raises ValueError with file and line for everything else.
    """
    text = path.read_text(encoding="utf-8-sig")
    header, _, _ = text.partition("\n")
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in header else ",")
    cells: dict[tuple[str, str], Cell] = {}
    for row in reader:
        try:
            pair, cell = _parse(row)
            if pair in cells:
                raise ValueError(f"{pair[0]} and {pair[1]} are listed twice")
        except ValueError as error:
            raise ValueError(f"{path.name}, line {reader.line_num}: {error}") from None
        cells[pair] = cell
    return AffinityTable({pair: cell for pair, cell in cells.items() if cell.value > 0})


def _parse(row: Mapping[str, str | None]) -> tuple[tuple[str, str], Cell]:
    text = {key: (row.get(key) or "").strip() for key in _COLUMNS}
    division, submarket = text["division"].zfill(2), text["submarket"]
    if division not in DIVISIONS:
        raise ValueError(f"{division!r} is not a division of WZ 2008")
    if submarket not in SUBMARKETS:
        raise ValueError(f"{submarket!r} is not one of {', '.join(SUBMARKETS)}")
    value = _value(text["value"])
    why = Name(text["reason_de"], text["reason_en"])
    if value > 0 and not (why.de and why.en and text["source"]):
        raise ValueError("a value above 0 needs a reason in both languages and a source")
    return (division, submarket), Cell(value, why, text["source"])


_COLUMNS = ("division", "submarket", "value", "reason_de", "reason_en", "source")


def _value(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"the value {text!r} is not a number from 0 to 1")
    return value
