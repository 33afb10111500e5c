"""Documents that are kept: they tell of everybody what the reader's state of the database does."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work, writing
from matchmaker.matching import document, service
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_and_trade

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_and_trade(settings)


@pytest.fixture
def jens(make_profile: MakeProfile) -> Profile:
    return make_profile(slug="jens", located_latitude=50.8, located_longitude=12.9, needs=["Film"])


@pytest.fixture
def mira(make_profile: MakeProfile) -> Profile:
    """The only partner of Jens."""
    fields = {"located_latitude": 50.9, "located_longitude": 12.9, "place": "Aue"}
    return make_profile("creative", slug="mira", **fields)


def test_what_is_hidden_while_a_list_is_written_is_told_to_nobody_after(
    jens: Profile, mira: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, asked = mira.id, service.ask(jens)

    def answer_late(asked: service.Asked) -> service.Suggestions:
        found = service.answer(asked)
        with writing(), Session(db.engine) as elsewhere, elsewhere.begin():
            elsewhere.get_one(Profile, number).field_visibility = {"place": "nobody"}
        return found

    with monkeypatch.context() as patch:
        patch.setattr(document, "answer", answer_late)
        assert b"Aue" in document.written(asked, as_bytes)[0]
    db.session.rollback()
    assert b"Aue" not in document.written(service.ask(jens), as_bytes)[0]


def test_who_reads_an_older_state_than_the_index_holds_is_told_that_state(
    app: Flask, jens: Profile, mira: Profile
) -> None:
    number, own = mira.id, jens.id

    def move_on() -> None:
        with app.app_context():
            with unit_of_work():
                db.session.get_one(Profile, number).place = "Zwickau"
            asked = service.ask(db.session.get_one(Profile, own))
            assert b"Zwickau" in document.written(asked, as_bytes)[0]

    db.session.rollback()
    seeker = db.session.get_one(Profile, own)  # what SQLite reads stays as it is from here on
    with ThreadPoolExecutor(1) as thread:
        thread.submit(move_on).result()
    place = db.session.query(Profile.place).filter_by(id=number).scalar() or ""
    assert place.encode() in document.written(service.ask(seeker), as_bytes)[0]
    db.session.rollback()
    assert b"Zwickau" in document.written(service.ask(jens), as_bytes)[0]


def as_bytes(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode()
