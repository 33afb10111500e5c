"""An application that asks for tokens everywhere, and somebody with a password and a passkey."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.db import now
from tests.accounts.authenticator import Authenticator
from tests.accounts.passkey_steps import add
from tests.accounts.signing_in import member, sign_in


@pytest.fixture
def person(app: Flask) -> User:
    return member(app, "mira@example.org")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def mira(app: Flask, person: User, clock: time_machine.Traveller) -> FlaskClient:
    """The browser of that person, signed in."""
    client = app.test_client()
    sign_in(client, "mira@example.org")
    return client


@pytest.fixture
def device(mira: FlaskClient) -> Authenticator:
    """Mira's, with a passkey for her account."""
    device = Authenticator(count=7)
    assert add(mira, device).status_code == 200
    return device
