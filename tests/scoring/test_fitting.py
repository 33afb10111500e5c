"""Scorers are fitted side by side in processes of their own, as they would be one by one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matchmaker.scoring.loader import BUNDLED_FOLDER, create, discover, load
from matchmaker.scoring.storage import fitting
from tests.scoring.little_index import WEIGHTS, build, lies_in_a_file, scorers
from tests.scoring.little_scorers import Broken, Fixed

ROOT = Path(__file__).parents[2]


@pytest.fixture
def side_by_side(monkeypatch):
    monkeypatch.setattr(fitting, "LARGE_POOL", 0)
    monkeypatch.setattr(fitting, "cores", lambda: 2)


class Pid(Fixed):
    """Learns in which process it was fitted, and prints it."""

    def fit(self, pool):
        self.pid_ = os.getpid()
        print(self.pid_)
        return super().fit(pool)


class Ends(Fixed):
    """Ends the process that fits it."""

    def __init__(self, name, how):
        super().__init__(name)
        self.how = how

    def fit(self, pool):
        self.how()


class Waits(Fixed):
    """Never gets done; who reads the named pipe sees when its process ends."""

    def __init__(self, pipe):
        super().__init__("waits")
        self.pipe = pipe

    def fit(self, pool):
        with Path(self.pipe).open("wb"):
            while True:
                signal.pause()


def exits():
    os._exit(3)


def is_killed():
    os.kill(os.getpid(), signal.SIGKILL)


def test_side_by_side_the_same_is_learnt(tmp_path, side_by_side, monkeypatch):
    apart = build(tmp_path / "apart")
    monkeypatch.setattr(fitting, "cores", lambda: 1)
    alone = build(tmp_path / "alone")
    seeker = alone.pool[0]
    assert alone.rank(seeker, WEIGHTS) == apart.rank(seeker, WEIGHTS)


def test_each_is_fitted_in_a_process_of_its_own_and_nothing_else_is_left(tmp_path, side_by_side):
    index = build(tmp_path, scorers={name: Pid(name) for name in "abc"})
    pids = [scorer.pid_ for scorer in index.segments[0].scorers.values()]
    assert 4 == len({os.getpid(), *pids})
    left = sorted(path.name for path in (tmp_path / "00000001" / "scorers").iterdir())
    assert ["a.pickle", "b.pickle", "c.pickle"] == left


def test_what_was_taken_over_from_an_earlier_index_goes_along(tmp_path, side_by_side):
    made = {name: Fixed(name) for name in "ab"}
    made["a"].vectors_ = np.arange(200_000)
    index = build(tmp_path / "first", scorers=made)
    mapped = index.segments[0].scorers["a"].vectors_
    assert lies_in_a_file(mapped)
    made["a"].vectors_ = mapped
    again = build(tmp_path / "second", scorers=made)
    assert 19_999_900_000 == int(again.segments[0].scorers["a"].vectors_.sum())


def test_a_small_pool_is_left_to_this_process(tmp_path):
    index = build(tmp_path, scorers={name: Pid(name) for name in "ab"})
    assert {os.getpid()} == {scorer.pid_ for scorer in index.segments[0].scorers.values()}


def test_bundled_scorers_are_found_there_by_their_files(tmp_path, side_by_side):
    found = discover(BUNDLED_FOLDER)
    names = "locality", "sector_affinity"
    index = build(tmp_path, scorers={name: create(load(found[name]), {}) for name in names})
    assert () == index.faults
    assert set(names) == set(index.segments[0].scorers)


def test_faults_are_told_as_by_this_process(tmp_path, side_by_side, monkeypatch):
    made = {
        "raises": Broken("raises", ValueError("of a profile"), at="fit"),
        "unpicklable": Fixed("unpicklable", {"a": lambda: "cannot be pickled"}),
        "full": Broken("full", MemoryError(), at="fit"),
        **scorers(),
    }
    apart = build(tmp_path / "apart", scorers=made)
    monkeypatch.setattr(fitting, "cores", lambda: 1)
    alone = build(tmp_path / "alone", scorers=made)

    def told(index):
        return [
            (fault.name, fault.kind, fault.sentence.split(", line")[0]) for fault in index.faults
        ]

    assert ["raises", "unpicklable", "full"] == [name for name, *_ in told(alone)]
    assert told(alone) == told(apart)
    assert alone.rank(alone.pool[0], WEIGHTS) == apart.rank(alone.pool[0], WEIGHTS)


@pytest.mark.parametrize(
    ("how", "kind", "sentence"),
    [
        (exits, "died", "ends ended the process that fitted it with exit code 3."),
        (is_killed, "memory", "the system killed it for its memory."),
    ],
)
def test_one_that_ends_its_process_costs_its_own_part(tmp_path, side_by_side, how, kind, sentence):
    index = build(tmp_path, scorers={"ends": Ends("ends", how), **scorers()})
    [fault] = index.faults
    assert ("ends", kind) == (fault.name, fault.kind)
    assert fault.sentence.endswith(sentence)
    assert set(scorers()) == set(index.segments[0].scorers)


BUILDS = """
import signal
import sys
from pathlib import Path
from matchmaker.scoring.storage import fitting
from tests.scoring.little_index import build
from tests.scoring.little_scorers import Fixed
from tests.scoring.test_fitting import Waits
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored below a shell's background jobs
fitting.LARGE_POOL, fitting.cores = 0, lambda: 2
folder = Path(sys.argv[1])
build(folder / "index", scorers={"waits": Waits(str(folder / "pipe")), "fixed": Fixed()})
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_one_that_builds(tmp_path, sent):
    os.mkfifo(tmp_path / "pipe")
    parent = subprocess.Popen(
        [sys.executable, "-c", BUILDS, str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    with (tmp_path / "pipe").open("rb") as pipe:  # opened as soon as the scorer is being fitted
        parent.send_signal(sent)
        parent.wait(timeout=60)
        assert b"" == pipe.read()
