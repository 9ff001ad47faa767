"""Objectives of a scenario against the runs: in what share of them each was met, and whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.errors import Fault, nearest_name
from jointex.measures.catalogue import KNOWN
from jointex.measures.intervals import share_interval

Array = npt.NDArray[Any]


def measure_key(objective: Any) -> str:
    """Return the id under which the summary holds the measure of an objective: `arrival_error_s.DOOM`."""
    return f"{objective.measure}.{objective.flight}" if objective.flight else str(objective.measure)


def objective_faults(objectives: Iterable[Any], flights: Sequence[str]) -> list[Fault]:
    """Return what is wrong with the objectives of a scenario.

    Parameters
    ----------
    objectives : iterable of scenario.Objective
        They have `id`, `measure` and `flight`.
    flights : sequence of str
        Ids of the flights.

    Returns
    -------
    list of Fault
        Empty if every objective names a known measure and a known flight.
    """
    faults = []
    for objective in objectives:
        key = f"objectives.{objective.id}"
        if objective.measure not in KNOWN:
            hint = nearest_name(objective.measure, KNOWN)
            faults.append(Fault("must name a known measure", key=f"{key}.measure", value=objective.measure, hint=hint))
        if objective.flight and objective.flight not in flights:
            hint = nearest_name(objective.flight, flights)
            faults.append(Fault("must name a flight", key=f"{key}.flight", value=objective.flight, hint=hint))
    return faults


def is_met(values: Array, at_most: float | None, at_least: float | None, if_absent: bool = False) -> Array:
    """Return in which runs an objective was met.

    Parameters
    ----------
    values : array (n_runs,)
        The measure; NaN where it never happened.
    at_most, at_least : float or None
        Bounds, in the unit of the measure.
    if_absent : bool
        Whether it counts as met where it never happened.

    Returns
    -------
    array (n_runs,) of bool
    """
    absent = np.isnan(values)
    met = np.isfinite(values)
    if at_most is not None:
        met &= np.nan_to_num(values, nan=np.inf) <= at_most
    if at_least is not None:
        met &= np.nan_to_num(values, nan=-np.inf) >= at_least
    return met | absent if if_absent else met


def judge(objective: Any, met: Array, value: float | None, unit: str, n_without: int = 0) -> dict[str, Any]:
    """Return an objective as summary.json has it.

    Parameters
    ----------
    objective : scenario.Objective
    met : array (n_runs,) of bool
        In which runs it was met.
    value : float or None
        Mean of its measure.
    unit : str
        Unit of the measure.
    n_without : int
        Runs in which the measure has no value: nobody was there, or nothing of the kind happened.

    Returns
    -------
    dict
        With `verdict` "met" or "missed" where the whole interval of the share lies on that side of the share asked for,
        "open" where the runs are too few to say.
    """
    share = float(np.mean(met)) if len(met) else 0.0
    low, high = share_interval(share, len(met)) or (0.0, 1.0)
    wanted = 1.0 if objective.share is None else float(objective.share)
    # an interval of a share never reaches 1 with finite runs: "always" is judged by what was seen
    is_sure = share == 1.0 if wanted == 1.0 else low >= wanted
    return {
        "id": objective.id,
        "text": objective.text,
        "measure": measure_key(objective),
        "at_most": objective.at_most,
        "at_least": objective.at_least,
        "unit": unit,
        "value": value,
        "share": wanted,
        "met_fraction": share,
        "low": low,
        "high": high,
        "n": len(met),
        "n_without": n_without,
        "verdict": "met" if is_sure else "missed" if high < wanted else "open",
    }
