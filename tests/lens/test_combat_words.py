"""Simulated combat in words: every event has its sentence, with the other aircraft, the range, and the rule it came by."""

from __future__ import annotations

import re

import pytest

from jointex.fleet.log import Ending, Event, Leaving, ShotEnd
from jointex.lens import combat, explain, seen
from jointex.lens.evidence import Evidence
from jointex.lens.fights import last_phase, tactics_of
from jointex.lens.odds import COMMON, WORDS, odds_of
from jointex.lens.seen import all_of, gathered
from jointex.lens.sentences import _TELLERS, link_of
from jointex.measures.shots import CALLS, shot_called
from jointex.record import read
from jointex.record.columns import word

RUNS = 20
WEATHER = {
    "below_cloud_base",
    "below_visibility",
    "above_crosswind",
    "above_wind",
    "above_sea_state",
    "closed_by_weather",
}


@pytest.fixture(scope="module")
def fought(folder_of, exercises):
    return folder_of(exercises.FIGHT, runs=RUNS)


@pytest.fixture(scope="module")
def runs(fought):
    return [Evidence(read(fought), run) for run in range(RUNS)]


@pytest.fixture(scope="module")
def links(runs):
    """Every event of simulated combat with its row, its run and its sentence."""
    return [(row, one, link_of(row, one)) for one in runs for row in one.rows if row["event"] in combat.TELLERS]


def of_event(links, *events):
    found = [one for one in links if one[0]["event"] in events]
    assert found, f"none of {RUNS} runs has {events}"
    return found


def test_every_event_that_the_engine_can_log_has_a_sentence_of_its_own():
    assert {word(one) for one in Event} == set(_TELLERS)


def test_every_event_is_counted_in_words_of_its_own_or_not_at_all():
    assert {word(one) for one in Event} - COMMON - WEATHER <= set(WORDS)


def test_no_run_that_fights_needs_the_general_form(runs):
    for one in runs:
        assert not [row for row in one.rows if "had the event" in link_of(row, one).sentence]


def test_every_reason_of_a_fight_has_its_clause(runs):
    one = runs[0]
    row = next(row for row in one.rows if row["event"] == "shot_missed")
    for event, reasons in (("shot_missed", ShotEnd), ("bug_out", Leaving), ("fight_off", Ending)):
        for reason in reasons:
            named = {**row, "event": event, "reason": word(reason).replace("_", " ")}
            assert link_of(named, one).because


def test_kills_are_training_kills_in_every_sentence(links):
    for _, _, link in links:
        assert "kill" not in link.sentence.replace("training kill", "")
    assert of_event(links, "shot_valid", "kill_removed", "missed_call")


def test_who_goes_for_somebody_is_within_the_range_that_is_told(links):
    for row, one, link in of_event(links, "commit"):
        assert row["value"] <= link.numbers["commit_m"] == tactics_of(row, one)["commit_m"]
        assert f"committed against {row['other']}, " in link.sentence


def test_who_turns_away_was_nearer_than_the_range_that_is_told_or_had_notched(links):
    told = of_event(links, "pump")
    for row, one, link in told:
        before = last_phase(row, one.rows)
        if before["event"] == "notch":
            assert link.because == f"the simulated shot of {before['other']} was over"
        else:
            assert row["value"] < link.numbers["pump_m"]


def test_who_turns_in_again_had_run_for_as_long_as_is_told(links):
    told = of_event(links, "recommit")
    ran = [(row, one, link) for row, one, link in told if "pump_s" in link.numbers]
    assert 0 < len(ran) < len(told)
    for row, one, link in ran:
        assert row["time_s"] - last_phase(row, one.rows)["time_s"] >= link.numbers["pump_s"] - 1.0


def test_a_call_is_told_with_the_shot_behind_it(links):
    for row, one, link in of_event(links, *CALLS):
        shot = shot_called(row, one.rows)
        assert (shot["aircraft"], shot["other"]) == (row["other"], row["aircraft"])
        assert shot["time_s"] + row["value"] < row["time_s"]
        assert f"of {row['other']} from {shot['value'] / 1852.0:.1f} NM at {one.time(shot['time_s'])}" in link.because


def test_a_run_that_cannot_be_flown_again_is_told_without_tactics(runs):
    blind = object.__new__(Evidence)
    blind.__dict__.update({**runs[0].__dict__, "replay": None})
    for row in blind.rows:
        if row["event"] in combat.TELLERS:
            assert link_of(row, blind).what == link_of(row, runs[0]).what
            assert "range of" not in link_of(row, blind).because


def test_shots_at_an_aircraft_and_its_part_stand_in_its_chain(fought, runs):
    kill = next(row for one in runs for row in one.rows if row["event"] == "kill_removed")
    told = explain(fought, f"{kill['aircraft']}@{kill['time_s'] + 1.0}s", kill["run"])
    assert any(link["event"] == "shot" and link["aircraft"] == kill["other"] for link in told["chain"])
    started = next(link["sentence"] for link in told["chain"] if link["event"] == "fight_on")
    assert re.search(r"was in presentation 1 of FIGHT as it began, (as an opponent|against HERON)", started)
    assert told["chain"][-1]["event"] == "kill_removed"
    assert any("was called out by a training kill in" in one["text"] for one in told["odds"])


def test_the_share_of_runs_with_a_training_kill_counts_them(fought, runs):
    rows = read(fought).events(aircraft="HERON1", event="kill_removed").to_pylist()
    odds = {one.event: one for one in odds_of("HERON1", runs[0], ["fight_on", "notch", "seen"])}
    assert odds["kill_removed"].share == len({row["run"] for row in rows}) / RUNS
    assert set(odds) == {"cancelled", "bingo", "divert", "kill_removed"}


def picture(time_s, event, other, value, aircraft="CRANE1"):
    return {"run": 0, "time_s": time_s, "aircraft": aircraft, "event": event, "other": other, "value": value}


def test_the_picture_is_gathered_until_something_else_happens(runs):
    rows = [
        picture(1.0, "warned", "BEAR1", 18_520.0),
        picture(2.0, "seen", "BEAR1", 17_000.0),
        picture(3.0, "warned", "BEAR2", 37_040.0),
        picture(4.0, "warned", "BEAR1", 20_000.0),
        picture(5.0, "commit", "BEAR1", 17_000.0),
        picture(6.0, "warned", "BEAR1", 16_000.0),
        picture(7.0, "warned", "BEAR1", 16_000.0, "CRANE2"),
    ]
    groups = gathered(rows)
    assert [[row["time_s"] for row in group] for group in groups] == [[1.0, 3.0, 4.0], [2.0], [5.0], [6.0], [7.0]]
    link = all_of(groups[0], runs[0])
    assert (
        link.what
        == f"CRANE1 noticed the radars of BEAR1 and BEAR2, 10.0 to 20.0 NM away, 3 times until {runs[0].time(4.0)}"
    )
    assert link.numbers == {"times": 3.0, "least_m": 18_520.0, "most_m": 37_040.0}


def test_one_that_is_lost_and_found_is_told_once(runs):
    for event in seen.TELLERS:
        link = all_of([picture(1.0, event, "BEAR1", 0.2), picture(9.0, event, "BEAR1", 0.2)], runs[0])
        assert link.what.count("BEAR1") == 1
        assert f"2 times until {runs[0].time(9.0)}" in link.what
        assert "0 s" not in link.what


def test_no_event_is_left_out_of_a_chain(fought, runs):
    told = explain(fought, "HERON1@03:00Z")
    own = [row for row in runs[0].rows if row["aircraft"] == "HERON1" and row["event"] in seen.TELLERS]
    counted = sum(link["numbers"].get("times", 1) for link in told["chain"] if link["event"] in seen.TELLERS)
    assert counted == len(own) > 0
