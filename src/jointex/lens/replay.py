"""One run flown again from its seed: the same bits, and the whole fleet as it stood at any moment."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.engine.ensemble import EVENTS_PER_AIRCRAFT, LINES_PER_AIRCRAFT, call, drawn_world, wind_departures
from jointex.engine.logging import EVENTS, LINES, new_log
from jointex.engine.run import new_scratch
from jointex.engine.setup import Setup, set_up
from jointex.planning import Plan


@dataclass(frozen=True)
class State:
    """Where a run stands at the end of a frame; arrays of records, as the engine holds them.

    Attributes
    ----------
    time_s : float
        End of the frame [s].
    fleet, flights : array of records
        `fleet.aircraft.AIRCRAFT` and `FLIGHT`.
    points : array of records
        Route points of all aircraft, `flight.state.POINT`.
    """

    time_s: float
    fleet: NDArray[Any]
    flights: NDArray[Any]
    points: NDArray[Any]


class Replay:
    """One run of a plan.

    Parameters
    ----------
    plan : Plan
    seed, run : int
        Of the ensemble the run belongs to.
    """

    def __init__(self, plan: Plan, seed: int, run: int) -> None:
        self.plan, self.run = plan, run
        self.setup: Setup = set_up(plan, seed, tracks=0)
        self._day = wind_departures(self.setup, plan.weather, run, 1)
        self._world = drawn_world(self.setup, run, 1)
        self._room = [len(self.setup.fleet) * EVENTS_PER_AIRCRAFT, len(self.setup.fleet) * LINES_PER_AIRCRAFT]
        self.state = functools.cache(self._state)

    @property
    def frame_s(self) -> float:
        """Time between two moments at which a state can be had [s]."""
        return float(self.setup.world.settings["frame_s"][0])

    @functools.cached_property
    def events(self) -> NDArray[Any]:
        """Array of `fleet.log.EVENT`: the whole run."""
        return self._fly(math.inf)[1]

    def at(self, time_s: float) -> State:
        """Return the state at the end of the last frame before a time, or at it.

        Parameters
        ----------
        time_s : float
            From scenario start [s].

        Returns
        -------
        State
        """
        return self.state(math.floor((time_s + 1e-6) / self.frame_s))

    def _state(self, frames: int) -> State:
        return self._fly(frames * self.frame_s)[0]

    def _fly(self, until_s: float) -> tuple[State, NDArray[Any]]:
        """Fly the run from its beginning to the end of a frame; once more if the log was too small."""
        settings = self._world.settings.copy()
        settings["end_s"] = np.minimum(settings["end_s"], until_s)
        setup = replace(self.setup, world=self._world._replace(settings=settings))
        while True:
            scratch = new_scratch(setup.fleet, setup.flights, setup.world.points, setup.eyes)
            log = new_log(self._room[0], self._room[1], 0, len(setup.fleet))
            call(setup, self._day, scratch, log, self.run)
            if all(log.counts[kind] <= self._room[kind] for kind in (EVENTS, LINES)):
                break
            self._room = [max(have, int(log.counts[kind])) for kind, have in enumerate(self._room)]
        state = State(until_s, scratch.fleet, scratch.flights, scratch.points)
        return state, log.events[: int(log.counts[EVENTS])]
