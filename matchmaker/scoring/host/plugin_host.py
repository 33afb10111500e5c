"""The plugin host: one process in which all foreign scorers run.

A plugin that hangs, exits or eats memory cannot be stopped inside the process that ranks. In the
host it costs one answer: the process is killed, started again in the background, and the other
plugins are put back as they were. This guards against faults, not against malice: a plugin has
the rights of the account.
"""

import weakref
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.scoring.budget import asking
from matchmaker.scoring.description import checked_setting
from matchmaker.scoring.faults import ScorerFault, validate_explanation, validate_scores
from matchmaker.scoring.host.hosted import HostedScorer
from matchmaker.scoring.host.keeper import Keeper
from matchmaker.scoring.host.wire import Header, row_of
from matchmaker.scoring.loader import Description, FoundPlugin, PluginError, discover
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Explanation, Reason, Scores
from matchmaker.scoring.testing import CHECKS, CheckResult

_ROWS_A_FRAME = 2000

_FAULTS_A_CHECK = 3
"""Checks that may end the process before the rest of them is left out."""


class PluginHost:
    """Runs the foreign scorers of a plugins folder and of installed packages; thread-safe.

    `memory_mb` is what plugins may allocate beyond interpreter, numpy and pools. A rating may
    take `deadline_s`, and no more than its request has left (`scoring.budget`); importing a plugin
    or one check `load_deadline_s`, fitting `fit_deadline_s` seconds. While the process comes back
    after a fault, ratings wait until `patience_s` after that fault and then fail with the kind
    "restarting", so that no page waits long for another plugin's fault.
    """

    def __init__(
        self,
        folder: Path,
        *,
        memory_mb: int = 512,
        deadline_s: float = 1.0,
        load_deadline_s: float = 10.0,
        fit_deadline_s: float = 30.0,
        patience_s: float = 0.7,
    ) -> None:
        self.folder = folder
        self.deadline_s = deadline_s
        self.load_deadline_s = load_deadline_s
        self.fit_deadline_s = fit_deadline_s
        self.released_scorers: list[int] = []
        self._released_pools: list[int] = []
        self._pool_keys: weakref.WeakKeyDictionary[Pool, int] = weakref.WeakKeyDictionary()
        self._next_key = count(1)
        self._fitted: weakref.WeakSet[HostedScorer] = weakref.WeakSet()
        turn_s = deadline_s + patience_s
        self._keeper = Keeper(memory_mb, patience_s, turn_s, self._put_back)

    def load(
        self, plugin: str | FoundPlugin, settings: Mapping[str, Any] | None = None
    ) -> HostedScorer:
        """Import the plugin in the host; an unfitted stand-in, or PluginError.

        A name is looked up in the folder and in installed packages.
        """
        found = plugin if isinstance(plugin, FoundPlugin) else discover(self.folder)[plugin]
        if found.problem is not None:
            raise PluginError(found.name, found.problem)
        given = dict(settings or {})
        try:
            with self._keeper.process():
                description = self._load(found, given)
        except ScorerFault as fault:
            raise PluginError(found.name, fault.sentence) from fault
        stand_in = HostedScorer.of(found, description)
        typed = {key: checked_setting(description, key, value) for key, value in given.items()}
        return stand_in(self, typed)

    def check(
        self, plugin: str | FoundPlugin, settings: Mapping[str, Any] | None = None
    ) -> list[CheckResult]:
        """Run the conformance kit in the host; PluginError when the plugin cannot be loaded.

        A check that hangs or ends the process has failed; after three of them the rest is left.
        """
        scorer, results, faults = self.load(plugin, settings), list[CheckResult](), 0
        for check in CHECKS:
            if faults == _FAULTS_A_CHECK:
                break
            try:
                results.append(self._check(scorer, check.__name__))
            except ScorerFault as fault:
                results.append(CheckResult(check.__name__, False, fault.sentence))
                faults += 1
        return results

    def close(self) -> None:
        """End the process; it starts again when it is needed."""
        self._keeper.close()

    def fit(self, scorer: HostedScorer) -> None:
        """Fit or rebase the stand-in's scorer on its `pool_`."""
        with self._keeper.process() as child:
            child.scorers.discard(scorer.handle)
            scorer.lost = None
            self._fitted.add(scorer)
            self._put_in(scorer)
        if scorer.lost is not None:
            raise scorer.lost

    def score(self, scorer: HostedScorer, method: str, seeker: Profile) -> Scores:
        """`score` or `score_back` of the scorer in the host."""
        length = len(scorer.pool_)
        request = {"do": method, "length": length, "seeker": row_of(seeker)}
        _, body = self._rate(scorer, request)
        return validate_scores(np.frombuffer(body, dtype="<f4"), length, scorer.name)

    def explain(
        self, scorer: HostedScorer, method: str, seeker: Profile, candidate: Profile
    ) -> Explanation:
        """`explain` or `explain_back` of the scorer in the host."""
        request = {"do": method, "seeker": row_of(seeker), "candidate": row_of(candidate)}
        told, _ = self._rate(scorer, request)
        reasons = tuple(Reason(code, **facts) for code, facts in told["reasons"])
        return validate_explanation(scorer, Explanation(told["score"], reasons))

    def _rate(self, scorer: HostedScorer, request: Header) -> tuple[Header, bytearray]:
        if scorer not in self._fitted:
            raise RuntimeError(f"{scorer.name} must be fitted before it is asked")
        with self._keeper.turn(scorer.name, lambda child: scorer.ready_in(child.scorers)):
            if scorer.lost is not None:
                raise scorer.lost
            with asking(scorer.name, self.deadline_s) as deadline_s:
                return self._ask(scorer.name, request | {"scorer": scorer.handle}, deadline_s)

    def _put_back(self) -> None:
        """Fit what was fitted before the process ended; what cannot be is lost alone."""
        while True:
            held = self._keeper.running().scorers
            waiting = [scorer for scorer in self._fitted if not scorer.ready_in(held)]
            if not waiting:
                return
            self._put_in(min(waiting, key=lambda scorer: scorer.handle))

    def _put_in(self, scorer: HostedScorer) -> None:
        try:
            self._fit(scorer)
        except ScorerFault as fault:
            scorer.lost = fault
        except PluginError as error:
            scorer.lost = ScorerFault(scorer.name, "raised", error.sentence)

    def _fit(self, scorer: HostedScorer) -> None:
        child = self._keeper.running()
        if scorer.handle in child.scorers:
            return
        request: Header = {"do": "fit", "scorer": scorer.handle, "settings": scorer.given}
        if scorer.base is not None:
            if scorer.base.lost is not None:
                raise scorer.base.lost
            self._fit(scorer.base)
            request |= {"do": "rebase", "base": scorer.base.handle}
        elif scorer.name not in child.plugins:
            self._load(scorer.found, scorer.given)
        request["pool"] = self._send_pool(scorer.name, scorer.pool_)
        self._ask(scorer.name, request, self.fit_deadline_s)
        child.scorers.add(scorer.handle)

    def _send_pool(self, name: str, pool: Pool) -> int:
        """The pool's key in the process, which gets each pool once."""
        child = self._keeper.running()
        if pool not in self._pool_keys:
            self._pool_keys[pool] = next(self._next_key)
            weakref.finalize(pool, self._released_pools.append, self._pool_keys[pool])
        key = self._pool_keys[pool]
        if key not in child.pools:
            for start in range(0, max(1, len(pool)), _ROWS_A_FRAME):
                rows = [row_of(pool[row]) for row in range(start, len(pool))[:_ROWS_A_FRAME]]
                complete = start + _ROWS_A_FRAME >= len(pool)
                request = {"do": "pool", "pool": key, "rows": rows, "complete": complete}
                self._ask(name, request, self.fit_deadline_s)
            child.pools.add(key)
        return key

    def _load(self, found: FoundPlugin, settings: Mapping[str, Any]) -> Description:
        point = found.entry_point
        plugin = {
            "name": found.name,
            "origin": found.origin,
            "path": str(found.path) if found.path else None,
            "entry_point": [point.name, point.value, point.group] if point else None,
        }
        request = {"do": "load", "plugin": plugin, "settings": dict(settings)}
        answer, _ = self._ask(found.name, request, self.load_deadline_s)
        self._keeper.running().plugins.add(found.name)
        return Description.from_json(answer["description"])

    def _check(self, scorer: HostedScorer, check: str) -> CheckResult:
        with self._keeper.process() as child:
            if scorer.name not in child.plugins:
                self._load(scorer.found, scorer.given)
            request = {"do": "check", "check": check, "settings": scorer.given}
            answer, _ = self._ask(scorer.name, request, self.load_deadline_s)
        return CheckResult(check, answer["passed"], answer["sentence"])

    def _ask(self, name: str, request: Header, deadline_s: float) -> tuple[Header, bytearray]:
        released = {"forget_scorers": _drain(self.released_scorers)}
        released["forget_pools"] = _drain(self._released_pools)
        return self._keeper.ask(name, {"name": name} | request | released, deadline_s)


def _drain(released: list[int]) -> list[int]:
    """Empties the list, to which the garbage collector may append at any time."""
    return [released.pop() for _ in range(len(released))]
