"""`calc noise`: what it answers and what it refuses."""

from __future__ import annotations

import json

import pytest

from jointex.cli.app import main
from jointex.communities import noise
from jointex.errors import QuestionError


def test_a_vertical_landing_is_as_loud_as_the_ministry_says_75_m_away():
    assert noise("F-35B", "vertical_landing", 75.0).lmax_dba == pytest.approx(130.0, abs=0.1)


def test_figures_in_print_come_back_at_their_distance():
    assert noise("F-35A", "takeoff_military", 304.8).lmax_dba == pytest.approx(115.0, abs=1e-6)
    assert noise("F-16C", "conventional_approach", 304.8).lmax_dba == pytest.approx(73.0, abs=1e-6)


def test_a_hover_is_heard_longer_than_a_pass():
    hover, passing = noise("F-35B", "vertical_landing", 300.0), noise("F-35B", "short_takeoff", 300.0)
    assert hover.sel_dba - hover.lmax_dba == pytest.approx(17.8, abs=0.1)  # 60 s
    assert hover.sel_dba - hover.lmax_dba > passing.sel_dba - passing.lmax_dba


def test_half_the_speed_is_three_decibels_more_exposure_and_no_louder():
    slow, fast = (noise("F-15J", "cruise", 500.0, speed_kt=speed) for speed in (150.0, 300.0))
    assert slow.sel_dba - fast.sel_dba == pytest.approx(3.01, abs=0.01)
    assert slow.lmax_dba == fast.lmax_dba


def test_every_fault_is_told_at_once_with_a_way_out():
    with pytest.raises(QuestionError) as error:
        noise("F-35X", "hovering", -1.0, speed_kt=1e9, elevation_deg=100.0)
    told = str(error.value)
    assert [key in told for key in ("--aircraft", "--state", "--distance-m", "--speed-kt", "--elevation-deg")] == [
        True
    ] * 5
    assert "Did you mean F-35" in told
    with pytest.raises(QuestionError, match="It has takeoff_military"):
        noise("B-52H", "vertical_landing", 300.0)
    with pytest.raises(QuestionError, match="the aircraft hovers"):
        noise("F-35B", "vertical_landing", 300.0, speed_kt=100.0)


def test_the_command_answers_with_the_keys_of_the_contract(capsys):
    words = ["calc", "noise", "--aircraft", "F-35B", "--state", "vertical_landing", "--distance-m", "300", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"lmax_dba", "sel_dba", "basis", "source", "sel_low_dba", "sel_high_dba"} <= set(answer)
    assert main([*words[:-3], "--distance-m", "nan"]) == 2
