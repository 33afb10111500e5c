"""The desks of the demo region: something of each kind waits, and nobody else sees any of it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.db import alone, db
from matchmaker.demo.service import load_demo
from matchmaker.desk import items
from matchmaker.errors import Refused
from matchmaker.matching.candidates import may_be_proposed
from matchmaker.profiles.directory import kind_counts
from matchmaker.profiles.models import Profile
from tests.profiles.guided.conftest import Visitor


@pytest.fixture
def krause(app: Flask) -> Visitor:
    assert 80 == load_demo()
    user = db.session.scalars(select(User).where(User.email == "krause@demo.example")).one()
    return Visitor(app, user)


def test_who_begins_while_another_process_loads_finds_it_loaded(
    app: Flask, make_profile: Callable[..., Profile]
) -> None:
    def load() -> str:
        with app.app_context():
            try:
                return f"loaded {load_demo()}"
            except Refused as refused:
                return refused.sentence

    with ThreadPoolExecutor(1) as other:
        with alone():
            told = other.submit(load)
            with pytest.raises(TimeoutError):
                told.result(timeout=1)
            make_profile()
        assert "only loaded into an empty database" in told.result()


def test_something_of_each_kind_waits_invented_and_oldest_first(krause: Visitor) -> None:
    page = krause.get("/schreibtisch").text
    assert krause.user is not None
    waiting = items.waiting(db.session.merge(krause.user))

    assert {"profile": 2, "need": 2, "report": 1} == Counter(each.kind for each in waiting)
    assert 0 < page.index("wartet seit 12 Tagen") < page.index("wartet seit 6 Tagen")
    assert 5 == page.count(">erfunden<")


def test_what_waits_is_neither_ranked_nor_counted(app: Flask, krause: Visitor) -> None:
    assert {"kmu": 40, "creative": 40} == kind_counts(members=True)
    profiles = db.session.scalars(select(Profile)).all()
    assert (82, 80) == (len(profiles), sum(may_be_proposed(profile) for profile in profiles))
    assert 404 == krause.get("/p/metallbau-grimmelreiter").status_code
    shown = krause.get("/bedarfe").text + krause.get("/verzeichnis?q=Brot").text
    assert "Brot für Leute" not in shown
    assert 0 == db.session.scalar(
        select(func.count()).where(Profile.external_id.startswith("demo-w-"), Profile.approved)
    )


def test_a_lookalike_is_pointed_out(krause: Visitor) -> None:
    uid = db.session.scalars(
        select(Profile.uid).where(Profile.external_id == "demo-w-grimmelreiter-metallbau")
    ).one()
    page = krause.get(f"/schreibtisch/profile/{uid}").text
    assert "Schlosserei Grimmelreiter</a>: gleiche Telefonnummer" in page
