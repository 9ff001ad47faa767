"""Plans of tiny problems against every plan there is, tried one by one by code that shares nothing with the solver."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from jointex.planning.tankers.problem import Candidate, Fix, Leg, Orbit, Problem, Receiver, Service, Tanker
from jointex.planning.tankers.search import Limits
from jointex.planning.tankers.stages import solve

TICK_S, STEP_KG = 300.0, 500.0
MOST_SLACK = 2
BURN, TANKER_BURN = 100.0, 200.0
"""Kilograms a tick of a receiver and of a tanker."""
CONTACT_S, STEP_S = 300.0, 150.0
"""One contact without its transfer, and the transfer of one step."""


def drawn(seed: int) -> Problem:
    """Two flights past two tracks to a target and home; whole ticks and kilograms, so that no rounding stands between."""
    draw = random.Random(seed)
    tankers = tuple(
        Tanker(
            f"K{at}", "T", draw.choice((9000.0, 11000.0, 14000.0)), 500.0, 9000.0,
            {"pod": draw.choice((1, 2)), "boom": 1}, (("boom", "pod"),),
            {track: Orbit(300.0, 600.0, TANKER_BURN / TICK_S, 300.0, 600.0, 0.0, 12000.0) for track in ("A", "B")}, f"K{at}",
        )
        for at in range(2)
    )  # fmt: skip
    return Problem(tuple(_flight(draw, at, tankers) for at in range(2)), tankers, TICK_S, STEP_KG)


def _flight(draw: random.Random, at: int, tankers: tuple[Tanker, ...]) -> Receiver:
    station = draw.choice(("pod", "boom"))
    count = draw.choice((1, 2))
    services = {
        one.id: (Service(station, one.stations[station], STEP_KG / STEP_S, CONTACT_S),)
        for one in tankers
        if draw.random() < 0.8
    }
    candidates = tuple(_candidate(draw, track, services) for track in ("A", "B"))
    direct = draw.randint(5, 6)
    legs = (Leg(direct * TICK_S, direct * BURN, candidates), Leg(8 * TICK_S, 8 * BURN))
    start, over = draw.randint(0, 2), draw.randint(9, 12)
    fixes = (
        Fix("base", start * TICK_S, (start + 2) * TICK_S),
        Fix("target", over * TICK_S, (over + draw.randint(1, 3)) * TICK_S),
        Fix("home", 0.0, 40 * TICK_S),
    )
    return Receiver(f"F{at}", "R", count, 1500.0, 2500.0, 200.0, fixes, legs)


def _candidate(draw: random.Random, track: str, services: dict[str, tuple[Service, ...]]) -> Candidate:
    way_in, way_out = draw.randint(2, 4), draw.randint(2, 4)
    return Candidate(
        track, way_in * TICK_S, way_in * BURN, way_out * TICK_S, way_out * BURN, BURN / TICK_S, "D", draw.choice((100.0, 300.0)),
        draw.randint(0, 4) * TICK_S, 16 * TICK_S, services,
    )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way of flying a flight, possible by itself with some slack."""

    tanker: str
    track: str
    station: str
    at_once: int
    arrive: int
    first: int
    done: int
    given_kg: float
    burnt_kg: float


def ways(one: Receiver, slack: int) -> Iterator[Way]:
    """Every way of flying a flight."""
    base, target, _ = one.fixes
    for start in _ticks(base):
        direct = round(one.legs[0].direct_s / TICK_S)
        burnt_kg = one.legs[0].direct_kg + one.legs[1].direct_kg
        if start + direct in _ticks(target) and one.takeoff_kg - burnt_kg >= one.reserve_kg:
            yield Way("", "", "", 0, 0, 0, 0, 0.0, one.count * burnt_kg)
        for candidate in one.legs[0].candidates:
            for tanker, (service,) in candidate.services.items():
                yield from _refuelled(one, candidate, tanker, service, start, slack)


def _ticks(fix: Fix) -> range:
    return range(math.ceil(fix.earliest_s / TICK_S), math.floor(fix.latest_s / TICK_S) + 1)


def _refuelled(one: Receiver, c: Candidate, tanker: str, service: Service, start: int, slack: int) -> Iterator[Way]:
    arrive = start + round(c.in_s / TICK_S)
    at_once = min(one.count, service.count)
    rounds = math.ceil(one.count / at_once)
    for wait, hold, steps in itertools.product(range(12), range(7), range(1, 5)):
        contact = math.ceil((CONTACT_S + steps * STEP_S) / TICK_S)
        first, last = arrive + wait, arrive + wait + (rounds - 1) * contact
        done, leave = last + contact, last + contact + hold
        over = leave + round(c.out_s / TICK_S)
        late = max(0, slack - hold)
        if arrive * TICK_S < c.earliest_s or (leave + late) * TICK_S > c.latest_s:
            continue
        if over not in _ticks(one.fixes[1]) or over + late not in _ticks(one.fixes[1]):
            continue
        arrive_kg = one.takeoff_kg - c.in_kg
        if arrive_kg - BURN * (last + 1 - arrive + slack) - c.divert_kg < one.reserve_kg:
            continue
        if arrive_kg - BURN * (first + contact - arrive) + steps * STEP_KG > one.most_kg:
            continue
        burnt_kg = c.in_kg + BURN * (leave - arrive) + c.out_kg + one.legs[1].direct_kg
        if one.takeoff_kg - burnt_kg + steps * STEP_KG - BURN * late < one.reserve_kg:
            continue
        yield Way(
            tanker, c.track, service.station, at_once, arrive, first, done, one.count * steps * STEP_KG, one.count * burnt_kg
        )  # fmt: skip


def cost_and_fuel(problem: Problem, chosen: tuple[Way, ...], slack: int) -> tuple[int, float] | None:
    """Sorties and fuel of a plan; nothing where a tanker cannot do its part."""
    sorties, fuel_kg = 0, sum(way.burnt_kg for way in chosen)
    for tanker in problem.tankers:
        served = [way for way in chosen if way.tanker == tanker.id]
        if not served:
            continue
        if len({way.track for way in served}) > 1 or _crowded(tanker, served):
            return None
        on, off = min(way.arrive for way in served), max(way.done for way in served) + slack
        orbit = tanker.orbits[served[0].track]
        burnt_kg = orbit.out_kg + orbit.home_kg + TANKER_BURN * (off - on)
        given_kg = sum(way.given_kg for way in served)
        if given_kg > tanker.most_give_kg or tanker.takeoff_kg - burnt_kg - given_kg < tanker.reserve_kg:
            return None
        if off * TICK_S > orbit.latest_s:
            return None
        sorties, fuel_kg = sorties + 1, fuel_kg + burnt_kg
    return sorties, fuel_kg


def _crowded(tanker: Tanker, served: list[Way]) -> bool:
    for tick in range(min(way.first for way in served), max(way.done for way in served)):
        busy = [way for way in served if way.first <= tick < way.done]
        if len({way.station for way in busy}) > 1:
            return True
        if busy and sum(way.at_once for way in busy) > tanker.stations[busy[0].station]:
            return True
    return False


def best(problem: Problem) -> tuple[int, int, float] | None:
    """Sorties, ticks of slack and fuel of the best plan; nothing where there is none."""
    found: dict[int, tuple[int, float]] = {}
    for slack in range(MOST_SLACK + 1):
        options = [list(dict.fromkeys(ways(one, slack))) for one in problem.receivers]
        values = (cost_and_fuel(problem, chosen, slack) for chosen in itertools.product(*options))
        reached = min((value for value in values if value is not None), default=None)
        if reached is not None:
            found[slack] = reached
    if not found:
        return None
    sorties = found[0][0]
    slack = max((slack for slack, value in found.items() if value[0] == sorties and sorties), default=MOST_SLACK)
    return sorties, slack, found[slack][1]


@pytest.mark.parametrize("seed", range(24))
def test_no_plan_is_better(seed: int) -> None:
    problem = drawn(seed)
    expected = best(problem)
    solution = solve(problem, Limits(most_slack_s=MOST_SLACK * TICK_S))
    assert solution.feasible == (expected is not None)
    if expected is not None:
        reached = [stage.value for stage in solution.stages[1:]]
        assert reached == pytest.approx([expected[0], expected[1] * TICK_S, expected[2]])
        assert all(stage.is_proven for stage in solution.stages)


def test_the_drawn_problems_are_of_every_sort() -> None:
    outcomes = [best(drawn(seed)) for seed in range(24)]
    assert None in outcomes
    assert {outcome[0] for outcome in outcomes if outcome} >= {1, 2}
    assert len({outcome[1] for outcome in outcomes if outcome}) > 1


def worth(problem: Problem) -> tuple[float, ...]:
    """The proven optimum as a tuple: the smaller the better, infinite where there is no plan."""
    solution = solve(problem, Limits(most_slack_s=MOST_SLACK * TICK_S, explain_s=0.0))
    if not solution.feasible:
        return (math.inf,)
    assert all(stage.is_proven for stage in solution.stages)
    sorties, slack, fuel = (stage.value for stage in solution.stages[1:])
    return sorties, -slack, fuel


@pytest.mark.parametrize("seed", range(12))
def test_one_more_tanker_never_makes_a_plan_worse(seed: int) -> None:
    problem = drawn(seed)
    fewer = replace(problem, tankers=problem.tankers[:1])
    assert worth(problem) <= worth(fewer)


@pytest.mark.parametrize("seed", range(12))
def test_one_clearance_less_never_makes_a_plan_better(seed: int) -> None:
    problem = drawn(seed)
    first, *others = problem.receivers
    tanker = problem.tankers[seed % 2].id
    legs = tuple(
        replace(
            leg,
            candidates=tuple(
                replace(one, services={name: s for name, s in one.services.items() if name != tanker})
                for one in leg.candidates
            ),
        )
        for leg in first.legs
    )
    assert worth(replace(problem, receivers=(replace(first, legs=legs), *others))) >= worth(problem)
