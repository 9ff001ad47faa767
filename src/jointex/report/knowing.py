"""How good the picture was: for each flight and pair of nations the share of time known, its age and its error."""

from __future__ import annotations

from typing import Any

from jointex.report.axes import Scale
from jointex.report.material import Material
from jointex.report.svg import Drawing
from jointex.report.words import figure, percent

WIDTH, LEFT, RIGHT, TOP, ROW = 1080.0, 250.0, 760.0, 58.0, 26.0
OF_FLIGHTS = (("opponents_picture_fraction", "opponents"), ("friends_picture_fraction", "friends"))
"""Measures of a flight and what they are called in the chart."""


def draw_knowing(material: Material) -> str:
    """Return the chart of the picture.

    Parameters
    ----------
    material : Material

    Returns
    -------
    str
        SVG; empty where nobody shared a picture, or nothing was flown.
    """
    measures = material.summary.get("measures") or {}
    rows = _rows(material, measures)
    if not rows:
        return ""
    height = TOP + ROW * len(rows) + 34.0
    title = "Share of time in which aircraft knew where others were"
    described = "; ".join(f"{label} {percent(one['value'])}" for label, _, one, _ in rows)
    drawing = Drawing("knowing", WIDTH, height, title, described)
    x = Scale(0.0, 1.0, LEFT, RIGHT)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawing.line(x(share), TOP - 10, x(share), height - 24, "grid")
        drawing.text(x(share), height - 8, percent(share), "tick", "middle")
    drawing.text(RIGHT + 24, TOP - 16, "age", "tick")
    drawing.text(RIGHT + 104, TOP - 16, "off by", "tick")
    drawing.text(RIGHT + 194, TOP - 16, "told by others", "tick")
    for place, (label, colour, one, beside) in enumerate(rows):
        y = TOP + ROW * place
        drawing.text(LEFT - 12, y + 12, label, "tick ink", "end")
        drawing.rect(LEFT, y, x(one["value"]) - LEFT, ROW - 9, f"knowing {colour}", 2.0)
        if one["low"] is not None:
            drawing.line(x(max(0.0, one["low"])), y + 8.5, x(min(1.0, one["high"])), y + 8.5, "spread-line")
        for offset, text in zip((24, 104, 194), beside, strict=True):
            drawing.text(RIGHT + offset, y + 12, text, "note")
    return str(drawing)


def _rows(material: Material, measures: dict[str, Any]) -> list[tuple[str, str, dict[str, Any], tuple[str, str, str]]]:
    """Return label, colour, measure and what stands beside it: flights first, then pairs of nations."""
    rows = []
    for flight in material.plan["flights"]:
        for name, words in OF_FLIGHTS:
            one = measures.get(f"{name}.{flight['id']}")
            if one and one["value"] is not None:
                beside = _beside(measures, flight["id"]) if name == OF_FLIGHTS[0][0] else ("", "", "")
                rows.append((f"{flight['id']} of {words}", material.colour(flight["id"]), one, beside))
    for name, one in measures.items():
        measure, _, pair = name.partition(".")
        if measure == "picture_fraction" and ":" in pair and one["value"] is not None:
            knows, saw = pair.split(":")
            rows.append((f"{knows}, seen by {saw}", "pair", one, _beside(measures, pair)))
    return rows


def _beside(measures: dict[str, Any], of: str) -> tuple[str, str, str]:
    """Return age, error and share told of a flight or a pair, in words; empty where there is none."""
    age, error, told = (
        measures.get(f"{name}.{of}") for name in ("picture_age_s", "picture_error_m", "told_picture_fraction")
    )
    return (
        f"{figure(age['value'])} s" if age and age["value"] is not None else "",
        f"{figure(error['value'])} m" if error and error["value"] is not None else "",
        percent(told["value"]) if told and told["value"] is not None else "",
    )
