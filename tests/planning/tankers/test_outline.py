"""The outline of a tanker problem: its bound of least fuel is one, and what it takes for ways to serve a flight are all."""

from __future__ import annotations

from itertools import pairwise
from types import ModuleType

import pytest

from jointex.planning.tankers.alone import least_burnt, look_alone
from jointex.planning.tankers.grid import HECTOGRAMS, Grid, on_grid
from jointex.planning.tankers.outline import Needs, Outline, draw_outline
from jointex.planning.tankers.problem import Problem, Solution
from jointex.planning.tankers.search import FUEL, SLACK, SORTIES, Limits, Progress
from jointex.planning.tankers.servings import servings
from jointex.planning.tankers.stages import solve

MOST_SLACK_S = 600.0


def needs_of(grid: Grid, slack: int) -> dict[str, Needs]:
    needs = {}
    for flight in grid.flights:
        alone = look_alone(grid, flight, round(MOST_SLACK_S / grid.tick_s), 0)
        needs[flight.id] = Needs(least_burnt(grid, flight, slack, 0), alone.onload, alone.visits)
    return needs


def outline_of(problem: Problem, solution: Solution) -> tuple[Outline | None, int]:
    """The outline with the sorties and the slack of a solution, and what flights burn by themselves [hg]."""
    grid = on_grid(problem)
    cost, slack_s = (stage.value for stage in solution.stages[1:3])
    slack = round(slack_s / grid.tick_s)
    needs = needs_of(grid, slack)
    ways = {one.id: tuple(servings(grid, one, slack)) for one in grid.flights}
    outline = draw_outline(grid, ways, needs, round(cost / grid.cost_unit), slack, 200, 60.0)
    return outline, sum(one.count * needs[one.id].burnt.fuel for one in grid.flights)


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_burns_less_than_the_outline(made_tankers: ModuleType, seed: int) -> None:
    problem = made_tankers.draw_problem(8, 2, seed)
    solution = solve(problem)
    assert solution.stages[-1].is_proven
    least = round(solution.stages[-1].value * HECTOGRAMS)
    outline, alone = outline_of(problem, solution)
    assert outline is not None
    assert outline.bound <= least
    # nearer to the plan than what flights burn by themselves
    assert least - outline.bound < 0.75 * (least - alone)
    assert len(outline.tracks) == round(solution.stages[1].value)


@pytest.mark.parametrize("seed", range(4))
def test_every_visit_of_a_plan_is_a_way_of_serving(made_tankers: ModuleType, seed: int) -> None:
    problem = made_tankers.draw_problem(8, 2, seed)
    solution = solve(problem)
    grid = on_grid(problem)
    slack_s = solution.stages[2].value
    ways = [way for one in grid.flights for way in servings(grid, one, round(slack_s / grid.tick_s))]
    assert solution.visits
    for visit in solution.visits:
        kept_s = max(other.leave_s for other in solution.visits if other.tanker == visit.tanker) + slack_s
        there = [
            way
            for way in ways
            if (way.flight, way.leg, way.track, way.tanker) == (visit.flight, visit.leg, visit.track, visit.tanker)
        ]
        assert any(visit.arrive_s <= way.begun * grid.tick_s and way.kept * grid.tick_s <= kept_s for way in there)


def test_least_fuel_is_the_same_with_an_outline_as_without(made_tankers: ModuleType) -> None:
    problem = made_tankers.draw_problem(12, 3, 1)
    alone = solve(problem, Limits(work={SORTIES: 60.0, SLACK: 60.0, FUEL: 400.0}))
    told: list[Progress] = []
    outlined = solve(problem, Limits(work={SORTIES: 60.0, SLACK: 60.0, FUEL: 0.5}), told.append)
    assert alone.stages[-1].is_proven
    assert outlined.stages[-1].bound <= alone.stages[-1].value <= outlined.stages[-1].value
    bounds = [one.bound for one in told if one.objective == FUEL]
    assert bounds == sorted(bounds)


def test_value_and_bound_are_told_while_nothing_moves(
    made_tankers: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jointex.planning.tankers.search.TELL_EVERY_S", 0.01)
    told: list[Progress] = []
    solve(made_tankers.draw_problem(12, 3, 2), progress=told.append)
    assert any(one.value == two.value and one.bound == two.bound for one, two in pairwise(told))
