"""Whatever a foreign scorer does costs its own part; the others in the same host still answer."""

import sys

import pytest

from matchmaker.scoring.loader import PluginError
from tests.scoring.guests import (
    FAULTY,
    POOL,
    SEEKER,
    assert_good_still_answers,
    fault_of,
    faulty,
    quick,
)

SCORE_FAULTS = {
    "raises": ("raise ValueError('secret text')", "raised"),
    "exits_softly": ("sys.exit()", "raised"),
    "interrupts": ("raise KeyboardInterrupt", "raised"),
    "recurses": ("return self.score(seeker)", "raised"),
    "infinite": ("return fine + np.inf", "nonsense"),
    "negative": ("return fine - 1", "nonsense"),
    "huge": ("return fine + np.float64(1e308)", "nonsense"),
    "nothing": ("return None", "nonsense"),
    "texts": ("return np.array(['a'] * len(fine))", "nonsense"),
    "a_text": ("return 'good'", "nonsense"),
    "too_short": ("return fine[1:]", "nonsense"),
    "two_columns": ("return np.stack([fine, fine])", "nonsense"),
    "objects": ("return np.array([None] * len(fine))", "nonsense"),
    "scribbles": ("self.pool_.latitude[:] = 0; return fine", "raised"),
    "loops": ("while True: pass", "too_slow"),
    "sleeps": ("time.sleep(60); return fine", "too_slow"),
    "exits_hard": ("os._exit(3)", "died"),
    "dies": ("os.kill(os.getpid(), 11)", "died"),
    "is_killed": ("os.kill(os.getpid(), 9)", "memory"),
    "closes_all": ("os.closerange(0, 100); return fine", "died"),
    "eats": ("x = bytearray(1 << 30); return fine", "memory"),
    "eats_in_numpy": ("x = np.ones(1 << 27); return fine", "memory"),
}


@pytest.mark.parametrize(("name", "body", "kind"), [(n, *f) for n, f in SCORE_FAULTS.items()])
def test_a_fault_while_scoring_costs_its_own_part(host, folder, good, name, body, kind):
    scorer = host.load(faulty(folder, name, score=body)).fit(POOL)
    if kind == "too_slow":
        with quick(host, "deadline_s"):
            fault = fault_of(scorer.score, SEEKER)
    else:
        fault = fault_of(scorer.score, SEEKER)
    assert (fault.name, fault.kind) == (name, kind)
    assert name in fault.sentence
    assert "secret" not in fault.sentence
    assert_good_still_answers(good)


def test_where_no_process_can_be_started_nobody_waits_without_end(host, folder, good, monkeypatch):
    dying = host.load(faulty(folder, "dying", score="os._exit(3)")).fit(POOL)
    with monkeypatch.context() as system:
        system.setattr(sys, "executable", "/nowhere/python")
        assert "died" == fault_of(dying.score, SEEKER).kind
        assert ["restarting"] * 3 == [fault_of(good.score, SEEKER).kind for _ in range(3)]
    assert_good_still_answers(good)


def test_what_a_greedy_plugin_hoards_is_given_back_to_the_others(host, folder):
    hoard = "while True: sys.modules.setdefault(repr(len(sys.modules)), bytearray(1 << 24))"
    greedy = host.load(faulty(folder, "greedy", score=hoard)).fit(POOL)
    modest = host.load(faulty(folder, "modest", score="x = bytearray(1 << 27); return fine"))
    modest.fit(POOL)
    assert fault_of(greedy.score, SEEKER).kind == "memory"
    assert modest.score(SEEKER).tolist() == [0, 0, 0]


EXPLAIN_FAULTS = {
    "explains_nothing": ("return None", "nonsense"),
    "explains_text": ("return Explanation('0.5')", "nonsense"),
    "explains_none": ("return Explanation(None)", "nonsense"),
    "explains_too_much": ("return Explanation(1.5)", "nonsense"),
    "unknown_reason": ("return Explanation(0.5, (Reason('other'),))", "nonsense"),
    "odd_fact": ("return Explanation(0.5, (Reason('known', km=[1]),))", "nonsense"),
    "nan_fact": ("return Explanation(0.5, (Reason('known', km=float('nan')),))", "nonsense"),
    "broken_fact": ("return Explanation(0.5, (Reason('known', km=1, x='\\ud800'),))", "nonsense"),
    "missing_fact": ("return Explanation(0.5, (Reason('known'),))", "nonsense"),
    "explain_raises": ("return 1 / 0", "raised"),
    "explain_exits": ("os._exit(0)", "died"),
}


@pytest.mark.parametrize(("name", "body", "kind"), [(n, *f) for n, f in EXPLAIN_FAULTS.items()])
def test_a_fault_while_explaining_costs_its_own_part(host, folder, good, name, body, kind):
    scorer = host.load(faulty(folder, name, explain=body)).fit(POOL)
    fault = fault_of(scorer.explain, SEEKER, POOL[0])
    assert (fault.name, fault.kind) == (name, kind)
    assert_good_still_answers(good)


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("fit_raises", "1 / 0", "raised"),
        ("fit_returns_nothing", "return None", "nonsense"),
        ("fit_exits", "os._exit(1)", "died"),
        ("fit_loops", "while True: pass", "too_slow"),
    ],
)
def test_a_fault_while_fitting_is_told_and_remembered(host, folder, good, name, body, kind):
    scorer = host.load(faulty(folder, name, fit=body))
    with quick(host, "fit_deadline_s"):
        assert fault_of(scorer.fit, POOL).kind == kind
    assert_good_still_answers(good)
    assert fault_of(scorer.score, SEEKER).kind == kind


def test_a_scorer_that_cannot_be_put_back_is_lost_alone(host, folder, good):
    once = "m = FLAG; os.path.exists(m) and os._exit(1); open(m, 'w').close()"
    once = once.replace("FLAG", repr(str(folder / "flag")))
    scorer = host.load(faulty(folder, "fits_once", fit=once)).fit(POOL)
    host.close()
    assert fault_of(scorer.score, SEEKER).kind == "died"
    assert_good_still_answers(good)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("import_raises", "1 / 0", "import_raises cannot be imported: ZeroDivisionError"),
        (
            "import_exits",
            "import sys; sys.exit('bye')",
            "in import_exits.py, line 1: bye",
        ),
        (
            "import_dies",
            "import os; os._exit(4)",
            "import_dies ended the plugin host with exit code 4.",
        ),
        ("import_loops", "while True: pass", "import_loops took longer than 0.3 s to load."),
        ("import_eats", "x = bytearray(1 << 30)", "import_eats cannot be imported: MemoryError"),
        (
            "refuses",
            FAULTY.replace(
                "def fit", "def __init__(self): raise ValueError('no luck')\n    def fit"
            ),
            "refuses refuses these settings: no luck.",
        ),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_told_in_one_sentence(
    host, folder, good, name, text, sentence
):
    text = text.replace("NAME", name).replace("FIT", "pass")
    text = text.replace("SCORE", "return fine").replace("EXPLAIN", "pass")
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    host.close()
    deadline = "load_deadline_s" if name == "import_loops" else "deadline_s"
    with quick(host, deadline), pytest.raises(PluginError) as error:
        host.load(name)
    assert sentence in error.value.sentence
    assert_good_still_answers(good)
