"""A fleet as another program takes it: every aircraft at some moment of its flight, with the places it goes on to.

Taken from flown tracks, so that as many aircraft climb, cruise, turn, work and descend as in the exercise itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

AHEAD_S = (600.0, 1200.0)
"""How far ahead on its own track the places lie that an aircraft goes on to [s]."""
PLACE = ("latitude_deg", "longitude_deg", "pressure_altitude_m", "true_airspeed_m_s")
"""What is said of a moment, and of every place of a route."""


def fleet_of(tracks: NDArray[Any], n_aircraft: int, seed: int = 1) -> dict[str, list[Any]]:
    """Return a fleet of so many aircraft.

    Parameters
    ----------
    tracks : array of `fleet.log.TRACK`, (n,)
        What one run logged; of everybody who flew, one row or more.
    n_aircraft : int
        How many aircraft; where fewer flew, some come twice, at moments of their own.
    seed : int
        Seed of the moments.

    Returns
    -------
    dict
        Columns `PLACE`, `heading_deg`, and `routes`: for each aircraft up to two places, each with the columns of `PLACE`.
    """
    ordered = tracks[np.lexsort((tracks["time_s"], tracks["aircraft"]))]
    _, first, n_rows = np.unique(ordered["aircraft"], return_index=True, return_counts=True)
    chosen = np.arange(n_aircraft) % len(first)
    last = first[chosen] + n_rows[chosen] - 1
    now = first[chosen] + np.random.default_rng(seed).integers(0, n_rows[chosen])
    columns: dict[str, list[Any]] = {name: ordered[name][now].tolist() for name in (*PLACE, "heading_deg")}
    columns["routes"] = [_route(ordered, int(here), int(end)) for here, end in zip(now, last, strict=True)]
    return columns


def _route(ordered: NDArray[Any], now: int, last: int) -> list[list[float]]:
    """Return the places ahead of one row of an aircraft's track; the last one is where it landed."""
    times_s = ordered["time_s"][now : last + 1] - ordered["time_s"][now]
    ahead = dict.fromkeys(min(int(np.searchsorted(times_s, after_s)), last - now) for after_s in AHEAD_S)
    return [[float(ordered[name][now + step]) for name in PLACE] for step in ahead if step]
