"""What people do who register, sign in and read their mail."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import db, unit_of_work
from matchmaker.mail import Mail

PASSWORD = "vier lange Wörter sind gut"


class OwnContext(FlaskClient):
    """Each request in a context of its own, as on a server."""

    def open(self, *arguments: Any, **names: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*arguments, **{"buffered": True} | names)


def member(app: Flask, email: str) -> User:
    """Somebody with a password, where every form needs its token."""
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = OwnContext
    with unit_of_work():
        return create_user(email, "member", password=PASSWORD)


def token_on(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def post(client: FlaskClient, address: str, page: str = "", **fields: str) -> TestResponse:
    """What a browser does: fetch the page with the form, send it back with its token."""
    html = client.get(page or address).text
    return client.post(address, data={"csrf_token": token_on(html)} | fields)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return post(client, "/anmelden", email=email, password=password, **more)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    return found.value if found else ""


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("session", value)
    return client


def mails(address: str) -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).where(Mail.address == address).order_by(Mail.id)))


def link_in(mail: Mail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found
    return found[1]
