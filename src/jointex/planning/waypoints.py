"""Points of routes, and where they lie to each other: legs, places beside a course, racetracks."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesics import destination, distance_course
from jointex.units import RADIAN_DEG, STANDARD_GRAVITY_M_S2


@dataclass(frozen=True)
class Waypoint:
    """A point of a route: place [deg], and the level [m], Mach number and CAS [m/s] of the leg that ends here."""

    name: str
    task: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    mach: float
    cas_m_s: float
    time_s: float = math.nan
    is_low: bool = False
    bracket: str = ""


@functools.lru_cache(maxsize=4096)
def leg(here_deg: tuple[float, float], there_deg: tuple[float, float]) -> tuple[float, float]:
    """Return the length of a leg [m] and its course [rad]; most legs of a flight are the same for all its members."""
    length_m, course_rad, _ = distance_course(*map(math.radians, (*here_deg, *there_deg)))
    return float(length_m), float(course_rad)


def racetrack_deg(
    start_deg: tuple[float, float], course_rad: float, leg_m: float, width_m: float
) -> list[tuple[float, float]]:
    """Return the corners of a racetrack from its start on [deg], the first two once more at the end; width to the right."""
    corners = [(leg_m, 0.0), (leg_m, width_m), (0.0, width_m), (0.0, 0.0), (leg_m, 0.0), (leg_m, width_m)]
    return [shifted(start_deg, course_rad, ahead_m, right_m) for ahead_m, right_m in corners]


def turn_radius_m(mach: float, level_m: float, bank_rad: float) -> float:
    """Return the radius of a turn in still standard air [m]."""
    speed_m_s = mach * speed_of_sound_m_s(isa_temperature_k(level_m))
    return speed_m_s * speed_m_s / (STANDARD_GRAVITY_M_S2 * math.tan(bank_rad))


def shifted(place_deg: tuple[float, float], course_rad: float, ahead_m: float, right_m: float) -> tuple[float, float]:
    """Return a place [deg] moved along a course and to its right."""
    distance_m = math.hypot(ahead_m, right_m)
    if distance_m == 0.0:
        return place_deg
    direction_rad = course_rad + math.atan2(right_m, ahead_m)
    latitude, longitude, _ = destination(
        math.radians(place_deg[0]), math.radians(place_deg[1]), direction_rad, distance_m
    )
    return float(latitude) * RADIAN_DEG, float(longitude) * RADIAN_DEG


def midway(first_deg: tuple[float, float], second_deg: tuple[float, float]) -> tuple[float, float]:
    """Return the middle of the geodesic between two places [deg]."""
    distance_m, course_rad = leg(first_deg, second_deg)
    return shifted(first_deg, course_rad, 0.5 * distance_m, 0.0)
