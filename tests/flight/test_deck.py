"""The moving deck: limits of long and short waves, order with the sea, and what the margins are made of."""

from __future__ import annotations

import math

import pytest

from jointex.earth.sea import SEA_STATES, Sea, sea, wave_energy_m2_s
from jointex.flight import deck
from jointex.units import STANDARD_GRAVITY_M_S2

SHIP = (248.0, 7.5, 19.95e6)


def test_the_spectrum_holds_the_height_of_its_waves():
    step = 0.005
    for waves in SEA_STATES[3:8]:
        total = sum(wave_energy_m2_s(waves, (i + 0.5) * step) * step for i in range(1200))
        assert 4.0 * math.sqrt(total) == pytest.approx(waves.height_m, rel=0.01)


def test_sea_states_grow():
    assert [state.height_m for state in SEA_STATES] == sorted(state.height_m for state in SEA_STATES)
    assert sea(5).height_m == pytest.approx(3.25)
    with pytest.raises(ValueError, match="0 to 9"):
        sea(10)


def test_waves_far_longer_than_the_ship_carry_it_as_they_carry_a_cork():
    motion = deck.motion_in_sea(*SHIP, 0.0, Sea(4.0, 30.0))
    assert motion.heave_m == pytest.approx(2.0, rel=0.25)  # half the height; the tail of the spectrum is shorter
    short = deck.motion_in_sea(*SHIP, 0.0, Sea(4.0, 5.0))
    assert short.heave_m < 0.1 * motion.heave_m


def test_rougher_seas_and_shorter_ships_move_more():
    pitches = [deck.motion_in_sea(*SHIP, 8.0, sea(state)).pitch_rad for state in range(9)]
    assert pitches == sorted(pitches)
    frigate = deck.motion_in_sea(130.0, 5.0, 5e6, 8.0, sea(5))
    assert frigate.pitch_rad > 2.0 * pitches[5]


def test_a_large_ship_flies_in_state_five_and_not_in_state_eight():
    assert deck.motion_in_sea(*SHIP, 10.0, sea(5)).is_within_limits
    assert not deck.motion_in_sea(*SHIP, 10.0, sea(8)).is_within_limits


def test_a_falling_bow_is_stopped_within_the_sink_allowed():
    motion = deck.DeckMotion(bow_velocity_m_s=2.0)
    rise = motion.launch_acceleration_m_s2
    assert 2.0**2 / (2.0 * rise) == pytest.approx(deck.SINK_ALLOWED_M)


def test_a_run_up_a_slope_is_the_level_run_with_less_acceleration():
    acceleration, speed, slope = 4.0, 40.0, math.radians(2.0)
    level_m = speed**2 / (2.0 * acceleration)
    uphill_m = speed**2 / (2.0 * (acceleration - STANDARD_GRAVITY_M_S2 * math.sin(slope)))
    assert deck.run_up_slope_m(level_m, speed, slope) == pytest.approx(uphill_m)
    assert deck.run_up_slope_m(level_m, speed, 0.0) == pytest.approx(level_m)
    assert math.isinf(deck.run_up_slope_m(level_m, speed, math.radians(40.0)))


def test_given_pitch_and_heave_make_the_velocity_of_the_bow():
    motion = deck.motion_of(math.radians(1.0), 0.5, 200.0, 10.0)
    rate = 2.0 * math.pi / 10.0
    assert motion.spot_velocity_m_s == pytest.approx(rate * 0.5)
    assert motion.bow_velocity_m_s == pytest.approx(rate * math.hypot(0.5, 100.0 * math.radians(1.0)))
