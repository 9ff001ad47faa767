"""Flights that share a tanker keep clear of each other, on the way to it, beside it and on the way on."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.fleet.log import Event

FOOT_M = 0.3048


@pytest.fixture(scope="module")
def shared(exercises):
    """The exercise of three flights at one tanker, with nothing drawn."""
    return exercises.fly(exercises.plan("island-dispersal", exercises.NOMINAL), range(1), tracks_every_s=5.0)


def rows(runs, event: Event):
    return runs.events[runs.events["event"] == event]


def test_three_flights_take_fuel_and_leave_from_levels_of_their_own(shared):
    left = rows(shared, Event.LEFT_TANKER)
    assert len(left) == 3
    gaps_ft = np.diff(np.sort(left["altitude_m"])) / FOOT_M
    assert np.all(gaps_ft > 900.0)


def test_the_higher_a_flight_leaves_the_sooner_it_does(shared):
    left = rows(shared, Event.LEFT_TANKER)
    by_time = left[np.argsort(left["time_s"])]
    assert np.all(np.diff(by_time["altitude_m"]) < 0.0)


def test_nobody_comes_within_1000_ft_of_another_flight(shared):
    least_m = shared.tallies["least_separation_m"]
    assert np.nanmin(least_m) > 900.0 * FOOT_M


def test_each_reaches_its_work_within_two_minutes(shared):
    late_s = rows(shared, Event.ON_STATION)["value"]
    assert np.abs(late_s).max() < 120.0


def test_the_tanker_stays_until_the_last_one_is_clear(shared):
    last_s = rows(shared, Event.LEFT_TANKER)["time_s"].max()
    tanker = shared.plan.members.index("SUMO1")
    off = rows(shared, Event.OFF_STATION)
    assert off[off["aircraft"] == tanker]["time_s"][0] >= last_s + 240.0
