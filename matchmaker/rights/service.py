"""The verbs of a person's rights: tell everything, take it along, erase. None of them commits."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from matchmaker import audit
from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import User
from matchmaker.db import db, now
from matchmaker.errors import NotFound, Refused
from matchmaker.i18n import gettext as _
from matchmaker.jobs import enqueue_after_commit
from matchmaker.personal_data import Holding, holdings
from matchmaker.profiles.models import Profile
from matchmaker.profiles.pictures import picture_path
from matchmaker.profiles.service import delete_profile, hold_profile, profiles_of
from matchmaker.rights import erasures
from matchmaker.rights.models import Erasure


@dataclass(frozen=True)
class Part:
    """One part of what is stored, with its heading."""

    name: str
    label: Any
    rows: list[Mapping[str, Any]]


def everything(user: User) -> list[Part]:
    return [Part(each.name, each.label, each.collect(user)) for each in _holdings()]


def archive(user: User) -> bytes:
    """A ZIP with everything as JSON, and the files beside it."""
    told = {"made_at": now().isoformat()} | {part.name: part.rows for part in everything(user)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as file:
        file.writestr("daten.json", json.dumps(told, ensure_ascii=False, indent=2))
        for each in _holdings():
            for path in filter(Path.exists, each.files(user)):
                file.write(path, f"{each.name}/{path.name}")
    return written.getvalue()


def is_last_admin(user: User) -> bool:
    """Whether nobody else could sign in to the administration.

    The last two who go at the same moment are asked one after the other.
    """
    if not user.has_role("admin"):
        return False
    admins = select(User.id).where(User.active, User.roles.any(name="admin")).order_by(User.id)
    return set(db.session.scalars(admins.with_for_update())) <= {user.id}


def erase_own_account(user: User) -> None:
    """What a person asks for; raises Refused for the last who may administer the installation."""
    if is_last_admin(user):
        raise Refused(
            _(
                "Das ist der letzte Zugang zur Verwaltung. Legen Sie erst einen anderen an, sonst "
                "kommt niemand mehr hinein."
            )
        )
    erase(user)


def erase(user: User) -> None:
    """Everything of this person, and the account; files follow in `complete`."""
    try:
        accounts.hold_account(user)
    except NotFound:  # as when the button is pressed twice
        return
    marks = [erasures.mark_of_account(user), *map(erasures.mark_of_profile, profiles_of(user))]
    files = [path for each in _holdings() for path in each.files(user)]
    for each in _holdings():
        each.forget(user)
    db.session.delete(user)
    _note(marks, files)
    audit.record("account.erased", actor=audit.ERASED)


def erase_profile(profile: Profile, actor: str) -> None:
    """One profile with its needs and works."""
    try:
        hold_profile(profile)
    except NotFound:  # as above
        return
    files = [picture_path(work.picture) for work in profile.works if work.picture]
    marks = [erasures.mark_of_profile(profile)]
    audit.forget([f"profile:{profile.uid}", *(f"need:{need.uid}" for need in profile.needs)])
    delete_profile(profile)
    _note(marks, files)
    audit.record("profile.erased", actor=actor)


def _note(marks: list[str], files: Iterable[Path]) -> None:
    instance = current_app.config["SETTINGS"].instance
    inside = [path.relative_to(instance).as_posix() for path in files]
    db.session.add(Erasure(marks=marks, files=inside))
    enqueue_after_commit("complete_erasures")


def _holdings() -> list[Holding]:
    """What stands on others comes before them, as it is forgotten."""
    return list(reversed(holdings(current_app)))


def erase_again() -> int:
    """After a restore: whoever the list names goes once more; returns how many it were."""
    marks = erasures.listed(current_app.config["SETTINGS"].instance)
    if not marks:
        return 0
    found = 0
    for user in db.session.scalars(select(User)).all():
        if erasures.mark_of_account(user) in marks:
            erase(user)
            found += 1
    db.session.flush()
    for profile in db.session.scalars(select(Profile)).all():
        if erasures.mark_of_profile(profile) in marks:
            erase_profile(profile, "command")
            found += 1
    return found
