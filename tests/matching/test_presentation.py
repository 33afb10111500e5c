"""How a suggestion is put into words."""

import pytest

from matchmaker.matching.presentation import (
    adding_up,
    first_sentence,
    grade,
    leading_reasons,
    strongest_brake,
)
from matchmaker.matching.service import ToldReason
from matchmaker.scoring.match import Match, MatchPart


def told(scorer: str, text: str) -> ToldReason:
    return ToldReason(scorer, "code", {}, text, True)


def part(name: str, there: float | None, back: float | None, weight: float) -> MatchPart:
    return MatchPart(name, weight, weight, there, back, 0.0)


def match(*parts: MatchPart, for_seeker: float, for_candidate: float) -> Match:
    return Match("id", "key", 0.5, for_seeker, for_candidate, 0.0, parts)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Wir backen.", "Wir backen. Und wir verkaufen."),
        ("Gegründet am 23. Mai in Aue.", "Gegründet am 23. Mai in Aue. Heute zu zweit."),
        ("Treppen, z. B. Wendeltreppen.", "Treppen, z. B. Wendeltreppen. Und Türen."),
        ("Keiner sieht uns!", "Keiner sieht uns! Das ärgert."),
        ("ohne Punkt und Komma", "ohne Punkt\nund Komma"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(sentence: str, text: str) -> None:
    assert first_sentence(text) == sentence


def test_each_scorer_has_its_say_before_one_speaks_twice() -> None:
    reasons = [told("a", "eins"), told("a", "zwei"), told("b", "drei"), told("c", "vier")]
    assert [reason.text for reason in leading_reasons(reasons)] == ["eins", "drei", "vier"]


def test_further_reasons_of_one_scorer_fill_the_places_left() -> None:
    reasons = [told("a", "eins"), told("a", "zwei"), told("b", "drei")]
    assert [reason.text for reason in leading_reasons(reasons)] == ["eins", "drei", "zwei"]


def test_no_sentence_is_told_twice() -> None:
    reasons = [told("a", "Nah beieinander"), told("b", "nah beieinander"), told("b", "anders")]
    assert [reason.text for reason in leading_reasons(reasons)] == ["Nah beieinander", "anders"]


def test_rounded_parts_add_up_to_the_rounded_total() -> None:
    assert adding_up([33.333, 33.333, 33.334, 0.0], 100.0) == [33.3, 33.3, 33.4, 0.0]
    assert adding_up([10.06, 10.06, 10.06], 30.18) == [10.1, 10.1, 10.0]
    assert adding_up([60.04, -2.04], 58.0) == [60.0, -2.0]


def test_a_score_has_a_name_besides_its_number() -> None:
    names = [grade(score) for score in (0.7, 0.5, 0.3, 0.0)]
    assert names == ["passt sehr gut", "passt gut", "könnte passen", "eher ein Versuch"]


def test_the_brake_is_the_part_whose_gap_weighs_most() -> None:
    heavy = part("heavy", 0.9, 0.2, 0.8)
    light = part("light", 0.0, 0.9, 0.2)
    brake = strongest_brake(match(heavy, light, for_seeker=0.72, for_candidate=0.34))
    assert brake is not None
    assert (brake.scorer, brake.to_seeker, brake.points) == ("heavy", False, 20)


def test_a_silent_part_brakes_nothing() -> None:
    full = part("full", 1.0, 1.0, 1.0)
    silent = part("silent", None, None, 0.0)
    assert strongest_brake(match(full, silent, for_seeker=1.0, for_candidate=1.0)) is None
