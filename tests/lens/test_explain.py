"""Why an aircraft was where it was: the run flown again, numbers that add up, shares that count, and what is bad input."""

from __future__ import annotations

import json
import shutil

import pytest

from jointex.errors import InputError
from jointex.fleet.log import Event
from jointex.lens import explain
from jointex.lens.evidence import Evidence
from jointex.lens.sentences import link_of
from jointex.record import read
from jointex.record.columns import word


@pytest.fixture(scope="module")
def evidence(folder):
    return Evidence(read(folder), 3)


def bingos(folder):
    return read(folder).events(event="bingo").to_pylist()


def test_every_run_flown_again_gives_the_recorded_events(folder):
    for run in (0, 5, 11):
        assert Evidence(read(folder), run).replay is not None


def test_the_state_is_that_of_the_recorded_track(folder):
    tracks = [row for row in read(folder).tracks(aircraft="CRANE2").to_pylist() if row["task"] == "formation"]
    row = tracks[len(tracks) // 2]
    told = explain(folder, f"CRANE2@{row['time_s']:.0f}s", row["run"])["state"]
    names = ("time_s", "latitude_deg", "longitude_deg", "pressure_altitude_m", "fuel_kg", "mass_kg", "task")
    assert {name: told[name] for name in names} == pytest.approx({name: row[name] for name in names}, abs=1e-4)
    assert told["leader"] == "CRANE1"


def test_bingo_is_told_with_the_numbers_it_was_held_against(folder):
    for row in bingos(folder):
        chain = explain(folder, f"{row['aircraft']}@{row['time_s'] + 5.0}s", row["run"])["chain"]
        link = next(one for one in chain if one["event"] == "bingo" and one["aircraft"] == row["aircraft"])
        numbers = link["numbers"]
        over_kg = numbers["fuel_kg"] - numbers["home_kg"] - numbers["reserve_kg"]
        assert over_kg == pytest.approx(numbers["over_bingo_kg"], abs=0.01)
        # it is foreseen between two looks, and a fighter at work burns less than 2 kg/s
        assert -60.0 < over_kg < 60.0
        assert "the way home takes" in link["sentence"]


def test_a_flight_mate_that_calls_bingo_is_the_reason_to_leave(folder):
    row = next(one for one in bingos(folder) if one["aircraft"] == "CRANE2")
    chain = explain(folder, f"CRANE1@{row['time_s'] + 60.0}s", row["run"])["chain"]
    left = next(link for link in chain if link["event"] == "off_station")
    assert left["because"] == "CRANE2 came to bingo"


def test_fuel_home_here_is_what_the_engine_counts(folder):
    row = bingos(folder)[0]
    evidence = Evidence(read(folder), row["run"])
    engine = evidence.last_look(row["aircraft"], row["time_s"])
    here = evidence.look(row["aircraft"], engine.time_s)
    assert here.way_kg == pytest.approx(engine.way_kg, rel=2e-3)


def test_what_bites_first_stands_in_front(folder):
    row = bingos(folder)[0]
    limits = explain(folder, f"{row['aircraft']}@{row['time_s'] - 60.0}s", row["run"])["limits"]
    assert limits[0]["limit"].startswith("bingo")
    # by the trend of the last minute; the way home grows and shrinks with the turns of the racetrack
    assert limits[0]["left_s"] == pytest.approx(60.0, abs=60.0)
    assert {limit["limit"] for limit in limits} >= {"bingo", "work_end"}


def test_odds_count_the_runs_in_which_it_happened(folder):
    odds = {one["event"]: one for one in explain(folder, "CRANE2@01:00Z")["odds"]}
    for event in ("cancelled", "bingo", "divert"):
        rows = read(folder).events(aircraft="CRANE2", event=event).to_pylist()
        assert odds[event]["share"] == len({row["run"] for row in rows}) / 12
        assert odds[event]["low"] <= odds[event]["share"] <= odds[event]["high"]


def test_who_stays_on_the_ground_is_told_which_draw_did_it(folder):
    rows = read(folder).events(event="cancelled").to_pylist()
    for row in rows:
        told = explain(folder, f"{row['aircraft']}@00:59Z", row["run"])
        link = next(one for one in told["chain"] if one["aircraft"] == row["aircraft"])
        numbers = link["numbers"]
        assert ("ground_abort_probability" in numbers) != (
            numbers.get("draw", 0.0) >= numbers.get("ready_probability", 1)
        )


def test_a_kind_of_event_that_is_not_known_has_an_honest_sentence(evidence):
    base = next(row for row in evidence.rows if row["event"] == "airborne")
    for event in (*(word(one) for one in Event), "something_new"):
        row = {**base, "event": event, "value": 1.5, "unit": "kg", "other": "CRANE2", "reason": None}
        sentence = link_of(row, evidence).sentence
        assert sentence.startswith(f"{base['aircraft']} ")
        assert ("'something new' (1.5 kg) with CRANE2" in sentence) == (event == "something_new")


def test_after_landing_nothing_holds_it(folder):
    landed = read(folder).events(event="landed").to_pylist()[-1]
    told = explain(folder, f"{landed['aircraft']}@{landed['time_s'] + 60.0}s", landed["run"])
    assert told["limits"] == []
    assert told["state"]["task"] == "down"


def test_runs_of_another_seed_are_told_from_the_record_alone(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, "seed": 2}), encoding="utf-8")
    told = explain(copy, "CRANE2@01:05Z", 3)
    assert told["evidence"]["is_replayed"] is False
    assert "differs from what is recorded" in told["evidence"]["sentence"]
    assert told["limits"] == []
    assert told["chain"]
    assert told["state"]["fuel_kg"] > 0.0


def test_a_run_that_is_not_there_is_refused(folder):
    with pytest.raises(InputError, match=r"--run must be a run of .*: 0 to 11; got 12"):
        explain(folder, "CRANE2@01:05Z", 12)


def test_a_plan_that_was_never_flown_is_refused(folder, tmp_path):
    for name in ("plan.json", "scenario.yaml"):
        shutil.copy(folder / name, tmp_path / name)
    with pytest.raises(InputError, match="--run must be flown"):
        explain(tmp_path, "CRANE2@01:05Z")


def test_what_was_seen_told_and_noticed_of_opponents_has_sentences_with_numbers(evidence):
    base = next(row for row in evidence.rows if row["event"] == "airborne")
    sentences = {
        event: link_of({**base, "event": event, "value": value, "other": "BEAR1"}, evidence).sentence
        for event, value in (("seen", 92_600.0), ("told", 12.0), ("lost_track", 90.0), ("warned", 185_200.0))
    }
    assert "saw BEAR1 by its own sensors, 50.0 NM away, because" in sentences["seen"]
    assert "was told of BEAR1, as it was seen 12 s before, because" in sentences["told"]
    assert "lost its track of BEAR1, held for 1 min 30 s, because" in sentences["lost_track"]
    assert "noticed the radar of BEAR1, 100.0 NM away, because" in sentences["warned"]
