"""Submarkets: the keys, their sectors, and which sector belongs to exactly one."""

import pytest

from matchmaker.reference.sectors import normalise_code
from matchmaker.reference.submarkets import (
    SUBMARKETS,
    explanation,
    submarket_of_sector,
    title,
    wz_codes,
)


def test_the_submarkets_are_those_of_the_vocabulary() -> None:
    expected = (
        "music", "books", "art", "film", "broadcasting", "performing_arts", "design",
        "architecture", "press", "advertising", "software_games", "crafts", "other",
    )  # fmt: skip
    assert expected == SUBMARKETS


@pytest.mark.parametrize("key", SUBMARKETS)
def test_every_submarket_has_names_an_explanation_and_real_sectors(key: str) -> None:
    assert title(key, "de")
    assert title(key, "en_GB") == title(key, "en")
    assert explanation(key, "de").endswith(".")
    assert explanation(key, "en").endswith(".")
    assert wz_codes(key)
    assert list(wz_codes(key)) == [normalise_code(code) for code in wz_codes(key)]


def test_an_unknown_submarket_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="musik"):
        title("musik")


@pytest.mark.parametrize(
    ("code", "submarket"),
    [
        ("90.03.3", "art"),
        ("59.1", "film"),
        ("90.01.4", "performing_arts"),
        ("73.11.0", "advertising"),
        ("32.12.0", "design"),
        ("58.21", "software_games"),
        ("59", None),
        ("32.40.0", None),
        ("10.71.0", None),
        ("J", None),
        ("nonsense", None),
    ],
)
def test_a_sector_belongs_to_one_submarket_or_none(code: str, submarket: str | None) -> None:
    assert submarket == submarket_of_sector(code)
