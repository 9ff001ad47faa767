"""Plan and `calc` agree on runways: the length there is, and what take-off and landing need."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

import pytest

from jointex import calc, cards, scenario
from jointex.cards import BaseCard
from jointex.earth.atmosphere import isa_temperature_k
from jointex.planning.checks import take_off_findings
from jointex.planning.fields import field_offset_k
from jointex.planning.flights import Draft, draft_flight
from jointex.planning.runways import landing_lengths_at_m, take_off_lengths_m, usable_runway_m
from jointex.planning.winds import mean_weather
from jointex.scenario import Scenario
from jointex.units import CELSIUS_ZERO_K

NAMES = [path.stem for path in sorted(scenario.find("sea-of-japan").parent.glob("*.yaml"))]


@functools.cache
def drafts(name: str) -> tuple[Scenario, tuple[Draft, ...]]:
    """Return a shipped scenario and its flights, drafted."""
    exercise = scenario.load(scenario.find(name))
    weather = mean_weather(exercise)
    return exercise, tuple(draft_flight(exercise, flight, weather) for flight in exercise.flights)


def answer(exercise: Scenario, draft: Draft, base: BaseCard) -> tuple[Any, Any]:
    """Return what `calc bases` says of a base for the load of a flight, and the whole answer."""
    flight = draft.flight
    air_k = float(isa_temperature_k(base.elevation_m)) + field_offset_k(exercise, base)
    found = calc.bases(
        draft.card.id,
        base.id,
        within_nm=1.0,
        payload_kg=flight.payload_kg,
        fuel_kg=draft.fuel_kg,
        stores=flight.stores,
        mode="vertical" if flight.landing_mode == "vertical" else flight.takeoff_mode,
        oat_c=air_k - CELSIUS_ZERO_K,
    )
    return next(use for use in found.bases if use.base == base.id), found


@pytest.mark.parametrize("name", NAMES)
def test_plan_and_calc_say_the_same_of_the_bases_of_shipped_scenarios(name: str) -> None:
    exercise, flights = drafts(name)
    for draft in flights:
        bases = draft.bases
        for base in {place.id: place for place in (bases.base, bases.recovery, *bases.diverts)}.values():
            if base.id not in cards.ids("bases"):
                continue  # calc lists bases with a card
            use, found = answer(exercise, draft, base)
            assert usable_runway_m(draft, base) == pytest.approx(use.runway_m)
            left_kg = found.landing_mass_kg - draft.a.empty_mass_kg - draft.a.load_mass_kg
            needed_m = landing_lengths_at_m(exercise, draft, base, left_kg)[1]
            assert needed_m == pytest.approx(use.landing_m, rel=1e-6)
            if base is bases.base:
                assert take_off_lengths_m(exercise, draft)[1] == pytest.approx(use.takeoff_m, rel=1e-6)
                is_refused = any("runway" in finding.rule for finding in take_off_findings(exercise, draft))
                assert is_refused == (use.takeoff_m > use.runway_m)


def drafted(exercises: ModuleType, changes: dict[str, Any], flight: str = "HERON") -> tuple[Scenario, Draft]:
    exercise = exercises.exercise("short", changes)
    return exercise, draft_flight(exercise, exercise.flight(flight), mean_weather(exercise))


def test_a_jet_is_not_planned_onto_a_coral_strip_that_a_turboprop_takes(exercises: ModuleType) -> None:
    strip = {"flights.HERON.base": "RODE", "flights.HERON.fuel": "9 klb"}
    exercise, jet = drafted(exercises, strip)
    (finding,) = take_off_findings(exercise, jet)
    assert finding.rule == "runway long enough for take-off"
    assert "jets keep off the unpaved one of" in finding.text
    assert finding.limit == usable_runway_m(jet, jet.bases.base) < jet.bases.base.longest_runway_m
    _, prop = drafted(exercises, {**strip, "flights.HERON.aircraft": "KC-130J", "flights.HERON.fuel": "20 klb"})
    assert usable_runway_m(prop, prop.bases.base) == prop.bases.base.longest_runway_m


def test_a_short_take_off_is_scaled_by_mass_heat_and_height(exercises: ModuleType) -> None:
    changes = {"flights.HERON.aircraft": "F-35B", "flights.HERON.takeoff": "short", "flights.HERON.fuel": "12 klb"}
    exercise, light = drafted(exercises, changes)
    run_m, needed_m = take_off_lengths_m(exercise, light)
    hot = {**changes, "weather": {"RJNG": {"temperature": "35 C"}}}
    assert run_m < needed_m
    mass_kg = float(light.a.empty_mass_kg + light.fuel_kg)
    said = calc.takeoff("F-35B", base="RJNG", mass_kg=mass_kg, mode="short")
    assert needed_m == pytest.approx(said.field_length_m, rel=1e-6)
    warm = calc.takeoff("F-35B", base="RJNG", mass_kg=mass_kg, mode="short", oat_c=35.0)
    assert take_off_lengths_m(*drafted(exercises, hot))[1] == pytest.approx(warm.field_length_m, rel=1e-6)
    assert warm.field_length_m > needed_m
