"""Rating a few rows of a pool finds what rating all of them finds, to the last bit."""

import itertools
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matchmaker.scoring import Explanation, Pool, Profile, Scorer, Scores, kernels
from matchmaker.scoring.fairness import Balance, Prices, Terms
from matchmaker.scoring.ratings import Both
from matchmaker.scoring.search.bounds import MARGIN, Ceiling, Outlook
from matchmaker.scoring.search.ingredients import Ingredient, Ready, Silence
from matchmaker.scoring.search.narrowing import LARGE, Narrowed, Wanted, everybody, narrowed
from matchmaker.scoring.search.postings import Rows
from matchmaker.scoring.segment import (
    Eligible,
    Segment,
    everyone,
    lead_among,
    leading,
    rank,
    rate_all,
    tie_order,
)
from tests.scoring.made_ingredients import SIZE, declared
from tests.scoring.needs import needs_compiled

SEEKER = Profile("seeker")
WEIGHTS = {"words": 2.0, "table": 0.25, "guest": 1.0, "area": 1.0, "costly": 1.25}


@pytest.fixture(
    autouse=True, params=[pytest.param(kernels.compiled, marks=needs_compiled), kernels.plain]
)
def by_kernels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it in C and in numpy."""
    monkeypatch.setattr(kernels, "chosen", request.param)


def subsets(weights: Mapping[str, float]) -> Iterable[dict[str, float]]:
    names = [name for name in weights if name != "words"]
    for count in range(len(names) + 1):
        for others in itertools.combinations(names, count):
            yield {name: weights[name] for name in ("words", *others)}


def top(found: Narrowed, allowed: np.ndarray, order: np.ndarray, limit: int) -> list:
    """Rows, scores, both means and all ratings of the best."""
    may = allowed[found.rows] & found.blended.quorate
    best = leading(found.blended.score, may, order[found.rows], limit)
    directions = found.ratings.for_seeker, found.ratings.for_candidate
    columns = [direction[name] for direction in directions for name in sorted(direction)]
    blended = found.blended
    return [
        part[best].tolist()
        for part in (found.rows, blended.score, blended.for_seeker, blended.for_candidate)
    ] + [[repr(value) for value in part[best].tolist()] for part in columns]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("limit", [1, 7, SIZE + 1])
def test_the_best_are_those_of_rating_everybody(seed: int, limit: int) -> None:
    made = declared(seed)
    rng = np.random.default_rng(seed)
    order, allowed = rng.permutation(SIZE), rng.random(SIZE) < 0.7
    for weights in subsets(WEIGHTS):
        expected = top(everybody(made, weights, SIZE), allowed, order, limit)
        found = narrowed(made, weights, allowed, Wanted(limit))
        assert found is not None
        assert expected == top(found, allowed, order, limit)


@pytest.mark.parametrize("seed", range(6))
def test_no_score_is_above_its_bound_and_few_bounds_are_far(seed: int) -> None:
    made, allowed = declared(seed), np.random.default_rng(seed).random(SIZE) < 0.7
    weights = {"words": 0.8, "table": 0.1, "area": 0.1}
    ceilings = [
        Ceiling.of(name, 0.1, *(each.ceiling() for each in made[name]))
        for name in ("table", "area")
    ]
    outlook = Outlook(made["words"], 0.8, (ceilings[0], ceilings[1]))  # type: ignore[arg-type]
    bounds = outlook.outline(allowed).scores
    scores = everybody(made, weights, SIZE).blended.score
    assert (bounds[allowed] >= scores[allowed] - MARGIN).all()
    assert np.median((bounds - scores)[allowed]) < 0.2
    assert (bounds[~allowed] == -1).all()


@pytest.mark.parametrize("weight", [1e-6, 0.05, 50.0])
def test_the_weight_of_the_words_does_not_matter_for_who_is_found(weight: float) -> None:
    made, order, allowed = declared(8), np.arange(SIZE), np.ones(SIZE, dtype=bool)
    weights = WEIGHTS | {"words": weight}
    found = narrowed(made, weights, allowed, Wanted(10))
    assert found is not None
    expected = top(everybody(made, weights, SIZE), allowed, order, 10)
    assert expected == top(found, allowed, order, 10)


def test_most_rows_are_left_out() -> None:
    found = narrowed(declared(1), WEIGHTS, np.ones(SIZE, dtype=bool), Wanted(5))
    assert found is not None
    assert len(found.rows) < SIZE / 10


@pytest.mark.parametrize("missing", ["nobody", "quorum"])
def test_where_nobody_may_be_proposed_nobody_is(missing: str) -> None:
    made = declared(2) | {"guest": (Silence(SIZE), Silence(SIZE))}
    weights = {"words": 1.0, "guest": 5.0} if missing == "quorum" else WEIGHTS
    allowed = np.full(SIZE, missing == "quorum")
    found = narrowed(made, weights, allowed, Wanted(5))
    assert found is not None
    assert not (allowed[found.rows] & found.blended.quorate).any()


def test_without_a_similarity_of_words_there_is_nothing_to_be_led_by() -> None:
    made, allowed = declared(3), np.ones(SIZE, dtype=bool)
    silent: Ingredient = Silence(SIZE)
    assert narrowed(made, {"table": 1.0}, allowed, Wanted(5)) is None
    half = made | {"words": (silent, made["words"][1])}
    assert narrowed(half, WEIGHTS, allowed, Wanted(5)) is None


class Made(Scorer):
    """Rates by ingredients that are there already; `broken` fails when it is asked for some."""

    label = {"de": "", "en": ""}

    def __init__(self, name: str, both: Both, told: bool = True) -> None:
        self.name, self.both, self.told = name, both, told  # type: ignore[misc]

    def score(self, seeker: Profile) -> Scores:
        return self.both[0].everywhere()

    def score_back(self, seeker: Profile) -> Scores:
        return self.both[1].everywhere()

    def ingredients(self, seeker: Profile) -> Both | None:
        return self.both if self.told else None

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        raise NotImplementedError


class Broken(Ready):
    def at(self, rows: Rows) -> Scores:
        raise RuntimeError("at")

    def everywhere(self) -> Scores:
        raise RuntimeError("everywhere")


def segment(seed: int, **others: Both) -> Segment:
    """A pool that is large enough to be narrowed, and whose guest does not tell how it rates."""
    size = LARGE + 60
    pool = Pool(Profile(f"p{row}", kind="creative") for row in range(size))
    keys = [f"k{row * 7919 % 100_003}" for row in range(size)]
    scorers = {
        name: Made(name, both, told=name != "guest")
        for name, both in (declared(seed, size) | others).items()
    }
    return Segment(pool, keys, tie_order(keys), everyone(pool), scorers)


def plainly_ranked(one: Segment, weights: Mapping[str, float], limit: int) -> list:
    (rated,), _, _ = rate_all([one], SEEKER, weights)
    best = leading(rated.blended.score, rated.allowed, one.tie_order, limit)
    return [(one.pool[row].id, round(float(rated.blended.score[row]), 9)) for row in best]


def told(ranking: object) -> list:
    return [(match.id, match.score) for match in ranking.matches]  # type: ignore[attr-defined]


def test_a_large_pool_is_ranked_as_if_everybody_were_rated() -> None:
    one = segment(4)
    weights = WEIGHTS | {"table": 0.0}
    assert plainly_ranked(one, weights, 20) == told(rank([one], SEEKER, weights))


def of_prices(one: Segment, prices: np.ndarray) -> Balance:
    terms = {"kmu": Terms(0.1, 1.0, 0.25, 0.05, 1, 1)}
    by_id = dict(zip(one.pool.ids, prices.tolist(), strict=True))
    return Balance(Prices.of(by_id, terms), "2026-11-29")


def plainly_balanced(
    one: Segment,
    balance: Balance,
    limit: int,
    weights: Mapping[str, float] = WEIGHTS,
    eligible: Eligible = everyone,
) -> list:
    (rated,), _, _ = rate_all([one], SEEKER, weights, eligible)
    rows = rated.shortlist.rows
    scores = balance.step(SEEKER, lead_among([rated])).all([rated.shortlist])
    best = leading(scores, np.ones(len(rows), dtype=bool), one.tie_order[rows], limit)
    return [(one.pool[rows[place]].id, round(float(scores[place]), 9)) for place in best]


@pytest.mark.parametrize("seed", range(5))
def test_a_large_pool_is_balanced_as_if_everybody_were_rated(seed: int) -> None:
    one, limit = segment(seed), 150
    drawn = np.random.default_rng(seed).choice(
        [0.0, 0.03, -0.25], p=[0.5, 0.45, 0.05], size=len(one.pool)
    )
    balance = of_prices(one, drawn)
    expected = plainly_balanced(one, balance, limit)
    assert expected == told(rank([one], SEEKER, WEIGHTS, balance=balance, limit=limit))


@pytest.mark.parametrize("seed", range(5))
def test_all_whom_prices_lift_beyond_a_clear_first_are_found(seed: int) -> None:
    rng, size = np.random.default_rng(seed), LARGE + 60
    ratings = rng.choice([0.4, 0.6, 0.65], p=[0.8, 0.1, 0.1], size=size).astype(np.float32)
    ratings[size // 2] = 0.8
    one = segment(seed, guest=(Ready(ratings), Ready(ratings)))
    weights = {"words": 1e-6, "guest": 1.0}
    balance = of_prices(one, np.where((ratings > 0.5) & (ratings < 0.8), -0.25, 0.0))
    expected = plainly_balanced(one, balance, 20, weights)
    assert f"p{size // 2}" == expected[0][0]
    assert expected == told(rank([one], SEEKER, weights, balance=balance))


def test_who_comes_to_nothing_by_the_price_is_found_by_the_order_of_ties() -> None:
    one = segment(5)
    allowed = np.arange(len(one.pool)) % 100 == 0
    balance = of_prices(one, np.where(np.arange(len(one.pool)) % 200 == 0, 1.0, 2.0))
    expected = plainly_balanced(one, balance, 20, eligible=lambda pool: allowed)
    assert {0.0} == {score for _, score in expected[1:]}
    ranking = rank([one], SEEKER, WEIGHTS, balance=balance, eligible=lambda pool: allowed)
    assert expected == told(ranking)


def test_a_scorer_that_fails_for_some_rows_costs_its_part_alone() -> None:
    broken = Broken(np.zeros(LARGE + 60, dtype=np.float32))
    one = segment(6, broken=(broken, broken))
    ranking = rank([one], SEEKER, WEIGHTS | {"broken": 1.0})
    assert ["broken"] == [fault.name for fault in ranking.faults]
    assert set(WEIGHTS) == set(ranking.weights)
    assert plainly_ranked(one, WEIGHTS, 20) == told(ranking)


def test_searches_at_the_same_time_share_no_memory() -> None:
    pools = [segment(seed) for seed in (7, 8)]
    alone = [told(rank([one], SEEKER, WEIGHTS)) for one in pools]
    with ThreadPoolExecutor(4) as threads:
        together = list(
            threads.map(lambda n: told(rank([pools[n % 2]], SEEKER, WEIGHTS)), range(40))
        )
    assert alone * 20 == together
