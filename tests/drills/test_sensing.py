"""Laws of seeing: the fourth root, the horizon, chances that fall with range, signatures between their directions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jointex.drills.sensing import (
    FALSE_ALARM,
    found_by,
    horizon_m,
    is_in_field,
    is_in_notch,
    look_chance,
    range_against_m,
    range_of_chance_m,
    signature_m2,
)
from jointex.units import FOOT_M, KNOT_M_S, NAUTICAL_MILE_M

ASPECTS = (2.5, 1.75, 3.5)


@pytest.mark.parametrize(("high_ft", "other_ft", "nm"), [(34_000, 34_000, 454), (34_000, 500, 254), (25_000, 500, 222)])
def test_the_horizon_is_that_of_the_textbook(high_ft: float, other_ft: float, nm: float) -> None:
    # 1.23 NM times the roots of both heights in feet
    assert horizon_m(high_ft * FOOT_M, other_ft * FOOT_M) / NAUTICAL_MILE_M == pytest.approx(nm, rel=0.005)


@pytest.mark.parametrize(
    ("signature", "factor"), [(100.0, 2.36), (10.0, 1.33), (1.0, 0.75), (0.01, 0.24), (0.001, 0.13)]
)
def test_ranges_grow_with_the_fourth_root_of_the_signature(signature: float, factor: float) -> None:
    assert range_against_m(1.0, 3.2, signature) == pytest.approx(factor, abs=0.006)


def test_a_tenth_of_the_signature_leaves_0_56_of_the_range() -> None:
    assert range_against_m(70.0, 3.2, 0.32) / 70.0 == pytest.approx(0.562, abs=0.001)


def test_one_look_in_two_finds_it_at_the_range_of_the_card_and_fewer_beyond() -> None:
    assert look_chance(70.0, 70.0, FALSE_ALARM) == pytest.approx(0.5)
    chances = [look_chance(range_nm, 70.0, FALSE_ALARM) for range_nm in (10.0, 40.0, 70.0, 100.0, 1000.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.98
    assert chances[-1] == pytest.approx(FALSE_ALARM, rel=0.1)


@pytest.mark.parametrize("chance", [0.01, 0.1, 0.5, 0.9, 0.99])
def test_range_and_chance_are_inverse(chance: float) -> None:
    assert look_chance(range_of_chance_m(chance, 70.0, FALSE_ALARM), 70.0, FALSE_ALARM) == pytest.approx(chance)


def test_a_better_radar_and_a_larger_target_are_never_found_less() -> None:
    draws = np.random.default_rng(5)
    for range_nm, half_nm, signature, more in draws.uniform(0.5, 100.0, (200, 4)):
        half = range_against_m(half_nm, 3.2, signature)
        assert look_chance(range_nm, half, 1e-6) <= look_chance(
            range_nm, range_against_m(half_nm + more, 3.2, signature), 1e-6
        )
        assert look_chance(range_nm, half, 1e-6) <= look_chance(
            range_nm, range_against_m(half_nm, 3.2, signature + more), 1e-6
        )


def test_signatures_are_those_of_the_card_from_its_directions_and_between_them_elsewhere() -> None:
    seen = [signature_m2(10.0, *ASPECTS, math.radians(deg), 0.0) for deg in (0.0, 90.0, 180.0)]
    assert seen == pytest.approx([10.0, 25.0, 17.5])
    assert signature_m2(10.0, *ASPECTS, 0.7, 0.5 * math.pi) == pytest.approx(35.0)
    for deg in range(1, 180):
        assert 10.0 < signature_m2(10.0, *ASPECTS, math.radians(deg), 0.0) <= 25.0 + 1e-9


def test_nothing_jumps_as_a_target_turns() -> None:
    angles = np.linspace(0.0, math.pi, 721)
    seen = np.array([signature_m2(10.0, *ASPECTS, float(angle), 0.0) for angle in angles])
    assert np.abs(np.diff(np.log(seen))).max() < 0.01


def test_fields_and_notches() -> None:
    assert is_in_field(math.radians(59.0), 0.0, math.radians(60.0), math.radians(60.0))
    assert not is_in_field(math.radians(-61.0), 0.0, math.radians(60.0), math.radians(60.0))
    assert not is_in_field(0.0, math.radians(61.0), math.radians(60.0), math.radians(60.0))
    own, notch = 250.0, 55.0 * KNOT_M_S
    assert is_in_notch(own, own, notch)  # it flies across: only the radar's own flight closes the distance
    assert not is_in_notch(own + 200.0, own, notch)
    assert not is_in_notch(own - 200.0, own, notch)


def test_looks_add_up() -> None:
    assert found_by(np.array([0.5, 0.5])) == pytest.approx(0.75)
    assert found_by(np.zeros(0)) == 0.0
