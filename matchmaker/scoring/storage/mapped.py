"""A pool that lives in files: many processes share its pages, none holds its profiles."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.profile import Profile
from matchmaker.scoring.searchable import SearchablePool
from matchmaker.scoring.segment import tie_order
from matchmaker.scoring.storage.columns import Files, TextColumn, mapped
from matchmaker.scoring.storage.schemes import column, writer

SCHEMA = {
    "id": "text",
    "kind": "label",
    "about": "prose",
    "offers": "prose",
    "needs": "proses",
    "sectors": "labels",
    "submarkets": "labels",
    "skills": "labels",
    "languages": "labels",
    "employees": "whole",
    "latitude": "number",
    "longitude": "number",
    "radius_km": "number",
    "country": "label",
    "remote": "flag",
    "capacity": "label",
}
"""How each field of a profile is kept, see schemes.SCHEMES."""

CHUNK = 1000
"""Profiles that are held at a time while they are written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile of the index; `tie_key` (its external id) orders equal scores."""

    profile: Profile
    tie_key: str


class MappedPool(SearchablePool):
    """The profiles that `write_pool` wrote, each made when it is asked for.

    It is pickled as its folder; with the scorers of its own index as "the pool of this index".
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._columns: dict[str, Any] = {
            name: column(folder, name, scheme) for name, scheme in SCHEMA.items()
        }
        self.tie_keys = TextColumn(folder, "tie_key")
        self.tie_order: NDArray[np.int32] = mapped(folder, "tie_key.order", "<i4")
        self._hashes: NDArray[np.uint64] = mapped(folder, "id.hashes", "<u8")
        self._rows_by_hash: NDArray[np.int32] = mapped(folder, "id.rows", "<i4")
        self.latitude = self._columns["latitude"].array
        self.longitude = self._columns["longitude"].array
        self.radius_km = self._columns["radius_km"].array
        self.remote = self._columns["remote"].array

    def __len__(self) -> int:
        return len(self.tie_keys)

    def __iter__(self) -> Iterator[Profile]:
        for values in zip(*self._columns.values(), strict=True):
            yield Profile(**dict(zip(SCHEMA, values, strict=True)))

    def __getitem__(self, row: int) -> Profile:
        place = range(len(self))[row]
        return Profile(**{name: column.value(place) for name, column in self._columns.items()})

    def id_of(self, row: int) -> str:
        return str(self._columns["id"].value(row))

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        return np.array(list(self._columns["kind"]), dtype=np.str_)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(self._columns["id"])

    def row_of(self, id: str) -> int | None:
        wanted = _hash(id)
        first, last = (
            int(np.searchsorted(self._hashes, wanted, side)) for side in ("left", "right")
        )
        rows = (int(row) for row in self._rows_by_hash[first:last])
        return next((row for row in rows if self._columns["id"].value(row) == id), None)

    def id_hashes(self) -> NDArray[np.uint64]:
        """The hash of each id, in the order of the rows, without a look at the ids."""
        hashes = np.empty(len(self), dtype=np.uint64)
        hashes[self._rows_by_hash] = self._hashes
        return hashes

    def where(self, field: str, value: str | None) -> NDArray[np.bool_]:
        """As in any searchable pool; for fields that are kept as a label."""
        return self._columns[field].equals(value)

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            (_pool_of_this_index, ()) if _of_index.get() is self else (MappedPool, (self.folder,))
        )


def write_pool(folder: Path, entries: Iterable[Entry]) -> MappedPool:
    """Write the entries, CHUNK at a time, into the empty folder and open what was written.

    ValueError when two of them have the same id.
    """
    with Files(folder) as files:
        fields = {name: writer(files, name, scheme) for name, scheme in SCHEMA.items()}
        tie_keys = writer(files, "tie_key", "text")
        for chunk in _chunks(entries):
            for name, field in fields.items():
                field.add([getattr(entry.profile, name) for entry in chunk])
            tie_keys.add([entry.tie_key for entry in chunk])
    with Files(folder) as files:
        hashes = np.array([_hash(id) for id in TextColumn(folder, "id")], dtype="<u8")
        rows = np.argsort(hashes, kind="stable")
        files.append("id.hashes", hashes[rows])
        files.append("id.rows", rows.astype("<i4"))
        files.append("tie_key.order", tie_order(TextColumn(folder, "tie_key")).astype("<i4"))
    pool = MappedPool(folder)
    _refuse_twins(pool, hashes[rows], rows)
    return pool


@contextmanager
def pickled_with(pool: MappedPool) -> Iterator[None]:
    """Inside, scorers are written or read whose pool is the one of their index."""
    token = _of_index.set(pool)
    try:
        yield
    finally:
        _of_index.reset(token)


_of_index: ContextVar[MappedPool | None] = ContextVar("pool of the index", default=None)


def _pool_of_this_index() -> MappedPool:
    pool = _of_index.get()
    if pool is None:
        raise LookupError("This scorer can only be read together with its index.")
    return pool


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _hash(id: str) -> np.uint64:
    digest = hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def _refuse_twins(pool: MappedPool, hashes: NDArray[np.uint64], rows: NDArray[np.integer]) -> None:
    for place in np.flatnonzero(hashes[1:] == hashes[:-1]):
        ids = {pool[int(row)].id for row in rows[place : place + 2]}
        if len(ids) == 1:
            raise ValueError(f"Two entries of the index have the same id {ids.pop()!r}.")
