"""Routes: from a flight's entry in the scenario to the points its aircraft fly over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.cards import BaseCard
from jointex.drills.formation import geometry
from jointex.earth.geodesics import distance_course
from jointex.earth.geodesy import n_vector
from jointex.flight.energy import DESCENT_SLOPE
from jointex.flight.state import POINT
from jointex.planning.brackets import BracketPoints, bracket_points, parted, with_brackets
from jointex.planning.tankers.orders import Bracket, TankerPlan
from jointex.planning.waypoints import Waypoint, leg, midway, racetrack_deg, shifted, turn_radius_m
from jointex.scenario import Flight, Work
from jointex.units import FOOT_M, KNOT_M_S, NAUTICAL_MILE_M

GATE_M = 25.0 * NAUTICAL_MILE_M
"""Straight run-in to the meeting place [m]. Estimated: room for turn and last corrections."""
INITIAL_FIX_M, INITIAL_FIX_HEIGHT_M = 20.0 * NAUTICAL_MILE_M, 6000.0 * FOOT_M
"""Where an approach begins: distance from the runway and height above it. Estimated from usual instrument approaches."""
FINAL_FIX_M, FINAL_FIX_HEIGHT_M = 6.0 * NAUTICAL_MILE_M, 1900.0 * FOOT_M
"""Where the final descent of 3 degrees begins."""
INITIAL_CAS_M_S = 250.0 * KNOT_M_S
"""Speed at the start of an approach [CAS]: 250 kt, the ICAO limit below 10,000 ft."""
SHORTEST_CRUISE_M = 2.5 * INITIAL_FIX_M
"""Shortest way that is worth a cruise [m]."""
CLEARING_M = 40.0 * NAUTICAL_MILE_M
"""Distance from the meeting place within which flights on their way home keep the blocks they worked in [m]. Estimated."""
CLEARING_STEP_M = 20.0 * NAUTICAL_MILE_M
"""How much longer each next flight that goes home the same way keeps its block: those above climb first [m]. Estimated."""
WINGMAN_DETOUR_M = 5.0 * NAUTICAL_MILE_M
"""Extra way each further wingman flies before the final fix, so that landings follow one another. Estimated."""
PLANNED_SLOPE = 0.9 * DESCENT_SLOPE
"""Slope that levels of successive points may ask for: a tenth is left for turns and slowing down."""
TURN_BANK_RAD = math.radians(25.0)
"""Bank of route and racetrack turns where the scenario names none: 25 deg, the refuelling tables' figure."""


@dataclass(frozen=True)
class Route:
    """All points a flight may need, and where its parts begin and end (numbers of points; -1: there is none).

    `stretch` is the point moved aside to lose time, `meet` the meeting place, `loop_first` to `loop_last` the racetrack
    (the last repeats the first; one more follows for its corner), `home` to `end` the way back with `split` where wingmen
    part, `diverts` the first and last point of the approach to each divert base, with a point of cruise before it, `brackets`
    where fuel is taken, in order.
    """

    points: tuple[Waypoint, ...]
    stretch: int
    meet: int
    loop_first: int
    loop_last: int
    home: int
    split: int
    end: int
    diverts: tuple[tuple[int, int], ...]
    bank_rad: float
    brackets: tuple[BracketPoints, ...] = ()


@dataclass(frozen=True)
class Speeds:
    """How a flight flies its route: Mach and level out and back, and the landing reference CAS [m/s].

    On leaving its work it keeps its block for `clear_m` [m].
    """

    mach: float
    level_m: float
    home_mach: float
    home_level_m: float
    reference_cas_m_s: float
    most_cas_m_s: float
    clear_m: float = CLEARING_M


def build_route(
    flight: Flight,
    work: Work | None,
    base: BaseCard,
    recovery: BaseCard,
    diverts: Sequence[BaseCard],
    speeds: Speeds,
    tankers: TankerPlan | None = None,
) -> Route:
    """Return the route of a flight: out, through its work, home, and to each divert base.

    Parameters
    ----------
    flight : Flight
        From the scenario.
    work : Work or None
        The work it takes part in.
    base, recovery : BaseCard
        Where it takes off and where it lands.
    diverts : sequence of BaseCard
        Where else it may land.
    speeds : Speeds
        Levels and Mach numbers of its cruise.
    tankers : TankerPlan, optional
        Where it takes fuel.

    Returns
    -------
    Route
    """
    points: list[Waypoint] = []
    start = base.latitude_deg, base.longitude_deg
    brackets = brackets_of(flight, tankers)
    before_work, after_work = parted(brackets, work)
    cruise: dict[str, Any] = {"mach": speeds.mach, "cas_m_s": speeds.most_cas_m_s}
    for place in flight.outbound:
        at = place.latitude_deg, place.longitude_deg
        points.append(Waypoint(place.name, "route", *at, altitude_m=speeds.level_m, **cruise))
    goal = work.meet if work is not None else recovery
    out = Waypoint("", "route", *start, altitude_m=speeds.level_m, **cruise)
    points = with_brackets(points, start, (goal.latitude_deg, goal.longitude_deg), before_work, out)
    stretch = meet = loop_first = loop_last = -1
    bank_rad = TURN_BANK_RAD
    if work is not None:
        bank_rad = work.pattern.bank_rad or TURN_BANK_RAD
        last_out = points[-1] if points else out
        entry, track = work_points(flight, work, speeds, bank_rad, last_out)
        has_cruise = bool(points) or leg(start, (goal.latitude_deg, goal.longitude_deg))[0] >= SHORTEST_CRUISE_M
        stretch = len(points) if has_cruise else -1
        points += entry if has_cruise else entry[1:]
        meet = len(points) - 1
        loop_first = len(points)
        points += track
        loop_last = len(points) - 2
    home = len(points)
    way_home: list[Waypoint] = []
    if work is not None:
        way_home += clearing_points(flight, work, recovery, speeds)
    back: dict[str, Any] = {"mach": speeds.home_mach, "cas_m_s": speeds.most_cas_m_s}
    for place in flight.homebound:
        at = place.latitude_deg, place.longitude_deg
        way_home.append(Waypoint(place.name, "return", *at, altitude_m=speeds.home_level_m, **back))
    last = (points[-1].latitude_deg, points[-1].longitude_deg) if points else start
    home_cruise = Waypoint("", "return", *last, altitude_m=speeds.home_level_m, **back)
    points += with_brackets(way_home, last, (recovery.latitude_deg, recovery.longitude_deg), after_work, home_cruise)
    before = (points[-1].latitude_deg, points[-1].longitude_deg) if points else (base.latitude_deg, base.longitude_deg)
    if not flight.homebound:
        points += cruise_points(before, recovery, speeds)
    split = len(points)
    points += approach_points(recovery, before, speeds, "return")
    end = len(points) - 1
    ways = add_diverts(points, [(divert, leaving_for(divert, brackets, before)) for divert in diverts], speeds)
    for first, last_point in ((home, end), *ways):
        leave_room_to_descend(points, first, last_point)
    if meet > 0:
        leave_room_to_descend(points, 0, meet)
    taken = tuple(bracket_points(points, bracket, tankers) for bracket in brackets) if tankers is not None else ()
    return Route(tuple(points), stretch, meet, loop_first, loop_last, home, split, end, tuple(ways), bank_rad, taken)


def brackets_of(flight: Flight, tankers: TankerPlan | None) -> list[Bracket]:
    """Return the brackets of a flight, all of its cell at the level below the tanker until it closes."""
    if tankers is None:
        return []
    highest_m = max(geometry(flight.formation, member)[2] for member in range(flight.count))
    return [replace(bracket, below_m=bracket.below_m + highest_m) for bracket in tankers.of_flight(flight.id)]


def leaving_for(divert: BaseCard, brackets: Sequence[Bracket], before_deg: tuple[float, float]) -> tuple[float, float]:
    """Return whence a divert is approached [deg]: from the tanker whose abort line it stands behind, else from the way home."""
    return next((bracket.exit_deg for bracket in reversed(brackets) if bracket.divert == divert.id), before_deg)


def add_diverts(
    points: list[Waypoint], diverts: Sequence[tuple[BaseCard, tuple[float, float]]], speeds: Speeds
) -> list[tuple[int, int]]:
    """Add the ways to divert bases, each with whence it is approached [deg]; return first and last point of each approach."""
    ways = []
    for divert, before_deg in diverts:
        approach = approach_points(divert, before_deg, speeds, "divert")
        # a point of cruise before them, which is put on the way in flight
        points.append(replace(approach[0], name="", altitude_m=speeds.home_level_m))
        ways.append((len(points), len(points) + len(approach) - 1))
        points += approach
    return ways


def clearing_points(flight: Flight, work: Work, recovery: BaseCard, speeds: Speeds) -> list[Waypoint]:
    """Return the point up to which a flight keeps its block on the way home, so that flights part before they climb."""
    first = flight.homebound[0] if flight.homebound else None
    there = (first.latitude_deg, first.longitude_deg) if first else (recovery.latitude_deg, recovery.longitude_deg)
    here = (work.meet.latitude_deg, work.meet.longitude_deg)
    distance_m, course_rad, _ = distance_course(*map(math.radians, (*here, *there)))
    if distance_m < 1.5 * CLEARING_M:
        return []
    clear = shifted(here, float(course_rad), min(speeds.clear_m, float(distance_m) / 1.5), 0.0)
    level_m = work.stations[flight.id].level_m
    return [Waypoint("", "return", *clear, altitude_m=level_m, mach=work.mach, cas_m_s=speeds.most_cas_m_s)]


def cruise_points(before_deg: tuple[float, float], recovery: BaseCard, speeds: Speeds) -> list[Waypoint]:
    """Return a point halfway home at the level of the cruise, where the scenario names none."""
    here = (recovery.latitude_deg, recovery.longitude_deg)
    distance_m, _, _ = distance_course(*map(math.radians, (*before_deg, *here)))
    if distance_m < SHORTEST_CRUISE_M:
        return []
    at = midway(before_deg, here)
    return [Waypoint("", "return", *at, speeds.home_level_m, speeds.home_mach, speeds.most_cas_m_s)]


def leave_room_to_descend(points: list[Waypoint], first: int, last: int) -> None:
    """Lower points from which the descent to a later, lower one would be too steep."""
    for number in range(last - 1, first - 1, -1):
        here, there = points[number], points[number + 1]
        places = here.latitude_deg, here.longitude_deg, there.latitude_deg, there.longitude_deg
        length_m, _, _ = distance_course(*map(math.radians, places))
        highest_m = there.altitude_m + PLANNED_SLOPE * float(length_m)
        if here.altitude_m > highest_m:
            points[number] = replace(here, altitude_m=highest_m)


def work_points(
    flight: Flight, work: Work, speeds: Speeds, bank_rad: float, last: Waypoint
) -> tuple[list[Waypoint], list[Waypoint]]:
    """Return the way in from the last place (stretch, gate, meeting place) and the racetrack, on the flight's own station.

    A tanker that comes from the other end of its track comes in along the second leg.
    """
    station = work.stations[flight.id]
    course_rad = math.radians(work.pattern.course_deg)
    origin = (work.meet.latitude_deg, work.meet.longitude_deg)
    meet = shifted(origin, course_rad, -station.back_m, station.right_m)
    side = 1.0 if work.pattern.turn == "right" else -1.0
    width_m = side * 2.0 * turn_radius_m(work.mach, station.level_m, bank_rad)
    _, way_in_rad = leg((last.latitude_deg, last.longitude_deg), meet)
    is_reverse = flight.role == "tanker" and math.cos(way_in_rad - course_rad) < 0.0
    gate = shifted(meet, course_rad, GATE_M, width_m) if is_reverse else shifted(meet, course_rad, -GATE_M, 0.0)
    orders: dict[str, Any] = {"altitude_m": station.level_m, "mach": work.mach, "cas_m_s": speeds.most_cas_m_s}
    onward: dict[str, Any] = {"altitude_m": station.level_m, "mach": speeds.mach, "cas_m_s": speeds.most_cas_m_s}
    middle = midway((last.latitude_deg, last.longitude_deg), gate)
    entry = [
        Waypoint("", "route", *middle, altitude_m=speeds.level_m, mach=speeds.mach, cas_m_s=speeds.most_cas_m_s),
        Waypoint(f"{work.id} gate", "route", *gate, **onward),
        Waypoint(work.meet.name, "route", *meet, time_s=work.time_s, **orders),
    ]
    if is_reverse:
        entry.insert(2, Waypoint("", "route", *shifted(meet, course_rad, 0.0, width_m), **orders))
    corners = racetrack_deg(meet, course_rad, work.pattern.leg_m, width_m)
    return entry, [Waypoint("", "work", *corner, **orders) for corner in corners]


def approach_points(base: BaseCard, from_deg: tuple[float, float], speeds: Speeds, task: str) -> list[Waypoint]:
    """Return initial fix, way to the final fix, final fix and threshold, for the runway end that suits the arrival."""
    here = (base.latitude_deg, base.longitude_deg)
    _, inbound_rad, _ = distance_course(*map(math.radians, (*from_deg, *here)))
    final_rad = landing_course_rad(base, float(inbound_rad))
    field_m = base.elevation_m
    initial = shifted(here, final_rad, -INITIAL_FIX_M, 0.0)
    between = shifted(here, final_rad, -0.5 * (INITIAL_FIX_M + FINAL_FIX_M), 0.0)
    final = shifted(here, final_rad, -FINAL_FIX_M, 0.0)
    reference = speeds.reference_cas_m_s
    mach = speeds.home_mach
    return [
        Waypoint(f"{base.id} initial", task, *initial, field_m + INITIAL_FIX_HEIGHT_M, mach, speeds.most_cas_m_s),
        Waypoint("", "approach", *between, field_m + FINAL_FIX_HEIGHT_M, mach, INITIAL_CAS_M_S),
        Waypoint("", "approach", *final, field_m + FINAL_FIX_HEIGHT_M, mach, max(1.3 * reference, reference + 10.0)),
        Waypoint(base.id, "land", *here, field_m, mach, reference, is_low=True),
    ]


def landing_course_rad(base: BaseCard, inbound_rad: float) -> float:
    """Return the course of the end of the longest runway, a paved one if any, nearest the arrival's; else the arrival's."""
    longest = base.longest_runway(paved_only=True) or base.longest_runway(paved_only=False)
    if longest is None:
        return inbound_rad
    digits = "".join(letter for letter in longest.ident.split("/")[0] if letter.isdigit())
    course_rad = math.radians(10.0 * int(digits)) if digits else inbound_rad
    return course_rad if math.cos(course_rad - inbound_rad) >= 0.0 else course_rad + math.pi


def route_points(route: Route, member: int) -> NDArray[Any]:
    """Return the points of one aircraft as kernels read them.

    Parameters
    ----------
    route : Route
        The flight's route.
    member : int
        0 for the leader; further members fly longer ways before their final fixes.

    Returns
    -------
    array (n,) of POINT
    """
    waypoints = list(route.points)
    for first in (route.split, *(first for first, _ in route.diverts)):
        waypoints[first + 1] = detour(waypoints[first], waypoints[first + 1], waypoints[first + 2], member)
    points = np.zeros(len(waypoints), POINT)
    for number, waypoint in enumerate(waypoints):
        row = points[number]
        latitude, longitude = math.radians(waypoint.latitude_deg), math.radians(waypoint.longitude_deg)
        row["x"], row["y"], row["z"] = n_vector(latitude, longitude)
        row["altitude_m"], row["mach"], row["cas_m_s"] = waypoint.altitude_m, waypoint.mach, waypoint.cas_m_s
        row["time_s"], row["is_low"] = waypoint.time_s, int(waypoint.is_low)
    for first, last in ((0, route.end), *route.diverts):
        fill_beyond(points, waypoints, first, last)
    return points


def fill_beyond(points: NDArray[Any], waypoints: Sequence[Waypoint], first: int, last: int) -> None:
    """Fill in the route length beyond each point, from the end backwards."""
    points["beyond_m"][last] = 0.0
    for number in range(last - 1, first - 1, -1):
        here, there = waypoints[number], waypoints[number + 1]
        length_m, _ = leg((here.latitude_deg, here.longitude_deg), (there.latitude_deg, there.longitude_deg))
        points["beyond_m"][number] = points["beyond_m"][number + 1] + length_m


def detour(start: Waypoint, middle: Waypoint, end: Waypoint, member: int) -> Waypoint:
    """Return the middle point moved aside so that a wingman's way is longer by its share."""
    if member == 0:
        return middle
    here, there = (start.latitude_deg, start.longitude_deg), (end.latitude_deg, end.longitude_deg)
    latitude, longitude = aside(here, there, member)
    return replace(middle, latitude_deg=latitude, longitude_deg=longitude)


def aside(here_deg: tuple[float, float], there_deg: tuple[float, float], member: int) -> tuple[float, float]:
    """Return the place [deg] over which a member's way between two places is longer by its share."""
    direct_m, course_rad = leg(here_deg, there_deg)
    half_m = 0.5 * direct_m
    side_m = half_m + 0.5 * member * WINGMAN_DETOUR_M
    aside_m = math.sqrt(side_m * side_m - half_m * half_m)
    return shifted(midway(here_deg, there_deg), course_rad, 0.0, aside_m)
