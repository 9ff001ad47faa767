"""How close the planned tracks of different flights come, outside the work they do together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jointex.planning.model import Closeness, PlannedFlight
from jointex.planning.tankers.orders import JOIN_S, TankerPlan
from jointex.scenario import Rules, Scenario, Work

STEP_S = 20.0
"""Spacing at which planned tracks are compared [s]."""
AT_TANKER_S = 300.0
"""Before and after their time together, flights that meet at a tanker close on it and clear it: an air refuelling track has
one level for all of them, and the join-up its own vertical distance [s]. Estimated."""
EARTH_RADIUS_M = 6_371_000.0

Array = NDArray[np.float64]


@dataclass(frozen=True)
class SampledFlight:
    """A planned flight at moments every `STEP_S`: number of the first one, unit vectors and pressure altitude (n, 4)."""

    id: str
    first: int
    places: Array
    works: frozenset[Work]


def deconflict(
    scenario: Scenario, flights: Sequence[PlannedFlight], tankers: TankerPlan | None = None
) -> tuple[Closeness, ...]:
    """Return the closest moment of each pair of flights.

    Parameters
    ----------
    scenario : Scenario
        For its separation rules and works.
    flights : sequence of PlannedFlight
    tankers : TankerPlan, optional
        Who meets whom at which tanker: there they are meant to come close.

    Returns
    -------
    tuple of Closeness
        One for each pair whose tracks overlap in time, those that stand by on the ground left out; the moment is
        the one deepest inside the rules' box.
    """
    stand_ins = () if tankers is None else tuple(tanker.id for tanker in tankers.stand_ins)
    sampled = [sample(scenario, flight) for flight in flights if flight.id not in stand_ins]
    return tuple(
        closest
        for first, second in combinations(sampled, 2)
        if (closest := closest_moment(scenario.rules, first, second, list(meetings(tankers, first.id, second.id))))
        is not None
    )


def sample(scenario: Scenario, flight: PlannedFlight) -> SampledFlight:
    """Return a flight's places at the moments that all flights are compared at."""
    first, last = math.ceil(flight.track[0, 0] / STEP_S), math.floor(flight.track[-1, 0] / STEP_S)
    places = places_at(flight.track, STEP_S * np.arange(first, last + 1))
    works = frozenset(work for work in scenario.work if flight.id in work.flights)
    return SampledFlight(flight.id, first, places, works)


def meetings(tankers: TankerPlan | None, one: str, other: str) -> Iterator[tuple[float, float]]:
    """Yield from when to when two flights are together at a tanker, or one at the other [s]."""
    brackets = () if tankers is None else tankers.brackets
    pair = {one, other}
    for bracket in brackets:
        if bracket.flight in pair and not pair.isdisjoint((bracket.tanker, *bracket.alternates)):
            yield bracket.arrive_s - JOIN_S - AT_TANKER_S, bracket.leave_s + AT_TANKER_S
        for beside in brackets:
            if beside.tanker == bracket.tanker and (bracket.flight, beside.flight) == (one, other):
                begin_s, end_s = max(bracket.arrive_s, beside.arrive_s), min(bracket.leave_s, beside.leave_s)
                if begin_s < end_s:
                    yield begin_s - JOIN_S - AT_TANKER_S, end_s + AT_TANKER_S


def closest_moment(
    rules: Rules, one: SampledFlight, other: SampledFlight, met_s: Sequence[tuple[float, float]] = ()
) -> Closeness | None:
    """Return the closest moment of two planned flights that do not meet then, or None if they never fly at the same time."""
    start = max(one.first, other.first)
    end = min(one.first + len(one.places), other.first + len(other.places))
    if not start < end:
        return None
    here, there = one.places[start - one.first : end - one.first], other.places[start - other.first : end - other.first]
    away = here[:, :3] - there[:, :3]
    lateral_m = EARTH_RADIUS_M * np.sqrt(np.einsum("ij,ij->i", away, away))
    vertical_m = np.abs(here[:, 3] - there[:, 3])
    depth = np.maximum(
        lateral_m / max(rules.lateral_separation_m, 1.0), vertical_m / max(rules.vertical_separation_m, 1.0)
    )
    times_s = STEP_S * np.arange(start, end)
    for work in one.works & other.works:  # there they form on one leader
        together = (times_s >= work.time_s) & (times_s <= work.end_s)
        depth = np.where(together & (vertical_m >= rules.bubble_m), np.inf, depth)
    for begin_s, end_s in met_s:
        depth = np.where((times_s >= begin_s) & (times_s <= end_s), np.inf, depth)
    moment = int(np.argmin(depth)) if np.isfinite(depth).any() else int(np.argmin(lateral_m))
    return Closeness(
        one.id,
        other.id,
        float(times_s[moment]),
        float(lateral_m[moment]),
        float(vertical_m[moment]),
        bool(depth[moment] >= 0.98),  # levels are kept to within 20 ft of 1,000
    )


def places_at(track: Array, times_s: Array) -> Array:
    """Return unit vectors and pressure altitude of a track at some times, (n, 4)."""
    latitude, longitude = track[:, 1], np.unwrap(track[:, 2])
    vectors = np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], 1
    )
    columns = [np.interp(times_s, track[:, 0], vectors[:, axis]) for axis in range(3)]
    return np.stack([*columns, np.interp(times_s, track[:, 0], track[:, 3])], axis=1)
