"""`calc radius` and `calc endurance`: out and back without refuelling, how far and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.questions import Question
from jointex.calc.ranges import check_reserve
from jointex.cards.shelf import Folder
from jointex.errors import nearest_name
from jointex.flight.journey import RESERVE_RULE, TAXI_OUT_S, Journey, most_fuel_kg
from jointex.flight.loadout import NO_STORES, airframe, kernel_argument
from jointex.flight.performance import sound_m_s
from jointex.flight.sortie import LOW_LEVEL_M, LOW_RUN_M, PATROL_LEG_M, Task, farthest, longest
from jointex.units import NAUTICAL_MILE_M, feet, flight_level, knots, nautical_miles

PROFILES = ("hi-hi-hi", "hi-lo-hi", "loiter")
"""Ways to fly to a target or station and home."""

LOITER_MIN = 60.0
"""Time on station of the loiter profile where none is asked for [min]."""

LONGEST_COMBAT_MIN = 30.0
"""Longest time at full thrust taken [min]: afterburners empty a fighter in less."""

LONGEST_STATION_MIN = 2880.0
"""Longest time on station taken [min]: two days, more than any type here flies."""

FARTHEST_NM = 10_000.0
"""Greatest radius taken [NM]: nearly half round the globe."""


@dataclass(frozen=True)
class PhaseFuel:
    """One phase of a sortie.

    Attributes
    ----------
    phase : str
        Its name.
    time_h, distance_nm, fuel_kg : float
        What it takes [h], covers [NM], burns [kg].
    """

    phase: str
    time_h: float
    distance_nm: float
    fuel_kg: float


@dataclass(frozen=True)
class Point:
    """One point of the picture of a sortie.

    Attributes
    ----------
    time_h, distance_nm : float
        From start of taxi [h], along the way [NM].
    altitude_ft, tas_kt, fuel_kg : float
        Pressure altitude [ft], true airspeed up to there [kt], fuel left [kg].
    """

    time_h: float
    distance_nm: float
    altitude_ft: float
    tas_kt: float
    fuel_kg: float


@dataclass(frozen=True)
class Radius:
    """The answer of `radius`.

    Attributes
    ----------
    radius_nm : float
        Distance from take-off to the far end [NM].
    time_h, flight_time_h, station_h : float
        From start of taxi to touch-down, from brake release to touch-down, on station [h].
    fuel_kg, landing_fuel_kg, loaded_fuel_kg, takeoff_mass_kg : float
        Fuel burned, left at touch-down, before taxi; mass at brake release [kg].
    phases : tuple of PhaseFuel
        Time, distance and fuel of each phase.
    points : tuple of Point
        What a picture needs.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    radius_nm: float
    time_h: float
    flight_time_h: float
    station_h: float
    fuel_kg: float
    landing_fuel_kg: float
    loaded_fuel_kg: float
    takeoff_mass_kg: float
    phases: tuple[PhaseFuel, ...]
    points: tuple[Point, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


class Endurance(Radius):
    """The answer of `endurance`: the same figures, `station_h` found for the radius given."""


def radius(
    aircraft: str,
    *,
    payload_kg: float = 0.0,
    external_tanks: int = 0,
    station_min: float = 0.0,
    reserve: str = "default",
    profile: str = "hi-hi-hi",
    combat_min: float = 0.0,
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Radius:
    """Return how far an aircraft can go and come back.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35A`.
    payload_kg : float
        Payload without outside drag, carried there and back [kg].
    external_tanks : int
        External tanks, full at take-off as far as the take-off mass allows, kept to the end.
    station_min : float
        Time on station at the far end [min].
    reserve : str
        `default` (the rule stands in the answer) or `none`.
    profile : str
        `hi-hi-hi`; `hi-lo-hi` with a low run before and after the target; `loiter` with `station_min` on station, or an
        hour if that is 0.
    combat_min : float
        Time at full thrust at the far end [min], as radii of fighters in print often count in.
    stores : mapping of str to int
        Stores and how many; bombs are left at the far end, all else comes home.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Radius

    Raises
    ------
    QuestionError
        If a number is out of bounds, or the load leaves too little fuel: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    check_reserve(question, reserve)
    task = _task(question, station_min, profile, combat_min)
    loaded = load(question, aircraft, payload_kg, external_tanks, folders, stores)
    question.check()
    radius_m, flown = farthest(loaded.a, _homebound(loaded, folders), task, reserve == "default")
    cruised_m = sum(phase.distance_m for phase in flown.phases if phase.name.startswith("cruise"))
    if radius_m <= 0.0 or cruised_m <= 0.0:
        rule = f"must leave fuel for the task, the way back and the reserve; there are {loaded.fuel_kg:,.0f} kg"
        blame = ("--station-min", task.station_s / 60.0) if task.station_s else ("--payload-kg", payload_kg)
        question.add(rule, *blame, "Ask for less, or with --reserve none.")
        question.check()
    words = _task_words(task, flown)
    return Radius(nautical_miles(radius_m), **_figures(loaded, flown), assumptions=_assumptions(loaded, words, reserve))


def endurance(
    aircraft: str,
    radius_nm: float,
    *,
    payload_kg: float = 0.0,
    external_tanks: int = 0,
    reserve: str = "default",
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Endurance:
    """Return how long an aircraft stays on station at a radius.

    Parameters
    ----------
    aircraft : str
        Card id, such as `E-767`.
    radius_nm : float
        Distance of the station from the base, to which it returns [NM].
    payload_kg : float
        Payload without outside drag, carried there and back [kg].
    external_tanks : int
        External tanks, kept to the end.
    reserve : str
        `default` (the rule stands in the answer) or `none`.
    stores : mapping of str to int
        Stores and how many; all come home.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Endurance

    Raises
    ------
    QuestionError
        If a number is out of bounds, or the station is out of reach: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    far_nm = question.number("--radius-nm", radius_nm, 0.0, FARTHEST_NM, "NM")
    check_reserve(question, reserve)
    loaded = load(question, aircraft, payload_kg, external_tanks, folders, stores)
    question.check()
    station_s, flown = longest(loaded.a, loaded.a, far_nm * NAUTICAL_MILE_M, reserve == "default")
    if station_s <= 0.0:
        reach_m, _ = farthest(loaded.a, loaded.a, Task(), reserve == "default")
        hint = f"Come closer, load less, or ask with --reserve none; {_ways_out(loaded)}."
        question.add(
            f"must be below {nautical_miles(reach_m):,.0f} NM, the radius of this load", "--radius-nm", far_nm, hint
        )
        question.check()
    words = _task_words(Task(station_s), flown)
    return Endurance(far_nm, **_figures(loaded, flown), assumptions=_assumptions(loaded, words, reserve))


def _task(question: Question, station_min: object, profile: str, combat_min: object) -> Task:
    """Return what is done at the far end."""
    station = question.number("--station-min", station_min, 0.0, LONGEST_STATION_MIN, "min")
    combat = question.number("--combat-min", combat_min, 0.0, LONGEST_COMBAT_MIN, "min")
    if profile not in PROFILES:
        question.add(f"must be {' or '.join(PROFILES)}", "--profile", profile, nearest_name(str(profile), PROFILES))
    if station and profile == "hi-lo-hi":
        question.add("must be left out with --profile hi-lo-hi: one task for a sortie", "--station-min", station_min)
    if profile == "loiter":
        station = station or LOITER_MIN
    return Task(station * 60.0, LOW_RUN_M if profile == "hi-lo-hi" else 0.0, combat_s=combat * 60.0)


def _ways_out(loaded: Loaded) -> str:
    """Return what else could help."""
    if any(loaded.card.stores.most.get(store) for store in loaded.card.stores.most if "TANK" in store):
        return "external tanks add fuel"
    return "a tanker on the way would do it" if loaded.card.receiver.by != "none" else "it takes no fuel in flight"


def _homebound(loaded: Loaded, folders: Sequence[Folder]) -> object:
    """Return the record without bombs."""
    left = {key: count for key, count in loaded.stores.items() if cards.store(key, folders).kind != "bomb"}
    return kernel_argument(airframe(loaded.card, left, loaded.payload_kg, folders))


def _figures(loaded: Loaded, flown: Journey) -> dict[str, Any]:
    """Return what both answers share."""
    full_kg = loaded.a.empty_mass_kg + loaded.a.load_mass_kg + most_fuel_kg(loaded.a)
    return {
        "time_h": flown.time_s / 3600.0,
        "flight_time_h": flown.flight_time_s / 3600.0,
        "station_h": sum(phase.time_s for phase in flown.phases if phase.name == "station") / 3600.0,
        "fuel_kg": flown.fuel_kg,
        "landing_fuel_kg": max(0.0, flown.landing_fuel_kg),
        "loaded_fuel_kg": flown.fuel_loaded_kg,
        "takeoff_mass_kg": full_kg - flown.phase("taxi").fuel_kg,
        "phases": by_phase(flown),
        "points": _points(flown),
        "estimated_fraction": loaded.estimated_fraction,
    }


def by_phase(flown: Journey) -> tuple[PhaseFuel, ...]:
    """Return the phases, pieces of one name in a row added up.

    Parameters
    ----------
    flown : Journey
        From `flight.sortie`.

    Returns
    -------
    tuple of PhaseFuel
    """
    rows: list[PhaseFuel] = []
    for phase in flown.phases:
        so_far = rows.pop() if rows and rows[-1].phase == phase.name else PhaseFuel(phase.name, 0.0, 0.0, 0.0)
        rows.append(
            PhaseFuel(
                phase.name,
                so_far.time_h + phase.time_s / 3600.0,
                so_far.distance_nm + nautical_miles(phase.distance_m),
                so_far.fuel_kg + phase.fuel_kg,
            )
        )
    return tuple(rows)


def _points(flown: Journey) -> tuple[Point, ...]:
    """Return the end of each phase as a point; speed is that held during it."""
    points = [Point(0.0, 0.0, 0.0, 0.0, flown.fuel_loaded_kg)]
    for phase in flown.phases:
        last = points[-1]
        air_m_s = (
            phase.mach * sound_m_s(phase.level_m, 0.0) if phase.name == "station" else phase.distance_m / phase.time_s
        )
        points.append(
            Point(
                last.time_h + phase.time_s / 3600.0,
                last.distance_nm + nautical_miles(phase.distance_m),
                feet(phase.level_m),
                knots(air_m_s),
                last.fuel_kg - phase.fuel_kg,
            )
        )
    return tuple(points)


def _task_words(task: Task, flown: Journey) -> str:
    """Return what is done at the far end."""
    if task.station_s:
        levels = [flight_level(phase.level_m) for phase in flown.phases if phase.name == "station"]
        mean_kg_h = 3600.0 * sum(p.fuel_kg for p in flown.phases if p.name == "station") / task.station_s
        return (
            f"{task.station_s / 60.0:,.0f} min on station at best endurance and best level, FL{levels[0]} to FL{levels[-1]}, "
            f"{mean_kg_h:,.0f} kg/h on average, on a racetrack with {nautical_miles(PATROL_LEG_M):g} NM legs"
        )
    if task.low_run_m:
        low = next(phase for phase in flown.phases if phase.name == "low run")
        speed_kt = knots(low.mach * sound_m_s(low.level_m, 0.0))
        return (
            f"hi-lo-hi: {nautical_miles(task.low_run_m):g} NM at {feet(LOW_LEVEL_M):,.0f} ft and {speed_kt:,.0f} kt "
            "before and after the target, inside the radius; "
            + (f"{task.combat_s / 60.0:g} min at full thrust there" if task.combat_s else "no combat")
        )
    combat = f"{task.combat_s / 60.0:g} min at full thrust there" if task.combat_s else "no combat"
    return f"hi-hi-hi: turns back at cruise level, no other time at the far end, {combat}"


def _assumptions(loaded: Loaded, task: str, reserve: str) -> tuple[str, ...]:
    """Return what the answer rests on."""
    limit = "" if loaded.fuel_kg >= loaded.a.fuel_capacity_kg - 1.0 else ", less than the tanks hold: take-off mass"
    return (
        f"fuel {loaded.fuel_kg:,.0f} kg{limit}",
        *load_words(loaded),
        "bombs are left at the far end, all other stores and the payload come home",
        task,
        "long-range cruise (99 % of best specific range), best level with step climbs",
        "still air, standard day, fields at sea level",
        f"time from taxi ({TAXI_OUT_S / 60.0:.0f} min allowed) to touch-down; lands where it took off",
        RESERVE_RULE if reserve == "default" else "no reserve: lands with empty tanks",
    )
