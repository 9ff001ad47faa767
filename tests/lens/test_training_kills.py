"""Which shot in the air a fork decides: its own, though its place goes to another one within the frame."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from jointex.cli import forking
from jointex.fleet.fight import SHOT_UP
from jointex.lens import training_kills
from jointex.lens.branch import Branch

CRANE, LANCE, DOOM = 0, 1, 2


def shots(*rows):
    up = np.zeros(3, SHOT_UP)
    for place, (is_up, shooter, number) in enumerate(rows):
        up[place]["is_up"], up[place]["shooter"], up[place]["number"], up[place]["target"] = (
            is_up,
            shooter,
            number,
            DOOM,
        )
    return SimpleNamespace(scratch=SimpleNamespace(fight=SimpleNamespace(shots=up)), frame=7)


@pytest.mark.parametrize(
    "after",
    [
        shots((1, CRANE, 0), (0, CRANE, 1), (1, CRANE, 2)),
        shots((1, CRANE, 0), (1, CRANE, 3), (1, CRANE, 2)),
        shots((1, CRANE, 0), (1, LANCE, 1), (1, CRANE, 2)),
    ],
    ids=["gone", "a later one of its own", "one of somebody else with its number"],
)
def test_the_shot_that_ends_in_a_frame_is_found_whoever_takes_its_place(after, monkeypatch):
    before = shots((1, CRANE, 0), (1, CRANE, 1), (1, CRANE, 2))
    monkeypatch.setattr(training_kills, "go_on", lambda stem, state, until: after)
    assert training_kills._ending_shot(Branch(None, before, CRANE, DOOM)) == 1


def test_a_table_of_what_followed_says_training_wherever_it_says_kill():
    for event in (one.event for one in training_kills.TRAINING_KILLS):
        row = {"utc": "2026-01-01T05:00:00Z", "event": event, "other": "CRANE1", "fuel_kg": 1.0}
        assert "kill" not in forking._event(row, {}).replace("training kill", "")
