"""Many profiles in a fixed order: what `fit` learns from and `score` rates."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.profile import Profile


class Pool:
    """An immutable sequence of profiles; arrays of scores follow its order.

    The numeric columns are float64 arrays of `len(pool)`, NaN where a profile says nothing.
    """

    def __init__(self, profiles: Iterable[Profile] = ()) -> None:
        self._profiles = tuple(profiles)

    def __len__(self) -> int:
        return len(self._profiles)

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._profiles)

    def __getitem__(self, row: int) -> Profile:
        return self._profiles[row]

    def id_of(self, row: int) -> str:
        """The id of one profile, without the rest of it."""
        return self._profiles[row].id

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(profile.id for profile in self._profiles)

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        """The kind of each profile."""
        return _fixed(np.array([profile.kind for profile in self], dtype=np.str_))

    @cached_property
    def latitude(self) -> NDArray[np.float64]:
        return _column(profile.latitude for profile in self._profiles)

    @cached_property
    def longitude(self) -> NDArray[np.float64]:
        return _column(profile.longitude for profile in self._profiles)

    @cached_property
    def radius_km(self) -> NDArray[np.float64]:
        return _column(profile.radius_km for profile in self._profiles)

    @cached_property
    def remote(self) -> NDArray[np.bool_]:
        return _fixed(np.array([profile.remote for profile in self._profiles], dtype=bool))


def _column(values: Iterable[float | None]) -> NDArray[np.float64]:
    known = [np.nan if value is None else value for value in values]
    return _fixed(np.array(known, dtype=np.float64))


def _fixed(column: NDArray[Any]) -> NDArray[Any]:
    """All scorers read the same: one that writes into it would change what the others rate."""
    column.flags.writeable = False
    return column
