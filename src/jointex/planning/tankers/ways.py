"""Ways of receivers and tankers over the ground: stops, orbits of tankers, and where a track fits into a way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jointex.planning.waypoints import leg, shifted
from jointex.scenario import Track
from jointex.units import NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

ARIP_M = 80.0 * NAUTICAL_MILE_M
"""Distance of the initial point before the control point [m]. Estimated: room for the descent to the level of the track, for
slowing down and for the turn of a point parallel (21 NM at 400 and 450 kt). After short ways it is nearer: see `SHARE_IN_LINE`."""
SHARE_IN_LINE = 0.75
"""Most of the distance to the control point that is flown in line with the track. Estimated: the rest is for the turn onto it."""


@dataclass(frozen=True)
class Stop:
    """A place [deg] with the level [m], Mach number and greatest CAS [m/s] of the hop that ends there."""

    name: str
    latitude_deg: float
    longitude_deg: float
    level_m: float
    mach: float
    cas_m_s: float

    @property
    def place_deg(self) -> tuple[float, float]:
        """Latitude and longitude [deg]."""
        return self.latitude_deg, self.longitude_deg


@dataclass(frozen=True)
class Ground:
    """A track on the map.

    Attributes
    ----------
    id : str
    track : scenario.Track
    corners_deg : tuple of 4 places
        Control point, end of the first leg, and the same of the leg back [deg].
    radius_m : float
        Of the turns, in still air [m].
    true_airspeed_m_s : float
        Of the tanker [m/s].
    """

    id: str
    track: Track
    corners_deg: tuple[tuple[float, float], ...]
    radius_m: float
    true_airspeed_m_s: float

    @property
    def lap_s(self) -> float:
        """Time of a lap [s]. A tanker is there a lap before its first receivers: above them before they come, and back at the
        control point with them; it may be late by about so much."""
        return 2.0 * (self.track.leg_m + math.pi * self.radius_m) / self.true_airspeed_m_s

    @property
    def control_deg(self) -> tuple[float, float]:
        """The control point of those who come along the first leg [deg]."""
        return self.corners_deg[0]

    @property
    def exit_deg(self) -> tuple[float, float]:
        """The end of the first leg [deg]."""
        return self.corners_deg[1]

    def side_deg(self, side: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return where receivers join and where they leave [deg]: on the first leg (0) or on the one back (1)."""
        return self.corners_deg[2 * side], self.corners_deg[2 * side + 1]


def ground_of(name: str, track: Track, true_airspeed_m_s: float) -> Ground:
    """Return a track on the map for a tanker of a speed.

    Parameters
    ----------
    name : str
        Id of the track.
    track : Track
        From the scenario.
    true_airspeed_m_s : float
        Of the tanker [m/s].

    Returns
    -------
    Ground
    """
    radius_m = true_airspeed_m_s**2 / (STANDARD_GRAVITY_M_S2 * math.tan(track.bank_rad))
    side = 1.0 if track.turn == "right" else -1.0
    at = (track.at.latitude_deg, track.at.longitude_deg)
    course_rad = math.radians(track.course_deg)
    shape = ((0.0, 0.0), (track.leg_m, 0.0), (track.leg_m, 2.0 * radius_m), (0.0, 2.0 * radius_m))
    corners = tuple(shifted(at, course_rad, ahead_m, side * right_m) for ahead_m, right_m in shape)
    return Ground(name, track, corners, radius_m, true_airspeed_m_s)


def length_course(start: Stop, end: Stop) -> tuple[float, float]:
    """Return length [m] and course [rad] of a hop."""
    return leg(start.place_deg, end.place_deg)


def distance_m(here_deg: tuple[float, float], there_deg: tuple[float, float]) -> float:
    """Return the distance between two places [m]."""
    return leg(here_deg, there_deg)[0]


def farthest_corner(ground: Ground, there_deg: tuple[float, float]) -> tuple[float, float]:
    """Return the corner of an orbit that is farthest from a place [deg]: whoever leaves there has the longest way."""
    return max(ground.corners_deg, key=lambda corner: distance_m(corner, there_deg))


@dataclass(frozen=True)
class Insertion:
    """Where a track fits into a way: after which of its stops, with how much of a detour, how far along [m], on which leg."""

    after: int
    detour_m: float
    along_m: float
    side: int = 0


def insertion(stops: Sequence[Stop], ground: Ground, first: int, last: int) -> Insertion:
    """Return where a track fits with the least detour, along its first leg or along the one back.

    Parameters
    ----------
    stops : sequence of Stop
        The way.
    ground : Ground
    first, last : int
        Between which of its stops.

    Returns
    -------
    Insertion
    """
    best = Insertion(first, math.inf, 0.0)
    before_m = 0.0
    for number in range(first, last):
        here, there = stops[number].place_deg, stops[number + 1].place_deg
        direct_m = distance_m(here, there)
        for side in (0, 1):
            control_deg, exit_deg = ground.side_deg(side)
            in_m, out_m = distance_m(here, control_deg), distance_m(exit_deg, there)
            detour_m = in_m + out_m - direct_m
            if detour_m < best.detour_m:
                share = max(0.0, min(1.0, 0.5 * (direct_m**2 + in_m**2 - out_m**2) / max(1.0, direct_m**2)))
                best = Insertion(number, detour_m, before_m + share * direct_m, side)
        before_m += direct_m
    return best


def place_along(stops: Sequence[Stop], along_m: float) -> tuple[int, tuple[float, float]]:
    """Return after which stop, and where [deg], a way has gone so far [m]."""
    for number in range(len(stops) - 1):
        here, there = stops[number].place_deg, stops[number + 1].place_deg
        length_m, course_rad = leg(here, there)
        if along_m <= length_m:
            return number, shifted(here, course_rad, along_m, 0.0)
        along_m -= length_m
    return len(stops) - 2, stops[-1].place_deg


def initial_point(before: Stop, control_deg: tuple[float, float], exit_deg: tuple[float, float]) -> tuple[float, float]:
    """Return the air refuelling initial point [deg]: before the control point, in line with the leg on which fuel is taken.

    Receivers are on the track of their tanker before it turns in ahead of them, from wherever they come.
    """
    length_m, _ = leg(control_deg, before.place_deg)
    _, on_rad = leg(control_deg, exit_deg)
    return shifted(control_deg, on_rad, -min(ARIP_M, SHARE_IN_LINE * length_m), 0.0)


def at_place(stop: Stop, name: str, place_deg: tuple[float, float], level_m: float) -> Stop:
    """Return a stop at another place and level, reached as fast as the given one."""
    return replace(stop, name=name, latitude_deg=place_deg[0], longitude_deg=place_deg[1], level_m=level_m)
