"""Needs run out after 90 days; a mail asks in time, and one button renews."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from matchmaker import jobs
from matchmaker.db import db
from matchmaker.mail import Mail
from matchmaker.profiles.models import Need, Profile
from tests.profiles.needs.conftest import MakeProfile, Visit

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def days_later(days: float) -> time_machine.travel:
    return time_machine.travel(START + timedelta(days=days), tick=False)


def work() -> None:
    db.session.rollback()
    jobs.enqueue("expire_and_remind_of_needs")


@pytest.fixture
def need(write_need: Callable[..., str]) -> Need:
    with days_later(0):
        uid = write_need()
    db.session.rollback()
    return db.session.scalars(select(Need).where(Need.uid == uid)).one()


@pytest.mark.parametrize(("days", "state"), [(89.99, "published"), (90, "expired")])
def test_a_need_runs_out_after_90_days(need: Need, days: float, state: str, visit: Visit) -> None:
    with days_later(days):
        work()
        db.session.rollback()
        assert need.state == state
        assert ("Unsere Treppen" in visit("/bedarfe").text) == (state == "published")


def test_it_is_off_the_board_in_time_even_while_the_job_sleeps(need: Need, visit: Visit) -> None:
    with days_later(90):
        assert "Unsere Treppen" not in visit("/bedarfe", user=None).text


def test_page_and_mail_name_the_same_day(write_need: Callable[..., str], visit: Visit) -> None:
    with time_machine.travel(datetime(2026, 6, 1, 22, 30, tzinfo=UTC), tick=False):
        uid = write_need()
    with time_machine.travel(datetime(2026, 8, 25, tzinfo=UTC), tick=False):
        assert "bis 31. August 2026" in visit(f"/konto/bedarf/{uid}").text
        work()
    assert "läuft am 31.08.2026 ab" in db.session.scalars(select(Mail)).one().text


def test_imported_needs_stay(make_profile: MakeProfile) -> None:
    profile = make_profile(needs=["Ohne Datum."])
    with days_later(4000):
        work()
        db.session.rollback()
        assert [each.state for each in profile.needs] == ["published"]


def test_one_mail_asks_in_the_last_week(need: Need) -> None:
    with days_later(82.9):
        work()
        assert db.session.scalars(select(Mail)).all() == []
    for days in (83.1, 84, 89):
        with days_later(days):
            work()
    mail = db.session.scalars(select(Mail)).one()
    assert (mail.address, mail.subject) == ("jens@example.org", "Ist Ihr Bedarf noch aktuell?")
    assert "Unsere Treppen sieht keiner." in mail.text


def test_the_link_shows_a_page_and_its_button_renews_for_90_days(need: Need, visit: Visit) -> None:
    with days_later(84):
        work()
        link = _link()
        first = visit(link, user=None)
        assert (first.status_code, "Set-Cookie" in first.headers) == (200, False)
        db.session.rollback()
        assert need.expires_at == START + timedelta(days=90)
        assert visit(link, {}, user=None).status_code == 303
        assert "Danke! Er gilt bis" in visit(link, user=None).text
    db.session.rollback()
    assert need.expires_at == START + timedelta(days=84 + 90)
    with days_later(100):
        visit(link, {}, user=None)  # an old link does nothing more
    db.session.rollback()
    assert need.expires_at == START + timedelta(days=84 + 90)


def test_a_need_that_ran_out_comes_back_by_the_link_and_by_the_account(
    need: Need, visit: Visit
) -> None:
    with days_later(84):
        work()
    with days_later(95):
        work()
        visit(_link(), {}, user=None)
        db.session.rollback()
        assert need.state == "published"
    with days_later(300):
        work()
        visit(f"/konto/bedarf/{need.uid}/verlaengern", {})
        db.session.rollback()
        assert need.state == "published"


@pytest.mark.parametrize("token", ["x", "a.b.c", "W10.aaaa.bbbb", "%00", "ä"])
def test_a_forged_link_is_not_found(token: str, visit: Visit, jens: Profile) -> None:
    assert visit(f"/bedarf/{token}/noch-aktuell", user=None).status_code in (400, 404)


def test_an_old_link_says_that_it_is_over_and_how_to_get_on(need: Need, visit: Visit) -> None:
    with days_later(84):
        work()
    with days_later(84 + 61):
        answer = visit(_link(), user=None)
    assert (404, True) == (answer.status_code, "Dieser Link gilt nicht mehr" in answer.text)
    assert "dort lässt es sich auch verlängern" in answer.text


def test_drafts_and_closed_needs_are_not_renewed(
    visit: Visit, jens: Profile, write_need: Callable[..., str]
) -> None:
    uid = write_need()
    visit(f"/konto/bedarf/{uid}/schliessen", {})
    visit(f"/konto/bedarf/{uid}/verlaengern", {})
    db.session.rollback()
    assert db.session.scalars(select(Need)).one().state == "closed"


def _link() -> str:
    db.session.rollback()
    found = re.search(r"https?://[^/]+(/bedarf/\S+)", db.session.scalars(select(Mail)).one().text)
    assert found
    return found[1]
