"""Where a plan meets the rules of weather and crew duty, with numbers and ways out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from jointex.fleet.reasons import Reason
from jointex.planning.minima import Gate, Shortfall
from jointex.planning.model import Finding, PlannedFlight
from jointex.scenario import Scenario
from jointex.units import feet, knots

SHORTEST_WORK_MIN = 1.0
"""Work shorter than this is no way out [min]."""

_WORDS = {
    Reason.CLOUD_BASE: "cloud base",
    Reason.VISIBILITY: "visibility",
    Reason.CROSSWIND: "crosswind",
    Reason.WIND: "wind",
    Reason.SEA_STATE: "sea state",
}
_UNITS = {Reason.CLOUD_BASE: "m", Reason.VISIBILITY: "m", Reason.CROSSWIND: "m/s", Reason.WIND: "m/s"}


def weather_findings(scenario: Scenario, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield planned weather below minima at take-off and landing.

    Parameters
    ----------
    scenario : Scenario
    planned : PlannedFlight

    Yields
    ------
    Finding
        A conflict where waiting, or a divert, does not help; else a warning.
    """
    if not scenario.weather:
        return
    yield from _takeoff_findings(scenario, planned)
    yield from _landing_findings(scenario, planned)


def _takeoff_findings(scenario: Scenario, planned: PlannedFlight) -> Iterator[Finding]:
    gate, time_s, wait_s = planned.rules.takeoff, planned.takeoff_time_s, planned.rules.weather_wait_s
    opens_s = opening_s(scenario, gate, time_s)
    for short in gate.shortfalls(scenario.weather_at(gate.place, time_s)):
        text = f"{planned.id} takes off from {gate.place} at {clock(scenario, time_s)} with {words(short, gate)}"
        ways = []
        if opens_s - time_s <= wait_s:
            text += f"; it would wait {(opens_s - time_s) / 60.0:.0f} min"
        if math.isfinite(opens_s):
            ways.append(f"Take off {(opens_s - time_s) / 60.0:.0f} min later, when it is above minima")
        ways += [*other_places(scenario, planned, time_s), allow(short)]
        yield _finding(opens_s - time_s > wait_s, "take-off", text, planned, short, tuple(ways))


def _landing_findings(scenario: Scenario, planned: PlannedFlight) -> Iterator[Finding]:
    home, *diverts = planned.rules.landings
    time_s = planned.landing_time_s
    shortfalls = home.shortfalls(scenario.weather_at(home.place, time_s))
    open_ones = [gate.place for gate in diverts if not gate.shortfalls(scenario.weather_at(gate.place, time_s))]
    for short in shortfalls:
        text = f"{planned.id} comes back to {home.place} at {clock(scenario, time_s)} with {words(short, home)}; "
        text += f"it would go to {open_ones[0]}" if open_ones else "none of its diverts is above minima"
        opens_s = opening_s(scenario, home, time_s)
        ways = []
        if math.isfinite(opens_s):
            ways.append(f"Land {(opens_s - time_s) / 60.0:.0f} min later, when it is above minima")
        ways += [f"Recover at {open_ones[0]}"] if open_ones else ["Name a divert with better weather"]
        yield _finding(not open_ones, "landing", text, planned, short, (*ways, allow(short)))


def _finding(
    is_grave: bool, what: str, text: str, planned: PlannedFlight, short: Shortfall, ways: tuple[str, ...]
) -> Finding:
    return Finding(
        "conflict" if is_grave else "warning",
        f"weather above the minima for {what}",
        text,
        planned.id,
        short.value,
        short.limit,
        _UNITS.get(short.reason, ""),
        ways,
    )


def opening_s(scenario: Scenario, gate: Gate, after_s: float) -> float:
    """Return the first moment from `after_s` on at which planned weather is above minima [s]; infinite if never."""
    entry = next((entry for entry in scenario.weather if entry.id == gate.place), None)
    changes_s = [] if entry is None else [from_s for from_s, _ in entry.steps if from_s > after_s]
    times_s = (after_s, *changes_s)
    return next((t for t in times_s if not gate.shortfalls(scenario.weather_at(gate.place, t))), math.inf)


def other_places(scenario: Scenario, planned: PlannedFlight, time_s: float) -> list[str]:
    """Return a way out by another of the flight's bases where its minima for landing hold."""
    here = planned.rules.takeoff.place
    for gate in planned.rules.landings:
        if gate.place != here and not gate.shortfalls(scenario.weather_at(gate.place, time_s)):
            return [f"Take off from {gate.place}"]
    return []


def words(short: Shortfall, gate: Gate) -> str:
    """Return a broken minimum in words: what is found and what is asked."""
    source = " on the card" if short.reason == Reason.CROSSWIND and gate.crosswind_source == "card" else ""
    found, limit = amount(short.reason, short.value), amount(short.reason, short.limit)
    return f"a {_WORDS[short.reason]} of {found}, limit {limit}{source}"


def amount(reason: Reason, value: float) -> str:
    """Return a figure of weather as crews say it."""
    if reason == Reason.CLOUD_BASE:
        return f"{feet(value):,.0f} ft"
    if reason == Reason.VISIBILITY:
        return f"{value:,.0f} m"
    return f"{value:.0f}" if reason == Reason.SEA_STATE else f"{knots(value):.0f} kt"


def allow(short: Shortfall) -> str:
    """Return the way out of a minimum that the rules may give."""
    verb = "Accept" if short.reason in (Reason.CLOUD_BASE, Reason.VISIBILITY) else "Allow"
    return f"{verb} a {_WORDS[short.reason]} of {amount(short.reason, short.value)} under minima"


def clock(scenario: Scenario, time_s: float) -> str:
    """Return a time [s from the start] as UTC clock time."""
    return f"{scenario.start + timedelta(seconds=round(time_s)):%H:%M}Z"


def duty_findings(scenario: Scenario, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield crew duty planned beyond its limit; parameters as `weather_findings`."""
    rules = planned.rules
    if rules.duty_s is None or rules.planned_duty_s <= rules.duty_s:
        return
    over_min = (rules.planned_duty_s - rules.duty_s) / 60.0
    ways = []
    work = next((work for work in scenario.work if planned.id in work.flights), None)
    if work is not None and over_min < work.duration_s / 60.0 - SHORTEST_WORK_MIN:
        ways.append(f"Leave {work.id} {math.ceil(over_min)} min earlier: runs do so of themselves")
    ways.append("Use a base that is nearer")
    if scenario.rules.report_s > 60.0 * over_min:
        ways.append(f"Report {math.ceil(over_min)} min later")
    ways.append(f"Add a relief crew, and set crew_duty: {math.ceil(rules.planned_duty_s / 360.0) / 10.0:g} h")
    yield Finding(
        "conflict",
        "crew duty within its limit",
        f"{planned.id} would be on duty {rules.planned_duty_s / 3600.0:.1f} h from report at "
        f"{clock(scenario, rules.report_s)} to shut-down; {rules.duty_s / 3600.0:.1f} h are allowed",
        planned.id,
        rules.planned_duty_s,
        rules.duty_s,
        "s",
        tuple(ways),
    )


def place_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield weather at places no flight uses, and ships in use that would sail; parameters as above."""
    used = {place for flight in scenario.flights for place in (flight.base, flight.recovery, *flight.diverts)}
    for entry in scenario.weather:
        if entry.id not in used:
            text = f"weather is given at {entry.id}, where no flight takes off or may land: it stops nobody"
            yield Finding("note", "weather at bases that are used", text)
    for ship in scenario.ships:
        if ship.id in used and ship.speed_m_s > 0.0:
            text = f"{ship.id} is flown from where it is at the start; it does not sail"
            yield Finding("note", "ships that sail", text)
