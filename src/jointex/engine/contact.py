"""At the tanker: the queue, hook-ups, and the transfer, each at its own moment within a frame."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.refuelling import ASTERN, BOOM, CONTACT, LEFT_POD, OBSERVATION, REFORM, RIGHT_POD, geometry
from jointex.engine.logging import begin_task, log_event, log_fuel
from jointex.engine.routes import home_distance_m
from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.fleet.log import Event, Flow, Task
from jointex.kernel import kernel, single

SHORTEST_SHARE = 0.3
"""Shortest hook-up as a share of the mean one. Estimated."""
SHORT_S = 900.0
"""Receivers whose fuel comes down to their abort line within this go first [s]. Estimated: two contacts and some."""
LEAST_KG = 1e-6
"""Fuel below which a transfer is over [kg]."""


@kernel
def is_at_tanker(a: Any) -> bool:
    """Return whether an aircraft is beside or behind its tanker."""
    return Task.OBSERVATION <= a.task <= Task.REFORM


@kernel
def take_place(a: Any, tanker_flight: Any, place: int) -> None:
    """Give an aircraft its place around the tanker; it moves there from where it is."""
    right_m, back_m, up_m = geometry(place, a.station, tanker_flight.half_span_m, tanker_flight.length_m, a.berth)
    # what the new slot differs by is an error of place that fades
    a.error_north_m += (a.slot_right_m - right_m) * -a.facing_east + (a.slot_back_m - back_m) * -a.facing_north
    a.error_east_m += (a.slot_right_m - right_m) * a.facing_north + (a.slot_back_m - back_m) * -a.facing_east
    a.error_up_m += a.slot_up_m - up_m
    a.slot_right_m, a.slot_back_m, a.slot_up_m = right_m, back_m, up_m


@kernel
def join_queue(a: Any, tanker: Any, tanker_flight: Any, log: Any, run: int) -> None:
    """Come up beside the tanker, on the left."""
    begin_task(log, run, a, Task.OBSERVATION)
    log_event(log, run, a, Event.AT_TANKER, tanker.aircraft, a.time_s - a.met_s)
    a.queued_s = a.time_s
    a.station = BOOM
    below_m = a.slot_up_m
    take_place(a, tanker_flight, OBSERVATION)
    # it stays at its own level, and comes up once nobody is in the way
    a.error_up_m += a.slot_up_m - below_m
    a.slot_up_m = below_m


@kernel
def spare_s(a: Any, flights: Any, brackets: Any) -> float:
    """Return how long the fuel of an aircraft in the queue lasts down to its abort line [s]."""
    flow_kg_s = flights[a.flight].home_kg_per_m * a.true_airspeed_m_s
    return float((a.fuel_kg - brackets[a.bracket].abort_kg) / max(LEAST_KG, flow_kg_s))


@kernel
def goes_first(b: Any, a: Any, flights: Any, brackets: Any) -> bool:
    """Return whether the turn of `b` comes before that of `a`: who is short of fuel goes first, others as they came."""
    own_s, its_s = spare_s(a, flights, brackets), spare_s(b, flights, brackets)
    if min(own_s, its_s) < SHORT_S:
        return bool(its_s < own_s or (its_s == own_s and b.aircraft < a.aircraft))
    return bool(b.queued_s < a.queued_s or (b.queued_s == a.queued_s and b.aircraft < a.aircraft))


@single
def try_station(
    a: Any,
    fleet: Any,
    flights: Any,
    brackets: Any,
    tanker_flight: Any,
    is_boom: bool,
    settings: Any,
    log: Any,
    run: int,
) -> None:
    """Go astern if a station is free and nobody whose turn comes first is still waiting for it."""
    n_boom, n_drogue, is_first, left_is_taken = 0, 0, True, False
    for i in range(fleet.shape[0]):
        b = fleet[i]
        if b.tanker != a.tanker or i == a.aircraft:
            continue
        if b.task == Task.ASTERN or b.task == Task.CONTACT:
            n_boom += int(b.station == BOOM)
            n_drogue += int(b.station != BOOM)
            left_is_taken = left_is_taken or b.station == LEFT_POD
        elif b.task == Task.OBSERVATION and goes_first(b, a, flights, brackets):
            is_first = False
    n_free = tanker_flight.n_booms - n_boom if is_boom else tanker_flight.n_drogues - n_drogue
    others = n_drogue if is_boom else n_boom
    if not is_first or n_free <= 0 or (tanker_flight.is_exclusive == 1 and others > 0):
        return
    if is_boom:
        a.station = BOOM
    elif tanker_flight.n_drogues == 1:
        a.station = BOOM + 1
    else:
        a.station = RIGHT_POD if left_is_taken else LEFT_POD
    begin_task(log, run, a, Task.ASTERN)
    take_place(a, tanker_flight, ASTERN)
    a.attempts = 0
    hook_up(a, settings, log, run, a.time_s + settings.clear_s)


@kernel
def hook_up(a: Any, settings: Any, log: Any, run: int, from_s: float) -> None:
    """Draw how long it takes from astern to contact."""
    a.attempts += 1
    a.n_attempts += 1
    log.tallies[a.tally].attempts += 1.0
    late, _ = normal_pair(settings.seed, run, a.draw_number, Stream.HOOK_UP, a.n_attempts)
    seconds = settings.hook_up_s + settings.hook_up_sd_s * late
    a.phase_end_s = from_s + max(SHORTEST_SHARE * settings.hook_up_s, seconds)


@kernel
def still_wanted_kg(a: Any, tanker_flight: Any, bracket: Any, spare_kg: float, leave_with_kg: float) -> float:
    """Return what an aircraft still asks for [kg]: its planned on-load, and what it lacks of its planned fuel or of its way on.

    The second only as far as the tanker can spare it beside all that it is still to give.
    """
    wanted_kg = max(0.0, bracket.onload_kg - a.taken_kg)
    for_all_kg = max(0.0, tanker_flight.planned_give_kg - tanker_flight.given_kg - wanted_kg)
    lacking_kg = min(max(bracket.leave_kg, leave_with_kg) - a.fuel_kg, spare_kg - for_all_kg)
    return float(max(wanted_kg, lacking_kg))


@single
def go_through_contact(
    a: Any,
    tanker: Any,
    tanker_flight: Any,
    bracket: Any,
    points: Any,
    settings: Any,
    log: Any,
    run: int,
    from_s: float,
    leave_with_kg: float,
) -> None:
    """Hook up and take fuel from a time up to the aircraft's own clock, which is turned back to each moment on the way.

    `leave_with_kg` is what its way on takes [kg].
    """
    until_s = a.time_s
    a.time_s = from_s
    while a.time_s < until_s:
        if a.task == Task.ASTERN and a.phase_end_s <= until_s:
            a.time_s = max(a.time_s, a.phase_end_s)
            make_contact(a, tanker_flight, bracket, settings, log, run)
        elif a.task == Task.CONTACT:
            transfer(a, tanker, tanker_flight, bracket, points, settings, log, run, until_s, leave_with_kg)
        else:
            a.time_s = until_s


@kernel
def make_contact(a: Any, tanker_flight: Any, bracket: Any, settings: Any, log: Any, run: int) -> None:
    """Hit or miss."""
    missed, _ = uniform_pair(settings.seed, run, a.draw_number, Stream.MISSED_CONTACT, a.n_attempts)
    is_missed = missed < settings.missed_probability if a.n_misses == 0 else a.n_misses > 0
    a.n_misses = max(0, a.n_misses - 1) if a.n_misses > 0 else min(0, a.n_misses + 1)
    if is_missed:
        log_event(log, run, a, Event.MISSED_CONTACT, a.tanker, float(a.attempts))
        log.tallies[a.tally].contacts_missed += 1.0
        try_again(a, tanker_flight, bracket, settings, log, run)
        return
    begin_task(log, run, a, Task.CONTACT)
    take_place(a, tanker_flight, CONTACT)
    log_event(log, run, a, Event.CONTACT, a.tanker, float(a.attempts))
    a.contact_kg = 0.0
    broken, share = uniform_pair(settings.seed, run, a.draw_number, Stream.DISCONNECT, a.n_attempts)
    a.break_kg = math.inf
    if broken < settings.disconnect_probability:
        a.break_kg = share * (bracket.onload_kg - a.taken_kg)


@kernel
def try_again(a: Any, tanker_flight: Any, bracket: Any, settings: Any, log: Any, run: int) -> None:
    """Go astern once more, or give up after too many attempts."""
    if a.attempts < settings.most_attempts:
        begin_task(log, run, a, Task.ASTERN)
        take_place(a, tanker_flight, ASTERN)
        hook_up(a, settings, log, run, a.time_s)
    else:
        finish(a, tanker_flight, bracket, log, run)


@kernel
def spare_of_tanker_kg(tanker: Any, tanker_flight: Any, points: Any) -> float:
    """Return what a tanker can still give and get home with its reserve [kg]."""
    way_kg = home_distance_m(tanker, tanker_flight, points) * tanker_flight.home_kg_per_m
    spare_kg = tanker.fuel_kg - way_kg - tanker_flight.approach_fuel_kg - tanker_flight.reserve_kg
    return float(max(0.0, min(spare_kg, tanker_flight.most_give_kg - tanker_flight.given_kg)))


@kernel
def transfer(
    a: Any,
    tanker: Any,
    tanker_flight: Any,
    bracket: Any,
    points: Any,
    settings: Any,
    log: Any,
    run: int,
    until_s: float,
    leave_with_kg: float,
) -> None:
    """Pass fuel until a time, or until one of its ends is reached; the aircraft's clock goes there."""
    flow_kg_s = bracket.flow_kg_s[a.choice]
    room_kg = max(0.0, a.fuel_capacity_kg - a.fuel_kg)
    spare_kg = spare_of_tanker_kg(tanker, tanker_flight, points)
    wanted_kg = still_wanted_kg(a, tanker_flight, bracket, spare_kg, leave_with_kg)
    end_kg = min(wanted_kg, room_kg, spare_kg, max(0.0, a.break_kg - a.contact_kg))
    kg = min(end_kg, flow_kg_s * (until_s - a.time_s))
    tanker.fuel_kg -= kg
    a.fuel_kg += kg
    a.contact_kg += kg
    a.taken_kg += kg
    tanker_flight.given_kg += kg
    a.time_s = min(until_s, a.time_s + kg / flow_kg_s)
    if kg < end_kg:
        a.time_s = until_s
        return
    close_contact(a, tanker, log, run)
    if wanted_kg - kg <= LEAST_KG or room_kg - kg <= LEAST_KG:
        finish(a, tanker_flight, bracket, log, run)
    elif spare_kg - kg <= LEAST_KG:
        log_event(log, run, tanker, Event.TANKER_SPENT, a.aircraft, tanker_flight.given_kg)
        finish(a, tanker_flight, bracket, log, run)
    else:
        log_event(log, run, a, Event.DISCONNECTED, a.tanker, a.contact_kg)
        log.tallies[a.tally].contacts_missed += 1.0
        try_again(a, tanker_flight, bracket, settings, log, run)


@kernel
def close_contact(a: Any, tanker: Any, log: Any, run: int) -> None:
    """Write the fuel of one contact into both books."""
    if a.contact_kg <= 0.0:
        return
    clock_s = tanker.time_s
    tanker.time_s = a.time_s
    log_fuel(log, run, tanker, Flow.GIVEN, a.aircraft, a.contact_kg)
    tanker.time_s = clock_s
    log_fuel(log, run, a, Flow.RECEIVED, tanker.aircraft, a.contact_kg)
    log.tallies[tanker.tally].given_kg += a.contact_kg
    log.tallies[a.tally].received_kg += a.contact_kg


@kernel
def is_served(a: Any, bracket: Any) -> bool:
    """Return whether an aircraft has taken the least it needs, but for rounding, or has had its tanks filled."""
    return bool(a.taken_kg >= bracket.least_kg - LEAST_KG or a.is_filled == 1)


@kernel
def finish(a: Any, tanker_flight: Any, bracket: Any, log: Any, run: int) -> None:
    """Leave the station for the right wing, with what was taken."""
    a.is_filled = int(a.taken_kg > 0.0 and a.fuel_capacity_kg - a.fuel_kg <= LEAST_KG)
    has_enough = is_served(a, bracket)
    log_event(log, run, a, Event.REFUELLED if has_enough else Event.CUT_SHORT, a.tanker, a.taken_kg)
    if has_enough:
        log.tallies[a.tally].refuelled += 1.0
    begin_task(log, run, a, Task.REFORM)
    take_place(a, tanker_flight, REFORM)


@kernel
def break_off(a: Any, tanker: Any, tanker_flight: Any, bracket: Any, log: Any, run: int) -> None:
    """Leave the station because the tanker leaves or the fuel is at the abort line."""
    if a.task == Task.CONTACT:
        close_contact(a, tanker, log, run)
    finish(a, tanker_flight, bracket, log, run)
