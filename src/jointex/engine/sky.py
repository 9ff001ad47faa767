"""The working arrays of the picture: who takes part, where everybody is now, what is seen and what is told."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex.engine.routes import EARTH_RADIUS_M
from jointex.fleet.senses import MOST_SENSORS, NET, OWN_TRACK, REPORT, SENSES, SENSOR
from jointex.kernel import kernel

NO_SENSES, NO_SENSORS, NO_NETS = np.zeros(1, SENSES), np.zeros((1, MOST_SENSORS), SENSOR), np.zeros(0, NET)
NO_SENSES["place"] = -1
NEXT_GROUPS, FARTHEST_SIGHT, LARGEST, IS_WRITTEN = 0, 1, 2, 3
"""Places in `Sky.clock`: when links are looked at anew [s], the farthest horizon [m] and the largest size of anybody now, and
whether the run writes what is seen."""
LONG_AGO = -1_000_000_000
"""Number of a look long before the first."""
CELL_RAD = 250_000.0 / EARTH_RADIUS_M
"""Height of a band of latitude, and about the width of a column [rad]: 250 km, a third of what fighters may find."""
X, Y, Z, NORTH_X, NORTH_Y, NORTH_Z, EAST_X, EAST_Y, SIGHT, SIZE, LATITUDE, LONGITUDE, PLACE_COLUMNS = range(13)
"""Columns of `Sky.places`, and how many there are."""


class Eyes(NamedTuple):
    """What the aircraft of an exercise see with and talk over; shared by all runs.

    `senses` is parallel to the fleet, `sensors` a table of aircraft by `MOST_SENSORS`, `nets` the links.
    """

    senses: NDArray[Any] = NO_SENSES
    sensors: NDArray[Any] = NO_SENSORS
    nets: NDArray[Any] = NO_NETS


NOBODY_LOOKS = Eyes()
"""An exercise without drills of combat or links."""


class Sky(NamedTuple):
    """Working arrays of the picture in one run, of m aircraft that take part and l links.

    `first` are the senses before the run, `who` the aircraft by place. `places` holds for each the place from the middle of the
    earth [m], the unit vectors north and east (east has no third number), how far its horizon lies [m], its size, latitude and
    longitude [rad]; `is_up` whether it is in the picture now, `flight` its flight, `looks` the first and last look of each
    sensor in this step, and `phase` when in its period it looks. `columns`, `cells`, `cell` and `order` are the grid of
    `engine.near`, and `near` those to be looked at. `tracks` are what each sees of each, `held` the places of those it has,
    `n_held` how many. `reports` are told on each link to each group; `root` is the group an aircraft is in, `last_root` the one
    before, `row_side` whose it is, `shift` how far off an aircraft tells places on a link [m], `slot` when in its period it tells.
    `clock` holds when things are due, and what is largest now.
    """

    first: NDArray[Any]
    sensors: NDArray[Any]
    nets: NDArray[Any]
    who: NDArray[np.int64]
    places: NDArray[np.float64]
    is_up: NDArray[np.int64]
    looks: NDArray[np.int64]
    phase: NDArray[np.float64]
    flight: NDArray[np.int64]
    columns: NDArray[np.int64]
    cells: NDArray[np.int64]
    cell: NDArray[np.int64]
    order: NDArray[np.int64]
    near: NDArray[np.int64]
    tracks: NDArray[Any]
    held: NDArray[np.int32]
    n_held: NDArray[np.int64]
    reports: NDArray[Any]
    root: NDArray[np.int64]
    last_root: NDArray[np.int64]
    row_side: NDArray[np.int64]
    shift: NDArray[np.float64]
    slot: NDArray[np.float64]
    clock: NDArray[np.float64]


def new_sky(eyes: Eyes) -> Sky:
    """Return the working arrays of a picture.

    Parameters
    ----------
    eyes : Eyes

    Returns
    -------
    Sky
        Empty where nobody takes part.
    """
    who = np.flatnonzero(eyes.senses["place"] >= 0).astype(np.int64)
    m, nets = len(who), len(eyes.nets)
    size = max(m, 1)
    return Sky(
        eyes.senses,
        eyes.sensors,
        eyes.nets,
        who,
        np.zeros((size, PLACE_COLUMNS)),
        np.zeros(size, np.int64),
        np.zeros((size, MOST_SENSORS, 2), np.int64),
        np.zeros((size, MOST_SENSORS)),
        np.zeros(size, np.int64),
        columns(),
        np.full(1 << max(4, (4 * m).bit_length()), -1, np.int64),
        np.zeros((size, 2), np.int64),
        np.full(size, -1, np.int64),
        np.zeros(size + 1, np.int64),
        np.zeros((size, size), OWN_TRACK),
        np.zeros((size, size), np.int32),
        np.zeros(size, np.int64),
        np.zeros((max(nets, 1), size, size, 2), REPORT),
        np.zeros((max(nets, 1), size), np.int64),
        np.zeros((max(nets, 1), size), np.int64),
        np.zeros((max(nets, 1), size), np.int64),
        np.zeros((max(nets, 1), size, 2)),
        np.zeros((max(nets, 1), size)),
        np.zeros(4),
    )


def columns() -> NDArray[np.int64]:
    """Return how many columns each band of the grid has: as many as its middle is long."""
    middles = (np.arange(math.ceil(math.pi / CELL_RAD)) + 0.5) * CELL_RAD - 0.5 * math.pi
    return np.maximum(1, np.floor(2.0 * math.pi * np.cos(middles) / CELL_RAD)).astype(np.int64)


def named_sky(sky: Sky) -> Sky:
    """Return the same arrays with fields by name, as plain Python needs them."""
    records = ("first", "sensors", "nets", "tracks", "reports")
    return sky._replace(**{name: getattr(sky, name).view(np.recarray) for name in records})


@kernel
def clear_sky(sky: Any, senses: Any) -> None:
    """Forget everything: nobody has seen or been told anything."""
    for i in range(sky.first.shape[0]):
        senses[i] = sky.first[i]
    sky.clock[:] = -math.inf
    for k in range(sky.who.shape[0]):
        sky.n_held[k] = 0
        for j in range(sky.who.shape[0]):
            forget_track(sky.tracks[k, j])
            for sensor in range(MOST_SENSORS):
                sky.tracks[k, j].last_look[sensor] = LONG_AGO
            sky.tracks[k, j].warned_s = -math.inf
            sky.tracks[k, j].was_known, sky.tracks[k, j].was_told = 0, 0
    for net in range(sky.nets.shape[0]):
        for k in range(sky.who.shape[0]):
            sky.root[net, k], sky.row_side[net, k] = k, -1
            clear_row(sky, net, k)


@kernel
def forget_track(track: Any) -> None:
    """Forget what an aircraft's own sensors held of another one; the row of looks goes on."""
    track.is_firm, track.hits, track.is_held = 0, 0, 0
    track.last_s, track.until_s, track.drawn = -math.inf, -math.inf, -1


@kernel
def clear_row(sky: Any, net: int, row: int) -> None:
    """Forget what a group was told on a link."""
    for j in range(sky.who.shape[0]):
        for version in range(2):
            sky.reports[net, row, j, version].seen_s = -math.inf
            sky.reports[net, row, j, version].heard_s = math.inf
