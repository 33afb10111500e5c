"""What a search needs of a pool whoever seeks: made once, and lent memory."""

from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blocks import BLOCK
from matchmaker.scoring.ingredients import SparseProduct
from matchmaker.scoring.postings import SLAB, Floats, Slabs
from matchmaker.scoring.topics import TopicRows

Array = NDArray[Any]


class Scratch:
    """Memory for sums, lent to one search at a time and used again by the next.

    Lending and giving back are single operations on a deque, so that two threads never hold the
    same piece; there are as many pieces as searches were ever under way at once.
    """

    def __init__(self) -> None:
        self._free: deque[Floats] = deque()

    def lend(self) -> Floats:
        """Two rows of sums of one slab; to be given back."""
        try:
            return self._free.pop()
        except IndexError:
            return np.empty((2, SLAB))

    def give_back(self, piece: Floats) -> None:
        self._free.append(piece)


class Layout:
    """Columns as the kernels read them, each made when it is first needed.

    What two threads make at once is the same, so that it does not matter whose is kept.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.scratch = Scratch()
        self.one_class = fixed(np.zeros(size, dtype=np.uint16))
        self._made: dict[tuple[str, int], tuple[object, Any]] = {}

    def postings(self, side: SparseProduct) -> tuple[Array, Array, Array]:
        """Rows, ends and levels."""
        made = side.postings
        columns = made.rows, made.ends, made.levels
        return self._once("postings", made, lambda: tuple(fixed(each) for each in columns))

    def odds(self, side: SparseProduct) -> tuple[Array, Array]:
        """Factors and hubs that make a product the logarithm of the odds against a row, 0 and -inf
        where a row has no opinion."""
        return self._once("odds", side.lengths, lambda: _odds(side))

    def topics(self, rows: TopicRows) -> tuple[Array, ...]:
        """Ends, columns and values of what rows say, their class, share, told and hub."""
        said = rows.said
        columns = said.ends, said.columns, said.values
        own = rows.class_of_row, rows.share, rows.told, rows.hub
        return self._once("topics", rows, lambda: tuple(fixed(each) for each in (*columns, *own)))

    def column(self, column: Array) -> Array:
        return self._once("column", column, lambda: fixed(column))

    def pieces(self, slabs: Slabs) -> NDArray[np.int64]:
        """The blocks cut where slabs end: slab, first row, end and block of each piece."""
        return self._once("pieces", slabs, lambda: _pieces(slabs))

    def _once(self, what: str, source: Any, make: Any) -> Any:
        key = what, id(source)
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = source, make()  # holding the source keeps its id its own
        return known[1]


def fixed(column: Array) -> Array:
    """A plain view that cannot be written: kernels are compiled for no other."""
    view = np.ascontiguousarray(np.asarray(column)).view()
    view.flags.writeable = False
    return view


def _odds(side: SparseProduct) -> tuple[Array, Array]:
    width, there = np.float32(side.curve.width), side.lengths > 0
    factors = np.divide(-1 / width, side.lengths, out=np.zeros_like(side.lengths), where=there)
    return fixed(factors), fixed(np.where(there, side.hubs / width, np.float32(-np.inf)))


def _pieces(slabs: Slabs) -> NDArray[np.int64]:
    cuts = np.unique(np.concatenate([slabs, np.arange(0, slabs[-1], BLOCK)]))
    starts, ends = cuts[:-1], cuts[1:]
    slab = np.searchsorted(slabs, starts, side="right") - 1
    return np.column_stack([slab, starts, ends, starts // BLOCK]).astype(np.int64)
