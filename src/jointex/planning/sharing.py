"""Who shares a picture, and when: the flights of combat and link drills, by nation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from jointex import cards
from jointex.scenario import Drill, Scenario
from jointex.scenario.tasks import PICTURE_DRILLS


def windows_of(scenario: Scenario, flights: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return from when to when each flight takes part in the picture.

    Parameters
    ----------
    scenario : Scenario
    flights : sequence of str
        Those that fly, by id.

    Returns
    -------
    dict of str to tuple of float
        In the order of `flights`: as long as their drills last [s]; empty where the exercise has no such drill.
    """
    windows: dict[str, tuple[float, float]] = {}
    for flight in flights:
        times_s = [
            _times_of(scenario, drill)
            for drill in scenario.drills
            if drill.kind in PICTURE_DRILLS and flight in drill.flights
        ]
        if times_s:
            windows[flight] = min(one[0] for one in times_s), max(one[1] for one in times_s)
    return windows


def _times_of(scenario: Scenario, drill: Drill) -> tuple[float, float]:
    """Return when a drill begins and ends [s]: with its work, or whenever its flights are in the air."""
    work = next((one for one in scenario.work if one.id == drill.work), None)
    return (-math.inf, math.inf) if work is None else (work.time_s, work.end_s)


def nations_of(scenario: Scenario, flights: Sequence[str]) -> list[str]:
    """Return the nations of flights.

    Parameters
    ----------
    scenario : Scenario
    flights : sequence of str
        By id.

    Returns
    -------
    list of str
        Each once, in the order of the flights.
    """
    return list(dict.fromkeys(scenario.flight(flight).nation for flight in flights))


def plain_sharing(scenario: Scenario, flights: Sequence[str]) -> dict[str, Any]:
    """Return what plan.json says of the picture: all nations in order, and nation and data links of each flight in it.

    Parameters
    ----------
    scenario : Scenario
    flights : sequence of str
        Those that fly, by id, in the order of the plan.

    Returns
    -------
    dict
        Empty where nobody takes part.
    """
    windows = windows_of(scenario, flights)
    if not windows:
        return {}
    return {
        "nations": nations_of(scenario, flights),
        "flights": {one: scenario.flight(one).nation for one in windows},
        "links": {one: _links(scenario, one) for one in windows},
    }


def _links(scenario: Scenario, flight: str) -> dict[str, Any]:
    """Return the data links a flight is fitted with, and between which of them it translates; voice is none."""
    folders = scenario.card_folders
    links = cards.aircraft(scenario.flight(flight).aircraft, folders).links
    if links is None:
        return {"fits": [], "gateways": []}
    fits = [name for name in links.fits if cards.link(name, folders).kind == "data"]
    return {"fits": fits, "gateways": [list(one.between) for one in links.gateways]}
