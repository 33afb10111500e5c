"""Submarkets: the keys, their names and their sectors."""

import pytest

from matchmaker.reference.sectors import normalise_code
from matchmaker.reference.submarkets import (
    SUBMARKETS,
    get_submarket,
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
    assert get_submarket(key).explanation_de.endswith(".")
    assert get_submarket(key).explanation_en.endswith(".")
    assert wz_codes(key)
    assert list(wz_codes(key)) == [normalise_code(code) for code in wz_codes(key)]


def test_an_unknown_submarket_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="musik"):
        title("musik")
