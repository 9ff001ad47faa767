"""A rendezvous from above: the receiver's track, the tanker's turn onto it, and the distances that make it work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from jointex.report.axes import Scale, nice_ticks
from jointex.report.labels import Label, along, place_labels
from jointex.report.sortie import STYLE, WIDTH, plain
from jointex.report.svg import Drawing, Points, thinned

LEFT, RIGHT, TOP, FOOT = 64.0, 24.0, 66.0, 48.0
"""Room around the map [px]."""
LOWEST, HIGHEST = 170.0, 620.0
"""Least and greatest height of the map [px]."""

OWN_STYLE = (
    ".tanker{fill:none;stroke:#1f5fa8;stroke-width:2.4}.receiver{fill:none;stroke:#b4541a;stroke-width:2.4}"
    ".orbit{fill:none;stroke:#1f5fa8;stroke-width:1.2;stroke-dasharray:5 4;opacity:.7}"
    ".measure{stroke:#333;stroke-width:1.2;stroke-dasharray:2 3;fill:none}"
    ".at{fill:#fff;stroke-width:2}.at.t{stroke:#1f5fa8}.at.r{stroke:#b4541a}.at.full.t{fill:#1f5fa8}.at.full.r{fill:#b4541a}"
    ".name{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    ".t.name{fill:#1f5fa8}.r.name{fill:#b4541a}.wind{stroke:#1a7f4b;stroke-width:2;fill:none}.w{fill:#1a7f4b}"
)


class Path(Protocol):
    """A way: points along the receiver's track and to the side the tanker comes from [NM]."""

    @property
    def name(self) -> str:
        """`tanker`, `receiver` or `orbit`."""

    @property
    def ahead_nm(self) -> Sequence[float]:
        """Along the receiver's track [NM]."""

    @property
    def aside_nm(self) -> Sequence[float]:
        """To the tanker's side [NM]."""


class Meeting(Protocol):
    """What is drawn of a rendezvous: `calc.Rendezvous`."""

    @property
    def offset_nm(self) -> float:
        """Offset [NM]."""

    @property
    def ahead_nm(self) -> float:
        """Distance along the track as the turn begins [NM]."""

    @property
    def turn_range_nm(self) -> float:
        """Distance between both then [NM]."""

    @property
    def lead_nm(self) -> float:
        """Lead at roll-out [NM]."""

    @property
    def turn_time_s(self) -> float:
        """Time of the turn [s]."""

    @property
    def inbound_s(self) -> float | None:
        """Time from the turn back to the control point [s]; None where there is none."""

    @property
    def paths(self) -> Sequence[Path]:
        """Ways of both."""


def draw_meeting(meeting: Meeting, titles: tuple[str, str], turn: str, wind: tuple[float, float]) -> str:
    """Return a rendezvous as an SVG picture.

    Parameters
    ----------
    meeting : Meeting
        From `calc.rendezvous`.
    titles : tuple of str
        What stands above, and in smaller letters below that.
    turn : str
        `left` or `right`; the receiver flies to the right of the picture.
    wind : tuple of float
        Speed [kt], and where it blows to from the receiver's track, clockwise [deg].

    Returns
    -------
    str
    """
    side = -1.0 if turn == "left" else 1.0  # right of the track is below it on the page
    spots = np.array(
        [(x, side * y) for path in meeting.paths for x, y in zip(path.ahead_nm, path.aside_nm, strict=True)]
    )
    low, high = spots.min(axis=0), spots.max(axis=0)
    room = max(0.06 * float(np.max(high - low)), 0.5)
    low, high = low - room, high + room
    scale = min((WIDTH - LEFT - RIGHT) / (high[0] - low[0]), HIGHEST / (high[1] - low[1]))
    tall = max(LOWEST, scale * (high[1] - low[1]))
    middle = 0.5 * (low[1] + high[1])
    across = Scale(low[0], low[0] + (WIDTH - LEFT - RIGHT) / scale, LEFT, WIDTH - RIGHT)
    down = Scale(middle - 0.5 * tall / scale, middle + 0.5 * tall / scale, TOP, TOP + tall)
    told = (
        f"{titles[1]}. Offset {meeting.offset_nm:.1f} NM, turn range {meeting.turn_range_nm:.1f} NM, roll-out "
        f"{meeting.lead_nm:g} NM ahead after {meeting.turn_time_s:.0f} s."
    )
    drawing = Drawing("meeting", WIDTH, TOP + tall + FOOT, titles[0], told)
    drawing.add("style", STYLE + OWN_STYLE)
    drawing.rect(0.0, 0.0, WIDTH, drawing.height, "paper")
    drawing.text(LEFT, 24.0, titles[0], "title")
    drawing.text(LEFT, 44.0, titles[1], "tick")
    _add_grid(drawing, across, down)
    lines = []
    for path in meeting.paths:
        line = np.column_stack([across.of(np.array(path.ahead_nm)), down.of(side * np.array(path.aside_nm))])
        lines.append(line)
        drawing.path([thinned(line, 0.2)], path.name)
    labels = _add_measures(drawing, meeting, across, down, side)
    _add_wind(drawing, wind)
    dots = np.array([(label.x, label.y) for label in labels])
    frame = (LEFT + 4.0, TOP + 4.0, WIDTH - RIGHT - 4.0, TOP + tall - 4.0)
    for placed in place_labels(labels, frame, dots, along(lines)):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)
    return str(drawing)


def _add_grid(drawing: Drawing, across: Scale, down: Scale) -> None:
    """Draw lines every so many miles, the same both ways; the receiver's track has its own."""
    ticks = nice_ticks(across.low, across.high, 12)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else across.high - across.low
    for value in ticks:
        drawing.line(across(value), down.start, across(value), down.end, "grid")
        drawing.text(across(value), down.end + 16.0, plain(value), "tick", "middle")
    for count in range(math.ceil(down.low / step), math.floor(down.high / step) + 1):
        y = down(count * step)
        drawing.line(across.start, y, across.end, y, "axis" if count == 0 else "grid")
        drawing.text(across.start - 6.0, y + 4.0, plain(abs(count * step)), "tick", "end")
    drawing.text(
        across.end, down.end + 36.0, "along the receiver's track, NM from where it is as the turn begins", "tick", "end"
    )


def _add_measures(drawing: Drawing, meeting: Meeting, across: Scale, down: Scale, side: float) -> list[Label]:
    """Draw where both are as the turn begins and ends, and the distances; return the texts."""
    start = (across(meeting.ahead_nm), down(side * meeting.offset_nm))
    here, track = (across(0.0), down(0.0)), down(0.0)
    ends = _ends(meeting)
    drawing.line(*here, *start, "measure")
    drawing.line(start[0], start[1], start[0], track, "measure")
    for x, y, style in ((*start, "t"), (*here, "r")):
        drawing.circle(x, y, 5.0, f"at {style}")
    for name, style in (("tanker", "t"), ("receiver", "r")):
        drawing.circle(across(ends[name]), track, 5.0, f"at full {style}")
    later_s = meeting.turn_time_s + (meeting.inbound_s or 0.0)
    where = "control point" if meeting.inbound_s is not None else "roll-out"
    halfway = 0.5 * (here[0] + start[0]), 0.5 * (here[1] + start[1])
    labels = [
        Label(f"turn range {meeting.turn_range_nm:.1f} NM", *halfway, 12.0, "name", 6.0),
        Label(f"offset {meeting.offset_nm:.1f} NM", start[0], 0.5 * (start[1] + track), 12.0, "name", 6.0),
        Label("tanker begins to turn", *start, 12.0, "name t", 8.0),
        Label("receiver then", *here, 12.0, "name r", 8.0),
        Label(
            f"{where} {later_s:.0f} s later: tanker {meeting.lead_nm:g} NM ahead",
            across(ends["tanker"]),
            track,
            12.0,
            "name",
            8.0,
        ),
    ]
    return labels if meeting.offset_nm > 0.05 else [labels[0], *labels[3:]]


def _ends(meeting: Meeting) -> dict[str, float]:
    """Return where the ways of both end along the track [NM]."""
    return {path.name: path.ahead_nm[-1] for path in meeting.paths}


def _add_wind(drawing: Drawing, wind: tuple[float, float]) -> None:
    """Draw an arrow with the wind in the upper right corner."""
    speed_kt, to_deg = wind
    if speed_kt <= 0.0:
        return
    x, y = WIDTH - 46.0, 32.0
    east, north = math.cos(math.radians(to_deg)), math.sin(math.radians(to_deg))  # right of the track is down the page
    tip = np.array([x + 16.0 * east, y + 16.0 * north])
    tail = np.array([x - 16.0 * east, y - 16.0 * north])
    barbs: list[Points] = [np.array([tail, tip])]
    for turn in (2.6, -2.6):
        angle = math.radians(to_deg) + turn
        barbs.append(np.array([tip, tip + 8.0 * np.array([math.cos(angle), math.sin(angle)])]))
    drawing.path(barbs, "wind")
    drawing.text(x - 26.0, y + 4.0, f"wind {speed_kt:g} kt", "tick w", "end")
