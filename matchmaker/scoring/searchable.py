"""A pool in which profiles are found by id and by the value of a field."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.pool import Pool


class SearchablePool(Pool):
    """A small pool in memory; larger ones answer the same questions from columns."""

    def row_of(self, id: str) -> int | None:
        """The row of the profile with this id, None when there is none."""
        return self._rows.get(id)

    def where(self, field: str, value: str | None) -> NDArray[np.bool_]:
        """Which profiles have this value in the field: a boolean column of `len(pool)`."""
        return np.array([getattr(profile, field) == value for profile in self], dtype=bool)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {profile.id: row for row, profile in enumerate(self)}


def searchable(pool: Pool) -> SearchablePool:
    """The pool itself where it can be searched, else the same profiles in one that can."""
    return pool if isinstance(pool, SearchablePool) else SearchablePool(pool)
