"""Fixtures of all tests: an application on an empty database, and factories."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, text
from werkzeug.routing import Rule

from matchmaker import create_app
from matchmaker.config import Settings, load_settings
from matchmaker.db import Base, db, unit_of_work
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile
from matchmaker.server import close

DATABASE = os.environ.get("TEST_DATABASE_URL", "")
"""Empty: a fresh SQLite file for each test; else that PostgreSQL database, emptied before each."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
NUMBERS_FROM_1 = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL
"""

QUICK_PASSWORDS = {
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__rounds": 1,
        "argon2__memory_cost": 64,
        "argon2__parallelism": 1,
    }
}
"""Still Argon2id, but a hundred people are made in the time of one."""


MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 2 * 2**30


def pytest_configure() -> None:
    """Databases of tests lie in memory where there is room: half of the time was spent in fsync.

    No test fails by the clock, as Hypothesis would have it when the machine is busy for a moment.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    hypothesis.settings.register_profile(
        "clockless", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("clockless")


@pytest.fixture(scope="session", autouse=True)
def known_addresses() -> Iterator[None]:
    """What Werkzeug compiles for an address depends on the address alone; once will do.

    Most of what making an application costs, and most tests make one.
    """
    compile_rule = Rule.compile
    known: dict[object, Rule] = {}

    def remembered(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), rule.merge_slashes)
        same = known.setdefault(key, rule)
        if same is rule:
            compile_rule(rule)
            return
        for name in ("_parts", "_trace", "_converters", "arguments"):
            setattr(rule, name, getattr(same, name))
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, getattr(same, name).__func__.__get__(rule))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", remembered)
        yield


@pytest.fixture(scope="session")
def database_url() -> str:
    """Each test process has a schema of its own, so that none empties another's tables."""
    if not DATABASE:
        return ""
    schema = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    engine = create_engine(DATABASE.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    engine.dispose()
    return f"{DATABASE}?options=-csearch_path%3D{schema}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load_settings(
        {},
        instance=tmp_path / "instance",
        database_url=database_url,
        rate_limits="off",
        secret_key="only for tests",
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test has an application of its own; none of them need compile a template again."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row; a copy is made ten times as fast as the tables."""
    path = tmp_path_factory.mktemp("tables") / "empty.db"
    create_app(load_settings({}, instance=path.parent / "instance"))  # knows every model
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def known_statements(database_url: str, empty_tables: Path) -> Engine:
    """It keeps what SQLAlchemy compiled, which depends on the statement and the dialect alone."""
    address = database_url.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address or f"sqlite:///{empty_tables}", query_cache_size=5000)
    engine.connect().close()  # a dialect learns at its first connection whom it speaks to
    engine.dispose()
    return engine


def _empty(engine: Engine) -> None:
    """No row in any table, and numbers from 1; twenty times as fast as making the tables anew."""
    tables = Base.metadata.sorted_tables
    with engine.begin() as connection:
        if set(connection.scalars(text(TABLES))) == {table.name for table in tables}:
            for table in reversed(tables):
                connection.execute(table.delete())
            connection.execute(text(NUMBERS_FROM_1))
            return
    Base.metadata.drop_all(engine)  # a test made others, or left none
    Base.metadata.create_all(engine)


@pytest.fixture
def app(
    settings: Settings,
    compiled_templates: FileSystemBytecodeCache,
    known_statements: Engine,
    empty_tables: Path,
) -> Iterator[Flask]:
    app = create_app(settings, TESTING=True, CSRF_EVERYWHERE=False, **QUICK_PASSWORDS)
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        db.engine.dialect = known_statements.dialect
        db.engine._compiled_cache = known_statements._compiled_cache
        if DATABASE:
            _empty(db.engine)
        else:
            shutil.copyfile(empty_tables, str(db.engine.url.database))
        yield app
        db.session.remove()
        close(app)
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


_numbers = count(1)


@pytest.fixture
def make_profile(app: Flask) -> Callable[..., Profile]:
    """A saved, approved, public profile; every field can be given."""

    def make(kind: str = "kmu", *, needs: list[str] | None = None, **fields: Any) -> Profile:
        number = next(_numbers)
        profile = Profile(
            **{
                "external_id": f"{kind}-{number:05}",
                "slug": f"{kind}-{number:05}",
                "kind": kind,
                "name": f"Beispiel {number}",
                "approved": True,
                "invented": True,
            }
            | fields
        )
        profile.needs = [
            Need(text=text, position=position) for position, text in enumerate(needs or [])
        ]
        with unit_of_work():
            save_profile(profile)
        return profile

    return make
