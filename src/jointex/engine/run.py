"""Runs of an exercise, one after the other, in one compiled loop."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex.drills.formation import WAKE_LENGTH
from jointex.engine.decide import shut_down
from jointex.engine.fight import NO_COMBAT, Combat, Fight, clear_fight, new_fight
from jointex.engine.logging import log_event, log_fuel
from jointex.engine.minima import settle
from jointex.engine.sky import NOBODY_LOOKS, Eyes, Sky, clear_sky, new_sky
from jointex.engine.step import frame
from jointex.engine.watch import MOST_WATCHED
from jointex.fleet.aircraft import BRACKET
from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.fleet.log import Event, Flow, Task
from jointex.fleet.senses import MOST_NATIONS
from jointex.kernel import kernel, loop, single

NO_BRACKETS = np.zeros(1, BRACKET)
"""What stands for no brackets; no flight refers to it."""
NO_GATES, NO_SPARES = np.zeros((1, 1, 1, 0, 3)), np.zeros((1, 1))
"""Weather that stops nobody, and no spares."""


class World(NamedTuple):
    """What all runs share.

    `points` are the route points of all aircraft, `nodes` and `axes` the grid of the air, `settings` one record, `brackets` where
    fuel is taken, flight by flight. For each run
    `gates` say when weather keeps flights on the ground or away (see `day.Day.closings`), `spares` how many each has; inside
    a run they are its own.
    """

    points: NDArray[Any]
    nodes: NDArray[np.float64]
    axes: NDArray[np.float64]
    settings: NDArray[Any]
    brackets: NDArray[Any] = NO_BRACKETS
    gates: NDArray[np.float64] = NO_GATES
    spares: NDArray[np.float64] = NO_SPARES
    combat: Combat = NO_COMBAT


class Scratch(NamedTuple):
    """Working arrays of one chunk: the run's own fleet, flights, points and senses, where aircraft flew of late, the watch, the
    picture, the fight.
    """

    fleet: NDArray[Any]
    flights: NDArray[Any]
    points: NDArray[Any]
    wake: NDArray[np.float64]
    next_look_s: NDArray[np.float64]
    cells: NDArray[np.int64]
    order: NDArray[np.int64]
    senses: NDArray[Any]
    sky: Sky
    fight: Fight


def new_scratch(
    fleet: NDArray[Any],
    flights: NDArray[Any],
    points: NDArray[Any],
    eyes: Eyes = NOBODY_LOOKS,
    combat: Combat = NO_COMBAT,
) -> Scratch:
    """Return working arrays for a fleet.

    Parameters
    ----------
    fleet, flights : array of records
        `fleet.aircraft.AIRCRAFT` and `FLIGHT`, before the first take-off.
    points : array of records
        Route points of all aircraft.
    eyes : Eyes
        What the aircraft see with and talk over; without them nobody takes part in the picture.
    combat : Combat
        Presentations of simulated combat, if there are any.

    Returns
    -------
    Scratch
    """
    n_aircraft = len(fleet)
    n_pairs = n_aircraft * (n_aircraft - 1) // 2 if n_aircraft <= MOST_WATCHED else 1
    n_cells = 1 << max(4, (4 * n_aircraft - 1).bit_length())
    return Scratch(
        fleet.copy(),
        flights.copy(),
        points.copy(),
        np.zeros((n_aircraft, WAKE_LENGTH, 7)),
        np.zeros(max(1, n_pairs)),
        np.full(n_cells, -1, np.int64),
        np.full(n_aircraft, -1, np.int64),
        eyes.senses.copy(),
        new_sky(eyes),
        new_fight(n_aircraft, combat.presentations),
    )


@loop
def fly_runs(
    world: World, first_fleet: Any, first_flights: Any, departures: Any, scratch: Scratch, log: Any, first_run: int
) -> int:
    """Fly consecutive runs.

    Parameters
    ----------
    world : World
        What all runs share.
    first_fleet, first_flights : array of records
        The fleet before the first take-off; copied for every run.
    departures : array (n_runs, n_altitudes, 2)
        Departure of each run's wind from the mean.
    scratch : Scratch
        Working arrays.
    log : Log
        Where everything is written; `log.tallies` has a row per run and aircraft.
    first_run : int
        Number of the first run.

    Returns
    -------
    int
        Frames flown in all.
    """
    n_frames = 0
    for index in range(departures.shape[0]):
        run = first_run + index
        fleet, flights = scratch.fleet, scratch.flights
        gates, spares = world.gates[index], world.spares[index]
        own = World(
            scratch.points, world.nodes, world.axes, world.settings, world.brackets, gates, spares, world.combat
        )
        if world.settings[0].is_going_on == 0:
            fill(fleet, first_fleet)
            fill(flights, first_flights)
            fill(own.points, world.points)
            scratch.next_look_s[:] = 0.0
            clear_sky(scratch.sky, scratch.senses)
            clear_fight(scratch.fight, world.combat)
            prepare(own, fleet, flights, log, run, index)
        n_frames += fly_one(own, fleet, flights, departures[index], scratch, log, run)
    return n_frames


@kernel
def fill(records: Any, first: Any) -> None:
    """Copy records, one by one: a slice assignment would make an array on the way."""
    for i in range(first.shape[0]):
        records[i] = first[i]


@single
def fly_one(world: Any, fleet: Any, flights: Any, departure: Any, scratch: Any, log: Any, run: int) -> int:
    """Fly one run, frame by frame, until all are down or time is up; one that is cut stops there as it stands."""
    settings = world.settings[0]
    frame_s = settings.frame_s
    n_frames = settings.from_frame
    if settings.is_going_on == 0:
        n_frames = int(math.floor(earliest_s(fleet) / frame_s))  # noqa: RUF046 - compiled, floor gives a float
    first_frame = n_frames
    is_running = True
    while is_running and n_frames * frame_s < settings.end_s:
        n_frames += 1
        is_running = frame(world, fleet, flights, departure, scratch, log, run, n_frames)
    for i in range(fleet.shape[0]):
        if fleet[i].task < Task.DOWN and settings.is_cut == 0:
            shut_down(fleet[i], log, run, fleet[i].task)
    return n_frames - first_frame


@kernel
def earliest_s(fleet: Any) -> float:
    """Return when the first wheel turns [s]."""
    first = math.inf
    for i in range(fleet.shape[0]):
        a = fleet[i]
        if a.task == Task.PARKED:
            first = min(first, a.release_s - a.taxi_s)
    return 0.0 if first == math.inf else first


@single
def prepare(world: Any, fleet: Any, flights: Any, log: Any, run: int, index: int) -> None:
    """Draw what differs in this run: who can fly, how late, and how much fuel each burns; load the tanks.

    Parameters
    ----------
    world : World
        The run's own points, air and settings.
    fleet, flights : array of records
        `fleet.aircraft.AIRCRAFT` and `FLIGHT`; changed in place.
    log : Log
        Where the first rows go.
    run, index : int
        Number of the run, and its place in the chunk.
    """
    settings = world.settings[0]
    for f in range(flights.shape[0]):
        flight = flights[f]
        flight.delay_s = departure_delay_s(settings, run, flight.draw_number)
        ready, _ = uniform_pair(settings.seed, run, flight.draw_number, Stream.READINESS, 0)
        flight.leader = -1
        flight.spares_left = int(world.spares[f])
        if flight.is_tanker == 1:
            fails, _ = uniform_pair(settings.seed, run, flight.draw_number, Stream.STATION_FAILURE, 0)
            flight.is_out = int(flight.is_out == 1 or fails < settings.failure_probability)
        for i in range(flight.first, flight.first + flight.count):
            a = fleet[i]
            a.tally = index * fleet.shape[0] + i
            open_tally(log, run, a)
            prepare_aircraft(a, flight, settings, run, ready)
            settle(a, flight, world.gates, settings, log, run)
            log_fuel(log, run, a, Flow.LOADED, -1, a.fuel_kg)
            tally = log.tallies[a.tally]
            tally.loaded_kg, tally.departure_delay_s = a.fuel_kg, flight.delay_s
            if a.held_s > 0.0:
                tally.departure_delay_s += a.held_s
            if a.task == Task.CANCELLED:
                log_event(log, run, a, Event.CANCELLED, -1, float(a.reason))
                shut_down(a, log, run, Task.CANCELLED)
            elif flight.leader < 0:
                flight.leader = i
            if flight.is_stand_in == 1 and a.task == Task.PARKED:
                a.release_s = math.inf


@kernel
def prepare_aircraft(a: Any, flight: Any, settings: Any, run: int, ready: float) -> None:
    """Draw fuel flow and readiness of one aircraft and set its release time."""
    spread, _ = normal_pair(settings.seed, run, a.draw_number, Stream.FUEL_FLOW, 0)
    a.fuel_flow_factor *= max(0.5, 1.0 + settings.fuel_flow_spread * spread)
    abort, _ = uniform_pair(settings.seed, run, a.draw_number, Stream.GROUND_ABORT, 0)
    is_unfit = ready >= a.ready_probability or abort < settings.ground_abort
    if a.must_fly < 0 or (is_unfit and a.must_fly == 0):
        a.task = Task.CANCELLED
    a.release_s = a.planned_release_s + flight.delay_s
    a.time_s = min(a.release_s - a.taxi_s, a.planned_release_s - a.taxi_s)


@kernel
def departure_delay_s(settings: Any, run: int, flight: int) -> float:
    """Return how late a flight leaves [s]: a normal scatter for most, an exponential tail for those held up."""
    near, _ = normal_pair(settings.seed, run, flight, Stream.DEPARTURE_DELAY, 0)
    held, length = uniform_pair(settings.seed, run, flight, Stream.DEPARTURE_DELAY, 1)
    if held < settings.late_probability:
        return -settings.late_mean_s * math.log(length)
    return settings.delay_sd_s * near


@kernel
def open_tally(log: Any, run: int, a: Any) -> None:
    """Clear the tally of one aircraft in one run."""
    tally = log.tallies[a.tally]
    tally.run, tally.aircraft, tally.flight = run, a.aircraft, a.flight
    tally.last_task, tally.landed_at = Task.PARKED, -1
    tally.airborne_time_s = math.nan
    tally.landing_time_s = math.nan
    tally.arrival_error_s = math.nan
    tally.least_separation_m = math.nan
    tally.station_time_s, tally.formation_time_s, tally.formation_error_m2_s = 0.0, 0.0, 0.0
    tally.together_time_s, tally.close_time_s = 0.0, 0.0
    tally.loaded_kg, tally.burned_kg, tally.given_kg, tally.received_kg = 0.0, 0.0, 0.0, 0.0
    tally.dumped_kg, tally.landed_kg, tally.distance_m, tally.flown_s = 0.0, 0.0, 0.0, 0.0
    tally.refuelled, tally.brackets, tally.attempts, tally.contacts_missed = 0.0, 0.0, 0.0, 0.0
    tally.opponent_time_s, tally.opponent_held_s, tally.friend_time_s, tally.friend_held_s = 0.0, 0.0, 0.0, 0.0
    tally.told_held_s, tally.picture_stretches = 0.0, 0.0
    for nation in range(MOST_NATIONS):
        tally.held_from_s[nation], tally.age_from_s2[nation], tally.error_from_m_s[nation] = 0.0, 0.0, 0.0
    tally.presentations, tally.protected, tally.survived, tally.called_out = 0.0, 0.0, 0.0, 0.0
    tally.combat_s, tally.escort_s, tally.escort_error_m_s = 0.0, 0.0, 0.0
    tally.shots, tally.shots_there, tally.shots_valid = 0.0, 0.0, 0.0
    tally.calls_missed, tally.calls_wrong = 0.0, 0.0
