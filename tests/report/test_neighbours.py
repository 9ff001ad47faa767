"""The map of noise: contours at the levels of the grid, lines at Japan's standards, no square cells."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from jointex.report.neighbours import BANDS_DB, _draw

SIDE = np.linspace(-0.144, 0.144, 33)


def grid(peak_db: float) -> dict[str, Any]:
    """Return a grid around a base that falls by 100 dB for a degree."""
    north, east = np.meshgrid(SIDE, SIDE, indexing="ij")
    return {
        "base": "RJFN",
        "name": "Nyutabaru",
        "latitude_deg": (32.08 + SIDE).tolist(),
        "longitude_deg": (131.45 + SIDE).tolist(),
        "step_m": 1000.0,
        "lden_db": (peak_db - 300.0 * np.hypot(north, east)).tolist(),
    }


def bands(picture: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="noise n(\d)"', picture)]


def test_bands_reach_from_the_lowest_edge_to_the_peak_and_standards_are_lines() -> None:
    loud, soft = _draw(grid(70.0), []), _draw(grid(45.0), [])
    assert bands(loud) == list(range(1, len(BANDS_DB) + 1))
    assert bands(soft) == [1, 2]
    assert (loud.count('class="level"'), soft.count('class="level"')) == (2, 0)
    assert all(f">{level}</text>" in loud for level in (57, 62))


def test_contours_are_round_where_the_noise_is() -> None:
    (data,) = re.findall(r'd="([^"]+)" class="level"', _draw(grid(70.0), []))[:1]
    line = np.array(data.removeprefix("M").split(), dtype=float).reshape(-1, 2)
    from_middle = np.hypot(*(line - line.mean(axis=0)).T)
    assert len(line) > 20
    assert np.ptp(line[:, 1]) / np.ptp(line[:, 0]) > 1.0  # a degree of latitude is longer than one of longitude there
    assert from_middle.min() > 0.7 * from_middle.max()
