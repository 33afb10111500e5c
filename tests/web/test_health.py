"""The two addresses that a watcher asks."""

from flask import Flask
from flask.testing import FlaskClient


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
