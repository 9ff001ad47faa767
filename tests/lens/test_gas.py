"""Refuelling explained: the run with its tanker orders flown again, what is taken against what is needed, who was missed."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import numpy as np
import pytest

from jointex import api
from jointex.lens import explain
from jointex.lens.draws import why_late
from jointex.lens.evidence import Evidence, FuelLook
from jointex.lens.limits import _reserve
from jointex.lens.odds import odds_of
from jointex.lens.phrases import fuel
from jointex.lens.replan import plan_again
from jointex.lens.sentences import link_of
from jointex.record import read
from jointex.scenario import load


@pytest.fixture(scope="module")
def guam(tmp_path_factory):
    return api.run("guam-long-haul", runs=8, out=tmp_path_factory.mktemp("guam"), report=False)


@pytest.fixture(scope="module")
def evidence(guam):
    contacts = read(guam).events(event="contact").to_pylist()
    return Evidence(read(guam), contacts[0]["run"])


def row_of(evidence, event, **values):
    base = next(row for row in evidence.rows if row["event"] == "contact")
    return {**base, "event": event, "value": None, "unit": None, **values}


def test_a_plan_made_again_holds_the_orders_of_the_file(guam):
    recording = read(guam)
    again = plan_again(load(guam / "scenario.yaml"), recording.plan).to_json()
    assert again["refuelling"] == recording.plan["refuelling"]
    assert again["flights"] == recording.plan["flights"]


def test_runs_with_tankers_flown_again_give_the_recorded_events(guam):
    for run in range(8):
        assert Evidence(read(guam), run).replay is not None


def test_in_contact_the_on_load_is_held_against_what_is_needed(guam):
    recording = read(guam)
    row = recording.events(event="contact").to_pylist()[0]
    bracket = recording.plan["refuelling"]["brackets"][0]
    told = explain(guam, f"{row['aircraft']}@{row['time_s'] + 60.0}s", row["run"])
    assert told["state"]["task"] == "contact"
    limits = {limit["limit"]: limit for limit in told["limits"]}
    # a minute of the planned flow, less the frame in which the state is taken
    taken_kg = limits["on_load"]["margin_kg"] + bracket["least_onload_kg"]
    assert bracket["flow_kg_s"] * 50.0 < taken_kg <= bracket["flow_kg_s"] * 61.0
    fuel_kg = told["state"]["fuel_kg"]
    assert limits["abort"]["margin_kg"] == pytest.approx(fuel_kg - bracket["abort_kg"], abs=0.2)


def test_what_is_left_to_give_falls_by_what_was_given(guam):
    row = next(one for one in read(guam).events(event="contact").to_pylist() if one["value"] == 1.0)
    before, after = (
        next(
            limit
            for limit in explain(guam, f"{row['other']}@{row['time_s'] + later_s}s", row["run"])["limits"]
            if limit["limit"] == "to_give"
        )
        for later_s in (0.0, 120.0)
    )
    assert before["margin_kg"] > after["margin_kg"] > 0.0


def test_on_the_way_to_a_tanker_bingo_counts_to_its_abort_line(guam):
    row = next(one for one in read(guam).events(event="at_control_point").to_pylist())
    limits = explain(guam, f"{row['aircraft']}@{row['time_s'] - 600.0}s", row["run"])["limits"]
    bingo = next(limit for limit in limits if limit["limit"].startswith("bingo"))
    assert f"for the way to {read(guam).plan['refuelling']['brackets'][0]['id']}" in bingo["sentence"]


def test_a_contact_cut_short_tells_what_was_missing_and_why(evidence):
    row = row_of(evidence, "cut_short", value=900.0, unit="kg", time_s=evidence.rows[-1]["time_s"] + 1e4)
    link = link_of(row, evidence)
    assert link.numbers["needed_kg"] > link.numbers["taken_kg"] == 900.0
    assert link.because == f"{row['other']} left its track"
    evidence.rows.append({**row, "event": "tanker_spent", "aircraft": row["other"], "other": row["aircraft"]})
    assert link_of(row, evidence).because == f"{row['other']} had no more to give"
    evidence.rows.pop()


def test_who_finds_no_tanker_is_told_what_became_of_it(evidence):
    row = row_of(evidence, "no_tanker", value=5_000.0, unit="kg", other=None)
    bracket = evidence.plan["refuelling"]["brackets"][0]
    tanker = f"{bracket['tanker']}1"
    evidence.rows.append(
        {**row, "event": "cancelled", "aircraft": tanker, "time_s": 0.0, "reason": "no aircraft ready"}
    )
    assert f"{tanker} did not fly" in link_of(row, evidence).because
    evidence.rows.pop()


def test_a_divert_for_want_of_a_tanker_is_not_blamed_on_the_way_home(evidence):
    row = row_of(evidence, "divert", value=60_000.0, unit="kg", other="PWAK", reason="fuel")
    evidence.rows.append(row_of(evidence, "no_tanker", value=5_000.0))
    link = link_of(row, evidence)
    assert "had no tanker left to wait for" in link.because
    assert "to land there with 60.0 t" in link.what
    evidence.rows.pop()


def test_a_tanker_that_stays_on_again_and_again_is_told_once(tmp_path, exercises):
    late = {"uncertainty.departure_delay.late_probability": "100 %"}
    scenario = tmp_path / "late.yaml"
    scenario.write_text(exercises.text_of("guam-long-haul", late), encoding="utf-8")
    folder = api.run(str(scenario), runs=8, out=tmp_path / "late", report=False)
    rows = read(folder).events(event="stayed_on").to_pylist()
    row = rows[-1]
    chain = explain(folder, f"{row['aircraft']}@{row['time_s'] + 1.0}s", row["run"])["chain"]
    told = [link for link in chain if link["event"] == "stayed_on"]
    own = [one for one in rows if (one["run"], one["aircraft"]) == (row["run"], row["aircraft"])]
    assert len(told) == 1
    assert told[0]["numbers"]["added_s"] == pytest.approx(sum(one["value"] for one in own))


def test_a_tanker_that_stands_by_is_told_to_do_so_and_why_it_was_not_needed(guam):
    rows = read(guam).events(event="cancelled", aircraft="SHELL1").to_pylist()
    row = next(row for row in rows if row["reason"] == "not needed")
    told = explain(guam, f"SHELL1@{row['time_s'] - 60.0:.0f}s", run=row["run"])
    assert "It stands by for another tanker and has not been called." in str(told)
    assert "MOBIL had not dropped out by then, and a later call would have brought it too late" in str(told)
    assert told["planned"] is None  # nothing is planned for it as long as nobody calls


def test_a_tanker_that_was_called_taxies_so_long_after_its_call(evidence):
    called = copy.copy(evidence)
    call = row_of(evidence, "called", aircraft="SHELL1", other="MOBIL1", time_s=3000.0, value=900.0, unit="s")
    taxi = row_of(evidence, "taxi", aircraft="SHELL1", time_s=3600.0, value=240.0, unit="s", fuel_kg=27_000.0)
    meet = row_of(evidence, "on_station", aircraft="SHELL1", time_s=6000.0, value=30.0, unit="s", fuel_kg=25_000.0)
    called.rows = [call, taxi, meet]
    told = link_of(taxi, called)
    assert told.what.startswith("SHELL1 taxied 10 min after it was called, with 27.0 t")
    assert not told.because
    assert link_of(meet, called).what.startswith("SHELL1 reached its track 30 s later than its plan with 25.0 t")
    assert link_of(meet, called).because == f"it was called at {evidence.time(3000.0)}"


def test_full_tanks_are_why_less_was_taken_than_planned(evidence):
    bracket = evidence.plan["refuelling"]["brackets"][0]
    aircraft = next(one for one in evidence.plan["flights"] if one["id"] == bracket["flight"])["members"][0]
    values = {"aircraft": aircraft, "time_s": bracket["first_contact_s"], "fuel_kg": 9e4, "unit": "kg"}
    least_kg = bracket["least_onload_kg"]
    less, more = (
        link_of(row_of(evidence, "refuelled", value=kg, **values), evidence) for kg in (0.9 * least_kg, least_kg)
    )
    assert less.what.endswith("was planned, and its tanks held no more")
    assert more.what.endswith("needed")


def test_what_a_leader_decides_is_told_of_its_flight_with_the_runs_of_all_its_members(guam, evidence):
    flight = next(one for one in evidence.plan["flights"] if one["count"] > 1)
    told = {one.event: one for one in odds_of(flight["members"][-1], evidence, ["other_tanker", "missed_contact"])}
    assert told["other_tanker"].text.startswith(f"Flight {flight['id']} turned to another tanker in ")
    assert told["missed_contact"].text.startswith(f"{flight['members'][-1]} missed a contact in ")
    rows = read(guam).events(event="missed_contact", aircraft=flight["members"][-1]).to_pylist()
    assert told["missed_contact"].share == pytest.approx(len(np.unique([row["run"] for row in rows])) / 8)


def test_a_tanker_whose_stations_failed_leaves_for_that(evidence):
    failed = copy.copy(evidence)
    out = row_of(evidence, "stations_out", aircraft="MOBIL1", time_s=9000.0, value=0.0, fuel_kg=50_000.0)
    left = row_of(evidence, "off_station", aircraft="MOBIL1", time_s=9002.0, value=720.0, unit="s", fuel_kg=50_000.0)
    failed.rows = [left]
    assert link_of(left, failed).sentence.endswith("because its time there was over.")
    failed.rows = [out, left]
    assert link_of(left, failed).sentence.startswith("MOBIL1 left its track after 12 min there, with 50.0 t")
    assert link_of(left, failed).because == "its stations had failed"


def test_an_abort_line_ahead_is_that_of_the_bracket_to_come(evidence):
    orders = evidence.plan["refuelling"]["brackets"]
    flight = orders[0]["flight"]
    own = sorted((one for one in orders if one["flight"] == flight), key=lambda one: one["arrive_s"])
    later = {**own[-1], "id": "LATER", "arrive_s": own[-1]["arrive_s"] + 9000.0, "abort_kg": 4321.0, "divert": "PWAK"}
    leader = next(one for one in evidence.plan["flights"] if one["id"] == flight)["members"][0]
    changed = copy.copy(evidence)
    changed.plan = {**evidence.plan, "refuelling": {**evidence.plan["refuelling"], "brackets": [*own, later]}}
    time_s = own[-1]["leave_s"] + 30.0
    row = row_of(evidence, "abort_line", aircraft=leader, other=None, time_s=time_s, value=0.0, fuel_kg=8000.0)
    passed = [row_of(evidence, "left_tanker", aircraft=leader, time_s=one["leave_s"], value=0.0) for one in own]
    changed.rows = [*passed, row]
    assert link_of(row, changed).what.endswith(
        "the abort line of LATER with 8,000 kg (17.6 klb), counted to its control point"
    )
    assert link_of(row, changed).because.startswith("below 4,321 kg (9.5 klb) there it could no longer reach PWAK")


def test_a_home_out_of_reach_is_told_by_what_is_missing(evidence):
    aircraft = evidence.plan["refuelling"]["brackets"][0]["flight"] + "1"
    row = row_of(
        evidence, "divert", aircraft=aircraft, value=-6128.0, unit="kg", other="PHNL", reason="fuel", fuel_kg=8e3
    )
    home = evidence.flight_of(aircraft)["recovery"]
    assert link_of(row, evidence).because == (
        f"its fuel would not take it to {home}: 6,128 kg (13.5 klb) are missing on the way there"
    )


def test_the_control_point_is_told_with_the_fuel_of_the_ladder_there(evidence):
    row = next(one for one in evidence.rows if one["event"] == "at_control_point")
    flight = evidence.flight_of(row["aircraft"])
    planned = {one["name"]: one["fuel_kg"] for one in flight["points"]}
    bracket = next(one for one in evidence.plan["refuelling"]["brackets"] if one["flight"] == flight["id"])
    told = link_of(row, evidence).sentence
    assert f"where {fuel(planned[bracket['id'] + ' ARCP'])} was planned" in told
    assert planned[bracket["id"] + " ARCP"] > bracket["arrive_kg"]


def test_on_the_way_home_to_a_tanker_the_line_told_is_the_abort_line_there():
    look = FuelLook(20_000.0, 3_740.0, 90.0, 1_375.0, 300.0, "LANCE-2")
    moment = SimpleNamespace(aircraft="LANCE1", time_s=20_000.0, flight={"recovery": "RJFN", "diverts": []})
    own = SimpleNamespace(look=lambda *_: look)
    (limit,) = _reserve(moment, own, {"landing_base": 0}, {"home_kg_per_m": 0.00279})
    assert "to LANCE-2 at the flat 2.79 kg/km" in limit.text
    assert (
        "it would be there with 3,650 kg (8.0 klb), 2,275 kg (5.0 klb) above the abort line there of 1,375 kg"
        in limit.text
    )
    assert "RJFN" not in limit.text


@pytest.mark.parametrize(
    ("left_s", "met_s", "says"), [(-143.0, 62.0, False), (200.0, -30.0, False), (300.0, 60.0, True)]
)
def test_a_departure_is_no_cause_of_a_meeting_that_erred_the_other_way(evidence, left_s, met_s, says):
    taxi = next(row for row in evidence.rows if row["event"] == "taxi" and not evidence.is_tanker(row["aircraft"]))
    mine = {**taxi, "value": left_s}
    evidence.rows.append(mine)
    met = {**taxi, "event": "on_station", "time_s": taxi["time_s"] + 1e6, "value": met_s}
    evidence.rows.append({**mine, "time_s": met["time_s"] - 1.0})
    assert bool(why_late(met, evidence)) == says
    del evidence.rows[-2:]
