"""Who may open the pages of needs, of what is said about suggestions, and of claims."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import unit_of_work
from matchmaker.profiles.models import Profile
from tests.profiles.needs.conftest import MakeProfile, Visit
from tests.routes import routes_of

ROLES = ("visitor", "owner", "other", "office", "far_office", "admin")
SAID = "/vorschlaege/<slug>"
NEED = "/konto/bedarf/<uid>"
MATRIX: dict[tuple[str, str], tuple[int, set[str]]] = {
    # route and method: the answer, and who gets it; everybody else 404, visitors the sign-in
    ("/konto/profil/<slug>/bedarf/neu", "GET"): (200, {"owner"}),
    ("/konto/profil/<slug>/bedarf/neu", "POST"): (303, {"owner"}),
    (NEED, "GET"): (200, {"owner"}),
    **{(f"{NEED}/{step}", "GET"): (200, {"owner"}) for step in ("was", "wo-und-wann", "zeigen")},
    **{(f"{NEED}/{step}", "POST"): (303, {"owner"}) for step in ("was", "wo-und-wann", "zeigen")},
    (f"{NEED}/loeschen", "GET"): (200, {"owner"}),
    (f"{NEED}/loeschen", "POST"): (303, {"owner"}),
    **{
        (f"{NEED}/{verb}", "POST"): (303, {"owner"})
        for verb in ("schliessen", "wieder-oeffnen", "verlaengern")
    },
    **{
        (f"{SAID}/{verb}/<other_slug>", "POST"): (303, {"owner"})
        for verb in ("passt-nicht", "doch", "bekannt", "nicht-bekannt")
    },
    **{(f"{SAID}/filter/{verb}", "POST"): (303, {"owner"}) for verb in ("merken", "vergessen")},
    ("/konto/uebergeben", "GET"): (200, {"office", "far_office", "admin"}),
    ("/konto/uebergeben/<slug>", "GET"): (200, {"office", "admin"}),
    ("/konto/uebergeben/<slug>", "POST"): (200, {"office", "admin"}),
}
OPEN = {
    # what everybody may open alike, each with tests of its own
    ("/bedarfe", "GET"),
    ("/bedarf/<token>/noch-aktuell", "GET"),
    ("/bedarf/<token>/noch-aktuell", "POST"),
    ("/beanspruchen/<slug>", "GET"),
    ("/beanspruchen/<slug>", "POST"),
    ("/beanspruchen/<slug>/gefragt", "GET"),
    ("/beanspruchen/code", "GET"),
    ("/beanspruchen/code", "POST"),
    ("/beanspruchen/einloesen/<code>", "GET"),
    ("/beanspruchen/einloesen/<code>", "POST"),
}
DATA = {"text": "Es soll heller werden.", "radius": "60", "budget": "unknown", "seen_by": "named"}


@pytest.fixture
def people(owner: User) -> dict[str, User | None]:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_office("fern", "Amt fern", ["01"])
        return {
            "visitor": None,
            "owner": owner,
            "other": create_user("other@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
            "far_office": create_user("far@example.org", "office", office_slug="fern"),
            "admin": create_user("admin@example.org", "admin"),
        }


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_roles_alone(
    route: str,
    method: str,
    people: dict[str, User | None],
    make_profile: MakeProfile,
    write_need: Callable[..., str],
    jens: Profile,
    visit: Visit,
) -> None:
    make_profile("creative", slug="kreativ", name="Kreative")
    make_profile(slug="herrenlos", name="Herrenlos", postal_code="09456")
    slug = "herrenlos" if route.startswith("/konto/uebergeben") else jens.slug
    address = route.replace("<other_slug>", "kreativ").replace("<slug>", slug)
    address = address.replace("<uid>", write_need())
    status, roles = MATRIX[route, method]
    expected = {
        role: status if role in roles else 302 if role == "visitor" else 404 for role in ROLES
    }
    data = DATA if method == "POST" else None
    last_first = sorted(ROLES, key=lambda role: role == "owner")  # who may delete comes last
    found = {role: visit(address, data, user=people[role]).status_code for role in last_first}
    assert expected == found


def test_no_route_of_these_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes_of(app, "board", "claims", "dismissals", "needs")
    assert set(MATRIX) | OPEN == found


def test_forms_without_token_are_refused(
    app: Flask, visit: Visit, jens: Profile, write_need: Callable[..., str]
) -> None:
    uid = write_need()
    app.config["WTF_CSRF_ENABLED"] = True
    for address in (f"/konto/bedarf/{uid}/schliessen", f"/konto/bedarf/{uid}/loeschen"):
        assert visit(address, {}).status_code == 400
    assert "offen" in visit(f"/konto/bedarf/{uid}").text
