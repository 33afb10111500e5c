"""Who may open the pages of registration and of one's own account, by route and method."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_login import FlaskLoginClient

from matchmaker.accounts import links
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import unit_of_work
from tests.routes import routes_of

ROLES = ("visitor", "unconfirmed", "member", "office", "admin")
OWN = {
    (f"/konto/{page}", method)
    for page in ("passwort", "adresse", "sprache", "sitzungen")
    for method in ("GET", "POST")
}
"""Everybody who is signed in, for themselves; all others go to the sign-in."""
ANYBODY = {
    ("/registrieren", "GET"),
    ("/registrieren", "POST"),
    ("/registrieren/weiter", "GET"),
    ("/passwort-vergessen", "GET"),
    ("/passwort-vergessen", "POST"),
    ("/passwort-vergessen/weiter", "GET"),
    ("/adresse/weiter", "GET"),
}
BY_LINK = {
    (f"/{page}/<token>", method)
    for page in ("bestaetigen", "passwort-vergessen", "adresse")
    for method in ("GET", "POST")
}
"""Whoever has the link; without it they look like nothing."""


@pytest.fixture
def people(app: Flask) -> dict[str, User | None]:
    with unit_of_work():
        people: dict[str, User | None] = {"visitor": None}
        for role in ROLES[1:]:
            kind = "member" if role == "unconfirmed" else role
            people[role] = create_user(f"{role}@example.org", kind)
        unconfirmed = people["unconfirmed"]
        assert unconfirmed is not None
        unconfirmed.confirmed_at = None
    return people


def statuses(
    app: Flask, people: dict[str, User | None], address: str, method: str
) -> dict[str, int]:
    app.test_client_class = FlaskLoginClient
    found = {}
    for role, user in people.items():
        client = app.test_client(user=user)
        with app.app_context():
            found[role] = client.open(address, method=method).status_code
    return found


@pytest.mark.parametrize(("address", "method"), sorted(OWN))
def test_the_own_account_opens_for_whoever_is_signed_in(
    app: Flask, people: dict[str, User | None], address: str, method: str
) -> None:
    answered = 400 if method == "POST" else 200
    expected = dict.fromkeys(ROLES, answered) | {"visitor": 302, "unconfirmed": 302}
    assert expected == statuses(app, people, address, method)


@pytest.mark.parametrize(("address", "method"), sorted(ANYBODY))
def test_registration_and_reset_are_open(
    app: Flask, people: dict[str, User | None], address: str, method: str
) -> None:
    answered = 400 if method == "POST" else 200
    found = statuses(app, people, address, method)
    assert (answered, answered) == (found["visitor"], found["unconfirmed"])


@pytest.mark.parametrize(("address", "method"), sorted(BY_LINK))
def test_a_page_by_link_is_not_there_without_its_link(
    app: Flask, people: dict[str, User | None], address: str, method: str
) -> None:
    found = statuses(app, people, address.replace("<token>", "falsch"), method)
    assert dict.fromkeys(ROLES, 404) == found


def test_no_route_of_these_is_missing_here(app: Flask) -> None:
    found = routes_of(app, "joining", "own_account")
    assert OWN | ANYBODY | BY_LINK == found


def test_the_library_opens_nothing_but_sign_in_and_sign_out(app: Flask) -> None:
    found = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint[:9] == "security."}
    assert {"/anmelden", "/abmelden"} == found


def test_links_last_as_long_as_the_pages_say() -> None:
    assert timedelta(minutes=60) == links.LASTS["reset"]
    assert timedelta(days=7) == links.LASTS["confirm"]
