"""One run flown again from its seed: the same bits, and the whole fleet as it stood at any moment."""

from __future__ import annotations

import functools
import math
from typing import Any

from numpy.typing import NDArray

from jointex.engine.forks import State, beginning, go_on, stem_of, with_tracks
from jointex.engine.setup import Setup, set_up
from jointex.planning import Plan


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
        self.stem = stem_of(self.setup, plan.weather, run)
        self.state = functools.cache(self._state)

    @property
    def frame_s(self) -> float:
        """Time between two moments at which a state can be had [s]."""
        return float(self.setup.world.settings["frame_s"][0])

    @functools.cached_property
    def end(self) -> State:
        """The run at its end."""
        return go_on(self.stem, beginning(self.stem))

    @property
    def events(self) -> NDArray[Any]:
        """Array of `fleet.log.EVENT`: the whole run."""
        return self.end.log.events

    def tracks(self, every_s: float) -> NDArray[Any]:
        """Return an array of `fleet.log.TRACK`: where all aircraft are, this far apart [s]."""
        stem = with_tracks(self.stem, self.run + 1, every_s)
        return go_on(stem, beginning(stem)).log.tracks

    def at(self, time_s: float) -> State:
        """Return the state at the end of the last frame before a time, or at it.

        Parameters
        ----------
        time_s : float
            From scenario start [s].

        Returns
        -------
        engine.forks.State
        """
        return self.state(self.frame_at(time_s))

    def frame_at(self, time_s: float) -> int:
        """Return the number of the last frame that ends before a time [s], or at it."""
        return math.floor((time_s + 1e-6) / self.frame_s)

    def _state(self, frames: int) -> State:
        return go_on(self.stem, beginning(self.stem), until=frames)
