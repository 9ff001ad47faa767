"""DNL, Lden and WECPNL: examples worked by hand from their definitions."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.communities import dnl_db, lden_db, wecpnl_db

DAY_DB = 10.0 * math.log10(86400.0)  # 49.37: one event of SEL L spread over a day is L - 49.37


def test_one_flight_by_day_is_its_exposure_spread_over_the_day():
    assert dnl_db([100.0], [12.0]) == pytest.approx(100.0 - DAY_DB)
    assert lden_db([100.0], [12.0]) == pytest.approx(100.0 - DAY_DB)


@pytest.mark.golden
def test_a_flight_in_the_evening_counts_five_and_at_night_ten_decibels_more_in_lden():
    assert lden_db([100.0], [20.0]) == pytest.approx(105.0 - DAY_DB)
    assert lden_db([100.0], [23.0]) == pytest.approx(110.0 - DAY_DB)
    assert lden_db([100.0], [6.99]) == pytest.approx(110.0 - DAY_DB)
    assert dnl_db([100.0], [20.0]) == pytest.approx(100.0 - DAY_DB)  # the day-night level has no evening
    assert dnl_db([100.0], [23.0]) == pytest.approx(110.0 - DAY_DB)


@pytest.mark.golden
def test_lden_of_a_worked_day():
    # ten at SEL 90 by day, two at 95 in the evening, one at 100 at night:
    # 10*10^9.0 + 2*10^0.5*10^9.5 + 10*10^10 = 10^10 + 2*10^10 + 10^11 = 1.3e11; 10 log10(1.3e11/86400) = 61.77
    found = lden_db([90.0] * 10 + [95.0] * 2 + [100.0], [10.0] * 10 + [19.0, 21.9] + [22.0])
    assert found == pytest.approx(61.77, abs=0.005)


@pytest.mark.golden
def test_wecpnl_of_a_worked_day():
    # N1 = 1 (0-7), N2 = 20 (7-19), N3 = 4 (19-22), N4 = 1 (22-24), all at 90 dBA:
    # N = 20 + 3*4 + 10*(1+1) = 52; 90 + 10 log10(52) - 27 = 80.16
    hours = [3.0] + [9.0] * 20 + [19.0] * 4 + [22.5]
    assert wecpnl_db([90.0] * 26, hours) == pytest.approx(80.16, abs=0.005)


@pytest.mark.golden
def test_wecpnl_takes_the_power_mean_of_the_peaks():
    # 80 and 90 dBA: 10 log10((10^8 + 10^9)/2) = 87.40; N = 2: + 3.01 - 27 = 63.41
    assert wecpnl_db([80.0, 90.0], [8.0, 8.0]) == pytest.approx(63.41, abs=0.005)


def test_nobody_flies_nobody_hears():
    assert dnl_db([], []) is None
    assert lden_db([], []) is None
    assert wecpnl_db([], []) is None


def test_two_days_with_the_same_flights_are_three_decibels_less():
    assert dnl_db([90.0], [12.0], days=2.0) == pytest.approx(dnl_db([90.0], [12.0]) - 3.0103, abs=1e-4)


@given(st.integers(1, 50), st.floats(40.0, 130.0), st.floats(0.0, 23.99))
def test_equal_flights_add_ten_times_the_logarithm_of_their_number(n, level, hour):
    more = 10.0 * math.log10(n)
    assert lden_db([level] * n, [hour] * n) == pytest.approx(lden_db([level], [hour]) + more)
    assert wecpnl_db([level] * n, [hour] * n) == pytest.approx(wecpnl_db([level], [hour]) + more)


@given(st.lists(st.tuples(st.floats(40.0, 130.0), st.floats(0.0, 23.99)), min_size=1, max_size=20))
def test_lden_is_never_below_the_day_night_level(flights):
    levels, hours = zip(*flights, strict=True)
    assert lden_db(levels, hours) >= dnl_db(levels, hours) - 1e-9
