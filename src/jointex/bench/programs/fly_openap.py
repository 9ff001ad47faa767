"""Asks OpenAP for drag, thrust and fuel flow. Run by `jointex.bench.peers`, with the Python that has OpenAP; needs nothing else.

The first line on stdin is a fleet (`moments.fleet_of`) whose heights and speeds are asked about; every further line is one
measurement. Answers are JSON, a line each.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

AIRCRAFT, MASS_KG, CLIMB_FT_MIN = "A320", 65000.0, 500.0
LEAST_CPU_S = 0.2
FOOT_M, KNOT_M_S = 0.3048, 1852.0 / 3600.0

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
"""What the program itself prints on stdout goes to stderr, and does not get among the answers."""


def answer(document: dict[str, Any]) -> None:
    """Write one line of the answer."""
    ANSWERS.write(json.dumps(document) + "\n")
    ANSWERS.flush()


def measure(evaluate: Callable[[], None], n_aircraft: int) -> dict[str, float]:
    """Evaluate for a while and return what it took."""
    began_s, n_calls, spent_s = time.process_time(), 0, 0.0
    while spent_s < LEAST_CPU_S:
        evaluate()
        n_calls += 1
        spent_s = time.process_time() - began_s
    return {"cpu_s": spent_s, "amount": n_calls * n_aircraft}


def main() -> None:
    """Answer until stdin ends."""
    fleet = json.loads(sys.stdin.readline())
    warnings.simplefilter("ignore")
    try:
        import numpy as np
        import openap
    except ImportError as error:
        answer({"absent": str(error)})
        return
    altitude_ft = np.array(fleet["pressure_altitude_m"]) / FOOT_M
    speed_kt = np.array(fleet["true_airspeed_m_s"]) / KNOT_M_S
    drag, thrust, fuel = openap.Drag(AIRCRAFT), openap.Thrust(AIRCRAFT), openap.FuelFlow(AIRCRAFT)

    def evaluate() -> None:
        """Ask for everybody."""
        drag.clean(mass=MASS_KG, tas=speed_kt, alt=altitude_ft, vs=CLIMB_FT_MIN)
        thrust.climb(tas=speed_kt, alt=altitude_ft, roc=CLIMB_FT_MIN)
        fuel.enroute(mass=MASS_KG, tas=speed_kt, alt=altitude_ft, vs=CLIMB_FT_MIN)

    evaluate()
    from importlib.metadata import version

    answer({"version": version("openap"), "aircraft": AIRCRAFT})
    for _ in iter(sys.stdin.readline, ""):
        answer(measure(evaluate, len(altitude_ft)))


if __name__ == "__main__":
    main()
