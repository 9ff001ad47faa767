"""Where a flight's route leads to tankers: initial and control points, and racetracks to wait on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.planning.tankers.orders import Bracket, PlannedTrack, TankerPlan
from jointex.planning.waypoints import Waypoint, leg, racetrack_deg, shifted
from jointex.scenario import Work
from jointex.units import NAUTICAL_MILE_M

CRUISE_TO_ARIP_M = 80.0 * NAUTICAL_MILE_M
"""Ways to an initial point longer than this are flown at the level of the cruise [m]; as `tankers.ways.ARIP_M`."""
LEVEL_OFF_M = 40.0 * NAUTICAL_MILE_M
"""Distance from a control point from which on a receiver is at its own level below the tanker [m]. Estimated: the turn range of a
point parallel (21 NM at 400 and 450 kt), and what a tanker goes out beyond its control point: no descent
through its level where it may be."""
MOST_STAND_INS = 2
"""Tankers a bracket can change to in flight."""
HOLDING_CAS_M_S = 400.0
"""A bound that no receiver meets: its Mach number rules [CAS, m/s]."""


@dataclass(frozen=True)
class BracketPoints:
    """Points of a bracket in its flight's route, by number.

    `control` is where it meets the tanker, `onward` where it goes afterwards. For the planned tanker and each stand-in, `holds`
    has the first and the last point of a racetrack to wait on, the last one repeating the first.
    """

    id: str
    control: int
    onward: int
    tankers: tuple[str, ...]
    holds: tuple[tuple[int, int], ...]


def parted(brackets: Sequence[Bracket], work: Work | None) -> tuple[list[Bracket], list[Bracket]]:
    """Return the brackets before and those after the work; all come before where there is none."""
    limit_s = math.inf if work is None else work.time_s
    return [b for b in brackets if b.arrive_s < limit_s], [b for b in brackets if b.arrive_s >= limit_s]


def with_brackets(
    points: list[Waypoint],
    start_deg: tuple[float, float],
    end_deg: tuple[float, float],
    brackets: Sequence[Bracket],
    cruise: Waypoint,
) -> list[Waypoint]:
    """Return the points of a way with those of its brackets, each where it lengthens the way least, in their order.

    Level and speeds of `cruise` are held up to initial points that are far enough.
    """
    way = list(points)
    first = 0
    for bracket in brackets:
        task = points[0].task if points else "route"
        entry = bracket_entry(bracket, task)
        places = [start_deg, *((point.latitude_deg, point.longitude_deg) for point in way), end_deg]
        own = [(point.latitude_deg, point.longitude_deg) for point in entry]
        at = min(range(first, len(way) + 1), key=lambda n: detour_m(places[n], own, places[n + 1]))
        if len(entry) > 1 and leg(places[at], own[0])[0] > CRUISE_TO_ARIP_M:
            level_m = max(entry[0].altitude_m, cruise.altitude_m)
            entry[0] = replace(entry[0], altitude_m=level_m, mach=cruise.mach, cas_m_s=cruise.cas_m_s)
        way[at:at] = entry
        first = at + len(entry)
    return way


def detour_m(
    before_deg: tuple[float, float], own_deg: Sequence[tuple[float, float]], after_deg: tuple[float, float]
) -> float:
    """Return how much longer a leg is by way of some places [m]."""
    stops = [before_deg, *own_deg, after_deg]
    return sum(leg(*pair)[0] for pair in itertools.pairwise(stops)) - leg(before_deg, after_deg)[0]


def bracket_entry(bracket: Bracket, task: str) -> list[Waypoint]:
    """Return initial point and control point of a bracket; the first is left out where both are one place."""
    level_m = bracket.level_m - bracket.below_m
    mach = bracket.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(bracket.level_m))
    entry = [Waypoint(f"{bracket.id} ARCP", "refuel", *bracket.arcp_deg, level_m, mach, HOLDING_CAS_M_S)]
    way_m, course_rad = leg(bracket.arip_deg, bracket.arcp_deg)
    if way_m > 1.25 * LEVEL_OFF_M:
        down_deg = shifted(bracket.arip_deg, course_rad, way_m - LEVEL_OFF_M, 0.0)
        entry.insert(0, Waypoint("", task, *down_deg, level_m, mach, HOLDING_CAS_M_S))
    if way_m > 1000.0:
        entry.insert(0, Waypoint(f"{bracket.id} ARIP", task, *bracket.arip_deg, level_m, mach, HOLDING_CAS_M_S))
    return entry


def bracket_points(points: list[Waypoint], bracket: Bracket, plan: TankerPlan) -> BracketPoints:
    """Return the points of a bracket in a route, and add racetracks to wait on to its end."""
    control = next(n for n, point in enumerate(points) if point.name == f"{bracket.id} ARCP")
    tankers, holds = [], []
    for tanker in (bracket.tanker, *bracket.alternates[:MOST_STAND_INS]):
        duty = plan.tanker(tanker)
        hold = hold_points(plan.track(duty.track), bracket) if duty is not None else []
        if hold:
            tankers.append(tanker)
            holds.append((len(points), len(points) + len(hold) - 2))
            points += hold
    return BracketPoints(bracket.id, control, control + 1, tuple(tankers), tuple(holds))


def hold_points(track: PlannedTrack, bracket: Bracket) -> list[Waypoint]:
    """Return the racetrack below a track, from the control point of a bracket on."""
    level_m = track.level_m - bracket.below_m
    mach = bracket.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(track.level_m))
    side = 1.0 if track.turn == "right" else -1.0
    start, course_rad = (track.latitude_deg, track.longitude_deg), math.radians(track.course_deg)
    corners = racetrack_deg(start, course_rad, track.leg_m, side * 2.0 * track.radius_m)
    if bracket.side == 1:
        corners = racetrack_deg(corners[1], course_rad + math.pi, track.leg_m, side * 2.0 * track.radius_m)
    return [Waypoint("", "refuel", *corner, level_m, mach, HOLDING_CAS_M_S) for corner in corners]
