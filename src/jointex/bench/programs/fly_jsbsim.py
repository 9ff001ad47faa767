"""Flies F-16s with JSBSim and times them. Run by `jointex.bench.peers`, with the Python that has JSBSim; needs nothing else.

The first line on stdin is a fleet, of which only the number of aircraft counts; every further line is one measurement of 10 s
of trimmed level flight at 120 Hz from a fresh start. Answers are JSON, a line each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

MODEL, RATE_HZ, FLOWN_S = "f16", 120, 10
START = {
    "ic/h-sl-ft": 20000,
    "ic/lat-geod-deg": 37.0,
    "ic/long-gc-deg": 134.0,
    "ic/psi-true-deg": 90.0,
    "ic/vc-kts": 350,
}

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
"""What the program itself prints on stdout goes to stderr, and does not get among the answers."""


def answer(document: dict[str, Any]) -> None:
    """Write one line of the answer."""
    ANSWERS.write(json.dumps(document) + "\n")
    ANSWERS.flush()


def trimmed(jsbsim: Any) -> Any:
    """Return one aircraft in level flight, engine running."""
    aircraft = jsbsim.FGFDMExec(None)
    aircraft.set_debug_level(0)
    if not aircraft.load_model(MODEL):
        raise RuntimeError(f"no model {MODEL}")
    aircraft.set_dt(1.0 / RATE_HZ)
    for name, value in START.items():
        aircraft[name] = value
    if not aircraft.run_ic():
        raise RuntimeError("no start")
    aircraft["propulsion/set-running"] = -1
    aircraft["fcs/throttle-cmd-norm"] = 0.8
    aircraft["simulation/do_simple_trim"] = 0
    return aircraft


def measure(jsbsim: Any, n_aircraft: int) -> dict[str, float]:
    """Fly and return what it took."""
    fleet = [trimmed(jsbsim) for _ in range(n_aircraft)]
    began_s = time.process_time()
    for _ in range(RATE_HZ * FLOWN_S):
        for aircraft in fleet:
            aircraft.run()
    return {"cpu_s": time.process_time() - began_s, "amount": n_aircraft * FLOWN_S}


def main() -> None:
    """Answer until stdin ends."""
    fleet = json.loads(sys.stdin.readline())
    try:
        import jsbsim
    except ImportError as error:
        answer({"absent": str(error)})
        return
    answer({"version": jsbsim.__version__, "model": MODEL, "rate_hz": RATE_HZ})
    for _ in iter(sys.stdin.readline, ""):
        answer(measure(jsbsim, len(fleet["latitude_deg"])))


if __name__ == "__main__":
    main()
