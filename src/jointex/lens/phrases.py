"""Masses in sentences."""

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
