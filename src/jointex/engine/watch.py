"""Separation between aircraft of different flights, looked at when two could have come close.

Up to `MOST_WATCHED` aircraft, each pair has a time before which it cannot break the rule, from bounds on closing speeds;
larger fleets are sorted into cells as wide as the watch radius and only neighbours are compared.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.engine.logging import log_event
from jointex.engine.parting import CLEAR_S, LEVEL_TOLERANCE_M
from jointex.engine.routes import EARTH_RADIUS_M, is_airborne, is_fighting
from jointex.fleet.log import Event, Task
from jointex.kernel import kernel

WATCH_M = 20_000.0
"""Distances above this are not followed [m]."""
FASTEST_CLOSING_M_S = 700.0
FASTEST_CLIMBING_M_S = 150.0
"""Bounds on closing speeds of any two aircraft: two at Mach 1.1 head on, two in steep climb and descent."""
MOST_WATCHED = 96
"""Fleets above this are compared by cells."""
OWN_CELL = 13
"""Number of the middle one of 3 x 3 x 3 cells; the later ones are half of its neighbours."""


@kernel
def slant(a: Any, b: Any) -> Any:
    """Return lateral and vertical distance of two aircraft [m]."""
    dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
    return EARTH_RADIUS_M * math.sqrt(dx * dx + dy * dy + dz * dz), abs(a.altitude_m - b.altitude_m)


@kernel
def is_with_tanker(a: Any) -> bool:
    """Return whether an aircraft is beside its tanker or closing on it: with all who are, it keeps clear by eye."""
    return bool(Task.RENDEZVOUS <= a.task <= Task.REFORM)


@kernel
def is_formation(a: Any, b: Any) -> bool:
    """Return whether two aircraft fly as one formation, where the bubble alone holds."""
    if a.flight == b.flight:
        return True
    a_is_in = a.task == Task.FORMATION or a.task == Task.JOIN or is_with_tanker(a)
    b_is_in = b.task == Task.FORMATION or b.task == Task.JOIN or is_with_tanker(b)
    a_root = a.leader if a.leader >= 0 else a.aircraft
    b_root = b.leader if b.leader >= 0 else b.aircraft
    return (a_is_in and (a_root == b.aircraft or a_root == b_root)) or (b_is_in and b_root == a.aircraft)


@kernel
def is_at_one_tanker(a: Any, b: Any) -> bool:
    """Return whether two aircraft are a tanker and its receiver, or two receivers beside it: they fly close on purpose."""
    if (a.last_tanker == b.aircraft and a.time_s < a.parted_s + CLEAR_S) or (
        b.last_tanker == a.aircraft and b.time_s < b.parted_s + CLEAR_S
    ):
        return True
    a_is_there = Task.OBSERVATION <= a.task <= Task.REFORM
    b_is_there = Task.OBSERVATION <= b.task <= Task.REFORM
    if a_is_there and a.tanker == b.aircraft:
        return True
    return b_is_there and (b.tanker == a.aircraft or (a_is_there and a.tanker == b.tanker))


@kernel
def compare(a: Any, b: Any, settings: Any, log: Any, run: int) -> float:
    """Note how close two aircraft are; return the time within which they cannot break the rule [s]."""
    if is_at_one_tanker(a, b) or is_fighting(a) or is_fighting(b):  # fights have rules of their own: see engine.fight
        return settings.frame_s
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
            bucket = bucket_of(cell_of(a.x), cell_of(a.y), cell_of(a.z), n_cells)
            order[i] = cells[bucket]
            cells[bucket] = i
    for i in range(fleet.shape[0]):
        if is_airborne(fleet[i]):
            compare_neighbours(fleet, cells, order, i, settings, log, run)


@kernel
def compare_neighbours(fleet: Any, cells: Any, order: Any, i: int, settings: Any, log: Any, run: int) -> None:
    """Compare one aircraft with those in its own cell and in half of the 26 around it; they look into the other half."""
    a = fleet[i]
    x, y, z = cell_of(a.x), cell_of(a.y), cell_of(a.z)
    for step in range(OWN_CELL, 27):
        own_x, own_y, own_z = x + step // 9 - 1, y + step // 3 % 3 - 1, z + step % 3 - 1
        j = cells[bucket_of(own_x, own_y, own_z, cells.shape[0])]
        while j >= 0:
            b = fleet[j]
            is_there = cell_of(b.x) == own_x and cell_of(b.y) == own_y and cell_of(b.z) == own_z
            if is_there and (j > i or step > OWN_CELL) and a.flight != b.flight:
                compare(fleet[min(i, j)], fleet[max(i, j)], settings, log, run)
            j = order[j]


@kernel
def cell_of(place: float) -> Any:
    """Return the number of the cell of a coordinate on the unit sphere."""
    return np.int64(math.floor(place * (EARTH_RADIUS_M / WATCH_M)))


@kernel
def bucket_of(x: int, y: int, z: int, n_buckets: int) -> int:
    """Return the bucket of a cell in a table of a power of two: large odd factors part cells that lie in a row.

    References
    ----------
    Teschner et al., Optimized Spatial Hashing for Collision Detection of Deformable Objects, 2003: the three factors.
    """
    return (x * 73_856_093 ^ y * 19_349_663 ^ z * 83_492_791) & (n_buckets - 1)
