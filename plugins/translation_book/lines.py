"""The profiles of a pool as lines of topics, and how near a seeker is to each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.search.ingredients import Ingredient, Logistic, Silence
from matchmaker.scoring.search.sparse import NarrowRows
from matchmaker.scoring.search.topics import TopicProduct, TopicRows

from .similarity import SAMPLED, Row, Table, calibrate, damping, length, told
from .strengths import KINDS, Strengths
from .translator import HELP, WISH, Translator

OTHER = {"kmu": "creative", "creative": "kmu"}
HALVES = HELP, WISH
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
    """A pool read with a book."""

    def __init__(self, rows: TopicRows, hints: Table, geometry: Geometry) -> None:
        """`hints` are the lines of classes of rows, before they are brought to length 1."""
        self._rows, self._hints, self._geometry = rows, hints, geometry

    @classmethod
    def of(cls, strengths: Strengths, geometry: Geometry) -> Self:
        # Only creatives tick submarkets, so that hints know one damping.
        hints = strengths.hints * geometry.damping["creative"]
        return cls(_rows_of(strengths, geometry), hints, geometry)

    def __len__(self) -> int:
        return len(self._rows)

    def only(self, row: int) -> Self:
        """One of the profiles as a pool of its own."""
        return type(self)(self._rows.only(row), self._hints, self._geometry)

    def asked(
        self, seeker: "Lines", benefits: str, other_side: float, curve: Logistic
    ) -> Ingredient:
        """How every row rates beside the only profile of `seeker`; a raw similarity of 0 is usual.

        What `benefits` wants counts 1, what the other side wants `other_side`.
        """
        number = int(seeker._rows.kinds[0])
        if benefits not in OTHER or number < 0:
            return Silence(len(self))
        weights = np.array([1.0 if half == WANTS[benefits] else other_side for half in HALVES])
        weights /= 1 + other_side
        usual = self._geometry.usual
        gains = seeker._gains * weights[:, np.newaxis]
        _, told, pull = seeker._rows.amounts[0].astype(np.float64)
        centring = -self._geometry.centring * weights
        return TopicProduct(
            self._rows,
            gains.sum(axis=0),
            self._hints @ gains.T,
            centring * (pull - told * [usual[one] for one in HALVES]),
            centring * told,
            curve,
            KINDS.index(OTHER[KINDS[number]]),
        )

    @cached_property
    def _gains(self) -> Table:
        """By half what each topic of a row adds to its nearness to the only profile of these; kept,
        since both who benefits and who is asked are rated by it."""
        near, half, line = self._geometry.near, self._geometry.half, self.line()
        return np.array([near @ (line * half[one]) for one in HALVES])

    def shares(self, seeker: "Lines") -> Iterator[Table]:
        """For each row how much each pair of topics adds to its nearness to the only profile of
        `seeker`.

        Shape (topics, topics): those of the seeker, those of the row.
        """
        near = self._geometry.near
        own = seeker.line()
        spoken = np.flatnonzero(own)
        gains = own[spoken, np.newaxis] * near[spoken]
        for row in range(len(self)):
            total = np.zeros(near.shape)
            line = self.line(row)
            there = np.flatnonzero(line)
            total[np.ix_(spoken, there)] = gains[:, there] * line[there]
            yield total

    def line(self, row: int = 0) -> Row:
        """The line of one row in both halves, times how much it tells in each."""
        rows = self._rows
        hinted = self._hints[rows.class_of_row[row]]
        line = rows.said.line(row, len(hinted))
        for share, half in zip(rows.amounts[row, 0].tolist(), HALVES, strict=True):
            line += hinted * self._geometry.half[half] * share
        return line


def _rows_of(strengths: Strengths, geometry: Geometry) -> TopicRows:
    """The lines of profiles, at length 1 in each half of the book times how much they tell there;
    who says nothing is of no kind."""
    wants = np.array([[WANTS[kind] == half for kind in KINDS] for half in HALVES])
    factors = np.array(
        [[geometry.damping[kind] * geometry.half[half] for kind in KINDS] for half in HALVES]
    )
    usual = np.array(
        [[geometry.near @ geometry.mean[OTHER[kind], half] for kind in KINDS] for half in HALVES]
    )
    of_topic = np.array([geometry.half[half] for half in HALVES]).argmax(axis=0)
    words = strengths.words
    amounts = np.zeros((len(strengths), 3, len(HALVES)), dtype=np.float32)
    values = np.empty(words.nnz, dtype=np.float32)
    for rows, dense in strengths.chunks():
        number = strengths.kind_number[rows]
        for at, half in enumerate(HALVES):
            weighted = dense * factors[at, number]
            tells = told(dense * geometry.half[half], wants[at, number])
            share = tells / length(weighted, geometry.near)
            pull = np.einsum("ij,ij->i", weighted, usual[at, number]) * share
            amounts[rows, :, at] = np.stack([share, tells, pull], axis=1)
        ends = words.indptr[rows[0] : rows[-1] + 2]
        entries, row = slice(ends[0], ends[-1]), np.repeat(rows, np.diff(ends))
        topic, at = words.indices[entries], of_topic[words.indices[entries]]
        factor = factors[at, strengths.kind_number[row], topic] * amounts[row, 0, at]
        values[entries] = words.data[entries] * factor
    kinds = np.where(strengths.speaks, strengths.kind_number, -1).astype(np.int8)
    said = sparse.csr_array((values, words.indices, words.indptr), words.shape)
    return TopicRows(NarrowRows.of(said), strengths.group, amounts, kinds)


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
    return Lines.of(Strengths(pool, translator), geometry)


def _sample(pool: Pool, kind: str) -> list[Profile]:
    """Profiles of a kind, evenly drawn by their ids."""
    rows = sorted(np.flatnonzero(pool.kinds == kind).tolist(), key=pool.ids.__getitem__)
    step = max(1, len(rows) // SAMPLED)
    return [pool[row] for row in rows[::step][:SAMPLED]]
