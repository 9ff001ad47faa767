"""How close the planned tracks of different flights come, outside the work they do together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jointex.planning.model import Closeness, PlannedFlight
from jointex.scenario import Scenario

STEP_S = 20.0
"""Spacing at which planned tracks are compared [s]."""
EARTH_RADIUS_M = 6_371_000.0

Array = NDArray[np.float64]


def deconflict(scenario: Scenario, flights: Sequence[PlannedFlight]) -> tuple[Closeness, ...]:
    """Return the closest moment of each pair of flights.

    Parameters
    ----------
    scenario : Scenario
        For its separation rules and works.
    flights : sequence of PlannedFlight

    Returns
    -------
    tuple of Closeness
        One for each pair whose tracks overlap in time; the moment is the one deepest inside the rules' box.
    """
    return tuple(
        closest
        for first, second in combinations(flights, 2)
        if (closest := closest_moment(scenario, first, second)) is not None
    )


def closest_moment(scenario: Scenario, first: PlannedFlight, second: PlannedFlight) -> Closeness | None:
    """Return the closest moment of two planned tracks, or None if they never fly at the same time."""
    start_s = max(first.track[0, 0], second.track[0, 0])
    end_s = min(first.track[-1, 0], second.track[-1, 0])
    if not start_s < end_s:
        return None
    times_s = np.arange(start_s, end_s, STEP_S)
    one, other = places_at(first.track, times_s), places_at(second.track, times_s)
    lateral_m = EARTH_RADIUS_M * np.linalg.norm(one[:, :3] - other[:, :3], axis=1)
    vertical_m = np.abs(one[:, 3] - other[:, 3])
    rules = scenario.rules
    depth = np.maximum(lateral_m / rules.lateral_separation_m, vertical_m / max(rules.vertical_separation_m, 1.0))
    together = shared_work(scenario, first.id, second.id, times_s)
    depth = np.where(together & (vertical_m >= rules.bubble_m), np.inf, depth)
    moment = int(np.argmin(depth)) if np.isfinite(depth).any() else int(np.argmin(lateral_m))
    return Closeness(
        first.id,
        second.id,
        float(times_s[moment]),
        float(lateral_m[moment]),
        float(vertical_m[moment]),
        bool(depth[moment] >= 0.98),  # levels are kept to within 20 ft of 1,000
    )


def shared_work(scenario: Scenario, first: str, second: str, times_s: Array) -> NDArray[np.bool_]:
    """Return when two flights work together and form on one leader."""
    together = np.zeros(len(times_s), dtype=np.bool_)
    for work in scenario.work:
        if first in work.flights and second in work.flights:
            together |= (times_s >= work.time_s) & (times_s <= work.end_s)
    return together


def places_at(track: Array, times_s: Array) -> Array:
    """Return unit vectors and pressure altitude of a track at some times, (n, 4)."""
    latitude, longitude = track[:, 1], np.unwrap(track[:, 2])
    vectors = np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], 1
    )
    columns = [np.interp(times_s, track[:, 0], vectors[:, axis]) for axis in range(3)]
    return np.stack([*columns, np.interp(times_s, track[:, 0], track[:, 3])], axis=1)
