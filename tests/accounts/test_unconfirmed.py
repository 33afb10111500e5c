"""Whoever has not confirmed an address is a visitor, on every route and by every method."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts import session_store
from matchmaker.accounts.models import User
from matchmaker.accounts.session_models import LoginSession
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile
from tests.accounts.signing_in import sign_in, with_cookie
from tests.lineup import by_distance_alone
from tests.routes import routes

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def known(person: User, make_profile: MakeProfile) -> dict[str, str]:
    """What may stand for the parts of an address; the rest is there for nobody."""
    firm = make_profile(slug="eigen", owner_id=person.id, needs=["Eine Treppe"])
    make_profile("creative", slug="anders")
    need = db.session.get_one(Profile, firm.id).needs[0]
    return {"slug": "eigen", "other_slug": "anders", "uid": need.uid, "number": "1"}


@pytest.fixture
def session_data(app: Flask, person: User) -> str:
    sign_in(app.test_client(), person.email)
    db.session.rollback()
    return db.session.scalars(select(LoginSession.data)).one()


def browser(app: Flask, person: User, data: str) -> FlaskClient:
    """With a session of that account, as if it had just begun."""
    return with_cookie(app, session_store.begin(person.fs_uniquifier, "", data) or "")


def filled(app: Flask, known: dict[str, str]) -> Iterator[tuple[str, str]]:
    for rule, method in sorted(routes(app, lambda _rule: True)):
        part = re.compile(r"<(?:(any)\(([^,)]+)[^>]*|[^>]*?:)?(\w+)>")
        yield part.sub(lambda m: m[2] or known.get(m[3], "x"), rule), method


def test_to_every_route_an_unconfirmed_account_is_a_visitor(
    app: Flask, person: User, known: dict[str, str], session_data: str
) -> None:
    assert browser(app, person, session_data).get("/konto").status_code == 200
    with unit_of_work():
        db.session.get_one(User, person.id).confirmed_at = None
    visitor, faults = app.test_client(), {}
    for address, method in filled(app, known):
        expected = visitor.open(address, method=method)
        answer = browser(app, person, session_data).open(address, method=method)
        if (answer.status_code, answer.location) != (expected.status_code, expected.location):
            faults[method, address] = (answer.status_code, expected.status_code)

    assert faults == {}
