"""The offices of the installation: a new one, its data, and what is refused."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matchmaker.accounts.models import Office
from matchmaker.accounts.service import create_office, create_user
from matchmaker.audit import newest
from matchmaker.db import db, unit_of_work

Send = Callable[..., TestResponse]
MUSTERKREIS = {
    "slug": "musterkreis",
    "name": "Wirtschaftsförderung  Musterkreis",
    "kind": "county",
    "territory": "094, 083\nstate:SN, 094",
    "priority": "5",
    "people": "Frau Muster",
    "phone": "03733 000",
    "email": "amt@musterkreis.example",
    "website": "https://musterkreis.example",
}


@pytest.fixture
def send(admin: FlaskClient) -> Send:
    def post(address: str, fields: dict[str, str]) -> TestResponse:
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', admin.get(address).text)
        assert found is not None
        return admin.post(address, data=fields | {"csrf_token": found[1]})

    return post


def office(slug: str = "musterkreis") -> Office | None:
    db.session.rollback()
    return db.session.query(Office).filter_by(slug=slug).one_or_none()


def test_a_new_office_stands_on_its_own_page(send: Send, client: FlaskClient) -> None:
    assert send("/admin/aemter/neu", MUSTERKREIS).status_code == 303
    made = office()
    assert made is not None
    assert (made.name, made.priority) == ("Wirtschaftsförderung Musterkreis", 5)
    assert made.territory == ["094", "083", "state:SN"]
    page = client.get("/netzwerk/musterkreis").text
    assert "Frau Muster" in page
    assert "amt@musterkreis.example" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("slug", "", "Kurznamen"),
        ("slug", "Großes Amt", "Nur Kleinbuchstaben"),
        ("slug", "nah", "gibt es schon"),
        ("slug", "neu", "gibt es schon"),
        ("name", "   ", "Bitte schreiben Sie den Namen."),
        ("name", "x" * 201, "höchstens 200"),
        ("territory", " , ", "für welches Gebiet"),
        ("territory", "094, überall", "„überall“ ist kein Gebiet"),
        ("territory", "ags:14521", "amtliche Gemeindedatei"),
        ("priority", "101", "von 0 bis 100"),
        ("priority", "viel", "valid"),
        ("email", "amt", "keine E-Mail-Adresse"),
        ("website", "javascript:alert(1)", "beginnt mit https://"),
        ("kind", "königreich", "valid"),
        ("priority", "hoch", "eine Zahl von 0 bis 100"),
        ("priority", "9" * 400, "eine Zahl von 0 bis 100"),
        ("priority", "-1", "eine Zahl von 0 bis 100"),
        ("people", "\u202eretsuM uarF", "Zeichen"),
    ],
)
def test_a_mistake_is_told_and_the_rest_is_kept(
    field: str, value: str, sentence: str, send: Send
) -> None:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
    answer = send("/admin/aemter/neu", MUSTERKREIS | {field: value})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "03733 000" in answer.text
    assert office() is None


def test_a_change_counts_at_once_and_is_logged_without_words(send: Send) -> None:
    send("/admin/aemter/neu", MUSTERKREIS)
    changed = {**MUSTERKREIS, "people": "Herr Beispiel", "territory": "01"}
    assert send("/admin/aemter/musterkreis", changed).status_code == 303
    now = office()
    assert now is not None
    assert (now.people, now.territory) == ("Herr Beispiel", ["01"])
    logged = newest(about="office:musterkreis")
    assert [entry.action for entry in logged] == ["office.changed", "office.created"]
    assert logged[0].facts == {"fields": ["people", "territory"]}
    send("/admin/aemter/musterkreis", changed)
    assert len(newest(about="office:musterkreis")) == 2


def test_offices_are_listed_with_the_people_at_their_desks(send: Send, admin: FlaskClient) -> None:
    assert "Noch kein Amt." in admin.get("/admin/aemter").text
    send("/admin/aemter/neu", MUSTERKREIS)
    page = admin.get("/admin/aemter").text
    assert "Wirtschaftsförderung Musterkreis" in page
    assert "niemand" in page


def test_an_office_without_people_is_removed_and_its_history_stays(
    send: Send, admin: FlaskClient, client: FlaskClient
) -> None:
    send("/admin/aemter/neu", MUSTERKREIS)
    assert (
        'href="/admin/aemter/musterkreis/entfernen"' in admin.get("/admin/aemter/musterkreis").text
    )
    assert "führt dann dieses" in admin.get("/admin/aemter/musterkreis/entfernen").text
    assert office() is not None
    assert 303 == send("/admin/aemter/musterkreis/entfernen", {}).status_code
    assert office() is None
    logged = [entry.action for entry in newest(about="office:musterkreis")]
    assert ["office.removed", "office.created"] == logged
    assert "office:musterkreis" in admin.get("/admin/protokoll").text
    assert 404 == client.get("/netzwerk/musterkreis").status_code


@pytest.mark.parametrize("active", [True, False])
def test_an_office_with_people_is_not_removed(active: bool, send: Send, admin: FlaskClient) -> None:
    send("/admin/aemter/neu", MUSTERKREIS)
    page = admin.get("/admin/aemter/musterkreis/entfernen").text
    with unit_of_work():
        person = create_user("amt@example.org", "office", office_slug="musterkreis")
        person.active = active
    assert "gehört noch ein Zugang" in admin.get("/admin/aemter/musterkreis/entfernen").text
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)[-1]
    answer = admin.post("/admin/aemter/musterkreis/entfernen", data={"csrf_token": token})
    assert 400 == answer.status_code
    assert office() is not None


def test_an_office_that_is_not_there_is_a_missing_page(admin: FlaskClient, app: Flask) -> None:
    assert admin.get("/admin/aemter/fehlt").status_code == 404
