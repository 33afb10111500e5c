"""Fitted scorers in files, one each: pickles whose arrays are mapped instead of read."""

import os
from collections.abc import Iterable
from pathlib import Path

import joblib

from matchmaker.scoring.faults import ScorerFault, blame
from matchmaker.scoring.mapped import MappedPool, pickled_with
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.versions import IndexOutdated


def fit_and_write(folder: Path, name: str, scorer: Scorer, pool: MappedPool) -> ScorerFault | None:
    """Fit the scorer to the pool and write it into the folder, or tell why it is missing there."""
    path = _path(folder, name)
    try:
        with blame(name), pickled_with(pool):
            _write_scorer(path, scorer.fit(pool))
    except ScorerFault as fault:
        path.unlink(missing_ok=True)
        return fault
    return None


def _write_scorer(path: Path, scorer: Scorer) -> None:
    # Uncompressed, so that arrays can be mapped instead of read.
    joblib.dump(scorer, path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def read_scorers(folder: Path, names: Iterable[str], pool: MappedPool) -> dict[str, Scorer]:
    """The scorers of these names with the pool they were fitted to; IndexOutdated where the code
    has changed since."""
    with pickled_with(pool):
        return {name: _read_scorer(_path(folder, name)) for name in names}


def _read_scorer(path: Path) -> Scorer:
    try:
        return joblib.load(path, mmap_mode="r")
    except OSError:
        raise
    except Exception as error:  # what was written is whole, so the code must be another
        raise IndexOutdated(f"{path} holds a scorer of other code: {error}.") from error


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.joblib"
