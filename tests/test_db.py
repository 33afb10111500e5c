import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import inspect, select, text

from matchmaker import create_app
from matchmaker.config import Settings, load_settings
from matchmaker.db import MIGRATIONS, Base, columns, db, unit_of_work, upgrade_database
from matchmaker.errors import Refused
from matchmaker.profiles.models import Profile, ProfileChange


@pytest.fixture
def bare_app(app: Flask) -> Flask:
    """An application whose database has no tables yet."""
    Base.metadata.drop_all(db.engine)
    return app


def test_migrations_lead_to_the_models_and_back_to_nothing(bare_app: Flask) -> None:
    upgrade_database()
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []
    downgrade(directory=str(MIGRATIONS), revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_a_database_of_a_newer_version_is_refused_in_one_sentence_and_kept(bare_app: Flask) -> None:
    upgrade_database()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '999'"))
    with pytest.raises(Refused, match="newer version"):
        upgrade_database()
    with db.engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "999"
        connection.execute(text("DROP TABLE alembic_version"))


def test_an_upgrade_can_be_repeated(bare_app: Flask) -> None:
    upgrade_database()
    upgrade_database()
    assert "profiles" in inspect(db.engine).get_table_names()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_of_those_that_start_together_one_upgrades_and_the_others_find_it_done(
    bare_app: Flask,
) -> None:
    start, upgraded = threading.Barrier(3), []

    def upgrade() -> None:
        with bare_app.app_context():
            start.wait()
            upgrade_database()
            upgraded.append("profiles" in inspect(db.engine).get_table_names())

    threads = [threading.Thread(target=upgrade) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert upgraded == [True] * 3
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    app = create_app(load_settings({}, instance=tmp_path / "instance"))
    with app.app_context():
        with db.engine.connect() as connection:
            values = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        db.engine.dispose()
    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_nobody_waits_longer_than_five_seconds_for_a_lock(app: Flask) -> None:
    with db.engine.connect() as connection:
        sqlite = db.engine.dialect.name == "sqlite"
        asked = "PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout"
        assert connection.exec_driver_sql(asked).scalar() == (5000 if sqlite else "5s")


def test_a_server_that_vanished_is_given_up_after_five_seconds(app: Flask) -> None:
    """As one that lost its power: it closes no connection, and TCP itself waits for long."""
    if db.engine.dialect.name == "sqlite":
        return  # a file
    with db.engine.connect() as connection:
        number: int = connection.connection.driver_connection.fileno()  # type: ignore[union-attr]
        with socket.socket(fileno=os.dup(number)) as wire:
            assert 5000 == wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)


def test_a_unit_of_work_keeps_all_or_nothing(
    app: Flask, make_profile: Callable[..., Profile]
) -> None:
    profile = make_profile(name="Vorher")
    with pytest.raises(RuntimeError), unit_of_work():  # noqa: PT012 - the write before matters
        db.session.get_one(Profile, profile.id).name = "Nachher"
        db.session.flush()
        raise RuntimeError
    assert db.session.get_one(Profile, profile.id).name == "Vorher"


def test_twelve_read_then_write_units_at_once_all_land(
    app: Flask, make_profile: Callable[..., Profile]
) -> None:
    number = make_profile(name="0").id
    start = threading.Barrier(12)

    def add_one() -> None:
        with app.app_context():
            start.wait()
            with unit_of_work():
                query = select(Profile).where(Profile.id == number).with_for_update()
                profile = db.session.scalars(query).one()
                profile.name = str(int(profile.name) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()  # else this session still sees the moment before
    assert db.session.get_one(Profile, number).name == "12"


def test_every_change_of_a_profile_or_its_needs_is_logged_in_order(
    app: Flask, make_profile: Callable[..., Profile]
) -> None:
    profile = make_profile(needs=["Ein Film"])
    with unit_of_work():
        db.session.get_one(Profile, profile.id).needs[0].text = "Zwei Filme"
    with unit_of_work():
        db.session.delete(db.session.get_one(Profile, profile.id))
    changes = db.session.scalars(select(ProfileChange).order_by(ProfileChange.sequence)).all()
    assert [change.uid for change in changes] == [profile.uid] * 3


def test_times_come_back_in_utc(app: Flask, make_profile: Callable[..., Profile]) -> None:
    profile = make_profile()
    db.session.expire_all()
    offset = db.session.get_one(Profile, profile.id).created_at.utcoffset()
    assert offset is not None
    assert offset.total_seconds() == 0


def test_the_instance_folder_is_made_on_first_start(settings: Settings, tmp_path: Path) -> None:
    create_app(settings)
    assert (tmp_path / "instance").is_dir()


def test_columns_are_read_with_what_is_not_stored_yet(app: Flask) -> None:
    db.session.add(Profile(kind="kmu", slug="neu", external_id="neu", name="Neu"))
    assert columns(select(Profile.slug), {}).scalars().all() == ["neu"]
    db.session.rollback()
    assert columns(select(Profile.slug), {}).scalars().all() == []
