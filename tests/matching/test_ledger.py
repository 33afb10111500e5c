"""The ledger of attention: counted in memory, written in batches, kept for 90 days."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from matchmaker.db import db, now, unit_of_work
from matchmaker.matching import ledger, tasks
from matchmaker.matching.attention import concentration, fair_share, top_share
from matchmaker.matching.candidates import may_be_proposed
from matchmaker.matching.models import Showing
from matchmaker.profiles.models import CAPACITIES, VISIBILITIES, Profile
from matchmaker.server import close
from tests.statements import statements

MakeProfile = Callable[..., Profile]


def rows() -> list[tuple[int, int]]:
    db.session.rollback()
    return [(row.suggested, row.opened) for row in db.session.scalars(select(Showing))]


def test_counts_of_a_day_add_up(app: Flask, make_profile: MakeProfile) -> None:
    profile = make_profile()
    for _ in range(2):
        ledger.count("suggested", [profile, profile])
        ledger.count("opened", [profile])
        app.extensions["ledger"].write()
    assert [(4, 2)] == rows()


def test_nothing_is_written_before_it_is_due(app: Flask, make_profile: MakeProfile) -> None:
    ledger.count("suggested", [make_profile()])
    app.extensions["ledger"].write_when_due()
    assert [] == rows()


def test_who_is_gone_meanwhile_is_passed_over(app: Flask, make_profile: MakeProfile) -> None:
    gone, there = make_profile(), make_profile()
    ledger.count("suggested", [gone, there])
    with unit_of_work():
        db.session.delete(db.session.get_one(Profile, gone.id))
    app.extensions["ledger"].write()
    assert [(1, 0)] == rows()


def test_what_could_not_be_written_stays_for_the_next_time(
    app: Flask, make_profile: MakeProfile
) -> None:
    ledger.count("suggested", [make_profile()])
    db.session.rollback()
    Showing.__table__.drop(db.engine)  # type: ignore[attr-defined]
    with pytest.raises(DBAPIError):
        app.extensions["ledger"].write()
    Showing.__table__.create(db.engine)  # type: ignore[attr-defined]
    app.extensions["ledger"].write()
    assert [(1, 0)] == rows()


def test_days_are_kept_for_ninety_days(app: Flask, make_profile: MakeProfile) -> None:
    profile = make_profile()
    with unit_of_work():
        for age in (0, 90, 91):
            day = now().date() - timedelta(days=age)
            db.session.add(Showing(profile_id=profile.id, day=day, suggested=age))
    tasks.forget_showings()
    assert [(0, 0), (90, 0)] == sorted(rows())


def test_an_erased_profile_takes_its_days_along(app: Flask, make_profile: MakeProfile) -> None:
    profile = make_profile()
    ledger.count("suggested", [profile])
    app.extensions["ledger"].write()
    with unit_of_work():
        db.session.delete(db.session.get_one(Profile, profile.id))
    assert [] == rows()


def shown(profile: Profile, suggested: int) -> Showing:
    return Showing(profile_id=profile.id, day=now().date(), suggested=suggested)


def test_a_fair_share_compares_those_of_the_same_field(make_profile: MakeProfile) -> None:
    designers = [make_profile("creative", submarkets=["design"]) for _ in range(5)]
    musician = make_profile("creative", submarkets=["music"])
    with unit_of_work():
        db.session.add_all([shown(designers[0], 20), shown(designers[1], 5), shown(musician, 99)])
    share = fair_share(designers[4])
    assert (5.0, 5, True, 0) == (share.fair, share.comparable, share.narrow, share.suggested)
    alone = fair_share(musician)
    assert (pytest.approx(124 / 6), 6, False, 99) == (
        alone.fair, alone.comparable, alone.narrow, alone.suggested,
    )  # fmt: skip


def test_a_fair_share_goes_through_those_it_compares_twice(make_profile: MakeProfile) -> None:
    """Once to count them and once for what they got: at a country's size each takes its time."""
    designers = [make_profile("creative", submarkets=["design"]) for _ in range(5)]
    with statements() as asked:
        fair_share(designers[0])
    assert 2 == sum("profiles.capacity !=" in each for each in asked)


def test_those_without_time_now_have_a_smaller_fair_share(make_profile: MakeProfile) -> None:
    free = [make_profile("creative", submarkets=["design"]) for _ in range(5)]
    later = make_profile("creative", submarkets=["design"], capacity="later")
    with unit_of_work():
        db.session.add(shown(free[0], 55))
    assert (10.0, 5.0) == (fair_share(free[1]).fair, fair_share(later).fair)


def test_attention_is_told_of_those_alone_who_may_be_proposed(make_profile: MakeProfile) -> None:
    states = product((True, False), VISIBILITIES, (None, *CAPACITIES))
    for approved, visibility, capacity in states:
        make_profile("creative", approved=approved, visibility=visibility, capacity=capacity)
    everybody = db.session.scalars(select(Profile)).all()
    assert concentration(None, "creative").profiles == sum(map(may_be_proposed, everybody)) == 8


def test_the_share_of_the_top_is_that_of_one_in_twenty() -> None:
    assert 0.5 == top_share(np.array([10, *[1] * 10, *[0] * 9]))
    assert 0.0 == top_share(np.array([0, 0]))


def test_what_is_left_is_written_as_the_process_ends(app: Flask, make_profile: MakeProfile) -> None:
    ledger.count("suggested", [make_profile()])
    close(app)
    assert [(1, 0)] == rows()
