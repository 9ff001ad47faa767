"""Scales and axes: where a value lies on a picture, and the marks beside it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from jointex.report.svg import Drawing, Points

TIME_STEPS_S = tuple(60.0 * minutes for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440))


@dataclass(frozen=True)
class Scale:
    """A straight scale from values to pixels.

    Attributes
    ----------
    low, high : float
        Values at both ends.
    start, end : float
        Where those lie [px].
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value lies [px]."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def of(self, values: Points) -> Points:
        """Return where values (n,) lie [px]."""
        return np.asarray(
            self.start + (np.asarray(values) - self.low) / (self.high - self.low) * (self.end - self.start)
        )


MOST_ROUNDS = 1000
"""Rounds in which labels push each other apart; six of them from one place against the edge take about a hundred."""


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values within a range.

    Parameters
    ----------
    low, high : float
        The range; `high` above `low`.
    most : int
        At most about so many.

    Returns
    -------
    list of float
        Multiples of 1, 2 or 5 times a power of ten.
    """
    raw = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1.0, 2.0, 5.0, 10.0) if power * factor >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [step * count for count in range(first, math.floor(high / step + 1e-9) + 1)]


def time_ticks(low_s: float, high_s: float, start: datetime.datetime, most: int) -> list[float]:
    """Return times [s from start] at round UTC clock times, at most about so many."""
    step_s = next((step for step in TIME_STEPS_S if (high_s - low_s) / step <= most), TIME_STEPS_S[-1])
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    offset_s = (start - midnight).total_seconds()
    first = math.ceil((low_s + offset_s) / step_s - 1e-9)
    last = math.floor((high_s + offset_s) / step_s + 1e-9)
    return [count * step_s - offset_s for count in range(first, last + 1)]


def time_axis(drawing: Drawing, scale: Scale, start: datetime.datetime, top: float, bottom: float, most: int) -> None:
    """Draw UTC times under a picture and their lines through it, from `top` to `bottom` [px]."""
    for time_s in time_ticks(scale.low, scale.high, start, most):
        x = scale(time_s)
        drawing.line(x, top, x, bottom, "grid")
        drawing.text(x, bottom + 15, clock(start, time_s), "tick", "middle")


def value_axis(
    drawing: Drawing, scale: Scale, left: float, right: float, most: int, label: Callable[[float], str]
) -> None:
    """Draw values left of a picture and their lines through it, from `left` to `right` [px]."""
    for value in nice_ticks(min(scale.low, scale.high), max(scale.low, scale.high), most):
        y = scale(value)
        drawing.line(left, y, right, y, "grid")
        drawing.text(left - 6, y + 4, label(value), "tick", "end")


def clock(start: datetime.datetime, time_s: float, seconds: bool = False) -> str:
    """Return a time from scenario start [s] as UTC clock time: 05:00Z, with `+1` for the next day."""
    step_s = 1.0 if seconds else 60.0
    moment = start + datetime.timedelta(seconds=round(time_s / step_s) * step_s)
    days = (moment.date() - start.date()).days
    return f"{moment:%H:%M:%S}Z" if seconds else f"{moment:%H:%M}Z" + (f"{days:+d}" if days else "")


def spread_apart(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Return places moved as little as needed to lie `gap` apart within a range, in the order given [px].

    Parameters
    ----------
    places : list of float
        Wanted places [px].
    gap : float
        Least distance between neighbours [px].
    low, high : float
        Range they must stay in [px].

    Returns
    -------
    list of float
        As many, in the same order.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [places[index] for index in order]
    for _ in range(MOST_ROUNDS):
        is_apart = True
        for first in range(len(moved) - 1):
            lack = gap - (moved[first + 1] - moved[first])
            if lack > 0.01:
                is_apart = False
                moved[first] -= lack / 2.0
                moved[first + 1] += lack / 2.0
        moved = [min(max(place, low), high) for place in moved]
        if is_apart:
            break
    result = [0.0] * len(places)
    for place, index in zip(moved, order, strict=True):
        result[index] = place
    return result
