"""Other programs asked the same question: air by ambiance, distances by geographiclib and pyproj, thrust by OpenAP.

A program that is not installed is listed as such; none is needed to run Jointex's own figures.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.calc.distances import distance
from jointex.calc.ranges import range_
from jointex.earth.atmosphere import (
    EARTH_RADIUS_M,
    SEA_LEVEL_PRESSURE_PA,
    air_temperature_k,
    pressure_ratio,
    speed_of_sound_m_s,
)
from jointex.earth.geodesy import latitude_longitude, move, n_vector
from jointex.units import NAUTICAL_MILE_M

LEVELS_M = (0.0, 3000.0, 9000.0, 11000.0, 15000.0, 19000.0)
LEGS = (("RJFN", "RJSM"), ("PGUA", "RJNK"), ("RODN", "RJTY"))


@dataclass(frozen=True)
class Check:
    """One quantity beside another program's.

    Attributes
    ----------
    program, quantity : str
        Which program, and what was asked.
    largest_error_fraction : float or None
        Largest of the errors; None where the program is not installed.
    tolerance_fraction : float
        Largest error of a hit.
    reason : str
        Why so much.
    verdict : str
        `hit`, `miss` or `not installed`.
    """

    program: str
    quantity: str
    largest_error_fraction: float | None
    tolerance_fraction: float
    reason: str
    verdict: str


def checks() -> tuple[Check, ...]:
    """Return what the other programs say.

    Returns
    -------
    tuple of Check
        One for each program and quantity.
    """
    return tuple(_check(*row) for row in _ROWS)


def _check(
    program: str, quantity: str, errors: Callable[[Any], Iterator[float]], tolerance: float, reason: str
) -> Check:
    """Return one check, or that the program is not there."""
    try:
        module = importlib.import_module(program)
    except ImportError:
        return Check(program, quantity, None, tolerance, reason, "not installed")
    largest = max(abs(error) for error in errors(module))
    return Check(program, quantity, largest, tolerance, reason, "hit" if largest <= tolerance else "miss")


def _pressure(ambiance: Any) -> Iterator[float]:
    for level_m in LEVELS_M:
        yield SEA_LEVEL_PRESSURE_PA * pressure_ratio(level_m) / float(_air(ambiance, level_m).pressure[0]) - 1.0


def _sound(ambiance: Any) -> Iterator[float]:
    for level_m in LEVELS_M:
        ours = speed_of_sound_m_s(air_temperature_k(level_m, 0.0))
        yield ours / float(_air(ambiance, level_m).speed_of_sound[0]) - 1.0


def _air(ambiance: Any, level_m: float) -> Any:
    """Return its air at a geopotential altitude [m]; it wants geometric ones."""
    return ambiance.Atmosphere(EARTH_RADIUS_M * level_m / (EARTH_RADIUS_M - level_m))


def _geodesics(geographiclib: Any) -> Iterator[float]:
    inverse = importlib.import_module(f"{geographiclib.__name__}.geodesic").Geodesic.WGS84.Inverse
    for start, end in LEGS:
        ends = [cards.base(one) for one in (start, end)]
        metres = inverse(*(angle for one in ends for angle in (one.latitude_deg, one.longitude_deg)))["s12"]
        yield distance(start, end).distance_nm * NAUTICAL_MILE_M / metres - 1.0


def _steps(pyproj: Any) -> Iterator[float]:
    """Steps of 200 m of the flight kernel, 100 NM in a row, beside one geodesic."""
    geod = pyproj.Geod(ellps="WGS84")
    for latitude_deg, course_deg in ((10.0, 40.0), (35.0, 90.0), (60.0, 200.0)):
        azimuth, place = math.radians(course_deg), n_vector(math.radians(latitude_deg), math.radians(140.0))
        length_m, n_steps = 200.0, int(100.0 * NAUTICAL_MILE_M / 200.0)
        track = course_deg
        for _ in range(n_steps):
            place = move(*place, length_m * math.cos(azimuth), length_m * math.sin(azimuth), 0.0)
            here = [math.degrees(angle) for angle in latitude_longitude(*place)]
            # the geodesic's own course at this place keeps both on one line
            track = geod.inv(here[1], here[0], 140.0, latitude_deg)[0] + 180.0
            azimuth = math.radians(track)
        here = [math.degrees(angle) for angle in latitude_longitude(*place)]
        yield geod.inv(140.0, latitude_deg, here[1], here[0])[2] / (length_m * n_steps) - 1.0


def _openap_cruise(openap: Any) -> Iterator[float]:
    """Fuel per hour of the 767 in cruise, averaged over a range flight, beside its model of the 767-300."""
    answer = range_("KC-767J")
    flow = openap.FuelFlow(ac="b763")
    mass_kg = answer.takeoff_mass_kg - 0.5 * answer.fuel_kg
    theirs = float(flow.enroute(mass=mass_kg, tas=460.0, alt=36000.0)) * 3600.0
    yield answer.fuel_kg / answer.time_h / theirs - 1.0


_ROWS: tuple[tuple[str, str, Callable[[Any], Iterator[float]], float, str], ...] = (
    (
        "ambiance",
        "pressure, 0 to 19 km",
        _pressure,
        1e-5,
        "its constants are rounded to six digits, which adds up with height",
    ),
    ("ambiance", "speed of sound, 0 to 19 km", _sound, 1e-4, "rounded constants differ in the fifth digit"),
    ("geographiclib", "distances between bases", _geodesics, 1e-9, "the same ellipsoid and algorithm"),
    ("pyproj", "100 NM flown in steps of 200 m", _steps, 1e-6, "steps on the ellipsoid beside one geodesic"),
    ("openap", "mean fuel flow of the KC-767J", _openap_cruise, 0.15, "another variant of the 767, one mass and level"),
)
