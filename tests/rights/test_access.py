"""Who may open the pages of a person's rights."""

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import unit_of_work
from tests.accounts.signing_in import PASSWORD, OwnContext, sign_in, token_on
from tests.routes import routes

SIGNED_IN = {"owner", "other", "office", "admin"}
MATRIX = {
    ("/konto/daten", "GET"): SIGNED_IN,
    ("/konto/daten/mitnehmen", "GET"): SIGNED_IN,
    ("/konto/loeschen", "GET"): SIGNED_IN,
    ("/konto/loeschen", "POST"): SIGNED_IN,
    ("/konto/profil/<slug>/loeschen", "GET"): {"owner"},
    ("/konto/profil/<slug>/loeschen", "POST"): {"owner"},
}
ROLES = ("visitor", "owner", "other", "office", "admin")


@pytest.fixture
def browsers(app: Flask, mira: User) -> dict[str, OwnContext]:
    with unit_of_work():
        create_office("amt", "Amt", ["0"])
        create_user("other@example.org", "member", password=PASSWORD)
        create_user("office@example.org", "office", password=PASSWORD, office_slug="amt")
        create_user("admin@example.org", "admin", password=PASSWORD)
    found = {}
    for role in ROLES:
        client = app.test_client()
        assert isinstance(client, OwnContext)
        address = mira.email if role == "owner" else f"{role}@example.org"
        if role != "visitor":
            assert sign_in(client, address).status_code == 302
        found[role] = client
    return found


def test_every_route_is_in_the_matrix(app: Flask) -> None:
    found = routes(
        app, lambda rule: rule.endpoint.startswith("rights.") and not rule.rule.startswith("/en")
    )
    assert found == MATRIX.keys()


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_opens_for_its_roles_alone(
    browsers: dict[str, OwnContext], route: str, method: str
) -> None:
    """A post without what it needs is an error of its own, not a page that is not there."""
    opened = set()
    for role, client in browsers.items():
        status = client.open(route.replace("<slug>", "mira"), method=method).status_code
        if status == (200 if method == "GET" else 400):
            opened.add(role)
        else:
            assert status == (302 if role == "visitor" else 404)
    if method == "POST":  # everybody is asked for a token first, and nobody learns more
        assert opened == set(ROLES)
    else:
        assert opened == MATRIX[route, method]


@pytest.mark.parametrize("role", ["other", "office", "admin"])
def test_with_a_token_of_their_own_others_erase_no_profile(
    browsers: dict[str, OwnContext], role: str
) -> None:
    client = browsers[role]
    form = {"csrf_token": token_on(client.get("/konto/loeschen").text)}
    assert client.post("/konto/profil/mira/loeschen", data=form).status_code == 404
