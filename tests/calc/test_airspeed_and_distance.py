"""The whiz-wheel's air and map sides."""

from __future__ import annotations

import pytest

from jointex import calc
from jointex.errors import QuestionError


@pytest.mark.parametrize("fl", [0, 100, "FL280", "450"])
@pytest.mark.parametrize("mach", [0.3, 0.82, 1.6])
def test_each_speed_leads_back_to_the_others(fl, mach):
    by_mach = calc.airspeed(fl=fl, mach=mach)
    by_cas = calc.airspeed(fl=fl, kias=by_mach.cas_kt)
    by_tas = calc.airspeed(fl=fl, ktas=by_mach.tas_kt)
    for answer in (by_cas, by_tas):
        assert answer.mach == pytest.approx(mach, rel=1e-7)
        assert answer.tas_kt == pytest.approx(by_mach.tas_kt, rel=1e-7)
        assert answer.cas_kt == pytest.approx(by_mach.cas_kt, rel=1e-7)


def test_at_sea_level_on_a_standard_day_all_speeds_are_one():
    answer = calc.airspeed(fl=0, kias=250.0)
    assert answer.tas_kt == pytest.approx(250.0, rel=1e-8)
    assert answer.mach == pytest.approx(250.0 / 661.4786, rel=1e-6)


def test_flight_computer_example_of_300_knots_at_fl280():
    # slide-rule answer, read to a knot and a hundredth
    answer = calc.airspeed(fl=280, kias=300)
    assert answer.tas_kt == pytest.approx(452.0, abs=1.0)
    assert answer.mach == pytest.approx(0.76, abs=0.005)


def test_warm_air_raises_true_airspeed_and_leaves_mach():
    cold, warm = calc.airspeed(fl=350, mach=0.8), calc.airspeed(fl=350, mach=0.8, isa_offset_c=15.0)
    assert warm.tas_kt == pytest.approx(cold.tas_kt * ((218.808 + 15.0) / 218.808) ** 0.5, rel=1e-5)
    assert warm.cas_kt == cold.cas_kt


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"fl": 280}, "exactly one"),
        ({"fl": 280, "kias": 300, "mach": 0.8}, "exactly one"),
        ({"fl": 280, "kias": float("nan")}, "finite"),
        ({"fl": 280, "kias": -5}, "--kias"),
        ({"fl": "FL9000", "mach": 0.8}, "--fl"),
        ({"fl": "high", "mach": 0.8}, "flight level"),
        ({"fl": True, "mach": 0.8}, "flight level"),
        ({"fl": 280, "mach": "fast"}, "--mach"),
        ({"fl": 280, "mach": 0.8, "isa_offset_c": 900.0}, "--isa-offset-c"),
        ({"fl": 800, "kias": 900}, "at most 5"),
    ],
)
def test_bad_airspeed_questions_say_what_must_hold(question, said):
    with pytest.raises(QuestionError, match=said):
        calc.airspeed(**question)


def test_every_fault_is_said_at_once():
    with pytest.raises(QuestionError) as raised:
        calc.airspeed(fl="x", mach=-1.0, isa_offset_c=1e9)
    assert len(raised.value.faults) == 3


def test_distance_is_the_same_both_ways_and_courses_oppose_on_the_equator():
    out, back = calc.distance("0,100", "0,130"), calc.distance("0,130", "0,100")
    assert out.distance_nm == pytest.approx(back.distance_nm, rel=1e-12)
    assert (out.course_deg, back.course_deg) == pytest.approx((90.0, 270.0))


def test_a_degree_of_longitude_on_the_equator_is_sixty_miles_and_a_bit():
    # 2 pi 6378137 m / 360 / 1852 m
    assert calc.distance("0,0", "0,1").distance_nm == pytest.approx(60.1077, abs=1e-3)


@pytest.mark.parametrize("place", ["RJNK", "rjnk", "Komatsu"])
def test_code_small_code_and_name_are_one_place(place):
    assert calc.distance(place, "RJNK").distance_nm == 0.0


def test_airfields_without_a_card_are_found_by_code():
    assert calc.distance("KLAX", "KJFK").distance_nm == pytest.approx(2151.0, rel=0.002)


@pytest.mark.parametrize("place", ["XXXX", "Komatzu", "91,0", "0,999", "", "12"])
def test_unknown_places_are_refused_with_the_option_named(place):
    with pytest.raises(QuestionError, match="A "):
        calc.distance(place, "RJNK")


def test_a_place_off_the_globe_says_which_figure_is_wrong():
    with pytest.raises(QuestionError) as raised:
        calc.distance("95,135", "36,999")
    assert [str(fault) for fault in raised.value.faults] == [
        "A latitude must be -90 to 90 deg; got 95",
        "B longitude must be -180 to 360 deg; got 999",
    ]


def test_both_unknown_places_are_named_with_the_nearest_name():
    with pytest.raises(QuestionError, match="Komatsu") as raised:
        calc.distance("Komatzu", "XXXX")
    assert len(raised.value.faults) == 2
