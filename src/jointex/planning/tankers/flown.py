"""Receivers and tankers of a tanker plan flown again, order by order, for the checker."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jointex import cards
from jointex.cards import BaseCard
from jointex.earth.geodesics import destination, distance_course
from jointex.earth.winds import Weather
from jointex.flight.journey import most_fuel_kg
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.mission import APPROACH_DISTANCE_M, approach
from jointex.flight.performance import sound_m_s
from jointex.planning.fields import field_offset_k
from jointex.planning.flights import (
    Bases,
    choose_speeds,
    find_bases,
    leave,
    own_level,
    reserve_kg,
    tanker_work,
    work_of,
)
from jointex.planning.routes import Speeds, approach_points
from jointex.planning.tankers.orders import JOIN_S, Bracket, PlannedTanker, TankerPlan
from jointex.planning.tankers.replay import Order, Place, Replay
from jointex.scenario import Flight, Scenario, Work
from jointex.units import NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

WING_M = 5.0 * NAUTICAL_MILE_M
"""Way that each further aircraft of a flight flies before it lands [m]."""
FAR_M = 160.0 * NAUTICAL_MILE_M
"""Ways to and from tankers longer than this are flown at the level of the cruise [m]."""


@dataclass
class FlownStop:
    """A bracket flown again: fuel on arrival, flow beside the tanker, and fuel to the divert."""

    arrive_kg: float
    flow_kg_s: float
    divert_kg: float


@dataclass
class FlownLeg:
    """A part between two moments of an order: flown time and planned time [s]; `after` which bracket, -1 before the first.

    `is_due` where its end must be met in time by whoever is late before.
    """

    start: str
    end: str
    flown_s: float
    allowed_s: float
    after: int
    is_due: bool


@dataclass
class Flown:
    """A flight flown again."""

    reserve_kg: float
    most_kg: float
    takeoff_s: float
    ready_s: float
    stops: list[FlownStop] = field(default_factory=list)
    legs: list[FlownLeg] = field(default_factory=list)
    landing_kg: list[float] = field(default_factory=list)


@dataclass
class FlownTanker:
    """A tanker flown again: times of its ways [s], fuel on landing and reserve [kg]."""

    out_s: float
    home_s: float
    landing_kg: float
    reserve_kg: float
    ready_s: float


@dataclass(frozen=True)
class Craft:
    """What an aircraft of a flight is and has at take-off."""

    flight: Flight
    a: Any
    work: Work | None
    bases: Bases
    speeds: Speeds
    fuel_kg: float
    roll_s: float
    ready_s: float
    vertical_kg: float


def craft_of(scenario: Scenario, flight: Flight, plan: TankerPlan | None = None) -> Craft:
    """Return an aircraft of a flight as its card has it; with a plan, a tanker with its time on its track."""
    card = cards.aircraft(flight.aircraft, scenario.card_folders)
    a = kernel_argument(airframe(card, flight.stores, flight.payload_kg, scenario.card_folders))
    bases, work = find_bases(scenario, flight), work_of(scenario, flight) or tanker_work(plan, flight)
    fuel_kg = flight.fuel_kg if flight.fuel_kg is not None else max(0.0, most_fuel_kg(a))
    departure = leave(a, flight, bases.base, fuel_kg, field_offset_k(scenario, bases.base))
    hours = next((entry for entry in scenario.bases if entry.id == bases.base.id), None)
    ready_s = max(departure.taxi_s, (hours.open_s or 0.0) if hours else 0.0)
    at_lift_off_kg = fuel_kg - departure.taxi_s * a.taxi_fuel_kg_s - departure.roll_fuel_kg
    hover_kg = float(a.vertical_landing_fuel_kg) if flight.landing_mode == "vertical" else 0.0
    speeds = own_level(scenario, flight, work, choose_speeds(a, flight, work, bases, fuel_kg))
    return Craft(flight, a, work, bases, speeds, at_lift_off_kg, departure.roll_s, ready_s, hover_kg)


def longest_contact_s(scenario: Scenario) -> float:
    """Return the time of a contact without its transfer [s]: hook-up at one standard deviation, misses, and clearing."""
    contacts = scenario.uncertainty.contacts
    hooking_s = contacts.hook_up_s + contacts.hook_up_sd_s
    return hooking_s / max(0.1, 1.0 - contacts.missed_probability) + contacts.clear_s


def fly_receiver(scenario: Scenario, weather: Weather, flight: Flight, brackets: Sequence[Bracket]) -> Flown:
    """Fly a flight again through its brackets and its work, and land each of its aircraft."""
    craft = craft_of(scenario, flight)
    base, work = craft.bases.base, craft.work
    at = (base.latitude_deg, base.longitude_deg)
    replay = Replay(craft.a, weather, at, base.elevation_m, craft.fuel_kg, 0.0)
    reserve = reserve_kg(scenario, flight, craft.a)
    flown = Flown(reserve, max(craft.fuel_kg, most_fuel_kg(craft.a)), math.nan, craft.ready_s)
    before = tuple(b for b in brackets if work is None or b.arrive_s < work.time_s)
    behind = tuple(b for b in brackets if b not in before)
    out = tuple((p.latitude_deg, p.longitude_deg) for p in flight.outbound)
    back = tuple((p.latitude_deg, p.longitude_deg) for p in flight.homebound)
    speeds, end = craft.speeds, _place(craft.bases.recovery)
    cruise, home = (speeds.level_m, speeds.mach), (speeds.home_level_m, speeds.home_mach)
    if work is None:
        _fly_way(scenario, flown, craft, replay, _Way((*out, *back), end, before, 0, cruise))
    else:
        goal = _meeting(work, flight)
        _fly_way(scenario, flown, craft, replay, _Way(out, goal, before, 0, cruise))
        _arrive(craft, replay, work, goal, speeds.level_m)
        if before:
            _note_leg(flown, before[-1], replay, work.id, work.time_s, len(before) - 1)
        else:
            flown.takeoff_s = work.time_s - replay.time_s - craft.roll_s
        _work(replay, craft, work)
        replay.time_s = work.end_s
        _fly_way(scenario, flown, craft, replay, _Way(back, end, behind, len(before), home, work.end_s))
    if math.isnan(flown.takeoff_s):
        flown.takeoff_s = craft.ready_s
    _land(flown, craft, replay)
    return flown


def _place(base: BaseCard) -> Place:
    return base.latitude_deg, base.longitude_deg


def _meeting(work: Work, flight: Flight) -> Place:
    """Return where a flight meets for its work, on its own station."""
    station = work.stations[flight.id]
    at = (math.radians(work.meet.latitude_deg), math.radians(work.meet.longitude_deg))
    course = math.radians(work.pattern.course_deg)
    direction = course + math.atan2(station.right_m, -station.back_m)
    latitude, longitude, _ = destination(*at, direction, math.hypot(station.right_m, station.back_m))
    return math.degrees(latitude), math.degrees(longitude)


def _distance_m(here: Place, there: Place) -> float:
    return float(distance_course(*map(math.radians, (*here, *there)))[0])


def _before(start: Place, end: Place, short_m: float) -> Place:
    """Return the place so far short of the end of a way; its start where the way is shorter."""
    length_m, course_rad, _ = distance_course(*map(math.radians, (*start, *end)))
    at = math.radians(start[0]), math.radians(start[1])
    latitude, longitude, _ = destination(*at, float(course_rad), max(0.0, float(length_m) - short_m))
    return math.degrees(latitude), math.degrees(longitude)


def _order(craft: Craft, to: Place, level_m: float, mach: float, end_m: float | None = None) -> Order:
    return Order(to, level_m, mach, craft.speeds.most_cas_m_s, level_m if end_m is None else end_m)


@dataclass(frozen=True)
class _Way:
    """A way before or after the work: its places and goal, its brackets, how many come before them, its cruise, its start [s]."""

    places: tuple[Place, ...]
    goal: Place
    brackets: tuple[Bracket, ...]
    first: int
    cruise: tuple[float, float]
    left_s: float | None = None


def _fly_way(scenario: Scenario, flown: Flown, craft: Craft, replay: Replay, way: _Way) -> None:
    """Fly a way with its brackets, each put where it lengthens the way least; up to its last place before the goal."""
    began_s = replay.time_s
    number = way.first
    for stop in _with_brackets(replay.at_deg, way):
        if not isinstance(stop, Bracket):
            replay.fly(_order(craft, stop, *way.cruise))
            continue
        _fly_to_tanker(craft, replay, stop, way.cruise)
        due_s = stop.arrive_s - JOIN_S
        if number > way.first:
            _note_leg(flown, way.brackets[number - way.first - 1], replay, stop.id, due_s, number - 1)
        elif way.left_s is not None:
            flown_s, allowed_s = replay.time_s - began_s, due_s - way.left_s
            flown.legs.append(FlownLeg("its work", stop.id, flown_s, allowed_s, number - 1, False))
        else:
            flown.takeoff_s = due_s - replay.time_s - craft.roll_s
        _take_fuel(scenario, flown, craft, replay, stop)
        number += 1


def _with_brackets(start: Place, way: _Way) -> list[Place | Bracket]:
    """Return the stops of a way in order."""
    stops: list[Place | Bracket] = list(way.places)
    at = 0
    for bracket in way.brackets:
        line = [start, *(one.arcp_deg if isinstance(one, Bracket) else one for one in stops), way.goal]
        at = min(range(at, len(stops) + 1), key=lambda n: _detour_m(line[n], bracket, line[n + 1]))
        stops.insert(at, bracket)
        at += 1
    return stops


def _note_leg(flown: Flown, bracket: Bracket, replay: Replay, end: str, due_s: float, after: int) -> None:
    """Note how long the way from a bracket took; its clock began when the bracket was left."""
    flown_s, allowed_s = replay.time_s - bracket.leave_s, due_s - bracket.leave_s
    flown.legs.append(FlownLeg(bracket.id, end, flown_s, allowed_s, after, True))


def _detour_m(before: Place, bracket: Bracket, after: Place) -> float:
    way = [before, bracket.arip_deg, bracket.arcp_deg, after]
    return sum(_distance_m(*pair) for pair in itertools.pairwise(way)) - _distance_m(before, after)


def _fly_to_tanker(craft: Craft, replay: Replay, bracket: Bracket, cruise: tuple[float, float]) -> None:
    """Fly to the initial point, at the level of the cruise if that is far, and on to the control point."""
    level_m, mach = cruise
    if _distance_m(replay.at_deg, bracket.arcp_deg) < FAR_M:
        level_m = bracket.level_m
    level_m = max(level_m, bracket.level_m)
    replay.fly(_order(craft, bracket.arip_deg, level_m, mach))
    replay.fly(_order(craft, bracket.arcp_deg, level_m, mach, bracket.level_m))


def _take_fuel(scenario: Scenario, flown: Flown, craft: Craft, replay: Replay, bracket: Bracket) -> None:
    """Join, wait and take fuel; note what a failed contact would leave and need."""
    mach = bracket.true_airspeed_m_s / sound_m_s(bracket.level_m, 0.0)
    replay.level_m = bracket.level_m
    replay.hold(JOIN_S, mach, 0.0, 0.0)
    arrive_kg = replay.fuel_kg
    waiting = replay.copy()
    waiting.hold(max(1.0, bracket.leave_s - bracket.arrive_s), mach, 0.0, 0.0)
    flow = (arrive_kg - waiting.fuel_kg) / max(1.0, bracket.leave_s - bracket.arrive_s)
    flown.stops.append(FlownStop(arrive_kg, flow, _divert_kg(scenario, craft, replay, bracket, flown.reserve_kg)))
    half_s = 0.5 * (bracket.leave_s - bracket.arrive_s)
    replay.hold(half_s, mach, 0.0, 0.0)
    replay.fuel_kg += bracket.onload_kg
    replay.hold(half_s, mach, 0.0, 0.0)
    replay.time_s = bracket.leave_s


def _divert_kg(scenario: Scenario, craft: Craft, replay: Replay, bracket: Bracket, reserve: float) -> float:
    """Return the fuel from a track to the divert of a bracket, for an aircraft that has the reserve left there [kg]."""
    fields = {one.id: one for one in (*craft.bases.diverts, craft.bases.recovery, craft.bases.base)}
    base = fields.get(bracket.divert) or cards.base(bracket.divert, scenario.card_folders)
    ends = [bracket.arcp_deg, bracket.exit_deg]
    start = max(ends, key=lambda end: _distance_m(end, _place(base)))
    kg = 0.0
    for _ in range(3):
        way = Replay(replay.a, replay.weather, start, bracket.level_m, reserve + kg, 0.0)
        _fly_home(craft, way, base, craft.speeds.home_level_m)
        kg = reserve + kg - way.fuel_kg
    return kg + craft.vertical_kg


def _fly_home(craft: Craft, replay: Replay, base: BaseCard, level_m: float) -> None:
    """Fly to a field and land: climb if it is far, descend, approach from there straight in."""
    to = _before(replay.at_deg, _place(base), APPROACH_DISTANCE_M)
    level_m = max(level_m, replay.level_m) if _distance_m(replay.at_deg, to) >= FAR_M else replay.level_m
    replay.fly(_order(craft, to, level_m, craft.speeds.home_mach, base.elevation_m + 500.0))
    time_s, _, kg = approach(craft.a, replay.mass_kg, base.elevation_m, 0.0, 0.0)
    replay.fuel_kg -= kg
    replay.time_s += time_s


def _arrive(craft: Craft, replay: Replay, work: Work, goal: Place, level_m: float) -> None:
    """Fly to the meeting place, to be there at the level of the work."""
    station_m = work.stations[craft.flight.id].level_m
    if _distance_m(replay.at_deg, goal) < FAR_M:
        level_m = station_m
    replay.fly(_order(craft, goal, max(level_m, station_m), craft.speeds.mach, station_m))


def _work(replay: Replay, craft: Craft, work: Work) -> None:
    """Fly the racetrack of a work."""
    replay.level_m = work.stations[craft.flight.id].level_m
    bank = work.pattern.bank_rad or math.radians(25.0)
    speed = work.mach * sound_m_s(replay.level_m, 0.0)
    turn_s = 2.0 * math.pi * speed / (STANDARD_GRAVITY_M_S2 * math.tan(bank))
    share = turn_s / (turn_s + 2.0 * work.pattern.leg_m / speed)
    replay.hold(work.duration_s, work.mach, share, bank)


def _land(flown: Flown, craft: Craft, replay: Replay) -> None:
    """Fly to the field of landing and land every aircraft, each with a longer way."""
    base, speeds = craft.bases.recovery, craft.speeds
    points = approach_points(base, replay.at_deg, speeds, "return")
    first = points[0]
    to = (first.latitude_deg, first.longitude_deg)
    far = _distance_m(replay.at_deg, to) >= FAR_M
    level_m = max(replay.level_m, speeds.home_level_m) if far else replay.level_m
    replay.fly(_order(craft, to, level_m, speeds.home_mach, first.altitude_m))
    for rank in range(craft.flight.count):
        last = replay.copy()
        for point in points[1:]:
            place = (point.latitude_deg, point.longitude_deg)
            last.fly(Order(place, point.altitude_m, point.mach, point.cas_m_s, point.altitude_m))
        slow = min(points[1].mach, points[1].cas_m_s / sound_m_s(0.0, 0.0))
        last.level_m = base.elevation_m + 600.0
        last.hold(rank * WING_M / (slow * sound_m_s(0.0, 0.0)), slow, 0.0, 0.0)
        flown.landing_kg.append(last.fuel_kg - craft.vertical_kg)


def fly_tanker(
    scenario: Scenario, weather: Weather, plan: TankerPlan, tanker: PlannedTanker, served: Sequence[Bracket]
) -> FlownTanker:
    """Fly a tanker again: to its track, round it with what it gives, and home."""
    flight, track = scenario.flight(tanker.id), plan.track(tanker.track)
    craft = craft_of(scenario, flight, plan)
    base, speeds = craft.bases.base, craft.speeds
    replay = Replay(craft.a, weather, _place(base), base.elevation_m, craft.fuel_kg, 0.0)
    control = (track.latitude_deg, track.longitude_deg)
    for point in flight.outbound:
        replay.fly(_order(craft, (point.latitude_deg, point.longitude_deg), speeds.level_m, speeds.mach))
    is_far = _distance_m(replay.at_deg, control) >= FAR_M
    level_m = max(track.level_m, speeds.level_m) if is_far else track.level_m
    replay.fly(_order(craft, control, level_m, speeds.mach, track.level_m))
    out_s = replay.time_s + craft.roll_s
    mach = track.true_airspeed_m_s / sound_m_s(track.level_m, 0.0)
    turn_s = 2.0 * math.pi * track.radius_m / track.true_airspeed_m_s
    share = turn_s / (turn_s + 2.0 * track.leg_m / track.true_airspeed_m_s)
    now_s = tanker.on_s
    for bracket in sorted(served, key=lambda one: one.last_contact_s):
        gone_s = max(0.0, bracket.last_contact_s + bracket.contact_s - now_s)
        replay.hold(gone_s, mach, share, track.bank_rad)
        replay.fuel_kg -= bracket.onload_kg * bracket.count
        now_s += gone_s
    replay.hold(max(0.0, tanker.off_s - now_s), mach, share, track.bank_rad)
    left_s = replay.time_s
    for point in flight.homebound:
        replay.fly(_order(craft, (point.latitude_deg, point.longitude_deg), speeds.home_level_m, speeds.home_mach))
    _fly_home(craft, replay, craft.bases.recovery, speeds.home_level_m)
    reserve = reserve_kg(scenario, flight, craft.a)
    return FlownTanker(out_s, replay.time_s - left_s, replay.fuel_kg, reserve, craft.ready_s)
