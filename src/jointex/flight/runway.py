"""Take-off and landing: ground rolls from the balance of forces, field lengths by a stated rule, hover figures.

Conventional runs are integrated over speed by midpoint steps; a vertical landing is a mass limit. Short take-offs and
moving decks: `flight.deck`. A vertical take-off is not offered: no published figure carries a useful load.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio
from jointex.flight.performance import sound_m_s, temperature_ratio
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n, wet_thrust_n
from jointex.kernel import kernel, loop
from jointex.units import FOOT_M, STANDARD_GRAVITY_M_S2

ROLLING_FRICTION = 0.025
"""Rolling friction of tyres on dry concrete. Raymer, Aircraft Design, table 17.1: 0.03-0.05; 0.02-0.025 in later sources
for paved runways."""

BRAKING_FRICTION = 0.35
"""Mean braking friction on a dry runway with anti-skid. Raymer, Aircraft Design, table 17.1: 0.3 to 0.5."""

GROUND_LIFT_SHARE = 0.3
"""Lift coefficient in the take-off roll over the largest one in take-off position. Estimated: 0.2 to 0.5."""

LANDING_LIFT_SHARE = 0.1
"""Lift coefficient in the landing roll over the largest one in landing position, spoilers out. Estimated: 0 to 0.2."""

LANDING_ROLL_DRAG = 0.05
"""Extra drag coefficient of spoilers or speed brake in the landing roll. Estimated: 0.03 to 0.10."""

GROUND_EFFECT_ROLLING, GROUND_EFFECT_CLIMBING = 0.5, 0.8
"""Induced drag over that in free air, on the wheels and on the mean up to 50 ft. Raymer, Aircraft Design, equation 12.61
with wings 3 to 5 m above the ground and spans of 40 to 56 m: 0.47 and 0.77 to 0.84."""

LIFT_OFF_RATIO = 1.1
"""Lift-off speed over stall speed in take-off position. MIL-C-5011A and 14 CFR 25.107(e)."""

OBSTACLE_RATIO = 1.2
"""Speed over the take-off obstacle over stall speed in take-off position. MIL-C-5011A; 14 CFR 25.107(b), older form."""

APPROACH_RATIO = 1.3
"""Approach speed over stall speed in landing position. 14 CFR 25.125, older form."""

TOUCHDOWN_RATIO = 1.15
"""Touch-down speed over stall speed in landing position. Raymer, Aircraft Design, section 17.9."""

TAKEOFF_OBSTACLE_M = 50.0 * FOOT_M
"""Obstacle cleared at the end of the take-off and the start of the landing distance [m]: 50 ft. MIL-C-5011A."""

FIELD_FACTOR = 1.15
"""Field length over all-engine take-off distance. 14 CFR 25.113(a)(2)."""

LANDING_FACTOR = 1.0 / 0.6
"""Landing field length over landing distance. 14 CFR 121.195(b)."""

APPROACH_ANGLE_SINE = 0.05233595624294383
"""Sine of the 3-degree approach."""

PULL_UP_G = 0.2
"""Load factor above 1 in the pull-up after lift-off and in the flare. Raymer, Aircraft Design, sections 17.8 and 17.9."""

FREE_ROLL_S = 2.0
"""Time from touch-down to full braking [s]. Raymer, Aircraft Design, section 17.9: 1 to 3 s."""

N_SPEEDS = 40


@kernel
def stall_speed_m_s(mass_kg: float, density_kg_m3: float, wing_area_m2: float, lift_max: float) -> float:
    """Return the speed at which the wing just carries the mass.

    Parameters
    ----------
    mass_kg : float
        Mass [kg].
    density_kg_m3 : float
        Density [kg/m3].
    wing_area_m2 : float
        Reference wing area [m2].
    lift_max : float
        Largest lift coefficient.

    Returns
    -------
    float
        True airspeed [m/s].
    """
    return math.sqrt(2.0 * mass_kg * STANDARD_GRAVITY_M_S2 / (density_kg_m3 * wing_area_m2 * lift_max))


@kernel
def field_density_kg_m3(field_m: float, temperature_offset_k: float) -> float:
    """Return the air density over a field.

    Parameters
    ----------
    field_m : float
        Pressure altitude of the field [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
        Density [kg/m3].
    """
    sound = sound_m_s(field_m, temperature_offset_k)
    return 1.4 * SEA_LEVEL_PRESSURE_PA * pressure_ratio(field_m) / (sound * sound)


@loop
def run_up_to_speed(
    a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, wet: bool, end_m_s: float, headwind_m_s: float
) -> Any:
    """Return time, distance and fuel from brake release, on the wheels, to a true airspeed.

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
        Whether the afterburner is lit.
    end_m_s : float
        True airspeed at the end [m/s].
    headwind_m_s : float
        Wind down the runway [m/s].

    Returns
    -------
    tuple of float
        Time [s], ground distance [m], fuel [kg]; infinite where thrust does not overcome drag and friction.

    References
    ----------
    Raymer, Aircraft Design, section 17.8, integrated by speed in place of its closed form.
    """
    delta = pressure_ratio(field_m)
    theta = temperature_ratio(field_m, temperature_offset_k)
    sound = sound_m_s(field_m, temperature_offset_k)
    density = field_density_kg_m3(field_m, temperature_offset_k)
    lift = GROUND_LIFT_SHARE * a.lift_max_takeoff
    drag = a.zero_lift_drag + a.gear_and_flap_drag + a.store_drag_area_m2 / a.wing_area_m2
    drag += GROUND_EFFECT_ROLLING * a.induced_drag_factor * lift * lift
    step = (end_m_s - headwind_m_s) / N_SPEEDS
    time_s, distance_m, fuel_kg = 0.0, 0.0, 0.0
    for index in range(N_SPEEDS):
        ground_speed = (index + 0.5) * step
        airspeed = ground_speed + headwind_m_s
        mach = max(0.0, airspeed) / sound
        thrust = wet_thrust_n(a, mach, delta, theta) if wet else dry_thrust_n(a, mach, delta, theta)
        push_pa = 0.5 * density * airspeed * airspeed * a.wing_area_m2
        on_wheels = max(0.0, mass_kg * STANDARD_GRAVITY_M_S2 - push_pa * lift)
        force = thrust - push_pa * drag - ROLLING_FRICTION * on_wheels
        if force <= 0.0:
            return math.inf, math.inf, math.inf
        seconds = step * mass_kg / force
        time_s += seconds
        distance_m += seconds * ground_speed
        fuel_kg += seconds * fuel_flow_kg_s(a, thrust, mach, delta, theta)
    return time_s, distance_m, fuel_kg


@kernel
def _distance_to_obstacle_m(speed_m_s: float, sine: float) -> float:
    """Return the ground distance from lift-off to 50 ft: an arc of 1.2 g up to the climb angle, then straight on."""
    radius_m = speed_m_s * speed_m_s / (PULL_UP_G * STANDARD_GRAVITY_M_S2)
    cosine = math.sqrt(1.0 - sine * sine)
    height_m = radius_m * (1.0 - cosine)
    if height_m >= TAKEOFF_OBSTACLE_M:
        return math.sqrt(TAKEOFF_OBSTACLE_M * (2.0 * radius_m - TAKEOFF_OBSTACLE_M))
    return radius_m * sine + (TAKEOFF_OBSTACLE_M - height_m) * cosine / sine


@kernel
def _climb_gradient(
    a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, wet: bool, stall_ratio: float
) -> float:
    """Return excess thrust over weight, gear and flaps out, at a speed given over the stall speed."""
    density = field_density_kg_m3(field_m, temperature_offset_k)
    speed = stall_ratio * stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_takeoff)
    mach = speed / sound_m_s(field_m, temperature_offset_k)
    delta = pressure_ratio(field_m)
    theta = temperature_ratio(field_m, temperature_offset_k)
    thrust = wet_thrust_n(a, mach, delta, theta) if wet else dry_thrust_n(a, mach, delta, theta)
    lift = a.lift_max_takeoff / (stall_ratio * stall_ratio)
    drag = a.zero_lift_drag + a.gear_and_flap_drag + a.store_drag_area_m2 / a.wing_area_m2
    drag += GROUND_EFFECT_CLIMBING * a.induced_drag_factor * lift * lift
    return (thrust - 0.5 * density * speed * speed * a.wing_area_m2 * drag) / (mass_kg * STANDARD_GRAVITY_M_S2)


@loop
def takeoff_lengths_m(
    a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, wet: bool, headwind_m_s: float
) -> Any:
    """Return ground roll and field length of a conventional take-off.

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
        Whether the afterburner is lit.
    headwind_m_s : float
        Wind down the runway [m/s].

    Returns
    -------
    tuple of float
        Ground roll to 1.1 times the stall speed [m]; field length [m]: 1.15 times the distance to 50 ft with all engines,
        flown over at 1.2 times the stall speed. Infinite where the aircraft cannot climb away.

    References
    ----------
    Raymer, Aircraft Design, section 17.8, for roll and pull-up; the balance of energy for the speed gained in the air.
    """
    density = field_density_kg_m3(field_m, temperature_offset_k)
    stall = stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_takeoff)
    lift_off = LIFT_OFF_RATIO * stall
    _, roll_m, _ = run_up_to_speed(a, mass_kg, field_m, temperature_offset_k, wet, lift_off, headwind_m_s)
    mean_ratio = 0.5 * (LIFT_OFF_RATIO + OBSTACLE_RATIO)
    gradient = _climb_gradient(a, mass_kg, field_m, temperature_offset_k, wet, mean_ratio)
    if gradient <= 0.0:
        return roll_m, math.inf
    mean = mean_ratio * stall
    gained_m = (OBSTACLE_RATIO * OBSTACLE_RATIO - LIFT_OFF_RATIO * LIFT_OFF_RATIO) * stall * stall
    gained_m *= 0.5 / STANDARD_GRAVITY_M_S2
    # height and speed both come out of the excess thrust; an aircraft with much of it is bound by the pull-up instead
    air_m = max((TAKEOFF_OBSTACLE_M + gained_m) / gradient, _distance_to_obstacle_m(mean, min(gradient, 0.99)))
    return roll_m, FIELD_FACTOR * (roll_m + (1.0 - headwind_m_s / mean) * air_m)


@loop
def landing_lengths_m(a: Any, mass_kg: float, field_m: float, temperature_offset_k: float, headwind_m_s: float) -> Any:
    """Return ground roll, landing distance and field length of a conventional landing on a dry runway.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass at touch-down [kg].
    field_m : float
        Pressure altitude of the field [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    headwind_m_s : float
        Wind down the runway [m/s].

    Returns
    -------
    tuple of float
        Ground roll [m], distance from 50 ft [m], field length [m] (distance over 0.6). No reverse thrust, no parachute.

    References
    ----------
    Raymer, Aircraft Design, section 17.9: 3 degrees from 50 ft, a flare of 1.2 g at the mean of approach and touch-down
    speed, 2 s of free roll, brakes.
    """
    density = field_density_kg_m3(field_m, temperature_offset_k)
    sound = sound_m_s(field_m, temperature_offset_k)
    delta = pressure_ratio(field_m)
    theta = temperature_ratio(field_m, temperature_offset_k)
    stall = stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_landing)
    touchdown = max(0.0, TOUCHDOWN_RATIO * stall - headwind_m_s)
    lift = LANDING_LIFT_SHARE * a.lift_max_landing
    drag = a.zero_lift_drag + a.gear_and_flap_drag + LANDING_ROLL_DRAG + a.store_drag_area_m2 / a.wing_area_m2
    step = touchdown / N_SPEEDS
    roll_m = touchdown * FREE_ROLL_S
    for index in range(N_SPEEDS):
        ground_speed = touchdown - (index + 0.5) * step
        airspeed = ground_speed + headwind_m_s
        push_pa = 0.5 * density * airspeed * airspeed * a.wing_area_m2
        on_wheels = max(0.0, mass_kg * STANDARD_GRAVITY_M_S2 - push_pa * lift)
        idle = idle_thrust_n(a, max(0.0, airspeed) / sound, delta, theta)
        force = push_pa * drag + BRAKING_FRICTION * on_wheels - idle
        roll_m += ground_speed * step * mass_kg / force
    approach = APPROACH_RATIO * stall
    flare = 0.5 * (APPROACH_RATIO + TOUCHDOWN_RATIO) * stall
    radius_m = flare * flare / (PULL_UP_G * STANDARD_GRAVITY_M_S2)
    # the arc takes radius * sine along the ground and half of that times sine in height
    air_m = TAKEOFF_OBSTACLE_M / APPROACH_ANGLE_SINE + 0.5 * radius_m * APPROACH_ANGLE_SINE
    distance_m = roll_m + air_m * max(0.0, 1.0 - headwind_m_s / approach)
    return roll_m, distance_m, LANDING_FACTOR * distance_m


def keeps_to_pavement(a: Any) -> bool:
    """Return whether a type keeps off strips without a hard surface, as jets do.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.

    Returns
    -------
    bool
    """
    return bool(a.shaft_power_w <= 0.0)


@kernel
def powered_lift_share(a: Any, field_m: float, temperature_offset_k: float) -> float:
    """Return the hover thrust left over that at sea level on a standard day.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    field_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
        At most 1: falls with pressure, and with heat beyond the break.
    """
    theta = temperature_ratio(field_m, temperature_offset_k)
    heat = 1.0 - a.dry_break_slope * max(0.0, 1.0 - a.thrust_break_ratio / theta)
    return min(1.0, pressure_ratio(field_m) * heat)


@kernel
def vertical_landing_mass_kg(a: Any, field_m: float, temperature_offset_k: float) -> float:
    """Return the greatest mass for a vertical landing.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`; `vertical_landing_mass_kg` holds at sea level on a standard day.
    field_m : float
        Pressure altitude of deck or pad [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
        Mass [kg]; 0 for an aircraft that cannot. Hover thrust falls with pressure, and with heat beyond the break.
    """
    return a.vertical_landing_mass_kg * powered_lift_share(a, field_m, temperature_offset_k)
