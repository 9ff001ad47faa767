"""Rendezvous: where a tanker begins its turn so that it rolls out on the receiver's track, a lead ahead of it.

One frame serves all kinds: x ahead along the receiver's track, y across it towards the side the tanker comes from, metres,
angles from x towards y. A wind (along, across) blows with x and y. The tanker turns from any track onto the receiver's,
on an arc through the air that the wind carries along; the receiver flies straight. Point parallel, head-on and the turn
of an anchor are that turn through half a circle, en route is one through less. Derived here; the tests integrate the
flight and look where it ends.

References
----------
Kinds and names of rendezvous: ATP-3.3.4.2 (ATP-56), Part 2 Chapter 1 (public edition of 2010): anchor, head-on offset
(tanker or receiver directed), point parallel, timing, en route; its tables of turn range count no wind.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.flight.guidance import turn_radius_m
from jointex.kernel import kernel
from jointex.units import NAUTICAL_MILE_M

LEAD_M = 2.0 * NAUTICAL_MILE_M
"""How far ahead of its receivers a tanker means to roll out [m]. Estimated: 1 to 3 NM in public manuals (ATP-56 prints 3 NM
for closures of 675 kt and more)."""
MOST_CROSS_WIND = 0.99
"""Greatest share of the airspeed that counts of a cross wind; more cannot be held."""


@kernel
def heading_for_rad(speed_m_s: float, track_rad: float, along_m_s: float, across_m_s: float) -> float:
    """Return the heading that keeps a track in a wind.

    Parameters
    ----------
    speed_m_s : float
        True airspeed [m/s].
    track_rad : float
        Track, from x towards y [rad].
    along_m_s, across_m_s : float
        Wind with x and with y [m/s].

    Returns
    -------
    float
        Heading, from x towards y [rad].
    """
    aside_m_s = across_m_s * math.cos(track_rad) - along_m_s * math.sin(track_rad)
    sine = min(MOST_CROSS_WIND, max(-MOST_CROSS_WIND, aside_m_s / speed_m_s))
    return track_rad - math.asin(sine)


@kernel
def speed_on_track_m_s(speed_m_s: float, track_rad: float, along_m_s: float, across_m_s: float) -> float:
    """Return the ground speed on a track in a wind [m/s]; parameters as of `heading_for_rad`."""
    ahead_m_s = along_m_s * math.cos(track_rad) + across_m_s * math.sin(track_rad)
    return speed_m_s * math.cos(heading_for_rad(speed_m_s, track_rad, along_m_s, across_m_s) - track_rad) + ahead_m_s


@kernel
def turned(
    speed_m_s: float, bank_rad: float, from_rad: float, to_rad: float, along_m_s: float, across_m_s: float
) -> Any:
    """Return where a turn from one heading to another ends, and when.

    Parameters
    ----------
    speed_m_s, bank_rad : float
        True airspeed [m/s] and bank [rad], above 0; the bank is there at once.
    from_rad, to_rad : float
        Headings, from x towards y [rad]; the turn goes that way, through less than a full circle.
    along_m_s, across_m_s : float
        Wind with x and with y [m/s].

    Returns
    -------
    tuple of float
        Place over ground where it ends, seen from where it began: x, y [m]; and the time it takes [s].
    """
    radius_m = turn_radius_m(speed_m_s, bank_rad)
    angle_rad = (to_rad - from_rad) % (2.0 * math.pi)
    turn_s = angle_rad * radius_m / speed_m_s
    x_m = radius_m * (math.sin(from_rad + angle_rad) - math.sin(from_rad)) + along_m_s * turn_s
    y_m = radius_m * (math.cos(from_rad) - math.cos(from_rad + angle_rad)) + across_m_s * turn_s
    return x_m, y_m, turn_s


@kernel
def turn_onto_track(
    tanker_m_s: float,
    receiver_m_s: float,
    bank_rad: float,
    lead_m: float,
    crossing_rad: float,
    along_m_s: float,
    across_m_s: float,
) -> Any:
    """Return where a tanker begins the turn that ends on the receiver's track, a lead ahead of it.

    Parameters
    ----------
    tanker_m_s, receiver_m_s : float
        True airspeeds [m/s].
    bank_rad : float
        The tanker's bank [rad], above 0; it turns towards the receiver's track and then along it.
    lead_m : float
        How far ahead of the receiver it shall roll out [m].
    crossing_rad : float
        Angle between both tracks before the turn [rad], 0 to pi; pi is opposite.
    along_m_s, across_m_s : float
        Wind along the receiver's track, and across it towards the side the tanker comes from [m/s]. Weaker than both
        airspeeds.

    Returns
    -------
    tuple of float
        How far aside of the receiver's track the tanker is as the turn begins [m], how far ahead of the receiver along that
        track [m], and the time of the turn [s].
    """
    first_rad = heading_for_rad(tanker_m_s, -crossing_rad, along_m_s, across_m_s)
    last_rad = heading_for_rad(tanker_m_s, 0.0, along_m_s, across_m_s)
    x_m, y_m, turn_s = turned(tanker_m_s, bank_rad, first_rad, last_rad, along_m_s, across_m_s)
    receiver_ground_m_s = speed_on_track_m_s(receiver_m_s, 0.0, along_m_s, across_m_s)
    return -y_m, receiver_ground_m_s * turn_s + lead_m - x_m, turn_s


@kernel
def point_parallel(tanker_m_s: float, receiver_m_s: float, bank_rad: float, lead_m: float, across_m_s: float) -> Any:
    """Return offset, distance along the track and time of a tanker's turn from the opposite track to the receiver's.

    Parameters
    ----------
    tanker_m_s, receiver_m_s : float
        True airspeeds [m/s].
    bank_rad : float
        The tanker's bank [rad], above 0.
    lead_m : float
        How far ahead of the receiver it shall roll out [m].
    across_m_s : float
        Wind across the receiver's track towards the tanker's side [m/s], weaker than both airspeeds; what blows along the
        track carries both alike.

    Returns
    -------
    tuple of float
        Offset of the tanker's track [m], how far ahead of the receiver it begins to turn, along the track [m], time of the
        turn [s]. The turn range is the hypotenuse of the first two.

    References
    ----------
    With radius r, crab d = asin(across / tanker): time (pi - 2 d) r / tanker, offset 2 r cos d - across * time, distance
    sqrt(receiver^2 - across^2) * time + lead. Without wind: the published form hypot(receiver * pi r / tanker + lead, 2 r).
    """
    crab_rad = -heading_for_rad(tanker_m_s, 0.0, 0.0, across_m_s)
    radius_m = turn_radius_m(tanker_m_s, bank_rad)
    turn_s = (math.pi - 2.0 * crab_rad) * radius_m / tanker_m_s
    offset_m = 2.0 * radius_m * math.cos(crab_rad) - across_m_s * turn_s
    return offset_m, speed_on_track_m_s(receiver_m_s, 0.0, 0.0, across_m_s) * turn_s + lead_m, turn_s


@kernel
def roll_out(
    tanker_m_s: float,
    receiver_m_s: float,
    bank_rad: float,
    offset_m: float,
    ahead_m: float,
    along_m_s: float,
    across_m_s: float,
) -> Any:
    """Return where a tanker rolls out that turns back onto the receiver's direction from a given place.

    Parameters
    ----------
    tanker_m_s, receiver_m_s : float
        True airspeeds [m/s].
    bank_rad : float
        The bank it flies [rad], above 0.
    offset_m, ahead_m : float
        Where the turn begins, seen from the receiver: aside and along its track [m].
    along_m_s, across_m_s : float
        Wind, as in `turn_onto_track` [m/s].

    Returns
    -------
    tuple of float
        How far ahead of the receiver it rolls out [m], below 0 behind it, and how far aside of its track [m], below 0
        beyond it.
    """
    there_m, along_the_track_m, _ = turn_onto_track(
        tanker_m_s, receiver_m_s, bank_rad, 0.0, math.pi, along_m_s, across_m_s
    )
    return ahead_m - along_the_track_m, offset_m - there_m


@kernel
def rolling_lag_s(bank_rad: float, roll_rate_rad_s: float) -> float:
    """Return by how much rolling into a bank delays a turn, and again rolling out of it.

    Parameters
    ----------
    bank_rad, roll_rate_rad_s : float
        Bank [rad] and how fast it is reached [rad/s], both above 0.

    Returns
    -------
    float
        Time [s]. A turn takes twice that longer; turn range grows by what the receiver flies in that time, the offset
        stays: rolling is done nearly on the tracks before and after.
    """
    return (bank_rad + math.log(math.cos(bank_rad)) / math.tan(bank_rad)) / roll_rate_rad_s


@kernel
def turn_in(
    tanker_m_s: float,
    receiver_m_s: float,
    bank_rad: float,
    roll_rate_rad_s: float,
    lead_m: float,
    crossing_rad: float,
    along_m_s: float,
    across_m_s: float,
) -> Any:
    """Return where a tanker that comes towards its receiver begins to roll into its turn, as `turn_onto_track` without rolling.

    Parameters
    ----------
    tanker_m_s, receiver_m_s : float
        True airspeeds [m/s].
    bank_rad, roll_rate_rad_s : float
        The tanker's bank [rad] and how fast it is reached [rad/s], above 0.
    lead_m, crossing_rad, along_m_s, across_m_s : float
        As in `turn_onto_track`.

    Returns
    -------
    tuple of float
        How far aside of the receiver's track the tanker is as it begins [m], how far ahead of the receiver along that track
        [m], and the time until its wings are level again [s].
    """
    offset_m, ahead_m, turn_s = turn_onto_track(
        tanker_m_s, receiver_m_s, bank_rad, lead_m, crossing_rad, along_m_s, across_m_s
    )
    lag_s = rolling_lag_s(bank_rad, roll_rate_rad_s)
    there_m_s = speed_on_track_m_s(tanker_m_s, 0.0, along_m_s, across_m_s)
    in_m_s = speed_on_track_m_s(tanker_m_s, -crossing_rad, along_m_s, across_m_s) * math.cos(crossing_rad)
    receiver_ground_m_s = speed_on_track_m_s(receiver_m_s, 0.0, along_m_s, across_m_s)
    return offset_m, ahead_m + lag_s * (2.0 * receiver_ground_m_s - in_m_s - there_m_s), turn_s + 2.0 * lag_s


@kernel
def offset_way(
    speed_m_s: float, bank_rad: float, offset_m: float, cut_rad: float, along_m_s: float, across_m_s: float
) -> Any:
    """Return the way on which an aircraft that flies against x steps aside to the parallel track at y = offset.

    Parameters
    ----------
    speed_m_s, bank_rad : float
        True airspeed [m/s] and bank of both turns [rad], above 0.
    offset_m : float
        How far aside [m], 0 or more.
    cut_rad : float
        Change of heading on the way [rad], above 0, below pi / 2; less is used where two turns through less suffice.
    along_m_s, across_m_s : float
        Wind, as in `turn_onto_track` [m/s].

    Returns
    -------
    tuple of float
        How far it comes along the track meanwhile (against x) [m], and how long it takes [s].
    """
    heading_rad = heading_for_rad(speed_m_s, math.pi, along_m_s, across_m_s)
    low_rad, high_rad = 0.0, cut_rad
    for _ in range(40):  # the largest cut, or the one whose turns alone reach the offset
        middle_rad = 0.5 * (low_rad + high_rad)
        if stepped_aside(speed_m_s, bank_rad, heading_rad, middle_rad, along_m_s, across_m_s)[1] < offset_m:
            low_rad = middle_rad
        else:
            high_rad = middle_rad
    x_m, y_m, way_s = stepped_aside(speed_m_s, bank_rad, heading_rad, high_rad, along_m_s, across_m_s)
    off_m_s = speed_m_s * math.sin(heading_rad - high_rad) + across_m_s
    straight_s = max(0.0, offset_m - y_m) / off_m_s if off_m_s > 0.0 else 0.0
    x_m += straight_s * (speed_m_s * math.cos(heading_rad - high_rad) + along_m_s)
    return -x_m, way_s + straight_s


@kernel
def stepped_aside(
    speed_m_s: float, bank_rad: float, heading_rad: float, cut_rad: float, along_m_s: float, across_m_s: float
) -> Any:
    """Return x, y [m] and time [s] of a turn by `cut_rad` towards y and the one back; the first turns from y towards x."""
    there_x, there_y, there_s = turned(speed_m_s, bank_rad, -heading_rad, cut_rad - heading_rad, along_m_s, -across_m_s)
    back_x, back_y, back_s = turned(speed_m_s, bank_rad, heading_rad - cut_rad, heading_rad, along_m_s, across_m_s)
    return there_x + back_x, back_y - there_y, there_s + back_s


@kernel
def timed_turn(tanker_m_s: float, bank_rad: float, left_s: float, along_m_s: float, across_m_s: float) -> Any:
    """Return when a tanker over the control point turns so that it is over it again, on the receiver's track, in time.

    Parameters
    ----------
    tanker_m_s, bank_rad : float
        True airspeed [m/s] and bank [rad], above 0.
    left_s : float
        Time from now, opposite to the receiver's track abeam the point, to the control time [s].
    along_m_s, across_m_s : float
        Wind, as in `turn_onto_track` [m/s].

    Returns
    -------
    tuple of float
        Time out [s], below 0 where too little is left to turn at all; time of the turn [s]; time back to the point [s].
    """
    out_m_s = speed_on_track_m_s(tanker_m_s, math.pi, along_m_s, across_m_s)
    back_m_s = speed_on_track_m_s(tanker_m_s, 0.0, along_m_s, across_m_s)
    _, _, turn_s = point_parallel(tanker_m_s, tanker_m_s, bank_rad, 0.0, across_m_s)
    drift_s = along_m_s * turn_s / back_m_s
    out_s = (left_s - turn_s + drift_s) / (1.0 + out_m_s / back_m_s)
    return out_s, turn_s, left_s - turn_s - out_s


@kernel
def closing_s(tanker_m_s: float, receiver_m_s: float, gap_m: float) -> float:
    """Return how long a receiver behind a tanker takes to close a gap [s].

    Parameters
    ----------
    tanker_m_s, receiver_m_s : float
        Speeds on the same track [m/s].
    gap_m : float
        Gap to close [m].

    Returns
    -------
    float
        Time [s]; infinite where the receiver is no faster.
    """
    faster_m_s = receiver_m_s - tanker_m_s
    return gap_m / faster_m_s if faster_m_s > 0.0 else math.inf
