"""The tanker plan on paper: as plain data of `plan.json`, and as moments of the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from jointex.planning.tankers.orders import TankerPlan

SEARCH = "tankers: "
"""Begins the names of timings that are searches for objectives."""


def plain_orders(tankers: TankerPlan) -> dict[str, Any]:
    """Return a tanker plan as the plain data of `plan.json`.

    Parameters
    ----------
    tankers : TankerPlan

    Returns
    -------
    dict
        The fields of `TankerPlan`; every stage with its `gap`, relative to its value, and without the time it took: the
        same plan is the same document. For times see `search_times_s`.
    """
    plain = asdict(tankers)
    for stage, written in zip(tankers.stages, plain["stages"], strict=True):
        del written["wall_s"]
        written["gap"] = stage.gap
    return plain


def search_times_s(tankers: TankerPlan | None) -> dict[str, float]:
    """Return how long the search for each objective took [s], by the name a manifest has for it.

    Parameters
    ----------
    tankers : TankerPlan or None

    Returns
    -------
    dict of str to float
    """
    stages = () if tankers is None else tankers.stages
    return {f"{SEARCH}{stage.objective}": stage.wall_s for stage in stages}


def tanker_moments(tankers: TankerPlan) -> Iterator[tuple[float, str, str, str]]:
    """Yield what a tanker plan adds to the timeline: time [s], who, event and detail.

    Parameters
    ----------
    tankers : TankerPlan

    Yields
    ------
    tuple of float, str, str, str
        In no order.
    """
    for tanker in tankers.tankers:
        yield tanker.on_s, tanker.id, "on track", tanker.track
        yield tanker.off_s, tanker.id, "off track", tanker.track
    for tanker in tankers.stand_ins:
        detail = f"ready to take off {tanker.notice_s / 60.0:.0f} min after a call, for {tanker.stands_in_for}"
        yield tanker.takeoff_s, tanker.id, "stands by", detail
    for bracket in tankers.brackets:
        place = f"{bracket.id}, {bracket.tanker} on {bracket.track}"
        yield bracket.arrive_s, bracket.flight, "at the tanker", place
        yield bracket.first_contact_s, bracket.flight, "first contact", f"{bracket.id}, {bracket.station}"
        yield bracket.leave_s, bracket.flight, "leaves the tanker", place
