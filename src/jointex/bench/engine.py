"""How many aircraft-seconds the engine flies in a second of one core, for a fleet of any size, everything on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.bench.fleets import plan_of
from jointex.bench.machine import cpu_s
from jointex.engine.ensemble import CHUNK_RUNS, fly_chunk
from jointex.engine.setup import FRAME_S, set_up
from jointex.planning import Plan

AIRCRAFT_RUNS = 800
"""Aircraft times runs of one measurement, so that small fleets are measured as long as large ones."""
FIRST_RUN = 1
"""Run 0 of an ensemble logs tracks six times as densely as the others: one of a hundred is no measure of them."""

DOES = (
    "whole runs, taxi to landing, at a common frame of 5 s, each aircraft on steps that end on its events: climb, cruise, turns, "
    "descent as motion with energy; wind at the aircraft; thrust, speed and bank limits; fuel; formations; decisions on time and "
    "fuel; separation of every two aircraft; events, fuel ledger and tracks logged in memory"
)
COUNTS = "seconds in the air only; planning, measures and files are not timed"


class Fleet:
    """A fleet that is flown again and again.

    Parameters
    ----------
    plan : Plan
        The exercise that is repeated.
    n_aircraft : int
        How many aircraft, 1 or more.
    frame_s : float
        Common frame [s].
    """

    def __init__(self, plan: Plan, n_aircraft: int, frame_s: float = FRAME_S) -> None:
        self.plan = plan_of(plan, n_aircraft)
        self.runs = range(FIRST_RUN, FIRST_RUN + max(1, AIRCRAFT_RUNS // n_aircraft))
        self.setup = set_up(self.plan, seed=1, frame_s=frame_s, tracks=self.runs.stop)
        self.tracks: NDArray[Any] = np.empty(0)

    def rate(self) -> float:
        """Fly the fleet and return airborne aircraft-seconds per CPU-second; `tracks` holds where the last chunk flew."""
        flown_s = spent_s = 0.0
        for first in self.runs[::CHUNK_RUNS]:
            n_runs = min(CHUNK_RUNS, self.runs.stop - first)
            took_s, chunk = cpu_s(fly_chunk, self.setup, self.plan.weather, first, n_runs)
            spent_s += took_s
            flown_s += float(chunk.tallies["flown_s"].sum())
        last = chunk.tracks["run"] == self.runs[-1]
        self.tracks = chunk.tracks[last]
        return flown_s / spent_s
