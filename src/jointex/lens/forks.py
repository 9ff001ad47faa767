"""Two ways on from one moment of a run: as an uncertain event came about, and as it would have gone the other way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.engine.ensemble import Chunk
from jointex.engine.forks import fly_forks, go_on
from jointex.errors import Fault, QuestionError
from jointex.lens.branch import Branch
from jointex.lens.compare import comparison_rows, objective_rows
from jointex.lens.evidence import Evidence, Row
from jointex.lens.moments import Moment, find_moment, utc
from jointex.lens.sides import Side
from jointex.lens.uncertain import KNOWN, branch_of, fork_s, uncertain_rows
from jointex.measures.scores import Scores
from jointex.record import read
from jointex.record.columns import Roster, event_table
from jointex.record.reader import plain

Array = npt.NDArray[Any]

TRACK_S = 60.0
"""Time between two moments at which the fuel of the aircraft is told [s]."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Shares of the continuations that have less, for the fans."""
NEXT_EVENTS = 8
"""Events of the aircraft that are told after the fork with the run's own luck."""
QUIET = ("at_point", "seen", "told", "lost_track", "warned")
"""Events that come so often that they would hide the others."""
THEN = ("time_s", "event", "other", "fuel_kg")
"""What is told of each of them."""
OF_TANKERS = ("cancelled", "stations_out")
"""Events of its tankers that a receiver may ask about."""


def explain_fork(
    folder: str | Path, moment: str, run: int = 0, runs: int = 100, workers: int | None = None
) -> dict[str, Any]:
    """Return what followed on an uncertain event of a run, and what would have followed had it gone the other way.

    Parameters
    ----------
    folder : str or path
        A run folder.
    moment : str
        `AIRCRAFT@TIME`; the event is the last uncertain one of that aircraft by then, or else the first after.
    run : int
        Which run.
    runs : int
        How many continuations are flown on either side, each with luck of its own after the fork, the same on both sides.
    workers : int, optional
        Threads; by default one per processor.

    Returns
    -------
    dict
        `event`, `prefix`, `own_luck`, `objectives`, `measures`, `fuel`, `others` and `evidence`; a difference is always the
        other way less as it was.

    Raises
    ------
    InputError
        If there is no such folder, run, aircraft or time, the run cannot be flown again, or nothing uncertain happened to
        the aircraft in it.
    """
    recording = read(folder)
    asked = find_moment(moment, recording.plan)
    evidence = Evidence(recording, run)
    if evidence.replay is None:
        raise QuestionError(Fault("must be a run that can be flown again", "--fork", value=evidence.why_not))
    rows = [row for row in uncertain_rows(evidence) if _bears_on(row, asked, evidence)]
    row = _chosen(rows, asked, evidence)
    branches = [branch_of(row, evidence, is_other_way) for is_other_way in (False, True)]
    sides, fans = zip(*(_flown(branch, asked, evidence, runs, workers) for branch in branches), strict=True)
    first, second = sides
    until_s = fork_s(row, evidence)
    return {
        "format": 1,
        "folder": str(folder),
        "scenario": recording.plan["scenario"],
        "run": run,
        "seed": evidence.seed,
        "aircraft": asked.aircraft,
        "flight": asked.flight["id"],
        "time_s": asked.time_s,
        "utc": utc(recording.plan, asked.time_s),
        "event": _told(row, evidence),
        "runs": runs,
        "paired": True,
        "prefix": _prefix(branches, until_s, evidence),
        "own_luck": _own_luck(branches, asked, until_s, evidence),
        "objectives": objective_rows(first, second, True),
        "measures": comparison_rows(first, second),
        "fuel": _fuel(fans, until_s, asked, evidence),
        "others": [{**_told(other, evidence), "flips": _flips(other, evidence)} for other in rows if other is not row],
        "evidence": {"sentence": _rests_on(evidence, runs)},
    }


def _bears_on(row: Row, asked: Moment, evidence: Evidence) -> bool:
    """Return whether an event happened to an aircraft, with it, to the leader it follows, or to one of its tankers."""
    if asked.aircraft in (row["aircraft"], row["other"]):
        return True
    if row["event"] == "at_control_point":
        return row["aircraft"] in asked.flight["members"]
    return row["event"] in OF_TANKERS and row["aircraft"] in _tankers(asked, evidence)


def _tankers(asked: Moment, evidence: Evidence) -> set[str]:
    """Return the tankers that an aircraft is planned to meet, and those it may change to."""
    brackets = (evidence.plan.get("refuelling") or {}).get("brackets", ())
    ids = {
        name for one in brackets if one["flight"] == asked.flight["id"] for name in (one["tanker"], *one["alternates"])
    }
    return {member for flight in evidence.plan["flights"] if flight["id"] in ids for member in flight["members"]}


def _chosen(rows: list[Row], asked: Moment, evidence: Evidence) -> Row:
    """Return the last of some events by a moment, or else the first after."""
    if not rows:
        rule = f"must name an aircraft that something uncertain happened to in run {evidence.run}"
        hint = f"Kinds of events: {', '.join(KNOWN)}."
        raise QuestionError(Fault(rule, "--fork", value=asked.aircraft, hint=hint))
    before = [row for row in rows if row["time_s"] <= asked.time_s]
    return before[-1] if before else rows[0]


def _told(row: Row, evidence: Evidence) -> dict[str, Any]:
    """Return an uncertain event as plain data, with its words."""
    happened, otherwise = KNOWN[row["event"]].words(row)
    names = ("event", "aircraft", "other", "time_s", "value", "unit", "reason")
    told = {name: row[name] for name in names}
    return {**told, "utc": utc(evidence.plan, row["time_s"]), "happened": happened, "otherwise": otherwise}


def _flown(
    branch: Branch, asked: Moment, evidence: Evidence, runs: int, workers: int | None
) -> tuple[Side, list[Array]]:
    """Return the continuations of a branch as a side, and the fuel of the aircraft in each."""
    scores = _scores(evidence)
    number = evidence.members.index(asked.aircraft)
    parts, fuels = [], []
    for chunk in fly_forks(branch.stem, branch.state, range(runs), workers, TRACK_S):
        parts.append(scores.add(chunk.tallies, chunk.events))
        fuels += _fuel_over_time(chunk, number)
    values = {key: np.concatenate([part.values[key] for part in parts]) for key in parts[0].values}
    objectives = tuple(scores.summary()["objectives"])
    flown = np.concatenate([part.run for part in parts])
    return Side("fork", {}, evidence.plan, flown, values, evidence.seed, objectives), fuels


def _scores(evidence: Evidence) -> Scores:
    assert evidence.replay is not None
    return Scores(evidence.plan, evidence.replay.plan.scenario.objectives)


def _fuel_over_time(chunk: Chunk, number: int) -> list[Array]:
    """Return times [s] and fuel [kg] of one aircraft in each run of a chunk, shape (2, n) each."""
    found = []
    for run in range(chunk.first_run, chunk.first_run + chunk.n_runs):
        tally = chunk.tallies[(chunk.tallies["run"] == run) & (chunk.tallies["aircraft"] == number)][0]
        rows = chunk.tracks[(chunk.tracks["run"] == run) & (chunk.tracks["aircraft"] == number)]
        times_s, fuels_kg = rows["time_s"], rows["fuel_kg"]
        if np.isfinite(tally["landing_time_s"]):
            times_s, fuels_kg = np.append(times_s, tally["landing_time_s"]), np.append(fuels_kg, tally["landed_kg"])
        found.append(np.stack([times_s, fuels_kg]))
    return found


def _fuel(fans: Iterable[list[Array]], until_s: float, asked: Moment, evidence: Evidence) -> dict[str, Any]:
    """Return the fuel of the aircraft in the run, and its spread over the continuations of both sides.

    Where it has landed it keeps what it landed with; before its take-off it has none of its own, and does not count.
    """
    both = [[line for line in fan if line.shape[1]] for fan in fans]
    last_s = max((line[0, -1] for fan in both for line in fan), default=until_s)
    times_s = np.arange(until_s, last_s + TRACK_S, TRACK_S)
    told = {}
    for name, fan in zip(("as_it_was", "otherwise"), both, strict=True):
        table = np.array([np.interp(times_s, line[0], line[1], left=np.nan) for line in fan]).reshape(
            len(fan), len(times_s)
        )
        told[name] = {f"p{round(100 * share):02d}": _quantile(table, share) for share in QUANTILES}
    own = _run_itself(asked, evidence)
    return {
        "unit": "kg",
        "fork_s": until_s,
        "time_s": times_s.tolist(),
        **told,
        "run": {"time_s": own[0].tolist(), "fuel_kg": [round(float(kg), 1) for kg in own[1]]},
    }


def _quantile(table: Array, share: float) -> list[float | None]:
    """Return a quantile at each time over those that fly or have flown; None where more than half do not yet."""
    found: list[float | None] = []
    for column in table.T:
        seen = column[np.isfinite(column)]
        found.append(round(float(np.quantile(seen, share)), 1) if 2 * len(seen) > len(column) else None)
    return found


def _run_itself(asked: Moment, evidence: Evidence) -> Array:
    """Return times and fuel of the aircraft in the run itself, shape (2, n)."""
    assert evidence.replay is not None
    rows = evidence.replay.tracks(TRACK_S)
    rows = rows[rows["aircraft"] == evidence.members.index(asked.aircraft)]
    return np.stack([rows["time_s"], rows["fuel_kg"]])


def _prefix(branches: list[Branch], until_s: float, evidence: Evidence) -> dict[str, Any]:
    """Return what both sides share, checked: what either has written of the time before the fork.

    As it was, that is what is recorded: the run flown again gave it, or there would be no fork.
    """
    own, forked = (
        [row for row in _rows(branch.state.log.events, evidence) if row["time_s"] < until_s] for branch in branches
    )
    return {"until_s": until_s, "utc": utc(evidence.plan, until_s), "n_events": len(own), "is_identical": own == forked}


def _rows(events: Array, evidence: Evidence) -> list[Row]:
    return list(plain(event_table(events, Roster.of(dict(evidence.plan)))).to_pylist())


def _flips(row: Row, evidence: Evidence) -> list[dict[str, Any]]:
    """Return the objectives that come out otherwise where one event goes the other way and all other luck stays."""
    return [one for one in _met(branch_of(row, evidence, True), evidence) if one["as_it_was"] != one["otherwise"]]


def _met(branch: Branch, evidence: Evidence) -> list[dict[str, Any]]:
    """Return which objectives the run met, and which it would have with its own luck on a branch."""
    assert evidence.replay is not None
    logs = evidence.replay.end.log, go_on(branch.stem, branch.state).log
    was, other = (_scores(evidence).add(log.tallies, log.events).values for log in logs)
    return [
        {"id": name.partition(".")[2], "as_it_was": bool(was[name][0] > 0.5), "otherwise": bool(other[name][0] > 0.5)}
        for name in was
        if name.startswith("objective.")
    ]


def _own_luck(branches: list[Branch], asked: Moment, until_s: float, evidence: Evidence) -> dict[str, Any]:
    """Return the run itself and the same luck with the event gone the other way, side by side."""
    ends = [go_on(branch.stem, branch.state).log for branch in branches]
    then = [
        [
            {"utc": utc(evidence.plan, row["time_s"]), **{name: row[name] for name in THEN}}
            for row in _rows(log.events, evidence)
            if row["aircraft"] == asked.aircraft and row["time_s"] >= until_s and row["event"] not in QUIET
        ][:NEXT_EVENTS]
        for log in ends
    ]
    return {"objectives": _met(branches[1], evidence), "as_it_was": then[0], "otherwise": then[1]}


def _rests_on(evidence: Evidence, runs: int) -> str:
    """Return what the answer rests on."""
    return (
        f"Run {evidence.run} was flown again from seed {evidence.seed}, and on from there {runs} times on either side. What was "
        "drawn at its start stays: readiness, delays, fuel flow, the weather and its winds; what is drawn after the fork is new, "
        "and the same for both sides as long as they ask for it in the same order."
    )
