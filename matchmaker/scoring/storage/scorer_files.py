"""Scorers in files, one each: pickles whose arrays are mapped instead of read."""

import mmap
import os
import pickle
from collections.abc import Iterable
from pathlib import Path

from matchmaker.scoring.faults import ScorerFault, blame
from matchmaker.scoring.scorer import Scorer
from matchmaker.scoring.storage.mapped import MappedPool, pickled_with
from matchmaker.scoring.storage.versions import IndexOutdated

_ALIGNED = 64
"""Arrays begin at multiples of so many bytes, which suits every kind of number."""

_BEGINS = 8
"""Bytes at the end of a file that tell where its pickles begin."""


def fit_and_write(folder: Path, name: str, scorer: Scorer, pool: MappedPool) -> ScorerFault | None:
    """Fit the scorer to the pool and write it into the folder, or tell why it is missing there."""
    path = _path(folder, name)
    try:
        with blame(name), pickled_with(pool):
            write_scorer(path, scorer.fit(pool))
    except ScorerFault as fault:
        path.unlink(missing_ok=True)
        return fault
    return None


def write_scorer(path: Path, scorer: Scorer) -> None:
    """The scorer in a new file: its arrays, then a pickle of where they are and one of all the
    rest, and where these pickles begin."""
    arrays: list[pickle.PickleBuffer] = []
    rest = pickle.dumps(scorer, protocol=5, buffer_callback=arrays.append)
    places = []
    with path.open("wb") as file:
        for array in arrays:
            places.append((file.tell(), array.raw().nbytes))
            file.write(array.raw())
            file.write(bytes(-file.tell() % _ALIGNED))
        begins = file.tell()
        pickle.dump(places, file)
        file.write(rest)
        file.write(begins.to_bytes(_BEGINS, "little"))
        file.flush()
        os.fsync(file.fileno())


def read_scorer(path: Path) -> Scorer:
    """The scorer with its arrays as plain, read-only views of the file; IndexOutdated where the
    code has changed since."""
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        file.seek(int.from_bytes(whole[-_BEGINS:], "little"))
        try:
            places = pickle.load(file)  # noqa: S301 - our own, checked against its manifest
            arrays = [whole[start : start + size] for start, size in places]
            scorer: Scorer = pickle.load(file, buffers=arrays)  # noqa: S301
        except OSError:
            raise
        except Exception as error:  # what was written is whole, so the code must be another
            raise IndexOutdated(f"{path} holds a scorer of other code: {error}.") from error
    return scorer


def read_scorers(folder: Path, names: Iterable[str], pool: MappedPool) -> dict[str, Scorer]:
    """The scorers of these names with the pool they were fitted to; IndexOutdated where the code
    has changed since."""
    with pickled_with(pool):
        return {name: read_scorer(_path(folder, name)) for name in names}


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.pickle"
