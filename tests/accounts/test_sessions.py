"""A session ends when it should, and a copied cookie ends with it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker import create_app
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.accounts.session_models import LoginSession
from matchmaker.accounts.tasks import forget_unconfirmed_accounts
from matchmaker.config import Settings
from matchmaker.db import Base, db, now, unit_of_work
from tests.accounts.signing_in import PASSWORD, cookie, post, sign_in, token_on, with_cookie
from tests.full_disk import needs_limits, nothing_fits, writes_itself


@pytest.fixture
def client(app: Flask, person: User) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(client: FlaskClient, person: User) -> FlaskClient:
    assert sign_in(client, person.email).status_code == 302
    assert client.get("/konto").status_code == 200
    return client


def is_dead(app: Flask, value: str) -> bool:
    return with_cookie(app, value).get("/konto").status_code == 302


def test_a_visitor_gets_no_cookie_before_sign_in(client: FlaskClient) -> None:
    for page in ("/", "/impressum", "/verzeichnis", "/spielregeln"):
        assert client.get(page).headers.getlist("Set-Cookie") == []


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: FlaskClient) -> None:
    said = client.get("/anmelden").headers["Set-Cookie"]
    assert ("HttpOnly" in said, "SameSite=Lax" in said, "Path=/" in said) == (True, True, True)


def test_a_token_of_the_library_for_accounts_signs_nobody_in(
    client: FlaskClient, person: User
) -> None:
    token = person.get_auth_token()
    headers = {"Authentication-Token": str(token)}
    assert client.get("/konto", headers=headers).status_code == 302
    assert client.get("/konto", query_string={"auth_token": token}).status_code == 302


def test_signing_in_gives_a_new_id(app: Flask, client: FlaskClient, person: User) -> None:
    client.get("/anmelden")
    before = cookie(client)
    sign_in(client, person.email)
    assert before != cookie(client)
    assert is_dead(app, before)


def test_only_a_digest_of_the_cookie_is_stored(signed_in: FlaskClient) -> None:
    db.session.rollback()  # what was read before the sign-in is no longer the state
    stored = db.session.scalars(select(LoginSession)).one()
    assert cookie(signed_in) not in (stored.digest, stored.uid, stored.data)


def test_a_copied_cookie_is_dead_after_signing_out(app: Flask, signed_in: FlaskClient) -> None:
    copied = cookie(signed_in)
    post(signed_in, "/abmelden", "/konto")
    assert is_dead(app, copied)
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_a_copied_cookie_is_dead_after_a_new_password(app: Flask, signed_in: FlaskClient) -> None:
    copied = cookie(signed_in)
    answer = post(signed_in, "/konto/passwort", current=PASSWORD, password="ganz anders und lang")
    assert answer.status_code == 303
    assert is_dead(app, copied)
    assert signed_in.get("/konto").status_code == 200


def test_a_closed_account_stays_signed_out_when_it_opens_again(
    app: Flask, signed_in: FlaskClient, person: User
) -> None:
    copied = cookie(signed_in)
    with unit_of_work():
        db.session.get_one(User, person.id).active = False
    assert signed_in.get("/konto").status_code == 302
    with unit_of_work():
        db.session.get_one(User, person.id).active = True
    assert is_dead(app, copied)


def test_an_erased_person_is_signed_out(app: Flask, signed_in: FlaskClient, person: User) -> None:
    copied = cookie(signed_in)
    with unit_of_work():
        db.session.delete(db.session.get_one(User, person.id))
    assert is_dead(app, copied)


@pytest.mark.parametrize("days", [8, 31])
def test_a_session_ends_by_itself(signed_in: FlaskClient, days: int) -> None:
    with time_machine.travel(now() + timedelta(days=days)):
        assert signed_in.get("/konto").status_code == 302


def test_a_clock_that_goes_back_prolongs_nothing(app: Flask, signed_in: FlaskClient) -> None:
    copied = cookie(signed_in)
    with time_machine.travel(now() - timedelta(days=1)):
        assert is_dead(app, copied)


def test_people_see_their_sessions_and_end_one_elsewhere(
    app: Flask, signed_in: FlaskClient, person: User
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, person.email)
    html = signed_in.get("/konto/sitzungen").text
    assert html.count('name="session"') == 3
    answer = post(signed_in, "/konto/sitzungen", session="others")
    assert answer.status_code == 303
    assert (elsewhere.get("/konto").status_code, signed_in.get("/konto").status_code) == (302, 200)


def test_nobody_ends_the_session_of_somebody_else(
    app: Flask, signed_in: FlaskClient, person: User
) -> None:
    with unit_of_work():
        create_user("jens@example.org", "member", password=PASSWORD)
        uid = db.session.scalars(select(LoginSession)).one().uid
    other = app.test_client()
    sign_in(other, "jens@example.org")
    assert post(other, "/konto/sitzungen", session=uid).status_code == 404
    assert signed_in.get("/konto").status_code == 200


def test_a_token_of_another_session_or_none_is_refused(
    app: Flask, signed_in: FlaskClient, person: User
) -> None:
    other = app.test_client()
    sign_in(other, person.email)
    foreign = token_on(other.get("/konto").text)
    own = token_on(signed_in.get("/konto").text)
    evil = {"Origin": "https://evil.example"}
    for fields, headers in (({}, {}), ({"csrf_token": foreign}, {}), ({"csrf_token": own}, evil)):
        assert signed_in.post("/abmelden", data=fields, headers=headers).status_code == 400
    assert signed_in.get("/konto").status_code == 200


def test_expired_sessions_are_removed(app: Flask, client: FlaskClient) -> None:
    client.get("/anmelden")
    with time_machine.travel(now() + timedelta(hours=13)):
        forget_unconfirmed_accounts()
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_a_session_that_nobody_used_for_a_week_is_neither_listed_nor_kept(
    app: Flask, signed_in: FlaskClient, person: User
) -> None:
    with time_machine.travel(now() + timedelta(days=7, minutes=6)):
        elsewhere = app.test_client()
        sign_in(elsewhere, person.email)
        assert elsewhere.get("/konto/sitzungen").text.count('name="session"') == 1
        forget_unconfirmed_accounts()
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 1


def test_what_is_known_of_the_last_use_outlives_the_session(
    signed_in: FlaskClient, person: User
) -> None:
    """From there the time runs after which an account is erased that nobody uses."""
    begun = now()
    for days in (6, 12, 40):
        with time_machine.travel(begun + timedelta(days=days), tick=False):
            if days < 40:
                assert signed_in.get("/konto").status_code == 200
            forget_unconfirmed_accounts()
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == 0
    assert db.session.scalar(select(User.seen_at)) == begun + timedelta(days=12)


def test_over_https_the_cookie_is_bound_to_the_host_and_to_encryption(settings: Settings) -> None:
    secure = settings.model_copy(update={"base_url": "https://partner.example"})
    app = create_app(secure, TESTING=True)
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
        said = app.test_client().get("/anmelden").headers["Set-Cookie"]
        db.engine.dispose()
    assert (said.startswith("__Host-session="), "Secure" in said, "Domain" in said) == (
        True,
        True,
        False,
    )


@writes_itself
@needs_limits
def test_a_last_use_that_cannot_be_written_breaks_no_page(signed_in: FlaskClient) -> None:
    with time_machine.travel(now() + timedelta(hours=1)), nothing_fits():
        assert 200 == signed_in.get("/konto").status_code


@writes_itself
@needs_limits
def test_who_cannot_be_signed_out_is_told(app: Flask, signed_in: FlaskClient) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = None  # which would be written as well
    token = token_on(signed_in.get("/konto").text)
    with nothing_fits():
        assert 507 == signed_in.post("/abmelden", data={"csrf_token": token}).status_code
    assert 200 == signed_in.get("/konto").status_code


@pytest.mark.parametrize("root", ["", "/en", "/sub", "/sub/en"])
def test_leaving_leads_to_the_start_page_in_the_language_and_path_one_came_by(
    root: str, signed_in: FlaskClient
) -> None:
    behind, language = root.removesuffix("/en"), "/en" if root.endswith("/en") else ""
    places = {"SCRIPT_NAME": behind}
    token = token_on(signed_in.get(f"{language}/konto", environ_overrides=places).text)
    left = signed_in.post(
        f"{language}/abmelden", data={"csrf_token": token}, environ_overrides=places
    )
    assert left.location == f"{root}/"
