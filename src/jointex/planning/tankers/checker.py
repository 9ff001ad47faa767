"""An independent check of a tanker plan: every aircraft of every order is flown again, from coordinates and cards.

Nothing here reads the tanker problem, its grid, its burns or its solution: only the scenario, the air and the orders. Fuel is
flown without contingency, which the orders must have to spare.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.cards.gates import fits
from jointex.earth.airspeed import cas_from_mach
from jointex.earth.atmosphere import pressure_ratio
from jointex.earth.winds import Weather
from jointex.flight.performance import sound_m_s
from jointex.planning.model import Finding
from jointex.planning.tankers.flown import Flown, fly_receiver, fly_tanker, longest_contact_s
from jointex.planning.tankers.orders import Bracket, PlannedTanker, TankerPlan
from jointex.scenario import Flight, Scenario
from jointex.units import flight_level

TIME_S = 90.0
"""Times may differ from those flown again by so much [s]: turns, joining, half a minute of grid."""
TIME_SHARE = 0.02
"""And by so much of the time flown. Estimated: what phases and steps differ by."""
FUEL_KG = 30.0
"""Fuel may differ by so much [kg]: an on-load step and rounding."""
FULL_SHARE = 0.005
"""Tanks may be planned over-full by so much of them: less than their gauges tell."""
PLACE_M = 1000.0
"""A control point may lie so far from its track's [m]."""


@dataclass(frozen=True)
class Breach:
    """Something an order asks that cannot hold: its kind, whom it concerns, a sentence, what was found and what is allowed."""

    kind: str
    who: str
    text: str
    value: float = 0.0
    limit: float = 0.0
    unit: str = ""


def check(scenario: Scenario, weather: Weather, plan: TankerPlan) -> tuple[Breach, ...]:
    """Fly a tanker plan again and return everything in it that does not hold.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    plan : TankerPlan
        A feasible one.

    Returns
    -------
    tuple of Breach
        Empty where all holds.
    """
    found: list[Breach] = []
    for flight in scenario.flights:
        if not flight.is_tanker:
            found += receiver_breaches(scenario, weather, plan, flight)
    for tanker in plan.tankers:
        found += tanker_breaches(scenario, weather, plan, tanker)
    for bracket in plan.brackets:
        found += gate_breaches(scenario, plan, bracket)
        found += place_breaches(scenario, plan, bracket)
        found += contact_breaches(scenario, bracket)
    found += station_breaches(scenario, plan)
    return tuple(found)


def breach_findings(scenario: Scenario, weather: Weather, plan: TankerPlan) -> Iterator[Finding]:
    """Yield what the check finds, a warning each, or a note that everything holds.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
    plan : TankerPlan

    Yields
    ------
    Finding
    """
    if not plan.feasible:
        return
    rule, breaches = "tanker plans that hold when they are flown again", check(scenario, weather, plan)
    for breach in breaches:
        who = next((flight.id for flight in scenario.flights if breach.who in (flight.id, *flight.members)), "")
        yield Finding("warning", rule, breach.text, who, breach.value, breach.limit, breach.unit)
    if not breaches:
        brackets, tankers = (
            f"{number} {name}{'' if number == 1 else 's'}"
            for name, number in (("bracket", len(plan.brackets)), ("tanker", len(plan.tankers)))
        )
        text = f"Flown again from coordinates and cards, the {brackets} and {tankers} of the plan hold"
        yield Finding("note", rule, text)


def receiver_breaches(scenario: Scenario, weather: Weather, plan: TankerPlan, flight: Flight) -> Iterator[Breach]:
    """Yield what does not hold when a flight is flown again with its brackets."""
    brackets = plan.of_flight(flight.id)
    asked = [drill for drill in scenario.drills if drill.kind == "refuelling" and flight.id in drill.flights]
    least_kg = max((max(1.0, drill.least_kg) for drill in asked), default=0.0)
    taken_kg = sum(bracket.onload_kg for bracket in brackets)
    if taken_kg < least_kg - 1e-6:
        text = f"{flight.id} takes {taken_kg:,.0f} kg an aircraft; its drill asks for {least_kg:,.0f} kg"
        yield Breach("drill", flight.id, text, taken_kg, least_kg, "kg")
    flown = fly_receiver(scenario, weather, flight, brackets)
    yield from landing_breaches(flight, flown)
    yield from time_breaches(scenario, flight, flown, brackets)
    for bracket, stop in zip(brackets, flown.stops, strict=True):
        yield from abort_breaches(scenario, flight, flown, bracket, stop.arrive_kg, stop.divert_kg, stop.flow_kg_s)
        if stop.arrive_kg < bracket.arrive_kg - FUEL_KG - FULL_SHARE * flown.most_kg:
            text = f"{bracket.id} counts on {bracket.arrive_kg:,.0f} kg on arrival; {stop.arrive_kg:,.0f} kg are left"
            yield Breach("claimed fuel", flight.id, text, stop.arrive_kg, bracket.arrive_kg, "kg")
    yield from slack_breaches(scenario, flight, flown, brackets)


def landing_breaches(flight: Flight, flown: Flown) -> Iterator[Breach]:
    """Yield members that land below the reserve or run dry on the way."""
    for name, left_kg in zip(flight.members, flown.landing_kg, strict=True):
        if left_kg < flown.reserve_kg - FUEL_KG:
            text = f"{name} lands with {left_kg:,.0f} kg; its reserve is {flown.reserve_kg:,.0f} kg"
            yield Breach("reserve", name, text, left_kg, flown.reserve_kg, "kg")


def time_breaches(scenario: Scenario, flight: Flight, flown: Flown, brackets: Sequence[Bracket]) -> Iterator[Breach]:
    """Yield moments that come before the flight can be there."""
    if not brackets:
        return
    for leg in flown.legs:
        room_s = TIME_S + TIME_SHARE * leg.flown_s
        if leg.flown_s > leg.allowed_s + room_s:
            text = (
                f"{flight.id} needs {leg.flown_s / 60.0:.0f} min from {leg.start} to {leg.end}; "
                f"{leg.allowed_s / 60.0:.0f} min are planned"
            )
            yield Breach("time", flight.id, text, leg.flown_s, leg.allowed_s, "s")
    if flown.takeoff_s < flown.ready_s - TIME_S:
        text = f"{flight.id} would have to take off {(flown.ready_s - flown.takeoff_s) / 60.0:.0f} min before it can"
        yield Breach("take-off", flight.id, text, flown.takeoff_s, flown.ready_s, "s")


def abort_breaches(
    scenario: Scenario,
    flight: Flight,
    flown: Flown,
    bracket: Bracket,
    arrive_kg: float,
    divert_kg: float,
    flow_kg_s: float,
) -> Iterator[Breach]:
    """Yield members that could not reach the divert after a failed contact, and tanks that are asked to overflow."""
    each_s = bracket.contact_s
    fixed_s = longest_contact_s(scenario)
    for rank, name in enumerate(flight.members):
        begins_s = bracket.first_contact_s + rank // bracket.at_once * each_s
        left_kg = arrive_kg - flow_kg_s * (begins_s + fixed_s - bracket.arrive_s)
        if left_kg < divert_kg + flown.reserve_kg - FUEL_KG:
            text = (
                f"{name} would have {left_kg:,.0f} kg after a failed contact at {bracket.id}; "
                f"{bracket.divert} with the reserve takes {divert_kg + flown.reserve_kg:,.0f} kg"
            )
            yield Breach("abort line", name, text, left_kg, divert_kg + flown.reserve_kg, "kg")
        full_kg = bracket.arrive_kg - 1.1 * flow_kg_s * (begins_s + each_s - bracket.arrive_s) + bracket.onload_kg
        if full_kg > flown.most_kg * (1.0 + FULL_SHARE) + FUEL_KG:
            text = f"{name} would have {full_kg:,.0f} kg after {bracket.id}; {flown.most_kg:,.0f} kg fit"
            yield Breach("over-full", name, text, full_kg, flown.most_kg, "kg")
    if bracket.abort_kg < divert_kg + flown.reserve_kg - FUEL_KG:
        text = (
            f"{bracket.id} breaks off at {bracket.abort_kg:,.0f} kg; {bracket.divert} with the reserve takes "
            f"{divert_kg + flown.reserve_kg:,.0f} kg"
        )
        yield Breach("abort fuel", flight.id, text, bracket.abort_kg, divert_kg + flown.reserve_kg, "kg")
    if bracket.divert not in (*flight.diverts, flight.recovery, flight.base):
        text = f"{bracket.id} diverts to {bracket.divert}, which {flight.id} has no leave to use"
        yield Breach("divert", flight.id, text)


def slack_breaches(scenario: Scenario, flight: Flight, flown: Flown, brackets: Sequence[Bracket]) -> Iterator[Breach]:
    """Yield brackets that could not be as late as they claim with everything after them still holding."""
    for number, (bracket, stop) in enumerate(zip(brackets, flown.stops, strict=True)):
        late_s = bracket.slack_s
        waited_s = bracket.last_contact_s + longest_contact_s(scenario) - bracket.arrive_s + late_s
        over_kg = stop.arrive_kg - stop.flow_kg_s * waited_s - stop.divert_kg - flown.reserve_kg
        if over_kg < -FUEL_KG:
            text = (
                f"{bracket.id} {late_s / 60.0:.0f} min later leaves {-over_kg:,.0f} kg too little for {bracket.divert}"
            )
            yield Breach("slack", flight.id, text, over_kg, 0.0, "kg")
        hold_s = bracket.leave_s - bracket.last_contact_s - bracket.contact_s
        after = [leg for leg in flown.legs if leg.after >= number and leg.is_due]
        for leg in after:
            room_s = leg.allowed_s - leg.flown_s + TIME_S + TIME_SHARE * leg.flown_s
            room_s += sum(one.slack_s for one in brackets if one.id == leg.end)  # its contacts may be late as well
            if late_s > room_s + hold_s:
                text = f"{bracket.id} {late_s / 60.0:.0f} min later makes {flight.id} late at {leg.end}"
                yield Breach("slack", flight.id, text, late_s, room_s, "s")
        left_kg = min(flown.landing_kg) - stop.flow_kg_s * max(0.0, late_s - hold_s)
        if left_kg < flown.reserve_kg - FUEL_KG:
            text = f"{bracket.id} {late_s / 60.0:.0f} min later lands {flight.id} with {left_kg:,.0f} kg"
            yield Breach("slack", flight.id, text, left_kg, flown.reserve_kg, "kg")


def tanker_breaches(scenario: Scenario, weather: Weather, plan: TankerPlan, tanker: PlannedTanker) -> Iterator[Breach]:
    """Yield what does not hold when a tanker is flown again."""
    served = [bracket for bracket in plan.brackets if bracket.tanker == tanker.id]
    give_kg = sum(bracket.onload_kg * bracket.count for bracket in served)
    if abs(give_kg - tanker.give_kg) > 1.0:
        text = f"{tanker.id} gives {tanker.give_kg:,.0f} kg; its brackets ask for {give_kg:,.0f} kg"
        yield Breach("given fuel", tanker.id, text, give_kg, tanker.give_kg, "kg")
    flight = scenario.flight(tanker.id)
    card = cards.aircraft(flight.aircraft, scenario.card_folders)
    if card.tanker is None or give_kg > card.tanker.transferable_fuel.si + 1.0:
        most_kg = card.tanker.transferable_fuel.si if card.tanker else 0.0
        text = f"{tanker.id} would pass {give_kg:,.0f} kg; a {card.id} can pass {most_kg:,.0f} kg"
        yield Breach("given fuel", tanker.id, text, give_kg, most_kg, "kg")
    flown = fly_tanker(scenario, weather, plan, tanker, served)
    if flown.landing_kg < flown.reserve_kg - FUEL_KG:
        text = f"{tanker.id} lands with {flown.landing_kg:,.0f} kg; its reserve is {flown.reserve_kg:,.0f} kg"
        yield Breach("tanker fuel", tanker.id, text, flown.landing_kg, flown.reserve_kg, "kg")
    if flown.landing_kg < tanker.landing_kg - 0.05 * (tanker.loaded_kg - give_kg):
        text = f"{tanker.id} counts on landing with {tanker.landing_kg:,.0f} kg; {flown.landing_kg:,.0f} kg are left"
        yield Breach("claimed fuel", tanker.id, text, flown.landing_kg, tanker.landing_kg, "kg")
    for what, flown_s, allowed_s in (
        ("to its track", flown.out_s, tanker.on_s - tanker.takeoff_s),
        ("home", flown.home_s, tanker.landing_s - tanker.off_s),
    ):
        if flown_s > allowed_s + TIME_S + TIME_SHARE * flown_s:
            text = f"{tanker.id} needs {flown_s / 60.0:.0f} min {what}; {allowed_s / 60.0:.0f} min are planned"
            yield Breach("time", tanker.id, text, flown_s, allowed_s, "s")
    if tanker.takeoff_s < flown.ready_s - TIME_S:
        text = f"{tanker.id} would have to take off {(flown.ready_s - tanker.takeoff_s) / 60.0:.0f} min before it can"
        yield Breach("take-off", tanker.id, text, tanker.takeoff_s, flown.ready_s, "s")


def gate_breaches(scenario: Scenario, plan: TankerPlan, bracket: Bracket) -> Iterator[Breach]:
    """Yield contacts that a gate closes, or that leave the window of the pair."""
    assert scenario.refuelling is not None
    tanker, receiver = scenario.flight(bracket.tanker), scenario.flight(bracket.flight)
    folders = scenario.card_folders
    types = [cards.aircraft(flight.aircraft, folders) for flight in (tanker, receiver)]
    activity, day = scenario.refuelling.activity, scenario.start.date()
    pairs = fits(types[0], types[1], tanker.nation, receiver.nation, activity, folders, day)
    fit = next((one for one in pairs if one.station == bracket.station), None)
    if fit is None:
        text = f"{bracket.id}: {types[0].id} has no station {bracket.station}"
        yield Breach("gate", bracket.flight, text)
        return
    for gate in fit.not_open():
        relied = gate.status == "unknown" and any(
            waiver.gate == gate.name and waiver.tanker in (None, types[0].id) and waiver.receiver in (None, types[1].id)
            for waiver in scenario.refuelling.rely_on
        )
        if not relied:
            yield Breach("gate", bracket.flight, f"{bracket.id}: the {gate.name} gate is {gate.status}: {gate.reason}")
    if not fit.lowest_altitude_m - 1.0 <= bracket.level_m <= fit.highest_altitude_m + 1.0:
        text = (
            f"{bracket.id} is at FL{flight_level(bracket.level_m)}; the pair meets between "
            f"FL{flight_level(fit.lowest_altitude_m)} and FL{flight_level(fit.highest_altitude_m)}"
        )
        yield Breach("window", bracket.flight, text, bracket.level_m, fit.highest_altitude_m, "m")
    sound = sound_m_s(bracket.level_m, 0.0)
    cas_m_s = cas_from_mach(bracket.true_airspeed_m_s / sound, pressure_ratio(bracket.level_m))
    if not 0.96 * fit.lowest_cas_m_s <= cas_m_s <= 1.04 * fit.highest_cas_m_s:
        text = f"{bracket.id} is flown at {cas_m_s:.0f} m/s CAS, outside what the pair may fly"
        yield Breach("window", bracket.flight, text, cas_m_s, fit.highest_cas_m_s, "m/s")
    if bracket.flow_kg_s > fit.flow_kg_s * 1.001:
        text = f"{bracket.id} passes {bracket.flow_kg_s:.1f} kg/s; the pair passes {fit.flow_kg_s:.1f} kg/s at most"
        yield Breach("contact", bracket.flight, text, bracket.flow_kg_s, fit.flow_kg_s, "kg/s")


def place_breaches(scenario: Scenario, plan: TankerPlan, bracket: Bracket) -> Iterator[Breach]:
    """Yield brackets where or when their tanker is not."""
    assert scenario.refuelling is not None
    tanker = plan.tanker(bracket.tanker)
    if tanker is None:
        yield Breach("tanker", bracket.flight, f"{bracket.id}: {bracket.tanker} does not fly")
        return
    if tanker.track != bracket.track:
        yield Breach("tanker", bracket.flight, f"{bracket.id} is on {bracket.track}; {tanker.id} is on {tanker.track}")
    if bracket.first_contact_s < tanker.on_s - 1.0 or done_s(bracket) > tanker.off_s + 1.0:
        text = f"{bracket.id} takes fuel when {tanker.id} is not on {tanker.track}"
        yield Breach("tanker", bracket.flight, text, bracket.first_contact_s, tanker.on_s, "s")
    track = scenario.refuelling.tracks.get(bracket.track)
    if track is None:
        return
    opens_s, closes_s = track.open_s or 0.0, math.inf if track.close_s is None else track.close_s
    if bracket.arrive_s < opens_s - 1.0 or bracket.leave_s > closes_s + 1.0:
        text = f"{bracket.id} is on {bracket.track} when it is closed"
        yield Breach("airspace", bracket.flight, text, bracket.leave_s, closes_s, "s")
    if track.flights and bracket.flight not in track.flights:
        yield Breach("airspace", bracket.flight, f"{bracket.id}: {bracket.track} is not for {bracket.flight}")
    if abs(track.level_m - bracket.level_m) > 1.0:
        text = f"{bracket.id} is at FL{flight_level(bracket.level_m)}; {bracket.track} lies at FL{flight_level(track.level_m)}"
        yield Breach("airspace", bracket.flight, text, bracket.level_m, track.level_m, "m")


def contact_breaches(scenario: Scenario, bracket: Bracket) -> Iterator[Breach]:
    """Yield contacts that are too short for their fuel, or out of order."""
    least_s = longest_contact_s(scenario) + bracket.onload_kg / max(1e-9, bracket.flow_kg_s)
    rounds = -(-bracket.count // max(1, bracket.at_once))
    if bracket.contact_s < least_s - 1.0:
        text = f"{bracket.id} has {bracket.contact_s:.0f} s for a contact that takes {least_s:.0f} s"
        yield Breach("contact", bracket.flight, text, bracket.contact_s, least_s, "s")
    has_s = bracket.leave_s - bracket.first_contact_s
    if has_s < rounds * least_s - 1.0 or bracket.leave_s < done_s(bracket) - 1.0:
        text = f"{bracket.id} has {has_s:.0f} s for {rounds} contacts of {least_s:.0f} s"
        yield Breach("contact", bracket.flight, text, has_s, rounds * least_s, "s")
    if bracket.last_contact_s < bracket.first_contact_s + (rounds - 1) * least_s - 1.0:
        yield Breach("contact", bracket.flight, f"{bracket.id} begins its last contact before those ahead are done")
    if bracket.first_contact_s < bracket.arrive_s - 1.0:
        yield Breach("contact", bracket.flight, f"{bracket.id} is in contact before it arrives")


def station_breaches(scenario: Scenario, plan: TankerPlan) -> Iterator[Breach]:
    """Yield moments at which a station has too many receivers, or shut stations are in use; found by a sweep over time."""
    for tanker in plan.tankers:
        served = [bracket for bracket in plan.brackets if bracket.tanker == tanker.id]
        room = {name: count for name, _, count in tanker.stations}
        for bracket in served:
            there = [one for one in served if one.first_contact_s <= bracket.first_contact_s < done_s(one) - 1.0]
            used = sum(one.at_once for one in there if one.station == bracket.station)
            if used > room.get(bracket.station, 0):
                names = ", ".join(one.id for one in there)
                text = f"{tanker.id} has {used} receivers at its {bracket.station} during {bracket.id} ({names})"
                yield Breach("station", tanker.id, text, float(used), float(room.get(bracket.station, 0)))
            for other in there:
                if other.station in shut_stations(scenario, tanker.id, bracket.station):
                    text = f"{tanker.id} gives from {bracket.station} and {other.station} at once during {bracket.id}"
                    yield Breach("station", tanker.id, text)


def done_s(bracket: Bracket) -> float:
    """Return when the last contact of a bracket ends [s]."""
    return bracket.last_contact_s + bracket.contact_s


def shut_stations(scenario: Scenario, tanker: str, station: str) -> set[str]:
    """Return the stations that give no fuel while one does, by the tanker's card."""
    card = cards.aircraft(scenario.flight(tanker).aircraft, scenario.card_folders)
    stations = card.tanker.stations if card.tanker else {}
    own = stations.get(station)
    if own is None:
        return set()
    pairs = itertools.permutations(stations.items(), 2)
    return {other for (name, one), (other, two) in pairs if name == station and (one.exclusive or two.exclusive)}
