"""A foreign scorer answers from the host as it would from here, and the host outlives faults."""

import gc
import os
import pickle
import select
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import matchmaker
from matchmaker.scoring import Explanation, Pool, Profile, Reason
from matchmaker.scoring.host import PluginHost
from matchmaker.scoring.host.wire import profile_of, row_of
from matchmaker.scoring.loader import PluginError
from tests.scoring.guests import (
    GENEROUS_S,
    GOOD,
    POOL,
    SEEKER,
    assert_good_still_answers,
    fault_of,
    faulty,
)


def test_a_hosted_scorer_speaks_with_the_plugins_own_words(good):
    assert (good.name, good.label["de"], good.learned) == ("good", "Größe", False)
    assert good.description.doc == "Rates by the share of the pool that is smaller."
    assert good.settings() == {"factor": 1.0, "words": []}


def test_the_host_runs_the_code_of_the_process_that_asks(host, folder):
    path = "sys.modules['matchmaker'].__path__[0]"
    where = f"return Explanation(0.0, (Reason('known', km=1, path={path}),))"
    scorer = host.load(faulty(folder, "looks_around", explain=where)).fit(POOL)
    [reason] = scorer.explain(SEEKER, POOL[0]).reasons
    assert str(Path(matchmaker.__file__).parent) == reason.facts["path"]


def test_both_directions_and_reasons_come_through(good):
    assert good.score(SEEKER).dtype == np.float32
    assert good.score_back(SEEKER).tolist() == pytest.approx([0.5, 0.0, np.nan], nan_ok=True)
    assert good.explain(SEEKER, POOL[0]) == Explanation(0.5, (Reason("size", people=2),))
    assert good.explain_back(SEEKER, POOL[1]) == Explanation(0.0)


def test_settings_reach_the_scorer_and_unknown_ones_are_answered(host):
    half = host.load("good", {"factor": 0.5}).fit(POOL)
    assert half.score(SEEKER).tolist() == pytest.approx([0.25, 0.5, np.nan], nan_ok=True)
    with pytest.raises(
        PluginError, match=r"good has no setting size; valid are, .* factor \(1.0\)"
    ):
        host.load("good", {"size": 1})


def test_a_rebased_scorer_keeps_what_was_learnt(good):
    changed = good.rebase(Pool([Profile("new", employees=1)]))
    assert changed.score(SEEKER).tolist() == [0.25]
    assert_good_still_answers(good)


def test_a_profile_survives_the_journey():
    full = Profile(
        "x",
        "creative",
        "é\ud800",
        "offers",
        ("a", "b"),
        frozenset({"16"}),
        frozenset({"design"}),
        frozenset({"type"}),
        frozenset({"de", "en"}),
        3,
        50.5,
        12.5,
        40.0,
        "DE",
        True,
        "soon",
    )
    assert profile_of(row_of(full)) == full
    assert row_of(Profile("x")) == {"id": "x"}


HARMLESS = {
    "prints": "print('x' * 100_000); sys.stdout.flush(); return fine",
    "writes_to_stdout": "os.write(1, b'x' * 100); return fine",
    "closes_stdout": "sys.stdout.close(); return fine",
    "reads_stdin": "sys.__stdin__.read(); return fine",
    "closes_stdin": "os.close(0); return fine",
    "forks": "(os.fork() or os._exit(0)); return fine",
    "returns_doubles": "return fine.astype(np.float64)",
}


@pytest.mark.parametrize(("name", "body"), HARMLESS.items())
def test_what_plugins_do_to_standard_streams_does_not_disturb_the_answer(host, folder, name, body):
    assert host.load(faulty(folder, name, score=body)).fit(POOL).score(SEEKER).tolist() == [0, 0, 0]


def test_a_copy_of_the_host_made_by_a_plugin_never_answers(host, folder, good):
    forks = host.load(faulty(folder, "forks_on", score="os.fork(); return fine")).fit(POOL)
    assert forks.score(SEEKER).tolist() == [0, 0, 0]
    assert_good_still_answers(good)


def test_after_a_fault_the_others_are_put_back_before_anybody_asks(host, folder):
    signal = folder / "signal"
    tell = f"p = {str(signal)!r}; os.path.exists(p) and open(p, 'w').write('back')"
    waiting = host.load(faulty(folder, "waits", fit=tell)).fit(POOL)
    culprit = host.load(faulty(folder, "leaves", score="os._exit(1)")).fit(POOL)
    os.mkfifo(signal)
    listening = os.open(signal, os.O_RDONLY | os.O_NONBLOCK)
    assert fault_of(culprit.score, SEEKER).kind == "died"
    assert select.select([listening], [], [], GENEROUS_S)[0] == [listening]
    assert os.read(listening, 10) == b"back"
    os.close(listening)
    signal.unlink()
    assert waiting.score(SEEKER).tolist() == [0, 0, 0]


def test_no_opinion_on_anybody_is_allowed(host, folder):
    abstaining = host.load(faulty(folder, "abstains", score="return fine + np.nan")).fit(POOL)
    assert np.isnan(abstaining.score(SEEKER)).all()


def test_a_plugin_can_be_loaded_again_after_it_was_mended(host, folder):
    (folder / "mended.py").write_text("oops", encoding="utf-8")
    with pytest.raises(PluginError):
        host.load("mended")
    (folder / "mended.py").write_text(GOOD.replace('"good"', '"mended"'), encoding="utf-8")
    assert host.load("mended").fit(POOL).score(SEEKER)[1] == 1.0


def test_a_plugin_found_with_a_problem_is_not_started(host, folder):
    (folder / "two-words.py").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PluginError, match="no name for a plugin"):
        host.load("two-words")


def test_a_pool_larger_than_one_frame_arrives_in_order(host):
    people = Pool(Profile(str(row), employees=row + 1) for row in range(4001))
    expected = np.arange(1, 4002, dtype=np.float32) / 4001
    assert host.load("good").fit(people).score(SEEKER).tolist() == pytest.approx(expected.tolist())


def test_an_empty_pool_has_no_scores(host):
    assert host.load("good").fit(Pool()).score(SEEKER).tolist() == []


def test_the_plugin_gets_no_environment_of_ours(host, folder, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_SECRET_KEY", "canary")
    host.close()
    looks = "return fine + ('canary' in ''.join(os.environ.values()) or 'HOME' in os.environ)"
    assert (
        host.load(faulty(folder, "looks", score=looks)).fit(POOL).score(SEEKER).tolist() == [0] * 3
    )


def test_a_plugin_has_neither_the_application_nor_scikit_learn_loaded_for_it(host, folder):
    heavy = "('flask' in sys.modules or 'sqlalchemy' in sys.modules or 'sklearn' in sys.modules)"
    seen = host.load(faulty(folder, "sees", score=f"return fine + {heavy}")).fit(POOL)
    assert seen.score(SEEKER).tolist() == [0, 0, 0]


def test_many_threads_share_one_host(host, good):
    answers = []

    def ask():
        answers.extend(good.score(SEEKER)[0] for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [0.5] * 80


def test_while_the_host_comes_back_others_have_no_part_and_no_blame(folder):
    slow = GOOD.replace('"good"', '"slow_to_load"').replace(
        "import numpy", "import time; time.sleep(1); import numpy", 1
    )
    (folder / "slow_to_load.py").write_text(slow, encoding="utf-8")
    host = PluginHost(folder, deadline_s=GENEROUS_S, patience_s=0.0)
    other = host.load("slow_to_load").fit(POOL)
    culprit = host.load(faulty(folder, "ends_all", score="os._exit(1)")).fit(POOL)
    assert fault_of(culprit.score, SEEKER).kind == "died"
    assert fault_of(other.score, SEEKER).kind == "restarting"
    host.close()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_worker_starts_a_host_of_its_own_even_while_the_other_is_asked(host, folder, good):
    gate = folder / "gate"
    os.mkfifo(gate)
    waits = host.load(
        faulty(folder, "waits_at_gate", score=f"open({str(gate)!r}).read(); return fine")
    )
    waits.fit(POOL)
    asking = threading.Thread(target=waits.score, args=(SEEKER,))
    asking.start()
    read, write = os.pipe()
    with gate.open("w"):  # opens once the plugin reads, that is in the middle of an answer
        if os.fork() == 0:
            try:
                os.write(write, b"%d" % good.score(SEEKER)[1])
            finally:
                os._exit(0)
        os.close(write)
        assert os.read(read, 1) == b"1"
    os.wait()
    os.close(read)
    asking.join()
    assert_good_still_answers(good)


def test_the_process_ends_with_its_host(folder):
    host = PluginHost(folder)
    host.load(
        faulty(
            folder,
            "tells_pid",
            fit="(open(PATH, 'w').write(str(os.getpid())))".replace(
                "PATH", repr(str(folder / "pid"))
            ),
        )
    ).fit(POOL)
    pid = int((folder / "pid").read_text())
    os.kill(pid, 0)
    del host
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_what_nobody_holds_any_more_is_forgotten_in_the_host(host, folder):
    count = (
        "import gc; return fine + sum(type(x).__name__ == 'Good' for x in gc.get_objects()) / 100"
    )
    counting = host.load(faulty(folder, "counts", score=count)).fit(POOL)
    before = counting.score(SEEKER)[0]
    extra = host.load("good").fit(POOL)
    assert counting.score(SEEKER)[0] > before
    del extra
    gc.collect()
    assert counting.score(SEEKER)[0] == before


def test_a_hosted_scorer_must_be_fitted_and_cannot_be_pickled(host):
    with pytest.raises(RuntimeError, match="good must be fitted"):
        host.load("good").explain(SEEKER, POOL[0])
    with pytest.raises(TypeError, match="good runs in the plugin host"):
        pickle.dumps(host.load("good"))


def test_importing_the_host_does_not_import_scikit_learn():
    code = """
import sys, types
bare = types.ModuleType("matchmaker")
bare.__path__ = ["matchmaker"]
sys.modules["matchmaker"] = bare
import matchmaker.scoring.host
sys.exit("sklearn" in sys.modules)
"""
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
