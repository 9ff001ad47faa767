"""Steps of a turn: roll to the bank, hold it along an exact arc through the air, roll out."""

from __future__ import annotations

import math
from typing import Any

from jointex.flight.energy import energy_rates, repay, wind_here
from jointex.flight.guidance import angle_to_turn_rad, direction_to, placed, roll_out_lead_rad, wind_triangle
from jointex.flight.steps import (
    LEAST_SPEED_M_S,
    LEAST_STEP_S,
    NEAR_S,
    ROLL_STEP_S,
    TURN_STEP_S,
    energy_step_s,
    phase_step_s,
    stretched,
    take_step,
)
from jointex.kernel import kernel
from jointex.units import STANDARD_GRAVITY_M_S2


@kernel
def fly_turn_step(a: Any, points: Any, until_s: float, max_step_s: float) -> None:
    """Make one step of a turn: roll towards the wanted bank, or hold it, along an exact arc through the air."""
    step_s = min(phase_step_s(a, until_s, max_step_s), TURN_STEP_S)
    bank_rad = a.bank_rad
    bank_rate = roll_rate_rad_s(a)
    if bank_rate != 0.0:
        step_s = min(step_s, ROLL_STEP_S, abs(a.bank_goal_rad - bank_rad) / a.roll_rate_rad_s)
    else:
        step_s = min(step_s, max(LEAST_STEP_S, time_to_roll_out_s(a, points)))
    climb, gain, _, flow = energy_rates(a, a.altitude_m, a.true_airspeed_m_s, a.fuel_kg)
    climb_rate = stretched(a, climb, a.altitude_m)
    step_s = energy_step_s(a, climb_rate, gain, step_s)

    half_s = 0.5 * step_s
    altitude_m = a.altitude_m + climb_rate * half_s
    speed_m_s = max(LEAST_SPEED_M_S, a.true_airspeed_m_s + gain * half_s)
    a.bank_rad = bank_rad + bank_rate * half_s
    climb, gain, thrust, flow = energy_rates(a, altitude_m, speed_m_s, a.fuel_kg - flow * half_s)
    climb_rate = stretched(a, climb, altitude_m)
    step_s = energy_step_s(a, climb_rate, gain, step_s)
    turned_rad = heading_change_rad(bank_rad, bank_rate, speed_m_s, step_s)
    a.bank_rad = bank_rad + bank_rate * step_s
    if (a.bank_goal_rad - a.bank_rad) * bank_rate <= 1e-9 * abs(bank_rate):  # the shortest step may roll past the goal
        a.bank_rad = a.bank_goal_rad

    half_north, half_east = rotated(a.heading_north, a.heading_east, 0.5 * turned_rad)
    level_m_s = math.sqrt(speed_m_s * speed_m_s - climb * climb)
    through_air_m_s = level_m_s * (1.0 - turned_rad * turned_rad / 24.0)
    wind_north, wind_east = wind_here(a, altitude_m)
    a.ground_north_m_s = half_north * through_air_m_s + wind_north
    a.ground_east_m_s = half_east * through_air_m_s + wind_east
    a.heading_north, a.heading_east = rotated(a.heading_north, a.heading_east, turned_rad)
    north_m, east_m = a.ground_north_m_s * step_s, a.ground_east_m_s * step_s
    a.x, a.y, a.z = placed(a.x, a.y, a.z, north_m, east_m, altitude_m)
    repay(a, step_s)
    take_step(a, step_s, climb_rate, gain, thrust, flow)


@kernel
def roll_rate_rad_s(a: Any) -> float:
    """Return the signed roll rate towards the wanted bank; 0 once it is held."""
    if a.bank_rad == a.bank_goal_rad:
        return 0.0
    return math.copysign(a.roll_rate_rad_s, a.bank_goal_rad - a.bank_rad)


@kernel
def heading_change_rad(bank_rad: float, bank_rate: float, speed_m_s: float, step_s: float) -> float:
    """Return the change of heading over a step at constant roll rate: the integral of `g tan(bank) / V` [rad]."""
    if bank_rate == 0.0:
        return STANDARD_GRAVITY_M_S2 / speed_m_s * math.tan(bank_rad) * step_s
    ratio = math.cos(bank_rad) / math.cos(bank_rad + bank_rate * step_s)
    return STANDARD_GRAVITY_M_S2 / (speed_m_s * bank_rate) * math.log(ratio)


@kernel
def rotated(north: float, east: float, angle_rad: float) -> Any:
    """Return a unit vector turned clockwise by an angle [rad].

    Parameters
    ----------
    north, east : float
        A unit vector.
    angle_rad : float
        Clockwise seen from above [rad].

    Returns
    -------
    tuple of float
        North, east.
    """
    cosine, sine = math.cos(angle_rad), math.sin(angle_rad)
    return north * cosine - east * sine, east * cosine + north * sine


@kernel
def wanted_nose(a: Any, points: Any) -> Any:
    """Return the nose direction that would lead to the point now, and the rate at which it turns away [rad/s]."""
    north, east, distance_m = direction_to(a, points[a.point])
    wind_north, wind_east = wind_here(a, a.altitude_m)
    nose_north, nose_east, _ = wind_triangle(north, east, a.true_airspeed_m_s, wind_north, wind_east)
    north_m_s = a.heading_north * a.true_airspeed_m_s + wind_north
    east_m_s = a.heading_east * a.true_airspeed_m_s + wind_east
    drift_m_s = north_m_s * east - east_m_s * north
    return nose_north, nose_east, drift_m_s / max(distance_m, 1.0), distance_m


@kernel
def time_to_roll_out_s(a: Any, points: Any) -> float:
    """Return the time until the wings must start to roll level [s]."""
    nose_north, nose_east, drift_rad_s, _ = wanted_nose(a, points)
    left_rad = angle_to_turn_rad(a, nose_north, nose_east) - roll_out_lead_rad(a, a.bank_rad)
    turn_rad_s = STANDARD_GRAVITY_M_S2 / a.true_airspeed_m_s * math.tan(abs(a.bank_rad))
    left_s = left_rad / max(1e-4, turn_rad_s - a.turn_side * drift_rad_s)
    return 0.9 * left_s if left_s > NEAR_S else left_s  # the bearing does not change evenly: look again nearby
