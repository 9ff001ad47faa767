"""Where a training shot would end: a missile of a class as a point mass with boost, drag and energy, in a vertical plane.

The target flies straight, or turns away at the launch. A missile climbs first where its target is far, then leads it. Nothing
here is a figure of a fielded missile: mass, motor and drag are those of class cards, and a kill is a training kill.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.kernel import kernel, loop
from jointex.units import STANDARD_GRAVITY_M_S2

STEP_S = 0.1
"""Step of a fly-out [s]."""
DRAG_MACH = (0.0, 0.7, 0.9, 1.1, 1.4, 1.8, 2.0, 2.5, 3.5, 5.0)
DRAG_SHAPE = (0.40, 0.40, 0.57, 1.29, 1.17, 0.99, 1.0, 1.02, 1.0, 0.94)
"""Drag at no lift over Mach number, of what it is at Mach 2, the motor out: open academic table of CADAC AIM5 (P. Zipfel)."""
BURNING = 0.9
"""Drag with the motor burning, over that with it out. Estimated: 0.8 to 0.96 in the same table."""
LIFT_SLOPE = 8.5
"""Lift coefficient per radian, on the area of the body: the public missile example of MATLAB."""
NAVIGATION = 4.0
"""Gain of proportional navigation: 3 to 4 in open simulators."""
LOFT_FROM_M = 30_000.0
"""Distance to the target beyond which a missile climbs first [m], as in the open BVRGym."""
LOFT_TO_M = 15_000.0
"""Height at which it climbs no more [m], as in the open BVRGym."""
LOFT_RAD = math.radians(20.0)
"""How steeply it climbs. Estimated."""
HIT_M = 15.0
"""Miss distance that counts as a hit [m]. Estimated: a stride of the last step."""
LOFT_GAIN_1_S = 2.0
"""How fast it turns to that slope [1/s]: what is left of the way there, twice a second. Estimated."""
GREATEST_ANGLE_RAD = math.radians(20.0)
"""Greatest angle of attack [rad]. Estimated."""
SLOWEST_TURNING_M_S = 50.0
"""Below this speed a turn is reckoned as at it [m/s]; no missile that counts is so slow."""
MACH_1_PA = 0.7 * SEA_LEVEL_PRESSURE_PA
"""Dynamic pressure at Mach 1 and standard sea-level pressure [Pa]: half of gamma times p."""


class Missile(NamedTuple):
    """A class of missiles: masses [kg], body diameter [m], thrust [N] for so long [s], limits.

    `load_factor` is the most it pulls [g]; it is lost below `least_mach` after its motor is out, and after `life_s` [s].
    """

    mass_kg: float
    propellant_kg: float
    diameter_m: float
    thrust_n: float
    burn_s: float
    drag_mach_2: float
    load_factor: float
    least_mach: float
    life_s: float


class Launch(NamedTuple):
    """How a shot begins: speeds [m/s] and heights [m] of shooter and target.

    `closing_m_s` is the part of the target's speed that is towards the shooter, below 0 if away. From `turned_s` on it is
    `away_m_s`; up to then, if it turns, it stays where it is in the mean.
    """

    shooter_m_s: float
    shooter_m: float
    target_m: float
    closing_m_s: float
    turned_s: float
    away_m_s: float


@kernel
def drag_shape(mach: float) -> float:
    """Return drag at no lift over that at Mach 2."""
    for i in range(len(DRAG_MACH) - 1):
        if mach <= DRAG_MACH[i + 1]:
            share = (mach - DRAG_MACH[i]) / (DRAG_MACH[i + 1] - DRAG_MACH[i])
            return DRAG_SHAPE[i] + share * (DRAG_SHAPE[i + 1] - DRAG_SHAPE[i])
    return DRAG_SHAPE[len(DRAG_SHAPE) - 1]


@kernel
def ram_force_n(m: Any, mach: float, height_m: float) -> float:
    """Return dynamic pressure times the area of a missile's body [N]."""
    area_m2 = 0.25 * math.pi * m.diameter_m * m.diameter_m
    return float(MACH_1_PA * pressure_ratio(height_m) * mach * mach * area_m2)


@kernel
def forces_n(m: Any, speed_m_s: float, height_m: float, normal_m_s2: float, mass_kg: float, is_burning: bool) -> Any:
    """Return thrust, and drag with that of the lift [N].

    Parameters
    ----------
    m : Missile
    speed_m_s, height_m : float
        True airspeed [m/s] and height [m].
    normal_m_s2 : float
        Acceleration that lift gives [m/s2].
    mass_kg : float
        Now [kg].
    is_burning : bool

    Returns
    -------
    tuple of float
    """
    mach = speed_m_s / speed_of_sound_m_s(isa_temperature_k(height_m))
    force_n = ram_force_n(m, mach, height_m)
    lift = normal_m_s2 * mass_kg / force_n
    drag = m.drag_mach_2 * drag_shape(mach) * (BURNING if is_burning else 1.0) + lift * lift / LIFT_SLOPE
    return m.thrust_n if is_burning else 0.0, drag * force_n


@kernel
def most_normal_m_s2(m: Any, speed_m_s: float, height_m: float, mass_kg: float) -> float:
    """Return the acceleration across its way that a missile can have [m/s2]: its structure, or `GREATEST_ANGLE_RAD`."""
    mach = speed_m_s / speed_of_sound_m_s(isa_temperature_k(height_m))
    lift = LIFT_SLOPE * GREATEST_ANGLE_RAD
    return min(m.load_factor * STANDARD_GRAVITY_M_S2, lift * ram_force_n(m, mach, height_m) / mass_kg)


@loop
def fly_out(m: Any, launch: Any, range_m: float) -> Any:
    """Fly a shot to its end.

    Parameters
    ----------
    m : Missile
    launch : Launch
    range_m : float
        Distance over ground at the launch [m].

    Returns
    -------
    tuple
        Whether it hits; time [s], speed there [m/s]; greatest Mach number; and energy it has then, over what launch and motor
        gave it [J, J].
    """
    x, z, time_s = 0.0, launch.shooter_m, 0.0
    speed, slope = launch.shooter_m_s, 0.0
    target_x, mass_kg = range_m, m.mass_kg
    g = STANDARD_GRAVITY_M_S2
    peak, given_j = 0.0, m.mass_kg * (0.5 * speed * speed + g * z)
    is_hit = False
    while time_s < m.life_s:
        is_burning = time_s < m.burn_s - 1e-9
        closing = (
            launch.closing_m_s if launch.turned_s < 0.0 else (-launch.away_m_s if time_s >= launch.turned_s else 0.0)
        )
        dx, dz = target_x - x, launch.target_m - z
        distance = math.sqrt(dx * dx + dz * dz)
        vx, vz = speed * math.cos(slope) + closing, speed * math.sin(slope)
        nearing = (dx * vx + dz * vz) / distance
        step_s = min(STEP_S, 0.5 * distance / max(1.0, nearing)) if nearing > 0.0 else STEP_S
        sound = speed_of_sound_m_s(isa_temperature_k(z))
        peak = max(peak, speed / sound)
        if distance < HIT_M or (nearing <= 0.0 and distance < 2.0 * HIT_M):
            is_hit = True
            break
        is_past = nearing <= 0.0 and time_s > m.burn_s
        if is_past or z <= 0.0 or (not is_burning and speed < m.least_mach * sound):
            break
        normal = NAVIGATION * nearing * ((dx * -vz - dz * -vx) / (distance * distance)) + g * math.cos(slope)
        if distance > LOFT_FROM_M and z < LOFT_TO_M:
            normal = LOFT_GAIN_1_S * speed * (LOFT_RAD - slope) + g * math.cos(slope)
        most = most_normal_m_s2(m, speed, z, mass_kg)
        normal = min(most, max(-most, normal))
        thrust, drag = forces_n(m, speed, z, normal, mass_kg, is_burning)
        before = speed
        speed = max(1.0, speed + step_s * ((thrust - drag) / mass_kg - g * math.sin(slope)))
        slope += step_s * (normal - g * math.cos(slope)) / max(SLOWEST_TURNING_M_S, before)
        mean = 0.5 * (before + speed)
        given_j += thrust * mean * step_s
        x += mean * math.cos(slope) * step_s
        z += mean * math.sin(slope) * step_s
        if is_burning:
            burnt_kg = m.propellant_kg * min(step_s, m.burn_s - time_s) / m.burn_s
            given_j -= burnt_kg * (0.5 * speed * speed + g * z)  # what burns takes its share of the energy along
            mass_kg -= burnt_kg
        target_x -= closing * step_s
        time_s += step_s
    return is_hit, time_s, speed, peak, mass_kg * (0.5 * speed * speed + g * z), given_j


FARTHEST_M = 300_000.0
"""No shot of these classes reaches so far [m]."""
STRIDE = 2.0**-0.25
"""Ratio of two distances tried one after the other, from the farthest on."""
MOST_TRIES = 36
"""How many are tried: down to 600 m."""
EVASION_G = 5.0
"""Load factor of the turn with which a target turns away [g]. Estimated."""


@loop
def farthest_m(m: Any, launch: Launch, within_m: float) -> float:
    """Return from how far a shot hits.

    Parameters
    ----------
    m : Missile
    launch : Launch
    within_m : float
        How closely that is found [m].

    Returns
    -------
    float
        [m]; 0 where it never does.
    """
    low_m = FARTHEST_M
    for _ in range(MOST_TRIES):
        if fly_out(m, launch, low_m)[0]:
            break
        low_m *= STRIDE
    else:
        return 0.0
    high_m = low_m / STRIDE
    while high_m - low_m > within_m:
        middle_m = 0.5 * (low_m + high_m)
        if fly_out(m, launch, middle_m)[0]:
            low_m = middle_m
        else:
            high_m = middle_m
    return low_m


@kernel
def turning_s(speed_m_s: float, aspect_rad: float) -> float:
    """Return the time a target needs to turn its tail to the shooter, from an angle off its nose [rad], with `EVASION_G` [s]."""
    rate = STANDARD_GRAVITY_M_S2 * math.sqrt(EVASION_G * EVASION_G - 1.0) / speed_m_s
    return (math.pi - aspect_rad) / rate
