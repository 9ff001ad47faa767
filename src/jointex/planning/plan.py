"""A scenario in, a plan out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import TypeVar

from jointex.earth.winds import Weather
from jointex.planning.checks import find_faults
from jointex.planning.deconfliction import deconflict
from jointex.planning.flights import Draft, draft_flight, plan_flight
from jointex.planning.model import Finding, Plan, PlannedFlight, PlannedWork
from jointex.planning.tankers.brackets import orders_of
from jointex.planning.tankers.demands import demands_of
from jointex.planning.tankers.findings import unmet_needs
from jointex.planning.tankers.further import further_changes
from jointex.planning.tankers.orders import JOIN_S, PlannedTanker, TankerPlan
from jointex.planning.tankers.problem import Problem
from jointex.planning.tankers.reasons import words_of
from jointex.planning.tankers.search import Progress
from jointex.planning.tankers.stages import solve
from jointex.planning.tankers.stand_ins import too_late
from jointex.planning.winds import mean_weather
from jointex.scenario import Flight, Scenario

MOST_ROUNDS = 3
"""Most searches for tanker orders that agree with the rehearsals flown by them."""
WORTH_S = 60.0
"""Lateness at a tanker that is worth another search [s]."""

AnyTanker = TypeVar("AnyTanker", bound=PlannedTanker)

Found = tuple[TankerPlan, Mapping[str, tuple[float, float]], Mapping[str, float]]
"""Orders, and what the rehearsals flown by them found: as `with_delays` and `with_unready` take it."""


def make_plan(scenario: Scenario, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Plan an exercise: routes, times solved backwards, fuel, tankers, separation, and what stands in the way.

    Parameters
    ----------
    scenario : Scenario
    progress : callable, optional
        Is told how far the search for the tanker plan is.

    Returns
    -------
    Plan
        Also where the exercise cannot be flown as written: `findings` then holds conflicts with their ways out.
    """
    weather = mean_weather(scenario)
    drafts = [draft_flight(scenario, flight, weather) for flight in in_order(scenario)]
    return assemble(scenario, weather, drafts, plan_tankers(scenario, weather, drafts, progress))


def plan_tankers(
    scenario: Scenario, weather: Weather, drafts: Sequence[Draft], progress: Callable[[Progress], None] | None = None
) -> TankerPlan | None:
    """Return who takes fuel from whom, with its proof or the demands that clash.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The mean air it is planned in.
    drafts : sequence of Draft
        All flights as they would fly without tankers.
    progress : callable, optional
        As for `make_plan`.

    Returns
    -------
    TankerPlan or None
        None where nobody asks for fuel, or the scenario has nothing on refuelling.
    """
    demands = demands_of(scenario, weather, drafts)
    if demands is None:
        return None
    asked, words = demands, words_of(demands)
    found: list[Found] = []
    for _ in range(MOST_ROUNDS):
        further = further_changes(asked, drafts, lambda problem: reduce(with_found, found, problem))
        solution = solve(demands.problem, progress=progress, words=words, further=further)
        orders = replace(orders_of(demands, solution), too_late=too_late(demands, solution))
        delays = delays_s(scenario, weather, drafts, orders)
        unready = unready_s(scenario, weather, drafts, orders)
        if not unready and not any(late_s > WORTH_S for late_s, _ in delays.values()):
            break
        found.append((orders, delays, unready))
        demands = replace(demands, problem=with_found(demands.problem, found[-1]))
    return orders


def delays_s(
    scenario: Scenario, weather: Weather, drafts: Sequence[Draft], orders: TankerPlan
) -> dict[str, tuple[float, float]]:
    """Return by how much a flight's rehearsal comes later to each bracket than ordered [s], and what more it burns [kg].

    What a delay adds to that of the bracket before. Both are corrected to the safe side only: where on its racetrack a tanker
    lets a flight go is luck, and a rehearsal that gains by it is no promise.
    """
    found: dict[str, tuple[float, float]] = {}
    for draft in drafts:
        brackets = orders.of_flight(draft.flight.id)
        if not brackets:
            continue
        planned = plan_flight(scenario, draft_flight(scenario, draft.flight, weather, orders), orders)
        points = {point.name: point for point in planned.points if point.name}
        before_s = before_kg = 0.0
        for bracket in brackets:
            met = points.get(f"{bracket.id} ARCP")
            left = next((p for p in planned.points if p.name == bracket.id and p.task == "refuelled"), None)
            if met is None or left is None:
                break
            late_s = met.time_s + JOIN_S - bracket.arrive_s
            short_kg = bracket.arrive_kg - met.fuel_kg
            found[bracket.id] = max(0.0, late_s - before_s), max(0.0, short_kg - before_kg)
            before_s, before_kg = left.time_s - bracket.leave_s, max(0.0, bracket.leave_kg - left.fuel_kg)
    return found


def with_found(problem: Problem, found: Found) -> Problem:
    """Return the problem with what a round of rehearsals found."""
    orders, delays, unready = found
    return with_unready(with_delays(problem, orders, delays), orders, unready)


def unready_s(scenario: Scenario, weather: Weather, drafts: Sequence[Draft], orders: TankerPlan) -> dict[str, float]:
    """Return how much later each tanker must be on its track so that it need not taxi before the scenario starts [s]."""
    found = {}
    for draft in drafts:
        if any(tanker.id == draft.flight.id for tanker in orders.tankers):
            planned = plan_flight(scenario, draft_flight(scenario, draft.flight, weather, orders), orders)
            short_s = planned.departure.taxi_s - planned.takeoff_time_s
            if short_s > 0.0:
                found[draft.flight.id] = short_s
    return found


def with_unready(problem: Problem, orders: TankerPlan, unready: Mapping[str, float]) -> Problem:
    """Return the problem with tankers as much later on the tracks chosen for them, rounded up to its ticks."""
    tankers = []
    for tanker in problem.tankers:
        track, more_s = (
            next((one.track for one in orders.tankers if one.id == tanker.id), ""),
            unready.get(tanker.id, 0.0),
        )
        more_s = math.ceil(more_s / problem.tick_s) * problem.tick_s
        orbits = {
            name: replace(orbit, earliest_s=orbit.earliest_s + more_s) if name == track else orbit
            for name, orbit in tanker.orbits.items()
        }
        tankers.append(replace(tanker, orbits=orbits))
    return replace(problem, tankers=tuple(tankers))


def with_delays(problem: Problem, orders: TankerPlan, delays: Mapping[str, tuple[float, float]]) -> Problem:
    """Return the problem with the ways to tankers as much longer as the rehearsals found them, on the tracks chosen."""
    more = {(b.flight, b.leg, b.track): delays[b.id] for b in orders.brackets if b.id in delays}
    receivers = []
    for receiver in problem.receivers:
        legs = []
        for number, leg in enumerate(receiver.legs):
            candidates = [
                replace(one, in_s=one.in_s + late_s, in_kg=one.in_kg + kg)
                for one in leg.candidates
                for late_s, kg in [more.get((receiver.id, number, one.track), (0.0, 0.0))]
            ]
            legs.append(replace(leg, candidates=tuple(candidates)))
        receivers.append(replace(receiver, legs=tuple(legs)))
    return replace(problem, receivers=tuple(receivers))


def assemble(scenario: Scenario, weather: Weather, drafts: Sequence[Draft], tankers: TankerPlan | None) -> Plan:
    """Return the plan of drafted flights, those that take or give fuel drafted anew with it.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The mean air it is planned in.
    drafts : sequence of Draft
        All flights as they would fly without tankers, in order.
    tankers : TankerPlan or None
        Who takes fuel from whom; tankers it does not use stay on the ground and out of the plan.

    Returns
    -------
    Plan
    """
    final = list(with_tankers(scenario, weather, drafts, tankers))
    flights = tuple(plan_flight(scenario, draft, tankers) for draft in final)
    closest = deconflict(scenario, flights, tankers)
    return Plan(
        scenario=scenario,
        weather=weather,
        flights=flights,
        work=tuple(_planned_work(scenario)),
        findings=tuple(
            softened(one, tankers) for one in find_faults(scenario, weather, final, flights, closest, tankers)
        ),
        unmet=unmet_needs(scenario, flights, tankers),
        deconfliction=closest,
        tankers=as_rehearsed(tankers, flights),
    )


def softened(finding: Finding, tankers: TankerPlan | None) -> Finding:
    """Return a conflict as a warning where it is about a tanker that stands by: the plan holds without it."""
    is_spare = tankers is not None and tankers.stand_in(finding.flight) is not None
    return replace(finding, severity="warning") if is_spare and finding.severity == "conflict" else finding


def as_rehearsed(tankers: TankerPlan | None, flights: Sequence[PlannedFlight]) -> TankerPlan | None:
    """Return the orders with take-offs, landings and fuel on landing of tankers as their rehearsed flights have them."""
    if tankers is None:
        return None
    by_id = {flight.id: flight for flight in flights}
    return replace(
        tankers,
        tankers=tuple(timed(one, by_id[one.id]) for one in tankers.tankers),
        stand_ins=tuple(timed(one, by_id[one.id]) for one in tankers.stand_ins),
    )


def timed(tanker: AnyTanker, flight: PlannedFlight) -> AnyTanker:
    """Return the schedule of a tanker with take-off, landing and fuel on landing of its rehearsed flight."""
    left_kg = flight.fuel.landing_kg
    return replace(
        tanker,
        takeoff_s=flight.takeoff_time_s,
        landing_s=flight.landing_time_s,
        landing_kg=tanker.landing_kg if left_kg is None else left_kg,
    )


def with_tankers(
    scenario: Scenario, weather: Weather, drafts: Sequence[Draft], tankers: TankerPlan | None
) -> list[Draft]:
    """Return the drafts that a tanker plan leaves: the same, drafted anew, or none for a tanker without a duty."""
    if tankers is None:
        return [draft for draft in drafts if not draft.flight.is_tanker]
    kept = []
    for draft in drafts:
        flight = draft.flight
        if flight.is_tanker and tankers.tanker(flight.id) is None:
            continue
        takes_part = flight.is_tanker or tankers.of_flight(flight.id)
        kept.append(draft_flight(scenario, flight, weather, tankers) if takes_part else draft)
    return kept


def in_order(scenario: Scenario) -> list[Flight]:
    """Return the flights in the order their aircraft are numbered: tankers, those that lead a work, those that follow."""
    leads = {work.lead for work in scenario.work}
    return sorted(scenario.flights, key=lambda flight: (not flight.is_tanker, flight.id not in leads))


def _planned_work(scenario: Scenario) -> list[PlannedWork]:
    return [
        PlannedWork(
            work.id,
            work.lead,
            work.flights,
            work.area,
            work.meet.latitude_deg,
            work.meet.longitude_deg,
            work.time_s,
            work.end_s,
        )
        for work in scenario.work
    ]
