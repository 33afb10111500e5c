"""Made-up pairs with grades, many enough to see a hundredth of nDCG; and what a way costs there.

Scores know grades as well as real ones do: nDCG@10 of .45 to .8. What all like (`hubs`) may be an
error of the scores, or true (`quality`) and then part of the grades: evening that out must cost.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.trials.fairness_trial import K, Lists, Market, Table
from matchmaker.scoring.trials.metrics import bootstrap_interval, ndcg

Grades = NDArray[np.int64]

MEAN, DEVIATION = 0.33, 0.095
"""Of the scores, as they are in the demo region."""
TOPICS = 8
KNOWN = 0.75
"""Correlation of scores with true worth on the bed of topics."""
PARTS = ((0.05, 1), (0.02, 2), (0.0075, 3))
"""Grade of whoever is among this part of the best for somebody."""
KINDS_OF_HELP = 20

BEDS: Mapping[str, dict[str, float]] = {
    "topics": {},
    "topics, hubs in the scores": {"hubs": 0.3},
    "topics, quality in the grades": {"quality": 0.3},
    "topics, hubs and quality": {"hubs": 0.3, "quality": 0.3},
    "kinds of help": {},
    "kinds of help, hubs in the scores": {"hubs": 0.3},
}


def bed(name: str, size: int, seed: int) -> tuple[Market, Grades, Grades]:
    """A market of `size` × `size` whose interests are its scores, and the grades of both sides."""
    rng = np.random.default_rng(seed)
    settings = BEDS[name]
    make = _kinds if name.startswith("kinds") else _topics
    scores, grades, back = make(size, rng, settings.get("hubs", 0.0), settings.get("quality", 0.0))
    worth = np.clip(MEAN + DEVIATION * _standard(scores), 0.0, 1.0)
    return Market(worth, worth.T, worth), grades, back


def _topics(
    size: int, rng: np.random.Generator, hubs: float, quality: float
) -> tuple[Table, Grades, Grades]:
    """Worth is what two have in common, partly by topics; each has a few individual bests."""
    own, other = rng.normal(size=(size, TOPICS)), rng.normal(size=(size, TOPICS))
    pairs = 0.85 * own @ other.T / np.sqrt(TOPICS) + 0.5 * rng.normal(size=(size, size))
    liked = rng.normal(size=size) + rng.normal(size=(size, 1))
    worth = _standard(_standard(pairs) + quality * liked)
    scores = KNOWN * worth + np.sqrt(1 - KNOWN**2) * _errors(size, rng, hubs)
    return scores, _best_of(worth), _best_of(worth.T)


def _kinds(
    size: int, rng: np.random.Generator, hubs: float, _quality: float
) -> tuple[Table, Grades, Grades]:
    """Everybody needs or offers two kinds of help; many want the same few (Zipf, exponent .8)."""
    wanted = np.arange(1, KINDS_OF_HELP + 1.0) ** -0.8
    wanted /= wanted.sum()
    offered = (wanted + rng.permutation(wanted)) / 2
    needs = np.array([rng.choice(KINDS_OF_HELP, 2, replace=False, p=wanted) for _ in range(size)])
    offers = np.array([rng.choice(KINDS_OF_HELP, 2, replace=False, p=offered) for _ in range(size)])
    grades = np.zeros((size, size), dtype=np.int64)
    for need, offer, grade in ((1, 1, 1), (0, 1, 2), (1, 0, 2), (0, 0, 3)):
        same = needs[:, need][:, None] == offers[:, offer]
        grades = np.maximum(grades, grade * same)
    noise = 0.3 * rng.normal(size=(size, size)) + 0.75 * _errors(size, rng, hubs)
    return 0.8 * grades + noise, grades, grades.T


def _errors(size: int, rng: np.random.Generator, hubs: float) -> Table:
    """Of variance 1, of which `hubs` is common to all pairs of somebody."""
    liked = rng.normal(size=size) + rng.normal(size=(size, 1))
    return np.sqrt(1 - hubs) * rng.normal(size=(size, size)) + np.sqrt(hubs / 2) * liked


def _standard(values: Table) -> Table:
    return (values - values.mean()) / values.std()


def _best_of(worth: Table) -> Grades:
    place = np.argsort(np.argsort(-worth, axis=1), axis=1) / worth.shape[1]
    grades = np.zeros(worth.shape, dtype=np.int64)
    for part, grade in PARTS:
        grades[place < part] = grade
    return grades


def qualities(lists: Lists, grades: Grades, back: Grades) -> NDArray[np.float64]:
    """nDCG@K of each seeker of both sides; seekers without any grade are left out."""
    rows = [*zip(lists.there, grades, strict=True), *zip(lists.back, back, strict=True)]
    return np.array([_ndcg(scores, side) for scores, side in rows if side.any()])


def _ndcg(scores: NDArray[np.float64], grades: NDArray[np.int64]) -> float:
    order = np.argsort(-scores, kind="stable")[:K]
    named = {str(number): int(grades[number]) for number in np.flatnonzero(grades)}
    return ndcg([str(number) for number in order], named, K)


def loss(before: NDArray[np.float64], after: NDArray[np.float64]) -> dict[str, float]:
    """What the mean lost, with its 95 % interval by paired bootstrap over seekers."""
    low, high = bootstrap_interval(list(before - after))
    return {"loss": float((before - after).mean()), "low": low, "high": high}
