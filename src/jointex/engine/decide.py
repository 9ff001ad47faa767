"""What each aircraft does next: the task machine, at frame boundaries and at the moments the flying reports."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.formation import face
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.engine.arrivals import await_turn, go_in
from jointex.engine.logging import begin_task, log_burn, log_event, log_fuel
from jointex.engine.refuel import (
    decide_at_tanker,
    divert_or_home,
    follow_to_tanker,
    give_up_lost,
    has_bracket,
    is_at_control_point,
    is_refuelling,
    meet_tanker,
    spare_to_bracket_kg,
    stay_on,
)
from jointex.engine.rendezvous import begin_turn_in, has_tanker_ahead, keep_bracket_time, meet_receivers
from jointex.engine.routes import (
    best_divert,
    divert,
    go_to,
    home_distance_m,
    is_airborne,
    is_within_m,
    lose_the_rest,
    lose_time,
    send_home,
)
from jointex.fleet.log import Event, Flow, Leaving, Task
from jointex.flight.energy import burn, level_speed_m_s
from jointex.flight.guidance import direction_to, turn_lead_m
from jointex.flight.motion import start_route, turn_to_point
from jointex.flight.state import Lateral, Vertical
from jointex.kernel import kernel

CHECK_S, CLOSE_CHECK_S = 30.0, 5.0
"""Time between two looks at the fuel, and when bingo is near [s]."""
LAST_LEGS = 2
"""Legs before the last one that belong to the approach."""
SETTLE_S = 60.0
"""Time after lift-off before the end of the climb is looked for [s]."""
LAST_ADJUSTMENT_S = 20.0
"""Time to the meeting place within which the speed is no longer adjusted [s]."""
JOIN_RANGE_M = 250_000.0
"""Distance within which a follower goes after its leader [m]."""
DIVERT_GAIN_FRACTION = 0.1
"""Share of the reserve that a divert must land with above the planned base to be worth it."""


@kernel
def take_off(a: Any, points: Any, log: Any, run: int) -> None:
    """Burn the fuel of taxi and roll, and lift off on the way to the first point."""
    a.time_s = a.release_s - a.taxi_s
    begin_task(log, run, a, Task.TAXI)
    log_event(log, run, a, Event.TAXI, -1, a.release_s - a.planned_release_s)
    burn(a, a.taxi_fuel_kg_s * a.fuel_flow_factor, a.taxi_s)
    a.time_s = a.release_s
    begin_task(log, run, a, Task.TAKE_OFF)
    burn(a, a.roll_fuel_kg * a.fuel_flow_factor / a.roll_s, a.roll_s)
    a.time_s = a.release_s + a.roll_s
    begin_task(log, run, a, Task.CLIMB)
    a.true_airspeed_m_s = a.lift_off_m_s
    a.altitude_m = a.field_altitude_m
    a.point = a.first_point
    start_route(a, points)
    a.next_check_s = a.time_s + CHECK_S
    a.spare_kg, a.looked_s = math.nan, a.time_s
    log.tallies[a.tally].airborne_time_s = a.time_s
    log_event(log, run, a, Event.AIRBORNE, -1, a.release_s - a.planned_release_s)


@kernel
def decide(a: Any, fleet: Any, flights: Any, brackets: Any, points: Any, settings: Any, log: Any, run: int) -> None:
    """Take the decisions that are due at the start of a frame."""
    flight = flights[a.flight]
    if flight.bracket_end > 0 and is_refuelling(a):
        decide_at_tanker(a, flight, fleet, flights, brackets, points, settings, log, run)
        return
    if flight.is_tanker == 1 and flight.is_on_station == 1:
        stay_on(a, flight, fleet, flights, brackets, log, run)
        meet_receivers(a, flight, fleet, flights, brackets, points, log, run)
    if a.task == Task.CLIMB and a.vertical != Vertical.CLIMB and a.time_s > a.task_since_s + SETTLE_S:
        a.has_reached_level = 1
        begin_task(log, run, a, Task.ROUTE)
        log_event(log, run, a, Event.LEVEL, -1, a.altitude_m)
    if a.time_s >= leaving_s(a, flight):
        leave(a, flight, fleet, points, log, run)
    elif a.aircraft != flight.leader:
        decide_as_wingman(a, flight, fleet, flights, brackets, points, log, run)
    elif flight.bracket_end > 0 and has_tanker_ahead(a, flight, fleet, flights, brackets):
        meet_tanker(a, flight, fleet, flights, brackets, points, log, run)
    elif a.task == Task.ROUTE and flight.has_left == 0:
        keep_time(a, flight, points)
        if flight.bracket_end > 0 and has_bracket(a, flight, brackets):
            keep_bracket_time(a, flight, brackets[a.bracket], points)
    elif flight.lead_flight >= 0 and flight.is_on_station == 1:
        keep_station(a, flight, fleet, flights, points, log, run)
    if a.leader < 0:
        await_turn(a, flight, fleet, flights, points, log, run)
    if a.time_s >= a.next_check_s:
        a.next_check_s = a.time_s + CHECK_S
        check_fuel(a, flight, fleet, flights, brackets, points, log, run)


@kernel
def decide_in_fight(
    a: Any, fleet: Any, flights: Any, brackets: Any, points: Any, settings: Any, log: Any, run: int
) -> None:
    """Leave a presentation for home when work or fuel are at their end; look at the fuel."""
    flight = flights[a.flight]
    if a.aircraft == flight.leader and a.time_s >= leaving_s(a, flight):
        if flight.bingo_s <= a.time_s:
            log_event(log, run, a, Event.BUG_OUT, -1, float(Leaving.FUEL.value))
        leave_work(a, flight, fleet, points, log, run)
    elif flight.has_left == 1 or not is_airborne(fleet[flight.leader]):
        send_home(a, flight, points, log, run)
    elif a.time_s >= a.next_check_s:
        a.next_check_s = a.time_s + CHECK_S
        check_fuel(a, flight, fleet, flights, brackets, points, log, run)


@kernel
def decide_as_wingman(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int
) -> None:
    """Go after the leader when that is possible; go home alone when the flight is going and the leader out of reach."""
    leader = fleet[flight.leader]
    if a.leader >= 0:
        if not is_airborne(leader):
            send_home(a, flight, points, log, run)
        elif flight.bracket_end > 0:
            follow_to_tanker(a, flight, fleet, flights, brackets, points, log, run)
    elif can_join(a, leader):
        a.leader = flight.leader
        face(a, leader)
        begin_task(log, run, a, Task.JOIN)
    elif flight.has_left == 1 and a.task >= Task.ROUTE and a.task < Task.RETURN:
        send_home(a, flight, points, log, run)


@kernel
def keep_time(a: Any, flight: Any, points: Any) -> None:
    """Choose the Mach number that arrives at the meeting place at its time, within what the flight allows itself.

    It is the planned one in proportion to the time that the plan takes from here over the time that is left: winds and
    turns still to come are in the plan already.
    """
    meet, end = points[a.first_point + flight.meet_point], points[a.point]
    if math.isnan(meet.time_s) or math.isnan(end.left_s) or a.vertical != Vertical.LEVEL or a.lateral != Lateral.LEG:
        return
    sound_m_s = speed_of_sound_m_s(isa_temperature_k(a.altitude_m) + a.temperature_offset_k)
    planned_m_s = level_speed_m_s(a) + end.mach * sound_m_s - a.true_airspeed_m_s
    planned_s = max(0.0, a.to_go_m - turn_lead_m(a, planned_m_s)) / planned_m_s + end.left_s
    if planned_s < LAST_ADJUSTMENT_S:
        return
    left_s = max(1.0, meet.time_s - a.time_s)
    mach = end.mach + (planned_s / left_s - 1.0) * planned_m_s / sound_m_s
    slowest, fastest = end.mach - flight.slower_mach, min(end.mach + flight.faster_mach, a.max_mach)
    a.target_mach = min(fastest, max(slowest, mach))


@kernel
def leaving_s(a: Any, flight: Any) -> float:
    """Return when this aircraft leads its flight home, or parts from its leader [s]; infinity if neither is known."""
    if is_refuelling(a):
        return math.inf
    if a.aircraft != flight.leader:
        return float(a.parting_s) if a.leader >= 0 else math.inf
    if flight.work < 0 or flight.has_left == 1:
        return math.inf
    return min(float(flight.work_end_s), float(flight.bingo_s))


@kernel
def leave(a: Any, flight: Any, fleet: Any, points: Any, log: Any, run: int) -> None:
    """Lead the flight home, or part from the leader."""
    if a.aircraft == flight.leader:
        leave_work(a, flight, fleet, points, log, run)
    else:
        go_to(a, points, flight.split_point + 1, flight.end_point)
        begin_task(log, run, a, Task.APPROACH)


@kernel
def leave_work(a: Any, flight: Any, fleet: Any, points: Any, log: Any, run: int) -> None:
    """Lead the flight home from the work or from the way out."""
    if flight.bingo_s <= flight.work_end_s:
        caller = fleet[flight.caller]
        log_event(log, run, caller, Event.BINGO, -1, caller.fuel_kg)
    if flight.duty_cut_s > 0.0 and flight.work_end_s < flight.bingo_s:
        log_event(log, run, a, Event.DUTY, -1, flight.duty_cut_s)
    if flight.is_on_station == 1:
        log_event(log, run, a, Event.OFF_STATION, -1, a.time_s - a.on_station_s)
    flight.has_left = 1
    flight.is_on_station = 0
    a.slot_right_m, a.slot_back_m, a.slot_up_m = 0.0, 0.0, 0.0
    send_home(a, flight, points, log, run)


@kernel
def keep_station(a: Any, flight: Any, fleet: Any, flights: Any, points: Any, log: Any, run: int) -> None:
    """Take station on the leading flight once both are at work; go round alone while it is not there."""
    leading = flights[flight.lead_flight]
    if a.leader >= 0 and leading.is_on_station == 0:
        a.slot_right_m, a.slot_back_m, a.slot_up_m = 0.0, 0.0, 0.0
        go_to(a, points, flight.loop_first, flight.end_point)
        begin_task(log, run, a, Task.WORK)
    elif a.task == Task.WORK and leading.leader >= 0 and leading.is_on_station == 1:
        a.leader = leading.leader
        a.slot_right_m, a.slot_back_m, a.slot_up_m = flight.station_right_m, flight.station_back_m, flight.station_up_m
        face(a, fleet[a.leader])
        begin_task(log, run, a, Task.JOIN)


@kernel
def can_join(a: Any, leader: Any) -> bool:
    """Return whether a wingman may go after its leader: both level, the leader flying, and within reach."""
    if a.has_reached_level == 0 or leader.has_reached_level == 0 or a.task > Task.RETURN:
        return False
    if leader.task < Task.ROUTE or leader.task > Task.RETURN or leader.vertical != Vertical.LEVEL:
        return False
    return is_within_m(a, leader, JOIN_RANGE_M)


@kernel
def check_fuel(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Call joker and bingo on the way out and at work; look for a nearer base on the way back.

    On the way to a tanker, its abort line takes the place of the reserve at home.
    """
    if flight.bracket_end > 0:
        if has_bracket(a, flight, brackets) and a.aircraft == flight.leader:
            give_up_lost(a, flight, fleet, flights, brackets, points, log, run)
        if has_bracket(a, flight, brackets):
            check_way_to_tanker(a, flight, fleet, brackets[a.bracket], points, log, run)
            return
    leader = fleet[flight.leader]
    home_m = home_distance_m(a, flight, points)
    if follows(a, leader) and (leader.task == Task.RETURN or flight.work < 0):  # its way home is its leader's
        home_m = home_distance_m(leader, flight, points) + direction_to(a, leader)[2]
    expected_kg = a.fuel_kg - home_m * flight.home_kg_per_m - flight.approach_fuel_kg
    if flight.has_left == 0 and flight.work >= 0:
        if a.has_joker == 0 and expected_kg < flight.reserve_kg + flight.joker_kg:
            a.has_joker = 1
            log_event(log, run, a, Event.JOKER, -1, a.fuel_kg)
        call_bingo(a, flight, expected_kg - flight.reserve_kg)
    elif may_divert(a, flight, leader) and expected_kg < 0.5 * flight.reserve_kg:
        choose_divert(a, flight, fleet, points, log, run, expected_kg)


@kernel
def follows(a: Any, leader: Any) -> bool:
    """Return whether a wingman is with its leader, or on its way to it."""
    return bool(a.leader == leader.aircraft and (a.task == Task.FORMATION or a.task == Task.JOIN))


@kernel
def may_divert(a: Any, flight: Any, leader: Any) -> bool:
    """Return whether an aircraft may go elsewhere: on its way back, or on a ferry with no tanker left to wait for."""
    if a.landing_base != 0:
        return False
    is_ferry = flight.work < 0 and flight.bracket_end > 0
    if follows(a, leader) and a.aircraft != leader.aircraft:
        return bool(leader.task == Task.RETURN or is_ferry)
    return bool(a.task == Task.RETURN or (is_ferry and a.leader < 0 and Task.CLIMB < a.task < Task.RETURN))


@kernel
def check_way_to_tanker(a: Any, flight: Any, fleet: Any, bracket: Any, points: Any, log: Any, run: int) -> None:
    """Call joker and bingo at work against the abort line of the bracket to come; divert on the way if it is out of reach."""
    spare_kg = spare_to_bracket_kg(a, flight, bracket, points)
    if flight.has_left == 0 and flight.is_on_station == 1:
        if a.has_joker == 0 and spare_kg < flight.joker_kg:
            a.has_joker = 1
            log_event(log, run, a, Event.JOKER, -1, a.fuel_kg)
        call_bingo(a, flight, spare_kg)
    elif spare_kg < 0.0 and a.leader < 0 and Task.CLIMB < a.task < Task.DIVERT:
        log_event(log, run, a, Event.ABORT_LINE, -1, a.fuel_kg)
        divert_or_home(a, flight, fleet, bracket, points, log, run)


@kernel
def call_bingo(a: Any, flight: Any, spare_kg: float) -> None:
    """End the flight's work when the fuel over the way home and the reserve will be gone, if that is before the next look.

    The moment is foreseen, not found at a look: what a hair of fuel decides must not cost the time between two looks.
    """
    fall_kg_s = (a.spare_kg - spare_kg) / (a.time_s - a.looked_s)
    bingo_s = a.time_s + max(0.0, spare_kg) / fall_kg_s if fall_kg_s > 0.0 else math.inf
    if spare_kg <= 0.0:
        bingo_s = a.time_s
    a.spare_kg, a.looked_s = spare_kg, a.time_s
    if bingo_s < a.time_s + 2.0 * CHECK_S:
        a.next_check_s = a.time_s + CLOSE_CHECK_S
    # one look ahead, since a leader that has flown this frame already can only turn in the next one
    is_soon = bingo_s < min(flight.bingo_s, a.next_check_s + CLOSE_CHECK_S)
    if is_soon or a.aircraft == flight.caller:
        flight.bingo_s, flight.caller = bingo_s, a.aircraft


@kernel
def choose_divert(a: Any, flight: Any, fleet: Any, points: Any, log: Any, run: int, expected_kg: float) -> None:
    """Go to the divert base that leaves most fuel, if that beats the planned base clearly; followers go too."""
    best = best_divert(a, flight, points, expected_kg + DIVERT_GAIN_FRACTION * flight.reserve_kg)
    if best < 0:
        return
    log_event(log, run, a, Event.DIVERT, best + 1, expected_kg)
    for index in range(flight.first, flight.first + flight.count):
        member = fleet[index]
        if index == a.aircraft or member.leader == a.aircraft:
            divert(member, flight, points, best, log, run)


@kernel
def pass_point(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int) -> None:
    """Do what a route point asks for when it is passed: meet, take fuel, go round the racetrack, part, begin the approach."""
    passed = a.point - 1 - a.first_point
    if a.task == Task.HOLD:
        if passed == brackets[a.bracket].hold_last[a.choice]:
            a.point = a.first_point + brackets[a.bracket].hold_first[a.choice] + 1
            turn_to_point(a, points)
        return
    if flight.is_tanker == 1 and passed == flight.meeting_point:
        begin_turn_in(a, flight, fleet, points, log, run)
        return
    if passed == flight.wait_point:
        go_in(a, flight, points)
        return
    log_event(log, run, a, Event.AT_POINT, -1, float(passed))
    if is_at_control_point(a, flight, brackets, passed):
        meet_tanker(a, flight, fleet, flights, brackets, points, log, run)
        return
    is_under_way = a.task == Task.ROUTE or a.task == Task.CLIMB  # a track beside the base is met before its level
    if is_under_way and passed == flight.meet_point and flight.has_left == 0:
        arrive(a, flight, points, log, run)
    elif a.task == Task.ROUTE and passed == flight.stretch_point - 1 and flight.has_left == 0:
        lose_time(a, flight, points)
    elif is_under_way and passed == flight.stretch_point and flight.has_left == 0 and a.last_tanker >= 0:
        lose_the_rest(a, flight, points)
    elif passed == flight.loop_last and flight.has_left == 0:
        a.point = a.first_point + flight.loop_first + 1
        turn_to_point(a, points)
    elif passed == flight.split_point and a.aircraft == flight.leader:
        part(a, flight, fleet)
    if a.last_point - a.point <= LAST_LEGS and (a.task == Task.RETURN or a.task == Task.DIVERT):
        begin_task(log, run, a, Task.APPROACH)


@kernel
def arrive(a: Any, flight: Any, points: Any, log: Any, run: int) -> None:
    """Begin the work at the meeting place."""
    a.on_station_s = a.time_s
    begin_task(log, run, a, Task.WORK)
    if a.aircraft == flight.leader:
        flight.is_on_station = 1
        late_s = a.time_s - points[a.first_point + flight.meet_point].time_s
        log_event(log, run, a, Event.ON_STATION, -1, late_s)
        if flight.is_tanker == 0:
            log.tallies[a.tally].arrival_error_s = late_s


@kernel
def part(a: Any, flight: Any, fleet: Any) -> None:
    """Have the wingmen part here, on their own approaches, one behind the other."""
    for index in range(flight.first, flight.first + flight.count):
        if fleet[index].leader == a.aircraft:
            fleet[index].parting_s = a.time_s


@kernel
def land(a: Any, log: Any, run: int) -> None:
    """Touch down: vertically after dumping what is too heavy, or on the runway."""
    begin_task(log, run, a, Task.VERTICAL_LANDING if a.is_vertical_landing == 1 else Task.LAND)
    if a.is_vertical_landing == 1:
        mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
        too_heavy_kg = min(mass_kg - a.vertical_landing_mass_kg, a.fuel_kg)
        if too_heavy_kg > 0.0:
            a.fuel_kg -= too_heavy_kg
            log_fuel(log, run, a, Flow.DUMPED, -1, too_heavy_kg)
            log_event(log, run, a, Event.DUMPED, -1, too_heavy_kg)
            log.tallies[a.tally].dumped_kg += too_heavy_kg
        hover_flow_kg_s = a.vertical_landing_fuel_kg / a.vertical_landing_s
        burn(a, hover_flow_kg_s * a.fuel_flow_factor, a.vertical_landing_s)
        a.time_s += a.vertical_landing_s
    log_burn(log, run, a)
    event = Event.VERTICAL_LANDED if a.is_vertical_landing == 1 else Event.LANDED
    log_event(log, run, a, event, -1, a.fuel_kg)
    shut_down(a, log, run, Task.DOWN)


@kernel
def shut_down(a: Any, log: Any, run: int, task: int) -> None:
    """Close an aircraft's books: what is left in its tanks has landed."""
    log_burn(log, run, a)
    log_fuel(log, run, a, Flow.LANDED, -1, a.fuel_kg)
    a.task = task
    tally = log.tallies[a.tally]
    tally.landed_kg = a.fuel_kg
    tally.burned_kg = a.burned_kg
    tally.last_task = task
    tally.distance_m, tally.flown_s = a.distance_m, a.flown_s
    if task == Task.DOWN:
        tally.landing_time_s = a.time_s
        tally.landed_at = a.landing_base


@kernel
def run_dry(a: Any, flight: Any, points: Any, log: Any, run: int) -> None:
    """Record that the tanks are empty in the air; the aircraft is out of the exercise."""
    log_burn(log, run, a)
    log_event(log, run, a, Event.FUEL_OUT, -1, home_distance_m(a, flight, points))
    shut_down(a, log, run, Task.LOST)
