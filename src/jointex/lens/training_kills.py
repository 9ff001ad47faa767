"""What luck decides in simulated combat: whether a shot counts, and whether whoever it counts for is called out."""

from __future__ import annotations

import numpy as np

from jointex.engine.calls import NO_CALL, RIGHT_CALL
from jointex.engine.forks import frame_before, frame_s, go_on
from jointex.fleet.log import ShotEnd
from jointex.lens.branch import Branch, Uncertain
from jointex.lens.evidence import Evidence, Row

LAUNCHES = ("shot", "shot_short")
ENDS = ("shot_valid", "shot_missed")
BY_LOT = ShotEnd.BY_LOT.name.lower().replace("_", " ")
"""Why a shot counts for nothing that came to its target, as events.parquet has it."""


def _deny(branch: Branch, is_other_way: bool) -> None:
    """Decide a shot that counted."""
    place = _ending_shot(branch)
    branch.state.scratch.fight.shots["forced"][place] = int(not is_other_way)


def _grant(branch: Branch, is_other_way: bool) -> None:
    """Decide a shot that came to its target and counted for nothing."""
    _deny(branch, not is_other_way)


def _ending_shot(branch: Branch) -> int:
    """Return the place of the shot that is over in the frame to come: the one of its shooter at its target."""
    before = branch.state.scratch.fight.shots
    after = go_on(branch.stem, branch.state, until=branch.state.frame + 1).scratch.fight.shots
    is_its = (before["is_up"] == 1) & (before["shooter"] == branch.aircraft) & (before["target"] == branch.other)
    # its place may go to a shot of somebody else within the frame, with the same number
    is_same = (after["shooter"] == before["shooter"]) & (after["number"] == before["number"])
    is_over = is_its & ~((after["is_up"] == 1) & is_same)
    return int(np.flatnonzero(is_over)[0])


def _keep_in(branch: Branch, is_other_way: bool) -> None:
    """Decide a call that took one out: nobody passes it on."""
    if is_other_way:
        branch.state.scratch.fight.fighters["is_called"][branch.aircraft] = NO_CALL


def _spare(branch: Branch, is_other_way: bool) -> None:
    """Decide a call that took one out though no shot counted: it is not made."""
    if is_other_way:
        branch.state.scratch.fight.fighters["is_called"][branch.aircraft] = 0


def _call_out(branch: Branch, is_other_way: bool) -> None:
    """Decide a call that nobody passed on."""
    if is_other_way:
        branch.state.scratch.fight.fighters["is_called"][branch.aircraft] = RIGHT_CALL


def _was_up(row: Row, evidence: Evidence) -> bool:
    """Return whether a shot was in the air as the frame began in which it was over, and no other of the pair was over in it."""
    assert evidence.replay is not None
    stem, pair = evidence.replay.stem, (row["aircraft"], row["other"])
    begin_s = frame_before(stem, float(row["time_s"])) * frame_s(stem)
    own = [
        one for one in evidence.rows if (one["aircraft"], one["other"]) == pair and one["event"] in (*LAUNCHES, *ENDS)
    ]
    near = [one for one in own if begin_s <= one["time_s"] <= begin_s + frame_s(stem)]
    # one of the medium class flies for longer than a frame
    return [one for one in near if one["event"] != "shot"] == [row]


def _was_unlucky(row: Row, evidence: Evidence) -> bool:
    return row["reason"] == BY_LOT and _was_up(row, evidence)


def _was_on_its_way(row: Row, evidence: Evidence) -> bool:
    """Return whether a call was on its way a frame before."""
    assert evidence.replay is not None
    return float(row["value"]) > frame_s(evidence.replay.stem)


TRAINING_KILLS = (
    Uncertain(
        "shot_valid",
        "the shot of {aircraft} at {other} counted",
        "that shot comes to {other} and counts for nothing",
        _deny,
        _was_up,
    ),
    Uncertain(
        "shot_missed",
        "the shot of {aircraft} came to {other} and counted for nothing",
        "that shot counts as a training kill of {other}",
        _grant,
        _was_unlucky,
    ),
    Uncertain(
        "kill_removed",
        "{aircraft} was called out after a valid shot of {other}",
        "nobody calls {aircraft} out",
        _keep_in,
        _was_on_its_way,
    ),
    Uncertain(
        "wrong_call",
        "{aircraft} was called out though no shot of {other} counted",
        "nobody calls {aircraft} out",
        _spare,
        _was_on_its_way,
    ),
    Uncertain(
        "missed_call",
        "nobody called {aircraft} out after a valid shot of {other}",
        "{aircraft} is called out",
        _call_out,
        _was_on_its_way,
    ),
)
"""Events of simulated combat that a fork can decide otherwise."""
