"""Findings about airspace: blocks, areas, hours, and airspace to avoid."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from jointex.earth.airspace import Area
from jointex.planning.flights import Draft
from jointex.planning.model import Finding, PlannedFlight
from jointex.scenario import Airspace, Scenario, Work
from jointex.units import NAUTICAL_MILE_M, feet, flight_level


def block_findings(scenario: Scenario, work: Work) -> Iterator[Finding]:
    """Yield stations of different flights that are not a level apart, nor far enough to the side."""
    rules = scenario.rules
    for (first, one), (second, other) in combinations(work.stations.items(), 2):
        vertical_m = abs(one.level_m - other.level_m)
        lateral_m = math.hypot(one.right_m - other.right_m, one.back_m - other.back_m)
        if vertical_m < rules.vertical_separation_m - 1.0 and lateral_m < rules.lateral_separation_m:
            levels = f"FL{flight_level(one.level_m)} and FL{flight_level(other.level_m)}"
            yield Finding(
                "conflict",
                "flights at work in blocks of their own",
                f"{first} and {second} work at {levels}, {lateral_m / NAUTICAL_MILE_M:.1f} NM apart",
                first,
                vertical_m,
                rules.vertical_separation_m,
                "m",
                (f"Put {second} {feet(rules.vertical_separation_m):,.0f} ft higher or lower",),
            )


def area_findings(scenario: Scenario, work: Work) -> Iterator[Finding]:
    """Yield works outside the hours or levels of their area."""
    area = scenario.area(work.area)
    if (area.open_s or 0.0) > work.time_s or (area.close_s is not None and area.close_s < work.end_s):
        yield Finding(
            "conflict",
            "work while the area is open",
            f"{work.id} runs outside the hours of {area.id}",
            ways_out=(f"Open {area.id} for the whole work", "Shift the work"),
        )
    for flight, station in work.stations.items():
        if not area.floor_m <= station.level_m <= area.ceiling_m:
            yield Finding(
                "conflict",
                "work within the levels of the area",
                f"{flight} works at FL{flight_level(station.level_m)}; {area.id} reaches from "
                f"FL{flight_level(area.floor_m)} to FL{flight_level(area.ceiling_m)}",
                flight,
                station.level_m,
                area.ceiling_m if station.level_m > area.ceiling_m else area.floor_m,
                "m",
                (f"Change the levels of {area.id} or of the station",),
            )


def airspace_findings(scenario: Scenario, draft: Draft, planned: PlannedFlight) -> Iterator[Finding]:
    """Yield racetracks that leave their area, and tracks through airspace to avoid."""
    latitude, longitude = np.degrees(planned.track[:, 1]), np.degrees(planned.track[:, 2])
    if draft.work is not None and draft.work in scenario.work:
        yield from leaving_findings(scenario, draft.work, planned, latitude, longitude)
    for area in scenario.airspace:
        if area.kind != "avoid" or not Area(area.points).is_crossed_by(list(zip(latitude, longitude, strict=True))):
            continue
        if is_within_levels(area, planned):
            yield Finding(
                "conflict",
                "routes stay out of airspace to avoid",
                f"{planned.id} flies through {area.id}",
                planned.id,
                ways_out=(f"Add a route point that leads round {area.id}",),
            )


def is_within_levels(area: Airspace, planned: PlannedFlight) -> bool:
    """Return whether a track is ever between floor and ceiling of an area while inside it."""
    inside = Area(area.points).contains(np.degrees(planned.track[:, 1]), np.degrees(planned.track[:, 2]))
    levels = planned.track[:, 3]
    return bool((inside & (levels >= area.floor_m) & (levels <= area.ceiling_m)).any())


def leaving_findings(
    scenario: Scenario, work: Work, planned: PlannedFlight, latitude: np.ndarray, longitude: np.ndarray
) -> Iterator[Finding]:
    """Yield a racetrack that leaves its area, with how far."""
    area = scenario.area(work.area)
    if area.kind == "corridor":
        return
    at_work = (planned.track[:, 0] >= work.time_s) & (planned.track[:, 0] <= work.end_s)
    if not at_work.any():
        return
    least_m = float(np.min(Area(area.points).distance_inside_m(latitude[at_work], longitude[at_work])))
    if least_m < 0.0:
        yield Finding(
            "warning",
            "racetrack inside the working area",
            f"{planned.id} leaves {area.id} by up to {-least_m / NAUTICAL_MILE_M:.1f} NM",
            planned.id,
            least_m,
            0.0,
            "m",
            ("Shorten the legs of the racetrack", "Turn its course", f"Enlarge {area.id}"),
        )


def overlap_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield altitude blocks of different flights that share air at one time, and flights at work outside their block."""
    blocks = [area for area in scenario.airspace if area.kind == "altitude_block"]
    for first, second in combinations(blocks, 2):
        shared_m = min(first.ceiling_m, second.ceiling_m) - max(first.floor_m, second.floor_m)
        is_own = set(first.flights) != set(second.flights)
        if is_own and shared_m > 0.0 and overlaps_in_time(first, second) and overlaps_on_map(first, second):
            yield Finding(
                "conflict",
                "altitude blocks of different flights apart",
                f"{first.id} and {second.id} share {feet(shared_m):,.0f} ft of height over the same ground",
                value=shared_m,
                limit=0.0,
                unit="m",
                ways_out=(f"Raise the floor of one to FL{flight_level(min(first.ceiling_m, second.ceiling_m))}",),
            )
    for work in scenario.work:
        for flight, station in work.stations.items():
            own = [block for block in blocks if flight in block.flights]
            if own and not any(block.floor_m <= station.level_m <= block.ceiling_m for block in own):
                yield Finding(
                    "conflict",
                    "flights at work inside their altitude block",
                    f"{flight} works at FL{flight_level(station.level_m)}, outside {own[0].id} "
                    f"(FL{flight_level(own[0].floor_m)} to FL{flight_level(own[0].ceiling_m)})",
                    flight,
                    station.level_m,
                    own[0].floor_m,
                    "m",
                    (f"Change the level of its station or of {own[0].id}",),
                )


def overlaps_in_time(first: Airspace, second: Airspace) -> bool:
    """Return whether two pieces of airspace are ever open together."""
    opens = max(first.open_s or -math.inf, second.open_s or -math.inf)
    closes = min(
        math.inf if first.close_s is None else first.close_s, math.inf if second.close_s is None else second.close_s
    )
    return opens < closes


def overlaps_on_map(first: Airspace, second: Airspace) -> bool:
    """Return whether two areas share ground."""
    return Area(first.points).overlaps(Area(second.points))
