"""One flight after the other to one base: who would be at its initial point too close to another one takes a longer way there."""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.engine.logging import log_event
from jointex.engine.minima import least_fuel_kg
from jointex.engine.routes import LEAST_DETOUR_S, ROOM_TO_DESCEND, home_distance_m, is_airborne
from jointex.fleet.log import Event, Task
from jointex.flight.energy import DESCENT_SLOPE, level_speed_m_s, wind_here
from jointex.flight.guidance import direction_to, extra_for_time_m, stretch_leg
from jointex.flight.motion import turn_to_point
from jointex.flight.state import Lateral
from jointex.kernel import kernel

APART_S = 120.0
"""Time between two flights at the initial point of one base [s]. Estimated: 5 NM on final at 150 kt."""
MEMBER_S = 60.0
"""Time that each further aircraft of a flight takes there [s]. Estimated: its way is 5 NM longer, at 300 kt."""
ONE_BASE = (9_260.0 / 6_371_000.0) ** 2
"""Square of the angle within which two places of landing are one base: 5 NM."""


@kernel
def await_turn(a: Any, flight: Any, fleet: Any, flights: Any, points: Any, log: Any, run: int) -> None:
    """Take a place in the order of arrivals on the last leg to the initial point, and a longer way where that is later.

    Parameters
    ----------
    a, flight : record
        Whoever leads the way home, and its flight; changed in place.
    fleet, flights, points : array of records
        Of the run; the aircraft's own two points for waiting are moved.
    log, run : Log, int
        Where events go.

    Notes
    -----
    Nobody waits whose flight would then land below its reserve: those come in as they are.
    """
    initial = a.first_point + flight.split_point
    if a.task != Task.RETURN or a.point != initial or a.lateral != Lateral.LEG or a.landing_base != 0:
        return
    if a.approach_s < math.inf:
        return
    _, _, way_m = direction_to(a, points[initial])
    slows = mean_of_slowing(a, points[initial])
    due_s = a.time_s + way_m / max(1.0, slows * level_speed_m_s(a))
    a.approach_s = due_s
    wait_s = first_free_s(a, flight, fleet, flights, points, due_s) - due_s
    if wait_s <= LEAST_DETOUR_S:
        return
    wind_north, wind_east = wind_here(a, a.altitude_m)
    extra_m = extra_for_time_m(a, points[initial], wait_s, slows * a.true_airspeed_m_s, wind_north, wind_east)
    home_m = home_distance_m(a, flight, points) + extra_m
    left_kg = least_fuel_kg(a, flight, fleet) - home_m * flight.home_kg_per_m - flight.approach_fuel_kg
    if left_kg < flight.reserve_kg:
        return
    a.approach_s = due_s + wait_s
    log_event(log, run, a, Event.IN_TURN, -1, wait_s)
    go_round(a, flight, points, extra_m)


@kernel
def mean_of_slowing(a: Any, initial: Any) -> float:
    """Return the mean of the airspeeds here and at the initial point over that here: it descends and slows down on the way."""
    delta = pressure_ratio(initial.altitude_m)
    mach = min(initial.mach, mach_from_cas(min(initial.cas_m_s, a.descent_cas_m_s), delta))
    there_m_s = mach * speed_of_sound_m_s(isa_temperature_k(initial.altitude_m) + a.temperature_offset_k)
    return float(min(1.0, 0.5 * (1.0 + there_m_s / a.true_airspeed_m_s)))


@kernel
def first_free_s(a: Any, flight: Any, fleet: Any, flights: Any, points: Any, due_s: float) -> float:
    """Return the first time from `due_s` on at which nobody else is due at the same base [s]."""
    free_s = due_s
    own_s = APART_S + MEMBER_S * (flight.count - 1)
    for _ in range(flights.shape[0]):
        was_s = free_s
        for i in range(fleet.shape[0]):
            b = fleet[i]
            if i == a.aircraft or b.leader >= 0 or not b.approach_s < math.inf or not is_airborne(b):
                continue
            other = flights[b.flight]
            if not is_one_base(points[a.first_point + flight.end_point], points[b.first_point + other.end_point]):
                continue
            its_s = APART_S + MEMBER_S * (other.count - 1)
            if b.approach_s - own_s < free_s < b.approach_s + its_s:
                free_s = b.approach_s + its_s
        if free_s == was_s:
            break
    return free_s


@kernel
def is_one_base(here: Any, there: Any) -> bool:
    """Return whether two places of landing are those of one base."""
    dx, dy, dz = here.x - there.x, here.y - there.y, here.z - there.z
    return bool(dx * dx + dy * dy + dz * dz < ONE_BASE)


@kernel
def go_round(a: Any, flight: Any, points: Any, extra_m: float) -> None:
    """Take a way to the initial point that is so much longer, over a place beside the straight one."""
    wait, initial = a.first_point + flight.wait_point, a.first_point + flight.split_point
    place, then, end = points[wait], points[wait + 1], points[initial]
    then.x, then.y, then.z = end.x, end.y, end.z
    then.altitude_m, then.mach, then.cas_m_s, then.beyond_m = end.altitude_m, end.mach, end.cas_m_s, end.beyond_m
    then.cas_m_s = min(end.cas_m_s, a.descent_cas_m_s)  # nobody hurries while he waits
    place.mach, place.cas_m_s, place.is_low, then.is_low = end.mach, then.cas_m_s, 0, end.is_low
    a.point, a.last_point = wait, wait + 1
    _, _, way_m = direction_to(a, end)
    room_m = 0.5 * (way_m + extra_m) * ROOM_TO_DESCEND * DESCENT_SLOPE
    place.altitude_m = min(max(a.altitude_m, end.altitude_m), end.altitude_m + room_m)
    stretch_leg(a, points, extra_m)
    turn_to_point(a, points)


@kernel
def go_in(a: Any, flight: Any, points: Any) -> None:
    """Turn to the initial point from the place beside the straight way."""
    a.point, a.last_point = a.first_point + flight.split_point, a.first_point + flight.end_point
    turn_to_point(a, points)
