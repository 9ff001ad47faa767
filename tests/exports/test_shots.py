"""Training kills in an ACMI file, read back with a reader of its own: who shot, what came of it, who was out and for how long."""

from __future__ import annotations

import numpy as np
import pytest

from jointex import api, record
from jointex.exports import acmi_text
from jointex.exports.shots import shots_of
from jointex.fleet.log import EVENT, Event

BEGIN_S, END_S = 18_100.0, 18_900.0
DOOM1, LANCE1, LANCE3, CRANE1, CRANE2 = 0, 2, 4, 5, 6
SHOWN = {
    "number": 0,
    "text": "Bombers, their escort and four against them",
    "opponents": ["CRANE"],
    "escorts": ["LANCE"],
}
FOUGHT = (
    # time, who, event, other, value, and where
    (18_160.0, LANCE1, Event.SHOT, CRANE1, 40_000.0, (38.5, 134.0, 11_000.0)),
    (18_170.0, LANCE1, Event.SHOT, CRANE1, 36_000.0, (38.5, 134.1, 11_000.0)),
    (18_175.0, LANCE3, Event.SHOT_SHORT, CRANE2, 9_000.0, (38.6, 134.0, 10_000.0)),
    (18_190.0, LANCE3, Event.SHOT_MISSED, CRANE2, 1.0, (38.6, 134.1, 9_500.0)),
    (18_200.0, CRANE2, Event.WRONG_CALL, LANCE3, 10.0, (38.6, 134.2, 9_500.0)),
    (18_220.0, LANCE1, Event.SHOT_VALID, CRANE1, 50.0, (38.5, 134.5, 10_500.0)),
    (18_225.0, LANCE1, Event.SHOT_MISSED, CRANE1, 4.0, (38.5, 134.4, 10_400.0)),
    (18_230.0, CRANE1, Event.KILL_REMOVED, LANCE1, 10.0, (38.5, 134.5, 10_500.0)),
    (18_600.0, CRANE1, Event.REGENERATED, -1, 370.0, (38.9, 135.0, 11_000.0)),
    (18_890.0, DOOM1, Event.KNOCK_IT_OFF, CRANE1, 2.0, (38.5, 134.5, 10_600.0)),
)
"""What a presentation of the toy exercise might have come to: two shots at one target, the second of which counts."""


@pytest.fixture(scope="module")
def acmi(acmi_reader, folder):
    return acmi_reader.read(acmi_text(record.read(folder)))


@pytest.fixture(scope="module")
def folder(toy, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    plan = {**toy.toy_plan(), "combat": [SHOWN]}
    arrays = toy.toy_runs(range(1))
    rows = [
        (BEGIN_S, who, Event.FIGHT_ON, -1, 0.0, (38.5, 134.5, 10_000.0))
        for who in (DOOM1, LANCE1, LANCE3, CRANE1, CRANE2)
    ]
    rows += FOUGHT
    rows += [
        (END_S, who, Event.FIGHT_OFF, -1, 0.0, (38.5, 134.5, 10_000.0))
        for who in (DOOM1, LANCE1, LANCE3, CRANE1, CRANE2)
    ]
    arrays["event"] = np.concatenate([arrays["event"], np.array([_row(*row) for row in rows], EVENT)])
    record.write_plan(folder, plan)
    with record.Recorder(folder, plan) as recorder:
        recorder.add(**arrays)
    return folder


def _row(time_s, who, event, other, value, place):
    return (0, who, event, other, time_s, value, *place, 3_000.0)


def at(time_s):
    return pytest.approx(time_s, abs=0.01)


def test_a_shot_is_a_missile_of_its_shooter_from_launch_to_end(acmi, acmi_reader):
    signs = acmi_reader.call_signs(acmi)
    shots = acmi.of_type("Weapon+Missile")
    assert [int(shot.last["Parent"], 16) for shot in shots] == [
        signs[who].number for who in ("LANCE1", "LANCE1", "LANCE3")
    ]
    assert [shot.since_s for shot in shots] == [18_160.0, 18_170.0, 18_175.0]
    assert [shot.removed_s for shot in shots] == [18_225.0, 18_220.0, 18_190.0]
    assert [value for _, value in shots[1].said["T"]] == ["134.10000|38.50000|11000.0", "134.50000|38.50000|10500.0"]
    assert {shot.last["Name"] for shot in shots} == {"Simulated medium shot", "Simulated short shot"}


def test_the_shot_log_tells_what_each_shot_came_to(acmi, acmi_reader):
    signs = acmi_reader.call_signs(acmi)
    told = [
        (one.time_s, *one.things, one.fields["AmmoType"], one.fields["IntendedTarget"], one.fields["Outcome"])
        for one in acmi.of_kind("Timeout")
    ]
    lance1, lance3, crane1, crane2 = (signs[who].number for who in ("LANCE1", "LANCE3", "CRANE1", "CRANE2"))
    assert told == [
        (18_190.0, lance3, crane2, "FOX2", "CRANE2", "Miss"),
        (18_220.0, lance1, crane1, "FOX3", "CRANE1", "Kill"),
        (18_225.0, lance1, crane1, "FOX3", "CRANE1", "Miss"),
    ]


def test_who_is_called_out_is_disabled_until_it_is_back_and_never_destroyed(acmi, acmi_reader):
    signs = acmi_reader.call_signs(acmi)
    for who, out in (
        ("CRANE1", [(18_229.0, False), (18_230.0, True), (18_599.0, True), (18_600.0, False)]),
        ("CRANE2", [(18_199.0, False), (18_200.0, True), (18_899.0, True), (END_S, False)]),
    ):
        assert [acmi_reader.disabled(signs[who], time_s) for time_s, _ in out] == [is_out for _, is_out in out]
        assert signs[who].removed_s is None or signs[who].removed_s > END_S
    assert not acmi.of_kind("Destroyed")
    assert "Health" not in {name for thing in acmi.things.values() for name in thing.said}


def test_whoever_is_removed_left_the_area_or_landed(acmi):
    gone = {(one.things[0], one.time_s) for kind in ("LeftArea", "Landed") for one in acmi.of_kind(kind)}
    removed = {(thing.number, thing.removed_s) for thing in acmi.things.values() if thing.removed_s is not None}
    assert removed
    assert removed <= gone


def test_opponents_are_of_another_coalition_while_the_fight_is_on(acmi, acmi_reader):
    crane, lance = (acmi_reader.call_signs(acmi)[who] for who in ("CRANE1", "LANCE1"))
    for time_s, coalition, color in (
        (BEGIN_S - 1.0, "Exercise", "Blue"),
        (18_500.0, "Opponents", "Red"),
        (END_S, "Exercise", "Blue"),
    ):
        assert (crane.at("Coalition", time_s), crane.at("Color", time_s)) == (coalition, color)
        assert (lance.at("Coalition", time_s), lance.at("Color", time_s)) == ("Exercise", "Blue")


def test_presentations_and_knock_it_off_are_marked(acmi):
    marks = [(one.time_s, one.text) for one in acmi.of_kind("Bookmark")]
    assert marks == [(BEGIN_S, f"Fight is on: {SHOWN['text']}"), (18_890.0, "Knock it off: DOOM1 with CRANE1")]


def test_a_shot_without_an_end_stays_open():
    launch = {"event": "shot", "aircraft": "A1", "other": "B1", "time_s": 10.0, "value": 30_000.0}
    other = {"event": "shot_missed", "aircraft": "A1", "other": "B2", "time_s": 20.0, "value": 0.0}
    assert [shot.end for shot in shots_of([launch, other])] == [None]


def test_a_fight_that_was_flown_reads_back(acmi_reader, exercises, tmp_path):
    file = tmp_path / "fight.yaml"
    file.write_text(exercises.text_of("short", exercises.FIGHT), encoding="utf-8")
    recording = record.read(api.run(file, runs=16, out=tmp_path / "run", report=False))
    n_kills = 0
    for run in range(16):
        acmi = acmi_reader.read(acmi_text(recording, run))
        signs = acmi_reader.call_signs(acmi)
        shots = recording.events(run=run, event=["shot", "shot_short"]).to_pylist()
        assert len(acmi.of_type("Weapon+Missile")) == len(acmi.of_kind("Timeout")) == len(shots)
        for row in recording.events(run=run, event="shot_valid").to_pylist():
            target = signs[row["other"]]
            place = [float(part) for part in target.at("T", row["time_s"]).split("|")[:3]]
            scales = np.cos(np.radians(row["latitude_deg"])), 1.0
            metres = [
                6.371e6 * scale * np.radians(row[name] - place[axis])
                for axis, (name, scale) in enumerate(zip(("longitude_deg", "latitude_deg"), scales, strict=True))
            ]
            # the last place of the target is up to a minute old: it flies some 250 m/s
            assert np.hypot(*metres) < 60.0 * 300.0
            assert abs(row["altitude_m"] - place[2]) < 3_000.0
            n_kills += 1
    assert n_kills >= 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("#5\n1,T=0|0|0,Type=Air\n#4\n", "backwards"),
        ("1,T=0|0,Type=Air\n", "3, 5, 6 or 9"),
        ("1,T=0|0|0,Type=Air\n-1\n1,TAS=3\n", "was removed"),
        ("1,T=0|0|0,Type=Weapon+Missile,Parent=7\n", "7"),
        ("0,Event=Exploded|x\n", "no event"),
        ("1,Name=a\n", "no place or type"),
    ],
)
def test_the_reader_refuses_what_the_format_does_not_allow(acmi_reader, wrong, says):
    head = "\ufeffFileType=text/acmi/tacview\nFileVersion=2.2\n0,ReferenceTime=2025-12-10T00:00:00Z\n"
    with pytest.raises(acmi_reader.AcmiError, match=says):
        acmi_reader.read(head + wrong)
