"""Writing about a barrier: from anybody, once, read by the operator, and gone afterwards."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.accounts.service import create_user
from matchmaker.admin.feedback import KEPT, Feedback, forget_old_feedback
from matchmaker.db import db, now, unit_of_work
from matchmaker.personal_data import holdings
from tests.accounts.signing_in import OwnContext
from tests.routes import routes

WRITE = "/barrierefreiheit/melden"
WORDS = {"text": "Die Karte liest mir niemand vor.", "address": " Mira@Example.org "}


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]+)"', page)
    assert found is not None
    return found[1]


def send(client: FlaskClient, **fields: str) -> TestResponse:
    page = client.get(WRITE).text
    hidden = {name: field(page, name) for name in ("csrf_token", "uid")}
    return client.post(WRITE, data=hidden | fields)


def kept() -> list[tuple[str, str | None]]:
    db.session.rollback()
    return [(each.text, each.address) for each in db.session.query(Feedback)]


def test_anybody_can_write_and_the_operator_reads_it(app: Flask, admin: FlaskClient) -> None:
    app.test_client_class = OwnContext
    visitor = app.test_client()
    answer = send(visitor, **WORDS)
    assert answer.location == "/barrierefreiheit/gemeldet"
    assert visitor.get(answer.location).status_code == 200
    assert "Set-Cookie" not in answer.headers
    db.session.rollback()
    page = admin.get("/admin/rueckmeldungen").text
    assert "Die Karte liest mir niemand vor." in page
    assert "mailto:mira@example.org" in page
    pressed = admin.post(
        f"/admin/rueckmeldungen/{db.session.query(Feedback.uid).scalar()}",
        data={"csrf_token": field(page, "csrf_token")},
    )
    assert pressed.status_code == 303
    assert kept() == []


def test_a_button_on_an_old_page_takes_no_later_message_away(
    app: Flask, admin: FlaskClient
) -> None:
    app.test_client_class = OwnContext
    visitor = app.test_client()
    send(visitor, **WORDS)
    db.session.rollback()
    page = admin.get("/admin/rueckmeldungen").text
    found = re.search(r'action="(/admin/rueckmeldungen/\w+)"', page)
    assert found is not None
    pressed = {"csrf_token": field(page, "csrf_token")}
    admin.post(found[1], data=pressed)
    send(visitor, text="Eine spätere")
    admin.post(found[1], data=pressed)
    assert kept() == [("Eine spätere", None)]


def test_an_address_brings_no_further_recipients() -> None:
    assert Feedback(address="x?bcc=y@example.org").mailto == "mailto:x%3Fbcc%3Dy@example.org"


def test_a_form_that_is_sent_twice_is_kept_once(app: Flask, client: FlaskClient) -> None:
    page = client.get(WRITE).text
    form = {name: field(page, name) for name in ("csrf_token", "uid")} | WORDS
    assert [client.post(WRITE, data=form).status_code for _ in range(3)] == [303, 303, 303]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  "}, "was Sie hindert."),
        ({"text": "x" * 2001}, "höchstens 2000"),
        ({"text": "a\u202eb"}, "Zeichen"),
        ({"address": "mira"}, "keine E-Mail-Adresse"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(
    fields: dict[str, str], sentence: str, app: Flask, client: FlaskClient
) -> None:
    answer = send(client, **(WORDS | fields))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert kept() == []


def test_it_is_told_to_whom_it_belongs_and_forgotten_with_them(
    app: Flask, client: FlaskClient
) -> None:
    send(client, **WORDS)
    with unit_of_work():
        mira = create_user("mira@example.org", "member")
    holding = next(each for each in holdings(app) if each.name == "feedback")
    assert [told["text"] for told in holding.collect(mira)] == [WORDS["text"]]
    with unit_of_work():
        holding.forget(mira)
    assert kept() == []


def test_after_ninety_days_it_is_gone(app: Flask) -> None:
    with unit_of_work():
        for number, age in enumerate((KEPT - timedelta(hours=1), KEPT + timedelta(hours=1))):
            db.session.add(Feedback(uid=str(number), text=f"{number}", at=now() - age))
    forget_old_feedback()
    assert kept() == [("0", None)]


MATRIX = {(WRITE, "GET"), (WRITE, "POST"), ("/barrierefreiheit/gemeldet", "GET")}


def test_every_route_beside_the_administration_is_meant_for_everybody(app: Flask) -> None:
    found = routes(
        app,
        lambda rule: rule.endpoint.startswith("feedback.") and not rule.rule.startswith("/admin/"),
    )
    assert found == MATRIX
