"""Ways to find the best partners of a seeker in an index: ours, and those of a textbook.

The ways of a textbook take over what our scorers learnt when the index was built (weights of words,
hubs, calibration), so that they compute the same scores, or the textual part of them.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.index import Index
from matchmaker.scoring.scorer import Scores
from matchmaker.scoring.search.ingredients import Distance, SparseProduct
from matchmaker.scoring.search.postings import Postings
from matchmaker.scoring.search.sparse import UNIT
from matchmaker.scoring.search.topics import TopicProduct
from matchmaker.speed.definition import (
    LIMIT,
    Columns,
    Floats,
    Search,
    Top,
    joined,
    joined_one_by_one,
    leading,
)

TEXT = "text_similarity"
DISTANCE = "locality"


@dataclass(frozen=True)
class Engine:
    """`make` prepares a search over an index; `needs` is a library that may be missing.

    `same_scores`: it claims the same result as ours, instead of comparing texts alone.
    """

    name: str
    make: Callable[[Index], Search]
    needs: str = ""
    same_scores: bool = True


def ours(index: Index) -> Search:
    """What the service does, but for the fairness step and the sentences."""

    def search(seeker: Profile) -> Top:
        matches = index.rank(seeker, DEFAULT_WEIGHTS, limit=LIMIT).matches
        return [(match.id, match.score) for match in matches]

    return search


def vectorised(index: Index) -> Search:
    """scikit-learn as one would with care: sparse `X @ q`, numpy for the rest, argpartition."""
    matrices = _Matrices(index)

    def products(one: SparseProduct) -> Floats:
        matrix = matrices.of(one)
        query = np.zeros(matrix.shape[1])
        query[one.terms] = one.values
        return np.asarray(matrix @ query, dtype=np.float64)

    def search(seeker: Profile) -> Top:
        columns = _rated(index, seeker, products, matrices.by_topics)
        return leading(index, *joined(index, seeker, columns))

    return search


def obvious(index: Index) -> Search:
    """scikit-learn as one would at first: linear_kernel, Python loops for distances and scores."""
    from sklearn.metrics.pairwise import linear_kernel

    matrices = _Matrices(index)
    places = [(profile.latitude, profile.longitude) for profile in index.pool]

    def products(one: SparseProduct) -> Floats:
        matrix = matrices.of(one)
        return np.asarray(linear_kernel(_query(one, matrix), matrix)[0], dtype=np.float64)

    def search(seeker: Profile) -> Top:
        columns = _rated(index, seeker, products, matrices.by_topics)
        columns[DISTANCE] = _rated_one_by_one(index, seeker, places)
        rows, scores = joined_one_by_one(index, seeker, columns)
        keys = index.segments[0].tie_keys
        order = sorted(range(len(rows)), key=lambda at: (-scores[at], keys[rows[at]]))[:LIMIT]
        return [(index.pool[rows[at]].id, scores[at]) for at in order]

    return search


def topn(index: Index) -> Search:
    """sparse_dot_topn on the words alone, one way."""
    from sparse_dot_topn import sp_matmul_topn

    matrices, transposed = _Matrices(index), dict[int, sp.csr_matrix]()

    def search(seeker: Profile) -> Top:
        one, _ = index.segments[0].scorers[TEXT].ingredients(seeker) or (None, None)
        assert isinstance(one, SparseProduct)
        matrix = matrices.of(one)
        if id(matrix) not in transposed:
            transposed[id(matrix)] = sp.csr_matrix(matrix.T)
        query = sp.csr_matrix(_query(one, matrix))
        found = sp_matmul_topn(query, transposed[id(matrix)], top_n=LIMIT, sort=True)
        return [(index.pool[int(row)].id, float(value))
                for row, value in zip(found.indices, found.data, strict=True)]  # fmt: skip

    return search


def bm25(index: Index) -> Search:
    """bm25s on the words alone, one way, as they are written."""
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([_words(profile) for profile in index.pool], show_progress=False)

    def search(seeker: Profile) -> Top:
        rows, scores = retriever.retrieve([_words(seeker)], k=LIMIT, show_progress=False)
        found = zip(rows[0], scores[0], strict=True)
        return [(index.pool[int(row)].id, float(score)) for row, score in found]

    return search


OURS = Engine("matchmaker", ours)
BASELINES = (
    Engine("scikit-learn, vectorised", vectorised),
    Engine("scikit-learn, obvious", obvious),
    Engine("sparse_dot_topn, text alone", topn, needs="sparse_dot_topn", same_scores=False),
    Engine("bm25s, text alone", bm25, needs="bm25s", same_scores=False),
)
ENGINES = {engine.name: engine for engine in (OURS, *BASELINES)}


def _words(profile: Profile) -> list[str]:
    return " ".join([profile.about, profile.offers, *profile.needs]).casefold().split()


class _Matrices:
    """What the scorers of words and topics hold, as the rows of a textbook's matrix; made once."""

    def __init__(self, index: Index) -> None:
        self._made: dict[int, sp.csr_array] = {}
        self._said: dict[int, sp.csr_array] = {}
        for profile in _one_of_each_kind(index):
            for one in index.segments[0].scorers[TEXT].ingredients(profile) or ():
                if isinstance(one, SparseProduct):
                    self.of(one)

    def of(self, one: SparseProduct) -> sp.csr_array:
        postings = one.postings
        if id(postings) not in self._made:
            rows, terms, values = map(np.concatenate, zip(*_entries(postings), strict=True))
            width = (len(postings.ends) - 1) // len(postings.levels)
            shape = (len(postings), width)
            self._made[id(postings)] = sp.csr_array((values, (rows, terms)), shape=shape)
        return self._made[id(postings)]

    def by_topics(self, one: TopicProduct) -> Scores:
        """All ratings by topics, as one would compute them in numpy."""
        rows, said = one.rows, one.rows.said
        if id(rows) not in self._said:
            parts = said.values * np.float32(UNIT), said.columns.astype(np.int32), said.ends
            self._said[id(rows)] = sp.csr_array(parts, shape=(len(rows), len(one.wanted)))
        shares, told, pulls = rows.amounts.transpose(1, 0, 2)
        lead = self._said[id(rows)] @ one.wanted
        lead += (one.hinted[rows.class_of_row] * shares).sum(axis=1)
        lead += told @ one.told + pulls @ one.pull
        rated = np.where(rows.kinds == one.partner, one.curve(lead), np.nan)
        return rated.astype(np.float32)


def _one_of_each_kind(index: Index) -> list[Profile]:
    kinds: dict[str, Profile] = {}
    for profile in index.pool:
        kinds.setdefault(profile.kind, profile)
        if len(kinds) == 2:
            break
    return list(kinds.values())


def _query(one: SparseProduct, matrix: sp.csr_array) -> sp.csr_array:
    places = np.zeros_like(one.terms), one.terms
    return sp.csr_array((one.values, places), shape=(1, matrix.shape[1]))


def _entries(postings: Postings) -> Iterator[tuple[NDArray, NDArray, Floats]]:
    count = len(postings.levels)
    for slab, (first, _) in enumerate(pairwise(postings.slabs.tolist())):
        ends = postings.ends[:, slab].astype(np.int64)
        keys = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        rows = postings.rows[ends[0] : ends[-1]].astype(np.int64) + first
        yield rows, keys // count, postings.levels[keys % count]


def _rated(
    index: Index,
    seeker: Profile,
    products: Callable[[SparseProduct], Floats],
    by_topics: Callable[[TopicProduct], Scores],
) -> Columns:
    """All ratings; those by words and by topics otherwise than by our kernels."""

    def column(ingredient: object) -> Scores:
        if isinstance(ingredient, SparseProduct):
            return ingredient.rate(products(ingredient), slice(None))
        if isinstance(ingredient, TopicProduct):
            return by_topics(ingredient)
        return ingredient.everywhere()  # type: ignore[attr-defined]

    columns = {}
    for name, scorer in index.segments[0].scorers.items():
        pair = scorer.ingredients(seeker)
        assert pair is not None  # all default scorers declare theirs
        there, back = pair
        first = column(there)
        columns[name] = first, first if back is there else column(back)
    return columns


def _rated_one_by_one(
    index: Index, seeker: Profile, places: list[tuple[float | None, float | None]]
) -> tuple[Scores, Scores]:
    """The ratings by distance, each distance computed in a loop of Python."""
    km = np.array([_km(seeker.latitude, seeker.longitude, *place) for place in places])
    rows = np.arange(len(km))
    there, _ = index.segments[0].scorers[DISTANCE].ingredients(seeker) or (None, None)
    assert isinstance(there, Distance)
    return there.rate(rows, km)


def _km(
    latitude: float | None, longitude: float | None, other: float | None, far: float | None
) -> float:
    if latitude is None or longitude is None or other is None or far is None:
        return math.nan
    north, south = math.radians(latitude), math.radians(other)
    east = math.radians(far - longitude)
    bow = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(math.sqrt(min(1.0, bow)))
