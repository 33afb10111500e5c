"""The profiles of a pool as lines of topics, and how near a seeker is to each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.ingredients import Ingredient, Logistic, Silence
from matchmaker.scoring.sparse import NarrowRows
from matchmaker.scoring.topics import TopicProduct, TopicQuery, TopicRows

from .similarity import SAMPLED, Row, Table, calibrate, damping, length, told
from .strengths import KINDS, Strengths
from .translator import HELP, WISH, Translator

OTHER = {"kmu": "creative", "creative": "kmu"}
WANTS = {"kmu": HELP, "creative": WISH}
"""The half of the book in which each kind wants something."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """How lines of topics are compared.

    `near` says how near two topics are, `half` which of them belong to each half of the
    book, `damping` by kind what each situation counts; `mean` is by kind and half the mean line,
    `usual` how near the two means of a half are. `centring` is the share of the usual that is
    taken away.
    """

    near: Table
    half: Mapping[bool, NDArray[np.bool_]]
    damping: Mapping[str, Row]
    mean: Mapping[tuple[str, bool], Row]
    usual: Mapping[bool, float]
    centring: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a fitted pool taught; frozen when other pools are rated. Calibrated by who benefits."""

    geometry: Geometry
    calibration: Mapping[str, Logistic]


class Lines:
    """A pool read with a book: two halves, and masks over its rows."""

    def __init__(self, strengths: Strengths, geometry: Geometry) -> None:
        self.kind = strengths.kind_number
        self.speaks: NDArray[np.bool_] = strengths.speaks
        self._geometry = geometry
        # Only creatives tick submarkets, so that hints know one damping.
        self._hints = strengths.hints * geometry.damping["creative"]
        self._halves = {half: _half(strengths, geometry, half) for half in (HELP, WISH)}

    def __len__(self) -> int:
        return len(self.kind)

    def asked(
        self, seeker: "Lines", benefits: str, other_side: float, curve: Logistic
    ) -> Ingredient:
        """How every row rates beside the only profile of `seeker`; a raw similarity of 0 is usual.

        What `benefits` wants counts 1, what the other side wants `other_side`.
        """
        number = int(seeker.kind[0])
        if benefits not in OTHER or number < 0 or not seeker.speaks[0]:
            return Silence(len(self))
        weight = {half: 1.0 if half == WANTS[benefits] else other_side for half in self._halves}
        total = 1 + other_side
        fields = tuple(self._field(seeker, half, weight[half] / total) for half in self._halves)
        partner = KINDS.index(OTHER[KINDS[number]])
        return TopicProduct(fields, self._geometry.centring, curve, self.speaks, self.kind, partner)

    def _field(self, seeker: "Lines", half: bool, weight: float) -> TopicQuery:
        wanted, one = self._geometry.near @ seeker.line(half), seeker._halves[half]
        usual = float(one.hub[0]) - self._geometry.usual[half]
        factor = weight * float(one.told[0])
        return TopicQuery(self._halves[half], wanted, self._hints @ wanted, usual, factor)

    def shares(self, seeker: "Lines") -> Iterator[Table]:
        """For each row how much each pair of topics adds to its nearness to the only profile of
        `seeker`.

        Shape (topics, topics): those of the seeker, those of the row.
        """
        near = np.asarray(self._geometry.near)  # plain: single steps on a mapped file cost more
        own = {half: seeker.line(half) for half in self._halves}
        spoken = {half: np.flatnonzero(line) for half, line in own.items()}
        gains = {
            half: line[spoken[half], np.newaxis] * near[spoken[half]] for half, line in own.items()
        }
        for row in range(len(self)):
            total = np.zeros(near.shape)
            for half, lines in self._halves.items():
                line = self.line(half, row)
                there = np.flatnonzero(line)
                told_both = seeker._halves[half].told[0] * lines.told[row]
                pairs = np.ix_(spoken[half], there)
                total[pairs] = told_both * gains[half][:, there] * line[there]
            yield total

    def line(self, half: bool, row: int = 0) -> Row:
        """The line of one row."""
        lines = self._halves[half]
        line: Row = self._hints[lines.class_of_row[row]] * lines.share[row]
        line *= self._geometry.half[half]
        said = lines.said
        entries = slice(said.ends[row], said.ends[row + 1])
        line[said.columns[entries]] += said.values[entries]
        return line


def _half(strengths: Strengths, geometry: Geometry, half: bool) -> TopicRows:
    """The lines of profiles in one half of the book, at length 1."""
    size = len(strengths)
    share, told_by, hub = np.ones(size), np.zeros(size), np.zeros(size)
    factors = np.array([geometry.damping[kind] * geometry.half[half] for kind in KINDS])
    usual = np.array([geometry.near @ geometry.mean[OTHER[kind], half] for kind in KINDS])
    wants = np.array([WANTS[kind] == half for kind in KINDS])
    for rows, dense in strengths.chunks():
        number = strengths.kind_number[rows]
        weighted = dense * factors[number]
        share[rows] = 1 / length(weighted, geometry.near)
        told_by[rows] = told(dense * geometry.half[half], wants[number])
        hub[rows] = np.einsum("ij,ij->i", weighted, usual[number]) * share[rows]
    words = strengths.words.copy()
    row = strengths.row_of_entry()
    words.data *= factors[strengths.kind_number[row], words.indices] * share[row]
    words.eliminate_zeros()
    narrow = (column.astype(np.float32) for column in (share, told_by, hub))
    return TopicRows(NarrowRows.of(words), strengths.group, *narrow)


def learn(
    pool: Pool,
    strengths: Strengths,
    translator: Translator,
    near: Table,
    centring: float,
    other_side: float,
) -> Learnt:
    """Everything that rating needs to know of a pool."""
    halves = {half: translator.wish == half for half in (HELP, WISH)}
    factor = {kind: damping(*strengths.total(kind)) for kind in KINDS}
    mean = _means(strengths, halves, factor, near)
    usual = {half: float(mean["kmu", half] @ near @ mean["creative", half]) for half in halves}
    geometry = Geometry(near, halves, factor, mean, usual, centring)
    return Learnt(geometry, _calibration(pool, translator, geometry, other_side))


def _means(
    strengths: Strengths,
    halves: Mapping[bool, NDArray[np.bool_]],
    factor: Mapping[str, Row],
    near: Table,
) -> dict[tuple[str, bool], Row]:
    """The mean line of each kind and half; where a pool has none of it, all situations alike."""
    total = {(kind, half): np.zeros(len(near)) for kind in KINDS for half in halves}
    count = dict.fromkeys(total, 0)
    for rows, dense in strengths.chunks():
        for kind, half in total:
            weighted = dense[strengths.kind_number[rows] == KINDS.index(kind)] * (
                factor[kind] * halves[half]
            )
            spoken = weighted[weighted.any(axis=1)]
            total[kind, half] += (spoken / length(spoken, near)[:, None]).sum(axis=0)
            count[kind, half] += len(spoken)
    return {
        (kind, half): total[kind, half] / count[kind, half]
        if count[kind, half]
        else halves[half] / max(halves[half].sum(), 1)
        for kind, half in total
    }


def _calibration(
    pool: Pool, translator: Translator, geometry: Geometry, other_side: float
) -> dict[str, Logistic]:
    """From the pairs of an evenly drawn sample of both kinds."""
    sample = {kind: _sample(pool, kind) for kind in KINDS}
    candidates = read_lines(Pool(sample["creative"]), translator, geometry)
    seekers = [read_lines(Pool([firm]), translator, geometry) for firm in sample["kmu"]]
    found = {}
    for benefits in KINDS:
        raw = [_raw(candidates, one, benefits, other_side) for one in seekers]
        found[benefits] = calibrate(np.concatenate([np.zeros(0), *raw]))
    return found


def _raw(candidates: Lines, seeker: Lines, benefits: str, other_side: float) -> Row:
    asked = candidates.asked(seeker, benefits, other_side, calibrate(np.zeros(0)))
    return asked.raw() if isinstance(asked, TopicProduct) else np.zeros(len(candidates))


def read_lines(pool: Pool, translator: Translator, geometry: Geometry) -> Lines:
    """The pool read with the book, in a geometry that was learnt before."""
    return Lines(Strengths(pool, translator), geometry)


def _sample(pool: Pool, kind: str) -> list[Profile]:
    """Profiles of a kind, evenly drawn by their ids."""
    rows = sorted(np.flatnonzero(pool.kinds == kind).tolist(), key=pool.ids.__getitem__)
    step = max(1, len(rows) // SAMPLED)
    return [pool[row] for row in rows[::step][:SAMPLED]]
