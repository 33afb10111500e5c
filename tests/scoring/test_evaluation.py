import math

import numpy as np
import pytest

from matchmaker.scoring import Profile, Scorer
from matchmaker.scoring.panel import Part
from matchmaker.scoring.trials.evaluation import evaluate, read_qrels
from tests.scoring.little_scorers import Broken, Fixed

FIGURES = [
    "n",
    "hit_at_1",
    "hit_at_5",
    "hit_at_10",
    "mrr",
    "ndcg_at_10",
    "mutual_at_10",
    "exposure_gini_at_10",
    "coverage_at_10",
    "largest_exposure",
]


class Liking(Scorer):
    """Rates pairs from a table of (seeker, candidate); both sides alike."""

    name = "liking"
    label = {"de": "Zuneigung", "en": "Liking"}

    def __init__(self, table=()):
        self.table = dict(table)

    def score(self, seeker):
        ratings = [self.table.get((seeker.id, p.id), math.nan) for p in self.pool_]
        return np.array(ratings, dtype=np.float32)


def market(firms, creatives):
    return [Profile(id, kind="kmu") for id in firms] + [
        Profile(id, kind="creative") for id in creatives
    ]


LIKED = Liking(
    {
        ("k1", "c1"): 0.2,
        ("k1", "c2"): 0.9,
        ("k2", "c1"): 0.8,
        ("k2", "c2"): 0.1,
        ("c1", "k1"): 0.9,
        ("c1", "k2"): 0.3,
    }
)


def test_the_figures_of_a_small_market_are_those_worked_out_by_hand():
    qrels = {"k1": {"c1": 2, "c2": 1}, "k2": {"c1": 1}, "c1": {"k1": 1}}
    result = evaluate(market(["k1", "k2"], ["c1", "c2"]), qrels, [Part(LIKED)])
    # k1 is shown c2 (grade 1), c1 (grade 2); k2 is shown c1 (grade 1), c2; c1 is shown k1, k2.
    ideal, found = 3 + 1 / math.log2(3), 1 + 3 / math.log2(3)
    firms = result["directions"]["kmu"]
    assert (
        pytest.approx(
            {
                "n": 2,
                "hit_at_1": 1 / 2,
                "hit_at_5": 1.0,
                "hit_at_10": 1.0,
                "mrr": (1 / 2 + 1) / 2,
                "ndcg_at_10": (found / ideal + 1) / 2,
                "mutual_at_10": 2 / 4,
                "exposure_gini_at_10": 0.0,
                "coverage_at_10": 1.0,
                "largest_exposure": 1.0,
            }
        )
        == firms
    )
    creatives = result["directions"]["creative"]
    assert (1, 1.0, 1.0) == (creatives["n"], creatives["hit_at_1"], creatives["mutual_at_10"])
    for name in FIGURES:
        assert pytest.approx((firms[name] + creatives[name]) / 2) == result["overall"][name]


def test_the_answer_has_the_shape_of_the_contract():
    result = evaluate(market(["k1"], ["c1"]), {"k1": {"c1": 1}}, [Part(LIKED, 2.0)])
    assert ["directions", "overall", "scorers"] == list(result)
    assert ["kmu", "creative"] == list(result["directions"])
    for figures in (*result["directions"].values(), result["overall"]):
        assert FIGURES == list(figures)
    assert [{"name": "liking", "weight": 2.0, "learned": False}] == result["scorers"]


def test_a_direction_without_seekers_has_no_figures_and_no_part_in_the_mean():
    result = evaluate(market(["k1"], ["c1"]), {"k1": {"c1": 1}}, [Part(LIKED)])
    nothing = {"n": 0} | dict.fromkeys(FIGURES[1:])
    assert nothing == result["directions"]["creative"]
    firms = result["directions"]["kmu"]
    assert firms == result["overall"]
    assert (1.0, None) == (firms["hit_at_1"], firms["mutual_at_10"])


def test_without_judgements_there_are_no_figures_at_all():
    result = evaluate(market(["k1"], ["c1"]), {}, [Part(LIKED)])
    assert dict.fromkeys(FIGURES) == result["overall"]


def test_candidates_on_whom_nobody_has_an_opinion_come_last_by_id():
    creatives = [f"c{i:02}" for i in range(12)]
    some = Liking({("k1", "c07"): 0.0})
    profiles = market(["k1"], reversed(creatives))
    expected = ["c07", "c00", "c01", "c02", "c03", "c04", "c05", "c06", "c08", "c09"]
    for rank, id in enumerate(expected, start=1):
        figures = evaluate(profiles, {"k1": {id: 1}}, [Part(some)])["directions"]["kmu"]
        assert pytest.approx(1 / rank) == figures["mrr"]


def test_only_the_first_ten_count_as_shown():
    creatives = [f"c{i:02}" for i in range(20)]
    figures = evaluate(market(["k1"], creatives), {"k1": {"c00": 1}}, [Part(Liking())])
    assert 0.5 == figures["directions"]["kmu"]["coverage_at_10"]


def test_the_own_kind_is_neither_ranked_nor_counted():
    own = Liking({("k1", "k2"): 1.0, ("k1", "c1"): 0.1})
    figures = evaluate(market(["k1", "k2"], ["c1"]), {"k1": {"c1": 1}}, [Part(own)])
    assert 1.0 == figures["directions"]["kmu"]["hit_at_1"]
    assert 1.0 == figures["directions"]["kmu"]["coverage_at_10"]


def test_a_faulty_scorer_is_told_of_and_changes_no_figure():
    qrels = {"k1": {"c1": 2, "c2": 1}, "c1": {"k1": 1}}
    profiles = market(["k1", "k2"], ["c1", "c2"])
    faults = []
    alone = evaluate(profiles, qrels, [Part(LIKED)])
    result = evaluate(
        profiles, qrels, [Part(LIKED), Part(Broken("broken", None), 9.0)], on_fault=faults.append
    )
    assert alone["directions"] == result["directions"]
    assert ["broken", "broken"] == [fault.name for fault in faults]


def test_a_scorer_without_weight_is_not_asked():
    faults = []
    parts = [Part(LIKED), Part(Broken("broken", None), 0.0)]
    evaluate(market(["k1"], ["c1"]), {"k1": {"c1": 1}}, parts, on_fault=faults.append)
    assert [] == faults


def test_the_watcher_sees_every_seeker():
    seen = []

    def watch(seekers):
        for seeker in seekers:
            seen.append(seeker)
            yield seeker

    qrels = {"k1": {"c1": 1}, "c1": {"k1": 1}}
    evaluate(market(["k1"], ["c1"]), qrels, [Part(LIKED)], watch=watch)
    assert ["k1", "c1"] == seen


@pytest.mark.parametrize(
    ("qrels", "sentence"),
    [
        ({"k9": {"c1": 1}}, "'k9', which is not among"),
        ({"k1": {"c9": 1}}, "'c9', which is not among"),
        ({"k1": {"k2": 1}}, "of one kind"),
    ],
)
def test_judgements_that_do_not_fit_the_profiles_are_refused(qrels, sentence):
    with pytest.raises(ValueError, match=sentence):
        evaluate(market(["k1", "k2"], ["c1"]), qrels, [Part(Fixed())])


def test_two_profiles_of_one_id_are_refused():
    with pytest.raises(ValueError, match="same id"):
        evaluate(market(["k1", "k1"], ["c1"]), {"k1": {"c1": 1}}, [Part(Fixed())])


def written(folder, content):
    path = folder / "qrels.tsv"
    path.write_bytes(content)
    return path


def test_judgements_are_read_by_seeker_and_candidate(tmp_path):
    content = "seeker\tcandidate\tgrade\nk1\tc1\t2\nk1\tc 2\t0\n\nä\tc1\t1\n"
    expected = {"k1": {"c1": 2, "c 2": 0}, "ä": {"c1": 1}}
    assert expected == read_qrels(written(tmp_path, content.encode()))


def test_line_ends_and_byte_order_marks_of_other_systems_are_read_too(tmp_path):
    content = b"\xef\xbb\xbfseeker\tcandidate\tgrade\r\nk1\tc1\t2\r\n"
    assert {"k1": {"c1": 2}} == read_qrels(written(tmp_path, content))


def test_the_same_judgement_twice_is_one(tmp_path):
    content = b"seeker\tcandidate\tgrade\nk1\tc1\t2\nk1\tc1\t2\n"
    assert {"k1": {"c1": 2}} == read_qrels(written(tmp_path, content))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (b"", "line 1: the header"),
        (b"seeker candidate grade\n", "line 1: the header"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\n", "line 2: 2 columns"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t1\t\n", "line 2: 4 columns"),
        (b"seeker\tcandidate\tgrade\n\tc1\t1\n", "line 2: the seeker is missing"),
        (b"seeker\tcandidate\tgrade\nk1\t \t1\n", "line 2: the candidate is missing"),
        (b"seeker\tcandidate\tgrade\n\nk1\tc1\t-1\n", "line 3: the grade is '-1'"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t1.5\n", "line 2: the grade"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t\xc2\xb2\n", "line 2: the grade"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t101\n", "line 2: the grade"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t" + b"9" * 9999 + b"\n", "line 2: the grade"),
        (b"seeker\tcandidate\tgrade\nk1\tc1\t1\nk1\tc1\t2\n", "line 3: a second grade"),
        (b"seeker\tcandidate\tgrade\nk1\tc\xff\t1\n", "not UTF-8"),
    ],
)
def test_a_line_that_is_no_judgement_is_named(tmp_path, rows, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_qrels(written(tmp_path, rows))


def test_two_spellings_of_an_id_are_one(tmp_path):
    content = b"seeker\tcandidate\tgrade\nK1\tc1\t2\nk1\tC1\t2\n"
    assert {"k1": {"c1": 2}} == read_qrels(written(tmp_path, content), spell=str.lower)
    with pytest.raises(ValueError, match="line 3: a second grade"):
        read_qrels(written(tmp_path, content.replace(b"C1\t2", b"C1\t1")), spell=str.lower)
