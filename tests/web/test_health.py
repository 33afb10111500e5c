"""The two addresses that a watcher asks."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import space


def test_a_living_process_says_ok(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_a_part_that_is_not_ready_makes_the_whole_not_ready(app: Flask) -> None:
    app.extensions["readiness"] = {
        "database": lambda: (True, "The database answers."),
        "index": lambda: (False, "The index is being built."),
    }

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "checks": {
            "database": {"ok": True, "detail": "The database answers."},
            "index": {"ok": False, "detail": "The index is being built."},
        },
    }


def test_the_parts_of_the_ground_are_ready(app: Flask) -> None:
    checks = app.extensions["readiness"]

    assert checks["database"]() == (True, "The database answers.")
    assert checks["jobs"]() == (True, "Jobs run at once.")


def test_a_check_that_fails_is_an_answer(app: Flask) -> None:
    app.extensions["readiness"] = {"index": lambda: 1 / 0}

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["index"]["ok"] is False


def test_a_disk_with_less_than_the_reserve_is_not_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = app.extensions["readiness"]["disk"]
    monkeypatch.setattr(space, "left", lambda _folder: space.RESERVE_BYTES)
    assert (True, "The disk has room: 32 MB left.") == check()
    monkeypatch.setattr(space, "left", lambda _folder: 2**20)
    assert (False, "The disk is full or nearly so: 1 MB left, 32 MB should be.") == check()
