"""Sound on its way: absorption, spreading, duration, the ground."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.communities.loudness import STATES, at_distance, noise_data, noise_types, states_of
from jointex.communities.sound import (
    BANDS_HZ,
    DISTANCES_M,
    air_absorption_db_m,
    energy_sum_db,
    exposure_over_greatest_db,
    lateral_attenuation_db,
    spread_levels_dba,
)


@pytest.mark.parametrize(
    ("temperature_c", "humidity", "db_km"),
    [  # ISO 9613-2, table 2: attenuation of octave bands by air [dB/km]; printed to two figures
        (10.0, 0.7, [0.1, 0.4, 1.0, 1.9, 3.7, 9.7, 32.8, 117.0]),
        (20.0, 0.7, [0.1, 0.3, 1.1, 2.8, 5.0, 9.0, 22.9, 76.6]),
        (15.0, 0.8, [0.1, 0.3, 1.1, 2.4, 4.1, 8.3, 23.7, 82.8]),
    ],
)
def test_air_takes_what_the_standard_prints(temperature_c, humidity, db_km):
    found = 1000.0 * air_absorption_db_m(BANDS_HZ, 273.15 + temperature_c, humidity)
    assert found == pytest.approx(db_km, rel=0.03, abs=0.06)  # the table rounds, and uses exact mid-band frequencies


def test_doubling_the_distance_takes_six_decibels_and_what_the_air_takes():
    flat = [-200.0, -200.0, -200.0, -200.0, 0.0, -200.0, -200.0, -200.0]  # 1 kHz alone
    near, far = spread_levels_dba(100.0, 100.0, flat, [100.0, 200.0])
    assert near == pytest.approx(100.0)
    assert near - far == pytest.approx(20.0 * np.log10(2.0) + 100.0 * float(air_absorption_db_m(1000.0)))


def test_ten_equal_sounds_are_ten_decibels_louder():
    assert float(energy_sum_db([80.0] * 10)) == pytest.approx(90.0)


def test_a_pass_at_a_thousand_feet_lasts_pi_half_of_the_time_to_fly_it():
    assert float(exposure_over_greatest_db(304.8)) == pytest.approx(
        10 * np.log10(np.pi / 2 * 304.8 / (160 * 1852 / 3600))
    )


def test_the_ground_takes_nothing_from_above_and_most_from_low_and_far():
    assert float(lateral_attenuation_db(60.0, 500.0)) == 0.0
    assert float(lateral_attenuation_db(0.0, 0.0)) == 0.0
    assert float(lateral_attenuation_db(0.0, 2000.0)) == pytest.approx(
        10.857, abs=0.9
    )  # SAE AIR 5662: 10.86 dB at most


@pytest.mark.parametrize("aircraft", noise_types())
def test_every_card_gets_quieter_with_distance_and_less_power(aircraft):
    states = states_of(aircraft)
    for state in states.values():
        assert np.all(np.diff(state.lmax_dba) < 0)
        assert np.all(np.diff(state.sel_dba) < 0)
        assert state.minus_db >= 0 <= state.plus_db
        assert state.basis in ("published", "derived", "estimated")
        assert state.source
    order = [name for name in ("conventional_approach", "takeoff_military", "takeoff_afterburner") if name in states]
    levels = [float(at_distance(states[name].lmax_dba, 304.8)) for name in order]
    assert levels == sorted(levels)


def test_every_noise_card_is_of_an_aircraft_card_or_of_a_type_asked_for_alone():
    from jointex import cards

    alone = {"FA-18E", "EA-18G", "F-22A", "B-1B", "MV-22B", "F-15C", "P-1", "C-130H"}
    assert set(noise_types()) - alone == set(cards.ids("aircraft"))
    assert set(noise_data()["states"]) == set(STATES)


@given(st.floats(31.0, 30000.0), st.floats(1.001, 3.0))
def test_farther_is_never_louder(distance_m, times):
    table = states_of("F-15J")["takeoff_military"].lmax_dba
    assert at_distance(table, min(distance_m * times, DISTANCES_M[-1])) <= at_distance(table, distance_m)
