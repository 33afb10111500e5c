"""Restoring an older backup, as an operator does it: into a new instance with a key of its own."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copy

from matchmaker import create_app
from matchmaker.accounts.service import find_user
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
