"""`calc distance`: how far, and which way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jointex.calc.questions import Place, Question
from jointex.earth.geodesics import distance_course
from jointex.units import degrees, nautical_miles


@dataclass(frozen=True)
class Distance:
    """The answer of `distance`.

    Attributes
    ----------
    distance_nm : float
        Length of the shortest line [NM].
    course_deg : float
        True course at its start [deg], 0 to 360; 0 between a place and itself.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated inputs; always 0 here.
    """

    distance_nm: float
    course_deg: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def distance(a: str, b: str) -> Distance:
    """Return distance and first true course between two places.

    Parameters
    ----------
    a, b : str
        ICAO code, id or name of a base card, or `latitude,longitude` [deg].

    Returns
    -------
    Distance

    Raises
    ------
    QuestionError
        If a place is unknown or off the globe; the message offers the nearest name.
    """
    question = Question()
    start, end = question.place("A", a), question.place("B", b)
    question.check()
    distance_m, course_rad = between(start, end)
    course_deg = degrees(course_rad) % 360.0 if distance_m > 0.0 else 0.0
    names = f"{start.name} to {end.name}"
    assumptions = (f"{names}: shortest line on the WGS-84 ellipsoid", "course is true, at the start")
    return Distance(nautical_miles(distance_m), course_deg, assumptions, 0.0)


def between(start: Place, end: Place) -> tuple[float, float]:
    """Return distance [m] and first true course [rad] between two places.

    Parameters
    ----------
    start, end : Place
        From `Question.place`.

    Returns
    -------
    tuple of float
        Distance [m] and course [rad].
    """
    ends = (start.latitude_deg, start.longitude_deg, end.latitude_deg, end.longitude_deg)
    distance_m, course_rad, _ = distance_course(*(math.radians(angle) for angle in ends))
    return float(distance_m), float(course_rad)
