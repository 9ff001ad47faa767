"""Rendezvous geometry against flights integrated step by step: roll-out exactly ahead, on the track, in any wind."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.drills.rendezvous import (
    closing_s,
    offset_way,
    point_parallel,
    roll_out,
    rolling_lag_s,
    timed_turn,
    turn_onto_track,
)
from jointex.units import KNOT_M_S, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

N_STEPS = 4000
CLOSE_M = 1.0
"""What 4,000 midpoint steps leave of a turn of 30 km [m], with room."""


@dataclass
class Flight:
    """An aircraft over a flat earth, flown in small steps; angles from north to east."""

    north_m: float
    east_m: float
    heading_rad: float
    speed_m_s: float

    def fly(self, seconds: float, wind: tuple[float, float], bank_rad: float = 0.0) -> None:
        """Fly on with a bank, positive to the right."""
        step_s = seconds / N_STEPS
        rate_rad_s = STANDARD_GRAVITY_M_S2 * math.tan(bank_rad) / self.speed_m_s
        headings = self.heading_rad + rate_rad_s * step_s * (np.arange(N_STEPS) + 0.5)
        self.north_m += float(np.sum(self.speed_m_s * np.cos(headings) + wind[0])) * step_s
        self.east_m += float(np.sum(self.speed_m_s * np.sin(headings) + wind[1])) * step_s
        self.heading_rad += rate_rad_s * seconds


def crabbed_rad(track_rad: float, speed_m_s: float, wind: tuple[float, float]) -> float:
    """Return the heading for a track, by trying: halving the angle until nothing drifts off it."""
    low, high = -0.5 * math.pi, 0.5 * math.pi
    for _ in range(60):
        middle = 0.5 * (low + high)
        north = speed_m_s * math.cos(track_rad + middle) + wind[0]
        east = speed_m_s * math.sin(track_rad + middle) + wind[1]
        if east * math.cos(track_rad) - north * math.sin(track_rad) < 0.0:
            low = middle
        else:
            high = middle
    return track_rad + 0.5 * (low + high)


speeds = st.floats(180.0, 520.0)
banks = st.floats(8.0, 45.0)
leads = st.floats(-1.0, 5.0)
courses = st.floats(0.0, 360.0)
shares = st.floats(0.0, 0.5)
sides = st.sampled_from([-1.0, 1.0])


@given(speeds, speeds, banks, leads, courses, courses, shares, sides)
def test_the_tanker_rolls_out_exactly_ahead_and_on_the_track_in_any_wind(
    tanker_kt: float,
    receiver_kt: float,
    bank_deg: float,
    lead_nm: float,
    course_deg: float,
    wind_to_deg: float,
    share: float,
    side: float,
) -> None:
    tanker_m_s, receiver_m_s = tanker_kt * KNOT_M_S, receiver_kt * KNOT_M_S
    course, bank_rad, lead_m = math.radians(course_deg), math.radians(bank_deg), lead_nm * NAUTICAL_MILE_M
    wind_m_s = share * min(tanker_m_s, receiver_m_s)
    wind = (wind_m_s * math.cos(math.radians(wind_to_deg)), wind_m_s * math.sin(math.radians(wind_to_deg)))
    # side +1: the tanker is right of the receiver's track and turns right
    across_m_s = side * (wind[1] * math.cos(course) - wind[0] * math.sin(course))
    offset_m, ahead_m, turn_s = point_parallel(tanker_m_s, receiver_m_s, bank_rad, lead_m, across_m_s)
    receiver = Flight(0.0, 0.0, crabbed_rad(course, receiver_m_s, wind), receiver_m_s)
    tanker = Flight(
        ahead_m * math.cos(course) - side * offset_m * math.sin(course),
        ahead_m * math.sin(course) + side * offset_m * math.cos(course),
        crabbed_rad(course + math.pi, tanker_m_s, wind),
        tanker_m_s,
    )
    tanker.fly(turn_s, wind, side * bank_rad)
    receiver.fly(turn_s, wind)
    north_m, east_m = tanker.north_m - receiver.north_m, tanker.east_m - receiver.east_m
    assert north_m * math.cos(course) + east_m * math.sin(course) == pytest.approx(lead_m, abs=CLOSE_M)
    assert east_m * math.cos(course) - north_m * math.sin(course) == pytest.approx(0.0, abs=CLOSE_M)
    # and its nose then keeps the receiver's track
    last = crabbed_rad(course, tanker_m_s, wind)
    assert math.cos(tanker.heading_rad - last) == pytest.approx(1.0, abs=1e-12)


@given(speeds, banks, st.floats(0.05, math.pi), courses, shares)
def test_a_turn_from_any_track_ends_on_the_receivers(
    speed_kt: float, bank_deg: float, crossing_rad: float, wind_to_deg: float, share: float
) -> None:
    # receiver flies north from the origin, the tanker comes from the east: x is north and y east
    speed_m_s, receiver_m_s, bank_rad = speed_kt * KNOT_M_S, 220.0, math.radians(bank_deg)
    wind_m_s = share * min(speed_m_s, receiver_m_s)
    wind = (wind_m_s * math.cos(math.radians(wind_to_deg)), wind_m_s * math.sin(math.radians(wind_to_deg)))
    offset_m, ahead_m, turn_s = turn_onto_track(speed_m_s, receiver_m_s, bank_rad, 1852.0, crossing_rad, *wind)
    tanker = Flight(ahead_m, offset_m, crabbed_rad(-crossing_rad, speed_m_s, wind), speed_m_s)
    receiver = Flight(0.0, 0.0, crabbed_rad(0.0, receiver_m_s, wind), receiver_m_s)
    tanker.fly(turn_s, wind, bank_rad)
    receiver.fly(turn_s, wind)
    assert tanker.north_m - receiver.north_m == pytest.approx(1852.0, abs=CLOSE_M)
    assert tanker.east_m == pytest.approx(0.0, abs=CLOSE_M)


def worked_example(bank_deg: float = 25.0, receiver_kt: float = 450.0, late_nm: float = 0.0) -> tuple[float, float]:
    """Fly the turn planned for 400 and 450 kt, 25 degrees, 1 NM; return where it rolls out: ahead and aside [NM]."""
    tanker_m_s = 400.0 * KNOT_M_S
    offset_m, ahead_m, _ = point_parallel(tanker_m_s, 450.0 * KNOT_M_S, math.radians(25.0), NAUTICAL_MILE_M, 0.0)
    seconds = math.pi * tanker_m_s / (STANDARD_GRAVITY_M_S2 * math.tan(math.radians(bank_deg)))
    tanker = Flight(ahead_m - late_nm * NAUTICAL_MILE_M, offset_m, math.pi, tanker_m_s)
    tanker.fly(seconds, (0.0, 0.0), math.radians(bank_deg))
    ahead = tanker.north_m - receiver_kt * KNOT_M_S * seconds
    return ahead / NAUTICAL_MILE_M, tanker.east_m / NAUTICAL_MILE_M


def test_the_worked_example_has_an_offset_of_10_and_a_turn_range_of_21_nm() -> None:
    offset_m, ahead_m, turn_s = point_parallel(
        400.0 * KNOT_M_S, 450.0 * KNOT_M_S, math.radians(25.0), NAUTICAL_MILE_M, 0.0
    )
    assert offset_m / NAUTICAL_MILE_M == pytest.approx(10.0, abs=0.05)
    assert math.hypot(offset_m, ahead_m) / NAUTICAL_MILE_M == pytest.approx(21.2, abs=0.05)
    assert turn_s == pytest.approx(141.4, abs=0.1)
    assert worked_example() == pytest.approx((1.0, 0.0), abs=1e-4)


@pytest.mark.parametrize(
    ("changes", "ahead_nm", "aside_nm"),
    [
        ({"late_nm": 1.0}, 0.0, 0.0),  # a mile late is a mile of lead
        ({"bank_deg": 23.0}, -0.7, -1.0),  # behind, and through the track to the other side
        ({"receiver_kt": 470.0}, 1.0 - 0.8, 0.0),
    ],
)
def test_sensitivities_of_the_worked_example_are_as_stated(
    changes: dict[str, float], ahead_nm: float, aside_nm: float
) -> None:
    assert worked_example(**changes) == pytest.approx((ahead_nm, aside_nm), abs=0.05)


def test_roll_out_says_where_the_integrated_flight_ends() -> None:
    offset_m, ahead_m, _ = point_parallel(400.0 * KNOT_M_S, 450.0 * KNOT_M_S, math.radians(25.0), NAUTICAL_MILE_M, 0.0)
    for bank_deg, receiver_kt, late_nm in [(25.0, 450.0, 1.0), (23.0, 450.0, 0.0), (27.0, 470.0, -0.5)]:
        said = roll_out(
            400.0 * KNOT_M_S,
            receiver_kt * KNOT_M_S,
            math.radians(bank_deg),
            offset_m,
            ahead_m - late_nm * NAUTICAL_MILE_M,
            0.0,
            0.0,
        )
        flown = worked_example(bank_deg, receiver_kt, late_nm)
        assert np.array(said) / NAUTICAL_MILE_M == pytest.approx(flown, abs=1e-3)


@pytest.mark.parametrize(("tanker_kt", "receiver_kt", "lead_nm"), [(370.0, 330.0, 3.0), (300.0, 320.0, 0.5)])
def test_in_still_air_turn_range_is_the_published_form(tanker_kt: float, receiver_kt: float, lead_nm: float) -> None:
    # ATP-56: hypot(TAS of receiver * pi * TAS of tanker / (g tan bank) + lead, 2 R), bank 25 degrees,
    # lead 3 NM at 675 kt of closure and more, 0.5 NM up to 650 kt
    tangent = STANDARD_GRAVITY_M_S2 * math.tan(math.radians(25.0))
    tanker_m_s, receiver_m_s, lead_m = tanker_kt * KNOT_M_S, receiver_kt * KNOT_M_S, lead_nm * NAUTICAL_MILE_M
    published_m = math.hypot(
        receiver_m_s * math.pi * tanker_m_s / tangent + lead_m, 2.0 * tanker_m_s * tanker_m_s / tangent
    )
    offset_m, ahead_m, _ = point_parallel(tanker_m_s, receiver_m_s, math.radians(25.0), lead_m, 0.0)
    assert math.hypot(offset_m, ahead_m) == pytest.approx(published_m, rel=1e-12)


def test_wind_along_the_track_changes_nothing_and_cross_wind_the_offset() -> None:
    bank_rad = math.radians(25.0)
    still = turn_onto_track(205.0, 230.0, bank_rad, 1852.0, math.pi, 0.0, 0.0)
    assert turn_onto_track(205.0, 230.0, bank_rad, 1852.0, math.pi, 60.0, 0.0) == pytest.approx(still, rel=1e-12)
    towards, away = (point_parallel(205.0, 230.0, bank_rad, 1852.0, wind)[0] for wind in (30.0, -30.0))
    assert towards < still[0] < away


@pytest.mark.parametrize("roll_deg_s", [3.0, 8.0])
def test_a_turn_rolled_into_takes_two_lags_longer(roll_deg_s: float) -> None:
    # heading rate while rolling is g tan(p t) / V: integrated, and compared with the steady turn
    bank_rad, roll_rad_s, speed_m_s = math.radians(25.0), math.radians(roll_deg_s), 205.0
    rolling_s = bank_rad / roll_rad_s
    times = (np.arange(N_STEPS) + 0.5) * rolling_s / N_STEPS
    turned_rad = float(np.mean(STANDARD_GRAVITY_M_S2 * np.tan(roll_rad_s * times) / speed_m_s)) * rolling_s
    steady_rad_s = STANDARD_GRAVITY_M_S2 * math.tan(bank_rad) / speed_m_s
    assert rolling_lag_s(bank_rad, roll_rad_s) == pytest.approx(rolling_s - turned_rad / steady_rad_s, rel=1e-6)


@given(speeds, banks, st.floats(0.0, 15.0), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_the_way_aside_ends_on_the_parallel_track(
    speed_kt: float, bank_deg: float, offset_nm: float, along: float, across: float
) -> None:
    # flown here with its own turns: away by the angle found, straight, back; on x against, y aside
    speed_m_s, bank_rad, cut_rad = speed_kt * KNOT_M_S, math.radians(bank_deg), math.radians(45.0)
    wind = (along * speed_m_s, across * speed_m_s)
    come_m, way_s = offset_way(speed_m_s, bank_rad, offset_nm * NAUTICAL_MILE_M, cut_rad, *wind)
    rate_rad_s = STANDARD_GRAVITY_M_S2 * math.tan(bank_rad) / speed_m_s

    def flown(cut: float, straight_s: float) -> Flight:
        tanker = Flight(0.0, 0.0, crabbed_rad(math.pi, speed_m_s, wind), speed_m_s)
        tanker.fly(cut / rate_rad_s, wind, -bank_rad)
        tanker.fly(straight_s, wind)
        tanker.fly(cut / rate_rad_s, wind, bank_rad)
        return tanker

    straight_s = way_s - 2.0 * cut_rad / rate_rad_s
    tanker = flown(cut_rad, straight_s) if straight_s > 0.0 else flown(0.5 * way_s * rate_rad_s, 0.0)
    assert tanker.east_m == pytest.approx(offset_nm * NAUTICAL_MILE_M, abs=CLOSE_M)
    assert tanker.north_m == pytest.approx(-come_m, abs=CLOSE_M)


@given(speeds, banks, st.floats(600.0, 3600.0), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_a_timed_turn_is_over_the_point_at_the_control_time(
    speed_kt: float, bank_deg: float, left_s: float, along: float, across: float
) -> None:
    speed_m_s, bank_rad = speed_kt * KNOT_M_S, math.radians(bank_deg)
    wind = (along * speed_m_s, across * speed_m_s)
    out_s, turn_s, back_s = timed_turn(speed_m_s, bank_rad, left_s, *wind)
    assert out_s + turn_s + back_s == pytest.approx(left_s)
    tanker = Flight(0.0, 0.0, crabbed_rad(math.pi, speed_m_s, wind), speed_m_s)
    tanker.fly(out_s, wind)
    tanker.fly(turn_s, wind, bank_rad)
    tanker.fly(back_s, wind)
    assert tanker.north_m == pytest.approx(0.0, abs=CLOSE_M)


def test_a_receiver_that_is_no_faster_never_closes() -> None:
    assert closing_s(200.0, 220.0, 2000.0) == pytest.approx(100.0)
    assert closing_s(220.0, 220.0, 2000.0) == math.inf
