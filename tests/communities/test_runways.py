"""Take-offs and landings lie on the runway near a base, turn to the flown way beyond, and keep distance and height."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex import api
from jointex.communities.flown import EARTH_M, Rows, hear_near
from jointex.communities.places import around_bases
from jointex.communities.runways import FREE_M, STRAIGHT_M, Ways, bent

OUT = np.linspace(0.0, 30_000.0, 61)


def flown(bearing_deg: float) -> np.ndarray:
    """Return a straight climb from the base in a direction."""
    angle = np.radians(bearing_deg)
    return np.column_stack([OUT * np.sin(angle), OUT * np.cos(angle), 0.1 * OUT])


def direction_deg(place: np.ndarray) -> np.ndarray:
    return np.degrees(np.arctan2(place[:, 0], place[:, 1])) % 360.0


@given(st.floats(0.0, 359.0), st.floats(0.0, 359.0))
def test_near_the_base_it_is_the_runway_and_far_off_what_was_flown(bearing_deg, way_deg):
    place = flown(bearing_deg)
    n = len(place)
    found = bent(place, np.full(n, way_deg), np.zeros(n, int), np.ones(n, bool))
    assert np.allclose(np.hypot(found[:, 0], found[:, 1]), OUT, atol=1e-6)
    assert np.array_equal(found[:, 2], place[:, 2])
    near, far = (OUT > 0.0) & (OUT <= STRAIGHT_M), OUT >= FREE_M
    off = (direction_deg(found[near]) - way_deg + 180.0) % 360.0 - 180.0
    assert np.allclose(off, 0.0, atol=1e-6)
    assert np.allclose(found[far], place[far])
    turned = np.unwrap(np.arctan2(found[1:, 0], found[1:, 1]))
    assert np.all(np.diff(turned) >= -1e-9) or np.all(np.diff(turned) <= 1e-9)  # it turns to one side


def test_what_neither_takes_off_nor_lands_here_stays_as_flown():
    place = flown(30.0)
    assert np.array_equal(bent(place, np.zeros(61), np.zeros(61, int), np.zeros(61, bool)), place)


def test_into_the_wind_where_it_is_known_else_half_the_runs_from_each_end():
    runs, times = np.arange(4), np.zeros(4)
    assert Ways(100.0).heading_deg(runs, times).tolist() == [100.0, 280.0, 100.0, 280.0]
    windy = Ways(100.0, ((0.0, 90.0, 8.0), (3600.0, 270.0, 8.0)))
    assert windy.heading_deg(runs, times).tolist() == [100.0] * 4
    assert windy.heading_deg(runs, times + 4000.0).tolist() == [280.0] * 4
    calm = Ways(100.0, ((0.0, 90.0, 0.5),))
    assert calm.heading_deg(runs, times).tolist() == [100.0, 280.0, 100.0, 280.0]


def test_runs_that_use_one_end_are_told_apart_where_no_wind_tells():
    runs = np.arange(4)
    assert Ways(100.0).end_of(runs).tolist() == [0, 1, 0, 1]
    assert Ways(100.0, ((0.0, 90.0, 8.0),)).end_of(runs).tolist() == [0, 0, 0, 0]


def test_a_take_off_to_the_north_is_heard_along_the_runway_first():
    n = 31
    north_deg = np.degrees(np.linspace(0.0, 30_000.0, n) / EARTH_M)
    zero = np.zeros(n)
    rows = Rows(
        zero.astype(int), zero.astype(int), np.arange(n) * 10.0, north_deg, zero, np.linspace(2.0, 2000.0, n), zero + 100.0,
        zero, zero + 1.0, np.full(n, np.inf), zero,
    )  # fmt: skip
    none = {name: np.zeros(0) for name in ("run", "aircraft", "latitude_deg", "longitude_deg")}
    straight, bend = (
        hear_near(rows, none, {0: "F-15J"}, frozenset(), (0.0, 0.0), 0.0, (), ways) for ways in (None, Ways(90.0))
    )
    assert np.allclose(straight.segments.end_m[:, 0], 0.0)
    close = np.hypot(*bend.segments.end_m[:, :2].T) <= STRAIGHT_M
    assert np.all(bend.segments.end_m[close, 0] > 900.0)
    assert np.allclose(bend.segments.end_m[close, 1], 0.0, atol=1.0)
    assert np.allclose(bend.segments.end_m[-1], straight.segments.end_m[-1])
    assert np.allclose(bend.segments.speed_m_s, straight.segments.speed_m_s)


def test_bases_of_the_flagship_have_their_runways():
    scenario = api.load("sea-of-japan")
    flights = [{"base": code, "recovery": code} for code in ("RJFN", "RJNK")]
    ways = {around.base: around.ways for around in around_bases(scenario, {"flights": flights})}
    assert ways["RJFN"].bearing_deg == pytest.approx(101.6, abs=2.0)
    assert ways["RJNK"].bearing_deg == pytest.approx(55.5, abs=2.0)
