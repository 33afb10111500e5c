"""Columns of what people write, compressed: half of its size for a few microseconds a row.

A block holds some rows as JSON. It is compressed by itself, so that a row is read without the
others, and with a dictionary: the first texts of the column, which show how people write.
"""

import json
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from matchmaker.scoring.storage.columns import Column, Ends, Files, Pieces, mapped

TOGETHER = 4
"""Rows of a block. Eight would take 3 % less room and twice the time to read one."""

DICTIONARY_BYTES = 32_768
"""As far as deflate looks back."""

LEVEL = 3
"""Of zlib: 6 takes 5 % less room and twice the time to write."""

_BARE = -zlib.MAX_WBITS
"""Without checksums: those of the whole files are compared when an index is opened."""


class ProseWriter:
    """Takes texts, or lists of texts; all calls but the last with a multiple of TOGETHER."""

    def __init__(self, files: Files, name: str) -> None:
        self._files, self._name = files, name
        self._ends = Ends(files, f"{name}.ends", "<i8")
        self._empty: Any = None
        files.append(f"{name}.blocks", b"")
        files.append(f"{name}.dictionary", b"")

    def add(self, values: Sequence[Any]) -> None:
        blocks = [_as_json(values[at : at + TOGETHER]) for at in range(0, len(values), TOGETHER)]
        if self._empty is None:
            known = b"".join(blocks)[:DICTIONARY_BYTES]
            self._files.append(f"{self._name}.dictionary", known)
            self._empty = zlib.compressobj(LEVEL, zlib.DEFLATED, _BARE, zdict=known)
        compressed = [self._compressed(block) for block in blocks]
        self._files.append(f"{self._name}.blocks", b"".join(compressed))
        self._ends.add(compressed)

    def _compressed(self, block: bytes) -> bytes:
        compressor = self._empty.copy()  # half the time of reading the dictionary anew
        return compressor.compress(block) + compressor.flush()


class ProseColumn(Column):
    """Texts (str)."""

    def __init__(self, folder: Path, name: str) -> None:
        self._blocks = mapped(folder, f"{name}.blocks", "u1")
        self._pieces = Pieces(folder, f"{name}.ends", "<i8")
        self._dictionary = (folder / f"{name}.dictionary").read_bytes()
        last = len(self._pieces) - 1
        super().__init__(last * TOGETHER + len(self._rows(last, last + 1)) if last >= 0 else 0)

    def value(self, row: int) -> Any:
        block, place = divmod(row, TOGETHER)
        return self._rows(block, block + 1)[place]

    def values(self, start: int, stop: int) -> list[Any]:
        first = start // TOGETHER
        rows = self._rows(first, -(-stop // TOGETHER))
        return rows[start - first * TOGETHER : stop - first * TOGETHER]

    def _rows(self, first: int, last: int) -> list[Any]:
        """Those of the blocks from `first` to below `last`."""
        found = []
        for start, end in pairwise(self._pieces.bounds(first, last)):
            unpack = zlib.decompressobj(_BARE, zdict=self._dictionary).decompress
            block = unpack(self._blocks[start:end].data)
            found += json.loads(block.decode("utf-8", "surrogatepass"))
        return found


class ProseListColumn(ProseColumn):
    """Several texts a row, in their order (tuple of str)."""

    def _rows(self, first: int, last: int) -> list[tuple[str, ...]]:
        return [tuple(texts) for texts in super()._rows(first, last)]


def _as_json(rows: Sequence[Any]) -> bytes:
    # Letters as they are, and halves of pairs too, which are no text that could be sent.
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return written.encode("utf-8", "surrogatepass")
