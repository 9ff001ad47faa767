"""Bands between contour lines of a field on a map, and the outline of where there is a field at all."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from jointex.report.svg import Drawing, Points, path_data, thinned

LEAST_CORNERS = 4


def add_bands(
    drawing: Drawing,
    x: Points,
    y: Points,
    field: Points,
    edges: Sequence[float],
    style: str,
    first: int,
    clip: str,
) -> None:
    """Fill the bands of a field between neighbouring edges, each as one path.

    Parameters
    ----------
    drawing : Drawing
    x, y : array (c,), (r,), or both (r, c)
        Where its columns and rows lie [px].
    field : array (r, c)
        Where it is infinite the nearest value stands in: cut it off with `clip`.
    edges : sequence of float
        Rising; the first and last may be infinite.
    style : str
        Class of a band, its number appended.
    first : int
        Number of the first band.
    clip : str
        What the bands are cut to.
    """
    generator = _generator(x, y, _filled(field))
    for number, (low, high) in enumerate(itertools.pairwise(edges), start=first):
        data = _outlines(generator, max(low, -1e9), min(high, 1e9))
        if data:
            drawing.add("path", d=data, class_=f"{style}{number}", fill_rule="evenodd", clip_path=f"url(#{clip})")


def add_lines(drawing: Drawing, x: Points, y: Points, field: Points, level: float, style: str, clip: str) -> Points:
    """Draw the contour lines of one level, and return the one of most corners, shape (n, 2) [px].

    Parameters
    ----------
    drawing : Drawing
    x, y : array (c,), (r,), or both (r, c)
        Where the columns and rows lie [px].
    field : array (r, c)
    level : float
    style : str
    clip : str

    Returns
    -------
    array (n, 2)
        Empty where the field never has this level.
    """
    lines = [thinned(np.asarray(line), 0.2) for line in _generator(x, y, _filled(field)).lines(level)]
    drawing.path(lines, style, clip=clip)
    return max(lines, key=len, default=np.zeros((0, 2)))


def add_cover(drawing: Drawing, name: str, x: Points, y: Points, is_there: Any, clip: str, edge: str = "edge") -> str:
    """Define the outline of where something is, draw it, and return its id to cut other paths to; empty where it is nowhere.

    Parameters
    ----------
    drawing : Drawing
    name : str
        Of the outline.
    x, y : array (c,), (r,)
        Where the columns and rows lie [px].
    is_there : array of bool (r, c)
    clip : str
        What the drawn outline is cut to.
    edge : str
        Its style.

    Returns
    -------
    str
    """
    if not np.any(is_there):
        return ""
    from scipy.ndimage import gaussian_filter

    soft = gaussian_filter(np.asarray(is_there, dtype=float), 0.8, mode="nearest")
    generator = _generator(x, y, soft)
    data = _outlines(generator, 0.5, 2.0)
    if not data:
        return ""
    drawing.cut(name, data)
    drawing.path([thinned(np.asarray(line)) for line in generator.lines(0.5)], edge, clip=clip)
    return f"{drawing.name}-{name}"


def _generator(x: Points, y: Points, field: Points) -> Any:
    from contourpy import FillType, LineType, contour_generator

    return contour_generator(
        x, y, field, name="serial", fill_type=FillType.OuterOffset, line_type=LineType.Separate, corner_mask=False
    )


def _outlines(generator: Any, low: float, high: float) -> str:
    """Return the outlines of a band, holes among them, as the data of one path."""
    data = []
    for points, offsets in zip(*generator.filled(low, high), strict=True):
        for start, end in itertools.pairwise(offsets.tolist()):
            ring = thinned(np.asarray(points[start:end]), 0.2)
            if len(ring) >= LEAST_CORNERS:
                data.append(path_data(ring, closed=True))
    return "".join(data)


def _filled(field: Points) -> Points:
    """Return a field with its infinities replaced by the nearest value."""
    is_missing = ~np.isfinite(field)
    if not is_missing.any() or is_missing.all():
        return np.where(is_missing, 0.0, field)
    from scipy.ndimage import distance_transform_edt

    rows, columns = distance_transform_edt(is_missing, return_distances=False, return_indices=True)
    return np.asarray(field[rows, columns])
