"""Makes the files in data/ from three packages and the lists in sources/.

    pip install -e '.[reference]' && python -m matchmaker.reference.build

Needed only to renew the data; the running program reads data/ alone. The same packages and
lists give the same bytes. Where each file comes from: docs/data.md.
"""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from matchmaker.reference import build_places

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DATA = HERE / "data"

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]

OUTLINED = ("DE", "AT", "BE", "CH", "CZ", "DK", "FR", "LI", "LU", "NL", "PL")
"""Germany and its neighbours; the rest of Europe would only make the map's file larger."""

SUBMARKET_KEYS = {
    "musik": "music", "buch": "books", "kunst": "art", "film": "film",
    "rundfunk": "broadcasting", "darstellend": "performing_arts", "design": "design",
    "architektur": "architecture", "presse": "press", "werbung": "advertising",
    "software": "software_games", "kunsthandwerk": "crafts", "sonstige": "other",
}  # fmt: skip
SKILL_GROUPS = SUBMARKET_KEYS | {
    "quer": "across", "produkt": "product", "marke": "brand", "personal": "staff",
    "raum": "space", "digital": "digital", "innovation": "innovation",
}  # fmt: skip
CERTAINTY = {"hoch": "high", "mittel": "medium", "pruefen": "low", "niedrig": "low"}
COUNTRIES = {"DE": "DE", "AT": "AT", "CH": "CH"}
STATES = (
    "Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg", "Hessen",
    "Mecklenburg-Vorpommern", "Niedersachsen", "Nordrhein-Westfalen", "Rheinland-Pfalz",
    "Saarland", "Sachsen", "Sachsen-Anhalt", "Schleswig-Holstein", "Thüringen",
)  # fmt: skip


def source_rows(name: str) -> list[dict[str, str]]:
    """The rows of a hand-kept list in sources/."""
    with (SOURCES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sectors() -> Table:
    """WZ 2008 from the package wz-code; English titles of sections and divisions by hand."""
    from wz_code.data import wz2008

    english = {row["code"]: row["title_en"] for row in source_rows("sectors_english.csv")}
    classification: dict[str, dict[str, Any]] = wz2008.WZ_2008_DATA
    rows = (
        (code, entry["l"], entry.get("p") or "", entry["t"], english.get(code, ""))
        for code, entry in classification.items()
    )
    return ("code", "level", "parent", "title_de", "title_en"), sorted(rows, key=_section_first)


def _section_first(row: Sequence[Any]) -> tuple[bool, str]:
    return (row[1] != 1, row[0])


def trades() -> Table:
    """Everyday words, German alphabet apart: the order of the hand-kept list is kept."""
    rows = [
        (row["word_de"], row["word_en"], row["code"]) for row in source_rows("everyday_trades.csv")
    ]
    return ("word_de", "word_en", "code"), rows


def submarkets() -> Table:
    """Submarket and WZ 2008 code, with the keys in English."""
    rows = (
        (
            SUBMARKET_KEYS[row["teilmarkt"]],
            row["wz2008"],
            row["zuerst"],
            CERTAINTY[row["sicherheit"]],
            row["nur_anteilig"],
        )
        for row in source_rows("kkw_wz2008.csv")
    )
    return ("submarket", "code", "primary", "certainty", "partial"), list(rows)


def skills() -> Table:
    """Offers of creatives and needs of firms, with the groups in English."""
    kinds = {"a": "offer", "b": "need"}
    rows = (
        (
            row["id"],
            kinds[row["art"]],
            SKILL_GROUPS[row["gruppe"]],
            row["label_de"],
            row["label_en"],
        )
        for row in source_rows("kreativ_tags.csv")
    )
    return ("id", "kind", "group", "label_de", "label_en"), list(rows)


def contact_points() -> Table:
    """Who helps creatives in which part of a country, with how far each reaches."""
    rows = [
        (
            row["name"],
            COUNTRIES.get(row["land"], "DE"),
            "" if row["land"] in COUNTRIES else row["land"],
            _reach(row),
            row["ort"].partition("/")[0],
            row["website"],
            CERTAINTY[row["sicherheit"]],
        )
        for row in source_rows("kontaktstellen.csv")
        if row["website"]
    ]
    return ("name", "country", "state", "reach", "place", "website", "certainty"), rows


def _reach(row: dict[str, str]) -> str:
    if row["region"] in ("Deutschland", "Österreich"):
        return "country"
    return "state" if row["region"] in STATES else "region"


def outlines() -> bytes:
    """Rings of (longitude, latitude) per country, holes left out."""
    features = json.loads((SOURCES / "europa_laender.geojson").read_text("utf-8"))["features"]
    rings: dict[str, list[Any]] = {}
    for feature in features:
        if (country := feature["properties"]["land"]) in OUTLINED:
            rings[country] = [polygon[0] for polygon in _polygons(feature["geometry"])]
    return json.dumps(rings, sort_keys=True, separators=(",", ":")).encode()


def _polygons(geometry: dict[str, Any]) -> list[Any]:
    coordinates: list[Any] = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else coordinates


def as_csv(table: Table) -> bytes:
    """The table as CSV with a header, comma, LF, UTF-8."""
    header, rows = table
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def compressed(content: bytes) -> bytes:
    """gzip without name and time, so that the same content gives the same file."""
    return gzip.compress(content, compresslevel=9, mtime=0)


RECIPES: dict[str, Callable[[], bytes]] = {
    "places_de.csv.gz": lambda: compressed(as_csv(build_places.german_places())),
    "places_europe.csv.gz": lambda: compressed(as_csv(build_places.european_places())),
    "postal_codes_de.csv.gz": lambda: compressed(as_csv(build_places.postal_codes())),
    "place_names.csv": lambda: (SOURCES / "place_names.csv").read_bytes(),
    "sectors.csv.gz": lambda: compressed(as_csv(sectors())),
    "everyday_trades.csv": lambda: as_csv(trades()),
    "submarket_sectors.csv": lambda: as_csv(submarkets()),
    "skills.csv": lambda: as_csv(skills()),
    "contact_points.csv": lambda: as_csv(contact_points()),
    "outlines.json.gz": lambda: compressed(outlines()),
}
"""File in data/ → its content."""


def main() -> None:
    """Write every file of data/ and say how large it is."""
    for name, recipe in RECIPES.items():
        content = recipe()
        (DATA / name).write_bytes(content)
        print(f"{name:28}{len(content):>10,} bytes")


if __name__ == "__main__":
    main()
