"""`calc noise`: what it answers and what it refuses."""

from __future__ import annotations

import json
import math

import pytest

from jointex.cli.app import main
from jointex.communities import noise, noise_of_month
from jointex.communities.loudness import noise_types
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


def test_landings_of_a_month_add_up_by_hand():
    one = noise("F-35B", "vertical_landing", 800.0)
    found = noise_of_month(one, 100.0, "40%")
    a_day = 100.0 / (365.25 / 12.0)
    weighted = a_day * (0.6 + 0.4 * 10.0)
    assert found.lden_db == pytest.approx(one.sel_dba + 10.0 * math.log10(weighted / 86_400.0), abs=1e-9)
    assert found.dnl_db == pytest.approx(found.lden_db)  # nobody lands in the evening
    assert found.wecpnl_db == pytest.approx(one.lmax_dba + 10.0 * math.log10(weighted) - 27.0, abs=1e-9)
    evening = noise_of_month(one, 100.0, "40%", "10%")
    assert evening.lden_db > found.lden_db
    assert evening.dnl_db == pytest.approx(found.dnl_db)
    assert found.lden_low_db < found.lden_db < found.lden_high_db
    assert found.over_standard == "I (57 dB), II (62 dB)"


def test_the_command_answers_for_a_month(capsys):
    words = ["calc", "noise", "--aircraft", "F-35B", "--state", "vertical_landing", "--distance-m", "800"]
    assert main([*words, "--per-month", "100", "--night-share", "40%", "--json"]) == 0
    assert {"lden_db", "dnl_db", "wecpnl_db"} <= set(json.loads(capsys.readouterr().out))
    for more, told in (
        (["--night-share", "40%"], "Say how many a month"),
        (["--per-month", "100", "--night-share", "0.4"], "such as 40%"),
        (["--per-month", "100", "--night-share", "60%", "--evening-share", "60%"], "at most 100%"),
        (["--per-month", "-1"], "--per-month"),
    ):
        assert main([*words, *more]) == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize("name", ["FA-18E", "EA-18G", "F-22A", "B-1B", "MV-22B"])
def test_types_without_a_figure_in_print_are_marked_as_estimates(name):
    found = noise(name, "takeoff_military", 304.8)
    assert (found.basis, found.estimated_fraction) == ("estimated", 1.0)
    assert found.lmax_high_dba - found.lmax_low_dba >= 10.0


@pytest.mark.parametrize("aircraft", sorted(noise_types()))
def test_at_the_distance_of_its_figure_a_state_has_the_figure(aircraft: str) -> None:
    from jointex.communities.loudness import noise_data

    card = noise_data()["aircraft"][aircraft]
    states = noise_data()["aircraft"][card.get("like", aircraft)]["states"]
    for state, known in states.items():
        assert noise(aircraft, state, known["at_m"]).lmax_dba == pytest.approx(known["lmax_dba"], abs=1e-9)


def test_printed_levels_have_one_decimal_and_those_for_machines_all(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calc", "noise", "--aircraft", "F-15C", "--state", "takeoff_military", "--distance-m", "700"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    level = json.loads(capsys.readouterr().out)["lmax_dba"]
    assert f" {level:.1f} " in told
    assert round(level, 1) != level
