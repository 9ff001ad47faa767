"""Larger exercises made of a planned one: every flight and its work again and again, in rows of copies side by side.

Nothing is planned anew, so that ten thousand aircraft are there at once; a copy flies the plan of the first, elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from jointex.planning import Plan, PlannedFlight, make_plan
from jointex.scenario import Flight, Scenario, Work
from jointex.scenario.frozen import FrozenMap

APART_DEG = 0.25
"""Degrees between copies: 22 km where they work, just beyond the radius in which separation is watched."""
ROW_COPIES = 128
"""Copies side by side, to the east; the next row lies to the north."""


def named(flight: str, copy: int) -> str:
    """Return the call sign of a copy of a flight."""
    return f"{flight}-{copy}-" if copy else flight


def grown_scenario(scenario: Scenario, copies: int) -> Scenario:
    """Return a scenario with every flight and every work so many times, all at the same places.

    Parameters
    ----------
    scenario : Scenario
    copies : int
        How many times, 1 or more.

    Returns
    -------
    Scenario
        Without drills and objectives.
    """
    flights = [
        flight.model_copy(update={"id": named(flight.id, copy)})
        for copy in range(copies)
        for flight in scenario.flights
    ]
    works = [renamed(work, copy) for copy in range(copies) for work in scenario.work]
    return scenario.model_copy(update={"flights": tuple(flights), "work": tuple(works), "drills": (), "objectives": ()})


def renamed(work: Work, copy: int) -> Work:
    """Return a work of the flights of a copy."""
    return work.model_copy(
        update={
            "id": f"{work.id}-{copy}",
            "lead": named(work.lead, copy),
            "flights": tuple(named(flight, copy) for flight in work.flights),
            "stations": FrozenMap({named(flight, copy): station for flight, station in work.stations.items()}),
        }
    )


def moved(flight: PlannedFlight, copy: int) -> PlannedFlight:
    """Return a copy of a planned flight at its place in the rows."""
    north_deg, east_deg = (APART_DEG * count for count in divmod(copy, ROW_COPIES))
    points = tuple(
        replace(point, latitude_deg=point.latitude_deg + north_deg, longitude_deg=point.longitude_deg + east_deg)
        for point in flight.route.points
    )
    first = flight.points[0]
    start = replace(first, latitude_deg=first.latitude_deg + north_deg, longitude_deg=first.longitude_deg + east_deg)
    own = named(flight.id, copy)
    return replace(
        flight,
        id=own,
        members=tuple(f"{own}{number}" for number in range(1, flight.count + 1)),
        points=(start, *flight.points[1:]),
        route=replace(flight.route, points=points),
        work=renamed(flight.work, copy) if flight.work else None,
    )


def grown_plan(plan: Plan, copies: int) -> Plan:
    """Return a plan with every flight so many times, side by side, without planning anew.

    Parameters
    ----------
    plan : Plan
    copies : int
        How many times, 1 or more.

    Returns
    -------
    Plan
        Without refuelling: a tanker has no copies, so every copy flies as it would with none.
    """
    plan = without_tankers(plan)
    scenario = grown_scenario(plan.scenario, copies)
    flights = tuple(moved(flight, copy) for copy in range(copies) for flight in plan.flights)
    return replace(plan, scenario=scenario, flights=flights)


def without_tankers(plan: Plan) -> Plan:
    """Return a plan made anew without refuelling, or the same where nobody is refuelled."""
    if plan.tankers is None:
        return plan
    flights = tuple(flight for flight in plan.scenario.flights if not flight.is_tanker)
    return make_plan(plan.scenario.model_copy(update={"refuelling": None, "flights": flights}))


def plan_of(plan: Plan, n_aircraft: int) -> Plan:
    """Return a plan of exactly so many aircraft: copies of a planned one, the last copy cut short.

    Parameters
    ----------
    plan : Plan
    n_aircraft : int
        How many aircraft, 1 or more.

    Returns
    -------
    Plan
    """
    plan = without_tankers(plan)
    in_one = sum(flight.count for flight in plan.flights)
    grown = grown_plan(plan, -(-n_aircraft // in_one))
    left, flights, asked = n_aircraft, [], []
    for planned in grown.flights:
        count = min(planned.count, left)
        if count:
            flights.append(replace(planned, count=count, members=planned.members[:count]))
            asked.append(_cut(grown.scenario.flight(planned.id), count))
        left -= count
    kept = {flight.id for flight in flights}
    works = [_work_of(work, kept) for work in grown.scenario.work if work.lead in kept]
    scenario = grown.scenario.model_copy(update={"flights": tuple(asked), "work": tuple(works)})
    flights = [replace(one, work=_work_of(one.work, kept) if one.work else None) for one in flights]
    return replace(grown, scenario=scenario, flights=tuple(flights))


def _cut(flight: Flight, count: int) -> Flight:
    """Return a flight of the scenario with its first aircraft only, out of the same pool."""
    return flight.model_copy(update={"count": count, "pool": flight.pool or flight.count})


def _work_of(work: Work, kept: set[str]) -> Work:
    """Return a work with the flights that are kept."""
    flights = tuple(flight for flight in work.flights if flight in kept)
    return work.model_copy(
        update={
            "flights": flights,
            "stations": FrozenMap({flight: work.stations[flight] for flight in flights}),
        }
    )
