"""Simulated shots by their events: each with its own end, and with the call that came of it. Kills are training kills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jointex.engine.setup import FRAME_S

LAUNCHES = ("shot", "shot_short")
ENDS = ("shot_valid", "shot_missed")
CALLS = ("kill_removed", "wrong_call", "missed_call")
CALL_STEP_S = 1.5 + FRAME_S
"""How far a call's own age may be off the time since the shot ended [s]: calls are carried once a second, and whom fighters protect
writes his down at the end of a frame."""

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
    told = list(rows)
    end = next((end for one, end in ends_called(told) if _moment(one) == _moment(call)), None)
    return next((shot for shot, one in shots_with_ends(told) if one is end), None) if end else None


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


def ends_called(rows: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Return each call with the end of the shot it came of: by who shot at whom, how that ended, and when.

    Parameters
    ----------
    rows : iterable of mapping
        Events of one run, in order of time.

    Returns
    -------
    list of tuple of mapping
        In order of time; calls whose shot is not among the rows are left out.
    """
    told = list(rows)
    found: list[tuple[Row, Row]] = []
    for call in (one for one in told if one["event"] in CALLS):
        ended = ENDS[call["event"] == "wrong_call"]
        own = [one for one in told if one["event"] == ended and _is_between(one, call["other"], call["aircraft"])]
        end = min(own, key=lambda one: _gap_s(call, one), default=None)
        if end is not None and _gap_s(call, end) < CALL_STEP_S:
            found.append((call, end))
    return found


def _moment(row: Row) -> tuple[str, str, float]:
    return row["event"], row["aircraft"], row["time_s"]


def _is_between(row: Row, shooter: str, target: str) -> bool:
    return bool(row["aircraft"] == shooter and row["other"] == target)


def _gap_s(call: Row, end: Row) -> float:
    """Return how far a call's own age is off the time since a shot ended [s]."""
    return abs(float(call["time_s"]) - float(call["value"]) - float(end["time_s"]))


def _key(row: Row, before_s: float) -> tuple[str, str, int]:
    """Return who shot at whom in which second, so long before an event [s]."""
    return row["aircraft"], row["other"], round(float(row["time_s"]) - before_s)
