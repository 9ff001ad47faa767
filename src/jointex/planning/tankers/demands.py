"""From a scenario's drafts to the tanker problem: who needs fuel, who can give it, where, and at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex.earth.winds import Weather
from jointex.planning.flights import Draft, reserve_kg
from jointex.planning.rehearsal import ON_LEAVING
from jointex.planning.tankers.givers import Giver, giver_of, spare_of
from jointex.planning.tankers.offers import with_tracks
from jointex.planning.tankers.orders import GateRow
from jointex.planning.tankers.pairs import gate_rows, pairs_of
from jointex.planning.tankers.problem import Problem, Tanker
from jointex.planning.tankers.takers import MOST_DETOUR_M, Taker, taker_of
from jointex.scenario import Scenario
from jointex.units import nautical_miles


@dataclass(frozen=True)
class Demands:
    """The tanker problem of a scenario with what it was made of.

    Attributes
    ----------
    problem : Problem
    takers : mapping of str to Taker
        By flight.
    givers : mapping of str to Giver
        By flight.
    scenario : Scenario
    weather : Weather
    gates : tuple of GateRow
        Every gate of every pair.
    notes : tuple of str
        What is out of question, and why.
    """

    problem: Problem
    takers: Mapping[str, Taker]
    givers: Mapping[str, Giver]
    scenario: Scenario
    weather: Weather
    gates: tuple[GateRow, ...] = ()
    notes: tuple[str, ...] = ()


def demands_of(scenario: Scenario, weather: Weather, drafts: Sequence[Draft]) -> Demands | None:
    """Return the tanker problem of a scenario.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    drafts : sequence of Draft
        Of all its flights, tankers included.

    Returns
    -------
    Demands or None
        None where nobody asks for fuel, or the scenario says nothing about refuelling.
    """
    if scenario.refuelling is None:
        return None
    drills = drill_kg(scenario)
    asking = [
        draft
        for draft in drafts
        if not draft.flight.is_tanker and (draft.flight.id in drills or lacks_fuel(scenario, draft))
    ]
    if not asking:
        return None
    tankers = [draft for draft in drafts if draft.flight.is_tanker and draft.card.tanker is not None]
    scenario = with_tracks(scenario, weather, asking, tankers)
    givers = [giver_of(scenario, weather, draft, fastest_contact_m_s(scenario, draft, asking)) for draft in tankers]
    spares = spare_tankers(givers)
    names = {name: tuple(spare.id for spare in further) for name, further in spares.items()}
    takers = [taker_of(scenario, weather, draft, givers, drills.get(draft.flight.id, 0.0), names) for draft in asking]
    problem = Problem(
        receivers=tuple(taker.receiver for taker in takers),
        tankers=tuple(giver.tanker for giver in givers),
        spare_tankers=tuple(spare for further in spares.values() for spare in further),
    )
    return Demands(
        problem,
        {taker.receiver.id: taker for taker in takers},
        {giver.tanker.id: giver for giver in givers},
        scenario,
        weather,
        gates=gate_rows(scenario, tankers, asking),
        notes=tuple(dict.fromkeys([*unserved(takers), *found_by(takers), *found_by(givers), *out_of_the_way(takers)])),
    )


def found_by(parties: Sequence[Taker] | Sequence[Giver]) -> list[str]:
    """Return why tracks and tankers are out of question, as receivers or tankers found out."""
    return [reason for one in parties for reason in one.reasons]


def out_of_the_way(takers: Sequence[Taker]) -> list[str]:
    """Return which tracks are of no use to anybody, in sentences."""
    near = {name for taker in takers for name in taker.near}
    far = {name for taker in takers for name in taker.far} - near
    most_nm = nautical_miles(MOST_DETOUR_M)
    return [
        f"{name} is of no use to anybody: every flight that may fuel there would fly more than {most_nm:.0f} NM farther"
        for name in sorted(far)
    ]


def unserved(takers: Sequence[Taker]) -> list[str]:
    """Return who cannot be served by any tanker on any track, in sentences."""
    found = []
    for taker in takers:
        services = [one for leg in taker.receiver.legs for candidate in leg.candidates for one in candidate.services]
        if not services:
            fits = any(taker.pairs.values())
            shut = "every gate to it is closed" if taker.pairs else "the scenario has none"
            why = "no track within reach suits the pair" if fits else shut
            found.append(f"No tanker can serve {taker.receiver.id} ({taker.receiver.aircraft}): {why}")
    return found


def problem_of(scenario: Scenario, weather: Weather, drafts: Sequence[Draft]) -> Problem | None:
    """Return the tanker problem alone; parameters and result as `demands_of`."""
    demands = demands_of(scenario, weather, drafts)
    return None if demands is None else demands.problem


def drill_kg(scenario: Scenario) -> dict[str, float]:
    """Return what every aircraft of a flight takes for practice [kg], by flight, one kilogram at least."""
    asked: dict[str, float] = {}
    for drill in scenario.drills:
        if drill.kind == "refuelling":
            for flight in drill.flights:
                asked[flight] = max(1.0, drill.least_kg, asked.get(flight, 0.0))
    return asked


def lacks_fuel(scenario: Scenario, draft: Draft) -> bool:
    """Return whether a flight would land below its reserve, or not reach the end of its route."""
    end = draft.rehearsal.at(draft.route.end)
    if end is None or not draft.rehearsal.is_complete:
        return True
    hover_kg = draft.a.vertical_landing_fuel_kg if draft.flight.landing_mode == "vertical" else 0.0
    return bool(end.fuel_kg - hover_kg < reserve_kg(scenario, draft.flight, draft.a)) or (
        draft.rehearsal.at(ON_LEAVING) is None and draft.work is not None
    )


def fastest_contact_m_s(scenario: Scenario, tanker: Draft, asking: Sequence[Draft]) -> float:
    """Return the fastest contact of those a tanker may serve [CAS, m/s]; 0 if it serves none."""
    pairs = [pair for draft in asking for pair in pairs_of(scenario, tanker, draft)]
    return max((pair.fit.usual_cas_m_s for pair in pairs), default=0.0)


def spare_tankers(givers: Sequence[Giver]) -> dict[str, tuple[Tanker, ...]]:
    """Return one more tanker of each kind, under the id of the first of that kind."""
    kinds: dict[str, tuple[Tanker, ...]] = {}
    seen: dict[str, int] = {}
    first: dict[str, str] = {}
    for giver in givers:
        if giver.tanker.alike in first:
            continue
        first[giver.tanker.alike] = giver.tanker.id
        number = seen.get(giver.tanker.aircraft, 0)
        seen[giver.tanker.aircraft] = number + 1
        kinds[giver.tanker.id] = (spare_of(giver.tanker, number),)
    return kinds
