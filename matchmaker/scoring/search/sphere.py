"""Places on the globe, and how far they are from each other."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matchmaker.scoring.search.postings import Rows

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

AREAS_PER_RADIUS = 600
"""Edges of areas are this part of the radius of the Earth: 11 km."""

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

    def __init__(self, x: Column, y: Column, z: Column) -> None:
        self.x, self.y, self.z = x, y, z

    @classmethod
    def at(cls, latitude: Column, longitude: Column) -> Self:
        """Of places in degrees."""
        return cls(*_on_sphere(latitude, longitude))

    def __len__(self) -> int:
        return len(self.x)

    def km_from(self, origin: Point, rows: Rows | slice = slice(None)) -> Column:
        """Great-circle distance of the rows; NaN where one of the two places is unknown."""
        return _km(self.x[rows], self.y[rows], self.z[rows], origin)


class Areas:
    """Places gathered into small areas, by classes of some kind.

    `class_of_row` is each place's area and class as one number; of each number, `center` is a
    point, no farther than `reach_km` from any of its places, and `label` the class.
    """

    def __init__(self, places: Places, labels: NDArray[Any]) -> None:
        x, y, z = places.x, places.y, places.z
        cells = (np.floor(np.nan_to_num(axis, nan=2.0) * AREAS_PER_RADIUS) for axis in (x, y, z))
        keys = np.stack([*cells, labels.astype(np.float64)])
        _, first, numbers = np.unique(keys, axis=1, return_index=True, return_inverse=True)
        self.class_of_row = numbers.ravel().astype(np.int32)
        self.label = labels[first]
        self.center = Places(x[first], y[first], z[first])
        self.reach_km = np.zeros(len(first))
        own = tuple(axis[first][self.class_of_row] for axis in (x, y, z))
        np.fmax.at(self.reach_km, self.class_of_row, _km(x, y, z, own))

    def least_km_from(self, origin: Point) -> Column:
        """What no place of each number is nearer to the origin than; NaN where unknown."""
        return np.maximum(self.center.km_from(origin) - self.reach_km, 0.0)


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
