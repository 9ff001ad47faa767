"""The shot log: every shot with its own end, whatever a call sign looks like."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import numpy as np

from jointex.report.combat import shot_log

ROWS = (
    # time, event, aircraft, other, value, reason
    (100.0, "shot", "VIPER21", "CRANE1", 40_000.0, None),
    (110.0, "shot", "VIPER21", "CRANE1", 30_000.0, None),
    (112.0, "shot_short", "VIPER22", "CRANE1", 9_260.0, None),
    (140.0, "shot_valid", "VIPER21", "CRANE1", 30.0, None),
    (141.0, "shot_missed", "VIPER21", "CRANE1", 0.0, "out of energy"),
    (155.0, "kill_removed", "CRANE1", "VIPER21", 15.0, None),
)


def material() -> Any:
    names = ("time_s", "event", "aircraft", "other", "value", "reason")
    fights = {name: np.array([row[place] for row in ROWS], dtype=object) for place, name in enumerate(names)}
    flights = [{"id": "VIPER2", "members": ["VIPER21", "VIPER22"]}, {"id": "CRANE", "members": ["CRANE1"]}]
    return SimpleNamespace(
        fights={**fights, "time_s": fights["time_s"].astype(float), "run": np.zeros(len(ROWS), dtype=int)},
        run_shown=0,
        plan={"flights": flights},
        start=datetime.datetime(2026, 1, 1, 5, tzinfo=datetime.UTC),
        colour=lambda flight: f"f{[one['id'] for one in flights].index(flight)}",
    )


def test_each_shot_has_its_own_end_and_call() -> None:
    first, second, third = shot_log(material())
    assert (first.result, first.ended, first.call) == ("no kill: out of energy", "41 s", "")
    assert (second.result, second.ended, second.is_valid) == ("training kill", "30 s", True)
    assert second.call == "called out 15 s later"
    assert (third.result, third.kind, third.range_nm) == ("in the air", "short", "5.0")
    assert first.clock == "05:01:40Z"


def test_a_call_sign_that_ends_in_a_digit_keeps_its_colour() -> None:
    assert {shot.colour for shot in shot_log(material())} == {"f0"}


def test_a_call_that_waits_for_the_end_of_a_frame_is_still_that_of_its_shot() -> None:
    late = material()
    late.fights["time_s"][5] += 4.0
    assert [shot.call for shot in shot_log(late)] == ["", "called out 15 s later", ""]
