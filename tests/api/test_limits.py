"""Whoever reads profiles faster than a person copies them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import Base, db


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[FlaskClient]:
    settings = load_settings({}, instance=tmp_path, secret_key="only for tests")
    app = create_app(settings, TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def test_the_61st_profile_within_a_minute_is_too_many(limited: FlaskClient) -> None:
    statuses = [limited.get(f"/api/v1/profiles/{number}").status_code for number in range(60)]
    assert {404} == set(statuses)
    answer = limited.get("/api/v1/profiles/60")
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0


def test_profiles_and_needs_are_counted_together_with_the_pages(limited: FlaskClient) -> None:
    addresses = ["/api/v1/profiles/x", "/api/v1/profiles/x/needs", "/api/v1/needs", "/p/x"]
    for _round in range(15):
        assert 429 not in [limited.get(address).status_code for address in addresses]
    assert {429} == {limited.get(address).status_code for address in addresses}
