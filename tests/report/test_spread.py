"""The small histogram of an objective: bars are coloured by what the runs in them did."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from jointex.report.spread import BOTTOM, TOP, draw_spread


def objective(at_most: float | None = None, at_least: float | None = None, unit: str = "") -> dict[str, Any]:
    return {
        "id": "AIM", "measure": "some_measure", "at_most": at_most, "at_least": at_least, "unit": unit, "met_fraction": 0.5,
    }  # fmt: skip


def heights(svg: str, style: str) -> float:
    """Return the heights of all bars of a style together."""
    bars = re.findall(r"<rect[^>]*>", svg)
    return sum(float(bar.split('height="')[1].split('"')[0]) for bar in bars if f"bin {style}" in bar)


def test_runs_at_the_bound_are_drawn_as_met() -> None:
    svg = draw_spread(objective(at_least=1.0), np.array([1.0] * 8 + [0.5, 0.75]))
    assert heights(svg, "met") == pytest.approx(BOTTOM - TOP, abs=0.5)
    assert heights(svg, "missed") == pytest.approx(2 * (BOTTOM - TOP) / 8, abs=0.5)


@pytest.mark.parametrize(("at_most", "at_least"), [(-3.0, None), (None, -3.0)])
def test_a_bound_below_nothing_is_kept_by_itself(at_most: float | None, at_least: float | None) -> None:
    assert heights(draw_spread(objective(at_most, at_least), np.full(5, -3.0)), "missed") == 0.0


def test_a_bar_across_the_bound_has_both_colours() -> None:
    values = np.concatenate([np.linspace(0.0, 100.0, 2001), np.full(500, 52.0), np.full(500, 51.999)])
    svg = draw_spread(objective(at_least=52.0), values)
    assert heights(svg, "met") > 0.0
    assert heights(svg, "missed") > 0.0
    tall = max(float(h) for h in re.findall(r'height="([\d.]+)"[^>]*bin', svg))
    assert tall < 0.75 * (BOTTOM - TOP)  # the tallest bar is two
