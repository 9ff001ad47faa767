"""Out and back on the level of kernels: what is flown adds up, searches end where they should, steps are short enough."""

from __future__ import annotations

import pytest

from jointex.flight import sortie
from jointex.flight.journey import most_fuel_kg
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
