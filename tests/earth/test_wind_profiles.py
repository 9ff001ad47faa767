"""Winds from CSV profiles: columns with units, one profile or several, and every fault by line and column."""

from __future__ import annotations

import datetime
import math
from pathlib import Path

import numpy as np
import pytest

from jointex.earth import winds
from jointex.earth.windfiles import read_winds
from jointex.errors import WeatherError

START = datetime.datetime(2025, 12, 10, tzinfo=datetime.UTC)
KNOT = 1852.0 / 3600.0


def profile(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "winds.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str, at: datetime.datetime | None = START) -> list[str]:
    path = profile(tmp_path, text)
    with pytest.raises(WeatherError) as caught:
        read_winds(path, at)
    return [str(fault).removeprefix(str(path)).removeprefix(":").strip() for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("altitude_ft, from_deg, speed_kt, temperature_c, sd_kt", "0,270,10,15,4\n30000,300,90,-40,12"),
        (
            "altitude [m]; wind_from [deg]; wind_speed [m/s]; temperature [K]; sd [m/s]",
            "0;270;5.14444;288.15;2.05778\n9144;300;46.3;233.15;6.17333",
        ),
        ("# a remark\nlevel_fl,direction_deg,speed_kt,temp_degc,spread_kt", "FL300,300,90,-40,12\nFL000,270,10,15,4"),
    ],
)  # fmt: skip
def test_one_profile_holds_everywhere_whatever_its_units_and_order(tmp_path: Path, header: str, rows: str) -> None:
    weather = read_winds(profile(tmp_path, f"{header}\n{rows}\n"))
    for place in ((0.0, 0.0), (-60.0, -179.0), (89.0, 180.0)):
        assert weather.covers(*place)
        top = weather.at(*place, 30_000 * 0.3048)
        assert top.east_wind_m_s == pytest.approx(90.0 * KNOT * math.sin(math.radians(60.0)), rel=1e-5)
        assert top.north_wind_m_s == pytest.approx(-45.0 * KNOT, rel=1e-5)
        assert top.temperature_deviation_k == pytest.approx(-40.0 - (15.0 - 0.0065 * 9144.0), abs=1e-6)
        half = weather.at(*place, 15_000 * 0.3048)
        assert half.east_wind_m_s == pytest.approx((10.0 + 90.0 * math.sin(math.radians(60.0))) / 2.0 * KNOT, rel=1e-5)
        day = weather.no_departures + 1.0
        moved = weather.at(*place, 15_000 * 0.3048, day).east_wind_m_s
        assert moved - half.east_wind_m_s == pytest.approx(8.0 * KNOT, rel=1e-5)


def test_a_profile_and_the_same_layers_give_the_same_air(tmp_path: Path) -> None:
    text = "altitude_m, from_deg, speed_kt\n300, 300, 15\n6100, 270, 60\n"
    layers = winds.layers(
        [winds.Layer(300.0, math.radians(300.0), 15 * KNOT), winds.Layer(6100.0, math.radians(270.0), 60 * KNOT)]
    )
    weather = read_winds(profile(tmp_path, text))
    for altitude in (0.0, 300.0, 2222.0, 6100.0, 9000.0):
        assert weather.at(40.0, 10.0, altitude)[:2] == pytest.approx(layers.at(40.0, 10.0, altitude)[:2], abs=1e-9)


def test_profiles_on_a_grid_of_places_are_interpolated_between_them(tmp_path: Path) -> None:
    rows = [
        f"{latitude},{longitude},{level},270,{20 + latitude - 30 + 2 * (longitude - 170) % 360}"
        for longitude in (170, 180, -170)
        for latitude in (30, 40)
        for level in (500, 250)
    ]
    text = "\n".join(["latitude,longitude,pressure_hpa,from_deg,speed_kt", *rows])
    weather = read_winds(profile(tmp_path, text))
    assert weather.longitudes_deg[-1] == pytest.approx(190.0)
    assert weather.at(35.0, 175.0, 7000.0).east_wind_m_s == pytest.approx((20 + 5 + 10) * KNOT)
    assert weather.at(35.0, -175.0, 7000.0).east_wind_m_s == pytest.approx((20 + 5 + 30) * KNOT)
    assert not weather.covers(35.0, -169.0)


def test_scattered_profiles_are_weighted_by_nearness_and_end_five_degrees_out(tmp_path: Path) -> None:
    text = "latitude,longitude,altitude_ft,from_deg,speed_kt\n30,130,30000,270,20\n40,141,30000,270,100\n"
    weather = read_winds(profile(tmp_path, text))
    assert weather.at(30.0, 130.0, 9000.0).east_wind_m_s == pytest.approx(20.0 * KNOT, rel=1e-3)
    assert weather.at(40.0, 141.0, 9000.0).east_wind_m_s == pytest.approx(100.0 * KNOT, rel=1e-3)
    assert 20.0 * KNOT < weather.at(35.0, 135.0, 9000.0).east_wind_m_s < 100.0 * KNOT
    assert weather.covers(25.5, 125.5)
    assert not weather.covers(24.5, 130.0)
    assert "out to 5 degrees beyond" in weather.notes[-1]


def test_profiles_of_two_times_are_mixed_at_the_start(tmp_path: Path) -> None:
    text = (
        "time,altitude_ft,from_deg,speed_kt\n2025-12-09T18:00Z,30000,270,40\n"
        "2025-12-10T06:00+00:00,20000,270,60\n2025-12-10T06:00+00:00,40000,270,100\n"
    )
    weather = read_winds(profile(tmp_path, text), START)
    assert weather.at(0.0, 0.0, 30_000 * 0.3048).east_wind_m_s == pytest.approx(60.0 * KNOT)
    assert faults(tmp_path, text, START + datetime.timedelta(days=1))[0].startswith(
        "time must cover the time asked for"
    )


def test_every_fault_of_a_profile_is_told_by_line_and_column(tmp_path: Path) -> None:
    text = (
        "altitude_ft, from_deg, speed_kt\n0, 270, 10\n10000, 370, 20\n20000, 270\n30000, west, nan\n40000, 270, 400\n"
    )
    assert faults(tmp_path, text) == [
        "3 from_deg must be between 0 and 360; got 370",
        "4 must have 3 cells like the header; got 2",
        "5 from_deg must be a number; got west",
        "5 speed_kt must be between 0 and 291.577; got nan",
        "6 speed_kt must be between 0 and 291.577; got 400",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "must have a header, such as `altitude_ft, from_deg, speed_kt`"),
        ("altitude_ft,from_deg,speed_kt\n", "1 must have a row at least under its header"),
        ("altitude,from_deg,speed_kt\n0,0,0\n", "1 header must name its unit: ft, m, km, fl; got altitude"),
        ("altitude_ft,from_deg,sped_kt\n0,0,0\n", "1 header must be a known column"),
        ("from_deg,speed_kt\n0,0\n", "1 must have a column of levels: altitude_ft, level_fl or pressure_hpa, one of them"),
        ("altitude_ft,speed_kt\n0,0\n", "1 must have a column such as from_deg"),
        ("altitude_ft,from_deg,speed_kt,speed_kt\n0,0,0,0\n", "1 speed_kt must have one column of speed"),
        ("lat,altitude_ft,from_deg,speed_kt\n0,0,0,0\n", "1 must have both of latitude and longitude, or none"),
        ("altitude_ft,from_deg,speed_kt\n0,0,0\n0,0,5\n", "3 must not repeat the level of line 2 at the same place and time"),
        ("time,altitude_ft,from_deg,speed_kt\n2025-12-10 00:00,0,0,0\n", "2 time must be a UTC time, such as"),
        ("altitude_ft,from_deg,speed_kt\n0,0,0\0\n", "2 speed_kt must be a number"),
        (
            "time,lat,lon,altitude_ft,from_deg,speed_kt\n2025-12-10T00:00Z,30,130,0,0,0\n2025-12-10T06:00Z,31,130,0,0,0\n",
            "3 latitude must have the same places at every time",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_profile_is_named(tmp_path: Path, text: str, wanted: str) -> None:
    assert faults(tmp_path, text)[0].startswith(wanted)


def test_a_binary_file_and_endless_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "winds.csv"
    path.write_bytes(b"\x89HDF\r\n\x1a\n\xff\xfe")
    with pytest.raises(WeatherError, match="must be UTF-8 text"):
        read_winds(path)
    rows = "\n".join(["altitude_ft,from_deg,speed_kt", *("0,0,0",) * 100_002])
    assert faults(tmp_path, rows) == ["must have at most 100,000 rows. A grid of winds belongs into NetCDF."]
    many = "\n".join(["altitude_ft,from_deg,speed_kt", *("x,0,0",) * 50])
    messages = faults(tmp_path, many)
    assert len(messages) == 21
    assert messages[-1] == "has 30 further faults"


def test_values_stay_finite_and_within_those_given(tmp_path: Path) -> None:
    rows = [
        f"{30 + 2 * k},{130 + 3 * k},{1000 * n},{(40 * k + 70 * n) % 360},{10 * k + n}"
        for k in range(5)
        for n in range(9)
    ]
    weather = read_winds(profile(tmp_path, "\n".join(["lat,lon,altitude_m,from_deg,speed_m_s", *rows])))
    speed = np.hypot(weather.east_wind_m_s, weather.north_wind_m_s)
    assert np.all(np.isfinite(weather.nodes))
    assert speed.max() <= 48.0 + 1e-9
