"""Calibrated, equivalent and true airspeed and Mach number, below and above the speed of sound.

Calibrated airspeed is the speed at sea level in standard air that would give the same impact pressure. Below Mach 1 the
impact pressure is that of isentropic flow; above, of the pitot tube behind its own shock (Rayleigh). Kernels use square
roots and one polynomial in place of powers.

References
----------
Gracey, Measurement of Aircraft Speed and Altitude, NASA RP-1046 (1980), chapter III.
"""

from __future__ import annotations

from math import sqrt

from jointex.earth.atmosphere import (
    SEA_LEVEL_DENSITY_KG_M3,
    SEA_LEVEL_SPEED_OF_SOUND_M_S,
    altitude_at_pressure_ratio_m,
    polynomial,
)
from jointex.kernel import kernel

SONIC_IMPACT_RATIO = 1.2**3.5 - 1.0
"""Impact pressure over static pressure at Mach 1."""
RAYLEIGH_FACTOR = 1.2**3.5 * 6.0**2.5
"""Constant of the Rayleigh pitot formula written as factor * M^7 / (7 M^2 - 1)^2.5."""
TWO_SEVENTHS = (
    0.28571428571344254,
    -0.10204081600674539,
    0.05830901760837269,
    -0.03956633610402206,
    0.029385749840307673,
    -0.02304003334968324,
    0.018569244681273897,
    -0.014800915802909412,
    0.0109269667156659,
    -0.0068125605266062894,
    0.0032009149939095246,
    -0.0009716180552717674,
    0.00013975602709630935,
)
"""((1 + w)^(2/7) - 1) / w, from the lowest power; made by `scripts/fit_earth_polynomials.py`, which prints its error."""
NEWTON_STEPS = 8
"""Enough for any Mach number up to 5 from the start used, to 1e-12."""


@kernel
def impact_ratio(mach: float) -> float:
    """Return impact pressure over static pressure.

    Parameters
    ----------
    mach : float
        Mach number, 0 to 5.

    Returns
    -------
    float
        What a pitot tube feels above static pressure, over static pressure.

    References
    ----------
    NASA RP-1046, equations 3.5 (isentropic) and 3.10 (Rayleigh).
    """
    square = mach * mach
    if mach <= 1.0:
        total = 1.0 + 0.2 * square
        return total * total * total * sqrt(total) - 1.0
    inner = 7.0 * square - 1.0
    return RAYLEIGH_FACTOR * square * square * square * mach / (inner * inner * sqrt(inner)) - 1.0


@kernel
def mach_from_impact_ratio(ratio: float) -> float:
    """Return the Mach number at which impact pressure over static pressure takes a value.

    Parameters
    ----------
    ratio : float
        Impact pressure over static pressure, 0 or more.

    Returns
    -------
    float
        Mach number, within 1e-10 (relative); valid to Mach 5.
    """
    excess = max(ratio, 0.0)
    if excess <= SONIC_IMPACT_RATIO:
        return sqrt(5.0 * excess * polynomial(excess, TWO_SEVENTHS))
    mach = sqrt((excess + 1.0) / 1.2893)  # the shock formula tends to 1.2893 M^2
    mach = max(mach, 1.0)
    for _ in range(NEWTON_STEPS):
        square = mach * mach
        # d ln(1 + ratio) / dM of the Rayleigh formula
        part = 7.0 * square - 1.0
        slope = 7.0 * (2.0 * square - 1.0) / (mach * part)
        # products, not powers: a power of the C library need not round as a product does
        total = RAYLEIGH_FACTOR * square * square * square * mach / (part * part * sqrt(part))
        mach = max(mach + ((excess + 1.0) / total - 1.0) / max(slope, 0.1), 1.0)
    return mach


@kernel
def mach_from_cas(cas_m_s: float, pressure_ratio: float) -> float:
    """Return the Mach number of a calibrated airspeed.

    Parameters
    ----------
    cas_m_s : float
        Calibrated airspeed [m/s].
    pressure_ratio : float
        Static pressure over sea-level pressure.

    Returns
    -------
    float
        Mach number.
    """
    return mach_from_impact_ratio(impact_ratio(cas_m_s * (1.0 / SEA_LEVEL_SPEED_OF_SOUND_M_S)) / pressure_ratio)


@kernel
def cas_from_mach(mach: float, pressure_ratio: float) -> float:
    """Return the calibrated airspeed of a Mach number.

    Parameters
    ----------
    mach : float
        Mach number.
    pressure_ratio : float
        Static pressure over sea-level pressure.

    Returns
    -------
    float
        Calibrated airspeed [m/s].
    """
    return SEA_LEVEL_SPEED_OF_SOUND_M_S * mach_from_impact_ratio(impact_ratio(mach) * pressure_ratio)


@kernel
def tas_from_mach(mach: float, speed_of_sound_m_s: float) -> float:
    """Return the true airspeed [m/s] of a Mach number, given the local speed of sound [m/s]."""
    return mach * speed_of_sound_m_s


@kernel
def tas_from_eas(eas_m_s: float, air_density_kg_m3: float) -> float:
    """Return the true airspeed of an equivalent airspeed.

    Parameters
    ----------
    eas_m_s : float
        Equivalent airspeed [m/s]: the speed at sea-level density with the same dynamic pressure.
    air_density_kg_m3 : float
        Air density [kg/m3].

    Returns
    -------
    float
        True airspeed [m/s].
    """
    return eas_m_s * sqrt(SEA_LEVEL_DENSITY_KG_M3 / air_density_kg_m3)


@kernel
def eas_from_tas(tas_m_s: float, air_density_kg_m3: float) -> float:
    """Return the equivalent airspeed of a true airspeed.

    Parameters
    ----------
    tas_m_s : float
        True airspeed [m/s].
    air_density_kg_m3 : float
        Air density [kg/m3].

    Returns
    -------
    float
        Equivalent airspeed [m/s].
    """
    return tas_m_s * sqrt(air_density_kg_m3 / SEA_LEVEL_DENSITY_KG_M3)


@kernel
def crossover_altitude_m(cas_m_s: float, mach: float) -> float:
    """Return the altitude at which a calibrated airspeed and a Mach number are the same speed.

    Parameters
    ----------
    cas_m_s : float
        Calibrated airspeed [m/s], above 0.
    mach : float
        Mach number, above 0.

    Returns
    -------
    float
        Pressure altitude [m]; -2,000 or 25,000 where they cross outside the model.
    """
    return altitude_at_pressure_ratio_m(
        impact_ratio(cas_m_s * (1.0 / SEA_LEVEL_SPEED_OF_SOUND_M_S)) / impact_ratio(mach)
    )
