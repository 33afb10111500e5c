"""Guessing ends after ten tries, whatever headers say; nobody else is locked out."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.config import Settings
from tests.accounts.signing_in import PASSWORD, post, sign_in


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"rate_limits": "on"})


@pytest.fixture
def client(app: Flask, person: User) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("/anmelden", {"email": "mira@example.org", "password": "ein falsches Passwort"}),
        ("/registrieren", {"email": "neu@example.org", "password": PASSWORD, "manner": "sie"}),
        ("/passwort-vergessen", {"email": "mira@example.org"}),
    ],
)
def test_the_eleventh_try_is_refused(
    client: FlaskClient, page: str, fields: dict[str, str]
) -> None:
    statuses = []
    for number in range(11):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{number}"
        answer = post(client, page, **fields)
        statuses.append(answer.status_code)
    assert 429 not in statuses[:10]
    assert statuses[10] == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 601


def test_the_eleventh_unknown_link_is_refused(client: FlaskClient) -> None:
    html = {"csrf_token": "x"}
    statuses = [client.post(f"/bestaetigen/{n}", data=html).status_code for n in range(11)]
    assert statuses == [404] * 10 + [429]


def test_somebody_elsewhere_still_gets_in_and_a_success_counts_for_nothing(
    app: Flask, client: FlaskClient, person: User
) -> None:
    for _ in range(11):
        refused = sign_in(client, person.email, "ein falsches Passwort")
    assert refused.status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    assert sign_in(elsewhere, person.email).status_code == 302


def test_a_network_of_ipv6_is_one_client(app: Flask, client: FlaskClient) -> None:
    for number in range(11):
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{number:x}"
        answer = sign_in(client, "niemand@example.org")
    assert answer.status_code == 429


def test_no_address_that_somebody_types_locks_out_the_second_step_of_another(
    app: Flask, person: User
) -> None:
    stranger = app.test_client()
    for number in range(31):
        stranger.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        sign_in(stranger, f"second factor of {person.id}")
    client = app.test_client()
    assert sign_in(client, person.email).status_code == 302
    page = "/konto/zweiter-faktor"
    answer = post(client, page, password=PASSWORD, code="000000")
    assert answer.status_code != 429
