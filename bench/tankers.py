"""How fast is a tanker plan proven? Ten drawn exercises of each size, with real geometry and burn.

`python -m bench.tankers` asks all sizes, `python -m bench.tankers 8x2 20x3` some. Times are of the solver alone, with compiled
code warm; `demands` is the way from the scenario to the problem. Every plan is flown again by the checker.
"""

from __future__ import annotations

import sys
import time

from bench.measure import Row, answer, row
from jointex.bench.tankers import SEEDS, SIZES, demands
from jointex.planning.tankers.brackets import orders_of
from jointex.planning.tankers.checker import check
from jointex.planning.tankers.stages import solve

TITLE = "Tanker plans: ten exercises of each size, median, best and worst"
MOST_S = {(8, 2): 1.0, (12, 3): 2.0, (20, 3): 10.0, (40, 4): 20.0, (60, 6): 60.0}
"""Time in which nobody stranded, sorties and slack must be proven, by receivers and tankers [s]."""
MOST_GAP = {(8, 2): 0.0, (12, 3): 0.0, (20, 3): 1.0, (40, 4): 3.0, (60, 6): 7.0}
"""How far least fuel may be from its bound [% of it]."""


def rows_of(n_receivers: int, n_tankers: int) -> list[Row]:
    """Return the rows of one size."""
    size = (n_receivers, n_tankers)
    asked_s, proofs_s, fuels_s, gaps, explained_s = [], [], [], [], []
    proven = held = 0
    for seed in SEEDS:
        began_s = time.perf_counter()
        asked = demands(n_receivers, n_tankers, seed)
        asked_s.append(time.perf_counter() - began_s)
        began_s = time.perf_counter()
        solution = solve(asked.problem)
        took_s = time.perf_counter() - began_s
        if not solution.feasible:
            explained_s.append(took_s)
            continue
        proofs_s.append(took_s - solution.stages[-1].wall_s)
        fuels_s.append(solution.stages[-1].wall_s)
        gaps.append(100.0 * solution.stages[-1].gap)
        proven += all(stage.is_proven for stage in solution.stages[:-1])
        held += not check(asked.scenario, asked.weather, orders_of(asked, solution))
    name = f"{n_receivers} receivers, {n_tankers} tankers"
    found = [row(f"{name}: scenario to problem", "s", asked_s)]
    if proofs_s:
        note = f"{proven} of {len(proofs_s)} proven; {held} hold when flown again"
        found += [
            row(f"{name}: stranded, sorties, slack", "s", proofs_s, at_most=MOST_S[size], note=note),
            row(f"{name}: least fuel", "s", fuels_s),
            row(f"{name}: gap of least fuel", "%", gaps, at_most=MOST_GAP[size]),
        ]
    if explained_s:
        found.append(row(f"{name}: why there is no plan", "s", explained_s))
    return found


def measure(sizes: tuple[tuple[int, int], ...] = SIZES) -> list[Row]:
    """Return the rows of all sizes."""
    solve(demands(*SIZES[0], SEEDS[0]).problem)  # compiled code and the solver warm
    demands.cache_clear()
    return [one for size in sizes for one in rows_of(*size)]


if __name__ == "__main__":
    asked_for = [word for word in sys.argv[1:] if "x" in word and not word.startswith("-")]
    chosen = tuple((int(a), int(b)) for a, b in (word.split("x") for word in asked_for)) or SIZES
    answer(TITLE, lambda: measure(chosen), [word for word in sys.argv[1:] if word not in asked_for])
