"""Every form of the site carries a token, and nothing is taken that no page of it sent."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient

from matchmaker.accounts.service import create_user
from matchmaker.db import unit_of_work

TEMPLATES = sorted((Path(__file__).parents[2] / "matchmaker").glob("*/templates/**/*.html"))


def test_every_form_that_changes_something_has_a_token() -> None:
    bare = [
        path.name
        for path in TEMPLATES
        for form in re.findall(
            r"<form[^>]*method=.post.*?</form>", path.read_text("utf-8"), re.DOTALL
        )
        if not re.search(r"csrf_token|hidden_tag", form)
    ]
    assert bare == []


@pytest.mark.parametrize("page", ["/anmelden", "/registrieren", "/passwort-vergessen"])
@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_post_from_elsewhere_is_refused(app: Flask, page: str, headers: dict[str, str]) -> None:
    app.config["CSRF_EVERYWHERE"] = True
    html = app.test_client().get(page).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found
    fields = {"csrf_token": found[1]} if headers else {}
    assert app.test_client().post(page, data=fields, headers=headers).status_code == 400


FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def stale(app: Flask) -> FlaskClient:
    """Somebody who signed in anew in another window: the token of this one is an old one."""
    app.config["CSRF_EVERYWHERE"] = True
    with unit_of_work():
        user = create_user("mira@example.org", "member")
    app.test_client_class = FlaskLoginClient
    return app.test_client(user=user)


@pytest.mark.parametrize("headers", [FROM_HERE, {"Origin": "http://localhost"}])
def test_a_form_of_an_ended_session_comes_back_with_what_was_typed_and_can_be_sent_again(
    app: Flask, stale: FlaskClient, headers: dict[str, str]
) -> None:
    sent = {"csrf_token": "von gestern", "email": "neu@example.org"}
    answer = stale.post("/konto/adresse", data=sent, headers=headers)
    assert answer.status_code == 400
    assert "Diese Seite war zu lange offen." in answer.text
    assert 'value="neu@example.org"' in answer.text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)
    assert token
    again = stale.post("/konto/adresse", data=sent | {"csrf_token": token[1]}, headers=headers)
    assert "Diese Seite war zu lange offen." not in again.text


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_an_old_token_is_refused_where_no_browser_says_that_it_was_sent_from_here(
    stale: FlaskClient, headers: dict[str, str]
) -> None:
    answer = stale.post("/konto/adresse", data={"csrf_token": "von gestern"}, headers=headers)
    assert answer.status_code == 400
    assert "Das Formular ist zu alt" in answer.text
    assert 'href="/konto/adresse"' in answer.text


@pytest.mark.parametrize("address", ["/abmelden", "/konto/sitzungen"])
def test_an_old_token_signs_nobody_out(stale: FlaskClient, address: str) -> None:
    sent = {"csrf_token": "von gestern", "session": "others"}
    answer = stale.post(address, data=sent, headers=FROM_HERE)
    assert answer.status_code == 400
    assert "zu lange offen" in answer.text or "zu alt" in answer.text
    assert stale.get("/konto").status_code == 200


def test_sign_in_without_cookies_says_what_is_missing(app: Flask) -> None:
    app.config["CSRF_EVERYWHERE"] = True
    html = app.test_client().get("/anmelden").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert token
    sent = {"csrf_token": token[1], "email": "mira@example.org", "password": "vier Wörter"}
    answer = app.test_client().post("/anmelden", data=sent, headers=FROM_HERE)
    assert answer.status_code == 400
    assert "Cookie" in answer.text


def test_no_route_takes_what_another_site_sent(app: Flask, stale: FlaskClient) -> None:
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    ]
    assert len(rules) > 60
    for rule in rules:
        address = re.sub(r"<(?:any\((\w+)[^>]*|int:\w+|[^>]*)>", _some_part, rule.rule)
        for client in (app.test_client(user=None), stale):
            sent = {"csrf_token": "von gestern"}
            answer = client.post(address, data=sent, headers={"Origin": "https://evil.example"})
            refused = answer.status_code == 400 and "Das Formular ist zu alt" in answer.text
            assert refused or answer.status_code == 404, rule  # a guard that hides pages was first


def _some_part(part: re.Match[str]) -> str:
    return part[1] or ("1" if part[0].startswith("<int:") else "x")
