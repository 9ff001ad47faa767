"""Time the neighbours' account of a run folder at 200 places: `python bench/neighbours.py RUNDIR [PLACES]`.

The places lie around the bases of the flights, drawn with a fixed seed; all are added as points of the scenario.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from jointex import cards, record, scenario
from jointex.communities.burden import SAMPLE_RUNS, weigh_neighbours


def with_points(text: str, plan: dict, n: int) -> str:
    """Return a scenario's text with n points more."""
    bases = [cards.base(code) for code in dict.fromkeys(flight["base"] for flight in plan["flights"])]
    draw = np.random.default_rng(1)
    lines = ["", "points:"]
    for number in range(n):
        base = bases[number % len(bases)]
        north, east = draw.uniform(-0.15, 0.15, 2)
        at = f"[{base.latitude_deg + north:.5f}, {base.longitude_deg + east:.5f}]"
        lines.append(f"  P{number}: {{name: Point {number}, kind: school, at: {at}, people: 300}}")
    return text + "\n".join(lines) + "\n"


def main(folder: str, n: int = 200) -> None:
    recording = record.read(folder)
    exercise = scenario.loads(
        with_points(recording.scenario_text, recording.plan, n), str(Path(folder) / "scenario.yaml")
    )
    for sample in (SAMPLE_RUNS, 100):
        start_s = time.perf_counter()
        account = weigh_neighbours(record.read(folder), exercise, sample)
        took_s = time.perf_counter() - start_s
        heard = sum(place["lden_db"] is not None for place in account["places"])
        print(
            f"{len(account['places'])} places, {account['runs']:,} runs, tracks of {account['runs_heard']} heard: "
            f"{took_s:.1f} s; something is heard at {heard}"
        )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
