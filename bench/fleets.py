"""Larger exercises made of the flagship: every flight and its work again and again, each copy further east."""

from __future__ import annotations

from dataclasses import replace

from jointex.planning import Plan, PlannedFlight
from jointex.scenario import Scenario
from jointex.scenario.frozen import FrozenMap

APART_DEG = 0.25
"""Longitude between copies: 22 km where they work, just beyond the radius in which separation is watched."""


def named(flight: str, copy: int) -> str:
    """Return the call sign of a copy of a flight."""
    return f"{flight}-{copy}-" if copy else flight


def grown_scenario(scenario: Scenario, copies: int) -> Scenario:
    """Return a scenario with every flight and every work so many times, all at the same places."""
    flights = [
        flight.model_copy(update={"id": named(flight.id, copy)})
        for copy in range(copies)
        for flight in scenario.flights
    ]
    works = [
        work.model_copy(
            update={
                "id": f"{work.id}-{copy}",
                "lead": named(work.lead, copy),
                "flights": tuple(named(flight, copy) for flight in work.flights),
                "stations": FrozenMap({named(flight, copy): station for flight, station in work.stations.items()}),
            }
        )
        for copy in range(copies)
        for work in scenario.work
    ]
    return scenario.model_copy(update={"flights": tuple(flights), "work": tuple(works), "drills": (), "objectives": ()})


def moved(flight: PlannedFlight, copy: int) -> PlannedFlight:
    """Return a copy of a planned flight, moved east."""
    east_deg = copy * APART_DEG
    points = tuple(replace(point, longitude_deg=point.longitude_deg + east_deg) for point in flight.route.points)
    start = replace(flight.points[0], longitude_deg=flight.points[0].longitude_deg + east_deg)
    own = named(flight.id, copy)
    return replace(
        flight,
        id=own,
        members=tuple(f"{own}{number}" for number in range(1, flight.count + 1)),
        points=(start, *flight.points[1:]),
        route=replace(flight.route, points=points),
    )


def grown_plan(plan: Plan, copies: int) -> Plan:
    """Return a plan with every flight so many times, side by side, without planning anew."""
    scenario = grown_scenario(plan.scenario, copies)
    return replace(
        plan, scenario=scenario, flights=tuple(moved(flight, copy) for copy in range(copies) for flight in plan.flights)
    )
