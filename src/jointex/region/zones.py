"""How near a flight came to the coasts of other states and to their air-defence identification zones."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.source import data_of, position_deg

Array = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius [m]; distances on the sphere differ from those on the ellipsoid by less than 0.6 %."""
STEP_M = 10_000.0
"""Lines between points of an outline are cut into steps of this length [m], so distances to a zone are high by 2 km at most."""
COAST_BOUNDS_DEG = (105.0, 15.0, 175.0, 59.0)


@dataclass(frozen=True)
class Outline:
    """A closed outline on the map.

    Attributes
    ----------
    id : str
        Such as `KADIZ`.
    name : str
    state : str
        Two letters.
    points_deg : array (n, 2)
        Latitude and longitude of its corners [deg], not closed.
    basis, source, note : str
        Where it comes from.
    """

    id: str
    name: str
    state: str
    points_deg: Array
    basis: str
    source: str
    note: str


@functools.cache
def zones() -> dict[str, Outline]:
    """Return the air-defence identification zones that come with the package.

    Returns
    -------
    dict of str to Outline
    """
    data = data_of("zones")
    return {
        name: Outline(
            name,
            entry["name"],
            entry["state"],
            _corners(entry["points"]),
            entry["basis"],
            data["sources"][entry["source"]]["title"],
            entry.get("note", ""),
        )
        for name, entry in data["zones"].items()
    }


def _corners(points: list[str]) -> Array:
    return np.array([position_deg(point) for point in points], dtype=np.float64)


def is_inside(points_deg: Array, corners_deg: Array) -> NDArray[np.bool_]:
    """Return whether positions lie inside an outline, on a map of equal degrees.

    Parameters
    ----------
    points_deg : array (n, 2)
        Latitude and longitude [deg].
    corners_deg : array (m, 2)
        The outline [deg]; no outline crosses the date line.

    Returns
    -------
    array (n,) of bool
    """
    inside = np.zeros(len(points_deg), dtype=np.bool_)
    latitude, longitude = points_deg[:, 0], points_deg[:, 1]
    for (lat_1, lon_1), (lat_2, lon_2) in zip(corners_deg, np.roll(corners_deg, -1, axis=0), strict=True):
        if lat_1 == lat_2:
            continue
        crosses = (lat_1 > latitude) != (lat_2 > latitude)
        at = lon_1 + (latitude - lat_1) / (lat_2 - lat_1) * (lon_2 - lon_1)
        inside ^= crosses & (longitude < at)
    return inside


def directions(points_deg: Array) -> Array:
    """Return unit vectors (n, 3) from the centre of the Earth to positions (n, 2) in degrees."""
    latitude, longitude = np.radians(points_deg[:, 0]), np.radians(points_deg[:, 1])
    return np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )


def least_distance_m(points_deg: Array, others_deg: Array) -> float:
    """Return the least distance between two sets of positions.

    Parameters
    ----------
    points_deg, others_deg : array (n, 2) and (m, 2)
        Latitude and longitude [deg].

    Returns
    -------
    float
        On the sphere [m]; infinite where a set is empty.
    """
    if not len(points_deg) or not len(others_deg):
        return math.inf
    ours, theirs = directions(points_deg), directions(others_deg)
    nearest = max(float(np.max(ours[first : first + 512] @ theirs.T)) for first in range(0, len(ours), 512))
    return EARTH_RADIUS_M * math.acos(min(1.0, nearest))


def distance_to_zone_m(points_deg: Array, zone: Outline) -> float:
    """Return how near positions come to a zone.

    Parameters
    ----------
    points_deg : array (n, 2)
        Latitude and longitude [deg].
    zone : Outline

    Returns
    -------
    float
        Least distance [m]; 0 where a position lies inside.
    """
    if is_inside(points_deg, zone.points_deg).any():
        return 0.0
    return least_distance_m(points_deg, _line(zone.points_deg))


def _line(corners_deg: Array) -> Array:
    """Return points along a closed outline, no further apart than a step."""
    pieces = []
    for first, second in zip(corners_deg, np.roll(corners_deg, -1, axis=0), strict=True):
        span_m = least_distance_m(first[None, :], second[None, :])
        n_steps = max(1, math.ceil(span_m / STEP_M))
        pieces.append(first + (second - first) * (np.arange(n_steps) / n_steps)[:, None])
    return np.concatenate(pieces)


@functools.cache
def coasts() -> dict[str, Array]:
    """Return points of the coastlines of Japan's neighbours.

    Returns
    -------
    dict of str to array (n, 2)
        Latitude and longitude [deg] by state.
    """
    from jointex.earth.coastlines import coastlines

    lines = [line for line in coastlines(COAST_BOUNDS_DEG) if len(line)]
    points = np.concatenate(lines)[:, ::-1]
    left = np.ones(len(points), dtype=np.bool_)
    found = {}
    for state, entry in data_of("zones")["coasts"].items():
        own = left & is_inside(points, _corners(entry["points"]))
        found[state] = points[own]
        left &= ~own
    return found
