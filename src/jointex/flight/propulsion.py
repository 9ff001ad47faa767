"""Thrust and fuel flow of all engines together, installed: total-pressure lapse, a theta break, a Willans line.

Turboprops (`shaft_power_w` above 0) pull with power over speed instead, and burn by power.

Every function is a kernel on scalars and one record `a` with the fields of `flight.airframe`. `pressure_ratio` and
`temperature_ratio` are static pressure over 101 325 Pa and actual static temperature over 288.15 K.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.atmosphere import SEA_LEVEL_SPEED_OF_SOUND_M_S
from jointex.kernel import kernel

IDLE_THRUST_FRACTION = 0.05
"""Static idle thrust over static dry thrust. Estimated: 4 to 7 % for turbofans (ICAO databank idle point is 7 %)."""

IDEAL_WASH_SHARE = 0.76
"""Wash of an ideal disc standing over power by static thrust. Estimated: static thrust is two thirds to three quarters of
what momentum theory gives (figure of merit), and the ideal wash as much smaller."""

LEAST_LAPSE = 0.02
"""Least share of thrust left beyond the theta break: keeps thrust positive where the lapse has no meaning any more."""


@kernel
def thrust_lapse(
    mach: float, pressure_ratio: float, temperature_ratio: float, mach_loss: float, break_ratio: float, slope: float
) -> float:
    """Return thrust over static sea-level thrust.

    Parameters
    ----------
    mach : float
        Mach number, 0 to 3.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.
    mach_loss : float
        Loss per square root of Mach number: 0.49 for high bypass, near 0 for fighter engines.
    break_ratio : float
        Total-temperature ratio above which the turbine limit bites (throttle ratio).
    slope : float
        Loss per `1 - break_ratio / theta0` above the break.

    Returns
    -------
    float
        Share of the static sea-level thrust, never below 2 % of the total-pressure ratio.

    References
    ----------
    Mattingly, Heiser and Pratt, Aircraft Engine Design, 2nd ed., eqs 2.42, 2.52, 2.54, 2.55 (slope made a parameter).
    """
    ram = 1.0 + 0.2 * mach * mach
    total_pressure_ratio = pressure_ratio * ram * ram * ram * math.sqrt(ram)
    total_temperature_ratio = temperature_ratio * ram
    speed_factor = 1.0 - mach_loss * math.sqrt(mach)
    heat_factor = 1.0 - slope * max(0.0, 1.0 - break_ratio / total_temperature_ratio)
    return total_pressure_ratio * max(LEAST_LAPSE, speed_factor * heat_factor)


@kernel
def power_lapse(mach: float, pressure_ratio: float, temperature_ratio: float, rating: float) -> float:
    """Return shaft power over rated shaft power of a turboprop.

    Parameters
    ----------
    mach : float
        Mach number, 0 to 1.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.
    rating : float
        Power that the gas generator could give at sea level over the power the gearbox may take; 1 or more.

    Returns
    -------
    float
        Share of the rated power, at most 1.

    References
    ----------
    Estimated: power falls with the total density ratio. That lies between density to the power 0.75, which textbooks print,
    and total pressure (Mattingly, Heiser and Pratt, Aircraft Engine Design, 2nd ed., eq. 2.56), and is the lapse of a gas
    turbine whose corrected power rises with turbine over intake temperature to the power 1.5. Chosen beside the printed
    ceilings of three turboprop types, which 0.75 exceeded by 15 to 18 %.
    """
    ram = 1.0 + 0.2 * mach * mach
    density_ratio = pressure_ratio / temperature_ratio * ram * ram * math.sqrt(ram)
    return min(1.0, rating * density_ratio)


@kernel
def propeller_thrust_n(a: Any, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the largest thrust of propellers: power over speed, less what slow propellers lose in their wash.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`; `dry_thrust_n` is the static thrust at rated power.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Thrust of all propellers [N].

    References
    ----------
    Momentum theory of the propeller disc, `P = T (V + v)` with the induced velocity `v`, joined as `T = P / sqrt(V^2 + w^2)`
    with the wash `w` of a standing disc: within 3.5 % of it from 60 to 180 m/s (tests/flight/test_propulsion.py). Blades stall
    standing, so the card's static thrust is less than that of the disc and bounds it (`IDEAL_WASH_SHARE`).
    """
    pull_w = a.propeller_efficiency * a.shaft_power_w
    wash_m_s = IDEAL_WASH_SHARE * pull_w / a.dry_thrust_n
    speed_m_s = mach * SEA_LEVEL_SPEED_OF_SOUND_M_S
    pull_n = min(a.dry_thrust_n, pull_w / math.sqrt(speed_m_s * speed_m_s * temperature_ratio + wash_m_s * wash_m_s))
    return pull_n * power_lapse(mach, pressure_ratio, temperature_ratio, a.flat_rating)


@kernel
def propeller_flow_kg_s(a: Any, thrust_n: float, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the fuel flow of turboprops that gives a thrust.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    thrust_n : float
        Thrust wanted of all engines [N]; below 0 counts as 0, above the largest as the largest.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Fuel flow of all engines [kg/s], never below the idle flow.

    References
    ----------
    Power-specific consumption at full power; part load by a Willans line (flow linear in power above a no-load flow).
    """
    most_n = propeller_thrust_n(a, mach, pressure_ratio, temperature_ratio)
    share = min(1.0, max(0.0, thrust_n) / most_n)
    power_w = a.shaft_power_w * power_lapse(mach, pressure_ratio, temperature_ratio, a.flat_rating)
    return a.shaft_fuel_kg_j * power_w * (a.idle_fuel_fraction + (1.0 - a.idle_fuel_fraction) * share)


@kernel
def dry_thrust_n(a: Any, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the largest thrust without afterburner.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Thrust of all engines [N].
    """
    if a.shaft_power_w > 0.0:
        return propeller_thrust_n(a, mach, pressure_ratio, temperature_ratio)
    loss, slope = a.thrust_mach_loss, a.dry_break_slope
    return a.dry_thrust_n * thrust_lapse(mach, pressure_ratio, temperature_ratio, loss, a.thrust_break_ratio, slope)


@kernel
def wet_thrust_n(a: Any, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the largest thrust: with afterburner, or dry thrust where there is none.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`; `wet_thrust_n` is 0 without afterburner.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Thrust of all engines [N], never below the dry thrust.
    """
    dry_n = dry_thrust_n(a, mach, pressure_ratio, temperature_ratio)
    loss, slope = a.thrust_mach_loss, a.wet_break_slope
    lapse = thrust_lapse(mach, pressure_ratio, temperature_ratio, loss, a.thrust_break_ratio, slope)
    return max(dry_n, a.wet_thrust_n * lapse)


@kernel
def idle_thrust_n(a: Any, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the thrust at flight idle.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Thrust of all engines [N]: 5 % of static thrust standing, nothing at Mach 1.

    References
    ----------
    Estimated: ram drag eats idle thrust about in proportion to Mach number.
    """
    return IDLE_THRUST_FRACTION * a.dry_thrust_n * pressure_ratio * max(0.0, 1.0 - mach)


@kernel
def fuel_flow_kg_s(a: Any, thrust_n: float, mach: float, pressure_ratio: float, temperature_ratio: float) -> float:
    """Return the fuel flow that gives a thrust.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    thrust_n : float
        Thrust wanted of all engines [N]; below 0 counts as 0, above the largest as the largest.
    mach : float
        Mach number.
    pressure_ratio, temperature_ratio : float
        Static pressure and temperature over their sea-level standards.

    Returns
    -------
    float
        Fuel flow of all engines [kg/s], never below the idle flow `idle_fuel_fraction` of the dry maximum.

    References
    ----------
    Mattingly, Heiser and Pratt, Aircraft Engine Design, 2nd ed., eq. 3.12, times the square root of the temperature
    ratio; part load by a Willans line (flow linear in thrust above a no-load flow).
    """
    if a.shaft_power_w > 0.0:
        return propeller_flow_kg_s(a, thrust_n, mach, pressure_ratio, temperature_ratio)
    root_temperature = math.sqrt(temperature_ratio)
    dry_n = dry_thrust_n(a, mach, pressure_ratio, temperature_ratio)
    dry_fuel_kg_n_s = a.dry_fuel_kg_n_s * (1.0 + a.dry_fuel_mach_slope * mach) * root_temperature
    dry_part_n = min(dry_n, max(0.0, thrust_n))
    dry_flow_kg_s = dry_fuel_kg_n_s * (a.idle_fuel_fraction * dry_n + (1.0 - a.idle_fuel_fraction) * dry_part_n)
    if thrust_n <= dry_n or a.wet_thrust_n <= 0.0:
        return dry_flow_kg_s
    wet_n = wet_thrust_n(a, mach, pressure_ratio, temperature_ratio)
    if wet_n <= dry_n:
        return dry_flow_kg_s
    wet_flow_kg_s = a.wet_fuel_kg_n_s * (1.0 + a.wet_fuel_mach_slope * mach) * root_temperature * wet_n
    share = min(1.0, (thrust_n - dry_n) / (wet_n - dry_n))
    return dry_flow_kg_s + share * max(0.0, wet_flow_kg_s - dry_flow_kg_s)
