"""Places on the globe, and how far they are from each other."""

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.postings import Rows

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

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
