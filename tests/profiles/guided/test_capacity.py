"""A word on free time is asked again before it is too old, and forgotten without an answer."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from matchmaker import jobs
from matchmaker.accounts.service import create_user
from matchmaker.db import db, now, unit_of_work
from matchmaker.mail import Mail
from matchmaker.profiles.models import Profile
from tests.profiles.guided.conftest import Visitor


@pytest.fixture
def profile(app: object, make_profile: Callable[..., Profile]) -> Profile:
    with unit_of_work():
        owner = create_user("mira@example.org", "member")
    return make_profile(
        "creative", name="Mira", owner_id=owner.id, capacity="soon", capacity_confirmed_at=now()
    )


def after(days: int) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(days=days), tick=False)


def capacity(profile: Profile) -> str | None:
    db.session.rollback()
    return db.session.get_one(Profile, profile.id).capacity


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail)))


def test_it_is_asked_once_after_53_days_and_forgotten_after_60(profile: Profile) -> None:
    for days, told, expected in ((52, 0, "soon"), (53, 1, "soon"), (59, 1, "soon"), (60, 1, None)):
        with after(days):
            for _time in range(2):
                jobs.enqueue("keep_capacity_current")
            assert (told, expected) == (len(mails()), capacity(profile)), days


def test_the_link_shows_a_page_and_only_its_button_renews(
    profile: Profile, anybody: Visitor
) -> None:
    with after(55):
        jobs.enqueue("keep_capacity_current")
        (mail,) = mails()
        found = re.search(r"http://[^/]+(/zeit/\S+)", mail.text)
        assert found is not None
        before = db.session.get_one(Profile, profile.id).capacity_confirmed_at
        page = anybody.get(found[1])
        assert (200, True) == (page.status_code, "in etwa 4 Wochen" in page.text)
        db.session.rollback()
        assert before == db.session.get_one(Profile, profile.id).capacity_confirmed_at
        assert 200 == anybody.post(found[1]).status_code
        db.session.rollback()
        assert now() == db.session.get_one(Profile, profile.id).capacity_confirmed_at
    with after(100):
        jobs.enqueue("keep_capacity_current")
        assert "soon" == capacity(profile)


def test_a_forged_link_leads_nowhere(profile: Profile, anybody: Visitor) -> None:
    for token in ("x", "a.b.c", "W10.x.y", "ü"):
        answer = anybody.get(f"/zeit/{token}")
        assert (404, True) == (answer.status_code, "Dieser Link gilt nicht mehr" in answer.text)


def test_a_word_without_a_date_stays_as_it_was_imported(
    make_profile: Callable[..., Profile],
) -> None:
    imported = make_profile("creative", capacity="now")
    with after(1000):
        jobs.enqueue("keep_capacity_current")
    assert "now" == capacity(imported)
