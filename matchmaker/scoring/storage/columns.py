"""Columns in files: written front to back, mapped into memory for reading.

Every file is a plain little-endian array. Short texts are one UTF-8 blob with the end of each; long
ones are kept as `prose` tells. Labels (kinds, sectors, skills) are numbers into a table of texts;
several of them in a row follow one another, with the end of each row. A value is decoded when it is
asked for, so that a process holds hardly more of a column than its pages in the file cache.
"""

import os
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Protocol, overload

import numpy as np
from numpy.typing import NDArray

NO_LABEL = -1
NO_NUMBER = np.iinfo(np.int64).min

AT_ONCE = 1000
"""Values that are decoded at a time while a column is gone through."""


class Files:
    """The column files of one folder, open for writing; on leaving all is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, BinaryIO] = {}
        self._stack = ExitStack()

    def append(self, name: str, values: NDArray[Any] | bytes) -> None:
        """Add to the end of the file; the first call creates it, also with nothing to add."""
        if name not in self._open:
            self._open[name] = self._stack.enter_context((self.folder / name).open("xb"))
        self._open[name].write(values if isinstance(values, bytes) else values.tobytes())

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *problem: object) -> None:
        with self._stack:
            for file in self._open.values():
                file.flush()
                os.fsync(file.fileno())


def mapped(folder: Path, name: str, dtype: str) -> NDArray[Any]:
    """The file as a read-only array; FileNotFoundError when it is not there."""
    path = folder / name
    if not path.stat().st_size:
        return np.empty(0, dtype=dtype)
    # A plain view: indexing the memmap subclass costs several times as much.
    return np.memmap(path, dtype=dtype, mode="r").view(np.ndarray)


class Column(Sequence[Any]):
    """One value a row, decoded when asked for."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> list[Any]: ...
    def __getitem__(self, row: int | slice) -> Any:
        rows = range(self._length)[row]
        if isinstance(rows, int):
            return self.value(rows)
        return self.values(rows.start, rows.stop) if rows.step == 1 else [*map(self.value, rows)]

    def __iter__(self) -> Iterator[Any]:
        for start in range(0, self._length, AT_ONCE):
            yield from self.values(start, min(start + AT_ONCE, self._length))

    def value(self, row: int) -> Any:
        """What stands in this row, from 0 to below the length."""
        return self.values(row, row + 1)[0]

    @abstractmethod
    def values(self, start: int, stop: int) -> list[Any]:
        """What stands in the rows from `start` to below `stop`; cheaper than one by one."""


class Writer(Protocol):
    """Takes the values of a column, some rows at a time."""

    def add(self, values: Sequence[Any]) -> None: ...


class Ends:
    """Writes where each of a row of pieces ends, counted over all pieces so far."""

    def __init__(self, files: Files, name: str, dtype: str = "<u4") -> None:
        self._files, self._name, self._dtype, self._end = files, name, dtype, 0
        files.append(name, b"")

    def add(self, pieces: Iterable[Any]) -> None:
        lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
        ends = self._end + np.cumsum(lengths)
        self._files.append(self._name, ends.astype(self._dtype))
        self._end = int(ends[-1]) if len(ends) else self._end


class Pieces:
    """Reads where each piece starts and ends."""

    def __init__(self, folder: Path, name: str, dtype: str = "<u4") -> None:
        self._ends = mapped(folder, name, dtype)

    def __len__(self) -> int:
        return len(self._ends)

    def bounds(self, start: int, stop: int) -> list[int]:
        """Where the pieces from `start` to below `stop` start, and where the last of them ends."""
        first = int(self._ends[start - 1]) if start else 0
        return [first, *self._ends[start:stop].tolist()]


class TextWriter:
    def __init__(self, files: Files, name: str) -> None:
        self._files, self._name = files, name
        self._ends = Ends(files, f"{name}.ends")
        files.append(f"{name}.text", b"")

    def add(self, values: Sequence[str]) -> None:
        encoded = [value.encode("utf-8", "surrogatepass") for value in values]
        self._files.append(f"{self._name}.text", b"".join(encoded))
        self._ends.add(encoded)


class TextColumn(Column):
    """Texts (str)."""

    def __init__(self, folder: Path, name: str) -> None:
        self._text = mapped(folder, f"{name}.text", "u1")
        self._pieces = Pieces(folder, f"{name}.ends")
        super().__init__(len(self._pieces))

    def values(self, start: int, stop: int) -> list[str]:
        bounds = self._pieces.bounds(start, stop)
        first = bounds[0]
        encoded = self._text[first : bounds[-1]].tobytes()
        return [
            encoded[one - first : end - first].decode("utf-8", "surrogatepass")
            for one, end in pairwise(bounds)
        ]


class LabelWriter:
    def __init__(self, files: Files, name: str) -> None:
        self._files, self._name = files, name
        self._table = TextWriter(files, f"{name}.table")
        self._codes: dict[str | None, int] = {None: NO_LABEL}
        files.append(f"{name}.codes", b"")

    def add(self, values: Sequence[str | None]) -> None:
        fresh = list(dict.fromkeys(value for value in values if value not in self._codes))
        start = len(self._codes) - 1
        self._codes.update({value: code for code, value in enumerate(fresh, start)})
        self._table.add([value for value in fresh if value is not None])
        codes = [self._codes[value] for value in values]
        self._files.append(f"{self._name}.codes", np.array(codes, dtype="<i4"))


class LabelColumn(Column):
    """One of few texts, or None."""

    def __init__(self, folder: Path, name: str) -> None:
        self.codes = mapped(folder, f"{name}.codes", "<i4")
        self._table = TextColumn(folder, f"{name}.table")
        super().__init__(len(self.codes))

    @cached_property
    def labels(self) -> list[str | None]:
        """What each code stands for; None, for NO_LABEL, is the last."""
        return [*self._table, None]

    def values(self, start: int, stop: int) -> list[str | None]:
        labels = self.labels
        return [labels[code] for code in self.codes[start:stop].tolist()]

    def equals(self, label: str | None) -> NDArray[np.bool_]:
        """Which rows have this label."""
        if label not in self.labels:
            return np.zeros(len(self), dtype=bool)
        return self.codes == (NO_LABEL if label is None else self.labels.index(label))


class LabelsWriter:
    def __init__(self, files: Files, name: str) -> None:
        self._ends = Ends(files, f"{name}.rows")
        self._labels = LabelWriter(files, name)

    def add(self, values: Sequence[frozenset[str]]) -> None:
        self._ends.add(values)
        self._labels.add([label for value in values for label in sorted(value)])


class LabelsColumn(Column):
    """Several labels a row without order (frozenset of str)."""

    def __init__(self, folder: Path, name: str) -> None:
        self._pieces = Pieces(folder, f"{name}.rows")
        self._labels = LabelColumn(folder, name)
        super().__init__(len(self._pieces))

    def values(self, start: int, stop: int) -> list[frozenset[str]]:
        bounds = self._pieces.bounds(start, stop)
        return [frozenset(each) for each in _shared_out(bounds, self._labels)]


class ArrayWriter:
    """Writes numbers and flags; None becomes `missing`."""

    def __init__(self, files: Files, name: str, dtype: str, missing: float | None = None) -> None:
        self._files, self._name, self._dtype, self._missing = files, name, dtype, missing
        files.append(f"{name}.values", b"")

    def add(self, values: Sequence[Any]) -> None:
        there = [self._missing if value is None else value for value in values]
        self._files.append(f"{self._name}.values", np.array(there, dtype=self._dtype))


class ArrayColumn(Column):
    """Numbers or flags; what was written as None comes back as None."""

    def __init__(self, folder: Path, name: str, dtype: str, missing: float | None = None) -> None:
        self.array = mapped(folder, f"{name}.values", dtype)
        self._missing = missing
        super().__init__(len(self.array))

    def values(self, start: int, stop: int) -> list[Any]:
        found = self.array[start:stop].tolist()
        if self._missing is None:
            return found
        missing = self._missing
        return [None if value == missing or value != value else value for value in found]


def _shared_out(bounds: list[int], pieces: Column) -> Iterator[list[Any]]:
    """The pieces between each two of the bounds."""
    first, found = bounds[0], pieces.values(bounds[0], bounds[-1])
    return (found[one - first : end - first] for one, end in pairwise(bounds))
