"""How fast is a tanker plan proven, and the want of one explained? Ten drawn exercises of each size, real geometry and burn.

`python -m bench.tankers` asks all sizes; `--sizes 8x2,12x3 --seeds 3` some, with fewer exercises of each. Times are of the solver
alone, with compiled code warm; `scenario to problem` is the way there. Every plan is flown again by the checker. Every search ends
at the time in which its size must be done.

Exercises that cannot be flown, as some drawn flight can be served by nobody, are passed over for the next number. Where there is
no plan although every flight could be served alone: the same exercises with one tanker fewer than they need, and with tankers that
may give four fifths of what is asked.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from bench.measure import Row, answer, row
from jointex.bench.tankers import SEEDS, SIZES, demands
from jointex.planning.tankers.brackets import orders_of
from jointex.planning.tankers.checker import check
from jointex.planning.tankers.problem import Problem, Solution
from jointex.planning.tankers.search import Limits
from jointex.planning.tankers.stages import solve

TITLE = "Tanker plans: ten exercises of each size, median, best and worst"
MOST_S = {(8, 2): 1.0, (12, 3): 2.0, (20, 3): 10.0, (40, 4): 20.0, (60, 6): 60.0}
"""Time in which nobody stranded, sorties and slack must be proven, by receivers and tankers [s]."""
MOST_GAP = {(8, 2): 0.0, (12, 3): 0.0, (20, 3): 1.0, (40, 4): 3.0, (60, 6): 7.0}
"""How far least fuel may be from its bound [% of the value]."""
LIMIT_S = {(8, 2): 60.0, (12, 3): 60.0, (20, 3): 60.0, (40, 4): 120.0, (60, 6): 120.0}
"""Time after which a search for a plan ends [s]."""
EXPLAIN_S = {(20, 3): 10.0, (60, 6): 30.0}
"""Time in which the want of a plan must be explained [s]; other sizes are not asked."""
SHARE = 0.8
"""What tankers may give of all that is asked, where that is too little."""
MOST_TRIES = 3
"""Exercises drawn for one that can be flown, before a size is given up."""
Size = tuple[int, int]


def timed(problem: Problem, limits: Limits) -> tuple[Solution, float]:
    """Return the solution and how long it took [s]."""
    began_s = time.perf_counter()
    return solve(problem, limits), time.perf_counter() - began_s


def rows_of(size: Size, seeds: Sequence[int]) -> list[Row]:
    """Return the rows of one size."""
    asked_s, proofs_s, fuels_s, fewer_s, less_s = [], [], [], [], []
    gaps: list[float] = []
    proven = held = best = 0
    for seed in range(seeds[0], seeds[0] + MOST_TRIES * len(seeds)):
        if len(gaps) == len(seeds):
            break
        began_s = time.perf_counter()
        asked = demands(*size, seed)
        asked_s.append(time.perf_counter() - began_s)
        solution, took_s = timed(asked.problem, Limits(wall_s=LIMIT_S[size]))
        if not solution.feasible or len(solution.stages) < 4:
            print(f"{size[0]}x{size[1]} number {seed}: no plan in {took_s:.0f} s", file=sys.stderr)
            if solution.clash is None:  # none found, and none ruled out: that counts
                gaps.append(100.0)
            continue
        fuel = solution.stages[-1]
        proofs_s.append(took_s - fuel.wall_s)
        fuels_s.append(fuel.wall_s)
        gaps.append(100.0 * fuel.gap)
        proven += all(stage.is_proven for stage in solution.stages[:-1])
        best += fuel.is_proven
        held += not check(asked.scenario, asked.weather, orders_of(asked, solution))
        if size in EXPLAIN_S:
            fewer_s += why_not_s(with_fewer(asked.problem, len(solution.duties) - 1))
            less_s += why_not_s(with_less(asked.problem))
        print(f"{size[0]}x{size[1]} number {seed}: {took_s:.1f} s, gap {fuel.gap:.2%}", file=sys.stderr)
    name = f"{size[0]} receivers, {size[1]} tankers"
    found = [row(f"{name}: scenario to problem", "s", asked_s)]
    if proofs_s:
        note = f"{proven} of {len(seeds)} proven; {held} hold when flown again"
        found += [
            row(f"{name}: stranded, sorties, slack", "s", proofs_s, at_most=MOST_S[size], note=note),
            row(f"{name}: least fuel", "s", fuels_s, note=f"{best} of {len(seeds)} proven"),
            row(
                f"{name}: gap of least fuel after {LIMIT_S[size]:.0f} s at the most", "%", gaps, at_most=MOST_GAP[size]
            ),
        ]
    for what, times_s in (("a tanker too few", fewer_s), ("too little to give", less_s)):
        if times_s:
            found.append(row(f"{name}: why there is no plan, {what}", "s", times_s, at_most=EXPLAIN_S[size]))
    return found


def why_not_s(problem: Problem) -> list[float]:
    """Return how long it takes to explain why there is no plan [s]; nothing where there is one, or no tanker at all."""
    if not problem.tankers:
        return []
    solution, took_s = timed(problem, Limits())
    return [] if solution.feasible else [took_s]


def with_fewer(problem: Problem, count: int) -> Problem:
    """Return the problem with only its first tankers; those serve every type."""
    return replace(problem, tankers=problem.tankers[:count])


def with_less(problem: Problem) -> Problem:
    """Return the problem with tankers that may give too little for all in all."""
    asked_kg = sum(one.count * one.drill_kg for one in problem.receivers)
    give_kg = SHARE * asked_kg / len(problem.tankers)
    return replace(problem, tankers=tuple(replace(one, most_give_kg=give_kg) for one in problem.tankers))


def measure(sizes: Sequence[Size] = SIZES, seeds: Sequence[int] = SEEDS) -> list[Row]:
    """Return the rows of some sizes."""
    solve(demands(*SIZES[0], SEEDS[0]).problem)  # compiled code and the solver warm
    demands.cache_clear()
    return [one for size in sizes for one in rows_of(size, seeds)]


def sizes_of(text: str) -> tuple[Size, ...]:
    """Return the sizes of a list such as `8x2,12x3`."""
    known = {f"{receivers}x{tankers}": (receivers, tankers) for receivers, tankers in SIZES}
    words = text.split(",")
    unknown = [word for word in words if word not in known]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such size: {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(known[word] for word in words)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=TITLE, add_help=False)
    parser.add_argument("--sizes", type=sizes_of, default=SIZES)
    parser.add_argument("--seeds", type=int, choices=range(1, len(SEEDS) + 1), default=len(SEEDS), metavar="COUNT")
    chosen, others = parser.parse_known_args()
    answer(TITLE, lambda: measure(chosen.sizes, SEEDS[: chosen.seeds]), others)
