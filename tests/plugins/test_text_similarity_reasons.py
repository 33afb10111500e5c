"""What is quoted was written: nobody is told of a word that stands in no profile."""

import pytest

from matchmaker.scoring import Pool, Reason
from plugins.text_similarity import TextSimilarity
from tests.plugins.test_text_similarity import POOL, creative, firm


@pytest.mark.parametrize(
    ("offers", "reason"),
    [
        ("Schnitt", Reason("ticked", words="Brettspiel")),
        ("Spiele und Schnitt", Reason("related", words="Brettspiel", theirs="Spiele")),
        ("Software, Spiele, games", Reason("related", words="Brettspiel", theirs="Spiele")),
    ],
)
def test_a_submarket_that_is_ticked_is_not_quoted_as_if_it_were_written(
    offers: str, reason: Reason
) -> None:
    ticked = creative("x", offers, submarkets=frozenset({"software_games"}))
    fitted = TextSimilarity().fit(Pool([*POOL, ticked]))
    told = fitted.explain(firm("y", "Ein Brettspiel vom Ort"), ticked).reasons
    assert reason in told
    assert "Spiele" not in "".join(str(each) for each in told if each != reason)


@pytest.mark.parametrize(
    ("need", "offers", "told"),
    [
        ("Haustüren", "Autohaus", False),
        ("Küchentisch", "Werktisch", True),
        ("Buch", "Buchbinderei", True),
        ("Wochen", "Probewoche", False),
        ("Freitag", "Freitag", False),
        ("Treppe", "Treppen", True),
    ],
)
def test_what_is_told_brings_the_two_together(need: str, offers: str, told: bool) -> None:
    """A time brings nobody together, nor does a word that only begins what the other ends with."""
    one, other = firm("y", f"{need} mit Folien"), creative("x", f"{offers} und Folien")
    fitted = TextSimilarity().fit(Pool([*POOL, other]))
    reasons = fitted.explain(one, other).reasons
    assert any("Folien" in reason.facts["words"] for reason in reasons)
    assert any(need in reason.facts["words"] for reason in reasons) == told
