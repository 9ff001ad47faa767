"""A simulated shot in the air: a point mass in space that leads its target, with the motor, drag and limits of its class.

The same forces as `drills.shots`, which answers from how far a shot reaches; here its target does what it likes.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

from jointex.drills.shots import (
    HIT_M,
    LOFT_FROM_M,
    LOFT_GAIN_1_S,
    LOFT_RAD,
    LOFT_TO_M,
    NAVIGATION,
    STEP_S,
    forces_n,
    most_normal_m_s2,
)
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.flight.guidance import offset_m, placed
from jointex.kernel import kernel, routine
from jointex.units import STANDARD_GRAVITY_M_S2

OPENING_S = 1.0
"""A shot that falls back from its target for so long is past it [s]. Estimated."""


class Flight(IntEnum):
    """How a shot stands after a step."""

    UP = 0
    THERE = 1  # came within `HIT_M` of its target
    SPENT = 2  # too slow or too old
    PAST = 3  # flew past


@kernel
def let_go(shot: Any, a: Any, kind: Any) -> None:
    """Put a shot where its shooter is, with the shooter's velocity.

    Parameters
    ----------
    shot : record of fleet.fight.SHOT_UP
        Written.
    a : record
        The shooter, fields of `flight.state.MOTION`.
    kind : record of fleet.fight.MISSILE_CLASS
    """
    shot.x, shot.y, shot.z, shot.altitude_m = a.x, a.y, a.z, a.altitude_m
    shot.north_m_s, shot.east_m_s = a.heading_north * a.true_airspeed_m_s, a.heading_east * a.true_airspeed_m_s
    shot.up_m_s = a.climb_m_s
    shot.mass_kg, shot.flown_s, shot.least_m = kind.mass_kg, 0.0, math.inf
    shot.launched_s = shot.told_s = a.time_s
    shot.is_up, shot.sees = 1, 0


@routine
def fly_shot(shot: Any, kind: Any, target: Any, north_m_s: float, east_m_s: float, early_s: float, for_s: float) -> int:
    """Fly a shot for a time after a target that keeps its velocity meanwhile.

    Parameters
    ----------
    shot : record of fleet.fight.SHOT_UP
        Changed in place.
    kind : record of fleet.fight.MISSILE_CLASS
    target : record
        Fields `x, y, z, altitude_m, climb_m_s`; where it is `early_s` after the end of the time.
    north_m_s, east_m_s : float
        Its velocity through the air [m/s].
    early_s, for_s : float
        How much farther than the end of this time the target has been flown, and the time [s].

    Returns
    -------
    int
        A `Flight`.
    """
    north_m, east_m = offset_m(shot, target.x, target.y, target.z)
    back_s = for_s + early_s
    north_m -= north_m_s * back_s
    east_m -= east_m_s * back_s
    up_m = target.altitude_m - target.climb_m_s * back_s - shot.altitude_m
    moved_north_m, moved_east_m = 0.0, 0.0
    state = Flight.UP.value
    left_s = for_s
    while left_s > 1e-9 and state == Flight.UP:
        step_s = min(STEP_S, left_s)
        left_s -= step_s
        steer_shot(shot, kind, north_m, east_m, up_m, north_m_s, east_m_s, target.climb_m_s, step_s)
        v_north, v_east = north_m_s - shot.north_m_s, east_m_s - shot.east_m_s
        v_up = target.climb_m_s - shot.up_m_s
        state = passage(shot, kind, north_m, east_m, up_m, v_north, v_east, v_up, step_s)
        north_m += v_north * step_s
        east_m += v_east * step_s
        up_m += v_up * step_s
        moved_north_m += shot.north_m_s * step_s
        moved_east_m += shot.east_m_s * step_s
        shot.altitude_m += shot.up_m_s * step_s
        shot.flown_s += step_s
    shot.x, shot.y, shot.z = placed(shot.x, shot.y, shot.z, moved_north_m, moved_east_m, shot.altitude_m)
    return state


@kernel
def passage(
    shot: Any,
    kind: Any,
    north_m: float,
    east_m: float,
    up_m: float,
    v_north: float,
    v_east: float,
    v_up: float,
    step_s: float,
) -> int:
    """Return how a shot stands after a step, from the place and velocity of its target relative to it."""
    square = v_north * v_north + v_east * v_east + v_up * v_up
    nearest_s = -(north_m * v_north + east_m * v_east + up_m * v_up) / max(1.0, square)
    at_s = min(step_s, max(0.0, nearest_s))
    n, e, u = north_m + v_north * at_s, east_m + v_east * at_s, up_m + v_up * at_s
    distance_m = math.sqrt(n * n + e * e + u * u)
    shot.least_m = min(shot.least_m, distance_m)
    if distance_m < HIT_M:
        return Flight.THERE.value
    speed_m_s = math.sqrt(shot.north_m_s**2 + shot.east_m_s**2 + shot.up_m_s**2)
    is_out = shot.flown_s > kind.burn_s
    slowest_m_s = kind.least_mach * speed_of_sound_m_s(isa_temperature_k(shot.altitude_m))
    if shot.flown_s > kind.life_s or shot.altitude_m <= 0.0 or (is_out and speed_m_s < slowest_m_s):
        return Flight.SPENT.value
    if is_out and nearest_s < -OPENING_S:
        return Flight.PAST.value
    return Flight.UP.value


@kernel
def steer_shot(
    shot: Any,
    kind: Any,
    north_m: float,
    east_m: float,
    up_m: float,
    north_m_s: float,
    east_m_s: float,
    up_m_s: float,
    step_s: float,
) -> None:
    """Turn and speed up or slow down a shot over one step: proportional navigation, or a climb while its target is far."""
    g = STANDARD_GRAVITY_M_S2
    v_n, v_e, v_u = shot.north_m_s, shot.east_m_s, shot.up_m_s
    speed_m_s = max(1.0, math.sqrt(v_n * v_n + v_e * v_e + v_u * v_u))
    distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m + up_m * up_m))
    r_n, r_e, r_u = north_m / distance_m, east_m / distance_m, up_m / distance_m
    w_n, w_e, w_u = north_m_s - v_n, east_m_s - v_e, up_m_s - v_u
    closing = -(w_n * r_n + w_e * r_e + w_u * r_u)
    # across the line of sight: (r x w) x r is what of w is across r
    along = w_n * r_n + w_e * r_e + w_u * r_u
    gain = NAVIGATION * closing / distance_m
    a_n, a_e, a_u = gain * (w_n - along * r_n), gain * (w_e - along * r_e), gain * (w_u - along * r_u)
    level_m_s = max(1.0, math.sqrt(v_n * v_n + v_e * v_e))
    if distance_m > LOFT_FROM_M and shot.altitude_m < LOFT_TO_M:
        slope = math.atan2(v_u, level_m_s)
        a_u = LOFT_GAIN_1_S * speed_m_s * (LOFT_RAD - slope) * level_m_s / speed_m_s
    a_u += g
    forward = (a_n * v_n + a_e * v_e + a_u * v_u) / (speed_m_s * speed_m_s)
    a_n, a_e, a_u = a_n - forward * v_n, a_e - forward * v_e, a_u - forward * v_u
    normal = math.sqrt(a_n * a_n + a_e * a_e + a_u * a_u)
    most = most_normal_m_s2(kind, speed_m_s, shot.altitude_m, shot.mass_kg)
    share = min(1.0, most / max(1e-9, normal))
    is_burning = shot.flown_s < kind.burn_s - 1e-9
    thrust, drag = forces_n(kind, speed_m_s, shot.altitude_m, share * normal, shot.mass_kg, is_burning)
    push = (thrust - drag) / (shot.mass_kg * speed_m_s)
    shot.north_m_s += step_s * (share * a_n + push * v_n)
    shot.east_m_s += step_s * (share * a_e + push * v_e)
    shot.up_m_s += step_s * (share * a_u + push * v_u - g)
    if is_burning:
        shot.mass_kg -= kind.propellant_kg * min(step_s, kind.burn_s - shot.flown_s) / kind.burn_s
