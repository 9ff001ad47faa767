"""What limited each objective, as a picture: how many more runs would meet it with one factor perfect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointex.report.axes import Scale, nice_ticks
from jointex.report.material import Material
from jointex.report.svg import Drawing
from jointex.report.words import MINUS, THIN, count, figure, for_people, percent

WIDTH, ROW, TOP = 480.0, 22.0, 8.0
LEFT, RIGHT = 168.0, 428.0
LEAST_SPAN = 0.1
"""Shares of runs that an axis spans at least to either side of its ends."""


MOST_REASONS = 5
"""Reasons of missed runs told of an objective."""


@dataclass(frozen=True)
class HeldBack:
    """An objective that was not always met: what limited it.

    Attributes
    ----------
    id, sentence : str
    missed : str
        In how many runs it was missed, of those looked at; empty where nobody looked.
    reasons : list of (str, str)
        What decided those runs, and how many.
    example : str
        One of them in words.
    picture : str
        What each factor costs (SVG); empty where none was made perfect.
    """

    id: str
    sentence: str
    missed: str
    reasons: list[tuple[str, str]]
    example: str
    picture: str


def held_back(material: Material) -> list[HeldBack]:
    """Return what limited the objectives that were not met in every run.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of HeldBack
        Empty where nothing is known of it.
    """
    limits = material.summary.get("limits") or {}
    names = {factor["id"]: factor["name"] for factor in limits.get("factors", ())}
    limited = {one["id"]: one for one in limits.get("objectives", ())}
    evidence = {one["id"]: one for one in material.summary.get("evidence") or ()}
    found = []
    for one in material.summary.get("objectives", ()):
        own, seen = limited.get(one["id"]), evidence.get(one["id"], {})
        if one["met_fraction"] < 1.0 and (own or seen):
            picture = draw_limits(own, names) if own and own["factors"] else ""
            missed = f"Missed in {seen['missed']} of {count(seen['runs'], 'run')}" if seen else ""
            reasons = [(reason["text"], str(reason["runs"])) for reason in seen.get("decided_by", ())[:MOST_REASONS]]
            sentence = own["sentence"] if own else ""
            found.append(HeldBack(one["id"], sentence, missed, reasons, _example(material, seen), picture))
    return found


def _example(material: Material, seen: Mapping[str, Any]) -> str:
    """Return the first missed run that an event decided, in words; one of which more is known before others."""
    told = [one for one in seen.get("missed_runs", ()) if one["text"]]
    case = next((one for one in told if one.get("detail")), told[0] if told else None)
    if case is None:
        return ""
    value = ""
    if case["value"] is not None:
        divisor, unit = for_people(seen["unit"], case["value"])
        value = f"{figure(case['value'] / divisor)}{THIN}{unit}; "
    first = "first " if case["event"] == "shot_missed" else ""  # one of many alike
    words = f"Run {case['run']}: {value}{case['text']} ({first}{case['aircraft']}, {material.clock(case['time_s'])})."
    return f"{words} {case['detail'][0].upper()}{case['detail'][1:]}." if case.get("detail") else words


def always_met(material: Material) -> list[str]:
    """Return the ids of objectives that nothing limited: met in every run."""
    return [one["id"] for one in material.summary.get("objectives", ()) if one["met_fraction"] == 1.0]


def draw_limits(limited: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the factors of an objective, each with its gain in runs and the interval of that.

    Parameters
    ----------
    limited : mapping
        One of `limits.objectives` in summary.json.
    names : mapping of str to str
        What each factor is called, by id.

    Returns
    -------
    str
        SVG text.
    """
    rows = [*limited["factors"], *([limited["everything"]] if limited.get("everything") else [])]
    bottom = TOP + ROW * len(rows)
    low, high = _ends(rows)
    across = Scale(low, high, LEFT, RIGHT)
    said = "; ".join(f"{names[row['id']]} {points(row['difference'])}" for row in rows)
    title = f"What limited {limited['id']}"
    drawing = Drawing(f"limits-{limited['id']}", WIDTH, bottom + 36, title, f"Percentage points of runs: {said}")
    for tick in nice_ticks(low, high, 5):
        drawing.line(across(tick), TOP, across(tick), bottom, "grid")
        drawing.text(across(tick), bottom + 15, points(tick), "tick", "middle")
    drawing.text((LEFT + RIGHT) / 2.0, bottom + 31, "change in runs that meet it, percentage points", "tick", "middle")
    drawing.line(across(0.0), TOP, across(0.0), bottom, "axis")
    for number, row in enumerate(rows):
        y = TOP + ROW * (number + 0.5)
        style = "sure" if row["excludes_zero"] else "unsure"
        drawing.text(LEFT - 10, y + 4, names[row["id"]], "tick ink" if row["excludes_zero"] else "tick", "end")
        drawing.line(across(row["low"]), y, across(row["high"]), y, f"gain {style}")
        drawing.circle(across(row["difference"]), y, 4.5, f"gain-dot {style}")
        drawing.text(RIGHT + 8, y + 4, points(row["difference"]), "tick ink" if row["excludes_zero"] else "tick")
    return str(drawing)


def _ends(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Return the ends of the axis: all intervals, and no less than `LEAST_SPAN`."""
    low = min([row["low"] for row in rows] + [-LEAST_SPAN / 2.0])
    high = max([row["high"] for row in rows] + [LEAST_SPAN])
    margin = 0.03 * (high - low)
    return low - margin, high + margin


def points(share: float) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    rounded = round(100.0 * share)
    return f"+{rounded}" if rounded > 0 else f"{MINUS}{-rounded}" if rounded < 0 else "0"


def limits_words(material: Material) -> str:
    """Return how what limited was found, in a sentence or two; empty where nothing is known of it."""
    limits = material.summary.get("limits") or {}
    objectives = limits.get("objectives") or ()
    counts = sorted({row["n"] for one in objectives for row in one["factors"]})
    if not counts:
        return "What decided the runs that missed an objective." if material.summary.get("evidence") else ""
    runs = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    met = always_met(material)
    always = f" Nothing limited {', '.join(met)}: met in every run." if met else ""
    return (
        f"The first {runs} runs were flown once more with one factor perfect and the same luck in all else "
        f"({limits['flown']:,} runs in all). A bar is the {percent(0.95)} interval of the difference, run by run; solid where "
        f"it leaves out zero.{always}"
    )
