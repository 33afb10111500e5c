"""The list of who has been erased, as keyed hashes in a file outside of the database.

A restore of an older backup brings erased people back; the list says whom to erase again. Who does
not have the secret key cannot tell from it who they were.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from matchmaker.accounts.models import User
from matchmaker.profiles.models import Profile

NAME = "erasures.log"


def mark_of_account(user: User) -> str:
    """By number and beginning: numbers alone may be given again, addresses may come back."""
    return _mark(f"account {user.id} {user.created_at.isoformat()}")


def mark_of_profile(profile: Profile) -> str:
    return _mark(f"profile {profile.uid}")


def _mark(what: str) -> str:
    key = current_app.config["SECRET_KEY"]
    return hmac.new(f"erasures {key}".encode(), what.encode(), hashlib.sha256).hexdigest()


def listed(instance: Path) -> set[str]:
    path = instance / NAME
    return set(path.read_text().split()) if path.exists() else set()


def list_marks(instance: Path, marks: Iterable[str]) -> None:
    """Append what is not there yet, and be sure that it is on the disk."""
    known = listed(instance)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    with os.fdopen(os.open(instance / NAME, flags, 0o600), "w") as file:
        # Begun on a line of its own: a power cut may have left half a line behind.
        file.writelines(f"\n{mark}\n" for mark in marks if mark not in known)
        file.flush()
        os.fsync(file.fileno())
