"""How strongly the profiles of a pool speak of each topic, in a form that fits a country."""

from array import array
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchmaker.scoring import Pool, Profile

from .similarity import Row, Table
from .translator import Translator, says_anything

FAINTEST = 0.05
"""Weaker than this is not kept: it costs memory and says nothing."""

KINDS = ("kmu", "creative")
"""In the order of their numbers; -1 is the number of any other kind."""

_AT_ONCE = 4096
"""Rows that are held densely at a time."""


class Strengths:
    """A pool by topics: what its texts say, and what its ticked submarkets hint at.

    `words` (profiles, topics) adds to the line `hints[group]` of each profile; few distinct
    sets of submarkets make few groups, so that hints need no memory per profile. Who does not
    `speak` says nothing that could be translated.
    """

    def __init__(self, pool: Pool, translator: Translator) -> None:
        groups: dict[frozenset[str], int] = {frozenset(): 0}
        kinds, group, speaks = array("b"), array("i"), array("b")
        rows = _Rows()
        for profile in pool:
            kinds.append(_number(profile.kind))
            group.append(groups.setdefault(_ticked(profile), len(groups)))
            speaks.append(says_anything(profile))
            rows.add(translator.words(profile))
        self.kind_number = np.array(kinds, dtype=np.int8)
        self.group = np.array(group, dtype=np.int32)
        self.speaks = np.array(speaks, dtype=bool)
        self.hints: Table = np.array([translator.hints(ticked) for ticked in groups])
        self.words = rows.matrix(len(translator.wish))
        self.words.data *= 1 - self.hints[self.group[self.row_of_entry()], self.words.indices]

    def __len__(self) -> int:
        return len(self.kind_number)

    def chunks(self) -> Iterator[tuple[NDArray[np.intp], Table]]:
        """The rows in order, some thousand at a time, with their dense strengths."""
        for start in range(0, len(self), _AT_ONCE):
            rows = np.arange(start, min(start + _AT_ONCE, len(self)))
            yield rows, self.words[rows].toarray() + self.hints[self.group[rows]]

    def total(self, kind: str) -> tuple[int, Row]:
        """The number of profiles of a kind, and the sum of their strengths."""
        mask = self.kind_number == _number(kind)
        hinted = np.bincount(self.group[mask], minlength=len(self.hints)) @ self.hints
        return int(mask.sum()), mask.astype(float) @ self.words + hinted

    def row_of_entry(self) -> NDArray[np.intp]:
        """The row of each stored entry of `words`."""
        return np.repeat(np.arange(len(self)), np.diff(self.words.indptr))


def _number(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else -1


def _ticked(profile: Profile) -> frozenset[str]:
    return profile.submarkets if profile.kind == "creative" else frozenset()


class _Rows:
    """Collects rows in few bytes an entry: a country must not pile up as dictionaries."""

    def __init__(self) -> None:
        self._columns, self._values, self._ends = array("i"), array("d"), array("l", [0])

    def add(self, strengths: Mapping[int, float]) -> None:
        kept = [(n, strength) for n, strength in sorted(strengths.items()) if strength >= FAINTEST]
        self._columns.extend([number for number, _ in kept])
        self._values.extend([strength for _, strength in kept])
        self._ends.append(len(self._columns))

    def matrix(self, width: int) -> sparse.csr_array:
        columns = np.frombuffer(self._columns, dtype=np.int32)
        values = np.frombuffer(self._values, dtype=np.float64)
        ends = np.frombuffer(self._ends, dtype=np.int64)
        return sparse.csr_array((values, columns, ends), shape=(len(ends) - 1, width))
