"""What stands in the way of a plan: each finding with what was found, what is allowed, and the ways out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from jointex.cards import BaseCard
from jointex.earth.winds import Weather
from jointex.flight.performance import thrust_ceiling_m
from jointex.planning.airspace import airspace_findings, area_findings, block_findings, overlap_findings
from jointex.planning.flights import Draft, mach_window, way_lengths_m
from jointex.planning.model import Closeness, Finding, PlannedFlight
from jointex.planning.rehearsal import LONGEST_S, ON_LEAVING
from jointex.planning.routes import SHORTEST_CRUISE_M
from jointex.planning.rule_findings import duty_findings, place_findings, weather_findings
from jointex.planning.runways import landing_lengths_at_m, take_off_lengths_m, usable_runway_m
from jointex.planning.tankers.checker import breach_findings
from jointex.planning.tankers.findings import tanker_findings
from jointex.planning.tankers.orders import TankerPlan
from jointex.planning.winds import wind_findings
from jointex.scenario import Scenario, Work
from jointex.units import NAUTICAL_MILE_M, feet, flight_level, pounds

CLIMB_LEFT_M_S = 0.5
"""Rate of climb that must be left at the highest level planned [m/s]: 100 ft/min, the service ceiling's definition."""


def find_faults(
    scenario: Scenario,
    weather: Weather,
    drafts: Sequence[Draft],
    flights: Sequence[PlannedFlight],
    closest: Sequence[Closeness],
    tankers: TankerPlan | None = None,
) -> tuple[Finding, ...]:
    """Return everything that stands in the way of a plan, worst first.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        The air of the plan.
    drafts, flights : sequence of Draft and of PlannedFlight
        In the same order.
    closest : sequence of Closeness
        From `deconfliction.deconflict`.
    tankers : TankerPlan, optional
        Who takes fuel from whom, where anybody does.

    Returns
    -------
    tuple of Finding
    """
    found: list[Finding] = []
    for draft, planned in zip(drafts, flights, strict=True):
        found += [*take_off_findings(scenario, draft), *landing_findings(scenario, draft, planned)]
        found += [*level_findings(scenario, draft), *time_findings(scenario, draft, planned)]
        found += [*weather_findings(scenario, planned), *duty_findings(scenario, planned)]
        found += [*cruise_findings(draft), *fuel_findings(draft, planned), *airspace_findings(scenario, draft, planned)]
    for work in scenario.work:
        found += [*block_findings(scenario, work), *area_findings(scenario, work)]
        found += speed_findings(scenario, work, drafts)
    found += overlap_findings(scenario)
    found += separation_findings(scenario, closest)
    found += wind_findings(scenario, weather, flights)
    found += drill_findings(scenario)
    found += place_findings(scenario)
    if tankers is not None:
        found += [*tanker_findings(tankers), *breach_findings(scenario, weather, tankers)]
    order = ("conflict", "warning", "note")
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def take_off_findings(scenario: Scenario, draft: Draft) -> Iterator[Finding]:
    """Yield runways too short to leave, and short take-offs that are not possible."""
    a, base, flight = draft.a, draft.bases.base, draft.flight
    roll_m, needed_m = take_off_lengths_m(scenario, draft)
    yield from runway_findings(draft, base, needed_m, "take-off", roll_m)
    if flight.takeoff_mode == "short" and a.short_takeoff_m <= 0.0:
        yield Finding(
            "conflict",
            "only aircraft with a short take-off figure on their card take off short",
            f"{flight.id}: {draft.card.id} has no short take-off",
            flight.id,
            ways_out=("Set takeoff: conventional", "Use F-35B"),
        )


def runway_findings(draft: Draft, base: BaseCard, needed_m: float, what: str, roll_m: float) -> Iterator[Finding]:
    """Yield a runway that is too short, not paved, or not known, and thrust that does not suffice on any."""
    flight, runway_m = draft.flight.id, usable_runway_m(draft, base)
    lighter = ("Take less fuel or load", "Use another base")
    if not math.isfinite(needed_m):
        mass_kg = draft.a.empty_mass_kg + draft.a.load_mass_kg + draft.fuel_kg
        text = f"{flight} cannot take off and climb away at {base.id} with {mass_kg:,.0f} kg: thrust does not suffice"
        yield Finding("conflict", "thrust enough for take-off", text, flight, ways_out=lighter)
    elif runway_m is None:
        text = f"{flight}: no runway of {base.id} is known; {what} needs {needed_m:,.0f} m"
        yield Finding("warning", "runway lengths are known", text, flight, ways_out=(f"Write a card for {base.id}",))
    elif needed_m > runway_m:
        there = f"the longest runway has {runway_m:,.0f} m"
        if runway_m < base.longest_runway_m:
            there = f"the longest paved one has {runway_m:,.0f} m" if runway_m else "no runway is paved"
            there += f", and jets keep off the unpaved one of {base.longest_runway_m:,.0f} m"
        text = f"{flight} needs {needed_m:,.0f} m at {base.id} (ground roll {roll_m:,.0f} m), {there}"
        yield Finding("conflict", f"runway long enough for {what}", text, flight, needed_m, runway_m, "m", lighter)


def landing_findings(scenario: Scenario, draft: Draft, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield landings that are too heavy or too long for the base, and vertical landings that are not possible."""
    a, flight, base = draft.a, draft.flight, draft.bases.recovery
    left_kg = max(0.0, planned.fuel.landing_kg or 0.0)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + left_kg
    if flight.landing_mode == "vertical":
        if a.vertical_landing_mass_kg <= 0.0:
            yield Finding(
                "conflict",
                "only aircraft with a vertical landing on their card land vertically",
                f"{flight.id}: {draft.card.id} has no vertical landing",
                flight.id,
                ways_out=("Set landing: conventional", "Use F-35B"),
            )
        elif mass_kg > a.vertical_landing_mass_kg:
            over_kg = mass_kg - a.vertical_landing_mass_kg
            yield Finding(
                "warning",
                "landing mass within what can hover",
                f"{flight.id} comes back {over_kg:,.0f} kg too heavy to land vertically and will dump fuel",
                flight.id,
                mass_kg,
                a.vertical_landing_mass_kg,
                "kg",
                ("Take less fuel", "Land conventionally"),
            )
        return
    if mass_kg > a.max_landing_mass_kg:
        yield Finding(
            "warning",
            "landing mass within the limit of the card",
            f"{flight.id} lands at {mass_kg:,.0f} kg, {mass_kg - a.max_landing_mass_kg:,.0f} kg above the limit",
            flight.id,
            mass_kg,
            a.max_landing_mass_kg,
            "kg",
            ("Take less fuel", "Stay longer at work"),
        )
    roll_m, needed_m = landing_lengths_at_m(scenario, draft, base, left_kg)
    if base.runways:  # where none is known, take-off or weather rules say so
        yield from runway_findings(draft, base, needed_m, "landing", roll_m)


def level_findings(scenario: Scenario, draft: Draft) -> Iterator[Finding]:
    """Yield levels above the aircraft's ceiling and below the lowest level of the rules."""
    a, flight = draft.a, draft.flight
    mass_kg = a.empty_mass_kg + a.load_mass_kg + 0.8 * draft.fuel_kg
    # without afterburner: that is how routes are flown
    ceiling_m = min(a.ceiling_m, thrust_ceiling_m(a, mass_kg, 0.0, False, CLIMB_LEFT_M_S))
    wanted_m = [draft.speeds.level_m]
    if draft.work is not None:
        wanted_m.append(draft.work.stations[flight.id].level_m)
    highest_m, lowest_m = max(wanted_m), min(wanted_m)
    if highest_m > ceiling_m:
        yield Finding(
            "conflict",
            "levels within reach of the aircraft at its mass",
            f"{flight.id} cannot reach FL{flight_level(highest_m)}: "
            f"its ceiling at {mass_kg:,.0f} kg is FL{flight_level(ceiling_m)}",
            flight.id,
            highest_m,
            ceiling_m,
            "m",
            (f"Plan FL{flight_level(ceiling_m) // 10 * 10} or lower", "Take less fuel"),
        )
    if lowest_m < scenario.rules.minimum_level_m:
        yield Finding(
            "conflict",
            "levels above the lowest of the rules",
            f"{flight.id} would fly at {feet(lowest_m):,.0f} ft",
            flight.id,
            lowest_m,
            scenario.rules.minimum_level_m,
            "m",
            (f"Plan {feet(scenario.rules.minimum_level_m):,.0f} ft or higher",),
        )


def time_findings(scenario: Scenario, draft: Draft, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield take-offs that would have to happen before the scenario starts, and ways that do not end."""
    ready_s = planned.takeoff_time_s - draft.departure.taxi_s
    if ready_s < 0.0:
        yield Finding(
            "conflict",
            "time on target after there is time to get there",
            f"{draft.flight.id} would have to taxi {-ready_s / 60.0:.0f} min before the scenario starts",
            draft.flight.id,
            ready_s,
            0.0,
            "s",
            (f"Meet {-ready_s / 60.0:.0f} min later", "Start the scenario earlier", "Use a base that is nearer"),
        )
    works = [work.id for work in scenario.work if draft.flight.id in work.flights]
    if len(works) > 1:
        yield Finding(
            "conflict",
            "one work for a flight",
            f"{draft.flight.id} takes part in {' and '.join(works)}: only {works[0]} is planned and flown",
            draft.flight.id,
            float(len(works)),
            1.0,
            "",
            (f"Leave {draft.flight.id} out of {works[1]}", "Enter a second flight for it"),
        )
    if not draft.rehearsal.is_complete:
        yield unfinished_finding(draft)


def unfinished_finding(draft: Draft) -> Finding:
    """Return what kept a rehearsal from the end of its route: time, or fuel lent without end."""
    flight, work, show = draft.flight, draft.work, draft.rehearsal
    flown_s = show.track[-1][0] if show.track else 0.0
    limit_h = LONGEST_S / 3600.0
    ways = ["Shorten the route", "Check the wind against its speed"]
    text = f"{flight.id} did not come to the end of its route in {flown_s / 3600.0:.1f} h; {limit_h:.0f} h are planned at most"
    meet = show.at(draft.route.meet)
    if work is not None and meet is not None:
        most_h = (LONGEST_S - 2.0 * meet.time_s) / 3600.0  # the way home like the way out
        text += f", and {work.id} takes {work.duration_s / 3600.0:.1f} h of them"
        if 0.0 < most_h < work.duration_s / 3600.0:
            ways.insert(0, f"Plan {work.id} for {most_h:.1f} h at most, or for flights that relieve one another")
    if show.lent_kg > 0.0:
        tanks = show.lent_kg / max(1.0, float(draft.a.fuel_capacity_kg))
        text += f"; it would burn {tanks:.1f} times its tanks beyond its {draft.fuel_kg:,.0f} kg"
        ways.append("Plan a refuelling")
    value_s = min(flown_s, LONGEST_S)
    return Finding("conflict", "routes end within two days", text, flight.id, value_s, LONGEST_S, "s", tuple(ways))


def fuel_findings(draft: Draft, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield fuel short of the route and diverts out of reach."""
    fuel, flight = planned.fuel, draft.flight
    if fuel.landing_kg is None:
        return
    short_kg = fuel.reserve_kg - fuel.landing_kg
    if short_kg > 0.0:
        yield Finding(
            "conflict",
            "fuel for the route with the reserve left",
            f"{flight.id} would land with {fuel.landing_kg:,.0f} kg and needs {fuel.reserve_kg:,.0f} kg in reserve: "
            f"{short_kg:,.0f} kg an aircraft are missing",
            flight.id,
            fuel.landing_kg,
            fuel.reserve_kg,
            "kg",
            ways_out_of_fuel(draft, planned, short_kg),
        )
    which = "nearest" if draft.route.brackets else "farthest"
    if short_kg <= 0.0 and fuel.divert_kg is not None and fuel.landing_kg - fuel.divert_kg < fuel.reserve_kg:
        yield Finding(
            "warning",
            "a divert in reach of the base of landing with the reserve",
            f"{flight.id} could not go on from {planned.recovery} to its {which} divert, which takes {fuel.divert_kg:,.0f} kg",
            flight.id,
            fuel.landing_kg - fuel.divert_kg,
            fuel.reserve_kg,
            "kg",
            ("Name a nearer divert", "Take more fuel"),
        )


def ways_out_of_fuel(draft: Draft, planned: PlannedFlight, short_kg: float) -> tuple[str, ...]:
    """Return how a shortage could be mended, with numbers."""
    ways = []
    room_kg = draft.a.max_takeoff_mass_kg - draft.a.empty_mass_kg - draft.a.load_mass_kg
    spare_kg = min(draft.a.fuel_capacity_kg, room_kg) - draft.fuel_kg
    if spare_kg >= short_kg:
        ways.append(f"Load {pounds(short_kg):,.0f} lb more")
    ways.append(f"Take {short_kg:,.0f} kg an aircraft from a tanker ({draft.card.receiver.by.replace('_', ' ')})")
    work, leave = draft.work, draft.rehearsal.at(ON_LEAVING)
    margin_s = joker_margin_s(draft, planned)
    if work is not None and leave is not None and planned.joker_extra_kg > 0.0 and math.isfinite(margin_s):
        lacking_kg = max(
            short_kg, planned.fuel.bingo_kg - leave.fuel_kg
        )  # aircraft leave at bingo, not at the last drop
        shorter_min = lacking_kg / planned.joker_extra_kg * margin_s / 60.0
        if shorter_min < work.duration_s / 60.0:
            ways.append(f"Leave the work {shorter_min:.0f} min earlier")
    ways.append("Use a base that is nearer")
    return tuple(ways)


def joker_margin_s(draft: Draft, planned: PlannedFlight) -> float:
    """Return the time of the joker margin, by the flow it was counted with [s]."""
    meet, leave = draft.rehearsal.at(draft.route.meet), draft.rehearsal.at(ON_LEAVING)
    if meet is None or leave is None:
        return math.inf
    return planned.joker_extra_kg * (leave.time_s - meet.time_s) / max(1e-9, meet.unburned_kg - leave.unburned_kg)


def speed_findings(scenario: Scenario, work: Work, drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Yield flights that cannot fly as slow or as fast as the work is flown."""
    for draft in drafts:
        if draft.work is not work:
            continue
        a, level_m = draft.a, work.stations[draft.flight.id].level_m
        mass_kg = a.empty_mass_kg + a.load_mass_kg + 0.6 * draft.fuel_kg
        slowest, fastest = mach_window(a, mass_kg, level_m, scenario.temperature_offset_k)
        if not slowest <= work.mach <= fastest:
            yield Finding(
                "conflict",
                "one speed that every aircraft at work can fly",
                f"{draft.flight.id} can fly Mach {slowest:.2f} to {fastest:.2f} at FL{flight_level(level_m)}; "
                f"{work.id} is flown at Mach {work.mach:.2f}",
                draft.flight.id,
                work.mach,
                fastest if work.mach > fastest else slowest,
                "Mach",
                ("Change the Mach number of the work", "Change the level of its station"),
            )


def cruise_findings(draft: Draft) -> Iterator[Finding]:
    """Yield cruise Mach numbers out of reach, and flights that lead nowhere."""
    a, flight, level_m = draft.a, draft.flight, draft.speeds.level_m
    slowest, fastest = mach_window(a, a.empty_mass_kg + a.load_mass_kg + 0.6 * draft.fuel_kg, level_m)
    if flight.mach is not None and not slowest <= flight.mach <= fastest:
        yield Finding(
            "conflict",
            "a cruise Mach number the aircraft can fly without afterburner",
            f"{flight.id} can fly Mach {slowest:.2f} to {fastest:.2f} at FL{flight_level(level_m)}; "
            f"Mach {flight.mach:.2f} is asked for, the plan uses {draft.speeds.mach:.2f}",
            flight.id,
            flight.mach,
            fastest if flight.mach > fastest else slowest,
            "Mach",
            ("Change the Mach number", "Change the level", "Leave mach out: best range is used"),
        )
    out_m, home_m = way_lengths_m(flight, draft.work, draft.bases)
    if out_m + home_m < SHORTEST_CRUISE_M and not flight.is_tanker:  # a track may be over the base
        yield Finding(
            "conflict",
            "a route that leads somewhere",
            f"{flight.id} has no work and no point farther than {(out_m + home_m) / NAUTICAL_MILE_M:.0f} NM from its base",
            flight.id,
            out_m + home_m,
            SHORTEST_CRUISE_M,
            "m",
            ("Name points under outbound", "Give it a part in a work", "Name another recovery base"),
        )


def separation_findings(scenario: Scenario, closest: Sequence[Closeness]) -> Iterator[Finding]:
    """Yield planned tracks that come closer than the rules allow."""
    for pair in closest:
        if not pair.ok:
            yield Finding(
                "warning",
                "planned tracks a level or the lateral distance apart",
                f"{pair.first} and {pair.second} come within {pair.lateral_m / NAUTICAL_MILE_M:.1f} NM and "
                f"{feet(pair.vertical_m):,.0f} ft at {pair.time_s / 60.0:.0f} min",
                pair.first,
                pair.lateral_m,
                scenario.rules.lateral_separation_m,
                "m",
                (f"Change a level of {pair.first} or {pair.second}", "Shift a route point"),
            )


def drill_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield drills that are described but not flown."""
    for drill in scenario.drills:
        if not drill.is_flown:
            yield Finding(
                "note",
                "drills that are flown",
                f"{drill.id} ({drill.kind}) is described but not flown: no result below contains it",
            )
