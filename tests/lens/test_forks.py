"""Forks of a run: what is not changed stays bit by bit, what is forced comes about, and what is asked is answered."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pytest

from jointex import api
from jointex.cli.app import main
from jointex.engine.forks import go_on
from jointex.errors import InputError
from jointex.fleet.log import Event
from jointex.lens.evidence import Evidence
from jointex.lens.forks import explain_fork
from jointex.lens.uncertain import KNOWN, UNCERTAIN, branch_of, fork_s, uncertain_rows
from jointex.record import read
from jointex.record.columns import word

COMBAT = ("shot_valid", "shot_missed", "kill_removed", "wrong_call", "missed_call")
LOGS = ("events", "ledger", "tallies")


@pytest.fixture(scope="module")
def guam(tmp_path_factory):
    """Eight runs with tankers: contacts missed, broken and made, aircraft on the ground."""
    return api.run("guam-long-haul", runs=8, out=tmp_path_factory.mktemp("guam"), report=False)


@pytest.fixture(scope="module")
def evidences(guam):
    return [Evidence(read(guam), run) for run in range(8)]


@pytest.fixture(scope="module")
def all_rows(evidences):
    return [(evidence, row) for evidence in evidences for row in uncertain_rows(evidence)]


@pytest.fixture(scope="module")
def fights(folder_of, exercises):
    """Uncertain events of simulated combat, in two dozen runs."""
    folder = folder_of(exercises.FIGHT, runs=24)
    evidences = [Evidence(read(folder), run) for run in range(24)]
    return [(one, row) for one in evidences for row in uncertain_rows(one) if row["event"] in COMBAT]


def first_of(all_rows, event):
    return next((evidence, row) for evidence, row in all_rows if row["event"] == event)


def assert_same(first, second):
    for name in LOGS:
        a, b = getattr(first, name), getattr(second, name)
        assert len(a) == len(b)
        for field in a.dtype.names:
            assert np.ascontiguousarray(a[field]).tobytes() == np.ascontiguousarray(b[field]).tobytes(), (name, field)


def end_of(row, evidence, is_other_way):
    branch = branch_of(row, evidence, is_other_way)
    return go_on(branch.stem, branch.state).log


def happened(log, event, aircraft=None):
    rows = log.events[log.events["event"] == event]
    return rows if aircraft is None else rows[rows["aircraft"] == aircraft]


def test_the_table_names_events_that_are_recorded():
    assert {one.event for one in UNCERTAIN} <= {word(event) for event in Event}
    assert len(KNOWN) == len(UNCERTAIN)


def test_an_event_forced_as_it_came_about_gives_the_bits_of_the_run(all_rows):
    seen = set()
    for evidence, row in all_rows:
        assert_same(end_of(row, evidence, False), evidence.replay.end.log)
        seen.add(row["event"])
    assert seen >= {"cancelled", "taxi", "at_control_point", "contact", "missed_contact", "disconnected", "on_station"}


def test_the_other_way_differs_and_shares_what_was_written_before(all_rows):
    for evidence, row in all_rows:
        branch = branch_of(row, evidence, True)
        own, other = evidence.replay.end.log, go_on(branch.stem, branch.state).log
        assert len(own.events) != len(other.events) or any(
            (own.events[name] != other.events[name]).any() for name in ("time_s", "event", "fuel_kg")
        ), row
        for name in ("events", "ledger"):
            before = [getattr(log, name)[getattr(log, name)["time_s"] < fork_s(row, evidence)] for log in (own, other)]
            order = [np.lexsort((rows["aircraft"], rows["time_s"])) for rows in before]
            assert len(before[0]) == len(before[1])
            for field in before[0].dtype.names:
                first, second = (rows[field][place] for rows, place in zip(before, order, strict=True))
                assert first.tobytes() == second.tobytes()


def test_combat_forced_as_it_came_about_gives_the_bits_of_the_run(fights):
    assert {row["event"] for _, row in fights} == set(COMBAT)
    for evidence, row in fights:
        assert_same(end_of(row, evidence, False), evidence.replay.end.log)


def test_shots_and_calls_go_the_other_way(fights):
    kinds = {"shot_valid": "shot_missed", "shot_missed": "shot_valid", "missed_call": "kill_removed"}
    for evidence, row in fights:
        number = evidence.members.index(row["aircraft"])
        own, other = (end_of(row, evidence, way) for way in (False, True))
        event, then = Event[row["event"].upper()], kinds.get(row["event"], "missed_call")
        at = [np.round(happened(log, event, number)["time_s"], 3) for log in (own, other)]
        assert row["time_s"] in at[0]
        assert row["time_s"] not in at[1]
        if row["event"] != "wrong_call":
            rows = happened(other, Event[then.upper()], number)
            assert row["time_s"] in np.round(rows["time_s"], 3)


def test_one_that_stayed_on_the_ground_flies(all_rows):
    evidence, row = first_of(all_rows, "cancelled")
    number = evidence.members.index(row["aircraft"])
    log = end_of(row, evidence, True)
    assert len(happened(log, Event.AIRBORNE, number)) == 1
    assert not len(happened(log, Event.CANCELLED, number))


def test_one_that_took_off_stays_on_the_ground_without_a_spare(all_rows):
    evidence, row = first_of(all_rows, "taxi")
    number = evidence.members.index(row["aircraft"])
    log = end_of(row, evidence, True)
    assert len(happened(log, Event.CANCELLED, number)) == 1
    assert not len(happened(log, Event.AIRBORNE, number))
    assert not len(happened(log, Event.SPARE, number))


@pytest.mark.parametrize(("event", "then"), [("contact", "missed_contact"), ("missed_contact", "contact")])
def test_a_contact_goes_the_other_way_at_its_own_time(all_rows, event, then):
    evidence, row = first_of(all_rows, event)
    number = evidence.members.index(row["aircraft"])
    rows = happened(end_of(row, evidence, True), Event[then.upper()], number)
    assert row["time_s"] in np.round(rows["time_s"], 3)


def test_a_contact_that_broke_holds(all_rows):
    evidence, row = first_of(all_rows, "disconnected")
    number = evidence.members.index(row["aircraft"])
    rows = happened(end_of(row, evidence, True), Event.DISCONNECTED, number)
    assert row["time_s"] not in np.round(rows["time_s"], 3)


def test_a_flight_that_met_its_tanker_finds_none(all_rows):
    evidence, row = first_of(all_rows, "at_control_point")
    number = evidence.members.index(row["aircraft"])
    rows = happened(end_of(row, evidence, True), Event.NO_TANKER, number)
    assert len(rows) >= 1
    assert abs(rows["time_s"][0] - row["time_s"]) <= 30.0


def test_stations_that_fail_give_nothing_and_mended_give_again(all_rows):
    evidence, row = next(
        (evidence, row)
        for evidence, row in all_rows
        if row["event"] == "on_station" and len(happened(end_of(row, evidence, True), Event.STATIONS_OUT))
    )
    number = evidence.members.index(row["aircraft"])
    out = happened(end_of(row, evidence, True), Event.STATIONS_OUT, number)[0]
    given = happened(end_of(row, evidence, True), Event.CONTACT)
    assert not (given["other"][given["time_s"] > out["time_s"]] == number).any()
    before = branch_of(row, evidence, True).state
    before.flights["is_out"] = 0
    assert len(happened(go_on(evidence.replay.stem, before).log, Event.STATIONS_OUT)) == 0


def test_an_answer_does_not_depend_on_the_workers(guam, all_rows):
    evidence, row = first_of(all_rows, "contact")
    asked = f"{row['aircraft']}@{row['time_s'] + 1.0}s"
    one, three = (explain_fork(guam, asked, evidence.run, 25, workers) for workers in (1, 3))
    assert json.dumps(one) == json.dumps(three)


def test_what_the_run_s_own_luck_gives_is_the_run(guam, all_rows):
    evidence, row = first_of(all_rows, "missed_contact")
    told = explain_fork(guam, f"{row['aircraft']}@{row['time_s']}s", evidence.run, 5)
    assert told["event"]["happened"] == f"{row['aircraft']} missed a contact with {row['other']}"
    assert told["prefix"]["is_identical"]
    recorded = [one for one in evidence.rows if one["aircraft"] == row["aircraft"] and one["time_s"] >= row["time_s"]]
    assert [one["event"] for one in told["own_luck"]["as_it_was"]][:3] == [one["event"] for one in recorded][:3]
    assert told["own_luck"]["otherwise"][0]["event"] == "contact"


def test_continuations_are_paired_and_count_their_runs(guam, all_rows):
    # in the first run another tanker is in reach
    evidence, row = next((one, row) for one, row in all_rows if one.run == 1 and row["event"] == "at_control_point")
    told = explain_fork(guam, f"{row['aircraft']}@{row['time_s']}s", evidence.run, 12)
    share = next(one for one in told["measures"] if one["measure"] == "refuelled_fraction" and not one["flight"])
    assert share["n_a"] <= 12
    assert share["b"] < share["a"]
    fuel = told["fuel"]
    assert len(fuel["time_s"]) == len(fuel["as_it_was"]["p50"]) == len(fuel["otherwise"]["p50"])
    known = [place for place, kg in enumerate(fuel["as_it_was"]["p05"]) if kg is not None]
    for low, high in (("p05", "p50"), ("p50", "p95")):
        assert all(fuel["as_it_was"][low][place] <= fuel["as_it_was"][high][place] for place in known)


def test_the_last_event_by_then_is_taken_or_else_the_first_after(guam, evidences):
    evidence = evidences[1]
    own = [row for row in uncertain_rows(evidence) if row["aircraft"] == "DOOM1"]
    assert explain_fork(guam, "DOOM1@0s", 1, 1)["event"]["time_s"] == own[0]["time_s"]
    last = explain_fork(guam, f"DOOM1@{own[-1]['time_s']}s", 1, 1)
    assert (last["event"]["event"], last["event"]["time_s"]) == (own[-1]["event"], own[-1]["time_s"])
    assert {one["time_s"] for one in last["others"]} >= {row["time_s"] for row in own[:-1]}
    for one in last["others"][:2]:
        again = explain_fork(guam, f"{one['aircraft']}@{one['time_s']}s", 1, 1)
        if again["event"]["event"] == one["event"]:
            met = again["own_luck"]["objectives"]
            assert one["flips"] == [two for two in met if two["as_it_was"] != two["otherwise"]]


@pytest.mark.parametrize(("event", "then"), [("divert", Event.LANDED), ("cancelled", Event.AIRBORNE)])
def test_weather_that_stopped_one_is_lifted(folder_of, event, then):
    fog = {"visibility": "500 m", "below_minima": "0 %"}
    minima = {"takeoff_visibility": "100 m", "landing_visibility": "1600 m", "because": "made up"}
    if event == "cancelled":
        minima = {"takeoff_visibility": "800 m", "because": "made up"}
    changes = {"weather": {"RJNK": fog}, "rules.minima": minima, "flights.CRANE.diverts": ["RJNG", "RJOH"]}
    evidence = Evidence(read(folder_of(changes, runs=2)), 0)
    row = next(row for row in uncertain_rows(evidence) if row["event"] == event and row["reason"] == "visibility")
    number = evidence.members.index(row["aircraft"])
    own, other = (happened(end_of(row, evidence, way), then, number) for way in (False, True))
    assert len(own) == (0 if event == "cancelled" else 1)
    assert len(other) == 1
    bases = [end_of(row, evidence, way).tallies["landed_at"][number] for way in (False, True)]
    assert bases == ([-1, 0] if event == "cancelled" else [1, 0])


def test_a_run_that_cannot_be_flown_again_has_no_forks(guam, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(guam, copy)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, "seed": 2}), encoding="utf-8")
    with pytest.raises(InputError, match="--fork must be a run that can be flown again"):
        explain_fork(copy, "DOOM1@0s", 1, 1)


def test_what_says_something_of_a_fork_asks_for_one(guam, capsys):
    assert main(["explain", str(guam), "DOOM1@05:00Z", "--runs", "5"]) == 2
    assert "--runs must come with --fork" in capsys.readouterr().err


def test_the_command_tells_draws_and_answers_in_json(guam, all_rows, tmp_path, capsys):
    evidence, row = first_of(all_rows, "contact")
    words = ["explain", str(guam), f"{row['aircraft']}@{row['time_s'] + 1.0}s", "--run", str(evidence.run), "--fork"]
    words += ["--runs", "6", "--plot", str(tmp_path / "fork.svg")]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert f"B, the other way: {row['aircraft']} misses that contact." in told
    assert "the same bits" in told
    svg = (tmp_path / "fork.svg").read_text(encoding="utf-8")
    assert len(re.findall('class="fill (was|other) (wide|half)"', svg)) == 4 + 2
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["event"]["event"] == "contact"
