"""What decided an objective in a run: the aircraft, the value and the event."""

from __future__ import annotations

import json

import pytest

from jointex import api
from jointex.lens.cases import MOST_LISTED, evidence_of, in_short, words_of
from jointex.lens.deciding import DECIDES, WITHOUT, deciding_event
from jointex.lens.rules import Case
from jointex.measures import known
from jointex.record import read
from jointex.scenario import MEASURES

PLAN = {
    "flights": [
        {"id": "DOOM", "members": ["DOOM1", "DOOM2"], "fuel": {"reserve_kg": 9000.0}},
        {"id": "LANCE", "members": ["LANCE1", "LANCE2"], "fuel": {"reserve_kg": 600.0}},
    ],
    "work": [{"id": "UNITE", "lead": "DOOM", "flights": ["DOOM", "LANCE"], "start_s": 1000.0, "end_s": 4000.0}],
}


def row(time_s, aircraft, event, value=0.0, reason=None):
    return {"run": 0, "time_s": time_s, "aircraft": aircraft, "event": event, "value": value, "reason": reason}


def decided(rows, measure, at_most=None, at_least=None, unit="s"):
    objective = {"id": "X", "measure": measure, "at_most": at_most, "at_least": at_least, "unit": unit}
    found = deciding_event(Case(sorted(rows, key=lambda one: one["time_s"]), PLAN, objective))
    return found and (found["aircraft"], found["event"])


ON_TIME = [
    row(0, "DOOM1", "taxi", 5.0),
    row(0, "LANCE1", "taxi", -5.0),
    row(1000, "DOOM1", "on_station", 5.0),
    row(1010, "LANCE1", "on_station", 10.0),
    row(4000, "DOOM1", "off_station"),
    row(4000, "LANCE1", "off_station"),
]


def late(*rows):
    """Return an exercise in which LANCE has other events than planned."""
    return [one for one in ON_TIME if not one["aircraft"].startswith("LANCE")] + list(rows)


LATE_ALL_THE_WAY = late(
    row(0, "LANCE1", "taxi", 400.0),
    row(100, "LANCE1", "airborne", 400.0),
    row(500, "LANCE1", "left_tanker", 300.0),
    row(1200, "LANCE1", "on_station", 200.0),
)
LATE_AT_THE_TANKER = late(
    row(0, "LANCE1", "taxi", 400.0),
    row(400, "LANCE1", "at_control_point", 20.0),
    row(450, "LANCE2", "missed_contact"),
    row(500, "LANCE1", "left_tanker", 300.0),
    row(1200, "LANCE1", "on_station", 200.0),
)
LATE_ON_THE_LAST_LEG = late(row(0, "LANCE1", "taxi", 30.0), row(1200, "LANCE1", "on_station", 200.0))
EARLY = late(row(0, "LANCE1", "taxi", -100.0), row(900, "LANCE1", "on_station", -100.0))
NEVER_THERE = late(
    row(0, "LANCE2", "taxi"), row(300, "LANCE1", "abort_line", 900.0), row(310, "LANCE2", "divert", 500.0, "fuel")
)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (ON_TIME, ("LANCE1", "on_station")),
        (LATE_ALL_THE_WAY, ("LANCE1", "taxi")),
        ([*LATE_ALL_THE_WAY, row(0, "LANCE1", "spare", 1200.0)], ("LANCE1", "spare")),
        (LATE_AT_THE_TANKER, ("LANCE2", "missed_contact")),
        (LATE_ON_THE_LAST_LEG, ("LANCE1", "on_station")),
        (EARLY, ("LANCE1", "taxi")),
        (NEVER_THERE, ("DOOM1", "on_station")),
    ],
)
def test_a_late_flight_is_late_from_an_event_on(rows, wanted):
    assert decided(rows, "arrival_error_s", at_most=60.0) == wanted


def test_a_share_on_time_is_decided_by_those_that_never_came():
    assert decided(NEVER_THERE, "on_time_fraction", at_least=0.9, unit="") == ("LANCE1", "abort_line")
    assert decided(LATE_ALL_THE_WAY, "on_time_fraction", at_least=0.9, unit="") == ("LANCE1", "taxi")
    assert decided([], "arrival_error_s", at_most=60.0) is None


def test_time_together_is_decided_by_the_flight_that_lost_most_of_it():
    asked = {"at_least": 2400.0}
    assert decided(LATE_ALL_THE_WAY, "together_time_s", **asked) == ("LANCE1", "taxi")
    assert decided(NEVER_THERE, "together_time_s", **asked) == ("LANCE1", "abort_line")
    gone = late(row(1000, "LANCE1", "on_station", 0.0), row(2000, "LANCE1", "off_station"))
    assert decided(gone, "together_time_s", **asked) == ("LANCE1", "off_station")
    assert decided([*gone, row(2000, "LANCE2", "bingo")], "together_time_s", **asked) == ("LANCE2", "bingo")
    grounded = late(
        row(0, "LANCE1", "cancelled", reason="crew duty"), row(0, "LANCE2", "cancelled", reason="crew duty")
    )
    assert decided(grounded, "together_fraction.LANCE", at_least=0.5, unit="") == ("LANCE1", "cancelled")


def test_little_fuel_is_decided_by_what_took_it():
    down = [
        row(9000, "DOOM1", "landed", 9100.0),
        row(5000, "LANCE1", "landed", 650.0),
        row(5000, "LANCE2", "vertical_landed", 750.0),
    ]
    asked = {"at_least": 0.0, "unit": "kg"}
    assert decided(down, "fuel_over_reserve_kg", **asked) == ("LANCE1", "landed")
    assert decided(down, "fuel_over_reserve_kg.DOOM", **asked) == ("DOOM1", "landed")
    shed = [row(100, "LANCE1", "missed_contact"), row(200, "LANCE1", "abort_line"), row(50, "LANCE2", "abort_line")]
    assert decided([*down, *shed], "fuel_over_reserve_kg", **asked) == ("LANCE1", "abort_line")
    dry = [row(4000, "LANCE2", "fuel_out", 90_000.0)]
    assert decided([*down, *dry], "below_reserve_fraction", at_most=0.0, unit="") == ("LANCE2", "fuel_out")


@pytest.mark.parametrize(
    ("measure", "rows", "wanted"),
    [
        ("least_separation_m", [row(1, "DOOM1", "close", 90.0), row(2, "LANCE1", "close", 80.0)], ("LANCE1", "close")),
        ("flown_fraction", [row(1, "DOOM1", "cancelled", reason="not needed")], None),
        ("unready_fraction", [row(1, "DOOM1", "cancelled", reason="wind")], None),
        ("weather_cancelled_fraction", [row(1, "DOOM1", "cancelled", reason="wind")], ("DOOM1", "cancelled")),
        ("departure_delay_s", [row(1, "DOOM1", "taxi", -9.0), row(2, "LANCE1", "taxi", 5.0)], ("DOOM1", "taxi")),
        (
            "refuelled_fraction.LANCE",
            [row(1, "DOOM1", "cut_short"), row(2, "LANCE1", "cut_short")],
            ("LANCE1", "cut_short"),
        ),
        ("fuel_burned_kg", ON_TIME, None),
    ],
)
def test_other_measures_have_their_events(measure, rows, wanted):
    assert decided(rows, measure, at_most=1.0) == wanted


def test_every_rule_is_of_a_measure_that_can_be_asked_for():
    assert set(DECIDES) <= set(known())
    assert set(DECIDES) <= set(MEASURES)


def test_every_measure_has_a_rule_or_is_known_to_have_none():
    assert set(DECIDES) | set(WITHOUT) == set(known())
    assert not set(DECIDES) & set(WITHOUT)


def test_an_event_is_told_of_the_flight():
    assert words_of(row(1, "LANCE2", "taxi", -9.0), PLAN) == "LANCE left its base early"
    assert words_of(row(1, "DOOM1", "cancelled", 0.0, "wind"), PLAN) == "DOOM stayed on the ground: wind"
    assert words_of(row(1, "DOOM1", "close", 9.0), PLAN) == "DOOM came too close to another flight"
    assert words_of(row(1, "DOOM1", "something_new", 9.0), PLAN) == "DOOM had the event 'something new'"


@pytest.fixture(scope="module")
def flown(exercises, tmp_path_factory):
    asked = {
        "objectives.PROMPT": {"measure": "arrival_error_s", "at_most": "20 s", "share": "90 %"},
        "objectives.ALL-UP": {"measure": "flown_fraction", "at_least": 1.0, "share": "90 %"},
        "objectives.LEAN": {"measure": "fuel_burned_kg", "at_most": "1 kg", "share": "90 %"},
    }
    file = tmp_path_factory.mktemp("deciding") / "short.yaml"
    file.write_text(exercises.text_of("short", asked), encoding="utf-8")
    return api.run(file, runs=60, out=file.parent / "out", limits=0)


def test_evidence_has_every_run_and_counts_what_decided_the_missed_ones(flown):
    recording = read(flown)
    evidence = evidence_of(recording)
    values = recording.values(measure="arrival_error_s")["value"].to_pylist()
    for one, judged in zip(evidence, recording.summary["objectives"], strict=True):
        assert [case["run"] for case in one["cases"]] == list(range(60))
        assert one["missed"] == round(60 * (1.0 - judged["met_fraction"])) > 0
        assert sum(reason["runs"] for reason in one["decided_by"]) == sum(
            bool(case["text"]) and not case["met"] for case in one["cases"]
        )
    assert [case["value"] for case in evidence[0]["cases"]] == pytest.approx(values, nan_ok=True)
    assert all(case["event"] for case in evidence[0]["cases"] if case["value"] is not None)
    assert {reason["reason"] for reason in evidence[1]["decided_by"]} == {"no aircraft ready"}
    assert evidence[2]["decided_by"] == []
    assert len(evidence_of(recording, "ALL-UP", most=5)[0]["cases"]) == 5


def test_the_summary_lists_missed_runs(flown):
    short = read(flown).summary["evidence"]
    assert short == json.loads(json.dumps(in_short(evidence_of(read(flown)))))
    lean = short[2]
    assert lean["missed"] == 60
    assert len(lean["missed_runs"]) == MOST_LISTED
    page = (flown / "report.html").read_text(encoding="utf-8")
    assert "What decided the runs that missed an objective." in page
    assert f"Missed in {short[1]['missed']} of 60 runs" in page
