"""The profiles of a pool as lines of situations, and how near a seeker is to each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.blocks import Rows, blocks_of, reduced
from matchmaker.scoring.sparse import NarrowRows

from .similarity import SAMPLED, Calibration, Row, Table, calibrate, damping, length, told
from .strengths import KINDS, Strengths
from .translator import HELP, WISH, Translator, says_anything

Narrow = NDArray[np.float32]
OTHER = {"kmu": "creative", "creative": "kmu"}
WANTS = {"kmu": HELP, "creative": WISH}
"""The half of the book in which each kind wants something."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """How lines of situations are compared.

    `near` says how near two situations are, `half` which of them belong to each half of the
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
    calibration: Mapping[str, Calibration]


@dataclass(slots=True)
class _Half:
    """The lines of profiles in one half of the book, at length 1.

    A line is its row of `words` and the line `hints[group]` times `share`. `told` says how much
    the profile tells (0 to 1), `hub` how near it is to the other kind at large.
    """

    words: NarrowRows
    share: Narrow
    told: Narrow
    hub: Narrow

    def most(self, centring: float, usual: float) -> Row:
        """For each block a bound of told times lead, when so much is usual beside the own hub."""
        told, least = reduced(np.maximum, self.told), reduced(np.minimum, self.hub)
        return told.astype(np.float64) * np.maximum(1 - centring * (usual + least), 0)


class Lines:
    """A pool read with a book: two halves, and masks over its rows."""

    def __init__(self, pool: Pool, strengths: Strengths, geometry: Geometry) -> None:
        self.kind = strengths.kind_number
        self.speaks: NDArray[np.bool_] = np.array([says_anything(p) for p in pool], dtype=bool)
        self._geometry = geometry
        self._group = strengths.group
        # Only creatives tick submarkets, so that hints know one damping.
        self._hints = strengths.hints * geometry.damping["creative"]
        self._halves = {half: _half(strengths, geometry, half) for half in (HELP, WISH)}

    def __len__(self) -> int:
        return len(self.kind)

    def similarity(
        self, seeker: "Lines", benefits: str, other_side: float, rows: Rows | None = None
    ) -> Row:
        """The raw similarity of the rows, by default all, to the only profile of `seeker`.

        0 is the usual. What `benefits` wants counts 1, what the other side wants `other_side`.
        """
        some = slice(None) if rows is None else rows
        total = np.zeros(len(self.kind[some]))
        for half, lines in self._halves.items():
            one = seeker._halves[half]
            asked = self._geometry.near @ seeker.line(half)
            hinted = (self._hints @ asked)[self._group[some]] * lines.share[some]
            near = lines.words.products(asked, rows) + hinted
            usual = one.hub[0] + lines.hub[some] - self._geometry.usual[half]
            weight = 1.0 if half == WANTS[benefits] else other_side
            lead = near - self._geometry.centring * usual
            total += weight * one.told[0] * lines.told[some] * lead
        return total / (1 + other_side)

    def most(self, seeker: "Lines", benefits: str, other_side: float) -> Row:
        """For each block of rows a similarity that none of them exceeds.

        Two lines of length 1 are never nearer than 1.
        """
        total: Row = np.zeros(blocks_of(len(self)))
        for half, lines in self._halves.items():
            one, centring = seeker._halves[half], self._geometry.centring
            weight = 1.0 if half == WANTS[benefits] else other_side
            usual = float(one.hub[0]) - self._geometry.usual[half]
            total += weight * one.told[0] * lines.most(centring, usual)
        return total / (1 + other_side)

    def shares(self, seeker: "Lines") -> Table:
        """How much each pair of situations adds to the nearness of two single profiles.

        Shape (situations, situations): those of the seeker, those of the only row here.
        """
        total = np.zeros_like(self._geometry.near)
        for half, lines in self._halves.items():
            told_both = seeker._halves[half].told[0] * lines.told[0]
            outer = np.outer(seeker.line(half), self.line(half))
            total += told_both * outer * self._geometry.near
        return total

    def line(self, half: bool) -> Row:
        """The line of the first row."""
        lines = self._halves[half]
        hinted = self._hints[self._group[0]] * lines.share[0] * self._geometry.half[half]
        return lines.words.dense(0, len(hinted)) + hinted


def _half(strengths: Strengths, geometry: Geometry, half: bool) -> _Half:
    size = len(strengths)
    share, told_by, hub = np.ones(size), np.zeros(size), np.zeros(size)
    factors = np.array([geometry.damping[kind] * geometry.half[half] for kind in KINDS])
    usual = np.array([geometry.near @ geometry.mean[OTHER[kind], half] for kind in KINDS])
    for rows, dense in strengths.chunks():
        number = strengths.kind_number[rows]
        weighted = dense * factors[number]
        share[rows] = 1 / length(weighted, geometry.near)
        told_by[rows] = told(dense * geometry.half[half])
        hub[rows] = np.einsum("ij,ij->i", weighted, usual[number]) * share[rows]
    words = strengths.words.copy()
    row = strengths.row_of_entry()
    words.data *= factors[strengths.kind_number[row], words.indices] * share[row]
    words.eliminate_zeros()
    narrow = (column.astype(np.float32) for column in (share, told_by, hub))
    return _Half(NarrowRows.of(words), *narrow)


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
) -> dict[str, Calibration]:
    """From the pairs of an evenly drawn sample of both kinds."""
    sample = {kind: _sample(pool, kind) for kind in KINDS}
    candidates = read_lines(Pool(sample["creative"]), translator, geometry)
    seekers = [read_lines(Pool([firm]), translator, geometry) for firm in sample["kmu"]]
    found = {}
    for benefits in KINDS:
        raw = [candidates.similarity(one, benefits, other_side) for one in seekers]
        found[benefits] = calibrate(np.concatenate([np.zeros(0), *raw]))
    return found


def read_lines(pool: Pool, translator: Translator, geometry: Geometry) -> Lines:
    """The pool read with the book, in a geometry that was learnt before."""
    return Lines(pool, Strengths(pool, translator), geometry)


def _sample(pool: Pool, kind: str) -> list[Profile]:
    profiles = sorted((p for p in pool if p.kind == kind), key=lambda profile: profile.id)
    step = max(1, len(profiles) // SAMPLED)
    return profiles[::step][:SAMPLED]
