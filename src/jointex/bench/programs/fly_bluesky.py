"""Flies a fleet with BlueSky and times it. Run by `jointex.bench.peers`, with the Python that has BlueSky; needs nothing else.

The first line on stdin is a fleet (`moments.fleet_of`), the answer says that it is in the air; every further line is one
measurement. Answers are JSON, a line each. Steps of 1 s, no resolution, no conflict detection unless the fleet names one.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from typing import Any

STEP_S = 1.0
LEAST_CPU_S, FEWEST_STEPS, MOST_STEPS = 0.5, 20, 235
"""How long one measurement is; five of the longest end where the routes end."""
WARM_STEPS = 5
"""Steps before each measurement that are not timed: the engine has just had the processor to itself."""
AIRCRAFT = "A320"
"""BlueSky has no military types; what an aircraft is does not change how much is calculated."""

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
"""What the program itself prints on stdout goes to stderr, and does not get among the answers."""


def answer(document: dict[str, Any]) -> None:
    """Write one line of the answer."""
    ANSWERS.write(json.dumps(document) + "\n")
    ANSWERS.flush()


def start(folder: str, conflicts: str) -> Any:
    """Start BlueSky without network and screen, with a conflict detection of its own or `OFF`."""
    import bluesky as bs

    bs.init(mode="sim", detached=True, workdir=folder)
    for command in (f"DT {STEP_S:g}", f"CDMETHOD {conflicts}", "RESO OFF"):
        bs.stack.stack(command)
    bs.sim.step()
    return bs


def create(bs: Any, fleet: dict[str, Any]) -> None:
    """Put a fleet into the air, each aircraft with the rest of its route."""
    import numpy as np
    from bluesky.tools.aero import ft, kts, vtas2cas

    latitudes, longitudes, altitudes_m, speeds_m_s, headings = (
        np.array(fleet[name], float)
        for name in ("latitude_deg", "longitude_deg", "pressure_altitude_m", "true_airspeed_m_s", "heading_deg")
    )
    names = [f"JX{number:05d}" for number in range(len(latitudes))]
    bs.traf.cre(names, AIRCRAFT, latitudes, longitudes, headings, altitudes_m, vtas2cas(speeds_m_s, altitudes_m))
    for name, route in zip(names, fleet["routes"], strict=True):
        for latitude, longitude, altitude_m, speed_m_s in route:
            speed_kt = vtas2cas(speed_m_s, altitude_m) / kts
            place = f"{latitude:.5f},{(longitude + 180.0) % 360.0 - 180.0:.5f}"
            bs.stack.stack(f"ADDWPT {name} {place} {altitude_m / ft:.0f} {speed_kt:.0f}")
        if route:
            bs.stack.stack(f"LNAV {name} ON")
            bs.stack.stack(f"VNAV {name} ON")
    bs.sim.op()
    bs.sim.step()


def check(bs: Any, conflicts: str) -> None:
    """Make sure that steps are as long as asked for, and conflicts looked for as asked, in every step."""
    from bluesky.traffic.asas import ConflictDetection

    found = float(bs.sim.simdt), ConflictDetection.selected().__name__, float(bs.traf.asastimer.dt_act)
    wanted = "ConflictDetection" if conflicts == "OFF" else "CStateBased"  # the first detects nothing
    if found[:2] != (STEP_S, wanted) or found[2] > STEP_S:
        raise RuntimeError(f"step, conflict detection and its interval are {found}")


def measure(bs: Any) -> dict[str, float]:
    """Make steps for a while and return what they took."""
    for _ in range(WARM_STEPS):
        bs.sim.step()
    began_cpu_s, began_s, n_steps = time.process_time(), bs.sim.simt, 0
    while n_steps < MOST_STEPS and (n_steps < FEWEST_STEPS or time.process_time() - began_cpu_s < LEAST_CPU_S):
        bs.sim.step()
        n_steps += 1
    return {
        "cpu_s": time.process_time() - began_cpu_s,
        "amount": int(bs.traf.ntraf) * (bs.sim.simt - began_s),
    }


def main() -> None:
    """Answer until stdin ends."""
    fleet = json.loads(sys.stdin.readline())
    conflicts = fleet.get("conflicts", "OFF")
    with tempfile.TemporaryDirectory() as folder:
        try:
            from importlib.metadata import version

            bs = start(folder, conflicts)
        except ImportError as error:
            answer({"absent": str(error)})
            return
        create(bs, fleet)
        check(bs, conflicts)
        answer({"version": version("bluesky-simulator"), "step_s": float(bs.sim.simdt)})
        for _ in iter(sys.stdin.readline, ""):
            answer(measure(bs))


if __name__ == "__main__":
    main()
