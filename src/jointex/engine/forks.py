"""A run stopped as it stands and gone on with: the same bits as without the stop, other luck, or another outcome.

A state is plain arrays, whatever working arrays the engine has: it can be copied, kept with `numpy.savez`, and changed by hand.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from jointex.earth.winds import Weather
from jointex.engine.ensemble import (
    CHUNK_RUNS,
    EVENTS_PER_AIRCRAFT,
    LINES_PER_AIRCRAFT,
    Chunk,
    call,
    drawn_world,
    scratch_of,
    track_rows,
    wind_departures,
)
from jointex.engine.logging import EVENTS, LINES, TRACKS, Log, new_log
from jointex.engine.run import Scratch
from jointex.engine.setup import Setup
from jointex.fleet.log import Task

FORKS_FROM = 1 << 30
"""Numbers under which forks draw begin here: above those of all runs of any ensemble."""
BEFORE = -1
"""The frame of a state from which nothing is drawn yet."""
Arrays = TypeVar("Arrays", bound=NamedTuple)


class Stem(NamedTuple):
    """What a run and all that forks off it share.

    `setup` holds the arrays it starts from, with the weather of this run, `day` how its wind departs from the mean, `run` its
    number.
    """

    setup: Setup
    day: NDArray[np.float64]
    run: int


class State(NamedTuple):
    """A run as it stands at the end of a frame: its working arrays, and what it has written so far."""

    frame: int
    scratch: Scratch
    log: Log

    @property
    def fleet(self) -> NDArray[Any]:
        """Array of `fleet.aircraft.AIRCRAFT`."""
        return self.scratch.fleet

    @property
    def flights(self) -> NDArray[Any]:
        """Array of `fleet.aircraft.FLIGHT`."""
        return self.scratch.flights

    @property
    def points(self) -> NDArray[Any]:
        """Route points of all aircraft, `flight.state.POINT`."""
        return self.scratch.points


def stem_of(setup: Setup, weather: Weather, run: int) -> Stem:
    """Return one run of a setup, to be stopped and gone on with.

    Parameters
    ----------
    setup : Setup
    weather : Weather
        The mean air of the plan.
    run : int
        Which run.

    Returns
    -------
    Stem
    """
    return Stem(replace(setup, world=drawn_world(setup, run, 1)), wind_departures(setup, weather, run, 1), run)


def beginning(stem: Stem) -> State:
    """Return the state before anything is drawn.

    Parameters
    ----------
    stem : Stem

    Returns
    -------
    State
    """
    return State(BEFORE, scratch_of(stem.setup), new_log(0, 0, 0, len(stem.setup.fleet)))


def copied(arrays: Arrays) -> Arrays:
    """Return a named tuple of arrays, or of such tuples, with every array copied, whatever they are.

    Parameters
    ----------
    arrays : NamedTuple of arrays

    Returns
    -------
    NamedTuple of arrays
    """
    return cast(Arrays, _copied(arrays))


def _copied(part: Any) -> Any:
    return type(part)(*map(_copied, part)) if isinstance(part, tuple) else np.copy(part)


def frame_before(stem: Stem, time_s: float) -> int:
    """Return the last frame that ends before a moment.

    Parameters
    ----------
    stem : Stem
    time_s : float
        From scenario start [s].

    Returns
    -------
    int
    """
    return max(0, math.ceil(time_s / frame_s(stem)) - 1)


def frame_s(stem: Stem) -> float:
    """Return the length of a frame [s]."""
    return float(stem.setup.world.settings["frame_s"][0])


def go_on(stem: Stem, state: State, until: int | None = None, draws: int | None = None) -> State:
    """Fly on from a state, which stays as it is.

    Parameters
    ----------
    stem : Stem
        Of the run; its arrays may have been changed since the state was reached, as far as what comes after goes.
    state : State
        From `beginning` or `go_on`.
    until : int, optional
        The frame to stop at, as the run then stands; if left out, it is flown to its end.
    draws : int, optional
        Number of the run whose luck it has from there on; its own if left out.

    Returns
    -------
    State
        What it has written begins with what the state had written, under the number of the run.
    """
    settings = stem.setup.world.settings.copy()
    settings["is_going_on"], settings["from_frame"] = state.frame != BEFORE, max(0, state.frame)
    if until is not None:
        settings["end_s"] = np.minimum(settings["end_s"], until * settings["frame_s"])
        settings["is_cut"] = 1
    setup = replace(stem.setup, world=stem.setup.world._replace(settings=settings))
    number = stem.run if draws is None else draws
    n_aircraft = len(setup.fleet)
    room = [n_aircraft * EVENTS_PER_AIRCRAFT, n_aircraft * LINES_PER_AIRCRAFT, track_rows(setup, number, 1)]
    while True:
        scratch, log = copied(state.scratch), _with_room(state.log, room)
        n_frames = call(setup, stem.day, scratch, log, number)
        if all(log.counts[kind] <= len(rows) for kind, rows in enumerate((log.events, log.ledger, log.tracks))):
            break
        room = [max(have, int(wanted)) for have, wanted in zip(room, log.counts, strict=True)]
    frame = _first_frame(scratch, stem) if n_frames == 0 and state.frame == BEFORE else until
    return State(max(state.frame + n_frames, frame or 0), scratch, _written(log, stem.run))


def _first_frame(scratch: Scratch, stem: Stem) -> int:
    """Return the frame with which a run begins whose state is drawn and not flown yet: that in which the first wheel turns."""
    parked = scratch.fleet[scratch.fleet["task"] == Task.PARKED]
    first_s = float(np.min(parked["release_s"] - parked["taxi_s"], initial=math.inf))
    return math.floor(first_s / frame_s(stem)) if math.isfinite(first_s) else 0


def _with_room(log: Log, room: list[int]) -> Log:
    """Return a copy of a log with room for more rows."""
    grown = {}
    for name, more in zip(("events", "ledger", "tracks"), room, strict=True):
        rows = getattr(log, name)
        grown[name] = np.zeros(len(rows) + more, rows.dtype)
        grown[name][: len(rows)] = rows
    return copied(log)._replace(**grown)


def _written(log: Log, run: int) -> Log:
    """Return the rows of a log that are filled, all under one number."""
    kinds = {"events": EVENTS, "ledger": LINES, "tracks": TRACKS}
    log = log._replace(**{name: getattr(log, name)[: int(log.counts[kind])].copy() for name, kind in kinds.items()})
    for name in (*kinds, "tallies"):
        getattr(log, name)["run"] = run
    return log


def fly_forks(
    stem: Stem, state: State, forks: range, workers: int | None = None, tracks_every_s: float | None = None
) -> Iterator[Chunk]:
    """Fly on from a state many times, each time with other luck from there on.

    Parameters
    ----------
    stem : Stem
        Of the run, and what is changed of it for these forks.
    state : State
        Where they part; each begins with what was written up to there.
    forks : range
        Their numbers, from 0. The same number has the same luck, whatever state it parts from.
    workers : int, optional
        Threads; by default one per processor.
    tracks_every_s : float, optional
        Log the tracks of all of them, this far apart.

    Yields
    ------
    Chunk
        In order, under the numbers of the forks; results do not depend on the workers.
    """
    every_s = 0.0 if tracks_every_s is None else tracks_every_s
    own = with_tracks(stem, 0 if tracks_every_s is None else FORKS_FROM + forks.stop, every_s)
    starts = range(forks.start, forks.stop, CHUNK_RUNS)
    with ThreadPoolExecutor(max(1, min(workers or os.cpu_count() or 1, len(starts)))) as pool:
        yield from pool.map(
            lambda first: _fly_some(own, state, range(first, min(first + CHUNK_RUNS, forks.stop))), starts
        )


def with_tracks(stem: Stem, below: int, every_s: float) -> Stem:
    """Return a stem that logs the tracks of runs below a number, this far apart [s], and of no others.

    Parameters
    ----------
    stem : Stem
    below : int
        Number under which a run draws.
    every_s : float

    Returns
    -------
    Stem
    """
    settings = stem.setup.world.settings.copy()
    settings["full_tracks"], settings["thin_tracks"], settings["track_s"] = below, below, every_s
    return stem._replace(setup=replace(stem.setup, world=stem.setup.world._replace(settings=settings)))


def _fly_some(stem: Stem, state: State, forks: range) -> Chunk:
    """Return some consecutive forks as one chunk."""
    logs = []
    for fork in forks:
        log = go_on(stem, state, draws=FORKS_FROM + fork).log
        logs.append(_written(log, fork))
    names = ("events", "ledger", "tracks", "tallies")
    events, ledger, tracks, tallies = (np.concatenate([getattr(log, name) for log in logs]) for name in names)
    return Chunk(forks.start, len(forks), events, ledger, tracks, tallies, 0)
