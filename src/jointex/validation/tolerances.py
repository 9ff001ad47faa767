"""How far the model may lie from a figure in print, why so far, and what usually lies behind a miss."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tolerance:
    """What is allowed of one kind of figure.

    Attributes
    ----------
    fraction : float
        Largest error over the published value.
    reason : str
        Why so much.
    of_misses : str
        What usually lies behind a miss.
    """

    fraction: float
    reason: str
    of_misses: str


TOLERANCES = {
    "range": Tolerance(
        0.13,
        "loads, reserves and levels behind a range in print are seldom stated",
        "load, tanks or reserve of the printed figure are not stated and may be others than read here",
    ),
    "radius": Tolerance(
        0.15,
        "mission, load and combat allowance behind a radius are seldom stated",
        "the mission behind the printed radius (height, combat, load) is not stated; the model flies hi-hi-hi without combat",
    ),
    "station_radius": Tolerance(
        0.15,
        "speed, height and reserve on station are not stated",
        "the model waits at least fuel flow and great height; patrols fly lower and faster",
    ),
    "endurance": Tolerance(
        0.15,
        "speed, height and reserve on station are not stated",
        "the model waits at least fuel flow and best level; patrols fly lower and faster, so print is shorter",
    ),
    "block_time": Tolerance(
        0.10,
        "winds, route and taxi are not told, and the time is rounded to half hours",
        "winds and route of the day, or whether taxi counts, are not told",
    ),
    "ceiling": Tolerance(
        0.15,
        "mass is seldom stated; many ceilings are limits of cabin or certificate, not of thrust",
        "the printed ceiling is a limit of cabin, certificate or a heavier mass than the model's quarter of the fuel",
    ),
    "max_mach": Tolerance(
        0.05,
        "drag near Mach 1 is known no better, and the printed figure may be a limit",
        "the printed Mach number is a limit of the structure or intake; the model gives what thrust would do",
    ),
    "max_speed": Tolerance(
        0.05,
        "level and mass not stated",
        "the printed speed holds at another level, or is a limit of the structure",
    ),
    "cruise_mach": Tolerance(
        0.03,
        "long-range cruise against whatever speed the source calls cruise",
        "what the source calls cruise is another speed than that of 99 % of the best specific range",
    ),
    "cruise_speed": Tolerance(
        0.05,
        "long-range cruise against whatever speed the source calls cruise; level not always stated",
        "what the source calls cruise is another speed than that of 99 % of the best specific range",
    ),
    "rate_of_climb": Tolerance(
        0.15,
        "mass not stated",
        "mass and power setting of the printed rate are not stated",
    ),
    "planning_burn": Tolerance(
        0.12,
        "a round figure for all masses and levels",
        "the printed flow is a round figure for all masses and levels",
    ),
    "takeoff_distance": Tolerance(
        0.30,
        "ground roll or distance over an obstacle, mass and flap setting are not stated",
        "the printed distance may be a field length or one over an obstacle; the model gives the ground roll",
    ),
    "landing_distance": Tolerance(
        0.30,
        "ground roll or distance from an obstacle, reverse thrust and parachute are not stated",
        "the printed distance may be a ground roll, or with reverse thrust or parachute",
    ),
}
"""By the name of the figure; one tolerance serves all types, so that none is made to fit."""
