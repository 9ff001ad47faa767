"""Whole routes over the WGS-84 ellipsoid: single answers by geographiclib, arrays by pyproj.

These are the shortest lines (geodesics). Angles are radians in and out.

References
----------
Karney, Algorithms for geodesics, J. Geodesy 87 (2013): both libraries follow it, to 15 nm.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def distance_course(
    latitude_1_rad: Any, longitude_1_rad: Any, latitude_2_rad: Any, longitude_2_rad: Any
) -> tuple[Any, Any, Any]:
    """Return the distance between places, and the courses at its two ends.

    Parameters
    ----------
    latitude_1_rad, longitude_1_rad, latitude_2_rad, longitude_2_rad : float or array (n,)
        Geodetic positions [rad].

    Returns
    -------
    tuple of float or of array (n,)
        Distance [m], true course at the first place and true course on reaching the second [rad, 0 to 2 pi].
    """
    places = (latitude_1_rad, longitude_1_rad, latitude_2_rad, longitude_2_rad)
    if all(np.ndim(value) == 0 for value in places):
        from geographiclib.geodesic import Geodesic

        line = Geodesic.WGS84.Inverse(*(math.degrees(value) for value in places))
        return line["s12"], math.radians(line["azi1"] % 360.0), math.radians(line["azi2"] % 360.0)
    lat_1, lon_1, lat_2, lon_2 = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in places))
    course, back, distance_m = _pyproj().inv(lon_1, lat_1, lon_2, lat_2, radians=True)
    return distance_m, np.mod(course, 2.0 * math.pi), np.mod(np.asarray(back) + math.pi, 2.0 * math.pi)


def destination(latitude_rad: Any, longitude_rad: Any, course_rad: Any, distance_m: Any) -> tuple[Any, Any, Any]:
    """Return the place reached on a course after a distance.

    Parameters
    ----------
    latitude_rad, longitude_rad : float or array (n,)
        Geodetic start [rad].
    course_rad : float or array (n,)
        True course at the start [rad].
    distance_m : float or array (n,)
        Distance [m]; negative goes backwards.

    Returns
    -------
    tuple of float or of array (n,)
        Latitude, longitude [rad, -pi to pi], and true course there [rad, 0 to 2 pi].
    """
    given = (latitude_rad, longitude_rad, course_rad, distance_m)
    if all(np.ndim(value) == 0 for value in given):
        from geographiclib.geodesic import Geodesic

        angles_deg = (math.degrees(latitude_rad), math.degrees(longitude_rad), math.degrees(course_rad))
        line = Geodesic.WGS84.Direct(*angles_deg, distance_m)
        return math.radians(line["lat2"]), math.radians(line["lon2"]), math.radians(line["azi2"] % 360.0)
    lat, lon, course, length_m = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in given))
    lon_2, lat_2, back = _pyproj().fwd(lon, lat, course, length_m, radians=True)
    return lat_2, lon_2, np.mod(np.asarray(back) + math.pi, 2.0 * math.pi)


def intermediate_points(
    latitude_1_rad: float, longitude_1_rad: float, latitude_2_rad: float, longitude_2_rad: float, fractions: ArrayLike
) -> tuple[Array, Array]:
    """Return places on the shortest line between two.

    Parameters
    ----------
    latitude_1_rad, longitude_1_rad, latitude_2_rad, longitude_2_rad : float
        Geodetic positions of the ends [rad].
    fractions : array (n,)
        Share of the distance at which each place lies, 0 to 1.

    Returns
    -------
    tuple of array (n,)
        Latitudes and longitudes [rad, -pi to pi].
    """
    distance_m, course_rad, _ = distance_course(latitude_1_rad, longitude_1_rad, latitude_2_rad, longitude_2_rad)
    along_m = np.asarray(fractions, dtype=np.float64) * distance_m
    latitude_rad, longitude_rad, _ = destination(latitude_1_rad, longitude_1_rad, course_rad, along_m)
    return latitude_rad, longitude_rad


def _pyproj() -> Any:
    """Return pyproj's ellipsoid."""
    from pyproj import Geod

    return Geod(ellps="WGS84")
