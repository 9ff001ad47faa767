"""Winds as a file gives them, on axes of its own, carried onto the even grid that kernels find their cell in."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jointex.earth.atmosphere import exact_temperature_k, geometric_height_m, geopotential_height_m, height_above_sea_m
from jointex.earth.winds import EAST_SD, EAST_WIND, HEIGHT, NORTH_SD, NORTH_WIND, TEMPERATURE, Weather, grid_axes
from jointex.errors import Fault

Array = NDArray[np.float64]

STRONGEST_WIND_M_S = 150.0
"""Stronger winds are taken for a mistake [m/s]: the fastest jet streams measured stay below about 115 m/s (220 kt)."""
COLDEST_K, WARMEST_K = 150.0, 340.0
"""Temperatures outside are taken for a mistake [K]."""
MOST_VALUES = 5_000_000
"""Most grid points that are read of a variable at one time."""
MOST_NODES = 4_000_000
"""Most nodes of the grid that is flown in: 192 MB."""
ALTITUDE_STEPS_M = (100.0, 250.0, 500.0)
"""Steps between the altitudes of the grid where those of the file are uneven [m]; the finest that stays within `MOST_NODES`."""
EVEN = 1e-3
"""Steps that differ by less than this share are even; coordinates in single precision differ by about 1e-5."""


@dataclass(frozen=True)
class GivenWinds:
    """What a file says of one time.

    Attributes
    ----------
    latitudes_deg, longitudes_deg, altitudes_m : array (n_latitudes,), (n_longitudes,), (n_altitudes,)
        Rising axes, two latitudes and longitudes at least, one pressure altitude at least; longitudes may pass 180.
    east_m_s, north_m_s : array (n_latitudes, n_longitudes, n_altitudes)
        Wind toward the east and the north [m/s].
    temperature_k : array, same shape, or None
        Static temperature [K]; standard if None.
    height_m : array, same shape, or None
        Geopotential height of the levels [m]; from the temperatures if None, with 1013.25 hPa at sea level.
    east_sd_m_s, north_sd_m_s : array, same shape, or None
        Standard deviations from day to day [m/s].
    notes : tuple of str
        What a reader must know to judge the values.
    """

    latitudes_deg: Array
    longitudes_deg: Array
    altitudes_m: Array
    east_m_s: Array
    north_m_s: Array
    temperature_k: Array | None = None
    height_m: Array | None = None
    east_sd_m_s: Array | None = None
    north_sd_m_s: Array | None = None
    notes: tuple[str, ...] = field(default=())


def even_axes(given: GivenWinds) -> tuple[Array, Array, Array]:
    """Return the even axes that winds are carried onto: those of the file where they are even.

    Parameters
    ----------
    given : GivenWinds

    Returns
    -------
    tuple of array
        Latitudes, longitudes [deg], altitudes [m]; uneven degrees get their smallest step, uneven altitudes one of
        `ALTITUDE_STEPS_M`.
    """
    latitudes, longitudes = _even_degrees(given.latitudes_deg), _even_degrees(given.longitudes_deg)
    altitudes = given.altitudes_m
    if len(altitudes) == 1:
        return latitudes, longitudes, np.array([altitudes[0], altitudes[0] + ALTITUDE_STEPS_M[0]])
    if _is_even(altitudes):
        return latitudes, longitudes, altitudes
    for step_m in ALTITUDE_STEPS_M:
        first, last = math.floor(altitudes[0] / step_m), math.ceil(altitudes[-1] / step_m)
        even = step_m * np.arange(first, last + 1)
        if len(latitudes) * len(longitudes) * len(even) <= MOST_NODES:
            break
    return latitudes, longitudes, even


def _is_even(axis: Array) -> bool:
    steps = np.diff(axis)
    return bool(np.ptp(steps) <= EVEN * abs(steps.mean()))


def _even_degrees(axis: Array) -> Array:
    """Return an axis of degrees with even steps between the same ends."""
    n_steps = len(axis) - 1 if _is_even(axis) else max(len(axis) - 1, round(np.ptp(axis) / np.diff(axis).min()))
    return np.linspace(axis[0], axis[-1], n_steps + 1)


def size_faults(given: GivenWinds, name: str) -> list[Fault]:
    """Return the fault of a grid too large to fly in.

    Parameters
    ----------
    given : GivenWinds
    name : str
        The file, for the message.

    Returns
    -------
    list of Fault
        One or none.
    """
    shape = tuple(len(axis) for axis in even_axes(given))
    if math.prod(shape) <= MOST_NODES:
        return []
    found = f"{math.prod(shape):,} ({shape[0]} latitudes x {shape[1]} longitudes x {shape[2]} altitudes)"
    rule = f"must make a grid of at most {MOST_NODES:,} nodes"
    return [Fault(rule, name, value=found, hint="Cut the file to the area flown, or take a coarser grid.")]


def to_weather(given: GivenWinds, source: str, basis: str, temperature_offset_k: float = 0.0) -> Weather:
    """Return the weather that planner and engine read.

    Parameters
    ----------
    given : GivenWinds
    source, basis : str
        As in `Weather`.
    temperature_offset_k : float
        Added to every temperature [K].

    Returns
    -------
    Weather
        Between nodes all values are straight lines; where the file's axes are even, its points are the nodes.
    """
    latitudes, longitudes, altitudes = axes = even_axes(given)
    old = given.latitudes_deg, given.longitudes_deg, given.altitudes_m

    def carried(values: Array) -> Array:
        for number, (before, after) in enumerate(zip(old, axes, strict=True)):
            values = along_axis(values, before, after, number)
        return values

    nodes = np.zeros((len(latitudes), len(longitudes), len(altitudes), 6))
    nodes[..., EAST_WIND], nodes[..., NORTH_WIND] = carried(given.east_m_s), carried(given.north_m_s)
    for place, spread in ((EAST_SD, given.east_sd_m_s), (NORTH_SD, given.north_sd_m_s)):
        if spread is not None:
            nodes[..., place] = carried(spread)
    if given.temperature_k is not None:
        nodes[..., TEMPERATURE] = carried(given.temperature_k - exact_temperature_k(given.altitudes_m))
    above = None if given.height_m is None else carried(given.height_m - given.altitudes_m)
    nodes[..., HEIGHT] = _height_differences_m(altitudes, nodes[..., TEMPERATURE], above, temperature_offset_k)
    nodes[..., TEMPERATURE] += temperature_offset_k
    known_m = float(given.altitudes_m[0]), float(given.altitudes_m[-1])
    return Weather(nodes, grid_axes(*axes), "file", basis, source, notes=given.notes, known_m=known_m)


def along_axis(values: Array, before: Array, after: Array, axis: int) -> Array:
    """Return values carried from one axis to another by straight lines, constant beyond the ends.

    Parameters
    ----------
    values : array
        Of any shape, `len(before)` long along `axis`.
    before, after : array (n,), (m,)
        Rising.
    axis : int
        Which axis.

    Returns
    -------
    array
        `m` long along `axis`; `values` itself where nothing changes.
    """
    if len(before) == len(after) and np.allclose(before, after, rtol=0.0, atol=1e-9):
        return values
    place = np.interp(after, before, np.arange(len(before)))
    below = np.minimum(place.astype(np.int64), max(len(before) - 2, 0))
    above = np.minimum(below + 1, len(before) - 1)
    share = (place - below).reshape([-1 if number == axis else 1 for number in range(values.ndim)])
    return np.asarray(np.take(values, below, axis) * (1.0 - share) + np.take(values, above, axis) * share)


def _height_differences_m(altitudes_m: Array, deviations_k: Array, above_m: Array | None, offset_k: float) -> Array:
    """Return geometric height less pressure altitude [m], where `above_m` is geopotential height less pressure altitude."""
    if above_m is None:
        return geometric_height_m(_geopotential_m(altitudes_m, deviations_k + offset_k)) - altitudes_m  # type: ignore[arg-type]
    lift_m = _geopotential_m(altitudes_m, deviations_k + offset_k) - _geopotential_m(altitudes_m, deviations_k)
    return geometric_height_m(altitudes_m + above_m + lift_m) - altitudes_m  # type: ignore[arg-type]


def _geopotential_m(altitudes_m: Array, deviations_k: Array) -> Array:
    """Return geopotential heights [m] of columns whose pressure at sea level is standard; air below the grid is as its lowest."""
    starts = altitudes_m[0] > 0.0
    levels_m = np.concatenate(([0.0], altitudes_m)) if starts else altitudes_m
    columns_k = np.concatenate((deviations_k[..., :1], deviations_k), axis=-1) if starts else deviations_k
    found = geopotential_height_m(height_above_sea_m(levels_m, columns_k, 0.0))  # type: ignore[arg-type]
    if starts:
        return np.asarray(found)[..., 1:]
    at_sea = along_axis(np.asarray(found), levels_m, np.array([0.0]), -1 % deviations_k.ndim)
    return np.asarray(found - at_sea)
