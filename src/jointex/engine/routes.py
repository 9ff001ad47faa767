"""Whether an aircraft flies, where its route leads it, and how far that is."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.rendezvous import speed_on_track_m_s
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import move
from jointex.engine.logging import begin_task
from jointex.fleet.log import Task
from jointex.flight.energy import DESCENT_SLOPE, getting_going_s, wind_here
from jointex.flight.guidance import direction_to, extra_for_time_m, stretch_leg, turn_radius_m
from jointex.flight.motion import turn_to_point
from jointex.flight.state import Speed, Vertical
from jointex.kernel import kernel
from jointex.units import FOOT_M, NAUTICAL_MILE_M

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius for distances of aircraft that are near each other [m]: 0.3 % off at most."""
ROOM_TO_DESCEND = 0.9
"""Share of the usual slope of descent that a level half-way may ask for: as in plans."""
LEAST_CLIMB_M = 1000.0 * FOOT_M
"""Climb that is worth its while on the way to a divert [m]. Estimated."""
LEAST_DETOUR_S = 5.0
"""Earliness that is worth a detour [s]."""
LEAST_STRETCH_M = 20.0 * NAUTICAL_MILE_M
"""Shortest way that is made longer to lose time [m]: shorter ones are nearly all turns. Estimated."""
LONGER = 0.8
"""Share of a way by which it can be made longer without sharp corners. Estimated."""


@kernel
def is_airborne(a: Any) -> bool:
    """Return whether the aircraft is in the air."""
    return Task.CLIMB <= a.task <= Task.APPROACH


@kernel
def is_fighting(a: Any) -> bool:
    """Return whether an aircraft is flown by a presentation of simulated combat, not by its route."""
    return bool(a.task == Task.MARSHAL or a.task == Task.COMBAT)


@kernel
def is_over(a: Any) -> bool:
    """Return whether the aircraft has nothing left to do."""
    return a.task >= Task.DOWN


@kernel
def go_to(a: Any, points: Any, point: int, last_point: int) -> None:
    """Steer one aircraft, alone, to a point of its own route and on to another."""
    a.leader, a.tanker, a.parting_s = -1, -1, math.inf
    a.bank_rad, a.bank_goal_rad = 0.0, 0.0
    a.vertical, a.speed = Vertical.LEVEL, Speed.CHANGE
    a.point = a.first_point + point
    a.last_point = a.first_point + last_point
    turn_to_point(a, points)


@kernel
def send_home(a: Any, flight: Any, points: Any, log: Any, run: int) -> None:
    """Turn one aircraft to the first point of its way home."""
    go_to(a, points, flight.home_point, flight.end_point)
    begin_task(log, run, a, Task.RETURN)


@kernel
def home_distance_m(a: Any, flight: Any, points: Any) -> float:
    """Return the distance home from here [m over ground]: straight to the way back, and along it."""
    first = a.first_point + flight.home_point
    is_on_own_way = flight.work < 0 or (a.task >= Task.RETURN and a.point >= first)
    if a.last_point > a.first_point + flight.end_point or is_on_own_way:
        _, _, to_point_m = direction_to(a, points[a.point])
        return to_point_m + points[a.point].beyond_m
    _, _, to_point_m = direction_to(a, points[first])
    return to_point_m + points[first].beyond_m


@kernel
def lose_time(a: Any, flight: Any, points: Any) -> None:
    """Make the last leg before the run-in as much longer as the aircraft is early."""
    seconds = points[a.first_point + flight.meet_point].time_s - a.time_s - points[a.point - 1].left_s
    if seconds > LEAST_DETOUR_S:
        go_longer(a, points, seconds)


@kernel
def lose_time_from_here(a: Any, flight: Any, points: Any) -> None:
    """Go to the point after `a.point`, straight or by a way that is as much longer as the aircraft is early."""
    go_longer(a, points, early_s(a, flight, points, a.point + 1))


@kernel
def lose_the_rest(a: Any, flight: Any, points: Any) -> None:
    """Make the way on longer once more where an aircraft from its tanker is earlier than flying slower would mend.

    It is past the stretched point then, has climbed and gained speed, and knows better how long it takes.
    """
    end = points[a.point]
    _, _, way_m = direction_to(a, end)
    slower_s = way_m / cruise_m_s(a, end) * flight.slower_mach / end.mach
    seconds = early_s(a, flight, points, a.point)
    if seconds > slower_s and way_m > LEAST_STRETCH_M:
        a.point -= 1
        go_longer(a, points, seconds)


@kernel
def go_longer(a: Any, points: Any, seconds: float) -> None:
    """Place the point `a.point` so that the way over it to the next one takes so much longer [s], and turn to it."""
    middle, end = points[a.point], points[a.point + 1]
    wind_north, wind_east = wind_here(a, end.altitude_m)
    speed_m_s = cruise_m_s(a, end)
    _, _, was_m = direction_to(middle, end)
    stretch_leg(a, points, extra_for_time_m(a, end, max(0.0, seconds), speed_m_s, wind_north, wind_east))
    north, east, side_m = direction_to(middle, end)
    ground_m_s = max(1.0, speed_on_track_m_s(speed_m_s, math.atan2(east, north), wind_north, wind_east))
    middle.left_s += (side_m - was_m) / ground_m_s
    turn_to_point(a, points)


@kernel
def cruise_m_s(a: Any, end: Any) -> float:
    """Return the true airspeed of the leg to a point, in the air here [m/s]."""
    return float(end.mach * speed_of_sound_m_s(isa_temperature_k(end.altitude_m) + a.temperature_offset_k))


@kernel
def most_to_lose_s(a: Any, points: Any, number: int) -> float:
    """Return how much time a longer way to a point can lose [s]: somewhat less than the way takes, as turns cut corners."""
    end = points[number]
    _, _, to_point_m = direction_to(a, end)
    return float(LONGER * to_point_m / cruise_m_s(a, end))


@kernel
def early_s(a: Any, flight: Any, points: Any, number: int) -> float:
    """Return how much too early an aircraft would come to its work if it turned now for a point, straight from here [s].

    The turn, the climb, the gain of speed and the wind at the point's level, by the shear here, count; from the point on it is as
    planned.
    """
    meet, end = points[a.first_point + flight.meet_point], points[number]
    north, east, to_point_m = direction_to(a, end)
    speed_m_s = cruise_m_s(a, end)
    wind_north, wind_east = wind_here(a, end.altitude_m)
    ground_m_s = max(1.0, speed_on_track_m_s(speed_m_s, math.atan2(east, north), wind_north, wind_east))
    way_m = to_point_m + turning_m(a, north, east, to_point_m, 0.5 * (a.true_airspeed_m_s + speed_m_s))
    begin_s = getting_going_s(a, end.altitude_m, speed_m_s)
    return float(meet.time_s - a.time_s - begin_s - way_m / ground_m_s - end.left_s)


@kernel
def turning_m(a: Any, north: float, east: float, to_point_m: float, speed_m_s: float) -> float:
    """Return how much longer a turn makes the way to a point than the straight way there [m].

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`.
    north, east : float
        Direction to the point, unit.
    to_point_m : float
        Distance to it [m].
    speed_m_s : float
        True airspeed in the turn, at the bank of its route [m/s].

    Returns
    -------
    float
        0 or more; that of a full circle more where the point lies inside the turn.

    References
    ----------
    An arc and its tangent: from the centre of the turn the point lies `d` away, and the tangent is `sqrt(d**2 - r**2)` long.
    """
    radius_m = turn_radius_m(speed_m_s, a.bank_order_rad)
    ahead_m = to_point_m * (a.heading_north * north + a.heading_east * east)
    aside_m = to_point_m * abs(a.heading_north * east - a.heading_east * north)
    from_centre_m = math.sqrt(ahead_m * ahead_m + (aside_m - radius_m) * (aside_m - radius_m))
    if from_centre_m <= radius_m:
        return 2.0 * math.pi * radius_m
    tangent_m = math.sqrt(from_centre_m * from_centre_m - radius_m * radius_m)
    # seen from the centre: from the start of the arc to the point, less from the tangent's foot to the point
    whole_rad = math.atan2(ahead_m, radius_m - aside_m) % (2.0 * math.pi)
    arc_rad = (whole_rad - math.atan2(tangent_m, radius_m)) % (2.0 * math.pi)
    return max(0.0, radius_m * arc_rad + tangent_m - to_point_m)


@kernel
def is_within_m(a: Any, b: Any, distance_m: float) -> bool:
    """Return whether two aircraft are nearer to each other than a distance, heights aside [m]."""
    dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
    return (dx * dx + dy * dy + dz * dz) * EARTH_RADIUS_M * EARTH_RADIUS_M < distance_m * distance_m


@kernel
def left_at_kg(a: Any, fuel_kg: float, flight: Any, point: Any) -> float:
    """Return what will be left of some fuel after the way over a point and its approach, from where the aircraft is [kg]."""
    _, _, to_point_m = direction_to(a, point)
    return fuel_kg - (to_point_m + point.beyond_m) * flight.home_kg_per_m - flight.approach_fuel_kg


@kernel
def best_divert(a: Any, flight: Any, points: Any, least_kg: float) -> int:
    """Return the divert base that leaves most fuel, if that is above a least [kg]; -1 if none does."""
    best, best_kg = -1, least_kg
    for number in range(flight.n_diverts):
        kg = left_at_kg(a, a.fuel_kg, flight, points[a.first_point + flight.divert_point[number]])
        if kg > best_kg:
            best, best_kg = number, kg
    return best


@kernel
def climbs_on_way(a: Any, cruise: Any, initial: Any) -> bool:
    """Put the point of cruise half-way to an approach, at the level it asks for or the highest there is room for.

    Returns
    -------
    bool
        False where that is not worth a climb.
    """
    north, east, to_point_m = direction_to(a, initial)
    half_m = 0.5 * to_point_m
    level_m = min(cruise.altitude_m, initial.altitude_m + ROOM_TO_DESCEND * DESCENT_SLOPE * half_m)
    if level_m < a.altitude_m + LEAST_CLIMB_M:
        return False
    cruise.x, cruise.y, cruise.z = move(a.x, a.y, a.z, half_m * north, half_m * east, a.altitude_m)
    cruise.altitude_m, cruise.beyond_m = level_m, initial.beyond_m + half_m
    return True


@kernel
def divert(a: Any, flight: Any, points: Any, number: int, log: Any, run: int) -> None:
    """Turn one aircraft to a divert base; it takes no more fuel on the way."""
    a.landing_base = number + 1
    a.bracket = flight.bracket_end
    first = flight.divert_point[number]
    if climbs_on_way(a, points[a.first_point + first - 1], points[a.first_point + first]):
        first -= 1
    go_to(a, points, first, flight.divert_end[number])
    begin_task(log, run, a, Task.DIVERT)
