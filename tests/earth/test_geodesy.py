"""Positions, moves and legs on the ellipsoid hold together by themselves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jointex.earth import geodesy as geo

SOMEWHERE = [(0.0, 0.0), (13.58, 144.93), (38.0, 134.0), (-45.0, -170.0), (89.9, 10.0), (52.0, 180.0)]


def at(latitude_deg: float, longitude_deg: float) -> tuple[float, float, float]:
    return geo.n_vector(math.radians(latitude_deg), math.radians(longitude_deg))


def test_arctangent_is_that_of_the_library_in_every_quadrant() -> None:
    angles = np.linspace(-math.pi, math.pi, 2001)
    for length in (1e-9, 1.0, 1e9):
        found = [geo.arctangent_rad(length * math.sin(a), length * math.cos(a)) for a in angles]
        wanted = [math.atan2(length * math.sin(a), length * math.cos(a)) for a in angles]
        np.testing.assert_allclose(found, wanted, rtol=1e-15, atol=1e-15)
    assert geo.arctangent_rad(0.0, 0.0) == 0.0


@pytest.mark.parametrize(("latitude_deg", "longitude_deg"), SOMEWHERE)
def test_east_north_and_up_are_a_right_handed_frame(latitude_deg: float, longitude_deg: float) -> None:
    up = np.array(at(latitude_deg, longitude_deg))
    east, north = np.array(geo.east_of(*up)), np.array(geo.north_of(*up))
    np.testing.assert_allclose(np.cross(east, north), up, atol=1e-12)
    assert north[2] >= 0.0


@pytest.mark.parametrize("z", [1.0, -1.0])
def test_the_poles_are_places_like_others(z: float) -> None:
    up = np.array([0.0, 0.0, z])
    east, north = np.array(geo.east_of(*up)), np.array(geo.north_of(*up))
    np.testing.assert_allclose(np.cross(east, north), up, atol=1e-12)
    moved = geo.move(*up, 1000.0, 0.0, 0.0)
    latitude_rad, _ = geo.latitude_longitude(*moved)
    polar_radius_m, _ = geo.curvature_radii_m(z)
    assert (math.pi / 2.0 - abs(latitude_rad)) * polar_radius_m == pytest.approx(1000.0, rel=1e-6)


def test_radii_of_curvature_are_those_of_wgs84() -> None:
    meridian_m, prime_vertical_m = geo.curvature_radii_m(0.0)
    assert prime_vertical_m == pytest.approx(6378137.0)
    assert meridian_m == pytest.approx(6335439.327, abs=1e-3)  # a (1 - e^2)
    meridian_m, prime_vertical_m = geo.curvature_radii_m(1.0)
    assert meridian_m == pytest.approx(6399593.6258, abs=1e-4)  # NGA.STND.0036, table 3.5: polar radius of curvature
    assert prime_vertical_m == pytest.approx(meridian_m)


@pytest.mark.parametrize(("latitude_deg", "longitude_deg"), SOMEWHERE)
def test_a_ground_turn_undoes_a_turn_of_the_normal(latitude_deg: float, longitude_deg: float) -> None:
    up = at(latitude_deg, longitude_deg)
    level = 700.0 * np.array(geo.east_of(*up)) - 300.0 * np.array(geo.north_of(*up))
    turn = geo.normal_turn(up[2], *up, *level, 0.0)
    np.testing.assert_allclose(geo.ground_turn_m(*up, *turn), level, atol=1e-9)


def test_higher_up_the_same_distance_turns_less() -> None:
    up = at(30.0, 130.0)
    low, high = geo.move(*up, 0.0, 1e5, 0.0), geo.move(*up, 0.0, 1e5, 12000.0)
    _, low_rad = geo.latitude_longitude(*low)
    _, high_rad = geo.latitude_longitude(*high)
    _, radius_m = geo.curvature_radii_m(up[2])
    start_rad = math.radians(130.0)
    assert (low_rad - start_rad) / (high_rad - start_rad) == pytest.approx(1.0 + 12000.0 / radius_m, rel=1e-6)


def test_left_of_a_leg_is_positive() -> None:
    start, end = at(30.0, 130.0), at(40.0, 130.0)
    pole = geo.leg_pole(*start, *end)
    west = at(35.0, 129.0)
    assert geo.cross_track_m(*pole, *west) == pytest.approx(91288.0, rel=1e-3)  # 1 degree of longitude at 35 N
    assert geo.cross_track_m(*pole, *at(35.0, 131.0)) < 0.0
    assert geo.along_track_m(*start, *pole, *at(25.0, 130.0)) < 0.0


def test_a_leg_northward_has_course_north_and_back_south() -> None:
    start, end = at(30.0, 130.0), at(40.0, 130.0)
    pole = geo.leg_pole(*start, *end)
    # a course a hair west of north comes as 2 pi
    assert math.cos(geo.course_of(*start, *geo.leg_direction(*pole, *start))) == pytest.approx(1.0)
    back = geo.leg_pole(*end, *start)
    assert geo.course_of(*end, *geo.leg_direction(*back, *end)) == pytest.approx(math.pi)


def test_a_leg_between_equal_ends_has_no_pole_and_no_length() -> None:
    place = at(30.0, 130.0)
    assert geo.leg_pole(*place, *place) == (0.0, 0.0, 0.0)
    assert geo.leg_length_m(*place, *place) == 0.0


def test_an_offset_is_what_to_move_by() -> None:
    leader, wing = at(38.0, 134.0), at(38.1, 134.15)
    there = geo.move(*leader, *geo.offset_m(*leader, *wing), 0.0)
    north_m, east_m = geo.offset_m(*there, *wing)
    assert math.hypot(north_m, east_m) < 1.0
