"""Out and back: what belongs together adds up, more load reaches less far, and what cannot be done is said."""

from __future__ import annotations

import dataclasses
import math

import pytest

from jointex import calc, cards
from jointex.errors import CardError, QuestionError
from jointex.report.sortie import draw_sortie


def test_phases_add_up_to_the_answer():
    answer = calc.radius("F-35A", station_min=30.0)
    assert sum(phase.fuel_kg for phase in answer.phases) == pytest.approx(answer.fuel_kg, rel=1e-12)
    assert sum(phase.time_h for phase in answer.phases) == pytest.approx(answer.time_h, rel=1e-12)
    assert answer.fuel_kg + answer.landing_fuel_kg == pytest.approx(answer.loaded_fuel_kg, rel=1e-12)
    assert answer.station_h == pytest.approx(0.5)
    # level changes are placed by a mass guessed ahead: within 2 % of there and back
    assert answer.points[-1].distance_nm == pytest.approx(2.0 * answer.radius_nm, rel=0.02)


@pytest.mark.parametrize("card_id", ["F-35A", "F-35B", "F-15J", "B-52H", "E-767"])
def test_radius_is_about_half_the_range(card_id):
    # one climb and one landing in both; a sortie without a task is a flight that turns round halfway
    answer = calc.radius(card_id)
    assert 2.0 * answer.radius_nm == pytest.approx(calc.range_(card_id).range_nm, rel=0.01)


def test_endurance_at_the_radius_of_a_station_time_is_that_time():
    out = calc.radius("E-767", station_min=240.0)
    assert calc.endurance("E-767", out.radius_nm).station_h == pytest.approx(4.0, abs=0.03)


def test_more_load_task_or_reserve_never_reach_farther():
    plain = calc.radius("F-15J", external_tanks=2).radius_nm
    assert calc.radius("F-15J", external_tanks=2, stores={"MISSILE-MEDIUM": 4}).radius_nm < plain
    assert calc.radius("F-15J", external_tanks=2, station_min=30.0).radius_nm < plain
    assert calc.radius("F-15J", external_tanks=2, profile="hi-lo-hi").radius_nm < plain
    assert calc.radius("F-15J", external_tanks=2, reserve="none").radius_nm > plain
    assert calc.radius("F-15J", external_tanks=3).radius_nm > plain
    assert calc.radius("B-52H", payload_kg=20_000.0).radius_nm < calc.radius("B-52H").radius_nm


def test_station_farther_off_is_held_shorter():
    hours = [calc.endurance("KC-46A", radius_nm).station_h for radius_nm in (100.0, 500.0, 1500.0)]
    assert hours == sorted(hours, reverse=True)
    assert hours[0] - hours[1] == pytest.approx(800.0 / 440.0, abs=0.9)  # 800 NM at 440 kt burn more than waiting does


def test_bombs_stay_at_the_target_and_missiles_come_home():
    bombs = calc.radius("F-35A", stores={"BOMB-2000": 2})
    missiles = calc.radius("F-35A", stores={"MISSILE-MEDIUM": 4})
    heavier_kg = 2 * cards.store("BOMB-2000").mass.si - 4 * cards.store("MISSILE-MEDIUM").mass.si
    assert bombs.takeoff_mass_kg - missiles.takeoff_mass_kg == pytest.approx(heavier_kg)
    assert any("left at the far end" in words for words in bombs.assumptions)


def test_every_aircraft_answers_with_finite_figures():
    for card_id in cards.ids("aircraft"):
        for answer in (calc.radius(card_id), calc.endurance(card_id, 100.0)):
            figures = [value for value in dataclasses.asdict(answer).values() if isinstance(value, float)]
            assert all(math.isfinite(value) and value >= 0.0 for value in figures), card_id
            assert 0.0 < answer.estimated_fraction <= 1.0


BAD = [
    ({"payload_kg": 1e6}, "carries at most"),
    ({"station_min": 1e9}, "--station-min"),
    ({"station_min": float("nan")}, "finite"),
    ({"station_min": 2000.0}, "must leave fuel"),
    ({"reserve": "defautl"}, "Did you mean default"),
    ({"profile": "lo-lo-lo"}, "--profile"),
    ({"profile": "hi-lo-hi", "station_min": 5.0}, "one task"),
    ({"stores": {"MISSILE-MEDIUM": 40}}, "carries at most 4"),
    ({"stores": {"MISSILE-MEDUIM": 4}}, "Did you mean MISSILE-MEDIUM"),
]


@pytest.mark.parametrize(("options", "said"), BAD)
def test_bad_questions_say_what_must_hold_and_the_way_out(options, said):
    with pytest.raises(QuestionError, match=said):
        calc.radius("F-35B", **options)


def test_a_station_out_of_reach_is_refused_with_the_radius():
    with pytest.raises(QuestionError, match=f"below {calc.radius('F-35B').radius_nm:,.0f} NM"):
        calc.endurance("F-35B", 900.0)
    with pytest.raises(CardError, match="E-767"):
        calc.endurance("E-766", 900.0)


def test_picture_shows_altitude_speed_and_fuel_over_the_way():
    for answer in (calc.radius("F-35A", profile="hi-lo-hi"), calc.endurance("F-35A", 200.0)):
        picture = draw_sortie(answer.points, "F-35A")
        assert picture.count('class="curve"') == 3
        assert all(name in picture for name in ("pressure altitude", "true airspeed", "fuel left"))
        assert "nan" not in picture
        assert "inf" not in picture


def test_minutes_of_combat_shorten_the_radius_and_are_said():
    plain, fought = calc.radius("F-35A"), calc.radius("F-35A", combat_min=3.0)
    assert fought.radius_nm < plain.radius_nm
    assert any("3 min at full thrust" in words for words in fought.assumptions)
    assert any("no combat" in words for words in plain.assumptions)
    low = calc.radius("F-35A", combat_min=1.0, profile="hi-lo-hi")
    assert any("1 min at full thrust" in words for words in low.assumptions)
    with pytest.raises(QuestionError, match="--combat-min"):
        calc.radius("F-35A", combat_min=-1.0)
