"""Answers that are kept: never another one than would be worked out now, and never too many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from flask import Flask

from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.matching import engine, kept, prices, scorers, service
from matchmaker.matching.dismissals import dismiss
from matchmaker.matching.document import matches_document
from matchmaker.matching.kept import Kept, digest_of
from matchmaker.matching.models import Exclusion
from matchmaker.matching.visitors import suggest_to_visitor
from matchmaker.profiles.models import Profile
from matchmaker.scoring.faults import ScorerFault
from matchmaker.scoring.profile import Profile as Value
from tests.lineup import by_distance_and_trade
from tests.statements import statements

MakeProfile = Callable[..., Profile]


def test_those_unused_for_longest_go_when_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 6_000)
    answers = Kept()
    for key in "abc":
        answers.put(key, key.upper(), 1_000)
    assert answers.get("a") == "A"
    answers.put("c", "again", 2_000)
    answers.put("d", "D", 1_000)
    assert [None, "A", "again", "D"] == [answers.get(key) for key in "bacd"]


def test_who_wants_to_work_on_the_same_waits_and_nobody_else_does() -> None:
    answers, done, other = Kept(), list[str](), Event()

    def work(key: str, name: str) -> None:
        with answers.alone(key):
            done.append(name)
        other.set()

    with ThreadPoolExecutor(2) as threads, answers.alone("a"):
        waiting = threads.submit(work, "a", "second")
        threads.submit(work, "b", "elsewhere")
        assert other.wait(30)
        assert not waiting.done()
        done.append("first")
    assert done == ["elsewhere", "first", "second"]


def test_work_that_failed_lets_the_next_one_in() -> None:
    answers = Kept()
    with pytest.raises(ValueError, match="nonsense"), answers.alone("a"):
        raise ValueError("nonsense")
    with answers.alone("a"):
        answers.put("a", "A", 1)
    assert answers.get("a") == "A"


def test_an_answer_larger_than_all_room_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 6_000)
    answers = Kept()
    answers.put("a", "A", 7_000)
    answers.put("b", "B", 5_000)
    assert [None, "B"] == [answers.get(key) for key in "ab"]


def test_a_digest_tells_values_apart_and_nothing_else() -> None:
    skills = [f"skill {number}" for number in range(100)]
    one = Value("k", about="a", offers="bc", skills=frozenset(skills))
    same = replace(one, skills=frozenset(reversed(skills)))
    assert digest_of(one) == digest_of(same)
    others = [replace(one, about="ab", offers="c"), replace(one, skills=frozenset()), "k"]
    assert 4 == len({digest_of(each) for each in (one, *others)})


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_and_trade(settings)


@pytest.fixture
def jens(make_profile: MakeProfile) -> Profile:
    """A joiner, and creatives who can be told apart by their distance."""
    for number in range(1, 5):
        place = {"located_latitude": 50.8 + number / 5, "located_longitude": 12.9}
        make_profile("creative", slug=f"c-{number}", external_id=f"c-{number}", **place)
    return make_profile(
        slug="jens", located_latitude=50.8, located_longitude=12.9, needs=["Film", "Musik"]
    )


def partner(number: int) -> Profile:
    return db.session.query(Profile).filter_by(slug=f"c-{number}").one()


def fresh(jens: Profile, **wishes: Any) -> dict[str, Any]:
    """The document as it is when nothing has been kept."""
    asked = service.ask(jens, **wishes)
    return matches_document(
        service.answer(replace(asked, lineup=replace(asked.lineup, kept=Kept())))
    )


def now_and_again(jens: Profile, **wishes: Any) -> dict[str, Any]:
    first, again = (matches_document(service.suggest(jens, **wishes)) for _ in range(2))
    assert first == again == fresh(jens, **wishes)
    return again


def test_what_was_asked_before_is_not_worked_out_again(
    jens: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = now_and_again(jens)
    monkeypatch.setattr(engine.Index, "rank", None)
    assert before == matches_document(service.suggest(jens))


def change(number: int, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(partner(number), name, value)


CHANGES: dict[str, Callable[[Profile], Any]] = {
    "somebody moves": lambda _jens: change(1, located_latitude=53.0),
    "somebody hides": lambda _jens: change(1, visibility="hidden"),
    "somebody has no time": lambda _jens: change(1, capacity="closed"),
    "somebody is erased": lambda _jens: db.session.delete(partner(1)),
    "somebody changes the name": lambda _jens: change(1, name="Neu"),
    "somebody hides the place": lambda _jens: change(1, field_visibility={"place": "nobody"}),
    "a partner is dismissed": lambda jens: dismiss(jens, partner(1)),
    "a pair is excluded": lambda jens: db.session.add(
        Exclusion(profile_id=partner(1).id, other_id=jens.id)
    ),
    "the seeker moves": lambda jens: setattr(jens, "located_latitude", 51.1),
    "the seeker changes the name": lambda jens: setattr(jens, "name", "Neu"),
    "weights change": lambda _jens: scorers.decide(
        "locality", enabled=True, weight=1.0, settings={}
    ),
    "a scorer is paused": lambda _jens: scorers.record_fault(
        db.session(), "sector_affinity", "It failed.", final=True
    ),
    "a scorer is disabled": lambda _jens: scorers.decide(
        "sector_affinity", enabled=False, weight=1.0, settings={}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_told_that_has_changed(jens: Profile, name: str) -> None:
    change(1, place="Aue")
    jens.sectors = ["31.01"]
    change(2, submarkets=["design"])
    db.session.commit()
    before = now_and_again(jens)
    with unit_of_work():
        CHANGES[name](jens)
    assert before != now_and_again(jens)


def test_each_wish_has_an_answer_of_its_own(jens: Profile) -> None:
    change(2, located_latitude=partner(1).located_latitude)  # they take turns
    db.session.commit()
    assert fresh(jens) != fresh(jens, weights={"fairness": 0.0})
    wishes: list[dict[str, Any]] = [
        {}, {"limit": 2}, {"weights": {"sector_affinity": 0.0}}, {"weights": {"fairness": 0.0}},
        {"excluded": ["nobody"]}, {"excluded": [partner(2).uid]}, {"need": jens.needs[0]},
    ]  # fmt: skip
    for wish in (*wishes, *reversed(wishes)):
        assert fresh(jens, **wish) == matches_document(service.suggest(jens, **wish))


def test_turns_of_another_day_are_another_answer(jens: Profile) -> None:
    with unit_of_work():
        for number in range(1, 5):
            change(number, located_latitude=51.0)
    orders = set()
    for day in range(8):
        with time_machine.travel(now() + timedelta(days=day)):
            matches = now_and_again(jens)["matches"]
            orders.add(tuple(match["profile"]["slug"] for match in matches))
    assert len(orders) > 1


def test_the_fairness_step_switched_off_is_another_answer(jens: Profile) -> None:
    now_and_again(jens)
    with unit_of_work():
        prices.switch(on=False)
    assert service.suggest(jens).balanced is False
    now_and_again(jens)


def test_what_a_need_names_is_looked_up_each_time(jens: Profile) -> None:
    need = jens.needs[0]
    need.wanted_submarkets = ["film"]
    db.session.commit()
    assert service.ask(jens, need).key is None


def test_what_is_in_force_is_asked_in_one_statement(jens: Profile) -> None:
    engine.lineup()
    with statements() as asked:
        engine.lineup()
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_nothing_of_a_visitors_sentence_is_kept(app: Flask, jens: Profile) -> None:
    suggest_to_visitor("Wir suchen einen Film", "creative", None, limit=5)
    assert len(engine.lineup().kept) == 0


def test_a_list_without_a_failed_scorer_is_not_kept(
    jens: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        jens.sectors = ["31.01"]
        change(1, submarkets=["design"])
    before = fresh(jens)

    def fail(*_: object) -> Any:
        raise ScorerFault("locality", "raised", "locality raised.")

    scorer = engine.lineup().index.segments[0].scorers["locality"]
    with monkeypatch.context() as patch:
        patch.setattr(type(scorer), "explain_list", fail)
        assert ["sector_affinity"] == [each.name for each in service.suggest(jens).scorers]
    assert before == now_and_again(jens)


def test_who_failed_to_rate_is_not_asked_again_when_another_fails_to_explain(
    jens: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fail(scorer: Any, *_: object) -> Any:
        asked.append(scorer.name)
        raise ScorerFault(scorer.name, "raised", f"{scorer.name} raised.")

    question = service.ask(jens)
    scorers = question.lineup.index.segments[0].scorers
    monkeypatch.setattr(type(scorers["sector_affinity"]), "ingredients", fail)
    monkeypatch.setattr(type(scorers["locality"]), "explain_list", fail)
    assert 2 == len(service.answer(question).notes)
    assert ["sector_affinity", "locality"] == asked


def test_what_is_no_more_in_force_is_let_go(jens: Profile) -> None:
    service.suggest(jens)
    before = engine.lineup()
    assert len(before.kept) == 1
    with unit_of_work():
        db.session.delete(partner(1))
    assert len(engine.lineup().kept) == 0
