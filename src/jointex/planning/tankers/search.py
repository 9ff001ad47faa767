"""One objective of one model, searched for in a way that is the same every time."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from jointex.planning.tankers.alone import Alone
from jointex.planning.tankers.problem import Stage
from jointex.planning.tankers.variables import Model

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SORTIES, SLACK, FUEL = "fewest tanker sorties", "most lateness slack", "least fuel"
IMPROVING = 0.4
"""Work on better plans beside the proof, as a share of its work; the clock runs as long for both."""
TELL_EVERY_S = 2.0
"""Time after which value and bound are told again though neither has moved [s]."""


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

    work: Mapping[str, float] = field(default_factory=lambda: {SORTIES: 60.0, SLACK: 60.0, FUEL: 40.0})
    wall_s: float = 300.0
    most_slack_s: float = 600.0
    explain_s: float = 25.0


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
    needs: dict[str, Alone] = field(default_factory=dict)
    """What each flight needs by itself."""
    is_cut: bool = False
    impossible: str = ""
    """A flight that no tankers can serve, not even if all were free for it."""
    is_hurried: bool = False
    """Whether the clock ended a search before its work was done: then another machine may find another plan."""


@dataclass
class Watched:
    """Best value and bound of the searches for one objective, told whenever one of them moves and now and then between.

    Attributes
    ----------
    search : Search
    objective : str
        `SORTIES`, `SLACK` or `FUEL`.
    unit : float
        What one of the solver's units is worth.
    named : str
        Name of that unit's unit.
    """

    search: Search
    objective: str
    unit: float
    named: str
    value: float | None = None
    bound: float | None = None
    is_part: bool = False
    """Whether only some of the plans are searched, so that bounds say nothing about the others."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    begun_s: float = field(default_factory=time.monotonic)

    def __enter__(self) -> Self:
        if self.search.tell is not None:
            threading.Thread(target=self._remind, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()

    def reach(self, value: float | None, bound: float | None) -> None:
        """Take note of a value, a bound or both, in the solver's units, which are minimised."""
        with self.lock:
            if value is not None:
                self.value = value if self.value is None else min(self.value, value)
            if bound is not None and not self.is_part:
                self.bound = bound if self.bound is None else max(self.bound, bound)
            self._tell()

    def stage(self, value: float, bound: float) -> Stage:
        """Return the objective with its value and bound, in the solver's units."""
        # adding zero turns a minus zero into a zero
        return Stage(
            self.objective,
            value * self.unit + 0.0,
            min(value, bound) * self.unit + 0.0,
            self.named,
            value <= bound,
            time.monotonic() - self.begun_s,
        )

    def _tell(self) -> None:
        if self.search.tell is None or self.over.is_set() or self.value is None or self.bound is None:
            return
        now_s = time.monotonic() - self.search.started
        self.search.tell(Progress(self.objective, self.value * self.unit, self.bound * self.unit, self.named, now_s))

    def _remind(self) -> None:
        """Tell how far it is while nothing moves."""
        while not self.over.wait(TELL_EVERY_S):
            with self.lock:
                self._tell()


@dataclass(frozen=True)
class Found:
    """What searches for one objective came to, in the solver's units: no value where they found no solution."""

    value: float | None
    bound: float
    is_proven: bool


def minimise(search: Search, objective: str, goal: Any, unit: float, named: str) -> Stage | None:
    """Minimise one goal of the model, from the best solution known and on to a better one.

    Parameters
    ----------
    search : Search
        Its `values` are replaced by the solution found.
    objective : str
        `SORTIES`, `SLACK` or `FUEL`.
    goal : linear expression
        Of the model.
    unit : float
        What one of its units is worth.
    named : str
        Name of that unit's unit.

    Returns
    -------
    Stage or None
        Nothing where no solution was found.
    """
    with Watched(search, objective, unit, named) as watched:
        found = seek(watched, search.model.program, goal, search.limits.work[objective])
    search.is_cut = not found.is_proven
    return None if found.value is None else watched.stage(found.value, found.bound)


def seek(watched: Watched, program: cp_model.CpModel, goal: Any, work: float, *, does_mend: bool = False) -> Found:
    """Look for a better solution of a programme than the one known.

    Parameters
    ----------
    watched : Watched
        Its search has the solution known, of this programme or of one with the same variables, and gets the one found.
    program : CpModel
    goal : linear expression
        Of it, to be minimised.
    work : float
        In the solver's own units.
    does_mend : bool
        Whether a second search mends plans beside the one that proves.

    Returns
    -------
    Found
    """
    from ortools.sat.python import cp_model

    search, begun = watched.search, time.monotonic()
    left_s = search.limits.wall_s - (begun - search.started)
    if left_s <= 0.0:
        search.is_hurried = True
        return Found(None, -math.inf, False)
    program.minimize(goal)
    program.clear_hints()  # type: ignore[no-untyped-call]
    for at, known in enumerate(search.values):
        program.add_hint(program.get_int_var_from_proto_index(at), known)
    solvers = [_solver(search, work, left_s, watched)]
    if does_mend:
        solvers.append(_improver(search, work * IMPROVING, left_s, watched))
    proof, *others = _run(solvers, program, watched)
    wanted = solvers[:1] if proof == cp_model.OPTIMAL else solvers
    solved = [
        one
        for one, status in zip(wanted, (proof, *others), strict=False)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    ]
    is_proven = proof in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    search.is_hurried = search.is_hurried or (not is_proven and time.monotonic() - begun >= left_s)
    if not solved:
        return Found(None, math.inf if is_proven else -math.inf, is_proven)
    best = min(solved, key=lambda one: float(one.objective_value))
    search.values = list(best.response_proto.solution)
    return Found(best.objective_value, max(one.best_objective_bound for one in solved), is_proven)


def _run(solvers: list[cp_model.CpSolver], program: cp_model.CpModel, watched: Watched) -> list[Any]:
    """Run the first solver, and the others beside it; a proof ends them all.

    What the others find counts only where the proof fails, and then they have run to the end of their work: so no plan depends
    on who was faster.
    """
    from ortools.sat.python import cp_model

    statuses: list[Any] = [cp_model.UNKNOWN] * len(solvers)

    def beside(at: int) -> None:
        statuses[at] = solvers[at].solve(programs[at], _callback(watched))

    programs = [program, *(program.clone() for _ in solvers[1:])]
    threads = [threading.Thread(target=beside, args=(at,), daemon=True) for at in range(1, len(solvers))]
    for thread in threads:
        thread.start()
    beside(0)
    is_done = statuses[0] in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    for thread, solver in zip(threads, solvers[1:], strict=True):
        while is_done and thread.is_alive():
            solver.stop_search()
            thread.join(0.05)
        thread.join()
    return statuses


def _solver(search: Search, work: float, left_s: float, watched: Watched) -> cp_model.CpSolver:
    """A search that takes the same way every time."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = search.seed
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.max_deterministic_time = float(work)
    parameters.max_time_in_seconds = left_s
    solver.best_bound_callback = lambda bound: watched.reach(None, bound)
    return solver


def _improver(search: Search, work: float, left_s: float, watched: Watched) -> cp_model.CpSolver:
    """A search that takes plans apart and mends them, in turns on one core."""
    solver = _solver(search, work, left_s, watched)
    solver.parameters.interleave_search = True
    return solver


def _callback(watched: Watched) -> cp_model.CpSolverSolutionCallback:
    """Tells value and bound at every better solution."""
    from ortools.sat.python import cp_model

    class Callback(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            watched.reach(self.objective_value, self.best_objective_bound)

    return Callback()
