"""Formation: slots, the join-up, and station keeping, each aircraft with its own fuel.

A slot is metres to the right, back and up of a leader. Back is counted along the way the leader flew, so a trail turns
where its leader turned; right is across that way, and swings round in a turn no faster than the follower can fly. Joining
is a pursuit of the moving slot within limits of bank, thrust and speed; once in it, the follower's place is the slot plus
its error.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio, speed_of_sound_m_s
from jointex.fleet.draws import Stream, normal_pair
from jointex.flight.aerodynamics import least_drag_mach, stall_mach
from jointex.flight.energy import burn, flow_for, level_speed_m_s, spare_climb_m_s, temperature_here_k, wind_here
from jointex.flight.guidance import offset_m, placed
from jointex.flight.turning import rotated
from jointex.kernel import kernel
from jointex.units import FOOT_M, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

MILE = NAUTICAL_MILE_M
SHAPES: dict[str, tuple[tuple[float, float, float], ...]] = {
    # right, back, up of members 2, 3, 4 [m]
    "fingertip": ((20.0, 15.0, 0.0), (-20.0, 15.0, 0.0), (40.0, 30.0, 0.0)),
    "route": ((150.0, 60.0, 0.0), (-150.0, 60.0, 0.0), (300.0, 120.0, 0.0)),
    "echelon": ((150.0, 60.0, 0.0), (300.0, 120.0, 0.0), (450.0, 180.0, 0.0)),
    "fighting_wing": ((160.0, 160.0, 0.0), (-160.0, 160.0, 0.0), (320.0, 320.0, 0.0)),
    "wedge": ((0.75 * MILE, 0.75 * MILE, 0.0), (-0.75 * MILE, 0.75 * MILE, 0.0), (0.0, 1.5 * MILE, 0.0)),
    "line_abreast": ((1.25 * MILE, 0.0, 0.0), (-1.25 * MILE, 0.0, 0.0), (2.5 * MILE, 0.0, 0.0)),
    "trail": ((0.0, 1.0 * MILE, 0.0), (0.0, 2.0 * MILE, 0.0), (0.0, 3.0 * MILE, 0.0)),
    "column": ((0.0, 300.0, 0.0), (0.0, 600.0, 0.0), (0.0, 900.0, 0.0)),
    "cell": ((0.0, 1.0 * MILE, 500.0 * FOOT_M), (0.0, 2.0 * MILE, 1000.0 * FOOT_M), (0.0, 3.0 * MILE, 1500.0 * FOOT_M)),
}
"""Slots of members 2 to 4; later members repeat the pattern further back. Spacings follow public manuals: route within
500 ft, fighting wing 500 to 1,000 ft in a cone of 30 to 70 degrees, line abreast 1 to 1.5 NM, a cell of bombers 1 NM in
trail and stacked by 500 ft. Estimated from general knowledge of those manuals."""

PATTERN_STEP_M = 4.0 * NAUTICAL_MILE_M
"""How far back the pattern of a shape repeats after four aircraft."""

JOIN_TIME_S = 30.0
"""Time constant with which a follower closes the last of its distance [s]. Estimated."""
FASTEST_CLOSURE_M_S = 120.0
"""Largest closure across or towards a slot that is far away [m/s]. Estimated."""
TRAIL_M = 1.0 * NAUTICAL_MILE_M
"""How far behind a tanker a receiver means to roll out of its turn [m]: 1 NM, a usual roll-out of public manuals."""
NOSE_IN_M = 4_000.0
"""Length of approach before the turn on which the nose goes to the tanker, so that the turn is to its side [m]. Estimated."""
WEAVE_M = 1_000.0
"""Distance from a slot above which a receiver that is ahead of it weaves to fall back, when it can fly no slower [m]. Estimated."""
WEAVE_SIDE_M = 300.0
"""How far aside of the slot a weave has seven tenths of its width [m]. Estimated."""
LOOK_AHEAD_M = 12_000.0
"""How far ahead on its line beside a tanker's track a receiver aims [m]: it is on that line in good time. Estimated."""
JOIN_STEP_S = 2.5
"""Step of the pursuit [s]: a twelfth of `JOIN_TIME_S`."""
PUSH_TIME_S = 20.0
"""Time over which a follower's thrust answers to what its place in the formation asks of it [s]: thrust that chased every
jolt of the slot would meet its limits again and again, and burn fuel for it. Estimated."""
CAPTURE_M = 150.0
CAPTURE_M_S = 5.0
"""A follower is in its slot within this distance and this difference of speed."""
VISUAL_M, VISUAL_M_S = 500.0, 10.0
"""The same for one that came round behind a tanker: it goes on by eye from there. Estimated."""
SWING_M_S = 40.0
"""Extra speed a follower spends on swinging round with its leader [m/s]: about 0.13 Mach. Estimated."""
WAKE_LENGTH = 64
"""Frames of the leader's way that are remembered."""
ERROR_TIME_S = 60.0
"""Correlation time of station-keeping errors [s]. Estimated."""
ERROR_STEP_S = 10.0
"""Spacing of the draws of station-keeping errors [s]; between them errors run straight."""
ERROR_MEMORY = math.exp(-ERROR_STEP_S / ERROR_TIME_S)
"""Correlation between one draw and the next."""
CLIMB_IN_FORMATION_M_S = 15.0
"""Largest climb or descent used to reach a slot [m/s]: 3,000 ft/min. Estimated."""
JOIN_BANK_RAD = math.radians(45.0)
"""Steepest bank of a pursuit, within the aircraft's own limit [rad]: a follower that turns no tighter than its leader, but
flies faster, never gets inside the turn. Estimated: the usual bank of a turning join-up."""
LEAST_STALL_MARGIN, BEHIND_LEADER = 1.3, 0.9
"""Least speed over the stall speed, and over the leader's, when a follower has to fall back. Estimated: 250 kt behind 280."""
STALL_MARGIN = 1.5
"""Least speed of a pursuit over the stall speed: about the speed of least drag of a swept wing. Estimated."""
SPEED_MARGIN = 0.97
"""Largest speed of a pursuit over the limit speed. Estimated."""


def geometry(shape: str, member: int) -> tuple[float, float, float]:
    """Return the slot of a member of a flight.

    Parameters
    ----------
    shape : str
        A key of `SHAPES`, as scenarios name them.
    member : int
        0 for the leader, 1 for the second aircraft, and so on.

    Returns
    -------
    tuple of float
        Metres to the right, back and up of the leader.

    Raises
    ------
    KeyError
        If the shape is unknown.
    """
    slots = SHAPES[shape]
    if member == 0:
        return 0.0, 0.0, 0.0
    rank, place = divmod(member - 1, len(slots))
    right_m, back_m, up_m = slots[place]
    return right_m, back_m + rank * PATTERN_STEP_M, up_m


@kernel
def note_wake(wake: Any, a: Any, count: int) -> None:
    """Note where an aircraft is at the end of a frame, so that others can fly where it flew.

    Parameters
    ----------
    wake : array (n_aircraft, WAKE_LENGTH, 7)
        Place, heading and ground speed of each aircraft in the last frames, as a ring.
    a : record
        Fields of `fleet.aircraft.AIRCRAFT`.
    count : int
        Number of the frame.
    """
    i, row = a.aircraft, count % WAKE_LENGTH
    wake[i, row, 0], wake[i, row, 1], wake[i, row, 2] = a.x, a.y, a.z
    wake[i, row, 3], wake[i, row, 4] = a.heading_north, a.heading_east
    wake[i, row, 5], wake[i, row, 6] = a.ground_north_m_s, a.ground_east_m_s
    a.wake_frames += 1


@kernel
def wake_at(wake: Any, a: Any, leader: Any, count: int, frame_s: float) -> Any:
    """Return the leader's place, heading and ground speed when it was as far back as the slot lies: seven numbers."""
    ground_m_s = level_speed_m_s(leader)
    frames_ago = min(max(0.0, a.slot_back_m) / (ground_m_s * frame_s), min(leader.wake_frames, WAKE_LENGTH) - 2.0)
    if frames_ago <= 0.0:
        north, east = leader.ground_north_m_s, leader.ground_east_m_s
        return leader.x, leader.y, leader.z, leader.heading_north, leader.heading_east, north, east
    whole = int(frames_ago)
    share = frames_ago - whole
    late, early = (count - whole) % WAKE_LENGTH, (count - whole - 1) % WAKE_LENGTH
    north, east = blended(wake, a.leader, late, early, 3, share), blended(wake, a.leader, late, early, 4, share)
    size = math.sqrt(north * north + east * east)
    x, y = blended(wake, a.leader, late, early, 0, share), blended(wake, a.leader, late, early, 1, share)
    z = blended(wake, a.leader, late, early, 2, share)
    north_m_s, east_m_s = blended(wake, a.leader, late, early, 5, share), blended(wake, a.leader, late, early, 6, share)
    return x, y, z, north / size, east / size, north_m_s, east_m_s


@kernel
def blended(wake: Any, leader: int, late: int, early: int, column: int, share: float) -> float:
    """Return a value of the wake between two frames, `share` of the way to the earlier one."""
    return wake[leader, late, column] + share * (wake[leader, early, column] - wake[leader, late, column])


@kernel
def swing(a: Any, north: float, east: float, step_s: float) -> None:
    """Turn the direction the slot lies across after the leader's way, as fast as the slot can be flown round."""
    reach_m = abs(a.slot_right_m)
    sine = a.facing_north * east - a.facing_east * north
    cosine = a.facing_north * north + a.facing_east * east
    if cosine > 0.0 and abs(sine) * reach_m <= SWING_M_S * step_s:
        a.facing_north, a.facing_east = north, east
        return
    angle = math.copysign(min(abs(math.atan2(sine, cosine)), SWING_M_S * step_s / reach_m), sine)
    a.facing_north, a.facing_east = rotated(a.facing_north, a.facing_east, angle)


@kernel
def face(a: Any, leader: Any) -> None:
    """Let the slot lie across the leader's nose.

    Parameters
    ----------
    a : record of fleet.aircraft.AIRCRAFT
        The wingman.
    leader : record of fleet.aircraft.AIRCRAFT
        Whom it follows.
    """
    a.facing_north, a.facing_east = leader.heading_north, leader.heading_east


@kernel
def speed_window_m_s(a: Any, leader: Any) -> Any:
    """Return the slowest and the fastest true airspeed of a pursuit [m/s]; a follower may fly as slow as its leader."""
    delta = pressure_ratio(a.altitude_m)
    sound_m_s = speed_of_sound_m_s(temperature_here_k(a, a.altitude_m))
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    pressure_pa = delta * SEA_LEVEL_PRESSURE_PA
    stall, least_drag = stall_mach(a, mass_kg, 1.0, pressure_pa), least_drag_mach(a, mass_kg, 1.0, pressure_pa)
    easy_m_s = max(STALL_MARGIN * stall, least_drag) * sound_m_s
    slowest = max(LEAST_STALL_MARGIN * stall * sound_m_s, min(easy_m_s, BEHIND_LEADER * leader.true_airspeed_m_s))
    fastest = SPEED_MARGIN * min(a.max_mach, 0.97, mach_from_cas(a.max_cas_m_s, delta)) * sound_m_s
    return slowest, max(slowest, fastest)


@kernel
def join(
    a: Any,
    leader: Any,
    wake: Any,
    count: int,
    until_s: float,
    stop_s: float,
    closure_m_s: float,
    easing_m_s2: float,
    goes_round: bool,
) -> bool:
    """Pursue the slot until a time; return whether the follower is in it.

    Parameters
    ----------
    a : record
        The follower, fields of `fleet.aircraft.AIRCRAFT`; changed in place.
    leader : record
        The leader, already at `until_s`.
    wake : array (n_aircraft, WAKE_LENGTH, 7)
        From `note_wake`.
    count : int
        Number of the frame that ends at `until_s`.
    until_s : float
        End of the frame [s].
    stop_s : float
        Time to reach, not after the end of the frame [s].
    closure_m_s, easing_m_s2 : float
        Greatest closure, and the slowing down on the last stretch that it is kept within [m/s, m/s2].
    goes_round : bool
        Whether it flies past a slot that comes towards it, and turns in behind.

    Returns
    -------
    bool
        True once the slot is captured: `keep` takes over.
    """
    frame_s = until_s - a.time_s
    x, y, z, north, east, north_m_s, east_m_s = wake_at(wake, a, leader, count, frame_s)
    swing(a, north, east, frame_s)
    x, y, z = placed(x, y, z, -a.slot_right_m * a.facing_east, a.slot_right_m * a.facing_north, leader.altitude_m)
    while a.time_s < stop_s - 1e-9:
        step_s = min(JOIN_STEP_S, stop_s - a.time_s)
        pursue(a, leader, x, y, z, north_m_s, east_m_s, until_s, step_s, closure_m_s, easing_m_s2, goes_round)
        if a.fuel_kg <= 0.0:
            return False
    north_m, east_m = offset_m(a, x, y, z)
    closing_north = a.ground_north_m_s - north_m_s
    closing_east = a.ground_east_m_s - east_m_s
    near_m, near_m_s = (VISUAL_M, VISUAL_M_S) if goes_round else (CAPTURE_M, CAPTURE_M_S)
    is_near = north_m * north_m + east_m * east_m < near_m * near_m
    is_matched = closing_north * closing_north + closing_east * closing_east < near_m_s * near_m_s
    is_level = abs(leader.altitude_m + a.slot_up_m - a.altitude_m) < CAPTURE_M
    a.error_north_m, a.error_east_m = -north_m, -east_m
    a.error_up_m = a.altitude_m - leader.altitude_m - a.slot_up_m
    return is_near and is_matched and is_level


@kernel
def pursue(
    a: Any,
    leader: Any,
    x: float,
    y: float,
    z: float,
    slot_north_m_s: float,
    slot_east_m_s: float,
    until_s: float,
    step_s: float,
    closure_m_s: float,
    easing_m_s2: float,
    goes_round: bool,
) -> None:
    """Make one step towards the place the slot will have at the frame's end, within bank, thrust and speed limits.

    One that goes round flies past a slot that comes towards it, and turns in behind.
    """
    ahead_s = until_s - a.time_s
    north_m, east_m = offset_m(a, x, y, z)
    north_m -= slot_north_m_s * ahead_s
    east_m -= slot_east_m_s * ahead_s
    distance_m = math.sqrt(north_m * north_m + east_m * east_m)
    gain = min(1.0 / JOIN_TIME_S, closure_m_s / max(distance_m, 1.0))
    gain = min(gain, math.sqrt(2.0 * easing_m_s2 / max(distance_m, 1.0)))
    wind_north, wind_east = wind_here(a, a.altitude_m)
    air_north = slot_north_m_s + north_m * gain - wind_north
    air_east = slot_east_m_s + east_m * gain - wind_east
    if goes_round:
        mean_m_s = leader.true_airspeed_m_s + 0.5 * closure_m_s
        aside_north_m, aside_east_m = way_round_m(north_m, east_m, slot_north_m_s, slot_east_m_s, mean_m_s)
        aside_m = math.sqrt(aside_north_m * aside_north_m + aside_east_m * aside_east_m)
        if aside_m > 0.0:
            speed_m_s = leader.true_airspeed_m_s + closure_m_s
            across_m_s = (wind_east * aside_north_m - wind_north * aside_east_m) / aside_m
            along_m_s = math.sqrt(max(0.0, speed_m_s * speed_m_s - across_m_s * across_m_s))
            air_north = (along_m_s * aside_north_m + across_m_s * aside_east_m) / aside_m
            air_east = (along_m_s * aside_east_m - across_m_s * aside_north_m) / aside_m
    wanted_m_s = math.sqrt(air_north * air_north + air_east * air_east)
    slowest, fastest = speed_window_m_s(a, leader)
    if goes_round and wanted_m_s < slowest and distance_m > WEAVE_M:
        air_north, air_east = weave(air_north, air_east, north_m, east_m, slowest)
        wanted_m_s = slowest
    steer_towards(a, air_north / wanted_m_s, air_east / wanted_m_s, step_s)
    change_speed(a, leader, min(fastest, max(slowest, wanted_m_s)), step_s)
    a.ground_north_m_s = a.heading_north * a.true_airspeed_m_s + wind_north
    a.ground_east_m_s = a.heading_east * a.true_airspeed_m_s + wind_east
    a.x, a.y, a.z = placed(a.x, a.y, a.z, a.ground_north_m_s * step_s, a.ground_east_m_s * step_s, a.altitude_m)
    speed_m_s = math.sqrt(a.ground_north_m_s * a.ground_north_m_s + a.ground_east_m_s * a.ground_east_m_s)
    a.distance_m += speed_m_s * step_s
    a.flown_s += step_s
    a.time_s += step_s
    a.slot_error_m = distance_m


@kernel
def way_round_m(north_m: float, east_m: float, slot_north_m_s: float, slot_east_m_s: float, speed_m_s: float) -> Any:
    """Return where to fly, north and east [m], while a slot still comes towards the follower; nothing once it is to turn in.

    A head-on offset: along a line as far to the side as the follower's half circle at a speed is wide, so that a turn begun
    in time rolls out behind the slot.
    """
    slot_m_s = math.sqrt(slot_north_m_s * slot_north_m_s + slot_east_m_s * slot_east_m_s)
    north, east = slot_north_m_s / slot_m_s, slot_east_m_s / slot_m_s
    ahead_m = -(north_m * north + east_m * east)
    radius_m = speed_m_s * speed_m_s / (STANDARD_GRAVITY_M_S2 * math.tan(JOIN_BANK_RAD))
    turn_in_m = slot_m_s * math.pi * radius_m / speed_m_s - TRAIL_M
    if ahead_m < turn_in_m:
        return 0.0, 0.0
    if ahead_m < turn_in_m + NOSE_IN_M:
        return north_m, east_m
    beside_m = north_m * east - east_m * north
    shift_m = math.copysign(2.0 * radius_m, beside_m) - beside_m
    reach_m = min(ahead_m, LOOK_AHEAD_M)
    return -reach_m * north - shift_m * east, -reach_m * east + shift_m * north


@kernel
def weave(air_north: float, air_east: float, north_m: float, east_m: float, speed_m_s: float) -> Any:
    """Return an air velocity of a speed that falls back as a slower one would: the rest of it goes aside, to the slot's side."""
    square = air_north * air_north + air_east * air_east
    size_m_s = max(1.0, math.sqrt(square))
    north, east = air_north / size_m_s, air_east / size_m_s
    rest_m_s = math.sqrt(max(0.0, speed_m_s * speed_m_s - square))
    aside_m = north * east_m - east * north_m
    aside_m_s = rest_m_s * aside_m / math.sqrt(aside_m * aside_m + WEAVE_SIDE_M * WEAVE_SIDE_M)
    return air_north - aside_m_s * east, air_east + aside_m_s * north


@kernel
def steer_towards(a: Any, nose_north: float, nose_east: float, step_s: float) -> None:
    """Turn the nose towards a direction, no faster than the bank of a join-up allows."""
    sine = a.heading_north * nose_east - a.heading_east * nose_north
    cosine = a.heading_north * nose_north + a.heading_east * nose_east
    bank_rad = min(JOIN_BANK_RAD, a.bank_limit_rad)
    most_rad = STANDARD_GRAVITY_M_S2 / a.true_airspeed_m_s * math.tan(bank_rad) * step_s
    angle = math.atan2(sine, cosine)
    turned_rad = min(most_rad, max(-most_rad, angle))
    a.bank_rad = bank_rad * turned_rad / most_rad
    a.heading_north, a.heading_east = rotated(a.heading_north, a.heading_east, turned_rad)


@kernel
def change_speed(a: Any, leader: Any, wanted_m_s: float, step_s: float) -> None:
    """Change speed towards the wanted one and height towards the slot's, as far as thrust allows; burn the fuel."""
    spare_m_s2 = spare_climb_m_s(a) * STANDARD_GRAVITY_M_S2 / a.true_airspeed_m_s
    rise_m = leader.altitude_m + a.slot_up_m - a.altitude_m
    climb = min(CLIMB_IN_FORMATION_M_S, max(-CLIMB_IN_FORMATION_M_S, rise_m / ERROR_STEP_S))
    climb = min(climb, max(0.0, 0.5 * spare_m_s2 * a.true_airspeed_m_s / STANDARD_GRAVITY_M_S2))
    left_m_s2 = spare_m_s2 - max(0.0, climb) * STANDARD_GRAVITY_M_S2 / a.true_airspeed_m_s
    gain = (wanted_m_s - a.true_airspeed_m_s) / step_s
    gain = min(gain, max(left_m_s2, -1.0))
    gain = max(gain, -1.5)
    a.push_m_s2 = 0.0  # what the slot asks for is counted from its capture on
    a.thrust_n, flow = flow_for(a, gain + STANDARD_GRAVITY_M_S2 * climb / a.true_airspeed_m_s)
    burn(a, flow, step_s)
    a.true_airspeed_m_s += gain * step_s
    a.altitude_m += climb * step_s
    a.climb_m_s, a.acceleration_m_s2 = climb, gain


@kernel
def station_error(seed: int, run: int, a: Any, spread_m: float) -> Any:
    """Return the station-keeping error of the present moment: to the right and back [m].

    Errors are drawn every `ERROR_STEP_S`, each remembering the last over `ERROR_TIME_S`, and run straight in between, so
    they do not depend on the length of a frame.

    Parameters
    ----------
    seed, run : int
        Of the draws.
    a : record of fleet.aircraft.AIRCRAFT
        The wingman.
    spread_m : float
        Standard deviation along each axis [m].

    Returns
    -------
    tuple of float
    """
    count = int(a.time_s / ERROR_STEP_S)
    if a.drift_count != count:
        if a.drift_count < 0:
            right, back = normal_pair(seed, run, a.draw_number, Stream.STATION_KEEPING, count)
            a.next_drift_right_m, a.next_drift_back_m = spread_m * right, spread_m * back
        fresh_m = spread_m * math.sqrt(1.0 - ERROR_MEMORY * ERROR_MEMORY)
        right, back = normal_pair(seed, run, a.draw_number, Stream.STATION_KEEPING, count + 1)
        a.drift_right_m, a.drift_back_m = a.next_drift_right_m, a.next_drift_back_m
        a.next_drift_right_m = ERROR_MEMORY * a.next_drift_right_m + fresh_m * right
        a.next_drift_back_m = ERROR_MEMORY * a.next_drift_back_m + fresh_m * back
        a.drift_count = count
    share = a.time_s / ERROR_STEP_S - count
    right_m = a.drift_right_m + share * (a.next_drift_right_m - a.drift_right_m)
    back_m = a.drift_back_m + share * (a.next_drift_back_m - a.drift_back_m)
    return right_m, back_m


@kernel
def keep(
    a: Any,
    leader: Any,
    wake: Any,
    count: int,
    until_s: float,
    stop_s: float,
    error_right_m: float,
    error_back_m: float,
) -> None:
    """Move the follower with its leader over one frame, with its slot error, and burn its own fuel.

    Parameters
    ----------
    a : record
        The follower, fields of `fleet.aircraft.AIRCRAFT`; changed in place.
    leader : record
        The leader, already one frame ahead of the follower.
    wake : array (n_aircraft, WAKE_LENGTH, 7)
        From `note_wake`.
    count : int
        Number of the present frame.
    until_s : float
        End of the frame [s].
    stop_s : float
        Time to reach, not after the end of the frame [s].
    error_right_m, error_back_m : float
        The station-keeping error of this moment [m].
    """
    frame_s, step_s = until_s - a.time_s, stop_s - a.time_s
    x, y, z, north, east, _, _ = wake_at(wake, a, leader, count, frame_s)
    swing(a, north, east, frame_s)
    fade = max(0.0, 1.0 - frame_s / JOIN_TIME_S)
    a.error_north_m, a.error_east_m, a.error_up_m = a.error_north_m * fade, a.error_east_m * fade, a.error_up_m * fade
    right_m = a.slot_right_m + error_right_m
    off_north_m = a.error_north_m - right_m * a.facing_east - error_back_m * a.facing_north
    off_east_m = a.error_east_m + right_m * a.facing_north - error_back_m * a.facing_east
    x, y, z = placed(x, y, z, off_north_m, off_east_m, leader.altitude_m)
    travel_north_m, travel_east_m = offset_m(a, x, y, z)
    if step_s < frame_s:
        share = step_s / frame_s
        x, y, z = placed(a.x, a.y, a.z, share * travel_north_m, share * travel_east_m, a.altitude_m)
        north, east = (
            a.heading_north + share * (north - a.heading_north),
            a.heading_east + share * (east - a.heading_east),
        )
        size = math.sqrt(north * north + east * east)
        north, east = north / size, east / size
    climb_m_s = (leader.altitude_m + a.slot_up_m + a.error_up_m - a.altitude_m) / frame_s
    follow_step(a, x, y, z, travel_north_m / frame_s, travel_east_m / frame_s, climb_m_s, step_s)
    a.heading_north, a.heading_east, a.bank_rad = north, east, leader.bank_rad
    miss_north_m, miss_east_m = off_north_m + a.slot_right_m * east, off_east_m - a.slot_right_m * north
    a.slot_error_m = math.sqrt(miss_north_m * miss_north_m + miss_east_m * miss_east_m)


@kernel
def follow_step(
    a: Any, x: float, y: float, z: float, north_m_s: float, east_m_s: float, climb_m_s: float, step_s: float
) -> None:
    """Put the follower at a place it reaches with a ground speed, and burn what that motion takes."""
    wind_north, wind_east = wind_here(a, a.altitude_m)
    air_north, air_east = north_m_s - wind_north, east_m_s - wind_east
    speed_m_s = math.sqrt(air_north * air_north + air_east * air_east + climb_m_s * climb_m_s)
    gain = (speed_m_s - a.true_airspeed_m_s) / step_s
    a.true_airspeed_m_s = 0.5 * (speed_m_s + a.true_airspeed_m_s)
    push = gain + STANDARD_GRAVITY_M_S2 * climb_m_s / a.true_airspeed_m_s
    a.push_m_s2 += (push - a.push_m_s2) * step_s / (PUSH_TIME_S + step_s)
    a.thrust_n, flow = flow_for(a, a.push_m_s2)
    burn(a, flow, step_s)
    a.true_airspeed_m_s = speed_m_s
    a.x, a.y, a.z = x, y, z
    a.altitude_m += climb_m_s * step_s
    a.climb_m_s, a.acceleration_m_s2 = climb_m_s, gain
    a.ground_north_m_s, a.ground_east_m_s = north_m_s, east_m_s
    a.distance_m += math.sqrt(north_m_s * north_m_s + east_m_s * east_m_s) * step_s
    a.flown_s += step_s
    a.time_s += step_s
