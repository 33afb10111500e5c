"""An operator's own book replaces the bundled one, and its mistakes are told by their line."""

from pathlib import Path

import pytest

from plugins.translation_book import TranslationBook
from plugins.translation_book.book import BookError
from tests.plugins.test_translation_book import FILM, POOL, firm, sentences


def test_a_word_that_means_something_else_is_no_hit(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(OWN, encoding="utf-8")
    translator = TranslationBook(book=str(tmp_path)).fit(POOL).translator_
    for meant in ("Seitenbühne", "Bühne und Hebebühne", "Die Haustür klemmt"):
        assert {0} == set(translator.words(firm(meant))), meant
    for other in ("Hebebühne", "Hebebühne an Hebebühne", "Die Autotür klemmt"):
        assert set() == set(translator.words(firm(other))), other


def test_a_word_of_two_situations_points_less_to_each(tmp_path: Path) -> None:
    twin = OWN.replace("id: quietschen", "id: klappern").replace("knarrt", "klappert")
    (tmp_path / "own.txt").write_text(OWN + "\n" + twin, encoding="utf-8")
    words = TranslationBook(book=str(tmp_path)).fit(POOL).translator_.words
    assert words(firm("quietscht"))[0] < words(firm("knarrt"))[0]
    assert words(firm("quietscht"))[0] == words(firm("quietscht"))[1]


def test_an_own_book_replaces_the_bundled_one(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(OWN, encoding="utf-8")
    own = TranslationBook(book=str(tmp_path)).fit(POOL)
    told = sentences(own.explain(firm("Bei uns quietscht es"), FILM))
    assert told == ["Geschrieben wurde „quietscht“ → Ölen → Recruitingfilme"]


def test_an_edited_book_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text(OWN, encoding="utf-8")
    TranslationBook(book=str(file)).fit(POOL)
    file.write_text(OWN.replace("hilfe: Ölen", "hilfe: Schmieren"), encoding="utf-8")
    edited = TranslationBook(book=str(file)).fit(POOL)
    assert edited.translator_.situations[0].help["de"] == "Schmieren"


def test_a_broken_book_is_refused_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text("id: x\nbetrib: quietscht\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"own\.txt:2"):
        TranslationBook(book=str(file)).fit(POOL)


OWN = """\
id: quietschen
situation: Bei uns quietscht es
situation en: It squeaks here
hilfe: Ölen
hilfe en: Oiling
betrieb: quietscht; knarrt; Bühne; Tür klemmt
betrieb en: squeaks; creaks
kreative: Recruitingfilme; Schmiermittel; Ölkanne; Geräusche
kreative en: grease; oil can
skills: Ölen
skills en: Oiling
teilmarkt: film 3
nicht: Hebebühne; Autotür
erfundenes beispiel: Eine Tür wird still.
erfundenes beispiel en: A door falls silent.
"""
