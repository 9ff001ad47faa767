"""What tankers give and how long it takes: laws, stations that fit, and what cannot be asked."""

from __future__ import annotations

import math

import pytest

from jointex import calc, cards
from jointex.calc.offloads import tankers
from jointex.calc.questions import Question
from jointex.calc.transfers import usable_stations
from jointex.errors import CardError, QuestionError

TANKERS = tankers()


@pytest.mark.parametrize("tanker", TANKERS)
def test_what_is_given_burned_and_landed_is_what_was_loaded(tanker: str) -> None:
    answer = calc.offload(tanker, 500.0)
    total_kg = answer.offload_kg + answer.burned_fuel_kg + answer.landing_fuel_kg
    assert total_kg == pytest.approx(answer.loaded_fuel_kg, rel=1e-12)
    # the search ends within 2e-4 of the fuel loaded
    assert answer.landing_fuel_kg - answer.reserve_fuel_kg == pytest.approx(0.0, abs=2e-4 * answer.loaded_fuel_kg)


def test_farther_off_with_less_fuel_or_more_load_less_is_given() -> None:
    near, far = calc.offload("KC-46A", 500.0), calc.offload("KC-46A", 1500.0)
    assert near.offload_kg > far.offload_kg
    assert calc.offload("KC-46A", 500.0, payload_kg=10_000.0).offload_kg < near.offload_kg
    less = calc.offload("KC-46A", 500.0, takeoff_fuel_kg=80_000.0)
    assert less.offload_kg < near.offload_kg - 0.85 * (near.loaded_fuel_kg - 80_000.0)
    assert less.loaded_fuel_kg == 80_000.0


def test_nothing_is_given_at_the_end_of_the_curve_and_something_before() -> None:
    curve = calc.gives("KC-130J")
    assert [point.offload_kg for point in curve] == sorted((point.offload_kg for point in curve), reverse=True)
    # 2e-4 of the fuel of a KC-130J are 6 kg; the radius is searched to a mile, worth 13 kg
    assert curve[-1].offload_kg == pytest.approx(0.0, abs=20.0)
    asked = calc.offload("KC-130J", curve[2].radius_nm)
    assert asked.offload_kg == pytest.approx(curve[2].offload_kg)


def test_the_card_s_limit_holds_and_tanks_in_the_hold_lift_it() -> None:
    fuller = calc.offload("KC-130J", 100.0, stores={"TANK-HOLD-3600": 1})
    plain = calc.offload("KC-130J", 100.0)
    assert fuller.offload_kg > plain.offload_kg
    tank_kg = cards.store("TANK-HOLD-3600").fuel.si  # type: ignore[union-attr]
    assert fuller.offload_kg <= cards.aircraft("KC-130J").tanker.transferable_fuel.si + tank_kg  # type: ignore[union-attr]


def test_rounds_and_stations_make_the_time() -> None:
    one, two, three = (calc.transfer("KC-46A", "F-35B", 3000.0, receivers=count) for count in (1, 2, 3))
    assert one.total_min == two.total_min < three.total_min
    assert (one.stations_used, two.stations_used, three.rounds) == (1, 2, 2)
    assert three.total_min - two.total_min == pytest.approx(two.contact_min + 1.0)
    assert one.contact_min == pytest.approx(one.transfer_min + 2.0)


def test_the_slower_of_station_and_receiver_sets_the_flow() -> None:
    bomber, fighter = calc.transfer("KC-135R", "B-52H", 20_000.0), calc.transfer("KC-135R", "F-15J", 3_000.0)
    boom = cards.aircraft("KC-135R").tanker.stations["boom"].flow.si  # type: ignore[union-attr]
    assert fighter.flow_kg_min < bomber.flow_kg_min <= 60.0 * boom
    assert fighter.limited_by == "receiver"
    assert fighter.transfer_min == pytest.approx(3000.0 / fighter.flow_kg_min)


@pytest.mark.parametrize("receiver", ["F-35A", "F-35B", "F-15J", "B-52H", "E-767"])
def test_every_pair_either_refuels_or_says_who_could(receiver: str) -> None:
    fits = []
    for tanker in TANKERS:
        question = Question()
        stations = usable_stations(question, cards.aircraft(tanker), cards.aircraft(receiver))
        said = " ".join(str(fault) for fault in question.faults)
        assert bool(stations) != ("Tankers that fit" in said or "Types that do" in said)
        fits += [station.kind for station in stations]
    assert len(set(fits)) == (0 if cards.aircraft(receiver).receiver.by == "none" else 1)


def test_a_kc_767j_cannot_serve_an_f_35b_and_the_way_out_is_named() -> None:
    with pytest.raises(QuestionError) as caught:
        calc.transfer("KC-767J", "F-35B", 3000.0)
    assert "must have a drogue for F-35B" in str(caught.value)
    assert "KC-130J, KC-135R-BDA, KC-135R-MPRS, KC-46A" in str(caught.value)


BAD = [
    (lambda: calc.offload("F-15J", 500.0), "Tankers: KC-130J"),
    (lambda: calc.offload("KC-46A", -1.0), "--radius-nm"),
    (lambda: calc.offload("KC-46A", math.nan), "--radius-nm"),
    (lambda: calc.offload("KC-46A", 6000.0), "nothing left to give"),
    (lambda: calc.offload("KC-46A", 500.0, takeoff_fuel_kg=-5.0), "--takeoff-fuel-kg"),
    (lambda: calc.offload("KC-46A", 500.0, takeoff_fuel_kg=1e6), "Tanks hold"),
    (lambda: calc.offload("KC-46A", 500.0, takeoff_fuel_kg=500.0), "--takeoff-fuel-kg must carry the tanker"),
    (lambda: calc.transfer("KC-46A", "F-35B", 0.0), "--kg"),
    (lambda: calc.transfer("KC-46A", "F-35B", 1e5), "F-35B holds at most"),
    (lambda: calc.transfer("KC-46A", "F-35B", 3000.0, receivers=0), "--receivers"),
    (lambda: calc.transfer("KC-46A", "F-35B", 3000.0, receivers=50), "can give 94,198 kg in all"),
    (lambda: calc.transfer("F-35B", "F-35B", 3000.0), "must be a tanker"),
    (lambda: calc.transfer("KC-46A", "E-767", 3000.0), "neither receptacle nor probe"),
]


@pytest.mark.parametrize(("ask", "words"), BAD)
def test_what_cannot_be_asked_is_said(ask: object, words: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask()  # type: ignore[operator]
    assert words in str(caught.value)


def test_both_unknown_aircraft_are_named_at_once() -> None:
    with pytest.raises(CardError) as caught:
        calc.transfer("KC-13R", "F-15K", 3000.0)
    assert len(caught.value.faults) == 2
