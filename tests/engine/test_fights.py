"""Simulated combat in runs: nobody shoots without a lock or after bingo, every shot ends once, calls follow shots."""

from __future__ import annotations

from collections import Counter
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex.api import Runs
from jointex.engine.setup import set_up
from jointex.fleet.fight import Role
from jointex.fleet.log import Event, ShotEnd, Task
from jointex.units import NAUTICAL_MILE_M

RUNS = range(40)
SHOTS = (Event.SHOT, Event.SHOT_SHORT)
ENDS = (Event.SHOT_VALID, Event.SHOT_MISSED)
MEDIUM_LEFT, SHORT_LEFT = 4, 2


@pytest.fixture(scope="module")
def flown(exercises: ModuleType) -> Runs:
    """The flagship, with the picture and both presentations."""
    runs: Runs = exercises.fly(exercises.plan("sea-of-japan"), RUNS)
    return runs


def members(runs: Runs, flight: str) -> list[int]:
    """Return the numbers of a flight's aircraft."""
    number = [planned.id for planned in runs.plan.flights].index(flight)
    return sorted({int(row["aircraft"]) for row in runs.tallies if row["flight"] == number})


def by_time(events: Any) -> list[Any]:
    return sorted(events, key=lambda row: (row["run"], row["time_s"]))


def of(runs: Runs, *kinds: Event) -> Any:
    return runs.events[np.isin(runs.events["event"], kinds)]


def test_most_runs_see_shots_kills_and_misses(flown: Runs) -> None:
    counts = Counter(Event(kind).name for kind in flown.events["event"])
    assert len(np.unique(of(flown, *SHOTS)["run"])) >= len(RUNS) // 2
    assert counts["SHOT_VALID"] > 0
    assert counts["SHOT_MISSED"] > 0
    assert counts["NOTCH"] > 0
    assert counts["PUMP"] > 0


def test_every_shot_ends_once(flown: Runs) -> None:
    shots, ends = of(flown, *SHOTS), of(flown, *ENDS)
    assert Counter(zip(shots["run"], shots["aircraft"], strict=True)) == Counter(
        zip(ends["run"], ends["aircraft"], strict=True)
    )


def test_nobody_shoots_without_having_seen_the_target(flown: Runs) -> None:
    held: set[tuple[int, int, int]] = set()
    rows = by_time(of(flown, Event.SEEN, Event.LOST_TRACK, *SHOTS))
    n_shots = 0
    # a loss and a find may fall on one moment: finds come first
    rows.sort(key=lambda row: (row["run"], row["time_s"], row["event"] != Event.SEEN))
    for row in rows:
        key = int(row["run"]), int(row["aircraft"]), int(row["other"])
        if row["event"] == Event.SEEN:
            held.add(key)
        elif row["event"] in SHOTS:
            assert key in held
            n_shots += 1
    assert n_shots == len(of(flown, *SHOTS))


def test_nobody_shoots_after_bingo(flown: Runs) -> None:
    member_of = {int(t["aircraft"]): int(t["flight"]) for t in flown.tallies}
    left: dict[tuple[int, int], float] = {}
    for row in of(flown, Event.BINGO, Event.OFF_STATION):
        key = int(row["run"]), member_of[int(row["aircraft"])]
        left[key] = min(left.get(key, np.inf), float(row["time_s"]))
    for row in of(flown, *SHOTS):
        assert row["time_s"] <= left.get((int(row["run"]), member_of[int(row["aircraft"])]), np.inf)


def test_nobody_shoots_more_than_is_carried(flown: Runs) -> None:
    begins = of(flown, Event.FIGHT_ON, Event.REGENERATED)
    lives = Counter(zip(begins["run"], begins["aircraft"], strict=True))
    for kind, carried in ((Event.SHOT, MEDIUM_LEFT), (Event.SHOT_SHORT, SHORT_LEFT)):
        rows = of(flown, kind)
        for key, n in Counter(zip(rows["run"], rows["aircraft"], strict=True)).items():
            assert n <= carried * lives[key]


def test_who_is_called_out_was_shot_at_and_shoots_no_more(flown: Runs) -> None:
    out: dict[tuple[int, int], bool] = {}
    valid: set[tuple[int, int, int]] = set()
    missed: set[tuple[int, int, int]] = set()
    kinds = (*SHOTS, *ENDS, Event.KILL_REMOVED, Event.WRONG_CALL, Event.REGENERATED, Event.FIGHT_ON)
    for row in by_time(of(flown, *kinds)):
        run, who, other = int(row["run"]), int(row["aircraft"]), int(row["other"])
        kind = Event(int(row["event"]))
        if kind in SHOTS:
            assert not out.get((run, who), False)
        elif kind == Event.SHOT_VALID:
            valid.add((run, who, other))
        elif kind == Event.SHOT_MISSED:
            missed.add((run, who, other))
        elif kind == Event.KILL_REMOVED:
            assert (run, other, who) in valid
            out[run, who] = True
        elif kind == Event.WRONG_CALL:
            assert (run, other, who) in missed
            out[run, who] = True
        else:
            out[run, who] = False


def test_fighters_keep_their_blocks_and_the_rules(flown: Runs) -> None:
    fights = flown.events[np.isin(flown.events["event"], (Event.COMMIT, Event.CRANK, Event.NOTCH, Event.PUMP))]
    lance, crane = (fights[np.isin(fights["aircraft"], members(flown, flight))] for flight in ("LANCE", "CRANE"))
    assert lance["altitude_m"].min() > crane["altitude_m"].max() + 1_000.0
    assert not len(of(flown, Event.HARD_DECK))
    endings = of(flown, Event.KNOCK_IT_OFF)
    assert len(endings) < 0.1 * len(np.unique(of(flown, Event.FIGHT_ON)["run"]))


def test_fuel_stays_in_balance_through_fights(flown: Runs) -> None:
    t = flown.tallies
    landed_kg = np.nan_to_num(t["landed_kg"])
    gap_kg = t["loaded_kg"] + t["received_kg"] - t["burned_kg"] - t["given_kg"] - t["dumped_kg"] - landed_kg
    assert np.abs(gap_kg).max() < 1e-6


def test_everybody_goes_home_afterwards(flown: Runs) -> None:
    flew = flown.tallies[np.isfinite(flown.tallies["airborne_time_s"])]
    assert set(np.unique(flew["last_task"])) <= {Task.DOWN, Task.LOST}
    assert np.mean(flew["last_task"] == Task.DOWN) > 0.99


def test_calls_are_as_late_and_as_wrong_as_declared(exercises: ModuleType) -> None:
    calls = {"latency": "20 s", "latency_mean": "0 s", "missed": "100 %", "wrong": "0 %", "because": "test"}
    runs = exercises.fly(exercises.plan("sea-of-japan", {"uncertainty.calls": calls}), range(20))
    assert not len(of(runs, Event.KILL_REMOVED, Event.WRONG_CALL))
    silent = of(runs, Event.MISSED_CALL)
    assert len(silent)
    assert np.allclose(silent["value"], 20.0)


def test_ends_of_shots_are_told(flown: Runs) -> None:
    reasons = {ShotEnd(int(value)).name for value in of(flown, Event.SHOT_MISSED)["value"]}
    assert {"OUT_OF_ENERGY", "BY_LOT"} <= reasons


def test_fighters_turn_aside_by_the_angle_of_their_tactics(exercises: ModuleType) -> None:
    plan = exercises.plan("sea-of-japan")
    cast = set_up(plan, seed=1, tracks=0).world.combat.cast
    fighters = cast[cast["role"] != Role.PROTECTED]
    assert len(fighters) == 12
    np.testing.assert_allclose(fighters["crank_rad"], np.radians(50.0))


def test_escorts_keep_their_station_once_they_have_come_to_it(flown: Runs) -> None:
    escorts = flown.tallies[flown.tallies["escort_s"] > 0.0]
    assert len(escorts) >= len(RUNS) // 2
    mean_m = escorts["escort_error_m_s"].sum() / escorts["escort_s"].sum()
    assert mean_m < 2.0 * NAUTICAL_MILE_M


def test_everybody_lands_with_the_reserve(flown: Runs) -> None:
    landed = of(flown, Event.LANDED, Event.VERTICAL_LANDED)
    flight_of = {int(row["aircraft"]): int(row["flight"]) for row in flown.tallies}
    reserve_kg = [planned.fuel.reserve_kg for planned in flown.plan.flights]
    least_kg = np.array([reserve_kg[flight_of[int(row["aircraft"])]] for row in landed])
    assert len(landed) > 200
    assert np.all(landed["fuel_kg"] >= least_kg)
