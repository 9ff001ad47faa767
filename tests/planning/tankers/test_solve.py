"""Tanker plans of drawn problems: what must hold in every one of them."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import pytest

from jointex.planning.tankers.problem import Problem, Solution
from jointex.planning.tankers.search import FUEL, SLACK, SORTIES, Limits, Progress
from jointex.planning.tankers.stages import solve


@pytest.fixture(scope="module")
def solved(made_tankers: ModuleType) -> list[tuple[Problem, Solution]]:
    problems = [made_tankers.draw_problem(8, 2, seed) for seed in range(3)]
    return [(problem, solve(problem)) for problem in problems]


def test_every_objective_is_proven_at_eight_receivers(solved: list[tuple[Problem, Solution]]) -> None:
    for _, solution in solved:
        assert solution.feasible
        assert [stage.objective for stage in solution.stages[1:]] == [SORTIES, SLACK, FUEL]
        assert all(stage.is_proven and stage.gap == 0.0 for stage in solution.stages)


def test_the_same_problem_and_seed_give_the_same_plan(solved: list[tuple[Problem, Solution]]) -> None:
    problem, first = solved[0]
    again = solve(problem)
    assert again.visits == first.visits
    assert again.duties == first.duties


def test_tankers_give_what_receivers_take_and_land_with_their_reserve(solved: list[tuple[Problem, Solution]]) -> None:
    for problem, solution in solved:
        counts = {one.id: one.count for one in problem.receivers}
        tankers = {one.id: one for one in problem.tankers}
        taken_kg = sum(counts[visit.flight] * visit.onload_kg for visit in solution.visits)
        assert sum(duty.give_kg for duty in solution.duties) == pytest.approx(taken_kg)
        assert all(duty.landing_kg >= tankers[duty.tanker].reserve_kg for duty in solution.duties)


def test_who_needs_no_fuel_needs_no_tanker(made_tankers: ModuleType) -> None:
    problem = made_tankers.draw_problem(8, 2, 1)
    full = [replace(one, takeoff_kg=30_000.0, most_kg=30_000.0) for one in problem.receivers]
    solution = solve(replace(problem, receivers=tuple(full)))
    assert solution.feasible
    assert solution.visits == ()
    assert solution.duties == ()
    assert solution.stages[1].value == 0.0
    assert solution.stages[1].is_proven


def test_a_problem_without_receivers_has_an_empty_plan(made_tankers: ModuleType) -> None:
    solution = solve(replace(made_tankers.draw_problem(8, 2, 1), receivers=()))
    assert solution.feasible
    assert solution.duties == ()


def test_value_and_bound_are_told_while_they_close_in(made_tankers: ModuleType) -> None:
    told: list[Progress] = []
    solution = solve(made_tankers.draw_problem(12, 3, 2), progress=told.append)
    assert {one.objective for one in told} == {SORTIES, SLACK, FUEL}
    fuel = [one for one in told if one.objective == FUEL]
    assert [one.value for one in fuel] == sorted((one.value for one in fuel), reverse=True)
    assert [one.bound for one in fuel] == sorted(one.bound for one in fuel)
    assert fuel[-1].value == pytest.approx(solution.stages[-1].value)


@pytest.mark.slow
def test_a_plan_that_could_not_be_proven_is_the_same_every_time(made_tankers: ModuleType) -> None:
    problem = made_tankers.draw_problem(20, 3, 0)
    limits = Limits(work={SORTIES: 60.0, SLACK: 60.0, FUEL: 0.1})
    first, again = solve(problem, limits), solve(problem, limits)
    assert not first.stages[-1].is_proven
    assert first.stages[-1].gap > 0.0
    assert again.visits == first.visits
    assert [(one.value, one.bound) for one in again.stages] == [(one.value, one.bound) for one in first.stages]
