"""Readers of the API by their tokens, and the description that every answer is held against."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_token, create_user, find_user
from matchmaker.db import unit_of_work

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


@pytest.fixture
def conforms(client: FlaskClient) -> Callable[[TestResponse], bool]:
    """Whether an answer is one that the description documents for its route."""
    description: dict[str, Any] = client.get("/api/v1/openapi.json").json or {}

    def check(answer: TestResponse) -> bool:
        rule = answer.request.path
        operation = _operation(description, rule)
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
