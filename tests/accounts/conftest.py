"""An application that asks for tokens everywhere, and somebody with a password."""

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import unit_of_work
from tests.accounts.signing_in import PASSWORD, OwnContext


@pytest.fixture
def person(app: Flask) -> User:
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = OwnContext
    with unit_of_work():
        return create_user("mira@example.org", "member", password=PASSWORD)
