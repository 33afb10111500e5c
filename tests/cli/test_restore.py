"""Restoring an older backup, as an operator does it: into a new instance with a key of its own."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy
from zipfile import ZipFile

import pytest

from matchmaker import create_app
from matchmaker.accounts.service import find_user
from matchmaker.backup import restore_backup
from matchmaker.config import load_settings
from matchmaker.db import db, unit_of_work
from matchmaker.jobs import only_worker
from matchmaker.rights.completion import complete
from matchmaker.rights.service import erase

from .conftest import Run, empty

PEOPLE = ("bleibt@example.org", "geht@example.org")


def accounts(instance: Path, database: str) -> dict[str, bool]:
    """Which of the people have an account there."""
    app = create_app(load_settings({}, instance=instance, database_url=database))
    with app.app_context():
        found = {email: find_user(email) is not None for email in PEOPLE}
        db.session.remove()
        db.engine.dispose()
    return found


def erase_one(instance: Path, database: str) -> None:
    app = create_app(load_settings({}, instance=instance, database_url=database), TESTING=True)
    with app.app_context():
        with unit_of_work():
            user = find_user("geht@example.org")
            assert user is not None
            erase(user)
        assert complete()
        db.session.remove()
        db.engine.dispose()


def test_whoever_was_erased_since_the_backup_does_not_come_back(
    run: Run, tmp_path: Path, database_url: str
) -> None:
    """The key that tells who is on the list comes along with the backup."""
    old, new = tmp_path / "old", tmp_path / "new"
    for email in PEOPLE:
        run("users", "create", email, "--role", "member", INSTANCE=str(old))
    run("backup", tmp_path / "backup.zip", INSTANCE=str(old))
    erase_one(old, database_url)
    empty(database_url)
    new.mkdir()
    copy(old / "erasures.log", new)
    told = run("restore", tmp_path / "backup.zip", INSTANCE=str(new))
    assert told.exit_code == 0
    assert "erased again, as erasures.log says: 1" in told.stdout
    assert accounts(new, database_url) == {"bleibt@example.org": True, "geht@example.org": False}


def on_file(instance: Path, *words: object, **settings: str) -> tuple[int, str]:
    """A command where no other database is set in the environment; its status and what it says."""
    kept = {name: value for name, value in os.environ.items() if "MATCHMAKER" not in name}
    given = {f"MATCHMAKER_{name}": value for name, value in settings.items()}
    told = subprocess.run(
        [sys.executable, "-m", "matchmaker", *map(str, words)],
        env=kept | {"MATCHMAKER_INSTANCE": str(instance)} | given,
        capture_output=True,
        text=True,
    )
    return told.returncode, told.stdout + told.stderr


def test_a_database_that_the_service_would_not_use_is_not_filled(tmp_path: Path) -> None:
    """Its settings come along with a backup, and name where the data are looked for."""
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.zip"
    there = f"sqlite:///{tmp_path}/there.db"
    on_file(old, "users", "create", PEOPLE[0], "--role", "member")
    (old / "config.py").write_text(f"DATABASE_URL = {there!r}")
    on_file(old, "backup", file, DATABASE_URL="")
    code, told = on_file(new, "restore", file)
    assert (1, True) == (code, "names another database" in told)
    assert not (new / "config.py").exists()
    copy(old / "config.py", new)
    assert 0 == on_file(new, "restore", file)[0]
    assert accounts(new, there)[PEOPLE[0]]


def test_nothing_is_restored_while_a_worker_runs(run: Run, tmp_path: Path) -> None:
    """Else it would go on with a key and a state that are no more."""
    instance = tmp_path / "instance"
    run("backup", tmp_path / "backup.zip")
    with only_worker(instance):
        told = run("restore", tmp_path / "backup.zip")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "already running" in told.stderr


def test_until_the_erased_are_erased_again_nothing_is_answered(
    run: Run, tmp_path: Path, database_url: str
) -> None:
    """As after a restore that was killed when the rows were there."""
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.zip"
    for email in PEOPLE:
        run("users", "create", email, "--role", "member", INSTANCE=str(old))
    run("backup", file, INSTANCE=str(old))
    erase_one(old, database_url)
    empty(database_url)
    new.mkdir()
    copy(old / "erasures.log", new)
    app = create_app(load_settings({}, instance=new, database_url=database_url), TESTING=True)
    with app.app_context():
        restore_backup(file, new)
        db.session.remove()
        db.engine.dispose()
    told = run("export", "profiles", tmp_path / "all.jsonl", INSTANCE=str(new))
    assert (1, True) == (told.exit_code, "was interrupted" in told.stderr)
    again = run("restore", file, INSTANCE=str(new))
    assert "erased again, as erasures.log says: 1" in again.stdout
    assert 0 == run("export", "profiles", tmp_path / "all.jsonl", INSTANCE=str(new)).exit_code
    assert accounts(new, database_url) == {"bleibt@example.org": True, "geht@example.org": False}


def test_a_second_restore_is_no_end_of_an_interrupted_one(run: Run, tmp_path: Path) -> None:
    run("users", "create", PEOPLE[0], "--role", "member")
    run("backup", tmp_path / "backup.zip")
    told = run("restore", tmp_path / "backup.zip")
    assert (1, True) == (told.exit_code, "has data" in told.stderr)
    assert 0 == run("backup", tmp_path / "backup.zip").exit_code


def with_settings(file: Path, program: str, run: Run, instance: Path) -> None:
    """A backup of an instance with this config.py, whose program never ran."""
    run("users", "create", PEOPLE[0], "--role", "member", INSTANCE=str(instance))
    run("backup", file, INSTANCE=str(instance))
    with ZipFile(file, "a") as archive:
        archive.writestr("files/config.py", program)


@pytest.mark.parametrize(
    "program",
    [
        "open({mark!r}, 'w')",
        "WORKERS = open({mark!r}, 'w') and 1",
        "WORKERS: open({mark!r}, 'w') = 1",
        "# a comment\ropen({mark!r}, 'w')",
        "WORKERS = 1; open({mark!r}, 'w')",
        "WORKERS = f'{{open({mark!r}, 'w')}}'",
    ],
)
def test_a_program_that_came_with_a_backup_is_not_run(
    run: Run, tmp_path: Path, database_url: str, program: str
) -> None:
    old, new, mark = tmp_path / "old", tmp_path / "new", tmp_path / "was-run"
    file = tmp_path / "backup.zip"
    with_settings(file, program.format(mark=str(mark)), run, old)
    empty(database_url)
    told = run("restore", file, INSTANCE=str(new))
    assert (1, True) == (told.exit_code, "config.py" in told.stderr)
    assert not mark.exists()
    assert not (new / "config.py").exists()


@pytest.mark.parametrize("looked_at", [False, True], ids=["plain", "looked at before"])
def test_settings_come_along_that_are_plain_or_were_looked_at(
    run: Run, tmp_path: Path, database_url: str, looked_at: bool
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.zip"
    program = "import os\n" if looked_at else '"""Of the county."""\n'
    program += 'SCORERS = {"locality": {"weight": 0.5}}\nTRUSTED_PROXIES = 1\n'
    with_settings(file, program, run, old)
    empty(database_url)
    new.mkdir()
    if looked_at:
        (new / "config.py").write_text(program)
    assert 0 == run("restore", file, INSTANCE=str(new)).exit_code
    assert (new / "config.py").read_text() == program
