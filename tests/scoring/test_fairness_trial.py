"""Markets and beds with known answers, and what the step of the product does on them."""

import numpy as np
import pytest

from matchmaker.scoring.trials.fairness_trial import (
    WAYS,
    Lists,
    Market,
    both_sides,
    compare,
    figures,
    popular_market,
    ranks,
    sinkhorn,
    transferable_utility,
)
from matchmaker.scoring.trials.graded_bed import BEDS, bed, loss, qualities


def test_ranks_count_from_one_and_ties_go_by_place() -> None:
    assert [[2, 1, 3], [1, 2, 3]] == ranks(np.array([[0.1, 0.5, 0.0], [0.2, 0.2, 0.1]])).tolist()


def test_two_who_like_each_other_first_are_expected_to_match() -> None:
    likes = np.array([[1.0, 0.5], [0.5, 1.0]])
    found = figures(Market(likes, likes, likes), Lists(likes, likes))
    # both first with each other: 1·1 twice; both second: (.5 · 1/2)² twice
    assert 2 + 2 * 0.25**2 == pytest.approx(found["matches_by_rank"])
    assert 2 + 2 * (0.5 / np.log2(3)) ** 2 == pytest.approx(found["matches_by_log_rank"])
    assert (0.0, 1.0, 1.0) == tuple(
        found[name] for name in ("exposure_gini", "coverage_at_10", "congestion_at_10")
    )


def test_sinkhorn_shows_everybody_alike_and_tu_does_so_more_than_the_plain_order() -> None:
    market = popular_market(60, 60, 0.8, 1)
    plain, tu, even = (
        figures(market, way(market))["exposure_gini"]
        for way in (both_sides, transferable_utility, sinkhorn)
    )
    assert even < tu < plain
    assert even < 0.1


def test_the_goals_of_fairness_are_reached_on_a_market_of_300() -> None:
    ways = compare(popular_market(300, 300, 0.8, 7))
    plain, ours = ways["harmonic"], ways["ours"]
    assert ours["matches_by_rank"] >= 2.5 * plain["matches_by_rank"]
    assert ours["matches_by_log_rank"] >= 1.03 * plain["matches_by_log_rank"]
    assert ours["coverage_at_10"] >= 0.95
    assert plain["coverage_at_10"] < 0.5


@pytest.mark.parametrize("name", BEDS)
def test_hardly_anything_of_the_quality_is_lost_on_any_bed(name: str) -> None:
    market, grades, back = bed(name, 200, 7)
    before = qualities(both_sides(market), grades, back)
    after = qualities(WAYS["ours"](market), grades, back)
    assert 0.4 < before.mean() < 0.9
    assert loss(before, after)["loss"] <= 0.01


def test_the_loss_is_that_of_the_mean_with_an_interval_around_it() -> None:
    found = loss(np.array([0.5, 0.7, 0.9]), np.array([0.4, 0.7, 0.7]))
    assert 0.1 == pytest.approx(found["loss"])
    assert found["low"] < 0.1 < found["high"]


def test_a_perfect_order_has_quality_one() -> None:
    grades = np.array([[3, 0, 1], [0, 2, 0]])
    scores = grades / 3
    assert [1.0] * 5 == list(qualities(Lists(scores, scores.T), grades, grades.T))
