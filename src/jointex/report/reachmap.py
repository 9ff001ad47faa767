"""Maps of the minutes until a force is anywhere: by year and way, and what each unit more saves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jointex.reach import Bought, Nodes, Panel, Survey, saved_min
from jointex.report.backdrop import add_grid, add_land, add_scale_bar
from jointex.report.bands import add_bands, add_cover
from jointex.report.chart import EARTH_RADIUS_M, Chart, fit_chart
from jointex.report.labels import Label, place_labels
from jointex.report.reach import STYLE, circle_deg
from jointex.report.svg import Drawing, Points, text_width

WIDTH, HEIGHT = 500.0, 410.0
"""Size of one map with its heading and its degrees [px]."""
FRAME = (40.0, 26.0, WIDTH - 10.0, HEIGHT - 20.0)
CELL = 6.0
"""From one node to the next [px]."""
HEAD = 84.0
"""Room above the maps for title and legend [px]."""
MINUTES = (30.0, 45.0, 60.0, 75.0, 90.0, 120.0, 180.0)
SAVED_MIN = (1.0, 5.0, 10.0, 20.0, 40.0)
OWN_STYLE = (
    ".band{stroke:none;fill-opacity:.8}.land{fill:#000;fill-opacity:.1;stroke:#2b2925;stroke-width:.8}.sea{fill:#f4f4f2}"
    ".small{fill:#222}.edge{fill:none;stroke:#8a1c3b;stroke-width:1.6;stroke-dasharray:5 3}.head{font-weight:600;font-size:13px}"
    ".base{fill:#fff;stroke:#222;stroke-width:1.2}.cross{stroke:#8a1c3b;stroke-width:2.4;fill:none}"
    ".t0{fill:#3b0f58}.t1{fill:#433a83}.t2{fill:#30688e}.t3{fill:#21908d}.t4{fill:#35b779}.t5{fill:#8fd744}.t6{fill:#d8e219}.t7{fill:#fbf3a0}"
    ".s1{fill:#d9f0d3}.s2{fill:#a6dba0}.s3{fill:#5aae61}.s4{fill:#1b7837}.s5{fill:#00441b}.new{fill:#7a3fa0}"
)


@dataclass(frozen=True)
class Ground:
    """What every map shows: a chart, its nodes, the place and the bases.

    Attributes
    ----------
    chart : Chart
    shape : tuple of int
        Rows and columns of nodes; the place comes before them.
    x, y : array
        Where columns and rows lie [px].
    nodes : Nodes
    place : str
    bases : tuple of (str, float, float)
        Name, latitude and longitude [deg].
    """

    chart: Chart
    shape: tuple[int, int]
    x: Points
    y: Points
    nodes: Nodes
    place: str
    bases: tuple[tuple[str, float, float], ...]


def lay_ground(place: tuple[str, float, float], bases: Sequence[tuple[str, float, float]], around_nm: float) -> Ground:
    """Return the ground of a map about a place.

    Parameters
    ----------
    place : tuple of str, float, float
        Name, latitude and longitude [deg].
    bases : sequence of the same
        Those nearer than `around_nm` are in the frame.
    around_nm : float
        What must be seen around the place [NM].

    Returns
    -------
    Ground
    """
    circle = circle_deg(place[1], place[2], around_nm)
    chart = fit_chart(circle[:, 0], circle[:, 1], FRAME, 0.0)
    left, top, right, bottom = FRAME
    x, y = np.arange(left, right + CELL, CELL), np.arange(top, bottom + CELL, CELL)
    columns, rows = np.meshgrid(x, y)
    places = chart.places_deg(np.column_stack([columns.ravel(), rows.ravel()]))
    from_middle_m = np.hypot(columns - (left + right) / 2.0, rows - (top + bottom) / 2.0) * chart.metres_per_pixel
    stretch = 1.0 + (from_middle_m / (2.0 * EARTH_RADIUS_M)) ** 2  # of the stereographic projection
    area_km2 = (CELL * chart.metres_per_pixel / 1000.0 / stretch) ** 2
    nodes = Nodes(
        np.concatenate([[place[1]], places[:, 0]]),
        np.concatenate([[place[2]], places[:, 1]]),
        np.concatenate([[0.0], area_km2.ravel()]),
    )
    return Ground(chart, columns.shape, x, y, nodes, place[0], tuple(bases))


def draw_survey(found: Survey, ground: Ground, title: str, subtitle: str) -> str:
    """Return all maps of a survey as one picture: a column for each year, then what each unit more saves.

    Parameters
    ----------
    found : Survey
        Over the nodes of `ground`.
    ground : Ground
    title, subtitle : str

    Returns
    -------
    str
        SVG.
    """
    n_columns = max(2, len({panel.year for panel in found.panels}))
    ways = list(dict.fromkeys(panel.way for panel in found.panels))
    years = list(dict.fromkeys(panel.year for panel in found.panels))
    below = HEAD + len(ways) * HEIGHT
    n_rows = math.ceil(len(found.bought) / n_columns)
    height = below + (54.0 + n_rows * HEIGHT if found.bought else 0.0)
    sheet = Drawing("reach-map", n_columns * WIDTH, height, title, _told(found))
    sheet.add("style", STYLE + OWN_STYLE)
    sheet.rect(0.0, 0.0, sheet.width, sheet.height, "paper")
    sheet.text(FRAME[0], 24.0, title, "title")
    sheet.text(FRAME[0], 44.0, subtitle, "tick")
    _add_legend(sheet, 54.0, "minutes", _minute_words(), "t", 0)
    for panel in found.panels:
        at = years.index(panel.year) * WIDTH, HEAD + ways.index(panel.way) * HEIGHT
        sheet.picture(*at, _panel(panel, ground))
    if found.bought:
        sheet.text(FRAME[0], below + 18.0, f"What one unit more saves, with tankers, {years[0]}", "title")
        _add_legend(sheet, below + 28.0, "minutes saved", _saved_words(), "s", 1)
    for number, one in enumerate(found.bought):
        at = number % n_columns * WIDTH, below + 54.0 + number // n_columns * HEIGHT
        sheet.picture(*at, _bought(one, number, ground))
    return str(sheet)


def _told(found: Survey) -> str:
    return "; ".join(f"{one.year} {one.way}: {minutes_words(one.minutes[0])} to the place" for one in found.panels)


def minutes_words(minutes: float) -> str:
    """Return minutes as a map says them."""
    return f"{minutes:.0f} min" if math.isfinite(minutes) else "never"


def _minute_words() -> list[str]:
    steps = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(MINUTES)]
    return [f"below {MINUTES[0]:g}", *steps, f"over {MINUTES[-1]:g}"]


def _saved_words() -> list[str]:
    steps = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(SAVED_MIN)]
    return [*steps, f"over {SAVED_MIN[-1]:g}", "never before"]


def _add_legend(sheet: Drawing, y: float, name: str, words: Sequence[str], letter: str, first: int) -> None:
    """Draw swatches in a row."""
    x = FRAME[0]
    for number, text in enumerate(words, start=first):
        style = "new" if text == "never before" else f"{letter}{number}"
        sheet.rect(x, y, 18.0, 12.0, f"band {style}")
        sheet.text(x + 23.0, y + 10.5, text, "tick ink")
        x += 36.0 + text_width(text, 11.0)
    sheet.text(x, y + 10.5, name if letter == "s" else f"{name}; grey: out of reach, whatever the time", "tick ink")


def _panel(panel: Panel, ground: Ground) -> Drawing:
    """Return one map of minutes."""
    name = f"reach-{panel.year}-{''.join(word[0] for word in panel.way.split())}"

    def paint(drawing: Drawing, clip: str) -> None:
        field = panel.minutes[1:].reshape(ground.shape)
        cover = add_cover(drawing, "cover", ground.x, ground.y, np.isfinite(field), clip)
        if cover:
            add_bands(drawing, ground.x, ground.y, field, (-math.inf, *MINUTES, math.inf), "band t", 0, cover)

    return _map(name, f"{panel.year}, {panel.way}", panel.minutes, ground, paint, panel.bases)


def _bought(one: Bought, number: int, ground: Ground) -> Drawing:
    """Return one map of minutes saved."""
    before, after = (minutes[1:].reshape(ground.shape) for minutes in (one.before_min, one.after_min))

    def paint(drawing: Drawing, clip: str) -> None:
        saved = saved_min(before, after)
        new = np.isinf(before) & np.isfinite(after)
        add_bands(drawing, ground.x, ground.y, np.where(new, 0.0, saved), (*SAVED_MIN, math.inf), "band s", 1, clip)
        cover = add_cover(drawing, "new", ground.x, ground.y, new, clip, "edge")
        if cover:
            left, top, right, bottom = FRAME
            width, height = right - left, bottom - top
            drawing.add(
                "rect", x=left, y=top, width=width, height=height, class_="band new", clip_path=f"url(#{cover})"
            )

    text = f"{one.name}: {one.unit.counts[min(one.unit.counts)]} {one.unit.aircraft}"
    return _map(f"bought-{number}", text, one.after_min, ground, paint, (one.unit.base,), one.before_min)


def _map(
    name: str,
    text: str,
    minutes: Points,
    ground: Ground,
    paint: Callable[[Drawing, str], None],
    named: tuple[str, ...],
    before_min: Points | None = None,
) -> Drawing:
    """Return one map: what is painted between land and coast, bases, the place with its minutes."""
    left, top, right, bottom = FRAME
    drawing = Drawing(name, WIDTH, HEIGHT, text, f"{ground.place}: {minutes_words(minutes[0])}")
    clip = drawing.clip("frame", left, top, right - left, bottom - top)
    drawing.text(left, top - 8.0, text, "head")
    drawing.rect(left, top, right - left, bottom - top, "sea")
    paint(drawing, clip)
    add_land(drawing, ground.chart, clip)  # over the bands, so that coasts show
    add_grid(drawing, ground.chart, clip)
    drawing.rect(left, top, right - left, bottom - top, "frame")
    bar = add_scale_bar(drawing, ground.chart, np.zeros((0, 2)))
    _add_marks(drawing, ground, named, bar, _place_words(ground.place, minutes[0], before_min))
    return drawing


def _place_words(place: str, minutes: float, before_min: Points | None) -> str:
    was = "" if before_min is None else f", {minutes_words(before_min[0])} before"
    return f"{place}: {minutes_words(minutes)}{was}"


def _add_marks(
    drawing: Drawing, ground: Ground, named: tuple[str, ...], bar: tuple[float, float, float, float], words: str
) -> None:
    """Mark the bases and the place, with the names that are asked for, and of the place always."""
    left, top, right, bottom = FRAME
    bases = [base for base in ground.bases if base[0] in named]
    pixels = ground.chart.pixels(
        np.array([ground.nodes.latitude_deg[0], *(base[1] for base in bases)]),
        np.array([ground.nodes.longitude_deg[0], *(base[2] for base in bases)]),
    )
    labels: list[Label] = []
    for (x, y), text in zip(pixels.tolist(), (words, *(base[0] for base in bases)), strict=True):
        if left < x < right and top < y < bottom:
            if text == words:
                drawing.add("path", d=f"M{x - 7:.1f} {y:.1f}h14M{x:.1f} {y - 7:.1f}v14", class_="cross")
            else:
                drawing.circle(x, y, 3.0, "base")
            is_place = text == words
            labels.append(Label(text, x, y, 12.0 if is_place else 10.5, "place" if is_place else "place small", 7.0))
    room = (left + 3.0, top + 3.0, right - 3.0, bottom - 3.0)
    for placed in place_labels(labels, room, pixels, np.zeros((0, 2)), (bar,)):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)
