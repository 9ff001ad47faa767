"""What one aircraft can do at one mass and level: specific range, endurance, climb, ceiling, greatest speed, turns.

Kernels and loops on scalars and one record `a` (`flight.airframe`). Levels are pressure altitudes;
`temperature_offset_k` is actual minus standard temperature. A speed that cannot be held counts as specific range 0,
never as an error.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import (
    SEA_LEVEL_PRESSURE_PA,
    SEA_LEVEL_TEMPERATURE_K,
    air_temperature_k,
    pressure_ratio,
    speed_of_sound_m_s,
)
from jointex.flight.aerodynamics import drag_n, lift_limited_load_factor, stall_mach
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, wet_thrust_n
from jointex.kernel import kernel, loop
from jointex.units import FEET_PER_MINUTE_M_S, FLIGHT_LEVEL_M, STANDARD_GRAVITY_M_S2

STALL_MARGIN = 1.2
"""Slowest speed flown over the stall speed. 14 CFR 25.107: V2 at least 1.2 times the reference stall speed."""

BUFFET_LOAD_FACTOR = 1.3
"""Load factor the wing must still give in cruise. Estimated practice: 1.3 g to buffet onset in transport manuals."""

SERVICE_CLIMB_M_S = 100.0 * FEET_PER_MINUTE_M_S
"""Rate of climb left at the service ceiling [m/s]: 100 ft/min. MIL-C-5011A, service ceiling."""

CRUISE_CLIMB_M_S = 300.0 * FEET_PER_MINUTE_M_S
"""Rate of climb left at a cruise level [m/s]: 300 ft/min. MIL-C-5011A, cruise ceiling."""

LONG_RANGE_SHARE = 0.99
"""Share of the best specific range given up for speed in long-range cruise. Usual definition (Airbus, Getting to Grips
with Aircraft Performance, ch. F)."""

LEVEL_STEP_M = 20.0 * FLIGHT_LEVEL_M
"""Spacing of levels in one direction [m]: 2,000 ft. ICAO Annex 2, appendix 3 (reduced vertical separation)."""

LOWEST_CRUISE_M = 5.0 * LEVEL_STEP_M
"""Lowest level that a search for the best cruise looks at [m]: FL100."""

GOLDEN = 0.6180339887498949
N_GOLDEN = 16
N_SCAN = 16
N_BISECTIONS = 24
GREATEST_MACH = 3.0


@kernel
def pressure_pa(level_m: float) -> float:
    """Return the static pressure at a level [m], in pascal."""
    return SEA_LEVEL_PRESSURE_PA * pressure_ratio(level_m)


@kernel
def temperature_ratio(level_m: float, temperature_offset_k: float) -> float:
    """Return the actual temperature at a level [m] over 288.15 K."""
    return air_temperature_k(level_m, temperature_offset_k) / SEA_LEVEL_TEMPERATURE_K


@kernel
def sound_m_s(level_m: float, temperature_offset_k: float) -> float:
    """Return the speed of sound at a level [m], in metres a second.

    Parameters
    ----------
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
    """
    return speed_of_sound_m_s(air_temperature_k(level_m, temperature_offset_k))


@kernel
def slowest_mach(a: Any, mass_kg: float, pressure: float) -> float:
    """Return the slowest Mach number flown clean.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    pressure : float
        Static pressure [Pa].

    Returns
    -------
    float
        `STALL_MARGIN` times the Mach number of the stall.
    """
    return STALL_MARGIN * stall_mach(a, mass_kg, 1.0, pressure)


@kernel
def greatest_mach(a: Any, delta: float) -> float:
    """Return the greatest Mach number allowed.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    delta : float
        Pressure ratio.

    Returns
    -------
    float
        The Mach limit, or the CAS limit where that is slower.
    """
    return min(a.max_mach, mach_from_cas(a.max_cas_m_s, delta))


@kernel
def level_flow_kg_s(a: Any, mass_kg: float, mach: float, delta: float, theta: float) -> float:
    """Return the fuel flow in level flight.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    mach : float
        Mach number.
    delta, theta : float
        Pressure and temperature ratio.

    Returns
    -------
    float
        Fuel flow of all engines [kg/s]; where thrust falls short, the flow at full thrust.
    """
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
    return fuel_flow_kg_s(a, drag, mach, delta, theta)


@kernel
def specific_range_m_kg(a: Any, mass_kg: float, mach: float, delta: float, theta: float, sound: float) -> float:
    """Return the still-air distance for each kilogram of fuel.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    mach : float
        Mach number.
    delta, theta : float
        Pressure and temperature ratio.
    sound : float
        Speed of sound [m/s].

    Returns
    -------
    float
        Specific range [m/kg]; 0 where drag exceeds the thrust without afterburner.
    """
    pressure = delta * SEA_LEVEL_PRESSURE_PA
    drag = drag_n(a, mass_kg, 1.0, mach, pressure, 0.0)
    if drag > dry_thrust_n(a, mach, delta, theta):
        return 0.0
    return mach * sound / fuel_flow_kg_s(a, drag, mach, delta, theta)


@kernel
def climb_rate_m_s(a: Any, mass_kg: float, mach: float, delta: float, theta: float, sound: float, wet: bool) -> float:
    """Return the rate of climb at constant true airspeed (excess power over weight).

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    mach : float
        Mach number.
    delta, theta : float
        Pressure and temperature ratio.
    sound : float
        Speed of sound [m/s].
    wet : bool
        Whether the afterburner is lit.

    Returns
    -------
    float
        Rate of climb [m/s]; below 0 where thrust falls short.
    """
    thrust = wet_thrust_n(a, mach, delta, theta) if wet else dry_thrust_n(a, mach, delta, theta)
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
    return (thrust - drag) * mach * sound / (mass_kg * STANDARD_GRAVITY_M_S2)


@loop
def _worth(a: Any, mass_kg: float, mach: float, delta: float, theta: float, sound: float, aim: int) -> float:
    """Return what a search makes large: 0 specific range, 1 endurance, 2 dry climb, 3 climb with afterburner."""
    if aim == 0:
        return specific_range_m_kg(a, mass_kg, mach, delta, theta, sound)
    if aim == 1:
        return specific_range_m_kg(a, mass_kg, mach, delta, theta, sound) / (mach * sound)
    return climb_rate_m_s(a, mass_kg, mach, delta, theta, sound, aim == 3)


@loop
def best_mach(a: Any, mass_kg: float, level_m: float, temperature_offset_k: float, aim: int) -> Any:
    """Return the Mach number that serves an aim best at a level.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    aim : int
        0 specific range [m/kg], 1 endurance [s/kg], 2 rate of climb dry [m/s], 3 rate of climb with afterburner [m/s].

    Returns
    -------
    tuple of float
        Mach number and the worth there; (slowest Mach, 0 or below) where nothing can be held.
    """
    delta = pressure_ratio(level_m)
    theta = temperature_ratio(level_m, temperature_offset_k)
    sound = sound_m_s(level_m, temperature_offset_k)
    low = slowest_mach(a, mass_kg, delta * SEA_LEVEL_PRESSURE_PA)
    high = greatest_mach(a, delta)
    if low >= high:
        return high, 0.0
    step = (high - low) / N_SCAN
    best, best_worth = low, _worth(a, mass_kg, low, delta, theta, sound, aim)
    for index in range(1, N_SCAN + 1):
        mach = low + index * step
        worth = _worth(a, mass_kg, mach, delta, theta, sound, aim)
        if worth > best_worth:
            best, best_worth = mach, worth
    left, right = max(low, best - step), min(high, best + step)
    for _ in range(N_GOLDEN):
        first = right - GOLDEN * (right - left)
        second = left + GOLDEN * (right - left)
        first_worth = _worth(a, mass_kg, first, delta, theta, sound, aim)
        if first_worth >= _worth(a, mass_kg, second, delta, theta, sound, aim):
            right = second
        else:
            left = first
    mach = 0.5 * (left + right)
    worth = _worth(a, mass_kg, mach, delta, theta, sound, aim)
    if worth >= best_worth:
        return mach, worth
    return best, best_worth


@loop
def long_range_mach(a: Any, mass_kg: float, level_m: float, temperature_offset_k: float) -> Any:
    """Return the long-range cruise speed at a level: the fast side of 99 % of the best specific range.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    tuple of float
        Mach number and the specific range there [m/kg]; specific range 0 where the level cannot be held.
    """
    delta = pressure_ratio(level_m)
    theta = temperature_ratio(level_m, temperature_offset_k)
    sound = sound_m_s(level_m, temperature_offset_k)
    low, best = best_mach(a, mass_kg, level_m, temperature_offset_k, 0)
    if best <= 0.0:
        return low, 0.0
    enough = LONG_RANGE_SHARE * best
    high = greatest_mach(a, delta)
    if specific_range_m_kg(a, mass_kg, high, delta, theta, sound) < enough:
        for _ in range(N_BISECTIONS):
            middle = 0.5 * (low + high)
            if specific_range_m_kg(a, mass_kg, middle, delta, theta, sound) >= enough:
                low = middle
            else:
                high = middle
    else:
        low = high
    return low, specific_range_m_kg(a, mass_kg, low, delta, theta, sound)


@loop
def can_cruise(a: Any, mass_kg: float, mach: float, level_m: float, temperature_offset_k: float) -> bool:
    """Return whether a level can be cruised at: 300 ft/min of climb left without afterburner, 1.3 g to buffet.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    mach : float
        Mach number.
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    bool
        False also above the ceiling of the card.
    """
    if level_m > a.ceiling_m:
        return False
    delta = pressure_ratio(level_m)
    theta = temperature_ratio(level_m, temperature_offset_k)
    sound = sound_m_s(level_m, temperature_offset_k)
    if climb_rate_m_s(a, mass_kg, mach, delta, theta, sound, False) < CRUISE_CLIMB_M_S:
        return False
    return lift_limited_load_factor(a, mass_kg, mach, delta * SEA_LEVEL_PRESSURE_PA) >= BUFFET_LOAD_FACTOR


@loop
def best_range_cruise(a: Any, mass_kg: float, temperature_offset_k: float, top_m: float) -> Any:
    """Return the level and speed of long-range cruise at one mass.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    top_m : float
        Highest level allowed [m of pressure altitude].

    Returns
    -------
    tuple of float
        Level [m] (a multiple of 2,000 ft), Mach number, specific range [m/kg]. Where no level can be cruised at, the
        lowest one looked at with the best speed there.
    """
    level = LOWEST_CRUISE_M
    best_level = LOWEST_CRUISE_M
    best_speed, best_worth = long_range_mach(a, mass_kg, level, temperature_offset_k)
    while level + LEVEL_STEP_M <= min(top_m, a.ceiling_m):
        level += LEVEL_STEP_M
        mach, worth = long_range_mach(a, mass_kg, level, temperature_offset_k)
        if worth <= 0.0 or not can_cruise(a, mass_kg, mach, level, temperature_offset_k):
            break
        if worth > best_worth:
            best_level, best_speed, best_worth = level, mach, worth
    return best_level, best_speed, best_worth


@loop
def best_endurance_cruise(a: Any, mass_kg: float, level_m: float, temperature_offset_k: float) -> Any:
    """Return the speed and fuel flow of best endurance at a level.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    tuple of float
        Mach number and fuel flow [kg/s]; flow at full thrust where the level cannot be held.
    """
    mach, worth = best_mach(a, mass_kg, level_m, temperature_offset_k, 1)
    if worth > 0.0:
        return mach, 1.0 / worth
    theta = temperature_ratio(level_m, temperature_offset_k)
    return mach, level_flow_kg_s(a, mass_kg, mach, pressure_ratio(level_m), theta)


@loop
def thrust_ceiling_m(a: Any, mass_kg: float, temperature_offset_k: float, wet: bool, climb_left_m_s: float) -> float:
    """Return the level at which a given rate of climb is left, whatever the card's ceiling.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    wet : bool
        Whether the afterburner is lit.
    climb_left_m_s : float
        Rate of climb left [m/s]; `SERVICE_CLIMB_M_S` for the service ceiling.

    Returns
    -------
    float
        Pressure altitude [m], 0 to 25,000.
    """
    aim = 3 if wet else 2
    low, high = 0.0, 25000.0
    for _ in range(N_BISECTIONS):
        middle = 0.5 * (low + high)
        _, rate = best_mach(a, mass_kg, middle, temperature_offset_k, aim)
        if rate >= climb_left_m_s:
            low = middle
        else:
            high = middle
    return low


@loop
def thrust_limited_mach(a: Any, mass_kg: float, level_m: float, temperature_offset_k: float, wet: bool) -> float:
    """Return the Mach number that thrust can reach in level flight, whatever the card's limits.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].
    temperature_offset_k : float
        Actual minus standard temperature [K].
    wet : bool
        Whether the afterburner is lit.

    Returns
    -------
    float
        First Mach number above the speed of best climb at which thrust equals drag, up to 3; 0 where the level cannot
        be held at all. An aircraft that could fly faster only beyond a drag hump it cannot climb counts as slow.
    """
    delta = pressure_ratio(level_m)
    theta = temperature_ratio(level_m, temperature_offset_k)
    sound = sound_m_s(level_m, temperature_offset_k)
    low, rate = best_mach(a, mass_kg, level_m, temperature_offset_k, 3 if wet else 2)
    if rate <= 0.0:
        return 0.0
    high = low
    while high < GREATEST_MACH and climb_rate_m_s(a, mass_kg, high, delta, theta, sound, wet) > 0.0:
        low = high
        high = high + 0.02
    for _ in range(N_BISECTIONS):
        middle = 0.5 * (low + high)
        if climb_rate_m_s(a, mass_kg, middle, delta, theta, sound, wet) > 0.0:
            low = middle
        else:
            high = middle
    return low


@kernel
def usable_load_factor(a: Any, mass_kg: float, mach: float, pressure: float) -> float:
    """Return the load factor that limit and wing allow together.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass [kg].
    mach : float
        Mach number.
    pressure : float
        Static pressure [Pa].

    Returns
    -------
    float
        Load factor; below 1 means that level flight stalls.
    """
    return min(a.load_factor_limit, lift_limited_load_factor(a, mass_kg, mach, pressure))


@kernel
def turn_rate_rad_s(true_airspeed_m_s: float, load_factor: float) -> float:
    """Return the rate of a level turn.

    Parameters
    ----------
    true_airspeed_m_s : float
        True airspeed [m/s], above 0.
    load_factor : float
        Lift over weight; 1 or less does not turn.

    Returns
    -------
    float
        Rate of turn [rad/s]: g sqrt(n^2 - 1) / V.
    """
    return STANDARD_GRAVITY_M_S2 * math.sqrt(max(0.0, load_factor * load_factor - 1.0)) / true_airspeed_m_s
