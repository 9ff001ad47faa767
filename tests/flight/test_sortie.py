"""Out and back on the level of kernels: what is flown adds up, searches end where they should, steps are short enough."""

from __future__ import annotations

import math

import pytest

from jointex.flight import sortie
from jointex.flight.journey import most_fuel_kg
from jointex.flight.performance import best_endurance_cruise
from jointex.flight.sortie import ENOUGH_SHARE, Task, farthest, fly_sortie, longest


def test_the_way_there_and_back_is_twice_the_radius(shipped):
    flown = fly_sortie(shipped, shipped, most_fuel_kg(shipped), 9e5, Task())
    assert flown.distance_m == pytest.approx(1.8e6, rel=5e-3)  # descent begins where two rounds agree to 2 km


def test_searches_land_with_the_reserve_or_with_nothing(shipped):
    fuel_kg = most_fuel_kg(shipped)
    for keep in (True, False):
        for _, flown in (farthest(shipped, shipped, Task(1800.0), keep), longest(shipped, shipped, 2e5, keep)):
            assert flown.landing_fuel_kg == pytest.approx(flown.reserve_kg, abs=2.0 * ENOUGH_SHARE * fuel_kg)
            assert (flown.reserve_kg > 0.0) == keep


def test_a_station_out_of_reach_has_no_time(shipped):
    radius_m, _ = farthest(shipped, shipped, Task())
    assert longest(shipped, shipped, 1.2 * radius_m)[0] == 0.0


def test_fuel_given_away_shortens_the_radius(shipped):
    plain_m, _ = farthest(shipped, shipped, Task())
    giving_m, flown = farthest(shipped, shipped, Task(given_kg=0.2 * most_fuel_kg(shipped)))
    assert 0.0 < giving_m < plain_m
    assert flown.phase("given").fuel_kg == pytest.approx(0.2 * most_fuel_kg(shipped))


def test_a_low_run_is_flown_low_and_twice(shipped):
    flown = fly_sortie(shipped, shipped, most_fuel_kg(shipped), 9e5, Task(low_run_m=sortie.LOW_RUN_M))
    low = [phase for phase in flown.phases if phase.name == "low run"]
    assert sum(phase.distance_m for phase in low) == pytest.approx(2.0 * sortie.LOW_RUN_M)
    assert all(phase.level_m == sortie.LOW_LEVEL_M for phase in low)


def test_long_stations_in_long_steps_agree_with_half_hours(shipped, monkeypatch):
    coarse_s, _ = longest(shipped, shipped, 2e5)
    monkeypatch.setattr(sortie, "N_STATION_STEPS", 1000)
    fine_s, _ = longest(shipped, shipped, 2e5)
    assert coarse_s == pytest.approx(fine_s, rel=1e-2)


def test_combat_burns_full_thrust_where_it_is_and_shortens_the_radius(shipped):
    plain_m, _ = farthest(shipped, shipped, Task())
    fought_m, flown = farthest(shipped, shipped, Task(combat_s=120.0))
    assert 0.0 < fought_m < plain_m
    combat = flown.phase("combat")
    assert combat.fuel_kg == pytest.approx(120.0 * sortie.combat_flow_kg_s(shipped, combat.level_m))
    assert combat.distance_m == 0.0
    low = fly_sortie(shipped, shipped, most_fuel_kg(shipped), 5e5, Task(low_run_m=9e4, combat_s=60.0)).phase("combat")
    assert low.level_m == sortie.LOW_LEVEL_M
    assert low.fuel_kg > 0.5 * combat.fuel_kg  # thick air feeds more of it each second


def test_racetrack_costs_what_its_turns_do_and_leaves_the_aircraft_as_it_was(shipped):
    mass_kg, before = shipped.empty_mass_kg + 0.5 * most_fuel_kg(shipped), float(shipped.induced_drag_factor)
    patrol = sortie.on_racetrack(shipped, mass_kg, 9000.0)
    straight = best_endurance_cruise(shipped, mass_kg, 9000.0, 0.0)[1]
    turning = best_endurance_cruise(patrol, mass_kg, 9000.0, 0.0)[1]
    assert float(shipped.induced_drag_factor) == before
    assert 1.005 * straight < turning < 1.07 * straight
    # never more than turning all the time
    assert patrol.induced_drag_factor < before * (1.0 + sortie.PATROL_BANK_TANGENT**2)
    assert math.degrees(math.atan(sortie.PATROL_BANK_TANGENT)) == pytest.approx(20.0)
