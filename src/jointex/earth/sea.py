"""Sea states: how high and how long the waves are that a number from 0 to 9 stands for, and the energy in them."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Sea:
    """A sea.

    Attributes
    ----------
    height_m : float
        Significant wave height, crest to trough, mean of the highest third [m].
    period_s : float
        Modal period, at which the waves hold most energy [s].
    """

    height_m: float
    period_s: float


SEA_STATES = (
    Sea(0.0, 7.5),
    Sea(0.05, 7.5),
    Sea(0.3, 7.5),
    Sea(0.88, 7.5),
    Sea(1.88, 8.8),
    Sea(3.25, 9.7),
    Sea(5.0, 12.4),
    Sea(7.5, 15.0),
    Sea(11.5, 16.4),
    Sea(14.0, 20.0),
)
"""Mean significant height and most probable modal period of sea states 0 to 9, open ocean. Heights: the middle of each
step of the code of the World Meteorological Organization (table 3700). Periods: Bales and others, Standardized Wave and
Wind Environments for NATO Operational Areas, DTNSRDC/SPD-0919-01 (1981), quoted from memory; those below state 3 are
that of state 3. Enclosed seas such as the Sea of Japan have shorter waves of the same height."""


def sea(state: int) -> Sea:
    """Return the waves of a sea state.

    Parameters
    ----------
    state : int
        0 (glassy) to 9 (phenomenal), code of the World Meteorological Organization.

    Returns
    -------
    Sea

    Raises
    ------
    ValueError
        If there is no such state.
    """
    if not 0 <= state < len(SEA_STATES):
        raise ValueError(f"sea state must be 0 to {len(SEA_STATES) - 1}; got {state}")
    return SEA_STATES[state]


def wave_energy_m2_s(waves: Sea, frequency_rad_s: float) -> float:
    """Return the wave spectrum of a fully grown sea.

    Parameters
    ----------
    waves : Sea
        Height and period.
    frequency_rad_s : float
        Frequency seen from a fixed place [rad/s], above 0.

    Returns
    -------
    float
        Spectral density of the surface [m2 s]; its integral over frequency is the height squared over 16.

    References
    ----------
    Bretschneider (1959), as the two-parameter spectrum of the International Towing Tank Conference.
    """
    ratio = (2.0 * math.pi / waves.period_s / frequency_rad_s) ** 4
    return 0.3125 * waves.height_m**2 * ratio / frequency_rad_s * math.exp(-1.25 * ratio)
