"""Each flight by itself, with every tanker free for it: what it needs at the least, and whether it can be served at all.

What a flight needs alone it needs among others. As cuts these figures tell the joint model what it would otherwise find out
slowly, and a demand that is impossible alone is found before there is a joint model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from jointex.planning.tankers.grid import Grid, GridFlight, GridLeg, GridTanker
from jointex.planning.tankers.model import build
from jointex.planning.tankers.variables import Model

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_LEGS = 4
"""Legs with tankers up to which every choice of them is looked at: sixteen sets."""
WORK = 0.5
"""Work spent on one figure of one flight, in the solver's own units; then its bound is used."""


@dataclass(frozen=True)
class Alone:
    """What one flight needs by itself.

    Attributes
    ----------
    is_possible : bool
        False where it is proven that no tankers can serve it.
    slack : int
        Most slack it can have [ticks].
    onload : int
        Least it takes on board [steps for one aircraft].
    visits : int
        Fewest legs with a tanker.
    """

    is_possible: bool
    slack: int = 0
    onload: int = 0
    visits: int = 0


def look_alone(grid: Grid, flight: GridFlight, most_slack: int, seed: int) -> Alone:
    """Return what the flight needs by itself.

    Parameters
    ----------
    grid : Grid
    flight : GridFlight
        One of it.
    most_slack : int
        Ticks of lateness worth having.
    seed : int

    Returns
    -------
    Alone
        Bounds that hold among others too.
    """
    from ortools.sat.python import cp_model

    model = _model(grid, flight, most_slack)
    legs = model.flights[flight.id].legs
    onload = sum((one.onload for one in legs), 0)
    visits = sum((1 - one.skip for one in legs), 0)
    status, least = _bound(model, onload, seed)
    if status == cp_model.INFEASIBLE:
        return Alone(False)
    if least <= 0:
        return Alone(True, most_slack, 0, 0)
    return Alone(True, -_bound(model, -model.slack, seed)[1], least, _bound(model, visits, seed)[1])


@dataclass(frozen=True)
class LeastBurnt:
    """The least a flight burns by itself, in hectograms for one aircraft.

    Attributes
    ----------
    fuel : int
        Wherever it visits tankers.
    by_legs : mapping of frozenset of int to int
        By the legs on which it visits a tanker; sets of legs with which it cannot fly its way are left out. Empty where nothing
        is told apart.
    """

    fuel: int
    by_legs: Mapping[frozenset[int], int]


def least_burnt(grid: Grid, flight: GridFlight, slack: int, seed: int) -> LeastBurnt:
    """Return the least a flight burns by itself with so much slack.

    Parameters
    ----------
    grid : Grid
    flight : GridFlight
        One of it.
    slack : int
        Ticks by which every contact may be late.
    seed : int

    Returns
    -------
    LeastBurnt
        With more than `MOST_LEGS` legs to choose from nothing is told apart.
    """
    from ortools.sat.python import cp_model

    chosen = [at for at, leg in enumerate(flight.legs) if leg.candidates]
    least = max(0, _least_on(grid, flight, slack, seed, None)[1])
    if len(chosen) > MOST_LEGS:
        return LeastBurnt(least, {})
    found = {}
    for legs in chain.from_iterable(combinations(chosen, count) for count in range(len(chosen) + 1)):
        status, bound = _least_on(grid, flight, slack, seed, legs)
        if status != cp_model.INFEASIBLE:
            found[frozenset(legs)] = max(least, bound)
    return LeastBurnt(max(least, min(found.values(), default=0)), found)


def _least_on(grid: Grid, flight: GridFlight, slack: int, seed: int, legs: tuple[int, ...] | None) -> tuple[Any, int]:
    """Status, and a bound of what a flight burns that visits tankers on these legs, or on whichever it likes."""
    model = _model(grid, flight, slack)
    model.program.add(model.slack == slack)
    if legs is not None:
        for at, one in enumerate(model.flights[flight.id].legs):
            model.program.add(one.skip == (0 if at in legs else 1))
    return _bound(model, model.flights[flight.id].burnt, seed)


def _model(grid: Grid, flight: GridFlight, most_slack: int) -> Model:
    """The flight with one tanker of each kind: alike ones are as good as each other to a single flight on a single leg."""
    kept: dict[str, list[GridTanker]] = {}
    n_legs = sum(bool(leg.candidates) for leg in flight.legs)
    for tanker in grid.tankers:
        kept.setdefault(tanker.alike or tanker.id, []).append(tanker)
    tankers = tuple(one for group in kept.values() for one in group[:n_legs])
    names = {one.id for one in tankers}
    alone = replace(flight, legs=tuple(_served_by(leg, names) for leg in flight.legs))
    return build(replace(grid, flights=(alone,), tankers=tankers), most_slack)


def _served_by(leg: GridLeg, tankers: set[str]) -> GridLeg:
    candidates = tuple(
        replace(one, services=tuple(s for s in one.services if s.tanker in tankers)) for one in leg.candidates
    )
    return replace(leg, candidates=tuple(one for one in candidates if one.services))


def _bound(model: Model, goal: Any, seed: int) -> tuple[Any, int]:
    """Status, and the bound that is proven for the goal."""
    from ortools.sat.python import cp_model

    program: cp_model.CpModel = model.program
    program.minimize(goal)
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.max_deterministic_time = WORK
    status = solver.solve(program)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        return status, round(solver.best_objective_bound)
    return status, 0
