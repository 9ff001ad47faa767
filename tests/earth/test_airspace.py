"""Areas on the map."""

from __future__ import annotations

import math

import pytest

from jointex.earth import geodesy
from jointex.earth.airspace import Area
from jointex.errors import InputError

BOX = [(37.0, 132.0), (37.0, 136.0), (40.0, 136.0), (40.0, 132.0)]


def test_inside_is_inside_and_outside_is_outside() -> None:
    area = Area(BOX)
    assert area.contains([38.0, 36.5, 38.0], [134.0, 134.0, 140.0]).tolist() == [True, False, False]
    assert area.contains(38.0, 134.0)


def test_distance_to_the_border_is_that_over_ground() -> None:
    area = Area(BOX)
    # the western border is a meridian: the nearest point lies due west but for the convergence of 1 degree
    west_m, _, _ = geodesy.distance_course(*(math.radians(v) for v in (38.5, 133.0, 38.5, 132.0)))
    found_m = area.distance_inside_m([38.5, 38.5], [133.0, 131.0])
    assert found_m[0] == pytest.approx(west_m, rel=2e-3)
    assert found_m[1] == pytest.approx(-west_m, rel=2e-3)


def test_area_is_that_of_the_ellipsoid() -> None:
    from pyproj import Geod

    latitudes, longitudes = zip(*BOX, strict=True)
    ground_m2, _ = Geod(ellps="WGS84").polygon_area_perimeter(longitudes, latitudes)
    assert Area(BOX).area_m2 == pytest.approx(abs(ground_m2), rel=2e-3)


def test_a_corridor_is_as_wide_as_it_says() -> None:
    corridor = Area([(30.0, 130.0), (35.0, 133.0)], width_m=20000.0)
    middle = geodesy.intermediate_points(*(math.radians(v) for v in (30.0, 130.0, 35.0, 133.0)), [0.5])
    latitude_deg, longitude_deg = (math.degrees(float(angle[0])) for angle in middle)
    assert corridor.distance_inside_m(latitude_deg, longitude_deg) == pytest.approx(10000.0, abs=150.0)
    assert not corridor.contains(latitude_deg, longitude_deg + 0.2)


def test_routes_and_areas_that_touch_are_found() -> None:
    area = Area(BOX)
    assert area.is_crossed_by([(36.0, 131.0), (41.0, 137.0)])
    assert not area.is_crossed_by([(36.0, 131.0), (36.0, 137.0)])
    assert area.is_crossed_by([(38.0, 134.0)])
    assert area.overlaps(Area([(39.0, 135.0), (39.0, 138.0), (42.0, 138.0)]))
    assert not area.overlaps(Area([(37.0, 136.0), (37.0, 138.0), (40.0, 138.0), (40.0, 136.0)]))


def test_an_area_across_the_date_line_is_one_piece() -> None:
    area = Area([(50.0, 179.0), (50.0, -179.0), (52.0, -179.0), (52.0, 179.0)])
    assert area.contains(51.0, 180.0)
    assert area.contains(51.0, -180.0)
    assert not area.contains(51.0, 170.0)


@pytest.mark.parametrize(
    ("points", "width_m", "words"),
    [
        ([(1.0, 2.0), (1.0, 2.0), (1.0, 3.0)], None, "at least 3 different corners; got 2"),
        ([(1.0, 2.0)], 1000.0, "at least 2 different places"),
        ([BOX[0], BOX[2], BOX[1], BOX[3]], None, "cross itself"),
        ([(0.0, 0.0), (0.0, 60.0), (30.0, 30.0)], None, "within 1000 km"),
        ([(1.0, 2.0), (1.0, 3.0)], 0.0, "width must be above 0 m"),
    ],
)
def test_what_is_no_area_is_refused(points: list[tuple[float, float]], width_m: float | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Area(points, width_m)
