"""Levels beside a tanker: receivers come up to it one clear of the other, and climb to levels of their own before they leave."""

from __future__ import annotations

from typing import Any

from jointex.engine.routes import is_airborne, is_within_m
from jointex.fleet.log import Task
from jointex.kernel import kernel

PARTING_M_S = 10.0
"""Climb beside the tanker to the level to leave at [m/s]: 2,000 ft/min. Estimated."""
CLEAR_S = 300.0
"""Time after which whoever has left a tanker is clear of it [s]. Estimated: 5 NM at 100 kt of difference is 180 s."""
FOLLOWING_S = 75.0
"""Time after which the next flight can leave, below the one before [s]. Estimated: 5 NM, or some 4,000 ft of climb."""
LEVEL_TOLERANCE_M = 30.0
"""Height by which aircraft may stray from their levels before a block counts as broken [m]: 100 ft."""


@kernel
def leaving_takes_s(a: Any, fleet: Any, brackets: Any) -> float:
    """Return how long before its time a flight must begin to leave [s]: its climb, and a start before those below it."""
    own_m = brackets[a.bracket].above_m
    seconds = own_m / PARTING_M_S
    for i in range(fleet.shape[0]):
        b = fleet[i]
        is_beside = b.tanker == a.tanker and b.flight != a.flight and b.member == 0 and b.task == Task.REFORM
        if is_beside and brackets[b.bracket].above_m < own_m:
            seconds += FOLLOWING_S
    return float(seconds)


@kernel
def is_clearing(a: Any, tanker: Any) -> bool:
    """Return whether an aircraft has just left a tanker, and is still near."""
    return bool(a.last_tanker == tanker.aircraft and tanker.time_s < a.parted_s + CLEAR_S and is_airborne(a))


@kernel
def has_come_up(a: Any, fleet: Any, settings: Any) -> bool:
    """Let an aircraft below its tanker's left wing come up to it; return whether it is there.

    It waits while another flight is on its way to the same tanker at a level between.
    """
    if a.slot_up_m >= 0.0:
        return True
    for i in range(fleet.shape[0]):
        b = fleet[i]
        is_other = b.flight != a.flight and b.tanker == a.tanker and Task.RENDEZVOUS <= b.task <= Task.OBSERVATION
        if is_other and a.slot_up_m < b.slot_up_m < 0.0 and is_within_m(a, b, settings.separation_m):
            return False
    a.slot_up_m = min(0.0, a.slot_up_m + PARTING_M_S * settings.frame_s)
    return a.slot_up_m >= 0.0


@kernel
def has_cleared(a: Any, flight: Any, fleet: Any, brackets: Any, points: Any, settings: Any) -> bool:
    """Let a flight on its tanker's right wing climb to the level it leaves at; return whether it is there, and may turn away.

    It waits while others that have left just before, or are leaving too, are within the rules' distances of its way.
    """
    bracket = brackets[a.bracket]
    if bracket.above_m <= 0.0:
        return True
    is_there = a.slot_up_m >= bracket.above_m
    if is_blocked(a, fleet, brackets, points, settings, is_there):
        return False
    if is_there:
        return True
    rise_m = min(PARTING_M_S * settings.frame_s, bracket.above_m - a.slot_up_m)
    for index in range(flight.first, flight.first + flight.count):
        member = fleet[index]
        if member.tanker == a.tanker and member.task == Task.REFORM:
            member.slot_up_m += rise_m
    return False


@kernel
def is_blocked(a: Any, fleet: Any, brackets: Any, points: Any, settings: Any, is_there: bool) -> bool:
    """Return whether another flight of the same tanker is in the way of a climb, or of turning away at its end.

    Who leaves higher goes first, and is to be above the level of the next one, or away: lower down, aircraft climb faster.
    """
    tanker, bracket = fleet[a.tanker], brackets[a.bracket]
    apart_m = settings.separation_up_m - LEVEL_TOLERANCE_M
    top_m = tanker.altitude_m + bracket.above_m
    if is_there:
        top_m = max(top_m, points[a.first_point + bracket.onward].altitude_m)
    for i in range(fleet.shape[0]):
        b = fleet[i]
        if b.flight == a.flight or not is_airborne(b) or not is_within_m(a, b, settings.separation_m):
            continue
        if is_clearing(b, tanker):
            if a.altitude_m - apart_m < b.altitude_m < top_m + apart_m:
                return True
        elif is_there and b.tanker == a.tanker and b.task == Task.REFORM and b.slot_up_m > 0.0:
            its_m = brackets[b.bracket].above_m
            if its_m > bracket.above_m or (its_m == bracket.above_m and i < a.aircraft):
                return True
    return False
