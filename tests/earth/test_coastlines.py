"""Coastlines for maps: land where there is land, lines inside the map, no lines where the data were cut."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from jointex.earth.coastlines import THEATRE_BOUNDS_DEG, coastlines, land
from jointex.earth.places import airport

HOME_ISLANDS = (125.0, 30.0, 146.0, 46.0)


def is_land(bounds: tuple[float, float, float, float], longitude_deg: float, latitude_deg: float) -> bool:
    """Even-odd rule over all rings."""
    place = shapely.Point(longitude_deg, latitude_deg)
    return sum(shapely.contains(shapely.Polygon(ring), place) for ring in land(bounds)) % 2 == 1


@pytest.mark.parametrize("code", ["RJFN", "RJNK", "RJSM", "RODN", "PGUA", "RJAW", "RJDT", "ROYN"])
def test_bases_stand_on_land_or_within_two_kilometres_of_it(code: str) -> None:
    base = airport(code)
    around = (
        base.longitude_deg - 0.5,
        base.latitude_deg - 0.5,
        base.longitude_deg + 0.5,
        base.latitude_deg + 0.5,
    )
    place = shapely.Point(base.longitude_deg, base.latitude_deg)
    assert min(shapely.distance(shapely.Polygon(ring), place) for ring in land(around)) < 0.02


@pytest.mark.parametrize(
    ("longitude_deg", "latitude_deg"),
    [(116.4, 39.9), (127.0, 37.5), (139.7, 35.7), (142.5, 50.0), (121.0, 15.5), (105.0, 55.0)],
)
def test_land_is_land_on_the_map_of_the_theatre(longitude_deg: float, latitude_deg: float) -> None:
    assert is_land(THEATRE_BOUNDS_DEG, longitude_deg, latitude_deg)


@pytest.mark.parametrize(("longitude_deg", "latitude_deg"), [(134.0, 38.0), (140.0, 25.0), (150.0, 45.0)])
def test_the_sea_is_no_land(longitude_deg: float, latitude_deg: float) -> None:
    assert not is_land(HOME_ISLANDS, longitude_deg, latitude_deg)
    assert not is_land((-180.0, -90.0, 180.0, 90.0), longitude_deg, latitude_deg)


@pytest.mark.parametrize(
    ("longitude_deg", "latitude_deg"),
    [
        (-100.0, 40.0),
        (25.0, 0.0),
        (138.0, 36.3),
        (134.0, -25.0),
        (10.0, 50.0),
        (116.0, 40.0),
        (100.0, 67.0),
        (-175.0, 67.0),
    ],
)
def test_continents_are_land_on_the_map_of_the_world(longitude_deg: float, latitude_deg: float) -> None:
    assert is_land((-180.0, -90.0, 180.0, 90.0), longitude_deg, latitude_deg)


@pytest.mark.parametrize(("longitude_deg", "latitude_deg"), [(5.0, 71.2), (0.0, 67.0), (-120.0, -16.5), (60.0, 79.0)])
def test_land_across_the_date_line_does_not_run_round_the_world(longitude_deg: float, latitude_deg: float) -> None:
    assert not is_land((-180.0, -90.0, 180.0, 90.0), longitude_deg, latitude_deg)


def test_lines_leave_the_map_by_at_most_one_point() -> None:
    west, south, east, north = HOME_ISLANDS
    lines = coastlines(HOME_ISLANDS)
    assert len(lines) > 50
    for line in lines:
        inside = (line[:, 0] >= west) & (line[:, 0] <= east) & (line[:, 1] >= south) & (line[:, 1] <= north)
        assert (inside[:-1] | inside[1:]).all()
        assert len(line) >= 2


def test_the_cut_around_the_theatre_is_not_drawn() -> None:
    for line in coastlines(THEATRE_BOUNDS_DEG):
        on_north = np.abs(line[:, 1] - THEATRE_BOUNDS_DEG[3]) < 1e-9
        assert not (on_north[:-1] & on_north[1:]).any()


def test_maps_across_the_date_line_run_on() -> None:
    for bounds in ((170.0, 40.0, 210.0, 65.0), (170.0, 40.0, -150.0, 65.0)):
        points = np.concatenate(coastlines(bounds))
        assert points[:, 0].min() < 180.0 < points[:, 0].max()
        assert is_land(bounds, 205.0, 62.0)  # Alaska


def test_land_is_cut_just_outside_the_map() -> None:
    points = np.concatenate(land(HOME_ISLANDS))
    assert points[:, 0].min() == 124.0  # China is cut there
    assert (points.min(axis=0) >= [124.0, 29.0]).all()
    assert (points.max(axis=0) <= [147.0, 47.0]).all()
    inside = shapely.box(*HOME_ISLANDS)
    cut, whole = (
        sum(shapely.intersection(shapely.make_valid(shapely.Polygon(ring)), inside).area for ring in land(bounds))
        for bounds in (HOME_ISLANDS, THEATRE_BOUNDS_DEG)
    )
    assert cut == pytest.approx(whole, rel=1e-9)


def test_an_empty_sea_has_no_coast() -> None:
    assert coastlines((150.0, 30.0, 151.0, 31.0)) == []


def test_shipped_rings_cannot_be_changed_by_a_user() -> None:
    before = land(HOME_ISLANDS)[0].copy()
    land(HOME_ISLANDS)[0][:] = 0.0
    np.testing.assert_array_equal(land(HOME_ISLANDS)[0], before)
