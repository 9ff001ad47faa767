"""Where the sun stands, and whether it is day, twilight or night.

References
----------
The elevation is that of the `astral` package, which follows Meeus, Astronomical Algorithms (1991). Twilight names: U.S. Naval
Observatory, "Rise, Set, and Twilight Definitions".
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from jointex.units import RADIAN_DEG

SUNRISE_DEG = -0.833
"""Elevation of the sun's centre at sunrise and sunset [deg]: refraction 34' and half the disc 16'."""
CIVIL_DEG, NAUTICAL_DEG, ASTRONOMICAL_DEG = -6.0, -12.0, -18.0
"""Lower ends of the three twilights [deg]."""


@dataclass(frozen=True)
class Sun:
    """The sun seen from a place.

    Attributes
    ----------
    elevation_rad : float
        Elevation of the centre above the horizon, without refraction [rad].
    azimuth_rad : float
        True direction [rad, 0 to 2 pi].
    """

    elevation_rad: float
    azimuth_rad: float

    @property
    def light(self) -> str:
        """Name of the light: `day`, `civil twilight`, `nautical twilight`, `astronomical twilight` or `night`."""
        return light_name(self.elevation_rad)


def light_name(elevation_rad: float) -> str:
    """Return the name of the light at an elevation of the sun.

    Parameters
    ----------
    elevation_rad : float
        Elevation of the sun's centre without refraction [rad].

    Returns
    -------
    str
        `day`, `civil twilight`, `nautical twilight`, `astronomical twilight` or `night`.
    """
    elevation_deg = elevation_rad * RADIAN_DEG
    names = ((SUNRISE_DEG, "day"), (CIVIL_DEG, "civil twilight"), (NAUTICAL_DEG, "nautical twilight"))
    for lowest_deg, name in (*names, (ASTRONOMICAL_DEG, "astronomical twilight")):
        if elevation_deg >= lowest_deg:
            return name
    return "night"


def sun_at(latitude_deg: float, longitude_deg: float, moment: datetime.datetime) -> Sun:
    """Return where the sun stands.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Place at sea level [deg].
    moment : datetime
        Time; one without a zone is read as UTC.

    Returns
    -------
    Sun
        Within 0.1 degrees from 1950 to 2050.
    """
    from astral import Observer
    from astral.sun import zenith_and_azimuth

    utc = moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)
    zenith_deg, azimuth_deg = zenith_and_azimuth(Observer(latitude_deg, longitude_deg), utc, with_refraction=False)
    return Sun((90.0 - zenith_deg) / RADIAN_DEG, (azimuth_deg % 360.0) / RADIAN_DEG)
