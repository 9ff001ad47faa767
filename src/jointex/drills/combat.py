"""A fighter in a fight: turns, climbs and speed within lift, thrust and load factor; where it flies to cut off, to notch, to run.

Point masses under the same drag, thrust and fuel as everywhere; load factor costs drag, and drag costs speed or height.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, SEA_LEVEL_TEMPERATURE_K, pressure_ratio, speed_of_sound_m_s
from jointex.flight.aerodynamics import drag_n, lift_limited_load_factor, stall_mach
from jointex.flight.energy import burn, temperature_here_k, wind_here
from jointex.flight.guidance import placed
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n, wet_thrust_n
from jointex.flight.turning import rotated
from jointex.kernel import kernel, routine
from jointex.units import STANDARD_GRAVITY_M_S2

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius for distances between aircraft [m]: 0.3 % off at most."""
SPEED_TIME_S = 5.0
"""Time in which an error in speed or height is made good, as far as thrust allows [s]. Estimated."""
MOST_SLOPE = 0.35
"""Steepest climb or descent in a fight, as its sine: 20 degrees. Estimated."""
BRAKE_M_S2 = 3.0
"""Most that idle thrust and speed brakes slow down [m/s2]. Estimated."""
LIFT_IN_HAND = 0.9
"""Share of the largest lift that is used."""
KEEPS = 1.4
"""A turn is eased so that speed stays above this multiple of the stalling Mach number: it is paid with speed, not with height.
Estimated."""
SLOW = 1.2
"""Below this multiple of the stalling Mach number height is given for speed. Estimated: the usual margin."""
NOSE_DOWN = -0.1
"""Slope of that descent, as its sine. Estimated."""


@routine
def manoeuvre(
    a: Any, north: float, east: float, mach: float, altitude_m: float, load_factor: float, wet: int, step_s: float
) -> None:
    """Fly one step towards a heading, a speed and a height.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`; changed in place.
    north, east : float
        Where the nose is to point, unit.
    mach, altitude_m : float
        Speed and pressure altitude to come to [m].
    load_factor : float
        Most to turn with [g].
    wet : int
        1 where the afterburner may be used.
    step_s : float
        Length of the step [s].
    """
    delta = pressure_ratio(a.altitude_m)
    temperature_k = temperature_here_k(a, a.altitude_m)
    sound_m_s = speed_of_sound_m_s(temperature_k)
    theta = temperature_k / SEA_LEVEL_TEMPERATURE_K
    pressure_pa = delta * SEA_LEVEL_PRESSURE_PA
    speed_m_s = a.true_airspeed_m_s
    own_mach = speed_m_s / sound_m_s
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    stall = stall_mach(a, mass_kg, 1.0, pressure_pa)
    slow = own_mach / stall
    most = min(load_factor, a.load_factor_limit, slow * slow / (KEEPS * KEEPS))
    most = min(most, LIFT_IN_HAND * lift_limited_load_factor(a, mass_kg, own_mach, pressure_pa))
    used = turn(a, north, east, max(1.0, most), step_s)
    most_mach = min(
        max(mach, KEEPS * stall), a.max_mach, mach_from_cas(a.max_cas_m_s, delta)
    )  # nobody is flown into a stall
    drag = drag_n(a, mass_kg, used, own_mach, pressure_pa, 0)
    full = wet_thrust_n(a, own_mach, delta, theta) if wet == 1 else dry_thrust_n(a, own_mach, delta, theta)
    idle = idle_thrust_n(a, own_mach, delta, theta)
    best = (full - drag) / mass_kg
    rise = min(MOST_SLOPE, max(-MOST_SLOPE, (altitude_m - a.altitude_m) / (SPEED_TIME_S * speed_m_s)))
    if rise > 0.0:  # height takes what speed leaves
        rise = min(rise, max(0.0, best / STANDARD_GRAVITY_M_S2))
    if slow < SLOW:
        rise = NOSE_DOWN
    wanted = (most_mach * sound_m_s - speed_m_s) / SPEED_TIME_S
    gain = min(wanted, best - STANDARD_GRAVITY_M_S2 * rise)
    gain = max(gain, (idle - drag) / mass_kg - STANDARD_GRAVITY_M_S2 * rise - BRAKE_M_S2)
    push = gain + STANDARD_GRAVITY_M_S2 * rise
    thrust = min(full, max(idle, drag + mass_kg * push))
    a.thrust_n = thrust
    burn(a, a.fuel_flow_factor * fuel_flow_kg_s(a, thrust, own_mach, delta, theta), step_s)
    mean_m_s = speed_m_s + 0.5 * gain * step_s
    wind_north, wind_east = wind_here(a, a.altitude_m)
    level = math.sqrt(1.0 - rise * rise)
    a.ground_north_m_s = a.heading_north * mean_m_s * level + wind_north
    a.ground_east_m_s = a.heading_east * mean_m_s * level + wind_east
    a.x, a.y, a.z = placed(a.x, a.y, a.z, a.ground_north_m_s * step_s, a.ground_east_m_s * step_s, a.altitude_m)
    a.climb_m_s, a.acceleration_m_s2 = mean_m_s * rise, gain
    a.altitude_m += a.climb_m_s * step_s
    a.true_airspeed_m_s = speed_m_s + gain * step_s
    over_ground_m_s = math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)
    a.distance_m += over_ground_m_s * step_s
    a.flown_s += step_s
    a.time_s += step_s


@kernel
def turn(a: Any, north: float, east: float, load_factor: float, step_s: float) -> float:
    """Turn the nose towards a direction with no more than a load factor; return the one it took [g].

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`; heading and bank are written.
    north, east : float
        Where the nose is to point, unit.
    load_factor : float
        Most [g], 1 or more.
    step_s : float
        Length of the step [s].

    Returns
    -------
    float
        1 or more.
    """
    sine = a.heading_north * east - a.heading_east * north
    cosine = a.heading_north * north + a.heading_east * east
    angle_rad = math.atan2(sine, cosine)
    per_g = STANDARD_GRAVITY_M_S2 * step_s / a.true_airspeed_m_s
    most_rad = per_g * math.sqrt(load_factor * load_factor - 1.0)
    turned_rad = min(most_rad, max(-most_rad, angle_rad))
    a.heading_north, a.heading_east = rotated(a.heading_north, a.heading_east, turned_rad)
    tangent = turned_rad / per_g
    a.bank_rad = math.atan(tangent)
    return math.sqrt(1.0 + tangent * tangent)


@kernel
def cut_off(north_m: float, east_m: float, north_m_s: float, east_m_s: float, speed_m_s: float) -> Any:
    """Return where to fly to meet a target that keeps its velocity: unit vector north and east.

    Parameters
    ----------
    north_m, east_m : float
        Where it is, seen from here [m].
    north_m_s, east_m_s : float
        How it moves [m/s].
    speed_m_s : float
        Own speed [m/s].

    Returns
    -------
    tuple of float
        A constant bearing; straight at the target where it is too fast to be met.
    """
    distance_m = math.sqrt(north_m * north_m + east_m * east_m)
    if distance_m < 1.0:
        return 1.0, 0.0
    along, across = north_m / distance_m, east_m / distance_m
    aside_m_s = along * east_m_s - across * north_m_s
    share = aside_m_s / max(1.0, speed_m_s)
    if abs(share) >= 0.99:
        return along, across
    ahead = math.sqrt(1.0 - share * share)
    return along * ahead - across * share, across * ahead + along * share


@kernel
def aside(north_m: float, east_m: float, angle_rad: float, side: float) -> Any:
    """Return a direction so far to the right (`side` 1) or left (-1) of a place [rad]: unit vector north and east."""
    distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
    return rotated(north_m / distance_m, east_m / distance_m, side * angle_rad)


@kernel
def nearer_side(a: Any, north_m: float, east_m: float) -> float:
    """Return to which side of a place the nose points already: 1 right of it, -1 left."""
    return 1.0 if north_m * a.heading_east - east_m * a.heading_north >= 0.0 else -1.0


@kernel
def slant_m(a: Any, b: Any) -> float:
    """Return how far two aircraft are apart, heights counted [m]; along the chord, 2e-5 short at 100 km."""
    dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
    up_m = a.altitude_m - b.altitude_m
    return math.sqrt((dx * dx + dy * dy + dz * dz) * EARTH_RADIUS_M * EARTH_RADIUS_M + up_m * up_m)
