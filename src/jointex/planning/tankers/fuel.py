"""Least fuel, the objective whose bound the full model is slow to find: an outline of the problem gives one, and a plan to mend."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from jointex.planning.tankers.alone import LeastBurnt, least_burnt
from jointex.planning.tankers.grid import HECTOGRAMS
from jointex.planning.tankers.outline import Needs, Outline, draw_outline
from jointex.planning.tankers.problem import Stage
from jointex.planning.tankers.search import FUEL, Search, Watched, seek
from jointex.planning.tankers.servings import servings
from jointex.planning.tankers.variables import Model

SHARES = (0.03, 0.27, 0.7)
"""Of the work for least fuel: before there is an outline, on the tracks it proposes, and on all plans after that."""
NODES = 200
"""Of the search for an outline."""


def least_fuel(search: Search, cost: int, slack: int) -> Stage | None:
    """Minimise what everybody burns, with sorties and slack as they were found.

    Parameters
    ----------
    search : Search
        Its `values` are replaced by the solution found.
    cost : int
        Of the tanker sorties, in units of the grid.
    slack : int
        Ticks.

    Returns
    -------
    Stage or None
        Nothing where no solution was found.
    """
    model, grid, work = search.model, search.model.grid, search.limits.work[FUEL]
    model.program.add(model.slack == slack)
    least = {one.id: least_burnt(grid, one, slack, search.seed) for one in grid.flights}
    for name, alone in least.items():
        _add_least(search.model, name, alone)
    value: float | None = None
    with Watched(search, FUEL, 1.0 / HECTOGRAMS, "kg") as watched:
        found = seek(watched, model.program, model.fuel, SHARES[0] * work)
        value, bound = found.value, found.bound
        if not found.is_proven:
            outline = _outline(search, least, cost, slack)
            if outline is not None:
                bound = max(bound, outline.bound)
                watched.reach(None, bound)
                model.program.add(model.fuel >= outline.bound)
                value = _lower(value, _mended(watched, outline, SHARES[1] * work))
            if value is None or value > bound:
                found = seek(watched, model.program, model.fuel, SHARES[2] * work, does_mend=bool(search.values))
                value, bound = _lower(value, found.value), max(bound, found.bound)
    return None if value is None else watched.stage(value, bound)


def _add_least(model: Model, name: str, alone: LeastBurnt) -> None:
    """Tell the model with which sets of legs a flight can be served, and what it burns then at the least."""
    flight, by_legs = model.flights[name], alone.by_legs
    model.program.add(flight.burnt >= alone.fuel)
    if not by_legs:
        return
    sets = {legs: model.program.new_bool_var("") for legs in by_legs}
    model.program.add_exactly_one(sets.values())
    model.program.add(flight.burnt >= sum(burnt * sets[legs] for legs, burnt in by_legs.items()))
    for at, one in enumerate(flight.legs):
        model.program.add(sum(sets[legs] for legs in by_legs if at in legs) == 1 - one.skip)


def _lower(one: float | None, other: float | None) -> float | None:
    """The lower of two values that may be missing."""
    return min((value for value in (one, other) if value is not None), default=None)


def _outline(search: Search, least: Mapping[str, LeastBurnt], cost: int, slack: int) -> Outline | None:
    """The outline of the problem, or nothing where there is no time for it."""
    grid = search.model.grid
    left_s = search.limits.wall_s - (time.monotonic() - search.started)
    if left_s <= 0.0:
        return None
    ways = {one.id: tuple(servings(grid, one, slack)) for one in grid.flights}
    needs = {name: Needs(alone, search.needs[name].onload, search.needs[name].visits) for name, alone in least.items()}
    outline = draw_outline(grid, ways, needs, cost, slack, NODES, left_s)
    search.is_hurried = search.is_hurried or (outline is not None and outline.is_hurried)
    return outline


def _mended(watched: Watched, outline: Outline, work: float) -> float | None:
    """Fuel of the best plan on the tracks that the outline proposes; nothing where none is found."""
    search = watched.search
    part = search.model.program.clone()
    groups: dict[str, list[str]] = defaultdict(list)
    for tanker in search.model.grid.tankers:
        groups[tanker.alike or tanker.id].append(tanker.id)
    for names in groups.values():
        literals: dict[str, list[Any]] = defaultdict(list)
        for name in names:
            for track, literal in search.model.tankers[name].tracks.items():
                literals[track].append(part.get_bool_var_from_proto_index(literal.index))
        for track, members in literals.items():
            # which of alike tankers flies there is left to their order
            part.add(sum(members) == sum(outline.tracks.get(name) == track for name in names))
    watched.is_part = True
    found = seek(watched, part, search.model.fuel, work, does_mend=True)
    watched.is_part = False
    return found.value
