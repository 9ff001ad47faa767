"""Many runs: chunks in parallel threads or processes, delivered in order, the same bits for any number of workers."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.earth.winds import DEPARTURE_ALTITUDES_M, Weather, departures
from jointex.engine.fight import named_combat, named_fight
from jointex.engine.guests.runs import fly_guided
from jointex.engine.logging import EVENTS, LINES, TRACKS, Log, new_log
from jointex.engine.run import NO_GATES, NO_SPARES, Scratch, World, fly_runs, new_scratch
from jointex.engine.setup import TAIL_S, Setup
from jointex.engine.sky import named_sky
from jointex.fleet.draws import Stream, normal_pair
from jointex.kernel import JIT_ON

CHUNK_RUNS = 10
"""Runs flown in one go: enough that starting a thread does not count, few enough for a smooth progress bar."""
EVENTS_PER_AIRCRAFT, LINES_PER_AIRCRAFT = 160, 24
"""Rows first reserved per aircraft and run; a chunk that needs more is flown again with what it needs."""
LATE_S = 1800.0
"""Time beyond the last planned landing for which tracks are first reserved [s]."""


@dataclass(frozen=True)
class Chunk:
    """What some consecutive runs wrote; arrays of the records in `fleet.log`."""

    first_run: int
    n_runs: int
    events: NDArray[Any]
    ledger: NDArray[Any]
    tracks: NDArray[Any]
    tallies: NDArray[Any]
    n_frames: int


def fly_chunk(setup: Setup, weather: Weather, first_run: int, n_runs: int) -> Chunk:
    """Fly some consecutive runs.

    Parameters
    ----------
    setup : Setup
    weather : Weather
        The mean air of the plan.
    first_run, n_runs : int
        Which runs.

    Returns
    -------
    Chunk
    """
    n_aircraft = len(setup.fleet)
    rows = n_aircraft * n_runs
    room = [rows * EVENTS_PER_AIRCRAFT, rows * LINES_PER_AIRCRAFT, track_rows(setup, first_run, n_runs)]
    day = wind_departures(setup, weather, first_run, n_runs)
    setup = replace(setup, world=drawn_world(setup, first_run, n_runs))
    scratch = scratch_of(setup)
    while True:
        log = new_log(room[0], room[1], room[2], rows)
        if setup.guided:
            n_frames = fly_guided(setup, day, scratch, log, first_run, call)
        else:
            n_frames = call(setup, day, scratch, log, first_run)
        if all(log.counts[kind] <= room[kind] for kind in (EVENTS, LINES, TRACKS)):
            break
        room = [max(have, int(wanted)) for have, wanted in zip(room, log.counts, strict=True)]
    n_events, n_lines, n_tracks = (int(n) for n in log.counts)
    # copies, so that the reserve is given back
    kept = log.events[:n_events].copy(), log.ledger[:n_lines].copy(), log.tracks[:n_tracks].copy()
    return Chunk(first_run, n_runs, *kept, log.tallies, int(n_frames))


def scratch_of(setup: Setup) -> Scratch:
    """Return working arrays for the runs of a setup.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    Scratch
    """
    return new_scratch(setup.fleet, setup.flights, setup.world.points, setup.eyes, setup.world.combat)


def track_rows(setup: Setup, first_run: int, n_runs: int) -> int:
    """Return the rows of tracks to reserve: every aircraft in the air from its planned release until all are late.

    Parameters
    ----------
    setup : Setup
    first_run, n_runs : int
        Which runs; the first ones of an ensemble log densely, some more thinly, the rest not at all.

    Returns
    -------
    int
    """
    settings, flights = setup.world.settings[0], setup.flights
    up_s = np.maximum(0.0, settings["end_s"] - TAIL_S + LATE_S - flights["release_s"])
    n_dense = max(0, min(first_run + n_runs, int(settings["full_tracks"])) - first_run)
    n_thin = max(0, min(first_run + n_runs, int(settings["thin_tracks"])) - first_run) - n_dense
    rows = 0
    for n_logged, every in ((n_dense, "track_s"), (n_thin, "thin_track_s")):
        # the common frame is the shortest spacing there is
        every_s = max(float(settings[every]), float(settings["frame_s"]))
        rows += n_logged * int(np.sum(flights["count"] * np.ceil(up_s / every_s)))
    return rows


def drawn_world(setup: Setup, first_run: int, n_runs: int) -> World:
    """Return the world of some runs: with the weather of each where flights take off and land, and the spares.

    Parameters
    ----------
    setup : Setup
    first_run, n_runs : int
        Which runs.

    Returns
    -------
    World
    """
    seed = int(setup.world.settings["seed"][0])
    if setup.day is None:
        gates, spares = np.repeat(NO_GATES, n_runs, axis=0), np.repeat(NO_SPARES, n_runs, axis=0)
        return setup.world._replace(gates=gates, spares=spares)
    gates = setup.day.closings(seed, first_run, n_runs)
    return setup.world._replace(gates=gates, spares=setup.day.spares_ready(seed, first_run, n_runs))


def call(setup: Setup, day: NDArray[np.float64], scratch: Any, log: Log, first_run: int) -> int:
    """Call the compiled loop; as plain Python the records need attributes by name.

    Parameters
    ----------
    setup : Setup
    day : array (n_runs, n_altitudes, 2)
        From `wind_departures`.
    scratch : Scratch
        Working arrays; they hold the fleet as the last run left it.
    log : Log
        Where everything is written.
    first_run : int
        Number of the first run.

    Returns
    -------
    int
        Frames flown.
    """
    world, fleet, flights = setup.world, setup.fleet, setup.flights
    if JIT_ON:
        return int(fly_runs(world, fleet, flights, day, scratch, log, first_run))
    named = np.recarray
    world = world._replace(**{name: getattr(world, name).view(named) for name in ("points", "settings", "brackets")})
    world = world._replace(combat=named_combat(world.combat))
    log = log._replace(**{name: getattr(log, name).view(named) for name in ("events", "ledger", "tracks", "tallies")})
    scratch = named_scratch(scratch)
    return int(fly_runs(world, fleet.view(named), flights.view(named), day, scratch, log, first_run))


def named_scratch(scratch: Any) -> Any:
    """Return working arrays with fields by name, as plain Python needs them."""
    own = {name: getattr(scratch, name).view(np.recarray) for name in ("fleet", "flights", "points", "senses")}
    return scratch._replace(**own, sky=named_sky(scratch.sky), fight=named_fight(scratch.fight))


def wind_departures(setup: Setup, weather: Weather, first_run: int, n_runs: int) -> NDArray[np.float64]:
    """Return how the wind of each run departs from the mean.

    Parameters
    ----------
    setup : Setup
    weather : Weather
        The mean air of the plan.
    first_run, n_runs : int
        Which runs.

    Returns
    -------
    array (n_runs, n_altitudes, 2)
        East and north at every altitude of the weather, in standard deviations.
    """
    seed = int(setup.world.settings["seed"][0])
    levels = range(len(DEPARTURE_ALTITUDES_M))
    runs = range(first_run, first_run + n_runs)
    draws = [[normal_pair(seed, run, level, int(Stream.WIND), 0) for level in levels] for run in runs]
    mixing = np.stack([departures(weather, np.stack([one, one], 1))[:, 0] for one in np.eye(len(levels))], axis=1)
    return setup.wind_error * np.einsum("al,rlc->rac", mixing, np.array(draws))


def fly_ensemble(
    setup: Setup,
    weather: Weather,
    runs: range,
    executor: str = "threads",
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Chunk]:
    """Fly many runs and give them back in order, a chunk at a time.

    Parameters
    ----------
    setup : Setup
    weather : Weather
    runs : range
        Consecutive run numbers.
    executor : str
        `threads` or `processes`.
    workers : int, optional
        Threads or processes; by default one per processor.
    progress : callable, optional
        Called with runs done and runs in all after each chunk.

    Yields
    ------
    Chunk
        In order of runs; results do not depend on executor or workers.
    """
    starts = range(runs.start, runs.stop, CHUNK_RUNS)
    stretches = [range(start, min(start + CHUNK_RUNS, runs.stop)) for start in starts]
    for chunk in fly_stretches(setup, weather, stretches, executor, workers):
        yield report(chunk, runs, progress)


def fly_stretches(
    setup: Setup, weather: Weather, stretches: Sequence[range], executor: str = "threads", workers: int | None = None
) -> Iterator[Chunk]:
    """Fly stretches of consecutive runs, each as a chunk, and give them back in order; parameters as `fly_ensemble`.

    Parameters
    ----------
    setup : Setup
    weather : Weather
    stretches : sequence of range
        Which runs.
    executor : str
        `threads` or `processes`.
    workers : int, optional
        Threads or processes; by default one per processor.

    Yields
    ------
    Chunk
    """
    n_workers = max(1, min(workers or os.cpu_count() or 1, len(stretches)))
    pool: Executor = ThreadPoolExecutor(n_workers) if executor == "threads" else ProcessPoolExecutor(n_workers)
    waiting: deque[Future[Chunk]] = deque()
    try:
        for stretch in stretches:
            waiting.append(pool.submit(fly_chunk, setup, weather, stretch.start, len(stretch)))
            if len(waiting) > n_workers:  # a bounded queue keeps memory flat however many runs there are
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def report(chunk: Chunk, runs: range, progress: Callable[[int, int], None] | None) -> Chunk:
    """Tell the progress and hand the chunk on."""
    if progress is not None:
        progress(chunk.first_run + chunk.n_runs - runs.start, len(runs))
    return chunk
