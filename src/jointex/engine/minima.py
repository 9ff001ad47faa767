"""What rules do to a sortie in a run: change to a spare, wait for weather, end the work for crew duty, divert, cancel."""

from __future__ import annotations

import math
from typing import Any

from jointex.engine.logging import log_event
from jointex.engine.routes import divert, left_at_kg
from jointex.fleet.draws import Stream, uniform_pair
from jointex.fleet.log import Event, Task
from jointex.fleet.reasons import Reason
from jointex.kernel import kernel

TAKE_OFF, LANDING = 0, 1
"""Places of the gates of a flight; those of its diverts follow."""
FROM_S, REASON, FIGURE = 0, 1, 2
"""What is known of a step of weather at a gate: from when, why it is closed (0: open), and the figure behind it."""
LEAST_LEFT_FRACTION = 0.5
"""Share of the reserve that must be left at a divert base. Estimated: as for aircraft that look for a nearer base."""
FIRST_EVENT = int(Event.BELOW_CLOUD_BASE) - int(Reason.CLOUD_BASE)
"""Number of a weather event less that of its reason."""
SPARES_APART = 64
"""Numbers between the first spares of two flights, for their draws."""


@kernel
def step_at(gates: Any, flight: int, gate: int, time_s: float) -> int:
    """Return the step of weather that holds at a time; the first one holds before it begins."""
    step = 0
    for later in range(1, gates.shape[2]):
        if gates[flight, gate, later, FROM_S] <= time_s:
            step = later
    return step


@kernel
def is_open(gates: Any, flight: int, gate: int, time_s: float) -> bool:
    """Return whether weather lets a flight through a gate; it does where none is given."""
    return gates.shape[2] == 0 or gates[flight, gate, step_at(gates, flight, gate, time_s), REASON] == 0.0


@kernel
def log_weather(log: Any, run: int, a: Any, reason: float, figure: float) -> None:
    """Write which minimum is broken, and by what."""
    log_event(log, run, a, FIRST_EVENT + int(reason), -1, figure)


@kernel
def settle(a: Any, flight: Any, gates: Any, settings: Any, log: Any, run: int) -> None:
    """Change to a spare, wait for weather, and see whether crew duty leaves time; note why a sortie is cancelled."""
    a.held_s = 0.0
    a.reason = Reason.READINESS
    if a.task == Task.CANCELLED:
        take_spare(a, flight, settings, log, run)
    if a.task != Task.CANCELLED and gates.shape[2] > 0:
        wait_for_weather(a, flight, gates, log, run)
    if a.task != Task.CANCELLED:
        keep_duty(a, flight)


@kernel
def take_spare(a: Any, flight: Any, settings: Any, log: Any, run: int) -> None:
    """Change to the next spare that does not fail too, if there is one left."""
    while a.task == Task.CANCELLED and flight.spares_left > 0 and a.must_fly == 0:
        flight.spares_left -= 1
        a.held_s += flight.swap_s
        a.release_s += flight.swap_s
        spare = flight.draw_number * SPARES_APART + flight.spares_left
        fails, _ = uniform_pair(settings.seed, run, spare, Stream.SPARE, 1)
        if fails >= settings.ground_abort:
            a.task = Task.PARKED
            log_event(log, run, a, Event.SPARE, -1, a.held_s)


@kernel
def wait_for_weather(a: Any, flight: Any, gates: Any, log: Any, run: int) -> None:
    """Wait for take-off until weather is above minima, in turn with the flight; stay if that takes too long."""
    step = step_at(gates, a.flight, TAKE_OFF, a.release_s)
    reason = gates[a.flight, TAKE_OFF, step, REASON]
    if reason == 0.0:
        return
    log_weather(log, run, a, reason, gates[a.flight, TAKE_OFF, step, FIGURE])
    in_turn_s = a.planned_release_s - flight.release_s
    open_s = math.inf
    for later in range(gates.shape[2] - 1, step, -1):
        at_s = gates[a.flight, TAKE_OFF, later, FROM_S] + in_turn_s
        if is_open(gates, a.flight, TAKE_OFF, at_s):
            open_s = min(open_s, at_s)
    if open_s - a.release_s > flight.weather_wait_s:
        a.task = Task.CANCELLED
        a.reason = int(reason)
        return
    log_event(log, run, a, Event.WAITED, -1, open_s - a.release_s)
    a.held_s += open_s - a.release_s
    a.release_s = open_s


@kernel
def keep_duty(a: Any, flight: Any) -> None:
    """Leave the work in time for crew duty; stay on the ground if that leaves no time there."""
    leave_s = flight.duty_end_s - flight.home_s
    begins_s = max(a.release_s + flight.out_s, flight.work_start_s)
    if leave_s < begins_s or (flight.work >= 0 and leave_s == begins_s):
        a.task = Task.CANCELLED
        a.reason = Reason.DUTY
    elif flight.work >= 0 and leave_s < flight.work_end_s:
        flight.duty_cut_s = flight.work_end_s - leave_s
        flight.work_end_s = leave_s


@kernel
def turn_away(a: Any, flight: Any, fleet: Any, gates: Any, points: Any, log: Any, run: int) -> bool:
    """Go elsewhere, where an approach begins, if weather at home is below minima; return whether it does.

    The first divert in the flight's order that is open, and in reach with half the reserve of whoever has least fuel.
    """
    if gates.shape[2] == 0 or a.landing_base != 0 or a.point - 1 - a.first_point != flight.split_point:
        return False
    if is_open(gates, a.flight, LANDING, a.time_s):
        return False
    step = step_at(gates, a.flight, LANDING, a.time_s)
    reason, figure = gates[a.flight, LANDING, step, REASON], gates[a.flight, LANDING, step, FIGURE]
    fuel_kg = least_fuel_kg(a, flight, fleet)
    choice, most_kg = -1, math.nan
    for number in range(flight.n_diverts):
        if choice < 0 and is_open(gates, a.flight, LANDING + 1 + number, a.time_s):
            point = points[a.first_point + flight.divert_point[number]]
            left_kg = left_at_kg(a, fuel_kg, flight, point)
            if not left_kg <= most_kg:
                most_kg = left_kg
            if left_kg >= LEAST_LEFT_FRACTION * flight.reserve_kg:
                choice = number
    for index in range(flight.first, flight.first + flight.count):
        member = fleet[index]
        if index == a.aircraft or member.leader == a.aircraft:
            log_weather(log, run, member, reason, figure)
            if choice < 0:
                log_event(log, run, member, Event.NO_DIVERT, -1, most_kg)
            else:
                log_event(log, run, member, Event.DIVERT, choice + 1, member.fuel_kg - flight.approach_fuel_kg)
                divert(member, flight, points, choice, log, run)
    return choice >= 0


@kernel
def least_fuel_kg(a: Any, flight: Any, fleet: Any) -> float:
    """Return the fuel of whoever has least of an aircraft and those that follow it [kg]."""
    fuel_kg = a.fuel_kg
    for index in range(flight.first, flight.first + flight.count):
        if fleet[index].leader == a.aircraft:
            fuel_kg = min(fuel_kg, fleet[index].fuel_kg)
    return float(fuel_kg)


@kernel
def note_landing(a: Any, flight: Any, gates: Any, log: Any, run: int) -> None:
    """Write that an aircraft lands in weather below minima, or that its crew is on duty too long."""
    if not is_open(gates, a.flight, LANDING + a.landing_base, a.time_s):
        step = step_at(gates, a.flight, LANDING + a.landing_base, a.time_s)
        log_event(log, run, a, Event.BELOW_MINIMA, -1, gates[a.flight, LANDING + a.landing_base, step, REASON])
    over_s = a.time_s + flight.shut_down_s - flight.duty_end_s
    if over_s > 0.0:
        log_event(log, run, a, Event.OVER_DUTY, -1, over_s)
