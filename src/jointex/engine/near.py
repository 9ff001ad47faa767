"""Who may be in reach of whom, in large exercises: a grid of bands of latitude and columns of longitude.

An aircraft looks into the cells that its reach against the largest target touches, within its horizon. Cells lie in a table of
buckets.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.geodesy import latitude_longitude
from jointex.engine.routes import EARTH_RADIUS_M
from jointex.engine.sky import CELL_RAD, FARTHEST_SIGHT, LARGEST, LATITUDE, LONGITUDE, SIGHT
from jointex.engine.watch import bucket_of
from jointex.kernel import kernel

MARGIN = 1.02
"""How much longer a way over ground may be than the straight line between two aircraft, within their horizon."""


@kernel
def band_at(latitude_rad: float) -> int:
    """Return the band of a latitude."""
    return int(math.floor((latitude_rad + 0.5 * math.pi) / CELL_RAD))  # noqa: RUF046 - compiled, floor gives a float


@kernel
def column_at(longitude_rad: float, n_columns: int) -> int:
    """Return the column of a longitude, of those around the earth; below 0 to the west of the first."""
    return int(math.floor(longitude_rad * n_columns / (2.0 * math.pi)))  # noqa: RUF046 - compiled, floor gives a float


@kernel
def sort_into_cells(fleet: Any, sky: Any) -> None:
    """Sort everybody who is there into cells."""
    sky.cells[:] = -1
    for j in range(sky.who.shape[0]):
        if sky.is_up[j] == 1:
            a = fleet[sky.who[j]]
            latitude, longitude = latitude_longitude(a.x, a.y, a.z)
            band = band_at(latitude)
            n_columns = sky.columns[band]
            column = around(column_at(longitude, n_columns), n_columns)
            bucket = bucket_of(band, column, 0, sky.cells.shape[0])
            sky.places[j, LATITUDE], sky.places[j, LONGITUDE] = latitude, longitude
            sky.cell[j, 0], sky.cell[j, 1] = band, column
            sky.order[j] = sky.cells[bucket]
            sky.cells[bucket] = j


@kernel
def around(column: int, n_columns: int) -> int:
    """Return the column itself where it was counted beyond the first or the last."""
    if column < 0:
        return column + n_columns
    return column - n_columns if column >= n_columns else column


@kernel
def note_near(own: Any, sky: Any, k: int) -> int:
    """Note who lies in the cells that an aircraft's reach touches; return how many."""
    reach_m = max(own.reach_m, own.reach_by_size_m * sky.clock[LARGEST])
    angle = MARGIN * min(reach_m, sky.places[k, SIGHT] + sky.clock[FARTHEST_SIGHT]) / EARTH_RADIUS_M
    latitude, longitude = sky.places[k, LATITUDE], sky.places[k, LONGITUDE]
    is_at_pole = abs(latitude) + angle >= 0.5 * math.pi
    aside = math.pi if is_at_pole else math.asin(math.sin(angle) / math.cos(latitude))
    n_near = 0
    for band in range(max(0, band_at(latitude - angle)), min(sky.columns.shape[0], band_at(latitude + angle) + 1)):
        n_columns = sky.columns[band]
        first, last = column_at(longitude - aside, n_columns), column_at(longitude + aside, n_columns)
        for place in range(first, min(last, first + n_columns - 1) + 1):
            column = around(place, n_columns)
            j = sky.cells[bucket_of(band, column, 0, sky.cells.shape[0])]
            while j >= 0:
                if sky.cell[j, 0] == band and sky.cell[j, 1] == column:  # others share its bucket by chance
                    sky.near[n_near] = j
                    n_near += 1
                j = sky.order[j]
    return n_near
