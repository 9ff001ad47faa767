"""One frame of a running exercise, in order: decide, sense, fly, fight and see, watch, record."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.formation import FASTEST_CLOSURE_M_S, join, keep, note_wake, station_error
from jointex.engine.contact import go_through_contact, is_at_tanker
from jointex.engine.decide import (
    decide,
    decide_in_fight,
    land,
    leave,
    leaving_s,
    pass_point,
    run_dry,
    take_off,
)
from jointex.engine.fight import FIGHT_STEP_S, air_of_fighters, fly_second, present
from jointex.engine.logging import begin_task, log_event, log_track
from jointex.engine.minima import note_landing, turn_away
from jointex.engine.picture import watch_sky
from jointex.engine.refuel import come_alongside, leave_with_kg
from jointex.engine.routes import is_airborne, is_fighting, is_over
from jointex.engine.stand_by import stand_by
from jointex.engine.watch import MOST_WATCHED, watch_cells, watch_pairs
from jointex.fleet.log import Event, Task
from jointex.flight.energy import sense_air
from jointex.flight.motion import advance
from jointex.flight.state import Status
from jointex.kernel import kernel, single
from jointex.units import KNOT_M_S

CLOSURE_ON_TANKER_M_S = 150.0 * KNOT_M_S
"""Greatest closure on a tanker [m/s]: 150 kt, far off and from the beam: a fighter then flies its cruise; near it, slowing down
rules. Estimated."""
EASING_M_S2 = 0.4
"""Slowing down on the last stretch to a tanker [m/s2]. Estimated: idle thrust and a little drag."""


@single
def frame(world: Any, fleet: Any, flights: Any, departure: Any, scratch: Any, log: Any, run: int, count: int) -> bool:
    """Move the whole exercise to the end of a frame; return whether anything is left to fly.

    Parameters
    ----------
    world : World
        What does not change in a run: route points, air, settings.
    fleet, flights : array of records
        `fleet.aircraft.AIRCRAFT` and `FLIGHT`; changed in place.
    departure : array (n_altitudes, 2)
        How this run's wind departs from the mean.
    scratch : Scratch
        Working arrays of wakes and of the separation watch.
    log : Log
        Where events, fuel, tracks and tallies are written.
    run : int
        Number of the run.
    count : int
        Number of the frame; it ends at `count * frame_s`.

    Returns
    -------
    bool
        False once every aircraft is down.
    """
    settings = world.settings[0]
    until_s = count * settings.frame_s
    is_running = False
    from_s = until_s - settings.frame_s
    is_shown = present(fleet, flights, world, scratch.fight, scratch.senses, log, run, from_s)
    for i in range(fleet.shape[0]):
        a = fleet[i]
        if is_over(a):
            continue
        is_running = True
        depart(a, fleet, flights, world, log, run, until_s)
        if is_fighting(a):
            decide_in_fight(a, fleet, flights, world.brackets, world.points, settings, log, run)
        if is_airborne(a) and not is_fighting(a):
            decide(a, fleet, flights, world.brackets, world.points, settings, log, run)
            sense_air(a, world.nodes, world.axes, departure)
            fly(a, fleet, flights, world, scratch.wake, log, run, count)
            note_wake(scratch.wake, a, count)
    look_and_fight(fleet, flights, world, departure, scratch, log, run, count, is_shown)
    watch(fleet, scratch, settings, log, run, until_s)
    tally(fleet, flights, settings, log)
    record(fleet, settings, log, run, until_s)
    return is_running


@single
def look_and_fight(
    fleet: Any,
    flights: Any,
    world: Any,
    departure: Any,
    scratch: Any,
    log: Any,
    run: int,
    count: int,
    is_shown: bool,
) -> None:
    """Bring the picture to the end of the frame; while a presentation is on, second by second, with its fighters."""
    settings = world.settings[0]
    from_s = (count - 1) * settings.frame_s
    n_steps = int(math.ceil(settings.frame_s / FIGHT_STEP_S - 1e-9)) if is_shown else 1  # noqa: RUF046 - gives a float
    step_s = settings.frame_s / n_steps
    if is_shown:
        air_of_fighters(fleet, world, departure)
    for k in range(n_steps):
        now_s = from_s + k * step_s
        if is_shown:
            fly_second(fleet, flights, world, scratch, log, run, now_s, step_s)
        watch_sky(fleet, scratch.senses, scratch.sky, settings, log, run, now_s, now_s + step_s)
    if is_shown:
        for i in range(fleet.shape[0]):
            if is_fighting(fleet[i]):
                note_wake(scratch.wake, fleet[i], count)
                if fleet[i].fuel_kg <= 0.0:
                    run_dry(fleet[i], flights[fleet[i].flight], world.points, log, run)


@kernel
def depart(a: Any, fleet: Any, flights: Any, world: Any, log: Any, run: int, until_s: float) -> None:
    """Let an aircraft take off whose wheels leave the ground in this frame; tell one that stands by whether it is needed."""
    if a.task == Task.PARKED and a.release_s == math.inf:
        stand_by(a, flights[a.flight], fleet, flights, world.gates, log, run, until_s)
    if a.task == Task.PARKED and a.release_s + a.roll_s <= until_s:
        take_off(a, world.points, log, run)


@single
def fly(a: Any, fleet: Any, flights: Any, world: Any, wake: Any, log: Any, run: int, count: int) -> None:
    """Move one aircraft to the end of the frame; who leaves work or leader within it does so at that moment."""
    flight = flights[a.flight]
    until_s = count * world.settings[0].frame_s
    is_leaving = True
    while is_leaving:
        leave_s = leaving_s(a, flight)
        is_leaving = a.time_s < leave_s < until_s
        fly_to(a, fleet, flights, world, wake, log, run, count, leave_s if is_leaving else until_s)
        is_leaving = is_leaving and is_airborne(a)
        if is_leaving:
            leave(a, flight, fleet, world.points, log, run)
    if a.fuel_kg <= 0.0 and is_airborne(a):
        run_dry(a, flight, world.points, log, run)


@single
def fly_to(
    a: Any, fleet: Any, flights: Any, world: Any, wake: Any, log: Any, run: int, count: int, stop_s: float
) -> None:
    """Move one aircraft to a time within the frame: on its route, or after its leader."""
    settings = world.settings[0]
    until_s = count * settings.frame_s
    if a.leader < 0:
        fly_route(a, fleet, flights, world, settings, log, run, stop_s)
    elif a.task == Task.RENDEZVOUS:
        if join(a, fleet[a.leader], wake, count, until_s, stop_s, CLOSURE_ON_TANKER_M_S, EASING_M_S2, True):
            come_alongside(a, fleet, flights, log, run)
    elif is_at_tanker(a):
        take_fuel(a, fleet, flights, world, wake, log, run, count, stop_s)
    elif a.task == Task.JOIN:
        if join(a, fleet[a.leader], wake, count, until_s, stop_s, FASTEST_CLOSURE_M_S, math.inf, False):
            begin_task(log, run, a, Task.FORMATION)
            log_event(log, run, a, Event.JOINED, a.leader, a.slot_error_m)
    else:
        right_m, back_m = station_error(settings.seed, run, a, settings.station_keeping_m)
        keep(a, fleet[a.leader], wake, count, until_s, stop_s, right_m, back_m)


@single
def take_fuel(
    a: Any, fleet: Any, flights: Any, world: Any, wake: Any, log: Any, run: int, count: int, stop_s: float
) -> None:
    """Keep the place at the tanker to a time, and go through what the queue asks for on the way."""
    until_s, from_s = count * world.settings[0].frame_s, a.time_s
    keep(a, fleet[a.leader], wake, count, until_s, stop_s, 0.0, 0.0)
    tanker = fleet[a.tanker]
    bracket, points = world.brackets[a.bracket], world.points
    with_kg = leave_with_kg(a, flights[a.flight], world.brackets, points)
    go_through_contact(a, tanker, flights[tanker.flight], bracket, points, world.settings[0], log, run, from_s, with_kg)


@single
def fly_route(a: Any, fleet: Any, flights: Any, world: Any, settings: Any, log: Any, run: int, stop_s: float) -> None:
    """Fly along the route to a time, and do what its points ask for."""
    while a.leader < 0 and is_airborne(a) and a.time_s < stop_s - 1e-9:
        status = advance(a, world.points, stop_s, settings.max_step_s)
        if status == Status.AT_POINT:
            if not turn_away(a, flights[a.flight], fleet, world.gates, world.points, log, run):
                pass_point(a, flights[a.flight], fleet, flights, world.brackets, world.points, log, run)
        elif status == Status.AT_END:
            note_landing(a, flights[a.flight], world.gates, log, run)
            land(a, log, run)
        elif status == Status.FUEL_OUT:
            return


@single
def watch(fleet: Any, scratch: Any, settings: Any, log: Any, run: int, until_s: float) -> None:
    """Look at the separation of aircraft of different flights."""
    if fleet.shape[0] <= MOST_WATCHED:
        watch_pairs(fleet, scratch.next_look_s, until_s, settings, log, run)
    else:
        watch_cells(fleet, scratch.cells, scratch.order, settings, log, run)


@single
def tally(fleet: Any, flights: Any, settings: Any, log: Any) -> None:
    """Add the frame to the tallies: time at work, in formation, and together."""
    frame_s = settings.frame_s
    for f in range(flights.shape[0]):
        flight = flights[f]
        if flight.is_on_station == 0:
            continue
        is_together = is_complete(flight.work, fleet, flights)
        for i in range(flight.first, flight.first + flight.count):
            a = fleet[i]
            if not is_airborne(a):
                continue
            own = log.tallies[a.tally]
            own.station_time_s += frame_s
            if is_together:
                own.together_time_s += frame_s
            if a.task == Task.FORMATION:
                own.formation_time_s += frame_s
                own.formation_error_m2_s += a.slot_error_m * a.slot_error_m * frame_s


@kernel
def is_complete(work: int, fleet: Any, flights: Any) -> bool:
    """Return whether every flight of a work is there, and on the leading flight's station."""
    for f in range(flights.shape[0]):
        flight = flights[f]
        if flight.work != work:
            continue
        if flight.leader < 0 or flight.is_on_station == 0:
            return False
        if flight.lead_flight >= 0 and fleet[flight.leader].task != Task.FORMATION:
            return False
    return True


@single
def record(fleet: Any, settings: Any, log: Any, run: int, until_s: float) -> None:
    """Log the tracks of chosen runs."""
    if run >= settings.thin_tracks:
        return
    every_s = settings.track_s if run < settings.full_tracks else settings.thin_track_s
    for i in range(fleet.shape[0]):
        a = fleet[i]
        if is_airborne(a) and until_s >= a.next_track_s - 1e-6:
            log_track(log, run, a, until_s)
            a.next_track_s = until_s + every_s
