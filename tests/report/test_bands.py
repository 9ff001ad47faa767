"""Contours: a line lies where the field has its level, bands cover the frame once, and what is nowhere is not drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest

from jointex.report.bands import add_bands, add_cover, add_lines
from jointex.report.svg import Drawing

X, Y = np.arange(0.0, 101.0, 5.0), np.arange(0.0, 61.0, 5.0)
FIELD = np.add.outer(np.zeros(len(Y)), X)  # as high as it lies to the right [px]


def drawing() -> Drawing:
    return Drawing("test", 100.0, 60.0, "", "")


def area(text: str) -> float:
    from shapely import Polygon

    total = 0.0
    for ring in re.findall(r"M([^Z]+)Z", text):
        numbers = np.array(ring.split(), dtype=float).reshape(-1, 2)
        total += Polygon(numbers).area
    return total


def test_a_line_lies_where_the_field_has_its_level() -> None:
    longest = add_lines(drawing(), X, Y, FIELD, 42.0, "level", "clip")
    assert longest[:, 0] == pytest.approx(42.0, abs=1e-9)
    assert np.ptp(longest[:, 1]) == pytest.approx(60.0)
    assert not len(add_lines(drawing(), X, Y, FIELD, 200.0, "level", "clip"))


def test_bands_cover_the_frame_once() -> None:
    sheet = drawing()
    add_bands(sheet, X, Y, FIELD, (-np.inf, 20.0, 33.0, np.inf), "band t", 0, "clip")
    parts = dict(re.findall(r'd="([^"]+)" class="band (t\d)"', str(sheet)))
    by_band = {name: area(data) for data, name in parts.items()}
    assert by_band == pytest.approx({"t0": 1200.0, "t1": 780.0, "t2": 4020.0}, rel=1e-6)


def test_the_cover_of_nothing_is_nothing_and_of_half_is_half() -> None:
    sheet = drawing()
    assert add_cover(sheet, "none", X, Y, FIELD > 1e9, "clip") == ""
    assert add_cover(sheet, "half", X, Y, FIELD > 50.0, "clip") == "test-half"
    (data,) = re.findall(r'<clipPath id="test-half"><path d="([^"]+)"', str(sheet))
    assert area(data) == pytest.approx(47.5 * 60.0, rel=0.02)


def test_a_field_on_a_bent_grid_is_drawn_where_its_nodes_lie() -> None:
    x, y = np.meshgrid(X, Y)
    longest = add_lines(drawing(), x + 0.1 * y, y, FIELD, 40.0, "level", "clip")
    assert longest[:, 0] - 0.1 * longest[:, 1] == pytest.approx(40.0, abs=1e-9)
