"""One flight's plan: levels and speeds, a rehearsal, the release time solved backwards, and its fuel lines."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.cards import AircraftCard, BaseCard
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.earth.geodesics import distance_course
from jointex.earth.winds import Weather
from jointex.flight.journey import TAXI_OUT_S, most_fuel_kg
from jointex.flight.loadout import SEA_LEVEL_DENSITY_KG_M3, airframe, kernel_argument
from jointex.flight.performance import (
    best_endurance_cruise,
    best_range_cruise,
    greatest_mach,
    level_flow_kg_s,
    pressure_pa,
    slowest_mach,
    temperature_ratio,
    thrust_limited_mach,
)
from jointex.flight.runway import (
    APPROACH_RATIO,
    LIFT_OFF_RATIO,
    field_density_kg_m3,
    run_up_to_speed,
    stall_speed_m_s,
    vertical_landing_mass_kg,
)
from jointex.planning.fields import field, field_offset_k
from jointex.planning.fighting import fight_kg
from jointex.planning.minima import landing_gate, takeoff_gate
from jointex.planning.model import Departure, PlannedFlight, PlannedFuel, PlannedPoint, PlannedRules
from jointex.planning.rehearsal import ON_LEAVING, ON_REFUELLED, Rehearsal, Rehearsing, State
from jointex.planning.routes import (
    CLEARING_M,
    CLEARING_STEP_M,
    TURN_BANK_RAD,
    WINGMAN_DETOUR_M,
    Route,
    Speeds,
    build_route,
)
from jointex.planning.runways import landing_lengths_at_m, take_off_lengths_m
from jointex.planning.tankers.orders import JOIN_S, Bracket, TankerPlan
from jointex.planning.waypoints import turn_radius_m
from jointex.scenario import Flight, Place, Racetrack, Scenario, Station, Work
from jointex.units import FLIGHT_LEVEL_M, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

SHORT_WAY_M = 300.0 * NAUTICAL_MILE_M
"""Ways out shorter than this are flown at the level of the work [m]. Estimated."""
DESCENT_SHARE = 0.0314
"""Highest cruise level over the length of the way home: a 3-degree descent takes at most 60 % of it."""
WET_TAKE_OFF_SHARE = 0.75
"""Dry thrust over weight below which fighters take off with afterburner. Estimated."""
HIGHEST_CRUISE_M = 410 * FLIGHT_LEVEL_M
"""Highest level planned unless the scenario asks for more: FL410, the top of reduced vertical separation airspace (ICAO
Doc 9574)."""
LEAST_CRUISE_M = 1500.0
"""Lowest cruise level planned [m]."""
CONTINGENCY_FRACTION = 0.05
"""Fuel for the way home beyond the rehearsed one, for wind and formation flying: 5 % of the trip, as ICAO Annex 6 part I,
4.3.6 asks of airliners."""
SAME_WAY = math.cos(math.radians(30.0))
"""Courses home that differ by less than 30 degrees are the same way: 20 NM apart after 40. Estimated."""
MARGIN_SHARE_OF_SPREAD = 1.5
"""How much earlier than needed a flight leaves, in standard deviations of its departure: the way in absorbs the rest."""


@dataclass(frozen=True)
class Bases:
    """The base of departure, the base of landing, and the diverts."""

    base: BaseCard
    recovery: BaseCard
    diverts: tuple[BaseCard, ...]


@dataclass(frozen=True)
class Draft:
    """A flight on its way to a plan: what is known before and after its rehearsal."""

    flight: Flight
    work: Work | None
    card: AircraftCard
    bases: Bases
    airframe: NDArray[Any]
    fuel_kg: float
    departure: Departure
    speeds: Speeds
    route: Route
    rehearsal: Rehearsal

    @property
    def a(self) -> Any:
        """The airframe as kernels take it."""
        return kernel_argument(self.airframe)


def find_bases(scenario: Scenario, flight: Flight) -> Bases:
    """Return the cards of a flight's bases, or of the decks in their place."""
    diverts = tuple(field(scenario, name) for name in flight.diverts)
    return Bases(field(scenario, flight.base), field(scenario, flight.recovery), diverts)


def work_of(scenario: Scenario, flight: Flight) -> Work | None:
    """Return the work a flight takes part in; the first one if there are several."""
    return next((work for work in scenario.work if flight.id in work.flights), None)


def draft_flight(scenario: Scenario, flight: Flight, weather: Weather, tankers: TankerPlan | None = None) -> Draft:
    """Return a flight with its route flown once by its leader.

    Parameters
    ----------
    scenario : Scenario
    flight : Flight
        One of its flights.
    weather : Weather
        The mean air it is planned in.
    tankers : TankerPlan, optional
        Where it takes or gives fuel.

    Returns
    -------
    Draft
    """
    card = cards.aircraft(flight.aircraft, scenario.card_folders)
    record = airframe(card, flight.stores, flight.payload_kg, scenario.card_folders)
    a = kernel_argument(record)
    bases, work = find_bases(scenario, flight), work_of(scenario, flight) or tanker_work(tankers, flight)
    fuel_kg = flight.fuel_kg if flight.fuel_kg is not None else max(0.0, most_fuel_kg(a))
    departure = leave(a, flight, bases.base, fuel_kg, field_offset_k(scenario, bases.base))
    if flight.landing_mode == "vertical":
        offset_k = field_offset_k(scenario, bases.recovery)
        limit = vertical_landing_mass_kg(a, bases.recovery.elevation_m, offset_k)
        record["vertical_landing_mass_kg"] = limit
    speeds = own_level(scenario, flight, work, choose_speeds(a, flight, work, bases, fuel_kg))
    route = build_route(flight, work, bases.base, bases.recovery, bases.diverts, speeds, tankers)
    at_lift_off_kg = fuel_kg - departure.taxi_s * a.taxi_fuel_kg_s - departure.roll_fuel_kg
    rehearsal = rehearse(
        record, route, weather, bases.base, departure, at_lift_off_kg, work, flight.id, tankers, scenario
    )
    return Draft(flight, work, card, bases, record, fuel_kg, departure, speeds, route, rehearsal)


def leave(a: Any, flight: Flight, base: BaseCard, fuel_kg: float, offset_k: float) -> Departure:
    """Return roll, lift-off speed and taxi of a departure at its mass and temperature."""
    mass_kg = a.empty_mass_kg + a.load_mass_kg + fuel_kg
    density = field_density_kg_m3(base.elevation_m, offset_k)
    lift_off = LIFT_OFF_RATIO * stall_speed_m_s(mass_kg, density, a.wing_area_m2, a.lift_max_takeoff)
    is_wet = a.wet_thrust_n > 0.0 and a.dry_thrust_n < WET_TAKE_OFF_SHARE * mass_kg * STANDARD_GRAVITY_M_S2
    roll_s, _, roll_kg = run_up_to_speed(a, mass_kg, base.elevation_m, offset_k, is_wet, lift_off, 0.0)
    if not math.isfinite(roll_s):
        roll_s, roll_kg = 60.0, 0.0  # a finding says that it cannot take off
    return Departure(roll_s, roll_kg, lift_off, base.elevation_m, TAXI_OUT_S)


def choose_speeds(a: Any, flight: Flight, work: Work | None, bases: Bases, fuel_kg: float) -> Speeds:
    """Return levels and Mach numbers: the scenario's, or best range within what the length of the way allows."""
    heavy_kg = a.empty_mass_kg + a.load_mass_kg + 0.9 * fuel_kg
    light_kg = a.empty_mass_kg + a.load_mass_kg + 0.3 * fuel_kg
    top_m = min(HIGHEST_CRUISE_M, a.ceiling_m)
    level_m, mach, _ = best_range_cruise(a, heavy_kg, 0.0, top_m)
    home_level_m, home_mach, _ = best_range_cruise(a, light_kg, 0.0, top_m)
    out_m, home_m = way_lengths_m(flight, work, bases)
    if work is not None and out_m < SHORT_WAY_M:
        level_m = min(level_m, work.stations[flight.id].level_m)
    home_level_m = max(LEAST_CRUISE_M, min(home_level_m, DESCENT_SHARE * home_m))
    reference = APPROACH_RATIO * stall_speed_m_s(
        a.empty_mass_kg + a.load_mass_kg + 0.15 * fuel_kg, SEA_LEVEL_DENSITY_KG_M3, a.wing_area_m2, a.lift_max_landing
    )
    level_m = flight.level_m or max(LEAST_CRUISE_M, level_m)
    home_level_m = flight.level_m or home_level_m
    return Speeds(
        mach=possible_mach(a, heavy_kg, level_m, flight.mach or mach),
        level_m=level_m,
        home_mach=possible_mach(a, light_kg, home_level_m, flight.mach or home_mach),
        home_level_m=home_level_m,
        reference_cas_m_s=reference,
        most_cas_m_s=a.max_cas_m_s,
    )


def own_level(scenario: Scenario, flight: Flight, work: Work | None, speeds: Speeds) -> Speeds:
    """Return speeds with a level home of the flight's own: flights that leave one work the same way do not share one.

    The highest keeps its level, and of those that chose the same the one that worked highest; each next one is a vertical
    separation lower, and begins its climb later.
    """
    if work is None or flight.level_m is not None or len(work.flights) < 2:
        return speeds
    course_rad = course_home_rad(scenario, flight, work)
    wanted = [(speeds.home_level_m, work.stations[flight.id].level_m, flight.id)]
    for name in work.flights:
        other = scenario.flight(name)
        if name != flight.id and math.cos(course_home_rad(scenario, other, work) - course_rad) > SAME_WAY:
            card = cards.aircraft(other.aircraft, scenario.card_folders)
            a = kernel_argument(airframe(card, other.stores, other.payload_kg, scenario.card_folders))
            fuel_kg = other.fuel_kg if other.fuel_kg is not None else max(0.0, most_fuel_kg(a))
            level_m = choose_speeds(a, other, work, find_bases(scenario, other), fuel_kg).home_level_m
            wanted.append((level_m, work.stations[name].level_m, name))
    level_m, clear_m = math.inf, CLEARING_M
    for own_m, _, name in sorted(wanted, reverse=True):
        level_m = min(own_m, level_m - scenario.rules.vertical_separation_m)
        if name == flight.id:
            break
        clear_m += CLEARING_STEP_M
    return replace(speeds, home_level_m=max(LEAST_CRUISE_M, level_m), clear_m=clear_m)


def course_home_rad(scenario: Scenario, flight: Flight, work: Work) -> float:
    """Return the course on which a flight leaves its work for home [rad]."""
    recovery = field(scenario, flight.recovery)
    first = flight.homebound[0] if flight.homebound else recovery
    here, there = (work.meet.latitude_deg, work.meet.longitude_deg), (first.latitude_deg, first.longitude_deg)
    return float(distance_course(*map(math.radians, (*here, *there)))[1])


def mach_window(a: Any, mass_kg: float, level_m: float, offset_k: float = 0.0) -> tuple[float, float]:
    """Return the slowest and the fastest Mach number of level flight without afterburner."""
    pressure = pressure_pa(level_m)
    allowed = greatest_mach(a, pressure / SEA_LEVEL_PRESSURE_PA)
    reached = thrust_limited_mach(a, mass_kg, level_m, offset_k, False)
    return float(slowest_mach(a, mass_kg, pressure)), float(min(allowed, reached))


def possible_mach(a: Any, mass_kg: float, level_m: float, wanted: float) -> float:
    """Return the Mach number nearest to the wanted one that can be flown; a finding names one that was out of reach."""
    slowest, fastest = mach_window(a, mass_kg, level_m)
    return max(slowest, min(wanted, fastest)) if slowest < fastest else wanted


def way_lengths_m(flight: Flight, work: Work | None, bases: Bases) -> tuple[float, float]:
    """Return the lengths of the ways out and home [m]."""
    meet = [(work.meet.latitude_deg, work.meet.longitude_deg)] if work else []
    base, recovery = bases.base, bases.recovery
    outbound = [(p.latitude_deg, p.longitude_deg) for p in flight.outbound]
    out = [(base.latitude_deg, base.longitude_deg), *outbound, *meet]
    back = [out[-1], *((p.latitude_deg, p.longitude_deg) for p in flight.homebound)]
    back.append((recovery.latitude_deg, recovery.longitude_deg))
    return path_m(out), path_m(back)


def path_m(places_deg: list[tuple[float, float]]) -> float:
    """Return the length of a path of geodesics [m]."""
    pairs = itertools.pairwise(places_deg)
    return sum(float(distance_course(*map(math.radians, (*here, *there)))[0]) for here, there in pairs)


def rehearse(
    record: NDArray[Any],
    route: Route,
    weather: Weather,
    base: BaseCard,
    departure: Departure,
    fuel_kg: float,
    work: Work | None,
    flight_id: str = "",
    tankers: TankerPlan | None = None,
    scenario: Scenario | None = None,
) -> Rehearsal:
    """Fly the leader out, through its work, and home, taking or giving the fuel it is to take or give.

    What simulated combat of the scenario burns above formation is taken off at the end of the work.
    """
    show = Rehearsing(record, route, weather)
    show.lift_off(base.latitude_deg, base.longitude_deg, base.elevation_m, departure.lift_off_m_s, fuel_kg)
    brackets = tankers.of_flight(flight_id) if tankers is not None else ()
    early = [n for n, points in enumerate(route.brackets) if work is None or points.control < route.meet]
    for number in early:
        gap_s = brackets[number].arrive_s - JOIN_S - brackets[number - 1].leave_s if number else 0.0
        show.fly_bracket(number, stay_s(brackets[number]), brackets[number].onload_kg, gap_s)
    if work is not None and route.meet >= 0:
        show.fly_to_point(route.meet)
        if not show.result.is_complete:
            return show.result
        show.a.fuel_flow_factor = station_factor(show.a, work, flight_id)
        fly_work(show, work, tankers.gifts(flight_id) if tankers is not None else ())
        show.a.fuel_flow_factor = 1.0
        if scenario is not None:
            show.a.fuel_kg -= fight_kg(scenario, flight_id, work, show.a, float(show.a.fuel_kg))
        show.note(ON_LEAVING)
        show.turn_home()
    for number in range(len(early), len(route.brackets)):
        show.fly_bracket(number, stay_s(brackets[number]), brackets[number].onload_kg)
    show.fly_to_point(route.end)
    return show.result


def stay_s(bracket: Bracket) -> float:
    """Return the time from a bracket's control point until its flight goes on [s]: the join-up, the queue, the contacts."""
    return JOIN_S + bracket.leave_s - bracket.arrive_s


def fly_work(show: Rehearsing, work: Work, gifts: Sequence[tuple[float, float]]) -> None:
    """Fly the racetrack of a work to its end, giving fuel (time [s], mass [kg]) on the way."""
    begin_s, route = float(show.a.time_s), show.route
    for at_s, kg in gifts:
        show.fly_loop(begin_s + min(work.duration_s, max(0.0, at_s - work.time_s)), route.loop_first, route.loop_last)
        show.take(-kg)
    show.fly_loop(begin_s + work.duration_s, route.loop_first, route.loop_last)


def station_factor(a: Any, work: Work, flight_id: str) -> float:
    """Return what a flight burns on its station on a leader over what it would burn on its own racetrack.

    Abreast of a leader that turns, it flies a wider turn in the same time, or a narrower one: faster or slower.
    """
    if flight_id == work.lead or flight_id not in work.stations:
        return 1.0
    station, lead = work.stations[flight_id], work.stations[work.lead]
    radius_m = turn_radius_m(work.mach, lead.level_m, work.pattern.bank_rad or TURN_BANK_RAD)
    side = 1.0 if work.pattern.turn == "right" else -1.0
    wider = max(0.0, 1.0 - side * (station.right_m - lead.right_m) / radius_m)
    share = math.pi * radius_m / (math.pi * radius_m + work.pattern.leg_m)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + max(0.0, a.fuel_kg)
    delta, theta = pressure_ratio(station.level_m), temperature_ratio(station.level_m, 0.0)
    slowest, fastest = mach_window(a, mass_kg, station.level_m)
    turning = max(slowest, min(fastest, wider * work.mach))
    flows = [level_flow_kg_s(a, mass_kg, mach, delta, theta) for mach in (turning, work.mach)]
    return 1.0 + share * (float(flows[0] / flows[1]) - 1.0)


def tanker_work(tankers: TankerPlan | None, flight: Flight) -> Work | None:
    """Return a tanker's time on its track as a work of its own, or None if it has none."""
    duty = tankers.tanker(flight.id) if tankers is not None else None
    if tankers is None or duty is None:
        return None
    track = tankers.track(duty.track)
    station = Station.model_construct(level_m=track.level_m, right_m=0.0, back_m=0.0)
    pattern = Racetrack.model_construct(
        course_deg=track.course_deg, leg_m=track.leg_m, turn=track.turn, bank_rad=track.bank_rad
    )
    return Work.model_construct(
        id=track.id,
        text="",
        meet=Place(track.id, track.latitude_deg, track.longitude_deg),
        time_s=duty.on_s,
        lead=flight.id,
        flights=(flight.id,),
        area="",
        pattern=pattern,
        duration_s=duty.off_s - duty.on_s,
        mach=track.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(track.level_m)),
        stations={flight.id: station},
    )


def plan_flight(scenario: Scenario, draft: Draft, tankers: TankerPlan | None = None) -> PlannedFlight:
    """Return the plan of a drafted flight: release time solved backwards from the meeting time, and fuel lines."""
    brackets = tankers.of_flight(draft.flight.id) if tankers is not None else ()
    flight, route, a = draft.flight, draft.route, draft.a
    meet = draft.rehearsal.at(route.meet) if draft.work else None
    margin_s = max(MARGIN_SHARE_OF_SPREAD * scenario.uncertainty.departure_delay.on_time_sd_s, early_s(draft, brackets))
    released_s = draft.departure.taxi_s
    if draft.work is not None and meet is not None:
        released_s = draft.work.time_s - meet.time_s - draft.departure.roll_s - margin_s
    elif brackets and (first := draft.rehearsal.at(draft.route.brackets[0].control)) is not None:
        released_s = brackets[0].arrive_s - JOIN_S - first.time_s - draft.departure.roll_s
    lifted_s = released_s + draft.departure.roll_s
    margin_kg = lost_time_kg(draft, margin_s)
    points = planned_points(draft, released_s, lifted_s, margin_s, margin_kg)
    fuel, joker_extra_kg, home_kg_per_m, approach_kg = fuel_lines(scenario, draft, a, margin_kg, brackets)
    track = np.array(draft.rehearsal.track, dtype=np.float64).reshape(-1, 4)
    track[:, 0] += lifted_s + (margin_s if meet is not None else 0.0)
    return PlannedFlight(
        id=flight.id,
        aircraft=draft.card.id,
        count=flight.count,
        nation=flight.nation,
        role=flight.role,
        base=draft.bases.base.id,
        recovery=draft.bases.recovery.id,
        diverts=tuple(divert.id for divert in draft.bases.diverts),
        members=flight.members,
        takeoff_time_s=released_s,
        landing_time_s=points[-1].time_s,
        mach=draft.speeds.mach,
        level_m=draft.speeds.level_m,
        fuel=fuel,
        points=points,
        route=route,
        airframe=draft.airframe,
        departure=draft.departure,
        joker_extra_kg=joker_extra_kg,
        home_kg_per_m=home_kg_per_m,
        approach_fuel_kg=approach_kg,
        left_s=times_left_s(draft),
        rules=planned_rules(scenario, draft, released_s, points, fuel),
        track=track,
        work=draft.work,
    )


def early_s(draft: Draft, brackets: Sequence[Bracket]) -> float:
    """Return how much earlier than its meeting asks for a flight must leave to be at its first tanker in time [s]."""
    meet = draft.rehearsal.at(draft.route.meet) if draft.work else None
    first = draft.rehearsal.at(draft.route.brackets[0].control) if draft.route.brackets else None
    if draft.work is None or meet is None or first is None or first.time_s > meet.time_s:
        return 0.0
    return draft.work.time_s - meet.time_s - (brackets[0].arrive_s - JOIN_S - first.time_s)


def planned_rules(
    scenario: Scenario, draft: Draft, released_s: float, points: tuple[PlannedPoint, ...], fuel: PlannedFuel
) -> PlannedRules:
    """Return what the rules ask of a flight: minima where it takes off and may land, crew duty, spares."""
    flight, card, bases, rules = draft.flight, draft.card, draft.bases, scenario.rules
    minima, duty_s = scenario.minima(flight.id), scenario.crew_duty_s(flight.id)
    left_s = next((point.time_s for point in points if point.task == "leave"), released_s)
    report_s = released_s - rules.report_s
    return PlannedRules(
        spares=flight.spares,
        swap_s=rules.swap_s,
        weather_wait_s=rules.weather_wait_s,
        duty_s=duty_s,
        report_s=report_s,
        planned_duty_s=points[-1].time_s + rules.shut_down_s - report_s,
        home_s=points[-1].time_s - left_s + rules.shut_down_s,
        shut_down_s=rules.shut_down_s,
        turn_round_s=flight.turn_round_s,
        takeoff=takeoff_gate(minima, card, bases.base, take_off_lengths_m(scenario, draft)[1]),
        landings=tuple(
            landing_gate(minima, card, place, landing_lengths_at_m(scenario, draft, place, fuel.landing_kg or 0.0)[1])
            for place in (bases.recovery, *bases.diverts)
        ),
    )


def lost_time_kg(draft: Draft, margin_s: float) -> float:
    """Return the fuel burned while the margin is lost on the way to the meeting place [kg]."""
    before, after = draft.rehearsal.at(draft.route.meet - 1), draft.rehearsal.at(draft.route.meet)
    if draft.work is None or before is None or after is None:
        return 0.0
    return margin_s * max(0.0, before.unburned_kg - after.unburned_kg) / (after.time_s - before.time_s)


def times_left_s(draft: Draft) -> tuple[float, ...]:
    """Return the rehearsed flying time from each point of the route to the meeting place [s]; NaN beyond it."""
    meet = draft.rehearsal.at(draft.route.meet) if draft.work else None
    passed = {state.point: state.time_s for state in draft.rehearsal.passed if meet and state.time_s <= meet.time_s}
    return tuple(meet.time_s - passed[n] if meet and n in passed else math.nan for n in range(len(draft.route.points)))


def planned_points(
    draft: Draft, released_s: float, lifted_s: float, margin_s: float, margin_kg: float
) -> tuple[PlannedPoint, ...]:
    """Return the points of a plan with the leader's state at each; the margin is lost on the way to the meeting place."""
    a, base = draft.a, draft.bases.base
    dry_kg = a.empty_mass_kg + a.load_mass_kg
    start = State(-1, 0.0, base.latitude_deg, base.longitude_deg, base.elevation_m, draft.fuel_kg, 0.0, 0.0, 0.0, 0.0)
    rows = [planned_point(base.id, "take-off", start, released_s, dry_kg)]
    for passed in draft.rehearsal.passed:
        is_late = is_after(draft, passed)
        late_s = lifted_s + (margin_s if is_late else 0.0)
        state = replace(passed, fuel_kg=passed.fuel_kg - (margin_kg if is_late else 0.0))
        name, task = named_point(draft, state.point)
        rows.append(planned_point(name, task, state, late_s + state.time_s, dry_kg))
    return tuple(rows)


def named_point(draft: Draft, number: int) -> tuple[str, str]:
    """Return name and task of a rehearsed moment: a point of the route, the end of the work, or that of a bracket."""
    route = draft.route
    if number <= ON_REFUELLED:
        return route.brackets[ON_REFUELLED - number].id, "refuelled"
    if number < 0:
        return (draft.work.id if draft.work else ""), "leave"
    point = route.points[number]
    return point.name, "meet" if number == route.meet else point.task


def is_after(draft: Draft, state: State) -> bool:
    """Return whether a state belongs to the time after the stretch in which the margin is lost."""
    route = draft.route
    lost = draft.rehearsal.at(
        max(route.stretch, 0)
    )  # by time: laps with a tanker stand behind the way in their numbers
    return route.meet >= 0 and lost is not None and state.time_s >= lost.time_s


def planned_point(name: str, task: str, state: State, time_s: float, dry_kg: float) -> PlannedPoint:
    """Return one row of the plan from a rehearsed state."""
    mach = state.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(state.altitude_m))
    return PlannedPoint(
        name=name,
        task=task,
        latitude_deg=state.latitude_deg,
        longitude_deg=state.longitude_deg,
        altitude_m=state.altitude_m,
        time_s=time_s,
        fuel_kg=state.fuel_kg,
        mass_kg=dry_kg + max(0.0, state.fuel_kg),
        mach=mach,
        ground_speed_m_s=state.ground_speed_m_s,
        course_deg=state.course_deg,
        distance_m=state.distance_m,
    )


def reserve_kg(scenario: Scenario, flight: Flight, a: Any) -> float:
    """Return the fuel that must be left on landing [kg]: the rules' mass, or their time at best endurance."""
    rules = scenario.rules
    if flight.reserve_s is None and rules.reserve_kg is not None:
        return rules.reserve_kg
    seconds = rules.reserve_s if flight.reserve_s is None else flight.reserve_s
    _, flow_kg_s = best_endurance_cruise(a, a.empty_mass_kg + a.load_mass_kg, rules.reserve_level_m, 0.0)
    return float(flow_kg_s * seconds)


def fuel_lines(
    scenario: Scenario, draft: Draft, a: Any, margin_kg: float, brackets: Sequence[Bracket] = ()
) -> tuple[PlannedFuel, float, float, float]:
    """Return the fuel lines [kg], joker over bingo [kg], fuel for the way home [kg/m] and for the approach [kg]."""
    show, route = draft.rehearsal, draft.route
    reserve = reserve_kg(scenario, draft.flight, a)
    leave_, split, end = show.at(ON_LEAVING), show.at(route.split), show.at(route.end)
    taxi_kg = draft.departure.taxi_s * a.taxi_fuel_kg_s + draft.departure.roll_fuel_kg
    if end is None or split is None:
        return PlannedFuel(draft.fuel_kg, taxi_kg, reserve, reserve, reserve, None, None), 0.0, 0.0, 0.0
    hover_kg = a.vertical_landing_fuel_kg if draft.flight.landing_mode == "vertical" else 0.0
    leader_kg = max(0.0, split.unburned_kg - end.unburned_kg)
    detour_m = (draft.flight.count - 1) * WINGMAN_DETOUR_M
    approach_kg = leader_kg * (1.0 + detour_m / max(1.0, end.distance_m - split.distance_m)) + hover_kg
    last = ON_REFUELLED - (len(route.brackets) - 1) if route.brackets and leave_ is None else None
    refuelled = show.at(last) if last is not None else None
    start = leave_ or refuelled or show.passed[0]
    stay_kg, stay_m = stays_at_tankers(draft, start)
    way_m = max(1.0, split.distance_m - start.distance_m - stay_m)
    home_kg = (1.0 + CONTINGENCY_FRACTION) * max(0.0, start.unburned_kg - split.unburned_kg - stay_kg)
    bingo = reserve + approach_kg + home_kg
    waiting = next((n for n, b in enumerate(route.brackets) if leave_ is not None and b.control > route.meet), None)
    tanker = show.at(route.brackets[waiting].control) if waiting is not None else None
    if waiting is not None and leave_ is not None and tanker is not None:
        way_kg = (1.0 + CONTINGENCY_FRACTION) * (leave_.unburned_kg - tanker.unburned_kg)
        bingo = brackets[waiting].abort_kg + way_kg
    joker_extra = joker_kg(scenario, draft)
    choose = min if route.brackets else max  # those of a refuelled flight stand along its way
    divert = choose((divert_kg(draft, base, home_kg / way_m) for base in draft.bases.diverts), default=None)
    landing = end.fuel_kg - hover_kg - margin_kg
    lines = PlannedFuel(draft.fuel_kg, taxi_kg, bingo + joker_extra, bingo, reserve, divert, landing)
    return lines, joker_extra, home_kg / way_m, approach_kg


def joker_kg(scenario: Scenario, draft: Draft) -> float:
    """Return joker over bingo [kg]: the margin's time at the mean flow of the work."""
    meet, leave_ = draft.rehearsal.at(draft.route.meet), draft.rehearsal.at(ON_LEAVING)
    if meet is None or leave_ is None or leave_.time_s <= meet.time_s:
        return 0.0
    return (
        scenario.rules.joker_margin_s * max(0.0, meet.unburned_kg - leave_.unburned_kg) / (leave_.time_s - meet.time_s)
    )


def stays_at_tankers(draft: Draft, start: State) -> tuple[float, float]:
    """Return fuel [kg] and distance [m] flown on tankers' tracks after a moment: no part of a way home without them."""
    kg = way_m = 0.0
    for number, points in enumerate(draft.route.brackets):
        met, left = draft.rehearsal.at(points.control), draft.rehearsal.at(ON_REFUELLED - number)
        if met is not None and left is not None and met.time_s >= start.time_s:
            kg += met.unburned_kg - left.unburned_kg
            way_m += left.distance_m - met.distance_m
    return kg, way_m


def divert_kg(draft: Draft, divert: BaseCard, kg_per_m: float) -> float:
    """Return the fuel from the recovery base to a divert [kg]."""
    recovery = draft.bases.recovery
    places = [(recovery.latitude_deg, recovery.longitude_deg), (divert.latitude_deg, divert.longitude_deg)]
    return path_m(places) * kg_per_m
