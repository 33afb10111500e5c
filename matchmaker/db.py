"""The database: typed base, UTC times, units of work that begin IMMEDIATE on SQLite."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    CursorResult,
    DateTime,
    Engine,
    Executable,
    MetaData,
    and_,
    event,
    func,
    select,
    text,
)
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session
from sqlalchemy.types import TypeDecorator

from matchmaker.errors import Refused
from matchmaker.half_restored import check_whole

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
MIGRATIONS = Path(__file__).parent / "migrations"
WAITS_SECONDS = 5
"""How long a statement waits for a lock, and a connection for a server."""
CLOCK_TOLERANCE = timedelta(minutes=10)
"""A moment in the past that lies further ahead than this was noted before the clock went back."""
UPGRADE_LOCK = 4_172_026
"""A number of our own among PostgreSQL's advisory locks."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment; aware and in UTC in Python, without zone in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTCDateTime, list[str]: JSON, dict[str, Any]: JSON}


db = SQLAlchemy(metadata=Base.metadata)
"""Sessions and engines by Flask-SQLAlchemy; models derive from our own `Base`."""
migrate = Migrate(directory=str(MIGRATIONS), render_as_batch=True)

Read = TypeVar("Read")

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
            WatchedFile(db.engine)
        else:
            event.listen(db.engine, "do_connect", _wait_no_longer)
            event.listen(db.engine, "connect", _limit_waiting)


def prepare_sqlite(engine: Engine) -> None:
    """Durable writes, erased values overwritten, and transactions that begin when they say so."""
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


class WatchedFile:
    """Notices that SQLite's file was taken away or replaced.

    A connection would go on with the old file, and a new one would put an empty file in its place,
    which stays in the way when the right one comes back.
    """

    def __init__(self, engine: Engine) -> None:
        self.path = Path(engine.url.database or "")
        self.was_there = False
        event.listen(engine, "do_connect", self._connecting)
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "checkout", self._used)

    def _connecting(self, *_: Any) -> None:
        if self.was_there and not self.path.exists():
            raise sqlite3.OperationalError("the file of the database is gone")

    def _connected(self, _connection: Any, record: Any) -> None:
        self.was_there = True
        record.info["file"] = self._identity()

    def _used(self, _connection: Any, record: Any, _proxy: Any) -> None:
        if record.info["file"] != self._identity():
            raise DisconnectionError("the file of the database is another")

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


def _wait_no_longer(_dialect: Any, _record: Any, _arguments: Any, names: dict[str, Any]) -> None:
    names.setdefault("connect_timeout", WAITS_SECONDS)
    # a server that lost its power never says so: by itself TCP waits for a quarter of an hour
    names.setdefault("tcp_user_timeout", WAITS_SECONDS * 1000)


def _limit_waiting(connection: Any, _record: Any) -> None:
    connection.execute(f"SET lock_timeout = '{WAITS_SECONDS}s'")
    connection.commit()


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own implicit BEGIN would always be deferred
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={WAITS_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at once.

    A deferred transaction that reads first and writes later fails at once when another process
    wrote in between; one that begins IMMEDIATE waits its turn.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Commits what happened inside, or nothing of it when something is raised."""
    db.session.rollback()  # a transaction begun for reading must not become a writing one
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def take_turns(session: Session, number: int) -> None:
    """Until its end a transaction is the only one that called this with the number; others wait.

    SQLite has a single writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(number)))


def unless_away(read: Callable[[], Read], otherwise: Read) -> Read:
    """What `read` reads, or the other while the database is away or locked."""
    try:
        return read()
    except OperationalError:
        db.session.rollback()
        return otherwise


def columns(statement: Executable, values: Mapping[str, Any]) -> CursorResult[Any]:
    """Rows of a statement that names columns and no whole model, with all that is not yet stored.

    The session's own `execute` looks for models in each row, which takes as long again.
    """
    db.session.flush()
    return db.session.connection().execute(statement, values)


def upgrade_database() -> None:
    """Bring the schema to the newest revision; needs an application context.

    Of processes that start together, one does it; the others wait and find it done. Raises Refused
    where a later version of this program has upgraded it already, or a restore was interrupted.
    """
    with alone(), writing():
        check_known()
        check_whole(current_app.config["SETTINGS"].instance, db.engine.url)
        upgrade(directory=str(MIGRATIONS))


def check_known() -> None:
    """Raises Refused where a later version of this program has upgraded the database."""
    with db.engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    if not known_revisions().issuperset(there):
        raise Refused(
            "The database was upgraded by a newer version of this program. Install that version, "
            "or restore a backup of this one into an empty instance."
        )


def known_revisions() -> set[str]:
    """The states of a database that this version of the program knows."""
    return {each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


@contextmanager
def alone() -> Iterator[None]:
    """While this holds, no other process of this installation is in here; others wait."""
    if db.engine.dialect.name == "sqlite":
        folder = os.open(Path(db.engine.url.database or "").parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
        return
    with db.engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        yield


def now() -> datetime:
    return datetime.now(UTC)


def in_time(expires: InstrumentedAttribute[datetime], lasts: timedelta) -> ColumnElement[bool]:
    """Whether what lasts so long has not run out; a clock that went back since prolongs nothing."""
    moment = now()
    return and_(expires > moment, expires <= moment + lasts + CLOCK_TOLERANCE)
