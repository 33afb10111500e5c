"""The guided forms by route, method and role: not yours looks like not there."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import now, unit_of_work
from matchmaker.profiles.guided.capacity import _signer
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.service import save_profile
from tests.profiles.guided.conftest import Visitor
from tests.routes import routes

ROLES = ("visitor", "owner", "other", "office", "far_office", "admin")
HELPS = {"owner", "office", "admin"}
SIGNED_IN = {"owner", "other", "office", "far_office", "admin"}
ALL = set(ROLES)
STEP = "/konto/profil/<slug>/<any(wer, wo, angebot, sichtbar):step>"
WORKS = "/konto/profil/<slug>/arbeiten"
MATRIX = {
    ("/konto/profil/neu", "GET"): SIGNED_IN,
    ("/konto/profil/neu", "POST"): SIGNED_IN,
    (STEP, "GET"): HELPS,
    (STEP, "POST"): HELPS,
    ("/konto/profil/<slug>/groessere-betriebe", "GET"): HELPS,
    ("/konto/profil/<slug>/vorschau", "GET"): HELPS,
    ("/konto/profil/<slug>/vorschau", "POST"): HELPS,
    ("/konto/entwurf", "POST"): SIGNED_IN,
    (f"{WORKS}/neu", "GET"): HELPS,
    (f"{WORKS}/neu", "POST"): HELPS,
    (f"{WORKS}/<uid>", "GET"): HELPS,
    (f"{WORKS}/<uid>", "POST"): HELPS,
    (f"{WORKS}/<uid>/entfernen", "GET"): HELPS,
    (f"{WORKS}/<uid>/entfernen", "POST"): HELPS,
    ("/bilder/<name>", "GET"): HELPS,
    ("/zeit/<token>", "GET"): ALL,
    ("/zeit/<token>", "POST"): ALL,
}
OWN = ("capacity.", "guided.", "pictures.", "works.")


@pytest.fixture
def people(app: Flask) -> dict[str, Visitor]:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_office("fern", "Amt fern", ["01"])
        users = {
            "visitor": None,
            "owner": create_user("owner@example.org", "member"),
            "other": create_user("other@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
            "far_office": create_user("far@example.org", "office", office_slug="fern"),
            "admin": create_user("admin@example.org", "admin"),
        }
    return {role: Visitor(app, user) for role, user in users.items()}


@pytest.fixture
def mine(app: Flask, people: dict[str, Visitor], make_profile: Callable[..., Profile]) -> Profile:
    owner = people["owner"].user
    assert owner is not None
    profile = make_profile(
        "creative", slug="mein", postal_code="09456", visibility="hidden", owner_id=owner.id
    )
    folder = app.config["SETTINGS"].instance / "pictures"
    folder.mkdir()
    (folder / "bild.webp").write_bytes(b"RIFF")
    with unit_of_work():
        profile.works = [Work(uid="werk", title="Werk", picture="bild.webp")]
        save_profile(profile)
    return profile


def address_of(route: str, profile: Profile) -> str:
    token = _signer().dumps([profile.uid, "now"])
    filled = {"<slug>": "mein", "<uid>": "werk", "<name>": "bild.webp", "<token>": token}
    filled["<any(wer, wo, angebot, sichtbar):step>"] = "wer"
    for name, value in filled.items():
        route = route.replace(name, value)
    return route


@pytest.mark.parametrize(("route", "method"), MATRIX)
def test_each_route_and_method_opens_for_its_roles_alone(
    route: str, method: str, mine: Profile, people: dict[str, Visitor]
) -> None:
    """A POST without its token gets as far as its refusal, and changes nothing."""
    address, opened = address_of(route, mine), 200 if method == "GET" else 400
    public = route.startswith(("/bilder", "/zeit"))
    expected = {
        role: opened
        if role in MATRIX[route, method]
        else 302
        if role == "visitor" and not public
        else 404
        for role in ROLES
    }
    found = {}
    for role, person in people.items():
        with person.app.app_context():
            answer = person.client.open(address, method=method, buffered=True)
        found[role] = answer.status_code
    assert expected == found


def test_a_head_is_answered_like_a_get(mine: Profile, people: dict[str, Visitor]) -> None:
    owner = people["owner"]
    with unit_of_work():  # nothing is missing, so that the preview has a button
        mine.about, mine.place = "Ich baue Kulissen", "Gelenau"
        save_profile(mine)
    for route in [address_of(route, mine) for route, method in MATRIX if method == "GET"]:
        with owner.app.app_context():
            assert 200 == owner.client.head(route, buffered=True).status_code, route


@pytest.mark.parametrize(
    "address", ["/konto/profil/mein/wer", "/vorschlaege/mein", "/bilder/bild.webp"]
)
def test_what_was_never_handed_in_is_there_for_its_owner_alone(
    mine: Profile, people: dict[str, Visitor], address: str
) -> None:
    with unit_of_work():
        mine.approved = False
    answers = {role: people[role].get(address).status_code for role in ("office", "admin")}
    assert {"office": 404, "admin": 404} == answers
    assert 200 == people["owner"].get("/konto/profil/mein/wer").status_code


def test_no_route_is_missing_from_the_matrix(app: Flask) -> None:
    found = routes(app, lambda rule: rule.endpoint.startswith(OWN))
    assert set(MATRIX) == found


def test_a_stranger_cannot_tell_a_missing_profile_from_anothers(
    mine: Profile, people: dict[str, Visitor]
) -> None:
    with time_machine.travel(now(), tick=False):  # the token of a page holds its second
        for rest in ("wer", "vorschau", "arbeiten/neu", "arbeiten/werk"):
            foreign = people["other"].get(f"/konto/profil/mein/{rest}")
            missing = people["other"].get(f"/konto/profil/fehlt/{rest}")
            assert foreign.text.replace("mein", "") == missing.text.replace("fehlt", "")
