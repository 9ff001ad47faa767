"""The climatology beside the values it was made from, and beside values it was not."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.earth import climate, winds
from jointex.earth.atmosphere import geopotential_height_m

KNOWN = climate.facts()
LEVELS_M = climate.pressure_altitudes_m(KNOWN["pressure_levels"]["value"])
SEASONS = {1: "january", 7: "july"}
POINTS = [(month, name) for month in SEASONS for name in KNOWN["points"]]


@pytest.mark.parametrize(("month", "name"), POINTS)
def test_wind_at_a_point_is_that_of_the_reanalysis(month: int, name: str) -> None:
    point = KNOWN["points"][name]
    weather = winds.climatology(month)
    for level, altitude_m in enumerate(LEVELS_M):
        air = weather.at(point["latitude_deg"], point["longitude_deg"], float(altitude_m))
        # the grid of 1.25 x 5 degrees and 500 m cuts corners of the jet
        assert air.east_wind_m_s == pytest.approx(point[SEASONS[month]]["east_wind"]["value"][level], abs=1.5)
        assert air.north_wind_m_s == pytest.approx(point[SEASONS[month]]["north_wind"]["value"][level], abs=1.0)


@pytest.mark.parametrize(("month", "name"), [pair for pair in POINTS if pair[1] != "50n_170w"])
def test_height_of_500_hpa_is_that_of_the_reanalysis(month: int, name: str) -> None:
    """Heights come from ships' pressure and temperature and from layer temperatures; z500 was not used."""
    point = KNOWN["points"][name]
    altitude_m = float(LEVELS_M[1])
    air = winds.climatology(month).at(point["latitude_deg"], point["longitude_deg"], altitude_m)
    found_m = geopotential_height_m(altitude_m + air.height_difference_m)
    # 1 hPa and 3 K of the lowest 1.5 km are 8 m and 15 m; 50 N 170 W has no ship values of its own
    assert found_m == pytest.approx(point[SEASONS[month]]["height_500"]["value"], abs=20.0)


@pytest.mark.parametrize(("month", "name"), POINTS)
def test_layers_are_as_warm_as_the_reanalysis_says(month: int, name: str) -> None:
    point = KNOWN["points"][name]
    weather = winds.climatology(month)
    for layer, (bottom, top) in (("850_500", (850.0, 500.0)), ("500_200", (500.0, 200.0))):
        pressures = np.exp(np.linspace(np.log(bottom), np.log(top), 41))
        column = [
            weather.at(point["latitude_deg"], point["longitude_deg"], float(altitude_m)).temperature_deviation_k
            for altitude_m in climate.pressure_altitudes_m(pressures)
        ]
        wanted_k = point[SEASONS[month]][f"temperature_deviation_{layer}"]["value"]
        assert np.mean(column) == pytest.approx(wanted_k, abs=1.0)


@pytest.mark.parametrize("month", range(1, 13))
def test_200_hpa_wind_follows_the_monthly_means(month: int) -> None:
    """NCEP long-term means; January and July come from ERA-Interim, which differs from them by up to 1.7 m/s."""
    weather = winds.climatology(month)
    for point in KNOWN["points"].values():
        air = weather.at(point["latitude_deg"], point["longitude_deg"], float(LEVELS_M[-1]))
        assert air.east_wind_m_s == pytest.approx(point["east_wind_200_by_month"]["value"][month - 1], abs=5.5)


@pytest.mark.parametrize("month", range(1, 13))
def test_surface_wind_and_air_are_those_of_the_ships(month: int) -> None:
    weather = winds.climatology(month)
    for point in KNOWN["surface"].values():
        air = weather.at(point["latitude_deg"], point["longitude_deg"], 0.0)
        assert air.east_wind_m_s == pytest.approx(point["east_wind"]["value"][month - 1], abs=0.5)
        assert 15.0 + air.temperature_deviation_k == pytest.approx(
            point["air_temperature"]["value"][month - 1], abs=0.5
        )


def test_januarys_jet_blows_over_kyushu_at_75_metres_a_second() -> None:
    """ERA-Interim: 75.2 m/s at 200 hPa; core at 32.75 N in winter (Alizadeh and Babaei 2023)."""
    weather = winds.climatology(1)
    latitudes = np.arange(20.0, 50.0, 0.25)
    profile = [weather.at(latitude, 131.5, float(LEVELS_M[-1])).east_wind_m_s for latitude in latitudes]
    assert max(profile) == pytest.approx(75.2, abs=2.0)
    assert latitudes[int(np.argmax(profile))] == pytest.approx(32.75, abs=1.5)


def test_julys_jet_is_weaker_and_farther_north() -> None:
    weather = winds.climatology(7)
    latitudes = np.arange(20.0, 55.0, 0.25)
    profile = [weather.at(latitude, 141.4, float(LEVELS_M[-1])).east_wind_m_s for latitude in latitudes]
    assert 20.0 < max(profile) < 35.0
    assert latitudes[int(np.argmax(profile))] == pytest.approx(40.75, abs=2.5)


@pytest.mark.parametrize("month", range(1, 13))
def test_winds_between_the_points_stay_within_what_the_region_knows(month: int) -> None:
    nodes = winds.climatology(month).nodes
    known = [p[s]["east_wind"]["value"] for p in KNOWN["points"].values() for s in SEASONS.values()]
    assert np.abs(nodes[..., winds.EAST_WIND]).max() < np.max(known) + 5.0
    assert np.abs(nodes[..., winds.NORTH_WIND]).max() < 20.0
    assert nodes[..., winds.EAST_SD :].min() > 2.0
    assert nodes[..., winds.EAST_SD :].max() < 20.0
    assert np.abs(nodes[..., winds.TEMPERATURE]).max() < 30.0


def test_measured_months_are_derived_and_the_others_estimated() -> None:
    assert [winds.climatology(month).basis for month in (1, 7, 12)] == ["derived", "derived", "estimated"]
    assert "ERA-Interim" in winds.climatology(12).source
    assert any("Estimated from January and July" in note for note in winds.climatology(12).notes)


def values_of(content: object) -> list[dict[str, object]]:
    """Every mapping with a `value` in the data file."""
    if not isinstance(content, dict):
        return []
    return [content] if "value" in content else [found for part in content.values() for found in values_of(part)]


def test_every_value_has_unit_basis_and_a_known_source() -> None:
    values = values_of({key: KNOWN[key] for key in ("jet", "points", "surface")})
    assert len(values) > 100
    for value in values:
        assert value["unit"]
        for basis in np.atleast_1d(np.array(value["basis"])):
            assert basis in ("published", "derived", "estimated")
        for source in np.atleast_1d(np.array(value["source"])):
            assert KNOWN["sources"][str(source)]["title"]
