"""Guests share the time of a request, and only who uses it up is blamed."""

import pytest

from matchmaker.scoring import budget
from matchmaker.scoring.budget import asking, limit_guests, waiting
from tests.scoring.guests import GENEROUS_S, POOL, QUICK_S, SEEKER, fault_of, faulty


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """A request with one second for its guests; time goes by when the test says so."""
    clock = Clock()
    monkeypatch.setattr(budget, "monotonic", clock)
    limit_guests(1.0)
    yield clock
    limit_guests(None)


def ask(name, clock, takes):
    with asking(name, 0.75) as seconds:
        clock.now += takes
    return seconds


def test_each_gets_what_is_left_and_at_most_its_own_deadline(clock):
    assert [0.75, 0.75, 0.5] == [ask("one", clock, takes) for takes in (0.25, 0.25, 0.125)]


def test_who_has_used_up_the_time_is_told_as_too_slow_and_the_others_are_not_asked(clock):
    ask("slow", clock, 0.25)
    ask("quick", clock, 0.125)
    ask("slow", clock, 0.625)
    faults = [fault_of(ask, name, clock, 0) for name in ("slow", "quick")]
    assert [("too_slow", True), ("unasked", False)] == [(each.kind, each.counts) for each in faults]


def test_waiting_costs_time_but_is_nobodys_doing(clock):
    with waiting(2.0) as seconds:
        clock.now += 1.0
    assert 1.0 == seconds
    assert "unasked" == fault_of(ask, "waits", clock, 0).kind
    with waiting(2.0) as seconds:
        assert 0.0 == seconds


def test_who_sets_no_limit_is_patient(clock):
    limit_guests(None)
    assert [0.75] * 3 == [ask("slow", clock, 60) for _ in range(3)]


def test_the_host_ends_whoever_takes_more_than_is_left_and_spares_the_others(host, folder, good):
    scorer = host.load(faulty(folder, "never_done", score="while True: pass")).fit(POOL)
    limit_guests(QUICK_S)
    try:
        own, others = fault_of(scorer.score, SEEKER), fault_of(good.score, SEEKER)
    finally:
        limit_guests(None)
    assert QUICK_S < GENEROUS_S == host.deadline_s
    assert "never_done took longer than 0.3 s to score." == own.sentence
    assert [True, False] == [own.counts, others.counts]
