"""Masses and shares in sentences."""

from __future__ import annotations

from jointex.report.words import fuel as fuel_in_both_units

SMALL_KG = 100.0
"""Below this thousands of pounds say nothing."""


def fuel(mass_kg: float) -> str:
    """Return a mass of fuel as crews say it: kilograms or tonnes, and thousands of pounds where it is not small.

    Parameters
    ----------
    mass_kg : float

    Returns
    -------
    str
        Such as `3,146 kg (6.9 klb)` or `9 kg`.
    """
    return f"{mass_kg:,.0f} kg" if abs(mass_kg) < SMALL_KG else fuel_in_both_units(mass_kg)


def percent(share: float) -> str:
    """Return a share in per cent, small ones as bounds.

    Parameters
    ----------
    share : float

    Returns
    -------
    str
        Such as `2.3 %` or `below 0.01 %`.
    """
    return "below 0.01 %" if share < 1e-4 else f"{100.0 * share:.2g} %" if share < 0.1 else f"{100.0 * share:.0f} %"
