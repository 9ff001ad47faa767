"""Labels on a map that do not lie on each other, nor more than needed on lines."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from jointex.report.svg import Points, text_width

DIRECTIONS_DEG = (0.0, 180.0, 45.0, -45.0, 135.0, -135.0, 90.0, -90.0)
"""Where a label may stand from its point, liked best first: right, left, the corners, below, above."""
REACHES = (1.0, 2.6, 4.6, 7.0)
"""How far off, in gaps; beyond the first a thin line leads back to the point."""


@dataclass(frozen=True)
class Label:
    """A text that belongs to a point.

    Attributes
    ----------
    text : str
    x, y : float
        The point [px].
    size : float
        Font size [px].
    class_ : str
        Its style.
    gap : float
        Room between point and text [px].
    """

    text: str
    x: float
    y: float
    size: float = 12.0
    class_: str = "place"
    gap: float = 8.0


@dataclass(frozen=True)
class Placed:
    """A label in its place: left end of its base line, and its box (left, top, right, bottom) [px]."""

    label: Label
    x: float
    y: float
    box: tuple[float, float, float, float]
    is_far: bool


def place_labels(
    labels: list[Label],
    frame: tuple[float, float, float, float],
    marks: Points,
    lines: Points,
    taken: tuple[tuple[float, float, float, float], ...] = (),
) -> list[Placed]:
    """Find a place for each label, one after the other, the first ones first.

    Parameters
    ----------
    labels : list of Label
    frame : tuple of float
        Left, top, right, bottom that no label may leave [px].
    marks : array (n, 2)
        Points that no label should cover [px].
    lines : array (m, 2)
        Points along lines that labels had better not cover [px].
    taken : tuple of boxes
        Boxes already in use [px].

    Returns
    -------
    list of Placed
        A label that finds no free place is left out.
    """
    boxes = list(taken)
    placed = []
    for label in labels:
        best = min(
            (_option(label, reach, turn) for reach in REACHES for turn in DIRECTIONS_DEG),
            key=_Cost(frame, marks, lines, boxes),
        )
        if _Cost(frame, marks, lines, boxes)(best) < _Cost.NO_PLACE:
            boxes.append(best.box)
            placed.append(best)
    return placed


def _option(label: Label, reach: float, turn_deg: float) -> Placed:
    """Return a label put in one direction at one reach from its point."""
    width, height = text_width(label.text, label.size), label.size * 1.1
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    middle_x = label.x + cos * label.gap * reach + width / 2.0 * (0.0 if abs(cos) < 0.1 else math.copysign(1.0, cos))
    middle_y = label.y + sin * (label.gap * reach + height / 2.0)
    left, top = middle_x - width / 2.0, middle_y - height / 2.0
    return Placed(label, left, top + label.size * 0.87, (left - 2, top, left + width + 2, top + height), reach > 1.0)


class _Cost:
    """What speaks against a place."""

    NO_PLACE = 1e4

    def __init__(
        self,
        frame: tuple[float, float, float, float],
        marks: Points,
        lines: Points,
        boxes: list[tuple[float, float, float, float]],
    ) -> None:
        self.frame, self.marks, self.lines, self.boxes = frame, marks, lines, boxes

    def __call__(self, option: Placed) -> float:
        left, top, right, bottom = option.box
        if left < self.frame[0] or top < self.frame[1] or right > self.frame[2] or bottom > self.frame[3]:
            return 10 * self.NO_PLACE
        if any(left < box[2] and box[0] < right and top < box[3] and box[1] < bottom for box in self.boxes):
            return 5 * self.NO_PLACE
        distance = math.hypot(option.x - option.label.x, option.y - option.label.y)
        return (
            60.0 * _inside(self.marks, option.box)
            + 4.0 * _inside(self.lines, option.box)
            + 0.15 * distance
            + 12.0 * option.is_far
        )


def _inside(points: Points, box: tuple[float, float, float, float]) -> int:
    if not len(points):
        return 0
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])))


def along(lines: list[Points], step: float = 4.0) -> Points:
    """Return points every `step` [px] along lines of shape (n, 2), as one array (m, 2)."""
    parts = [np.zeros((0, 2))]
    for line in lines:
        if len(line) > 1:
            lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
            at = np.arange(0.0, lengths[-1], step)
            parts.append(np.column_stack([np.interp(at, lengths, line[:, 0]), np.interp(at, lengths, line[:, 1])]))
    return np.concatenate(parts)
