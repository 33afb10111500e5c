import math

import numpy as np
import pytest

from matchmaker.scoring.trials import metrics

GRADES = {"a": 1, "b": 3, "c": 0}


def test_a_hit_needs_a_best_graded_partner_among_the_first_k():
    assert [0.0, 1.0, 1.0] == [metrics.hit("abc", GRADES, k) for k in (1, 2, 3)]


def test_any_of_several_best_graded_partners_is_a_hit():
    assert 1.0 == metrics.hit("cab", {"a": 2, "b": 2}, 2)


def test_the_reciprocal_rank_is_that_of_the_first_best_graded_partner():
    assert 0.5 == metrics.reciprocal_rank("abc", GRADES)
    assert 1 / 3 == metrics.reciprocal_rank("xya", {"a": 1})


def test_without_a_partner_worth_finding_nothing_is_found():
    for grades in ({}, {"a": 0}):
        assert 0.0 == metrics.hit("ab", grades, 1)
        assert 0.0 == metrics.reciprocal_rank("ab", grades)
        assert 0.0 == metrics.ndcg("ab", grades, 10)


def test_a_best_graded_partner_who_is_not_in_the_list_is_not_found():
    assert 0.0 == metrics.reciprocal_rank("ac", GRADES)


def test_ndcg_of_a_small_list_is_that_worked_out_by_hand():
    # Shown: grades 1, 3, 0 with gains 1, 7, 0; best order: 3, 1, 0.
    expected = (1 / 1 + 7 / math.log2(3)) / (7 / 1 + 1 / math.log2(3))
    assert pytest.approx(expected) == metrics.ndcg("abc", GRADES, 10)


def test_ndcg_looks_at_the_first_k_only():
    assert pytest.approx(1 / 7) == metrics.ndcg("abc", GRADES, 1)
    assert 1.0 == metrics.ndcg("bac", GRADES, 1)


def test_the_best_order_has_an_ndcg_of_one():
    assert 1.0 == metrics.ndcg("bac", GRADES, 10)


def test_pairs_that_show_each_other_are_mutual():
    lists = {"k1": ["c1", "c2"], "k2": ["c1", "c2"]}
    opposite = {"c1": ["k1"], "c2": ["k1", "k2"]}
    assert 3 / 4 == metrics.mutual_rate(lists, opposite)
    assert 3 / 3 == metrics.mutual_rate(opposite, lists)
    assert 0.0 == metrics.mutual_rate(lists, {})
    assert 0.0 == metrics.mutual_rate({}, opposite)


def test_exposure_counts_the_lists_that_show_a_candidate():
    lists = {"k1": ["c1", "c2"], "k2": ["c1"]}
    assert [2, 1, 0] == metrics.exposures(lists, ["c1", "c2", "c3"]).tolist()


def test_the_gini_of_equal_exposures_is_zero():
    assert 0.0 == metrics.gini(np.array([2, 2, 2]))


def test_the_gini_of_a_single_star_is_one_less_a_share():
    assert pytest.approx(3 / 4) == metrics.gini(np.array([0, 8, 0, 0]))


def test_the_gini_of_uneven_exposures_is_that_worked_out_by_hand():
    # Ascending 1, 2, 3: (−2·1 + 0·2 + 2·3) / (3·6)
    assert pytest.approx(4 / 18) == metrics.gini(np.array([3, 1, 2]))


def test_coverage_congestion_and_largest_exposure_of_a_small_market():
    exposure = np.array([4, 1, 1, 0])
    assert 0.75 == metrics.coverage(exposure)
    assert pytest.approx(4 / 1.5) == metrics.congestion(exposure)
    assert 0.8 == metrics.largest_exposure(exposure, lists=5)


@pytest.mark.parametrize("exposure", [np.zeros(3, dtype=int), np.zeros(0, dtype=int)])
def test_where_nobody_is_shown_all_figures_of_fairness_are_zero(exposure):
    assert 0.0 == metrics.gini(exposure)
    assert 0.0 == metrics.coverage(exposure)
    assert 0.0 == metrics.congestion(exposure)
    assert 0.0 == metrics.largest_exposure(exposure, lists=0)


def test_expected_matches_weigh_interest_by_the_place_in_both_lists():
    interest = np.array([[1.0, 0.5]])
    back = np.array([[0.5], [1.0]])
    ranks = np.array([[1, 3]])
    ranks_back = np.array([[2], [1]])
    steep = 1 * 1 * 0.5 * (1 / 2) + 0.5 * (1 / 3) * 1 * 1
    flat = 1 * 1 * 0.5 / math.log2(3) + 0.5 * (1 / 2) * 1 * 1
    assert pytest.approx(steep) == metrics.expected_matches(
        interest, back, ranks, ranks_back, metrics.by_rank
    )
    assert pytest.approx(flat) == metrics.expected_matches(
        interest, back, ranks, ranks_back, metrics.by_log_rank
    )


def test_who_is_not_shown_is_not_expected_to_match():
    one = np.array([[1.0]])
    nowhere = np.array([[np.inf]])
    for attention in (metrics.by_rank, metrics.by_log_rank):
        assert 0.0 == metrics.expected_matches(one, one, nowhere, one, attention)


def test_a_bootstrap_interval_holds_the_mean_and_can_be_repeated():
    values = [0.0, 1.0] * 50
    low, high = metrics.bootstrap_interval(values)
    assert (low, high) == metrics.bootstrap_interval(values)
    # The mean of 100 coins has a standard deviation of .05: 1.96 of them on each side.
    assert pytest.approx(0.402, abs=0.02) == low
    assert pytest.approx(0.598, abs=0.02) == high


def test_a_wider_level_gives_a_wider_interval():
    values = [0.0, 1.0] * 50
    narrow, wide = (metrics.bootstrap_interval(values, level) for level in (0.5, 0.99))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


def test_the_interval_of_one_value_is_that_value_and_of_none_is_refused():
    assert (0.3, 0.3) == metrics.bootstrap_interval([0.3])
    with pytest.raises(ValueError, match="at least one"):
        metrics.bootstrap_interval([])
