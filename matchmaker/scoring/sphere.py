"""Places on the globe, and how far they are from each other."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.blocks import BLOCK, Rows, reduced

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

_MARGIN_KM = 1e-3
"""More than rounding can move a distance."""

Column = NDArray[np.float64]
Point = tuple[float, float, float]
"""A unit vector; NaN for an unknown place."""


def point_of(latitude: float | None, longitude: float | None) -> Point:
    """The unit vector of a place in degrees; NaN where it is missing or not on the globe."""
    degrees = (np.array(np.nan if value is None else value) for value in (latitude, longitude))
    x, y, z = _on_sphere(*degrees)
    return float(x), float(y), float(z)


class Places:
    """The places of a pool as unit vectors in three columns, NaN where unknown."""

    def __init__(self, latitude: Column, longitude: Column) -> None:
        self.x, self.y, self.z = _on_sphere(latitude, longitude)

    def __len__(self) -> int:
        return len(self.x)

    def km_from(self, origin: Point, rows: Rows | slice = slice(None)) -> Column:
        """Great-circle distance of the rows; NaN where one of the two places is unknown."""
        return _km(self.x[rows], self.y[rows], self.z[rows], origin)

    def nearest_km(self, origin: Point) -> Column:
        """For each block of rows a distance that none of its known places falls short of.

        Infinite for a block without any; NaN when the origin is unknown.
        """
        x, y, z, reach = self._caps
        km = np.maximum(_km(x, y, z, origin) - reach, 0.0)
        return np.where(np.isinf(reach), np.inf, km)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.x)

    @cached_property
    def _caps(self) -> tuple[Column, Column, Column, Column]:
        """Of each block the middle of its places, and the way to the farthest of them."""
        sums = [reduced(np.add, np.nan_to_num(part)) for part in (self.x, self.y, self.z)]
        length = np.sqrt(sum(part**2 for part in sums))
        x, y, z = (part / np.where(length > 0, length, 1.0) for part in sums)
        # Places that lie all around the globe have no middle: any point will do.
        x = np.where(length > 0, x, 1.0)
        block = np.arange(len(self)) // BLOCK
        away = _km(self.x, self.y, self.z, (x[block], y[block], z[block]))
        reach = reduced(np.maximum, np.where(self.known, away, -np.inf))
        return x, y, z, np.where(np.isneginf(reach), np.inf, reach + _MARGIN_KM)


def _km(x: Column, y: Column, z: Column, origin: tuple) -> Column:
    """The haversine of an angle is a quarter of the squared chord between two unit vectors, which
    needs no trigonometry for each row and stays exact for small distances."""
    haversine = ((x - origin[0]) ** 2 + (y - origin[1]) ** 2 + (z - origin[2]) ** 2) / 4
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1)))


def _on_sphere(latitude: Column, longitude: Column) -> tuple[Column, Column, Column]:
    """Unit vectors of degrees; NaN for what is not on the globe."""
    known = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180)
    phi = np.radians(np.where(known, latitude, np.nan))
    lam = np.radians(np.where(known, longitude, np.nan))
    return np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)
