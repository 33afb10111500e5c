"""Ways to spread attention, tried on made-up markets and graded beds: what `bench fairness` shows.

A way takes a market and gives the scores by which both sides order their lists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blend import harmonic
from matchmaker.scoring.fairness import Balance, Prices, Shortlist, lead_of
from matchmaker.scoring.pricing import find_prices, survey
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.trials import metrics

Table = NDArray[np.float64]
K = 10
DAY = "2026-01-01"
TASTE = 0.2
"""Weight of personal taste in an interest, beside the skew as the weight of popularity."""

CSLS_NEIGHBOURS = 10
TU_BETA = 0.1
SINKHORN_TEMPERATURE = 0.03
ROUNDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Two sides and how much each would like each.

    `interest` P (n × m) and `interest_back` Q (m × n) are probabilities; `worth` h (n × m) is
    what a pair is worth to both, by default their harmonic mean.
    """

    interest: Table
    interest_back: Table
    worth: Table


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """The scores by which each side orders the other: n × m and m × n."""

    there: Table
    back: Table


def popular_market(n: int, m: int, skew: float, seed: int) -> Market:
    """Interests made of a popularity that all agree on and of personal taste, both uniform.

    Their weights are skew : TASTE. At a skew of .8 popularity is four fifths of an interest.
    """
    rng = np.random.default_rng(seed)
    share = skew / (skew + TASTE)
    there = share * rng.random(m) + (1 - share) * rng.random((n, m))
    back = share * rng.random(n) + (1 - share) * rng.random((m, n))
    return Market(there, back, harmonic(there, back.T))


def own_preference(market: Market) -> Lists:
    return Lists(market.interest, market.interest_back)


def both_sides(market: Market) -> Lists:
    return Lists(market.worth, market.worth.T)


def csls(market: Market) -> Lists:
    """2h less the mean of the nearest of either side (Conneau and others 2018)."""
    h = market.worth
    near = np.sort(h, axis=1)[:, -CSLS_NEIGHBOURS:].mean(axis=1)
    near_back = np.sort(h, axis=0)[-CSLS_NEIGHBOURS:].mean(axis=0)
    scores = 2 * h - near[:, None] - near_back
    return Lists(scores, scores.T)


def transferable_utility(market: Market) -> Lists:
    """h less what each side gains in the equilibrium of Choo and Siow (2006).

    The update 1/(√(1+x²)+x) is the stable form of √(1+x²) − x.
    """
    kernel = np.exp(market.worth / TU_BETA)
    u, v = np.ones(len(kernel)), np.ones(kernel.shape[1])
    for _ in range(ROUNDS):
        u = _single(kernel @ v / 2)
        v = _single(kernel.T @ u / 2)
    gain, gain_back = -TU_BETA * np.log(u), -TU_BETA * np.log(v)
    return Lists(market.worth - gain_back, market.worth.T - gain)


def _single(x: Table) -> Table:
    return 1 / (np.sqrt(1 + x * x) + x)


def sinkhorn(market: Market) -> Lists:
    """h less the dual variables of the transport with entropy and equal shares (Cuturi 2013)."""
    wish = market.worth / SINKHORN_TEMPERATURE
    a, b = np.zeros(len(wish)), np.zeros(wish.shape[1])
    for _ in range(ROUNDS):
        a = _log_sum(wish - b)
        b = _log_sum((wish - a[:, None]).T)  # shares other than 1 would move all b alike
    return Lists(market.worth - SINKHORN_TEMPERATURE * b, market.worth.T - SINKHORN_TEMPERATURE * a)


def _log_sum(rows: Table) -> Table:
    largest = rows.max(axis=1)
    return largest + np.log(np.exp(rows - largest[:, None]).sum(axis=1))


def ours(market: Market) -> Lists:
    """The fairness step of the product, with turns and all bounds."""
    return Lists(_stepped(market.worth), _stepped(market.worth.T))


class _Names:
    def __init__(self, count: int) -> None:
        self.ids = tuple(f"candidate {number}" for number in range(count))


def _stepped(scores: Table) -> Table:
    names = _Names(scores.shape[1])
    balance, everybody = Balance(_prices(scores, names), DAY), np.arange(scores.shape[1])
    rows = []
    for number, row in enumerate(scores):
        step = balance.step(Profile(f"seeker {number}", kind="kmu"), lead_of([row]))
        rows.append(step.all([Shortlist(names, everybody, row)]))
    return np.array(rows)


def _prices(scores: Table, names: _Names) -> Prices:
    asked = survey(list(scores), scores.shape[1], len(scores))
    found, terms = find_prices(asked, np.ones(scores.shape[1]))
    by_id = dict(zip(names.ids, map(float, found), strict=True))
    return Prices.of(by_id, {"kmu": terms})


WAYS: Mapping[str, Callable[[Market], Lists]] = {
    "own_preference": own_preference,
    "harmonic": both_sides,
    "csls": csls,
    "transferable_utility": transferable_utility,
    "sinkhorn": sinkhorn,
    "ours": ours,
}
"""By name, the order of the harmonic mean being what the others are compared with."""


def ranks(scores: Table) -> Table:
    """The rank of each candidate in each row, from 1; ties by place."""
    order = np.argsort(-scores, axis=1, kind="stable")
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, np.arange(1.0, scores.shape[1] + 1)[None, :], axis=1)
    return found


def figures(market: Market, lists: Lists) -> dict[str, float]:
    """Expected mutual matches at both attentions; of exposure, the mean of both sides.

    `exposure_gini` is that of the attention 1/rank in whole lists, the others of lists of K.
    """
    there, back = ranks(lists.there), ranks(lists.back)
    attention = [metrics.by_rank(side).sum(axis=0) for side in (there, back)]
    shown = [(side <= K).sum(axis=0) for side in (there, back)]
    by_rank, by_log_rank = (
        metrics.expected_matches(market.interest, market.interest_back, there, back, curve)
        for curve in (metrics.by_rank, metrics.by_log_rank)
    )
    return {
        "matches_by_rank": by_rank,
        "matches_by_log_rank": by_log_rank,
        "exposure_gini": _mean(metrics.gini, attention),
        "exposure_gini_at_10": _mean(metrics.gini, shown),
        "coverage_at_10": _mean(metrics.coverage, shown),
        "congestion_at_10": _mean(metrics.congestion, shown),
    }


def _mean(figure: Callable[[NDArray], float], sides: list[NDArray]) -> float:
    return float(np.mean([figure(side) for side in sides]))


def compare(market: Market) -> dict[str, dict[str, float]]:
    """The figures of every way."""
    return {name: figures(market, way(market)) for name, way in WAYS.items()}
