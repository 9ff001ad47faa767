"""Readiness and interoperability as tables of the report: a row for each measure, a column for each flight or pair of nations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jointex.report.material import Material
from jointex.report.words import figures, for_people


@dataclass(frozen=True)
class ScoreRow:
    """A measure: text, unit, mean, interval, runs, and mean with interval of each part; a dash where there is none."""

    id: str
    text: str
    unit: str
    value: str
    interval: str
    n: int
    parts: list[tuple[str, str]]


@dataclass(frozen=True)
class ScoreTable:
    """A table under headings.

    Attributes
    ----------
    parts : list of str
        Flights, or pairs of nations, in the order of the columns.
    groups : list of (str, list of ScoreRow)
        Headings with their rows.
    """

    parts: list[str]
    groups: list[tuple[str, list[ScoreRow]]]


def score_table(material: Material, name: str) -> ScoreTable | None:
    """Return a table of the summary.

    Parameters
    ----------
    material : Material
    name : str
        `readiness` or `interoperability`.

    Returns
    -------
    ScoreTable or None
        None where the summary has none.
    """
    rows = material.summary.get(name) or []
    parts = list(dict.fromkeys(part["of"] for row in rows for part in row["parts"]))
    grouped = groupby(rows, key=lambda row: str(row["group"]))
    groups = [(group, [_row(row, parts) for row in own]) for group, own in grouped]
    return ScoreTable(parts, groups) if groups else None


def _row(row: Mapping[str, Any], parts: list[str]) -> ScoreRow:
    by_part = {part["of"]: part for part in row["parts"]}
    shown = [row[key] for key in ("value", "low", "high")]
    sizes = [abs(one) for one in shown if one is not None]
    divisor, unit = for_people(row["unit"], max(sizes, default=0.0))
    value, interval = _numbers(row, divisor)
    own = [_numbers(by_part.get(part, {}), divisor) for part in parts]
    return ScoreRow(row["id"], row["text"], unit, value, interval, row["n"], own)


def _numbers(entry: Mapping[str, Any], divisor: float) -> tuple[str, str]:
    """Return mean and interval; the interval is empty where there is none."""
    numbers = [None if entry.get(key) is None else entry[key] / divisor for key in ("value", "low", "high")]
    value, low, high = figures(numbers)
    return value, "" if low == "–" else f"{low} to {high}"
