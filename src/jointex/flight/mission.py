"""One aircraft on one leg: take-off, climb, cruise with step climbs, descent, approach; and how far a load of fuel goes.

The phases are compiled loops of midpoint steps on scalars; `fly_leg` and `fly_range` string them together. Winds here are
one head wind for the whole leg; the planner works with the winds of the scenario. Distances are over the ground.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio
from jointex.flight.aerodynamics import drag_n
from jointex.flight.performance import (
    LEVEL_STEP_M,
    can_cruise,
    greatest_mach,
    level_flow_kg_s,
    long_range_mach,
    slowest_mach,
    sound_m_s,
    temperature_ratio,
)
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n, wet_thrust_n
from jointex.flight.runway import (
    APPROACH_ANGLE_SINE,
    APPROACH_RATIO,
    LIFT_OFF_RATIO,
    field_density_kg_m3,
    run_up_to_speed,
    stall_speed_m_s,
)
from jointex.kernel import kernel, loop
from jointex.units import FEET_PER_MINUTE_M_S, FOOT_M, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

CLIMB_STEP_M = 250.0
"""Altitude step of climb and descent [m]: within 0.2 % of steps of 25 m, tests/flight/test_mission.py."""

CRUISE_STEP_S = 900.0
"""Longest step of cruise [s]; speed and level are looked at anew after each."""

LEAST_CLIMB_M_S = 50.0 * FEET_PER_MINUTE_M_S
"""Rate of climb assumed where thrust no longer lifts the aircraft [m/s]: keeps times finite, never reached on plans that
ask `can_cruise` first."""

APPROACH_HEIGHT_M = 1500.0 * FOOT_M
"""Height over the field at which descent ends and the approach begins [m]."""

APPROACH_DISTANCE_M = 8.0 * NAUTICAL_MILE_M
"""Distance flown in approach with gear and flaps out [m]: intermediate and final approach of ICAO Doc 8168 length."""

SPEED_STEPS = 12


@kernel
def ground_speed_m_s(true_airspeed_m_s: float, headwind_m_s: float) -> float:
    """Return the speed over the ground against a head wind.

    Parameters
    ----------
    true_airspeed_m_s : float
        True airspeed [m/s].
    headwind_m_s : float
        Head wind [m/s].

    Returns
    -------
    float
        Difference of the two, never below a tenth of the true airspeed: a question with more wind has no sense, but its
        answer must not be negative.
    """
    return max(0.1 * true_airspeed_m_s, true_airspeed_m_s - headwind_m_s)


@kernel
def scheduled_mach(a: Any, mass_kg: float, level_m: float, cas_m_s: float, mach: float) -> float:
    """Return the Mach number of a CAS/Mach schedule at a level.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].
    cas_m_s : float
        Calibrated airspeed held below the crossover [m/s].
    mach : float
        Mach number held above it.

    Returns
    -------
    float
        The smaller of the two, not below 1.2 times the stall, not above the limits.
    """
    delta = pressure_ratio(level_m)
    wanted = min(mach, mach_from_cas(cas_m_s, delta))
    return min(greatest_mach(a, delta), max(wanted, slowest_mach(a, mass_kg, delta * SEA_LEVEL_PRESSURE_PA)))


@loop
def climb(
    a: Any, mass_kg: float, from_m: float, to_m: float, temperature_offset_k: float, wet: bool, mach: float
) -> Any:
    """Climb on the CAS/Mach schedule at full thrust by total energy.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at the start [kg].
    from_m, to_m : float
        Pressure altitudes [m]; no climb where `to_m` is not above `from_m`.
    temperature_offset_k : float
        Actual minus standard temperature [K].
    wet : bool
        Whether the afterburner is lit.
    mach : float
        Mach number of the schedule (the climb or the cruise Mach, as wanted).

    Returns
    -------
    tuple of float
        Time [s], distance through the air [m], fuel [kg].
    """
    if to_m <= from_m:
        return 0.0, 0.0, 0.0
    steps = math.ceil((to_m - from_m) / CLIMB_STEP_M)
    step = (to_m - from_m) / steps
    time_s, distance_m, fuel_kg = 0.0, 0.0, 0.0
    sound = sound_m_s(from_m, temperature_offset_k)
    speed = scheduled_mach(a, mass_kg, from_m, a.climb_cas_m_s, mach) * sound
    flow, seconds = 0.0, 0.0
    for index in range(steps):
        middle = from_m + (index + 0.5) * step
        upper = from_m + (index + 1) * step
        mass = max(a.empty_mass_kg, mass_kg - fuel_kg - 0.5 * flow * seconds)
        next_sound = sound_m_s(upper, temperature_offset_k)
        next_speed = scheduled_mach(a, mass, upper, a.climb_cas_m_s, mach) * next_sound
        delta = pressure_ratio(middle)
        theta = temperature_ratio(middle, temperature_offset_k)
        sound = sound_m_s(middle, temperature_offset_k)
        mean_speed = 0.5 * (speed + next_speed)
        mean_mach = mean_speed / sound
        thrust = wet_thrust_n(a, mean_mach, delta, theta) if wet else dry_thrust_n(a, mean_mach, delta, theta)
        drag = drag_n(a, mass, 1.0, mean_mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
        energy_rate = max(LEAST_CLIMB_M_S, (thrust - drag) * mean_speed / (mass * STANDARD_GRAVITY_M_S2))
        warm = 1.0 + temperature_offset_k / isa_temperature_k(middle)
        rise = step * warm + 0.5 * (next_speed * next_speed - speed * speed) / STANDARD_GRAVITY_M_S2
        seconds = max(0.2 * step * warm, rise) / energy_rate
        flow = fuel_flow_kg_s(a, thrust, mean_mach, delta, theta)
        time_s += seconds
        fuel_kg += flow * seconds
        slope = min(1.0, step * warm / (seconds * mean_speed))
        distance_m += seconds * mean_speed * math.sqrt(1.0 - slope * slope)
        speed = next_speed
    return time_s, distance_m, fuel_kg


@loop
def descend(a: Any, mass_kg: float, from_m: float, to_m: float, temperature_offset_k: float, mach: float) -> Any:
    """Descend at idle, or with some thrust where idle would be steeper than 3 degrees.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at the start [kg].
    from_m, to_m : float
        Pressure altitudes [m]; no descent where `to_m` is not below `from_m`.
    temperature_offset_k : float
        Actual minus standard temperature [K].
    mach : float
        Mach number held until the descent CAS is reached.

    Returns
    -------
    tuple of float
        Time [s], distance through the air [m], fuel [kg].
    """
    if to_m >= from_m:
        return 0.0, 0.0, 0.0
    steps = math.ceil((from_m - to_m) / CLIMB_STEP_M)
    step = (from_m - to_m) / steps
    time_s, distance_m, fuel_kg = 0.0, 0.0, 0.0
    for index in range(steps):
        middle = from_m - (index + 0.5) * step
        mass = max(a.empty_mass_kg, mass_kg - fuel_kg)
        delta = pressure_ratio(middle)
        theta = temperature_ratio(middle, temperature_offset_k)
        sound = sound_m_s(middle, temperature_offset_k)
        here = scheduled_mach(a, mass, middle, a.descent_cas_m_s, mach)
        upper = scheduled_mach(a, mass, middle + 0.5 * step, a.descent_cas_m_s, mach)
        lower = scheduled_mach(a, mass, middle - 0.5 * step, a.descent_cas_m_s, mach)
        fast = upper * sound_m_s(middle + 0.5 * step, temperature_offset_k)
        slow = lower * sound_m_s(middle - 0.5 * step, temperature_offset_k)
        speed = here * sound
        weight = mass * STANDARD_GRAVITY_M_S2
        drag = drag_n(a, mass, 1.0, here, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
        idle = idle_thrust_n(a, here, delta, theta)
        warm = 1.0 + temperature_offset_k / isa_temperature_k(middle)
        # energy height lost over height lost: below 1 while the true airspeed grows on the way down
        share = max(0.2, 1.0 + 0.5 * (fast * fast - slow * slow) / (STANDARD_GRAVITY_M_S2 * step * warm))
        sine = min(APPROACH_ANGLE_SINE, max(0.005, (drag - idle) / (weight * share)))
        thrust = max(idle, drag - weight * sine * share)
        seconds = step * warm / (speed * sine)
        time_s += seconds
        fuel_kg += seconds * fuel_flow_kg_s(a, thrust, here, delta, theta)
        distance_m += seconds * speed * math.sqrt(1.0 - sine * sine)
    return time_s, distance_m, fuel_kg


@loop
def cruise(
    a: Any,
    mass_kg: float,
    level_m: float,
    mach: float,
    distance_m: float,
    headwind_m_s: float,
    temperature_offset_k: float,
) -> Any:
    """Cruise a ground distance at constant Mach number and level.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at the start [kg].
    level_m : float
        Pressure altitude [m].
    mach : float
        Mach number.
    distance_m : float
        Ground distance [m].
    headwind_m_s : float
        Head wind [m/s], well below the true airspeed.
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    tuple of float
        Time [s], fuel [kg]. The mass never falls below that without fuel; the fuel counts on.
    """
    delta = pressure_ratio(level_m)
    theta = temperature_ratio(level_m, temperature_offset_k)
    time_s = max(0.0, distance_m) / ground_speed_m_s(mach * sound_m_s(level_m, temperature_offset_k), headwind_m_s)
    steps = max(1, math.ceil(time_s / CRUISE_STEP_S))
    seconds = time_s / steps
    lightest = a.empty_mass_kg + a.load_mass_kg
    fuel_kg = 0.0
    for _ in range(steps):
        flow = level_flow_kg_s(a, max(lightest, mass_kg - fuel_kg), mach, delta, theta)
        middle = max(lightest, mass_kg - fuel_kg - 0.5 * flow * seconds)
        fuel_kg += seconds * level_flow_kg_s(a, middle, mach, delta, theta)
    return time_s, fuel_kg


@loop
def cruise_far(
    a: Any,
    mass_kg: float,
    level_m: float,
    top_m: float,
    mach: float,
    distance_m: float,
    end_mass_kg: float,
    headwind_m_s: float,
    temperature_offset_k: float,
) -> Any:
    """Cruise with step climbs until a distance is flown or a mass is reached, whichever comes first.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at the start [kg].
    level_m : float
        First pressure altitude [m].
    top_m : float
        Highest level for step climbs of 2,000 ft [m]; `level_m` or less to hold the level.
    mach : float
        Mach number; 0 for long-range cruise, found anew every 15 minutes.
    distance_m : float
        Ground distance at which to end [m]; may be infinite.
    end_mass_kg : float
        Mass at which to end [kg]; 0 to fly the distance whatever it burns.
    headwind_m_s : float
        Head wind [m/s], well below the true airspeed.
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    tuple of float
        Time [s], ground distance [m], fuel [kg], last level [m], last Mach number.
    """
    lightest = max(end_mass_kg, a.empty_mass_kg + a.load_mass_kg)
    time_s, flown_m, fuel_kg, level, speed = 0.0, 0.0, 0.0, level_m, mach
    while distance_m - flown_m > 1.0 and (end_mass_kg <= 0.0 or mass_kg - fuel_kg > end_mass_kg + 1e-3):
        mass = max(lightest, mass_kg - fuel_kg)
        here, worth = long_range_mach(a, mass, level, temperature_offset_k)
        speed = mach if mach > 0.0 else here
        if level + LEVEL_STEP_M <= top_m:
            higher, higher_worth = long_range_mach(a, mass, level + LEVEL_STEP_M, temperature_offset_k)
            higher_speed = mach if mach > 0.0 else higher
            if higher_worth > worth and can_cruise(a, mass, higher_speed, level + LEVEL_STEP_M, temperature_offset_k):
                seconds, air_m, burned = climb(
                    a, mass, level, level + LEVEL_STEP_M, temperature_offset_k, False, higher_speed
                )
                level += LEVEL_STEP_M
                time_s += seconds
                flown_m += max(0.0, air_m - headwind_m_s * seconds)
                fuel_kg += burned
                continue
        delta = pressure_ratio(level)
        theta = temperature_ratio(level, temperature_offset_k)
        ground_speed = ground_speed_m_s(speed * sound_m_s(level, temperature_offset_k), headwind_m_s)
        flow = level_flow_kg_s(a, mass, speed, delta, theta)
        seconds = min(CRUISE_STEP_S, (distance_m - flown_m) / ground_speed)
        if end_mass_kg > 0.0:
            seconds = min(seconds, (mass_kg - fuel_kg - end_mass_kg) / flow)
        flow = level_flow_kg_s(a, max(lightest, mass - 0.5 * flow * seconds), speed, delta, theta)
        time_s += seconds
        flown_m += seconds * ground_speed
        fuel_kg += seconds * flow
    return time_s, flown_m, fuel_kg, level, speed


@loop
def depart(a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, wet: bool) -> Any:
    """Take off and accelerate to the climb speed just above the field.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at brake release [kg].
    field_m : float
        Pressure altitude of the field [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    wet : bool
        Whether the afterburner is lit until lift-off.

    Returns
    -------
    tuple of float
        Time [s], distance [m], fuel [kg] from brake release; infinite where it cannot take off.
    """
    density = field_density_kg_m3(field_m, temperature_offset_k)
    lift_off = LIFT_OFF_RATIO * stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_takeoff)
    time_s, distance_m, fuel_kg = run_up_to_speed(a, mass_kg, field_m, temperature_offset_k, wet, lift_off, 0.0)
    sound = sound_m_s(field_m, temperature_offset_k)
    delta = pressure_ratio(field_m)
    theta = temperature_ratio(field_m, temperature_offset_k)
    end = scheduled_mach(a, mass_kg, field_m, a.climb_cas_m_s, a.climb_mach) * sound
    step = max(0.0, end - lift_off) / SPEED_STEPS
    for index in range(SPEED_STEPS):
        speed = lift_off + (index + 0.5) * step
        mach = speed / sound
        thrust = dry_thrust_n(a, mach, delta, theta)
        flaps = 1.0 - (index + 0.5) / SPEED_STEPS  # gear and flaps come in as it accelerates
        drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, flaps)
        least = 0.02 * mass_kg * STANDARD_GRAVITY_M_S2
        seconds = step * mass_kg / max(least, thrust - drag)
        time_s += seconds
        distance_m += seconds * speed
        fuel_kg += seconds * fuel_flow_kg_s(a, thrust, mach, delta, theta)
    return time_s, distance_m, fuel_kg


@loop
def approach(a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, headwind_m_s: float) -> Any:
    """Fly the approach: 8 NM at 1.3 times the stall speed, gear and flaps out, on a 3-degree path at the end.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    field_m : float
        Pressure altitude of the field [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    headwind_m_s : float
        Head wind [m/s].

    Returns
    -------
    tuple of float
        Time [s], ground distance [m], fuel [kg].
    """
    middle = field_m + 0.5 * APPROACH_HEIGHT_M
    delta = pressure_ratio(middle)
    theta = temperature_ratio(middle, temperature_offset_k)
    density = field_density_kg_m3(middle, temperature_offset_k)
    speed = APPROACH_RATIO * stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_landing)
    mach = speed / sound_m_s(middle, temperature_offset_k)
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 1.0)
    idle = idle_thrust_n(a, mach, delta, theta)
    help_n = mass_kg * STANDARD_GRAVITY_M_S2 * APPROACH_HEIGHT_M / APPROACH_DISTANCE_M
    thrust = max(idle, drag - help_n)
    # wind near the ground is a fraction of that aloft, so the approach never slows to less than half
    ground_speed = max(0.5 * speed, speed - headwind_m_s)
    seconds = APPROACH_DISTANCE_M / ground_speed
    return seconds, APPROACH_DISTANCE_M, seconds * fuel_flow_kg_s(a, thrust, mach, delta, theta)
