"""What a second of flight costs in each phase of it, so that long hours of cruise do not hide what turns and climbs take.

A fleet is flown a few frames at a time, and each such block timed. It holds aircraft in several phases; since it is known
how long how many are in which, least squares over all blocks give what one second of one aircraft costs in each.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.bench.fleets import plan_of
from jointex.bench.machine import cpu_s
from jointex.engine.ensemble import drawn_world, track_rows, wind_departures
from jointex.engine.logging import Log, new_log
from jointex.engine.run import Scratch, World, new_scratch, prepare
from jointex.engine.setup import Setup, set_up
from jointex.engine.sky import named_sky
from jointex.engine.step import frame
from jointex.fleet.log import Task
from jointex.flight.state import Lateral, Vertical
from jointex.kernel import JIT_ON, loop
from jointex.planning import Plan

PHASES = (
    "on the ground",
    "climb",
    "cruise",
    "turns",
    "joining",
    "formation on the way",
    "work in formation",
    "descent and approach",
)
GROUND, CLIMB, CRUISE, TURN, JOINING, FORMATION, WORK, DESCENT = range(len(PHASES))
N_AIRCRAFT = 96
"""As many as are watched pair by pair; enough that calling a frame from Python costs little beside it."""
RUN = 1
"""The run that is flown; the first one logs its tracks more densely than all others."""
EVENTS_PER_AIRCRAFT, LINES_PER_AIRCRAFT = 400, 100
"""Rows reserved per aircraft, several times what a run takes."""
BLOCK_FRAMES = 12
"""Frames timed at once, a minute: the call from Python weighs little, and each block logs tracks once."""
CALLS = 200
"""Empty calls whose median is taken off."""


@dataclass(frozen=True)
class Phase:
    """One phase of flight: its share of the airborne time, and what the engine makes of it.

    Attributes
    ----------
    name : str
        One of `PHASES`.
    share_of_time : float or None
        Of the airborne time of all aircraft; None on the ground.
    aircraft_seconds_per_cpu_second : float or None
        None where the phase does not occur or is lost in the noise.
    """

    name: str
    share_of_time: float | None
    aircraft_seconds_per_cpu_second: float | None


@dataclass(frozen=True)
class _Run:
    """The arrays of one run that is flown some frames at a time."""

    world: World
    fleet: Any
    flights: Any
    departure: NDArray[np.float64]
    scratch: Scratch
    log: Log


@loop
def begin(world: Any, fleet: Any, flights: Any, log: Any, run: int) -> None:
    """Draw what differs in a run."""
    prepare(world, fleet, flights, log, run, 0)


@loop
def fly_frames(
    world: Any, fleet: Any, flights: Any, departure: Any, scratch: Any, log: Any, run: int, first: int, last: int
) -> bool:
    """Fly the frames after `first` up to `last`; return whether anything is left to fly."""
    is_running = True
    for count in range(first + 1, last + 1):
        is_running = frame(world, fleet, flights, departure, scratch, log, run, count)
    return is_running


def phases(plan: Plan, repeats: int, progress: Callable[[], None] = lambda: None) -> tuple[list[Phase], float]:
    """Return what each phase of an exercise costs.

    Parameters
    ----------
    plan : Plan
        Of a fleet of any size; it is repeated to `N_AIRCRAFT`.
    repeats : int
        How many times the run is timed; each block of frames counts with its median.
    progress : callable
        Called after each time.

    Returns
    -------
    list of Phase
        In the order of `PHASES`.
    float
        By how much the times of the blocks depart from what the phases explain: the root mean square over their mean.
    """
    large = plan_of(plan, N_AIRCRAFT)
    setup = set_up(large, seed=1, tracks=RUN + 1)
    departure = wind_departures(setup, plan.weather, RUN, 1)[0]
    seconds = _seconds(_ready(setup, departure))
    timed = []
    for _ in range(repeats):
        timed.append(_times(_ready(setup, departure), len(seconds)))
        progress()
    return _costs(seconds, np.median(np.array(timed), axis=0))


def _ready(setup: Setup, departure: NDArray[np.float64]) -> _Run:
    """Return a run before its first frame."""
    world, n_aircraft = setup.world, len(setup.fleet)
    scratch = new_scratch(setup.fleet, setup.flights, world.points, setup.eyes, world.combat)
    log = new_log(
        n_aircraft * EVENTS_PER_AIRCRAFT, n_aircraft * LINES_PER_AIRCRAFT, track_rows(setup, RUN, 1), n_aircraft
    )
    drawn = drawn_world(setup, RUN, 1)
    own = world._replace(points=scratch.points, gates=drawn.gates[0], spares=drawn.spares[0])
    if not JIT_ON:  # as plain Python, records need their fields as attributes
        own = own._replace(points=own.points.view(np.recarray), settings=own.settings.view(np.recarray))
        named = {name: getattr(log, name).view(np.recarray) for name in ("events", "ledger", "tracks", "tallies")}
        log = log._replace(**named)
        records = {name: getattr(scratch, name).view(np.recarray) for name in ("fleet", "flights", "senses")}
        scratch = scratch._replace(**records, sky=named_sky(scratch.sky))
    ready = _Run(own, scratch.fleet, scratch.flights, departure, scratch, log)
    begin(ready.world, ready.fleet, ready.flights, ready.log, RUN)
    return ready


def _fly(run: _Run, first: int, last: int) -> bool:
    """Fly some frames of a run."""
    parts = (run.world, run.fleet, run.flights, run.departure, run.scratch, run.log)
    return bool(fly_frames(*parts, RUN, first, last))


def _seconds(run: _Run) -> NDArray[np.float64]:
    """Fly a run and return the aircraft-seconds in each phase, for each block of frames, (n_blocks, n_phases)."""
    frame_s = float(run.world.settings["frame_s"][0])
    blocks: list[NDArray[np.float64]] = []
    before, is_running = _counts(run), True
    while is_running:
        held = np.zeros(len(PHASES))
        first = len(blocks) * BLOCK_FRAMES
        for count in range(first, first + BLOCK_FRAMES):
            is_running = _fly(run, count, count + 1)
            after = _counts(run)
            held += 0.5 * frame_s * (before + after)
            before = after
        blocks.append(held)
    return np.array(blocks)


def _times(run: _Run, n_blocks: int) -> NDArray[np.float64]:
    """Fly a run and return the CPU-seconds of each block of frames, less what the call itself takes, (n_blocks,)."""
    calls = [_timed(run, 0, 0) for _ in range(CALLS)]
    spent_s = [_timed(run, block * BLOCK_FRAMES, (block + 1) * BLOCK_FRAMES) for block in range(n_blocks)]
    return np.array(spent_s) - statistics.median(calls)


def _timed(run: _Run, first: int, last: int) -> float:
    """Return the CPU-seconds of some frames."""
    return cpu_s(_fly, run, first, last)[0]


def _counts(run: _Run) -> NDArray[np.float64]:
    """Return how many aircraft are in each phase now, (n_phases,)."""
    fleet, flights = run.fleet, run.flights
    task, is_following = fleet["task"], fleet["leader"] >= 0
    is_working = flights["is_on_station"][fleet["flight"]] == 1
    phase = np.full(len(fleet), CRUISE)
    phase[is_working] = WORK
    phase[fleet["vertical"] == Vertical.CLIMB] = CLIMB
    phase[(fleet["vertical"] == Vertical.DESCENT) | (task == Task.APPROACH)] = DESCENT
    phase[fleet["lateral"] == Lateral.TURN] = TURN
    phase[is_following] = FORMATION
    phase[is_following & is_working] = WORK
    phase[is_following & (task == Task.JOIN)] = JOINING
    phase[task < Task.CLIMB] = GROUND
    in_use = task < Task.LAND
    return np.bincount(phase[in_use], minlength=len(PHASES)).astype(float)


def _costs(seconds: NDArray[np.float64], spent_s: NDArray[np.float64]) -> tuple[list[Phase], float]:
    """Return the phases from the times of blocks, and the part of the times that they leave unexplained."""
    held_s = seconds.sum(axis=0)
    seen = held_s > 0.0
    cost_s = np.zeros(len(PHASES))
    cost_s[seen] = np.linalg.lstsq(seconds[:, seen], spent_s, rcond=None)[0]
    seen &= cost_s > 0.0  # time cannot be won: what comes out below nothing costs nothing that could be seen
    cost_s[~seen] = 0.0
    cost_s[seen] = np.linalg.lstsq(seconds[:, seen], spent_s, rcond=None)[0]
    airborne_s = held_s[CLIMB:].sum()
    left_s = spent_s - seconds @ cost_s
    found = [
        Phase(
            name,
            None if number == GROUND else float(held_s[number] / airborne_s),
            float(1.0 / cost_s[number]) if cost_s[number] > 0.0 else None,
        )
        for number, name in enumerate(PHASES)
    ]
    return found, float(np.sqrt(np.mean(left_s**2)) / np.mean(spent_s))
