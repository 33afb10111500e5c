"""What people with a passkey do, step by step, as the script of the pages does it for them."""

import json
import re
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.factor_models import Passkey
from matchmaker.accounts.service import create_user
from matchmaker.db import db, unit_of_work
from tests.accounts.authenticator import Authenticator
from tests.accounts.signing_in import PASSWORD, post, sign_in

ENTER = "/anmelden/zweiter-schritt"
KEYS = "/konto/zweiter-faktor/passkeys"
NEW, MAKE = f"{KEYS}/neu", f"{KEYS}/anlegen"


def options_on(page: str) -> dict[str, Any]:
    found = re.search(r'data-passkey="([^"]+)"', page)
    assert found is not None
    return dict(json.loads(unescape(found[1])))


def name_it(client: FlaskClient, name: str = "Telefon", password: str = PASSWORD) -> TestResponse:
    asked = {"current": password} if 'name="current"' in client.get(NEW).text else {}
    return post(client, NEW, name=name, **asked)


def add(client: FlaskClient, device: Authenticator, name: str = "Telefon") -> TestResponse:
    assert name_it(client, name).location == MAKE
    return send(client, MAKE, device.make(options_on(client.get(MAKE).text)))


def send(client: FlaskClient, address: str, answer: str) -> TestResponse:
    return post(client, address, answer=answer)


def asked(client: FlaskClient) -> dict[str, Any]:
    return options_on(client.get(ENTER).text)


def stored() -> list[Passkey]:
    db.session.rollback()
    return list(db.session.scalars(select(Passkey).order_by(Passkey.id)))


def jens_with(app: Flask, device: Authenticator) -> FlaskClient:
    with unit_of_work():
        create_user("jens@example.org", "member", password=PASSWORD)
    client = app.test_client()
    sign_in(client, "jens@example.org")
    add(client, device, "Schlüssel")
    return client
