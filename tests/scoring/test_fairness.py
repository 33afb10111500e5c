"""The fairness step: what prices may do, who takes turns, and that nothing else moves."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.fairness import (
    FLOOR,
    NEARLY,
    Balance,
    Lead,
    Prices,
    Shortlist,
    Terms,
    at_the_top,
    has_near,
    lead_of,
    settle,
    turns,
)
from matchmaker.scoring.index import Entry, Index, build_index, open_index
from matchmaker.scoring.segment import Segment, everyone, tie_order
from tests.scoring.little_scorers import Fixed

TERMS = Terms(spread=0.1, strength=1.0, bound=0.2, clear=0.1, surveyed=3, seekers=3)
SEEKER = Profile("seeker", kind="kmu")
WEIGHTS = {"fixed": 1.0}


def balance(prices: dict[str, float], day: str = "2026-03-02") -> Balance:
    return Balance(Prices.of(prices, {"kmu": TERMS, "creative": TERMS}), day)


def segment(scores: dict[str, float]) -> Segment:
    pool = Pool(Profile(id, kind="creative") for id in scores)
    fitted = Fixed("fixed", scores, scores).fit(pool)
    keys = list(scores)
    return Segment(pool, keys, tie_order(keys), everyone(pool), {"fixed": fitted})


def index(*segments: dict[str, float]) -> Index:
    return Index("1", "", 0, tuple(segment(scores) for scores in segments))


def final(index: Index, fair: Balance | None, limit: int = 20) -> dict[str, float]:
    """Scores by id, in the order of the list."""
    ranking = replace(index, balance=fair).rank(SEEKER, WEIGHTS, limit=limit)
    return {match.id: match.score for match in ranking.matches}


def test_a_price_is_taken_off_the_score_and_shown_as_adjustment() -> None:
    fair = replace(index({"a": 0.75, "b": 0.6875}), balance=balance({"a": 0.125}))
    assert [("b", 0.6875, 0.0), ("a", 0.625, -0.125)] == [
        (match.id, match.score, match.adjustment) for match in fair.rank(SEEKER, WEIGHTS).matches
    ]


def test_contributions_and_adjustment_add_up_to_the_score() -> None:
    prices = {f"c{number}": (number - 10) / 60 for number in range(20)}
    scores = {f"c{number}": (number % 7) / 6.5 for number in range(20)}
    for match in replace(index(scores), balance=balance(prices)).rank(SEEKER, WEIGHTS).matches:
        total = sum(part.contribution for part in match.parts) + match.adjustment
        assert match.score == pytest.approx(total, abs=1e-9)
        assert 0 <= match.score <= 1


def test_nobody_below_the_floor_is_lifted() -> None:
    scores = np.array([0.8, 0.75, 0.4, 0.39])
    lead = Lead(0.8, 0.05)
    lifted = settle(scores, np.full(4, -0.2), lead, clear=0.1)
    assert FLOOR == 0.5
    assert [1.0, 0.95, 0.6, 0.39] == pytest.approx(list(lifted))
    assert [0.6, 0.55, 0.2, 0.19] == pytest.approx(
        list(settle(scores, np.full(4, 0.2), lead, clear=0.1))
    )


def test_who_is_clearly_the_best_stays_first_whatever_the_prices() -> None:
    scores = index({"star": 0.75, "second": 0.625, "third": 0.6})
    fair = balance({"star": 0.2, "second": -0.2, "third": -0.2})
    assert "star" == next(iter(final(scores, fair)))
    assert 0.75 == final(scores, fair)["star"]
    close = index({"star": 0.75, "second": 0.66, "third": 0.6})
    assert "star" == list(final(close, fair))[-1]


def test_a_clear_lead_is_kept_to_the_last_digit() -> None:
    pool, rows = Pool([Profile("star"), Profile("other")]), np.arange(2)
    fair = balance({"other": -0.2})
    for best in np.random.default_rng(1).uniform(0.3, 1.0, 200):
        scores = np.array([best, best - 0.12])
        step = fair.step(SEEKER, lead_of([scores]))
        assert (0, 0, best) == max(
            step.best([Shortlist(pool, rows, scores)], 2), key=lambda each: each[2]
        )


def test_scores_stay_between_zero_and_one() -> None:
    settled = settle(np.array([0.95, 0.94, 0.05]), np.array([-0.2, 0.0, 0.2]), Lead(0.95, 0), 0.1)
    assert [1.0, 0.94, 0.0] == pytest.approx(list(settled))


def test_a_newcomer_without_a_price_keeps_the_score() -> None:
    assert {"new": 0.5, "old": 0.4} == final(index({"old": 0.5, "new": 0.5}), balance({"old": 0.1}))


def test_without_prices_nothing_changes_but_the_turns() -> None:
    scores = index({"a": 0.5, "b": 0.25, "c": 0.375})
    assert final(scores, None) == final(scores, balance({}))


def test_near_equals_take_turns_from_day_to_day_and_others_do_not() -> None:
    scores = index({"a": 0.502, "b": 0.5, "c": 0.49})
    days = [f"2026-03-{day:02}" for day in range(1, 29)]
    firsts = [list(final(scores, balance({}, day))) for day in days]
    assert {"a", "b"} == {order[0] for order in firsts}
    assert {"c"} == {order[2] for order in firsts}
    for day in days:
        assert all(0 <= 0.502 - score for score in final(scores, balance({}, day)).values())


def drawn_by_hand(candidate: int) -> float:
    """The published draw in whole numbers."""
    digest = hashlib.blake2b(b"Augenhoehe 2026-03-02 seeker", digest_size=8).digest()
    mixed = candidate ^ int.from_bytes(digest, "little")
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
    return ((mixed ^ mixed >> 31) >> 11) / 2**53


def test_turns_come_from_seed_day_seeker_and_candidate_alone() -> None:
    hashes = np.array([1, 2**63 + 5], dtype=np.uint64)
    drawn = turns(hashes, "2026-03-02", "seeker")
    assert [drawn_by_hand(1), drawn_by_hand(2**63 + 5)] == list(drawn)
    assert not np.array_equal(drawn, turns(hashes, "2026-03-03", "seeker"))
    assert not np.array_equal(drawn, turns(hashes, "2026-03-02", "other"))


def test_turns_are_spread_evenly() -> None:
    rng = np.random.default_rng(1)
    drawn = turns(rng.integers(0, 2**64, 4000, dtype=np.uint64), "2026-03-02", "seeker")
    assert 0 <= drawn.min() < drawn.max() < 1
    assert [0.25, 0.5, 0.75] == pytest.approx(list(np.quantile(drawn, [0.25, 0.5, 0.75])), abs=0.03)


def test_only_scores_with_a_close_neighbour_are_near() -> None:
    scores = np.array([0.5, 0.7, 0.5 + NEARLY / 2, 0.6, 0.6 - NEARLY])
    assert [True, False, True, False, False] == list(has_near(scores))


def test_the_lead_is_that_of_all_columns_together() -> None:
    assert Lead(0.75, 0.25) == lead_of([np.array([0.75]), np.array([]), np.array([0.1, 0.5, 0.2])])
    assert Lead(0.5, 0.5) == lead_of([np.array([0.5])])
    assert Lead(0.0, 0.0) == lead_of([])


def many(count: int, seed: int) -> tuple[dict[str, float], dict[str, float]]:
    """Scores with ties and near-equals, and prices."""
    rng = np.random.default_rng(seed)
    scores = {f"c{number:03}": float(rng.integers(0, 1000)) / 1000 for number in range(count)}
    prices = {id: float(rng.integers(-20, 21)) / 100 for id in list(scores)[: count // 2]}
    return scores, prices


@pytest.mark.parametrize("seed", range(5))
def test_a_short_list_is_the_beginning_of_the_whole_one(seed: int) -> None:
    scores, prices = many(200, seed)
    whole = list(final(index(scores), balance(prices), limit=1000).items())
    for limit in (1, 7, 20, 199):
        assert whole[:limit] == list(final(index(scores), balance(prices), limit).items())


@pytest.mark.parametrize("seed", range(5))
def test_segments_make_no_difference(seed: int) -> None:
    scores, prices = many(60, seed)
    items = list(scores.items())
    parts = index(dict(items[:40]), dict(items[40:41]), dict(items[41:]))
    fair = balance(prices)
    assert final(index(scores), fair, 10) == final(parts, fair, 10)


@pytest.mark.parametrize("seed", range(3))
def test_a_pair_has_the_score_that_its_list_shows(seed: int) -> None:
    scores, prices = many(80, seed)
    whole = replace(index(scores), balance=balance(prices))
    for match in whole.rank(SEEKER, WEIGHTS, limit=100).matches:
        profile = Profile(match.id, kind="creative")
        pair = whole.explain(SEEKER, Entry(profile, match.id), WEIGHTS)
        assert (match.score, match.adjustment) == pytest.approx(
            (pair.match.score, pair.match.adjustment), abs=1e-9
        )


def test_an_edited_profile_keeps_its_price(tmp_path: Path) -> None:
    star, other = (Profile(id, kind="creative", about="before") for id in ("star", "other"))
    table = {"star": 0.5, "other": 0.4375}
    entries = [Entry(each, each.id) for each in (star, other, SEEKER)]
    build_index(tmp_path, entries, {"fixed": Fixed("fixed", table, table)}, 1, "")
    before = open_index(tmp_path)
    edited = Entry(replace(star, about="after"), "star")
    after = before.with_changes({"star": edited}, 2)
    fair = balance({"star": 0.1})
    assert {"other": 0.4375, "star": 0.4} == final(before, fair)
    assert final(before, fair) == final(after, fair)


def test_who_may_not_be_proposed_has_no_part_in_the_lead() -> None:
    closed = Pool([Profile("closed", kind="creative", capacity="closed")])
    scores = index({"a": 0.5, "b": 0.45})
    hidden = replace(segment({"closed": 0.9}), pool=closed)
    both = replace(scores, segments=(*scores.segments, hidden))
    fair = balance({"a": 0.1})
    assert final(scores, fair) == final(both, fair)


@pytest.mark.parametrize("size", [5, 64, 1000, 5000])
def test_the_top_of_many_is_that_of_sorting_them_all(size: int) -> None:
    scores = np.round(np.random.default_rng(size).random(size), 3)
    for limit in (1, 3, 70):
        last = np.sort(scores)[max(0, size - limit)]
        expected = [place for place in range(size) if scores[place] >= last - 0.01]
        assert expected == list(at_the_top(scores, limit, 0.01))
