"""Whether presentations of combat drills fit their work, their flights, the rules, and each other."""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jointex.documents import KeyPath, dotted, read_text
from jointex.earth.geodesics import destination
from jointex.errors import DocumentError, Fault, InputError, nearest_name
from jointex.scenario.combat import Presentation, Tactics
from jointex.scenario.draft import Draft
from jointex.units import feet, flight_level, nautical_miles

LEAST_START_M = 20_000.0
"""Nearest start of opponents [m]. Estimated: nearer, nobody has time to commit."""
LEAST_SET_UP_S = 60.0
"""Least time in which everybody leaves for his place [s]. Estimated."""
CLASSES = ("MISSILE-MEDIUM", "MISSILE-SHORT")
"""Cards of the two classes of simulated shots that a fighter may carry, in the engine's order."""


def check_presentations(draft: Draft) -> Iterator[Fault]:
    """Yield presentations whose times, flights, blocks, starts or shots cannot be as written.

    Parameters
    ----------
    draft : Draft
        What could be read; entries that could not are passed over.

    Yields
    ------
    Fault
    """
    for path, drill in draft.each("drills"):
        if drill.kind != "combat":
            for key in ("presentations", "shots"):
                if draft.at((*path, key)):
                    yield draft.document.fault((*path, key), "goes with a drill of kind combat", drill.kind)
            continue
        if not drill.presentations:
            continue
        if drill.work is None:
            hint = "Name the work during which it happens, such as `work: UNITE`."
            yield draft.document.fault((*path, "work"), "must be given for a drill with presentations", hint=hint)
            continue
        yield from _check_shots(draft, path, drill)
        work = whole(draft, "work").get(drill.work)
        for index, shown in enumerate(drill.presentations):
            place: KeyPath = (*path, "presentations", index)
            yield from _check_parts(draft, place, drill, shown)
            yield from _check_pumps(draft, place, drill, shown)
            if work is not None:
                yield from _check_time(draft, place, work, shown)
                yield from _check_start(draft, place, work, shown)
                yield from _check_blocks(draft, place, work, shown)
    yield from _check_order(draft)


def whole(draft: Draft, section: str) -> dict[str, Any]:
    """Return the entries of a section that could be read in every part, by id."""
    return {str(path[-1]): entry for path, entry in draft.each(section)}


def _check_shots(draft: Draft, path: KeyPath, drill: Any) -> Iterator[Fault]:
    for name in drill.shots:
        if name not in CLASSES:
            rule = "must be the card of a class of simulated shots"
            hint = nearest_name(name, CLASSES) or f"There are {' and '.join(CLASSES)}."
            yield draft.document.fault((*path, "shots", name), rule, name, hint)
    if not any(drill.shots.values()):
        hint = "Write `shots: {MISSILE-MEDIUM: 4, MISSILE-SHORT: 2}`."
        yield draft.document.fault((*path, "shots"), "must be given for a drill with presentations", hint=hint)


def _check_pumps(draft: Draft, path: KeyPath, drill: Any, shown: Presentation) -> Iterator[Fault]:
    """Yield tactics that turn away before the only shots there are could reach: nobody would ever shoot."""
    if drill.shots.get("MISSILE-MEDIUM") or not drill.shots.get("MISSILE-SHORT"):
        return
    card = draft.reading.library.store("MISSILE-SHORT")
    if card is None or card.flyout is None:
        return
    reach_m = card.flyout.seeker.si
    for name in (*shown.escorts, *shown.opponents):
        tactics = shown.tactics.get(name, Tactics())
        if tactics.python is None and not tactics.presses and tactics.pump_m > reach_m:
            rule = f"must be nearer than the seeker of MISSILE-SHORT reaches, {nautical_miles(reach_m):.1f} NM"
            hint = "There are no other shots: write `presses: true`, pump nearer, or give MISSILE-MEDIUM."
            yield draft.document.fault(
                (*path, "tactics", name, "pump"), rule, f"{nautical_miles(tactics.pump_m):.1f} NM", hint
            )


def _check_parts(draft: Draft, path: KeyPath, drill: Any, shown: Presentation) -> Iterator[Fault]:
    """Yield flights that play two parts, none, or are not of the drill; figures for flights that have no part."""
    known = draft.names["flights"]
    seen: dict[str, str] = {}
    for key in ("escorts", "opponents", "protect"):
        for index, name in enumerate(getattr(shown, key)):
            place: KeyPath = (*path, key, index)
            if name not in known:
                yield draft.document.fault(place, "must be a flight of this file", name, nearest_name(name, known))
            elif name not in drill.flights:
                hint = nearest_name(name, drill.flights)
                yield draft.document.fault(place, "must be among the flights of the drill", name, hint)
            elif seen.setdefault(name, key) != key or name in getattr(shown, key)[:index]:
                yield draft.document.fault(place, f"must play one part: it is among {seen[name]} already", name)
            elif key != "protect" and (got := _unfit(draft, name)):
                hint = "Cast a type whose card has the role fighter, or write that role into a card of your own."
                yield draft.document.fault(place, "must be fighters to fight in it", got, hint)
    if not shown.escorts and not shown.protect:
        hint = "Name who protects, or who is protected."
        yield draft.document.fault((*path, "escorts"), "must not be empty where nobody is protected", hint=hint)
    for key in ("stations", "blocks", "tactics"):
        allowed = shown.escorts if key == "stations" else (*shown.escorts, *shown.opponents)
        for name in getattr(shown, key):
            if name not in allowed:
                rule = (
                    "must be an escort of this presentation" if key == "stations" else "must be one that fights in it"
                )
                yield draft.document.fault((*path, key, name), rule, name, nearest_name(name, allowed))
    for name, tactics in shown.tactics.items():
        if tactics.python is not None and not (draft.folder / tactics.python).is_file():
            rule = f"must be a file beside this one ({draft.folder})"
            yield draft.document.fault((*path, "tactics", name, "python"), rule, tactics.python)
        elif tactics.python is not None:
            yield from _check_python(draft, (*path, "tactics", name, "python"), draft.folder / tactics.python)
        if tactics.recommit_m < tactics.pump_m:
            rule = "must not be nearer than where it pumps"
            yield draft.document.fault(
                (*path, "tactics", name, "recommit"), rule, draft.at((*path, "tactics", name, "recommit"))
            )


def _unfit(draft: Draft, name: str) -> str:
    """Return what a flight flies if that is no fighter; cards that are missing or broken are told elsewhere."""
    flight = draft.entries["flights"].get(name)
    if flight is None or "aircraft" in draft.broken.get(("flights", name), set()):
        return ""
    try:
        card = draft.reading.library.aircraft(flight.aircraft)
    except InputError:
        return ""
    return "" if card is None or "fighter" in card.roles else f"{name}, {card.id} ({', '.join(card.roles)})"


def _check_python(draft: Draft, path: KeyPath, file: Path) -> Iterator[Fault]:
    """Yield what is wrong with a file of tactics without running it: it must be Python, and define `decide`."""
    try:
        tree = ast.parse(read_text(file), str(file))
    except DocumentError as error:
        yield from error.faults
        return
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 0
        yield Fault(f"must be Python: {getattr(error, 'msg', None) or error}", str(file), line, dotted(path))
        return
    names = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    names |= {
        target.id
        for one in tree.body
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    }
    names |= {alias.asname or alias.name for one in tree.body if isinstance(one, ast.ImportFrom) for alias in one.names}
    if not names & {"decide", "decide_all", "*"}:
        hint = "Write `def decide(me, contacts): ...` at its top level."
        yield draft.document.fault(path, f"must define decide or decide_all in {file.name}", file.name, hint)


def _check_time(draft: Draft, path: KeyPath, work: Any, shown: Presentation) -> Iterator[Fault]:
    if shown.lasts_s <= 0.0:
        yield draft.document.fault((*path, "lasts"), "must be above 0 min", draft.at((*path, "lasts")))
    if shown.begins_s < work.time_s:
        rule = f"must leave {shown.set_up_s / 60:.0f} min of set-up after {work.id} begins"
        yield draft.document.fault((*path, "at"), rule, draft.at((*path, "at")))
    if shown.on_s >= work.end_s:
        rule = f"must be before {work.id} ends"
        yield draft.document.fault((*path, "at"), rule, draft.at((*path, "at")))
    elif shown.ends_s > work.end_s:
        rule = f"must be over before {work.id} ends, {(shown.ends_s - work.end_s) / 60:.0f} min earlier"
        yield draft.document.fault((*path, "lasts"), rule, draft.at((*path, "lasts")))
    if shown.set_up_s < LEAST_SET_UP_S:
        rule = f"must be at least {LEAST_SET_UP_S / 60:.0f} min, for everybody to leave for his place"
        yield draft.document.fault((*path, "set_up"), rule, draft.at((*path, "set_up")))


def _check_start(draft: Draft, path: KeyPath, work: Any, shown: Presentation) -> Iterator[Fault]:
    for name, station in shown.stations.items():
        if station.ahead_m >= shown.start.distance_m:
            rule = "must be nearer than the start of the opponents"
            yield draft.document.fault(
                (*path, "stations", name, "ahead"), rule, draft.at((*path, "stations", name, "ahead"))
            )
    if shown.start.distance_m < LEAST_START_M:
        rule = f"must be at least {LEAST_START_M / 1852:.0f} NM"
        yield draft.document.fault((*path, "start", "distance"), rule, draft.at((*path, "start", "distance")))
    area = whole(draft, "airspace").get(work.area)
    place = start_of(work, shown)
    if area is not None and not area.holds(*place):
        hint = "Begin nearer, on another bearing, or make the area larger."
        got = f"{place[0]:.2f}N {place[1]:.2f}E"
        yield draft.document.fault((*path, "start"), f"must lie in {work.area}, where the work is", got, hint)


def start_of(work: Any, shown: Presentation) -> tuple[float, float]:
    """Return where opponents begin: latitude and longitude [deg].

    Parameters
    ----------
    work : scenario.Work
    shown : Presentation

    Returns
    -------
    tuple of float
    """
    meet = math.radians(work.meet.latitude_deg), math.radians(work.meet.longitude_deg)
    latitude, longitude, _ = destination(*meet, math.radians(shown.start.bearing_deg), shown.start.distance_m)
    return math.degrees(float(latitude)), math.degrees(float(longitude))


def _check_blocks(draft: Draft, path: KeyPath, work: Any, shown: Presentation) -> Iterator[Fault]:
    """Yield blocks of two flights of different parts that are nearer than the rules keep them, or below the hard deck."""
    rules = draft.rules()
    if rules is None:
        return
    levels_m = {}
    for name in (*shown.escorts, *shown.opponents, *shown.protect):
        works = whole(draft, "work").values()
        station = next((one.stations[name] for one in works if name in one.stations), None)
        if name in shown.blocks:
            levels_m[name] = shown.blocks[name]
        elif station is not None:
            levels_m[name] = station.level_m
        elif name in draft.names["flights"]:
            hint = "Name it among the flights of a work: it has to be somewhere before it fights."
            yield draft.document.fault((*path, "blocks", name), "must have a level: it is at no work", hint=hint)
    area = whole(draft, "airspace").get(work.area)
    if area is not None:
        lowest, highest = flight_level(area.floor_m), flight_level(area.ceiling_m)
        for name, level_m in levels_m.items():
            if not area.floor_m - 1.0 <= level_m <= area.ceiling_m + 1.0:
                rule = f"must lie in {work.area}, FL{lowest} to FL{highest}"
                yield draft.document.fault((*path, "blocks", name), rule, f"FL{flight_level(level_m)}")
    for one, other in itertools.combinations(levels_m, 2):
        if shown.role(one) == shown.role(other):
            continue
        apart_m = abs(levels_m[one] - levels_m[other])
        if apart_m < 2.0 * rules.vertical_separation_m - 1.0:
            rule = f"must be {feet(2.0 * rules.vertical_separation_m):,.0f} ft apart from that of {other}"
            hint = "Fighters use 1,000 ft below their block when they notch; write `blocks: {FLIGHT: FL320}`."
            yield draft.document.fault((*path, "blocks", one), rule, f"FL{flight_level(levels_m[one])}", hint)
    for name, level_m in levels_m.items():
        if level_m < rules.minimum_level_m + rules.vertical_separation_m:
            rule = f"must be {feet(rules.vertical_separation_m):,.0f} ft above the lowest level of the rules"
            yield draft.document.fault((*path, "blocks", name), rule, f"FL{flight_level(level_m)}")


def _check_order(draft: Draft) -> Iterator[Fault]:
    """Yield presentations that begin before an earlier one of the same flights is over."""
    all_shown: list[tuple[KeyPath, Presentation]] = []
    for path, drill in draft.each("drills"):
        all_shown += [((*path, "presentations", k), shown) for k, shown in enumerate(drill.presentations)]
    for (path, one), (_, other) in itertools.permutations(all_shown, 2):
        fighters = {*one.escorts, *one.opponents} & {*other.escorts, *other.opponents}
        if fighters and other.begins_s <= one.begins_s < other.ends_s and (one.begins_s, path) > (other.begins_s, ()):
            rule = f"must be set up after the one before of {', '.join(sorted(fighters))} is over"
            yield draft.document.fault((*path, "at"), rule, draft.at((*path, "at")))
