"""Kernels, geographiclib and pyproj answer alike, and as a published survey line says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jointex.earth import geodesy as geo

Vector = tuple[float, float, float]
START_AND_COURSE_DEG = [
    (13.58, 144.93, -20.0),
    (13.0, 145.0, 80.0),
    (38.0, 134.0, 100.0),
    (50.0, 170.0, 45.0),
    (-30.0, 20.0, 200.0),
    (60.0, 0.0, 90.0),
]
FAR_M = 3_000_000.0
STEP_M = 2000.0


def at(latitude_deg: float, longitude_deg: float) -> Vector:
    return geo.n_vector(math.radians(latitude_deg), math.radians(longitude_deg))


def apart_m(place: Vector, latitude_rad: float, longitude_rad: float) -> float:
    """Distance by geographiclib from an n-vector to a latitude and longitude."""
    return float(geo.distance_course(*geo.latitude_longitude(*place), latitude_rad, longitude_rad)[0])


def end_of(latitude_deg: float, longitude_deg: float, course_deg: float) -> tuple[float, float]:
    start = (math.radians(latitude_deg), math.radians(longitude_deg))
    return geo.destination(*start, math.radians(course_deg), FAR_M)[:2]


@pytest.mark.parametrize(("latitude_deg", "longitude_deg", "course_deg"), START_AND_COURSE_DEG)
def test_steps_straight_on_end_where_geographiclib_says(
    latitude_deg: float, longitude_deg: float, course_deg: float
) -> None:
    place = at(latitude_deg, longitude_deg)
    east, north = np.array(geo.east_of(*place)), np.array(geo.north_of(*place))
    ahead = math.cos(math.radians(course_deg)) * north + math.sin(math.radians(course_deg)) * east
    for _ in range(int(FAR_M / STEP_M)):
        place = geo.advance(*place, *(STEP_M * ahead), 0.0)
        # a geodesic carries its direction along: level again, nothing else
        ahead = ahead - np.dot(ahead, place) * np.array(place)
        ahead /= np.linalg.norm(ahead)
    # 1,500 midpoint steps of 0.05 mm each, and the plain levelling of this test
    assert apart_m(place, *end_of(latitude_deg, longitude_deg, course_deg)) < 0.5


@pytest.mark.parametrize(("latitude_deg", "longitude_deg", "course_deg"), START_AND_COURSE_DEG)
def test_steps_along_a_leg_stay_on_it_and_reach_its_end(
    latitude_deg: float, longitude_deg: float, course_deg: float
) -> None:
    end_rad = end_of(latitude_deg, longitude_deg, course_deg)
    start, end = at(latitude_deg, longitude_deg), geo.n_vector(*end_rad)
    pole = geo.leg_pole(*start, *end)
    place = start
    for _ in range(int(FAR_M / STEP_M)):
        ahead = geo.leg_direction(*pole, *place)
        place = geo.advance(*place, *(STEP_M * component for component in ahead), 0.0)
    # without any steering back: 1 mm a step, since a step is straight on and the leg bends by its own little way
    assert abs(geo.cross_track_m(*pole, *place)) < 2.0
    assert apart_m(place, *end_rad) < 2.0


@pytest.mark.parametrize(("latitude_deg", "longitude_deg", "course_deg"), START_AND_COURSE_DEG)
def test_a_leg_is_as_long_as_the_geodesic(latitude_deg: float, longitude_deg: float, course_deg: float) -> None:
    start, end = at(latitude_deg, longitude_deg), geo.n_vector(*end_of(latitude_deg, longitude_deg, course_deg))
    pole = geo.leg_pole(*start, *end)
    # the geodesic is the shortest; the leg swings up to 600 m aside of it
    assert -0.01 < geo.leg_length_m(*start, *end) - FAR_M < 1.0
    assert geo.along_track_m(*start, *pole, *end) == pytest.approx(geo.leg_length_m(*start, *end), abs=1e-3)
    middle = geo.n_vector(
        *(float(angle[0]) for angle in geo.intermediate_points(
            *geo.latitude_longitude(*start), *geo.latitude_longitude(*end), [0.5]
        ))
    )  # fmt: skip
    assert abs(geo.cross_track_m(*pole, *middle)) < 600.0


def test_cross_track_is_the_distance_to_the_nearest_point_of_the_leg() -> None:
    start, end, aside = at(30.0, 130.0), at(40.0, 150.0), at(36.0, 138.0)
    pole = geo.leg_pole(*start, *end)
    along = np.linspace(0.0, 1.0, 20001)[:, None]
    line = (1.0 - along) * np.array(start) + along * np.array(end)
    line /= np.linalg.norm(line, axis=1)[:, None]
    latitudes, longitudes = np.arcsin(line[:, 2]), np.arctan2(line[:, 1], line[:, 0])
    distances_m, _, _ = geo.distance_course(*geo.latitude_longitude(*aside), latitudes, longitudes)
    assert abs(geo.cross_track_m(*pole, *aside)) == pytest.approx(np.min(distances_m), rel=2e-3)


def test_arrays_and_single_pairs_get_the_same_answers() -> None:
    rng = np.random.default_rng(7)
    lat_1, lat_2 = np.arcsin(rng.uniform(-1.0, 1.0, (2, 200)))
    lon_1, lon_2 = rng.uniform(-math.pi, math.pi, (2, 200))
    many = np.array(geo.distance_course(lat_1, lon_1, lat_2, lon_2))
    single = np.array([geo.distance_course(*map(float, row)) for row in zip(lat_1, lon_1, lat_2, lon_2, strict=True)]).T
    np.testing.assert_allclose(many[0], single[0], atol=1e-6)
    np.testing.assert_allclose(np.cos(many[1:] - single[1:]), 1.0, atol=1e-12)
    there = np.array(geo.destination(lat_1, lon_1, many[1], many[0]))
    back = np.array([geo.destination(*map(float, row)) for row in zip(lat_1, lon_1, many[1], many[0], strict=True)]).T
    np.testing.assert_allclose(there[0], lat_2, atol=1e-9)
    np.testing.assert_allclose(np.cos(there[1] - lon_2), 1.0, atol=1e-9)
    np.testing.assert_allclose(there[0], back[0], atol=1e-12)


def test_a_surveyed_line_is_as_long_as_published() -> None:
    """Flinders Peak to Buninyong: Geocentric Datum of Australia Technical Manual, chapter 4, worked example (GRS 80)."""
    flinders = (-(37 + 57 / 60 + 3.72030 / 3600), 144 + 25 / 60 + 29.52440 / 3600)
    buninyong = (-(37 + 39 / 60 + 10.15610 / 3600), 143 + 55 / 60 + 35.38390 / 3600)
    line = geo.distance_course(*(math.radians(value) for value in (*flinders, *buninyong)))
    assert line[0] == pytest.approx(54972.271, abs=1e-3)
    assert math.degrees(line[1]) == pytest.approx(306 + 52 / 60 + 5.37 / 3600, abs=0.01 / 3600)
    # the manual gives the course back from the far end
    assert (math.degrees(line[2]) + 180.0) % 360.0 == pytest.approx(127 + 10 / 60 + 25.07 / 3600, abs=0.01 / 3600)
    assert geo.leg_length_m(*at(*flinders), *at(*buninyong)) == pytest.approx(54972.271, abs=0.01)
