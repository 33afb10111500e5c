"""What is done to one profile at the same moment: each comes after the other, or is told so."""

from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import db, unit_of_work
from matchmaker.mail import Mail
from matchmaker.profiles.claims.models import Claim
from matchmaker.profiles.models import Need, Profile
from tests.accounts.signing_in import cookie, member, sign_in, token_on
from tests.at_once import at_once, entries

MakeProfile = Callable[..., Profile]


@pytest.fixture
def jens(app: Flask) -> User:
    return member(app, "jens@example.org")


@pytest.fixture
def signed_in(app: Flask, jens: User) -> tuple[str, str]:
    """His cookie, and a token of his."""
    browser = app.test_client()
    sign_in(browser, jens.email)
    return cookie(browser), token_on(browser.get("/konto/sprache").text)


@pytest.mark.parametrize(
    "writing",
    [
        "/konto/profil/tischlerei/bedarf/neu",
        *(f"/konto/bedarf/bedarf/{verb}" for verb in ("schliessen", "was", "zeigen", "loeschen")),
    ],
)
def test_a_profile_goes_also_where_its_need_is_written_at_the_same_moment(
    app: Flask, jens: User, signed_in: tuple[str, str], make_profile: MakeProfile, writing: str
) -> None:
    make_profile(slug="tischlerei", owner_id=jens.id)
    with unit_of_work():
        profile = db.session.scalars(select(Profile)).one()
        profile.needs = [Need(uid="bedarf", text="Hilfe", title="Hilfe", seen_by="office")]
    person, token = signed_in
    fields = {"csrf_token": token, "text": "Es soll heller werden.", "seen_by": "office"}
    erasing = ("/konto/profil/tischlerei/loeschen", {"csrf_token": token})
    answers = at_once(app, person, [(writing, fields)] * 6 + [erasing] + [(writing, fields)] * 5)
    assert answers.keys() <= {303, 404, 409}
    assert db.session.scalar(select(func.count()).select_from(Profile)) == 0


def test_who_sees_a_profile_is_noted_once(
    app: Flask, jens: User, signed_in: tuple[str, str], make_profile: MakeProfile
) -> None:
    make_profile(slug="tischlerei", owner_id=jens.id)
    person, token = signed_in
    sent = {"csrf_token": token, "visibility": "members"}
    page = "/konto/profil/tischlerei/sichtbar"
    assert Counter({303: 12}) == at_once(app, person, [(page, sent)] * 12)
    assert entries("profile.visibility") == 1


def test_a_profile_is_asked_for_once(app: Flask, jens: User, make_profile: MakeProfile) -> None:
    make_profile(slug="tischlerei", email="post@example.org")
    token = token_on(app.test_client().get("/beanspruchen/tischlerei").text)
    page = "/beanspruchen/tischlerei"
    assert Counter({303: 12}) == at_once(app, "", [(page, {"csrf_token": token})] * 12)
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 1
    assert entries("claim.sent") == 1


def test_of_reports_that_come_together_all_but_one_are_told_together_an_hour_later(
    app: Flask, jens: User, make_profile: MakeProfile
) -> None:
    make_profile(slug="tischlerei", postal_code="09456")
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_user("amt@example.org", "office", office_slug="nah")
    page = "/p/tischlerei/melden"
    token = token_on(app.test_client().get(page).text)
    forms = [{"csrf_token": token, "reason": "false", "uid": f"{n:032}"} for n in range(12)]
    assert Counter({303: 12}) == at_once(app, "", [(page, form) for form in forms])
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 2
