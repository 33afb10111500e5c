"""One spelling for what people write in many ways."""

import pytest

from matchmaker.reference.spelling import fold, root, without_gender_form, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Müßig", "muessig"), ("ŁÓDŹ", "lodz"), ("Crème", "creme"), ("Mu\u0308ller", "mueller")],
)
def test_umlauts_accents_and_capitals_are_levelled(written: str, folded: str) -> None:
    assert folded == fold(written)


def test_words_come_without_punctuation() -> None:
    assert ["st", "peter", "ording"] == words("St. Peter-Ording!")


@pytest.mark.parametrize(
    "written",
    ["Bäcker:in", "Bäcker*innen", "Bäcker/-in", "Bäcker(in)", "BäckerInnen", "Bäcker (m/w/d)"],
)
def test_gender_forms_are_taken_off(written: str) -> None:
    assert "Bäcker" == without_gender_form(written).strip()


@pytest.mark.parametrize("plain", ["Berlin", "In der Au", "Kamin", "Verein", "INNENAUSBAU"])
def test_a_word_that_only_looks_like_a_gender_form_stays(plain: str) -> None:
    assert plain == without_gender_form(plain)


@pytest.mark.parametrize(
    "family",
    [
        ("Bäcker", "Bäckerin", "Bäckerinnen", "Bäckerei", "Bäckereien"),
        ("Autohaus", "Autohäuser", "Autohäusern"),
        ("Fotograf", "Fotografin", "Fotografie"),
        ("Verein", "Vereine", "Vereinen"),
        ("Möbel", "Möbeln"),
        ("Zimmerei", "Zimmerer", "Zimmermann", "Zimmerleute"),
    ],
)
def test_forms_of_one_trade_share_a_root(family: tuple[str, ...]) -> None:
    assert 1 == len({root(fold(word)) for word in family})


def test_short_words_are_left_alone() -> None:
    assert ["maler", "web", "wein"] == [root(word) for word in ("maler", "web", "wein")]
