"""What a run writes while it flies: into arrays of fixed size that the caller enlarges if they were too small."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex.earth.geodesy import latitude_longitude
from jointex.fleet.log import EVENT, LEDGER, TALLY, TRACK, Flow
from jointex.kernel import routine
from jointex.units import RADIAN_DEG

EVENTS, LINES, TRACKS = 0, 1, 2
"""Places of the three row counts in `Log.counts`."""


class Log(NamedTuple):
    """Rows written by the runs of one chunk.

    `counts` holds how many events, ledger lines and track rows were wanted; more than the arrays hold means that the
    chunk has to be flown again with larger ones.
    """

    events: NDArray[Any]
    ledger: NDArray[Any]
    tracks: NDArray[Any]
    tallies: NDArray[Any]
    counts: NDArray[np.int64]


def new_log(n_events: int, n_lines: int, n_tracks: int, n_tallies: int) -> Log:
    """Return an empty log.

    Parameters
    ----------
    n_events, n_lines, n_tracks, n_tallies : int
        Rows of each kind that it has room for.

    Returns
    -------
    Log
    """
    return Log(
        np.zeros(n_events, EVENT),
        np.zeros(n_lines, LEDGER),
        np.zeros(n_tracks, TRACK),
        np.zeros(n_tallies, TALLY),
        np.zeros(3, np.int64),
    )


@routine
def log_event(log: Any, run: int, a: Any, event: int, other: int, value: float) -> None:
    """Write one event of an aircraft at its own clock and place."""
    row = log.counts[EVENTS]
    log.counts[EVENTS] = row + 1
    if row >= log.events.shape[0]:
        return
    e = log.events[row]
    latitude, longitude = latitude_longitude(a.x, a.y, a.z)
    e.run, e.aircraft, e.event, e.other = run, a.aircraft, event, other
    e.time_s, e.value = a.time_s, value
    e.latitude_deg, e.longitude_deg = latitude * RADIAN_DEG, longitude * RADIAN_DEG
    e.altitude_m = a.altitude_m + a.height_difference_m
    e.fuel_kg = a.fuel_kg


@routine
def log_fuel(log: Any, run: int, a: Any, flow: int, other: int, kg: float) -> None:
    """Write one line of the fuel ledger."""
    row = log.counts[LINES]
    log.counts[LINES] = row + 1
    if row >= log.ledger.shape[0]:
        return
    line = log.ledger[row]
    line.run, line.aircraft, line.flow, line.other = run, a.aircraft, flow, other
    line.task, line.time_s, line.kg = a.task, a.time_s, kg


@routine
def log_burn(log: Any, run: int, a: Any) -> None:
    """Write what was burned since the last line, under the task that burned it."""
    if a.burned_kg > a.logged_burned_kg:
        log_fuel(log, run, a, Flow.BURNED, -1, a.burned_kg - a.logged_burned_kg)
        a.logged_burned_kg = a.burned_kg


@routine
def begin_task(log: Any, run: int, a: Any, task: int) -> None:
    """Close the ledger of the old task and take up the new one."""
    log_burn(log, run, a)
    a.task = task
    a.task_since_s = a.time_s


@routine
def log_track(log: Any, run: int, a: Any, time_s: float) -> None:
    """Write where an aircraft is."""
    row = log.counts[TRACKS]
    log.counts[TRACKS] = row + 1
    if row >= log.tracks.shape[0]:
        return
    t = log.tracks[row]
    latitude, longitude = latitude_longitude(a.x, a.y, a.z)
    heading_deg = math.atan2(a.heading_east, a.heading_north) * RADIAN_DEG
    t.run, t.aircraft, t.time_s, t.task = run, a.aircraft, time_s, a.task
    t.latitude_deg, t.longitude_deg = latitude * RADIAN_DEG, longitude * RADIAN_DEG
    t.altitude_m, t.pressure_altitude_m = a.altitude_m + a.height_difference_m, a.altitude_m
    t.true_airspeed_m_s = a.true_airspeed_m_s
    t.ground_speed_m_s = math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)
    t.heading_deg = heading_deg + 360.0 if heading_deg < 0.0 else heading_deg
    t.fuel_kg, t.mass_kg = a.fuel_kg, a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
