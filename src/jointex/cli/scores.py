"""What `run` and `fly` show of the score: objectives, what limited them, readiness and interoperability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jointex.cli import speech

MOST_REASONS = 4
"""Reasons of missed runs in a line."""


def show_objectives(objectives: Sequence[Mapping[str, Any]]) -> None:
    """Show in how many runs each objective was met, and what that says."""
    rows = [
        (
            one["id"],
            one["text"],
            f"{one['met_fraction']:.0%}",
            f"{one['low']:.0%} .. {one['high']:.0%}",
            f"{one['share']:.0%}",
            str(one["verdict"]),
            str(one.get("n_without") or "-"),
        )
        for one in objectives
        if one.get("met_fraction") is not None
    ]
    if rows:
        columns = ("objective", "", "met in", "95 % interval", "wanted", "verdict", "runs without")
        speech.answer_table("Objectives", columns, rows, numbers=(2, 3, 4, 6))


def show_limits(document: Mapping[str, Any]) -> None:
    """Show what limited the objectives that were not always met: the points each factor costs, and a sentence."""
    limits = document.get("limits") or {}
    shares = {one["id"]: one["met_fraction"] for one in document.get("objectives", ())}
    missed = [one for one in limits.get("objectives", ()) if shares.get(one["id"], 1.0) < 1.0 and one["factors"]]
    if not missed:
        return
    cells = {
        (row["id"], one["id"]): _points(row) for one in missed for row in (*one["factors"], one["everything"]) if row
    }
    rows = [(factor["name"], *(cells[factor["id"], one["id"]] for one in missed)) for factor in limits["factors"]]
    columns = ("with this perfect", *(one["id"] for one in missed))
    title = "What limited the objectives: runs that meet them more, in percentage points (95 % interval)"
    speech.answer_table(title, columns, rows, numbers=range(1, 1 + len(missed)))
    for one in missed:
        speech.answer_line(one["sentence"])


def _points(row: Mapping[str, Any]) -> str:
    """Return a difference of shares with its interval, in percentage points."""
    difference, low, high = (100.0 * row[name] for name in ("difference", "low", "high"))
    return f"{difference:+.0f} ({low:.0f} .. {high:.0f})"


def show_evidence(document: Mapping[str, Any]) -> None:
    """Show what decided the runs that missed an objective, in a line for each."""
    for one in document.get("evidence", ()):
        reasons = "; ".join(f"{reason['text']} {reason['runs']}" for reason in one["decided_by"][:MOST_REASONS])
        if reasons:
            speech.answer_line(
                f"{one['id']} was missed in {one['missed']} of {one['runs']} runs, decided by: {reasons}."
            )


def show_readiness(document: Mapping[str, Any]) -> None:
    """Show how ready the force was, and each flight."""
    rows = document.get("readiness", ())
    if rows:
        _show_table("Readiness: mean over runs, its 95 % interval, and each flight", rows)


def show_interoperability(document: Mapping[str, Any]) -> None:
    """Show how well nations worked together, and each pair of them."""
    rows = document.get("interoperability", ())
    if rows:
        _show_table("Interoperability: mean over runs, its 95 % interval, and each pair of nations", rows)


def _show_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Show a table of a summary: a line for each measure, a column for each part that any of them has."""
    parts = list(dict.fromkeys(part["of"] for row in rows for part in row["parts"]))
    by_row = [{part["of"]: part["value"] for part in row["parts"]} for row in rows]
    cells = [
        (
            row["id"],
            row["unit"],
            speech.number(row["value"]),
            f"{speech.number(row['low'])} .. {speech.number(row['high'])}",
            *(speech.number(own.get(part)) for part in parts),
        )
        for row, own in zip(rows, by_row, strict=True)
    ]
    columns = ("measure", "unit", "mean", "95 % of mean", *parts)
    speech.answer_table(title, columns, cells, numbers=range(2, 4 + len(parts)))
