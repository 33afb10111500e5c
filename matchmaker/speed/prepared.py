"""An invented country and its index in a folder, for processes that measure the same one."""

import pickle
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.index import Entry, Index, build_index, open_index
from matchmaker.scoring.loader import BUNDLED_FOLDER, create, discover, load
from matchmaker.speed.corpus import Corpus
from matchmaker.speed.processes import Together, peak_mb


def draw(folder: Path, candidates: int, seekers: int) -> None:
    """Write the country to a file, so that drawing it is no part of building an index."""
    with (folder / "entries").open("wb") as file:
        for entry in Corpus(candidates, seekers=seekers).entries():
            pickle.dump(entry, file)


def drawn(folder: Path, kind: str) -> Iterator[Entry]:
    """Everybody of that kind, in the order of the pool."""
    return (entry for entry in _entries(folder) if entry.profile.kind == kind)


def seekers(folder: Path, count: int) -> list[Profile]:
    """The first firms, fewer than `count` when there are not so many."""
    return [entry.profile for entry in islice(drawn(folder, "kmu"), count)]


def build(folder: Path) -> dict[str, float]:
    """Put an index beside the country; seconds, and megabytes of the index and of all processes
    that build it together."""
    found = discover(BUNDLED_FOLDER)
    scorers = {name: create(load(found[name]), {}) for name in DEFAULT_WEIGHTS}
    started = time.perf_counter()
    with Together() as together:
        build_index(folder / "index", _entries(folder), scorers, 0, "bench")
    return {
        "build_s": time.perf_counter() - started,
        "index_mb": _bytes_below(folder / "index") / 1e6,
        "peak_mb": together.peak_mb or peak_mb(),
    }


def load_scorers() -> None:
    """Import what an index is read back as, so that this is no part of opening one."""
    found = discover(BUNDLED_FOLDER)
    for name in DEFAULT_WEIGHTS:
        load(found[name])


def opened(folder: Path) -> Index:
    """The index as a worker opens it; the scorers have been loaded before."""
    return open_index(folder / "index")


def _entries(folder: Path) -> Iterator[Entry]:
    with (folder / "entries").open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - written by `draw` a moment ago
            except EOFError:
                return


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
