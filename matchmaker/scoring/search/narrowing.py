"""From a large pool to the few rows that can be among the best of a seeker, exactly.

Every score is bounded by what is cheap: the similarity of words and tables. The rows with the
highest bounds are rated in full; what the last of the best of them has for certain is a mark that
all others have to reach. Those that may are rated by one scorer after the other, the costly ones
last, and left out as soon as they cannot reach it any more. Nobody is left out who could have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.scoring.blend import Blend, Column, blend, harmonic
from matchmaker.scoring.fairness import FLOOR, NEARLY, at_the_top
from matchmaker.scoring.faults import blame
from matchmaker.scoring.ratings import Both, Ratings, at, sketched
from matchmaker.scoring.scorer import Scores
from matchmaker.scoring.search.bounds import MARGIN, Bounds, Ceiling, Mask, Outline, Outlook
from matchmaker.scoring.search.ingredients import SparseProduct, TableLookup
from matchmaker.scoring.search.postings import Rows

LARGE = 4_096
"""Rows from which on a pool is narrowed: in a small one rating everybody costs less."""

LIKELY = 4_000
LIKELIEST = 100
"""So many rows beside the wanted are sketched by what the words leave open, and so many of these
are rated in full, to set the mark for all others."""

_ROUNDING = 1e-6
"""More than rounding, of ratings to single precision above all, can move a score."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The best `limit` by score, or with `prices` (one a row) all who can be among the best after
    a fairness step that takes them off, and the two who are best before it."""

    limit: int
    prices: Column | None = None

    def likely(self, rows: Rows | slice, bounds: Bounds, most: int) -> Rows:
        """The places of those of the rows that probably are wanted: all such, and so many more."""
        most += self.limit
        places = at_the_top(bounds, most, 0.0)
        if self.prices is not None:
            settled = bounds - self.prices[rows]
            places = np.union1d(places, at_the_top(settled, most, 0.0))
        return places[bounds[places] >= 0]

    def marks(self, rows: Rows, scores: Column) -> tuple[float, float]:
        """What the score, or the score after prices, of everybody wanted reaches at least."""
        if self.prices is None:
            return _last(scores, self.limit) - _ROUNDING, np.inf
        # From FLOOR on nobody is below that share of the best, and prices lift; but behind a clear
        # first all are held back, and nobody falls below 0.
        prices = self.prices[rows]
        charged = np.where(scores >= FLOOR, prices, np.maximum(prices, 0.0))
        settled = np.clip(scores - charged, 0.0, scores.max(initial=0.0))
        # Holding back takes 2 more, and who is near takes turns. At 0 all are alike.
        last = _last(settled, self.limit) - 5 * NEARLY
        return _last(scores, 2) - _ROUNDING, last if last > 0 else -np.inf

    def reach(self, rows: Rows, bounds: Bounds, marks: tuple[float, float]) -> Mask:
        """Which rows may be wanted by the bounds of their scores."""
        if self.prices is None:
            return bounds >= marks[0]
        return (bounds >= marks[0]) | (bounds - self.prices[rows] >= marks[1])

    def reaching(self, bounds: Bounds, marks: tuple[float, float]) -> Rows:
        """The rows of a pool that may be wanted by bounds in single precision."""
        by_score, settled = marks[0] - MARGIN, marks[1] - MARGIN
        reached = bounds >= max(by_score, 0.0)
        if self.prices is not None:
            reached |= (bounds - self.prices >= settled) & (bounds >= 0)
        return np.flatnonzero(reached)


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """Ascending rows that hold everybody wanted, with their ratings and the blend of these."""

    rows: Rows
    ratings: Ratings
    blended: Blend


def everybody(declared: Mapping[str, Both], weights: Mapping[str, float], size: int) -> Narrowed:
    """All `size` rows; raises the ScorerFault of a scorer that rates nonsense."""
    columns = {name: at(name, declared[name], None) for name in weights}
    return Narrowed(np.arange(size), *_blended(columns, weights, size))


def narrowed(
    declared: Mapping[str, Both],
    weights: Mapping[str, float],
    allowed: Mask,
    wanted: Wanted,
) -> Narrowed | None:
    """Whom a seeker may want of the allowed rows; None where no similarity of words leads the way.

    `weights` are finite and above 0. Raises the ScorerFault of a scorer that rates nonsense.
    """
    search = _Search.of(declared, weights)
    if search is None:
        return None
    with blame(search.words):
        outline = search.outlook.outline(allowed)
    likely = _Candidates.of(
        search, wanted.likely(slice(None), outline.scores, LIKELY), outline
    ).rated_by(*search.unknown)
    likeliest = likely.only(wanted.likely(likely.rows, likely.bound(), LIKELIEST))
    marks = wanted.marks(*likeliest.scored())
    candidates = _Candidates.of(search, wanted.reaching(outline.scores, marks), outline)
    for name in search.by_use:
        candidates = candidates.rated_by(name)
        kept = wanted.reach(candidates.rows, candidates.bound(), marks)
        candidates = candidates.only(np.flatnonzero(kept))
    ratings, blended = candidates.blended()
    return Narrowed(candidates.rows, ratings, blended)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """What all scorers in force declare for one seeker; `shares` are their weights, 1 together.

    `words` is the scorer that leads, `by_use` names the others: first who may leave out most for
    what it costs. Whose ceiling is known already leaves out hardly anybody, and comes last: the
    others are `unknown`.
    """

    declared: Mapping[str, Both]
    weights: Mapping[str, float]
    shares: Mapping[str, float]
    words: str
    by_use: Sequence[str]
    unknown: Sequence[str]
    outlook: Outlook

    @classmethod
    def of(cls, declared: Mapping[str, Both], weights: Mapping[str, float]) -> "_Search | None":
        total = sum(weights.values())
        shares = {name: weight / total for name, weight in weights.items()}
        asked = {name: declared[name] for name in weights}
        words = max(_words(asked), key=lambda each: shares[each[0]], default=None)
        if words is None:
            return None
        rest = set(weights) - {words[0]}
        ceilings = _ceilings(asked, shares)
        bounded = {each.name for each in ceilings}
        by_use = sorted(rest, key=lambda n: (n in bounded, declared[n][0].costly, n))
        unknown = [name for name in by_use if name not in bounded]
        outlook = Outlook(words[1], shares[words[0]], ceilings)
        return cls(asked, weights, shares, words[0], by_use, unknown, outlook)

    def most(self, name: str, rows: Rows) -> Bounds | np.float32:
        """What the scorer counts in the means of rows by which it has not been asked."""
        for ceiling in self.outlook.ceilings:
            if ceiling.name == name:
                return ceiling.at(rows)
        return np.float32(self.shares[name])


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Ascending rows, and what their means reach at most by what is known: `means` (2, rows)."""

    search: _Search
    outline: Outline
    rows: Rows
    means: Bounds

    @classmethod
    def of(cls, search: _Search, rows: Rows, outline: Outline) -> "_Candidates":
        return cls(search, outline, rows, outline.means.take(rows, axis=1))

    def rated_by(self, *names: str) -> "_Candidates":
        """With what these scorers say in place of what they could."""
        means = self.means
        for name in names:
            rated = sketched(name, self.search.declared[name], self.rows)
            rated *= np.float32(self.search.shares[name])
            rated -= self.search.most(name, self.rows)
            means = means + rated
        return replace(self, means=means)

    def only(self, places: Rows) -> "_Candidates":
        return replace(self, rows=self.rows[places], means=self.means.take(places, axis=1))

    def bound(self) -> Bounds:
        """A score that no row exceeds, whatever the ratings that are not known yet."""
        return harmonic(*self.means) + np.float32(MARGIN)

    def blended(self) -> tuple[Ratings, Blend]:
        """The ratings of all scorers."""
        declared = self.search.declared
        columns = {name: at(name, declared[name], self.rows) for name in self.search.by_use}
        words = self.search.outlook.rate(self.rows, self.outline.products)
        columns[self.search.words] = words
        return _blended(columns, self.search.weights, len(self.rows))

    def scored(self) -> tuple[Rows, Column]:
        """Those who may be proposed, and their scores."""
        _, blended = self.blended()
        places = np.flatnonzero(blended.quorate)
        return self.rows[places], blended.score[places]


def _blended(
    columns: Mapping[str, tuple[Scores, Scores]], weights: Mapping[str, float], size: int
) -> tuple[Ratings, Blend]:
    there = {name: column for name, (column, _) in columns.items()}
    back = {name: column for name, (_, column) in columns.items()}
    return Ratings(there, back), blend(there, back, weights, size)


def _words(
    declared: Mapping[str, Both],
) -> Iterator[tuple[str, tuple[SparseProduct, SparseProduct]]]:
    """Scorers made of sparse products over the same slabs both ways."""
    for name, (one, other) in declared.items():
        if (
            isinstance(one, SparseProduct)
            and isinstance(other, SparseProduct)
            and np.array_equal(one.postings.slabs, other.postings.slabs)
        ):
            yield name, (one, other)


def _ceilings(declared: Mapping[str, Both], shares: Mapping[str, float]) -> tuple[Ceiling, Ceiling]:
    """Of the two heaviest scorers that have a ceiling by the same classes both ways."""
    tables = {name: (one.ceiling(), other.ceiling()) for name, (one, other) in declared.items()}
    found = [
        Ceiling.of(name, shares[name], one, other)
        for name, (one, other) in tables.items()
        if one is not None and other is not None and one.class_of_row is other.class_of_row
    ]
    while len(found) < 2:
        size = len(next(iter(declared.values()))[0])
        nothing = TableLookup(np.zeros(size, dtype=np.int32), np.zeros(1, dtype=np.float32))
        found.append(Ceiling.of("", 0.0, nothing, nothing))
    first, second, *_ = sorted(found, key=lambda each: -each.share)
    return first, second


def _last(scores: Column, limit: int) -> float:
    """The last of the best, -inf where there are fewer."""
    if len(scores) < limit:
        return -np.inf
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])
