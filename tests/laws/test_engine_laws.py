"""Laws of a run: fuel is conserved, nothing depends on workers or chunks, time runs forwards, and nobody jumps."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jointex.drills.formation import SHAPES
from jointex.engine.ensemble import fly_ensemble
from jointex.engine.setup import set_up
from jointex.fleet.log import Event, Flow, Task

TESTS = Path(__file__).parent.parent
KG = 1e-6
EVERY_S = 5.0
ENDS = (Task.DOWN, Task.CANCELLED, Task.LOST)
FASTEST_M_S, STEEPEST_M_S = 450.0, 200.0
"""No aircraft here flies faster over ground, or climbs and sinks faster, than this."""
COLUMNS = {
    Flow.LOADED: "loaded_kg",
    Flow.BURNED: "burned_kg",
    Flow.GIVEN: "given_kg",
    Flow.RECEIVED: "received_kg",
    Flow.DUMPED: "dumped_kg",
    Flow.LANDED: "landed_kg",
}

WHATEVER = st.fixed_dictionaries(
    {
        "flights.CRANE.count": st.integers(1, 4),
        "flights.CRANE.formation": st.sampled_from(sorted(SHAPES)),
        "flights.CRANE.fuel": st.sampled_from(["5 klb", "8 klb", "12 klb"]),
        "flights.HERON.level": st.sampled_from(["FL180", "FL260", "FL330"]),
        "work.PAIR.duration": st.sampled_from(["2 min", "10 min", "40 min"]),
        "work.PAIR.pattern.turn": st.sampled_from(["left", "right"]),
        "work.PAIR.pattern.leg": st.sampled_from(["5 NM", "20 NM"]),
        "work.PAIR.stations.HERON.right": st.sampled_from(["-2 NM", "0 NM", "1 NM"]),
        "winds": st.sampled_from(
            [
                {"kind": "none"},
                {"kind": "climatology", "month": 1},
                {"kind": "layers", "layers": [{"level": "FL200", "from": "30 deg", "speed": "90 kt"}]},
            ]
        ),
    }
)


def balance_kg(tallies: np.ndarray) -> np.ndarray:
    """Return what is missing in the fuel balance of every row."""
    came = tallies["loaded_kg"] + tallies["received_kg"]
    return came - tallies["burned_kg"] - tallies["given_kg"] - tallies["dumped_kg"] - tallies["landed_kg"]


def check_books(runs: Any) -> None:
    """Hold tallies and ledger of flown runs to each other, aircraft by aircraft and flow by flow."""
    tallies, ledger = runs.tallies, runs.ledger
    assert np.abs(balance_kg(tallies)).max() < KG
    assert all((tallies[name] >= 0.0).all() for name in COLUMNS.values())
    assert (ledger["kg"] >= 0.0).all()
    n_aircraft = len(runs.plan.members)
    first = tallies["run"].min()
    for flow, name in COLUMNS.items():
        lines = ledger[ledger["flow"] == flow]
        row = (lines["run"] - first) * n_aircraft + lines["aircraft"]
        summed = np.bincount(row, lines["kg"], len(tallies))
        assert np.abs(summed - tallies[name]).max() < KG, name


def check_order(runs: Any) -> None:
    """Hold every aircraft to rising times, an end, and silence after it."""
    tallies, events = runs.tallies, runs.events
    assert np.isin(tallies["last_task"], ENDS).all()
    for row in tallies:
        own = events[(events["run"] == row["run"]) & (events["aircraft"] == row["aircraft"])]
        assert (np.diff(own["time_s"]) >= -1e-9).all()
        kinds = own["event"].tolist()
        if row["last_task"] == Task.CANCELLED:
            assert kinds == [Event.CANCELLED]
            assert row["burned_kg"] == 0.0
            continue
        if kinds[0] == Event.CALLED:  # a tanker that stood by
            kinds = kinds[1:]
        assert kinds[0] == Event.TAXI
        assert kinds.count(Event.AIRBORNE) == 1
        landed = [kind for kind in kinds if kind in (Event.LANDED, Event.VERTICAL_LANDED, Event.FUEL_OUT)]
        assert landed == kinds[-1:]
        assert (row["last_task"] == Task.LOST) == (kinds[-1] == Event.FUEL_OUT)
        if row["last_task"] == Task.DOWN:
            assert row["airborne_time_s"] < row["landing_time_s"]
            assert own["time_s"][-1] == row["landing_time_s"]


def check_ways(runs: Any, places_m: Any) -> None:
    """Hold the tracks to what can be flown: no jump, no dive, speed over ground as said, nothing outside the flight."""
    tracks, tallies = runs.tracks, runs.tallies
    for row in tallies:
        own = tracks[(tracks["run"] == row["run"]) & (tracks["aircraft"] == row["aircraft"])]
        if row["last_task"] == Task.CANCELLED:
            assert not len(own)
            continue
        assert own["time_s"][0] >= row["airborne_time_s"]
        if row["last_task"] == Task.DOWN:
            assert own["time_s"][-1] <= row["landing_time_s"] + EVERY_S
        step_s = np.diff(own["time_s"])
        assert (step_s > 0.0).all()
        moved_m = np.linalg.norm(np.diff(places_m(own), axis=0), axis=1)
        assert (moved_m <= FASTEST_M_S * step_s).all()
        assert (np.abs(np.diff(own["pressure_altitude_m"])) <= STEEPEST_M_S * step_s).all()
        assert own["pressure_altitude_m"].min() > -100.0
        assert own["pressure_altitude_m"].max() < 16_000.0
        in_contact = own["task"][1:] == Task.CONTACT
        after_contact = own["task"][:-1] == Task.CONTACT
        assert (np.diff(own["fuel_kg"])[~in_contact & ~after_contact] <= 1e-9).all()
        said_m = sum(0.5 * np.sum(own["ground_speed_m_s"][side] * step_s) for side in (slice(1, None), slice(None, -1)))
        # height stretches ways by a part in 500; roll-out and capture change speed within a step
        assert said_m == pytest.approx(moved_m.sum(), rel=0.02)


@pytest.fixture(scope="module")
def flagship(exercises: ModuleType) -> Any:
    """Thirty runs of the flagship with the tracks of all of them."""
    return exercises.fly(exercises.plan("sea-of-japan"), range(30), tracks_every_s=EVERY_S)


@pytest.fixture(scope="module")
def short(exercises: ModuleType) -> Any:
    """Forty-five runs of the short exercise, logged as a run folder would."""
    return exercises.fly(exercises.plan("short"), range(45), tracks_every_s=60.0)


def test_fuel_is_conserved_in_every_run_and_the_ledger_sums_to_the_tallies(flagship: Any, short: Any) -> None:
    check_books(flagship)
    check_books(short)


def test_events_come_in_order_and_end_with_the_flight(flagship: Any, short: Any) -> None:
    check_order(flagship)
    check_order(short)


def test_nobody_jumps_dives_or_flies_outside_his_flight(flagship: Any, exercises: ModuleType) -> None:
    check_ways(flagship, exercises.places_m)


@given(WHATEVER)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_laws_hold_whatever_the_exercise(exercises: ModuleType, changes: dict[str, Any]) -> None:
    runs = exercises.fly(exercises.plan("short", changes), range(4), tracks_every_s=EVERY_S)
    check_books(runs)
    check_order(runs)
    check_ways(runs, exercises.places_m)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_threads_gives_the_same_bits(exercises: ModuleType, short: Any, workers: int) -> None:
    again = exercises.fly(short.plan, range(45), tracks_every_s=60.0, workers=workers)
    assert exercises.hash_of(again.chunks) == exercises.hash_of(short.chunks)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_processes_gives_the_same_bits_as_threads(
    exercises: ModuleType, short: Any, workers: int
) -> None:
    again = exercises.fly(short.plan, range(45), tracks_every_s=60.0, executor="processes", workers=workers)
    assert exercises.hash_of(again.chunks) == exercises.hash_of(short.chunks)


@pytest.mark.parametrize("cuts", [(0, 45), (0, 1, 2, 45), (0, 10, 17, 30, 45), (0, 44, 45)])
def test_any_cutting_into_chunks_gives_the_same_bits(exercises: ModuleType, short: Any, cuts: tuple[int, ...]) -> None:
    ready = set_up(short.plan, 1, tracks=45)
    ready.world.settings["track_s"], ready.world.settings["full_tracks"] = 60.0, 45
    chunks = [
        chunk for first, last in pairwise(cuts) for chunk in fly_ensemble(ready, short.plan.weather, range(first, last))
    ]
    assert exercises.hash_of(chunks) == exercises.hash_of(short.chunks)


def test_a_run_does_not_know_how_many_others_there_are(exercises: ModuleType, short: Any) -> None:
    alone = exercises.fly(short.plan, range(33, 34), tracks_every_s=60.0)
    for name in ("tallies", "events", "ledger", "tracks"):
        among, own = getattr(short, name), getattr(alone, name)
        among = among[among["run"] == 33]
        assert len(own) == len(among)
        for column in own.dtype.names:
            assert np.array_equal(own[column], among[column], equal_nan=own.dtype[column].kind == "f")


def test_the_same_plan_made_twice_flies_the_same(exercises: ModuleType, short: Any) -> None:
    from jointex.planning import make_plan

    again = exercises.fly(make_plan(exercises.exercise("short")), range(45), tracks_every_s=60.0)
    assert exercises.hash_of(again.chunks) == exercises.hash_of(short.chunks)


def test_two_seeds_differ(exercises: ModuleType, short: Any) -> None:
    other = exercises.fly(short.plan, range(45), seed=2, tracks_every_s=60.0)
    assert exercises.hash_of(other.chunks) != exercises.hash_of(short.chunks)
    assert (other.tallies["departure_delay_s"] != short.tallies["departure_delay_s"]).all()


def test_variants_share_their_luck(exercises: ModuleType, short: Any) -> None:
    """A change of one flight's station leaves every delay, readiness and the other flight's engines alone."""
    variant = exercises.fly(exercises.plan("short", {"work.PAIR.stations.HERON.right": "-2 NM"}), range(45))
    assert (variant.tallies["departure_delay_s"] == short.tallies["departure_delay_s"]).all()
    cancelled = [runs.tallies["last_task"] == Task.CANCELLED for runs in (variant, short)]
    assert (cancelled[0] == cancelled[1]).all()
    # the leader of the work flies the very same flight
    lead = short.tallies["aircraft"] == 0
    for name in ("airborne_time_s", "arrival_error_s", "landing_time_s", "burned_kg", "distance_m"):
        one, other = variant.tallies[name][lead], short.tallies[name][lead]
        assert np.array_equal(one, other, equal_nan=True), name
    follower = (short.tallies["aircraft"] == 2) & ~cancelled[0]
    assert (variant.tallies["burned_kg"][follower] != short.tallies["burned_kg"][follower]).any()


@pytest.mark.parametrize("cancelled", ["F-15J", "F-35A"], ids=["the leading flight", "a following flight"])
def test_a_flight_that_is_cancelled_altogether_holds_up_nobody(exercises: ModuleType, cancelled: str) -> None:
    ready = {"F-15J": "100 %", "F-35A": "100 %", cancelled: "0 %"}
    changes = {"flights.HERON.aircraft": "F-35A", "uncertainty": {"mission_capable": {"by_aircraft": ready}}}
    runs = exercises.fly(exercises.plan("short", changes), range(3))
    types = np.array([flight.aircraft for flight in runs.plan.flights])[runs.tallies["flight"]]
    there = runs.tallies[types != cancelled]
    assert (runs.tallies["last_task"][types == cancelled] == Task.CANCELLED).all()
    assert (there["last_task"] == Task.DOWN).all()
    planned = {flight.id: flight for flight in runs.plan.flights}
    flights = list(planned.values())
    for row in there:
        assert row["landing_time_s"] == pytest.approx(flights[row["flight"]].landing_time_s, abs=900.0)
        # work goes on without the others, and counts as together
        assert row["station_time_s"] == pytest.approx(600.0, abs=60.0)


@given(st.floats(9.0, 12.0), st.floats(0.1, 1.4))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_more_fuel_loaded_lands_with_more_but_not_all_of_it(
    exercises: ModuleType, loaded_klb: float, more_klb: float
) -> None:
    landed = []
    for klb in (loaded_klb, loaded_klb + more_klb):
        changes = {**exercises.NOMINAL, "flights.HERON.fuel": f"{klb:.4f} klb"}
        runs = exercises.fly(exercises.plan("short", changes))
        landed.append(runs.tallies[["loaded_kg", "landed_kg"]][2])
    (less, less_left), (more, more_left) = landed
    assert 0.0 < more_left - less_left < more - less


def test_plain_python_gives_the_same_bits_as_compiled(exercises: ModuleType) -> None:
    code = (
        "import exercises\n"
        "changes = {'work.PAIR.duration': '2 min'}\n"
        "runs = exercises.fly(exercises.plan('short', changes), range(2), tracks_every_s=60.0)\n"
        "print(exercises.hash_of(runs.chunks), runs.tallies['burned_kg'].sum().hex())"
    )
    paths = [str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])]
    printed = []
    for jit in ("0", "1"):
        env = {**os.environ, "JOINTEX_JIT": jit, "PYTHONPATH": os.pathsep.join(paths)}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout)
    assert printed[0] == printed[1]
