"""Profiles as CSV: what a cell means, and which files are refused as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused
from matchmaker.profiles.interchange import ImportReport, export_profiles, import_profiles
from matchmaker.profiles.models import Profile

Take = Callable[[str], ImportReport]


@pytest.fixture
def take(app: Flask, tmp_path: Path) -> Take:
    """Import a table."""

    def take(table: str) -> ImportReport:
        (tmp_path / "in.csv").write_text(table)
        return import_profiles(tmp_path / "in.csv", tmp_path / "rejected.jsonl")

    return take


def offered() -> str | None:
    return db.session.scalar(select(Profile.offers))


def test_offers_in_a_cell_may_be_a_list_of_objects_as_in_json(take: Take) -> None:
    take(
        "external_id;kind;name;offers\n"
        'c-1;creative;Mira;"[{""title"": ""Filme"", ""text"": ""Kurz""}, {""text"": ""Fotos""}]"\n'
    )
    assert "Filme\nKurz\n\nFotos" == offered()


@pytest.mark.parametrize(
    "offers",
    [
        "[neu] Filme",
        "[1]",
        '["Film"]',
        '[{"text": "Wörtlich"}]',
        "[]",
        "[{]",
        "'[{}]",
        "[[{}]]",
        "'=1",
    ],
)
def test_offers_that_look_like_a_list_come_back_as_they_were(
    take: Take, tmp_path: Path, offers: str
) -> None:
    take("external_id,kind,name\nc-1,creative,Mira\n")
    with unit_of_work():
        db.session.execute(update(Profile).values(offers=offers))
    export_profiles(tmp_path / "out.csv")
    again = import_profiles(tmp_path / "out.csv", tmp_path / "rejected.jsonl")
    assert (ImportReport(unchanged=1), offers) == (again, offered())


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("c-1,creative,Mira", "must name the columns: external_id, kind, name"),
        ("external_id\tkind\tname", "must name the columns: external_id, kind, name"),
        ("", "must name the columns: external_id, kind, name"),
        ("external_id,kind,name," + "x" * 2**20 + "y", "line 1 cannot be read: field larger"),
    ],
    ids=["none", "tabs", "empty line", "huge"],
)
def test_a_table_whose_first_line_does_not_name_its_columns_is_refused(
    take: Take, header: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        take(f"{header}\nc-2,creative,Jens\n")
    assert db.session.scalar(select(Profile)) is None


def test_numbers_close_to_zero_come_back_from_a_table(take: Take, tmp_path: Path) -> None:
    take("external_id,kind,name,latitude,longitude,radius_km\nc-1,creative,Mira,5E1,-1e-7,1e-200\n")
    export_profiles(tmp_path / "out.csv")
    again = import_profiles(tmp_path / "out.csv", tmp_path / "rejected.jsonl")
    assert ImportReport(unchanged=1) == again
    assert 50 == db.session.scalar(select(Profile.latitude))


def test_a_number_beyond_all_others_comes_back_as_it_came(take: Take, tmp_path: Path) -> None:
    take("external_id,kind,name,radius_km\nc-1,creative,Mira,1e400\n")
    assert '"radius_km": "1e400"' in (tmp_path / "rejected.jsonl").read_text()


def test_where_one_column_is_missing_each_row_says_so(take: Take, tmp_path: Path) -> None:
    assert ImportReport(rejected=2) == take("external_id;name;Art\nc-1;Mira;x\nc-2;Jens;y\n")
    assert 2 == (tmp_path / "rejected.jsonl").read_text().count('"kind ')


def test_an_empty_file_holds_no_rows(take: Take) -> None:
    assert ImportReport() == take("")
