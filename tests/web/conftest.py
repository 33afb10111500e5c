"""A client without sign-in, shared by the tests of a file that only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from matchmaker import create_app
from matchmaker.config import load_settings
from matchmaker.db import Base, db


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    instance: Path = tmp_path_factory.mktemp("instance")
    app = create_app(
        load_settings({}, instance=instance, rate_limits="off", secret_key="only for tests"),
        TESTING=True,
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()
