"""How long the neighbours' account takes: 1,000 runs of the flagship, as it ships and at 200 places."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import REPEATS, Row, answer, row
from jointex import api, cards, record, scenario
from jointex.communities.burden import SAMPLE_RUNS, weigh_neighbours
from jointex.scenario import Scenario

TITLE = "Neighbours: noise at places, from the tracks of a run folder"
RUNS, PLACES = 1000, 200
MOST_TRACKED = 100
"""Runs with tracks that a folder keeps."""
ASIDE_DEG = 0.15
"""Places lie at most so far from a base, north and east [deg]."""


def with_points(text: str, plan: dict[str, Any], n: int) -> str:
    """Return a scenario's text with n points around the bases of its flights, drawn with a fixed seed."""
    bases = [cards.base(code) for code in dict.fromkeys(flight["base"] for flight in plan["flights"])]
    draw = np.random.default_rng(1)
    lines = ["", "points:"]
    for number in range(n):
        base = bases[number % len(bases)]
        north, east = draw.uniform(-ASIDE_DEG, ASIDE_DEG, 2)
        at = f"[{base.latitude_deg + north:.5f}, {base.longitude_deg + east:.5f}]"
        lines.append(f"  P{number}: {{name: Point {number}, kind: school, at: {at}, people: 300}}")
    return text + "\n".join(lines) + "\n"


def time_s(folder: Path, exercise: Scenario, sample_runs: int) -> float:
    """Return the time of one account by the wall clock [s]."""
    began_s = time.perf_counter()
    weigh_neighbours(record.read(folder), exercise, sample_runs)
    return time.perf_counter() - began_s


def measure() -> list[Row]:
    """Return the rows."""
    with tempfile.TemporaryDirectory() as place:
        folder = api.run("sea-of-japan", runs=RUNS, out=Path(place) / "flown", limits=0, report=False)
        recording = record.read(folder)
        name = str(folder / "scenario.yaml")
        own = scenario.loads(recording.scenario_text, name)
        many = scenario.loads(with_points(recording.scenario_text, recording.plan, PLACES), name)
        time_s(folder, own, SAMPLE_RUNS)
        n_own = len(weigh_neighbours(recording, own)["places"])
        told = f"{RUNS:,} runs, tracks of {SAMPLE_RUNS} heard, the rest by their take-offs and landings"
        cases = (
            (f"as `run` counts it, {n_own} places", own, SAMPLE_RUNS, 3, told),
            (f"{PLACES} places more", many, SAMPLE_RUNS, 30, told),
            (
                f"{PLACES} places more, every track",
                many,
                MOST_TRACKED,
                30,
                f"the tracks of all {MOST_TRACKED} runs that keep them",
            ),
        )
        return [
            row(what, "s", [time_s(folder, asked, n_heard) for _ in range(REPEATS)], at_most=most, note=note)
            for what, asked, n_heard, most, note in cases
        ]


if __name__ == "__main__":
    answer(TITLE, measure)
