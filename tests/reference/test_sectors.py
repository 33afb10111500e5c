"""Sectors: the classification is whole, and people find themselves in it."""

import pytest

from matchmaker.reference.sectors import (
    covers,
    divisions,
    everyday_trades,
    find_sectors,
    get_sector,
    leaves,
    normalise_code,
    sections,
)

HOSTILE = ["", " ", "\x00", "😀", "x" * 5000, "\ud800", "%_", "((", "ein und der", "-:*_"]


def codes(words: str, limit: int = 8) -> list[str]:
    return [hit.sector.code for hit in find_sectors(words, limit)]


def test_the_classification_is_complete() -> None:
    assert (21, 88) == (len(sections()), len(divisions()))
    assert 839 == sum(len(leaves(section.code)) for section in sections())


def test_titles_are_in_both_languages() -> None:
    furniture = get_sector("31.09.9")
    assert furniture is not None
    assert "Herstellung von sonstigen Möbeln a. n. g." == furniture.title("de")
    assert "Manufacture of furniture" == furniture.title("en")
    assert all(sector.title_en for sector in (*sections(), *divisions()))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31", "31"),
        ("31.0", "31.0"),
        ("31.09.9", "31.09.9"),
        ("31099", "31.09.9"),
        ("3109", "31.09"),
        (" c 31.09.9 ", "31.09.9"),
        ("c", "C"),
        ("31.01.0", "31.01"),
        ("31010", "31.01"),
        ("01110", "01.11.0"),
        ("00", None),
        ("31.99", None),
        ("Z", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_codes_are_understood_in_every_usual_spelling(written: str, code: str | None) -> None:
    assert code == normalise_code(written)


def test_a_selection_covers_itself_and_what_lies_below() -> None:
    assert covers("C", "31.01.0")
    assert covers("31.0", "31.09.9")
    assert covers("31.09.9", "31.09.9")
    assert not covers("31.09.9", "31")
    assert not covers("30", "31.09.9")
    assert not covers("nonsense", "nonsense")


def test_every_everyday_trade_has_a_code_of_the_classification() -> None:
    assert [] == [trade for trade in everyday_trades() if normalise_code(trade[2]) != trade[2]]


def test_the_everyday_trades_are_many_and_each_stands_once() -> None:
    trades = everyday_trades()
    assert 700 <= len(trades) == len(set(trades))
    assert [] == [trade for trade in trades if not all(part.strip() == part for part in trade)]
    assert all(german and english for german, english, _ in trades)


def test_every_everyday_trade_is_found_first_by_its_own_word() -> None:
    for german, english, code in everyday_trades()[::20]:
        same_word = {c for g, e, c in everyday_trades() if german == g or english == e}
        assert codes(german, 1)[0] in same_word, german
        assert codes(english, 1)[0] in same_word, english
        assert code in same_word


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bäcker", "10.71.0"),
        ("Bäckerin", "10.71.0"),
        ("Bäcker:in", "10.71.0"),
        ("Bäcker*innen (m/w/d)", "10.71.0"),
        ("Bäckereien", "10.71.0"),
        ("baeckerei", "10.71.0"),
        ("Backerei", "10.71.0"),
        ("Bäckreei", "10.71.0"),
        ("Biobäckerei", "10.71.0"),
        ("bakery", "10.71.0"),
        ("Ferienwohnungen", "55.20.3"),
        ("Autohäuser", "45.11.0"),
        ("car dealer", "45.11.0"),
        ("Zahnärztin", "86.23.0"),
        ("Zahnarztpraxis", "86.23.0"),
        ("Hofläden", "47.29.0"),
        ("ambulanter Pflegedienst", "88.10.1"),
        ("Campingplatz", "55.30.0"),
        ("Dachdeckerbetrieb", "43.91.1"),
        ("Friseurmeisterin", "96.02.1"),
        ("Fotografin", "74.20.1"),
        ("Ziegenkäserei", "10.51.0"),
        ("Holzspielzeughersteller", "32.40.0"),
        ("Herstellung von Polstermöbeln", "31.09.1"),
        ("31.09.9", "31.09.9"),
    ],
)
def test_people_find_their_trade_in_their_own_words(typed: str, code: str) -> None:
    assert code == codes(typed)[0]


@pytest.mark.parametrize("word", ["Tischlerei", "Schreinerin", "joiner", "Tischlermeister"])
def test_a_joiner_may_build_into_houses_or_make_furniture(word: str) -> None:
    assert ["43.32.0", "31.09.9"] == codes(word, 2)


def test_a_trade_is_found_within_a_sentence() -> None:
    found = codes("Wir sind eine kleine Tischlerei im Erzgebirge und bauen Treppen")
    assert {"43.32.0", "31.09.9", "16.23.0"} <= set(found[:4])


def test_a_hit_names_the_word_that_matched() -> None:
    hit, *_ = find_sectors("Bäckerin")
    assert ("Bäckerei", True) == (hit.matched, hit.everyday)
    title, *_ = find_sectors("Herstellung von Polstermöbeln")
    assert ("Herstellung von Polstermöbeln", False) == (title.matched, title.everyday)


def test_an_everyday_word_stands_before_a_title_that_fits_as_well() -> None:
    hit, *_ = find_sectors("Fotografie")
    assert ("Fotografie", True) == (hit.matched, hit.everyday)


def test_no_sector_is_shown_twice_and_the_limit_holds() -> None:
    found = codes("Handel", 5)
    assert 5 == len(found) == len(set(found))
    assert [] == codes("Handel", 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_input_is_no_sector_and_no_error(text: str) -> None:
    assert [] == codes(text)
    assert get_sector(text) is None
