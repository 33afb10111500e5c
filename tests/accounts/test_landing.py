"""Where people land after signing in: where their work is, or where they were going."""

import pytest
from flask import Flask

from matchmaker.accounts.service import create_office, create_user
from matchmaker.db import unit_of_work
from tests.accounts.signing_in import PASSWORD, OwnContext, sign_in
from tests.accounts.test_second_factor import ENTER, begin, enter, set_up


@pytest.fixture
def staff(app: Flask) -> Flask:
    app.test_client_class = OwnContext
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        create_user("office@example.org", "office", password=PASSWORD, office_slug="nah")
        create_user("admin@example.org", "admin", password=PASSWORD)
        create_user("mira@example.org", "member", password=PASSWORD)
    return app


@pytest.mark.parametrize(
    ("who", "page"), [("office", "/schreibtisch"), ("admin", "/konto"), ("mira", "/konto")]
)
def test_an_office_lands_on_its_desk(staff: Flask, who: str, page: str) -> None:
    assert sign_in(staff.test_client(), f"{who}@example.org").location == page


def test_the_page_they_were_on_the_way_to_comes_first(staff: Flask) -> None:
    answer = sign_in(staff.test_client(), "office@example.org", next="/konto/sitzungen")
    assert answer.location == "/konto/sitzungen"


def test_after_the_second_factor_as_well(staff: Flask) -> None:
    client = staff.test_client()
    sign_in(client, "office@example.org")
    _key, codes = set_up(client)
    assert enter(begin(staff, "office@example.org"), codes[0]).location == "/schreibtisch"


def test_who_comes_to_the_second_step_too_late_signs_in_anew_and_lands(staff: Flask) -> None:
    assert staff.test_client().get(ENTER).location == "/anmelden"
