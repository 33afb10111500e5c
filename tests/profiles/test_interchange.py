"""Import and export from outside: files in, files out, nothing lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.db import db, unit_of_work
from matchmaker.profiles.interchange import ImportReport, export_profiles, import_profiles
from matchmaker.profiles.interchange.files import join_list, split_list
from matchmaker.profiles.models import Need, Profile

JOINER: dict[str, Any] = {
    "external_id": "k-1",
    "kind": "kmu",
    "name": "Tischlerei | Söhne",
    "about": "Treppen.\nFenster.",
    "offers": "=SUMME(Eiche)",
    "needs": [{"title": "Lehrlinge", "text": "Keiner bewirbt sich"}, {"title": "", "text": "Café"}],
    "sectors": ["43.32", "C"],
    "employees": 12,
    "postal_code": "09456",
    "place": "Annaberg-Buchholz",
    "latitude": 50.58,
    "longitude": -13.0,
    "radius_km": 30,
    "remote": True,
    "languages": ["de", "cs"],
    "website": "https://tischlerei.example/a?b=c",
    "email": "post@tischlerei.example",
    "phone": "+49 30 23125 001",
    "visibility": "members",
}
DESIGNER: dict[str, Any] = {
    "external_id": "c-1",
    "kind": "creative",
    "name": "Mira",
    "submarkets": ["design", "crafts"],
    "skills": ["Schrift | Blech", "Ende\\"],
}


@pytest.fixture
def take(app: Flask, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import rows (dictionaries, or lines as they stand) from a JSON Lines file."""

    def take(*rows: Any, **options: Any) -> ImportReport:
        lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
        (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        return import_profiles(tmp_path / "in.jsonl", tmp_path / "rejected.jsonl", **options)

    return take


def read_rejected(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "rejected.jsonl").read_text().splitlines()]


def without_moment(path: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [{key: row[key] for key in row if key != "updated_at"} for row in rows]


def empty_database() -> None:
    with unit_of_work():
        for profile in db.session.scalars(select(Profile)):
            db.session.delete(profile)


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_export_import_and_export_give_the_same_file(
    take: Callable[..., ImportReport], tmp_path: Path, name: str
) -> None:
    take(JOINER, DESIGNER)
    export_profiles(tmp_path / "before.jsonl")
    export_profiles(tmp_path / name)
    empty_database()
    report = import_profiles(tmp_path / name, tmp_path / "rejected.jsonl")
    export_profiles(tmp_path / "after.jsonl")
    assert report == ImportReport(inserted=2)
    assert without_moment(tmp_path / "after.jsonl") == without_moment(tmp_path / "before.jsonl")


def test_an_export_tells_what_was_imported(
    take: Callable[..., ImportReport], tmp_path: Path
) -> None:
    take(JOINER, DESIGNER)
    assert export_profiles(tmp_path / "out.jsonl") == 2
    assert without_moment(tmp_path / "out.jsonl") == [DESIGNER, JOINER]
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o777 == 0o600


def test_no_cell_starts_like_a_formula(take: Callable[..., ImportReport], tmp_path: Path) -> None:
    take(JOINER)
    export_profiles(tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_text()
    assert "'=SUMME(Eiche)" in content
    assert ",=" not in content
    assert ",+" not in content
    assert ",-" not in content


def test_unchanged_rows_are_told_apart_from_changed_ones(
    take: Callable[..., ImportReport],
) -> None:
    take(JOINER, DESIGNER)
    changed = JOINER | {"about": "  Treppen.\r\nFenster. "}
    assert take(changed, DESIGNER | {"name": "Mira S."}) == ImportReport(updated=1, unchanged=1)


def test_a_row_replaces_the_whole_of_its_fields(take: Callable[..., ImportReport]) -> None:
    take(JOINER)
    take({name: JOINER[name] for name in ("external_id", "kind", "name")})
    profile = db.session.scalars(select(Profile)).one()
    assert (profile.about, profile.needs, profile.languages) == ("", [], ["de"])
    assert profile.visibility == "public"


def test_needs_that_stay_keep_their_dates(take: Callable[..., ImportReport]) -> None:
    take(JOINER)
    before = db.session.scalars(select(Need).where(Need.title == "Lehrlinge")).one().created_at
    take(JOINER | {"needs": [{"title": "Neu", "text": ""}, JOINER["needs"][0]]})
    needs = db.session.scalars(select(Need).order_by(Need.position)).all()
    assert [need.title for need in needs] == ["Neu", "Lehrlinge"]
    assert needs[1].created_at == before


BAD = [
    ({"external_id": ""}, "external_id"),
    ({"external_id": "x" * 81}, "external_id"),
    ({"kind": "firma"}, "kind"),
    ({"name": None}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"name": 7}, "name"),
    ({"name": "\u200b \ufeff\n\u034f"}, "name is missing"),
    ({"name": "\u3164"}, "name is missing"),
    ({"external_id": "\u2060"}, "external_id is missing"),
    ({"about": "x" * 5001}, "about"),
    ({"about": "😀" * 5001}, "about"),
    ({"about": "nul\x00"}, "about"),
    ({"about": "halb\ud800"}, "about"),
    ({"name": "verdreht\u202e"}, "name"),
    ({"needs": [{"titel": "x"}]}, "needs"),
    ({"needs": [1]}, "needs"),
    ({"needs": "x" * 5001}, "needs holds a text that has 5,001 characters"),
    ({"needs": [{"title": "x" * 201}]}, "needs holds a title that has 201 characters; at most 200"),
    ({"offers": [{"title": 7}]}, "offers holds a title that must be text"),
    ({"skills": ["Blech", "x" * 81]}, "skills holds an entry that has 81 characters; at most 80"),
    ({"sectors": ["99.99"]}, "sectors"),
    ({"sectors": "31"}, "sectors"),
    ({"submarkets": ["design"]}, "submarkets"),
    ({"employees": 251}, "employees"),
    ({"employees": 0}, "employees"),
    ({"employees": 2**63}, "employees"),
    ({"employees": True}, "employees"),
    ({"employees": 1.5}, "employees"),
    ({"country": "Deutschland"}, "country"),
    ({"postal_code": "123"}, "postal_code"),
    ({"latitude": 91, "longitude": 1}, "latitude"),
    ({"latitude": None}, "latitude"),
    ({"radius_km": -1}, "radius_km"),
    ({"remote": "ja"}, "remote"),
    ({"languages": ["deu"]}, "languages"),
    ({"website": "javascript:alert(1)"}, "website"),
    ({"website": "https://"}, "website"),
    ({"email": "post"}, "email"),
    ({"phone": "ruf an"}, "phone"),
    ({"visibility": "friends"}, "visibility"),
    ({"colour": "blue"}, "colour"),
]


@pytest.mark.parametrize(("change", "field"), BAD, ids=[str(change)[:40] for change, _ in BAD])
def test_a_bad_row_is_kept_with_its_line_and_a_reason_naming_the_field(
    take: Callable[..., ImportReport], tmp_path: Path, change: dict[str, Any], field: str
) -> None:
    assert take(DESIGNER, JOINER | change) == ImportReport(inserted=1, rejected=1)
    (row,) = read_rejected(tmp_path)
    assert row["line"] == 2
    assert any(field in sentence for sentence in row["errors"])
    kept = {key: row[key] for key in row if key not in ("line", "errors")}
    assert kept == JOINER | change


@pytest.mark.parametrize(
    "line",
    [
        b'{"external_id": ',
        b"[]",
        b"7",
        b'{"external_id": "a", "external_id": "b"}',
        b'{"employees": NaN}',
        b"[" * 3000,
        b'{"name": "\xff\xfe"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"latitude": 1e400}',
    ],
    ids=["cut", "list", "number", "twice", "nan", "deep", "bytes", "huge", "endless"],
)
def test_a_line_that_cannot_be_read_costs_itself_only(
    take: Callable[..., ImportReport], tmp_path: Path, line: bytes
) -> None:
    assert take(line, JOINER) == ImportReport(inserted=1, rejected=1)
    assert read_rejected(tmp_path)[0]["line"] == 1
    assert read_rejected(tmp_path)[0]["errors"]
    assert "Infinity" not in (tmp_path / "rejected.jsonl").read_text()


def test_a_second_row_of_one_id_and_a_changed_kind_are_refused(
    take: Callable[..., ImportReport], tmp_path: Path
) -> None:
    assert take(JOINER, JOINER) == ImportReport(inserted=1, rejected=1)
    assert take(DESIGNER | {"external_id": "k-1"}) == ImportReport(rejected=1)
    assert "kind" in read_rejected(tmp_path)[0]["errors"][0]


def test_a_corrected_rejected_file_can_be_fed_back(
    take: Callable[..., ImportReport], tmp_path: Path
) -> None:
    take(JOINER | {"employees": 251})
    (row,) = read_rejected(tmp_path)
    assert take(row | {"employees": 25}) == ImportReport(inserted=1)


def test_a_dry_run_counts_but_keeps_nothing(take: Callable[..., ImportReport]) -> None:
    assert take(JOINER, DESIGNER, dry_run=True) == ImportReport(inserted=2)
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 0


def test_a_spreadsheet_with_semicolons_and_broken_bytes_is_read_row_by_row(
    app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(
        b"\xef\xbb\xbfexternal_id;kind;name;needs;submarkets;remote\n"
        b'c-1;creative;"Zeile\neins";"[{""title"": ""A"", ""text"": ""B""}]";design|music;true\n'
        b"c-2;creative;Stra\xdfe;;;\n"
        b"c-3;creative;Drei;Ein Satz.;;;zu viel\n"
        b"c-4;creative;Vier;Ein Satz.;;\n"
    )
    report = import_profiles(path, tmp_path / "rejected.jsonl")
    assert report == ImportReport(inserted=2, rejected=2)
    assert [row["line"] for row in read_rejected(tmp_path)] == [4, 5]
    first = db.session.scalars(select(Profile).where(Profile.external_id == "c-1")).one()
    assert (first.name, first.submarkets, first.remote) == ("Zeile eins", ["design", "music"], True)
    assert [(need.title, need.text) for need in first.needs] == [("A", "B")]


def test_lists_in_cells_may_hold_the_separator() -> None:
    values = ["Holz", "Glas | Metall", "Ende\\", "\\|", "a\\b"]
    assert split_list(join_list(values)) == values
    assert split_list(r"Holz|Glas \| Metall||") == ["Holz", "Glas | Metall"]


def test_a_place_is_found_for_a_postal_code_but_not_exported(
    take: Callable[..., ImportReport], tmp_path: Path
) -> None:
    take({"external_id": "k", "kind": "kmu", "name": "X", "postal_code": "09456"})
    profile = db.session.scalars(select(Profile)).one()
    assert profile.located_latitude == pytest.approx(50.57, abs=0.1)
    export_profiles(tmp_path / "out.jsonl")
    assert "latitude" not in (tmp_path / "out.jsonl").read_text()
