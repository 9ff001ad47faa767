"""The measures that towns and courts use: day-night level, day-evening-night level, and WECPNL as Japan counts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

DAY_S = 86400.0
EVENING_H, NIGHT_H, MORNING_H = 19.0, 22.0, 7.0
"""Hours at which evening and night begin and night ends, local time."""
LDEN_LIMITS_DB = {"I": 57.0, "II": 62.0}
"""Japan's standard since 2013: areas for homes, and other areas people live in [Lden, dB]."""
WECPNL_LIMITS_DB = {"I": 70.0, "II": 75.0}
"""The standard before, in WECPNL."""


def night_weight(hour: Any) -> Any:
    """Return how many day flights one flight counts for in the day-night level: 10 from 22 to 7 hours, 1 otherwise."""
    h = np.asarray(hour, dtype=float) % 24.0
    return np.where((h >= NIGHT_H) | (h < MORNING_H), 10.0, 1.0)


def evening_weight_lden(hour: Any) -> Any:
    """Return the weight of an hour in Lden: 10 from 22 to 7 hours, 3.16 (5 dB) from 19 to 22, 1 otherwise."""
    h = np.asarray(hour, dtype=float) % 24.0
    return np.where((h >= EVENING_H) & (h < NIGHT_H), 10.0**0.5, night_weight(h))


def weight_wecpnl(hour: Any) -> Any:
    """Return how many day flights one flight counts for in WECPNL: 10 from 22 to 7 hours, 3 from 19 to 22, 1 otherwise."""
    h = np.asarray(hour, dtype=float) % 24.0
    return np.where((h >= EVENING_H) & (h < NIGHT_H), 3.0, night_weight(h))


def dnl_db(sel_dba: Sequence[float], hour: Sequence[float], days: float = 1.0) -> float | None:
    """Return the day-night average sound level.

    Parameters
    ----------
    sel_dba : sequence of float
        Sound exposure level of each flight heard [dBA].
    hour : sequence of float
        Local time of each [h], 0 to 24.
    days : float
        Days the flights are spread over.

    Returns
    -------
    float or None
        Level [dB]; None where nothing is heard.
    """
    return _average_db(sel_dba, night_weight(hour), days)


def lden_db(sel_dba: Sequence[float], hour: Sequence[float], days: float = 1.0) -> float | None:
    """Return the day-evening-night level, as Japan's standard of 2013 uses it; see `dnl_db`."""
    return _average_db(sel_dba, evening_weight_lden(hour), days)


def _average_db(sel_dba: Sequence[float], weights: Any, days: float) -> float | None:
    energy = float(np.sum(weights * 10.0 ** (np.asarray(sel_dba, dtype=float) / 10.0)))
    return 10.0 * float(np.log10(energy / (DAY_S * days))) if energy > 0.0 else None


def wecpnl_db(lmax_dba: Sequence[float], hour: Sequence[float], days: float = 1.0) -> float | None:
    """Return WECPNL by Japan's formula of 1973: power mean of the peaks, and the weighted number of flights.

    Parameters
    ----------
    lmax_dba : sequence of float
        Greatest level of each flight heard [dBA].
    hour : sequence of float
        Local time of each [h], 0 to 24.
    days : float
        Days the flights are spread over.

    Returns
    -------
    float or None
        Mean peak + 10 log10(N2 + 3 N3 + 10 (N1 + N4)) - 27 [dB], N1 from 0 to 7, N2 to 19, N3 to 22, N4 to 24 hours; None
        where nothing is heard.
    """
    peaks = np.asarray(lmax_dba, dtype=float)
    if peaks.size == 0:
        return None
    mean_db = 10.0 * np.log10(np.mean(10.0 ** (peaks / 10.0)))
    return float(mean_db + 10.0 * np.log10(np.sum(weight_wecpnl(hour)) / days) - 27.0)
