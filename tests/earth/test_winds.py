"""Grids of wind: what goes in comes out, between nodes lies between, outside the edge holds."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from jointex.earth import winds
from jointex.earth.atmosphere import exact_temperature_k
from jointex.errors import QuestionError

WESTERLY = [winds.Layer(0.0, math.radians(270.0), 10.0), winds.Layer(10000.0, math.radians(270.0), 50.0, 4.0)]


def test_still_standard_air_has_no_wind_and_stands_at_its_geometric_height() -> None:
    air = winds.no_wind().at(38.0, 134.0, 10000.0)
    assert air[:3] == (0.0, 0.0, 0.0)
    assert air.height_difference_m == pytest.approx(15.76, abs=0.01)  # 10,000 m geopotential is 10,015.76 m geometric


def test_warm_still_air_lifts_the_pressure_levels_and_leaves_the_sea() -> None:
    weather = winds.no_wind(15.0)
    assert weather.at(0.0, 0.0, 0.0).height_difference_m == pytest.approx(0.0, abs=1e-6)
    air = weather.at(0.0, 0.0, 11000.0)
    lift_m = 15.0 / 0.0065 * math.log(288.15 / 216.65)  # the integral of 15 K over the temperature, in closed form
    geopotential_m = 11000.0 + lift_m
    assert air.height_difference_m == pytest.approx(geopotential_m**2 / 6356766.0 + lift_m, abs=0.2)
    assert 1.0 + air.height_gradient == pytest.approx((216.65 + 15.0) / 216.65, rel=5e-3)


def test_wind_from_the_west_blows_to_the_east() -> None:
    weather = winds.layers(WESTERLY)
    air = weather.at(38.0, 134.0, 5000.0)
    assert air.east_wind_m_s == pytest.approx(30.0)
    assert air.north_wind_m_s == pytest.approx(0.0, abs=1e-12)
    assert air.east_shear == pytest.approx(40.0 / 10000.0)
    assert air.temperature_deviation_k == pytest.approx(2.0)
    assert weather.at(-60.0, -170.0, 5000.0) == pytest.approx(air)


def test_beyond_the_layers_the_last_one_holds() -> None:
    air = winds.layers(WESTERLY).at(0.0, 0.0, 15000.0)
    assert air.east_wind_m_s == pytest.approx(50.0)
    assert air.east_shear == 0.0


def test_all_faults_of_layers_come_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        winds.layers([winds.Layer(1000.0, 0.0, -5.0), winds.Layer(500.0, 0.0, math.nan)])
    assert [fault.key for fault in caught.value.faults] == [
        "layers[0].speed_m_s",
        "layers[1]",
        "layers[1].pressure_altitude_m",
    ]
    with pytest.raises(QuestionError, match="at least one layer"):
        winds.layers([])


@pytest.mark.parametrize("month", [0, 13, True, "May"])
def test_a_month_that_does_not_exist_is_refused(month: int) -> None:
    with pytest.raises(QuestionError, match="month"):
        winds.climatology(month)


def test_a_node_of_the_grid_has_its_own_values() -> None:
    weather = winds.climatology(1)
    row, column, level = 17, 5, 20
    place = (weather.latitudes_deg[row], weather.longitudes_deg[column], weather.pressure_altitudes_m[level])
    np.testing.assert_allclose(weather.at(*map(float, place))[:4], weather.nodes[row, column, level, :4], rtol=1e-9)


def test_between_nodes_wind_is_the_weighted_mean_of_eight() -> None:
    weather = winds.climatology(1)
    cell = weather.nodes[20:22, 6:8, 15:17, :4]
    lat, lon, alt = weather.latitudes_deg[20:22], weather.longitudes_deg[6:8], weather.pressure_altitudes_m[15:17]
    share = np.array([0.25, 0.75])
    wanted = np.einsum("i,j,k,ijkf->f", share[::-1], share, share, cell)
    air = weather.at(float(lat @ share[::-1]), float(lon @ share), float(alt @ share))
    np.testing.assert_allclose(air[:4], wanted, rtol=1e-9)


def test_outside_the_theatre_the_edge_holds_and_the_grid_says_so() -> None:
    weather = winds.climatology(7)
    edge = weather.at(5.0, 150.0, 9000.0)
    assert weather.at(-20.0, 150.0, 9000.0) == edge
    assert not weather.covers(-20.0, 150.0)
    assert weather.covers(50.0, -175.0)
    assert not weather.covers(50.0, 100.0)
    assert weather.at(50.0, -175.0, 9000.0) == pytest.approx(weather.at(50.0, 185.0, 9000.0))


def test_a_grid_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        winds.climatology(1).nodes[0, 0, 0, 0] = 1.0


def test_shear_is_the_change_of_wind_with_height() -> None:
    weather = winds.climatology(1)
    low, high = weather.at(33.0, 133.0, 9100.0), weather.at(33.0, 133.0, 9200.0)
    assert (high.east_wind_m_s - low.east_wind_m_s) / 100.0 == pytest.approx(low.east_shear)
    assert (high.height_difference_m - low.height_difference_m) / 100.0 == pytest.approx(low.height_gradient)


def test_height_follows_temperature_by_the_hydrostatic_equation() -> None:
    weather = winds.climatology(1)
    for altitude_m in (2250.0, 6250.0, 13750.0):
        air = weather.at(45.0, 140.0, altitude_m)
        standard_k = float(exact_temperature_k(altitude_m))
        gravity = (
            1.0 + (altitude_m + air.height_difference_m) / 6356766.0
        ) ** 2  # geometric for each geopotential metre
        wanted = (standard_k + air.temperature_deviation_k) / standard_k * gravity
        assert 1.0 + air.height_gradient == pytest.approx(wanted, rel=1e-3)  # over cells of 500 m


def test_a_days_departure_moves_wind_by_its_standard_deviation() -> None:
    weather = winds.layers([row._replace(wind_sd_m_s=8.0) for row in WESTERLY])
    day = weather.no_departures
    day[:, 0], day[:, 1] = 1.0, -0.5
    mean, moved = weather.at(10.0, 10.0, 5000.0), weather.at(10.0, 10.0, 5000.0, day)
    assert moved.east_wind_m_s - mean.east_wind_m_s == pytest.approx(8.0)
    assert moved.north_wind_m_s - mean.north_wind_m_s == pytest.approx(-4.0)
    assert moved.height_difference_m == mean.height_difference_m


def test_departures_have_unit_spread_and_the_stated_correlation() -> None:
    weather = winds.climatology(1)
    draws = np.random.default_rng(3).standard_normal((4000, len(winds.DEPARTURE_ALTITUDES_M), 2))
    days = np.array([winds.departures(weather, draw) for draw in draws])
    # standard error of a standard deviation of 4,000 draws: 1.1 %
    np.testing.assert_allclose(days.std(axis=0), 1.0, atol=0.05)
    levels = [int(np.argmin(np.abs(weather.pressure_altitudes_m - m))) for m in winds.DEPARTURE_ALTITUDES_M]
    for below, above in pairwise(levels):
        found = np.corrcoef(days[:, below, 0], days[:, above, 0])[0, 1]
        assert 0.85 <= found <= 0.95
    assert abs(np.corrcoef(days[:, levels[3], 0], days[:, levels[3], 1])[0, 1]) < 0.06


def test_equal_draws_give_equal_days() -> None:
    weather = winds.climatology(12)
    draws = np.full((len(winds.DEPARTURE_ALTITUDES_M), 2), 0.7)
    assert np.array_equal(winds.departures(weather, draws), winds.departures(weather, draws.copy()))
    with pytest.raises(ValueError, match=r"shape \(6, 2\)"):
        winds.departures(weather, np.zeros(6))


PROGRAM = """
import math
from jointex.earth import airspeed, atmosphere, geodesy, winds
weather, out = winds.climatology(12), []
place = geodesy.n_vector(0.6, 2.3)
for step in range(200):
    place = geodesy.move(*place, 700.0 + step, 400.0, 9000.0)
    latitude, longitude = geodesy.latitude_longitude(*place)
    air = winds.weather_at(weather.nodes, weather.axes, weather.no_departures, latitude, longitude, 100.0 * step)
    ratio = atmosphere.pressure_ratio(125.0 * step)
    out += [*place, *air, ratio, airspeed.mach_from_cas(60.0 + 2.0 * step, ratio), latitude, longitude]
print(" ".join(float(value).hex() for value in out))
"""


def test_compiled_and_plain_kernels_give_the_same_bits() -> None:
    found = []
    for jit in ("0", "1"):
        environment = {**os.environ, "JOINTEX_JIT": jit}
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment
        )
        found.append(result.stdout)
    assert found[0] == found[1]
    assert len(found[0].split()) == 200 * 15
