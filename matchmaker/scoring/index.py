"""The searchable, memory-mapped form of a pool, with the bundled scorers fitted to it.

A job builds it, every worker opens it. What was learnt stays frozen until the next build: a
profile that changes meanwhile is rated with the same constants in a small segment of its own, so
that the same request has the same answer in every worker, however it came to know the change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.garbage import collect_rarely
from matchmaker.scoring.eligibility import Partners
from matchmaker.scoring.fairness import Balance
from matchmaker.scoring.faults import ScorerFault, blame
from matchmaker.scoring.match import ExplainedPair, Ranking
from matchmaker.scoring.panel import explain_pair, fit_all
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.searchable import SearchablePool, searchable
from matchmaker.scoring.segment import (
    Eligible,
    Segment,
    everyone,
    in_the_list_of,
    known_faults,
    rank,
    rate_all,
    tie_order,
)
from matchmaker.scoring.storage.fitting import write_scorers
from matchmaker.scoring.storage.mapped import Entry, MappedPool, write_pool
from matchmaker.scoring.storage.scorer_files import read_scorers
from matchmaker.scoring.storage.versions import (
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    new_version,
    pointer_of,
    publish,
    remove_previous,
    version_in_force,
)

__all__ = [
    "Entry",
    "Index",
    "IndexDamaged",
    "IndexMissing",
    "IndexOutdated",
    "IndexUnusable",
    "build_index",
    "open_index",
    "remove_previous",
]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Profiles of both kinds and scorers that rate them: a value that never changes.

    `version` names the build, `fingerprint` the settings of the scorers it was built with, and
    `sequence` is the number of the last change of a profile that is contained. The first segment
    is the mapped pool of the build, further ones hold what changed since. With a `balance` rankings
    take the fairness step. Safe to share between threads.
    """

    version: str
    fingerprint: str
    sequence: int
    segments: tuple[Segment, ...]
    balance: Balance | None = None

    def __len__(self) -> int:
        return sum(int(segment.alive.sum()) for segment in self.segments)

    @property
    def pool(self) -> Pool:
        """The profiles at the time of the build."""
        return self.segments[0].pool

    @property
    def faults(self) -> tuple[ScorerFault, ...]:
        """Why scorers have no part in any ranking of this index."""
        return known_faults(self.segments, self.names)

    def get(self, id: str) -> Entry | None:
        """The entry as it is now, None when there is none."""
        for segment in self.segments:
            row = searchable(segment.pool).row_of(id)
            if row is not None and segment.alive[row]:
                return Entry(segment.pool[row], segment.tie_keys[row])
        return None

    def rank(
        self,
        seeker: Profile,
        weights: Mapping[str, float],
        *,
        eligible: Eligible | None = None,
        limit: int = 20,
    ) -> Ranking:
        """The best `limit` partners by the scorers that `weights` names; 0 leaves one out.

        By default `Partners(seeker)` are eligible. ValueError on a scorer the index does not
        have and on weights that make no sense.
        """
        self._check_names(weights)
        mask, fair = eligible or Partners(seeker), self.balance
        return rank(self.segments, seeker, weights, eligible=mask, limit=limit, balance=fair)

    def explain(
        self,
        seeker: Profile,
        candidate: Entry,
        weights: Mapping[str, float],
        *,
        eligible: Eligible | None = None,
    ) -> ExplainedPair:
        """One pair with all reasons, eligible or not; neither needs to be in the index.

        The score is the one that a ranking of the `eligible` would show.
        """
        self._check_names(weights)
        one, key = candidate.profile, candidate.tie_key
        explained = explain_pair(self.segments, seeker, one, weights, key)
        if self.balance is None or not explained.match.quorate:
            return explained
        rated, _, _ = rate_all(self.segments, seeker, weights, eligible or Partners(seeker))
        before = sum(part.contribution for part in explained.match.parts)  # not yet rounded
        score = in_the_list_of(seeker, rated, one.id, before, self.balance)
        return replace(explained, match=explained.match.scored(score))

    def with_changes(self, changes: Mapping[str, Entry | None], sequence: int) -> "Index":
        """The index after the changes, by id: the entry as it is now, or None where it is gone.

        Costs one rebase of every scorer to the changed profiles, and now and then to some that
        changed before: segments are joined so that there are never more than a logarithm's worth.
        """
        base, *later = (_without(segment, changes) for segment in self.segments)
        fresh = [entry for entry in changes.values() if entry is not None]
        while later and int(later[-1].alive.sum()) <= len(fresh):
            fresh = [*_entries(later.pop()), *fresh]
        added = [_rebased(base, fresh)] if fresh else []
        return replace(self, sequence=sequence, segments=(base, *later, *added))

    def with_scorers(self, scorers: Mapping[str, Scorer]) -> "Index":
        """The index with further scorers, or others of the same name, fitted to its pool.

        They are fitted to the pool of the build alone, as those that were built in are, so that
        every worker has the same constants.
        """
        base, *later = self.segments
        fitted, faults = fit_all(scorers, base.pool)
        kept = {name: scorer for name, scorer in base.scorers.items() if name not in scorers}
        old = tuple(fault for fault in base.faults if fault.name not in scorers)
        base = replace(base, scorers=kept | fitted, faults=(*old, *faults))
        rebased = [_rebased(base, list(_entries(segment))) for segment in later]
        return replace(self, segments=(base, *rebased))

    @property
    def names(self) -> set[str]:
        """Every scorer the index knows, those that failed included."""
        base = self.segments[0]
        return {*base.scorers, *(fault.name for fault in base.faults)}

    def _check_names(self, weights: Mapping[str, float]) -> None:
        unknown = sorted(set(weights) - self.names)
        if unknown:
            there = ", ".join(sorted(self.names)) or "none"
            raise ValueError(f"The index has no scorer {unknown[0]!r}; there are: {there}.")


def build_index(
    directory: Path,
    entries: Iterable[Entry],
    scorers: Mapping[str, Scorer],
    sequence: int,
    fingerprint: str,
) -> Path:
    """Write a new version of the index, put it in force, and return its folder.

    `entries` are read once, some at a time. The scorers, by name, are fitted to the whole; one
    that fails is left out and named in `Index.faults`. Whatever else goes wrong leaves the
    version that was in force before. ValueError when two entries have the same id.
    """
    collect_rarely()
    with new_version(directory) as folder:
        (folder / "pool").mkdir()
        pool = write_pool(folder / "pool", entries)
        faults = write_scorers(folder / "scorers", scorers, pool)
        broken = {fault.name for fault in faults}
        about = {
            "sequence": sequence,
            "fingerprint": fingerprint,
            "profiles": len(pool),
            "scorers": [name for name in scorers if name not in broken],
            "faults": [[fault.name, fault.kind, fault.sentence] for fault in faults],
        }
        publish(folder, about)
    return folder


def open_index(directory: Path) -> Index:
    """The version in force, every file checked against what was written.

    The modules of the scorers' classes must have been loaded before. IndexMissing, IndexDamaged
    or IndexOutdated when there is nothing that may be used.
    """
    collect_rarely()
    while True:
        pointer = pointer_of(directory)
        try:
            folder, manifest = version_in_force(directory)
            return _open(folder, manifest)
        except (IndexUnusable, FileNotFoundError):
            # Two builds may have ended meanwhile, of which the second removes what was read.
            if pointer_of(directory) == pointer:
                raise


def _open(folder: Path, manifest: Mapping[str, Any]) -> Index:
    pool = MappedPool(folder / "pool")
    scorers = read_scorers(folder / "scorers", manifest["scorers"], pool)
    faults = tuple(ScorerFault(*fault) for fault in manifest["faults"])
    base = Segment(pool, pool.tie_keys, pool.tie_order, everyone(pool), scorers, faults)
    return Index(folder.name, manifest["fingerprint"], manifest["sequence"], (base,))


def _without(segment: Segment, ids: Iterable[str]) -> Segment:
    pool = searchable(segment.pool)
    rows = [row for id in ids if (row := pool.row_of(id)) is not None and segment.alive[row]]
    if not rows:
        return segment
    alive = segment.alive.copy()
    alive[rows] = False
    return replace(segment, alive=alive)


def _entries(segment: Segment) -> Sequence[Entry]:
    rows = map(int, np.flatnonzero(segment.alive))
    return [Entry(segment.pool[row], segment.tie_keys[row]) for row in rows]


def _rebased(base: Segment, entries: Sequence[Entry]) -> Segment:
    """The entries as a segment, rated by the scorers of the base with what they have learnt."""
    pool = SearchablePool(entry.profile for entry in entries)
    keys = [entry.tie_key for entry in entries]
    scorers = {}
    faults = []
    for name, scorer in base.scorers.items():
        try:
            with blame(name):
                scorers[name] = scorer.rebase(pool)
        except ScorerFault as fault:
            faults.append(fault)
    return Segment(pool, keys, tie_order(keys), everyone(pool), scorers, tuple(faults))
