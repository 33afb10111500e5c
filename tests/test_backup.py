"""One file that holds everything, written while the service runs, read into an empty place."""

import errno
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from matchmaker.backup import restore_backup, write_backup
from matchmaker.db import Base, db, unit_of_work, upgrade_database
from matchmaker.errors import Refused
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile

MakeProfile = Callable[..., Profile]


@pytest.fixture
def installed(app: Flask) -> Flask:
    """An installation whose tables were made by the migrations, as outside of tests."""
    Base.metadata.drop_all(db.engine)
    upgrade_database()
    return app


@pytest.fixture(autouse=True)
def forget_revision(app: Flask) -> object:
    yield
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def empty_database() -> None:
    db.session.remove()
    Base.metadata.drop_all(db.engine)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_a_backup_restored_elsewhere_holds_the_same(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    made = make_profile(name="Jens", needs=["Ein Film"], sectors=["31.01"])
    created, file = made.created_at, tmp_path / "backup.zip"
    (tmp_path / "instance" / "secret_key").write_text("the key")
    (tmp_path / "instance" / "pictures").mkdir()
    (tmp_path / "instance" / "pictures" / "treppe.webp").write_bytes(b"a picture")
    written = write_backup(file, tmp_path / "instance")
    empty_database()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert restore_backup(file, elsewhere) == written
    profile = db.session.scalars(select(Profile)).one()
    assert (profile.name, profile.sectors, profile.created_at) == ("Jens", ["31.01"], created)
    assert [need.text for need in profile.needs] == ["Ein Film"]
    assert (elsewhere / "secret_key").read_text() == "the key"
    assert (elsewhere / "pictures" / "treppe.webp").read_bytes() == b"a picture"
    assert file.stat().st_mode & 0o777 == 0o600


def test_life_goes_on_after_a_restore(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile(needs=["Eins"])
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    make_profile(needs=["Zwei"])
    assert db.session.scalar(select(func.count()).select_from(Need)) == 2


def test_a_backup_sees_one_moment(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    def back_up() -> None:
        with installed.app_context():
            write_backup(tmp_path / "backup.zip", tmp_path / "instance")

    make_profile()
    with unit_of_work():
        save_profile(Profile(external_id="late", slug="late", kind="kmu", name="Spät"))
        with ThreadPoolExecutor(1) as other_process:
            other_process.submit(back_up).result()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["rows"]["profiles"] == 1


def test_nothing_is_restored_over_data(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile(name="Bleibt")
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    with pytest.raises(Refused, match="empty"):
        restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    assert db.session.scalars(select(Profile)).one().name == "Bleibt"


def test_a_foreign_file_is_refused(installed: Flask, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(b"Lieber Jens")
    with pytest.raises(Refused, match="no backup"):
        restore_backup(tmp_path / "letter.zip", tmp_path / "instance")


def test_a_restore_that_fails_leaves_the_place_empty_for_another_try(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile()
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["tables/profiles.jsonl"] = b'{"id": "no number"}\n'
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Exception, match="profiles"):
        restore_backup(tmp_path / "broken.zip", tmp_path / "instance")
    assert inspect(db.engine).get_table_names() == []
    restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 1


def test_a_restore_that_cannot_write_leaves_the_list_of_the_erased_as_it_was(
    installed: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    names = tmp_path / "instance" / "erasures.log"
    names.write_text("one\n")
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    names.write_text("another\n")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    assert names.read_text() == "another\n"
