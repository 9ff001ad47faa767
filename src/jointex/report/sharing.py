"""The quality of the picture: how much aircraft knew of others, from their own sensors and told, how old it was and how far off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jointex.report.axes import Scale
from jointex.report.material import Material
from jointex.report.svg import Drawing, text_width
from jointex.report.words import figure, for_people, percent

BAR, LINE, GAP, GROUP_GAP = 16.0, 16.0, 9.0, 16.0
"""Heights of a bar, of a line of text under it on narrow screens, of the room under a row, and between groups [px]."""
TOP, FOOT, SIZE, WIDE = 12.0, 24.0, 11.5, 700.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
NEUTRAL = "f7"
"""Colour of what belongs to no flight."""


@dataclass(frozen=True)
class Row:
    """One bar: its name and colour, the share known and how much of that was told (all of it if None), and words beside it."""

    name: str
    colour: str
    known: float
    told: float | None
    words: str


def sharing_rows(material: Material) -> tuple[list[Row], list[Row]]:
    """Return the rows of flights and of pairs of nations.

    Parameters
    ----------
    material : Material

    Returns
    -------
    tuple of list of Row
        Both empty where nobody takes part in a picture, or nothing was flown; no pairs where there is one nation.
    """
    measures, sharing = material.summary.get("measures", {}), material.plan.get("picture")
    if not sharing or "picture_fraction" not in measures:
        return [], []
    flights = [_row(measures, f".{one}", one, material.colour(one)) for one in sharing["flights"]]
    present = [nation for nation in sharing["nations"] if nation in sharing["flights"].values()]
    pairs = [
        _row(measures, f".{knows}:{saw}", f"{knows} from {saw}", NEUTRAL)
        for knows in present
        for saw in present
        if len(present) > 1
    ]
    return [row for row in flights if row], [row for row in pairs if row]


def _row(measures: dict[str, Any], suffix: str, name: str, colour: str) -> Row | None:
    """Return the row of a flight or a pair, None where nobody was there to be known."""

    def value(measure: str) -> float | None:
        return (measures.get(f"{measure}{suffix}") or {}).get("value")

    known = value("picture_fraction")
    if known is None:
        return None
    told, age_s, error_m = (value(f"{one}") for one in ("told_picture_fraction", "picture_age_s", "picture_error_m"))
    words = percent(known)
    if age_s is not None and error_m is not None:
        divisor, unit = for_people("m", error_m)
        words += f", {figure(age_s, 2)} s old, {figure(error_m / divisor, 2)} {unit} off"
    return Row(name, colour, known, told, words)


def draw_sharing(material: Material, width: float, name: str) -> str:
    """Return the quality of the picture as an SVG picture.

    Parameters
    ----------
    material : Material
    width : float
        Width of the canvas [px].
    name : str
        Id of the picture.

    Returns
    -------
    str
        Empty where there is nothing to show.
    """
    groups = [group for group in sharing_rows(material) if group]
    if not groups:
        return ""
    rows = [row for group in groups for row in group]
    gutter = 12.0 + max(text_width(row.name, SIZE) for row in rows)
    beside = 12.0 + max(text_width(row.words, SIZE) for row in rows) if width > WIDE else 26.0
    height = BAR + GAP + (LINE if width <= WIDE else 0.0)
    bottom = TOP + height * len(rows) + GROUP_GAP * (len(groups) - 1)
    drawing = Drawing(name, width, bottom + FOOT, "What aircraft knew of others", _description(rows))
    across = Scale(0.0, 1.0, gutter, width - beside)
    for tick in TICKS:
        drawing.line(across(tick), TOP, across(tick), bottom, "grid")
        drawing.text(across(tick), bottom + 15.0, percent(tick), "tick", "middle")
    y = TOP
    for group in groups:
        for row in group:
            _add_row(drawing, row, across, y, width > WIDE)
            y += height
        y += GROUP_GAP
    return str(drawing)


def _add_row(drawing: Drawing, row: Row, across: Scale, y: float, is_wide: bool) -> None:
    """Draw one bar: own sensors full, told soft, the rest empty; its words beside it, or under it where there is no room."""
    own = row.known * (1.0 - row.told) if row.told is not None else 0.0
    drawing.text(across(0.0) - 6.0, y + 12.0, row.name, f"tick ink {row.colour}", "end")
    drawing.rect(across(0.0), y, across(own) - across(0.0), BAR, f"bar-solid {row.colour}")
    drawing.rect(across(own), y, across(row.known) - across(own), BAR, f"bar-soft {row.colour}")
    drawing.rect(across(0.0), y, across(1.0) - across(0.0), BAR, "bar")
    if is_wide:
        drawing.text(across(1.0) + 8.0, y + 12.0, row.words, "tick")
    else:
        drawing.text(across(0.0), y + BAR + 13.0, row.words, "tick")


def _description(rows: list[Row]) -> str:
    """Return what the picture shows, in words."""
    return "; ".join(f"{row.name}: {row.words}" for row in rows) + "."
