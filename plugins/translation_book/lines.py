"""The profiles of a pool as lines of situations, and how near a seeker is to each of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchmaker.scoring import Pool, Profile

from .similarity import (
    SAMPLED,
    Calibration,
    Row,
    Table,
    calibrate,
    damping,
    told,
    unit,
)
from .translator import HELP, WISH, Translator, says_anything

KINDS = ("kmu", "creative")
OTHER = {"kmu": "creative", "creative": "kmu"}
WANTS = {"kmu": HELP, "creative": WISH}
"""The half of the book in which each kind wants something."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a fitted pool taught; frozen when other pools are rated with it.

    By kind: the damping of situations, and for each half of the book the mean line of that kind.
    `usual` is how near the two means of a half are. `calibration` goes by who benefits.
    """

    near: Table
    damping: Mapping[str, Row]
    mean: Mapping[tuple[str, bool], Row]
    usual: Mapping[bool, float]
    calibration: Mapping[str, Calibration]


@dataclass(frozen=True, slots=True)
class Half:
    """The lines of profiles in one half of the book.

    `unit` holds lines of length 1, `told` how much each tells (0 to 1), `hub` how near each is to
    the other kind at large.
    """

    unit: sparse.csr_array
    told: Row
    hub: Row


class Lines:
    """A pool read with a book: two halves, and masks over its rows."""

    def __init__(self, pool: Pool, translator: Translator, learnt: Learnt, centring: float) -> None:
        strengths = strengths_of(pool, translator)
        self.kind = np.array([profile.kind for profile in pool], dtype=object)
        self.speaks: NDArray[np.bool_] = np.array([says_anything(p) for p in pool], dtype=bool)
        self._centring = centring
        self._learnt = learnt
        self._halves = {half: self._half(strengths, translator, half) for half in (HELP, WISH)}

    def _half(self, strengths: Table, translator: Translator, half: bool) -> Half:
        own = strengths * (translator.wish == half)
        lines = np.zeros_like(own)
        hub = np.zeros(len(own))
        for kind in KINDS:
            rows = self.kind == kind
            lines[rows] = unit(own[rows] * self._learnt.damping[kind], self._learnt.near)
            hub[rows] = lines[rows] @ self._learnt.near @ self._learnt.mean[OTHER[kind], half]
        return Half(sparse.csr_array(lines), told(own), hub)

    def similarity(self, seeker: "Lines", benefits: str, other_side: float) -> Row:
        """The raw similarity of every row to the only profile of `seeker`; 0 is the usual.

        What `benefits` wants counts 1, what the other side wants `other_side`.
        """
        total = np.zeros(len(self.kind))
        for half, lines in self._halves.items():
            one = seeker._halves[half]
            asked = self._learnt.near @ one.unit.toarray()[0]
            usual = one.hub[0] + lines.hub - self._learnt.usual[half]
            near = lines.unit @ asked - self._centring * usual
            weight = 1.0 if half == WANTS[benefits] else other_side
            total += weight * one.told[0] * lines.told * near
        return total / (1 + other_side)

    def shares(self, seeker: "Lines") -> Table:
        """How much each pair of situations adds to the nearness of two single profiles."""
        total = np.zeros_like(self._learnt.near)
        for half, lines in self._halves.items():
            one = seeker._halves[half]
            weight = one.told[0] * lines.told[0]
            own, other = one.unit.toarray()[0], lines.unit.toarray()[0]
            total += weight * own[:, None] * self._learnt.near * other[None, :]
        return total


def strengths_of(pool: Pool, translator: Translator) -> Table:
    """The strengths of all situations; shape (profiles, situations)."""
    rows = [translator.strengths(profile) for profile in pool]
    return np.array(rows).reshape(-1, len(translator.situations))


def learn(
    pool: Pool, translator: Translator, near: Table, centring: float, other_side: float
) -> Learnt:
    """Everything that rating needs to know of a pool."""
    strengths = strengths_of(pool, translator)
    kinds = np.array([profile.kind for profile in pool], dtype=object)
    factor = {kind: damping(strengths[kinds == kind]) for kind in KINDS}
    mean = {
        (kind, half): _mean(strengths[kinds == kind] * factor[kind], translator.wish == half, near)
        for kind in KINDS
        for half in (HELP, WISH)
    }
    usual = {half: float(mean["kmu", half] @ near @ mean["creative", half]) for half in (HELP, WISH)}
    uncalibrated = Learnt(near, factor, mean, usual, {})
    calibration = _calibration(pool, translator, uncalibrated, centring, other_side)
    return Learnt(near, factor, mean, usual, calibration)


def _mean(weighted: Table, half: NDArray[np.bool_], near: Table) -> Row:
    """The mean line of a kind; where a pool has none of it, every situation alike."""
    lines = unit(weighted * half, near)
    spoken = lines[lines.any(axis=1)]
    return spoken.mean(axis=0) if len(spoken) else half / max(half.sum(), 1)


def _calibration(
    pool: Pool, translator: Translator, learnt: Learnt, centring: float, other_side: float
) -> dict[str, Calibration]:
    """From the pairs of an evenly drawn sample of both kinds."""
    sample = {kind: _sample(pool, kind) for kind in KINDS}
    candidates = Lines(Pool(sample["creative"]), translator, learnt, centring)
    seekers = [Lines(Pool([firm]), translator, learnt, centring) for firm in sample["kmu"]]
    found = {}
    for benefits in KINDS:
        raw = [candidates.similarity(one, benefits, other_side) for one in seekers]
        found[benefits] = calibrate(np.concatenate([np.zeros(0), *raw]))
    return found


def _sample(pool: Pool, kind: str) -> list[Profile]:
    rows = [row for row, profile in enumerate(pool) if profile.kind == kind]
    step = max(1, len(rows) // SAMPLED)
    return [pool[row] for row in rows[::step][:SAMPLED]]
