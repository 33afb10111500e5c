"""Background jobs and their schedule: one queue (Huey), run by one worker process.

A slice declares a job with `@job()` or a repeated one with `@job(every_minutes=5)`; jobs are
addressed by name, run inside an application context and are safe to run twice.
"""

import fcntl
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import MemoryHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from sqlalchemy import String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import space
from matchmaker.config import Settings
from matchmaker.db import Base, db, now, unit_of_work
from matchmaker.errors import Refused
from matchmaker.logs import get_logger

HEARTBEAT_SECONDS = 5
WOKEN = "woken jobs"
ALIVE_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Job:
    function: Callable[..., None]
    every_minutes: int | None
    at_start: bool


class JobFailure(Base):
    """A job that ended in an error and did not end well since; one row for each call."""

    __tablename__ = "job_failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[str] = mapped_column(String(500), default="[]")
    """As JSON: numbers and keys, never what somebody wrote."""
    at: Mapped[datetime] = mapped_column(default=now)
    """When it failed last."""
    times: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(80), default="")
    """The kind of the error alone: its words may repeat somebody's."""


_declared: dict[str, Job] = {}


def job(*, every_minutes: int | None = None, at_start: bool = False) -> Callable[..., Any]:
    """Declare a function as a job; its name is its address.

    `at_start` runs it when the worker process starts, besides its schedule.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _declared[function.__name__] = Job(function, every_minutes, at_start)
        return function

    return declare


def init_app(app: Flask, settings: Settings) -> None:
    huey = _queue(settings, testing=app.testing)
    app.extensions["jobs"] = {
        name: _register(app, huey, name, declared) for name, declared in _declared.items()
    }
    app.extensions["huey"] = huey


def _queue(settings: Settings, *, testing: bool) -> Huey:
    if testing:
        return MemoryHuey(immediate=True)
    if settings.redis_url:
        from huey import RedisHuey  # the redis client comes with the extra [scale]

        return RedisHuey("matchmaker", url=settings.redis_url)
    return SqliteHuey("matchmaker", filename=str(settings.instance / "jobs.db"), fsync=True)


def _register(app: Flask, huey: Huey, name: str, declared: Job) -> Any:
    def run(*arguments: Any) -> None:
        with app.app_context():
            try:
                declared.function(*arguments)
            except Exception as error:
                _note_failure(name, arguments, error)
                if space.is_lacking(error) and declared.every_minutes:
                    get_logger().error("no room on the disk", job=name)
                    return  # tried when its time comes: trying at once would only write more
                get_logger().exception("job failed", job=name)
                raise  # the queue tries again
            _forget_failure(name, arguments)
            get_logger().info("job done", job=name)

    run.__name__ = name
    if declared.every_minutes:
        minutes = f"*/{declared.every_minutes}"
        huey.periodic_task(crontab(minute=minutes), name=f"{name}_scheduled")(run)
    return huey.task(name=name, retries=3, retry_delay=10)(run)


def _failure(name: str, arguments: tuple[Any, ...]) -> JobFailure | None:
    called = (JobFailure.name == name, JobFailure.arguments == json.dumps(arguments))
    return db.session.scalar(select(JobFailure).where(*called))


@contextmanager
def _beside(name: str) -> Iterator[None]:
    """Keeps the record of a job; the database may be what failed, and the log has it anyway."""
    db.session.rollback()
    try:
        yield
    except SQLAlchemyError:
        db.session.rollback()
        get_logger().warning("end of a job not noted", job=name)


def _note_failure(name: str, arguments: tuple[Any, ...], error: Exception) -> None:
    with _beside(name), unit_of_work():
        failure = _failure(name, arguments)
        if failure is None:
            failure = JobFailure(name=name, arguments=json.dumps(arguments), times=0)
            db.session.add(failure)
        failure.at, failure.times = now(), failure.times + 1
        failure.problem = type(error).__name__[:80]


def _forget_failure(name: str, arguments: tuple[Any, ...]) -> None:
    with _beside(name):
        if _failure(name, arguments) is None:  # as nearly always: nothing to write
            return
        db.session.rollback()
        with unit_of_work():
            db.session.delete(_failure(name, arguments))


def failures() -> Sequence[JobFailure]:
    """Jobs whose last run ended in an error, the oldest first."""
    return db.session.scalars(select(JobFailure).order_by(JobFailure.at, JobFailure.id)).all()


def waiting() -> int:
    """How many jobs are in the queue and have not begun."""
    huey = current_app.extensions["huey"]
    return int(huey.pending_count() + huey.scheduled_count())


def try_again(number: int) -> bool:
    """Put a job that failed back into the queue; its row goes once it ends well."""
    failure = db.session.get(JobFailure, number)
    if failure is None or failure.name not in _declared:
        return False
    enqueue(failure.name, *json.loads(failure.arguments))
    return True


def enqueue(name: str, *arguments: Any) -> None:
    """Put a job into the queue; with tests' immediate queue it runs at once."""
    current_app.extensions["jobs"][name](*arguments)


def enqueue_after_commit(name: str) -> None:
    """Wake a job that finds its work in the database, once what it is to find is committed."""
    db.session.info.setdefault(WOKEN, set()).add(name)


def enqueue_woken() -> None:
    """After the commit: wake the jobs, rather than let them wait for their next minute."""
    # The queue of tests is immediate: what a test wants to read would be done and gone.
    for name in db.session.info.pop(WOKEN, ()) if not current_app.testing else ():
        wake(name)


def wake(name: str) -> None:
    """Run a job that has a schedule before its time; where the queue takes nothing, in time."""
    try:
        enqueue(name)
    except Exception as error:  # the work is kept, and the schedule will find it
        get_logger().warning("job waits for the schedule", job=name, error=type(error).__name__)


def work(app: Flask, instance: Path) -> None:
    """Run jobs and their schedule until told to stop; call from the main thread.

    Raises Refused when another worker of this installation already runs: two schedulers would
    do everything twice.
    """
    with only_worker(instance), Heartbeat(instance):
        with app.app_context():
            for name, declared in _declared.items():
                if declared.at_start:
                    wake(name)
        Consumer(app.extensions["huey"], workers=1, initial_delay=0.1, max_delay=1.0).run()


@contextmanager
def only_worker(instance: Path) -> Iterator[None]:
    """While this holds, no worker of this installation runs; raises Refused when one does."""
    with (instance / "jobs.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused("A worker of this installation is already running.") from None
        yield


class Heartbeat:
    """A file whose age says whether the worker process lives; on the machine it runs on."""

    def __init__(self, instance: Path) -> None:
        self.path = instance / "jobs.heartbeat"
        self._stopped = threading.Event()

    def __enter__(self) -> None:
        threading.Thread(target=self._beat, daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self.path.unlink(missing_ok=True)

    def _beat(self) -> None:
        while True:
            with suppress(OSError):  # a full disk may refuse a new file for a while
                self.path.touch()
            if self._stopped.wait(HEARTBEAT_SECONDS):
                return

    def alive(self) -> bool:
        try:
            return time.time() - self.path.stat().st_mtime < ALIVE_WITHIN_SECONDS
        except OSError:
            return False
