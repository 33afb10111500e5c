"""A writing request commits once, at its end, when its answer is not an error."""

from contextlib import ExitStack

from flask import Flask, Response, g, request

from matchmaker.db import db, writing
from matchmaker.jobs import enqueue_woken

READING = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)


def _begin() -> None:
    if request.method in READING:
        return
    db.session.rollback()  # nothing read so far may keep a deferred transaction open
    g.unit_of_work = ExitStack()
    g.unit_of_work.enter_context(writing())


def _end(response: Response) -> Response:
    if "unit_of_work" in g:
        if response.status_code < 400:
            db.session.commit()
            enqueue_woken()
        else:
            db.session.rollback()
        _leave()
    return response


def _leave(_error: BaseException | None = None) -> None:
    """What is read from here on, to keep the session say, must not hold SQLite's write lock."""
    if "unit_of_work" in g:
        g.pop("unit_of_work").close()
