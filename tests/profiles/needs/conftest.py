"""A joiner in a small place, signed in, on an application whose forms need no token."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone

Visit = Callable[..., TestResponse]
MakeProfile = Callable[..., Profile]

SMALL_PLACE = {
    "place": "Börnichen",
    "postal_code": "09437",
    "located_latitude": 50.75,
    "located_longitude": 13.14,
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The smallest scorer ranks; nobody looks at a need before it is open."""
    return by_distance_alone(settings, approval="off")


@pytest.fixture
def owner(app: Flask) -> User:
    with unit_of_work():
        return create_user("jens@example.org", "member")


@pytest.fixture
def jens(make_profile: MakeProfile, owner: User) -> Profile:
    return make_profile(
        slug="tischlerei-krummbirk",
        name="Tischlerei Krummbirk",
        owner_id=owner.id,
        website="https://www.krummbirk-treppen.de/",
        phone="+49 37294 123456",
        **SMALL_PLACE,
    )


@pytest.fixture
def visit(app: Flask, owner: User) -> Visit:
    """Opens an address as somebody, the owner unless said, each time in a context of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FlaskLoginClient

    def open_as(
        address: str, data: dict[str, Any] | None = None, *, user: User | None = owner
    ) -> TestResponse:
        method = "GET" if data is None else "POST"
        with app.app_context():
            return app.test_client(user=user).open(address, method=method, data=data)

    return open_as


@pytest.fixture
def write_need(visit: Visit, jens: Profile) -> Callable[..., str]:
    """Writes a need through all three steps and returns its uid."""

    def write(
        text: str = "Unsere Treppen sieht keiner.", seen_by: str = "named", **more: Any
    ) -> str:
        first = visit(f"/konto/profil/{jens.slug}/bedarf/neu", {"text": text})
        uid = first.location.split("/")[3]
        visit(first.location, {"radius": "60", "budget": "unknown"} | more)
        assert visit(f"/konto/bedarf/{uid}/zeigen", {"seen_by": seen_by}).status_code == 303
        return uid

    return write
