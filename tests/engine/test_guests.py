"""A user's tactics decide, cannot break the rules, and when they fail it is told where; the same bits for any workers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jointex import api, scenario
from jointex.engine.guests import guest
from jointex.errors import InputError
from jointex.fleet.log import Event, Leaving
from jointex.planning import Plan, make_plan

ESCORT = Path(__file__).parents[1] / "escort.yaml"
SHOOTS_AT_ALL = """
def decide(me, contacts):
    if not contacts:
        return {"heading_deg": me.kept_bearing_deg, "altitude_m": 1000.0}
    near = min(contacts, key=lambda c: c.distance_m)
    return {"heading_deg": near.bearing_deg, "mach": 0.9, "altitude_m": 20000.0, "target": near.number, "shot": 0}
"""
ARRAYS = """
def decide_all(own, contacts, counts, orders):
    for i in range(len(own)):
        orders[i] = (own[i, 4], 0.85, own[i, 7], 3.0, 0.0, -1.0, -1.0)
"""


def planned(folder: Path, tactics: str) -> Plan:
    """Return the plan of the escort drill with a file of tactics for its opponents."""
    (folder / "mine.py").write_text(tactics, encoding="utf-8")
    text = ESCORT.read_text(encoding="utf-8")
    changed = text.replace("protect: [CARGO]", "protect: [CARGO]\n        tactics: {CRANE: {python: mine.py}}")
    assert changed != text
    path = folder / "escort.yaml"
    path.write_text(changed, encoding="utf-8")
    return make_plan(scenario.load(path))


def test_tactics_decide_and_the_rules_hold(tmp_path: Path) -> None:
    plan = planned(tmp_path, SHOOTS_AT_ALL)
    flown = [api.fly(plan, runs=12, workers=n) for n in (1, 2)]
    assert all(np.array_equal(one.events, flown[0].events) for one in flown)
    events = flown[0].events
    number = [flight.id for flight in plan.flights].index("CRANE")
    crane = np.unique(flown[0].tallies["aircraft"][flown[0].tallies["flight"] == number])
    shots = events[(events["event"] == Event.SHOT) & np.isin(events["aircraft"], crane)]
    assert len(shots)
    for shot in shots:
        seen = events[
            (events["run"] == shot["run"])
            & (events["event"] == Event.SEEN)
            & (events["aircraft"] == shot["aircraft"])
            & (events["other"] == shot["other"])
        ]
        assert seen["time_s"].min() <= shot["time_s"]
    # its block is FL240: orders to dive or climb out of it are cut off
    heights_m = shots["altitude_m"]
    assert heights_m.max() < 7_500.0
    assert heights_m.min() > 6_900.0


def test_the_form_for_speed_gives_orders_too(tmp_path: Path) -> None:
    events = api.fly(planned(tmp_path, ARRAYS), runs=3).events
    assert np.count_nonzero(events["event"] == Event.FIGHT_ON)


@pytest.mark.parametrize(
    ("tactics", "told"),
    [
        ("def decide(me, contacts):\n    return {'heading_deg': me.speed}\n", ("line 2", "AttributeError", "CRANE1")),
        ("def decide(me, contacts):\n    return {'heading_deg': float('nan')}\n", ("heading_deg between", "nan")),
        ("def decide(me, contacts):\n    return {'course': 90}\n", ("'course' is no order", "heading_deg")),
        ("def decide(me, contacts):\n    return 90\n", ("must return a dict", "int")),
        ("import os\ndef decide(me, contacts):\n    os._exit(3)\n", ("its process ended",)),
    ],
)
def test_what_goes_wrong_is_told_with_aircraft_time_and_way_out(
    tmp_path: Path, tactics: str, told: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as failed:
        api.fly(planned(tmp_path, tactics), runs=1, workers=1)
    text = str(failed.value)
    for words in (*told, "mine.py", "2026-05-20T01:1"):
        assert words in text


def test_a_loop_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guest, "FIRST_ANSWER_S", 3.0)
    with pytest.raises(InputError, match=r"must answer for CRANE1 at .*loop without end"):
        api.fly(planned(tmp_path, "def decide(me, contacts):\n    while True:\n        pass\n"), runs=1, workers=1)


def test_a_side_that_bears_no_losses_leaves_after_the_first(tmp_path: Path) -> None:
    text = ESCORT.read_text(encoding="utf-8")
    path = tmp_path / "escort.yaml"
    shy = "protect: [CARGO]\n        tactics: {CRANE: {bears_losses: 0 %, presses: true}, LANCE: {shoot_at: 0 %}}"
    path.write_text(text.replace("protect: [CARGO]", shy), encoding="utf-8")
    events = api.fly(make_plan(scenario.load(path)), runs=40).events
    gone = events[(events["event"] == Event.BUG_OUT) & (events["value"] == Leaving.LOSSES)]
    assert len(gone)
    for row in gone:
        before = events[(events["run"] == row["run"]) & (events["time_s"] <= row["time_s"])]
        assert np.isin((Event.KILL_REMOVED, Event.WRONG_CALL), before["event"]).any()
