"""Who may open and press what: every route of desk, reports and networks, by method and role."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import db, unit_of_work
from matchmaker.desk.models import Decision, Report
from matchmaker.profiles.models import Need, Profile
from matchmaker.profiles.service import save_profile
from tests.desk.conftest import START, MakeProfile, People
from tests.routes import routes_of

ROLES = ("visitor", "owner", "office", "far_office", "admin")
EVERYBODY = dict.fromkeys(ROLES, 200)
HELPERS = {"visitor": 302, "owner": 404, "office": 200, "far_office": 404, "admin": 200}
CARD = "/schreibtisch/<any(profile, need, report):kind>/<uid>"
PRESSED = {"visitor": 302, "owner": 404, "far_office": 404, "office": 303, "admin": 303}
"""In this order: whoever may not press must not have changed what the others then press."""

MATRIX = {
    ("/schreibtisch", "GET"): HELPERS | {"far_office": 200},
    (CARD, "GET"): HELPERS,
    (CARD, "POST"): PRESSED,
    ("/schreibtisch/entschieden/<uid>", "GET"): HELPERS,
    ("/schreibtisch/entschieden/<uid>", "POST"): PRESSED,
    ("/p/<slug>/melden", "GET"): EVERYBODY,
    ("/p/<slug>/melden", "POST"): dict.fromkeys(ROLES, 303),
    ("/meldung/<uid>", "GET"): EVERYBODY,
    ("/netzwerke", "GET"): EVERYBODY,
    ("/netzwerk/<slug>", "GET"): EVERYBODY,
}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="[^"]+"|[?&]next=[^"]+')


@pytest.fixture
def places(firm: Profile, people: People, make_profile: MakeProfile) -> dict[str, list[str]]:
    """Route to the addresses that it has in a desk full of each kind."""
    make_profile(slug="sichtbar", name="Sichtbar", postal_code="09456")
    with unit_of_work():
        profile = db.session.get_one(Profile, firm.id)
        profile.needs = [Need(uid="bedarf", text="Hilfe", approved=False, submitted_at=START)]
        save_profile(profile)
        about = db.session.scalars(select(Profile.id).where(Profile.slug == "sichtbar")).one()
        db.session.add(Report(uid="meldung", profile_id=about, reason="false"))
        db.session.add(
            Decision(
                uid="entschieden",
                kind="profile",
                subject_uid=firm.uid,
                action="asked",
                waiting_since=START,
            )
        )
    kinds = {"profile": firm.uid, "need": "bedarf", "report": "meldung"}
    return {
        CARD: [f"/schreibtisch/{kind}/{uid}" for kind, uid in kinds.items()],
        "/schreibtisch/entschieden/<uid>": ["/schreibtisch/entschieden/entschieden"],
        "/p/<slug>/melden": ["/p/sichtbar/melden"],
        "/meldung/<uid>": ["/meldung/meldung"],
        "/netzwerk/<slug>": ["/netzwerk/nah", "/netzwerk/fern"],
    }


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_roles_alone(
    route: str, method: str, people: People, places: dict[str, list[str]]
) -> None:
    expected = MATRIX[route, method]
    sent = {"action": "asked", "reason": "Wie bitte?"}
    if route == "/p/<slug>/melden":
        sent = {"reason": "false"}
    for address in places.get(route, [route]):
        if method == "POST" and address.endswith("meldung"):
            sent = {"action": "dismissed"}
        for language in ("", "/en"):
            found = {
                role: people[role].get(language + address).status_code
                if method == "GET"
                else people[role].post(language + address, sent, page=_page(role)).status_code
                for role in expected
            }
            assert expected == found, language + address


def _page(role: str) -> str:
    """Where that person gets a token from: visitors on a form for everybody."""
    return "/p/sichtbar/melden" if role == "visitor" else "/konto"


@pytest.mark.parametrize("role", ["owner", "far_office"])
def test_not_yours_looks_like_not_there(
    role: str, people: People, places: dict[str, list[str]]
) -> None:
    for route in (CARD, "/schreibtisch/entschieden/<uid>"):
        for address in places[route]:
            missing = address.rsplit("/", 1)[0] + "/fehlt"
            answers = [people[role].get(each) for each in (address, missing)]
            shapes = [
                TOKEN.sub("", answer.text).replace(each, "")
                for answer, each in zip(answers, (address, missing), strict=True)
            ]
            assert shapes[0] == shapes[1]


def test_without_a_token_nothing_is_pressed(
    app: Flask, people: People, places: dict[str, list[str]]
) -> None:
    sent = {"csrf_token": "falsch", "action": "dismissed", "reason": "false"}
    for route, method in MATRIX:
        if method == "POST":
            for address in places[route]:
                answer = people["admin"].post(address, sent, page="/netzwerke")
                assert answer.status_code in (303, 400), address
    db.session.rollback()
    assert [("meldung", None)] == list(db.session.execute(select(Report.uid, Report.decision)))
    assert [None] == list(db.session.scalars(select(Decision.undone_at)))


def test_nothing_changes_by_opening(people: People, places: dict[str, list[str]]) -> None:
    for (route, method), roles in MATRIX.items():
        if method == "GET":
            for address in places.get(route, [route]):
                for role in roles:
                    people[role].get(address)
    db.session.rollback()
    assert [True, True, True] == [
        db.session.scalars(select(Profile).where(Profile.slug == "tischlerei")).one().waits,
        db.session.scalars(select(Need)).one().waits,
        db.session.scalars(select(Report)).one().waits,
    ]


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes_of(app, "desk", "reports", "networks")
    assert set(MATRIX) == found
