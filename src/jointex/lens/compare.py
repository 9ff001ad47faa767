"""Two exercises side by side: what differs in scenario, plan, timeline, objectives and measures, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from jointex.lens.gates import gate_differences
from jointex.lens.leaves import different_leaves
from jointex.lens.plans import compare_plans
from jointex.lens.sides import Side
from jointex.measures.catalogue import KNOWN
from jointex.measures.differences import Difference, paired_difference, unpaired_difference

OBJECTIVE = "objective."


def compare_sides(first: Side, second: Side) -> dict[str, Any]:
    """Return what differs between two sides; a difference is always the second less the first.

    Parameters
    ----------
    first, second : Side

    Returns
    -------
    dict
        `a` and `b`, `paired` and why not, `scenario` (keys changed), `plan`, `gates`, `timeline`, `objectives`, `measures`
        and `methods`.
    """
    why = why_unpaired(first, second)
    plan = compare_plans(first.plan, second.plan)
    return {
        "format": 1,
        "a": first.to_json(),
        "b": second.to_json(),
        "paired": not why,
        "why_unpaired": why or None,
        "scenario": different_leaves(first.scenario, second.scenario),
        "gates": gate_differences(first, second),
        "timeline": plan.pop("timeline"),
        "plan": plan,
        "objectives": objective_rows(first, second, not why),
        "measures": comparison_rows(first, second),
        "methods": _methods(not why),
    }


def why_unpaired(first: Side, second: Side) -> str:
    """Return why the runs of two sides do not share their luck; empty if they do.

    Parameters
    ----------
    first, second : Side

    Returns
    -------
    str
        A sentence without its full stop.
    """
    if not first.n_runs or not second.n_runs:
        bare = " and ".join(side.name for side in (first, second) if not side.n_runs)
        return f"nothing was flown in {bare}"
    if first.seed != second.seed:
        return f"the seeds differ ({first.seed} and {second.seed})"
    if first.n_runs != second.n_runs or not np.array_equal(first.runs, second.runs):
        return f"the runs differ ({first.n_runs} and {second.n_runs})"
    return ""


def comparison_rows(first: Side, second: Side) -> list[dict[str, Any]]:
    """Return every measure of two sides with its difference.

    Parameters
    ----------
    first, second : Side

    Returns
    -------
    list of dict
        `measure`, `flight` (empty for all), `text`, `unit`, `a`, `b`, `difference`, `low`, `high`, `n_a`, `n_b`, `n_differ`
        (pairs that differ at all; None unpaired) and `excludes_zero`. Measures that one side does not have come with None.
    """
    is_paired = not why_unpaired(first, second)
    names = [name for name in first.values if not name.startswith(OBJECTIVE)]
    names += [name for name in second.values if not name.startswith(OBJECTIVE) and name not in first.values]
    return [
        {**_named(name), **_row(_difference(name, first, second, is_paired), is_paired)}
        for name in names
        if name.partition(".")[0] in KNOWN
    ]


def objective_rows(first: Side, second: Side, is_paired: bool) -> list[dict[str, Any]]:
    """Return each objective with the share of runs that met it on both sides.

    Parameters
    ----------
    first, second : Side
    is_paired : bool
        Whether their runs share their luck.

    Returns
    -------
    list of dict
        As `comparison_rows` has it for a measure, with `id`, `text`, `measure`, `share` and the verdicts of both sides.
    """
    tables = [{str(one["id"]): one for one in side.objectives} for side in (first, second)]
    found = []
    for name in [*tables[0], *(name for name in tables[1] if name not in tables[0])]:
        a, b = tables[0].get(name), tables[1].get(name)
        told: Mapping[str, Any] = b or a or {}
        difference = _difference(f"{OBJECTIVE}{name}", first, second, is_paired, is_share=True)
        found.append(
            {
                "id": name,
                "text": told.get("text", ""),
                "measure": told.get("measure", ""),
                **_row(difference, is_paired),
                "share": told.get("share"),
                "verdict_a": a["verdict"] if a else None,
                "verdict_b": b["verdict"] if b else None,
                "is_same_objective": a is not None and b is not None and _bounds(a) == _bounds(b),
            }
        )
    return found


def _named(name: str) -> dict[str, Any]:
    measure, _, flight = name.partition(".")
    return {"measure": measure, "flight": flight, "text": KNOWN[measure].text, "unit": KNOWN[measure].unit}


def _row(found: Difference, is_paired: bool) -> dict[str, Any]:
    return {
        "a": found.first,
        "b": found.second,
        "difference": found.value,
        "low": found.low,
        "high": found.high,
        "n_a": found.n_first,
        "n_b": found.n_second,
        "n_differ": found.n_differ if is_paired else None,
        "excludes_zero": found.excludes_zero,
    }


def _difference(name: str, first: Side, second: Side, is_paired: bool, is_share: bool = False) -> Difference:
    """Return the difference of one measure; over no runs where a side does not have it."""
    a = first.values.get(name, np.full(first.n_runs, np.nan))
    b = second.values.get(name, np.full(second.n_runs, np.nan))
    is_pair = is_paired and name in first.values and name in second.values
    found = paired_difference(a, b, is_share) if is_pair else unpaired_difference(a, b, is_share)
    measure = KNOWN.get(name.partition(".")[0])
    return found.within(-1.0, 1.0) if is_share or (measure is not None and measure.kind == "share") else found


def _bounds(objective: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(objective.get(key) for key in ("measure", "at_most", "at_least", "share"))


def _methods(is_paired: bool) -> dict[str, str]:
    from jointex.measures.differences import PAIRED_MEAN, PAIRED_SHARE, UNPAIRED_SHARE, WELCH

    return {
        "measures": PAIRED_MEAN if is_paired else WELCH,
        "objectives": PAIRED_SHARE if is_paired else UNPAIRED_SHARE,
    }
