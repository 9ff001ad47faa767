"""The noise around a base on a grid: what a map of it is drawn from."""

from __future__ import annotations

from typing import Any

import numpy as np

from jointex.communities.flown import EARTH_M, Near
from jointex.communities.hearing import passes
from jointex.communities.places import Around
from jointex.communities.ratings import DAY_S, evening_weight_lden
from jointex.communities.tracks import Force

HALF_WIDTH_M = 16_000.0
STEP_M = 1000.0
GRID_RUNS = 3
"""The grid is of so many runs at most: a mean of ways, not of luck."""
AREA_FROM_DB = (57.0, 62.0)
"""Areas are told from these levels on [Lden, dB]: Japan's standards."""


def noise_grid(near: Near, around: Around, force: Force, start_hour: float, days: float) -> dict[str, Any] | None:
    """Return the day-evening-night level around a base.

    Parameters
    ----------
    near : Near
        What flew there, in runs with tracks.
    around : Around
        The base.
    force : Force
        The aircraft.
    start_hour : float
        Scenario start, local time [h].
    days : float
        Days each run is spread over.

    Returns
    -------
    dict or None
        `latitude_deg` and `longitude_deg` of the middles of the cells, `lden_db` row by row from the south, `step_m`, `runs` and
        `area_km2` by level; None where nothing flew.
    """
    if not len(near.run):
        return None
    side = np.arange(-HALF_WIDTH_M, HALF_WIDTH_M + 1.0, STEP_M)
    east, north = np.meshgrid(side, side)
    points_m = np.column_stack([east.ravel(), north.ravel(), np.zeros(east.size)])
    heard = passes(near, points_m, force, start_hour)
    n_runs = len(np.unique(near.run))
    energy = np.sum(heard.energy * evening_weight_lden(heard.hour)[:, None], axis=0) / (n_runs * DAY_S * days)
    levels = 10.0 * np.log10(np.maximum(energy, 1.0)).reshape(east.shape)
    per_metre = np.degrees(1.0 / EARTH_M)
    latitude, longitude = around.middle_deg
    return {
        "base": around.base,
        "name": around.name,
        "latitude_deg": [round(float(latitude + x * per_metre), 5) for x in side],
        "longitude_deg": [round(float(longitude + x * per_metre / np.cos(np.radians(latitude))), 5) for x in side],
        "step_m": STEP_M,
        "runs": n_runs,
        "lden_db": [[round(float(level), 1) for level in row] for row in levels],
        "area_km2": {f"{limit:g}": float(np.sum(levels >= limit) * STEP_M**2 / 1e6) for limit in AREA_FROM_DB},
    }
