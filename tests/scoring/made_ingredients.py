"""Ingredients of an invented pool, with many ties and some without an opinion."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from matchmaker.scoring import Scores
from matchmaker.scoring.ratings import Both
from matchmaker.scoring.search.ingredients import Logistic, Ready, SparseProduct, TableLookup
from matchmaker.scoring.search.postings import Postings, slabs_of

SIZE = 700


@dataclass(frozen=True, slots=True, eq=False)
class Costly(Ready):
    costly = True


@dataclass(frozen=True, slots=True, eq=False)
class Capped(Ready):
    """Ratings that nobody of a class exceeds, and that are no more known than that."""

    top: TableLookup

    @classmethod
    def of(cls, scores: Scores, classes: np.ndarray) -> "Capped":
        granted = np.where(np.isnan(scores), 1, scores)
        top = np.zeros(classes.max() + 1, dtype=np.float32)
        np.maximum.at(top, classes, granted)
        return cls(scores, TableLookup(classes, top))

    def ceiling(self) -> TableLookup:
        return self.top


def words(rng: np.random.Generator, size: int, kinds: Sequence[str]) -> SparseProduct:
    """Products of few terms and lengths, so that many rows tie; one in ten holds no word."""
    held = sp.random_array((size, 12), density=0.3, rng=rng, format="csr")
    held.data = rng.choice([0.5, 1.0], size=len(held.data))
    lengths = rng.choice([1.0, 1.5, 2.0], size=size).astype(np.float32)
    lengths[rng.random(size) < 0.1] = 0
    hubs = rng.choice([0.0, 0.1], size=size).astype(np.float32)
    terms = np.sort(rng.choice(12, size=5, replace=False)).astype(np.int32)
    postings = Postings.of(held, slabs_of(kinds))
    return SparseProduct(
        postings, terms, rng.random(5), lengths, hubs, rng.normal(0, 0.1), Logistic(0.4, 0.1)
    )


def column(rng: np.random.Generator, size: int, unknown: float) -> Scores:
    """Few distinct ratings, and a share without an opinion."""
    scores = rng.choice(np.linspace(0, 1, 6), size=size).astype(np.float32)
    scores[rng.random(size) < unknown] = np.nan
    return scores


def declared(seed: int, size: int = SIZE) -> dict[str, Both]:
    rng = np.random.default_rng(seed)
    kinds = np.where(np.arange(size) < size // 3, "kmu", "creative").tolist()
    classes = rng.integers(0, 30, size=size).astype(np.int32)
    table = TableLookup(classes, column(rng, 30, 0.2))
    parts = rng.integers(0, 90, size=size).astype(np.int32)
    areas = [Capped.of(column(rng, size, 0.1) * (parts % 9 > 5), parts) for _ in range(2)]
    symmetric = Ready(column(rng, size, 0.6))
    return {
        "words": (words(rng, size, kinds), words(rng, size, kinds)),
        "table": (table, table),
        "guest": (symmetric, symmetric),
        "area": (areas[0], areas[1]),
        "costly": (Costly(column(rng, size, 0.1)), Costly(column(rng, size, 0.1))),
    }
