"""Accounts: nobody's address is shown, one is found by it, invited, and given rights."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts import second_factor
from matchmaker.accounts.factor_models import Passkey, SecondFactor
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user, find_user
from matchmaker.audit import newest
from matchmaker.db import db, unit_of_work
from matchmaker.mail import Mail
from tests.accounts.signing_in import PASSWORD, OwnContext, post, sign_in

Send = Callable[..., TestResponse]


@pytest.fixture
def people(app: Flask) -> dict[str, int]:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        made = {
            "mira": create_user("mira@example.org", "member", password=PASSWORD),
            "krause": create_user("krause@example.org", "office", office_slug="nah"),
        }
        return {name: user.id for name, user in made.items()}


@pytest.fixture
def send(admin: FlaskClient) -> Send:
    def sent(address: str, **fields: str) -> TestResponse:
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', admin.get(address).text)
        assert found is not None
        return admin.post(address, data=fields | {"csrf_token": found[1]})

    return sent


def again(number: int) -> User:
    db.session.rollback()
    return db.session.get_one(User, number, populate_existing=True)


def test_no_page_shows_an_address(people: dict[str, int], admin: FlaskClient) -> None:
    pages = [admin.get("/admin/zugaenge").text]
    pages += [admin.get(f"/admin/zugaenge/{number}").text for number in people.values()]
    assert all("example.org" not in page for page in pages)
    assert "Amt nah" in pages[0]


def test_an_account_is_found_by_its_whole_address_alone(people: dict[str, int], send: Send) -> None:
    found = send("/admin/zugaenge", email=" MIRA@example.org ")
    assert found.status_code == 303
    assert found.location == f"/admin/zugaenge/{people['mira']}"
    for part in ("mira@example.net", "m@example.org"):
        assert send("/admin/zugaenge", email=part).status_code == 404
    assert send("/admin/zugaenge", email="mira").status_code == 400


def test_somebody_invited_chooses_a_password(
    people: dict[str, int], send: Send, app: Flask
) -> None:
    answer = send("/admin/zugaenge/neu", email="neu@example.org", role="office", office="nah")
    assert answer.status_code == 303
    user = find_user("neu@example.org")
    assert user is not None
    assert (user.office.slug if user.office else "", user.password) == ("nah", None)
    mail = db.session.scalars(select(Mail).where(Mail.address == "neu@example.org")).one()
    assert "/passwort-vergessen" in mail.text
    app.test_client_class = OwnContext
    post(app.test_client(), "/passwort-vergessen", email="neu@example.org")
    db.session.rollback()
    texts = db.session.scalars(select(Mail.text).where(Mail.address == "neu@example.org")).all()
    assert any(re.search(r"/passwort-vergessen/\S+", text) for text in texts)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "mira@example.org"}, "hat schon einen Zugang"),
        ({"email": "mira"}, "keine E-Mail-Adresse"),
        ({"office": ""}, "braucht dessen Schreibtisch"),
        ({"office": "fern"}, "valid"),
        ({"role": "king"}, "valid"),
    ],
)
def test_an_invitation_that_does_not_work_is_told(
    fields: dict[str, str], sentence: str, people: dict[str, int], send: Send
) -> None:
    wanted = {"email": "neu@example.org", "role": "office", "office": "nah"} | fields
    answer = send("/admin/zugaenge/neu", **wanted)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert find_user("neu@example.org") is None


def test_who_is_locked_out_is_out_at_once(people: dict[str, int], send: Send, app: Flask) -> None:
    app.test_client_class = OwnContext
    mira = app.test_client()
    sign_in(mira, "mira@example.org")
    assert mira.get("/konto").status_code == 200
    page = f"/admin/zugaenge/{people['mira']}"
    assert send(page, role="member", office="", active="no").status_code == 303
    assert mira.get("/konto").status_code != 200
    send(page, role="member", office="", active="yes")
    assert mira.get("/konto").status_code != 200, "the old session stays dead"
    logged = newest(about=f"user:{people['mira']}")
    assert [e.facts for e in logged if e.action == "account.changed"] == [
        {"fields": ["active"]}
    ] * 2


def test_a_role_that_changes_takes_the_desk_with_it(people: dict[str, int], send: Send) -> None:
    page = f"/admin/zugaenge/{people['krause']}"
    assert send(page, role="office", office="", active="yes").status_code == 400
    assert send(page, role="member", office="nah", active="yes").status_code == 303
    krause = again(people["krause"])
    assert ([role.name for role in krause.roles], krause.office) == (["member"], None)


def test_nobody_locks_themselves_out(people: dict[str, int], send: Send) -> None:
    me = find_user("admin@example.org")
    assert me is not None
    number = me.id
    for role, active in (("member", "yes"), ("admin", "no")):
        answer = send(f"/admin/zugaenge/{number}", role=role, office="", active=active)
        assert answer.status_code == 400
        assert "Sich selbst sperrt niemand aus." in answer.text
    assert again(number).has_role("admin")
    assert again(number).active


def test_who_lost_app_passkeys_and_paper_begins_with_the_password(
    people: dict[str, int], send: Send, app: Flask
) -> None:
    with unit_of_work():
        secret = second_factor.new_secret()
        key = Passkey(user_id=people["mira"], name="Telefon", credential="QQ", public_key=b"A")
        db.session.add_all([SecondFactor(user_id=people["mira"], secret=secret), key])
    page = f"/admin/zugaenge/{people['mira']}"
    app.test_client_class = OwnContext
    assert sign_in(app.test_client(), "mira@example.org").location != "/konto"
    stays = {"role": "member", "office": "", "active": "yes"}
    send(page, **stays, factor="remove")
    assert sign_in(app.test_client(), "mira@example.org").location == "/konto"
    actions = [entry.action for entry in newest(about=f"user:{people['mira']}")]
    assert "second_factor.removed" in actions
