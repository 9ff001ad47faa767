"""What weighing takes: cases at three sizes with their peak memory, and one gas programme at three horizons."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.measure import Row, answer, row, run_child

TITLE = "Weighing: futures times bundles, and the gas programme behind them"
FUTURES = (200, 2_000, 8_000)
CUT_WEEKS = (8, 26, 44)
SOLVES = 15


def solve_ms(cut_weeks: int, sharing_fraction: float) -> tuple[int, list[float]]:
    """Return the horizon [weeks] and times of one core to solve a programme, its matrix known [ms]."""
    from jointex.region.energy import Policy, Shock, set_programme
    from jointex.region.energy.solver import solve_anew

    programme = set_programme(Shock(("sakhalin-2",), 1.0, cut_weeks, 20.0), Policy(sharing_fraction=sharing_fraction))
    solve_anew(programme)
    times_ms = []
    for _ in range(SOLVES):
        began_s = time.process_time()
        solve_anew(programme)
        times_ms.append(1000.0 * (time.process_time() - began_s))
    return programme.demand_kton.shape[1], times_ms


def measure() -> list[Row]:
    """Return the rows."""
    from jointex.region.policies.reading import shipped

    rows, n_bundles = [], len(shipped().bundles)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "flown"
        run_child(("-m", "jointex", "run", "sea-of-japan", "--out", str(folder), "--runs", "100"))
        for n_futures in FUTURES:
            words = ("-m", "jointex", "weigh", str(folder), "--cases", str(n_futures), "--seed", str(n_futures))
            took = run_child(words)
            what, note = f"{n_bundles * n_futures:,} cases", "from the run folder to the page, one process"
            rows.append(row(what, "s", took.wall_s, at_most=600 if n_futures == 2_000 else None, note=note))
            rows.append(row(f"{what}, processor time", "s", took.cpu_s, note="whatever else the machine does"))
            rows.append(row(f"{what}, peak memory", "MB", took.peak_mb, note="of the child process"))
    for cut_weeks in CUT_WEEKS:
        for sharing, word in ((0.0, "firms alone"), (0.1, "firms share")):
            n_weeks, times_ms = solve_ms(cut_weeks, sharing)
            rows.append(row(f"programme of {n_weeks} weeks, {word}", "ms", times_ms, at_most=20, note="solved anew"))
    return rows


if __name__ == "__main__":
    answer(TITLE, measure)
