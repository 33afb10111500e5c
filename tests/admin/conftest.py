"""An installation with one quick scorer, and somebody who may administer it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient

from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from tests.lineup import by_distance_alone


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    with unit_of_work():
        user = create_user("admin@example.org", "admin")
    app.test_client_class = FlaskLoginClient
    return app.test_client(user=user)
