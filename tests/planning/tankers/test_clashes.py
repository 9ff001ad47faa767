"""What is said of tanker problems that have no plan."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from jointex.bench import tankers as bench
from jointex.planning.tankers.changes import demands, without
from jointex.planning.tankers.conflicts import Asking, more_than_all_give, smallest
from jointex.planning.tankers.contact_times import contacts_s
from jointex.planning.tankers.problem import Problem, Receiver, Service, Solution
from jointex.planning.tankers.search import Limits
from jointex.planning.tankers.stages import solve

PATIENT = Limits(explain_s=900.0)
"""What is claimed must not depend on the machine."""


@pytest.fixture(scope="module")
def possible(made_tankers: ModuleType) -> Problem:
    problem: Problem = made_tankers.draw_problem(8, 2, 1)
    return problem


def changed(problem: Problem, at: int, **values: Any) -> Problem:
    receivers = list(problem.receivers)
    receivers[at] = replace(receivers[at], **values)
    return replace(problem, receivers=tuple(receivers))


def with_candidates(receiver: Receiver, **values: Any) -> tuple[Any, ...]:
    return tuple(
        replace(leg, candidates=tuple(replace(one, **values) for one in leg.candidates)) for leg in receiver.legs
    )


def keys(solution: Solution) -> set[str]:
    assert not solution.feasible
    assert solution.clash is not None
    assert len(solution.clash.keys) == len(solution.clash.demands)
    return set(solution.clash.keys)


def test_a_clash_names_a_receiver_no_tanker_can_serve(possible: Problem) -> None:
    one = possible.receivers[0]
    solution = solve(changed(possible, 0, legs=with_candidates(one, services={})))
    assert f"serve:{one.id}" in keys(solution)
    assert any(way.text == f"cancel {one.id}" for way in solution.ways_out)


def test_a_clash_names_closed_diverts(possible: Problem) -> None:
    one = possible.receivers[0]
    solution = solve(changed(possible, 0, legs=with_candidates(one, divert_kg=math.inf)))
    assert {f"serve:{one.id}", f"abort:{one.id}"} <= keys(solution)


def test_a_clash_names_windows_that_contradict_each_other(possible: Problem) -> None:
    one = possible.receivers[0]
    fixes = tuple(replace(fix, earliest_s=20000.0, latest_s=10000.0) for fix in one.fixes)
    solution = solve(changed(possible, 0, fixes=fixes))
    assert keys(solution) == {f"serve:{one.id}", f"time:{one.id}"}


def test_a_clash_names_a_chain_that_cannot_be_flown_in_time_and_how_much_later_would_do(possible: Problem) -> None:
    one = possible.receivers[0]
    target = one.fixes[1]
    earliest_s = one.legs[0].direct_s - 600.0
    fixes = (replace(one.fixes[0], earliest_s=0.0), replace(target, earliest_s=0.0, latest_s=earliest_s), one.fixes[2])
    solution = solve(changed(possible, 0, fixes=fixes))
    assert {f"serve:{one.id}", f"time:{one.id}"} <= keys(solution)


def test_nothing_of_a_clash_can_be_left_out(possible: Problem) -> None:
    dry = replace(possible, tankers=tuple(replace(one, takeoff_kg=36000.0) for one in possible.tankers))
    clash = keys(solve(dry, PATIENT))
    rest = frozenset(demands(dry)) - clash
    asking = Asking(0, math.inf)
    assert asking.is_possible(without(dry, rest)) is False
    for key in sorted(clash):
        assert asking.is_possible(without(dry, rest | {key})), key


def test_a_way_out_is_one(possible: Problem) -> None:
    short = replace(possible, tankers=tuple(replace(one, takeoff_kg=36000.0) for one in possible.tankers))
    solution = solve(short, PATIENT)
    assert solution.ways_out
    prices = [way.price for way in solution.ways_out]
    assert prices == sorted(prices)
    cancelled = [way.text.removeprefix("cancel ") for way in solution.ways_out if way.kind == "cancel"]
    for name in cancelled:
        assert Asking(0, math.inf).is_possible(without(short, frozenset((f"serve:{name}",))))


@pytest.mark.parametrize("culprits", [{1}, {0, 7}, {2, 3, 11}, {4, 5, 8, 9}])
def test_smallest_finds_the_culprits(culprits: set[int]) -> None:
    found = smallest([str(number) for number in range(12)], lambda kept: not culprits <= {int(one) for one in kept})
    assert {int(one) for one in found} == culprits


def test_a_queue_that_is_too_long_for_the_hours_clashes_over_stations_and_says_how_long_it_takes(
    made_tankers: ModuleType,
) -> None:
    problem: Problem = made_tankers.draw_problem(8, 2, 1)
    one = problem.receivers[0]
    fixes = tuple(replace(fix, earliest_s=0.0, latest_s=4e4) for fix in one.fixes)
    target = next(leg.candidates[0] for leg in one.legs if leg.candidates)
    hours = {"earliest_s": target.in_s + 7200.0, "latest_s": target.in_s + 7200.0 + 1800.0}
    many = replace(one, count=24, fixes=fixes, legs=with_candidates(one, **hours))
    solution = solve(replace(problem, receivers=(many,)), PATIENT)
    told = [
        text
        for key, text in zip(solution.clash.keys, solution.clash.demands, strict=True)
        if key.startswith("stations:")
    ]
    assert told
    for text in told:
        figures = re.search(r"24 contacts of \S+ with \S+ take (\d+) min at least, and \S+ leaves (\d+) min", text)
        assert figures is not None, text
        assert int(figures[1]) > int(figures[2])


def test_contacts_take_turns_at_what_the_stations_take_at_once(possible: Problem) -> None:
    tanker = possible.tankers[0]
    one = replace(possible.receivers[0], count=5)
    leg = next(number for number, leg in enumerate(one.legs) if leg.candidates)
    service = Service("boom", 2, 10.0, 100.0)
    candidate = replace(one.legs[leg].candidates[0], services={tanker.id: (service,)})
    free = replace(tanker, stations={"boom": 2})
    # three turns of 100 s and of 300 kg at 10 kg/s
    assert contacts_s(free, (one, leg, candidate), 300.0) == 3 * (100.0 + 30.0)
    assert contacts_s(replace(tanker, stations={"boom": 1}), (one, leg, candidate), 300.0) == 5 * (100.0 + 30.0)


def test_drills_that_ask_for_more_than_all_tankers_give_are_named_with_the_tankers() -> None:
    drawn = bench.demands(12, 3, bench.SEEDS[0]).problem
    counts = {one.id: one.count * one.drill_kg for one in drawn.receivers}
    give_kg = 0.8 * sum(counts.values())
    problem = replace(
        drawn, tankers=tuple(replace(one, most_give_kg=give_kg / len(drawn.tankers)) for one in drawn.tankers)
    )
    keys = more_than_all_give(problem)
    asking_kg = [counts[key.partition(":")[2]] for key in keys if key.startswith("ask:")]
    assert sum(asking_kg) > give_kg >= sum(asking_kg) - min(asking_kg)
    assert sorted(key for key in keys if key.startswith("give:")) == sorted(f"give:{one.id}" for one in problem.tankers)
    solution = solve(problem)
    assert not solution.feasible
    assert solution.clash is not None
    assert solution.clash.keys == keys
    assert f"{len(drawn.tankers)} tankers have at most {give_kg:,.0f} kg to give" in solution.clash.total
    assert any(way.text.startswith("one more ") for way in solution.ways_out)
    assert more_than_all_give(drawn) == ()
