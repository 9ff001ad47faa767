"""Flights that come home to one base at one time take turns."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex import api
from jointex.engine.arrivals import APART_S
from jointex.fleet.log import Event

ESCORT = Path(__file__).parents[1] / "escort.yaml"
N_RUNS = 30


@pytest.fixture(scope="module")
def runs() -> Any:
    """Two fighters of each of two flights, all home to one base after one work."""
    return api.fly(api.plan(str(ESCORT)), runs=N_RUNS)


def initial_s(runs: Any, flight: str) -> dict[int, float]:
    """Return when the leader of a flight was at its initial point, run by run."""
    planned = next(one for one in runs.plan.flights if one.id == flight)
    number = runs.plan.members.index(f"{flight}1")
    events = runs.events[(runs.events["aircraft"] == number) & (runs.events["event"] == Event.AT_POINT)]
    return {int(row["run"]): float(row["time_s"]) for row in events if row["value"] == planned.route.split}


def test_leaders_are_apart_at_the_initial_point(runs: Any) -> None:
    lance, crane = initial_s(runs, "LANCE"), initial_s(runs, "CRANE")
    both = sorted(set(lance) & set(crane))
    apart_s = np.array([abs(lance[run] - crane[run]) for run in both])
    assert len(both) > 0.5 * N_RUNS
    assert np.mean(apart_s >= 0.75 * APART_S) >= 0.9


def test_whoever_waits_says_by_how_much(runs: Any) -> None:
    waits = runs.events[runs.events["event"] == Event.IN_TURN]
    assert len(waits) > 0
    assert (waits["value"] > 0.0).all()
    assert (waits["value"] < 900.0).all()


def test_nobody_waits_for_one_flight_alone(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("sea-of-japan", exercises.PEACEFUL), range(5))
    assert not (runs.events["event"] == Event.IN_TURN).any()
