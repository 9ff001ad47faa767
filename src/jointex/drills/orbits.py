"""Orbits of a tanker: the racetrack of an anchor, closed over the ground in a wind, and where it is on it at a time.

The frame is that of `rendezvous`: the refuelling leg lies on x from 0 to its length and is flown with x, the other leg at
y = width against it; both turns go from x towards y, so with y to the left the orbit is left-hand. In a cross wind one
turn has the greatest bank and the other so much less that both turns are as wide; a wind along makes the leg flown
against it longer in the air, not over ground, and the leg flown with the drift of the turns shorter than the other. A
track orbit is a racetrack whose receivers leave along its refuelling leg and do not come round.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from jointex.drills.rendezvous import heading_for_rad, speed_on_track_m_s, turned
from jointex.flight.guidance import turn_radius_m
from jointex.kernel import kernel
from jointex.units import NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

ANCHOR_LEG_M = 50.0 * NAUTICAL_MILE_M
"""Least leg of an anchor [m]: 50 NM, the standard of the FAA for anchors (special operations, order JO 7610.4)."""


class Racetrack(NamedTuple):
    """A closed racetrack; all over ground.

    Attributes
    ----------
    first_leg_m, second_leg_m : float
        Lengths of the refuelling leg, flown with x, and of the other [m].
    width_m : float
        Distance between both [m].
    first_leg_s, first_turn_s, second_leg_s, second_turn_s : float
        Times in the order they are flown [s]; the first turn ends the refuelling leg.
    first_bank_rad, second_bank_rad : float
        Banks of both turns [rad].
    speed_m_s, along_m_s, across_m_s : float
        True airspeed, wind with x and with y [m/s].
    """

    first_leg_m: float
    second_leg_m: float
    width_m: float
    first_leg_s: float
    first_turn_s: float
    second_leg_s: float
    second_turn_s: float
    first_bank_rad: float
    second_bank_rad: float
    speed_m_s: float
    along_m_s: float
    across_m_s: float

    @property
    def lap_s(self) -> float:
        """Time once round [s]."""
        return self.first_leg_s + self.first_turn_s + self.second_leg_s + self.second_turn_s


def racetrack(
    speed_m_s: float, bank_rad: float, leg_m: float, along_m_s: float = 0.0, across_m_s: float = 0.0
) -> Racetrack:
    """Return the closed racetrack of a tanker in a wind.

    Parameters
    ----------
    speed_m_s : float
        True airspeed [m/s].
    bank_rad : float
        Greatest bank [rad], above 0; that of both turns without cross wind.
    leg_m : float
        Length of the shorter leg over ground [m], 0 or more.
    along_m_s, across_m_s : float
        Wind with the refuelling leg, and from it towards the other [m/s]; together below half the airspeed.

    Returns
    -------
    Racetrack
    """
    first_bank, second_bank = turn_banks_rad(speed_m_s, bank_rad, across_m_s)
    there, back = (heading_for_rad(speed_m_s, track, along_m_s, across_m_s) for track in (0.0, math.pi))
    first_x, width_m, first_s = turned(speed_m_s, first_bank, there, back, along_m_s, across_m_s)
    second_x, _, second_s = turned(speed_m_s, second_bank, back, there, along_m_s, across_m_s)
    drift_m = first_x + second_x
    first_m, second_m = leg_m + max(0.0, -drift_m), leg_m + max(0.0, drift_m)
    there_m_s, back_m_s = (speed_on_track_m_s(speed_m_s, track, along_m_s, across_m_s) for track in (0.0, math.pi))
    times = (first_m / there_m_s, first_s, second_m / back_m_s, second_s)
    return Racetrack(first_m, second_m, width_m, *times, first_bank, second_bank, speed_m_s, along_m_s, across_m_s)


@kernel
def turn_banks_rad(speed_m_s: float, bank_rad: float, across_m_s: float) -> Any:
    """Return the banks of both turns of a racetrack that are equally wide over ground, the greater of them as given.

    Parameters
    ----------
    speed_m_s, bank_rad : float
        True airspeed [m/s] and greatest bank [rad], above 0.
    across_m_s : float
        Wind from the first leg towards the second [m/s].

    Returns
    -------
    tuple of float
        Bank of the turn with the cross wind and of the one against it [rad].
    """
    crab_rad = -heading_for_rad(speed_m_s, 0.0, 0.0, across_m_s)
    with_wind = 2.0 * math.cos(crab_rad) + math.sin(crab_rad) * (math.pi + 2.0 * crab_rad)  # widths in radii
    against = 2.0 * math.cos(crab_rad) - math.sin(crab_rad) * (math.pi - 2.0 * crab_rad)
    tangent = math.tan(bank_rad)
    if with_wind >= against:
        return bank_rad, math.atan(tangent * against / with_wind)
    return math.atan(tangent * with_wind / against), bank_rad


@kernel
def place_on_racetrack(
    speed_m_s: float,
    along_m_s: float,
    across_m_s: float,
    first_bank_rad: float,
    second_bank_rad: float,
    first_leg_m: float,
    second_leg_m: float,
    time_s: float,
) -> Any:
    """Return where a tanker is on its racetrack, and its heading.

    Parameters
    ----------
    speed_m_s, along_m_s, across_m_s, first_bank_rad, second_bank_rad, first_leg_m, second_leg_m : float
        As in `Racetrack`.
    time_s : float
        Time since it began a refuelling leg [s], any.

    Returns
    -------
    tuple of float
        x, y [m] and heading, from x towards y [rad].
    """
    there = heading_for_rad(speed_m_s, 0.0, along_m_s, across_m_s)
    back = heading_for_rad(speed_m_s, math.pi, along_m_s, across_m_s)
    there_m_s = speed_on_track_m_s(speed_m_s, 0.0, along_m_s, across_m_s)
    back_m_s = speed_on_track_m_s(speed_m_s, math.pi, along_m_s, across_m_s)
    first_x, width_m, first_s = turned(speed_m_s, first_bank_rad, there, back, along_m_s, across_m_s)
    _, _, second_s = turned(speed_m_s, second_bank_rad, back, there, along_m_s, across_m_s)
    first_leg_s, second_leg_s = first_leg_m / there_m_s, second_leg_m / back_m_s
    left_s = time_s % (first_leg_s + first_s + second_leg_s + second_s)
    if left_s < first_leg_s:
        return there_m_s * left_s, 0.0, there
    left_s -= first_leg_s
    if left_s < first_s:
        heading = there + left_s / turn_radius_m(speed_m_s, first_bank_rad) * speed_m_s
        x_m, y_m, _ = turned(speed_m_s, first_bank_rad, there, heading, along_m_s, across_m_s)
        return first_leg_m + x_m, y_m, heading
    left_s -= first_s
    end_m = first_leg_m + first_x
    if left_s < second_leg_s:
        return end_m - back_m_s * left_s, width_m, back
    left_s -= second_leg_s
    heading = back + left_s / turn_radius_m(speed_m_s, second_bank_rad) * speed_m_s
    x_m, y_m, _ = turned(speed_m_s, second_bank_rad, back, heading, along_m_s, across_m_s)
    return end_m - second_leg_m + x_m, width_m + y_m, heading


def leg_for_lap_m(
    lap_s: float, speed_m_s: float, bank_rad: float, along_m_s: float = 0.0, across_m_s: float = 0.0
) -> float:
    """Return the leg with which a tanker is once round its racetrack in a given time.

    Parameters
    ----------
    lap_s : float
        Time once round [s].
    speed_m_s, bank_rad, along_m_s, across_m_s : float
        As in `racetrack`.

    Returns
    -------
    float
        Length of the shorter leg [m]; below 0 where both turns alone take longer.
    """
    shortest = racetrack(speed_m_s, bank_rad, 0.0, along_m_s, across_m_s)
    there_m_s, back_m_s = (speed_on_track_m_s(speed_m_s, track, along_m_s, across_m_s) for track in (0.0, math.pi))
    return (lap_s - shortest.lap_s) / (1.0 / there_m_s + 1.0 / back_m_s)


def bank_of_turn_rad(speed_m_s: float, width_m: float) -> float:
    """Return the bank of half circles of a width in still air.

    Parameters
    ----------
    speed_m_s : float
        True airspeed [m/s].
    width_m : float
        Diameter [m].

    Returns
    -------
    float
        Bank [rad].
    """
    return math.atan(2.0 * speed_m_s * speed_m_s / (STANDARD_GRAVITY_M_S2 * width_m))
