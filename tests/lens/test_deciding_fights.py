"""What decided an objective on simulated combat: the call and the shot behind it, and what the escorts were doing then."""

from __future__ import annotations

from collections import Counter

import pytest

from jointex import api
from jointex.lens.cases import evidence_of, words_of
from jointex.lens.deciding import ASKED, asked_of, deciding_event
from jointex.lens.fight_rules import DECIDES, DID, WORDS, detail_of
from jointex.lens.fights import PHASES
from jointex.lens.rules import Case
from jointex.record import read

PLAN = {
    "start": "2026-01-01T00:00:00Z",
    "flights": [
        {"id": "DOOM", "members": ["DOOM1", "DOOM2"]},
        {"id": "LANCE", "members": ["LANCE1", "LANCE2"]},
        {"id": "CRANE", "members": ["CRANE1", "CRANE2"]},
    ],
    "combat": [
        {
            "number": 0,
            "drill": "ESCORT",
            "set_up_s": 700.0,
            "on_s": 1000.0,
            "off_s": 1600.0,
            "escorts": ["LANCE"],
            "opponents": ["CRANE"],
            "protect": ["DOOM"],
        }
    ],
}
COMBAT = ("combat_time_s", "escort_error_m", "simulated_shots", "training_kills", "kill_calls")


def row(time_s, aircraft, event, other=None, value=0.0, reason=None):
    return {
        "run": 0, "time_s": time_s, "aircraft": aircraft, "event": event, "other": other, "value": value, "reason": reason
    }  # fmt: skip


def asked(rows, measure, at_most=None, at_least=None):
    objective = {"id": "X", "measure": measure, "at_most": at_most, "at_least": at_least, "unit": ""}
    return Case(sorted(rows, key=lambda one: one["time_s"]), PLAN, objective)


def decided(rows, measure, **bounds):
    found = deciding_event(asked(rows, measure, **bounds))
    return found and (found["aircraft"], found["event"], found["reason"])


ALL_THERE = [row(1000.0, name, "fight_on") for one in PLAN["flights"] for name in one["members"]]
KILL = [
    row(1200.0, "CRANE2", "shot", "DOOM1", 37_040.0),
    row(1240.0, "CRANE2", "shot_valid", "DOOM1", 40.0),
    row(1255.0, "DOOM1", "kill_removed", "CRANE2", 12.0),
]
GONE = [row(1100.0, "LANCE1", "kill_removed", "CRANE1"), row(1150.0, "LANCE2", "bug_out", reason="no shots")]


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ([], "no escort was going for the shooter"),
        ([row(1100.0, "LANCE1", "commit", "CRANE1")], "no escort was going for the shooter"),
        ([row(1100.0, "LANCE1", "commit", "CRANE2")], "an escort was going for the shooter"),
        ([row(1100.0, "LANCE1", "crank", "CRANE2")], "an escort was going for the shooter"),
        ([row(1100.0, "LANCE1", "notch", "CRANE2")], "no escort was going for the shooter"),
        ([row(1210.0, "LANCE1", "commit", "CRANE2")], "no escort was going for the shooter"),
        (GONE, "no escort was left"),
        ([*GONE, row(1160.0, "LANCE1", "regenerated")], "no escort was going for the shooter"),
    ],
)
def test_a_bomber_called_out_is_told_with_what_the_escorts_did_at_the_shot(before, reason):
    rows = [*ALL_THERE, *before, *KILL]
    assert decided(rows, "through_fraction.DOOM", at_least=1.0) == ("DOOM1", "kill_removed", reason)


def test_the_shot_behind_a_call_and_the_escorts_are_named():
    case = asked([*ALL_THERE, row(1100.0, "LANCE1", "pump", "CRANE2"), *KILL], "through_fraction", at_least=1.0)
    found = deciding_event(case)
    assert detail_of(case, found) == (
        "CRANE2 took the simulated shot at DOOM1 from 20.0 NM at 00:20:00Z; its escorts by then: LANCE1 running from CRANE2; "
        "LANCE2 gone for nobody"
    )
    assert words_of(found, PLAN) == (
        "DOOM was called out after a training kill by CRANE: no escort was going for the shooter"
    )


def test_bombers_that_came_through_or_never_came():
    asks = {"at_least": 1.0}
    assert decided([*ALL_THERE, *GONE], "through_fraction", **asks) is None
    stayed = row(10.0, "DOOM2", "cancelled", reason="no aircraft ready")
    fought = [one for one in ALL_THERE if not one["aircraft"].startswith("DOOM")]
    assert decided([*fought, stayed], "through_fraction", **asks) == ("DOOM2", "cancelled", "no aircraft ready")
    missed = [row(1200.0 + n, "CRANE1", "shot_missed", "DOOM1", 0.0, why) for n, why in enumerate("abb")]
    elsewhere = [row(1100.0 + n, "CRANE1", "shot_missed", "LANCE1", 0.0, "c") for n in range(5)]
    assert decided([*ALL_THERE, *missed, *elsewhere], "through_fraction", at_most=0.5) == ("CRANE1", "shot_missed", "b")


SHOTS = [
    row(1100.0, "LANCE1", "shot", "CRANE1"),
    row(1101.0, "LANCE1", "shot", "CRANE1"),
    row(1102.0, "LANCE2", "shot_short", "CRANE1"),
    row(1103.0, "CRANE1", "shot", "LANCE1"),
    row(1104.0, "CRANE1", "shot", "LANCE1"),
    row(1130.0, "LANCE1", "shot_missed", "CRANE1", 3.0, "by lot"),
    row(1131.0, "LANCE1", "shot_missed", "CRANE1", 3.0, "by lot"),
    row(1132.0, "LANCE2", "shot_missed", "CRANE1", 1.0, "outturned"),
    row(1133.0, "CRANE1", "shot_valid", "LANCE1", 30.0),
    row(1134.0, "CRANE1", "shot_valid", "LANCE1", 30.0),
    row(1150.0, "LANCE1", "missed_call", "CRANE1", 17.0),
]


@pytest.mark.parametrize(
    ("measure", "bounds", "wanted"),
    [
        ("shots_there_fraction", {"at_least": 0.9}, ("LANCE2", "shot_missed", "outturned")),
        ("shots_there_fraction.CRANE", {"at_least": 0.9}, None),
        ("shots_there_fraction", {"at_most": 0.1}, None),
        ("shots_valid_fraction", {"at_least": 0.9}, ("LANCE1", "shot_missed", "by lot")),
        ("training_kills.LANCE", {"at_least": 2.0}, ("LANCE1", "shot_missed", "by lot")),
        ("training_kills", {"at_most": 1.0}, ("CRANE1", "shot_valid", None)),
        ("training_kills", {"at_most": 2.0}, None),
        ("kill_calls.LANCE", {"at_least": 1.0}, ("LANCE1", "missed_call", None)),
        ("kill_calls.CRANE", {"at_least": 1.0}, ("LANCE1", "shot_missed", "by lot")),
        ("simulated_shots", {"at_most": 2.5}, ("LANCE2", "shot_short", None)),
        ("simulated_shots", {"at_least": 20.0}, None),
        ("missed_calls_fraction", {"at_most": 0.0}, ("LANCE1", "missed_call", None)),
        ("wrong_calls_fraction", {"at_most": 0.0}, None),
        ("escort_error_m", {"at_most": 1.0}, None),
    ],
)
def test_measures_of_shots_and_calls_have_their_events(measure, bounds, wanted):
    assert decided([*ALL_THERE, *SHOTS], measure, **bounds) == wanted


def test_shots_are_counted_by_what_they_failed_by():
    case = asked(SHOTS, "shots_valid_fraction", at_least=0.9)
    found = deciding_event(case)
    assert detail_of(case, found) == "of 5 simulated shots, training kills 2, by lot 2, outturned 1"
    assert words_of(found, PLAN) == "simulated shots failed most often: by lot"


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([row(1600.0, "LANCE1", "fight_off", reason="time")], None),
        ([row(1580.0, "LANCE1", "fight_off", reason="no opponents")], ("LANCE1", "fight_off", "no opponents")),
        (
            [row(1100.0, "CRANE1", "knock_it_off", "LANCE1", 2.0, "bubble"), row(1100.0, "CRANE1", "fight_off", reason="bubble")],
            ("CRANE1", "knock_it_off", "bubble"),
        ),
        ([row(700.0, "CRANE1", "marshalling"), row(1030.0, "LANCE1", "marshalling")], ("LANCE1", "marshalling", None)),
        ([row(1030.0, "LANCE1", "marshalling"), row(1500.0, "LANCE2", "bingo")], ("LANCE2", "bingo", None)),
        ([row(1700.0, "LANCE2", "bingo")], None),
    ],
)  # fmt: skip
def test_time_in_combat_is_decided_by_what_took_most_of_it(rows, wanted):
    assert decided([*ALL_THERE, *rows], "combat_time_s", at_least=600.0) == wanted
    assert decided([*ALL_THERE, *rows], "combat_time_s", at_most=1.0) is None


def test_events_of_fights_are_read_for_objectives_on_fights_alone():
    assert asked_of(["arrival_error_s", "landed_kg.DOOM"]) == ASKED
    assert {"shot", "commit", "kill_removed"} <= set(asked_of(["through_fraction.DOOM"]))
    assert set(PHASES) <= set(DID)


@pytest.fixture(scope="module")
def fought(exercises, tmp_path_factory):
    objectives = {
        "KILLS": {"measure": "training_kills", "flight": "CRANE", "at_least": 2, "share": "90 %"},
        "UNHURT": {"measure": "kill_calls", "flight": "CRANE", "at_most": 0, "share": "90 %"},
        "HEARD": {"measure": "missed_calls_fraction", "at_most": "0 %", "share": "90 %"},
        "SEEN": {"measure": "picture_age_s", "at_most": "1 ms", "share": "90 %"},
    }
    changes = {**exercises.FIGHT, **{f"objectives.{name}": one for name, one in objectives.items()}}
    file = tmp_path_factory.mktemp("fights") / "short.yaml"
    file.write_text(exercises.text_of("short", changes), encoding="utf-8")
    return api.run(file, runs=30, out=file.parent / "out", limits=0)


def test_every_run_that_missed_an_objective_on_a_fight_names_its_event(fought):
    evidence = {one["id"]: one for one in evidence_of(read(fought))}
    for name, event in (("KILLS", "shot_missed"), ("HEARD", "missed_call")):
        missed = [case for case in evidence[name]["cases"] if not case["met"] and case["value"] is not None]
        named = [case for case in missed if case["event"]]
        assert {case["event"] for case in named} == {event}
        # a run in which every shot counted has no event to name, however few they were
        rows = read(fought).events(run=[case["run"] for case in missed if not case["event"]], event=event).to_pylist()
        assert not [row for row in rows if row["aircraft"].startswith("CRANE")]
    out = [case for case in evidence["UNHURT"]["cases"] if not case["met"] and case["value"]]
    assert out
    for case in out:
        assert case["detail"].split(" took the simulated shot at ")[0] in ("HERON1", "HERON2")
    assert evidence["SEEN"]["decided_by"] == []


def test_too_few_training_kills_are_told_by_what_most_shots_of_the_run_failed_by(fought):
    recording = read(fought)
    kills = next(one for one in evidence_of(recording) if one["id"] == "KILLS")
    for case in kills["cases"]:
        if case["event"] is None:
            continue
        rows = recording.events(run=case["run"], event="shot_missed").to_pylist()
        counts = Counter(one["reason"] for one in rows if one["aircraft"].startswith("CRANE"))
        assert counts[case["reason"]] == max(counts.values())


def test_a_report_tells_the_shot_behind_a_missed_objective(fought):
    page = (fought / "report.html").read_text(encoding="utf-8")
    assert " took the simulated shot at CRANE" in page
    assert "had the event" not in page


def test_words_of_fights_say_training_wherever_they_say_kill():
    for words in (*WORDS.values(), *DID.values()):
        assert "kill" not in words.replace("training kill", "")
    assert set(DECIDES) >= set(COMBAT) - {"escort_error_m"}
