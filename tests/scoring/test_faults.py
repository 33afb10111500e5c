"""What counts as nonsense, and who is paused for it."""

import json

import numpy as np
import pytest

from matchmaker.scoring import Explanation, PairScorer, Reason
from matchmaker.scoring.faults import (
    ScorerFault,
    blame,
    validate_explanation,
    validate_scores,
)


class Near(PairScorer):
    """Has one reason with one fact."""

    name = "near"
    label = {"de": "Nah", "en": "Near"}
    reasons = {
        "away": {"de": "{km:.0f} km entfernt", "en": "{km:.0f} km away"},
        "wide": {"de": "{km:1002d}", "en": "{km}"},
        "said": {"de": "Gesagt: {words}", "en": "Said: {words}"},
    }


def fault(kind="raised", name="near"):
    return ScorerFault(name, kind, f"{name} failed.")


def test_good_scores_pass_as_they_are():
    scores = np.array([0, 0.5, 1, np.nan], dtype=np.float32)
    assert validate_scores(scores, 4) is scores


def test_wider_numbers_become_single_precision():
    for kind in (np.float64, np.int64, np.uint8):
        scores = validate_scores(np.array([0, 1], dtype=kind), 2)
        assert (scores.dtype, scores.tolist()) == (np.float32, [0.0, 1.0])


def test_rounding_out_of_range_is_clipped():
    scores = validate_scores(np.array([-5e-7, 1 + 5e-7, np.nan]), 3)
    assert scores.tolist() == pytest.approx([0.0, 1.0, np.nan], abs=0, nan_ok=True)


def test_no_opinion_on_anybody_and_no_profile_at_all_are_fine():
    assert np.isnan(validate_scores(np.full(3, np.nan), 3)).all()
    assert validate_scores(np.array([]), 0).tolist() == []


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (None, "near returned nothing where an array of scores is due."),
        ([0.5, 0.5], "near returned a list where an array of scores is due."),
        (np.array(["a", "b"]), "near returned an array of <U1, not of numbers."),
        (np.array([None, None]), "near returned an array of object, not of numbers."),
        (np.zeros((2, 1)), "near returned scores of shape (2, 1), due is (2,)."),
        (np.zeros(3), "near returned scores of shape (3,), due is (2,)."),
        (np.array([np.nan, np.inf]), "near returned the score inf, which is outside 0 to 1."),
        (np.array([0, -np.inf]), "near returned the score -inf, which is outside 0 to 1."),
        (np.array([0, 1.00001]), "near returned the score 1.00001, which is outside 0 to 1."),
    ],
)
def test_nonsense_is_told_in_one_sentence(scores, sentence):
    with pytest.raises(ScorerFault) as raised:
        validate_scores(scores, 2, "near")
    assert (raised.value.kind, raised.value.sentence) == ("nonsense", sentence)


def test_an_explanation_becomes_plain():
    told = Explanation(np.float32(0.5), (Reason("away", km=np.float64(3.2)),))
    plain = validate_explanation(Near(), told)
    assert plain == Explanation(0.5, (Reason("away", km=3.2),))
    assert [type(value) for value in (plain.score, plain.reasons[0].facts["km"])] == [float, float]


def test_quoted_words_lose_what_would_disturb_the_page_around_them():
    told = Explanation(0.5, (Reason("said", words="a\x00\x1b[31m\u202eb\r\nc 🪚"),))
    [reason] = validate_explanation(Near, told).reasons
    assert reason.facts == {"words": "a  [31m b  c 🪚"}


def test_an_abstention_is_an_explanation():
    assert validate_explanation(Near, Explanation(float("nan"))) == Explanation(float("nan"))


def test_an_abstention_equals_abstentions_alone():
    one, other, rated = Explanation(float("nan")), Explanation(-float("nan")), Explanation(0.5)
    assert [True, False, False] == [one == other, one == rated, rated == one]
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (None, "near explained with nothing, not an Explanation."),
        (0.5, "near explained with a float, not an Explanation."),
        (Explanation(True), "near explained with a bool as score."),
        (Explanation("1"), "near explained with a str as score."),
        (Explanation(-0.1), "near explained with the score -0.1, outside 0 to 1."),
        (Explanation(0, ("away",)), "near gave a str as a reason."),
        (Explanation(0, (Reason("other"),)), "near gave a reason whose code is not among its"),
        (Explanation(0, (Reason(["away"]),)), "near gave a reason whose code is not among its"),
        (Explanation(0, (Reason("away", km=[1]),)), "near gave a list as the fact 'km'"),
        (Explanation(0, (Reason("away", km=float("inf")),)), "near gave inf as the fact 'km'."),
        (Explanation(0, (Reason("away", km="\ud800"),)), "near gave broken text as the fact 'km'."),
        (
            Explanation(0, (Reason("away", km=10**400),)),
            "a number beyond all bounds as the fact",
        ),
        (
            Explanation(0, (Reason("away", km="x" * 1001),)),
            "gave 1001 characters as the fact",
        ),
        (
            Explanation(0, (Reason("away", km=1, **{"\ud800": 1}),)),
            "a fact of 'away' no plain",
        ),
        (Explanation(0, (Reason("away", km=1),) * 51), "near gave 51 reasons, at most 50 are due."),
        (Explanation(0, (Reason("wide", km=2),)), "1002 characters as the de sentence of 'wide',"),
        (Explanation(0, (Reason("away", km="far"),)), "that do not fit the de sentence of 'away'."),
        (Explanation(0, (Reason("away"),)), "that do not fit the de sentence of 'away'."),
    ],
)
def test_a_nonsensical_explanation_is_told_in_one_sentence(told, sentence):
    with pytest.raises(ScorerFault) as raised:
        validate_explanation(Near(), told)
    assert raised.value.kind == "nonsense"
    assert sentence in raised.value.sentence


def test_blame_names_the_scorer_and_the_line_but_quotes_nothing():
    with pytest.raises(ScorerFault) as raised, blame("near"):
        int("the text of a profile")
    assert raised.value.kind == "raised"
    assert raised.value.sentence.startswith("near raised ValueError in test_faults.py, line ")
    assert "profile" not in raised.value.sentence


def test_blame_names_the_line_of_the_scorer_and_not_of_a_library_it_called():
    with pytest.raises(ScorerFault) as raised, blame("near"):
        json.loads("")
    assert "near raised JSONDecodeError in test_faults.py, line " in raised.value.sentence


def test_blame_knows_lack_of_memory_and_lets_faults_through():
    with pytest.raises(ScorerFault, match="near ran out of memory") as raised, blame("near"):
        raise MemoryError
    assert raised.value.kind == "memory"
    with pytest.raises(ScorerFault) as raised, blame("near"):
        raise fault("too_slow", "other")
    assert (raised.value.name, raised.value.kind) == ("other", "too_slow")


def test_waiting_for_the_host_and_for_others_is_nobodys_fault():
    assert [False, False] == [fault(kind).counts for kind in ("restarting", "unasked")]
    assert fault("too_slow").counts
