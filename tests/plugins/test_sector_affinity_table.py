"""The open table is complete, readable, and refuses a mistaken edit with its line."""

import csv
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from plugins.sector_affinity import SectorAffinity
from plugins.sector_affinity.sectors import DIVISIONS, SECTIONS
from plugins.sector_affinity.table import SUBMARKETS, bundled_table, names, read_table

FOLDER = Path(__file__).parents[2] / "plugins" / "sector_affinity"
HEADER = "division,submarket,value,reason_de,reason_en,source\n"


def rows() -> list[dict[str, str]]:
    with (FOLDER / "affinity.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_wz_2008_has_88_divisions() -> None:
    assert len(DIVISIONS) == 88
    assert len(SECTIONS) == 21
    assert not {"04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89"} & set(DIVISIONS)


def test_every_division_goes_with_some_submarket() -> None:
    assert {row["division"] for row in rows() if float(row["value"]) > 0} == set(DIVISIONS)


def test_no_pair_is_listed_twice() -> None:
    listed = Counter((row["division"], row["submarket"]) for row in rows())
    assert [pair for pair, times in listed.items() if times > 1] == []


def test_every_listed_pair_has_a_short_reason_of_its_own_in_both_languages() -> None:
    for language in ("reason_de", "reason_en"):
        reasons = [row[language] for row in rows()]
        assert len(set(reasons)) == len(reasons)
        assert [reason for reason in reasons if not 3 <= len(reason.split()) <= 9] == []


def test_values_are_steps_of_a_twentieth() -> None:
    assert [row for row in rows() if float(row["value"]) * 20 % 1 > 1e-9] == []


def test_every_source_is_told_in_the_readme_and_every_source_told_is_used() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    assert told == {row["source"] for row in rows()}


def test_at_most_four_submarkets_stand_out_in_a_row() -> None:
    values = bundled_table().values
    assert (values >= 0.7).sum(axis=1).max() <= 4
    assert (values.max(axis=1) > values.mean(axis=1) + 0.15).all()


def test_the_reported_patterns_are_in_the_table() -> None:
    cells = bundled_table().cells
    for division in ("01", "02"):
        assert max(SUBMARKETS, key=lambda s: _value(division, s)) == "software_games"
    for division in ("31", "43", "16"):
        for submarket in ("crafts", "design", "architecture"):
            assert cells[division, submarket].value >= 0.75


def _value(division: str, submarket: str) -> float:
    cell = bundled_table().cells.get((division, submarket))
    return cell.value if cell else 0.0


def test_every_key_has_a_name_in_both_languages() -> None:
    assert set(names()) == {*DIVISIONS, *SECTIONS, *SUBMARKETS}
    assert all(name.de and name.en for name in names().values())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("04,design,0.5,a,b,eigen", "'04' is not a division"),
        ("31,dessign,0.5,a,b,eigen", "'dessign' is not one of"),
        ("31,design,1.5,a,b,eigen", "'1.5' is not a number from 0 to 1"),
        ("31,design,nan,a,b,eigen", "'nan' is not a number from 0 to 1"),
        ("31,design,much,a,b,eigen", "'much' is not a number from 0 to 1"),
        ("31,design,0.5,a,,eigen", "needs a reason in both languages"),
        ("31,design,0.5,a,b,", "and a source"),
        ("31,design", "'' is not a number"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_its_line(
    tmp_path: Path, line: str, sentence: str
) -> None:
    file = tmp_path / "affinity.csv"
    file.write_text(HEADER + "31,film,0.3,a,b,eigen\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"affinity\.csv, line 3: .*{sentence}"):
        read_table(file)


def test_a_pair_listed_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "affinity.csv"
    file.write_text(HEADER + "31,film,0.3,a,b,eigen\n31,film,0,,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 3: 31 and film are listed twice"):
        read_table(file)


def test_a_table_saved_by_a_german_spreadsheet_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "affinity.csv"
    text = HEADER.replace(",", ";") + "1;film;0,35;Hof, gefilmt;farm, filmed;eigen\n"
    file.write_text(text, encoding="utf-8-sig")
    cell = read_table(file).cells["01", "film"]
    assert (0.35, "Hof, gefilmt") == (cell.value, cell.why.de)


def test_smoothing_lifts_a_blank_cell_by_its_row_and_column(tmp_path: Path) -> None:
    file = tmp_path / "affinity.csv"
    file.write_text(HEADER + "31,film,1,a,b,eigen\n", encoding="utf-8")
    worth = read_table(file).worth(0.5)
    furniture, film = DIVISIONS.index("31"), SUBMARKETS.index("film")
    assert worth[furniture, film] == 1.0
    assert worth[furniture, 0] > worth[0, film] > worth[0, 0]


def test_an_empty_table_rates_everything_the_same(tmp_path: Path) -> None:
    file = tmp_path / "affinity.csv"
    file.write_text(HEADER, encoding="utf-8")
    assert {0.5} == set(read_table(file).worth(0.15).ravel())


def test_the_ratings_spread_over_the_whole_range() -> None:
    worth = bundled_table().worth(SectorAffinity().smoothing)
    assert (0.0, 1.0) == (worth.min(), worth.max())
    shares = [float(np.mean((worth >= low) & (worth <= low + 0.25))) for low in (0, 0.25, 0.5)]
    assert all(share > 0.1 for share in shares)
