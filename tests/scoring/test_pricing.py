"""Prices of attention: what they even out, what bounds them, and that they are found again."""

from pathlib import Path

import numpy as np
import pytest

from matchmaker.scoring import Profile
from matchmaker.scoring.fairness import Prices, Terms, hashes_of
from matchmaker.scoring.pricing import (
    BOUND,
    LARGEST,
    SAMPLE,
    SHORTLIST,
    find_prices,
    price_market,
    survey,
)
from matchmaker.scoring.searchable import SearchablePool
from matchmaker.scoring.segment import Segment, everyone, tie_order
from matchmaker.scoring.storage.mapped import Entry, write_pool
from matchmaker.scoring.storage.price_files import open_prices, write_prices
from matchmaker.scoring.storage.versions import IndexDamaged, IndexMissing
from tests.scoring.little_scorers import Fixed


def market(stars: float, seed: int = 3, size: int = 60) -> np.ndarray:
    """Scores of `size` seekers and candidates, who are liked by all the more the later they come.

    `stars` is how much of a score is that.
    """
    rng = np.random.default_rng(seed)
    return stars * np.linspace(0, 1, size) + (1 - stars) * rng.random((size, size))


def prices(scores: np.ndarray, shares: np.ndarray | None = None) -> tuple[np.ndarray, Terms]:
    asked = survey(list(scores), scores.shape[1], len(scores))
    return find_prices(asked, np.ones(scores.shape[1]) if shares is None else shares)


def firsts(scores: np.ndarray) -> np.ndarray:
    """How many lists of three show each candidate."""
    shown = np.argsort(-scores, axis=1)[:, :3]
    return np.bincount(shown.ravel(), minlength=scores.shape[1])


def test_stars_have_a_price_and_who_is_never_shown_is_lifted() -> None:
    scores = market(stars=0.5)
    found, _terms = prices(scores)
    assert found[0] < 0 < found[-1]
    assert np.corrcoef(found, np.arange(60))[0, 1] > 0.9
    assert (firsts(scores) > 0).mean() < 0.5
    assert (firsts(scores - found) > 0).mean() > 0.9


def test_where_nobody_is_liked_by_all_hardly_anything_is_evened_out() -> None:
    found, terms = prices(market(stars=0.0))
    assert terms.strength < 0.05
    assert np.abs(found).max() < 0.05 * terms.spread


def test_prices_keep_within_their_bound() -> None:
    for scale in (0.1, 1.0):
        found, terms = prices(scale * market(stars=0.95))
        assert terms.bound == pytest.approx(min(LARGEST, BOUND * terms.spread))
        assert np.abs(found).max() <= terms.bound


def test_equal_scores_have_no_prices() -> None:
    found, terms = prices(np.full((5, 4), 0.5))
    assert (0.0, 0.0) == (terms.spread, terms.strength)
    assert [0, 0, 0, 0] == list(found)


def test_one_seeker_alone_makes_nobody_popular() -> None:
    found, _terms = prices(np.array([[0.9, 0.1, 0.2]]))
    assert [0, 0, 0] == list(found)


def test_those_without_time_now_get_less_attention() -> None:
    scores = market(stars=0.0)
    shares = np.where(np.arange(60) < 6, 0.5, 1.0)
    found, _terms = prices(scores, shares)
    assert (found[:6] > 0).sum() >= 4
    assert firsts(scores - found)[:6].sum() < firsts(scores)[:6].sum()


def test_who_is_not_eligible_for_anybody_has_no_price() -> None:
    scores = market(stars=0.8)
    scores[:, 7] = np.nan
    found, _terms = prices(scores)
    assert 0 == found[7]


def test_a_seeker_without_candidates_is_passed_over() -> None:
    scores = market(stars=0.8)
    alone = np.vstack([scores, np.full(60, np.nan)])
    asked = survey(list(alone), 60, 61)
    found, terms = find_prices(asked, np.ones(60))
    assert (60, 61) == (terms.surveyed, terms.seekers)
    assert np.array_equal(prices(scores)[0], found)


def test_of_many_candidates_a_seeker_considers_a_shortlist() -> None:
    size = SAMPLE + 1
    rng = np.random.default_rng(2)
    columns = [rng.random(size) for _ in range(4)]
    asked = survey(columns, size, 4)
    assert (4, SHORTLIST) == asked.candidates.shape
    best = np.argsort(-columns[2])[:SHORTLIST]
    assert set(best) == set(asked.candidates[2])
    assert np.array_equal(columns[2][asked.candidates[2]], asked.scores[2])


def people() -> tuple[list[Profile], dict[str, float]]:
    rng = np.random.default_rng(4)
    profiles = [Profile(f"p{number}", kind=("kmu", "creative")[number % 2]) for number in range(40)]
    return profiles, {each.id: float(rng.random()) for each in profiles}


def segment(profiles: list[Profile], table: dict[str, float]) -> Segment:
    pool = SearchablePool(profiles)
    keys = [each.id for each in profiles]
    fitted = {"fixed": Fixed("fixed", table, table).fit(pool)}
    return Segment(pool, keys, tie_order(keys), everyone(pool), fitted)


def test_both_kinds_get_prices_and_segments_make_no_difference() -> None:
    profiles, table = people()
    whole = price_market([segment(profiles, table)], {"fixed": 1.0}, "here")
    parts = [segment(profiles[:30], table), segment(profiles[30:], table)]
    split = price_market(parts, {"fixed": 1.0}, "here")
    assert {"kmu", "creative"} == set(whole.terms)
    assert np.array_equal(whole.hashes, split.hashes)
    assert (whole.hashes[:-1] < whole.hashes[1:]).all()
    assert list(whole.values) == pytest.approx(list(split.values), abs=1e-12)
    assert np.any(whole.values > 0)
    assert np.any(whole.values < 0)


def test_prices_come_off_the_disk_as_they_went_there(tmp_path: Path) -> None:
    terms = {"kmu": Terms(0.1, 0.5, 0.125, 0.05, 3, 4)}
    written = Prices.of({"a": 0.1, "b": -0.05}, terms, "index 7")
    with pytest.raises(IndexMissing):
        open_prices(tmp_path)
    write_prices(tmp_path, written)
    read = open_prices(tmp_path)
    assert (terms, "index 7") == (read.terms, read.origin)
    assert [0.1, -0.05, 0.0] == [read.price(id) for id in ("a", "b", "stranger")]


def test_damaged_prices_are_refused(tmp_path: Path) -> None:
    folder = write_prices(tmp_path, Prices.of({"a": 0.1}, {}))
    (folder / "values").write_bytes(b"12345678")
    with pytest.raises(IndexDamaged):
        open_prices(tmp_path)


def test_a_mapped_pool_knows_the_hashes_of_its_rows(tmp_path: Path) -> None:
    profiles, _table = people()
    pool = write_pool(tmp_path, [Entry(each, each.id) for each in profiles])
    assert np.array_equal(hashes_of(pool.ids), pool.id_hashes())
