"""How sound thins out on its way: spreading, air, the ground beside the path, and how long it lasts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

BANDS_HZ = np.array([63.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0])
"""Octave bands of the spectra [Hz]."""
A_WEIGHTS_DB = np.array([-26.2, -16.1, -8.6, -3.2, 0.0, 1.2, 1.0, -1.1])
"""A-weighting at those bands [dB], IEC 61672-1."""
REFERENCE_SPEED_M_S = 160.0 * 1852.0 / 3600.0
"""Speed that exposure levels of a table are for [m/s]: 160 kt, SAE AIR 1845."""
REFERENCE_DISTANCE_M = 304.8
"""Distance at which the duration of a pass is anchored [m]: 1,000 ft."""
DURATION_SLOPE_DB = 7.5
"""Growth of exposure over greatest level for ten times the distance [dB], SAE AIR 1845's simplified procedure."""
DISTANCES_M = 0.3048 * np.array(
    [100.0, 200.0, 400.0, 630.0, 1000.0, 2000.0, 4000.0, 6300.0, 10000.0, 16000.0, 25000.0, 50000.0, 100000.0]
)
"""Distances of the tables [m]: the ten of ECAC Doc 29 (200 to 25,000 ft), one below and two beyond."""
NEAREST_M = float(DISTANCES_M[0])
"""Nobody is taken to be nearer to an aircraft [m]: the figures say nothing of what lies closer."""


def air_absorption_db_m(frequency_hz: Any, temperature_k: float = 288.15, humidity_fraction: float = 0.7) -> Array:
    """Return how much a pure tone loses in air at sea level.

    Parameters
    ----------
    frequency_hz : float or array (n,)
        Frequency [Hz], 50 to 10,000.
    temperature_k : float
        Air temperature [K].
    humidity_fraction : float
        Relative humidity, 0 to 1.

    Returns
    -------
    array (n,)
        Loss [dB/m].

    References
    ----------
    ISO 9613-1:1993, eqs 3 to 5 and annex B, at 101.325 kPa.
    """
    f = np.asarray(frequency_hz, dtype=float)
    ratio = temperature_k / 293.15
    vapour = 100.0 * humidity_fraction * 10.0 ** (-6.8346 * (273.16 / temperature_k) ** 1.261 + 4.6151)
    oxygen_hz = 24.0 + 4.04e4 * vapour * (0.02 + vapour) / (0.391 + vapour)
    nitrogen_hz = ratio**-0.5 * (9.0 + 280.0 * vapour * np.exp(-4.170 * (ratio ** (-1.0 / 3.0) - 1.0)))
    oxygen = 0.01275 * np.exp(-2239.1 / temperature_k) / (oxygen_hz + f**2 / oxygen_hz)
    nitrogen = 0.1068 * np.exp(-3352.0 / temperature_k) / (nitrogen_hz + f**2 / nitrogen_hz)
    loss = 8.686 * f**2 * (1.84e-11 * ratio**0.5 + ratio**-2.5 * (oxygen + nitrogen))
    return np.asarray(loss)


def spread_levels_dba(level_dba: float, at_m: float, bands_db: Any, distance_m: Any) -> Array:
    """Return greatest levels at other distances than that of a figure.

    Parameters
    ----------
    level_dba : float
        Greatest A-weighted level at `at_m` [dBA].
    at_m : float
        Distance of the figure [m].
    bands_db : array (8,)
        Octave-band levels at that distance, against their highest [dB].
    distance_m : array (n,)
        Distances wanted [m], above 0.

    Returns
    -------
    array (n,)
        Levels [dBA]: 20 dB less for ten times the distance, and the air's loss band by band.
    """
    weights_db = np.asarray(bands_db, dtype=float) + A_WEIGHTS_DB
    far = np.atleast_1d(np.asarray(distance_m, dtype=float))[:, None]
    through_air = weights_db - air_absorption_db_m(BANDS_HZ) * (far - at_m)
    lost_db = energy_sum_db(through_air, axis=1) - energy_sum_db(weights_db)
    return np.asarray(level_dba - 20.0 * np.log10(far[:, 0] / at_m) + lost_db)


def exposure_over_greatest_db(distance_m: Any) -> Array:
    """Return how far the exposure of a whole straight pass at 160 kt lies above its greatest level.

    Parameters
    ----------
    distance_m : float or array (n,)
        Distance of the closest point [m].

    Returns
    -------
    float or array (n,)
        Difference [dB]. At 1,000 ft a source whose sound falls with the fourth power of distance along the pass lasts
        pi/2 of the time it needs to fly that distance: 7.6 dB; elsewhere 7.5 dB more for ten times the distance.
    """
    anchor_db = 10.0 * np.log10(np.pi / 2.0 * REFERENCE_DISTANCE_M / REFERENCE_SPEED_M_S)
    return np.asarray(anchor_db + DURATION_SLOPE_DB * np.log10(np.asarray(distance_m) / REFERENCE_DISTANCE_M))


def lateral_attenuation_db(elevation_deg: Any, beside_m: Any) -> Array:
    """Return what soft ground takes from sound that comes in low beside the path.

    Parameters
    ----------
    elevation_deg : float or array (n,)
        Angle of the aircraft over the horizon [deg].
    beside_m : float or array (n,)
        Distance along the ground from the path [m].

    Returns
    -------
    float or array (n,)
        Attenuation [dB], 0 from 50 deg up.

    References
    ----------
    SAE AIR 5662 as in ECAC Doc 29, 4th ed., vol. 2; recalled, not re-read.
    """
    low = np.clip(np.asarray(elevation_deg, dtype=float), 0.0, 90.0)
    far = 1.089 * (1.0 - np.exp(-0.00274 * np.clip(np.asarray(beside_m, dtype=float), 0.0, 914.0)))
    by_angle = np.where(low <= 50.0, 1.137 - 0.0229 * low + 9.72 * np.exp(-0.142 * low), 0.0)
    return np.asarray(np.maximum(0.0, far * by_angle))


def energy_sum_db(levels_db: Any, axis: int | None = None) -> Array:
    """Return the level of sounds together.

    Parameters
    ----------
    levels_db : array
        Levels [dB].
    axis : int or None
        Along which to add; all if None.

    Returns
    -------
    array
        Level [dB]; two equal ones give 3 dB more, none at all minus infinity.
    """
    with np.errstate(divide="ignore"):
        return np.asarray(10.0 * np.log10(np.sum(10.0 ** (np.asarray(levels_db, dtype=float) / 10.0), axis=axis)))
