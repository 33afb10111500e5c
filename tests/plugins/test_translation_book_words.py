"""The words in which people ask for help lead to what the book calls it."""

import numpy as np
import pytest

from matchmaker.scoring import Profile
from plugins.translation_book.phrases import HINT, WORD
from plugins.translation_book.similarity import told
from plugins.translation_book.translator import translator_of

ASKED = [
    ("keine-guten-bilder", "Fotos; Fotograf; Drohnenbilder; photographer; photos"),
    ("zeigen-wie-wir-arbeiten", "Film; Kameramann; Videofilmer; film-maker; videographer"),
    ("auftritt-veraltet", "Logo; Grafiker; Designerin; Corporate Design; graphic designer; logo"),
    ("internetseite-alt", "Webdesigner; Website; Homepage; website; web developer"),
    ("app", "App; Programmierer; Software; app; software"),
    ("uns-fehlen-worte", "Texter; Texte; jemanden, der schreiben kann; copywriter; writer"),
    ("zeichnung-statt-foto", "Illustrator; Zeichner; Comic; illustrator; cartoonist"),
    ("musik-fehlt", "Musiker; Sänger; Livemusik; musician; choir leader"),
    ("theater-im-betrieb", "Theater; Schauspielerin; actor"),
    ("kunst-im-haus", "Bildhauer; Gemälde; sculptor"),
    ("keiner-sieht-uns", "Werbung; Kampagne; advertising"),
    ("name-gesucht", "Namen; Slogan; name"),
    ("etikett", "Etikett; neues Etikett; new label"),
    ("geschirr-objekte", "Geschirr; Tassen; crockery"),
    ("arbeitskleidung", "Arbeitskleidung; Uniformen; work clothes"),
    ("aussengelaende", "Landschaftsarchitekt; Gartenplaner; landscape architect"),
]

SITUATIONS = [
    ("abstrakt-erklaeren", "Hausverwaltung. Jeder stellt dieselben Fragen, man müsst es aufmalen"),
    ("verhalten-aendern", "Trotz Schild liegt jeden Montag Müll herum, Hundekot auch"),
    ("tagung-lebendig", "Mitgliederversammlung, alle dösen, das Protokoll liest keiner"),
    ("entstehung-festhalten", "Jemand soll den Bau festhalten, der Kunde wohnt weit weg"),
    ("lebensgeschichten", "Die Bewohner möchten etwas hinterlassen, eine Stimme für die Enkel"),
    ("auf-die-buehne", "Schultheater, alle Kinder sollen mitmachen"),
    ("buecher-retten", "Bei den alten Bänden lösen sich die Buchrücken"),
    ("hilfsmittel", "Kompressionsstrümpfe. Die Jungen schämen sich damit"),
    ("masken-und-kostueme", "Perchten. Larven schnitzt keiner mehr"),
    ("maschine-hat-luft", "Laser gekauft, die Maschine steht still"),
    ("ersatzteile", "They always order the wrong part"),
    ("stadtmoebel", "Die Leit wartn im Regen, koa Unterstand"),
    ("hausregeln", "Ferienlager. Überall hängen Zettel, keiner liest die Hausregeln"),
    ("nebensaison", "Freibad. Im Winter tote Hose"),
    ("weg-erleben", "Sagenweg, nur leider passiert unterwegs nix"),
    ("kirche-leer", "Leere Kirchenbänke, im Gottesdienst sitzt keiner mehr"),
    ("schilder-fahrzeuge", "Der Lieferwagen ist weiß, keiner erkennt uns"),
    ("geld-sammeln", "wir suchen spenden"),
    ("verpackung", "Die Eier kommen zerbrochen an, auch beim Auspacken kein Vergnügen"),
    ("ablaeufe", "Nach Feierabend im Büro, Zettel verschwinden"),
    ("buerger-beteiligen", "Alle an einen Tisch, Streit im Vorstand"),
    ("verhalten-aendern", "Bußgeld bringt nix, das muss in die Köpfe"),
    ("messe", "Messe, jedes Jahr gleicher Stand"),
]


def spoken(text: str) -> dict[str, float]:
    """How strongly a firm with this need speaks of each situation, by id."""
    translator = translator_of()
    words = translator.words(Profile("firm", "kmu", needs=(text,)))
    return {translator.situations[number].id: strength for number, strength in words.items()}


@pytest.mark.parametrize(
    ("situation", "word"), [(id, word) for id, words in ASKED for word in words.split("; ")]
)
def test_whoever_names_the_help_is_understood(situation: str, word: str) -> None:
    said = spoken(f"Wir brauchen {word}" if word[0].isupper() else f"We need {word}")
    assert said[situation] > 0.4
    assert said[situation] == max(said.values())


@pytest.mark.parametrize(
    "sentence",
    [
        "Name gesucht",
        "Wir suchen einen Namen",
        "brauch nen Namen",
        "Mia brauchan an Namen",
        "Wir hätten gern einen Namen",
        "We need a name",
        "looking for a name",
    ],
)
def test_there_are_many_ways_to_say_that_something_is_sought(sentence: str) -> None:
    assert spoken(sentence)["name-gesucht"] > 0.8


def test_what_is_only_mentioned_is_not_sought() -> None:
    assert spoken("Der Name steht an der Tür").get("name-gesucht", 0.0) < 0.2


def test_what_the_next_sentence_seeks_is_not_sought_here() -> None:
    assert spoken("Name steht an der Tür. Wir brauchen Fotos").get("name-gesucht", 0.0) < 0.2
    assert spoken("Wir brauchen ca. 3 Namen")["name-gesucht"] > 0.8


def test_an_english_word_is_no_german_one_that_looks_alike() -> None:
    assert "geschirr-objekte" not in spoken("Somebody should tell the story of the mill")
    assert "ausflugsziel" not in spoken("Nobody will see the difference")
    assert spoken("We need Teller for the guests")["geschirr-objekte"] > 0.4


@pytest.mark.parametrize(
    ("situation", "sentence"),
    [
        ("fachkraefte-fehlen", "Wir wollen was Eigenes verkaufen"),
        ("textil-mode", "Gesprächsstoff im Ort"),
        ("wissenschaft-begreifbar", "Weinprobe im Keller"),
        ("buehne-kulisse", "Umzugsfirma"),
        ("zukunft-des-betriebs", "Wir verbrennen kein Geld mehr"),
    ],
)
def test_a_word_met_by_chance_is_no_situation(situation: str, sentence: str) -> None:
    assert spoken(sentence).get(situation, 0.0) < 0.2


def test_two_words_that_only_colour_others_make_no_phrase() -> None:
    assert "verpackung-nachhaltig" in spoken("weg vom Plastik")
    assert "verpackung-nachhaltig" not in spoken("zum Weglaufen, Neonröhre und Plastikblumen")


def test_sentences_that_mention_a_word_take_nothing_from_those_who_claim_it() -> None:
    assert spoken("Prospekt")["katalog-broschuere"] == pytest.approx(0.6)
    assert spoken("Fotos")["keine-guten-bilder"] == pytest.approx(0.6)


@pytest.mark.parametrize(("situation", "sentence"), SITUATIONS)
def test_whoever_tells_the_situation_is_understood_without_naming_the_help(
    situation: str, sentence: str
) -> None:
    said = spoken(sentence)
    assert said[situation] > 0.7
    assert said[situation] == max(said.values())


def test_a_compound_is_found_inside_a_longer_one() -> None:
    assert spoken("Blutspendedienst")["verhalten-aendern"] > 0.3


def test_a_hint_alone_tells_little_beside_two_clear_words() -> None:
    wants = np.array([True, True])
    hint, clear = told(np.array([[HINT], [2 * WORD]]), wants)
    assert clear > 4 * hint


def test_what_is_given_has_to_be_told_in_more_words_than_what_is_wanted() -> None:
    wanted, given = told(np.array([[WORD], [WORD]]), np.array([True, False]))
    assert wanted > 2 * given
