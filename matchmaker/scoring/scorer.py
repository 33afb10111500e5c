"""The interface that every scorer, bundled or foreign, keeps.

A scorer follows the habits of scikit-learn's estimators: keyword parameters with defaults,
kept untouched on attributes of the same name; `fit` returns self and forgets the last fit;
what is learnt ends in an underscore.
"""

import copy
import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile

if TYPE_CHECKING:
    from matchmaker.scoring.search.ingredients import Ingredient

ABSTAIN = float("nan")
"""The score that says "no opinion": a missing address is not a far address."""

Scores = NDArray[np.float32]


class Reason:
    """One reason as a code and facts; the scorer's `reasons` holds the sentence for the code.

    >>> Reason("away", km=3.2).facts
    {'km': 3.2}
    """

    __slots__ = ("code", "facts")

    def __init__(self, code: str, /, **facts: Any) -> None:
        self.code = code
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reason) and (self.code, self.facts) == (other.code, other.facts)

    def __hash__(self) -> int:
        return hash(
            (self.code, tuple(sorted((key, str(value)) for key, value in self.facts.items())))
        )

    def __repr__(self) -> str:
        return f"Reason({self.code!r}, {self.facts!r})"


class Explanation:
    """The rating of one pair in one direction: a score in [0, 1] or ABSTAIN, and its reasons."""

    __slots__ = ("reasons", "score")

    def __init__(self, score: float, reasons: tuple[Reason, ...] = ()) -> None:
        self.score = score
        self.reasons = tuple(reasons)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Explanation):
            return NotImplemented
        return self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[float | None, tuple[Reason, ...]]:
        """What is compared: NaN equals nothing, and one abstention is like any other."""
        abstains = self.score != self.score
        return None if abstains else self.score, self.reasons

    def __repr__(self) -> str:
        return f"Explanation({self.score!r}, {self.reasons!r})"


class Scorer:
    """Rates what a cooperation with each candidate would be worth to the seeker.

    `name` is the identifier in settings and addresses (lower case, digits, underscore),
    `label` what people read, by language. `reasons` maps each reason code to a sentence by
    language, filled with the reason's facts by `str.format`. `learned` marks a scorer that uses
    a learned model.
    """

    name: ClassVar[str]
    label: ClassVar[Mapping[str, str]]
    reasons: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    learned: ClassVar[bool] = False

    pool_: Pool
    _last_back: "tuple[tuple[Pool, Profile], Scores]"

    def fit(self, pool: Pool) -> Self:
        """Learn from the pool of candidates what rating needs; forget any earlier pool."""
        self.pool_ = pool
        return self

    def warm_start(self, previous: "Scorer") -> None:
        """Take over from an earlier fit what is costly and still right, before `fit` is called.

        `previous` has the same name and may have other settings. By default nothing is kept.
        """

    def score(self, seeker: Profile) -> Scores:
        """What each candidate is worth to the seeker.

        Float32 array of `len(pool)`, each value in [0, 1], NaN where there is no opinion.
        """
        raise NotImplementedError

    def score_back(self, seeker: Profile) -> Scores:
        """What the seeker is worth to each candidate; by default the same as `score`."""
        return self.score(seeker)

    def ingredients(self, seeker: Profile) -> "tuple[Ingredient, Ingredient] | None":
        """What `score` and `score_back` are made of, so that an index can rate fewer rows.

        None, the default, where a scorer declares nothing and its columns are asked for.
        """
        return None

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        """The value of `score` for one pair, with its reasons, strongest first.

        Is asked as `explain(candidate, seeker)` for what the seeker is worth to the candidate
        where there is a `score_back` without an `explain_back`.
        """
        raise NotImplementedError

    def explain_back(self, seeker: Profile, candidate: Profile) -> Explanation:
        """The value of `score_back` for one pair, with reasons told to the candidate.

        By default `explain` the other way round. Where that is another value, as `score_back`
        need not be `score` from the other side, the value stands without reasons.
        """
        if type(self).score_back is Scorer.score_back:
            return self.explain(seeker, candidate)
        told = self.explain(candidate, seeker)
        rated = self._rated_back(seeker, candidate)
        if rated is None or np.isclose(rated, _score_of(told), rtol=0, atol=1e-5, equal_nan=True):
            return told
        return Explanation(rated)

    def _rated_back(self, seeker: Profile, candidate: Profile) -> float | None:
        """What `score_back` says of one profile of the pool; None of one that is not in it."""
        pool = getattr(self, "pool_", None)
        if not isinstance(pool, Pool) or candidate.id not in pool.ids:
            return None
        row = pool.ids.index(candidate.id)
        if pool[row] != candidate:  # it has changed since
            return None
        asked, column = self.__dict__.get("_last_back", (None, None))
        if asked != (pool, seeker):  # a list asks of one seeker again and again
            column = self.score_back(seeker)
            self._last_back = (pool, seeker), column
        return None if column is None or len(column) != len(pool) else float(column[row])

    def explain_list(
        self, seeker: Profile, candidates: Iterable[Profile]
    ) -> Iterator[tuple[Explanation, Explanation]]:
        """`explain` and `explain_back` of each candidate, in their order.

        By default pair by pair, and once where both are the same. Scorers for which reading a
        profile is costly override it, to read everybody once.
        """
        own = type(self)
        alike = own.score_back is Scorer.score_back and own.explain_back is Scorer.explain_back
        for candidate in candidates:
            there = self.explain(seeker, candidate)
            yield there, there if alike else self.explain_back(seeker, candidate)

    def rebase(self, pool: Pool) -> "Scorer":
        """This scorer with the constants it has learnt, rating another pool.

        Used for profiles that changed after the index was built: constants stay frozen until the
        next build, so that the same request has the same answer in every process. The default
        asks `explain` for every pair; scorers of large pools override it.
        """
        return _Pairwise(self, pool)

    @classmethod
    def default_settings(cls) -> dict[str, Any]:
        """The constructor's keyword parameters with their defaults."""
        parameters = list(inspect.signature(cls).parameters.values())
        return {parameter.name: parameter.default for parameter in parameters}

    def settings(self) -> dict[str, Any]:
        """The values in force of the constructor's parameters."""
        return {name: getattr(self, name) for name in self.default_settings()}


class PairScorer(Scorer):
    """For authors who rate one pair at a time: only `explain` is asked for."""

    def score(self, seeker: Profile) -> Scores:
        return _column(self.explain(seeker, candidate) for candidate in self.pool_)

    def rebase(self, pool: Pool) -> Self:
        other = copy.copy(self)
        other.pool_ = pool
        return other


class _Pairwise(Scorer):
    """A fitted scorer asked pair by pair, over a pool it was not fitted on."""

    def __init__(self, fitted: Scorer, pool: Pool) -> None:
        self.fitted = fitted
        self.pool_ = pool

    def score(self, seeker: Profile) -> Scores:
        return _column(self.fitted.explain(seeker, candidate) for candidate in self.pool_)

    def score_back(self, seeker: Profile) -> Scores:
        return _column(self.fitted.explain_back(seeker, candidate) for candidate in self.pool_)

    def explain(self, seeker: Profile, candidate: Profile) -> Explanation:
        return self.fitted.explain(seeker, candidate)

    def explain_back(self, seeker: Profile, candidate: Profile) -> Explanation:
        return self.fitted.explain_back(seeker, candidate)


def _column(explanations: Any) -> Scores:
    column = np.array([_score_of(explanation) for explanation in explanations])
    # None or text would become a number in a float array; left as it is, it is told as nonsense.
    return column.astype(np.float32) if column.dtype.kind in "fiu" else column


def _score_of(explanation: object) -> Any:
    if not isinstance(explanation, Explanation):
        kind = type(explanation).__name__
        raise TypeError(f"explain returned {kind}, due is an Explanation")
    return explanation.score
