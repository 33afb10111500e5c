"""Makes scorers: bundled ones in this process, foreign ones in the plugin host."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app

from matchmaker.errors import PluginProblem
from matchmaker.matching.scorers import ScorerState
from matchmaker.scoring.loader import FoundPlugin, PluginError, create, load
from matchmaker.scoring.scorer import Scorer


@lru_cache
def source_digest(found: FoundPlugin, _decided_at: datetime | None = None) -> str:
    """Differs when a file of the plugin was different as this process first asked.

    Of a foreign one it is asked anew after an edit of a module and, for what it keeps beside its
    modules, after a decision on it.
    """
    if found.path is None:
        return str(found.entry_point)
    folder = found.path.parent if found.path.name == "__init__.py" else None
    files = sorted(folder.rglob("*")) if folder else [found.path]
    digest = hashlib.blake2b(digest_size=8)
    for file in files:
        with suppress(OSError):  # removed meanwhile, or not for us
            if file.is_file() and file.suffix not in (".pyc", ".md"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def load_bundled(found: FoundPlugin) -> None:
    """Import it, and note of which files: a worker that is forked after an update of them has the
    code from before."""
    source_digest(found)
    load(found)


def fingerprint(states: Sequence[ScorerState]) -> str:
    """Changes whenever a scorer, a setting of it, or a file of the plugin does."""
    described = {
        state.name: [dict(state.settings), state.found and _digest_now(state, state.found)]
        for state in states
    }
    return json.dumps(described, sort_keys=True)


def _digest_now(state: ScorerState, found: FoundPlugin) -> str:
    return source_digest(found, state.decided_at) if found.foreign else source_digest(found)


def is_other_code(built: str, wanted: str) -> bool:
    """Whether a scorer was built by other files: what it learnt may not fit the code of today."""
    before, now = json.loads(built), json.loads(wanted)
    return any(before[name][1] != now[name][1] for name in before.keys() & now.keys())


class Workshop:
    """Makes scorers and keeps the plugin host of those that are foreign; a context manager."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or current_app.config["SETTINGS"].plugins
        self._host: Any = None

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._host is not None:
            self._host.close()

    @property
    def host(self) -> Any:
        if self._host is None:
            from matchmaker.scoring.host import PluginHost

            self._host = PluginHost(self._folder)
        return self._host

    def make(self, state: ScorerState) -> Scorer:
        """An unfitted scorer with the settings decided; raises PluginProblem."""
        if state.found is None:
            raise PluginProblem(state.reason or f"There is no plugin {state.name}.")
        try:
            if state.found.foreign:
                return self.host.load(state.found, state.settings)
            return create(load(state.found), state.settings)
        except PluginError as error:
            raise PluginProblem(error.sentence) from None
