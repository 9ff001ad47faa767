"""From how far a shot reaches its target, and from where the target cannot run: tables of fly-outs, looked up in a run.

A table has two layers: 0 for a target that flies on, 1 for one that turns away at the launch and runs.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.drills.shots import Launch, Missile, farthest_m, turning_s
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.kernel import kernel, loop, routine

HEIGHTS_M = (1500.0, 4000.0, 6500.0, 9000.0, 12000.0)
"""Heights of shooter and target in a table [m]."""
MACHS = (0.7, 1.0, 1.3)
"""Mach numbers of the shooter in a table."""
CLOSINGS_M_S = (-300.0, -150.0, 0.0, 150.0, 300.0)
"""How fast the target comes towards the shooter in a table [m/s]."""
RUNS_MACH = 0.95
"""Mach number at which a target runs. Estimated: what a fighter with stores holds without afterburner."""
WITHIN_M = 400.0
"""How closely ranges of a table are found [m]."""
FLIES_ON, RUNS = 0, 1
"""Layers of a table."""
SHAPE = (2, len(HEIGHTS_M), len(HEIGHTS_M), len(MACHS), len(CLOSINGS_M_S))
"""Of a table: layer, height of shooter, of target, Mach number, closing speed."""

Array = npt.NDArray[np.float64]


def table(missile: Missile) -> Array:
    """Return the envelope of a class of missiles.

    Parameters
    ----------
    missile : Missile

    Returns
    -------
    array of `SHAPE`
        Ranges over ground [m].
    """
    ranges_m = np.zeros(SHAPE)
    fill(missile, ranges_m)
    return ranges_m


@loop
def fill(missile: Any, ranges_m: Any) -> None:
    """Fly out every corner of a table."""
    for h in range(len(HEIGHTS_M)):
        for t in range(len(HEIGHTS_M)):
            sound_m_s = speed_of_sound_m_s(isa_temperature_k(HEIGHTS_M[t]))
            for k in range(len(MACHS)):
                own_m_s = MACHS[k] * speed_of_sound_m_s(isa_temperature_k(HEIGHTS_M[h]))
                for c in range(len(CLOSINGS_M_S)):
                    flies_on = Launch(own_m_s, HEIGHTS_M[h], HEIGHTS_M[t], CLOSINGS_M_S[c], -1.0, 0.0)
                    ranges_m[FLIES_ON, h, t, k, c] = farthest_m(missile, flies_on, WITHIN_M)
                    running_m_s = RUNS_MACH * sound_m_s
                    aspect_rad = math.acos(min(1.0, max(-1.0, CLOSINGS_M_S[c] / running_m_s)))
                    runs = Launch(
                        own_m_s, HEIGHTS_M[h], HEIGHTS_M[t], 0.0, turning_s(running_m_s, aspect_rad), running_m_s
                    )
                    ranges_m[RUNS, h, t, k, c] = farthest_m(missile, runs, WITHIN_M)


@kernel
def place_in(value: float, grid: Any) -> Any:
    """Return the cell of a grid that a value lies in, and the share of the way through it; the ends go on for ever."""
    last = len(grid) - 2
    for i in range(len(grid) - 1):
        if value < grid[i + 1] or i == last:
            return i, min(1.0, max(0.0, (value - grid[i]) / (grid[i + 1] - grid[i])))
    return last, 1.0


@routine
def ranges_of(tables: Any, number: int, shooter_m: float, target_m: float, mach: float, closing_m_s: float) -> Any:
    """Return from how far a shot reaches a target that flies on, and one that runs.

    Parameters
    ----------
    tables : array (n_classes, *SHAPE)
    number : int
        Of the class.
    shooter_m, target_m : float
        Heights [m].
    mach : float
        Of the shooter.
    closing_m_s : float
        How fast the target comes towards the shooter [m/s].

    Returns
    -------
    tuple of float
        [m]; between corners of the table on straight lines.
    """
    h, h_share = place_in(shooter_m, HEIGHTS_M)
    t, t_share = place_in(target_m, HEIGHTS_M)
    k, k_share = place_in(mach, MACHS)
    c, c_share = place_in(closing_m_s, CLOSINGS_M_S)
    far_m, sure_m = 0.0, 0.0
    for corner in range(16):
        dh, dt, dk, dc = corner & 1, (corner >> 1) & 1, (corner >> 2) & 1, corner >> 3
        weight = h_share if dh else 1.0 - h_share
        weight *= t_share if dt else 1.0 - t_share
        weight *= k_share if dk else 1.0 - k_share
        weight *= c_share if dc else 1.0 - c_share
        far_m += weight * tables[number, FLIES_ON, h + dh, t + dt, k + dk, c + dc]
        sure_m += weight * tables[number, RUNS, h + dh, t + dt, k + dk, c + dc]
    return far_m, sure_m
