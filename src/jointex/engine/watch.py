"""Separation between aircraft of different flights, looked at when two could have come close.

Up to `MOST_WATCHED` aircraft, each pair has a time before which it cannot break the rule, from bounds on closing speeds;
larger fleets are sorted into cells as wide as the watch radius and only neighbours are compared.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.engine.decide import is_airborne
from jointex.engine.logging import log_event
from jointex.fleet.log import Event, Task
from jointex.kernel import kernel

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius for distances of aircraft that are near each other [m]: 0.3 % off at most."""
WATCH_M = 20_000.0
"""Distances above this are not followed [m]."""
FASTEST_CLOSING_M_S = 700.0
FASTEST_CLIMBING_M_S = 150.0
"""Bounds on closing speeds of any two aircraft: two at Mach 1.1 head on, two in steep climb and descent."""
LEVEL_TOLERANCE_M = 30.0
"""Height by which aircraft may stray from their levels before a block counts as broken [m]: 100 ft."""
MOST_WATCHED = 96
"""Fleets above this are compared by cells."""


@kernel
def slant(a: Any, b: Any) -> Any:
    """Return lateral and vertical distance of two aircraft [m]."""
    dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
    return EARTH_RADIUS_M * math.sqrt(dx * dx + dy * dy + dz * dz), abs(a.altitude_m - b.altitude_m)


@kernel
def is_formation(a: Any, b: Any) -> bool:
    """Return whether two aircraft fly as one formation, where the bubble alone holds."""
    if a.flight == b.flight:
        return True
    a_is_in = a.task == Task.FORMATION or a.task == Task.JOIN
    b_is_in = b.task == Task.FORMATION or b.task == Task.JOIN
    a_root = a.leader if a.leader >= 0 else a.aircraft
    b_root = b.leader if b.leader >= 0 else b.aircraft
    return (a_is_in and (a_root == b.aircraft or a_root == b_root)) or (b_is_in and b_root == a.aircraft)


@kernel
def compare(a: Any, b: Any, settings: Any, log: Any, run: int) -> float:
    """Note how close two aircraft are; return the time within which they cannot break the rule [s]."""
    lateral_m, vertical_m = slant(a, b)
    distance_m = math.sqrt(lateral_m * lateral_m + vertical_m * vertical_m)
    first, second = log.tallies[a.tally], log.tallies[b.tally]
    if distance_m < WATCH_M:
        if not distance_m >= first.least_separation_m:
            first.least_separation_m = distance_m
        if not distance_m >= second.least_separation_m:
            second.least_separation_m = distance_m
    rule_m = settings.bubble_m if is_formation(a, b) else settings.separation_m
    rule_up_m = settings.bubble_m if is_formation(a, b) else settings.separation_up_m
    if lateral_m < rule_m and vertical_m < rule_up_m - LEVEL_TOLERANCE_M:
        note_close(a, b, distance_m, settings, log, run)
        return settings.frame_s
    return max((lateral_m - WATCH_M) / FASTEST_CLOSING_M_S, settings.frame_s)


@kernel
def note_close(a: Any, b: Any, distance_m: float, settings: Any, log: Any, run: int) -> None:
    """Count a frame in which two aircraft are closer than the rule; log the first one of a stretch, with whom it began."""
    first, second = log.tallies[a.tally], log.tallies[b.tally]
    if a.time_s > a.close_until_s + 1.5 * settings.frame_s:
        log_event(log, run, a, Event.CLOSE, b.aircraft, distance_m)
    a.close_until_s = a.time_s
    first.close_time_s += settings.frame_s
    second.close_time_s += settings.frame_s


@kernel
def watch_pairs(fleet: Any, next_look_s: Any, time_s: float, settings: Any, log: Any, run: int) -> None:
    """Compare the pairs whose time has come."""
    pair = 0
    for i in range(fleet.shape[0]):
        a = fleet[i]
        if not is_airborne(a):
            pair += fleet.shape[0] - 1 - i
            continue
        for j in range(i + 1, fleet.shape[0]):
            if time_s >= next_look_s[pair]:
                b = fleet[j]
                if is_airborne(b) and a.flight != b.flight:
                    next_look_s[pair] = time_s + compare(a, b, settings, log, run)
            pair += 1


@kernel
def watch_cells(fleet: Any, cells: Any, order: Any, settings: Any, log: Any, run: int) -> None:
    """Compare neighbours on a grid of cells as wide as the watch radius."""
    n_cells = cells.shape[0]
    cells[:] = -1
    for i in range(fleet.shape[0]):
        order[i] = -1
        a = fleet[i]
        if is_airborne(a):
            key = cell_of(a, 0, 0, 0) % n_cells
            order[i] = cells[key]
            cells[key] = i
    for i in range(fleet.shape[0]):
        a = fleet[i]
        if is_airborne(a):
            compare_neighbours(fleet, cells, order, i, settings, log, run)


@kernel
def compare_neighbours(fleet: Any, cells: Any, order: Any, i: int, settings: Any, log: Any, run: int) -> None:
    """Compare one aircraft with those of higher number in its own and the 26 adjoining cells."""
    a = fleet[i]
    n_cells = cells.shape[0]
    for step in range(27):
        key = cell_of(a, step // 9 - 1, step // 3 % 3 - 1, step % 3 - 1)
        j = cells[key % n_cells]
        while j >= 0:
            b = fleet[j]
            if j > i and a.flight != b.flight and cell_of(b, 0, 0, 0) == key:
                compare(a, b, settings, log, run)
            j = order[j]


@kernel
def cell_of(a: Any, dx: int, dy: int, dz: int) -> Any:
    """Return the key of the cell of an aircraft's place on the unit sphere, moved by whole cells."""
    width = WATCH_M / EARTH_RADIUS_M
    kx = np.int64(math.floor(a.x / width)) + dx + 4096
    ky = np.int64(math.floor(a.y / width)) + dy + 4096
    kz = np.int64(math.floor(a.z / width)) + dz + 4096
    return (kx * 8192 + ky) * 8192 + kz
