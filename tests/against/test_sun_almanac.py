"""The sun beside the low-precision formula of the Astronomical Almanac."""

from __future__ import annotations

import datetime
import math

import pytest

from jointex.earth.sun import light_name, sun_at


def almanac_elevation_deg(latitude_deg: float, longitude_deg: float, moment: datetime.datetime) -> float:
    """Astronomical Almanac, page C5: the sun's place to 0.01 degrees from 1950 to 2050."""
    days = (moment - datetime.datetime(2000, 1, 1, 12, tzinfo=datetime.UTC)).total_seconds() / 86400.0
    mean, anomaly = 280.460 + 0.9856474 * days, math.radians(357.528 + 0.9856003 * days)
    ecliptic = math.radians(mean + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2.0 * anomaly))
    tilt = math.radians(23.439 - 0.0000004 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal_deg = (18.697374558 + 24.06570982441908 * days) * 15.0
    hour_angle = math.radians(sidereal_deg + longitude_deg) - ascension
    latitude = math.radians(latitude_deg)
    sine = math.sin(latitude) * math.sin(declination)
    return math.degrees(math.asin(sine + math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)))


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("hour", [0, 5, 11, 17, 22])
def test_elevation_is_that_of_the_almanac(month: int, hour: int) -> None:
    moment = datetime.datetime(2025, month, 10, hour, 20, tzinfo=datetime.UTC)
    for latitude_deg, longitude_deg in ((38.0, 134.0), (13.6, 144.9), (-33.0, -70.0), (65.0, -147.0)):
        found_deg = math.degrees(sun_at(latitude_deg, longitude_deg, moment).elevation_rad)
        assert found_deg == pytest.approx(almanac_elevation_deg(latitude_deg, longitude_deg, moment), abs=0.1)


def test_times_in_a_zone_and_without_one_are_understood() -> None:
    utc = datetime.datetime(2025, 12, 10, 3, 0)
    tokyo = datetime.datetime(2025, 12, 10, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=9)))
    assert sun_at(38.0, 134.0, utc) == sun_at(38.0, 134.0, tokyo)
    assert sun_at(38.0, 134.0, utc).light == "day"
    assert math.degrees(sun_at(38.0, 134.0, utc).azimuth_rad) == pytest.approx(181.0, abs=3.0)


@pytest.mark.parametrize(
    ("elevation_deg", "name"),
    [
        (-0.5, "day"),
        (-3.0, "civil twilight"),
        (-9.0, "nautical twilight"),
        (-15.0, "astronomical twilight"),
        (-19.0, "night"),
    ],
)
def test_light_has_the_name_of_its_band(elevation_deg: float, name: str) -> None:
    assert light_name(math.radians(elevation_deg)) == name
