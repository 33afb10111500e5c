"""Who may open which page, by route, method and role; and what a stranger can tell from it."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from werkzeug.test import TestResponse

from matchmaker.accounts.models import Office, User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.profiles.models import Profile
from tests.lineup import by_distance_alone
from tests.routes import routes

MakeProfile = Callable[..., Profile]
Visit = Callable[..., TestResponse]
People = dict[str, User | None]

MATRIX = {
    # route and method: roles that get the page; everybody else gets 404, visitors the sign-in
    ("/konto", "GET"): {"owner", "other", "office", "far_office", "admin"},
    ("/vorschlaege/<slug>", "GET"): {"owner", "office", "admin"},
    ("/vorschlaege/<slug>/warum/<other_slug>", "GET"): {"owner", "office", "admin"},
    ("/vorschlaege/<slug>/warum-nicht/<other_slug>", "GET"): {"owner", "office", "admin"},
    ("/konzentration", "GET"): {"office", "far_office", "admin"},
    ("/spielregeln", "GET"): {
        "visitor", "owner", "other", "office", "far_office", "admin",
    },
}  # fmt: skip
PUBLIC = {
    (route, "GET")
    for route in (
        "/",
        "/barrierefreiheit",
        "/datenschutz",
        "/en",
        "/favicon.ico",
        "/healthz",
        "/impressum",
        "/karte",
        "/kultur-und-kreativwirtschaft",
        "/leichte-sprache",
        "/p/<slug>",
        "/probieren",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
        "/verzeichnis",
    )
}
HELD_ELSEWHERE = (
    "admin.",
    "admin_accounts.",
    "admin_offices.",
    "admin_records.",
    "admin_texts.",
    "feedback.",
    "api.",
    "board.",
    "capacity.",
    "claims.",
    "desk.",
    "dismissals.",
    "guided.",
    "joining.",
    "needs.",
    "own_account.",
    "networks.",
    "passkeys.",
    "pictures.",
    "reports.",
    "rights.",
    "second_factor.",
    "security.",
    "texts.",
    "works.",
)
"""The administration, tokens, sign-in and the guided forms have tests of their own."""
ROLES = ("visitor", "owner", "other", "office", "far_office", "admin")
ADDRESSES = {
    "/vorschlaege/<slug>": "/vorschlaege/betrieb",
    "/vorschlaege/<slug>/warum/<other_slug>": "/vorschlaege/betrieb/warum/kreativ",
    "/vorschlaege/<slug>/warum-nicht/<other_slug>": "/vorschlaege/betrieb/warum-nicht/kreativ",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Rights do not depend on what ranks; the smallest scorer does."""
    return by_distance_alone(settings)


@pytest.fixture
def people(app: Flask) -> People:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_office("fern", "Amt fern", ["01", "state:BY"])
        return {
            "visitor": None,
            "owner": create_user("owner@example.org", "member"),
            "other": create_user("other@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
            "far_office": create_user("far@example.org", "office", office_slug="fern"),
            "admin": create_user("admin@example.org", "admin"),
        }


@pytest.fixture
def firm(make_profile: MakeProfile, people: People) -> Profile:
    owner = people["owner"]
    assert owner is not None
    make_profile("creative", slug="kreativ", name="Kreative", postal_code="01067")
    return make_profile(
        slug="betrieb",
        name="Betrieb in Aue",
        postal_code="09456",
        owner_id=owner.id,
        visibility="hidden",
        needs=["Was sich ändern soll"],
    )


@pytest.fixture
def as_role(app: Flask, people: People) -> Visit:
    """Opens an address as somebody, each time in a context of its own as a server does."""
    app.test_client_class = FlaskLoginClient
    clients = {role: app.test_client(user=user) for role, user in people.items()}

    def visit(role: str, address: str, method: str = "GET") -> TestResponse:
        with app.app_context():
            return clients[role].open(address, method=method, buffered=True)

    return visit


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_roles_alone(
    route: str, method: str, firm: Profile, as_role: Visit
) -> None:
    address = ADDRESSES.get(route, route)
    expected = {
        role: 200 if role in MATRIX[route, method] else 302 if role == "visitor" else 404
        for role in ROLES
    }
    assert expected == {role: as_role(role, address, method).status_code for role in ROLES}


def test_no_page_of_these_takes_anything_in(firm: Profile, as_role: Visit) -> None:
    statuses = {
        as_role(role, ADDRESSES.get(route, route), method).status_code
        for route, _method in MATRIX
        for method in ("POST", "PUT", "PATCH", "DELETE")
        for role in ROLES
    }
    assert statuses == {405}


def test_public_pages_answer_everybody_alike(firm: Profile, as_role: Visit) -> None:
    for route, method in PUBLIC:
        address = route.replace("<slug>", "kreativ")
        statuses = {as_role(role, address, method).status_code for role in ROLES}
        assert len(statuses) == 1, address
        assert statuses < {200, 308, 503}, address


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes(app, lambda rule: not rule.endpoint.startswith(HELD_ELSEWHERE))
    assert set(MATRIX) | PUBLIC == found


@pytest.mark.parametrize("role", ["other", "far_office"])
def test_not_yours_looks_like_not_there(role: str, firm: Profile, as_role: Visit) -> None:
    for rest in ("", "?need=1", "?need=99", "?w.locality=abc", "/warum/kreativ", "/warum/fehlt"):
        foreign = as_role(role, f"/vorschlaege/betrieb{rest}")
        missing = as_role(role, f"/vorschlaege/fehlend{rest}")
        assert (foreign.status_code, missing.status_code) == (404, 404)
        token = re.compile(r'name="csrf_token" value="[^"]+"')
        shapes = [token.sub("", answer.text) for answer in (foreign, missing)]
        assert shapes[0].replace("betrieb", "") == shapes[1].replace("fehlend", "")


def test_a_visitor_cannot_tell_either_and_comes_back_after_signing_in(
    firm: Profile, as_role: Visit
) -> None:
    for slug in ("betrieb", "fehlend"):
        answer = as_role("visitor", f"/en/vorschlaege/{slug}?need=1&w.locality=2")
        target = urlsplit(answer.location)
        assert (answer.status_code, target.path) == (302, "/en/anmelden")
        assert parse_qs(target.query)["next"] == [f"/en/vorschlaege/{slug}?need=1&w.locality=2"]


def test_a_right_ends_with_the_territory_it_came_from(firm: Profile, as_role: Visit) -> None:
    assert as_role("office", "/vorschlaege/betrieb").status_code == 200
    with unit_of_work():
        office = db.session.query(Office).filter_by(slug="nah").one()
        office.territory = ["091"]
    assert as_role("office", "/vorschlaege/betrieb").status_code == 404


def test_a_right_ends_when_the_profile_moves_or_changes_hands(
    firm: Profile, people: People, as_role: Visit
) -> None:
    other = people["other"]
    assert other is not None
    with unit_of_work():
        profile = db.session.get_one(Profile, firm.id)
        profile.postal_code, profile.owner_id = "01067", other.id
    allowed = {role for role in ROLES if as_role(role, "/vorschlaege/betrieb").status_code == 200}
    assert allowed == {"other", "far_office", "admin"}


def test_a_closed_account_opens_nothing_at_the_next_request(
    firm: Profile, people: People, as_role: Visit
) -> None:
    owner = people["owner"]
    assert owner is not None
    assert as_role("owner", "/vorschlaege/betrieb").status_code == 200
    with unit_of_work():
        db.session.get_one(User, owner.id).active = False
    assert as_role("owner", "/vorschlaege/betrieb").status_code == 302


def test_an_office_without_the_role_of_an_office_helps_nobody(
    firm: Profile, people: People, as_role: Visit
) -> None:
    with unit_of_work():
        office = db.session.query(Office).filter_by(slug="nah").one()
        member = people["other"]
        assert member is not None
        db.session.get_one(User, member.id).office = office
    assert as_role("other", "/vorschlaege/betrieb").status_code == 404


def test_the_account_shows_own_profiles_with_their_needs(firm: Profile, as_role: Visit) -> None:
    html = as_role("owner", "/konto").text
    assert "Betrieb in Aue" in html
    assert '<a href="/vorschlaege/betrieb?need=1">Vorschläge dazu' in html
    assert "verborgen" in html


def test_an_office_sees_its_territory_and_nothing_beyond(firm: Profile, as_role: Visit) -> None:
    near, far = as_role("office", "/konto").text, as_role("far_office", "/konto").text
    assert ("Betrieb in Aue" in near, 'href="/p/kreativ"' in near) == (True, False)
    assert ("Betrieb in Aue" in far, 'href="/p/kreativ"' in far) == (False, True)


def test_an_account_without_anything_says_where_to_go(firm: Profile, as_role: Visit) -> None:
    html = as_role("other", "/konto").text
    assert "Noch haben Sie kein Profil." in html
    assert 'href="/konto/profil/neu"' in html
    assert "Betrieb in Aue" not in html


def test_a_long_territory_comes_in_pages_sorted_as_in_a_dictionary(
    make_profile: MakeProfile, as_role: Visit
) -> None:
    for number in range(29):
        make_profile(name=f"M {number:02}", postal_code="09456")
    for name in ("Ärmel", "Zange", "Brot", "Arm"):
        make_profile(name=name, postal_code="09456")
    first, second = (as_role("office", f"/konto{rest}").text for rest in ("", "?page=2"))
    assert "33 Profile · Seite 1 von 2" in first
    assert first.index(">Arm<") < first.index(">Ärmel<") < first.index(">Brot<")
    assert ">Zange<" in second
    for nonsense in ("0", "-1", "x", "9" * 400, "²"):
        assert as_role("office", f"/konto?page={nonsense}").status_code == 200
