"""Rules that hold between the parts of a scenario. Whether it can be flown is for the plan to say, not for these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jointex.documents import KeyPath
from jointex.errors import Fault, nearest_name
from jointex.scenario.conditions import Winds
from jointex.scenario.draft import Draft
from jointex.scenario.forces import MAX_AIRCRAFT
from jointex.scenario.loads import check_loads
from jointex.scenario.uncertainty import Uncertainty


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
    )
    return [fault for rule in rules for fault in rule(draft)]


def check_names(draft: Draft) -> Iterator[Fault]:
    """Yield names that stand for nothing: flights, areas, works, states, aircraft."""
    for path, work in draft.each("work"):
        yield from _unknown(draft, (*path, "lead"), "flights", [work.lead])
        yield from _unknown(draft, (*path, "flights"), "flights", work.flights)
        yield from _unknown(draft, (*path, "stations"), "flights", work.stations)
        yield from _unknown(draft, (*path, "area"), "airspace", [work.area])
    for path, drill in draft.each("drills"):
        yield from _unknown(draft, (*path, "flights"), "flights", drill.flights)
        yield from _unknown(draft, (*path, "work"), "work", [drill.work] if drill.work else [])
    for path, objective in draft.each("objectives"):
        yield from _unknown(draft, (*path, "flight"), "flights", [objective.flight] if objective.flight else [])
    for path, area in draft.each("airspace"):
        yield from _unknown(draft, (*path, "flights"), "flights", area.flights)
    if draft.names["actors"]:
        for path, flight in [*draft.each("flights"), *draft.each("ships")]:
            yield from _unknown(draft, (*path, "nation"), "actors", [flight.nation])
    uncertainty = draft.singles.get("uncertainty")
    if isinstance(uncertainty, Uncertainty):
        known = draft.reading.library.ids("aircraft")
        for name in uncertainty.mission_capable.by_aircraft:
            if name not in known:
                path = ("uncertainty", "mission_capable", "by_aircraft", name)
                yield draft.document.fault(path, "must be the id of a card (aircraft)", name, nearest_name(name, known))


def _unknown(draft: Draft, path: KeyPath, section: str, names: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for every name that is no id of a section."""
    known = draft.names[section]
    written = draft.at(path)
    for index, name in enumerate(names):
        if name in known:
            continue
        place = (*path, index) if isinstance(written, list) else (*path, name) if isinstance(written, dict) else path
        hint = nearest_name(name, known) or f"There are no {section} in this file."
        yield draft.document.fault(place, f"must be one of the {section} of this file", name, hint)


def check_stations(draft: Draft) -> Iterator[Fault]:
    """Yield works whose flights, leader, stations and area do not fit each other."""
    for path, work in draft.each("work"):
        flights = (*path, "flights")
        for index, flight in enumerate(work.flights):
            if flight in work.flights[:index]:
                yield draft.document.fault((*flights, index), "must not be named twice", flight)
            elif flight not in work.stations and flight in draft.names["flights"]:
                yield draft.document.fault(
                    (*path, "stations", flight), "must be given: every flight at work has a station"
                )
        if work.lead not in work.flights and work.lead in draft.names["flights"]:
            yield draft.document.fault((*path, "lead"), "must be among the flights of the work", work.lead)
        for flight in work.stations:
            if flight not in work.flights and flight in draft.names["flights"]:
                rule = "has a station but is not among the flights of the work"
                yield draft.document.fault((*path, "stations", flight), rule)
        area = draft.entries["airspace"].get(work.area)
        if area is not None and area.kind != "working_area":
            yield draft.document.fault(
                (*path, "area"), "must be a working_area", f"{work.area}, which is of kind {area.kind}"
            )
        if work.duration_s <= 0.0:
            yield draft.document.fault((*path, "duration"), "must be above 0 min", draft.at((*path, "duration")))


def check_times(draft: Draft) -> Iterator[Fault]:
    """Yield times before the start, and closings before openings."""
    for path, part in [*draft.each("airspace"), *draft.each("bases")]:
        yield from _not_before_start(draft, path, {"open": part.open_s, "close": part.close_s})
        if part.close_s is not None and part.close_s <= (part.open_s or 0.0):
            opens = draft.at((*path, "open")) or "the start"
            yield draft.document.fault(
                (*path, "close"), f"must be after it opens ({opens})", draft.at((*path, "close"))
            )
    for path, work in draft.each("work"):
        yield from _not_before_start(draft, path, {"time": work.time_s})


def _not_before_start(draft: Draft, path: KeyPath, times_s: dict[str, float | None]) -> Iterator[Fault]:
    start = draft.reading.start
    for key, time_s in times_s.items():
        if time_s is not None and time_s < 0.0:
            rule = f"must not be before the start of the scenario ({start:%Y-%m-%dT%H:%M}Z)"
            yield draft.document.fault((*path, key), rule, draft.at((*path, key)))


def check_airspace(draft: Draft) -> Iterator[Fault]:
    """Yield areas that enclose nothing, corridors without width, floors above ceilings."""
    for path, area in draft.each("airspace"):
        if area.floor_m >= area.ceiling_m:
            ceiling = draft.at((*path, "ceiling")) or "FL650"
            place = (*path, "floor" if draft.at((*path, "floor")) else "ceiling")
            yield draft.document.fault(
                place, f"must be below its ceiling ({ceiling})", draft.at((*path, "floor")) or "0 ft"
            )
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
    for path, flight in draft.each("flights"):
        for member in flight.members:
            other = owner.setdefault(member.casefold(), flight.id)
            if other != flight.id:
                yield draft.document.fault(path, f"must not share an aircraft name with flight {other}", member)
                break


def check_numbers(draft: Draft) -> Iterator[Fault]:
    """Yield too many aircraft in all, and units smaller than their flights."""
    total = sum(flight.count for _, flight in draft.each("flights"))
    if total > MAX_AIRCRAFT:
        yield draft.document.fault(("flights",), f"must be at most {MAX_AIRCRAFT:,} aircraft in all", f"{total:,}")
    for path, flight in draft.each("flights"):
        if flight.pool is not None and flight.pool < flight.count:
            yield draft.document.fault(
                (*path, "pool"), f"must be at least the count of the flight ({flight.count})", flight.pool
            )
        for index, base in enumerate(flight.diverts):
            if base in flight.diverts[:index] or base == flight.recovery:
                rule = "must be another base than the one they land at, named once"
                yield draft.document.fault((*path, "diverts", index), rule, base)


def check_objectives(draft: Draft) -> Iterator[Fault]:
    """Yield objectives without a bound, or with bounds nothing can meet."""
    for path, objective in draft.each("objectives"):
        low, high = objective.at_least, objective.at_most
        if low is None and high is None:
            yield draft.document.fault(path, "must have a bound: at_most or at_least")
        elif low is not None and high is not None and low > high:
            yield draft.document.fault((*path, "at_least"), "must not be above at_most", draft.at((*path, "at_least")))


def check_winds(draft: Draft) -> Iterator[Fault]:
    """Yield winds whose parts do not belong to their kind, or are out of order."""
    winds = draft.singles.get("winds")
    if not isinstance(winds, Winds):
        return
    if winds.kind == "layers" and not winds.layers:
        yield draft.document.fault(("winds", "layers"), "must be given where the kind is layers")
    if winds.kind != "layers" and winds.layers:
        yield draft.document.fault(("winds", "layers"), "only go with kind: layers", f"kind: {winds.kind}")
    if winds.kind != "climatology" and winds.month is not None:
        yield draft.document.fault(("winds", "month"), "only goes with kind: climatology", f"kind: {winds.kind}")
    for index, (lower, upper) in enumerate(zip(winds.layers, winds.layers[1:], strict=False), 1):
        if upper.level_m <= lower.level_m:
            path = ("winds", "layers", index, "level")
            yield draft.document.fault(path, "must be above the layer before it", draft.at(path))
