"""Rules that hold between the parts of a scenario. Whether it can be flown is for the plan to say, not for these."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from jointex.documents import KeyPath
from jointex.errors import MOST_FAULTS, Fault, nearest_name
from jointex.scenario.combat_checks import check_presentations
from jointex.scenario.draft import Draft
from jointex.scenario.forces import MAX_AIRCRAFT
from jointex.scenario.loads import check_loads
from jointex.scenario.objective_checks import check_objectives
from jointex.scenario.picture_checks import check_picture
from jointex.scenario.refuelling_checks import check_fuel_drills, check_tankers, check_tracks, check_waivers
from jointex.scenario.rule_checks import check_duty, check_ships, check_spares, check_weather
from jointex.scenario.winds import check_winds

REFERENCES = (
    ("airspace", "flights", "flights"),
    ("flights", "nation", "actors"),
    ("ships", "nation", "actors"),
    ("work", "lead", "flights"),
    ("work", "flights", "flights"),
    ("work", "stations", "flights"),
    ("work", "area", "airspace"),
    ("drills", "flights", "flights"),
    ("drills", "work", "work"),
    ("objectives", "flight", "flights"),
)
"""Section and key that hold names, and the section that must have them."""

_HOURS = ("open", "close")
MOST_DAYS = 7
"""Days after the start within which everything happens: an aircraft is flown for two at most."""

_RULES = {
    "actors": "must be an actor of this file",
    "airspace": "must be an airspace of this file",
    "flights": "must be a flight of this file",
    "work": "must be a work of this file",
}


def check(draft: Draft) -> list[Fault]:
    """Return every rule between parts that a scenario breaks.

    Parameters
    ----------
    draft : Draft
        What could be read; parts that could not are passed over.

    Returns
    -------
    list of Fault
    """
    rules = (
        check_names,
        check_stations,
        check_times,
        check_airspace,
        check_call_signs,
        check_numbers,
        check_loads,
        check_objectives,
        check_winds,
        check_ships,
        check_weather,
        check_duty,
        check_spares,
        check_tankers,
        check_tracks,
        check_waivers,
        check_fuel_drills,
        check_picture,
        check_presentations,
    )
    return list(itertools.islice((fault for rule in rules for fault in rule(draft)), MOST_FAULTS + 1))


def check_names(draft: Draft) -> Iterator[Fault]:
    """Yield names that stand for nothing; they are looked at as written, whatever else is wrong with the entry."""
    for section, key, named in REFERENCES:
        for name in draft.names[section]:
            yield from _unknown(draft, (section, name, key), named)
    for name in draft.track_names:
        yield from _unknown(draft, ("refuelling", "tracks", name, "flights"), "flights")
    known = draft.reading.library.ids("aircraft")
    path = ("uncertainty", "mission_capable", "by_aircraft")
    by_aircraft = draft.at(path)
    for name in by_aircraft if isinstance(by_aircraft, dict) else ():
        if name not in known:
            hint = nearest_name(name, known)
            yield draft.document.fault((*path, name), "must be the id of an aircraft card", name, hint)


def _unknown(draft: Draft, path: KeyPath, named: str) -> Iterator[Fault]:
    """Yield a fault for every name at a key path that is no id of a section."""
    known, rule = draft.names[named], _RULES[named]
    if not known and named == "actors":
        return  # states need not be described
    written = draft.at(path)
    places: list[tuple[KeyPath, object]] = [(path, written)]
    if isinstance(written, list):
        places = [((*path, index), name) for index, name in enumerate(written)]
    elif isinstance(written, dict):
        places = [((*path, name), name) for name in written]
    for place, name in places:
        if isinstance(name, str) and name not in known:
            hint = nearest_name(name, known) or f"There is no {named} section."
            yield draft.document.fault(place, rule, name, hint)


def check_stations(draft: Draft) -> Iterator[Fault]:
    """Yield works whose flights, leader, stations and area do not fit each other."""
    known = draft.names["flights"]
    for path, work in draft.each("work", "flights", "stations"):
        for index, flight in enumerate(work.flights):
            if flight in work.flights[:index]:
                yield draft.document.fault((*path, "flights", index), "must not be named twice", flight)
            elif flight not in work.stations and flight in known:
                rule = "must be given: every flight at work has a station"
                yield draft.document.fault((*path, "stations", flight), rule)
        if all(flight in known for flight in work.flights):
            for flight in work.stations:
                if flight not in work.flights and flight in known:
                    rule = "has a station but is not among the flights of the work"
                    yield draft.document.fault((*path, "stations", flight), rule)
    for path, work in draft.each("work", "flights", "lead"):
        if work.lead not in work.flights and work.lead in known:
            yield draft.document.fault((*path, "lead"), "must be among the flights of the work", work.lead)
    for path, work in draft.each("work", "area"):
        area = draft.entries["airspace"].get(work.area)
        if area is not None and area.kind != "working_area":
            got = f"{work.area}, which is of kind {area.kind}"
            yield draft.document.fault((*path, "area"), "must be a working_area", got)
    for path, work in draft.each("work", "duration"):
        if work.duration_s <= 0.0:
            yield draft.document.fault((*path, "duration"), "must be above 0 min", draft.at((*path, "duration")))


def check_times(draft: Draft) -> Iterator[Fault]:
    """Yield times before the start or long after it, and closings before openings."""
    for path, part in [*draft.each("airspace", *_HOURS), *draft.each("bases", *_HOURS)]:
        yield from _not_before_start(draft, path, {"open": part.open_s, "close": part.close_s})
        if part.close_s is not None and part.close_s <= (part.open_s or 0.0):
            opens = draft.at((*path, "open")) or "the start"
            yield draft.document.fault(
                (*path, "close"), f"must be after it opens ({opens})", draft.at((*path, "close"))
            )
    for path, work in draft.each("work", "time"):
        yield from _not_before_start(draft, path, {"time": work.time_s})
    for path, track in draft.tracks():
        yield from _not_before_start(draft, path, {"open": track.open_s, "close": track.close_s})


def _not_before_start(draft: Draft, path: KeyPath, times_s: dict[str, float | None]) -> Iterator[Fault]:
    start = draft.reading.start
    if any(fault.key == "start" for fault in draft.faults):
        return  # then every time is off
    for key, time_s in times_s.items():
        if time_s is not None and time_s > MOST_DAYS * 86400.0:
            rule = f"must lie within {MOST_DAYS} days after the start of the scenario ({start:%Y-%m-%dT%H:%M}Z)"
            yield draft.document.fault((*path, key), rule, draft.at((*path, key)))
        if time_s is not None and time_s < 0.0:
            rule = f"must not be before the start of the scenario ({start:%Y-%m-%dT%H:%M}Z)"
            yield draft.document.fault((*path, key), rule, draft.at((*path, key)))


def check_airspace(draft: Draft) -> Iterator[Fault]:
    """Yield areas that enclose nothing, corridors without width, floors above ceilings."""
    for path, area in draft.each("airspace", "floor", "ceiling"):
        if area.floor_m >= area.ceiling_m:
            floor, ceiling = (
                draft.at((*path, key)) or default for key, default in (("floor", "0 ft"), ("ceiling", "FL650"))
            )
            place = (*path, "floor" if draft.at((*path, "floor")) else "ceiling")
            yield draft.document.fault(place, f"must leave room below the ceiling ({ceiling})", floor)
    for path, area in draft.each("airspace", "kind", "points", "width"):
        if area.kind == "corridor":
            if len(area.points) < 2:
                yield draft.document.fault((*path, "points"), "must be at least two points of a centre line")
            if not area.width_m:
                yield draft.document.fault((*path, "width"), "must be given for a corridor, such as 20 NM")
        elif problem := _polygon_problem(area.points):
            yield draft.document.fault((*path, "points"), "must be the corners of an area in order", problem)


def _polygon_problem(points: tuple[tuple[float, float], ...]) -> str:
    """Return what is wrong with a polygon, or nothing."""
    from shapely import Polygon
    from shapely.validation import explain_validity

    if len(points) < 3:
        return f"{len(points)} points"
    reference = points[0][1]
    polygon = Polygon([((east - reference + 180.0) % 360.0 - 180.0 + reference, north) for north, east in points])
    if polygon.is_valid and polygon.area > 0.0:
        return ""
    reason = explain_validity(polygon)
    if not reason.startswith("Self-intersection["):
        return "points that enclose no area"
    east, north = reason[len("Self-intersection[") : -1].split()
    return f"sides that cross at {float(north):.2f}N {float(east):.2f}E"


def check_call_signs(draft: Draft) -> Iterator[Fault]:
    """Yield flights that would give one name to two aircraft."""
    owner: dict[str, str] = {}
    for path, flight in draft.each("flights", "count"):
        for member in flight.members:
            other = owner.setdefault(member.casefold(), flight.id)
            if other != flight.id:
                yield draft.document.fault(path, f"must not share an aircraft name with flight {other}", member)
                break


def check_numbers(draft: Draft) -> Iterator[Fault]:
    """Yield too many aircraft in all, and units smaller than their flights."""
    total = sum(flight.count for _, flight in draft.each("flights", "count"))
    if total > MAX_AIRCRAFT:
        yield draft.document.fault(("flights",), f"must be at most {MAX_AIRCRAFT:,} aircraft in all", f"{total:,}")
    for path, flight in draft.each("flights", "count", "pool"):
        if flight.pool is not None and flight.pool < flight.count:
            yield draft.document.fault(
                (*path, "pool"), f"must be at least the count of the flight ({flight.count})", flight.pool
            )
    for path, flight in draft.each("flights", "base", "recovery", "diverts"):
        for index, base in enumerate(flight.diverts):
            if base in flight.diverts[:index] or base == flight.recovery:
                rule = "must be another base than the one they land at, named once"
                yield draft.document.fault((*path, "diverts", index), rule, base)
