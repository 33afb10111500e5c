"""Reading the official municipality directory."""

import gzip
from pathlib import Path

import pytest

from matchmaker.reference.municipalities import Municipality, read_municipalities

HEADER = "ags,name,typ,einwohner,lat,lon,land,plz,plz_alle\n"
GOOD = '14000001,"Beispielstadt, Stadt",Stadt,18815,50.58,13.01,SN,09456,09456 09457\n'


def written(folder: Path, text: str, name: str = "gemeinden.csv") -> Path:
    path = folder / name
    content = text.encode()
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def mistake(folder: Path, text: str) -> str:
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the caller checks the message)
        list(read_municipalities(written(folder, text)))
    return str(error.value)


@pytest.mark.parametrize("name", ["gemeinden.csv", "gemeinden.csv.gz"])
def test_a_row_becomes_a_municipality(tmp_path: Path, name: str) -> None:
    expected = Municipality(
        ags="14000001",
        name="Beispielstadt, Stadt",
        postal_codes=("09456", "09457"),
        population=18815,
        latitude=50.58,
        longitude=13.01,
        state="SN",
    )
    assert [expected] == list(read_municipalities(written(tmp_path, HEADER + GOOD, name)))


def test_a_municipality_may_have_no_postal_code(tmp_path: Path) -> None:
    row = "14000001,Beispielwald,,0,50.58,13.01,SN,,\n"
    assert [()] == [m.postal_codes for m in read_municipalities(written(tmp_path, HEADER + row))]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("14000001", "4000001", "ags"),
        ('"Beispielstadt, Stadt"', "", "name"),
        ("18815", "18.815", "einwohner"),
        ("18815", "-5", "einwohner"),
        ("50.58", "13.01", "lat"),
        ("50.58", '"50,58"', "lat"),
        ("13.01", "nan", "lon"),
        ("SN", "Sachsen", "land"),
        ("09456,", "9456,", "plz"),
        ("09456 09457", "09456;09457", "plz_alle"),
    ],
)
def test_a_mistake_is_named_with_line_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    text = HEADER + GOOD.replace("14000001", "14000000") + GOOD.replace(old, new, 1)
    assert f"gemeinden.csv, line 3, {field}: " in mistake(tmp_path, text)


def test_a_key_that_stands_twice_is_a_mistake(tmp_path: Path) -> None:
    assert "line 3, ags: 14000001 stands in line 2 already" in mistake(
        tmp_path, HEADER + GOOD + GOOD
    )


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert "line 1: column plz_alle is missing" in mistake(
        tmp_path, HEADER.replace(",plz_alle", "")
    )
    assert "line 1: column ags is missing" in mistake(tmp_path, "")


def test_what_is_no_text_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "gemeinden.csv"
    path.write_bytes(HEADER.encode() + b"\xff\xfe\n")
    with pytest.raises(ValueError, match=r"gemeinden\.csv is no CSV file in UTF-8"):
        list(read_municipalities(path))


def test_a_file_that_is_cut_off_is_named_as_such(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + GOOD, "gemeinden.csv.gz")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ValueError, match=r"gemeinden\.csv\.gz is no CSV file"):
        list(read_municipalities(path))
