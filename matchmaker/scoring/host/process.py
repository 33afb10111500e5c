"""Inside the plugin host: the process in which foreign scorers run.

It answers one request after the other, keeps the pools and the fitted scorers, and turns whatever
a plugin raises into a sentence. The parent ends it when an answer takes too long.
"""

import os
import resource
import threading
import time
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.scoring.faults import ScorerFault, validate_explanation, validate_scores, where
from matchmaker.scoring.host.wire import Header, profile_of, receive, send
from matchmaker.scoring.loader import FoundPlugin, PluginError, create, describe, load
from matchmaker.scoring.pool import Pool
from matchmaker.scoring.profile import Profile
from matchmaker.scoring.scorer import Scorer

Answer = tuple[Header, bytes]


def main(memory_mb: int) -> None:
    """Serve standard input until it ends."""
    requests, answers = _private_pipes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _end_with_parent()
    desk, me = Desk(Memory(memory_mb << 20)), os.getpid()
    while True:
        try:
            header, _ = receive(requests)
        except EOFError:
            return
        answer, body = desk.answer(header)
        if os.getpid() != me:  # a plugin has forked, and this is the copy
            os._exit(1)
        send(answers, answer, body)


def _private_pipes() -> tuple[int, int]:
    """Moves the pipes out of the way, so that what plugins print or close does no harm."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _end_with_parent() -> None:
    """Without this a plugin in an endless loop would outlive a parent that was killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Memory:
    """Limits what plugins may allocate on top of the interpreter, numpy and the pools."""

    def __init__(self, allowance: int) -> None:
        self._allowance = allowance
        self._granted = _data_bytes()
        self._limit(self._granted + allowance)

    def __enter__(self) -> None:
        """Lift the limit while a pool arrives, which is no plugin's doing."""
        self._before = _data_bytes()
        self._limit(resource.RLIM_INFINITY)

    def __exit__(self, *_: object) -> None:
        self._granted += max(0, _data_bytes() - self._before)
        self._limit(self._granted + self._allowance)

    def _limit(self, size: int) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            size = hard if size == resource.RLIM_INFINITY else min(size, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def _data_bytes() -> int:
    """The private memory that RLIMIT_DATA counts (proc(5), statm); 0 where it is not told."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


class Desk:
    """The host's pools, classes and fitted scorers, and the requests it understands."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._arriving: list[Profile] = []
        self._pools: dict[int, Pool] = {}
        self._classes: dict[str, type[Scorer]] = {}
        self._scorers: dict[int, Scorer] = {}
        self._speakers: dict[int, type[Scorer]] = {}
        self._requests: Mapping[str, Callable[[Header], Answer]] = {
            "load": self._load,
            "pool": self._pool,
            "fit": self._fit,
            "rebase": self._rebase,
            "score": self._score,
            "score_back": self._score,
            "explain": self._explain,
            "explain_back": self._explain,
            "check": self._check,
        }

    def answer(self, request: Header) -> Answer:
        """The answer, or how the plugin failed; nothing a plugin raises ends the process."""
        name = request["name"]
        try:
            self._forget(request)
            return self._requests[request["do"]](request)
        except PluginError as error:
            return {"refused": error.sentence}, b""
        except ScorerFault as fault:
            return _fault(fault.kind, fault.sentence)
        except MemoryError:
            return _fault("memory", f"{name} ran out of memory.")
        except BaseException as error:
            return _fault("raised", f"{name} raised {where(error)}.")

    def _forget(self, request: Header) -> None:
        for handle in request["forget_scorers"]:
            self._scorers.pop(handle, None)
            self._speakers.pop(handle, None)
        for key in request["forget_pools"]:
            self._pools.pop(key, None)

    def _load(self, request: Header) -> Answer:
        scorer_class = load(_found(request["plugin"]))
        self._classes[scorer_class.name] = scorer_class
        create(scorer_class, request["settings"])
        return {"description": describe(scorer_class).as_json()}, b""

    def _pool(self, request: Header) -> Answer:
        with self._memory:
            self._arriving.extend(profile_of(row) for row in request["rows"])
            if request["complete"]:
                self._pools[request["pool"]] = Pool(self._arriving)
                self._arriving = []
        return {}, b""

    def _fit(self, request: Header) -> Answer:
        speaker = self._classes[request["name"]]
        fitted = create(speaker, request["settings"]).fit(self._pools[request["pool"]])
        return self._keep(request, fitted, speaker)

    def _rebase(self, request: Header) -> Answer:
        rebased = self._scorers[request["base"]].rebase(self._pools[request["pool"]])
        return self._keep(request, rebased, self._speakers[request["base"]])

    def _keep(self, request: Header, scorer: object, speaker: type[Scorer]) -> Answer:
        name = request["name"]
        if not isinstance(scorer, Scorer):
            sentence = f"{name} returned a {type(scorer).__name__} from {request['do']}."
            raise ScorerFault(name, "nonsense", sentence)
        # whoever writes a `fit` need not keep the pool
        vars(scorer).setdefault("pool_", self._pools[request["pool"]])
        self._scorers[request["scorer"]] = scorer
        self._speakers[request["scorer"]] = speaker
        return {}, b""

    def _score(self, request: Header) -> Answer:
        scorer = self._scorers[request["scorer"]]
        rate = scorer.score if request["do"] == "score" else scorer.score_back
        scores = rate(profile_of(request["seeker"]))
        checked = validate_scores(scores, request["length"], request["name"])
        return {}, np.ascontiguousarray(checked, dtype="<f4").tobytes()

    def _explain(self, request: Header) -> Answer:
        scorer = self._scorers[request["scorer"]]
        told = scorer.explain if request["do"] == "explain" else scorer.explain_back
        explanation = told(profile_of(request["seeker"]), profile_of(request["candidate"]))
        checked = validate_explanation(self._speakers[request["scorer"]], explanation)
        return {
            "score": checked.score,
            "reasons": [[r.code, r.facts] for r in checked.reasons],
        }, b""

    def _check(self, request: Header) -> Answer:
        # Only `plugins check` needs the kit.
        from matchmaker.scoring.testing import run_check

        scorer = create(self._classes[request["name"]], request["settings"])
        result = run_check(request["check"], scorer)
        return {"passed": result.passed, "sentence": result.sentence}, b""


def _found(plugin: dict[str, Any]) -> FoundPlugin:
    point = plugin["entry_point"]
    return FoundPlugin(
        plugin["name"],
        plugin["origin"],
        path=Path(plugin["path"]) if plugin["path"] else None,
        entry_point=EntryPoint(*point) if point else None,
    )


def _fault(kind: str, sentence: str) -> Answer:
    return {"fault": kind, "sentence": sentence}, b""
