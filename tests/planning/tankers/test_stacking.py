"""Levels and places of flights that share a tanker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from types import ModuleType

import pytest

from jointex.planning.tankers.orders import Bracket
from jointex.planning.tankers.stacking import LATE_S, groups, stacked

FOOT_M = 0.3048
Make = Callable[..., Bracket]


@pytest.fixture(scope="module")
def bracket(gas: ModuleType) -> Make:
    """Make a bracket of ten minutes."""

    def make(
        flight: str, tanker: str, arrive_s: float, onward_level_m: float, count: int = 2, number: int = 1
    ) -> Bracket:
        own = {"id": f"{flight}-{number}", "flight": flight, "tanker": tanker, "count": count}
        times = {"arrive_s": arrive_s, "leave_s": arrive_s + 600.0}
        return replace(gas.LANCE_1, onward_level_m=onward_level_m, **own, **times)

    return make


def test_a_flight_alone_waits_1000_ft_below_and_leaves_at_the_tankers_level(bracket: Make) -> None:
    (one,) = stacked([bracket("RED", "SHELL", 0.0, 9000.0)])
    assert (one.below_m, one.above_m, one.berth) == (pytest.approx(1000.0 * FOOT_M), 0.0, 0)


def test_flights_that_share_a_tanker_wait_and_leave_1000_ft_apart_and_have_places_of_their_own(bracket: Make) -> None:
    found = stacked(
        [
            bracket("RED", "SHELL", 600.0, 9000.0, 2),
            bracket("BLUE", "SHELL", 0.0, 8000.0, 3),
            bracket("GREEN", "SHELL", 900.0, 10_000.0),
        ]
    )
    for one, other in combinations(found, 2):
        assert abs(one.below_m - other.below_m) >= 999.0 * FOOT_M
        assert abs(one.above_m - other.above_m) >= 999.0 * FOOT_M
        places = [set(range(each.berth, each.berth + each.count)) for each in (one, other)]
        assert places[0].isdisjoint(places[1])
    by_flight = {one.flight: one for one in found}
    assert by_flight["BLUE"].below_m < by_flight["RED"].below_m < by_flight["GREEN"].below_m  # as they are due
    assert by_flight["BLUE"].above_m < by_flight["RED"].above_m < by_flight["GREEN"].above_m  # as they go on


def test_flights_share_a_tanker_if_one_that_is_late_meets_the_next_one(bracket: Make) -> None:
    first, soon = bracket("RED", "SHELL", 0.0, 9000.0), bracket("BLUE", "SHELL", 600.0 + LATE_S - 1.0, 9000.0)
    later, beside = replace(soon, arrive_s=600.0 + LATE_S + 1.0), replace(soon, tanker="ARCO")
    assert [len(group) for group in groups([first, soon])] == [2]
    assert [len(group) for group in groups([first, later])] == [1, 1]
    assert [len(group) for group in groups([first, beside])] == [1, 1]


def test_a_flight_that_comes_twice_shares_with_nobody(bracket: Make) -> None:
    twice = [bracket("RED", "SHELL", 0.0, 9000.0), bracket("RED", "SHELL", 1200.0, 9000.0, number=2)]
    assert [one.above_m for one in stacked(twice)] == [0.0, 0.0]
