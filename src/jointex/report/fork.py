"""A fork as one picture: the fuel of the aircraft as two fans, as it was and the other way, and the objectives on either side."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import numpy as np

from jointex.measures.intervals import share_interval
from jointex.report.axes import Scale, time_axis, value_axis
from jointex.report.sortie import STYLE, WIDTH
from jointex.report.svg import Drawing, Points, band_data, text_width
from jointex.report.words import figure, percent

TOP, PANEL, LEFT, RIGHT = 86.0, 260.0, 64.0, WIDTH - 18.0
ROW, HEAD = 40.0, 62.0
"""Heights of an objective's row, and of what stands above the first one [px]."""
SHARE_LEFT, SHARE_RIGHT = WIDTH - 340.0, WIDTH - 120.0
SIDES = (("as_it_was", "a", "was", "As it was"), ("otherwise", "b", "other", "The other way"))
"""Key of the fan, key in a row of objectives, class and words of each side."""
OWN_STYLE = (
    ".was{stroke:#1f5fa8}.other{stroke:#c2571a}.fill.was{fill:#1f5fa8}.fill.other{fill:#c2571a}.fill{stroke:none}"
    ".wide{fill-opacity:.16}.half{fill-opacity:.3}.median{fill:none;stroke-width:2}.share{stroke-width:3;stroke-opacity:.45}"
    ".run{fill:none;stroke:#222;stroke-width:1.6}.later{stroke-dasharray:4 3}.fork{stroke:#222;stroke-width:1.2}"
    ".asked{stroke:#222;stroke-width:1.5}.ink{fill:#222}"
)


def draw_fork(document: Mapping[str, Any], start: datetime.datetime, name: str = "fork") -> str:
    """Return a fork as an SVG picture.

    Parameters
    ----------
    document : mapping
        As `lens.explain_fork` gives it.
    start : datetime
        Scenario start.
    name : str
        Id of the picture.

    Returns
    -------
    str
    """
    event, objectives = document["event"], document["objectives"]
    title = f"{document['aircraft']} after {event['utc'][11:]}: {event['happened']}, or {event['otherwise']}"
    height = TOP + PANEL + (HEAD + ROW * len(objectives) + 14.0 if objectives else 40.0)
    drawing = Drawing(name, WIDTH, height, title, _description(document))
    drawing.add("style", STYLE + OWN_STYLE)
    drawing.rect(0, 0, WIDTH, height, "paper")
    lines = _lines(title)
    for number, text in enumerate(lines):
        drawing.text(18, (34 if len(lines) == 1 else 26) + 19 * number, text, "title")
    _add_fans(drawing, document, start)
    _add_objectives(drawing, document, TOP + PANEL + HEAD)
    return str(drawing)


def _lines(title: str, size: float = 15.0) -> list[str]:
    """Return a title in as many lines as it takes."""
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) > WIDTH - 36.0:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _description(document: Mapping[str, Any]) -> str:
    """Return what the picture shows, in words."""
    parts = [
        f"Fuel of {document['aircraft']} in {document['runs']} continuations of run {document['run']} on either side."
    ]
    for one in document["objectives"]:
        parts.append(f"{one['id']} is met in {percent(one['a'])} as it was, and in {percent(one['b'])} the other way.")
    return " ".join(parts)


def _add_fans(drawing: Drawing, document: Mapping[str, Any], start: datetime.datetime) -> None:
    fuel, bottom = document["fuel"], TOP + PANEL
    times_s, own = np.array(fuel["time_s"]), fuel["run"]
    first_s = max(min([*own["time_s"], fuel["fork_s"]]), fuel["fork_s"] - 0.35 * (times_s[-1] - fuel["fork_s"]) - 600.0)
    across = Scale(first_s, float(times_s[-1]), LEFT, RIGHT)
    shown = np.array(own["time_s"]) >= first_s
    own_t = np.array([*own["fuel_kg"]])[shown] / 1000.0
    tops = [*own_t.tolist(), *(kg / 1000.0 for key, *_ in SIDES for kg in fuel[key]["p95"] if kg is not None), 0.1]
    up = Scale(0.0, 1.05 * max(tops), bottom, TOP)
    time_axis(drawing, across, start, TOP, bottom, 10)
    value_axis(drawing, up, LEFT, RIGHT, 6, figure)
    drawing.text(LEFT - 46, TOP - 10, "fuel on board, t", "tick")
    for low, high, weight in (("p05", "p95", "wide"), ("p25", "p75", "half")):
        for key, _, style, _ in SIDES:
            x, lower, upper = _seen(times_s, fuel[key][low], fuel[key][high])
            drawing.path([band_data(across.of(x), up.of(lower), up.of(upper))], f"fill {style} {weight}", closed=True)
    for key, _, style, _ in SIDES:
        x, middle, _ = _seen(times_s, fuel[key]["p50"], fuel[key]["p50"])
        drawing.path([np.column_stack([across.of(x), up.of(middle)])], f"median {style}")
    line = np.column_stack([across.of(np.array(own["time_s"])[shown]), up.of(own_t)])
    is_before = np.array(own["time_s"])[shown] <= fuel["fork_s"] + 60.0
    drawing.path([line[is_before]], "run")
    drawing.path([line[~is_before]], "run later")
    fork_x = across(fuel["fork_s"])
    drawing.line(fork_x, TOP - 6, fork_x, bottom, "fork")
    drawing.line(LEFT, bottom, RIGHT, bottom, "axis")
    _add_key(drawing, document)


def _seen(times_s: Points, lower: list[float | None], upper: list[float | None]) -> tuple[Points, Points, Points]:
    """Return the times at which a fan is known, and two of its lines [t]."""
    is_known = np.array([kg is not None for kg in lower], dtype=bool)
    lines = [
        np.array([np.nan if kg is None else kg for kg in line], dtype=float)[is_known] / 1000.0
        for line in (lower, upper)
    ]
    return times_s[is_known], lines[0], lines[1]


def _add_key(drawing: Drawing, document: Mapping[str, Any]) -> None:
    """Draw what the lines and bands mean, in a row above the fans."""
    x, y = LEFT + 70.0, TOP - 14.0
    for _, _, style, words in SIDES:
        drawing.rect(x, y - 8, 26, 10, f"fill {style} half")
        drawing.line(x, y - 3, x + 26, y - 3, f"median {style}")
        drawing.text(x + 32, y + 1, words, "tick ink")
        x += 44.0 + text_width(words, 11.0)
    drawing.line(x, y - 3, x + 26, y - 3, "run")
    drawing.text(x + 32, y + 1, f"run {document['run']}", "tick ink")
    x += 44.0 + text_width(f"run {document['run']}", 11.0)
    drawing.text(x, y + 1, "median, half and nine tenths of the continuations", "tick")


def _add_objectives(drawing: Drawing, document: Mapping[str, Any], top: float) -> None:
    """Draw the share of continuations that meet each objective on either side, with its interval."""
    if not document["objectives"]:
        return
    across = Scale(0.0, 1.0, SHARE_LEFT, SHARE_RIGHT)
    bottom = top + ROW * len(document["objectives"]) - 8.0
    drawing.text(18, top - 18, "Objectives met", "title")
    drawing.text(130, top - 18, "by the continuations, with 95 % interval; the bar is the share asked for", "tick")
    for share in (0.0, 0.5, 1.0):
        drawing.line(across(share), top - 12, across(share), bottom, "grid")
        drawing.text(across(share), top - 18, percent(share), "tick", "middle")
    for number, one in enumerate(document["objectives"]):
        y = top + ROW * number + 8.0
        drawing.text(18, y, one["id"], "ink")
        drawing.text(18, y + 14, _cut(one["text"]), "tick")
        asked = across(one["share"])
        drawing.line(asked, y - 10, asked, y + 16, "asked")
        for place, (_, key, style, _) in enumerate(SIDES):
            if one[key] is not None:
                low, high = share_interval(one[key], document["runs"]) or (one[key], one[key])
                middle = y - 3.0 + 12.0 * place
                drawing.line(across(low), middle, across(high), middle, f"share {style}")
                drawing.circle(across(one[key]), middle, 4.0, f"fill {style}")
                drawing.text(SHARE_RIGHT + 12, middle + 4, percent(one[key]), "tick ink")
        drawing.text(WIDTH - 18, y + 7, "differs" if one["excludes_zero"] else "", "tick ink", "end")


def _cut(text: str) -> str:
    """Return a sentence short enough to stand left of the shares."""
    while text_width(text, 11.0) > SHARE_LEFT - 40.0:
        text = text[:-2].rstrip(" .…") + "…"
    return text
