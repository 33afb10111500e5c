"""Who helps where: postal codes, states, municipality keys, overlaps, and how fast it is told."""

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.accounts.leading import offices_helping
from matchmaker.accounts.models import Office
from matchmaker.accounts.service import create_office
from matchmaker.accounts.territory import check_territory, in_territory, load_municipalities
from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused

HEADER = ("ags", "name", "einwohner", "lat", "lon", "land", "plz", "plz_alle")
Municipalities = Callable[..., None]


@pytest.fixture
def municipalities(app: Flask, tmp_path: Path) -> Municipalities:
    """Reads in municipalities given as key and postal codes."""

    def read_in(**codes: str) -> None:
        path = tmp_path / "gemeinden.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for key, listed in codes.items():
                row = (key.removeprefix("k"), "Ort", "900", "50.6", "13.0", "SN")
                writer.writerow((*row, listed.split()[0], listed))
        with unit_of_work():
            load_municipalities(str(path))

    return read_in


def covered(*entries: str, codes: str) -> list[str]:
    office = Office(slug="amt", name="Amt", territory=list(entries))
    return [code for code in codes.split() if in_territory(office, "DE", code)]


def test_the_first_digits_of_a_postal_code_cover_all_that_begin_so(app: Flask) -> None:
    codes = "09456 09111 08297 01067 90943"
    assert ["09456", "09111"] == covered("09", codes=codes)
    assert ["09456", "08297"] == covered("0945", "08297", codes=codes)


def test_a_state_covers_its_postal_codes_and_no_other(app: Flask) -> None:
    assert ["09456", "01067"] == covered("state:SN", codes="09456 01067 99084 80331")


def test_the_key_of_a_county_covers_the_codes_of_its_municipalities(
    municipalities: Municipalities,
) -> None:
    municipalities(k14521020="09456 09474", k14511000="09111", k14521710="08297")
    assert ["09456", "09474", "08297"] == covered("ags:14521", codes="09456 09474 09111 08297")


def test_a_new_municipality_file_counts_at_once(municipalities: Municipalities) -> None:
    municipalities(k14521020="09456", k14511000="09111")
    assert ["09456"] == covered("ags:14521", codes="09456 09111")
    municipalities(k14521020="09111", k14511000="09456")
    assert ["09111"] == covered("ags:14521", codes="09456 09111")


def test_a_file_that_another_process_read_in_counts_at_the_next_request(
    app: Flask, municipalities: Municipalities
) -> None:
    municipalities(k14521020="09456", k14511000="09111")
    with app.app_context():
        assert ["09456"] == covered("ags:14521", codes="09456 09111")
    municipalities(k14521020="09111", k14511000="09456")
    with app.app_context():
        assert ["09111"] == covered("ags:14521", codes="09456 09111")


def test_without_the_municipality_file_a_key_is_refused_with_what_to_do(
    municipalities: Municipalities,
) -> None:
    with pytest.raises(Refused, match=r"ags:14521 needs the official .* --municipalities FILE"):
        check_territory(["09", "ags:14521"])
    municipalities(k14521020="09456")
    check_territory(["09", "ags:14521"])


@pytest.mark.parametrize("entry", ["", "0945a", "094567", "state:XX", "ags:1", "kreis:14521", "²"])
def test_what_is_no_territory_is_named(app: Flask, entry: str) -> None:
    with pytest.raises(Refused, match="is no territory"):
        check_territory(["09", entry])


def test_abroad_and_without_a_postal_code_nobody_helps(app: Flask) -> None:
    office = Office(slug="amt", name="Amt", territory=["0", "state:SN"])
    assert not in_territory(office, "AT", "01067")
    assert not in_territory(office, "DE", None)
    assert [] == offices_helping("AT", "01067") == offices_helping("DE", "")


def test_where_territories_overlap_the_kind_says_who_leads(app: Flask) -> None:
    kinds = {"a": "association", "b": "chamber", "c": "region", "d": "county", "e": "municipality"}
    with unit_of_work():
        for slug, kind in kinds.items():
            create_office(slug, f"Amt {slug}", ["09"]).kind = kind
        create_office("weit", "Amt weit", ["01"]).kind = "municipality"

    assert ["e", "d", "c", "b", "a"] == [each.slug for each in offices_helping("DE", "09456")]


def test_a_priority_goes_before_the_kind(app: Flask) -> None:
    with unit_of_work():
        create_office("stadt", "Stadt", ["09456"]).kind = "municipality"
        club = create_office("verein", "Verein", ["09"])
        club.kind = "association"
        club.priority = 10

    assert ["verein", "stadt"] == [each.slug for each in offices_helping("DE", "09456")]


def test_five_thousand_places_in_three_territories_are_told_fast(
    municipalities: Municipalities,
) -> None:
    municipalities(**{f"k14521{number:03}": f"0{9000 + number}" for number in range(1000)})
    codes = [f"0{8000 + number % 2000}" for number in range(5000)]
    offices = [
        Office(slug=slug, name=slug, territory=[*entries])
        for slug, entries in (("a", ("09", "083")), ("b", ("state:SN",)), ("c", ("ags:14521",)))
    ]
    in_territory(offices[1], "DE", "09456")  # the list of places is read once
    db.session.rollback()
    began = time.process_time()
    counts = [sum(in_territory(office, "DE", code) for code in codes) for office in offices]

    assert [2300, 2000] == [counts[0], counts[2]]
    assert time.process_time() - began < 0.2
