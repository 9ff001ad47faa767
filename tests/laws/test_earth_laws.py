"""Laws of air and ground that hold for every place and height."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from jointex.earth import airspeed as speed
from jointex.earth import atmosphere as air
from jointex.earth import geodesy as geo
from jointex.earth import winds

ALTITUDE_M = st.floats(-2000.0, 25000.0)
LATITUDE_DEG = st.floats(-89.0, 89.0)
LONGITUDE_DEG = st.floats(-180.0, 180.0)


def at(latitude_deg: float, longitude_deg: float) -> tuple[float, float, float]:
    return geo.n_vector(math.radians(latitude_deg), math.radians(longitude_deg))


@given(ALTITUDE_M, ALTITUDE_M)
def test_pressure_falls_with_height(one_m: float, other_m: float) -> None:
    assume(abs(one_m - other_m) > 0.01)
    lower_m, upper_m = sorted((one_m, other_m))
    assert air.pressure_ratio(lower_m) > air.pressure_ratio(upper_m)


@given(st.floats(20.0, 330.0), ALTITUDE_M)
def test_calibrated_airspeed_survives_the_way_to_mach_and_back(cas_m_s: float, altitude_m: float) -> None:
    ratio = air.pressure_ratio(altitude_m)
    mach = speed.mach_from_cas(cas_m_s, ratio)
    assume(mach < 5.0)
    assert math.isclose(speed.cas_from_mach(mach, ratio), cas_m_s, rel_tol=1e-8)


@given(st.floats(20.0, 330.0), ALTITUDE_M, st.floats(1.0, 5000.0))
def test_the_same_calibrated_airspeed_is_a_higher_mach_higher_up(cas_m_s: float, low_m: float, up_m: float) -> None:
    assume(low_m + up_m <= 25000.0)
    low, high = (speed.mach_from_cas(cas_m_s, air.pressure_ratio(m)) for m in (low_m, low_m + up_m))
    assert high > low


@given(LATITUDE_DEG, LONGITUDE_DEG)
def test_a_position_survives_the_way_to_its_vector_and_back(latitude_deg: float, longitude_deg: float) -> None:
    latitude_rad, longitude_rad = geo.latitude_longitude(*at(latitude_deg, longitude_deg))
    assert math.isclose(math.degrees(latitude_rad), latitude_deg, abs_tol=1e-12)
    # -180 and 180 are one meridian
    assert math.isclose(math.cos(longitude_rad - math.radians(longitude_deg)), 1.0, abs_tol=1e-12)


@given(LATITUDE_DEG, LONGITUDE_DEG, st.floats(-5000.0, 5000.0), st.floats(-5000.0, 5000.0), st.floats(0.0, 20000.0))
def test_a_move_is_as_long_as_geographiclib_finds_it(
    latitude_deg: float, longitude_deg: float, north_m: float, east_m: float, height_m: float
) -> None:
    length_m = math.hypot(north_m, east_m)
    assume(length_m > 1.0)
    start = at(latitude_deg, longitude_deg)
    end = geo.move(*start, north_m, east_m, 0.0)
    line = geo.distance_course(*geo.latitude_longitude(*start), *geo.latitude_longitude(*end))
    assert math.isclose(line[0], length_m, abs_tol=0.01)
    assert math.isclose(math.cos(line[1] - math.atan2(east_m, north_m)), 1.0, abs_tol=1e-6)
    assert math.isclose(sum(part * part for part in geo.move(*start, north_m, east_m, height_m)), 1.0, rel_tol=1e-14)


@given(LATITUDE_DEG, LONGITUDE_DEG, LATITUDE_DEG, LONGITUDE_DEG)
def test_there_is_as_far_as_back(lat_1: float, lon_1: float, lat_2: float, lon_2: float) -> None:
    one, other = at(lat_1, lon_1), at(lat_2, lon_2)
    assume(abs(np.dot(one, other)) < 0.999)
    there, back = geo.leg_length_m(*one, *other), geo.leg_length_m(*other, *one)
    assert math.isclose(there, back, rel_tol=1e-12)
    straight_m, _, _ = geo.distance_course(*geo.latitude_longitude(*one), *geo.latitude_longitude(*other))
    # five places of quadrature, up to half way round the earth
    assert there >= straight_m * (1.0 - 3e-5) - 0.01


@given(st.integers(1, 12), st.floats(-10.0, 70.0), st.floats(100.0, 200.0), st.floats(-1000.0, 20000.0))
def test_wind_anywhere_lies_between_the_winds_of_the_grid(
    month: int, latitude_deg: float, longitude_deg: float, altitude_m: float
) -> None:
    weather = winds.climatology(month)
    found = weather.at(latitude_deg, longitude_deg, altitude_m)
    for field in range(4):
        values = weather.nodes[..., field]
        assert values.min() - 1e-9 <= found[field] <= values.max() + 1e-9


@given(st.floats(115.0, 190.0), st.floats(5.0, 55.0), st.floats(0.0, 18000.0))
def test_wind_has_no_jumps(longitude_deg: float, latitude_deg: float, altitude_m: float) -> None:
    weather = winds.climatology(1)
    here, near = (
        weather.at(latitude_deg, longitude_deg, altitude_m),
        weather.at(latitude_deg + 1e-6, longitude_deg + 1e-6, altitude_m + 0.01),
    )
    assert abs(here.east_wind_m_s - near.east_wind_m_s) < 0.01
    assert abs(here.height_difference_m - near.height_difference_m) < 0.1
