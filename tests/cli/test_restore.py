"""Restoring an older backup, as an operator does it: into a new instance with a key of its own."""

from pathlib import Path
from shutil import copy

from matchmaker import create_app
from matchmaker.accounts.service import find_user
from matchmaker.config import load_settings
from matchmaker.db import db, unit_of_work
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
