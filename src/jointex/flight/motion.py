"""One aircraft flies its route: midpoint steps of its own length that end exactly on its events.

Height and speed follow total energy, `(T - D) V = m g dh/dt + m V dV/dt`: full thrust in a climb, drag in level flight, a
fixed slope over ground in a descent. An event is a level reached, a speed reached, a turn begun or ended, a point passed,
or the clock of the caller; a step that would run past one is cut to end on it.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.earth.geodesy import latitude_longitude
from jointex.earth.winds import weather_at
from jointex.flight.aerodynamics import drag_n, least_drag_mach
from jointex.flight.guidance import (
    along_leg,
    angle_to_turn_rad,
    begin_turn,
    direction_to,
    distance_to_go_m,
    leg_direction,
    placed,
    roll_out_lead_rad,
    set_leg,
    stepped,
    turn_lead_m,
    turn_radius_m,
    wind_triangle,
)
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n, wet_thrust_n
from jointex.flight.state import Lateral, Speed, Status, Vertical
from jointex.kernel import kernel, single
from jointex.units import FLIGHT_LEVEL_M, STANDARD_GRAVITY_M_S2

CRUISE_STEP_S = 20.0
TURN_STEP_S = 5.0
ROLL_STEP_S = 1.0
CLIMB_STEP_S = 2.5
LEAST_STEP_S = 1e-3
NEAR_S = 0.1
"""Steps of each phase, and the shortest one that an event may ask for."""

DESCENT_SLOPE = 0.0524
"""Slope of a descent over ground, 3 degrees: the usual path of jet aircraft (ICAO Doc 8168 gives 3 degrees for finals)."""
DECELERATION_M_S2 = 0.5
"""Least deceleration with idle thrust and speed brakes. Estimated: 1 kt/s, a common planning figure."""
SLOW_BELOW_M = 100.0 * FLIGHT_LEVEL_M
"""Level below which a descent's speed is kept to the end of the leg [m]: FL100, where ICAO's speed limit begins."""
RECOVERY_M_S2 = 0.2
"""Acceleration for which an aircraft too slow for its level gives up height. Estimated: a gentle recovery."""
LEAST_CLIMB_M_S = 0.5
"""Rate of climb (100 ft/min) below which an aircraft levels off: the service ceiling's definition."""
RESUME_CLIMB_M_S = 1.5
"""Rate of climb (300 ft/min) at which a climb that the ceiling stopped is taken up again."""
CLIMB_SHARE = 0.5
"""Share of the energy that goes into height while the climb speed is not yet reached. Estimated."""
STEEPEST_CLIMB = 0.7
"""Rate of climb or of dive over airspeed that is never exceeded: 45 degrees."""
LEAST_SPEED_M_S = 20.0
"""Airspeed that no aircraft falls below: slower than any stall here; what asks for less meets a finding, not a square root."""
SEA_LEVEL_TEMPERATURE_K = 288.15
SPEED_BAND_M_S = 1.0
"""Speed error within which the ordered speed counts as held."""
REPAY_TIME_S = 20.0
"""Time over which thrust makes good a small change of speed that was taken at once [s]. Estimated: a touch of the throttle."""
LEVEL_BAND_M = 0.5
"""Height error within which the ordered level counts as reached."""
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
    north, east, _ = direction_to(a, points[a.point])
    wind_north, wind_east = wind_here(a, a.altitude_m)
    nose_north, nose_east, _ = wind_triangle(north, east, a.true_airspeed_m_s, wind_north, wind_east)
    if begin_turn(a, nose_north, nose_east):
        a.lateral = Lateral.TURN
    else:
        a.lateral = Lateral.LEG
        a.bank_rad = 0.0
        set_leg(a, points)


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
def event_in_s(value: float, goal: float, rate: float, step_s: float) -> float:
    """Return the time until `value` reaches `goal` at `rate`, if that is within the step; else the step."""
    away = goal - value
    if away * rate <= 0.0:
        return step_s
    return min(step_s, max(LEAST_STEP_S, away / rate))


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
def note_ground_speed(a: Any) -> None:
    """Note the ground speed of this moment; steps leave that of their middle, and followers would see how long they were."""
    wind_north, wind_east = wind_here(a, a.altitude_m)
    level_m_s = math.sqrt(a.true_airspeed_m_s * a.true_airspeed_m_s - a.climb_m_s * a.climb_m_s)
    a.ground_north_m_s = a.heading_north * level_m_s + wind_north
    a.ground_east_m_s = a.heading_east * level_m_s + wind_east


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


@kernel
def end_turn_step(a: Any, points: Any) -> Status:
    """Start the roll-out when its lead is reached; with wings level, anchor the new leg."""
    if a.bank_rad == 0.0 and a.bank_goal_rad == 0.0:
        a.lateral = Lateral.LEG
        set_leg(a, points)
        return Status.AT_TIME
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
def skip_point(a: Any, points: Any) -> Status:
    """Give up a point that lies inside the turn: go for the next one, or end the route."""
    if a.point >= a.last_point:
        return Status.AT_END
    a.point += 1
    turn_to_point(a, points)
    return Status.AT_POINT


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
