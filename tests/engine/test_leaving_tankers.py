"""Flights leave their tanker in time for their work, wherever on its racetrack it is then."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex.engine.routes import turning_m
from jointex.fleet.aircraft import AIRCRAFT
from jointex.fleet.log import Event
from jointex.flight.guidance import turn_radius_m

BANK_RAD = math.radians(25.0)
SPEED_M_S = 200.0
STEP_S = 0.02


def flown_m(bearing_rad: float, distance_m: float) -> float:
    """Return the length of a turn towards a place and the way there, in small steps on a plane; north is ahead."""
    radius_m = turn_radius_m(SPEED_M_S, BANK_RAD)
    north_m, east_m, heading_rad, way_m = 0.0, 0.0, 0.0, 0.0
    to_north_m, to_east_m = distance_m * math.cos(bearing_rad), distance_m * math.sin(bearing_rad)
    side = math.copysign(1.0, bearing_rad)
    while True:
        off_rad = math.remainder(math.atan2(to_east_m - east_m, to_north_m - north_m) - heading_rad, 2.0 * math.pi)
        if abs(off_rad) < 2.0 * SPEED_M_S * STEP_S / radius_m:
            return way_m + math.hypot(to_north_m - north_m, to_east_m - east_m)
        heading_rad += side * SPEED_M_S * STEP_S / radius_m
        north_m += SPEED_M_S * STEP_S * math.cos(heading_rad)
        east_m += SPEED_M_S * STEP_S * math.sin(heading_rad)
        way_m += SPEED_M_S * STEP_S


@pytest.mark.parametrize("bearing_deg", [0.5, 30.0, 90.0, 135.0, 179.0, -60.0, -150.0])
@pytest.mark.parametrize("distance_m", [40_000.0, 120_000.0])
def test_a_turn_costs_the_way_that_flying_it_takes(bearing_deg: float, distance_m: float) -> None:
    bearing_rad = math.radians(bearing_deg)
    a = np.zeros(1, AIRCRAFT).view(np.recarray)[0]
    a.heading_north, a.heading_east, a.bank_order_rad = 1.0, 0.0, BANK_RAD
    more_m = turning_m(a, math.cos(bearing_rad), math.sin(bearing_rad), distance_m, SPEED_M_S)
    assert distance_m + more_m == pytest.approx(flown_m(bearing_rad, distance_m), abs=30.0)


@pytest.fixture(scope="module")
def drawn(exercises: ModuleType) -> Any:
    return exercises.fly(exercises.plan("sea-of-japan", exercises.PEACEFUL), range(20))


def test_with_nothing_drawn_everybody_is_at_the_meeting_place_within_a_minute(exercises: ModuleType) -> None:
    runs = exercises.fly(exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **exercises.NOMINAL}), range(1))
    errors_s = runs.tallies["arrival_error_s"]
    assert np.isfinite(errors_s).sum() == 3
    assert np.nanmax(np.abs(errors_s)) < 60.0


def test_whoever_left_its_base_in_time_comes_from_its_tanker_in_time(exercises: ModuleType, drawn: Any) -> None:
    """Nine of ten flights that took off within five minutes of the plan are at the meeting place within a minute."""
    lance = next(flight for flight in drawn.plan.flights if flight.id == "LANCE")
    leaders = {number for number, name in enumerate(drawn.plan.members) if name.startswith(lance.id)}
    events = drawn.events[np.isin(drawn.events["aircraft"], list(leaders))]
    there = events[events["event"] == Event.ON_STATION]
    late_s = {}
    for row in there:
        taxied = events[(events["run"] == row["run"]) & (events["event"] == Event.AIRBORNE)]
        late_s[int(row["run"])] = float(taxied["value"][np.argmin(taxied["time_s"])])
    errors_s = [abs(float(row["value"])) for row in there if abs(late_s[int(row["run"])]) < 300.0]
    assert len(errors_s) >= 10
    assert np.mean(np.array(errors_s) < 60.0) >= 0.9


def test_ferry_wingmen_cross_with_their_leader(exercises: ModuleType) -> None:
    """A wingman counts its way home by its leader's: its own points it never flew."""
    runs = exercises.fly(exercises.plan("pacific-ferry"), range(10))
    diverts = runs.events[runs.events["event"] == Event.DIVERT]
    assert len(np.unique(diverts["run"])) <= 4
