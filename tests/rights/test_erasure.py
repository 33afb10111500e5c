"""Erasing: nothing of a person stays in any file, and nobody comes back by a restore."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user, find_user
from matchmaker.audit import AuditEntry
from matchmaker.backup import restore_backup, write_backup
from matchmaker.db import Base, db, unit_of_work, upgrade_database
from matchmaker.matching.service import suggest
from matchmaker.profiles.models import Profile
from matchmaker.profiles.service import profiles_of
from matchmaker.rights import erasures
from matchmaker.rights.completion import complete, ready
from matchmaker.rights.models import Erasure
from matchmaker.rights.service import erase as erase_by_right
from matchmaker.rights.service import erase_again, erase_profile
from tests.accounts.signing_in import PASSWORD, OwnContext, post, sign_in, token_on
from tests.rights.conftest import traces

MakeProfile = Callable[..., Profile]


def erase(client: OwnContext, password: str = PASSWORD) -> TestResponse:
    return post(client, "/konto/loeschen", current=password)


def number_of(model: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def number_of_entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_the_ranking_forgets_at_once(
    client: OwnContext, mira: User, make_profile: MakeProfile
) -> None:
    jens = make_profile("kmu", slug="jens", located_latitude=50.6, located_longitude=12.7)
    assert [each.profile.slug for each in suggest(jens, patient=True).found] == ["mira"]
    erase(client)
    db.session.rollback()
    assert suggest(jens, patient=True).found == []


def test_the_session_and_its_copies_are_dead(app: Flask, client: OwnContext) -> None:
    copied = client.get_cookie("session")
    assert copied is not None
    erase(client)
    thief = app.test_client()
    thief.set_cookie("session", copied.value)
    for browser in (client, thief):
        assert browser.get("/konto").status_code == 302
    assert sign_in(app.test_client(), "kanariengelb@example.org").status_code == 400


def test_the_log_keeps_what_was_done_and_names_nobody(client: OwnContext, mira: User) -> None:
    names = {f"user:{mira.id}", f"profile:{profiles_of(mira)[0].uid}"}
    erase(client)
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry)).all()
    assert {"profile.approved", "account.erased"} <= {entry.action for entry in entries}
    assert not names & {name for entry in entries for name in (entry.actor, entry.subject)}


@pytest.mark.parametrize("model", [User, Profile])
def test_what_another_request_erased_meanwhile_is_erased_once(
    mira: User, model: type[User] | type[Profile]
) -> None:
    with unit_of_work():
        profile, entries = profiles_of(mira)[0], number_of_entries()
        number = mira.id if model is User else profile.id
        gone = delete(model).where(model.id == number)
        db.session.execute(gone.execution_options(synchronize_session=False))
        if model is User:
            erase_by_right(mira)
        else:
            erase_profile(profile, "command")
    assert (entries, 0) == (number_of_entries(), number_of(Erasure))


def test_a_wrong_password_erases_nothing_and_says_so(client: OwnContext) -> None:
    answer = erase(client, "nicht das richtige")
    assert answer.status_code == 400
    assert "Das ist nicht Ihr jetziges Passwort." in answer.text
    assert number_of(User) == 1


def test_the_last_administration_cannot_erase_itself(app: Flask) -> None:
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = OwnContext
    with unit_of_work():
        create_user("amt@example.org", "admin", password=PASSWORD)
    client = app.test_client()
    assert isinstance(client, OwnContext)
    sign_in(client, "amt@example.org")
    assert erase(client).status_code == 400
    with unit_of_work():
        create_user("vertretung@example.org", "admin", password=PASSWORD)
    assert erase(client).status_code == 200


def test_many_buttons_at_once_are_one_erasure(client: OwnContext) -> None:
    token = token_on(client.get("/konto/loeschen").text)
    form = {"csrf_token": token, "current": PASSWORD}
    answers = [client.post("/konto/loeschen", data=form).status_code for _ in range(12)]
    assert answers[0] == 200
    assert {status // 100 for status in answers[1:]} <= {3, 4}
    assert number_of(Erasure) == 1


def test_a_reader_of_the_old_state_makes_it_wait_and_it_ends_by_itself(
    client: OwnContext, instance: Path
) -> None:
    waits = db.engine.dialect.name == "sqlite"  # PostgreSQL's readers hold nothing up
    if waits:  # and whether it waits five seconds for the reader or none is all the same
        event.listen(db.engine, "checkout", impatient)
    reader = db.engine.connect()
    reader.exec_driver_sql("SELECT count(*) FROM users").scalar()
    erase(client)
    db.session.rollback()
    assert complete() is not waits
    assert number_of(Erasure) == waits
    assert ready()[0]
    assert ready()[1].startswith("1 erasures wait" if waits else "No erasure")
    reader.close()
    assert complete()
    assert traces(instance) == {}
    assert number_of(Erasure) == 0


def impatient(connection: Any, *_: object) -> None:
    connection.execute("PRAGMA busy_timeout=0")


def test_a_restored_backup_brings_nobody_back(
    client: OwnContext, mira: User, make_profile: MakeProfile, instance: Path, tmp_path: Path
) -> None:
    make_profile("kmu", slug="jens")
    file = tmp_path / "backup.zip"
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{newest()}')")
    write_backup(file, instance)
    erase(client)
    assert complete()
    Base.metadata.drop_all(db.engine)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    db.session.remove()
    restore_backup(file, instance)
    assert find_user("kanariengelb@example.org") is not None
    db.session.rollback()
    with unit_of_work():
        assert erase_again() == 1
    assert complete()
    assert find_user("kanariengelb@example.org") is None
    assert db.session.scalars(select(Profile.slug)).all() == ["jens"]
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")


def newest() -> str:
    versions = (Path(__file__).parents[2] / "matchmaker/migrations/versions").glob("*.py")
    return max(re.match(r"\d+", path.name)[0] for path in versions)  # type: ignore[index]


def test_a_restore_erases_again_even_the_only_administration(app: Flask, instance: Path) -> None:
    """It was not the only one when it asked; an older backup does not change what it asked for."""
    with unit_of_work():
        create_user("amt@example.org", "admin")
        user = find_user("amt@example.org")
        assert user is not None
        marks = [erasures.mark_of_account(user)]
    erasures.list_marks(instance, marks)
    with unit_of_work():
        assert erase_again() == 1
    assert find_user("amt@example.org") is None


def test_half_a_line_in_the_list_costs_no_other(instance: Path) -> None:
    instance.mkdir(exist_ok=True)
    erasures.list_marks(instance, ["a" * 64])
    with (instance / erasures.NAME).open("a") as file:
        file.write("b" * 20)
    erasures.list_marks(instance, ["c" * 64])
    assert {"a" * 64, "c" * 64} <= erasures.listed(instance)


def test_the_list_names_nobody_and_grows_only_once(client: OwnContext, instance: Path) -> None:
    erase(client)
    complete()
    written = (instance / erasures.NAME).read_text()
    assert len(written.split()) == 2
    assert (instance / erasures.NAME).stat().st_mode & 0o777 == 0o600
    erasures.list_marks(instance, written.split())
    assert (instance / erasures.NAME).read_text() == written


def test_a_profile_goes_alone(client: OwnContext, mira: User, instance: Path) -> None:
    assert "mira" in client.get("/konto/profil/mira/loeschen").text.casefold()
    assert post(client, "/konto/profil/mira/loeschen").status_code == 303
    assert number_of(Profile) == 0
    assert number_of(User) == 1
    assert complete()
    assert not list((instance / "pictures").glob("*"))


def test_migrations_know_the_table(app: Flask) -> None:
    Base.metadata.drop_all(db.engine)
    upgrade_database()
    assert number_of(Erasure) == 0
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
