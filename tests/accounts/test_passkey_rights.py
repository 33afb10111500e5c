"""Who may open the pages of passkeys, what an office must have, and on which site they count."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.models import User
from matchmaker.accounts.passkeys import Site, site_for
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import unit_of_work
from tests.accounts.authenticator import Authenticator
from tests.accounts.passkey_steps import ENTER, KEYS, MAKE, NEW, add, asked, send, stored
from tests.accounts.signing_in import PASSWORD, post, sign_in
from tests.accounts.test_second_factor import FACTOR, begin
from tests.routes import routes_of

ONE = f"{KEYS}/<string(length=32):uid>"
MATRIX = {
    # route and method: what a visitor, somebody before the second step, and a member are answered
    (NEW, "GET"): (303, 303, 200),
    (NEW, "POST"): (303, 303, 400),
    (MAKE, "GET"): (303, 303, 303),
    (MAKE, "POST"): (303, 303, 303),
    (ONE, "GET"): (302, 302, 200),
    (ONE, "POST"): (302, 302, 400),
}


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_people_alone(
    route: str, method: str, app: Flask, mira: FlaskClient, device: Authenticator
) -> None:
    people = (app.test_client(), begin(app), mira)
    app.config["CSRF_EVERYWHERE"] = False
    address = route.replace("<string(length=32):uid>", stored()[0].uid)
    statuses = tuple(client.open(address, method=method).status_code for client in people)
    assert statuses == MATRIX[route, method]


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes_of(app, "passkeys")
    assert found == set(MATRIX)


class TestRequiredOfOffices:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"office_two_factor": "on"})

    @pytest.fixture
    def krause(self, app: Flask, person: User) -> FlaskClient:
        with unit_of_work():
            create_office("nah", "Amt nah", ["094"])
            create_user("krause@example.org", "office", password=PASSWORD, office_slug="nah")
        client = app.test_client()
        assert sign_in(client, "krause@example.org").location == FACTOR
        return client

    def test_a_passkey_is_enough(self, app: Flask, krause: FlaskClient) -> None:
        device = Authenticator()
        assert krause.get("/schreibtisch").status_code == 302
        assert f'href="{NEW}"' in krause.get(FACTOR).text
        assert add(krause, device).status_code == 200
        assert krause.get("/schreibtisch").status_code == 200
        client = begin(app, "krause@example.org")
        assert send(client, ENTER, device.sign(asked(client))).status_code == 303
        assert client.get("/schreibtisch").status_code == 200

    def test_the_last_one_stays(self, krause: FlaskClient) -> None:
        add(krause, Authenticator())
        page = f"{KEYS}/{stored()[0].uid}"
        assert "Richten Sie erst einen anderen ein." in krause.get(page).text
        assert post(krause, page, FACTOR, current=PASSWORD).status_code == 400
        add(krause, Authenticator())
        assert post(krause, page, FACTOR, current=PASSWORD).status_code == 303
        assert len(stored()) == 1


@pytest.mark.parametrize(
    ("asked_at", "configured", "site"),
    [
        ("https://a.example/", "https://a.example", Site("a.example", "https://a.example")),
        ("http://a.example/", "https://a.example", Site("a.example", "https://a.example")),
        ("http://b.example/", "https://A.example:443", Site("a.example", "https://a.example")),
        ("http://x/", "https://a.example:8443/b", Site("a.example", "https://a.example:8443")),
        (
            "http://x/",
            "https://büro.example",
            Site("xn--bro-hoa.example", "https://xn--bro-hoa.example"),
        ),
        ("http://localhost:8000/", "https://a.example", Site("localhost", "http://localhost:8000")),
        ("http://[::1]:80/", "https://a.example", Site("[::1]", "http://[::1]")),
    ],
)
def test_a_passkey_counts_where_base_url_says_and_on_the_machine_itself(
    asked_at: str, configured: str, site: Site
) -> None:
    assert site_for(asked_at, configured) == site
