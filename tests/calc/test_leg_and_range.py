"""Legs and ranges: promised figures, defaults, limits, and plain words where it cannot be done."""

from __future__ import annotations

import dataclasses
import math

import pytest

from jointex import calc, cards
from jointex.errors import CardError, QuestionError
from jointex.report.curves import Curve, draw_curves


def test_fuel_of_a_leg_and_fuel_at_landing_are_what_was_loaded():
    answer = calc.leg("F-15J", "RJNK", "ROAH")
    assert answer.fuel_kg + answer.landing_fuel_kg == pytest.approx(answer.loaded_fuel_kg, abs=1e-9)
    assert answer.feasible
    assert answer.reason == ""
    assert answer.distance_nm == calc.distance("RJNK", "ROAH").distance_nm


def test_default_fuel_is_full_tanks_or_the_take_off_mass():
    fighter, bomber = cards.aircraft("F-35A"), cards.aircraft("B-52H")
    assert calc.leg("F-35A", "RJSM", "RJNK").loaded_fuel_kg == pytest.approx(fighter.fuel.internal.si)
    room_kg = bomber.mass.max_takeoff.si - bomber.mass.empty.si
    assert room_kg < bomber.fuel.internal.si
    assert calc.leg("B-52H", "PGUA", "RJNK").loaded_fuel_kg == pytest.approx(room_kg)


def test_payload_takes_the_room_of_fuel_on_a_bomber_at_its_take_off_mass():
    answer = calc.leg("B-52H", "PGUA", "RJNK", payload_kg=20_000.0)
    empty = calc.leg("B-52H", "PGUA", "RJNK")
    assert answer.loaded_fuel_kg == pytest.approx(empty.loaded_fuel_kg - 20_000.0)


def test_less_fuel_is_a_lighter_aircraft_that_burns_less():
    light, full = calc.leg("KC-135R", "RODN", "PGUA", fuel_kg=40_000.0), calc.leg("KC-135R", "RODN", "PGUA")
    assert light.fuel_kg < full.fuel_kg
    assert light.takeoff_mass_kg < full.takeoff_mass_kg


def test_a_leg_beyond_the_fuel_has_its_times_and_says_what_is_missing():
    answer = calc.leg("F-35B", "RJFN", "PGUA")
    assert not answer.feasible
    assert answer.landing_fuel_kg < 0.0
    assert answer.block_time_h > 2.5
    assert f"{answer.reserve_fuel_kg - answer.landing_fuel_kg:,.0f} kg short" in answer.reason
    assert "stop or refuel on the way" in answer.reason


def test_landing_below_the_reserve_is_not_feasible():
    need = calc.leg("F-35B", "RJFN", "RJNK", fuel_kg=5000.0)
    answer = calc.leg("F-35B", "RJFN", "RJNK", fuel_kg=5000.0 - need.landing_fuel_kg + 300.0)
    assert 0.0 < answer.landing_fuel_kg < answer.reserve_fuel_kg
    assert not answer.feasible
    assert "below the reserve" in answer.reason


def test_level_is_taken_with_and_without_letters():
    assert calc.leg("B-52H", "PGUA", "RJNK", level="FL280") == calc.leg("B-52H", "PGUA", "RJNK", level=280)
    assert calc.leg("B-52H", "PGUA", "RJNK", level=280).cruise_level == 280


def test_a_level_too_high_for_the_mass_is_flown_as_high_as_it_goes_and_said():
    answer = calc.leg("KC-135R", "RODN", "PGUA", level=480)
    assert answer.cruise_level < 480
    assert any("FL480 is out of reach" in words for words in answer.assumptions)


def test_the_answer_says_which_way_the_wind_blows():
    for headwind_kt, words in ((-40.0, "tail wind 40 kt"), (40.0, "head wind 40 kt")):
        said = calc.leg("B-52H", "RJNK", "PGUA", headwind_kt=headwind_kt).assumptions
        assert any(words in line for line in said)


def test_tail_wind_is_negative_head_wind():
    times = [calc.leg("B-52H", "PGUA", "RJNK", headwind_kt=wind).block_time_h for wind in (-80.0, 0.0, 80.0)]
    assert times[0] < times[1] < times[2]


def test_range_with_reserve_is_shorter_and_lands_with_it():
    with_reserve, without = calc.range_("F-35B"), calc.range_("F-35B", reserve="none")
    assert with_reserve.range_nm < without.range_nm
    assert with_reserve.landing_fuel_kg > 300.0
    assert without.landing_fuel_kg == pytest.approx(0.0, abs=1.0)


def test_external_tanks_add_range_and_payload_takes_it():
    ranges_nm = [calc.range_("F-15J", external_tanks=n).range_nm for n in range(4)]
    assert ranges_nm == sorted(ranges_nm)
    assert calc.range_("B-52H", payload_kg=20_000.0).range_nm < calc.range_("B-52H").range_nm


def test_tanks_of_several_sizes_are_hung_the_largest_first_and_beside_those_asked_for_by_name():
    ranges_nm = [calc.range_("F-16C", external_tanks=n).range_nm for n in range(4)]
    assert ranges_nm == sorted(ranges_nm)
    assert "2 x TANK-370, 1 x TANK-300" in " ".join(calc.range_("F-16C", external_tanks=3).assumptions)
    mixed = calc.range_("F-15J", external_tanks=1, stores={"TANK-600": 2})
    assert mixed.range_nm == pytest.approx(calc.range_("F-15J", external_tanks=3).range_nm)


def test_every_aircraft_answers_with_finite_figures_and_names_what_it_assumes():
    for card_id in cards.ids("aircraft"):
        for answer in (calc.range_(card_id), calc.leg(card_id, "RJNK", "RJSM")):
            figures = [value for value in dataclasses.asdict(answer).values() if isinstance(value, float)]
            assert all(math.isfinite(value) and value >= 0.0 for value in figures)
            assert 0.0 < answer.estimated_fraction <= 1.0
            assert len(answer.assumptions) >= 5


def test_payload_takes_range_slowly_until_the_tanks_are_full_then_fast():
    points = calc.payload_ranges("KC-46A")
    payloads, ranges_nm = [point.payload_kg for point in points], [point.range_nm for point in points]
    assert payloads == sorted(payloads, reverse=True)
    assert ranges_nm == sorted(ranges_nm)
    assert payloads[-1] == 0.0
    assert ranges_nm[-1] == pytest.approx(calc.range_("KC-46A").range_nm)
    curve = draw_curves([Curve("payload", ranges_nm, payloads)], ("KC-46A", ""), "range, NM", "payload, kg")
    assert curve.count('class="dot k0"') == len(points)


BAD_LEGS = [
    ({"payload_kg": 1e6}, "carries at most"),
    ({"payload_kg": -1.0}, "--payload-kg"),
    ({"payload_kg": float("inf")}, "finite"),
    ({"fuel_kg": 1e9}, "Tanks hold"),
    ({"fuel_kg": float("nan")}, "--fuel-kg"),
    ({"level": 900}, "ceiling of B-52H is FL500"),
    ({"level": "low"}, "--level"),
    ({"level": -5}, "--level"),
    ({"headwind_kt": 1000.0}, "--headwind-kt"),
    ({"level": 50, "headwind_kt": 240.0}, "Fly higher"),
    ({"to": "PGUA"}, "another place"),
    ({"to": "Komatzu"}, "Komatsu"),
]


@pytest.mark.parametrize(("options", "said"), BAD_LEGS)
def test_bad_legs_say_what_must_hold_and_the_way_out(options, said):
    with pytest.raises(QuestionError, match=said):
        calc.leg(**{"aircraft": "B-52H", "from_": "PGUA", "to": "RJNK", **options})


def test_unknown_aircraft_is_refused_with_the_nearest_name():
    with pytest.raises(CardError, match="B-52H"):
        calc.leg("B-52", "PGUA", "RJNK")


@pytest.mark.parametrize(
    ("aircraft", "options", "said"),
    [
        ("F-35B", {"external_tanks": 1}, "carries no external tanks"),
        ("F-15J", {"external_tanks": 4}, "at most 3"),
        ("F-15J", {"external_tanks": 2, "stores": {"TANK-600": 2}}, "at most 1 beside those in --store"),
        ("F-15J", {"external_tanks": 1.5}, "whole number"),
        ("F-15J", {"reserve": "some"}, "none or default"),
        ("F-15J", {"payload_kg": float("-inf")}, "--payload-kg"),
    ],
)
def test_bad_ranges_say_what_must_hold(aircraft, options, said):
    with pytest.raises(QuestionError, match=said):
        calc.range_(aircraft, **options)


def test_all_faults_of_a_leg_come_at_once():
    with pytest.raises(QuestionError) as raised:
        calc.leg("B-52H", "XXXX", "YYYY", payload_kg=-1, fuel_kg=-1, level=9999, headwind_kt=1e6)
    assert len(raised.value.faults) == 6


def test_turboprops_cruise_at_the_speed_of_the_card_and_jets_for_range():
    hercules = calc.leg("KC-130J", "RODN", "PGUA", fuel_kg=15_000.0)
    assert hercules.cruise_mach == pytest.approx(cards.aircraft("KC-130J").speeds.cruise_mach.si, abs=0.02)
    assert any("card's cruise speed" in words for words in hercules.assumptions)
    # 320 kt of cruise on 1,232 NM, and climb, descent and taxi
    assert 3.85 < hercules.block_time_h < 4.5
    assert any("long-range cruise" in words for words in calc.leg("B-52H", "PGUA", "RJTY").assumptions)


def test_heavy_turboprop_flies_no_faster_than_its_power_allows():
    heavy = calc.leg("KC-130J", "RODN", "PGUA", payload_kg=16_000.0, level="FL280")
    assert heavy.cruise_mach < cards.aircraft("KC-130J").speeds.cruise_mach.si
