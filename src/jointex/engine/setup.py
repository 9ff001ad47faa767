"""From a plan to the arrays of a run: the fleet before the first take-off, flights, route points, settings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.drills.formation import geometry
from jointex.earth.winds import no_wind
from jointex.engine.day import Day
from jointex.engine.eyes import eyes_of
from jointex.engine.fight_setup import combat_of, guided_of
from jointex.engine.guests.runs import Guided
from jointex.engine.luck import draw_numbers
from jointex.engine.run import NO_BRACKETS, World
from jointex.engine.sky import NOBODY_LOOKS, Eyes
from jointex.fleet.aircraft import AIRCRAFT, BRACKET, FLIGHT, MOST_TANKERS, SETTINGS
from jointex.fleet.log import Task
from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.energy import DESCENT_SLOPE
from jointex.flight.state import POINT
from jointex.planning import Plan, PlannedFlight
from jointex.planning.brackets import BracketPoints
from jointex.planning.routes import route_points
from jointex.planning.tankers.orders import JOIN_S, Bracket, TankerPlan
from jointex.scenario import Flight, Work
from jointex.scenario.forces import MOST_DIVERTS

FRAME_S = 5.0
"""Common frame of a run [s]: decisions, air, separation."""
NEVER_S = 1e12
"""A time that does not come [s]."""
SLOWER_MACH, FASTER_MACH = 0.06, 0.04
"""How far a flight leaves its planned Mach number to be on time. Estimated: what crews call a small correction."""
MOST_STAYING_S = 1800.0
"""Longest a tanker stays beyond its time for receivers still to come [s]. Estimated."""
TAIL_S = 8.0 * 3600.0
"""Time after the last planned landing at which a run is cut off [s]."""
FULL_TRACKS, THIN_TRACKS = 1, 100
"""Runs with tracks every `TRACK_S`, and runs with tracks every `THIN_TRACK_S`."""
TRACK_S, THIN_TRACK_S = 10.0, 60.0


@dataclass(frozen=True)
class Setup:
    """The arrays a run starts from; never changed, copied for every run."""

    world: World
    fleet: NDArray[Any]
    flights: NDArray[Any]
    wind_error: float
    day: Day | None = None
    eyes: Eyes = NOBODY_LOOKS
    guided: tuple[Guided, ...] = ()


def set_up(
    plan: Plan, seed: int, frame_s: float = FRAME_S, max_step_s: float = math.inf, tracks: int = THIN_TRACKS
) -> Setup:
    """Return the arrays of a plan's runs.

    Parameters
    ----------
    plan : Plan
    seed : int
        Seed of all draws, 0 to 2^63 - 1.
    frame_s : float
        Common frame [s].
    max_step_s : float
        Longest step of an aircraft [s]; 0.1 gives the fine reference.
    tracks : int
        How many runs log their tracks; the first one densely.

    Returns
    -------
    Setup
    """
    n_aircraft = sum(flight.count for flight in plan.flights)
    fleet, flights = np.zeros(n_aircraft, AIRCRAFT), np.zeros(len(plan.flights), FLIGHT)
    points: list[NDArray[Any]] = []
    numbers = draw_numbers(plan)
    first = n_points = 0
    for number, planned in enumerate(plan.flights):
        asked = plan.scenario.flight(planned.id)
        fill_flight(flights[number], plan, planned, number, first)
        flights[number]["draw_number"] = numbers[planned.id].flight
        ready = plan.scenario.ready_probabilities(planned.id)
        for member in range(planned.count):
            own = route_points(planned.route, member)
            own["left_s"] = planned.left_s
            if flights[number]["is_tanker"]:  # two more, which it places itself when it turns for receivers
                flights[number]["meeting_point"] = len(own)
                own = np.concatenate([own, own[-2:]])
            flights[number]["wait_point"] = len(own)  # and two to wait at for its turn to land
            own = np.concatenate([own, own[-2:]])
            a = fleet[first + member]
            fill_aircraft(a, planned, asked, member, ready[member])
            a["aircraft"], a["flight"], a["first_point"] = first + member, number, n_points
            a["point"], a["last_point"] = n_points, n_points + planned.route.end
            a["draw_number"] = numbers[planned.id].aircraft + member
            points.append(own)
            n_points += len(own)
        first += planned.count
    settings = settings_of(plan, seed, frame_s, max_step_s, tracks)
    # copies: the weather's own arrays are read-only, which another process would not see, and would compile for
    nodes, axes = plan.weather.nodes.copy(), plan.weather.axes.copy()
    world = World(np.concatenate(points), nodes, axes, settings, brackets_of(plan, fleet, flights))
    world = world._replace(combat=combat_of(plan, flights))
    wind_error = plan.scenario.uncertainty.wind_error.fraction_of_sd
    return Setup(world, fleet, flights, wind_error, Day.of(plan), eyes_of(plan), guided_of(plan, flights))


def nothing_to_fly() -> Setup:
    """Return the arrays of an exercise that is over before it begins; they have the types of any other.

    Returns
    -------
    Setup
    """
    settings = np.zeros(1, SETTINGS)
    settings["frame_s"], settings["max_step_s"] = FRAME_S, math.inf
    air = no_wind()
    world = World(np.zeros(1, POINT), air.nodes.copy(), air.axes.copy(), settings)
    return Setup(world, np.zeros(1, AIRCRAFT), np.zeros(1, FLIGHT), 0.0)


def fill_flight(row: Any, plan: Plan, planned: PlannedFlight, number: int, first: int) -> None:
    """Fill in the record of a flight."""
    route, work = planned.route, planned.work
    fields: dict[str, float] = {
        "release_s": planned.takeoff_time_s,
        "first": first,
        "count": planned.count,
        "leader": -1,
        "lead_flight": -1,
        "work": -1,
        "work_end_s": NEVER_S,
        "bingo_s": math.inf,
        "caller": -1,
        "slower_mach": SLOWER_MACH,
        "faster_mach": FASTER_MACH,
        "joker_kg": planned.joker_extra_kg,
        "reserve_kg": planned.fuel.reserve_kg,
        "swap_s": planned.rules.swap_s,
        "weather_wait_s": planned.rules.weather_wait_s,
        "duty_end_s": min(planned.rules.duty_end_s, NEVER_S),
        "home_s": planned.rules.home_s,
        "shut_down_s": planned.rules.shut_down_s,
        "work_start_s": -NEVER_S,
        "home_kg_per_m": planned.home_kg_per_m,
        "approach_fuel_kg": planned.approach_fuel_kg,
        "stretch_point": route.stretch,
        "meet_point": route.meet,
        "loop_first": route.loop_first,
        "loop_last": route.loop_last,
        "home_point": route.home,
        "split_point": route.split,
        "end_point": route.end,
        "n_diverts": min(len(route.diverts), MOST_DIVERTS),
    }
    if work is not None:
        fields |= station_fields(plan, work, planned, number)
    if plan.tankers is not None:
        fields |= tanker_fields(plan.tankers, planned)
        fields |= stand_in_fields(plan, planned)
    for name, value in fields.items():
        row[name] = value
    for place, (start, end) in enumerate(route.diverts[:MOST_DIVERTS]):
        row["divert_point"][place], row["divert_end"][place] = start, end


def tanker_fields(tankers: TankerPlan, planned: PlannedFlight) -> dict[str, float]:
    """Return what a tanker has: stations, what it may give, its size; nothing for other flights."""
    duty = tankers.tanker(planned.id)
    if duty is None:
        return {}
    count = {kind: sum(n for _, its_kind, n in duty.stations if its_kind == kind) for kind in ("boom", "drogue")}
    return {
        "is_tanker": 1,
        "most_give_kg": duty.most_give_kg,
        "planned_give_kg": duty.give_kg,
        "latest_off_s": duty.off_s + MOST_STAYING_S,
        "half_span_m": 0.5 * duty.span_m,
        "length_m": duty.length_m,
        "is_exclusive": duty.is_exclusive,
        "n_booms": count["boom"],
        "n_drogues": count["drogue"],
    }


def stand_in_fields(plan: Plan, planned: PlannedFlight) -> dict[str, float]:
    """Return what a tanker on the ground waits for; nothing for other flights."""
    standing = None if plan.tankers is None else plan.tankers.stand_in(planned.id)
    if standing is None:
        return {}
    return {
        "is_stand_in": 1,
        "stands_in_for": [flight.id for flight in plan.flights].index(standing.stands_in_for),
        "notice_s": standing.notice_s,
        "called_by_s": standing.called_by_s,
    }


def brackets_of(plan: Plan, fleet: NDArray[Any], flights: NDArray[Any]) -> NDArray[Any]:
    """Return the brackets of all flights in order, and tell flights and aircraft which are theirs."""
    rows: list[NDArray[Any]] = []
    number = {flight.id: index for index, flight in enumerate(plan.flights)}
    for index, planned in enumerate(plan.flights):
        own = slice(int(flights["first"][index]), int(flights["first"][index] + flights["count"][index]))
        fleet["bracket"][own] = len(rows)
        brackets = plan.tankers.of_flight(planned.id) if plan.tankers is not None else ()
        for bracket, points in zip(brackets, planned.route.brackets, strict=True):
            row = bracket_row(bracket, points, planned.route.meet)
            for place, tanker in enumerate(points.tankers[:MOST_TANKERS]):
                row["tanker"][0, place] = flights["first"][number[tanker]]
            rows.append(row)
        flights["bracket_end"][index] = len(rows) if brackets else 0
    return np.concatenate(rows) if rows else NO_BRACKETS.copy()


def bracket_row(bracket: Bracket, points: BracketPoints, meet: int) -> NDArray[Any]:
    """Return the record of one bracket; its tankers' numbers are filled in by the caller."""
    row = np.zeros(1, BRACKET)
    for name in ("leave_s", "onload_kg", "leave_kg", "abort_kg", "below_m", "above_m", "berth", "side"):
        row[name] = getattr(bracket, name)
    row["control_s"] = bracket.arrive_s - JOIN_S
    row["least_kg"] = bracket.least_onload_kg
    row["control"], row["onward"], row["n_tankers"] = points.control, points.onward, len(points.tankers)
    row["is_home"] = points.control > meet >= 0
    for place, (first, last) in enumerate(points.holds[:MOST_TANKERS]):
        row["hold_first"][0, place], row["hold_last"][0, place] = first, last
    flows_kg_s = {
        bracket.tanker: bracket.flow_kg_s,
        **dict(zip(bracket.alternates, bracket.alternate_flows_kg_s, strict=True)),
    }
    for place, tanker in enumerate(points.tankers[:MOST_TANKERS]):
        row["flow_kg_s"][0, place], row["is_boom"][0, place] = flows_kg_s[tanker], bracket.kind == "boom"
    return row


def station_fields(plan: Plan, work: Work, planned: PlannedFlight, number: int) -> dict[str, float]:
    """Return what a flight has to know of its work: times, and its station on the leading flight."""
    order = [flight.id for flight in plan.flights]
    lead, own = work.stations[work.lead], work.stations[planned.id]
    return {
        "work": plan.scenario.work.index(work) if work in plan.scenario.work else len(plan.scenario.work) + number,
        "lead_flight": -1 if planned.id == work.lead else order.index(work.lead),
        "work_end_s": work.end_s,
        "work_start_s": work.time_s,
        "out_s": work.time_s - planned.takeoff_time_s,
        "station_right_m": own.right_m - lead.right_m,
        "station_back_m": own.back_m - lead.back_m,
        "station_up_m": own.level_m - lead.level_m,
    }


def fill_aircraft(a: Any, planned: PlannedFlight, asked: Flight, member: int, ready_probability: float) -> None:
    """Fill in the record of an aircraft before its first take-off."""
    for name, _ in AIRFRAME_FIELDS:
        a[name] = planned.airframe[name][0]
    departure = planned.departure
    slot = geometry(asked.formation, member)
    a["slot_right_m"], a["slot_back_m"], a["slot_up_m"] = slot
    a["own_right_m"], a["own_back_m"], a["own_up_m"] = slot
    a["tanker"], a["last_tanker"] = -1, -1
    a["fuel_kg"], a["fuel_flow_factor"] = planned.fuel.loaded_kg, 1.0
    a["planned_release_s"] = planned.takeoff_time_s + member * asked.takeoff_interval_s
    a["release_s"] = a["planned_release_s"]
    a["roll_s"], a["roll_fuel_kg"], a["taxi_s"] = departure.roll_s, departure.roll_fuel_kg, departure.taxi_s
    a["lift_off_m_s"], a["field_altitude_m"] = departure.lift_off_m_s, departure.field_altitude_m
    a["bank_order_rad"] = min(planned.route.bank_rad, float(a["bank_limit_rad"]))
    a["member"], a["leader"], a["task"] = member, -1, int(Task.PARKED)
    a["drift_count"], a["close_until_s"], a["parting_s"], a["approach_s"] = -1, -math.inf, math.inf, math.inf
    a["ready_probability"] = ready_probability
    a["is_vertical_landing"] = asked.landing_mode == "vertical"
    start = planned.points[0]
    latitude, longitude = math.radians(start.latitude_deg), math.radians(start.longitude_deg)
    a["x"], a["y"] = math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude)
    a["z"], a["altitude_m"] = math.sin(latitude), departure.field_altitude_m
    a["ground_north_m_s"], a["heading_north"], a["facing_north"] = DESCENT_SLOPE, 1.0, 1.0


def settings_of(plan: Plan, seed: int, frame_s: float, max_step_s: float, tracks: int) -> NDArray[Any]:
    """Return the settings record of a plan's runs."""
    unsure, rules = plan.scenario.uncertainty, plan.scenario.rules
    last_s = max(flight.landing_time_s for flight in plan.flights)
    fields = {
        "frame_s": frame_s,
        "max_step_s": max_step_s,
        "end_s": last_s + TAIL_S,
        "separation_m": rules.lateral_separation_m,
        "separation_up_m": rules.vertical_separation_m,
        "bubble_m": rules.bubble_m,
        "station_keeping_m": unsure.station_keeping.sd_m,
        "fuel_flow_spread": unsure.fuel_flow.sd_fraction,
        "ground_abort": unsure.ground_abort.probability,
        "delay_sd_s": unsure.departure_delay.on_time_sd_s,
        "late_probability": unsure.departure_delay.late_probability,
        "late_mean_s": unsure.departure_delay.late_mean_s,
        "track_s": TRACK_S,
        "thin_track_s": THIN_TRACK_S,
        "hook_up_s": unsure.contacts.hook_up_s,
        "hook_up_sd_s": unsure.contacts.hook_up_sd_s,
        "clear_s": unsure.contacts.clear_s,
        "missed_probability": unsure.contacts.missed_probability,
        "disconnect_probability": unsure.contacts.disconnect_probability,
        "failure_probability": unsure.contacts.failure_probability,
        "most_attempts": unsure.contacts.attempts,
        "seed": seed,
        "full_tracks": min(FULL_TRACKS, tracks),
        "thin_tracks": tracks,
    }
    settings = np.zeros(1, SETTINGS)
    for name, value in fields.items():
        settings[name] = value
    return settings
