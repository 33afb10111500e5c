"""Readers of the API by their tokens, and the description that every answer is held against."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from matchmaker import create_app
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_token, create_user, find_user
from matchmaker.config import load_settings
from matchmaker.db import Base, db, unit_of_work
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile

Headers = dict[str, str]


@pytest.fixture
def make_reader(app: Flask) -> Callable[..., Headers]:
    """The header of a new account's token; `territory` makes it an office's."""

    def make(
        email: str = "leserin@example.org",
        role: str = "member",
        *,
        scopes: tuple[str, ...] = ("read",),
        territory: list[str] | None = None,
        **changes: Any,
    ) -> Headers:
        office = email.partition("@")[0] if territory else None
        with unit_of_work():
            if office and territory:
                create_office(office, "Amt für Beispiele", territory)
            user = create_user(email, role, office_slug=office)
            for name, value in changes.items():
                setattr(user, name, value)
            token = create_token(email, list(scopes))
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def account() -> Callable[[str], User]:
    def find(email: str) -> User:
        user = find_user(email)
        assert user is not None
        return user

    return find


@dataclass(frozen=True)
class Village:
    """A joiner with two needs and two creatives near, in an application that nobody changes."""

    client: FlaskClient
    slug: str
    token: str

    @property
    def headers(self) -> Headers:
        """Of an admin."""
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="session")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    """Shared by the tests that only read: its ranking index is built once."""
    settings = load_settings(
        {}, instance=tmp_path_factory.mktemp("village"), rate_limits="off", secret_key="for tests"
    )
    app = create_app(settings, TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with unit_of_work():
            for profile in _villagers():
                save_profile(profile)
            create_user("rat@example.org", "admin")
            token = create_token("rat@example.org", ["read"])
    yield Village(app.test_client(), "tischlerei", token)
    with app.app_context():
        db.engine.dispose()


def _villagers() -> Iterator[Profile]:
    yield _villager(
        "creative",
        "netz",
        name="Netz und Werk",
        about="Ich baue Internetseiten für Handwerksbetriebe und fotografiere Möbel.",
        offers="Internetseiten, Fotos von Möbeln",
        submarkets=["design"],
    )
    yield _villager("creative", "klang", name="Klang", about="Musik für Hochzeiten")
    needs = ["Unsere Internetseite zeigt unsere Möbel nicht.", "Musik zum Jubiläum"]
    yield _villager(
        "kmu",
        "tischlerei",
        name="Tischlerei Beispiel",
        about="Tischlerei für Möbel nach Maß",
        sectors=["31.09.9"],
        needs=[Need(text=text, position=position) for position, text in enumerate(needs)],
    )


def _villager(kind: str, slug: str, **fields: Any) -> Profile:
    return Profile(
        kind=kind,
        slug=slug,
        external_id=slug,
        approved=True,
        place="Annaberg-Buchholz",
        located_latitude=50.58,
        located_longitude=13.0,
        email="kanarienvogel@geheim.example",
        phone="+49 3733 777-777",
        **fields,
    )


@pytest.fixture(scope="session")
def conforms(village: Village) -> Callable[[TestResponse], bool]:
    """Whether an answer is one that the description documents for its route."""
    description: dict[str, Any] = village.client.get("/api/v1/openapi.json").json or {}

    def check(answer: TestResponse) -> bool:
        operation = _operation(description, answer.request.path)
        documented = operation["responses"].get(str(answer.status_code))
        documented = documented or operation["responses"]["default"]
        content = documented["content"][answer.mimetype]
        schema = content["schema"] | {"components": description["components"]}
        Draft202012Validator(schema).validate(answer.json)
        return True

    return check


def _operation(description: dict[str, Any], path: str) -> dict[str, Any]:
    paths = description["paths"]
    parts = path.split("/")
    for template, operations in paths.items():
        pairs = list(zip(template.split("/"), parts, strict=False))
        same = len(template.split("/")) == len(parts)
        if same and all(one == other or one.startswith("{") for one, other in pairs):
            return dict(operations["get"])
    raise AssertionError(f"{path} is not in the description")
