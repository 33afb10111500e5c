"""The two addresses that a watcher asks."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from huey import RedisHuey, SqliteHuey
from sqlalchemy import text
from structlog.testing import capture_logs

from matchmaker import jobs, server, space
from matchmaker.config import Settings
from matchmaker.db import db


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


def test_it_is_not_ready_before_what_rankings_need_is_loaded(app: Flask) -> None:
    check, loaded = app.extensions["readiness"]["warm_up"], threading.Event()
    assert (True, "Nothing has to be loaded any more.") == check()
    app.extensions["warm_ups"] = [loaded.wait]
    server.warm_up(app)
    assert (False, "What rankings need is being loaded.") == check()
    loaded.set()
    app.extensions["warm_up"].join(60)
    assert (True, "Nothing has to be loaded any more.") == check()


def test_what_fails_to_load_is_logged_and_keeps_nobody_waiting(app: Flask) -> None:
    done: list[str] = []
    app.extensions["warm_ups"] = [lambda: 1 / 0, lambda: done.append("the next")]
    with capture_logs() as told:
        server.warm_up(app)
        app.extensions["warm_up"].join(60)
    assert ["warm-up failed"] == [each["event"] for each in told]
    assert ["the next"] == done
    assert app.extensions["readiness"]["warm_up"]()[0]


def test_what_workers_share_is_loaded_before_the_fork_and_leaves_no_connection(app: Flask) -> None:
    done: list[str] = []

    def ask() -> None:
        db.session.execute(text("SELECT 1"))
        done.append("asked")

    app.extensions["shared"] = [ask, lambda: 1 / 0, lambda: done.append("the next")]
    with capture_logs() as told:
        server.load_shared(app)
    assert ["loading before the fork failed"] == [each["event"] for each in told]
    assert ["asked", "the next"] == done
    with app.app_context():
        assert 0 == db.engine.pool.checkedin()  # type: ignore[attr-defined]


def test_a_worker_without_its_queue_is_not_ready(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = app.extensions["readiness"]["jobs"]
    with jobs.Heartbeat(settings.instance):
        while not jobs.Heartbeat(settings.instance).alive():
            pass
        here = RedisHuey("matchmaker", url="redis://127.0.0.1:9/0")
        monkeypatch.setitem(app.extensions, "huey", here)
        ready, sentence = check()
        assert not ready
        assert "Redis" in sentence
        queue = SqliteHuey("matchmaker", filename=str(settings.instance / "jobs.db"))
        monkeypatch.setitem(app.extensions, "huey", queue)
        assert (True, "The worker is running.") == check()
        queue.storage.close()
