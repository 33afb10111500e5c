"""An entry is found in the texts that mean it, and in no others that share a word with it."""

import pytest

from plugins.translation_book.book import Entry
from plugins.translation_book.phrases import read_phrase
from plugins.translation_book.recognition import Recogniser
from plugins.translation_book.spelling import Spelling


def found(entry: str, text: str, never: str = "") -> bool:
    """Whether a book that holds this entry alone, for texts of both languages, finds it."""
    told, not_meant = (
        read_phrase(Entry(phrase.removeprefix("!"), "en", 1, literal=phrase.startswith("!")))
        for phrase in (entry, never)
    )
    recogniser = Recogniser([[(0, told)]], [(0, not_meant)], Spelling({}))
    return bool(recogniser.hits(recogniser.read(text)))


@pytest.mark.parametrize(
    ("entry", "spellings"),
    [
        ("by-product", "a by-product; the by-products; a byproduct; our by product"),
        ("Pop-up", "Pop-up; ein Popup; Pop Up im Advent; Pop-up-Laden"),
        ("T-Shirts", "T-Shirt; t-shirts; T Shirts; Vereins-T-Shirt; TShirt"),
        ("Vor-Ort-Service", "Vor-Ort-Service; Vor Ort Service"),
        ("one-off", "a one-off"),
    ],
)
def test_a_word_with_a_small_piece_is_found_in_every_spelling(entry: str, spellings: str) -> None:
    for text in spellings.split("; "):
        assert found(entry, text), text


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("by-product", "our new product"),
        ("by-product", "a product made by hand"),
        ("voice-over", "the voice of the valley"),
        ("IT-Sicherheit", "Sicherheit auf der Baustelle"),
        ("T-Shirts", "das Holzfällershirt"),
    ],
)
def test_half_of_a_word_with_a_small_piece_is_not_the_word(entry: str, text: str) -> None:
    assert not found(entry, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Platz für Kunden", "Hier ist viel Platz. Kunden haben wir keine."),
        ("Platz für Kunden", "Den Platz bieten wir an. Kunden zahlen später."),
        ("neue Maschine", "Wir kaufen eine Maschine! Neue Wege gehen wir auch."),
    ],
)
def test_the_words_of_a_phrase_stand_in_one_sentence(phrase: str, text: str) -> None:
    assert not found(phrase, text)


def test_german_varnish_is_no_english_lack() -> None:
    assert found("no colours", "We lack colours for our house")
    assert not found("no colours", "Lack und colours: unser Laden hat alles")


def test_the_end_of_a_line_parts_no_phrase() -> None:
    assert found("Platz für Kunden", "Hier ist viel Platz\nfür Kunden und Gäste")


def test_a_word_with_a_hyphen_is_found_taken_apart_where_both_halves_mean_something() -> None:
    assert found("3D-Druck", "Druck in 3D")


@pytest.mark.parametrize(
    ("entry", "never", "meant", "not_meant"),
    [
        ("Probe", "auf Probe", "die Probe im Saal", "Mitarbeiter auf Probe"),
        ("Druck", "!Drucker", "Druck auf Papier", "ein neuer Drucker"),
    ],
)
def test_what_is_not_meant_blocks_only_where_it_stands(
    entry: str, never: str, meant: str, not_meant: str
) -> None:
    assert found(entry, meant, never)
    assert not found(entry, not_meant, never)


@pytest.mark.parametrize(
    ("entry", "texts"),
    [
        (
            "keine Zeit",
            "Wir haben keine Zeit; Zeit haben wir keine; uns fehlt die Zeit; Zeit und Geld fehlen"
            "; uns fehlen Geld, Zeit und Leute; weder Geld noch Zeit; was fehlt, ist Zeit"
            "; Wir haben Geld. Zeit nicht; Zeit gibt es, aber keine Zeit zum Reden",
        ),
        ("keine Leute", "Leute finden wir nicht mehr; uns fehlen die Leute; es gibt kaum Leute"),
        ("no time", "we don't have the time; we lack time; there isn’t any time"),
    ],
)
def test_a_word_is_missed_where_its_clause_says_so(entry: str, texts: str) -> None:
    for text in texts.split("; "):
        assert found(entry, text), text


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("keine Zeit", "Zeit haben wir, Geld haben wir keines"),
        ("keine Zeit", "Wir haben Zeit aber kein Geld"),
        ("keine Zeit", "Zeit ist da und Geld haben wir nicht"),
        ("keine Leute", "Das ist nicht schlimm, Leute gibt es genug"),
        ("no time", "we have time but no money"),
    ],
)
def test_a_word_is_not_missed_where_another_clause_misses_something(entry: str, text: str) -> None:
    assert not found(entry, text)


@pytest.mark.parametrize("entry", ["kein Geld", "Geld fehlt", "uns fehlt das Geld"])
@pytest.mark.parametrize("text", ["uns fehlt das Geld", "kein Geld", "es mangelt an Geld"])
def test_what_lacks_is_found_however_it_is_said(entry: str, text: str) -> None:
    assert found(entry, text)
    assert not found(entry, "Geld ist da")


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("webrung", "werbung"),
        ("werbumg", "werbung"),
        ("werbug", "werbung"),
        ("werrbung", "werbung"),
        ("theeater", "theater"),
        ("wrbng", None),
        ("werbung", None),
        ("lihct", None),
    ],
)
def test_a_word_at_one_slip_is_known_again(misspelt: str, meant: str | None) -> None:
    known = {word: (word,) for word in ("werbung", "theater", "licht")}
    assert Spelling(known).near(misspelt) == meant


@pytest.mark.parametrize(("word", "finds"), [("Ochsenbasse", True), ("Dinkel", False)])
def test_a_word_in_print_is_not_corrected_into_one_of_the_book(word: str, finds: bool) -> None:
    known = {"ochsengasse": ("ochsengass",), "dunkel": ("dunkel",)}
    told = [(0, read_phrase(Entry(each, "de", 1))) for each in ("Ochsengasse", "Dunkel")]
    recogniser = Recogniser([told], (), Spelling(known))
    assert finds == bool(recogniser.hits(recogniser.read(word)))
