"""One file that holds everything, written while the service runs, read into an empty place."""

import errno
import json
import os
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
ZIP64_SIZES = 20
"""Bytes between the name of a large file in a ZIP and what it holds."""


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


def with_parts(backup: Path, parts: dict[str, bytes]) -> Path:
    """Another backup, in which these parts are as given."""
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as archive, zipfile.ZipFile(other, "w") as changed:
        for name in archive.namelist():
            changed.writestr(name, parts.get(name, archive.read(name)))
    return other


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
    broken = with_parts(tmp_path / "backup.zip", {"tables/profiles.jsonl": b'{"id": "no number"}'})
    with pytest.raises(Exception, match="profiles"):
        restore_backup(broken, tmp_path / "instance")
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


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("manifest.json", b"[]"),
        ("manifest.json", b"\xff\xfe{"),
        ("manifest.json", b'{"format": 1, "revision": "014"}'),
        ("tables/profiles.jsonl", b"[1]\n"),
        ("tables/profiles.jsonl", b"\xff\n"),
        ("tables/profiles.jsonl", b'{"created_at": "once"}\n'),
        ("tables/profiles.jsonl", b'{"name": "Jens"}\n'),
    ],
)
def test_a_damaged_backup_is_refused_with_a_sentence(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path, part: str, content: bytes
) -> None:
    make_profile()
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    with pytest.raises(Refused, match="damaged"):
        restore_backup(with_parts(tmp_path / "backup.zip", {part: content}), tmp_path / "instance")
    assert inspect(db.engine).get_table_names() == []


def test_a_backup_that_cannot_be_unpacked_is_refused(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile()
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    content = bytearray((tmp_path / "backup.zip").read_bytes())
    name = b"tables/profiles.jsonl"
    compressed = content.index(name) + len(name) + ZIP64_SIZES
    content[compressed] = 0xFF  # begins no block of DEFLATE
    (tmp_path / "backup.zip").write_bytes(content)
    empty_database()
    with pytest.raises(Refused, match="damaged"):
        restore_backup(tmp_path / "backup.zip", tmp_path / "instance")


def test_a_backup_in_which_a_table_has_lost_its_name_is_refused(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile()
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    content = (tmp_path / "backup.zip").read_bytes()
    (tmp_path / "backup.zip").write_bytes(content.replace(b"tables/profiles", b"tables/profilez"))
    empty_database()
    with pytest.raises(Refused, match="damaged"):
        restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    assert inspect(db.engine).get_table_names() == []


@pytest.mark.parametrize(
    ("at", "why"),
    [(6, "damaged"), (8, "encrypted"), (10, "damaged")],
    ids=["version", "flags", "compression"],
)
def test_a_backup_with_another_bit_in_its_list_of_parts_is_refused(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path, at: int, why: str
) -> None:
    make_profile()
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    content = bytearray((tmp_path / "backup.zip").read_bytes())
    content[content.index(b"PK\x01\x02") + at] ^= 0x81
    (tmp_path / "backup.zip").write_bytes(content)
    empty_database()
    with pytest.raises(Refused, match=why):
        restore_backup(tmp_path / "backup.zip", tmp_path / "instance")


def test_a_file_from_before_the_clock_was_set_is_backed_up(
    installed: Flask, tmp_path: Path
) -> None:
    """A ZIP knows no year before 1980, and small machines begin in 1970 without a network."""
    key = tmp_path / "instance" / "secret_key"
    key.write_text("the key")
    os.utime(key, (0, 0))
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert archive.read("files/secret_key") == b"the key"


def test_a_backup_of_a_newer_version_is_told_as_such(installed: Flask, tmp_path: Path) -> None:
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    manifest = {"format": 1, "revision": "of tomorrow", "rows": {}}
    newer = with_parts(tmp_path / "backup.zip", {"manifest.json": json.dumps(manifest).encode()})
    empty_database()
    with pytest.raises(Refused, match="newer version"):
        restore_backup(newer, tmp_path / "instance")


def test_tables_without_a_row_are_no_data(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    """So a restore that was killed can be tried once more, and an installation just set up."""
    make_profile(name="Jens")
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    upgrade_database()
    restore_backup(tmp_path / "backup.zip", tmp_path / "instance")
    assert db.session.scalars(select(Profile)).one().name == "Jens"


def test_rows_come_with_their_files_or_not_at_all(
    installed: Flask, make_profile: MakeProfile, tmp_path: Path
) -> None:
    make_profile()
    (tmp_path / "instance" / "pictures").mkdir()
    (tmp_path / "instance" / "pictures" / "treppe.webp").write_bytes(b"a picture")
    write_backup(tmp_path / "backup.zip", tmp_path / "instance")
    empty_database()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pictures").write_text("in the way")
    with pytest.raises(FileExistsError):
        restore_backup(tmp_path / "backup.zip", elsewhere)
    assert inspect(db.engine).get_table_names() == []
