"""Objectives one after the other: each is proven or given up before the next, and holds from then on.

Nobody stranded; then fewest tanker sorties; then most lateness slack; then least fuel. The same problem, limits and seed give
the same plan: the search runs in a fixed order and its limits count work, not seconds. Only where the wall limit cuts in
first does the machine decide, and then the notes say so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from jointex.planning.tankers.alone import look_alone
from jointex.planning.tankers.changes import Change
from jointex.planning.tankers.conflicts import Asking, explain
from jointex.planning.tankers.fuel import least_fuel
from jointex.planning.tankers.grid import on_grid
from jointex.planning.tankers.model import build
from jointex.planning.tankers.problem import Problem, Solution, Stage
from jointex.planning.tankers.reading import read_solution
from jointex.planning.tankers.search import SLACK, SORTIES, Limits, Progress, Search, minimise

STRANDED = "nobody stranded"
HURRIED = "The search was ended by the clock and not by its work: a faster machine may find a better plan."


def run_stages(search: Search) -> tuple[Stage, ...]:
    """Minimise tanker cost, maximise slack, minimise fuel, each held for the next.

    Parameters
    ----------
    search : Search
        Its `values` hold the best solution afterwards; none where there is no plan, or none was found.

    Returns
    -------
    tuple of Stage
        Empty where no plan was found; then `Search.is_cut` says whether one may exist.
    """
    model = search.model
    grid = model.grid
    if not _add_needs(search):
        return ()
    first = minimise(search, SORTIES, model.cost, grid.cost_unit, "sorties")
    if first is None:
        return ()
    model.program.add(model.cost <= round(first.value / grid.cost_unit))
    stranded = Stage(STRANDED, 0.0, 0.0, "flights", True, first.wall_s)
    second = minimise(search, SLACK, -model.slack, -grid.tick_s, "s")
    if second is None:
        return (stranded, first)
    third = least_fuel(search, round(first.value / grid.cost_unit), round(second.value / grid.tick_s))
    return (stranded, first, second) if third is None else (stranded, first, second, third)


def _add_needs(search: Search) -> bool:
    """Tell the model what each flight needs by itself; false where one is impossible."""
    model, most_slack = search.model, round(search.limits.most_slack_s / search.model.grid.tick_s)
    for flight in model.grid.flights:
        needs = look_alone(model.grid, flight, most_slack, search.seed)
        if not needs.is_possible:
            search.impossible = flight.id
            return False
        search.needs[flight.id] = needs
        legs = model.flights[flight.id].legs
        model.program.add(sum(one.onload for one in legs) >= needs.onload)
        model.program.add(sum(1 - one.skip for one in legs) >= needs.visits)
        model.program.add(model.slack <= needs.slack)
    return True


def solve(
    problem: Problem,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] | None = None,
    seed: int = 0,
    words: Mapping[str, str] | None = None,
    further: Iterable[Change] = (),
) -> Solution:
    """Return the tanker plan with its proof, or why there is none.

    Parameters
    ----------
    problem : Problem
    limits : Limits, optional
        By default enough for forty receivers and four tankers.
    progress : callable, optional
        Is told value and bound of each objective while it is worked on.
    seed : int, optional
        Of the search; another one may give another plan of the same worth.
    words : mapping of str to str, optional
        Sentences for demands by key, such as `time:LANCE`, where a clash is to be told in better words than ours.
    further : iterable of Change, optional
        Ways out that only the maker of the problem can offer, such as another divert.

    Returns
    -------
    Solution
        `feasible` false with a clash where the demands cannot hold together. Bad problems (a receiver nobody can serve,
        windows that contradict each other) end there too; nothing is raised.
    """
    limits = limits or Limits()
    grid = on_grid(problem)
    search = Search(build(grid, round(limits.most_slack_s / problem.tick_s)), limits, seed, time.monotonic(), progress)
    stages = run_stages(search)
    if stages:
        solution = read_solution(problem, search.model, search.values, stages)
        return replace(solution, notes=(HURRIED,)) if search.is_hurried else solution
    asking = Asking(seed, time.monotonic() + limits.explain_s)
    if search.is_cut:
        return Solution(False, notes=("No plan was found within the limits, and none was ruled out.",))
    clash, ways = explain(problem, asking, words, further, search.impossible)
    notes = ("Time ran out before the clash was as small as it can be.",) if not asking.is_smallest else ()
    return Solution(False, clash=clash, ways_out=ways, notes=notes)
