import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.scoring import Pool, Profile, Reason
from matchmaker.scoring.blend import DECIMALS, rounded
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.ratings import ask, opinion
from tests.scoring.little_scorers import Broken, Fixed

SEEKER = Profile("seeker")
NAN = math.nan


def pool(*ids):
    return Pool(Profile(id, kind="creative") for id in ids)


def panel(*scorers, weights=None, ids="abc", tie_keys=None):
    weights = weights or [1.0] * len(scorers)
    parts = [Part(scorer, weight) for scorer, weight in zip(scorers, weights, strict=True)]
    return Panel(parts).fit(pool(*ids), tie_keys)


def order(ranking):
    return [match.id for match in ranking.matches]


def test_the_score_is_the_harmonic_mean_of_both_directions():
    one = panel(Fixed("one", {"a": 0.75}, {"a": 0.25}), ids="a")
    match = one.rank(SEEKER).matches[0]
    assert (0.75, 0.25, 0.375) == (match.for_seeker, match.for_candidate, match.score)


def test_contributions_of_a_known_pair_are_those_of_the_formula():
    two = panel(
        Fixed("one", {"a": 1.0}, {"a": 0.5}),
        Fixed("two", {"a": 0.5}, {"a": 0.0}),
        weights=[1.0, 3.0],
        ids="a",
    )
    match = two.rank(SEEKER).matches[0]
    x, y = 0.625, 0.125
    assert pytest.approx(2 * x * y / (x + y)) == match.score
    one, other = match.parts
    assert pytest.approx((2 * y**2 * 0.25 + 2 * x**2 * 0.125) / 0.75**2) == one.contribution
    assert pytest.approx(2 * y**2 * 0.375 / 0.75**2) == other.contribution
    assert 0.0 == match.adjustment


def test_two_sides_to_whom_it_is_worth_nothing_give_zero_without_a_division():
    match = panel(Fixed("one", {"a": 0.0}), ids="a").rank(SEEKER).matches[0]
    assert (0.0, 0.0) == (match.score, match.parts[0].contribution)


def test_what_is_worthless_to_one_side_is_no_match():
    match = panel(Fixed("one", {"a": 1.0}, {"a": 0.0}), ids="a").rank(SEEKER).matches[0]
    assert (1.0, 0.0, 0.0) == (match.for_seeker, match.for_candidate, match.score)


ratings = st.one_of(st.just(NAN), st.floats(0, 1, width=32))
weights = st.floats(0.001, 1000)


@given(st.lists(st.tuples(ratings, ratings, weights), min_size=1, max_size=5))
def test_contributions_always_add_up_to_the_score(rows):
    scorers = [Fixed(f"s{i}", {"a": f}, {"a": b}) for i, (f, b, _) in enumerate(rows)]
    one = panel(*scorers, weights=[w for _, _, w in rows], ids="a")
    for match in (*one.rank(SEEKER).matches, one.explain(SEEKER, Profile("a")).match):
        total = sum(part.contribution for part in match.parts) + match.adjustment
        assert abs(total - match.score) <= 1e-6
        assert 0 <= match.score <= 1
        for direction in ("weight_for_seeker", "weight_for_candidate"):
            shares = sum(getattr(part, direction) for part in match.parts)
            assert shares == 0 or abs(shares - 1) < 1e-9


@given(st.floats(0, 1), st.integers(0, 10**DECIMALS - 1))
def test_one_score_is_rounded_as_a_column_is(score, units):
    for each in (score, (units + 0.5) / 10**DECIMALS):
        assert rounded(each) == np.round(each, DECIMALS)


def test_a_rating_of_minus_zero_is_told_as_zero():
    zeros = np.array([-0.0, 0.0], dtype=np.float32)
    assert ["0.0", "0.0"] == [str(opinion(value)) for value in zeros]


def test_a_scorer_without_opinion_has_no_weight_and_the_others_share_it():
    two = panel(Fixed("one", {"a": 0.4}), Fixed("two", {"a": NAN}, {"a": 0.8}), ids="a")
    one, other = two.rank(SEEKER).matches[0].parts
    assert (1.0, 0.5) == (one.weight_for_seeker, one.weight_for_candidate)
    assert (0.0, 0.5) == (other.weight_for_seeker, other.weight_for_candidate)
    assert None is other.for_seeker
    assert pytest.approx(0.8) == other.for_candidate


def test_half_of_the_weight_is_a_quorum_and_less_is_not():
    everybody = Fixed("one", {"a": 0.1, "b": 0.2})
    some = Fixed("two", {"a": 0.9})
    assert ["a", "b"] == order(panel(everybody, some, ids="ab").rank(SEEKER))
    assert ["a"] == order(panel(everybody, some, weights=[0.4, 0.6], ids="ab").rank(SEEKER))


def test_rounding_of_weights_does_not_break_a_quorum():
    said = [Fixed(f"w{i}", {"a": 0.5}) for i in range(2)]
    silent = [Fixed(f"w{i}") for i in range(2, 4)]
    four = panel(*said, *silent, weights=[0.1, 0.5, 0.2, 0.4], ids="a")
    assert ["a"] == order(four.rank(SEEKER))


def test_a_quorum_is_due_in_each_direction():
    one = Fixed("one", {"a": 0.5}, {})
    assert [] == order(panel(one, ids="a").rank(SEEKER))


def test_a_pair_without_quorum_can_still_be_explained():
    match = panel(Fixed("one", {"a": 0.5}, {}), ids="a").explain(SEEKER, Profile("a")).match
    assert not match.quorate
    assert (0.5, 0.0, 0.0) == (match.for_seeker, match.for_candidate, match.score)


def test_equal_scores_are_ordered_by_their_tie_key():
    same = Fixed("one", {"a": 0.5, "b": 0.5, "c": 0.9})
    assert ["c", "b", "a"] == order(panel(same, tie_keys=["z", "y", "x"]).rank(SEEKER))


def test_ties_at_the_limit_are_decided_by_their_tie_key_too():
    same = Fixed("one", {"a": 0.5, "b": 0.5, "c": 0.5})
    assert ["c", "b"] == order(panel(same, tie_keys=["z", "y", "x"]).rank(SEEKER, limit=2))


def test_rounding_of_a_sum_does_not_decide_between_equals():
    first = Fixed("w0", {"a": 0.3, "b": 0.3})
    others = [Fixed(f"w{i}", {"b": 0.3}) for i in (1, 2)]
    tied = panel(first, *others, weights=[0.7, 0.1, 0.1], ids="ab")
    assert ["a", "b"] == order(tied.rank(SEEKER))
    assert ["a"] == order(tied.rank(SEEKER, limit=1))


def test_every_limit_shows_the_head_of_the_same_order():
    rng = np.random.default_rng(5)
    ids = [f"p{i:02}" for i in range(40)]
    table = dict(zip(ids, rng.integers(0, 6, 40) / 5, strict=True))
    forty = panel(Fixed("one", table), ids=ids)
    expected = sorted(ids, key=lambda id: (-table[id], id))
    for limit in (0, 1, 7, 39, 40, 100):
        assert expected[:limit] == order(forty.rank(SEEKER, limit=limit))


def test_only_the_eligible_are_counted_and_proposed():
    one = panel(Fixed("one", {"a": 0.9, "b": 0.5, "c": 0.1}))
    ranking = one.rank(SEEKER, eligible=np.array([False, True, True]))
    assert 2 == ranking.candidates
    assert ["b", "c"] == order(ranking)


def test_weights_of_the_moment_replace_only_those_they_name():
    two = panel(Fixed("one", {"a": 0.9, "b": 0.1}), Fixed("two", {"a": 0.1, "b": 0.8}), ids="ab")
    assert ["a", "b"] == order(two.rank(SEEKER))
    ranking = two.rank(SEEKER, weights={"two": 3})
    assert ["b", "a"] == order(ranking)
    assert {"one": 1.0, "two": 3.0} == ranking.weights


def test_a_weight_of_zero_leaves_the_part_out():
    two = panel(Fixed("one", {"a": 0.9}), Fixed("two", {"a": 0.1}), ids="a")
    ranking = two.rank(SEEKER, weights={"two": 0})
    assert ["one"] == [part.scorer for part in ranking.matches[0].parts]
    assert {"one": 1.0} == ranking.weights


def test_multiples_of_the_weights_give_the_very_same_ranking():
    tables = [{"a": 0.1, "b": 0.7}, {"a": 0.9, "b": 0.2}]
    scorers = [Fixed(f"s{i}", table) for i, table in enumerate(tables)]
    small = panel(*scorers, weights=[1, 3], ids="ab").rank(SEEKER)
    large = panel(*scorers, weights=[5e307, 1.5e308], ids="ab").rank(SEEKER)
    assert small.matches == large.matches


@pytest.mark.parametrize("weight", [-1.0, NAN, math.inf, -math.inf])
def test_a_weight_that_makes_no_sense_is_refused(weight):
    with pytest.raises(ValueError, match="weight of one is"):
        panel(Fixed("one", {"a": 0.9})).rank(SEEKER, weights={"one": weight})


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(ValueError, match="at least one scorer"):
        panel(Fixed("one", {"a": 0.9})).rank(SEEKER, weights={"one": 0})


def test_a_weight_for_nobody_is_answered_with_the_names_there_are():
    with pytest.raises(ValueError, match=r"'two'.*there are: one"):
        panel(Fixed("one", {"a": 0.9})).rank(SEEKER, weights={"two": 1})


def test_two_parts_of_one_name_are_refused():
    with pytest.raises(ValueError, match="once"):
        Panel([Part(Fixed("one")), Part(Fixed("one"))])


NONSENSE = [
    RuntimeError("out of order"),
    MemoryError(),
    None,
    "text",
    [0.1, 0.2, 0.3],
    np.full(2, 0.5, dtype=np.float32),
    np.full((3, 1), 0.5, dtype=np.float32),
    np.full(3, np.inf, dtype=np.float32),
    np.full(3, -1, dtype=np.float32),
    np.full(3, 1e30, dtype=np.float32),
    np.array(["a", "b", "c"]),
]


@pytest.mark.parametrize("answer", NONSENSE, ids=lambda answer: repr(answer)[:20])
def test_a_faulty_scorer_costs_its_own_part_only(answer):
    good = Fixed("good", {"a": 0.2, "b": 0.9, "c": 0.5}), Fixed("other", {"b": 0.7})
    alone = panel(*good).rank(SEEKER)
    ranking = panel(*good, Broken("broken", answer), weights=[1, 1, 50]).rank(SEEKER)
    assert alone.matches == ranking.matches
    assert ["broken"] == [fault.name for fault in ranking.faults]
    assert {"good": 1.0, "other": 1.0} == ranking.weights


def test_a_scorer_that_fails_in_fit_is_out_until_the_next_fit():
    broken = Broken("broken", ValueError("no pool for me"), at="fit")
    two = panel(Fixed("good", {"a": 0.2}), broken, ids="a")
    assert ["broken"] == [fault.name for fault in two.rank(SEEKER).faults]
    assert ["broken"] == [fault.name for fault in two.explain(SEEKER, Profile("a")).faults]
    assert ["a"] == order(two.rank(SEEKER))


def test_a_faulty_scorer_without_weight_is_nobodys_business():
    broken = Broken("broken", ValueError("no pool for me"), at="fit")
    two = panel(Fixed("good", {"a": 0.2}), broken, weights=[1, 0], ids="a")
    assert () == two.rank(SEEKER).faults


def test_when_all_scorers_fail_nobody_is_proposed():
    ranking = panel(Broken("broken", None)).rank(SEEKER)
    assert ((), 3) == (ranking.matches, ranking.candidates)


def test_an_interrupt_is_no_fault_of_a_scorer():
    with pytest.raises(KeyboardInterrupt):
        panel(Broken("broken", KeyboardInterrupt())).rank(SEEKER)


def test_explaining_a_pair_repeats_its_numbers_in_the_ranking_and_adds_reasons():
    two = panel(Fixed("one", {"a": 0.3}, {"a": 0.6}), Fixed("two", {}, {"a": 0.1}), ids="a")
    ranked = two.rank(SEEKER).matches[0]
    explained = two.explain(SEEKER, Profile("a")).match
    assert (
        ranked.with_reasons(ask(two.segment_.scorers, two.weights, SEEKER, Profile("a")))
        == explained
    )
    one, other = explained.parts
    assert (Reason("table", name="one", score=0.3),) == one.reasons_for_seeker
    assert (Reason("table", name="one", score=0.6),) == one.reasons_for_candidate
    assert () == other.reasons_for_seeker


def test_a_faulty_scorer_drops_out_of_an_explanation_alone():
    good = Fixed("good", {"a": 0.2})
    explained = panel(good, Broken("broken", RuntimeError())).explain(SEEKER, Profile("a"))
    assert ["good"] == [part.scorer for part in explained.match.parts]
    assert ["broken"] == [fault.name for fault in explained.faults]


def test_ratings_are_columns_in_the_order_of_the_pool():
    one = panel(Fixed("one", {"a": 0.5, "c": 0.25}, {"b": 1.0}), Broken("broken", None))
    ratings = one.ratings(SEEKER)
    np.testing.assert_array_equal([0.5, NAN, 0.25], ratings.for_seeker["one"])
    np.testing.assert_array_equal([NAN, 1.0, NAN], ratings.for_candidate["one"])
    assert ["broken"] == [fault.name for fault in ratings.faults]


def test_an_empty_pool_and_an_empty_panel_propose_nobody():
    assert () == panel(Fixed("one"), ids="").rank(SEEKER).matches
    assert () == panel(ids="a").rank(SEEKER).matches
