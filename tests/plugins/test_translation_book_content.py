"""The bundled book is whole and sound, and the checker finds every kind of mistake."""

from pathlib import Path

import pytest

from plugins.translation_book import check_book, unknown_words
from plugins.translation_book.book import BUNDLED, Book
from plugins.translation_book.parser import parse_book
from plugins.translation_book.phrases import read_phrase
from tests.plugins.books import bundled_book

SOUND = """\
# Eine Bemerkung

version: 2.0

id: enge-halle
situation: Die Halle ist zu eng
situation en: The hall is too small
hilfe: Platz schaffen
hilfe en: Making room
betrieb: enge Halle; kein Platz in der Halle; Stellfläche; ~Lager
betrieb en: narrow hall; no room
kreative: Raumplanung; Innenarchitektur; Grundrisse; Möbelentwurf
kreative en: floor plans; interior design
skills: Innenarchitektur
skills en: Interior architecture
teilmarkt: architecture 3; design 1
nicht: Hallenbad
erfundenes beispiel: Eine Glaserei stellt
  ihre Regale um.
erfundenes beispiel en: A glazier moves the shelves.
"""
OTHER = (
    SOUND[SOUND.index("id: ") :]
    .replace("enge-halle", "dunkler-hof")
    .replace(
        "enge Halle; kein Platz in der Halle; Stellfläche; ~Lager",
        "Hof ist dunkel; finsterer Hof; Hinterhof; Laterne",
    )
    .replace("narrow hall; no room", "dark courtyard; lantern")
)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "book.txt"
    file.write_text(text, encoding="utf-8")
    return file


def found(tmp_path: Path, text: str) -> set[str]:
    return {finding.kind for finding in check_book(written(tmp_path, text))}


def test_the_bundled_book_has_no_findings() -> None:
    assert [] == [str(finding) for finding in check_book(BUNDLED)]


@pytest.fixture
def book() -> Book:
    return bundled_book()


def test_the_bundled_book_is_as_large_as_promised(book: Book) -> None:
    phrases = {entry.phrase for each in book.situations for entry in each.entries}
    assert len(book.situations) >= 80
    assert len(phrases) >= 600


def test_the_book_serves_both_directions_in_both_languages(book: Book) -> None:
    assert sum(each.sought_by_creative for each in book.situations) >= 20
    for each in book.situations:
        for entries in (each.firm, each.creative, each.skills):
            assert {"de", "en"} == {entry.language for entry in entries}, each.id


def test_no_entry_is_an_inflection_of_its_neighbour(book: Book) -> None:
    for each in book.situations:
        for entries in (each.firm, each.creative):
            german = [read_phrase(entry).meaning for entry in entries if entry.language == "de"]
            assert len(german) == len(set(german)), each.id


def test_every_submarket_helps_in_several_situations(book: Book) -> None:
    for submarket in ("music", "books", "art", "film", "broadcasting", "press", "crafts"):
        assert sum(submarket in each.submarkets for each in book.situations) >= 10


def test_a_sound_small_book_has_no_findings(tmp_path: Path) -> None:
    assert set() == found(tmp_path, SOUND + "\n" + OTHER)


def test_lines_go_on_when_they_are_indented(tmp_path: Path) -> None:
    book = parse_book(written(tmp_path, SOUND))
    assert book.situations[0].example["de"] == "Eine Glaserei stellt ihre Regale um."
    assert book.version == "2.0"


def test_marks_are_read(tmp_path: Path) -> None:
    text = SOUND.replace("Stellfläche", "=!Stellfläche")
    (situation,) = parse_book(written(tmp_path, text)).situations
    marks = {entry.phrase: (entry.weak, entry.shared, entry.literal) for entry in situation.firm}
    assert marks["Stellfläche"] == (False, True, True)
    assert marks["Lager"] == (True, False, False)
    assert marks["enge Halle"] == (False, False, False)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("malformed", "skills: ", "skils: "),
        ("malformed", "# Eine Bemerkung", "Eine Bemerkung"),
        ("malformed", "enge-halle", "Enge Halle"),
        ("malformed", "hilfe en: Making room", "hilfe en: Making room\nhilfe en: Twice"),
        ("malformed", "teilmarkt", "richtung: beide\nteilmarkt"),
        ("unknown_submarket", "architecture 3", "architektur 3"),
        ("bad_weight", "architecture 3", "architecture 9"),
        ("malformed", "design 1", "design 1; architecture 1"),
        ("missing", "situation en: The hall is too small\n", ""),
        ("missing", "skills: Innenarchitektur\nskills en: Interior architecture\n", ""),
        ("missing", "teilmarkt: architecture 3; design 1\n", ""),
        ("too_few", "narrow hall; no room", "narrow hall"),
        ("too_few", "Raumplanung; Innenarchitektur; ", ""),
        ("dead", "Stellfläche", "so wie wir"),
        ("dead", "Stellfläche", "!kleine Stellfläche"),
        ("contradiction", "nicht: Hallenbad", "nicht: Stellfläche"),
        ("contradiction", "~Lager", "~Lager; Lager"),
        ("duplicate", "Grundrisse", "Grundrisse; Grundriss"),
        ("duplicate", "Stellfläche", "Stellfläche; Stellflächen"),
    ],
)
def test_each_kind_of_mistake_is_found(tmp_path: Path, kind: str, old: str, new: str) -> None:
    assert old in SOUND
    assert kind in found(tmp_path, SOUND.replace(old, new))


def test_the_same_phrase_in_two_situations_is_found_unless_it_is_meant(tmp_path: Path) -> None:
    twice = OTHER.replace("Hinterhof", "Stellfläche")
    assert {"duplicate"} == found(tmp_path, SOUND + "\n" + twice)
    meant = OTHER.replace("Hinterhof", "=Stellfläche")
    assert set() == found(tmp_path, SOUND + "\n" + meant)


def test_an_id_used_twice_is_found(tmp_path: Path) -> None:
    twin = OTHER.replace("dunkler-hof", "enge-halle")
    assert {"duplicate_id"} == found(tmp_path, SOUND + "\n" + twin)


def test_a_finding_names_file_and_line_in_both_languages(tmp_path: Path) -> None:
    (finding,) = check_book(written(tmp_path, SOUND.replace("Stellfläche", "so wie wir")))
    assert finding.place == "book.txt:10"
    assert "so wie wir" in finding.de
    assert "so wie wir" in finding.en


def test_a_folder_without_text_files_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_book(tmp_path)


def test_unknown_words_come_most_frequent_first(tmp_path: Path) -> None:
    book = str(written(tmp_path, SOUND))
    texts = [
        "In der Halle quietscht die Kranbahn",
        "Die Kranbahn, immer die Kranbahn",
        "Kranbahnen und Lager, bitte keine Hubwagen",
        "quietscht",
    ]
    assert unknown_words(texts, book) == [("Kranbahn", 3), ("quietscht", 2)]


def test_everyday_words_are_not_missed_by_the_book(tmp_path: Path) -> None:
    book = str(written(tmp_path, SOUND))
    assert unknown_words(["Wir machen das schon immer so und kommen"], book) == []


def test_the_readme_shows_a_sound_situation(tmp_path: Path) -> None:
    readme = (BUNDLED.parent / "README.md").read_text(encoding="utf-8")
    situation, trade = (block.strip() + "\n" for block in readme.split("```")[1::2])
    assert set() == found(tmp_path, situation)
    helped = situation.replace("teilmarkt:", "gewerke: maskenbau 3\nteilmarkt:")
    assert set() == found(tmp_path, f"{trade}\n{helped}")
