"""One analysis for all: the same thing in other spellings gives the same terms."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.scoring.text import (
    Token,
    analyse,
    clean,
    fold,
    language_of,
    rarity,
    terms,
    terms_for_search,
)
from matchmaker.scoring.text.words import stem

SAME = [
    ("Fotograf", "Fotografin Fotografinnen Fotograf:in Fotograf*innen FotografInnen Fotograf/-in"),
    ("Fotograf", "Fotograf/in Fotograf_in Fotograf(in) Fotografen fotograf FOTOGRAF Photograph"),
    ("Fotograf", "Fotografie Photographie photography photographer"),
    ("Designer", "Designer:in Designer_innen Designerin DesignerInnen designers Design"),
    ("Kunde", "Kunden Kundin Kund:innen Kund*innen KundInnen"),
    ("Arzt", "Ärztin Ärzte Aerzte Ärzt:innen"),
    ("Möbel", "Moebel Mobel MÖBEL moebel MOEBEL Mo\u0308bel"),
    ("Straße", "Strasse STRASSE"),
    ("Azubi", "Azubis azubis"),
    ("Foto", "Fotos photos Photo"),
    ("Workshop", "Workshops workshops"),
    ("Tischlerei", "Tischler Tischlerin Tischlerinnen Tischlereien"),
    ("Musik", "music Music"),
    ("Architektur", "architecture"),
    ("Film", "Filme films film"),
    ("Marketing", "marketing"),
    ("Heft", "Heftchen"),
    ("Film", "Filmchen Filmerl"),
    ("Haus", "Häusl Häusle Hüsli Huus Heisl"),
    ("Bierkrug", "Bierkrügl"),
    ("Leute", "Leut Leit Lüüt"),
    ("Geschäft", "Gschäft"),
    ("Kind", "Chind"),
    ("machen", "machn"),
    ("verstehen", "verstehn versteh vastehn"),
    ("Erdbeere", "Erdbeern"),
    ("Spiel", "Spui"),
    ("erklären", "erklärt erklaert"),
    ("verkaufen", "verkauft"),
    ("reparieren", "repariert"),
    ("finden", "findet"),
    ("laufen", "läuft"),
    ("vergessen", "vergisst vergißt"),
    ("ansehen", "ansieht"),
    ("fahren", "fährt"),
    ("stehen", "steht"),
    ("Küche", "Küchen Kueche KÜCHE Chuchi"),
    ("Rinde", "Rinden"),
    ("Bürger", "Bürgerinnen Bürger:innen Bürgern"),
    ("Weber", "Weberei Weberinnen"),
    ("wandern", "Wanderer wandert Wanderung"),
    ("Schloss", "Schlösser Schloesser Schlössern"),
]

APART = [
    ("Rinde", "Rinder"),
    ("Küche", "Kuchen"),
    ("Küchen", "Kuchen"),
    ("Säge", "Sage"),
    ("Lager", "Lage"),
    ("Lehrerin", "Lehre"),
    ("Weberei", "Web"),
    ("Wanderer", "Wand"),
    ("Müllerei", "Müll"),
    ("Bürger", "Burg"),
    ("Zimmerei", "Zimmer"),
    ("Leder", "LED"),
    ("Fehler", "fehlen"),
    ("Reis", "Reise"),
    ("Küchenstudio", "Kuchen"),
    ("Wanderweg", "Wand"),
    ("Lagerhalle", "Lage"),
    ("Eisenbahn", "Eis"),
    ("Schlösser", "Schlosser"),
    ("Käfer", "Café"),
    ("Herbst", "herb"),
    ("Handwerkskammer", "Kamm"),
    ("crafts", "Kraft"),
    ("fabric", "Fabrik"),
]


@pytest.mark.parametrize(
    ("word", "other"), [(word, other) for word, others in SAME for other in others.split()]
)
def test_spellings_and_forms_of_a_word_meet(word: str, other: str) -> None:
    assert terms(word)[0] == terms(other)[0]


@pytest.mark.parametrize(
    "word",
    [
        *("Termin", "Magazin", "Berlin", "Medizin", "Benzin", "Kamin", "Preis", "Mais"),
        *("Sport", "Bett", "Einfahrt", "Erbrecht", "Internet", "Konzert", "Markt"),
    ],
)
def test_what_only_looks_like_a_form_stays_whole(word: str) -> None:
    assert word.lower() == terms(word)[0]


@pytest.mark.parametrize(("word", "other"), APART)
def test_different_words_do_not_meet(word: str, other: str) -> None:
    assert set(terms(word)).isdisjoint(terms(other))


@pytest.mark.parametrize(
    ("compound", "part"),
    [
        ("Handyfotos", "Foto"),
        ("Werbevideos", "Video"),
        ("Hochzeitsfotografin", "Fotograf"),
        ("Industriedesignerinnen", "Designer"),
    ],
)
def test_the_forms_of_a_word_meet_inside_compounds_too(compound: str, part: str) -> None:
    assert terms(part)[0] in terms(compound)


@pytest.mark.parametrize("word", ["Plätzchen", "Flaschen", "Taschen", "Märchen", "Zeichen"])
def test_what_only_looks_small_stays_whole(word: str) -> None:
    assert not {"platz", "flas", "tas", "mar", "zei"} & set(terms(word))


@pytest.mark.parametrize("word", ["Stern", "Chor", "Glas", "Engel", "Halle", "turn", "table"])
def test_what_only_looks_spoken_stays_whole(word: str) -> None:
    assert terms(word)[0] == stem(word.lower())


def test_photographers_are_no_counts() -> None:
    assert terms("Fotografen") == ["fotograf"]


@pytest.mark.parametrize(
    "phrase",
    ["mir ham", "brauchn", "bissl", "nen", "hätt gern", "und wat is dat", "ick ooch", "öppis isch"],
)
def test_dialect_and_haste_add_no_topic(phrase: str) -> None:
    assert terms(phrase) == []


@pytest.mark.parametrize("word", ["neue", "neuer", "neuen", "Neuem"])
def test_a_spelt_umlaut_is_not_seen_where_none_is(word: str) -> None:
    assert terms(word) == ["neu"]


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("Möbelwerkstatt", {"mobel", "werkstatt"}),
        ("Moebelwerkstatt", {"mobel", "werkstatt"}),
        ("Hofladen", {"hof", "lad"}),
        ("Treppenbau", {"trepp", "bau"}),
        ("Ausbildungsbetrieb", {"ausbild", "betrieb"}),
        ("Zukunftswerkstatt", {"zukunft", "werkstatt"}),
        ("Kinderbuch", {"kind", "buch"}),
        ("Webshop", {"web", "shop"}),
        ("Web-Shop", {"web", "shop"}),
        ("Schmuckdesigner:innen", {"schmuck", "design"}),
        ("Produktfotografie", {"produkt", "fotograf"}),
    ],
)
def test_a_compound_gives_its_parts_besides_the_whole(compound: str, parts: set[str]) -> None:
    whole, *others = terms(compound)
    assert parts == set(others)
    assert whole not in parts


def test_a_hyphen_makes_no_difference() -> None:
    assert set(terms("Webshop")) == set(terms("Web-Shop"))


def test_a_word_that_everybody_uses_as_one_stays_one() -> None:
    assert terms("Krankenhaus") == ["krankenhaus"]


@pytest.mark.parametrize("word", ["understand", "support", "stubborn", "applied"])
def test_an_english_word_is_no_german_compound(word: str) -> None:
    assert len(terms(word)) == 1


def test_function_words_of_both_languages_are_left_out() -> None:
    assert terms("Wir sind auch für die da, and we are here for you") == []


@pytest.mark.parametrize("note", ["(m/w/d)", "m/w/d", "(w, m, d)", "(gn)", "(all genders)"])
def test_all_genders_welcome_is_no_topic(note: str) -> None:
    assert terms(f"Designer {note}") == ["design"]


def test_tokens_keep_the_word_as_written_and_its_place() -> None:
    text = "Für unsere Möbel: Fotograf:innen!"
    expected = (Token("Möbel", 11, ("mobel",)), Token("Fotograf:innen", 18, ("fotograf",)))
    assert expected == analyse(text)
    assert all(clean(text).startswith(token.surface, token.start) for token in analyse(text))


def test_the_directory_also_finds_what_is_refused() -> None:
    assert terms_for_search("keine Werbung") == ["werbung"]
    assert terms("keine Werbung") == []


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("de", "Wir suchen jemanden für unseren Hofladen"),
        ("en", "We are looking for somebody who can draw"),
        ("de", "Logo"),
        ("de", ""),
        ("en", "Corporate design for the farm"),
        ("de", "Corporate Design für den Hof"),
    ],
)
def test_function_words_tell_the_language(expected: str, text: str) -> None:
    assert expected == language_of(text)


def test_rare_words_are_rarer_than_common_ones() -> None:
    assert 1.0 == rarity("schabloniererei") > rarity("trepp") > rarity("jahr") >= 0.0


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        "donaudampfschiff" * 312,
        "😀" * 5000,
        "\0" * 5000,
        "\ud800" * 5000,
        "e\u0302\u0316\u0315\u0300" * 1000,
        "ﷺ" * 5000,
        "kein " * 1000,
        "nicht " * 800,
        "(m/w/d" * 800,
        "a-" * 2500,
        "a:in" * 1250,
        "(" * 5000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_hostile_texts_give_few_short_terms(text: str) -> None:
    found = terms(text)
    assert len(found) <= len(clean(text))
    assert all(len(term) <= 60 for term in found)


def test_unseen_characters_do_not_part_or_hide_a_word() -> None:
    assert (
        ["mobel"]
        == terms("Mö\u200bb\u202eel")
        == terms("Mö\u00adbel")
        == terms("M\ufeffö\ud800bel")
    )


def test_a_control_character_parts_two_words() -> None:
    assert terms("Hof\0Treppe") == ["hof", "trepp"]


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_has_terms_without_blanks_in_the_order_of_its_tokens(text: str) -> None:
    kept = [term for token in analyse(text) if not token.refused for term in token.terms]
    assert kept == terms(text)
    assert all(term and not term.isspace() for term in kept)


@given(st.text("aeiouäöünrstlWMB ", max_size=60))
def test_upper_case_and_lower_case_meet(text: str) -> None:
    assert fold(text) == fold(text.lower()) == fold(text.upper())


def test_threads_do_not_disturb_each_other() -> None:
    folded = ["werkstatten", "gestaltungen", "arbeiten", "hauser", "brunnen", "treppen"] * 200
    alone = [stem(word) for word in folded]
    with ThreadPoolExecutor(8) as threads:
        assert alone == list(threads.map(stem, folded))


def test_the_word_lists_wait_for_the_first_text() -> None:
    code = "import sys, matchmaker.scoring.text; print('wordfreq' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
