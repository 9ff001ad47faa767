"""A scenario in, a plan out."""

from __future__ import annotations

from jointex.planning.checks import find_faults
from jointex.planning.deconfliction import deconflict
from jointex.planning.flights import draft_flight, plan_flight
from jointex.planning.model import Plan, PlannedWork
from jointex.planning.tankers.findings import unmet_needs
from jointex.planning.winds import mean_weather
from jointex.scenario import Flight, Scenario


def make_plan(scenario: Scenario) -> Plan:
    """Plan an exercise: routes, times solved backwards, fuel, separation, and what stands in the way.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Plan
        Also where the exercise cannot be flown as written: `findings` then holds conflicts with their ways out.
    """
    weather = mean_weather(scenario)
    drafts = [draft_flight(scenario, flight, weather) for flight in leaders_first(scenario)]
    flights = tuple(plan_flight(scenario, draft) for draft in drafts)
    closest = deconflict(scenario, flights)
    findings = find_faults(scenario, weather, drafts, flights, closest)
    return Plan(
        scenario=scenario,
        weather=weather,
        flights=flights,
        work=tuple(_planned_work(scenario)),
        findings=findings,
        unmet=unmet_needs(scenario, flights),
        deconfliction=closest,
    )


def leaders_first(scenario: Scenario) -> list[Flight]:
    """Return the flights in the order their aircraft are numbered: those that lead a work before those that follow."""
    leads = {work.lead for work in scenario.work}
    return sorted(scenario.flights, key=lambda flight: flight.id not in leads)


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
