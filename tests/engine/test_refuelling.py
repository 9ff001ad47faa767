"""Refuelling as it is flown: books, queue, limits, and what happens when a tanker, a station or a contact fails."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex.api import Runs
from jointex.engine.ensemble import fly_ensemble
from jointex.engine.setup import set_up
from jointex.fleet.log import Event, Flow, Task
from jointex.fleet.reasons import Reason
from jointex.measures import summarise

READY = {"uncertainty.mission_capable.probability": "100 %", "uncertainty.mission_capable.by_aircraft": {}}
READY |= {"uncertainty.ground_abort.probability": "0 %"}
NO_TANKER = {
    "uncertainty.mission_capable.by_aircraft": {"KC-130J": "0 %"},
    "uncertainty.ground_abort.probability": "0 %",
}
NO_TANKER |= {"uncertainty.mission_capable.probability": "100 %"}
N_RUNS = 20


def fly(exercises: ModuleType, changes: dict[str, Any], runs: int = N_RUNS, **settings: Any) -> Any:
    return exercises.fly(exercises.plan("sea-of-japan", changes), range(runs), **settings)


def with_luck(plan: Any, runs: int, **luck: float) -> Runs:
    """Return runs of a plan made for other luck than they have: settings of the engine by name."""
    setup = set_up(plan, 1, tracks=0)
    for name, value in luck.items():
        setup.world.settings[name] = value
    return Runs(plan, 1, tuple(fly_ensemble(setup, plan.weather, range(runs))))


@pytest.fixture(scope="module")
def flown(exercises: ModuleType) -> Any:
    return fly(exercises, {})


@pytest.fixture(scope="module")
def ready(exercises: ModuleType) -> Any:
    """Runs in which nobody stays on the ground and no contact fails."""
    changes = {**READY, "uncertainty.contacts.missed": "0 %", "uncertainty.contacts.disconnect": "0 %"}
    return fly(exercises, {**changes, "uncertainty.contacts.failure": "0 %"})


def of(runs: Any, kind: Event) -> np.ndarray:
    return runs.events[runs.events["event"] == kind]


def members(runs: Any, flight: str) -> list[int]:
    return [number for number, name in enumerate(runs.plan.members) if name.startswith(flight)]


def balance_kg(tallies: np.ndarray) -> np.ndarray:
    left = tallies["burned_kg"] + tallies["given_kg"] + tallies["dumped_kg"] + tallies["landed_kg"]
    return tallies["loaded_kg"] + tallies["received_kg"] - left


def test_the_flagship_takes_fuel_and_every_kilogram_is_in_both_books(flown):
    tallies = flown.tallies
    assert tallies["received_kg"].sum() > 0.0
    assert np.abs(balance_kg(tallies)).max() < 1e-6
    by_run = [tallies[name].reshape(N_RUNS, -1).sum(axis=1) for name in ("given_kg", "received_kg")]
    assert np.abs(by_run[0] - by_run[1]).max() < 1e-6


def test_each_line_given_has_its_line_received(flown):
    given, received = (flown.ledger[flown.ledger["flow"] == flow] for flow in (Flow.GIVEN, Flow.RECEIVED))
    assert len(given) == len(received) > 0
    left = {(g["run"], g["aircraft"], g["other"], g["time_s"], g["kg"]) for g in given}
    right = {(r["run"], r["other"], r["aircraft"], r["time_s"], r["kg"]) for r in received}
    assert left == right


def test_without_failures_everybody_takes_what_is_planned_or_what_it_lacks_or_what_fits(ready):
    planned = {bracket.flight: [] for bracket in ready.plan.tankers.brackets}
    for bracket in ready.plan.tankers.brackets:
        planned[bracket.flight].append(bracket)
    done = of(ready, Event.REFUELLED)
    capacity_kg = next(one for one in ready.plan.flights if one.id == "LANCE").airframe["fuel_capacity_kg"][0]
    for row in done[done["aircraft"] == members(ready, "LANCE")[0]]:
        nearest = min(planned["LANCE"], key=lambda b: abs(b.first_contact_s - row["time_s"]))
        is_full, is_as_planned = (row["fuel_kg"] == pytest.approx(kg) for kg in (capacity_kg, nearest.leave_kg))
        is_onload = row["value"] == pytest.approx(nearest.onload_kg)
        assert is_onload or is_full or is_as_planned
        assert is_as_planned or row["value"] <= nearest.onload_kg + 1e-6
    assert len(of(ready, Event.MISSED_CONTACT)) == len(of(ready, Event.DISCONNECTED)) == 0


def test_fuel_flows_no_faster_than_station_and_receiver_allow(flown):
    flow_kg_s = max(bracket.flow_kg_s for bracket in flown.plan.tankers.brackets)
    begun = {}
    for row in flown.events[np.isin(flown.events["event"], (Event.CONTACT, Event.REFUELLED, Event.DISCONNECTED))]:
        key = row["run"], row["aircraft"]
        if row["event"] == Event.CONTACT:
            begun[key] = row["time_s"], row["fuel_kg"]
        elif key in begun:
            seconds, gained_kg = row["time_s"] - begun[key][0], row["fuel_kg"] - begun.pop(key)[1]
            assert gained_kg <= flow_kg_s * seconds + 1e-6


def test_no_more_are_in_contact_than_the_tanker_has_hoses(flown):
    changes = []
    for row in flown.events:
        if row["event"] == Event.CONTACT:
            changes.append((row["run"], row["time_s"], 1))
        elif row["event"] in (Event.REFUELLED, Event.DISCONNECTED, Event.CUT_SHORT):
            changes.append((row["run"], row["time_s"], -1))
    assert changes
    for run in {run for run, _, _ in changes}:
        at_once = np.cumsum([step for own, _, step in sorted(changes) if own == run])
        assert at_once.max() <= 2


def test_the_pods_work_side_by_side(ready):
    rows = ready.events[np.isin(ready.events["event"], (Event.CONTACT, Event.REFUELLED))]
    own = np.sort(rows[rows["run"] == 0], order="time_s")["event"][:3]
    assert list(own) == [Event.CONTACT, Event.CONTACT, Event.REFUELLED]


def test_receivers_stay_a_thousand_feet_below_until_they_are_beside_the_tanker(ready, exercises):
    tracked = exercises.fly(ready.plan, range(1), tracks_every_s=5.0)
    rows = tracked.tracks
    tanker = rows[rows["aircraft"] == members(tracked, "SHELL")[0]]
    closing = rows[rows["task"] == Task.RENDEZVOUS]
    assert len(closing) > 10
    at_tanker_m = np.interp(closing["time_s"], tanker["time_s"], tanker["pressure_altitude_m"])
    assert np.all(closing["pressure_altitude_m"] <= at_tanker_m - 270.0)


def test_without_its_tanker_the_flight_counts_on_none_and_nobody_lands_below_reserve(exercises):
    runs = fly(exercises, NO_TANKER)
    assert len(of(runs, Event.NO_TANKER)) > 0
    assert len(of(runs, Event.CONTACT)) == 0
    lance = runs.tallies.reshape(N_RUNS, -1)[:, members(runs, "LANCE")]
    reserve_kg = next(flight.fuel.reserve_kg for flight in runs.plan.flights if flight.id == "LANCE")
    assert np.all(lance["last_task"] == Task.DOWN)
    assert np.all(lance["landed_kg"] >= reserve_kg)


def without(plan: Any, flight: str) -> Runs:
    """Return runs in which a tanker stays on the ground, and nobody else does."""
    setup = set_up(plan, 1, tracks=0)
    number = [one.id for one in plan.flights].index(flight)
    setup.fleet["ready_probability"][setup.fleet["flight"] == number] = 0.0
    setup.fleet["ready_probability"][setup.fleet["flight"] != number] = 1.1
    return Runs(plan, 1, tuple(fly_ensemble(setup, plan.weather, range(N_RUNS))))


def test_a_tanker_on_the_ground_takes_over_from_one_that_drops_out(ready):
    runs = without(ready.plan, "SHELL")
    (sumo,) = members(runs, "SUMO")
    called = of(runs, Event.CALLED)
    assert list(called["aircraft"]) == [sumo] * N_RUNS
    taken_off = of(runs, Event.AIRBORNE)
    taken_off_s = taken_off[taken_off["aircraft"] == sumo]["time_s"]
    notice_s = ready.plan.tankers.stand_ins[0].notice_s
    assert np.all(taken_off_s >= called["time_s"] + notice_s)
    assert np.all(taken_off_s < called["time_s"] + notice_s + 120.0)
    changed = of(runs, Event.OTHER_TANKER)
    assert set(changed["other"]) == {sumo}
    assert set(of(runs, Event.REFUELLED)["other"]) == {sumo}
    given_kg = runs.tallies["given_kg"].reshape(N_RUNS, -1)
    assert np.all(given_kg[:, sumo] > 0.0)
    assert given_kg.sum() == pytest.approx(runs.tallies["received_kg"].sum(), abs=1e-6)


def test_a_tanker_is_called_as_soon_as_the_other_one_is_cancelled_and_nobody_knows_it_before(ready):
    runs = without(ready.plan, "SHELL")
    shell = next(one for one in ready.plan.flights if one.id == "SHELL")
    taxi_s = shell.takeoff_time_s - shell.departure.taxi_s
    late_s = of(runs, Event.CALLED)["time_s"] - of(runs, Event.CANCELLED)["time_s"]
    assert late_s.min() >= 0.0
    assert late_s.max() <= 5.0
    assert of(runs, Event.CALLED)["time_s"].min() <= taxi_s + 5.0


def test_a_tanker_that_stands_by_for_one_that_works_stays_on_the_ground_and_is_not_missed(ready):
    runs = ready
    (sumo,) = members(runs, "SUMO")
    stood_down = of(runs, Event.CANCELLED)
    assert set(stood_down["aircraft"]) == {sumo}
    assert set(stood_down["value"]) == {float(Reason.NOT_NEEDED)}
    assert stood_down["time_s"].min() >= ready.plan.tankers.stand_ins[0].called_by_s
    measures = summarise(runs.tallies, runs.events, runs.plan.to_json())["measures"]
    assert measures["flown_fraction"]["value"] == 1.0


def test_stations_that_fail_are_found_out_at_the_tanker(exercises):
    ready = READY | {"uncertainty.contacts.missed": "0 %", "uncertainty.contacts.disconnect": "0 %"}
    runs = with_luck(exercises.plan("sea-of-japan", {**exercises.ALONE, **ready}), N_RUNS, failure_probability=1.0)
    found = of(runs, Event.STATIONS_OUT)
    assert len(found) == N_RUNS
    assert np.all(found["other"] >= 0)
    assert runs.tallies["received_kg"].sum() == 0.0
    assert not np.any(runs.tallies["last_task"] == Task.LOST)


def test_who_never_hits_the_basket_gives_up_and_goes_where_the_fuel_lasts(ready):
    runs = with_luck(ready.plan, 5, missed_probability=1.0)
    attempts = of(runs, Event.MISSED_CONTACT)
    assert len(of(runs, Event.CONTACT)) == 0
    assert attempts["value"].max() == 3.0
    cut = of(runs, Event.CUT_SHORT)
    assert len(cut) > 0
    assert np.all(cut["value"] == 0.0)
    assert not np.any(runs.tallies["last_task"] == Task.LOST)


def test_contacts_that_break_are_taken_up_again(ready):
    runs = with_luck(ready.plan, N_RUNS, disconnect_probability=0.5)
    broken, again = of(runs, Event.DISCONNECTED), of(runs, Event.CONTACT)
    assert len(broken) > 10
    assert np.any(again["value"] >= 2.0)
    assert np.abs(balance_kg(runs.tallies)).max() < 1e-6


def test_failed_shares_come_out_as_asked(ready):
    runs = with_luck(ready.plan, 60, missed_probability=0.2)
    hits, misses = len(of(runs, Event.CONTACT)), len(of(runs, Event.MISSED_CONTACT))
    share = misses / (hits + misses)
    assert abs(share - 0.2) < 4.0 * np.sqrt(0.2 * 0.8 / (hits + misses))


def test_runs_with_tankers_do_not_depend_on_chunks_or_workers(flown, exercises):
    again = fly(exercises, {}, workers=1)
    assert exercises.hash_of(again.chunks) == exercises.hash_of(flown.chunks)
    tail = exercises.fly(flown.plan, range(15, N_RUNS))
    alike = flown.tallies[flown.tallies["run"] >= 15]
    for name in alike.dtype.names:
        np.testing.assert_array_equal(alike[name], tail.tallies[name], name)
