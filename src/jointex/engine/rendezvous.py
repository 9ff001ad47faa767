"""A tanker meets its receivers: when it leaves its racetrack and turns so that it rolls out ahead of them.

The frame is that of `drills.rendezvous`: its origin is the control point, x runs along the track the receivers will be on, y
to the side the tanker's orbit lies on. While nobody is with it, a tanker whose next receivers come within `FORESEEN_S` flies
its legs so long that its turn onto their track begins at the range at which it ends `LEAD_M` ahead of them.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.formation import JOIN_BANK_RAD
from jointex.drills.refuelling import BELOW_TANKER_M
from jointex.drills.rendezvous import LEAD_M, speed_on_track_m_s, turn_in, turned
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import move
from jointex.engine.contact import spare_of_tanker_kg
from jointex.engine.logging import log_event
from jointex.engine.parting import LEVEL_TOLERANCE_M
from jointex.engine.routes import is_airborne
from jointex.fleet.log import Event, Task
from jointex.flight.energy import level_speed_m_s, wind_here
from jointex.flight.guidance import SHARPEST_CORNER, direction_to, ground_direction, offset_m, turn_radius_m
from jointex.flight.motion import turn_to_point
from jointex.flight.state import Lateral, Vertical
from jointex.kernel import kernel, single

FREE, COMING, TURNING, AHEAD = 0, 1, 2, 3
"""How far a tanker is with meeting somebody: not at all; on the leg that ends in its turn; in that turn; ahead of them."""
FORESEEN_S = 2400.0
"""Time to the control point within which a tanker reckons with receivers [s]: more than once round. Estimated."""
MEETING_ORIGIN, MEETING_NEXT = (3, 1), (4, 2)
"""Corners of the racetrack where the leg begins on which receivers are met, and where it ends: first and second leg."""
ALONG = math.cos(math.radians(60.0))
"""Cosine between the noses of a receiver and its tanker above which it closes before its control point: else it would cut in
ahead of it. Estimated."""
ALIGNED = math.cos(math.radians(30.0))
"""Cosine between nose and track of one that is on a leg. Estimated."""
LOOK_AHEAD_M = 12_000.0
"""How far ahead on its line a tanker steers [m]. Estimated."""
LEAST_SLOPE = 1.5
"""Least way back on which a tanker comes to its line, as a share of how far aside of it it is. Estimated."""
LATE_TURN_S = 6.0
"""By how much a turn may begin too late [s]. Estimated; 1 s is some 400 m of lead."""
SETTLED_S = 180.0
"""Time after the control point in which a receiver is taken to turn along the track [s]. Estimated."""
KEPT_S = 300.0
"""Time a tanker counts on receivers that it has rolled out ahead of [s]. Estimated."""


@single
def meet_receivers(
    a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any, log: Any, run: int
) -> None:
    """Decide for a tanker on its track how it meets the next receivers; at the start of a frame.

    Parameters
    ----------
    a, flight : record
        The tanker, and its flight; changed in place.
    fleet, flights, brackets, points : array of records
        Of the run; the tanker's own two points for meeting are moved.
    log, run : Log, int
        Where events go.
    """
    if flight.meeting_phase == TURNING and a.lateral == Lateral.LEG:
        note_roll_out(a, flight, fleet, log, run)
    number = -1 if is_taken(a, fleet) else next_receiver(a, flight, fleet, flights, brackets, points)
    if number < 0 or (flight.meeting_phase != FREE and number != flight.meeting):
        let_go(a, flight, points)
        return
    if flight.meeting_phase >= TURNING:
        if flight.meeting_phase == AHEAD and a.time_s > flight.met_s + KEPT_S:
            let_go(a, flight, points)
        return
    if a.lateral == Lateral.LEG and a.vertical == Vertical.LEVEL:
        b = fleet[number]
        steer(a, flight, b, brackets, points)


@kernel
def is_taken(a: Any, fleet: Any) -> bool:
    """Return whether somebody is with a tanker, or closing on it."""
    is_found = False
    for i in range(fleet.shape[0]):
        b = fleet[i]
        is_found = is_found or (b.tanker == a.aircraft and Task.RENDEZVOUS <= b.task <= Task.REFORM)
    return is_found


@kernel
def next_receiver(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any, points: Any) -> int:
    """Return the leader of the flight that will be at a tanker's control point first, of those it has fuel for; or -1."""
    first, first_s = -1, FORESEEN_S
    spare_kg = spare_of_tanker_kg(a, flight, points)
    for f in range(flights.shape[0]):
        other = flights[f]
        if other.bracket_end == 0 or other.leader < 0:
            continue
        b = fleet[other.leader]
        if b.leader >= 0 or not is_airborne(b) or b.bracket >= other.bracket_end:
            continue
        bracket = brackets[b.bracket]
        choice = b.choice if b.task == Task.HOLD else 0
        if bracket.tanker[choice] != a.aircraft or spare_kg < bracket.least_kg:
            continue
        seconds, _, _ = way_in(b, bracket, points)
        if seconds < first_s:
            first, first_s = b.aircraft, seconds
    return first


@kernel
def way_in(b: Any, bracket: Any, points: Any) -> Any:
    """Return when a receiver will be over its control point [s], and its track there (north, east); infinity if never.

    What it cuts off at its initial point counts; the corner at the control point itself does not.
    """
    if b.task == Task.HOLD:
        if b.time_s > b.met_s + SETTLED_S and b.lateral != Lateral.LEG:
            return math.inf, 0.0, 0.0
        return 0.0, b.heading_north, b.heading_east
    control = b.first_point + bracket.control
    if b.point > control or (b.task != Task.ROUTE and b.task != Task.RETURN):
        return math.inf, 0.0, 0.0
    north, east, last_m = direction_to(b, points[b.point])
    if b.point == control:
        return last_m / contact_ground_m_s(b, points, control, north, east), north, east
    ahead_m = last_m + points[b.point].beyond_m - points[control - 1].beyond_m
    last_m = points[control - 1].beyond_m - points[control].beyond_m
    if b.point == control - 1:
        half = half_corner_tangent(north, east, points[b.point], points[control])
        last_m -= turn_radius_m(b.true_airspeed_m_s, b.bank_order_rad) * 2.0 * (half - math.atan(half))
    ground_m_s = math.sqrt(b.ground_north_m_s * b.ground_north_m_s + b.ground_east_m_s * b.ground_east_m_s)
    north, east = course_between(points[control - 1], points[control])
    return (
        ahead_m / max(1.0, ground_m_s) + last_m / contact_ground_m_s(b, points, control, north, east),
        north,
        east,
    )


@kernel
def half_corner_tangent(north: float, east: float, here: Any, there: Any) -> float:
    """Return the tangent of half the corner from a direction to that from one point to the next, as far as it is led."""
    north_out, east_out = course_between(here, there)
    cosine = min(1.0, max(-1.0, north * north_out + east * east_out))
    return min(SHARPEST_CORNER, math.sqrt((1.0 - cosine) / max(1e-9, 1.0 + cosine)))


@kernel
def contact_speed_m_s(b: Any, points: Any, control: int) -> float:
    """Return the true airspeed a receiver will have at its control point [m/s]: as ordered, and corrected as it is now."""
    mach = points[control].mach
    if b.task == Task.ROUTE:
        mach += b.target_mach - points[b.point].mach
    return float(mach * speed_of_sound_m_s(isa_temperature_k(points[control].altitude_m) + b.temperature_offset_k))


@kernel
def contact_ground_m_s(b: Any, points: Any, control: int, north: float, east: float) -> float:
    """Return a receiver's ground speed on its last leg, in the wind it meets now [m/s]."""
    wind_north, wind_east = wind_here(b, b.altitude_m)
    speed_m_s = contact_speed_m_s(b, points, control)
    return max(1.0, speed_on_track_m_s(speed_m_s, math.atan2(east, north), wind_north, wind_east))


@kernel
def course_between(here: Any, there: Any) -> Any:
    """Return the direction over ground from one point to another, at the first: north, east."""
    dx, dy, dz = there.x - here.x, there.y - here.y, there.z - here.z
    north, east, _ = ground_direction(here.x, here.y, here.z, dx, dy, dz, 0.0)
    return north, east


@kernel
def steer(a: Any, flight: Any, b: Any, brackets: Any, points: Any) -> None:
    """Fly the racetrack on, turn onto the leg that comes the receivers' way, or place the point where the turn begins."""
    bracket = brackets[b.bracket]
    seconds, north, east = way_in(b, bracket, points)
    first = a.first_point + flight.loop_first
    side = side_of(points, first)
    u_north, u_east = course_between(points[first + 3], points[first])
    if bracket.side != flight.meeting_leg:
        let_go(a, flight, points)
        flight.meeting_leg = bracket.side
    if flight.meeting_leg == 1:
        u_north, u_east = -u_north, -u_east
    cosine = north * u_north + east * u_east
    origin = points[first + MEETING_ORIGIN[flight.meeting_leg]]
    x_m, y_m = in_frame(a, origin, u_north, u_east, side)
    along_m_s, across_m_s = wind_in_frame(a, u_north, u_east, side)
    hold = points[b.first_point + bracket.hold_first[b.choice if b.task == Task.HOLD else 0]]
    speed_m_s = a.true_airspeed_m_s
    receiver_m_s = hold.mach * speed_of_sound_m_s(isa_temperature_k(hold.altitude_m) + b.temperature_offset_k)
    axis_m_s = speed_on_track_m_s(receiver_m_s, 0.0, along_m_s, across_m_s)
    crossing_rad = crossing(a, u_north, u_east, side) if flight.meeting_phase == COMING else math.pi
    offset, ahead_m, _ = turn_in(
        speed_m_s, receiver_m_s, a.bank_order_rad, a.roll_rate_rad_s, LEAD_M, crossing_rad, along_m_s, across_m_s
    )
    if b.task == Task.HOLD:
        behind_m = lost_in_turn_m(b, cosine, 0.0) - in_frame(b, origin, u_north, u_east, side)[0]
    else:
        control = b.first_point + bracket.control
        half = half_corner_tangent(north, east, points[control], points[control + 1])
        behind_m = axis_m_s * seconds + lost_in_turn_m(b, cosine, half)
    gap_m = x_m + behind_m
    back_m_s = -math.cos(crossing_rad) * speed_on_track_m_s(speed_m_s, -crossing_rad, along_m_s, across_m_s)
    ground_m_s = math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)
    track = (a.ground_north_m_s * u_north + a.ground_east_m_s * u_east) / ground_m_s
    if flight.meeting_phase == COMING or track < -ALIGNED:
        left_s = (gap_m - ahead_m) / (back_m_s + axis_m_s)
        begin_m = x_m - back_m_s * left_s
        circle_m = 2.0 * math.pi * turn_radius_m(speed_m_s, a.bank_order_rad)
        is_early = flight.meeting_phase == FREE and begin_m < -0.5 * circle_m
        if left_s < -LATE_TURN_S or is_early:
            let_go(a, flight, points)
            return
        reach_m = max(1.0, min(max(LOOK_AHEAD_M, 3.0 * abs(y_m - offset)), back_m_s * left_s))
        commit(a, flight, b, points, x_m - reach_m, offset, origin, u_north, u_east, side)
        turn_to_point(a, points)
    elif track > ALIGNED and flight.meeting_phase == FREE:
        turned_m, aside_m, turn_s = turned(speed_m_s, a.bank_order_rad, 0.0, math.pi, along_m_s, across_m_s)
        shift_m = abs(offset - y_m - aside_m)
        x_m += turned_m
        left_s = (gap_m + turned_m - axis_m_s * turn_s - ahead_m) / (back_m_s + axis_m_s)
        way_m = math.sqrt(max(0.0, back_m_s * left_s * back_m_s * left_s - shift_m * shift_m))
        if left_s >= 0.0 and way_m >= LEAST_SLOPE * shift_m and x_m - way_m >= 0.0:
            reach_m = max(LOOK_AHEAD_M, 3.0 * shift_m)
            commit(a, flight, b, points, x_m - reach_m, offset, origin, u_north, u_east, side)
            turn_by(a, points, side)


@kernel
def lost_in_turn_m(b: Any, cosine: float, half: float) -> float:
    """Return by how much a receiver that turns onto the track falls behind one that came along it [m].

    That is `r (angle - sin angle) - lead (1 - cos angle)`: it leaves its way a lead before the point, at the bank of its
    route, and turns at that of a join-up.
    """
    angle = math.acos(min(1.0, max(-1.0, cosine)))
    lead_m = half * turn_radius_m(b.true_airspeed_m_s, b.bank_order_rad)
    radius_m = turn_radius_m(b.true_airspeed_m_s, min(JOIN_BANK_RAD, b.bank_limit_rad))
    return radius_m * (angle - math.sin(angle)) - lead_m * (1.0 - cosine)


@kernel
def side_of(points: Any, first: int) -> float:
    """Return to which side of its first leg a racetrack lies: 1 to the right, -1 to the left."""
    north, east = course_between(points[first + 3], points[first])
    out_north, out_east = course_between(points[first + 3], points[first + 2])
    return math.copysign(1.0, north * out_east - east * out_north)


@kernel
def in_frame(a: Any, origin: Any, u_north: float, u_east: float, side: float) -> Any:
    """Return where an aircraft is along a track and aside of it, from its origin [m]."""
    north_m, east_m = offset_m(a, origin.x, origin.y, origin.z)
    return -north_m * u_north - east_m * u_east, -side * (u_north * east_m - u_east * north_m)


@kernel
def crossing(a: Any, u_north: float, u_east: float, side: float) -> float:
    """Return the angle from where an aircraft goes to a track, in the sense of a turn towards it [rad]; pi comes against it."""
    along_m_s = a.ground_north_m_s * u_north + a.ground_east_m_s * u_east
    aside_m_s = side * (a.ground_east_m_s * u_north - a.ground_north_m_s * u_east)
    return -math.atan2(aside_m_s, along_m_s) % (2.0 * math.pi)


@kernel
def wind_in_frame(a: Any, u_north: float, u_east: float, side: float) -> Any:
    """Return the wind at an aircraft along a track and towards a side of it [m/s]."""
    north_m_s, east_m_s = wind_here(a, a.altitude_m)
    return north_m_s * u_north + east_m_s * u_east, side * (u_north * east_m_s - u_east * north_m_s)


@kernel
def commit(
    a: Any,
    flight: Any,
    b: Any,
    points: Any,
    x_m: float,
    y_m: float,
    origin: Any,
    u_north: float,
    u_east: float,
    side: float,
) -> None:
    """Steer a tanker to a place of the frame [m] over which it turns for a receiver."""
    flight.meeting, flight.meeting_phase = b.aircraft, COMING
    number = a.first_point + flight.meeting_point
    place, then = points[number], points[number + 1]
    last = points[a.first_point + flight.loop_first + MEETING_NEXT[flight.meeting_leg]]
    home = points[a.first_point + flight.home_point]
    north_m, east_m = x_m * u_north - side * y_m * u_east, x_m * u_east + side * y_m * u_north
    place.x, place.y, place.z = move(origin.x, origin.y, origin.z, north_m, east_m, a.altitude_m)
    then.x, then.y, then.z = last.x, last.y, last.z
    place.altitude_m, place.mach, place.cas_m_s = last.altitude_m, last.mach, last.cas_m_s
    then.altitude_m, then.mach, then.cas_m_s = last.altitude_m, last.mach, last.cas_m_s
    place.is_fly_over, place.is_low, then.is_low = 1, 0, 0
    _, _, there_m = direction_to(a, place)
    _, _, home_m = direction_to(a, home)
    place.beyond_m = home.beyond_m + home_m - there_m
    then.beyond_m = home.beyond_m
    a.point, a.last_point = number, number + 1


@kernel
def turn_by(a: Any, points: Any, side: float) -> None:
    """Begin the turn to the point `a.point` by a side: 1 to the right, -1 to the left."""
    turn_to_point(a, points)
    if a.lateral == Lateral.TURN:
        a.turn_side = side
        a.bank_goal_rad = side * a.bank_order_rad


@kernel
def let_go(a: Any, flight: Any, points: Any) -> None:
    """Go on round the racetrack, without regard to anybody."""
    if flight.meeting_phase == COMING:
        a.point = a.first_point + flight.loop_first + MEETING_ORIGIN[flight.meeting_leg]
        a.last_point = a.first_point + flight.end_point
        turn_to_point(a, points)
    flight.meeting_phase = FREE


@kernel
def begin_turn_in(a: Any, flight: Any, fleet: Any, points: Any, log: Any, run: int) -> None:
    """Turn in: what the point a tanker placed for itself asks for."""
    a.point = a.first_point + flight.loop_first + MEETING_NEXT[flight.meeting_leg]
    a.last_point = a.first_point + flight.end_point
    turn_by(a, points, side_of(points, a.first_point + flight.loop_first))
    flight.meeting_phase = TURNING
    north_m, east_m = to_other_m(a, fleet[flight.meeting])
    log_event(log, run, a, Event.TURNED_IN, flight.meeting, math.sqrt(north_m * north_m + east_m * east_m))


@kernel
def to_other_m(a: Any, b: Any) -> Any:
    """Return how far another aircraft is to the north and to the east at the clock of the first [m]."""
    north_m, east_m = offset_m(a, b.x, b.y, b.z)
    ahead_s = a.time_s - b.time_s
    return north_m + b.ground_north_m_s * ahead_s, east_m + b.ground_east_m_s * ahead_s


@kernel
def note_roll_out(a: Any, flight: Any, fleet: Any, log: Any, run: int) -> None:
    """Write down where a tanker has rolled out, seen from those it turned for."""
    b = fleet[flight.meeting]
    north_m, east_m = to_other_m(a, b)
    ground_m_s = math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)
    north, east = a.ground_north_m_s / ground_m_s, a.ground_east_m_s / ground_m_s
    log_event(log, run, a, Event.ROLLED_OUT, b.aircraft, -north_m * north - east_m * east)
    log_event(log, run, b, Event.ASIDE, a.aircraft, east_m * north - north_m * east)
    flight.meeting_phase, flight.met_s = AHEAD, a.time_s


@kernel
def is_turning_for(tanker_flight: Any, a: Any) -> bool:
    """Return whether a tanker is about to turn in front of a receiver, or turning: that one flies straight on."""
    is_at_it = tanker_flight.meeting_phase == COMING or tanker_flight.meeting_phase == TURNING
    return is_at_it and tanker_flight.meeting == a.aircraft


@kernel
def has_tanker_ahead(a: Any, flight: Any, fleet: Any, flights: Any, brackets: Any) -> bool:
    """Return whether the tanker of the bracket to come has rolled out ahead of a receiver that is below it on its way in."""
    if a.bracket >= flight.bracket_end or a.task == Task.HOLD:
        return False
    tanker = fleet[brackets[a.bracket].tanker[0]]
    tanker_flight = flights[tanker.flight]
    is_below = a.altitude_m <= tanker.altitude_m - BELOW_TANKER_M + LEVEL_TOLERANCE_M
    is_along = a.heading_north * tanker.heading_north + a.heading_east * tanker.heading_east > ALONG
    return is_below and is_along and tanker_flight.meeting_phase == AHEAD and tanker_flight.meeting == a.aircraft


@kernel
def keep_bracket_time(a: Any, flight: Any, bracket: Any, points: Any) -> None:
    """Fly slower, as far as the flight allows itself, where an aircraft would be at its initial point before its time."""
    control = a.first_point + bracket.control
    if a.point >= control or a.vertical != Vertical.LEVEL or a.lateral != Lateral.LEG:
        return
    end = points[a.point]
    sound_m_s = speed_of_sound_m_s(isa_temperature_k(a.altitude_m) + a.temperature_offset_k)
    planned_m_s = max(1.0, level_speed_m_s(a) + end.mach * sound_m_s - a.true_airspeed_m_s)
    _, _, way_m = direction_to(a, end)
    planned_s = (way_m + end.beyond_m - points[control - 1].beyond_m) / planned_m_s
    last_m = points[control - 1].beyond_m - points[control].beyond_m
    left_s = (
        bracket.control_s - a.time_s - last_m / contact_ground_m_s(a, points, control, a.heading_north, a.heading_east)
    )
    if left_s > planned_s:
        slowest = end.mach - flight.slower_mach
        a.target_mach = min(
            a.target_mach, max(slowest, end.mach + (planned_s / left_s - 1.0) * planned_m_s / sound_m_s)
        )
    elif flight.work < 0:
        a.target_mach = end.mach
