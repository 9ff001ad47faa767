from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from jointex.measures.intervals import NORMAL_975, mean_interval, share_interval, student_975


@pytest.mark.parametrize("freedom", [1, 2, 5, 8, 9, 12, 29, 99, 999, 100_000])
def test_student_points_agree_with_scipy(freedom):
    # the series is cut after 1/freedom^4; its worst place is 9 degrees of freedom
    assert student_975(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=3e-5)


def test_normal_point_agrees_with_scipy():
    assert stats.norm.ppf(0.975) == pytest.approx(NORMAL_975, rel=1e-15)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (3, 10), (50, 100), (99, 100), (100, 100), (1, 1)])
def test_wilson_interval_agrees_with_scipy(count, n):
    interval = stats.binomtest(count, n).proportion_ci(method="wilson")
    assert share_interval(count / n, n) == pytest.approx((interval.low, interval.high), abs=1e-12)


def test_mean_interval_agrees_with_scipy():
    values = np.random.default_rng(3).normal(100.0, 15.0, 50)
    result = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert mean_interval(values) == pytest.approx((result.low, result.high), rel=1e-5)


def test_mean_interval_holds_the_mean_nineteen_times_in_twenty():
    draw = np.random.default_rng(4)
    samples = draw.normal(0.0, 1.0, (4000, 20))
    held = np.mean([low < 0.0 < high for low, high in map(mean_interval, samples)])
    # 4 000 trials at 0.95: three standard errors are 0.0103
    assert held == pytest.approx(0.95, abs=0.0104)


def test_one_value_has_no_interval():
    assert mean_interval(np.array([5.0])) is None
    assert share_interval(0.5, 0) is None
