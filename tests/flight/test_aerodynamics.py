"""Drag and lift beside the same formulas worked out by hand."""

from __future__ import annotations

import math

import pytest

from jointex.flight.aerodynamics import (
    DRAG_RISE_LIFT_LOSS,
    drag_coefficient,
    drag_n,
    largest_lift_coefficient,
    lift_coefficient,
    lift_limited_load_factor,
    stall_mach,
    wave_drag_coefficient,
)
from jointex.units import STANDARD_GRAVITY_M_S2


def test_lift_carries_the_weight_times_the_load_factor(jet):
    # 0.7 * 50 kPa * 0.6^2 * 50 m2 = 630 kN of dynamic pressure on the wing
    expected = 3.0 * 15_000.0 * STANDARD_GRAVITY_M_S2 / 630_000.0
    assert lift_coefficient(jet, 15_000.0, 3.0, 0.6, 50_000.0) == pytest.approx(expected, rel=1e-14)


def test_subsonic_drag_is_the_parabola_and_the_stores(jet):
    expected = 0.02 + 0.125 * 0.4**2 + 0.5 / 50.0
    assert drag_coefficient(jet, 0.4, 0.6, 0.0) == pytest.approx(expected, rel=1e-14)
    assert drag_coefficient(jet, 0.4, 0.6, 1.0) == pytest.approx(expected + 0.05, rel=1e-14)


def test_supersonic_drag_adds_wave_and_more_induced_drag(jet):
    wave = 0.04 * (1.0 - 0.5 * (1.5 - 1.1))
    expected = 0.02 + 0.125 * (1.0 + 2.0 * 0.5) * 0.2**2 + wave + 0.5 / 50.0
    assert drag_coefficient(jet, 0.2, 1.5, 0.0) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("mach", "share"), [(0.8, 0.0), (0.9, 0.0), (1.0, 0.5), (1.1, 1.0)])
def test_wave_drag_rises_smoothly_from_start_to_peak(jet, mach, share):
    assert wave_drag_coefficient(jet, 0.0, mach) == pytest.approx(0.04 * share, rel=1e-12)


def test_lift_brings_the_drag_rise_on_earlier(jet):
    earlier = wave_drag_coefficient(jet, 0.5, 1.0 - 0.5 * DRAG_RISE_LIFT_LOSS)
    assert earlier == pytest.approx(wave_drag_coefficient(jet, 0.0, 1.0), rel=1e-12)


def test_wave_drag_never_turns_into_thrust(jet):
    assert wave_drag_coefficient(jet, 0.0, 5.0) == 0.0


def test_drag_is_coefficient_times_pressure_times_area(jet):
    lift = lift_coefficient(jet, 15_000.0, 1.0, 0.6, 50_000.0)
    expected = 630_000.0 * drag_coefficient(jet, lift, 0.6, 0.0)
    assert drag_n(jet, 15_000.0, 1.0, 0.6, 50_000.0, 0.0) == pytest.approx(expected, rel=1e-14)


def test_at_the_stall_the_largest_lift_just_carries_the_weight(jet):
    mach = stall_mach(jet, 15_000.0, 2.0, 101_325.0)
    assert lift_coefficient(jet, 15_000.0, 2.0, mach, 101_325.0) == pytest.approx(1.25, rel=1e-12)
    assert mach == pytest.approx(stall_mach(jet, 15_000.0, 1.0, 101_325.0) * math.sqrt(2.0), rel=1e-12)


def test_wing_gives_less_lift_near_mach_one_and_the_load_factor_follows(jet):
    assert largest_lift_coefficient(jet, 0.2) == 1.25
    assert largest_lift_coefficient(jet, 0.8) == pytest.approx(1.25 * 0.7)
    assert largest_lift_coefficient(jet, 2.0) == pytest.approx(1.25 * 0.4)
    n = lift_limited_load_factor(jet, 15_000.0, 0.8, 50_000.0)
    assert lift_coefficient(jet, 15_000.0, n, 0.8, 50_000.0) == pytest.approx(1.25 * 0.7, rel=1e-12)
