"""A session that ended while a page was open: nobody ends up nowhere, and nothing typed is lost."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile
from tests.accounts.signing_in import token_on

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
NEW_NEED = "/konto/profil/tischlerei/bedarf/neu"
TYPED = {"csrf_token": "von gestern", "draft": "need:x:neu", "text": "Erste Zeile\n<b>Zweite</b>"}


@pytest.fixture
def person(app: Flask) -> User:
    app.config["CSRF_EVERYWHERE"] = True
    app.test_client_class = FlaskLoginClient
    with unit_of_work():
        return create_user("jens@example.org", "member")


@pytest.fixture
def visitor(app: Flask, person: User) -> FlaskClient:
    return app.test_client()


def next_of(answer: TestResponse) -> list[str]:
    return parse_qs(urlsplit(answer.location).query).get("next", [])


@pytest.mark.parametrize(
    ("referrer", "page"),
    [
        ("http://localhost/konto/bedarf/abc", ["/konto/bedarf/abc"]),
        ("http://localhost/en/konto?page=2", ["/en/konto?page=2"]),
        ("https://evil.example/konto", []),
        ("", []),
    ],
)
def test_who_pressed_a_button_comes_back_to_the_page_on_which_it_stands(
    visitor: FlaskClient, referrer: str, page: list[str]
) -> None:
    headers = FROM_HERE | {"Referer": referrer}
    button = {"csrf_token": "von gestern"}
    answer = visitor.post("/konto/bedarf/abc/schliessen", data=button, headers=headers)
    assert (answer.status_code, next_of(answer)) == (302, page)


def test_what_was_typed_waits_until_its_person_is_in_again(
    app: Flask, visitor: FlaskClient, person: User, make_profile: Callable[..., Profile]
) -> None:
    make_profile(slug="tischlerei", owner_id=person.id)
    with app.app_context():
        held = visitor.post(NEW_NEED, data=TYPED, headers=FROM_HERE)
    assert held.status_code == 403
    assert "Sie sind nicht mehr angemeldet" in held.text
    assert "Erste Zeile\n&lt;b&gt;Zweite&lt;/b&gt;" in held.text
    assert f'action="{NEW_NEED}"' in held.text
    with app.app_context():
        form = app.test_client(user=person).post(NEW_NEED, data=TYPED, headers=FROM_HERE)
    assert "Erste Zeile\n&lt;b&gt;Zweite&lt;/b&gt;</textarea>" in form.text
    assert token_on(form.text) != "von gestern"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
def test_words_of_another_site_are_not_held(visitor: FlaskClient, headers: dict[str, str]) -> None:
    answer = visitor.post(NEW_NEED, data=TYPED, headers=headers)
    assert answer.status_code in (302, 400)
    assert not re.search("Erste Zeile", answer.text)
