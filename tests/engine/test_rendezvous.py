"""Tankers that turn in front of their receivers: where they roll out, whom they leave alone, and what they do if nobody comes."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex.api import Runs
from jointex.drills.rendezvous import LEAD_M
from jointex.engine.ensemble import drawn_world, fly_ensemble, wind_departures
from jointex.engine.setup import set_up
from jointex.fleet.log import Event, Task
from jointex.units import NAUTICAL_MILE_M

TRACKS = ("MARCUS-WEST", "MARCUS-EAST", "SHATSKY")
EN_ROUTE = {f"refuelling.tracks.{name}.kind": "track" for name in TRACKS}
POINT_PARALLEL = EN_ROUTE | {f"refuelling.tracks.{name}.course": "215 deg" for name in TRACKS}
KINDS: dict[str, dict[str, Any]] = {"anchor": {}, "en_route": EN_ROUTE, "point_parallel": POINT_PARALLEL}
N_RUNS = 20
UNTIL_S = 8_000.0
"""When the first tanker has rolled out, with nothing drawn [s]."""


def planned(exercises: ModuleType, kind: str) -> Any:
    return exercises.plan("guam-long-haul", {**exercises.NOMINAL, **KINDS[kind]})


def first(runs: Any, kind: Event) -> np.void:
    return runs.events[runs.events["event"] == kind][0]


@pytest.fixture(scope="module")
def drawn(exercises: ModuleType) -> Any:
    return exercises.fly(exercises.plan("guam-long-haul"), range(N_RUNS))


@pytest.mark.parametrize("kind", KINDS)
def test_a_tanker_rolls_out_its_lead_ahead_of_its_receivers(exercises: ModuleType, kind: str) -> None:
    plan = planned(exercises, kind)
    assert plan.tankers.brackets[0].rendezvous == kind
    runs = exercises.fly(plan, range(1))
    off_m = (1.5 if kind == "point_parallel" else 0.5) * NAUTICAL_MILE_M  # there receivers are still aside
    assert first(runs, Event.ROLLED_OUT)["value"] == pytest.approx(LEAD_M, abs=off_m)
    joined_s = first(runs, Event.AT_TANKER)["value"]
    assert joined_s < (240.0 if kind != "point_parallel" else 480.0)


@pytest.mark.parametrize("kind", ["anchor", "en_route"])
def test_on_the_track_of_receivers_that_come_along_its_own(exercises: ModuleType, kind: str) -> None:
    runs = exercises.fly(planned(exercises, kind), range(1))
    assert abs(first(runs, Event.ASIDE)["value"]) < 0.25 * NAUTICAL_MILE_M


def test_on_its_other_leg_for_receivers_that_come_against_it(exercises: ModuleType) -> None:
    plan = planned(exercises, "point_parallel")
    runs = exercises.fly(plan, range(1))
    width_m = 2.0 * plan.tankers.track(plan.tankers.brackets[0].track).radius_m
    assert 0.75 * width_m < abs(first(runs, Event.ASIDE)["value"]) < 1.5 * width_m


def test_the_turn_begins_at_the_turn_range_and_ends_after_a_half_circle(exercises: ModuleType) -> None:
    plan = planned(exercises, "anchor")
    runs = exercises.fly(plan, range(1))
    track = plan.tankers.track(plan.tankers.brackets[0].track)
    turn_s = first(runs, Event.ROLLED_OUT)["time_s"] - first(runs, Event.TURNED_IN)["time_s"]
    half_s = np.pi * track.radius_m / track.true_airspeed_m_s
    assert turn_s == pytest.approx(half_s, rel=0.2)
    still_m = np.hypot(track.true_airspeed_m_s * turn_s + LEAD_M, 2.0 * track.radius_m)
    assert first(runs, Event.TURNED_IN)["value"] == pytest.approx(still_m, rel=0.1)


def test_most_turns_of_drawn_runs_end_ahead_of_whoever_comes(drawn: Any) -> None:
    ahead_m = drawn.events[drawn.events["event"] == Event.ROLLED_OUT]["value"]
    assert len(ahead_m) >= N_RUNS // 2
    assert np.median(ahead_m) == pytest.approx(LEAD_M, abs=0.5 * NAUTICAL_MILE_M)


def test_no_tanker_turns_for_others_while_somebody_is_beside_it(drawn: Any) -> None:
    turned = drawn.events[drawn.events["event"] == Event.TURNED_IN]
    assert len(turned)
    for row in turned:
        own = drawn.events[(drawn.events["run"] == row["run"]) & (drawn.events["other"] == row["aircraft"])]
        before = own[own["time_s"] <= row["time_s"]]
        came, left = (before[before["event"] == kind]["time_s"] for kind in (Event.AT_TANKER, Event.LEFT_TANKER))
        assert not len(came) or (len(left) and left.max() >= came.max())


def test_who_turns_away_is_not_turned_for_and_the_tanker_goes_on_and_home(exercises: ModuleType) -> None:
    plan = planned(exercises, "anchor")
    ready = set_up(plan, 1, tracks=0)
    ready.world.brackets["abort_kg"] = ready.fleet["fuel_kg"].max()
    runs = Runs(plan, 1, tuple(fly_ensemble(ready, plan.weather, range(1))))
    assert np.any(runs.events["event"] == Event.ABORT_LINE)
    assert not np.any(runs.events["event"] == Event.TURNED_IN)
    tankers = [
        number for number, name in enumerate(plan.members) if name[:-1] in {one.id for one in plan.tankers.tankers}
    ]
    assert np.all(runs.tallies["last_task"][tankers] == Task.DOWN)


PLAIN = """
import pickle, sys
from jointex.engine.ensemble import call
from jointex.engine.logging import new_log
from jointex.engine.run import World, new_scratch
from jointex.engine.setup import Setup
from jointex.kernel import JIT_ON
assert not JIT_ON
world, fleet, flights, departures = pickle.load(open(sys.argv[1], "rb"))
setup, log = Setup(World(*world), fleet, flights, 0.0), new_log(1000, 1000, 10, len(fleet))
call(setup, departures, new_scratch(fleet, flights, setup.world.points), log, 0)
pickle.dump(log.events[: log.counts[0]], open(sys.argv[2], "wb"))
"""


def test_in_plain_python_the_same_turn_is_flown(exercises: ModuleType, tmp_path: Path) -> None:
    plan = planned(exercises, "anchor")
    ready = set_up(plan, 1, tracks=0)
    ready.world.settings["end_s"] = UNTIL_S
    own = drawn_world(ready, 0, 1)
    given = tuple(own), ready.fleet, ready.flights, wind_departures(ready, plan.weather, 0, 1)
    (tmp_path / "setup").write_bytes(pickle.dumps(given))
    env = {**os.environ, "JOINTEX_JIT": "0"}
    subprocess.run([sys.executable, "-c", PLAIN, tmp_path / "setup", tmp_path / "events"], env=env, check=True)
    events = pickle.loads((tmp_path / "events").read_bytes())
    rolled = events[events["event"] == Event.ROLLED_OUT]
    compiled = first(exercises.fly(plan, range(1)), Event.ROLLED_OUT)
    assert len(rolled) == 1
    assert rolled["value"][0] == pytest.approx(compiled["value"], abs=1.0)
