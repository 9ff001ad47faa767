"""Simulated shots by their events: each with its own end, and with the call that came of it. Kills are training kills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LAUNCHES = ("shot", "shot_short")
ENDS = ("shot_valid", "shot_missed")
CALLS = ("kill_removed", "wrong_call", "missed_call")
CALL_STEP_S = 1.5
"""How far a call's own age may be off the time since the shot ended [s]: calls are carried once a second."""

Row = Mapping[str, Any]
"""A row of events.parquet."""


def shots_with_ends(rows: Iterable[Row]) -> list[tuple[Row, Row | None]]:
    """Return each simulated shot of a run with how it ended.

    Parameters
    ----------
    rows : iterable of mapping
        Events of one run, in order of time.

    Returns
    -------
    list of tuple of mapping and (mapping or None)
        In order of time. One that counts says how long it flew; those of a shooter at a target that do not are taken to end
        in the order they were shot.
    """
    told = list(rows)
    valid = {_key(row, float(row["value"])): row for row in told if row["event"] == "shot_valid"}
    missed: dict[tuple[str, str], list[Row]] = {}
    for row in told:
        if row["event"] == "shot_missed":
            missed.setdefault((row["aircraft"], row["other"]), []).append(row)
    found: list[tuple[Row, Row | None]] = []
    for row in (one for one in told if one["event"] in LAUNCHES):
        end = valid.get(_key(row, 0.0))
        if end is None:
            left = missed.get((row["aircraft"], row["other"]))
            end = left.pop(0) if left else None
        found.append((row, end))
    return found


def shot_called(call: Row, rows: Iterable[Row]) -> Row | None:
    """Return the shot behind a call, or None where none is known.

    Parameters
    ----------
    call : mapping
        `kill_removed`, `wrong_call` or `missed_call`.
    rows : iterable of mapping
        Events of the same run, in order of time.

    Returns
    -------
    mapping or None
    """
    pairs = shots_with_ends(rows)
    return next((shot for shot, end in pairs if end is not None and is_called_for(call, end)), None)


def shot_of(end: Row, rows: Iterable[Row]) -> Row | None:
    """Return the shot that an event is the end of, or None where none is known.

    Parameters
    ----------
    end : mapping
        `shot_valid` or `shot_missed`.
    rows : iterable of mapping
        Events of the same run, in order of time, `end` itself among them.

    Returns
    -------
    mapping or None
    """
    return next((shot for shot, one in shots_with_ends(rows) if one is end), None)


def is_called_for(call: Row, end: Row) -> bool:
    """Return whether a call is that of a shot: by who shot at whom, how the shot ended, and when.

    Parameters
    ----------
    call : mapping
        One of `CALLS`.
    end : mapping
        One of `ENDS`.

    Returns
    -------
    bool
    """
    is_its = (call["other"], call["aircraft"]) == (end["aircraft"], end["other"])
    is_alike = (call["event"] == "wrong_call") == (end["event"] == "shot_missed")
    gap_s = abs(float(call["time_s"]) - float(call["value"]) - float(end["time_s"]))
    return bool(is_its and is_alike and gap_s < CALL_STEP_S)


def _key(row: Row, before_s: float) -> tuple[str, str, int]:
    """Return who shot at whom in which second, so long before an event [s]."""
    return row["aircraft"], row["other"], round(float(row["time_s"]) - before_s)
