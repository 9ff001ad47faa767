"""Fuel of tankers shared out at many places at once: whoever lacks least first, the tankers in their order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]


def share_out(waiting: Counts, lacking_kg: Floats, spare_kg: Floats, is_open: npt.NDArray[np.bool_]) -> Counts:
    """Return how many aircraft each tanker carries to a place.

    Parameters
    ----------
    waiting : array (u, n)
        Aircraft of each unit that would be in time at each place if they had the fuel.
    lacking_kg : array (u, n)
        Fuel that one of them lacks [kg]; nobody is helped who lacks nothing, or for whom no fuel is enough (infinity).
    spare_kg : array (t, n)
        Fuel that each unit of tankers has to give there [kg].
    is_open : array (u, t)
        Whether the gates between unit and tanker are open.

    Returns
    -------
    array (u, t, n)
        Aircraft.
    """
    n_units, n_places = waiting.shape
    helped = np.zeros((n_units, len(spare_kg), n_places), dtype=np.int64)
    left_kg, places = spare_kg.copy(), np.arange(n_places)
    can_be_helped = (waiting > 0) & (lacking_kg > 0.0) & np.isfinite(lacking_kg)
    for unit in np.argsort(np.where(can_be_helped, lacking_kg, np.inf), axis=0, kind="stable"):
        each_kg = np.where(can_be_helped[unit, places], lacking_kg[unit, places], np.inf)
        left = np.where(can_be_helped[unit, places], waiting[unit, places], 0)
        if not left.any():
            break
        for tanker in range(len(spare_kg)):
            number = np.minimum(left, left_kg[tanker] // each_kg).astype(np.int64)
            number[~is_open[unit, tanker]] = 0
            left_kg[tanker] -= np.where(number > 0, number * np.where(np.isfinite(each_kg), each_kg, 0.0), 0.0)
            left -= number
            helped[unit, tanker, places] = number
    return helped
