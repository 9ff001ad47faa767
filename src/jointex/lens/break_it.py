"""The smallest single failure that strands somebody, found by flying the plan with each, and the margin to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.engine.ensemble import fly_chunk
from jointex.engine.setup import Setup, set_up
from jointex.fleet.log import Task
from jointex.lens.failures import Failure, failures_of, without_chance
from jointex.planning import Plan

HALVINGS = 9
"""Halvings of a failure's largest size: to a five-hundredth of it."""


@dataclass(frozen=True)
class Trial:
    """What became of a run with one failure.

    Attributes
    ----------
    stranded : tuple of str
        Aircraft that ran dry, or landed with less than their reserve.
    diverted : tuple of str
        Aircraft that landed elsewhere.
    """

    stranded: tuple[str, ...]
    diverted: tuple[str, ...]


def break_plan(plan: Plan) -> dict[str, Any]:
    """Return how large each single failure may get before it strands somebody.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict
        `stranded_as_planned` and `diverted_as_planned` (aircraft that are so without any failure), `smallest` (a row or
        None) and `failures`: a row each, the weakest spot first, with the least `size` [`unit`] that strands somebody (None:
        not up to `most`), its `margin` (that size over the `reference` size of its kind), who is `stranded` then, and who
        has `diverted` at the largest size tried.
    """
    setup = without_chance(set_up(plan, 0, tracks=0))
    as_planned = fly(setup, plan)
    rows = [] if as_planned.stranded else [_row(failure, setup, plan) for failure in failures_of(plan)]
    rows.sort(key=lambda row: (row["margin"] is None, row["margin"] or 0.0, row["kind"], row["target"]))
    smallest = rows[0] if rows and rows[0]["margin"] is not None else None
    return {
        "stranded_as_planned": list(as_planned.stranded),
        "diverted_as_planned": list(as_planned.diverted),
        "smallest": smallest,
        "failures": rows,
        "method": "each failure alone, flown with nothing else drawn; sizes by halving, so that a plan which fails at a size "
        "and holds at a larger one may have its smaller size missed",
    }


def fly(setup: Setup, plan: Plan) -> Trial:
    """Return what becomes of one run.

    Parameters
    ----------
    setup : Setup
        With its failure put in.
    plan : Plan

    Returns
    -------
    Trial
    """
    tallies = fly_chunk(setup, plan.weather, 0, 1).tallies
    reserves_kg = np.array([flight.fuel.reserve_kg for flight in plan.flights for _ in flight.members])
    order = np.argsort(tallies["aircraft"])
    tallies = tallies[order]
    is_short = (tallies["last_task"] == Task.DOWN) & (tallies["landed_kg"] < reserves_kg)
    is_stranded = (tallies["last_task"] == Task.LOST) | is_short
    return Trial(_names(plan, is_stranded), _names(plan, tallies["landed_at"] > 0))


def _names(plan: Plan, chosen: Any) -> tuple[str, ...]:
    return tuple(name for name, is_one in zip(plan.members, chosen.tolist(), strict=True) if is_one)


def _row(failure: Failure, setup: Setup, plan: Plan) -> dict[str, Any]:
    """Return one failure with the least size that strands somebody."""
    worst = fly(failure.apply(setup, failure.most), plan)
    size, trial = (failure.most, worst) if worst.stranded else (None, worst)
    if size is not None and not failure.is_whole:
        size, trial = _least(failure, setup, plan, worst)
    return {
        "kind": failure.kind,
        "target": failure.target,
        "text": failure.words(failure.most if size is None else size),
        "size": size,
        "unit": failure.unit,
        "reference": failure.reference,
        "most": failure.most,
        "margin": None if size is None else size / failure.reference,
        "stranded": list(trial.stranded),
        "diverted": list(worst.diverted),
    }


def _least(failure: Failure, setup: Setup, plan: Plan, worst: Trial) -> tuple[float, Trial]:
    """Return the least size that strands somebody, from above, and whom."""
    holds, breaks, found = 0.0, failure.most, worst
    for _ in range(HALVINGS):
        middle = 0.5 * (holds + breaks)
        trial = fly(failure.apply(setup, middle), plan)
        if trial.stranded:
            breaks, found = middle, trial
        else:
            holds = middle
    return breaks, found
