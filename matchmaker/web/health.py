"""/healthz: the process answers. /readyz: database, disk, index, jobs …, each in one sentence.

Another part joins with `app.extensions["readiness"]["index"] = check`, where `check()` returns
whether it is ready and a sentence on it.
"""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import space
from matchmaker.db import db
from matchmaker.jobs import Heartbeat, waiting
from matchmaker.logs import get_logger
from matchmaker.web.errors import RETRY_SECONDS
from matchmaker.web.limits import limiter

Check = Callable[[], tuple[bool, str]]

blueprint = Blueprint("health", __name__)


def init_app(app: Flask) -> None:
    checks: dict[str, Check] = app.extensions.setdefault("readiness", {})
    checks.update(database=_database, disk=_disk, jobs=_jobs, warm_up=_warm_up)
    limiter.exempt(blueprint)
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def process() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readiness() -> tuple[Response, int, dict[str, str]]:
    found = answers()
    ready = all(answer["ok"] for answer in found.values())
    page = jsonify(ready=ready, checks=found)
    return (page, 200, {}) if ready else (page, 503, {"Retry-After": str(RETRY_SECONDS)})


def answers() -> dict[str, dict[str, bool | str]]:
    """What each part says of itself at this moment: `ok`, and a sentence as `detail`."""
    return {name: _ask(name, check) for name, check in _checks().items()}


def _checks() -> dict[str, Check]:
    return current_app.extensions["readiness"]


def _ask(name: str, check: Check) -> dict[str, bool | str]:
    try:
        ready, sentence = check()
    except Exception as error:  # a check that fails is an answer, not an error page
        get_logger().warning("readiness check failed", check=name, error=type(error).__name__)
        ready, sentence = False, f"The check of the {name} failed; the log says why."
    return {"ok": ready, "detail": sentence}


def _database() -> tuple[bool, str]:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False, "The database does not answer."
    return True, "The database answers."


def _disk() -> tuple[bool, str]:
    left = space.left(current_app.config["SETTINGS"].instance)
    megabytes = f"{left / 2**20:.0f} MB"
    if left < space.RESERVE_BYTES:
        least = f"{space.RESERVE_BYTES // 2**20} MB"
        return False, f"The disk is full or nearly so: {megabytes} left, {least} should be."
    return True, f"The disk has room: {megabytes} left."


def _jobs() -> tuple[bool, str]:
    huey = current_app.extensions["huey"]
    if huey.immediate:
        return True, "Jobs run at once."
    if not Heartbeat(current_app.config["SETTINGS"].instance).alive():
        return False, "No worker is running; start it with: matchmaker worker"
    try:
        waiting()
    except Exception as error:  # of whatever keeps the queue
        get_logger().warning("queue unavailable", error=type(error).__name__)
        return False, "The queue of the jobs does not answer; with REDIS_URL it is in Redis."
    return True, "The worker is running."


def _warm_up() -> tuple[bool, str]:
    """Of this process; over as well when it failed, which the log says."""
    thread = current_app.extensions.get("warm_up")
    if thread is not None and thread.is_alive():
        return False, "What rankings need is being loaded."
    return True, "Nothing has to be loaded any more."
