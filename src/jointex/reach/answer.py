"""Who of a force can be over a place within a time and stay: alone, and with the tankers that fit and have fuel to give."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from jointex import calc, cards
from jointex.calc.distances import between
from jointex.calc.questions import Question
from jointex.cards.matrix import gates_matrix
from jointex.cards.shelf import Folder
from jointex.errors import InputError
from jointex.reach.forces import Force, Unit, ship_and_place
from jointex.reach.sharing import share_out
from jointex.units import nautical_miles

STRIP_M = 1000.0
"""Length of a strip that is given by coordinates alone [m]. Estimated: a short airfield of an island."""
OVER_DECK_KT = 25.0
"""Wind over a ship's deck [kt]. Estimated: most of her speed, on a still day."""
MOST_LEFT = 0.6
"""Most of its internal fuel that an aircraft leaves behind to take off from a short strip or deck. Estimated."""
FUEL_LEFT = 0.15
"""Share of its internal fuel that an aircraft lands with. Estimated: reserve and some."""
AT_HOME_NM = 5.0
"""A place nearer to a base is above it: nobody flies there, the alert alone counts [NM]."""
MOST_STATION_MIN, MOST_WITHIN_MIN = 600.0, 1440.0


@dataclass(frozen=True)
class Row:
    """What one unit can do.

    Attributes
    ----------
    unit, aircraft, nation, base : str
    count : int
        Aircraft it has in the year.
    ready : int
        Of those, ready by the share asked for.
    takeoff : str
        `conventional` or `short`, or why it cannot take off there.
    distance_nm : float
        From base to place [NM].
    time_min : float
        From the order to being there [min], with the time on alert.
    radius_nm : float
        How far it goes alone, with the time on station [NM].
    lacking_kg : float
        Fuel an aircraft lacks to come home [kg].
    alone, with_tankers : int
        Aircraft that can be there in time: by their own fuel, and with tankers, those alone counted too.
    tankers : tuple of str
        Units of tankers that give to it.
    type : str
        What it flies, where the card of `aircraft` stands in for it; empty otherwise.
    """

    unit: str
    aircraft: str
    nation: str
    base: str
    count: int
    ready: int
    takeoff: str
    distance_nm: float
    time_min: float
    radius_nm: float
    lacking_kg: float
    alone: int
    with_tankers: int
    tankers: tuple[str, ...]
    type: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer of `reach`.

    Attributes
    ----------
    place : str
    year : int
    rows : tuple of Row
    alone, with_tankers : int
        Aircraft over the place in time, of all units.
    bought : dict of str to tuple of int
        For each unit that was added: how many more are there alone and with tankers because of it.
    budget : float or None
        Defence budget of the latest year named up to then [trillion yen].
    budget_year : int or None
        That year.
    assumptions : tuple of str
    counts_year : int
        The year whose counts were taken: an earlier one where those of `year` are not known.
    notes : tuple of str
        What the counts of the year leave out, and whether they are plans.
    budget_source : str
        Where the budget was read, and how.
    """

    place: str
    year: int
    rows: tuple[Row, ...]
    alone: int
    with_tankers: int
    bought: dict[str, tuple[int, int]]
    budget: float | None
    budget_year: int | None
    assumptions: tuple[str, ...]
    counts_year: int
    notes: tuple[str, ...]
    budget_source: str


@dataclass(frozen=True)
class _Asked:
    """What is asked of every unit."""

    place: str
    within_min: float
    station_min: float
    year: int
    ready: float
    alert_min: float
    folders: tuple[Folder, ...]


def reach(
    force: Force,
    place: str,
    *,
    within_min: float = 90.0,
    station_min: float = 30.0,
    year: int = 2026,
    ready: float = 0.6,
    alert_min: float = 15.0,
    added: Sequence[Unit] = (),
    folders: Sequence[Folder] = (),
) -> Answer:
    """Return who can be over a place in time and stay there.

    Parameters
    ----------
    force : Force
    place : str
        ICAO code, card id or name, or `latitude,longitude` [deg].
    within_min, station_min : float
        From the order to being there, and time to stay [min].
    year : int
        Of the counts.
    ready : float
        Share of aircraft that are ready, 0 to 1. Estimated: about six tenths of fleets are mission capable.
    alert_min : float
        From the order to the start of taxi [min]. Estimated.
    added : sequence of Unit
        Units to add: what each buys is told.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Answer

    Raises
    ------
    InputError
        If a place is unknown, a number out of bounds, or a year lies before the counts of the force: all faults at once.
    """
    question = Question()
    question.place("--place", place, folders)
    within = question.number("--within-min", within_min, 1.0, MOST_WITHIN_MIN, "min")
    station = question.number("--station-min", station_min, 0.0, MOST_STATION_MIN, "min")
    force.check_year(question, year)
    share = question.number("--ready", ready, 0.0, 1.0, "")
    alert = question.number("--alert-min", alert_min, 0.0, MOST_WITHIN_MIN, "min")
    question.check()
    asked = _Asked(place, within, station, int(year), share, alert, tuple(folders))
    whole = functools.reduce(Force.with_one_more, added, force)
    rows = _rows(whole, asked)
    bought = {}
    for unit in added:
        fewer = replace(whole, units=tuple(one for one in whole.units if one.id != unit.id))
        without = _rows(fewer, asked)
        bought[unit.id] = (
            _sum(rows, "alone") - _sum(without, "alone"),
            _sum(rows, "with_tankers") - _sum(without, "with_tankers"),
        )
    budget_year, budget = force.budget_of(int(year)) or (None, None)
    return Answer(
        place,
        int(year),
        tuple(rows),
        _sum(rows, "alone"),
        _sum(rows, "with_tankers"),
        bought,
        budget,
        budget_year,
        assumptions(asked.ready, asked.alert_min, asked.station_min),
        min(int(year), force.span()[1]),
        force.notes(int(year)),
        "" if budget_year is None else force.budget_sources.get(budget_year, ""),
    )


def _sum(rows: Sequence[Row], name: str) -> int:
    return sum(getattr(row, name) for row in rows)


def assumptions(ready: float, alert_min: float, station_min: float) -> tuple[str, ...]:
    """Return what an answer rests on.

    Parameters
    ----------
    ready : float
        Share of aircraft, 0 to 1.
    alert_min, station_min : float
        [min].

    Returns
    -------
    tuple of str
    """
    return (
        f"{ready:.0%} of aircraft ready, {alert_min:g} min from order to taxi: estimated, no unit's own figures",
        f"out and back at best cruise with {station_min:g} min on station and the default reserve, in still air",
        "tankers give all they can at the place, shared out to whoever lacks least; no slots, tracks or times are planned",
        "tankers go along and give as often as it takes; what crews and oil can last is not counted",
        f"a strip by coordinates has {STRIP_M:,.0f} m, a deck {OVER_DECK_KT:g} kt over it; who is too heavy leaves fuel behind",
        "counts by year are public figures and levers, not orders of battle",
    )


def _rows(force: Force, asked: _Asked) -> list[Row]:
    """Return a row for each unit that is no tanker, tankers shared out."""
    units = [unit for unit in force.units if unit.count(asked.year)]
    tankers = [unit for unit in units if is_tanker(unit, asked.folders)]
    rows = [_alone(unit, asked) for unit in units if unit not in tankers]
    if not rows or not tankers:
        return rows
    by_id = {unit.id: unit for unit in units}
    helped = share_out(
        np.array([[(row.ready - row.alone) * (row.time_min <= asked.within_min)] for row in rows]),
        np.array([[row.lacking_kg] for row in rows]),
        np.array([[_given_kg(unit, asked)] for unit in tankers]),
        np.array([[gate_is_open(tanker, by_id[row.unit]) for tanker in tankers] for row in rows]),
    )[:, :, 0]
    return [
        replace(
            row,
            with_tankers=row.alone + int(numbers.sum()),
            tankers=tuple(tanker.id for tanker, number in zip(tankers, numbers, strict=True) if number),
        )
        for row, numbers in zip(rows, helped, strict=True)
    ]


def is_tanker(unit: Unit, folders: Sequence[Folder]) -> bool:
    """Return whether a unit flies tankers."""
    return cards.aircraft(unit.aircraft, folders).tanker is not None


def _alone(unit: Unit, asked: _Asked) -> Row:
    """Return what a unit can do by its own fuel."""
    distance_nm, time_min, radius_nm, fuel_kg = _sortie(unit.aircraft, unit.base, asked)
    takeoff, cut_kg = takeoff_from(unit.aircraft, unit.base, asked.folders)
    radius_nm = radius_left_nm(radius_nm, fuel_kg, cut_kg)
    ready = int(unit.count(asked.year) * asked.ready)
    can = cut_kg < math.inf and fuel_kg < math.inf
    lacking_kg = float(fuel_lacking_kg(distance_nm, radius_nm, fuel_kg)) if can else math.inf
    is_there = can and lacking_kg == 0.0 and time_min <= asked.within_min
    alone = ready if is_there else 0
    return Row(
        unit.id,
        unit.aircraft,
        unit.nation,
        unit.base,
        unit.count(asked.year),
        ready,
        takeoff,
        distance_nm,
        time_min,
        radius_nm,
        lacking_kg,
        alone,
        alone,
        (),
        unit.type,
    )


def radius_left_nm(radius_nm: float, fuel_kg: float, cut_kg: float) -> float:
    """Return the radius of an aircraft that leaves `cut_kg` of the fuel for it behind [NM]."""
    return radius_nm * max(0.0, 1.0 - cut_kg / fuel_kg) if 0.0 < cut_kg < math.inf else radius_nm


def fuel_lacking_kg(distance_nm: Any, radius_nm: float, fuel_kg: float) -> Any:
    """Return the fuel that an aircraft lacks for a place beyond its radius, by the fuel of that radius [kg]."""
    return np.maximum(0.0, distance_nm - radius_nm) / max(1.0, radius_nm) * fuel_kg


@functools.lru_cache(maxsize=4096)
def _sortie(aircraft: str, base: str, asked: _Asked) -> tuple[float, float, float, float]:
    """Return distance [NM], time from order to arrival [min], radius alone [NM] and the fuel that radius takes [kg]."""
    _, start = ship_and_place(base)
    question = Question()
    places = question.place("base", start, asked.folders), question.place("--place", asked.place, asked.folders)
    question.check()
    distance_nm = nautical_miles(between(*places)[0])
    there_min = 0.0
    if distance_nm > AT_HOME_NM:
        there_min = 60.0 * calc.leg(aircraft, start, asked.place, folders=asked.folders).block_time_h
    try:
        found = calc.radius(aircraft, station_min=asked.station_min, folders=asked.folders)
    except InputError:  # its fuel does not last that long anywhere
        return distance_nm, asked.alert_min + there_min, 0.0, math.inf
    return distance_nm, asked.alert_min + there_min, found.radius_nm, found.fuel_kg


@functools.lru_cache(maxsize=4096)
def takeoff_from(aircraft: str, base: str, folders: tuple[Folder, ...]) -> tuple[str, float]:
    """Return how an aircraft takes off from its base, or why it cannot, and the fuel it leaves behind for that [kg]."""
    ship, start = ship_and_place(base)
    strip: dict[str, Any] = {"ship": ship} if ship else {"runway_m": STRIP_M} if "," in start else {"base": start}
    over_deck_kt, fuel_kg = OVER_DECK_KT if ship else 0.0, cards.aircraft(aircraft, folders).fuel.internal.si
    ways, reasons = [], []
    for mode in ("short",) if ship else ("conventional", "short"):
        try:
            found = calc.takeoff(aircraft, mode=mode, wind_over_deck_kt=over_deck_kt, folders=folders, **strip)
        except InputError as error:
            reasons.append(error.faults[0].rule)
            continue
        if not found.ok:
            reasons.append(found.reason)
        cut_kg = math.inf if found.greatest_mass_kg is None else max(0.0, found.mass_kg - found.greatest_mass_kg)
        if found.ok or cut_kg <= MOST_LEFT * fuel_kg:
            ways.append((0.0 if found.ok else cut_kg, mode))
    if ways and (why := _no_landing(aircraft, strip, over_deck_kt, folders)):
        return why, math.inf
    if ways:
        cut_kg, mode = min(ways)
        return mode, cut_kg
    return reasons[0], math.inf


def _no_landing(aircraft: str, strip: Mapping[str, Any], over_deck_kt: float, folders: tuple[Folder, ...]) -> str:
    """Return why an aircraft cannot come back to its strip with little fuel; empty if it can."""
    card = cards.aircraft(aircraft, folders)
    mass_kg = card.mass.empty.si + FUEL_LEFT * card.fuel.internal.si
    why = ""
    for mode in ("conventional", "vertical"):
        try:
            found = calc.landing(
                aircraft, mode=mode, mass_kg=mass_kg, wind_over_deck_kt=over_deck_kt, folders=folders, **strip
            )
        except InputError as error:
            why = why or error.faults[0].rule
            continue
        if found.ok:
            return ""
        why = why or found.reason
    return why


def _given_kg(unit: Unit, asked: _Asked) -> float:
    """Return what the ready tankers of a unit give at the place [kg]; none where they come too late."""
    distance_nm, time_min, _, _ = _sortie(unit.aircraft, unit.base, asked)
    if time_min > asked.within_min:
        return 0.0
    try:
        each_kg = calc.offload(unit.aircraft, distance_nm, folders=asked.folders).offload_kg
    except InputError:
        return 0.0
    return each_kg * int(unit.count(asked.year) * asked.ready)


@functools.lru_cache(maxsize=4096)
def _is_open(tanker: str, receiver: str, tanker_nation: str, receiver_nation: str) -> bool:
    pairs = gates_matrix(tanker, receiver, tanker_nation, receiver_nation)
    return any(pair.status == "open" for pair in pairs)


def gate_is_open(tanker: Unit, unit: Unit) -> bool:
    """Return whether all three gates between a tanker and a receiver are open for an exercise."""
    return _is_open(tanker.aircraft, unit.aircraft, tanker.nation, unit.nation)
