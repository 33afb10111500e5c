"""Passkeys: made after the password, used at the second step beside app and paper, and removed."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker.accounts import passkeys
from matchmaker.accounts.factor_models import RecoveryCode
from matchmaker.audit import newest
from matchmaker.db import db
from tests.accounts.authenticator import Authenticator
from tests.accounts.passkey_steps import (
    ENTER,
    KEYS,
    MAKE,
    NEW,
    add,
    asked,
    jens_with,
    name_it,
    options_on,
    send,
    stored,
)
from tests.accounts.signing_in import PASSWORD, mails, post, sign_in, token_on
from tests.accounts.test_second_factor import FACTOR, begin, enter, is_in, secret_on, shown
from tests.accounts.test_second_factor import set_up as set_up_app

Clock = time_machine.Traveller


def test_the_first_brings_codes_and_opens_the_second_step(
    app: Flask, mira: FlaskClient, clock: Clock
) -> None:
    other = app.test_client()
    sign_in(other, "mira@example.org")
    device = Authenticator()
    answer = add(mira, device)
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", answer.text)
    assert (answer.status_code, len(set(codes))) == (200, 10)
    assert (is_in(mira), is_in(other)) == (True, False)
    clock.shift(timedelta(minutes=1))
    client = begin(app)
    options = asked(client)
    assert not is_in(client)
    assert [len(options["challenge"]), options["rpId"]] == [43, "localhost"]
    assert options["userVerification"] == "preferred"
    assert send(client, ENTER, device.sign(options)).location == "/konto"
    assert is_in(client)
    assert enter(begin(app), codes[0]).location == "/konto"
    page = mira.get(FACTOR).text
    assert "Telefon" in page
    assert "noch nie benutzt" not in page
    assert "noch 9 unbenutzt" in page
    assert stored()[0].transports == ["hybrid", "internal"]


def test_app_and_passkeys_stand_beside_each_other(
    app: Flask, mira: FlaskClient, clock: Clock
) -> None:
    key, codes = set_up_app(mira)
    devices = Authenticator(), Authenticator(count=0)
    for number, device in enumerate(devices):
        assert add(mira, device, f"Gerät {number}").location == FACTOR
        client = begin(app)
        assert send(client, ENTER, device.sign(asked(client))).status_code == 303
    clock.shift(timedelta(seconds=60))
    assert enter(begin(app), shown(key)).status_code == 303
    assert enter(begin(app), codes[0]).status_code == 303


def test_an_app_beside_a_passkey_keeps_the_codes(mira: FlaskClient, device: Authenticator) -> None:
    before = set(db.session.scalars(select(RecoveryCode.digest)))
    page = mira.get(f"{FACTOR}/app").text
    key = re.search(r"<code>([A-Z0-9-]{20,})</code>", page)
    assert key is not None
    fields = {"secret": secret_on(page), "code": shown(key[1]), "current": PASSWORD}
    answer = mira.post(FACTOR, data=fields | {"csrf_token": token_on(page)})
    assert answer.location == FACTOR
    assert set(db.session.scalars(select(RecoveryCode.digest))) == before
    assert "App einrichten" not in mira.get(FACTOR).text


def test_it_is_made_after_the_password_and_not_long_after(mira: FlaskClient, clock: Clock) -> None:
    assert mira.get(MAKE).location == NEW
    assert name_it(mira, password="falsch").status_code == 400
    assert mira.get(MAKE).location == NEW
    assert name_it(mira, name="  ").status_code == 400
    name_it(mira)
    options = options_on(mira.get(MAKE).text)
    assert options["attestation"] == "none"
    page = mira.get(MAKE).text
    clock.shift(timedelta(minutes=11))
    form = {"csrf_token": token_on(page), "answer": Authenticator().make(options)}
    assert mira.post(MAKE, data=form).location == NEW
    assert stored() == []


def test_ten_are_enough(mira: FlaskClient, device: Authenticator) -> None:
    for number in range(passkeys.MOST - 1):
        assert add(mira, Authenticator(), f"Gerät {number}").location == FACTOR
    assert mira.get(NEW).location == FACTOR
    assert "Mehr als 10 sind nicht vorgesehen" in mira.get(FACTOR).text


def test_removing_asks_for_the_password_and_tells_the_person(
    app: Flask, mira: FlaskClient, device: Authenticator, clock: Clock
) -> None:
    clock.shift(timedelta(seconds=1))
    add(mira, Authenticator(), "Zweiter")
    owner, pages = stored()[0].user_id, [f"{KEYS}/{each.uid}" for each in stored()]
    jens = jens_with(app, Authenticator())
    assert post(mira, pages[0], current="falsch").status_code == 400
    assert post(jens, pages[0], FACTOR, current=PASSWORD).status_code == 404
    assert jens.get(pages[0]).status_code == 404
    for left, page in ((1, pages[0]), (0, pages[1])):
        clock.shift(timedelta(seconds=1))
        assert post(mira, page, current=PASSWORD).location == FACTOR
        assert [each.user_id == owner for each in stored()].count(True) == left
    assert [mail.subject for mail in mails("mira@example.org")] == [
        "Passkey hinzugefügt",
        "Passkey hinzugefügt",
        "Passkey entfernt",
        "Zweiter Faktor ausgeschaltet",
    ]
    assert {entry.action for entry in newest(about=f"user:{owner}")} >= {
        "second_factor.passkey_added",
        "second_factor.passkey_removed",
        "second_factor.removed",
    }
    of_mira = select(func.count()).where(RecoveryCode.user_id == owner)
    assert db.session.scalar(of_mira) == 0
    assert sign_in(app.test_client(), "mira@example.org").location == "/konto"
