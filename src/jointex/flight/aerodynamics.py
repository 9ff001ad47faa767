"""Lift and drag of one aircraft: a parabolic polar, wave drag that lift brings on earlier, and what hangs outside.

Every function is a kernel on scalars and one record `a` with the fields of `flight.airframe`. Dynamic pressure is
`0.7 p M^2` (ratio of specific heats 1.4), so nothing here needs a density or a true airspeed.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.kernel import kernel
from jointex.units import STANDARD_GRAVITY_M_S2

SUPERSONIC_INDUCED_GROWTH = 2.0
"""Growth of the induced drag factor per Mach number above 1. Estimated: linear theory gives sqrt(M^2-1)/4, which for
wings of aspect ratio 2.5 to 3 is 2 to 3 times the subsonic 1/(pi AR e) at Mach 1.5 to 2 (Anderson, Fundamentals of
Aerodynamics, ch. 12)."""

DRAG_RISE_LIFT_LOSS = 0.1
"""Mach number by which one unit of lift coefficient brings the drag rise on earlier. Korn's relation, unswept form
(Mason, Configuration Aerodynamics, ch. 7); sweep would make it a little larger."""

LIFT_MACH_FREE = 0.3
"""Mach number up to which the largest lift coefficient is the low-speed one."""

LIFT_MACH_LOSS = 0.6
"""Share of the largest lift coefficient lost per Mach number above `LIFT_MACH_FREE`. Estimated: buffet onset of swept
wings falls from 1.3-1.5 at low speed to 0.8-1.0 near Mach 0.85 (Torenbeek, Synthesis of Subsonic Airplane Design,
ch. 7)."""

LIFT_MACH_FLOOR = 0.4
"""Least share of the low-speed largest lift coefficient that is left at any Mach number. Estimated as well."""


@kernel
def dynamic_pressure_pa(mach: float, pressure_pa: float) -> float:
    """Return the dynamic pressure.

    Parameters
    ----------
    mach : float
        Mach number.
    pressure_pa : float
        Static pressure [Pa].

    Returns
    -------
    float
        `0.7 p M^2` [Pa].

    References
    ----------
    Anderson, Introduction to Flight, eq. 4.82 with a ratio of specific heats of 1.4.
    """
    return 0.7 * pressure_pa * mach * mach


@kernel
def lift_coefficient(a: Any, mass_kg: float, load_factor: float, mach: float, pressure_pa: float) -> float:
    """Return the lift coefficient that carries the aircraft.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass of aircraft, load and fuel [kg].
    load_factor : float
        Lift over weight; 1 in level flight.
    mach : float
        Mach number, above 0.
    pressure_pa : float
        Static pressure [Pa], above 0.

    Returns
    -------
    float
        Lift coefficient on the reference wing area.
    """
    lift_n = load_factor * mass_kg * STANDARD_GRAVITY_M_S2
    return lift_n / (dynamic_pressure_pa(mach, pressure_pa) * a.wing_area_m2)


@kernel
def wave_drag_coefficient(a: Any, lift_coefficient: float, mach: float) -> float:
    """Return the drag coefficient that compressibility adds.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    lift_coefficient : float
        Lift coefficient; the drag rise comes earlier by `DRAG_RISE_LIFT_LOSS` Mach per unit of it.
    mach : float
        Mach number.

    Returns
    -------
    float
        0 below the drag rise, `wave_drag_peak` at the peak, falling by the share `wave_drag_decay` per Mach beyond,
        never below 0.

    References
    ----------
    Rise with lift: Korn's relation, Mason, Configuration Aerodynamics, ch. 7. Smooth step and decay: shape of the
    published F-16 drag rise (NASA TP-1538 data).
    """
    beyond = mach + DRAG_RISE_LIFT_LOSS * lift_coefficient - a.drag_rise_mach
    x = min(1.0, max(0.0, beyond / (a.drag_peak_mach - a.drag_rise_mach)))
    fall = max(0.0, 1.0 - a.wave_drag_decay * max(0.0, mach - a.drag_peak_mach))
    return a.wave_drag_peak * x * x * (3.0 - 2.0 * x) * fall


@kernel
def drag_coefficient(a: Any, lift_coefficient: float, mach: float, is_low: float) -> float:
    """Return the drag coefficient.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    lift_coefficient : float
        Lift coefficient.
    mach : float
        Mach number.
    is_low : float
        1 with gear and flaps out, 0 clean; shares between are allowed.

    Returns
    -------
    float
        Drag coefficient on the reference wing area.
    """
    induced_factor = a.induced_drag_factor * (1.0 + SUPERSONIC_INDUCED_GROWTH * max(0.0, mach - 1.0))
    induced = induced_factor * lift_coefficient * lift_coefficient
    stores = a.store_drag_area_m2 / a.wing_area_m2
    wave = wave_drag_coefficient(a, lift_coefficient, mach)
    return a.zero_lift_drag + induced + wave + stores + is_low * a.gear_and_flap_drag


@kernel
def drag_n(a: Any, mass_kg: float, load_factor: float, mach: float, pressure_pa: float, is_low: float) -> float:
    """Return the drag.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass of aircraft, load and fuel [kg].
    load_factor : float
        Lift over weight.
    mach : float
        Mach number, above 0.
    pressure_pa : float
        Static pressure [Pa], above 0.
    is_low : float
        1 with gear and flaps out, 0 clean.

    Returns
    -------
    float
        Drag [N].
    """
    lift = lift_coefficient(a, mass_kg, load_factor, mach, pressure_pa)
    return dynamic_pressure_pa(mach, pressure_pa) * a.wing_area_m2 * drag_coefficient(a, lift, mach, is_low)


@kernel
def stall_mach(a: Any, mass_kg: float, load_factor: float, pressure_pa: float) -> float:
    """Return the Mach number at which the clean wing stalls.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass of aircraft, load and fuel [kg].
    load_factor : float
        Lift over weight.
    pressure_pa : float
        Static pressure [Pa], above 0.

    Returns
    -------
    float
        Mach number at which `lift_max_clean` (the low-speed value) just carries the aircraft.
    """
    lift_n = load_factor * mass_kg * STANDARD_GRAVITY_M_S2
    return math.sqrt(lift_n / (0.7 * pressure_pa * a.wing_area_m2 * a.lift_max_clean))


@kernel
def least_drag_mach(a: Any, mass_kg: float, load_factor: float, pressure_pa: float) -> float:
    """Return the Mach number of least drag; slower, flight takes more thrust the slower it is.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass of aircraft, load and fuel [kg].
    load_factor : float
        Lift over weight.
    pressure_pa : float
        Static pressure [Pa], above 0.

    Returns
    -------
    float
        Mach number at which induced drag equals the drag without lift; wave drag is left out.

    References
    ----------
    Anderson, Introduction to Flight, section 6.4.
    """
    best_lift = math.sqrt((a.zero_lift_drag + a.store_drag_area_m2 / a.wing_area_m2) / a.induced_drag_factor)
    lift_n = load_factor * mass_kg * STANDARD_GRAVITY_M_S2
    return math.sqrt(lift_n / (0.7 * pressure_pa * a.wing_area_m2 * best_lift))


@kernel
def largest_lift_coefficient(a: Any, mach: float) -> float:
    """Return the largest clean lift coefficient at a Mach number.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mach : float
        Mach number.

    Returns
    -------
    float
        `lift_max_clean` at low speed, less as buffet comes earlier with Mach number.
    """
    loss = LIFT_MACH_LOSS * max(0.0, mach - LIFT_MACH_FREE)
    return a.lift_max_clean * max(LIFT_MACH_FLOOR, 1.0 - loss)


@kernel
def lift_limited_load_factor(a: Any, mass_kg: float, mach: float, pressure_pa: float) -> float:
    """Return the load factor that the wing can give.

    Parameters
    ----------
    a : record
        Fields of `flight.airframe.AIRFRAME`.
    mass_kg : float
        Mass of aircraft, load and fuel [kg].
    mach : float
        Mach number.
    pressure_pa : float
        Static pressure [Pa].

    Returns
    -------
    float
        Load factor at the largest clean lift coefficient.
    """
    lift_n = dynamic_pressure_pa(mach, pressure_pa) * a.wing_area_m2 * largest_lift_coefficient(a, mach)
    return lift_n / (mass_kg * STANDARD_GRAVITY_M_S2)
