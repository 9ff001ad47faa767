"""Thrust and fuel flow beside the same formulas worked out by hand."""

from __future__ import annotations

import math

import pytest

from jointex.flight.propulsion import (
    dry_thrust_n,
    fuel_flow_kg_s,
    idle_thrust_n,
    power_lapse,
    thrust_lapse,
    wet_thrust_n,
)


def test_cold_engine_follows_total_pressure_and_the_loss_with_mach_number():
    expected = 0.5 * 1.2**3.5 * (1.0 - 0.25)
    assert thrust_lapse(1.0, 0.5, 0.75, 0.25, 1.05, 3.0) == pytest.approx(expected, rel=1e-14)


def test_hot_engine_loses_thrust_beyond_its_break():
    total_temperature = 0.9 * 1.8  # static ratio 0.9 at Mach 2
    expected = 0.2 * 1.8**3.5 * (1.0 - 2.0 * (1.0 - 1.05 / total_temperature))
    assert thrust_lapse(2.0, 0.2, 0.9, 0.0, 1.05, 2.0) == pytest.approx(expected, rel=1e-14)


def test_thrust_stays_above_nothing_however_hot():
    assert thrust_lapse(3.0, 0.1, 1.0, 0.0, 1.0, 4.0) > 0.0


def test_static_sea_level_thrust_is_the_rating(jet):
    assert dry_thrust_n(jet, 0.0, 1.0, 1.0) == 100_000.0
    assert wet_thrust_n(jet, 0.0, 1.0, 1.0) == 160_000.0


def test_without_afterburner_full_thrust_is_dry_thrust(jet):
    if hasattr(jet, "__dict__"):
        jet.wet_thrust_n = 0.0
    else:
        jet["wet_thrust_n"] = 0.0
    assert wet_thrust_n(jet, 0.8, 0.3, 0.8) == dry_thrust_n(jet, 0.8, 0.3, 0.8)
    assert fuel_flow_kg_s(jet, 1e9, 0.8, 0.3, 0.8) == fuel_flow_kg_s(
        jet, dry_thrust_n(jet, 0.8, 0.3, 0.8), 0.8, 0.3, 0.8
    )


def test_full_dry_flow_is_consumption_times_thrust(jet):
    dry_n = dry_thrust_n(jet, 0.8, 0.3, 0.81)
    expected = 2.0e-5 * (1.0 + 0.5 * 0.8) * 0.9 * dry_n
    assert fuel_flow_kg_s(jet, dry_n, 0.8, 0.3, 0.81) == pytest.approx(expected, rel=1e-14)


def test_idle_flow_is_the_stated_share_and_a_floor(jet):
    full = fuel_flow_kg_s(jet, dry_thrust_n(jet, 0.8, 0.3, 0.81), 0.8, 0.3, 0.81)
    assert fuel_flow_kg_s(jet, 0.0, 0.8, 0.3, 0.81) == pytest.approx(0.1 * full, rel=1e-14)
    assert fuel_flow_kg_s(jet, -5e4, 0.8, 0.3, 0.81) == fuel_flow_kg_s(jet, 0.0, 0.8, 0.3, 0.81)


def test_half_dry_thrust_lies_on_the_willans_line(jet):
    dry_n = dry_thrust_n(jet, 0.8, 0.3, 0.81)
    full = fuel_flow_kg_s(jet, dry_n, 0.8, 0.3, 0.81)
    assert fuel_flow_kg_s(jet, 0.5 * dry_n, 0.8, 0.3, 0.81) == pytest.approx(0.55 * full, rel=1e-14)


def test_afterburner_flow_runs_straight_from_dry_to_wet(jet):
    dry_n, wet_n = dry_thrust_n(jet, 0.8, 0.3, 0.81), wet_thrust_n(jet, 0.8, 0.3, 0.81)
    dry, wet = (fuel_flow_kg_s(jet, thrust, 0.8, 0.3, 0.81) for thrust in (dry_n, wet_n))
    assert wet == pytest.approx(5.0e-5 * (1.0 + 0.2 * 0.8) * math.sqrt(0.81) * wet_n, rel=1e-14)
    middle = fuel_flow_kg_s(jet, 0.5 * (dry_n + wet_n), 0.8, 0.3, 0.81)
    assert middle == pytest.approx(0.5 * (dry + wet), rel=1e-12)


def test_idle_thrust_is_gone_at_mach_one(jet):
    assert idle_thrust_n(jet, 0.0, 1.0, 1.0) == pytest.approx(5_000.0)
    assert idle_thrust_n(jet, 1.0, 1.0, 1.0) == 0.0
    assert idle_thrust_n(jet, 1.5, 1.0, 1.0) == 0.0


def disc_thrust_n(power_w: float, speed_m_s: float, area_m2: float) -> float:
    """Return the thrust of an ideal disc at sea level: power is thrust times the speed through the disc (bisection)."""
    low, high = 0.0, 1e6
    for _ in range(80):
        thrust_n = 0.5 * (low + high)
        induced_m_s = -0.5 * speed_m_s + math.sqrt(0.25 * speed_m_s**2 + thrust_n / (2.0 * 1.225 * area_m2))
        if thrust_n * (speed_m_s + induced_m_s) < power_w:
            low = thrust_n
        else:
            high = thrust_n
    return low


@pytest.mark.parametrize("speed_m_s", [60.0, 80.0, 100.0, 130.0, 180.0])
def test_propeller_pulls_what_momentum_theory_gives_in_flight(turboprop, speed_m_s):
    # a disc whose static thrust is the card's over a figure of merit of 0.72, in the middle of the range in use
    turboprop.propeller_efficiency = 1.0
    static_n = turboprop.dry_thrust_n / 0.72
    area_m2 = static_n**3 / (2.0 * 1.225 * turboprop.shaft_power_w**2)
    ideal_n = disc_thrust_n(turboprop.shaft_power_w, speed_m_s, area_m2)
    assert dry_thrust_n(turboprop, speed_m_s / 340.294, 1.0, 1.0) == pytest.approx(ideal_n, rel=0.035)


def test_fast_propeller_pulls_its_power_times_efficiency_over_speed(turboprop):
    speed_m_s = 0.8 * 340.294
    assert dry_thrust_n(turboprop, 0.8, 1.0, 1.0) == pytest.approx(0.8 * 10e6 / speed_m_s, rel=0.02)
    assert dry_thrust_n(turboprop, 0.8, 1.0, 1.0) < 0.8 * 10e6 / speed_m_s
    assert wet_thrust_n(turboprop, 0.5, 1.0, 1.0) == dry_thrust_n(turboprop, 0.5, 1.0, 1.0)


def test_propeller_pulls_no_more_than_it_does_standing(turboprop):
    assert dry_thrust_n(turboprop, 0.0, 1.0, 1.0) == 150_000.0
    assert dry_thrust_n(turboprop, 0.05, 1.0, 1.0) == 150_000.0


def test_flat_rated_turboprop_keeps_its_power_until_the_air_is_thin():
    assert power_lapse(0.0, 0.9, 1.0, 1.25) == 1.0
    assert power_lapse(0.0, 0.5, 1.0, 1.25) == pytest.approx(1.25 * 0.5, rel=1e-14)


def test_hot_day_takes_power_from_a_turboprop():
    assert power_lapse(0.0, 0.6, 1.1, 1.0) < power_lapse(0.0, 0.6, 1.0, 1.0)


def test_full_flow_of_a_turboprop_is_consumption_times_power(turboprop):
    full = dry_thrust_n(turboprop, 0.5, 0.6, 0.9)
    power_w = 10e6 * power_lapse(0.5, 0.6, 0.9, 1.2)
    assert fuel_flow_kg_s(turboprop, full, 0.5, 0.6, 0.9) == pytest.approx(8e-8 * power_w, rel=1e-14)
    assert fuel_flow_kg_s(turboprop, 1e9, 0.5, 0.6, 0.9) == pytest.approx(8e-8 * power_w, rel=1e-14)
    assert fuel_flow_kg_s(turboprop, 0.5 * full, 0.5, 0.6, 0.9) == pytest.approx(0.6 * 8e-8 * power_w, rel=1e-14)
    assert fuel_flow_kg_s(turboprop, -1.0, 0.5, 0.6, 0.9) == pytest.approx(0.2 * 8e-8 * power_w, rel=1e-14)


def test_fuel_by_thrust_grows_with_speed_as_the_book_says(turboprop):
    # Mattingly, Heiser and Pratt, eq. 3.12: (0.18 + 0.8 M) sqrt(theta); power over speed gives the part that grows with M
    def consumption(mach):
        full = dry_thrust_n(turboprop, mach, 0.5, 0.85)
        return fuel_flow_kg_s(turboprop, full, mach, 0.5, 0.85) / full

    book = (0.18 + 0.8 * 0.6) / (0.18 + 0.8 * 0.4)
    # the book's constant term makes it grow more slowly than in proportion
    assert book < consumption(0.6) / consumption(0.4) <= 1.5 + 1e-12
