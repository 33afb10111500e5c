"""Nobody but an admin can tell that there is an administration."""

import threading
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user, find_user
from matchmaker.admin import text_views
from matchmaker.db import db, now, unit_of_work
from tests.routes import routes

ONE_TEXT = f"/admin/texte{text_views.ONE_TEXT}"
MATRIX = {
    # route and method: what an admin is answered; everybody else gets the 404 of a missing page
    ("/admin", "GET"): 200,
    ("/admin/aenderungen/<int(max=2147483647):number>/davor", "POST"): 303,
    ("/admin/aemter", "GET"): 200,
    ("/admin/aemter/neu", "GET"): 200,
    ("/admin/aemter/neu", "POST"): 400,
    ("/admin/aemter/<slug>", "GET"): 200,
    ("/admin/aemter/<slug>", "POST"): 400,
    ("/admin/aemter/<slug>/entfernen", "GET"): 200,
    ("/admin/aemter/<slug>/entfernen", "POST"): 400,  # somebody is at its desk
    ("/admin/ausgleich", "POST"): 303,
    ("/admin/bausteine", "GET"): 200,
    ("/admin/bausteine/<name>", "GET"): 200,
    ("/admin/bausteine/<name>", "POST"): 400,
    ("/admin/bausteine/<name>/wirkung", "POST"): 400,
    ("/admin/protokoll", "GET"): 200,
    ("/admin/rueckmeldungen", "GET"): 200,
    ("/admin/rueckmeldungen/<string(length=32):uid>", "POST"): 303,
    ("/admin/texte", "GET"): 200,
    (ONE_TEXT, "GET"): 200,
    (ONE_TEXT, "POST"): 400,
    (f"{ONE_TEXT}/davor", "POST"): 303,
    ("/admin/warteschlange", "GET"): 200,
    ("/admin/warteschlange/aufgaben/<int(max=2147483647):number>", "POST"): 303,
    ("/admin/warteschlange/mails", "POST"): 303,
    ("/admin/warteschlange/mails/<int(max=2147483647):number>", "POST"): 303,
    ("/admin/woerter", "GET"): 200,
    ("/admin/zugaenge", "GET"): 200,
    ("/admin/zugaenge", "POST"): 400,
    ("/admin/zugaenge/<int(max=2147483647):number>", "GET"): 200,
    ("/admin/zugaenge/<int(max=2147483647):number>", "POST"): 400,
    ("/admin/zugaenge/neu", "GET"): 200,
    ("/admin/zugaenge/neu", "POST"): 400,
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STRANGERS = ("visitor", "member", "office")
ADDRESSES = {
    "/admin/aenderungen/<int(max=2147483647):number>/davor": "/admin/aenderungen/1/davor",
    "/admin/aemter/<slug>": "/admin/aemter/nah",
    "/admin/aemter/<slug>/entfernen": "/admin/aemter/nah/entfernen",
    "/admin/bausteine/<name>": "/admin/bausteine/locality",
    "/admin/bausteine/<name>/wirkung": "/admin/bausteine/locality/wirkung",
    "/admin/rueckmeldungen/<string(length=32):uid>": "/admin/rueckmeldungen/" + "a" * 32,
    ONE_TEXT: "/admin/texte/imprint/de",
    f"{ONE_TEXT}/davor": "/admin/texte/imprint/de/davor",
    "/admin/warteschlange/aufgaben/<int(max=2147483647):number>": "/admin/warteschlange/aufgaben/1",
    "/admin/warteschlange/mails/<int(max=2147483647):number>": "/admin/warteschlange/mails/1",
    "/admin/zugaenge/<int(max=2147483647):number>": "/admin/zugaenge/1",
}

Visit = Callable[..., TestResponse]


@pytest.fixture
def as_role(app: Flask) -> Visit:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        people: dict[str, User | None] = {
            "visitor": None,
            "member": create_user("member@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
            "admin": create_user("admin@example.org", "admin"),
        }
    app.test_client_class = FlaskLoginClient
    clients = {role: app.test_client(user=user) for role, user in people.items()}

    def visit(role: str, address: str, method: str = "GET") -> TestResponse:
        with app.app_context():
            return clients[role].open(address, method=method, buffered=True)

    return visit


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_admins_alone(
    route: str, method: str, as_role: Visit
) -> None:
    address = ADDRESSES.get(route, route)
    expected = dict.fromkeys(STRANGERS, 404) | {"admin": MATRIX[route, method]}
    roles = (*STRANGERS, "admin")
    assert expected == {role: as_role(role, address, method).status_code for role in roles}


def test_a_form_of_a_stranger_tells_no_page_that_is_there_from_one_that_is_not(
    app: Flask, as_role: Visit
) -> None:
    app.config["CSRF_EVERYWHERE"] = True  # as in an installation: no form goes without its token
    for role in STRANGERS:
        with time_machine.travel(now(), tick=False):  # the token of a page holds its second
            there = as_role(role, "/admin/ausgleich", "POST")
            missing = as_role(role, "/admin/fehlt", "POST")
        assert (404, missing.text) == (there.status_code, there.text.replace("ausgleich", "fehlt"))
    assert 400 == as_role("admin", "/admin/ausgleich", "POST").status_code


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes(
        app, lambda rule: rule.endpoint.startswith("admin.") or rule.rule.startswith("/admin")
    )
    assert set(MATRIX) == found


@pytest.mark.parametrize("role", STRANGERS)
def test_to_a_stranger_it_looks_like_a_missing_page(role: str, as_role: Visit) -> None:
    pages = {ADDRESSES.get(route, route) for route, _method in MATRIX}
    for address in (*pages, "/admin/", "/admin/fehlt", "/en/admin"):
        prefix = "/en" if address.startswith("/en") else ""
        for method in METHODS:
            # The sign-out form carries a token with the second it was made in.
            with time_machine.travel(now(), tick=False):
                hidden = as_role(role, address, method)
                missing = as_role(role, f"{prefix}/fehlt", "HEAD" if method == "HEAD" else "GET")
            assert hidden.status_code == 404, (method, address)
            shown = hidden.text.replace(address.removeprefix(prefix), "/fehlt")
            assert shown == missing.text


def test_a_method_that_a_page_does_not_know_is_refused_to_an_admin(as_role: Visit) -> None:
    assert as_role("admin", "/admin", "POST").status_code == 405


def test_the_right_ends_with_the_role_and_with_the_account(as_role: Visit) -> None:
    assert as_role("admin", "/admin").status_code == 200
    with unit_of_work():
        user = db.session.query(User).filter_by(email="admin@example.org").one()
        user.roles = []
    assert as_role("admin", "/admin").status_code == 404


def test_only_an_admin_is_shown_the_way_there(as_role: Visit) -> None:
    roles = (*STRANGERS, "admin")
    shown = [role for role in roles if 'href="/admin"' in as_role(role, "/impressum").text]
    assert shown == ["admin"]


def test_what_is_sent_twelve_times_at_once_is_done_once(app: Flask, admin: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    user = find_user("admin@example.org")
    office = {"slug": "nah", "name": "Amt", "kind": "county", "territory": "094", "priority": "0"}
    start, answers = threading.Barrier(12), []

    def send() -> None:
        with app.app_context():
            browser = app.test_client(user=user)
            start.wait()
            answers.append(browser.post("/admin/aemter/neu", data=office).status_code)

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [303, *[400] * 11] == sorted(answers)
