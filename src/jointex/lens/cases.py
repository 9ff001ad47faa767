"""Evidence for objectives: which runs missed them, with what value, and what decided it; how often each reason decided."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jointex.lens.deciding import asked_of, deciding_event
from jointex.lens.fight_rules import detail_of, words_of_fight
from jointex.lens.odds import WORDS
from jointex.lens.rules import Case, Row
from jointex.lens.sides import values_of
from jointex.measures.intervals import share_interval
from jointex.record import Recording

MOST_RUNS = 1000
"""Runs of a folder that are looked at, the first ones."""
MOST_LISTED = 50
"""Missed runs that are listed for an objective, the first ones."""
OF_MOVES = {
    "taxi": "left its base",
    "airborne": "took off",
    "at_control_point": "came to its tanker",
    "left_tanker": "left its tanker",
    "on_station": "came to its work",
}
"""Events whose value is a lateness, in words that end in late or early."""
OF_OTHERS = {
    **WORDS,
    "off_station": "left its work",
    "landed": "landed",
    "vertical_landed": "landed",
    "spare": "changed to a spare aircraft",
}
"""Other events in words."""


def evidence_of(recording: Recording, objective: str = "", most: int = MOST_RUNS) -> list[dict[str, Any]]:
    """Return what decided the objectives in the runs of a folder.

    Parameters
    ----------
    recording : Recording
    objective : str
        Only this one; all if empty.
    most : int
        Runs that are looked at, the first ones.

    Returns
    -------
    list of dict
        For each objective its `id`, the `runs` looked at, those `missed`, `decided_by` (reasons with the missed runs they
        decided, as number and as share with its interval, the most frequent in front), and `cases`: every run with its `value`,
        whether it was `met`, and the event that decided it.
    """
    n_runs, values = _values(recording, most)
    asked = [one for one in recording.summary.get("objectives", ()) if objective in ("", one["id"])]
    by_run = _rows(recording, n_runs, asked_of(one["measure"] for one in asked))
    found = []
    for one in asked:
        cases = [_case(run, rows, values, recording.plan, one) for run, rows in enumerate(by_run)]
        missed = [case for case in cases if not case["met"]]
        found.append(
            {
                "id": one["id"],
                "measure": one["measure"],
                "unit": one["unit"],
                "runs": n_runs,
                "missed": len(missed),
                "decided_by": list(_reasons(missed)),
                "cases": cases,
            }
        )
    return found


def in_short(evidence: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return evidence as summary.json has it: of the cases, the first `MOST_LISTED` runs that missed.

    Parameters
    ----------
    evidence : sequence of mapping
        From `evidence_of`.

    Returns
    -------
    list of dict
        With `missed_runs` in place of `cases`.
    """
    short = []
    for one in evidence:
        missed = [{key: case[key] for key in case if key != "met"} for case in one["cases"] if not case["met"]]
        short.append({**{key: one[key] for key in one if key != "cases"}, "missed_runs": missed[:MOST_LISTED]})
    return short


def _values(recording: Recording, most: int) -> tuple[int, Mapping[str, Any]]:
    runs, values = values_of(recording, most)
    return len(runs), values


def _rows(recording: Recording, n_runs: int, events: Sequence[str]) -> list[list[Row]]:
    """Return these events of each of the first runs, in time."""
    columns = ["run", "time_s", "aircraft", "event", "other", "value", "reason"]
    by_run: list[list[Row]] = [[] for _ in range(n_runs)]
    for row in recording.events(run=range(n_runs), event=events, columns=columns).to_pylist():
        by_run[row["run"]].append(row)
    return [sorted(rows, key=lambda row: row["time_s"]) for rows in by_run]


def _case(
    run: int, rows: Sequence[Row], values: Mapping[str, Any], plan: Mapping[str, Any], objective: Mapping[str, Any]
) -> dict[str, Any]:
    """Return one run of an objective: its value, whether it was met, and what decided it."""
    column = values.get(objective["measure"])
    value = None if column is None or math.isnan(column[run]) else float(column[run])
    asked = Case(rows, plan, objective)
    row = deciding_event(asked)
    told = {"run": run, "value": value, "met": bool(values[f"objective.{objective['id']}"][run] > 0.5)}
    if row is None:
        return {
            **told,
            **dict.fromkeys(("aircraft", "event", "reason", "time_s", "event_value"), None),
            "text": "",
            "detail": "",
        }
    return {
        **told,
        "aircraft": row["aircraft"],
        "event": row["event"],
        "reason": row["reason"],
        "time_s": row["time_s"],
        "event_value": row["value"],
        "text": words_of(row, plan),
        "detail": detail_of(asked, row),
    }


def words_of(row: Row, plan: Mapping[str, Any]) -> str:
    """Return an event that decided something in words, of the flight: `LANCE left its base late`.

    Parameters
    ----------
    row : mapping
    plan : mapping
        The content of plan.json.

    Returns
    -------
    str
    """
    flight = next((one["id"] for one in plan["flights"] if row["aircraft"] in one["members"]), row["aircraft"])
    if row["event"] in OF_MOVES:
        return f"{flight} {OF_MOVES[row['event']]} {'late' if row['value'] > 0.0 else 'early'}"
    did = OF_OTHERS.get(row["event"], f"had the event '{row['event'].replace('_', ' ')}'")
    told = words_of_fight(row, plan) or f"{flight} {did}"
    return told + (f": {row['reason']}" if row["reason"] else "")


def _reasons(missed: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what decided missed runs, the most frequent first; runs that no event decided are left out."""
    counts = Counter((case["text"], case["event"], case["reason"]) for case in missed if case["text"])
    for (text, event, reason), runs in sorted(counts.items(), key=lambda one: (-one[1], one[0][0])):
        low, high = share_interval(runs / len(missed), len(missed)) or (0.0, 1.0)
        yield {
            "text": text,
            "event": event,
            "reason": reason,
            "runs": runs,
            "share": runs / len(missed),
            "low": low,
            "high": high,
        }
