"""`calc wind`: what the climatology and files say, in degrees and knots, and its pictures."""

from __future__ import annotations

import json
import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from jointex import calc
from jointex.cli import main
from jointex.earth import winds
from jointex.errors import InputError, QuestionError
from jointex.report.barbs import barb_data

CSV = "altitude_ft, from_deg, speed_kt, temperature_c\n0, 300, 12, 10\n34000, 250, 110, -54\n"


def test_the_wind_of_a_month_is_that_of_its_grid() -> None:
    found = calc.wind("RJTY", "FL340", month=1)
    air = winds.climatology(1).at(found.latitude_deg, found.longitude_deg, 340 * 30.48)
    knot = 1852.0 / 3600.0
    assert found.wind_speed_kt * knot == pytest.approx(math.hypot(air.east_wind_m_s, air.north_wind_m_s))
    back = math.radians(found.wind_from_deg)
    assert -found.wind_speed_kt * math.sin(back) == pytest.approx(found.east_wind_kt)
    assert -found.wind_speed_kt * math.cos(back) == pytest.approx(found.north_wind_kt)
    assert found.temperature_c == pytest.approx(288.15 - 273.15 - 0.0065 * 340 * 30.48 + air.temperature_deviation_k)
    assert found.is_inside
    assert found.day_to_day_sd_kt > 10.0
    assert found.basis == "derived"


def test_the_wind_of_a_file_is_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "winds.csv"
    path.write_text(CSV, encoding="utf-8")
    found = calc.wind("0,0", 340, winds=path)
    assert (found.wind_from_deg, found.wind_speed_kt, found.temperature_c) == pytest.approx((250.0, 110.0, -54.0))
    assert found.is_inside
    assert found.day_to_day_sd_kt == 0.0
    assert found.estimated_fraction == 1.0
    assert not calc.wind("0,0", 400, winds=path).is_inside


def test_outside_the_theatre_the_answer_says_so() -> None:
    found = calc.wind("-33.9,151.2", 300, month=7)
    assert not found.is_inside
    assert found.assumptions[0].startswith("outside what is known (5 to 55 deg north, 115 to 190 deg east)")


def test_every_fault_of_a_question_comes_at_once(tmp_path: Path) -> None:
    with pytest.raises(QuestionError) as caught:
        calc.wind("NOWHERE AT ALL", "high", month=13)
    assert [fault.key for fault in caught.value.faults] == ["--at", "--fl", "--month"]
    with pytest.raises(InputError) as broken:
        calc.wind("RJTY", 340, winds=tmp_path / "no.csv", month=1, time="noon")
    assert [fault.key for fault in broken.value.faults][:2] == ["--time", "--month"]
    assert "cannot be read" in str(broken.value)


def test_the_command_answers_in_json_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures = tmp_path / "profile.svg", tmp_path / "map.png"
    words = ["calc", "wind", "--at", "RJTY", "--fl", "340", "--month", "1", "--json"]
    assert main([*words, "--plot", str(pictures[0]), "--map", str(pictures[1])]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"wind_from_deg", "wind_speed_kt", "temperature_c", "east_wind_kt", "north_wind_kt"} <= document.keys()
    drawn = ET.fromstring(pictures[0].read_text(encoding="utf-8"))
    assert "Wind over RJTY" in drawn[0].text
    assert pictures[1].read_bytes()[:4] == b"\x89PNG"
    assert main([*words, "--plot", "profile.pdf"]) == 2
    assert "--plot must end in .svg or .png" in capsys.readouterr().err


@pytest.mark.parametrize(("east", "north"), [(50.0, 0.0), (0.0, -25.0), (-35.0, 35.0), (1.0, 1.0), (140.0, 20.0)])
def test_a_barb_points_to_where_the_wind_comes_from_and_counts_its_speed(east: float, north: float) -> None:
    data = barb_data(100.0, 100.0, east, north)
    speed = math.hypot(east, north)
    if speed < 2.5:
        assert "a" in data
        return
    head = [float(word) for word in data.split("L")[1].split("M")[0].split()]
    assert math.atan2(head[0] - 100.0, 100.0 - head[1]) == pytest.approx(math.atan2(-east, -north), abs=0.01)
    pennants = data.count("Z")
    feathers = data.count("M") - 1 - pennants
    left = round(speed / 5.0) * 5 - 50 * pennants
    assert feathers == left // 10 + (left % 10) // 5
