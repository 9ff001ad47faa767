"""The rating of a day drawn from the runs lies within its own spread and between the ends of the noise cards."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex.communities.burden import _day

SILENT_DB = 0.23
"""A value may lie so far below the 5th percentile: with under 5 % of runs silent the mean has at least 95 % of the energy."""


def day(levels: list[float | None], off_db: float = 5.0):
    energy = np.array([0.0 if level is None else 10.0 ** (level / 10.0) for level in levels])
    return _day(energy, [energy * 10.0 ** (by / 10.0) for by in (-off_db, off_db)], "dB")


@given(st.lists(st.one_of(st.none(), st.floats(20.0, 110.0)), min_size=1, max_size=60))
def test_a_rating_lies_within_its_spread_and_its_range(levels):
    found = day(levels)
    if found is None:
        return
    lowest = -math.inf if found["p05"] is None else found["p05"]
    assert lowest - SILENT_DB <= found["value"] <= found["p95"] + 1e-6
    assert found["input_low"] <= found["value"] <= found["input_high"]


def test_silent_runs_count_in_value_and_spread_alike():
    found = day([50.0] * 5 + [None] * 5)
    assert found["value"] == pytest.approx(50.0 - 10.0 * math.log10(2.0))
    assert (found["p05"], found["p95"]) == (None, pytest.approx(50.0))


def test_a_place_heard_in_one_run_of_a_hundred_has_no_rating_of_a_day():
    assert day([33.0] + [None] * 99) is None
    assert day([None] * 10) is None


def test_a_day_of_two_runway_ends_is_rated_by_its_energy_between_them():
    found = day([50.0, 66.0] * 10)
    assert found["value"] == pytest.approx(63.1, abs=0.05)
    assert found["p05"] < found["value"] < found["p95"]
