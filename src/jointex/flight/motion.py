"""One aircraft flies its route: midpoint steps of its own length that end exactly on its events.

An event is a level reached, a speed reached, a turn begun or ended, a point passed, or the clock of the caller; a step that
would run past one is cut to end on it.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.flight.energy import choose_speed, choose_vertical, level_speed_m_s, wind_here
from jointex.flight.guidance import (
    angle_to_turn_rad,
    begin_turn,
    direction_to,
    distance_to_go_m,
    leg_direction,
    roll_out_lead_rad,
    set_leg,
    turn_lead_m,
    turn_radius_m,
    wind_triangle,
)
from jointex.flight.state import Lateral, Speed, Status, Vertical
from jointex.flight.steps import LEAST_STEP_S, fly_leg_step, note_ground_speed
from jointex.flight.turning import fly_turn_step, wanted_nose
from jointex.kernel import kernel, single

LEAST_COSINE = math.cos(math.radians(3.0))
"""Cosine between the nose and that of the leg below which a turn onto it has not ended: its point lies too near."""


@kernel
def apply_orders(a: Any, points: Any) -> None:
    """Take level, speed and configuration of the leg from its end point."""
    end = points[a.point]
    a.is_low = end.is_low
    a.target_altitude_m = end.altitude_m
    a.target_mach = end.mach
    a.target_cas_m_s = end.cas_m_s


@kernel
def start_route(a: Any, points: Any) -> None:
    """Set an aircraft on the leg to its point, from where it is, nose along the leg.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft; `a.point` is where it is to go.
    points : array of flight.state.POINT
        Its route.
    """
    apply_orders(a, points)
    set_leg(a, points)
    north, east, metres_per_radian = leg_direction(a, a.x, a.y, a.z, a.altitude_m)
    a.heading_north, a.heading_east = north, east
    a.metres_per_radian = metres_per_radian
    a.to_go_m = distance_to_go_m(a, points[a.point], metres_per_radian)
    a.lateral = Lateral.LEG
    a.vertical = Vertical.LEVEL
    a.speed = Speed.CHANGE


@kernel
def turn_to_point(a: Any, points: Any) -> None:
    """Leave the present leg for the point `a.point`: by a banked turn, or at once if the change is small.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    points : array of flight.state.POINT
        Its route.
    """
    apply_orders(a, points)
    nose_north, nose_east, _, _, _ = leg_nose(a, points)
    if begin_turn(a, nose_north, nose_east):
        a.lateral = Lateral.TURN
    else:
        a.lateral = Lateral.LEG
        a.bank_rad = 0.0
        set_leg(a, points)


@single
def advance(a: Any, points: Any, until_s: float, max_step_s: float) -> Status:
    """Fly until a time, or until something happens that the caller should know.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`; changed in place.
    points : array of records, POINT
        The route points of all aircraft; `a.point` to `a.last_point` are this one's.
    until_s : float
        Time to reach [s].
    max_step_s : float
        Longest step allowed [s]; 0.1 gives the fine reference.

    Returns
    -------
    int
        A `Status`.

    References
    ----------
    Energy form: Eurocontrol BADA 3.15 user manual, section 3.2 (total-energy model).
    """
    while a.time_s < until_s - 1e-9:
        choose_vertical(a)
        choose_speed(a)
        if a.lateral == Lateral.LEG:
            fly_leg_step(a, points, until_s, max_step_s)
            status = end_leg_step(a, points)
        else:
            fly_turn_step(a, points, until_s, max_step_s)
            status = end_turn_step(a, points)
        if a.fuel_kg <= 0.0:
            a.fuel_kg = 0.0
            return Status.FUEL_OUT
        if status != Status.AT_TIME:
            note_ground_speed(a)
            return status
    a.time_s = until_s  # so that the clock does not drift off the frames it is compared with
    note_ground_speed(a)
    return Status.AT_TIME


@kernel
def end_leg_step(a: Any, points: Any) -> Status:
    """Turn onto the next leg once the lead is reached; return AT_POINT then, AT_END at the end of the route."""
    ground_m_s = level_speed_m_s(a)
    if a.to_go_m > turn_lead_m(a, ground_m_s) + 2.0 * LEAST_STEP_S * ground_m_s:
        return Status.AT_TIME
    if a.point >= a.last_point:
        return Status.AT_END
    a.point += 1
    turn_to_point(a, points)
    return Status.AT_POINT


@kernel
def end_turn_step(a: Any, points: Any) -> Status:
    """Start the roll-out when its lead is reached; with wings level, anchor the new leg."""
    if a.bank_rad == 0.0 and a.bank_goal_rad == 0.0:
        return end_roll_out(a, points)
    if a.bank_rad != a.bank_goal_rad or a.bank_goal_rad == 0.0:
        return Status.AT_TIME
    nose_north, nose_east, _, distance_m = wanted_nose(a, points)
    left_rad = angle_to_turn_rad(a, nose_north, nose_east) - roll_out_lead_rad(a, a.bank_rad)
    if left_rad < 1e-6:
        a.bank_goal_rad = 0.0
        return Status.AT_TIME
    if distance_m < turn_radius_m(a.true_airspeed_m_s, abs(a.bank_rad)) and left_rad > 0.5 * math.pi:
        return skip_point(a, points)
    return Status.AT_TIME


@kernel
def end_roll_out(a: Any, points: Any) -> Status:
    """Anchor the new leg; turn on if the nose is not on it, or give its point up if that was passed meanwhile."""
    nose_north, nose_east, north, east, distance_m = leg_nose(a, points)
    is_near = distance_m < turn_radius_m(a.true_airspeed_m_s, a.bank_order_rad)
    if is_near and north * a.ground_north_m_s + east * a.ground_east_m_s < 0.0:
        return skip_point(a, points)
    if nose_north * a.heading_north + nose_east * a.heading_east < LEAST_COSINE:
        turn_to_point(a, points)
        return Status.AT_TIME
    a.lateral = Lateral.LEG
    set_leg(a, points)
    return Status.AT_TIME


@kernel
def leg_nose(a: Any, points: Any) -> Any:
    """Return the nose direction of a leg from here to the point `a.point`, the leg's own (north and east of each), its length."""
    north, east, distance_m = direction_to(a, points[a.point])
    wind_north, wind_east = wind_here(a, a.altitude_m)
    nose_north, nose_east, _ = wind_triangle(north, east, a.true_airspeed_m_s, wind_north, wind_east)
    return nose_north, nose_east, north, east, distance_m


@kernel
def skip_point(a: Any, points: Any) -> Status:
    """Give up a point that lies inside the turn: go for the next one, or end the route."""
    if a.point >= a.last_point:
        return Status.AT_END
    a.point += 1
    turn_to_point(a, points)
    return Status.AT_POINT
