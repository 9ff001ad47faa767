"""Who goes to which tanker, waits, changes to another, breaks off at the abort line, and goes on: decisions of each frame."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.formation import face
from jointex.drills.refuelling import OBSERVATION_ROOM_M
from jointex.engine.contact import (
    break_off,
    finish,
    is_at_tanker,
    is_served,
    join_queue,
    spare_of_tanker_kg,
    try_station,
)
from jointex.engine.logging import begin_task, log_event
from jointex.engine.parting import has_cleared, has_come_up, is_clearing, leaving_takes_s
from jointex.engine.rendezvous import is_turning_for
from jointex.engine.routes import (
    LEAST_DETOUR_S,
    best_divert,
    divert,
    early_s,
    go_to,
    is_airborne,
    is_within_m,
    left_at_kg,
    lose_time_from_here,
    most_to_lose_s,
    send_home,
)
from jointex.fleet.log import Event, Task
from jointex.flight.guidance import direction_to
from jointex.flight.state import Lateral
from jointex.kernel import kernel, single
from jointex.units import NAUTICAL_MILE_M

PATIENCE_S = 600.0
"""Wait for the planned tanker after which another one on its track is preferred [s]. Estimated."""
MOST_WAIT_S = 1800.0
"""Wait for a tanker before the work after which it is given up [s]. Estimated."""
RENDEZVOUS_M = 80.0 * NAUTICAL_MILE_M
"""Distance from which a receiver closes on a tanker that is on its track [m]: the length of an anchor and some."""
MOST_STAY_S = 120.0
"""By how much a tanker puts off leaving at a time while receivers are still to come [s]."""
DONE_TOGETHER_S = 300.0
"""Time on the tanker's wing that whoever takes fuel reckons with, until the last of its flight is done [s]. Estimated."""
FOUND_OUT = 2
"""A tanker whose stations have failed, and somebody has come to take fuel."""
GONE, COMING, READY = 0, 1, 2
"""What can be expected of a tanker."""


@kernel
def is_refuelling(a: Any) -> bool:
    """Return whether an aircraft is with its tanker, on the way to it from the control point, or waiting for it."""
    return Task.HOLD <= a.task <= Task.REFORM


@kernel
def has_bracket(a: Any, flight: Any, brackets: Any) -> bool:
    """Return whether an aircraft has fuel still to take; brackets that it has passed no longer count."""
    passed = a.point - 1 - a.first_point
    if a.leader < 0 and a.last_point == a.first_point + flight.end_point:
        while a.bracket < flight.bracket_end and brackets[a.bracket].control < passed:
            a.bracket += 1
    return a.bracket < flight.bracket_end


@kernel
def is_at_control_point(a: Any, flight: Any, brackets: Any, passed: int) -> bool:
    """Return whether the point just passed is where an aircraft is to meet its next tanker."""
    if flight.bracket_end == 0 or a.task >= Task.DIVERT or not has_bracket(a, flight, brackets):
        return False
    return brackets[a.bracket].control == passed


@kernel
def spare_to_bracket_kg(a: Any, flight: Any, bracket: Any, points: Any) -> float:
    """Return the fuel over the abort line that will be left at the control point of a bracket [kg]."""
    _, _, to_point_m = direction_to(a, points[a.first_point + bracket.control])
    return a.fuel_kg - to_point_m * flight.home_kg_per_m - bracket.abort_kg


@kernel
def spare_onward_kg(a: Any, flight: Any, brackets: Any, points: Any) -> float:
    """Return the fuel over what the way on from the present bracket takes: to the next abort line, or home [kg]."""
    if a.bracket + 1 < flight.bracket_end:
        return spare_to_bracket_kg(a, flight, brackets[a.bracket + 1], points)
    bracket = brackets[a.bracket]
    way = bracket.onward if flight.work < 0 or bracket.is_home == 1 else flight.home_point
    return left_at_kg(a, a.fuel_kg, flight, points[a.first_point + way]) - flight.reserve_kg


@kernel
def leave_with_kg(a: Any, flight: Any, brackets: Any, points: Any) -> float:
    """Return the fuel with which an aircraft beside its tanker can go on, once the others of its flight are done too [kg]."""
    waiting_kg = DONE_TOGETHER_S * a.true_airspeed_m_s * flight.home_kg_per_m
    return float(a.fuel_kg - spare_onward_kg(a, flight, brackets, points) + waiting_kg)


@kernel
def has_dropped_out(tanker: Any, tanker_flight: Any, now_s: float) -> bool:
    """Return whether it is known that a tanker gives no more fuel; of one that is cancelled, from when it was to taxi."""
    if tanker.task == Task.CANCELLED:
        return bool(now_s >= tanker.time_s)
    return bool(tanker_flight.is_out == FOUND_OUT or tanker.task > Task.WORK or tanker_flight.has_left == 1)


@kernel
def prospect(tanker: Any, tanker_flight: Any, bracket: Any, points: Any, now_s: float) -> int:
    """Return what can be expected of a tanker."""
    if has_dropped_out(tanker, tanker_flight, now_s):
        return GONE
    if tanker.task < Task.WORK or tanker.task == Task.CANCELLED:
        return COMING
    return READY if spare_of_tanker_kg(tanker, tanker_flight, points) >= bracket.least_kg else GONE


@kernel
def give_up_lost(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Count no longer on a bracket to come whose tankers are all gone; the leader hears of it and tells the others."""
    bracket = brackets[a.bracket]
    for choice in range(bracket.n_tankers):
        tanker = fleet[bracket.tanker[choice]]
        if prospect(tanker, flights[tanker.flight], bracket, points, a.time_s) != GONE:
            return
    log_event(log, run, a, Event.NO_TANKER, -1, spare_to_bracket_kg(a, flight, bracket, points))
    a.bracket += 1


@kernel
def choose_tanker(a: Any, flight: Any, fleet: Any, flights: Any, bracket: Any, points: Any) -> Any:
    """Return which of the bracket's tankers to go to, and what can be expected of it; -1 if there is none left."""
    waited_s = a.time_s - a.met_s
    # who has no time to keep ahead waits while the fuel lasts: the abort line sees to that
    may_wait = flight.work < 0 or bracket.is_home == 1 or waited_s < MOST_WAIT_S
    planned = GONE
    coming = -1
    for choice in range(bracket.n_tankers):
        tanker = fleet[bracket.tanker[choice]]
        outlook = prospect(tanker, flights[tanker.flight], bracket, points, a.time_s)
        if choice == 0:
            planned = outlook
        if outlook == READY and (choice == 0 or planned == GONE or waited_s > PATIENCE_S):
            return choice, READY
        if outlook == COMING and coming < 0 and may_wait:
            coming = choice
    return coming, COMING if coming >= 0 else GONE


@kernel
def meet_tanker(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Begin a bracket at its control point."""
    bracket = brackets[a.bracket]
    a.choice, a.taken_kg, a.is_filled, a.met_s, a.tanker = 0, 0.0, 0, a.time_s, -1
    log.tallies[a.tally].brackets += 1.0
    log_event(log, run, a, Event.AT_CONTROL_POINT, bracket.tanker[0], a.time_s - bracket.control_s)
    wait_at(a, bracket, points)
    begin_task(log, run, a, Task.HOLD)
    look_for_tanker(a, flight, fleet, flights, brackets, points, log, run)


@kernel
def wait_at(a: Any, bracket: Any, points: Any) -> None:
    """Turn to the racetrack below the chosen tanker's; there is no end to it."""
    go_to(a, points, bracket.hold_first[a.choice], bracket.hold_last[a.choice] + 1)


@single
def look_for_tanker(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int
) -> None:
    """Close on a tanker that is there, wait for one that is coming, change to another one, or give up."""
    bracket = brackets[a.bracket]
    choice, outlook = choose_tanker(a, flight, fleet, flights, bracket, points)
    if choice < 0:
        log_event(log, run, a, Event.NO_TANKER, -1, a.fuel_kg - bracket.abort_kg)
        go_on(a, flight, fleet, brackets, points, log, run)
        return
    if choice != a.choice:
        a.choice = choice
        log_event(log, run, a, Event.OTHER_TANKER, bracket.tanker[choice], a.fuel_kg - bracket.abort_kg)
        wait_at(a, bracket, points)
    tanker = fleet[bracket.tanker[choice]]
    is_its_turn = is_turning_for(flights[tanker.flight], a)
    if outlook == READY and not is_its_turn and is_within_m(a, tanker, RENDEZVOUS_M):
        close_on(a, tanker, flights[tanker.flight], bracket, log, run)


@kernel
def close_on(a: Any, tanker: Any, tanker_flight: Any, bracket: Any, log: Any, run: int) -> None:
    """Go after a tanker, 1,000 ft or more below it."""
    a.leader = a.tanker = tanker.aircraft
    a.berth = bracket.berth + a.member
    a.slot_right_m = -tanker_flight.half_span_m - (a.berth + 1) * OBSERVATION_ROOM_M
    a.slot_back_m, a.slot_up_m = tanker_flight.length_m, -bracket.below_m
    face(a, tanker)
    begin_task(log, run, a, Task.RENDEZVOUS)


@single
def decide_at_tanker(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, settings: Any, log: Any, run: int
) -> None:
    """Take the decisions of an aircraft that is refuelling."""
    bracket = brackets[a.bracket]
    if a.fuel_kg <= bracket.abort_kg and a.task < Task.CONTACT and not is_served(a, bracket):
        abort(a, flight, fleet, flights, bracket, points, log, run)
        return
    if a.task == Task.HOLD:
        look_for_tanker(a, flight, fleet, flights, brackets, points, log, run)
        return
    tanker = fleet[a.tanker]
    tanker_flight = flights[tanker.flight]
    if tanker.task != Task.WORK and a.task == Task.RENDEZVOUS:
        turn_back(a, flight, fleet, brackets, points, log, run)
        return
    if tanker.task != Task.WORK and a.task < Task.REFORM:
        break_off(a, tanker, tanker_flight, bracket, log, run)
    if a.task == Task.OBSERVATION and has_come_up(a, fleet, settings):
        if tanker_flight.is_out == 1:
            tanker_flight.is_out = FOUND_OUT
            tanker_flight.work_end_s = min(tanker_flight.work_end_s, tanker.time_s + 0.5 * settings.frame_s)
            log_event(log, run, tanker, Event.STATIONS_OUT, a.aircraft, 0.0)
        if tanker_flight.is_out == FOUND_OUT or is_served(a, bracket):
            finish(a, tanker_flight, bracket, log, run)
        else:
            try_station(a, fleet, flights, brackets, tanker_flight, bracket.is_boom[a.choice] == 1, settings, log, run)
    if a.task == Task.REFORM:
        part_from_tanker(a, flight, fleet, flights, brackets, points, settings, log, run)


@kernel
def turn_back(a: Any, flight: Any, fleet: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Go on no longer after a tanker that leaves: back to the racetrack, where the leader looks for another one."""
    a.last_tanker, a.parted_s = a.tanker, a.time_s
    if a.aircraft == flight.leader:
        wait_at(a, brackets[a.bracket], points)
        begin_task(log, run, a, Task.HOLD)
    else:
        rejoin(a, flight, fleet[flight.leader], fleet, brackets, points, log, run)


@kernel
def abort(a: Any, flight: Any, fleet: Any, flights: Any, bracket: Any, points: Any, log: Any, run: int) -> None:
    """Leave for a divert, at the abort line, without the fuel that was hoped for."""
    log_event(log, run, a, Event.ABORT_LINE, a.tanker, a.fuel_kg)
    if is_at_tanker(a):
        tanker = fleet[a.tanker]
        a.last_tanker, a.parted_s = a.tanker, a.time_s
        break_off(a, tanker, flights[tanker.flight], bracket, log, run)
    divert_or_home(a, flight, fleet, bracket, points, log, run)


@kernel
def is_early(a: Any, flight: Any, fleet: Any, brackets: Any, points: Any) -> bool:
    """Return whether a flight bound for its work would be there before its time: it waits on the tanker's wing instead.

    It does not let itself be carried away from its work where a longer way there loses the time as well.
    """
    bracket = brackets[a.bracket]
    has_another = a.bracket + 1 < flight.bracket_end and brackets[a.bracket + 1].is_home == 0
    if flight.has_left == 1 or flight.work < 0 or bracket.is_home == 1 or has_another:
        return False
    onward = a.first_point + bracket.onward
    is_stretched = bracket.onward == flight.stretch_point
    if is_stretched:  # the point between is moved onto the way
        onward += 1
    seconds = early_s(a, flight, points, onward) - leaving_takes_s(a, fleet, brackets)
    if seconds <= LEAST_DETOUR_S:
        return False
    return not (
        is_stretched
        and seconds < most_to_lose_s(a, points, onward)
        and turns_away(fleet[a.tanker], points[onward], points)
    )


@kernel
def turns_away(tanker: Any, point: Any, points: Any) -> bool:
    """Return whether a tanker that was bound for a point begins to turn away from it."""
    if tanker.lateral != Lateral.TURN:
        return False
    north, east, _ = direction_to(tanker, point)
    next_north, next_east, _ = direction_to(tanker, points[tanker.point])
    ahead = tanker.heading_north * north + tanker.heading_east * east
    return bool(ahead > 0.0 and north * next_north + east * next_east < 0.0)


@kernel
def another_tanker(a: Any, fleet: Any, flights: Any, bracket: Any, points: Any) -> int:
    """Return which other tanker of the bracket is ready to give; -1 if none is."""
    for choice in range(bracket.n_tankers):
        tanker = fleet[bracket.tanker[choice]]
        is_ready = prospect(tanker, flights[tanker.flight], bracket, points, a.time_s) == READY
        if is_ready and tanker.aircraft != a.tanker:
            return choice
    return -1


@kernel
def part_from_tanker(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, settings: Any, log: Any, run: int
) -> None:
    """Go on once everybody of the flight is done: the leader leads, the others rejoin it."""
    if a.aircraft != flight.leader:
        leader = fleet[flight.leader]
        if leader.tanker != a.tanker or not is_refuelling(leader) or not is_airborne(leader):
            rejoin(a, flight, leader, fleet, brackets, points, log, run)
        return
    have_enough = is_served(a, brackets[a.bracket])
    for index in range(flight.first, flight.first + flight.count):
        member = fleet[index]
        if member.tanker == a.tanker and Task.RENDEZVOUS <= member.task < Task.REFORM:
            return
        if member.tanker == a.tanker and member.task == Task.REFORM:
            have_enough = have_enough and is_served(member, brackets[member.bracket])
    bracket = brackets[a.bracket]
    tanker = fleet[a.tanker]
    if have_enough and tanker.task == Task.WORK and is_early(a, flight, fleet, brackets, points):
        return
    if tanker.task == Task.WORK and not has_cleared(a, flight, fleet, brackets, points, settings):
        return
    log_event(log, run, a, Event.LEFT_TANKER, a.tanker, a.time_s - bracket.leave_s)
    for index in range(flight.first, flight.first + flight.count):
        if fleet[index].tanker == a.tanker:
            fleet[index].last_tanker, fleet[index].parted_s = a.tanker, a.time_s
    other = another_tanker(a, fleet, flights, bracket, points)
    if have_enough or other < 0 or spare_to_bracket_kg(a, flight, bracket, points) <= 0.0:
        go_on(a, flight, fleet, brackets, points, log, run)
        return
    a.choice, a.tanker = other, -1
    log_event(log, run, a, Event.OTHER_TANKER, bracket.tanker[other], a.fuel_kg - bracket.abort_kg)
    wait_at(a, bracket, points)
    begin_task(log, run, a, Task.HOLD)


@kernel
def rejoin(a: Any, flight: Any, leader: Any, fleet: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Go back to the own flight, or on alone if its leader is gone, or to a divert if the fuel does not last."""
    bracket = brackets[a.bracket]
    if is_at_tanker(a):
        a.last_tanker, a.parted_s = a.tanker, a.time_s
    a.tanker = -1
    a.slot_right_m, a.slot_back_m, a.slot_up_m = a.own_right_m, a.own_back_m, a.own_up_m
    is_there = is_airborne(leader) and leader.task <= Task.RETURN
    if is_there and leader.task == Task.HOLD and leader.bracket == a.bracket:
        a.leader = flight.leader
        face(a, leader)
        begin_task(log, run, a, Task.JOIN)
    elif not is_served(a, bracket) and spare_onward_kg(a, flight, brackets, points) < 0.0:
        divert_or_home(a, flight, fleet, bracket, points, log, run)
    elif is_there:
        a.bracket = leader.bracket
        a.leader = flight.leader
        face(a, leader)
        begin_task(log, run, a, Task.JOIN)
    else:
        go_on(a, flight, fleet, brackets, points, log, run)


@kernel
def go_on(a: Any, flight: Any, fleet: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Fly on from a bracket along the route if the fuel allows it, to a divert or home if not."""
    bracket = brackets[a.bracket]
    spare_kg = spare_onward_kg(a, flight, brackets, points)
    if spare_kg < 0.0:
        divert_or_home(a, flight, fleet, bracket, points, log, run)
        return
    a.bracket += 1
    a.tanker = -1
    go_to(a, points, bracket.onward, flight.end_point)
    begin_task(log, run, a, Task.RETURN if flight.has_left == 1 else Task.ROUTE)
    a.slot_right_m, a.slot_back_m, a.slot_up_m = a.own_right_m, a.own_back_m, a.own_up_m
    a.spare_kg, a.looked_s = math.nan, a.time_s
    if flight.has_left == 0 and bracket.onward == flight.stretch_point:
        lose_time_from_here(a, flight, points)


@kernel
def divert_or_home(a: Any, flight: Any, fleet: Any, bracket: Any, points: Any, log: Any, run: int) -> None:
    """Go where most fuel will be left: to a divert, or home; those that follow come too, and the flight's work is over."""
    way = bracket.onward if flight.work < 0 or bracket.is_home == 1 else flight.home_point
    home_kg = left_at_kg(a, a.fuel_kg, flight, points[a.first_point + way])
    best = best_divert(a, flight, points, home_kg)
    a.bracket = flight.bracket_end
    a.tanker = -1
    if a.aircraft == flight.leader:
        flight.has_left, flight.is_on_station = 1, 0
    if best < 0:
        send_home(a, flight, points, log, run)
        return
    for index in range(flight.first, flight.first + flight.count):
        member = fleet[index]
        if index == a.aircraft or member.leader == a.aircraft:
            log_event(log, run, member, Event.DIVERT, best + 1, home_kg)
            divert(member, flight, points, best, log, run)


@kernel
def follow_to_tanker(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int
) -> None:
    """Follow the leader to its tanker, as a wingman; or keep count of the brackets it has flown."""
    leader = fleet[flight.leader]
    if a.task != Task.FORMATION and a.task != Task.JOIN:
        return
    if not is_refuelling(leader) or leader.task == Task.HOLD:
        if leader.leader < 0 and a.bracket < leader.bracket:
            pass_bracket(a, flight, leader, fleet, brackets, points, log, run)
        return
    tanker = fleet[leader.tanker]
    if a.task == Task.JOIN and (a.bracket != leader.bracket or not is_within_m(a, tanker, RENDEZVOUS_M)):
        return
    if a.met_s != leader.met_s:
        a.taken_kg, a.is_filled = 0.0, 0
        log.tallies[a.tally].brackets += 1.0
    a.bracket, a.choice, a.met_s = leader.bracket, leader.choice, leader.met_s
    close_on(a, tanker, flights[tanker.flight], brackets[a.bracket], log, run)


@kernel
def pass_bracket(a: Any, flight: Any, leader: Any, fleet: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Go on with a leader that is past a bracket where this wingman was not, or to a divert if the fuel does not last."""
    bracket = brackets[a.bracket]
    if a.met_s != leader.met_s and spare_onward_kg(a, flight, brackets, points) < 0.0:
        log_event(log, run, a, Event.NO_TANKER, -1, a.fuel_kg - bracket.abort_kg)
        divert_or_home(a, flight, fleet, bracket, points, log, run)
        return
    a.bracket = leader.bracket


@kernel
def expected(fleet: Any, flights: Any, bracket: Any, now_s: float) -> int:
    """Return the first of a bracket's tankers that has not dropped out; -1 if all have."""
    for choice in range(bracket.n_tankers):
        tanker = fleet[bracket.tanker[choice]]
        if not has_dropped_out(tanker, flights[tanker.flight], now_s):
            return int(tanker.aircraft)
    return -1


@single
def stay_on(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, log: Any, run: int) -> None:
    """Put off a tanker's leaving while receivers are with it, or still on the way to it."""
    if a.time_s < flight.work_end_s - MOST_STAY_S or flight.has_left == 1 or flight.is_out == FOUND_OUT:
        return
    is_wanted, is_awaited = False, False
    for i in range(fleet.shape[0]):
        b = fleet[i]
        if (b.tanker == a.aircraft and b.task <= Task.REFORM) or is_clearing(b, a):
            is_wanted = True
        elif is_airborne(b) and b.bracket < flights[b.flight].bracket_end and b.tanker < 0:
            is_awaited = is_awaited or expected(fleet, flights, brackets[b.bracket], a.time_s) == a.aircraft
    # whoever is there is served while the fuel lasts; for others there is a limit
    if is_wanted or (is_awaited and flight.work_end_s < flight.latest_off_s):
        flight.work_end_s += MOST_STAY_S
        log_event(log, run, a, Event.STAYED_ON, -1, MOST_STAY_S)


@kernel
def come_alongside(a: Any, fleet: Any, flights: Any, log: Any, run: int) -> None:
    """End the rendezvous beside the tanker."""
    tanker = fleet[a.tanker]
    join_queue(a, tanker, flights[tanker.flight], log, run)
