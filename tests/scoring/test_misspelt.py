"""A word with one slip of the fingers is read as the one that is meant, and no other word is."""

import gzip

import pytest

from matchmaker.scoring.text import build_in_print, frequencies, terms_of_word
from matchmaker.scoring.text.misspelt import meant


@pytest.mark.parametrize(
    ("misspelt", "right"),
    [
        ("Muisk", "Musik"),  # exchanged
        ("Mussik", "Musik"),  # struck twice
        ("Wekstatt", "Werkstatt"),  # left out
        ("Plqkat", "Plakat"),  # the key beside it, in the row above
        ("Möbek", "Möbel"),  # in its own
        ("Tisxhler", "Tischler"),  # in the row below
        ("Mlbel", "Möbel"),  # beside an umlaut
        ("Drucjer", "Drucker"),  # a "c" that folds otherwise before another letter
        ("gedact", "gedacht"),
        ("Fotogrrafinnen", "Fotografin"),
    ],
)
def test_each_kind_of_slip_is_read_as_the_word_that_is_meant(misspelt: str, right: str) -> None:
    assert terms_of_word(right) == terms_of_word(misspelt)


@pytest.mark.parametrize(
    ("misspelt", "right"),
    [
        ("Glühwweinstand", "Glühweinstand"),
        ("Abastzwege", "Absatzwege"),
        ("Vreinsfeiern", "Vereinsfeiern"),
        ("Kinderbcuh", "Kinderbuch"),
    ],
)
def test_a_slip_in_one_part_leaves_a_compound_its_parts(misspelt: str, right: str) -> None:
    assert len(terms_of_word(right)) > 1
    assert terms_of_word(right) == terms_of_word(misspelt)


@pytest.mark.parametrize(
    "word",
    ["Dinkel", "Loden", "Tusche", "Edding", "Kuvert", "Kontor", "Stanze", "Plotter", "Cidre"],
)
def test_a_rare_word_is_not_taken_for_a_slip(word: str) -> None:
    assert not frequencies.everyday().get(word.lower())
    assert meant(word.lower()) is None


@pytest.mark.parametrize("word", ["bedienpult", "hutzenklang", "chorgewander", "stoppelacker"])
def test_a_compound_of_words_in_print_is_not_taken_for_a_slip(word: str) -> None:
    assert not frequencies.in_print(word)
    assert meant(word) is None


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("nusik", "the first letter is hardly ever missed"),
        ("muhik", "h and s lie apart"),
        ("rphr", "short words have too many neighbours for a rare one"),
        ("msk", "too short"),
        ("mu1sik", "no word at all"),
        ("мусик", "letters that no key has"),
    ],
)
def test_what_is_no_slip_of_a_word_in_use_stays(word: str, why: str) -> None:
    assert meant(word) is None, why


def test_of_many_words_the_commonest_is_meant() -> None:
    everyday = frequencies.everyday()
    assert {"liegt", "liest"} <= everyday.keys()
    assert everyday["liegt"] > everyday["liest"]
    assert meant("lietg") == "liegt"


def test_no_word_is_taken_for_a_stop_word() -> None:
    assert terms_of_word("danke") == ()
    assert terms_of_word("Dabke") == ("dabk",)


def test_the_checksums_are_those_of_the_installed_lists() -> None:
    shipped, built = frequencies.IN_PRINT.read_bytes(), build_in_print.packed()
    assert gzip.decompress(built) == gzip.decompress(shipped)
