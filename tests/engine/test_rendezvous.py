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
TRACK = {f"refuelling.tracks.{name}.kind": "track" for name in TRACKS}
AGAINST = TRACK | {f"refuelling.tracks.{name}.course": "215 deg" for name in TRACKS}
KINDS: dict[str, dict[str, Any]] = {"anchor": {}, "point_parallel": TRACK, "against": AGAINST}
"""Tracks as shipped, as tracks by name, and with a first leg against the way of the receivers."""
N_RUNS = 20
UNTIL_S = 9_800.0
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
    bracket = plan.tankers.brackets[0]
    assert bracket.rendezvous == ("anchor" if kind == "anchor" else "point_parallel")
    assert bracket.side == (1 if kind == "against" else 0)
    runs = exercises.fly(plan, range(1))
    assert first(runs, Event.ROLLED_OUT)["value"] == pytest.approx(LEAD_M, abs=0.5 * NAUTICAL_MILE_M)
    aside_nm = 1.0 if kind == "against" else 0.25  # there they still come in at an angle
    assert abs(first(runs, Event.ASIDE)["value"]) < aside_nm * NAUTICAL_MILE_M
    assert first(runs, Event.AT_TANKER)["value"] < 240.0


def test_receivers_out_and_home_are_met_on_the_leg_that_goes_their_way(exercises: ModuleType) -> None:
    plan = exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **exercises.NOMINAL})
    assert [bracket.side for bracket in plan.tankers.of_flight("LANCE")] == [0, 1]
    runs = exercises.fly(plan, range(1))
    turns = runs.events[runs.events["event"] == Event.ROLLED_OUT]
    asides = runs.events[runs.events["event"] == Event.ASIDE]
    assert len(turns) == 2
    assert turns["value"] == pytest.approx(LEAD_M, abs=NAUTICAL_MILE_M)
    assert np.all(np.abs(asides["value"]) < NAUTICAL_MILE_M)


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
