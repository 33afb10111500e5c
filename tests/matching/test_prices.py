"""Prices in force: the same in every worker, at once or by the job, and off when told so."""

import shutil
from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker import create_app
from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused
from matchmaker.matching import engine, prices, tasks
from matchmaker.matching.document import matches_document
from matchmaker.matching.service import explain_pair, suggest
from matchmaker.profiles.models import Profile
from tests.full_disk import needs_limits, nothing_fits
from tests.lineup import by_distance_alone

MakeProfile = Callable[..., Profile]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return by_distance_alone(settings)


@pytest.fixture
def region(make_profile: MakeProfile) -> list[Profile]:
    """Six firms in a row and six creatives, of whom the middle ones are near to all."""
    for number in range(6):
        make_profile(located_latitude=50.0 + number / 10, located_longitude=12.0)
    return [
        make_profile(
            "creative",
            located_latitude=50.0 + number / 5,
            located_longitude=12.0,
            name=f"C{number}",
        )
        for number in range(6)
    ]


def firm(number: int = 0) -> Profile:
    firms = db.session.query(Profile).filter_by(kind="kmu").order_by(Profile.id)
    return firms[number]


def adjustments(seeker: Profile, **weights: float) -> list[float]:
    found = suggest(seeker, patient=True, weights=weights or None).found
    return [item.match.adjustment for item in found]


def test_a_small_pool_has_its_prices_at_once(region: list[Profile]) -> None:
    assert any(adjustments(firm(3)))


def test_the_adjusted_document_adds_up(region: list[Profile]) -> None:
    for match in matches_document(suggest(firm(3), patient=True))["matches"]:
        total = sum(part["contribution"] for part in match["parts"]) + match["adjustment"]
        assert total == pytest.approx(match["score"], abs=1e-6)


def test_a_pair_has_the_score_that_the_list_shows(region: list[Profile]) -> None:
    for item in suggest(firm(3), patient=True).found:
        pair = explain_pair(firm(3), item.profile, patient=True)
        assert (item.match.score, item.match.adjustment) == pytest.approx(
            (pair.match.score, pair.match.adjustment), abs=1e-9
        )


def test_another_worker_has_the_same_prices(region: list[Profile], settings: Settings) -> None:
    before = matches_document(suggest(firm(3), patient=True))
    with create_app(settings, TESTING=True).app_context():
        assert before == matches_document(suggest(firm(3), patient=True))


def test_lost_prices_are_found_again_as_they_were(
    region: list[Profile], settings: Settings
) -> None:
    before = adjustments(firm(3))
    shutil.rmtree(settings.instance / "prices")
    assert before == adjustments(firm(3))


@needs_limits
def test_a_full_disk_takes_the_prices_and_no_list(
    region: list[Profile], settings: Settings
) -> None:
    before = adjustments(firm(3))
    shutil.rmtree(settings.instance / "prices")
    with nothing_fits():
        assert not any(adjustments(firm(3)))
    assert before == adjustments(firm(3))


def test_a_large_pool_ranks_without_prices_until_the_job_has_found_them(
    region: list[Profile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prices, "WHILE_WAITING", 3)
    assert not any(adjustments(firm(3)))
    tasks.refresh_index()
    assert any(adjustments(firm(3)))


def test_a_newcomer_has_no_price_and_old_ones_keep_theirs_until_the_next_build(
    region: list[Profile], make_profile: MakeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {item.profile.name: item.match for item in suggest(firm(3), patient=True).found}
    make_profile("creative", located_latitude=60.0, located_longitude=12.0, name="New")
    after = {item.profile.name: item.match for item in suggest(firm(3), patient=True).found}
    assert 0 == after.pop("New").adjustment
    assert before == after


def test_other_weights_in_force_have_other_prices(region: list[Profile]) -> None:
    tasks.refresh_index()
    with unit_of_work():
        lineup = engine.lineup(patient=True)
        before = prices.origin(lineup)
        from matchmaker.matching import scorers

        scorers.decide("locality", enabled=True, weight=2.5, settings={})
    assert before != prices.origin(engine.lineup(patient=True))


def test_the_step_can_be_left_out_of_one_ranking(region: list[Profile]) -> None:
    assert not any(adjustments(firm(3), fairness=0))
    assert adjustments(firm(3)) == adjustments(firm(3), fairness=1)
    with pytest.raises(Refused, match="it must be 0 or 1"):
        adjustments(firm(3), fairness=0.5)


def test_the_operator_can_switch_the_step_off(app: Flask, region: list[Profile]) -> None:
    with unit_of_work():
        prices.switch(on=False)
    assert not any(adjustments(firm(3)))
    with unit_of_work():
        prices.switch(on=True)
    assert any(adjustments(firm(3)))
