"""Best speeds, levels and limits are what they claim to be."""

from __future__ import annotations

import math

import pytest

from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio
from jointex.flight import performance as perf
from jointex.flight.aerodynamics import drag_n
from jointex.flight.propulsion import wet_thrust_n
from jointex.units import STANDARD_GRAVITY_M_S2

LEVEL_M = 9144.0


def air(level_m: float) -> tuple[float, float, float]:
    return pressure_ratio(level_m), perf.temperature_ratio(level_m, 0.0), perf.sound_m_s(level_m, 0.0)


@pytest.mark.parametrize("aim", [0, 1, 2])
def test_no_other_mach_number_serves_an_aim_better(shipped, aim):
    mass_kg = 1.3 * shipped.empty_mass_kg
    mach, best = perf.best_mach(shipped, mass_kg, LEVEL_M, 0.0, aim)
    delta, theta, sound = air(LEVEL_M)

    def worth(number: float) -> float:
        if aim == 2:
            return perf.climb_rate_m_s(shipped, mass_kg, number, delta, theta, sound, False)
        reach = perf.specific_range_m_kg(shipped, mass_kg, number, delta, theta, sound)
        return reach if aim == 0 else reach / (number * sound)

    slowest = perf.slowest_mach(shipped, mass_kg, delta * SEA_LEVEL_PRESSURE_PA)
    fastest = perf.greatest_mach(shipped, delta)
    assert slowest <= mach <= fastest
    # a tenth of a thousandth: the search ends on an interval, not on a point
    assert all(worth(slowest + (fastest - slowest) * i / 200.0) <= best * 1.0001 for i in range(201))


def test_long_range_cruise_gives_up_one_percent_for_speed(shipped):
    mass_kg = 1.3 * shipped.empty_mass_kg
    best, best_reach = perf.best_mach(shipped, mass_kg, LEVEL_M, 0.0, 0)
    mach, reach = perf.long_range_mach(shipped, mass_kg, LEVEL_M, 0.0)
    assert mach > best
    assert reach == pytest.approx(0.99 * best_reach, rel=1e-4)


def test_best_endurance_is_slower_than_best_range(shipped):
    mass_kg = 1.3 * shipped.empty_mass_kg
    slow, flow_kg_s = perf.best_endurance_cruise(shipped, mass_kg, LEVEL_M, 0.0)
    fast, reach = perf.best_mach(shipped, mass_kg, LEVEL_M, 0.0, 0)
    assert slow < fast
    assert flow_kg_s < fast * air(LEVEL_M)[2] / reach


def test_no_other_level_gives_more_range(shipped):
    mass_kg = 1.3 * shipped.empty_mass_kg
    level_m, mach, reach = perf.best_range_cruise(shipped, mass_kg, 0.0, shipped.ceiling_m)
    assert perf.can_cruise(shipped, mass_kg, mach, level_m, 0.0)
    other_m = perf.LOWEST_CRUISE_M
    while other_m <= shipped.ceiling_m:
        other, other_reach = perf.long_range_mach(shipped, mass_kg, other_m, 0.0)
        assert other_reach <= reach or not perf.can_cruise(shipped, mass_kg, other, other_m, 0.0)
        other_m += perf.LEVEL_STEP_M


def test_lighter_aircraft_cruise_higher(shipped):
    heavy_m, _, heavy = perf.best_range_cruise(shipped, 1.5 * shipped.empty_mass_kg, 0.0, 25_000.0)
    light_m, _, light = perf.best_range_cruise(shipped, 1.1 * shipped.empty_mass_kg, 0.0, 25_000.0)
    assert light_m >= heavy_m
    assert light > heavy


def test_at_the_service_ceiling_100_ft_a_minute_are_left(shipped):
    mass_kg = 1.2 * shipped.empty_mass_kg
    is_wet = shipped.wet_thrust_n > 0.0
    ceiling_m = perf.thrust_ceiling_m(shipped, mass_kg, 0.0, is_wet, perf.SERVICE_CLIMB_M_S)
    _, rate = perf.best_mach(shipped, mass_kg, ceiling_m, 0.0, 3 if is_wet else 2)
    assert rate == pytest.approx(100.0 * 0.3048 / 60.0, rel=0.02)
    assert perf.thrust_ceiling_m(shipped, 1.1 * mass_kg, 0.0, is_wet, perf.SERVICE_CLIMB_M_S) < ceiling_m


def test_at_the_greatest_mach_number_thrust_equals_drag(jet):
    mach = perf.thrust_limited_mach(jet, 14_000.0, 11_000.0, 0.0, True)
    delta, theta, _ = air(11_000.0)
    drag = drag_n(jet, 14_000.0, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
    assert wet_thrust_n(jet, mach, delta, theta) == pytest.approx(drag, rel=1e-5)
    assert mach > perf.thrust_limited_mach(jet, 14_000.0, 11_000.0, 0.0, False)


def test_an_aircraft_too_heavy_to_hold_the_level_has_no_speed_there(shipped):
    assert perf.thrust_limited_mach(shipped, 20.0 * shipped.empty_mass_kg, 11_000.0, 0.0, False) == 0.0
    assert perf.long_range_mach(shipped, 20.0 * shipped.empty_mass_kg, 11_000.0, 0.0)[1] == 0.0


def test_excess_power_is_the_rate_of_climb(jet):
    delta, theta, sound = air(5_000.0)
    drag = drag_n(jet, 14_000.0, 1.0, 0.7, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
    power = (wet_thrust_n(jet, 0.7, delta, theta) - drag) * 0.7 * sound
    rate = perf.climb_rate_m_s(jet, 14_000.0, 0.7, delta, theta, sound, True)
    assert rate == pytest.approx(power / (14_000.0 * STANDARD_GRAVITY_M_S2), rel=1e-14)


def test_turn_rate_of_two_g_is_root_three_g_over_speed():
    assert perf.turn_rate_rad_s(200.0, 2.0) == pytest.approx(math.sqrt(3.0) * STANDARD_GRAVITY_M_S2 / 200.0)
    assert perf.turn_rate_rad_s(200.0, 0.5) == 0.0


def test_load_factor_is_bound_by_wing_when_slow_and_by_limit_when_fast(jet):
    assert perf.usable_load_factor(jet, 14_000.0, 0.3, 101_325.0) < 7.0
    assert perf.usable_load_factor(jet, 14_000.0, 0.95, 101_325.0) == 7.0
