"""The checker finds nothing in plans that were proven, and everything that is put into them on purpose."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from jointex import scenario
from jointex.bench.tankers import demands
from jointex.planning.plan import make_plan
from jointex.planning.tankers.brackets import orders_of
from jointex.planning.tankers.checker import Breach, check
from jointex.planning.tankers.orders import Bracket, PlannedTanker, TankerPlan
from jointex.planning.tankers.stages import solve

SIZE = (8, 2)
SEEDS = (1, 2, 4)
EACH = 20
"""Faults of a kind that are put in."""


@functools.cache
def planned(seed: int) -> TankerPlan:
    """Return the solved plan of an exercise of the family."""
    asked = demands(*SIZE, seed)
    return orders_of(asked, solve(asked.problem))


def breaches(seed: int, plan: TankerPlan) -> tuple[Breach, ...]:
    """Return what the checker finds in a plan of an exercise."""
    asked = demands(*SIZE, seed)
    return check(asked.scenario, asked.weather, plan)


def one_bracket(plan: TankerPlan, draw: random.Random, change: Callable[[Bracket], Bracket]) -> TankerPlan:
    """Return a plan with one bracket changed."""
    at = draw.randrange(len(plan.brackets))
    changed = tuple(change(one) if n == at else one for n, one in enumerate(plan.brackets))
    return replace(plan, brackets=changed)


def one_tanker(plan: TankerPlan, draw: random.Random, change: Callable[[PlannedTanker], PlannedTanker]) -> TankerPlan:
    """Return a plan with one tanker changed."""
    at = draw.randrange(len(plan.tankers))
    return replace(plan, tankers=tuple(change(one) if n == at else one for n, one in enumerate(plan.tankers)))


def shifted(bracket: Bracket, by_s: float) -> Bracket:
    """Return a bracket at another time."""
    names = ("arrive_s", "first_contact_s", "last_contact_s", "leave_s")
    return replace(bracket, **{name: getattr(bracket, name) + by_s for name in names})


def too_little(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """Less than the drill asks for."""
    return one_bracket(plan, draw, lambda one: replace(one, onload_kg=draw.uniform(0.0, 550.0)))


def too_much(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """More than the tanks hold."""
    return one_bracket(plan, draw, lambda one: replace(one, onload_kg=one.onload_kg + draw.uniform(1.0, 3.0) * 60e3))


def given_twice(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A tanker whose given fuel is not what its brackets take."""
    return one_tanker(plan, draw, lambda one: replace(one, give_kg=one.give_kg * draw.uniform(0.3, 0.9)))


def wrong_station(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A station of the other kind, or one that the tanker has not."""
    return one_bracket(plan, draw, lambda one: replace(one, station="wing_pods" if one.kind == "boom" else "boom"))


def queue_jumped(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """Two flights at a station that has room for one."""
    pairs = [
        (first, second)
        for first in plan.brackets
        for second in plan.brackets
        if first is not second and (first.tanker, first.station) == (second.tanker, second.station)
    ]
    first, second = draw.choice(pairs)
    moved = shifted(second, first.first_contact_s - second.first_contact_s + draw.uniform(0.0, 30.0))
    return replace(plan, brackets=tuple(moved if one is second else one for one in plan.brackets))


def too_late(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A bracket so late that the tanker is gone or the meeting missed."""
    return one_bracket(plan, draw, lambda one: shifted(one, draw.uniform(7200.0, 14400.0)))


def too_early(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A bracket before the flight or the tanker can be there."""
    return one_bracket(plan, draw, lambda one: shifted(one, -draw.uniform(14400.0, 20000.0)))


def too_short(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A contact shorter than hook-up and transfer take."""
    return one_bracket(plan, draw, lambda one: replace(one, contact_s=one.contact_s * draw.uniform(0.2, 0.8)))


def too_fast(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """Fuel that flows faster than the pair can pass it."""
    return one_bracket(plan, draw, lambda one: replace(one, flow_kg_s=one.flow_kg_s * draw.uniform(1.2, 3.0)))


def abort_too_low(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """An abort line from which the divert cannot be reached with the reserve."""
    return one_bracket(plan, draw, lambda one: replace(one, abort_kg=one.abort_kg * draw.uniform(0.2, 0.7)))


def divert_closed(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A divert the flight has no leave to use."""
    return one_bracket(plan, draw, lambda one: replace(one, divert=draw.choice(["KBAD", "PAEI", "RJFE", "RORS"])))


def off_track(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A tanker that leaves its track before its last receiver is done."""
    return one_tanker(plan, draw, lambda one: replace(one, off_s=one.on_s + draw.uniform(0.0, 100.0)))


def out_of_window(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A level outside the window of the pair."""
    return one_bracket(plan, draw, lambda one: replace(one, level_m=draw.choice([2000.0, 3000.0, 11000.0, 12000.0])))


def boastful(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """More slack than there is."""
    return one_bracket(plan, draw, lambda one: replace(one, slack_s=one.slack_s + draw.uniform(6.0, 20.0) * 3600.0))


def rosy(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """More fuel on arrival than can be left."""
    return one_bracket(plan, draw, lambda one: replace(one, arrive_kg=one.arrive_kg * draw.uniform(1.4, 2.0)))


def dropped(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A flight that is forgotten."""
    at = draw.randrange(len(plan.brackets))
    return replace(plan, brackets=tuple(one for n, one in enumerate(plan.brackets) if n != at))


def no_way_home(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A tanker that stays on its track until it cannot come home."""
    return one_tanker(plan, draw, lambda one: replace(one, off_s=one.off_s + draw.uniform(15.0, 20.0) * 3600.0))


def rushed_tanker(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A tanker that takes off too late to be there."""
    return one_tanker(plan, draw, lambda one: replace(one, takeoff_s=one.on_s - draw.uniform(60.0, 900.0)))


def landed_too_soon(plan: TankerPlan, draw: random.Random) -> TankerPlan:
    """A tanker home sooner than it can be."""
    return one_tanker(plan, draw, lambda one: replace(one, landing_s=one.off_s + draw.uniform(60.0, 900.0)))


KINDS = (
    too_little, too_much, given_twice, wrong_station, queue_jumped, too_late, too_early, too_short, too_fast, abort_too_low,
    divert_closed, off_track, out_of_window, boastful, rosy, dropped, no_way_home, rushed_tanker, landed_too_soon,
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_proven_plans_hold_when_they_are_flown_again(seed: int) -> None:
    plan = planned(seed)
    assert plan.feasible
    assert breaches(seed, plan) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_found(kind: Callable[[TankerPlan, random.Random], TankerPlan]) -> None:
    faulty = kind(planned(2), random.Random(kind.__name__))
    assert breaches(2, faulty)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_many_is_found(kind: Callable[[TankerPlan, random.Random], TankerPlan]) -> None:
    missed = []
    for number in range(EACH):
        seed = SEEDS[number % len(SEEDS)]
        faulty = kind(planned(seed), random.Random(f"{kind.__name__} {number}"))
        if not breaches(seed, faulty):
            missed.append(number)
    assert missed == []


@pytest.mark.parametrize("name", ["sea-of-japan", "guam-long-haul", "island-dispersal"])
def test_shipped_tanker_plans_hold_when_they_are_flown_again(name: str) -> None:
    plan = make_plan(scenario.load(name))
    assert plan.tankers is not None
    assert plan.tankers.brackets
    assert check(plan.scenario, plan.weather, plan.tankers) == ()
    told = [finding for finding in plan.findings if finding.rule == "tanker plans that hold when they are flown again"]
    assert [finding.severity for finding in told] == ["note"]
