"""Energy: what thrust, drag and orders make of height and speed, and the fuel it takes.

Height and speed follow total energy, `(T - D) V = m g dh/dt + m V dV/dt`: full thrust in a climb, drag in level flight, a
fixed slope over ground in a descent.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.earth.geodesy import latitude_longitude
from jointex.earth.winds import weather_at
from jointex.flight.aerodynamics import drag_n, least_drag_mach
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n, wet_thrust_n
from jointex.flight.state import Lateral, Speed, Vertical
from jointex.kernel import kernel
from jointex.units import FLIGHT_LEVEL_M, STANDARD_GRAVITY_M_S2

DESCENT_SLOPE = 0.0524
"""Slope of a descent over ground, 3 degrees: the usual path of jet aircraft (ICAO Doc 8168 gives 3 degrees for finals)."""
DECELERATION_M_S2 = 0.5
"""Least deceleration with idle thrust and speed brakes. Estimated: 1 kt/s, a common planning figure."""
SLOW_BELOW_M = 100.0 * FLIGHT_LEVEL_M
"""Level below which a descent's speed is kept to the end of the leg [m]: FL100, where ICAO's speed limit begins."""
RECOVERY_M_S2 = 0.2
"""Acceleration for which an aircraft too slow for its level gives up height. Estimated: a gentle recovery."""
RESUME_CLIMB_M_S = 1.5
"""Rate of climb (300 ft/min) at which a climb that the ceiling stopped is taken up again."""
CLIMB_SHARE = 0.5
"""Share of the energy that goes into height while the climb speed is not yet reached. Estimated."""
STEEPEST_CLIMB = 0.7
"""Rate of climb or of dive over airspeed that is never exceeded: 45 degrees."""
SEA_LEVEL_TEMPERATURE_K = 288.15
SPEED_BAND_M_S = 1.0
"""Speed error within which the ordered speed counts as held."""
REPAY_TIME_S = 20.0
"""Time over which thrust makes good a small change of speed that was taken at once [s]. Estimated: a touch of the throttle."""
LEVEL_BAND_M = 0.5
"""Height error within which the ordered level counts as reached."""
GOING_SLICES = 4
"""Slices of energy height in which excess power counts as constant: to a second for a climb of 15,000 ft."""
SCHEDULE_STEP_M = 50.0
"""Height step over which the slope of the speed schedule is taken."""


@kernel
def temperature_here_k(a: Any, altitude_m: float) -> float:
    """Return the air temperature at the aircraft's place and a pressure altitude [K].

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    altitude_m : float
        Pressure altitude [m], near that of the last `sense_air`.

    Returns
    -------
    float
    """
    above_m = altitude_m - a.weather_altitude_m
    return isa_temperature_k(altitude_m) + a.temperature_offset_k + a.temperature_shear * above_m


@kernel
def wind_here(a: Any, altitude_m: float) -> Any:
    """Return the wind at the aircraft's place and a pressure altitude: to the north and to the east [m/s].

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    altitude_m : float
        Pressure altitude [m], near that of the last `sense_air`.

    Returns
    -------
    tuple of float
    """
    above_m = altitude_m - a.weather_altitude_m
    return a.wind_north_m_s + a.wind_north_shear * above_m, a.wind_east_m_s + a.wind_east_shear * above_m


@kernel
def sense_air(a: Any, nodes: Any, axes: Any, departure: Any) -> None:
    """Take wind and temperature, and their change over height, at the aircraft's place; `earth.winds` has the grid.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft; its air is written.
    nodes, axes, departure : array
        The weather, as `earth.winds.weather_at` takes it.
    """
    latitude, longitude = latitude_longitude(a.x, a.y, a.z)
    east, north, warm, height, east_shear, north_shear, warm_shear, _ = weather_at(
        nodes, axes, departure, latitude, longitude, a.altitude_m
    )
    a.wind_east_m_s, a.wind_north_m_s, a.temperature_offset_k, a.height_difference_m = east, north, warm, height
    a.wind_east_shear, a.wind_north_shear, a.temperature_shear = east_shear, north_shear, warm_shear
    a.weather_altitude_m = a.altitude_m


@kernel
def speed_orders(a: Any) -> Any:
    """Return the CAS [m/s] and the Mach number that hold now."""
    if a.vertical == Vertical.CLIMB:
        return min(a.target_cas_m_s, a.climb_cas_m_s), min(a.target_mach, a.climb_mach)
    if a.vertical == Vertical.DESCENT:
        return min(a.target_cas_m_s, a.descent_cas_m_s), a.target_mach
    return a.target_cas_m_s, a.target_mach


@kernel
def ordered_speed_m_s(a: Any, altitude_m: float) -> float:
    """Return the true airspeed that the orders ask for at a pressure altitude: the slower of CAS and Mach [m/s]."""
    cas_m_s, mach = speed_orders(a)
    mach = min(mach, mach_from_cas(cas_m_s, pressure_ratio(altitude_m)))
    return mach * speed_of_sound_m_s(temperature_here_k(a, altitude_m))


@kernel
def schedule_slope(a: Any, altitude_m: float) -> float:
    """Return the change of the ordered true airspeed over geometric height [1/s]."""
    upper = ordered_speed_m_s(a, altitude_m + SCHEDULE_STEP_M)
    lower = ordered_speed_m_s(a, altitude_m - SCHEDULE_STEP_M)
    stretch = temperature_here_k(a, altitude_m) / isa_temperature_k(altitude_m)
    return (upper - lower) / (2.0 * SCHEDULE_STEP_M * stretch)


@kernel
def energy_rates(a: Any, altitude_m: float, speed_m_s: float, fuel_kg: float) -> Any:
    """Return climb [m/s of geometric height], acceleration [m/s2], thrust [N] and fuel flow [kg/s] under the orders."""
    delta = pressure_ratio(altitude_m)
    temperature_k = temperature_here_k(a, altitude_m)
    theta = temperature_k / SEA_LEVEL_TEMPERATURE_K
    mach = speed_m_s / speed_of_sound_m_s(temperature_k)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + fuel_kg
    load_factor = 1.0 if a.bank_rad == 0.0 else 1.0 / math.cos(a.bank_rad)
    drag = drag_n(a, mass_kg, load_factor, mach, delta * SEA_LEVEL_PRESSURE_PA, a.is_low)
    full = wet_thrust_n(a, mach, delta, theta) if a.is_wet == 1 else dry_thrust_n(a, mach, delta, theta)
    if a.vertical == Vertical.LEVEL and a.speed == Speed.HOLD:
        climb, gain = 0.0, min(0.0, full - drag) / mass_kg
        thrust = min(drag + a.owed_n_s * (1.0 / REPAY_TIME_S), full)
    else:
        idle = idle_thrust_n(a, mach, delta, theta)
        climb, gain, thrust = changing_rates(a, altitude_m, speed_m_s, mass_kg, drag, full, idle)
    return climb, gain, thrust, a.fuel_flow_factor * fuel_flow_kg_s(a, thrust, mach, delta, theta)


@kernel
def changing_rates(
    a: Any, altitude_m: float, speed_m_s: float, mass_kg: float, drag: float, full: float, idle: float
) -> Any:
    """Return climb [m/s], acceleration [m/s2] and thrust [N] while height or speed change."""
    gravity = STANDARD_GRAVITY_M_S2
    excess = (full - drag) / mass_kg
    if a.vertical == Vertical.LEVEL:
        if speed_m_s >= ordered_speed_m_s(a, altitude_m):
            return 0.0, min((idle - drag) / mass_kg, -DECELERATION_M_S2), idle
        if excess < 0.0 and is_behind_least_drag(a, altitude_m, speed_m_s, mass_kg):
            # there, less speed means more drag: only height can pay for speed
            sink_m_s = max((excess - RECOVERY_M_S2) * speed_m_s / gravity, -STEEPEST_CLIMB * speed_m_s)
            return sink_m_s, RECOVERY_M_S2, full
        return 0.0, excess, full
    if a.speed == Speed.HOLD:
        slope = schedule_slope(a, altitude_m)
        if a.vertical == Vertical.CLIMB:
            climb = min(excess * speed_m_s / (gravity + speed_m_s * slope), STEEPEST_CLIMB * speed_m_s)
            return climb, slope * climb, full
        climb = -DESCENT_SLOPE * level_speed_m_s(a)
        gain = slope * climb
        return climb, gain, max(idle, drag + mass_kg * (gain + climb * gravity / speed_m_s))
    is_slow = speed_m_s < ordered_speed_m_s(a, altitude_m)
    if a.vertical == Vertical.CLIMB:
        if is_slow:
            climb = min(max(0.0, CLIMB_SHARE * excess * speed_m_s / gravity), STEEPEST_CLIMB * speed_m_s)
            return climb, excess - climb * gravity / speed_m_s, full
        climb = min((excess + DECELERATION_M_S2) * speed_m_s / gravity, STEEPEST_CLIMB * speed_m_s)
        return climb, -DECELERATION_M_S2, full
    climb = -DESCENT_SLOPE * level_speed_m_s(a)
    pull = -climb * gravity / speed_m_s
    if is_slow:
        return climb, excess + pull, full
    return climb, min((idle - drag) / mass_kg + pull, -DECELERATION_M_S2), idle


@kernel
def is_behind_least_drag(a: Any, altitude_m: float, speed_m_s: float, mass_kg: float) -> bool:
    """Return whether an aircraft flies slower than its speed of least drag."""
    load_factor = 1.0 if a.bank_rad == 0.0 else 1.0 / math.cos(a.bank_rad)
    pressure_pa = pressure_ratio(altitude_m) * SEA_LEVEL_PRESSURE_PA
    least_m_s = least_drag_mach(a, mass_kg, load_factor, pressure_pa) * speed_of_sound_m_s(
        temperature_here_k(a, altitude_m)
    )
    return speed_m_s < least_m_s


@kernel
def level_speed_m_s(a: Any) -> float:
    """Return the ground speed that was noted last [m/s]."""
    return math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)


@kernel
def spare_climb_m_s(a: Any) -> float:
    """Return the rate of climb that full thrust would give at the present speed [m/s]."""
    delta = pressure_ratio(a.altitude_m)
    temperature_k = temperature_here_k(a, a.altitude_m)
    mach = a.true_airspeed_m_s / speed_of_sound_m_s(temperature_k)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, a.is_low)
    theta = temperature_k / SEA_LEVEL_TEMPERATURE_K
    full = wet_thrust_n(a, mach, delta, theta) if a.is_wet == 1 else dry_thrust_n(a, mach, delta, theta)
    return (full - drag) * a.true_airspeed_m_s / (mass_kg * STANDARD_GRAVITY_M_S2)


@kernel
def getting_going_s(a: Any, altitude_m: float, speed_m_s: float) -> float:
    """Return how much longer a climb with gain of speed takes than to fly as far at the speed of its end [s].

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`: where it is, and how fast.
    altitude_m, speed_m_s : float
        Pressure altitude [m] and true airspeed [m/s] to come to.

    Returns
    -------
    float
        The excess power of `GOING_SLICES` slices of energy height decides; nothing where no energy is to be gained.
    """
    rise_m, gain_m_s = altitude_m - a.altitude_m, speed_m_s - a.true_airspeed_m_s
    mean_m_s = 0.5 * (speed_m_s + a.true_airspeed_m_s)
    slice_m = (rise_m + gain_m_s * mean_m_s / STANDARD_GRAVITY_M_S2) / GOING_SLICES
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    lost_s = 0.0
    for number in range(GOING_SLICES):
        share = (number + 0.5) / GOING_SLICES
        height_m, here_m_s = a.altitude_m + share * rise_m, a.true_airspeed_m_s + share * gain_m_s
        delta, temperature_k = pressure_ratio(height_m), temperature_here_k(a, height_m)
        mach = here_m_s / speed_of_sound_m_s(temperature_k)
        full = dry_thrust_n(a, mach, delta, temperature_k / SEA_LEVEL_TEMPERATURE_K)
        excess = (full - drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0)) / mass_kg
        rate_m_s = max(RECOVERY_M_S2, excess) * here_m_s / STANDARD_GRAVITY_M_S2
        lost_s += max(0.0, slice_m) / rate_m_s * (1.0 - here_m_s / speed_m_s)
    return lost_s


@kernel
def choose_vertical(a: Any) -> None:
    """Decide between climb, level flight and descent: climb at once, descend when the slope leads to the point."""
    error_m = a.target_altitude_m - a.altitude_m
    if a.vertical == Vertical.LEVEL:
        if error_m > LEVEL_BAND_M:
            if spare_climb_m_s(a) > RESUME_CLIMB_M_S:
                a.vertical = Vertical.CLIMB
        elif error_m < -LEVEL_BAND_M and a.lateral == Lateral.LEG and a.to_go_m <= descent_distance_m(a):
            a.vertical = Vertical.DESCENT
    elif a.vertical == Vertical.CLIMB and error_m <= 1e-6:
        a.vertical = Vertical.LEVEL
    elif a.vertical == Vertical.DESCENT and error_m >= -1e-6:
        a.vertical = Vertical.LEVEL
        if a.altitude_m < SLOW_BELOW_M:  # arriving: what is left of the leg is not worth speeding up for
            a.target_cas_m_s = min(a.target_cas_m_s, a.descent_cas_m_s)


@kernel
def descent_distance_m(a: Any) -> float:
    """Return how far before the leg's end the descent to its level begins [m over ground]."""
    stretch = temperature_here_k(a, a.altitude_m) / isa_temperature_k(a.altitude_m)
    return (a.altitude_m - a.target_altitude_m) * stretch / DESCENT_SLOPE + 2.0 * a.turn_tangent * 5000.0


@kernel
def choose_speed(a: Any) -> None:
    """Hold the ordered speed once it is reached; change towards it when thrust or a new order left it behind."""
    wanted_m_s = ordered_speed_m_s(a, a.altitude_m)
    error_m_s = wanted_m_s - a.true_airspeed_m_s
    if a.speed == Speed.HOLD:
        if abs(error_m_s) > SPEED_BAND_M_S:
            a.speed = Speed.CHANGE
        elif a.vertical != Vertical.LEVEL:
            a.true_airspeed_m_s = wanted_m_s
        elif a.acceleration_m_s2 >= 0.0:
            take_speed(a, wanted_m_s)
    elif abs(error_m_s) <= 0.05 * SPEED_BAND_M_S:
        a.speed = Speed.HOLD
        a.true_airspeed_m_s = wanted_m_s


@kernel
def take_speed(a: Any, speed_m_s: float) -> None:
    """Take a speed near the present one at once, and owe the impulse for it: energy is not given away."""
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    a.owed_n_s += mass_kg * (speed_m_s - a.true_airspeed_m_s)
    a.true_airspeed_m_s = speed_m_s


@kernel
def repay(a: Any, step_s: float) -> None:
    """Take from the impulse owed what a step in level flight at the ordered speed made good."""
    if a.vertical == Vertical.LEVEL and a.speed == Speed.HOLD:
        a.owed_n_s -= a.owed_n_s * (step_s / REPAY_TIME_S)


@kernel
def flow_for(a: Any, push_m_s2: float) -> Any:
    """Return thrust [N] and fuel flow [kg/s] for a gain of energy that is given.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`.
    push_m_s2 : float
        Thrust over drag for each kilogram [m/s2]: acceleration along the path, and gravity times the slope of the climb.

    Returns
    -------
    tuple of float
        Thrust within idle and full thrust [N], and the fuel flow it takes [kg/s].
    """
    delta = pressure_ratio(a.altitude_m)
    temperature_k = temperature_here_k(a, a.altitude_m)
    theta = temperature_k / SEA_LEVEL_TEMPERATURE_K
    mach = a.true_airspeed_m_s / speed_of_sound_m_s(temperature_k)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    load_factor = 1.0 if a.bank_rad == 0.0 else 1.0 / math.cos(a.bank_rad)
    drag = drag_n(a, mass_kg, load_factor, mach, delta * SEA_LEVEL_PRESSURE_PA, a.is_low)
    wanted = drag + mass_kg * push_m_s2
    full = wet_thrust_n(a, mach, delta, theta) if a.is_wet == 1 else dry_thrust_n(a, mach, delta, theta)
    thrust = min(full, max(idle_thrust_n(a, mach, delta, theta), wanted))
    return thrust, a.fuel_flow_factor * fuel_flow_kg_s(a, thrust, mach, delta, theta)


@kernel
def burn(a: Any, flow_kg_s: float, step_s: float) -> None:
    """Take the fuel of one step out of the tanks; never more than there is.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    flow_kg_s : float
        Fuel flow [kg/s].
    step_s : float
        Length of the step [s].
    """
    burned_kg = min(a.fuel_kg, flow_kg_s * step_s)
    a.fuel_kg -= burned_kg
    a.burned_kg += burned_kg
    a.fuel_flow_kg_s = flow_kg_s
