"""Coastlines for maps: the western Pacific to about 0.5 km, the rest of the world to about 5 km.

Shapes are those of Natural Earth 4.1 (public domain), clipped and thinned by `scripts/build_coastlines.py`. They are for
pictures, not for navigation.
"""

from __future__ import annotations

import functools
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

THEATRE_BOUNDS_DEG = (100.0, 0.0, 180.0, 60.0)
"""West, south, east and north of the fine coastline [deg]."""
STEPS_PER_DEGREE = 1000
"""Whole steps in which points are stored."""
SOURCE = "Natural Earth 4.1 (public domain)"
MARGIN_DEG = 1.0
"""Distance outside a map at which land is cut [deg], so that no line along the cut is seen."""
_FRAME_DEG = 0.6 / STEPS_PER_DEGREE


def land(bounds_deg: tuple[float, float, float, float]) -> list[Array]:
    """Return the outlines of land that reach into a map, to be filled.

    Parameters
    ----------
    bounds_deg : tuple of float
        West, south, east, north [deg]; east may pass 180 or be less than west where the map crosses the date line.

    Returns
    -------
    list of array (n, 2)
        Closed rings of longitude and latitude [deg], to be filled by the even-odd rule; cut a degree outside the map,
        with longitudes that run on across the date line as the bounds do.
    """
    west, south, east, north = _continuous(bounds_deg)
    edges = ((0, west - MARGIN_DEG, 1.0), (1, south - MARGIN_DEG, 1.0), (0, east + MARGIN_DEG, -1.0))
    result = []
    for whole, _ in _rings_in(bounds_deg):
        ring = whole
        for axis, edge_deg, side in (*edges, (1, north + MARGIN_DEG, -1.0)):
            ring = _cut(ring, axis, edge_deg, side)
        if len(ring) > 3:
            result.append(ring)
    return result


def coastlines(bounds_deg: tuple[float, float, float, float]) -> list[Array]:
    """Return the coastlines inside a map, to be drawn as lines.

    Parameters
    ----------
    bounds_deg : tuple of float
        West, south, east, north [deg]; east may pass 180 or be less than west where the map crosses the date line.

    Returns
    -------
    list of array (n, 2)
        Lines of longitude and latitude [deg]; each runs on to the first point outside the map. Cuts where the data end
        are left out.
    """
    west, south, east, north = _continuous(bounds_deg)
    result: list[Array] = []
    for ring, is_frame in _rings_in(bounds_deg):
        inside = (ring[:, 0] >= west) & (ring[:, 0] <= east) & (ring[:, 1] >= south) & (ring[:, 1] <= north)
        is_drawn = (inside[:-1] | inside[1:]) & ~is_frame
        edges = np.flatnonzero(np.diff(np.concatenate(([False], is_drawn, [False])).astype(np.int8)))
        result.extend(ring[first : last + 1] for first, last in zip(edges[::2], edges[1::2], strict=True))
    return result


def _continuous(bounds_deg: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the bounds with the east above the west."""
    west, south, east, north = bounds_deg
    return west, south, east + 360.0 if east < west else east, north


def _rings_in(bounds_deg: tuple[float, float, float, float]) -> list[tuple[Array, NDArray[np.bool_]]]:
    """Return rings that touch the bounds, and for each of their segments whether it is a cut of the data."""
    west, south, east, north = _continuous(bounds_deg)
    fine_west, fine_south, fine_east, fine_north = THEATRE_BOUNDS_DEG
    is_fine = fine_west <= west and fine_south <= south and east <= fine_east and north <= fine_north
    frame = THEATRE_BOUNDS_DEG if is_fine else (-180.0, -90.0, 180.0, 90.0)
    result: list[tuple[Array, NDArray[np.bool_]]] = []
    for ring in _rings("theatre" if is_fine else "world"):
        low, high = ring.min(axis=0), ring.max(axis=0)
        is_cut = _on_frame(ring, frame)
        for turn_deg in (-360.0, 0.0, 360.0):
            touches_longitudes = low[0] + turn_deg <= east and high[0] + turn_deg >= west
            if touches_longitudes and low[1] <= north and high[1] >= south:
                result.append((ring + np.array([turn_deg, 0.0]), is_cut))
    return result


def _cut(ring: Array, axis: int, edge_deg: float, side: float) -> Array:
    """Return the part of a closed ring on one side of an edge (Sutherland and Hodgman, 1974)."""
    away = side * (ring[:, axis] - edge_deg)
    is_in = away >= 0.0
    if is_in.all():
        return ring
    if not is_in.any():
        return ring[:0]
    crossing = np.flatnonzero(is_in[:-1] != is_in[1:])
    share = away[crossing] / (away[crossing] - away[crossing + 1])
    met = ring[crossing] + share[:, None] * (ring[crossing + 1] - ring[crossing])
    kept = np.flatnonzero(is_in[:-1])
    order = np.argsort(np.concatenate([kept, crossing + 0.5]), kind="stable")
    open_ring = np.concatenate([ring[kept], met])[order]
    return np.concatenate([open_ring, open_ring[:1]])


def _on_frame(ring: Array, frame: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Return for each segment (n - 1,) whether it runs along the frame at which the data were cut."""
    result = np.zeros(len(ring) - 1, dtype=np.bool_)
    for axis, edge in ((0, frame[0]), (1, frame[1]), (0, frame[2]), (1, frame[3])):
        on_edge = np.abs(ring[:, axis] - edge) < _FRAME_DEG
        result |= on_edge[:-1] & on_edge[1:]
    return result


@functools.cache
def _rings(name: str) -> tuple[Array, ...]:
    """Return the closed rings of a shipped file [deg]."""
    with resources.files("jointex.earth").joinpath(f"data/{name}.npz").open("rb") as file, np.load(file) as stored:
        points = np.cumsum(stored["points"], axis=0) / STEPS_PER_DEGREE
        rings = tuple(np.split(points, stored["starts"][1:]))
    for ring in rings:
        ring.setflags(write=False)
    return rings
