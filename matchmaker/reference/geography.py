"""Distances on the globe."""

import math

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth, IUGG."""
KM_PER_DEGREE = 111.2
"""Of latitude; of longitude times the cosine of the latitude."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees.

    Haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984): exact for tiny distances,
    within 0.5 % of the ellipsoid everywhere.
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_phi, half_lambda = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))
