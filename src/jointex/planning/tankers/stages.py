"""Objectives one after the other: each is proven or given up before the next, and holds from then on.

Nobody stranded; then fewest tanker sorties; then most lateness slack; then least fuel. The same problem, limits and seed give
the same plan: the search runs in a fixed order and its limits count work, not seconds. Only where the wall limit cuts in
first does the machine decide, and then the notes say so.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jointex.planning.tankers.alone import least_burnt, look_alone
from jointex.planning.tankers.changes import Change
from jointex.planning.tankers.conflicts import Asking, explain
from jointex.planning.tankers.grid import HECTOGRAMS, on_grid
from jointex.planning.tankers.model import Model, build
from jointex.planning.tankers.problem import Problem, Solution, Stage
from jointex.planning.tankers.reading import read_solution

SORTIES, SLACK, FUEL = "fewest tanker sorties", "most lateness slack", "least fuel"
STRANDED = "nobody stranded"


@dataclass(frozen=True)
class Limits:
    """How long to look, and how much slack is worth having.

    Attributes
    ----------
    work : mapping of str to float
        Work for each objective in the solver's own units, about a second each on one core; the plan depends on it.
    wall_s : float
        Seconds for all of it, after which the best plan so far is returned.
    most_slack_s : float
        Lateness beyond which more is worth nothing; it is bought with holding, and every flight buys it.
    explain_s : float
        Seconds to find out why there is no plan.
    """

    work: Mapping[str, float] = field(default_factory=lambda: {SORTIES: 60.0, SLACK: 60.0, FUEL: 20.0})
    wall_s: float = 300.0
    most_slack_s: float = 600.0
    explain_s: float = 30.0


@dataclass(frozen=True)
class Progress:
    """How far an objective is: value and bound in `unit`, seconds since the start."""

    objective: str
    value: float
    bound: float
    unit: str
    wall_s: float

    @property
    def gap(self) -> float:
        """Distance of value and bound over the value."""
        return abs(self.value - self.bound) / max(1e-9, abs(self.value))


@dataclass
class Search:
    """A search in hand: the model, what was found last, when to stop, and whom to tell."""

    model: Model
    limits: Limits
    seed: int
    started: float
    tell: Callable[[Progress], None] | None
    values: list[int] = field(default_factory=list)
    is_cut: bool = False
    impossible: str = ""
    """A flight that no tankers can serve, not even if all were free for it."""


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
    first = _stage(search, SORTIES, model.cost, grid.cost_unit, "sorties")
    if first is None:
        return ()
    model.program.add(model.cost <= round(first.value / grid.cost_unit))
    stranded = Stage(STRANDED, 0.0, 0.0, "flights", True, first.wall_s)
    second = _stage(search, SLACK, -model.slack, -grid.tick_s, "s")
    if second is None:
        return (stranded, first)
    slack = round(second.value / grid.tick_s)
    model.program.add(model.slack == slack)
    for flight in grid.flights:
        model.program.add(model.flights[flight.id].burnt >= least_burnt(grid, flight, slack, search.seed))
    third = _stage(search, FUEL, model.fuel, 1.0 / HECTOGRAMS, "kg")
    return (stranded, first, second) if third is None else (stranded, first, second, third)


def _add_needs(search: Search) -> bool:
    """Tell the model what each flight needs by itself; false where one is impossible."""
    model, most_slack = search.model, round(search.limits.most_slack_s / search.model.grid.tick_s)
    for flight in model.grid.flights:
        needs = look_alone(model.grid, flight, most_slack, search.seed)
        if not needs.is_possible:
            search.impossible = flight.id
            return False
        legs = model.flights[flight.id].legs
        model.program.add(sum(one.onload for one in legs) >= needs.onload)
        model.program.add(sum(1 - one.skip for one in legs) >= needs.visits)
        model.program.add(model.slack <= needs.slack)
    return True


def _stage(search: Search, objective: str, goal: Any, unit: float, named: str) -> Stage | None:
    """Minimise `goal`, whose units are worth `unit`; nothing if no solution was found."""
    from ortools.sat.python import cp_model

    begun = time.monotonic()
    left_s = search.limits.wall_s - (begun - search.started)
    if left_s <= 0.0:
        search.is_cut = True
        return None
    program = search.model.program
    program.minimize(goal)
    program.clear_hints()  # type: ignore[no-untyped-call]
    for at, value in enumerate(search.values):
        program.add_hint(program.get_int_var_from_proto_index(at), value)
    solver = cp_model.CpSolver()
    _set_up(solver, search, search.limits.work[objective], left_s)
    watch = _watch(search, objective, unit, named)
    status = solver.solve(program, watch)
    wall_s = time.monotonic() - begun
    search.is_cut = status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    search.values = list(solver.response_proto.solution)
    reached, bound = solver.objective_value * unit + 0.0, solver.best_objective_bound * unit + 0.0
    return Stage(objective, reached, bound, named, status == cp_model.OPTIMAL, wall_s)


def _set_up(solver: Any, search: Search, work: float, left_s: float) -> None:
    """A search that takes the same way every time."""
    parameters = solver.parameters
    parameters.random_seed = search.seed
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.max_deterministic_time = float(work)
    parameters.max_time_in_seconds = left_s


def _watch(search: Search, objective: str, unit: float, named: str) -> Any:
    """A callback that tells value and bound at every better solution."""
    from ortools.sat.python import cp_model

    class Watch(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if search.tell is None:
                return
            value, bound = self.objective_value * unit, self.best_objective_bound * unit
            search.tell(Progress(objective, value, bound, named, time.monotonic() - search.started))

    return Watch()


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
        return read_solution(problem, search.model, search.values, stages)
    asking = Asking(seed, time.monotonic() + limits.explain_s)
    if search.is_cut:
        return Solution(False, notes=("No plan was found within the limits, and none was ruled out.",))
    clash, ways = explain(problem, asking, words, further, search.impossible)
    notes = ("Time ran out before the clash was as small as it can be.",) if asking.open_questions else ()
    return Solution(False, clash=clash, ways_out=ways, notes=notes)
