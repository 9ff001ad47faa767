"""Fly-outs keep their energy, and reach as far as boost, drag and geometry let them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jointex.drills.shots import Launch, Missile, drag_shape, fly_out

MEDIUM = Missile(152.0, 49.0, 0.178, 14_400.0, 8.0, 0.65, 30.0, 1.0, 80.0)


def head_on(height_m: float = 9_144.0, closing_m_s: float = 270.0) -> Launch:
    return Launch(270.0, height_m, height_m, closing_m_s, -1.0, 0.0)


def reach_m(missile: Missile, launch: Launch) -> float:
    """The farthest of some ranges from which it hits."""
    return max(
        (r for r in np.arange(2_000.0, 120_000.0, 1_000.0) if fly_out(missile, launch, float(r))[0]), default=0.0
    )


def test_drag_is_that_of_the_table_and_highest_just_above_the_speed_of_sound() -> None:
    assert drag_shape(2.0) == 1.0
    machs = np.linspace(0.0, 6.0, 601)
    assert 1.0 < machs[np.argmax([drag_shape(mach) for mach in machs])] < 1.3
    assert np.abs(np.diff([drag_shape(mach) for mach in machs])).max() < 0.06


@pytest.mark.parametrize("range_m", [5_000.0, 20_000.0, 45_000.0, 60_000.0, 90_000.0])
@pytest.mark.parametrize("height_m", [500.0, 9_144.0, 15_000.0])
def test_no_missile_has_more_energy_than_launch_and_motor_gave_it(range_m: float, height_m: float) -> None:
    has_j, given_j = fly_out(MEDIUM, head_on(height_m), range_m)[4:]
    assert 0.0 < has_j < given_j


def test_without_air_drag_and_lift_energy_is_kept() -> None:
    # a tail chase at one height out of the air's reach: what is left is the motor's work
    free = MEDIUM._replace(drag_mach_2=1e-9, life_s=10.0)
    has_j, given_j = fly_out(free, head_on(19_000.0, -100.0), 100_000.0)[4:]
    assert has_j == pytest.approx(given_j, rel=0.05)


@pytest.mark.parametrize("better", [{"thrust_n": 18_000.0}, {"drag_mach_2": 0.5}])
def test_more_thrust_and_less_drag_reach_farther(better: dict[str, float]) -> None:
    assert reach_m(MEDIUM._replace(**better), head_on()) > reach_m(MEDIUM, head_on())


def test_who_comes_is_reached_from_farther_than_who_crosses_and_who_flees() -> None:
    reaches = [reach_m(MEDIUM, head_on(closing_m_s=speed)) for speed in (270.0, 0.0, -270.0)]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[0] > 2.0 * reaches[2]


def test_thin_air_carries_farther() -> None:
    assert reach_m(MEDIUM, head_on(12_000.0)) > reach_m(MEDIUM, head_on(6_000.0)) > reach_m(MEDIUM, head_on(1_000.0))


def test_a_target_that_turns_away_is_out_of_reach_sooner() -> None:
    runs = Launch(270.0, 9_144.0, 9_144.0, 0.0, 17.0, 270.0)
    assert 0.0 < reach_m(MEDIUM, runs) < reach_m(MEDIUM, head_on())


def test_nobody_hits_from_beyond_what_time_allows() -> None:
    fastest_m_s = MEDIUM.thrust_n * MEDIUM.burn_s / (MEDIUM.mass_kg - MEDIUM.propellant_kg) + 270.0
    assert reach_m(MEDIUM, head_on()) < MEDIUM.life_s * (fastest_m_s + 270.0)
    assert not fly_out(MEDIUM, head_on(), 120_000.0)[0]


def test_ten_metres_more_to_fly_take_no_longer_than_they_must() -> None:
    # the last steps shrink towards the target, whatever the step before them was
    near, far = (fly_out(MEDIUM, head_on(), range_m) for range_m in (30_000.0, 30_010.0))
    assert near[0]
    assert far[0]
    assert far[1] - near[1] == pytest.approx(10.0 / (near[2] + 270.0), abs=0.1)
    assert math.isclose(near[3], far[3], rel_tol=1e-6)
