"""Two offices with a territory each, and somebody who owns a firm in one of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone
from tests.profiles.guided.conftest import Visitor

START = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
"""Later than the sign-in of everybody here, however long the tests before it took.

A session from the future is none.
"""
MakeProfile = Callable[..., Profile]
People = dict[str, Visitor]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def people(app: Flask) -> People:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_office("fern", "Amt fern", ["01"])
        users: dict[str, User | None] = {
            "visitor": None,
            "owner": create_user("owner@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
            "far_office": create_user("far@example.org", "office", office_slug="fern"),
            "admin": create_user("admin@example.org", "admin"),
        }
    return {role: Visitor(app, user) for role, user in users.items()}


@pytest.fixture
def firm(make_profile: MakeProfile, people: People) -> Profile:
    """It waits for six days."""
    owner = people["owner"].user
    assert owner is not None
    return make_profile(
        slug="tischlerei",
        name="Tischlerei am Bach",
        about="Treppen aus Esche",
        postal_code="09456",
        owner_id=owner.id,
        approved=False,
        submitted_at=START - timedelta(days=6),
    )


@pytest.fixture
def shown(firm: Profile) -> Profile:
    """The same firm, approved."""
    with unit_of_work():
        db.session.get_one(Profile, firm.id).approved = True
    return firm


def read_anew(firm: Profile) -> Profile:
    db.session.rollback()
    return db.session.scalars(select(Profile).where(Profile.uid == firm.uid)).one()


def only(column: Any) -> Any:
    """The column of the only row, as it is now."""
    db.session.rollback()
    return db.session.scalars(select(column)).one()


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0
