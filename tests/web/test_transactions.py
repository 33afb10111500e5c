"""A writing request commits once, when its answer is not an error."""

import pytest
from flask import Blueprint, Flask, abort
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker.accounts.models import Office
from matchmaker.db import db

views = Blueprint("offices_for_tests", __name__)


@views.route("/add/<int:status>", methods=["GET", "POST"])
def add(status: int) -> tuple[str, int]:
    db.session.add(Office(slug=f"amt-{status}", name="Amt"))
    db.session.flush()
    if status == 409:
        abort(409)
    return "", status


@pytest.fixture
def offices(app: Flask) -> FlaskClient:
    app.register_blueprint(views)
    return app.test_client()


def _count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Office)) or 0


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (400, 0), (409, 0)])
def test_a_post_is_kept_when_its_answer_is_no_error(
    offices: FlaskClient, status: int, kept: int
) -> None:
    offices.post(f"/add/{status}")

    assert _count() == kept


def test_a_get_changes_nothing(offices: FlaskClient) -> None:
    offices.get("/add/200")

    assert _count() == 0
