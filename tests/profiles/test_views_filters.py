"""What people type into the directory's form, and what is made of it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from matchmaker.profiles.filters import Filters, Reading, interpret


@pytest.fixture(autouse=True)
def _in_a_german_page(app: Flask) -> Iterator[None]:
    with app.test_request_context("/verzeichnis"):
        yield


def _read(**typed: str) -> Reading:
    return interpret(Filters.read(typed))


def test_an_address_holds_only_what_was_set_in_one_order() -> None:
    filters = Filters.read({"page": "1", "place": " Aue ", "q": "", "radius": "25", "x": "1"})

    assert list(filters.set_parameters().items()) == [("place", "Aue"), ("radius", "25")]


def test_a_radius_without_a_place_means_nothing() -> None:
    assert Filters.read({"radius": "25"}).set_parameters() == {}


def test_another_filter_starts_at_the_first_page() -> None:
    assert Filters.read({"q": "Holz", "page": "3"}).parameters(kind="kmu") == {
        "q": "Holz",
        "kind": "kmu",
    }


def test_a_postal_code_is_a_place() -> None:
    reading = _read(place="09456")

    assert reading.place_name == "Annaberg-Buchholz"
    assert reading.query.radius_km == 50
    assert reading.query.latitude == pytest.approx(50.58, abs=0.05)


def test_a_name_of_several_places_is_a_question() -> None:
    reading = _read(place="Neustadt")

    assert len(reading.places) > 5
    assert reading.query.latitude is None
    assert not reading.malformed


def test_a_point_answers_which_of_them_is_meant() -> None:
    reading = _read(place="Neustadt", at="51.03,14.22")

    assert reading.place_name == "Neustadt in Sachsen"
    assert reading.places == ()


def test_an_unknown_place_is_told_and_no_error_of_the_form() -> None:
    reading = _read(place="Xyzzyburg")

    assert "Xyzzyburg" in reading.errors["place"]
    assert not reading.malformed


def test_a_sector_is_found_by_an_everyday_word_at_the_level_of_its_class() -> None:
    assert _read(sector="Zahnarzt").query.sector == "86.23"
    assert _read(sector="10.71").query.sector == "10.71"
    assert _read(sector="C").query.sector == "C"


def test_an_unknown_sector_is_told() -> None:
    reading = _read(sector="qqqqqq")

    assert reading.query.sector is None
    assert "qqqqqq" in reading.errors["sector"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "chef"),
        ("submarket", "cooking"),
        ("radius", "nan"),
        ("radius", "1e999"),
        ("radius", "-5"),
        ("radius", "9" * 400),
        ("at", "91,0"),
        ("at", "inf,nan"),
        ("at", "Holz"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "zwei"),
        ("page", "²"),
        ("page", str(2**63)),
        ("page", "9" * 5000),
        ("q", "a" * 501),
        ("place", "a" * 201),
        ("sector", "a" * 201),
    ],
)
def test_a_value_that_no_form_sends_is_named_and_left_out(name: str, value: str) -> None:
    reading = _read(**({"place": "Aue"} | {name: value}))

    assert list(reading.errors) == [name]
    assert reading.malformed
    assert getattr(reading.filters, name) == ""
