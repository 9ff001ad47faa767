"""Where an aircraft steers: legs along great circles, turns by bank, and the wind triangle.

A leg is the plane through the centre that holds the roll-out point and the leg's end, on the auxiliary sphere of ellipsoid
normals. The nose is turned into the wind so that the track over ground lies in that plane; a new leg is anchored where
the turn onto it ended, so no error is carried from leg to leg.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.geodesy import curvature_radii_m, move
from jointex.kernel import kernel
from jointex.units import STANDARD_GRAVITY_M_S2

SHARPEST_CORNER = 3.0
"""Largest tangent of half a corner that is led with a turn before the point (143 degrees); sharper ones turn late."""
HALVINGS = 16
"""Halvings in the search for a detour: 1e-5 of the way."""
STRETCH_ROUNDS = 4
"""Repetitions in which a stretched leg finds what its turns cut off."""
NO_TURN_RAD = 0.004
"""Changes of heading below this (0.23 degrees) are taken without banking."""


@kernel
def ground_direction(x: float, y: float, z: float, dx: float, dy: float, dz: float, height_m: float) -> Any:
    """Return the horizontal direction over ground of a direction on the sphere of normals.

    Parameters
    ----------
    x, y, z : float
        Unit normal of the place.
    dx, dy, dz : float
        Direction in which the normal shall move; its part along the normal is ignored.
    height_m : float
        Height above the ellipsoid [m].

    Returns
    -------
    tuple of float
        Unit vector (north, east), and metres on the ground per unit of motion of the normal.
    """
    across = math.sqrt(x * x + y * y)
    east_on_sphere = (x * dy - y * dx) / across
    north_on_sphere = (dz - z * (x * dx + y * dy + z * dz)) / across
    meridian_m, prime_vertical_m = curvature_radii_m(z)
    north_m = north_on_sphere * (meridian_m + height_m)
    east_m = east_on_sphere * (prime_vertical_m + height_m)
    length_m = math.sqrt(north_m * north_m + east_m * east_m)
    size = math.sqrt(north_on_sphere * north_on_sphere + east_on_sphere * east_on_sphere)
    return north_m / length_m, east_m / length_m, length_m / size


@kernel
def along_leg(a: Any, x: float, y: float, z: float) -> Any:
    """Return the direction of the leg on the sphere of normals at a place in its plane."""
    return a.pole_y * z - a.pole_z * y, a.pole_z * x - a.pole_x * z, a.pole_x * y - a.pole_y * x


@kernel
def stepped(x: float, y: float, z: float, dx: float, dy: float, dz: float, step: float) -> Any:
    """Return a unit vector moved by a small step [rad] along a unit direction across it; 4e-8 of a 2 km step off."""
    x, y, z = x + step * dx, y + step * dy, z + step * dz
    size = 1.0 / math.sqrt(x * x + y * y + z * z)
    return x * size, y * size, z * size


@kernel
def leg_direction(a: Any, x: float, y: float, z: float, altitude_m: float) -> Any:
    """Return the direction over ground along the leg of `a` at a place: unit (north, east), metres per radian."""
    along_x, along_y, along_z = along_leg(a, x, y, z)
    return ground_direction(x, y, z, along_x, along_y, along_z, altitude_m)


@kernel
def angle_of_chord(chord: float) -> float:
    """Return the angle [rad] under a chord of the unit circle, by series: 4e-6 off at 0.6 rad, exact towards 0."""
    square = chord * chord
    return chord * (1.0 + square * (1.0 / 24.0 + square * (3.0 / 640.0 + square * (5.0 / 7168.0))))


@kernel
def direction_to(a: Any, point: Any) -> Any:
    """Return the direction over ground to a route point and the distance: north, east (unit), metres.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    point : record of flight.state.POINT
        The route point.

    Returns
    -------
    tuple of float
    """
    dx, dy, dz = point.x - a.x, point.y - a.y, point.z - a.z
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    north, east, metres_per_radian = ground_direction(a.x, a.y, a.z, dx, dy, dz, a.altitude_m)
    return north, east, angle_of_chord(chord) * metres_per_radian


@kernel
def distance_to_go_m(a: Any, point: Any, metres_per_radian: float) -> float:
    """Return the distance along the leg to its end [m]; below 0 once it is behind."""
    dx, dy, dz = point.x - a.x, point.y - a.y, point.z - a.z
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    along_x, along_y, along_z = along_leg(a, a.x, a.y, a.z)
    ahead = along_x * dx + along_y * dy + along_z * dz
    return math.copysign(angle_of_chord(chord) * metres_per_radian, ahead)


@kernel
def wind_triangle(
    track_north: float, track_east: float, level_speed_m_s: float, wind_north: float, wind_east: float
) -> Any:
    """Return nose direction and ground speed that keep a track in a wind.

    Parameters
    ----------
    track_north, track_east : float
        Unit vector of the wanted track.
    level_speed_m_s : float
        Horizontal part of the true airspeed [m/s].
    wind_north, wind_east : float
        Where the wind blows to [m/s].

    Returns
    -------
    tuple of float
        Unit vector of the nose (north, east) and ground speed along the track [m/s]. A cross wind above the airspeed
        counts as 99 % of it.
    """
    along = wind_north * track_north + wind_east * track_east
    across = wind_east * track_north - wind_north * track_east
    limit = 0.99 * level_speed_m_s
    across = min(limit, max(-limit, across))
    through_air = math.sqrt(level_speed_m_s * level_speed_m_s - across * across)
    nose_north = (through_air * track_north + across * track_east) / level_speed_m_s
    nose_east = (through_air * track_east - across * track_north) / level_speed_m_s
    return nose_north, nose_east, through_air + along


@kernel
def set_leg(a: Any, points: Any) -> None:
    """Anchor the leg at the aircraft's place, and note its length and the corner at its end."""
    end = points[a.point]
    _, _, a.to_go_m = direction_to(a, end)
    pole_x = a.y * end.z - a.z * end.y
    pole_y = a.z * end.x - a.x * end.z
    pole_z = a.x * end.y - a.y * end.x
    size = math.sqrt(pole_x * pole_x + pole_y * pole_y + pole_z * pole_z)
    if size > 1e-12:
        a.pole_x, a.pole_y, a.pole_z = pole_x / size, pole_y / size, pole_z / size
    a.turn_tangent = corner_tangent(a, points) / math.tan(a.bank_order_rad)


@kernel
def corner_tangent(a: Any, points: Any) -> float:
    """Return the tangent of half the change of track at the end of the leg; 0 where the turn begins over the point."""
    end = points[a.point]
    if a.point >= a.last_point or end.is_fly_over == 1:
        return 0.0
    following = points[a.point + 1]
    along_x, along_y, along_z = along_leg(a, end.x, end.y, end.z)
    north, east, _ = ground_direction(end.x, end.y, end.z, along_x, along_y, along_z, 0.0)
    dx, dy, dz = following.x - end.x, following.y - end.y, following.z - end.z
    north_out, east_out, _ = ground_direction(end.x, end.y, end.z, dx, dy, dz, 0.0)
    cosine = min(1.0, max(-1.0, north * north_out + east * east_out))
    if 1.0 - cosine > (1.0 + cosine) * SHARPEST_CORNER * SHARPEST_CORNER:
        return SHARPEST_CORNER
    return math.sqrt((1.0 - cosine) / (1.0 + cosine))


@kernel
def turn_radius_m(speed_m_s: float, bank_rad: float) -> float:
    """Return the radius [m] of a level turn at a speed [m/s] and bank [rad]: `V^2 / (g tan bank)`."""
    return speed_m_s * speed_m_s / (STANDARD_GRAVITY_M_S2 * math.tan(bank_rad))


@kernel
def turn_lead_m(a: Any, ground_speed_m_s: float) -> float:
    """Return how far before the leg's end the turn onto the next leg begins [m]: `r tan(half the corner)` and the roll.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`; `turn_tangent` is the tangent of half the corner over that of the bank.
    ground_speed_m_s : float
        Ground speed [m/s].

    Returns
    -------
    float
        Distance before the point [m]; 0 where the turn begins over it.
    """
    if a.turn_tangent <= 0.0:
        return 0.0
    rolling_m = 0.5 * ground_speed_m_s * a.bank_order_rad / a.roll_rate_rad_s
    return ground_speed_m_s * ground_speed_m_s * a.turn_tangent / STANDARD_GRAVITY_M_S2 + rolling_m


@kernel
def roll_out_lead_rad(a: Any, bank_rad: float) -> float:
    """Return the change of heading while the wings roll level at the roll rate: `g / (p V) ln(1 / cos bank)` [rad]."""
    return -STANDARD_GRAVITY_M_S2 / (a.roll_rate_rad_s * a.true_airspeed_m_s) * math.log(math.cos(bank_rad))


@kernel
def angle_to_turn_rad(a: Any, nose_north: float, nose_east: float) -> float:
    """Return the change of heading left to a wanted nose direction, counted in the turn's own sense [rad]."""
    cosine = a.heading_north * nose_north + a.heading_east * nose_east
    sine = a.heading_north * nose_east - a.heading_east * nose_north
    angle = a.turn_side * math.atan2(sine, cosine)
    return angle + 2.0 * math.pi if angle < -0.5 * math.pi else angle


@kernel
def begin_turn(a: Any, nose_north: float, nose_east: float) -> bool:
    """Choose side and bank of a turn to a nose direction; return whether a turn is needed at all."""
    sine = a.heading_north * nose_east - a.heading_east * nose_north
    a.turn_side = 1.0 if sine >= 0.0 else -1.0
    angle = angle_to_turn_rad(a, nose_north, nose_east)
    if angle < NO_TURN_RAD:
        return False
    gentle = math.sqrt(angle * a.roll_rate_rad_s * a.true_airspeed_m_s / STANDARD_GRAVITY_M_S2)
    a.bank_goal_rad = a.turn_side * min(a.bank_order_rad, gentle)
    return True


@kernel
def offset_m(a: Any, x: float, y: float, z: float) -> Any:
    """Return how far a near place lies from the aircraft: to the north and to the east [m], 1e-3 off at 100 km.

    Parameters
    ----------
    a : record of flight.state.MOTION
        The aircraft.
    x, y, z : float
        n-vector of the place.

    Returns
    -------
    tuple of float
    """
    dx, dy, dz = x - a.x, y - a.y, z - a.z
    across = math.sqrt(a.x * a.x + a.y * a.y)
    meridian_m, prime_vertical_m = curvature_radii_m(a.z)
    north = (dz - a.z * (a.x * dx + a.y * dy + a.z * dz)) / across
    east = (a.x * dy - a.y * dx) / across
    return north * (meridian_m + a.altitude_m), east * (prime_vertical_m + a.altitude_m)


@kernel
def dogleg_s(a: Any, end: Any, extra_m: float, speed_m_s: float, wind_north: float, wind_east: float) -> float:
    """Return the time to a point by way of a corner that makes the way longer by a length [s], at an airspeed and in a wind."""
    north, east, direct_m = direction_to(a, end)
    side_m = 0.5 * (direct_m + extra_m)
    cosine = 0.5 * direct_m / side_m
    sine = math.sqrt(max(0.0, 1.0 - cosine * cosine))
    out_north, out_east = north * cosine - east * sine, east * cosine + north * sine
    back_north, back_east = north * cosine + east * sine, east * cosine - north * sine
    _, _, out_m_s = wind_triangle(out_north, out_east, speed_m_s, wind_north, wind_east)
    _, _, back_m_s = wind_triangle(back_north, back_east, speed_m_s, wind_north, wind_east)
    return side_m / out_m_s + side_m / back_m_s


@kernel
def extra_for_time_m(a: Any, end: Any, extra_s: float, speed_m_s: float, wind_north: float, wind_east: float) -> float:
    """Return how much longer the way to a point must be to take some time more [m]; at most the way itself again.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`: where it is.
    end : record of flight.state.POINT
        The point.
    extra_s : float
        Time to lose [s].
    speed_m_s, wind_north, wind_east : float
        True airspeed on the way there, and the wind [m/s].

    Returns
    -------
    float
    """
    _, _, most_m = direction_to(a, end)
    wanted_s = dogleg_s(a, end, 0.0, speed_m_s, wind_north, wind_east) + extra_s
    least_m = 0.0
    for _ in range(HALVINGS):
        middle_m = 0.5 * (least_m + most_m)
        if dogleg_s(a, end, middle_m, speed_m_s, wind_north, wind_east) < wanted_s:
            least_m = middle_m
        else:
            most_m = middle_m
    return 0.5 * (least_m + most_m)


@kernel
def stretch_leg(a: Any, points: Any, extra_m: float) -> float:
    """Move the point `a.point` aside so that the way over it to the next one grows by a length.

    Parameters
    ----------
    a : record
        Fields of `flight.state.MOTION`, at the start of the stretch.
    points : array of records, POINT
        The run's own copy; place and `beyond_m` of `a.point` change.
    extra_m : float
        How much longer the way shall be [m]: no more than the way's own length; below 100 m it is made straight.

    Returns
    -------
    float
        How much longer it is [m].

    References
    ----------
    Isosceles triangle over the leg: both sides grow by half of the extra length and of what its three turns cut off,
    `2 r (tan(x / 2) - x / 2)` at a corner of x, found by repetition.
    """
    end = points[a.point + 1]
    north, east, direct_m = direction_to(a, end)
    middle = points[a.point]
    half_m = 0.5 * direct_m
    if extra_m < 100.0:
        middle.x, middle.y, middle.z = move(a.x, a.y, a.z, half_m * north, half_m * east, a.altitude_m)
        middle.beyond_m = end.beyond_m + half_m
        return 0.0
    radius_m = turn_radius_m(a.true_airspeed_m_s, a.bank_order_rad)
    cut_m = 0.0
    for _ in range(STRETCH_ROUNDS):
        side_m = half_m + min(0.5 * (extra_m + cut_m), half_m)
        slant = math.acos(half_m / side_m)
        cut_m = 2.0 * radius_m * (math.tan(slant) - slant) + 4.0 * radius_m * (math.tan(0.5 * slant) - 0.5 * slant)
    side_m = half_m + min(0.5 * (extra_m + cut_m), half_m)
    aside_m = math.sqrt(side_m * side_m - half_m * half_m)
    x, y, z = move(a.x, a.y, a.z, half_m * north, half_m * east, a.altitude_m)
    middle.x, middle.y, middle.z = move(x, y, z, -aside_m * east, aside_m * north, a.altitude_m)
    middle.beyond_m = end.beyond_m + side_m
    return 2.0 * (side_m - half_m) - cut_m


@kernel
def placed(x: float, y: float, z: float, north_m: float, east_m: float, height_m: float) -> Any:
    """Return the unit normal of a near place, so far to the north and east [m]; 1e-6 of 10 km off."""
    across = math.sqrt(x * x + y * y)
    meridian_m, prime_vertical_m = curvature_radii_m(z)
    north = north_m / (meridian_m + height_m)
    east = east_m / ((prime_vertical_m + height_m) * across)
    dx = -north * z * x / across - east * y
    dy = -north * z * y / across + east * x
    return stepped(x, y, z, dx, dy, north * across, 1.0)
