"""Claims: a profile without owner gets into the hands of the one it is about, once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_login import FlaskLoginClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker import audit, jobs
from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_office, create_user
from matchmaker.config import Settings
from matchmaker.db import db, now, unit_of_work
from matchmaker.mail import Mail
from matchmaker.profiles.claims import service
from matchmaker.profiles.claims.models import Claim
from matchmaker.profiles.claims.stored import collect, forget
from matchmaker.profiles.models import Profile
from matchmaker.rights.service import erase_profile

Visit = Callable[..., TestResponse]
ADDRESS = "kanarie@hinterlegt.example"


@pytest.fixture
def firm(make_profile: Callable[..., Profile]) -> Profile:
    return make_profile(slug="firma", name="Firma Frei", postal_code="09456", email=ADDRESS)


@pytest.fixture
def people(app: Flask) -> dict[str, User]:
    with unit_of_work():
        create_office("nah", "Amt nah", ["094"])
        return {
            "mira": create_user("mira@example.org", "member"),
            "jens": create_user("jens@example.org", "member"),
            "office": create_user("office@example.org", "office", office_slug="nah"),
        }


@pytest.fixture
def visit(app: Flask) -> Visit:
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = FlaskLoginClient

    def open_as(
        address: str, data: dict[str, Any] | None = None, *, user: User | None = None
    ) -> TestResponse:
        with app.app_context():
            method = "GET" if data is None else "POST"
            return app.test_client(user=user).open(address, method=method, data=data)

    return open_as


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def mailed_link() -> str:
    found = re.search(r"https?://[^/]+(/beanspruchen/\S+)", mails()[0].text)
    assert found
    return found[1]


def owner_of(profile: Profile) -> int | None:
    db.session.rollback()
    return profile.owner_id


def test_a_profile_without_owner_leads_to_its_claim(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    assert 'href="/beanspruchen/firma"' in visit("/p/firma").text
    with unit_of_work():
        firm.owner_id = people["mira"].id
    assert "/beanspruchen/firma" not in visit("/p/firma").text


def test_a_visitor_has_a_link_sent_to_the_address_on_file_and_learns_nothing(
    firm: Profile, make_profile: Callable[..., Profile], visit: Visit
) -> None:
    make_profile(slug="ohne", name="Firma Frei")
    answers = []
    for slug in ("firma", "ohne"):
        asked = visit(f"/beanspruchen/{slug}", {})
        page = visit(asked.location)
        assert "Set-Cookie" not in page.headers
        answers.append((asked.status_code, page.text.replace(slug, "")))
    assert answers[0] == answers[1]
    assert [mail.address for mail in mails()] == [ADDRESS]
    assert ADDRESS not in answers[0][1]


def test_at_most_one_link_a_day_goes_out(firm: Profile, visit: Visit) -> None:
    for _ in range(12):
        visit("/beanspruchen/firma", {})
    assert len(mails()) == 1
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        visit("/beanspruchen/firma", {})
    assert len(mails()) == 2


def test_nothing_goes_out_for_a_profile_that_has_an_owner(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    with unit_of_work():
        firm.owner_id = people["jens"].id
    assert visit("/beanspruchen/firma", {}).status_code == 303
    assert mails() == []


def test_the_link_opens_a_page_and_only_its_button_gives_the_profile(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    visit("/beanspruchen/firma", {})
    link, mira = mailed_link(), people["mira"]
    assert "Dafür brauchen Sie einen Zugang." in visit(link).text
    assert visit(link, {}).location.startswith("/anmelden?next=")
    assert visit(link, user=mira).status_code == 200
    assert owner_of(firm) is None
    assert visit(link, {}, user=mira).status_code == 303
    assert owner_of(firm) == mira.id
    entry = audit.newest(limit=1)[0]
    assert (entry.action, entry.actor) == ("profile.claimed", f"user:{mira.id}")


def test_the_log_names_a_profile_as_erasing_looks_for_it(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    visit("/beanspruchen/firma", {})
    with unit_of_work():
        service.print_code(firm, people["office"])
    visit(mailed_link(), {}, user=people["mira"])
    assert owner_of(firm) == people["mira"].id
    told = {entry.action for entry in audit.newest(about=f"profile:{firm.uid}")}
    assert {"claim.sent", "claim.printed", "profile.claimed"} <= told
    assert audit.newest(about="profile:firma") == []


def test_the_log_of_a_claim_is_about_the_profile_and_goes_with_it(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    for pressed in ({"code": "1"}, {"link": "1"}):
        visit("/konto/uebergeben/firma", pressed, user=people["office"])
    visit(mailed_link(), {}, user=people["mira"])
    db.session.rollback()
    assert {f"profile:{firm.uid}"} == {entry.subject for entry in audit.newest()}

    with unit_of_work():
        erase_profile(db.session.get_one(Profile, firm.id), actor="user:1")
    assert "firma" not in "".join(entry.subject for entry in audit.newest())


def test_a_link_works_once(firm: Profile, people: dict[str, User], visit: Visit) -> None:
    visit("/beanspruchen/firma", {})
    link = mailed_link()
    visit(link, {}, user=people["mira"])
    twice = visit(link, {}, user=people["mira"])
    assert (twice.status_code, twice.location) == (303, "/konto")
    again = visit(link, {}, user=people["jens"])
    assert (again.status_code, visit(link).status_code) == (404, 404)
    with unit_of_work():
        firm.owner_id = None  # not even when the profile is free again
    assert visit(link, {}, user=people["jens"]).status_code == 404


def test_taking_over_ends_all_other_links_of_the_profile(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    with unit_of_work():
        first, second = service.hand_out(firm), service.hand_out(firm)
    visit(f"/beanspruchen/einloesen/{first}", {}, user=people["mira"])
    with unit_of_work():
        firm.owner_id = None
    assert visit(f"/beanspruchen/einloesen/{second}").status_code == 404


@pytest.mark.parametrize(("days", "status", "kept"), [(13.99, 200, 1), (14, 404, 0), (-1, 404, 1)])
def test_a_link_is_good_for_14_days_and_a_clock_that_goes_back_prolongs_none(
    firm: Profile, visit: Visit, days: float, status: int, kept: int
) -> None:
    with unit_of_work():
        code = service.hand_out(firm)
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        assert visit(f"/beanspruchen/einloesen/{code}").status_code == status
        jobs.enqueue("forget_old_claims")
        db.session.rollback()
        assert len(db.session.scalars(select(Claim)).all()) == kept


def test_only_a_digest_of_the_code_is_stored(firm: Profile) -> None:
    with unit_of_work():
        code = service.hand_out(firm)
    stored = db.session.scalars(select(Claim)).one()
    assert (len(stored.digest), code.replace("-", "") in stored.digest) == (64, False)


def test_an_office_prints_a_code_that_is_typed_in_any_way(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    html = visit("/konto/uebergeben/firma", {"code": "1"}, user=people["office"]).text
    found = re.search(r"<strong>([a-z2-7]{4}(?:-[a-z2-7]{4}){3})</strong>", html)
    assert found
    typed = found[1].upper().replace("-", " ")
    link = visit("/beanspruchen/code", {"code": typed}).location
    visit(link, {}, user=people["mira"])
    assert owner_of(firm) == people["mira"].id


def test_an_office_sends_the_link_without_seeing_the_address(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    html = visit("/konto/uebergeben/firma", {}, user=people["office"]).text
    assert "Ein Link ist an die hinterlegte Adresse unterwegs." in html
    assert ADDRESS not in html
    assert [mail.address for mail in mails()] == [ADDRESS]
    assert "Firma Frei" in visit("/konto/uebergeben", user=people["office"]).text


@pytest.mark.parametrize("code", ["", "x" * 61, "ä" * 16, "<script>", "a.b", "\u202eabc"])
def test_a_code_that_cannot_be_one_is_told_at_its_field(visit: Visit, code: str) -> None:
    answer = visit("/beanspruchen/code", {"code": code})
    assert answer.status_code == 400
    assert '<a href="#code">Der Code hat 16 Buchstaben' in answer.text


def test_a_well_formed_code_that_nobody_handed_out_is_told_at_its_field(visit: Visit) -> None:
    answer = visit("/beanspruchen/code", {"code": "abcd-efgh-2345-qrst"})
    assert answer.status_code == 400
    assert '<a href="#code">Dieser Code gilt nicht oder nicht mehr. Bitte' in answer.text
    assert 'value="abcdefgh2345qrst"' in answer.text
    assert visit("/beanspruchen/einloesen/abcdefgh2345qrst").status_code == 404


def test_a_code_that_one_has_used_oneself_leads_to_the_account_once_more(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    with unit_of_work():
        code = service.hand_out(firm)
        service.take_over(code, people["mira"])
    link = visit("/beanspruchen/code", {"code": code}, user=people["mira"]).location
    assert visit(link, user=people["mira"]).location == "/konto"


def test_a_link_that_is_over_says_so_and_how_to_get_on(
    firm: Profile, people: dict[str, User], visit: Visit
) -> None:
    with unit_of_work():
        code = service.hand_out(firm)
    visit(f"/beanspruchen/einloesen/{code}", {}, user=people["mira"])
    used, unknown = (visit(f"/beanspruchen/einloesen/{each}").text for each in (code, "abcd"))
    assert "<h1>Dieser Link gilt nicht mehr</h1>" in used
    assert "einen neuen Code gibt Ihre Wirtschaftsförderung aus" in used
    assert "Firma Frei" not in used
    assert used == unknown.replace("/abcd", f"/{code}")


def test_a_hidden_profile_cannot_be_asked_for(
    make_profile: Callable[..., Profile], visit: Visit
) -> None:
    make_profile(slug="verborgen", visibility="hidden")
    for slug in ("verborgen", "fehlt"):
        assert visit(f"/beanspruchen/{slug}").status_code == 404
        assert visit(f"/beanspruchen/{slug}", {}).status_code == 404


def test_what_is_stored_of_claims_is_told_and_forgotten(
    firm: Profile, people: dict[str, User]
) -> None:
    with unit_of_work():
        service.take_over(service.hand_out(firm), people["mira"])
    assert [row["profile"] for row in collect(people["mira"])] == ["firma"]
    assert collect(people["jens"]) == []
    with unit_of_work():
        forget(people["mira"])
    assert db.session.scalars(select(Claim)).all() == []


class TestWithLimits:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"rate_limits": "on"})

    @pytest.mark.parametrize(
        ("address", "first"), [("/beanspruchen/firma", 303), ("/beanspruchen/code", 400)]
    )
    def test_nobody_asks_or_guesses_without_end(
        self, firm: Profile, visit: Visit, address: str, first: int
    ) -> None:
        answers = [visit(address, {"code": "abcd"}).status_code for _ in range(12)]
        assert (answers[0], answers[-1]) == (first, 429)
