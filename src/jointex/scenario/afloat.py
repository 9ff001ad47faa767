"""Where a ship stands that takes the place of a base: the nearest open water."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.earth.coastlines import land
from jointex.earth.geodesics import destination
from jointex.units import NAUTICAL_MILE_M

CLEAR_M = 12.0 * NAUTICAL_MILE_M
"""Water clear of land on all sides [m]: room to turn into the wind and run. Estimated: half an hour at 25 kt."""
FARTHEST_M = 200.0 * NAUTICAL_MILE_M
"""A base farther from the sea than this is no place for a ship [m]."""
STEP_M, STEP_DEG = 5.0 * NAUTICAL_MILE_M, 10.0
"""Grid of distances and bearings that is searched."""


def open_water_near(latitude_deg: float, longitude_deg: float) -> tuple[float, float, float] | None:
    """Return the nearest place with open water all around.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Of the base [deg].

    Returns
    -------
    tuple of float, or None
        Latitude and longitude [deg, to a hundredth] and distance from the base [m]; of several at one distance the first
        from north by east. None where the sea is too far.
    """
    reach_deg = math.degrees((FARTHEST_M + 2.0 * CLEAR_M) / 6.371e6)
    wide_deg = reach_deg / max(0.1, math.cos(math.radians(latitude_deg)))
    bounds = (longitude_deg - wide_deg, latitude_deg - reach_deg, longitude_deg + wide_deg, latitude_deg + reach_deg)
    rings = land(bounds)
    bearings = np.radians(np.arange(0.0, 360.0, STEP_DEG))
    for distance_m in np.arange(CLEAR_M, FARTHEST_M + 1.0, STEP_M):
        places = _around(np.array([[latitude_deg, longitude_deg]]), bearings, distance_m)
        free = ~_near_land(places, longitude_deg, rings)
        if free.any():
            latitude, longitude = places[int(np.argmax(free))]
            return round(float(latitude), 2), round(float(longitude), 2), float(distance_m)
    return None


def _around(places: NDArray[Any], bearings: NDArray[Any], distance_m: float) -> NDArray[Any]:
    """Return the places on circles around places, (n * bearings, 2) latitude and longitude [deg]."""
    latitude, longitude = (np.repeat(np.radians(places[:, axis]), len(bearings)) for axis in (0, 1))
    there = destination(latitude, longitude, np.tile(bearings, len(places)), np.full(len(latitude), distance_m))
    around: NDArray[Any] = np.degrees(np.stack(there[:2], axis=1))
    return around


def _near_land(places: NDArray[Any], middle_deg: float, rings: list[NDArray[Any]]) -> NDArray[np.bool_]:
    """Return which places lie on land or have it within the clear distance, (n,)."""
    found = _is_land(places, middle_deg, rings)
    for ring in rings:
        for place in np.flatnonzero(~found):
            found[place] = _distance_m(places[place], middle_deg, ring) < CLEAR_M
    return found


def _distance_m(place: NDArray[Any], middle_deg: float, ring: NDArray[Any]) -> float:
    """Return the distance of a place from the nearest edge of a ring, on a plane that touches the globe there [m]."""
    east_deg = middle_deg + (place[1] - middle_deg + 180.0) % 360.0 - 180.0
    scale_m = NAUTICAL_MILE_M * 60.0 * np.array([math.cos(math.radians(place[0])), 1.0])
    corners = (ring - np.array([east_deg, place[0]])) * scale_m
    first, edge = corners[:-1], np.diff(corners, axis=0)
    length2 = np.maximum(np.sum(edge * edge, axis=1), 1e-9)
    along = np.clip(-np.sum(first * edge, axis=1) / length2, 0.0, 1.0)
    return float(np.min(np.hypot(*(first + along[:, None] * edge).T)))


def _is_land(places: NDArray[Any], middle_deg: float, rings: list[NDArray[Any]]) -> NDArray[np.bool_]:
    """Return which places lie on land, by the even-odd rule, (n,)."""
    north = places[:, 0]
    # rings run on across the date line as their bounds do
    east = middle_deg + (places[:, 1] - middle_deg + 180.0) % 360.0 - 180.0
    is_land = np.zeros(len(places), dtype=bool)
    for ring in rings:
        inside = np.zeros(len(places), dtype=bool)
        (x_1, y_1), (x_2, y_2) = ring[:-1].T, ring[1:].T
        for place in range(len(places)):
            crosses = (y_1 > north[place]) != (y_2 > north[place])
            if crosses.any():
                a, b = y_1[crosses], y_2[crosses]
                at = x_1[crosses] + (north[place] - a) / (b - a) * (x_2[crosses] - x_1[crosses])
                inside[place] = np.count_nonzero(at > east[place]) % 2 == 1
        is_land |= inside
    return is_land
