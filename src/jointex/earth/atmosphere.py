"""The standard atmosphere of 1976 to 25 km, warmed or cooled by an offset, over pressure altitude.

Pressure follows pressure altitude alone; temperature is standard plus a deviation; density follows from both. Heights above
the sea then differ from pressure altitude, and `height_above_sea_m` says by how much. Kernels use polynomials in place of
powers, so that their bits do not depend on a maths library; `exact_pressure_ratio` is what they are held to.

Altitudes are geopotential. Kernels hold the value of the nearest end outside -2 to 25 km.

References
----------
U.S. Standard Atmosphere, 1976 (NOAA-S/T 76-1562), tables 1 to 4 and equations 18, 19, 23, 33a, 33b, 42, 50.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.kernel import kernel
from jointex.units import STANDARD_GRAVITY_M_S2

SEA_LEVEL_PRESSURE_PA = 101325.0
"""Pressure at sea level [Pa]. U.S. Standard Atmosphere 1976, table 1."""
SEA_LEVEL_TEMPERATURE_K = 288.15
"""Temperature at sea level [K]. U.S. Standard Atmosphere 1976, table 1."""
GRAVITY_M_S2 = STANDARD_GRAVITY_M_S2
"""Gravity that turns geopotential into metres [m/s2]."""
GAS_CONSTANT_J_KG_K = 8314.32 / 28.9644
"""Gas constant of dry air [J/(kg K)]. U.S. Standard Atmosphere 1976, table 1: 8314.32 J/(kmol K) over 28.9644 kg/kmol."""
HEAT_RATIO = 1.4
"""Ratio of specific heats of air. U.S. Standard Atmosphere 1976, table 1."""
EARTH_RADIUS_M = 6356766.0
"""Radius that relates geometric and geopotential height [m]. U.S. Standard Atmosphere 1976, equation 18."""
TROPOSPHERE_LAPSE_K_M = 0.0065
"""Fall of temperature with height below 11 km [K/m]. U.S. Standard Atmosphere 1976, table 4."""
TROPOPAUSE_M = 11000.0
"""Top of the troposphere [m]. U.S. Standard Atmosphere 1976, table 4."""
UPPER_LAYER_M = 20000.0
"""Top of the isothermal layer [m]. U.S. Standard Atmosphere 1976, table 4."""
STRATOPAUSE_LAPSE_K_M = 0.001
"""Rise of temperature with height from 20 to 32 km [K/m]. U.S. Standard Atmosphere 1976, table 4."""
TROPOPAUSE_TEMPERATURE_K = SEA_LEVEL_TEMPERATURE_K - TROPOSPHERE_LAPSE_K_M * TROPOPAUSE_M
"""Temperature from 11 to 20 km [K]."""
LOWEST_M = -2000.0
"""Lower end of the model [m]."""
HIGHEST_M = 25000.0
"""Upper end of the model [m]."""
SEA_LEVEL_DENSITY_KG_M3 = SEA_LEVEL_PRESSURE_PA / (GAS_CONSTANT_J_KG_K * SEA_LEVEL_TEMPERATURE_K)
"""Density at sea level [kg/m3]."""
SEA_LEVEL_SPEED_OF_SOUND_M_S = sqrt(HEAT_RATIO * GAS_CONSTANT_J_KG_K * SEA_LEVEL_TEMPERATURE_K)
"""Speed of sound at sea level [m/s]."""
SOUND_SQUARE_M2_S2_K = HEAT_RATIO * GAS_CONSTANT_J_KG_K
"""Square of the speed of sound for each kelvin [m2/(s2 K)]."""

TROPOPAUSE_PRESSURE_RATIO = (TROPOPAUSE_TEMPERATURE_K / SEA_LEVEL_TEMPERATURE_K) ** (
    GRAVITY_M_S2 / (GAS_CONSTANT_J_KG_K * TROPOSPHERE_LAPSE_K_M)
)
"""Pressure at 11 km over pressure at sea level."""
UPPER_PRESSURE_RATIO = TROPOPAUSE_PRESSURE_RATIO * float(
    np.exp(-GRAVITY_M_S2 * (UPPER_LAYER_M - TROPOPAUSE_M) / (GAS_CONSTANT_J_KG_K * TROPOPAUSE_TEMPERATURE_K))
)
"""Pressure at 20 km over pressure at sea level."""

ISOTHERMAL_CENTRE_M = (TROPOPAUSE_M + UPPER_LAYER_M) / 2.0
ISOTHERMAL_HALF_M = (UPPER_LAYER_M - TROPOPAUSE_M) / 2.0
UPPER_CENTRE_M = (UPPER_LAYER_M + HIGHEST_M) / 2.0
UPPER_HALF_M = (HIGHEST_M - UPPER_LAYER_M) / 2.0

TROPOSPHERE = (
    0.9999999999698553,
    -1.325516090336676e-07,
    -1.4862077641406773e-12,
    -2.2279813635295654e-17,
    -3.836694379256081e-22,
    -5.203548531894051e-27,
    -2.505004360670277e-31,
)
ISOTHERMAL = (
    0.10985836084660605,
    -0.07795525773041805,
    0.027658441923971114,
    -0.006542123747648991,
    0.0011605700260287012,
    -0.00016470754146635514,
    1.947718605606052e-05,
    -1.974504021795554e-06,
    1.7761540203053982e-07,
    -1.3968474732450887e-08,
)
UPPER = (
    0.03651160641032947,
    -0.014229444669861561,
    0.002853939846955432,
    -0.00039245413839292384,
    4.159493796543939e-05,
    -3.621616540886066e-06,
    2.6966941297312247e-07,
    -1.777595009902376e-08,
    1.042211644300851e-09,
)
"""Coefficients from the lowest power; `scripts/fit_earth_polynomials.py` made all three and prints their errors."""


@kernel
def polynomial(argument: float, coefficients: tuple[float, ...]) -> float:
    """Return a polynomial by Horner's rule; coefficients from the lowest power."""
    result = coefficients[-1]
    for index in range(len(coefficients) - 2, -1, -1):
        result = result * argument + coefficients[index]
    return result


@kernel
def pressure_ratio(pressure_altitude_m: float) -> float:
    """Return static pressure over sea-level pressure.

    Parameters
    ----------
    pressure_altitude_m : float
        Pressure altitude [m, geopotential]; held at the ends outside -2,000 to 25,000.

    Returns
    -------
    float
        Pressure over 101,325 Pa, within 1e-9 (relative) of the exact formula.

    References
    ----------
    U.S. Standard Atmosphere 1976, equations 33a and 33b.
    """
    altitude_m = min(max(pressure_altitude_m, LOWEST_M), HIGHEST_M)
    if altitude_m <= TROPOPAUSE_M:
        ratio = 1.0 - altitude_m * (TROPOSPHERE_LAPSE_K_M / SEA_LEVEL_TEMPERATURE_K)
        squared = ratio * ratio
        return squared * squared * ratio * sqrt(sqrt(ratio)) * polynomial(altitude_m, TROPOSPHERE)
    if altitude_m <= UPPER_LAYER_M:
        return polynomial((altitude_m - ISOTHERMAL_CENTRE_M) * (1.0 / ISOTHERMAL_HALF_M), ISOTHERMAL)
    return polynomial((altitude_m - UPPER_CENTRE_M) * (1.0 / UPPER_HALF_M), UPPER)


@kernel
def isa_temperature_k(pressure_altitude_m: float) -> float:
    """Return the standard temperature.

    Parameters
    ----------
    pressure_altitude_m : float
        Pressure altitude [m, geopotential]; held at the ends outside -2,000 to 25,000.

    Returns
    -------
    float
        Static temperature [K].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 23 and table 4.
    """
    altitude_m = min(max(pressure_altitude_m, LOWEST_M), HIGHEST_M)
    below_k = SEA_LEVEL_TEMPERATURE_K - TROPOSPHERE_LAPSE_K_M * min(altitude_m, TROPOPAUSE_M)
    return below_k + STRATOPAUSE_LAPSE_K_M * max(altitude_m - UPPER_LAYER_M, 0.0)


@kernel
def air_temperature_k(pressure_altitude_m: float, temperature_offset_k: float) -> float:
    """Return the temperature of air warmer than standard by an offset at the same pressure.

    Parameters
    ----------
    pressure_altitude_m : float
        Pressure altitude [m, geopotential].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
        Static temperature [K].
    """
    return isa_temperature_k(pressure_altitude_m) + temperature_offset_k


@kernel
def speed_of_sound_m_s(temperature_k: float) -> float:
    """Return the speed of sound in dry air.

    Parameters
    ----------
    temperature_k : float
        Static temperature [K].

    Returns
    -------
    float
        Speed of sound [m/s].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 50.
    """
    return sqrt(SOUND_SQUARE_M2_S2_K * temperature_k)


@kernel
def air_density_kg_m3(pressure_pa: float, temperature_k: float) -> float:
    """Return the density of dry air.

    Parameters
    ----------
    pressure_pa : float
        Static pressure [Pa].
    temperature_k : float
        Static temperature [K].

    Returns
    -------
    float
        Density [kg/m3].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 42.
    """
    return pressure_pa / (GAS_CONSTANT_J_KG_K * temperature_k)


@kernel
def altitude_at_pressure_ratio_m(ratio: float) -> float:
    """Return the pressure altitude at which a pressure ratio stands; the inverse of `pressure_ratio`.

    Parameters
    ----------
    ratio : float
        Static pressure over 101,325 Pa, above 0.

    Returns
    -------
    float
        Pressure altitude [m], -2,000 to 25,000, within 1e-5 m of the inverse of the kernel.
    """
    altitude_m = 8000.0
    for _ in range(6):
        here = pressure_ratio(altitude_m)
        # 2 (r - 1) / (r + 1) stands in for the logarithm: it drives r to 1 all the same
        step = 2.0 * (here - ratio) / (here + ratio)
        scale_height_m = GAS_CONSTANT_J_KG_K * isa_temperature_k(altitude_m) / GRAVITY_M_S2
        altitude_m = min(max(altitude_m + step * scale_height_m, LOWEST_M), HIGHEST_M)
    return altitude_m


def geometric_height_m(geopotential_m: float) -> float:
    """Return the geometric height of a geopotential height.

    Parameters
    ----------
    geopotential_m : float
        Geopotential height above mean sea level [m].

    Returns
    -------
    float
        Geometric height above mean sea level [m].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 19.
    """
    return EARTH_RADIUS_M * geopotential_m / (EARTH_RADIUS_M - geopotential_m)


def geopotential_height_m(geometric_m: float) -> float:
    """Return the geopotential height of a geometric height.

    Parameters
    ----------
    geometric_m : float
        Geometric height above mean sea level [m].

    Returns
    -------
    float
        Geopotential height above mean sea level [m].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 18.
    """
    return EARTH_RADIUS_M * geometric_m / (EARTH_RADIUS_M + geometric_m)


def exact_temperature_k(pressure_altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Return the standard temperature of many altitudes.

    Parameters
    ----------
    pressure_altitude_m : float or array (n,)
        Pressure altitude [m, geopotential]; held at the ends outside -2,000 to 25,000.

    Returns
    -------
    array, same shape
        Static temperature [K].

    References
    ----------
    U.S. Standard Atmosphere 1976, equation 23 and table 4.
    """
    altitude_m = np.clip(np.asarray(pressure_altitude_m, dtype=np.float64), LOWEST_M, HIGHEST_M)
    below_k = SEA_LEVEL_TEMPERATURE_K - TROPOSPHERE_LAPSE_K_M * np.minimum(altitude_m, TROPOPAUSE_M)
    return np.asarray(below_k + STRATOPAUSE_LAPSE_K_M * np.maximum(altitude_m - UPPER_LAYER_M, 0.0))


def exact_pressure_ratio(pressure_altitude_m: ArrayLike) -> NDArray[np.float64]:
    """Return static pressure over sea-level pressure by the formulas of the standard, of many altitudes.

    Parameters
    ----------
    pressure_altitude_m : float or array (n,)
        Pressure altitude [m, geopotential]; held at the ends outside -2,000 to 25,000.

    Returns
    -------
    array, same shape
        Pressure over 101,325 Pa.

    References
    ----------
    U.S. Standard Atmosphere 1976, equations 33a and 33b.
    """
    altitude_m = np.clip(np.asarray(pressure_altitude_m, dtype=np.float64), LOWEST_M, HIGHEST_M)
    temperature_k = exact_temperature_k(altitude_m)
    scale = GRAVITY_M_S2 / GAS_CONSTANT_J_KG_K
    below = (temperature_k / SEA_LEVEL_TEMPERATURE_K) ** (scale / TROPOSPHERE_LAPSE_K_M)
    middle = TROPOPAUSE_PRESSURE_RATIO * np.exp(-scale * (altitude_m - TROPOPAUSE_M) / TROPOPAUSE_TEMPERATURE_K)
    above = UPPER_PRESSURE_RATIO * (temperature_k / TROPOPAUSE_TEMPERATURE_K) ** (-scale / STRATOPAUSE_LAPSE_K_M)
    return np.where(altitude_m <= TROPOPAUSE_M, below, np.where(altitude_m <= UPPER_LAYER_M, middle, above))


def height_above_sea_m(
    pressure_altitudes_m: ArrayLike, temperature_deviations_k: ArrayLike, lowest_geopotential_m: float | None = None
) -> NDArray[np.float64]:
    """Return geometric heights of columns of air by the hydrostatic equation.

    Parameters
    ----------
    pressure_altitudes_m : array (n,)
        Pressure altitudes [m], rising.
    temperature_deviations_k : float or array (..., n)
        Actual minus standard temperature [K] at each of them, taken as straight lines between.
    lowest_geopotential_m : float, optional
        Geopotential height above sea of the first altitude [m]; by default that altitude itself.

    Returns
    -------
    array (n,) or (..., n)
        Geometric heights above mean sea level [m].

    Notes
    -----
    At one pressure dH = (T / T_standard) dHp. The deviation is integrated by Simpson's rule between nodes.
    """
    altitudes_m = np.asarray(pressure_altitudes_m, dtype=np.float64)
    given_k = np.asarray(temperature_deviations_k, dtype=np.float64)
    deviations_k = np.broadcast_to(given_k, np.broadcast_shapes(given_k.shape, altitudes_m.shape))
    middles_m = (altitudes_m[1:] + altitudes_m[:-1]) / 2.0
    at_nodes = deviations_k / exact_temperature_k(altitudes_m)
    at_middles = (deviations_k[..., 1:] + deviations_k[..., :-1]) / 2.0 / exact_temperature_k(middles_m)
    steps_m = np.diff(altitudes_m)
    stretch_m = steps_m * (1.0 + (at_nodes[..., 1:] + 4.0 * at_middles + at_nodes[..., :-1]) / 6.0)
    base_m = altitudes_m[0] if lowest_geopotential_m is None else lowest_geopotential_m
    from_base_m = np.concatenate((np.zeros((*stretch_m.shape[:-1], 1)), np.cumsum(stretch_m, axis=-1)), axis=-1)
    geopotential_m = base_m + from_base_m
    return np.asarray(EARTH_RADIUS_M * geopotential_m / (EARTH_RADIUS_M - geopotential_m))
