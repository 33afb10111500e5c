"""Somebody signed in, who fills in forms as a browser without script does."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import profiles_of
from tests.lineup import by_distance_alone


def _parts(data: dict[str, Any]) -> MultiDict[str, Any]:
    return MultiDict(
        (name, FileStorage(value[0], value[1]) if isinstance(value, tuple) else value)
        for name, value in data.items()
    )


class Visitor:
    """Opens pages and sends their forms; each request in a context of its own."""

    def __init__(self, app: Flask, user: User | None) -> None:
        app.test_client_class = FlaskLoginClient
        self.app, self.user = app, user
        self.client = app.test_client(user=user) if user else app.test_client()

    def get(self, address: str) -> TestResponse:
        with self.app.app_context():
            return self.client.get(address, buffered=True)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """With the token of the page, which is `page` or the address itself."""
        page = self.get(more.pop("page", address)).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        sent = ({"csrf_token": found[1]} if found else {}) | (data or {})
        if any(isinstance(value, tuple) for value in sent.values()):
            boundary, sent = encode_multipart(_parts(sent))  # the client would leave files open
            more["content_type"] = f"multipart/form-data; boundary={boundary}"
        with self.app.app_context():
            return self.client.post(address, data=sent, buffered=True, **more)

    def profiles(self) -> list[Profile]:
        """Those of this person, read anew."""
        assert self.user is not None
        db.session.rollback()
        return profiles_of(self.user)

    def profile(self) -> Profile:
        return self.profiles()[0]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """What is shown does not depend on what ranks; the smallest scorer does."""
    return by_distance_alone(settings)


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., Visitor]:
    def make(email: str = "mira@example.org", role: str = "member", **more: Any) -> Visitor:
        with unit_of_work():
            user = create_user(email, role, **more)
        return Visitor(app, user)

    return make


@pytest.fixture
def mira(sign_in: Callable[..., Visitor]) -> Visitor:
    return sign_in()


@pytest.fixture
def anybody(app: Flask) -> Visitor:
    return Visitor(app, None)


@pytest.fixture
def begun(mira: Visitor) -> Callable[[str], str]:
    """A profile just begun; answers with the beginning of its addresses."""

    def begin(kind: str) -> str:
        answer = mira.post("/konto/profil/neu", {"kind": kind})
        assert answer.status_code == 303
        return answer.location.rsplit("/", 1)[0]

    return begin
