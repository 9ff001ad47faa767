"""Positions and moves on the WGS-84 ellipsoid.

A position is its n-vector: the unit vector (x, y, z) along the ellipsoid's outward normal; x to latitude 0, longitude 0,
z to the north pole. It has no date line and no pole where formulas fail, and kernels move it with + - * / and square roots
alone. Latitudes are geodetic. Questions about whole routes (`distance_course`, `destination`) are answered by `geodesics`.

A leg is the set of positions whose n-vectors lie in one plane (`leg_pole`); it leaves the geodesic between its ends by a few
hundred metres at most over 3,000 km, and is as long to within a metre.

References
----------
NGA.STND.0036 (2014), WGS-84. Gade, A Non-singular Horizontal Position Representation, J. Navigation 63 (2010).
"""

from __future__ import annotations

import math
from math import sqrt

from jointex.earth.atmosphere import polynomial
from jointex.earth.geodesics import destination, distance_course, intermediate_points
from jointex.kernel import kernel

__all__ = [
    "advance",
    "along_track_m",
    "arctangent_rad",
    "course_of",
    "cross",
    "cross_track_m",
    "curvature_radii_m",
    "destination",
    "distance_course",
    "east_of",
    "ground_turn_m",
    "intermediate_points",
    "latitude_longitude",
    "leg_direction",
    "leg_length_m",
    "leg_pole",
    "mean_metres_per_radian",
    "metres_per_radian",
    "move",
    "n_vector",
    "normal_turn",
    "north_of",
    "offset_m",
    "plane_direction",
]

SEMI_MAJOR_AXIS_M = 6378137.0
"""Equatorial radius [m]. WGS-84, defining parameter."""
FLATTENING = 1.0 / 298.257223563
"""Flattening. WGS-84, defining parameter."""
ECCENTRICITY_SQUARED = FLATTENING * (2.0 - FLATTENING)
"""Square of the first eccentricity."""
SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)
"""Square of the second eccentricity."""
ARCTANGENT = (
    0.9999999999999983,
    -0.3333333333321659,
    0.1999999998189062,
    -0.1428571308684347,
    0.11111068447104552,
    -0.09090001366550815,
    0.07680143054507678,
    -0.06561938196325401,
    0.05306892159235825,
    -0.033114600955740925,
    0.009096718710762525,
)
"""atan(t) / t over t squared, from the lowest power; made by `scripts/fit_earth_polynomials.py`, which prints its error."""
_TAN_EIGHTH = math.tan(math.pi / 8.0)
_QUARTER = math.pi / 4.0
_HALF = math.pi / 2.0


@kernel
def arctangent_rad(opposite: float, adjacent: float) -> float:
    """Return the angle of a point, as `atan2` does but with the same bits everywhere.

    Parameters
    ----------
    opposite, adjacent : float
        Sine and cosine of the angle times any length.

    Returns
    -------
    float
        Angle [rad], -pi to pi, within 4e-16 times its size; 0 where both are 0.
    """
    tall, wide = abs(opposite), abs(adjacent)
    larger = max(tall, wide)
    slope = min(tall, wide) / larger if larger > 0.0 else 0.0
    base_rad = 0.0
    if slope > _TAN_EIGHTH:
        slope = (slope - 1.0) / (slope + 1.0)
        base_rad = _QUARTER
    angle_rad = base_rad + slope * polynomial(slope * slope, ARCTANGENT)
    if tall > wide:
        angle_rad = _HALF - angle_rad
    if adjacent < 0.0:
        angle_rad = math.pi - angle_rad
    return -angle_rad if opposite < 0.0 else angle_rad


@kernel
def n_vector(latitude_rad: float, longitude_rad: float) -> tuple[float, float, float]:
    """Return the n-vector of a geodetic latitude and longitude.

    Parameters
    ----------
    latitude_rad, longitude_rad : float
        Geodetic latitude and longitude [rad].

    Returns
    -------
    tuple of float
        (x, y, z), of length 1.
    """
    level = math.cos(latitude_rad)
    return level * math.cos(longitude_rad), level * math.sin(longitude_rad), math.sin(latitude_rad)


@kernel
def latitude_longitude(x: float, y: float, z: float) -> tuple[float, float]:
    """Return the geodetic latitude and longitude of an n-vector.

    Parameters
    ----------
    x, y, z : float
        n-vector; its length does not matter.

    Returns
    -------
    tuple of float
        Latitude and longitude [rad]; longitude -pi to pi, 0 at the poles.
    """
    return arctangent_rad(z, sqrt(x * x + y * y)), arctangent_rad(y, x)


@kernel
def curvature_radii_m(z: float) -> tuple[float, float]:
    """Return the radii of curvature of the ellipsoid.

    Parameters
    ----------
    z : float
        Sine of the geodetic latitude (third component of the n-vector).

    Returns
    -------
    tuple of float
        Radius in the meridian and radius in the prime vertical [m].
    """
    inner = 1.0 / (1.0 - ECCENTRICITY_SQUARED * z * z)
    prime_vertical_m = SEMI_MAJOR_AXIS_M * sqrt(inner)
    return prime_vertical_m * (1.0 - ECCENTRICITY_SQUARED) * inner, prime_vertical_m


@kernel
def east_of(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the unit vector to the east at an n-vector (at a pole: along the y axis)."""
    level_square = x * x + y * y
    if level_square < 1e-30:
        return 0.0, 1.0, 0.0
    scale = 1.0 / sqrt(level_square)
    return -y * scale, x * scale, 0.0


@kernel
def north_of(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the unit vector to the north at an n-vector (at a pole: along the x axis, toward longitude 180 at the north pole)."""
    level_square = x * x + y * y
    if level_square < 1e-30:
        return -z, 0.0, 0.0
    scale = 1.0 / sqrt(level_square)
    return -z * x * scale, -z * y * scale, level_square * scale


@kernel
def normal_turn(
    z: float, nx: float, ny: float, nz: float, tx: float, ty: float, tz: float, height_m: float
) -> tuple[float, float, float]:
    """Return how the n-vector changes along a displacement: the shape operator of the ellipsoid at a height.

    Parameters
    ----------
    z : float
        Sine of latitude.
    nx, ny, nz : float
        n-vector.
    tx, ty, tz : float
        Displacement [m], level (at right angles to the n-vector).
    height_m : float
        Height above the ellipsoid [m].

    Returns
    -------
    tuple of float
        Change of the n-vector.

    Notes
    -----
    East it is t / (N + h), north t / (M + h); N / M - 1 = e'^2 cos^2(latitude) takes the cosine, and with it the pole, out
    of the difference.
    """
    meridian_m, prime_vertical_m = curvature_radii_m(z)
    scale = 1.0 / (prime_vertical_m + height_m)
    lift = SECOND_ECCENTRICITY_SQUARED * meridian_m / (meridian_m + height_m) * tz
    return (tx - lift * z * nx) * scale, (ty - lift * z * ny) * scale, (tz + lift * (1.0 - z * nz)) * scale


@kernel
def advance(
    x: float, y: float, z: float, dx_m: float, dy_m: float, dz_m: float, height_m: float
) -> tuple[float, float, float]:
    """Return the n-vector after a level displacement flown straight on (along the geodesic).

    Parameters
    ----------
    x, y, z : float
        n-vector at the start.
    dx_m, dy_m, dz_m : float
        Displacement [m] as a vector at right angles to the n-vector, in the axes of the n-vector.
    height_m : float
        Height above the ellipsoid [m].

    Returns
    -------
    tuple of float
        n-vector at the end, of length 1.

    Notes
    -----
    Midpoint step of the geodesic equations; the error of one step grows with its cube: 0.05 mm at 2 km.
    """
    ax, ay, az = normal_turn(z, x, y, z, dx_m, dy_m, dz_m, height_m)
    # a geodesic bends only toward the normal: its direction at half way
    bend = 0.5 * (ax * dx_m + ay * dy_m + az * dz_m)
    mx, my, mz = x + 0.5 * ax, y + 0.5 * ay, z + 0.5 * az
    bx, by, bz = normal_turn(mz, mx, my, mz, dx_m - bend * x, dy_m - bend * y, dz_m - bend * z, height_m)
    ex, ey, ez = x + bx, y + by, z + bz
    scale = 1.0 / sqrt(ex * ex + ey * ey + ez * ez)
    return ex * scale, ey * scale, ez * scale


@kernel
def move(x: float, y: float, z: float, north_m: float, east_m: float, height_m: float) -> tuple[float, float, float]:
    """Return the n-vector after a move north and east, flown straight on (along the geodesic).

    Parameters
    ----------
    x, y, z : float
        n-vector at the start.
    north_m, east_m : float
        Displacement [m] in the directions of the start.
    height_m : float
        Height above the ellipsoid [m].

    Returns
    -------
    tuple of float
        n-vector at the end, of length 1.
    """
    ex, ey, ez = east_of(x, y, z)
    nx, ny, nz = north_of(x, y, z)
    return advance(
        x, y, z, north_m * nx + east_m * ex, north_m * ny + east_m * ey, north_m * nz + east_m * ez, height_m
    )


@kernel
def cross(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float, float]:
    """Return the vector product a x b."""
    return ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx


@kernel
def leg_pole(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float, float]:
    """Return the pole of the leg from a to b: the unit normal of its plane, on the left of the flight.

    Parameters
    ----------
    ax, ay, az, bx, by, bz : float
        n-vectors of the two ends.

    Returns
    -------
    tuple of float
        Unit vector; (0, 0, 0) where the ends coincide or are opposite.
    """
    px, py, pz = cross(ax, ay, az, bx, by, bz)
    length = sqrt(px * px + py * py + pz * pz)
    scale = 1.0 / length if length > 1e-15 else 0.0
    return px * scale, py * scale, pz * scale


@kernel
def plane_direction(px: float, py: float, pz: float, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the unit vector in which the n-vector turns along a leg: pole x position."""
    dx, dy, dz = cross(px, py, pz, x, y, z)
    length = sqrt(dx * dx + dy * dy + dz * dz)
    scale = 1.0 / length if length > 1e-15 else 0.0
    return dx * scale, dy * scale, dz * scale


@kernel
def ground_turn_m(x: float, y: float, z: float, dx: float, dy: float, dz: float) -> tuple[float, float, float]:
    """Return the displacement on the ellipsoid that turns the n-vector by (dx, dy, dz); the inverse of `normal_turn`.

    Parameters
    ----------
    x, y, z : float
        n-vector.
    dx, dy, dz : float
        Turn of the n-vector [rad], level.

    Returns
    -------
    tuple of float
        Displacement [m], level; its direction differs from that of the turn by up to 0.2 degrees.
    """
    meridian_m, prime_vertical_m = curvature_radii_m(z)
    lift_m = SECOND_ECCENTRICITY_SQUARED * meridian_m * dz
    return (
        prime_vertical_m * dx + lift_m * z * x,
        prime_vertical_m * dy + lift_m * z * y,
        prime_vertical_m * dz - lift_m * (1.0 - z * z),
    )


@kernel
def leg_direction(px: float, py: float, pz: float, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return the level unit vector over the ground that keeps to a leg, or to its parallel, at a position.

    Parameters
    ----------
    px, py, pz : float
        Pole of the leg.
    x, y, z : float
        n-vector, on the leg or beside it.

    Returns
    -------
    tuple of float
        Unit vector; `advance` along it stays in the plane of the leg, `course_of` gives its course.
    """
    dx, dy, dz = plane_direction(px, py, pz, x, y, z)
    gx, gy, gz = ground_turn_m(x, y, z, dx, dy, dz)
    length = sqrt(gx * gx + gy * gy + gz * gz)
    scale = 1.0 / length if length > 0.0 else 0.0
    return gx * scale, gy * scale, gz * scale


@kernel
def course_of(x: float, y: float, z: float, dx: float, dy: float, dz: float) -> float:
    """Return the true course [rad, 0 to 2 pi] of a level vector (dx, dy, dz) at an n-vector."""
    ex, ey, ez = east_of(x, y, z)
    nx, ny, nz = north_of(x, y, z)
    course_rad = arctangent_rad(dx * ex + dy * ey + dz * ez, dx * nx + dy * ny + dz * nz)
    return course_rad + 2.0 * math.pi if course_rad < 0.0 else course_rad


@kernel
def metres_per_radian(x: float, y: float, z: float, dx: float, dy: float, dz: float) -> float:
    """Return the length on the ellipsoid for each radian that the n-vector (x, y, z) turns toward the unit (dx, dy, dz)."""
    gx, gy, gz = ground_turn_m(x, y, z, dx, dy, dz)
    return sqrt(gx * gx + gy * gy + gz * gz)


@kernel
def cross_track_m(px: float, py: float, pz: float, x: float, y: float, z: float) -> float:
    """Return how far a position lies to the left of a leg.

    Parameters
    ----------
    px, py, pz : float
        Pole of the leg.
    x, y, z : float
        n-vector.

    Returns
    -------
    float
        Distance [m], positive to the left of the flight; within 0.5 % to 1,000 km.
    """
    sine = px * x + py * y + pz * z
    dx, dy, dz = plane_direction(px, py, pz, x, y, z)
    lx, ly, lz = cross(x, y, z, dx, dy, dz)
    return arctangent_rad(sine, sqrt(max(1.0 - sine * sine, 0.0))) * metres_per_radian(x, y, z, lx, ly, lz)


@kernel
def along_track_m(
    ax: float, ay: float, az: float, px: float, py: float, pz: float, x: float, y: float, z: float
) -> float:
    """Return how far along a leg a position is abeam.

    Parameters
    ----------
    ax, ay, az : float
        n-vector of the start of the leg.
    px, py, pz : float
        Pole of the leg.
    x, y, z : float
        n-vector of the position.

    Returns
    -------
    float
        Distance from the start [m], negative before it; to go to the end of a leg, start from the end and change the sign.
    """
    beside = px * x + py * y + pz * z
    fx, fy, fz = x - beside * px, y - beside * py, z - beside * pz
    sx, sy, sz = cross(ax, ay, az, fx, fy, fz)
    angle_rad = arctangent_rad(sx * px + sy * py + sz * pz, ax * fx + ay * fy + az * fz)
    length = sqrt(fx * fx + fy * fy + fz * fz)
    scale = 1.0 / length if length > 1e-15 else 0.0
    return angle_rad * mean_metres_per_radian(ax, ay, az, fx * scale, fy * scale, fz * scale, px, py, pz)


@kernel
def mean_metres_per_radian(
    ax: float, ay: float, az: float, bx: float, by: float, bz: float, px: float, py: float, pz: float
) -> float:
    """Return the mean length for each radian on the leg from a to b with pole p (Boole's rule over five places) [m/rad]."""
    mx, my, mz = _halfway(ax, ay, az, bx, by, bz)
    cx, cy, cz = _halfway(ax, ay, az, mx, my, mz)
    ex, ey, ez = _halfway(mx, my, mz, bx, by, bz)
    ends = _leg_scale(px, py, pz, ax, ay, az) + _leg_scale(px, py, pz, bx, by, bz)
    quarters = _leg_scale(px, py, pz, cx, cy, cz) + _leg_scale(px, py, pz, ex, ey, ez)
    return (7.0 * ends + 32.0 * quarters + 12.0 * _leg_scale(px, py, pz, mx, my, mz)) * (1.0 / 90.0)


@kernel
def _halfway(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float, float]:
    """Return the unit vector half way between two."""
    mx, my, mz = ax + bx, ay + by, az + bz
    scale = 1.0 / sqrt(max(mx * mx + my * my + mz * mz, 1e-30))
    return mx * scale, my * scale, mz * scale


@kernel
def _leg_scale(px: float, py: float, pz: float, x: float, y: float, z: float) -> float:
    """Return the length for each radian along a leg at a position on it [m/rad]."""
    dx, dy, dz = plane_direction(px, py, pz, x, y, z)
    return metres_per_radian(x, y, z, dx, dy, dz)


@kernel
def leg_length_m(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> float:
    """Return the length of a leg.

    Parameters
    ----------
    ax, ay, az, bx, by, bz : float
        n-vectors of the two ends.

    Returns
    -------
    float
        Length [m] along the leg: within 1 m of the geodesic up to 3,000 km, within 3e-5 of it at any length.
    """
    px, py, pz = leg_pole(ax, ay, az, bx, by, bz)
    sx, sy, sz = cross(ax, ay, az, bx, by, bz)
    angle_rad = arctangent_rad(sqrt(sx * sx + sy * sy + sz * sz), ax * bx + ay * by + az * bz)
    return angle_rad * mean_metres_per_radian(ax, ay, az, bx, by, bz, px, py, pz)


@kernel
def offset_m(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float]:
    """Return how far north and east of a lies b, for places less than 50 km apart.

    Parameters
    ----------
    ax, ay, az, bx, by, bz : float
        n-vectors.

    Returns
    -------
    tuple of float
        North and east [m] at a; for `move(a, north, east)` to reach b within 1 m at 20 km.
    """
    ex, ey, ez = east_of(ax, ay, az)
    nx, ny, nz = north_of(ax, ay, az)
    meridian_m, prime_vertical_m = curvature_radii_m((az + bz) * 0.5)
    # both vectors are units, so the chord seen from half way is the arc but for its cube
    dx, dy, dz = bx - ax, by - ay, bz - az
    stretch = 1.0 + (dx * dx + dy * dy + dz * dz) * (1.0 / 6.0)
    north_m = (dx * nx + dy * ny + dz * nz) * meridian_m * stretch
    return north_m, (dx * ex + dy * ey + dz * ez) * prime_vertical_m * stretch
