"""Power from the fuel of a track."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.communities.tracks import Force, _power, military_flow_kg_s

FORCE = Force(("CRANE1",), ("CRANE",), ("F-15J",), frozenset())


def columns(fuel_kg: list[float], level_m: float = 0.0) -> dict[str, np.ndarray]:
    n = len(fuel_kg)
    return {
        "run": np.zeros(n, int),
        "aircraft": np.zeros(n, int),
        "time_s": np.arange(n) * 10.0,
        "pressure_altitude_m": np.full(n, level_m),
        "fuel_kg": np.array(fuel_kg),
    }


def test_nobody_flew_so_there_is_no_power():
    assert len(_power(columns([]), FORCE)) == 0


def test_military_flow_is_power_one():
    flow = military_flow_kg_s("F-15J")
    assert _power(columns([5000.0, 5000.0 - 10.0 * flow, 5000.0 - 20.0 * flow]), FORCE) == pytest.approx([1.0] * 3)


def test_the_same_flow_higher_up_is_more_power():
    low, high = (_power(columns([5000.0, 4980.0, 4960.0], level), FORCE)[0] for level in (0.0, 3000.0))
    assert high == pytest.approx(low * 101_325.0 / 70_108.5, rel=1e-3)  # pressure of the standard atmosphere at 3 km


def test_fuel_taken_from_a_tanker_is_no_negative_power():
    assert np.all(_power(columns([1000.0, 2000.0, 3000.0]), FORCE) >= 0.0)
