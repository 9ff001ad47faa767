"""How places, times and quantities are written."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from jointex.scenario import PlaceError, find_place, load, loads, starter
from jointex.scenario.airspace import Airspace
from jointex.scenario.conditions import WindLayer
from jointex.scenario.written import Reading, moment_s

START = datetime.datetime(2025, 12, 10, 21, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("written", "latitude_deg", "longitude_deg"),
    [
        ("38.5N 134.5E", 38.5, 134.5),
        ("38.5n, 134.5e", 38.5, 134.5),
        ("33S 70.25W", -33.0, -70.25),
        ("38°30'N 134°15'E", 38.5, 134.25),
        ("38 30'N 134 15'E", 38.5, 134.25),
        ("38.5, 134.5", 38.5, 134.5),
        ("-12.5 -77", -12.5, -77.0),
        ([38.5, 134.5], 38.5, 134.5),
        ([13, -144], 13.0, -144.0),
    ],
)
def test_coordinates_are_read(written: object, latitude_deg: float, longitude_deg: float) -> None:
    place = find_place(written)
    assert (place.latitude_deg, place.longitude_deg) == (latitude_deg, longitude_deg)


def test_a_base_is_a_place_by_code_and_by_name() -> None:
    assert find_place("Nyutabaru") == find_place("RJFN")
    assert find_place("RJFN").name == "RJFN"


def test_any_airport_of_the_world_is_a_place() -> None:
    assert find_place("EGLL").latitude_deg == pytest.approx(51.47, abs=0.01)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("91N 10E", "latitude must be between -90 and 90 deg"),
        ([10, 181], "longitude must be between -180 and 180 deg"),
        ([10], "must be \\[latitude, longitude\\]"),
        ("Atlantis", "must be a place"),
        ("", "must be a place"),
        (7, "must be a place"),
        (None, "must be a place"),
        ([True, 3], "must be \\[latitude, longitude\\]"),
        ("38.5N", "must be a place"),
    ],
)
def test_what_is_no_place_is_refused(written: object, said: str) -> None:
    with pytest.raises(PlaceError, match=said):
        find_place(written)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("21:00Z", 0.0),
        ("21:00:30Z", 30.0),
        ("2130Z", 1800.0),
        ("20:59Z", 86340.0),
        ("2025-12-10T22:00Z", 3600.0),
        ("2025-12-12T21:00:00Z", 172800.0),
        ("2025-12-11T06:00+09:00", 0.0),
        ("2025-12-10T20:00Z", -3600.0),
    ],
)
def test_a_clock_time_is_the_first_one_at_or_after_the_start(written: str, seconds: float) -> None:
    assert moment_s(written, START) == seconds


@pytest.mark.parametrize("written", ["21:00", "25:00Z", "noon", 2100, None, "2025-12-10", True, "2025-12-10T22:00"])
def test_a_time_without_date_or_zone_is_refused(written: Any) -> None:
    with pytest.raises(PydanticCustomError):
        moment_s(written, START)


def test_units_of_one_kind_give_one_value() -> None:
    text = starter("mine").replace("fuel: full ", "fuel: 18 klb ")
    for other in ("18000 lb", "8164.6627 kg", "8.1646627 t"):
        twin = loads(text.replace("18 klb", other))
        assert twin.flights[0].fuel_kg == pytest.approx(loads(text).flights[0].fuel_kg, abs=1e-4)


def test_full_fuel_is_none() -> None:
    assert load("sea-of-japan").flight("LANCE").fuel_kg is None


def test_recovery_is_the_base_of_departure_unless_told_otherwise() -> None:
    text = starter("mine")
    assert loads(text).flights[0].recovery == "RJNK"
    assert loads(text.replace("# recovery: RJNK ", "recovery: Hamamatsu ")).flights[0].recovery == "RJNH"


def test_wind_from_the_west_blows_to_the_east() -> None:
    layer = WindLayer.model_validate({"level": "FL300", "from": "270 deg", "speed": "60 kt"})
    assert layer.east_wind_m_s == pytest.approx(60 * 1852 / 3600)
    assert layer.north_wind_m_s == pytest.approx(0.0, abs=1e-12)


def test_an_area_across_the_date_line_holds_points_on_both_sides() -> None:
    corners = [[40, 170], [40, -170], [50, -170], [50, 170]]
    area = Airspace.model_validate({"id": "A", "points": corners}, context=Reading(START))
    assert area.holds(45.0, 175.0)
    assert area.holds(45.0, -175.0)
    assert not area.holds(45.0, 165.0)
    assert not area.holds(39.0, 175.0)


def test_readiness_of_a_pool_is_a_binomial_tail() -> None:
    first, second = load("sea-of-japan").ready_probabilities("DOOM")
    miss = 1.0 - 0.538
    assert first == pytest.approx(1.0 - miss**4)
    assert second == pytest.approx(1.0 - miss**4 - 4 * 0.538 * miss**3)
