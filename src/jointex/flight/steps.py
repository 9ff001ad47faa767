"""Midpoint steps along a leg, cut to end on the event that comes first."""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import isa_temperature_k, pressure_ratio
from jointex.flight.energy import (
    LEVEL_BAND_M,
    burn,
    descent_distance_m,
    energy_rates,
    level_speed_m_s,
    ordered_speed_m_s,
    repay,
    speed_orders,
    temperature_here_k,
    wind_here,
)
from jointex.flight.guidance import along_leg, distance_to_go_m, leg_direction, stepped, turn_lead_m, wind_triangle
from jointex.flight.state import Speed, Vertical
from jointex.kernel import kernel, single

CRUISE_STEP_S = 20.0
TURN_STEP_S = 5.0
ROLL_STEP_S = 1.0
CLIMB_STEP_S = 2.5
LEAST_STEP_S = 1e-3
NEAR_S = 0.1
"""Steps of each phase, and the shortest one that an event may ask for."""
LEAST_CLIMB_M_S = 0.5
"""Rate of climb (100 ft/min) below which an aircraft levels off: the service ceiling's definition."""
LEAST_SPEED_M_S = 20.0
"""Airspeed that no aircraft falls below: slower than any stall here; what asks for less meets a finding, not a square root."""


@kernel
def note_ground_speed(a: Any) -> None:
    """Note the ground speed of this moment; steps leave that of their middle, and followers would see how long they were."""
    wind_north, wind_east = wind_here(a, a.altitude_m)
    level_m_s = math.sqrt(a.true_airspeed_m_s * a.true_airspeed_m_s - a.climb_m_s * a.climb_m_s)
    a.ground_north_m_s = a.heading_north * level_m_s + wind_north
    a.ground_east_m_s = a.heading_east * level_m_s + wind_east


@kernel
def event_in_s(value: float, goal: float, rate: float, step_s: float) -> float:
    """Return the time until `value` reaches `goal` at `rate`, if that is within the step; else the step."""
    away = goal - value
    if away * rate <= 0.0:
        return step_s
    return min(step_s, max(LEAST_STEP_S, away / rate))


@kernel
def phase_step_s(a: Any, until_s: float, max_step_s: float) -> float:
    """Return the longest step of the present phase [s]."""
    step_s = min(max_step_s, until_s - a.time_s)
    if a.vertical != Vertical.LEVEL or a.speed == Speed.CHANGE:
        step_s = min(step_s, CLIMB_STEP_S)
    return min(step_s, CRUISE_STEP_S)


@kernel
def energy_step_s(a: Any, climb_m_s: float, gain_m_s2: float, step_s: float) -> float:
    """Return the step cut to end on a level or a speed that is reached in it, or where CAS hands over to Mach [s]."""
    if a.vertical != Vertical.LEVEL:
        step_s = event_in_s(a.altitude_m, a.target_altitude_m, climb_m_s, step_s)
        if a.speed == Speed.HOLD:
            step_s = crossover_in_s(a, climb_m_s, step_s)
    if a.speed == Speed.CHANGE:
        wanted_m_s = ordered_speed_m_s(a, a.altitude_m + 0.5 * climb_m_s * step_s)
        step_s = event_in_s(a.true_airspeed_m_s, wanted_m_s, gain_m_s2, step_s)
    return step_s


@kernel
def crossover_in_s(a: Any, climb_m_s: float, step_s: float) -> float:
    """Return the step cut to end where the ordered CAS and the ordered Mach number are the same speed [s]."""
    cas_m_s, mach = speed_orders(a)
    now = mach_from_cas(cas_m_s, pressure_ratio(a.altitude_m)) - mach
    then = mach_from_cas(cas_m_s, pressure_ratio(a.altitude_m + climb_m_s * step_s)) - mach
    return max(LEAST_STEP_S, step_s * now / (now - then)) if now * then < 0.0 else step_s


@kernel
def stretched(a: Any, climb_m_s: float, altitude_m: float) -> float:
    """Return a rate of geometric height as a rate of pressure altitude [m/s]."""
    return climb_m_s * isa_temperature_k(altitude_m) / temperature_here_k(a, altitude_m)


@kernel
def take_step(a: Any, step_s: float, climb_rate: float, gain: float, thrust: float, flow: float) -> None:
    """Move clock, height, speed and fuel by one step at its midpoint rates."""
    burn(a, flow, step_s)
    a.altitude_m += climb_rate * step_s
    a.true_airspeed_m_s = max(LEAST_SPEED_M_S, a.true_airspeed_m_s + gain * step_s)
    a.climb_m_s, a.acceleration_m_s2, a.thrust_n = climb_rate, gain, thrust
    a.distance_m += level_speed_m_s(a) * step_s
    a.flown_s += step_s
    a.time_s += step_s
    if a.vertical == Vertical.CLIMB and climb_rate < LEAST_CLIMB_M_S and a.speed == Speed.HOLD:
        a.vertical = Vertical.LEVEL
    elif abs(a.target_altitude_m - a.altitude_m) <= LEAST_STEP_S * (1.0 + abs(climb_rate)):
        a.altitude_m = a.target_altitude_m


@single
def fly_leg_step(a: Any, points: Any, until_s: float, max_step_s: float) -> None:
    """Make one midpoint step along the leg."""
    if a.vertical == Vertical.LEVEL and a.speed == Speed.HOLD:
        cruise_step(a, points, until_s, max_step_s)
    else:
        changing_step(a, points, until_s, max_step_s)


@kernel
def cruise_step(a: Any, points: Any, until_s: float, max_step_s: float) -> None:
    """Make one step in level flight at the ordered speed: only mass and direction change, so one look at midpoint does."""
    a.to_go_m = distance_to_go_m(a, points[a.point], a.metres_per_radian)
    ground_m_s = level_speed_m_s(a)
    step_s = leg_event_s(a, ground_m_s, ground_m_s, 0.0, phase_step_s(a, until_s, max_step_s))
    half_s = 0.5 * step_s
    _, gain, thrust, flow = energy_rates(a, a.altitude_m, a.true_airspeed_m_s, a.fuel_kg - a.fuel_flow_kg_s * half_s)
    ground_m_s = steer_along(a, ground_m_s * half_s, a.altitude_m, a.true_airspeed_m_s)
    step_s = leg_event_s(a, ground_m_s, ground_m_s, 0.0, step_s)
    move_along(a, ground_m_s, step_s)
    repay(a, step_s)
    take_step(a, step_s, 0.0, gain, thrust, flow)


@kernel
def changing_step(a: Any, points: Any, until_s: float, max_step_s: float) -> None:
    """Make one midpoint step along the leg while height or speed change."""
    a.to_go_m = distance_to_go_m(a, points[a.point], a.metres_per_radian)
    step_s = phase_step_s(a, until_s, max_step_s)
    level_m_s = math.sqrt(a.true_airspeed_m_s * a.true_airspeed_m_s - a.climb_m_s * a.climb_m_s)
    ground_m_s = steer_along(a, 0.0, a.altitude_m, level_m_s)
    climb, gain, _, flow = energy_rates(a, a.altitude_m, a.true_airspeed_m_s, a.fuel_kg)
    climb_rate = stretched(a, climb, a.altitude_m)
    start_m_s = ground_m_s
    step_s = energy_step_s(a, climb_rate, gain, leg_event_s(a, start_m_s, start_m_s, gain, step_s))

    half_s = 0.5 * step_s
    altitude_m = a.altitude_m + climb_rate * half_s
    speed_m_s = max(LEAST_SPEED_M_S, a.true_airspeed_m_s + gain * half_s)
    ahead_m = ground_m_s * half_s
    if a.vertical == Vertical.DESCENT:  # its slope is over ground
        steer_along(a, ahead_m, altitude_m, math.sqrt(speed_m_s * speed_m_s - climb * climb))
    climb, gain, thrust, flow = energy_rates(a, altitude_m, speed_m_s, a.fuel_kg - flow * half_s)
    ground_m_s = steer_along(a, ahead_m, altitude_m, math.sqrt(speed_m_s * speed_m_s - climb * climb))
    climb_rate = stretched(a, climb, altitude_m)
    step_s = leg_event_s(a, start_m_s, ground_m_s, gain, energy_step_s(a, climb_rate, gain, step_s))
    move_along(a, ground_m_s, step_s)
    take_step(a, step_s, climb_rate, gain, thrust, flow)
    note_ground_speed(a)


@kernel
def leg_event_s(a: Any, start_m_s: float, ground_m_s: float, gain_m_s2: float, step_s: float) -> float:
    """Return the step cut to end where the next turn or the descent begins [s]; at once where that place is behind.

    The lead of a turn is that of the ground speed at the start of the step, and grows with the acceleration.
    """
    lead_m = turn_lead_m(a, start_m_s)
    growth_m_s = turn_lead_m(a, start_m_s + gain_m_s2) - lead_m
    event_s = (a.to_go_m - lead_m) / max(1.0, ground_m_s + growth_m_s)
    if a.vertical == Vertical.LEVEL and a.target_altitude_m < a.altitude_m - LEVEL_BAND_M:
        event_s = min(event_s, (a.to_go_m - descent_distance_m(a)) / ground_m_s)
    return min(step_s, max(LEAST_STEP_S, event_s))


@kernel
def steer_along(a: Any, ahead_m: float, altitude_m: float, level_m_s: float) -> float:
    """Turn the nose so that the track follows the leg some way ahead; note and return the ground speed."""
    dx, dy, dz = along_leg(a, a.x, a.y, a.z)
    x, y, z = stepped(a.x, a.y, a.z, dx, dy, dz, ahead_m / a.metres_per_radian)
    north, east, a.metres_per_radian = leg_direction(a, x, y, z, altitude_m)
    wind_north, wind_east = wind_here(a, altitude_m)
    a.heading_north, a.heading_east, ground_m_s = wind_triangle(north, east, level_m_s, wind_north, wind_east)
    a.ground_north_m_s, a.ground_east_m_s = north * ground_m_s, east * ground_m_s
    return ground_m_s


@kernel
def move_along(a: Any, ground_m_s: float, step_s: float) -> None:
    """Move along the leg for one step."""
    angle = ground_m_s * step_s / a.metres_per_radian
    dx, dy, dz = along_leg(a, a.x, a.y, a.z)
    a.x, a.y, a.z = stepped(a.x, a.y, a.z, dx, dy, dz, angle)
    a.to_go_m -= ground_m_s * step_s
