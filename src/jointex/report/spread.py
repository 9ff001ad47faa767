"""Small pictures of spread: a measure over the runs against its bound, and a share with its interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.report.axes import Scale, nice_ticks
from jointex.report.svg import Drawing
from jointex.report.words import figure, for_people, percent

Array = npt.NDArray[Any]

WIDTH, HEIGHT = 330.0, 150.0
LEFT, RIGHT, TOP, BOTTOM = 10.0, 320.0, 22.0, 122.0
N_BINS = 26
ROUNDING = 1e-9
"""Share by which a value may miss a bound through rounding."""


def draw_spread(objective: dict[str, Any], values: Array) -> str:
    """Return a histogram of the measure of an objective over the runs, its bound drawn in.

    Parameters
    ----------
    objective : dict
        As summary.json has it.
    values : array (n_runs,)
        The measure [objective["unit"]]; NaN where it never happened.

    Returns
    -------
    str
        SVG text.
    """
    seen = values[np.isfinite(values.astype(float))]
    bounds = [bound for bound in (objective["at_most"], objective["at_least"]) if bound is not None]
    divisor, unit = for_people(objective["unit"], max((abs(bound) for bound in bounds), default=0.0))
    seen, bounds = seen / divisor, [bound / divisor for bound in bounds]
    low, high = _range([*seen.tolist(), *bounds])
    across = Scale(low, high, LEFT, RIGHT)
    described = (
        f"Spread of {objective['measure']} over {len(values)} runs; met in {percent(objective['met_fraction'])}."
    )
    drawing = Drawing(f"spread-{objective['id']}", WIDTH, HEIGHT, f"Objective {objective['id']}", described)
    _add_bins(drawing, across, seen, _is_met(seen, objective, divisor), low, high)
    drawing.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis")
    ticks = nice_ticks(low, high, 5)
    for tick in ticks:
        is_last = tick == ticks[-1]
        text = figure(tick, 3) + (f" {unit}" if is_last else "")
        anchor = "end" if across(tick) > RIGHT - 26 else "start" if across(tick) < LEFT + 14 else "middle"
        drawing.text(min(across(tick) + (8 if anchor == "end" else 0), RIGHT + 8), BOTTOM + 16, text, "tick", anchor)
    for bound in bounds:
        _add_bound(
            drawing,
            across(bound),
            f"{'at most' if objective['at_most'] is not None else 'at least'} {figure(bound)} {unit}",
        )
    return str(drawing)


def _range(values: list[float]) -> tuple[float, float]:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    margin = 0.06 * (high - low) or max(abs(high), 1.0) * 0.1
    return low - margin, high + margin


def _is_met(values: Array, objective: dict[str, Any], divisor: float) -> Array:
    """Return which values keep the bounds; a bound itself does, however it is rounded."""
    at_most, at_least = objective["at_most"], objective["at_least"]
    met = np.ones(len(values), dtype=bool)
    if at_most is not None:
        met &= values <= (at_most + ROUNDING * abs(at_most)) / divisor
    if at_least is not None:
        met &= values >= (at_least - ROUNDING * abs(at_least)) / divisor
    return met


def _add_bins(drawing: Drawing, across: Scale, values: Array, met: Array, low: float, high: float) -> None:
    """Draw the bars: of each, runs that missed below and runs that met on top of them."""
    whole, edges = np.histogram(values, bins=N_BINS, range=(low, high))
    missed, _ = np.histogram(values[~met], bins=edges)
    scale = (BOTTOM - TOP) / max(int(whole.max(initial=0)), 1)
    for number, below, first, last in zip(whole, missed, edges[:-1], edges[1:], strict=True):
        bottom = BOTTOM
        for count, style in ((below, "missed"), (number - below, "met")):
            if count:
                height = max(2.0, scale * float(count))
                x = across(float(first))
                drawing.rect(x + 0.5, bottom - height, across(float(last)) - x - 1.0, height, f"bin {style}")
                bottom -= height


def _add_bound(drawing: Drawing, x: float, text: str) -> None:
    drawing.line(x, TOP - 4, x, BOTTOM + 4, "bound")
    is_right = x > (LEFT + RIGHT) / 2.0
    drawing.text(x + (-5 if is_right else 5), TOP - 8, text, "tick ink", "end" if is_right else "start")


def draw_share(share: float, low: float, high: float, wanted: float, verdict: str, name: str) -> str:
    """Return a share on a line from 0 to 100 %, with its interval and the share asked for.

    Parameters
    ----------
    share, low, high, wanted : float
        Found, its interval, and asked for, 0 to 1.
    verdict : str
        "met", "missed" or "open".
    name : str
        Id of the picture.

    Returns
    -------
    str
        SVG text.
    """
    drawing = Drawing(
        name,
        180,
        26,
        f"{percent(share)} of runs",
        f"Interval {percent(low)} to {percent(high)}, asked for {percent(wanted)}",
    )
    across = Scale(0.0, 1.0, 6.0, 174.0)
    drawing.line(across(0.0), 13, across(1.0), 13, "axis")
    drawing.line(across(low), 13, max(across(high), across(low) + 1.0), 13, f"share-band {verdict}")
    drawing.line(across(wanted), 4, across(wanted), 22, "bound")
    drawing.circle(across(share), 13, 4.5, f"share-dot {verdict}")
    return str(drawing)
