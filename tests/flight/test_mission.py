"""Climb, cruise, descent and whole legs: against closed forms, finer steps, and their own books."""

from __future__ import annotations

import itertools
import math

import pytest

from jointex.earth.atmosphere import pressure_ratio
from jointex.flight import journey, mission
from jointex.flight import performance as perf
from jointex.flight.aerodynamics import drag_coefficient, lift_coefficient
from jointex.flight.propulsion import dry_thrust_n
from jointex.units import NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2


def in_pieces(fly, a, mass_kg, ends_m, *more):
    """Fly one change of level as many small ones."""
    total = [0.0, 0.0, 0.0]
    for start_m, end_m in itertools.pairwise(ends_m):
        piece = fly(a, mass_kg - total[2], start_m, end_m, *more)
        total = [sum(pair) for pair in zip(total, piece, strict=True)]
    return total


def test_climb_in_one_go_agrees_with_climb_in_steps_of_25_m(shipped):
    ends_m = [25.0 * i for i in range(321)]
    coarse = mission.climb(shipped, 1.2 * shipped.empty_mass_kg, 0.0, 8000.0, 0.0, False, shipped.climb_mach)
    fine = in_pieces(mission.climb, shipped, 1.2 * shipped.empty_mass_kg, ends_m, 0.0, False, shipped.climb_mach)
    # second order in steps of 250 m; the kink at the crossover level costs the most
    assert coarse == pytest.approx(fine, rel=2e-3)


def test_descent_in_one_go_agrees_with_descent_in_steps_of_25_m(shipped):
    ends_m = [25.0 * i for i in range(320, -1, -1)]
    coarse = mission.descend(shipped, 1.2 * shipped.empty_mass_kg, 8000.0, 0.0, 0.0, shipped.cruise_mach)
    fine = in_pieces(mission.descend, shipped, 1.2 * shipped.empty_mass_kg, ends_m, 0.0, shipped.cruise_mach)
    assert coarse == pytest.approx(fine, rel=2e-3)


def test_climb_turns_excess_work_into_height_and_speed(shipped):
    mass_kg = 1.2 * shipped.empty_mass_kg
    time_s, distance_m, fuel_kg = mission.climb(shipped, mass_kg, 3000.0, 3100.0, 0.0, False, shipped.climb_mach)
    delta, theta, sound = pressure_ratio(3050.0), perf.temperature_ratio(3050.0, 0.0), perf.sound_m_s(3050.0, 0.0)
    speeds = [
        mission.scheduled_mach(shipped, mass_kg, level_m, shipped.climb_cas_m_s, shipped.climb_mach)
        * perf.sound_m_s(level_m, 0.0)
        for level_m in (3000.0, 3100.0)
    ]
    mach = 0.5 * sum(speeds) / sound
    energy_m = 100.0 + 0.5 * (speeds[1] ** 2 - speeds[0] ** 2) / STANDARD_GRAVITY_M_S2
    rate = perf.climb_rate_m_s(shipped, mass_kg, mach, delta, theta, sound, False)
    assert time_s == pytest.approx(energy_m / rate, rel=1e-6)
    assert math.hypot(distance_m, 100.0) == pytest.approx(time_s * 0.5 * sum(speeds), rel=1e-9)
    assert fuel_kg > 0.0


def test_warm_air_is_thicker_so_the_same_levels_are_more_metres_apart(jet):
    # at idle and 3 degrees time over distance is geometry alone
    cold = mission.descend(jet, 13_000.0, 6000.0, 5900.0, 0.0, 0.6)
    warm = mission.descend(jet, 13_000.0, 6000.0, 5900.0, 24.9, 0.6)
    assert warm[1] / cold[1] == pytest.approx((249.475 + 24.9) / 249.475, rel=1e-4)


def test_cruise_agrees_with_the_closed_form_of_constant_level_and_mach(jet):
    # Willans line off, no wave drag at this Mach number: d(mass)/dx = -(A + B m^2), a tangent in closed form
    if hasattr(jet, "__dict__"):
        jet.idle_fuel_fraction = 0.0
    else:
        jet["idle_fuel_fraction"] = 0.0
    level_m, mach, mass_kg, distance_m = 9000.0, 0.7, 17_000.0, 1_000_000.0
    delta, theta = pressure_ratio(level_m), perf.temperature_ratio(level_m, 0.0)
    speed = mach * perf.sound_m_s(level_m, 0.0)
    push_n = perf.pressure_pa(level_m) * 0.7 * mach * mach * 50.0
    per_newton = 2.0e-5 * (1.0 + 0.5 * mach) * math.sqrt(theta) / speed
    a = per_newton * push_n * drag_coefficient(jet, 0.0, mach, 0.0)
    b = per_newton * push_n * 0.125 * (STANDARD_GRAVITY_M_S2 / push_n) ** 2
    root = math.sqrt(a * b)
    end_kg = math.sqrt(a / b) * math.tan(math.atan(math.sqrt(b / a) * mass_kg) - root * distance_m)
    time_s, fuel_kg = mission.cruise(jet, mass_kg, level_m, mach, distance_m, 0.0, 0.0)
    assert dry_thrust_n(jet, mach, delta, theta) > push_n * drag_coefficient(
        jet, lift_coefficient(jet, mass_kg, 1.0, mach, perf.pressure_pa(level_m)), mach, 0.0
    )
    assert time_s == pytest.approx(distance_m / speed, rel=1e-12)
    # midpoint steps of 15 min, second order: 4e-5 off over 1,000 km
    assert fuel_kg == pytest.approx(mass_kg - end_kg, rel=1e-4)


def test_a_leg_covers_its_distance_and_its_books_close(shipped):
    fuel_kg = journey.most_fuel_kg(shipped)
    for distance_nm in (150.0, 500.0, 900.0):
        leg = journey.fly_leg(shipped, fuel_kg, distance_nm * NAUTICAL_MILE_M)
        assert leg.distance_m == pytest.approx(distance_nm * NAUTICAL_MILE_M, abs=50.0)
        assert leg.fuel_kg + leg.landing_fuel_kg == pytest.approx(fuel_kg, abs=1e-9)
        assert all(phase.fuel_kg >= 0.0 and phase.time_s >= 0.0 for phase in leg.phases)


def test_a_range_flight_lands_with_the_reserve_or_with_nothing(shipped):
    fuel_kg = journey.most_fuel_kg(shipped)
    with_reserve = journey.fly_range(shipped, fuel_kg, True)
    to_the_end = journey.fly_range(shipped, fuel_kg, False)
    assert with_reserve.landing_fuel_kg == pytest.approx(with_reserve.reserve_kg, abs=1.0)
    assert to_the_end.landing_fuel_kg == pytest.approx(0.0, abs=1.0)
    assert to_the_end.distance_m > with_reserve.distance_m


def test_a_leg_as_long_as_the_range_needs_the_fuel_of_the_range(shipped):
    fuel_kg = journey.most_fuel_kg(shipped)
    farthest = journey.fly_range(shipped, fuel_kg, True)
    leg = journey.fly_leg(shipped, fuel_kg, farthest.distance_m)
    # the last step climb may fall to either side of the end
    assert leg.fuel_kg == pytest.approx(farthest.fuel_kg, rel=2e-3)
    assert leg.time_s == pytest.approx(farthest.time_s, rel=2e-3)


def test_a_leg_beyond_the_fuel_still_gets_its_time(shipped):
    fuel_kg = journey.most_fuel_kg(shipped)
    farthest = journey.fly_range(shipped, fuel_kg, False)
    leg = journey.fly_leg(shipped, fuel_kg, 1.5 * farthest.distance_m)
    assert leg.landing_fuel_kg < 0.0
    assert 1.3 * farthest.time_s < leg.time_s < 1.7 * farthest.time_s


def test_short_legs_stay_low_and_long_ones_go_high(shipped):
    fuel_kg = 0.8 * journey.most_fuel_kg(shipped)
    levels_m = [
        journey.fly_leg(shipped, fuel_kg, distance_nm * NAUTICAL_MILE_M).phase("cruise").level_m
        for distance_nm in (60.0, 150.0, 600.0)
    ]
    assert levels_m[0] < levels_m[1] <= levels_m[2]


def test_head_wind_costs_time_in_the_ratio_of_ground_speeds(shipped):
    fuel_kg = 0.8 * journey.most_fuel_kg(shipped)
    level_m, mach = min(9144.0, 0.7 * shipped.ceiling_m), min(0.75, 0.9 * shipped.cruise_mach)
    still = journey.fly_leg(shipped, fuel_kg, 1.5e6, journey.STILL_AIR, level_m, mach)
    against = journey.fly_leg(shipped, fuel_kg, 1.5e6, journey.Conditions(headwind_m_s=30.0), level_m, mach)
    speed = mach * perf.sound_m_s(level_m, 0.0)
    cruise_still, cruise_against = still.phase("cruise"), against.phase("cruise")
    assert cruise_still.distance_m / cruise_still.time_s == pytest.approx(speed, rel=1e-9)
    assert cruise_against.distance_m / cruise_against.time_s == pytest.approx(speed - 30.0, rel=1e-9)


def test_default_reserve_is_five_percent_and_twenty_minutes_of_a_fighter(jet):
    reserve_kg = journey.reserve_fuel_kg(jet, 6000.0)
    _, flow_kg_s = perf.best_endurance_cruise(jet, 12_000.0 + 0.5 * reserve_kg, 0.0, 0.0)
    assert reserve_kg == pytest.approx(300.0 + 1200.0 * flow_kg_s, rel=1e-3)
