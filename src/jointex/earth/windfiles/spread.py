"""How winds that a user gives vary from day to day: by one figure, or as the climatology of the theatre does."""

from __future__ import annotations

import dataclasses

import numpy as np

from jointex.earth.windfiles.given import along_axis
from jointex.earth.winds import EAST_SD, Weather, climatology, grid_axes


def with_spread(weather: Weather, wind_sd_m_s: float) -> Weather:
    """Return winds whose components vary from day to day by the same everywhere.

    Parameters
    ----------
    weather : Weather
    wind_sd_m_s : float
        Standard deviation of each component [m/s].

    Returns
    -------
    Weather
    """
    nodes = weather.nodes.copy()
    nodes[..., EAST_SD:] = wind_sd_m_s
    return dataclasses.replace(weather, nodes=nodes)


def with_climatology_spread(weather: Weather, month: int) -> Weather:
    """Return winds that vary from day to day as those of the climatology do.

    Parameters
    ----------
    weather : Weather
        Winds that are the same everywhere are carried onto the climatology's latitudes and longitudes.
    month : int
        1 to 12.

    Returns
    -------
    Weather
        Outside the theatre with the spread of its nearest edge.
    """
    known = climatology(month)
    if weather.nodes.shape[:2] == (2, 2):
        shape = (*known.nodes.shape[:2], *weather.nodes.shape[2:])
        latitudes, longitudes = known.latitudes_deg, known.longitudes_deg
        nodes = np.array(np.broadcast_to(weather.nodes[:1, :1], shape))
        axes = grid_axes(latitudes, longitudes, weather.pressure_altitudes_m)
    else:
        latitudes, longitudes = weather.latitudes_deg, weather.longitudes_deg
        nodes, axes = weather.nodes.copy(), weather.axes.copy()
    middle = known.longitudes_deg.mean()
    places = latitudes, (longitudes - middle + 180.0) % 360.0 - 180.0 + middle, weather.pressure_altitudes_m
    spread = known.nodes[..., EAST_SD:]
    for number, (before, after) in enumerate(
        zip((known.latitudes_deg, known.longitudes_deg, known.pressure_altitudes_m), places, strict=True)
    ):
        spread = along_axis(spread, before, after, number)
    nodes[..., EAST_SD:] = spread
    note = f"Day-to-day spread of the climatology, month {month}."
    return dataclasses.replace(weather, nodes=nodes, axes=axes, notes=(*weather.notes, note))
