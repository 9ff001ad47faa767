"""How a long way is cut into parts, each of which may visit one of its own tracks."""

from __future__ import annotations

import functools

from jointex.planning.flights import draft_flight
from jointex.planning.plan import in_order
from jointex.planning.tankers.demands import problem_of
from jointex.planning.tankers.problem import Problem
from jointex.planning.winds import mean_weather
from jointex.scenario import load


@functools.cache
def ferry() -> Problem:
    scenario = load("pacific-ferry")
    weather = mean_weather(scenario)
    problem = problem_of(scenario, weather, [draft_flight(scenario, flight, weather) for flight in in_order(scenario)])
    assert problem is not None
    return problem


def test_every_track_along_a_way_is_offered_once_and_in_the_order_it_is_passed() -> None:
    for receiver in ferry().receivers:
        offered = [candidate.track for leg in receiver.legs for candidate in leg.candidates]
        assert offered == ["NECKER", "DATELINE", "HALFWAY", "BEYOND-WAKE", "ENEWETAK"]


def test_the_way_by_a_track_costs_more_than_the_way_past_it() -> None:
    for receiver in ferry().receivers:
        for leg in receiver.legs:
            assert all(one.in_kg + one.out_kg > leg.direct_kg for one in leg.candidates)
            assert all(one.in_s + one.out_s > leg.direct_s for one in leg.candidates)
