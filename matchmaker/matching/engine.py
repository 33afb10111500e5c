"""The ranking in force in this process: the index of the moment and the scorers that count.

Every request asks for a `Lineup`. It is made of the newest index on disk, the profiles that
changed since that was built, and the scorers that the operator has in force at this moment, so
that a change is right at once in every worker and nothing of it is decided in memory alone.
"""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotReady
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from flask import current_app
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from matchmaker import jobs
from matchmaker.db import db, unit_of_work, writing
from matchmaker.errors import PluginProblem, Unavailable
from matchmaker.i18n import today
from matchmaker.logs import get_logger
from matchmaker.matching import scorers
from matchmaker.matching.candidates import all_entries, entries_of
from matchmaker.matching.lineup import Lineup, lineup_of
from matchmaker.matching.scorers import ScorerState
from matchmaker.matching.workshop import Workshop, fingerprint, is_other_code, load_bundled
from matchmaker.profiles.models import Profile, ProfileChange
from matchmaker.scoring.budget import waiting
from matchmaker.scoring.description import PluginError
from matchmaker.scoring.index import (
    Index,
    IndexOutdated,
    IndexUnusable,
    build_index,
    open_index,
    remove_previous,
)
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.storage.versions import pointer_of
from matchmaker.scoring.text import load_words

SMALL_POOL = 5_000
"""Up to here a missing index is built while somebody waits; beyond, by the job alone."""
MANY_CHANGES = 200
"""From here on a new build pays."""
PATIENCE_SECONDS = 0.8
"""How long a page waits for plugins that are being prepared."""
LOOK_AGAIN_SECONDS = 0.5
"""Between two looks for the first index."""
_LATER = (
    select(ProfileChange.sequence, ProfileChange.uid)
    .where(ProfileChange.sequence > bindparam("last"))
    .order_by(ProfileChange.sequence)
)


class Engine:
    """Keeps index and scorers of this process up to date; one per application, thread-safe."""

    def __init__(self, instance: Path, plugins: Path) -> None:
        self.directory = instance / "index"
        self._workshop = Workshop(plugins)
        self._lock = threading.RLock()
        self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="plugins")
        self._pointer: bytes | None = None
        self._built: Index | None = None
        self._current: Index | None = None
        self._joined = ""
        """Which index with which guests `_current` is made of."""
        self._joining: tuple[str, Future[Index], float] | None = None
        """What for, the work, and when it began."""
        self._lineup: Lineup | None = None
        self._made_of: tuple[object, ...] = ()
        self._faults: list[tuple[str, str, bool]] = []

    def lineup(self, *, patient: bool) -> Lineup:
        """What ranks now. Raises Unavailable while a large pool has no index yet."""
        moment = scorers.this_moment()
        states = [state for state in moment.scorers if state.in_force]
        bundled, guests = scorers.by_origin(states)
        with self._lock:
            built = self._newest(bundled, patient=patient)
            self._join(built, guests, patient=patient)
            index = self._follow_changes(moment.last_change)
            lineup = self._same_or_new(index, states, fair=moment.fair)
        for fault in index.faults:  # counted by request, as faults of rating are
            if fault.name in lineup.missing and fault.counts:
                self.blame(fault.name, fault.sentence)
        return replace(lineup, ahead=True) if moment.last_change < index.sequence else lineup

    def close(self) -> None:
        """End the plugin host, and let go of the index and its mapped files."""
        self._background.shutdown(wait=True, cancel_futures=True)
        self._workshop.close()
        self._built, self._current, self._joined, self._joining = None, None, "", None
        self._lineup, self._made_of = None, ()

    def blame(self, name: str, sentence: str, *, final: bool = False) -> None:
        """Remember a fault; it is written down when the request or command is over."""
        self._faults.append((name, sentence, final))

    def write_faults(self) -> None:
        """In a transaction of its own: whoever asked for a ranking may be writing or only read."""
        while self._faults:
            name, sentence, final = self._faults.pop()
            with writing(), Session(db.engine) as session, session.begin():
                scorers.record_fault(session, name, sentence, final=final)

    def build(self, bundled: Sequence[ScorerState], *, afresh: bool = False) -> None:
        """A new index of everybody who may be proposed, put in force for all workers.

        `afresh` takes nothing over from the one before, and leaves nothing of it.
        """
        made = {}
        for state in bundled:
            try:
                made[state.name] = self._workshop.make(state)
            except PluginProblem as problem:
                self.blame(state.name, problem.sentence, final=True)
        if not afresh:
            self._warm_start(made)
        sequence = _last_change()
        build_index(self.directory, all_entries(), made, sequence, fingerprint(bundled))
        if afresh:
            remove_previous(self.directory)

    def _warm_start(self, made: Mapping[str, Scorer]) -> None:
        """Let scorers take over from the index in force what is costly to learn again."""
        with suppress(IndexUnusable):
            before = self._open().segments[0].scorers
            for name in made.keys() & before.keys():
                made[name].warm_start(before[name])

    def is_due(self, bundled: Sequence[ScorerState]) -> bool:
        """Whether the index lacks a scorer or enough changes that a new build pays."""
        try:
            index = self._open()
        except IndexUnusable:
            return True
        changes = _changes_since(index.sequence)
        few = changes < MANY_CHANGES and len(index) > SMALL_POOL
        return index.fingerprint != fingerprint(bundled) or (changes > 0 and not few)

    def load_shared(self) -> None:
        """Word lists, and what an index brings along beside its files: above all the book."""
        load_words()
        with suppress(IndexUnusable):
            self._open()

    def warm_up(self) -> None:
        """Open the index before somebody waits for it; waits for the job that makes the first."""
        while not self.ready()[0]:
            sleep(LOOK_AGAIN_SECONDS)
        self.lineup(patient=True)

    @property
    def sequence(self) -> int:
        """The last change that the index in force contains, 0 without one."""
        try:
            return self._open().sequence
        except IndexUnusable:
            return 0

    def ready(self) -> tuple[bool, str]:
        """Whether an index is there, for /readyz; does not open it."""
        there = pointer_of(self.directory) is not None
        return there, "index is there" if there else "index has not been built yet"

    def _newest(self, bundled: Sequence[ScorerState], *, patient: bool) -> Index:
        pointer = pointer_of(self.directory)
        if self._built is not None and pointer == self._pointer:
            return self._built
        wanted = fingerprint(bundled)
        try:
            index = self._open()
            if is_other_code(index.fingerprint, wanted):
                raise IndexOutdated("The index was built by other plugins than are there now.")
        except IndexUnusable:
            self._build_while_waiting(bundled, patient=patient)
            pointer, index = pointer_of(self.directory), self._open()
        if index.fingerprint != wanted and patient:  # a command does not count on a worker
            self.build(bundled)
            pointer, index = pointer_of(self.directory), self._open()
        self._pointer, self._built = pointer, index
        if index.fingerprint != wanted and not patient:
            jobs.wake("refresh_index")
        return index

    def _open(self) -> Index:
        for state in scorers.scorer_states():  # the index is read back as their classes
            if state.found and not state.found.foreign and not state.found.problem:
                with suppress(PluginError):  # building without it says what is wrong
                    load_bundled(state.found)
        return open_index(self.directory)

    def _build_while_waiting(self, bundled: Sequence[ScorerState], *, patient: bool) -> None:
        profiles = db.session.scalar(select(func.count()).select_from(Profile)) or 0
        if not patient and profiles > SMALL_POOL:
            jobs.wake("refresh_index")
            raise Unavailable("The ranking is being prepared; please try again in a minute.", 60)
        self.build(bundled)

    def _join(self, built: Index, guests: Sequence[ScorerState], *, patient: bool) -> None:
        """Let foreign scorers rate the index too; until they are ready it ranks without them."""
        wanted = f"{built.version} {fingerprint(guests)}"
        if self._joined == wanted:
            return
        if self._joining is None or self._joining[0] != wanted:
            work = self._background.submit(self._fit, built, list(guests))
            self._joining = wanted, work, monotonic()
        _, work, began = self._joining
        left = began + PATIENCE_SECONDS - monotonic()  # so that nobody waits in turn
        try:
            with waiting(max(left, 0.0)) as seconds:
                joined = work.result(timeout=None if patient else seconds)
        except NotReady:
            joined, wanted = built, f"{built.version} waiting"
        except OSError as error:  # no process for them: whoever asks next tries again
            get_logger().warning("plugin host not started", error=type(error).__name__)
            self._joining = None
            joined, wanted = built, f"{built.version} waiting"
        if self._joined != wanted:
            self._current, self._joined = joined, wanted

    def _fit(self, built: Index, guests: Sequence[ScorerState]) -> Index:
        made = {}
        for state in guests:
            try:
                made[state.name] = self._workshop.make(state)
            except PluginProblem as problem:
                self.blame(state.name, problem.sentence, final=True)
        return built.with_scorers(made) if made else built

    def _follow_changes(self, last: int) -> Index:
        assert self._current is not None
        if last <= self._current.sequence:
            return self._current
        changes = db.session.execute(_LATER, {"last": self._current.sequence}).all()
        if changes:  # none where a build took them in meanwhile
            entries = entries_of(change.uid for change in changes)
            self._current = self._current.with_changes(entries, changes[-1].sequence)
        return self._current

    def _same_or_new(self, index: Index, states: Sequence[ScorerState], *, fair: bool) -> Lineup:
        """A lineup keeps its answers, of one day alone: what a guest says may depend on it."""
        made_of = index, states, fair, today()
        if self._lineup is None or made_of != self._made_of:
            self._lineup, self._made_of = lineup_of(index, states, fair=fair), made_of
        return self._lineup


def _last_change() -> int:
    return db.session.scalar(select(func.max(ProfileChange.sequence))) or 0


def _changes_since(sequence: int) -> int:
    query = select(func.count()).select_from(ProfileChange)
    return db.session.scalar(query.where(ProfileChange.sequence > sequence)) or 0


def _engine() -> Engine:
    return current_app.extensions["matching"]


def lineup(*, patient: bool = False) -> Lineup:
    """What ranks now in this process; a patient caller waits for plugins that still start."""
    return _engine().lineup(patient=patient)


def blame(name: str, sentence: str) -> None:
    _engine().blame(name, sentence)


def build_without_the_erased() -> None:
    """No file of the ranking holds a word of whoever is gone; nothing to do without an index."""
    if _engine().ready()[0]:
        _engine().build(scorers.bundled_in_force(), afresh=True)


def rebuild_if_needed() -> None:
    """Build the index anew when it lacks a scorer or many changes; takes as long as it takes."""
    bundled = scorers.bundled_in_force()
    if not _engine().is_due(bundled):
        return
    before = _engine().sequence
    _engine().build(bundled)
    # A worker may still read the version before, so its changes stay; and so does the last of all,
    # by which every reader knows how much it sees.
    with unit_of_work():
        db.session.execute(delete(ProfileChange).where(ProfileChange.sequence < before))
