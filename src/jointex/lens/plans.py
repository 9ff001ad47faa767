"""What differs between two plans: whether they hold, their findings and needs, times and fuel, tankers, gates, timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jointex.lens.leaves import different_leaves

Plan = Mapping[str, Any]

ONE_BY_ONE = ("id", "members", "points", "rules")
"""Parts of a flight that are compared elsewhere, or only repeat others."""
SAME_TIME_S = 0.5
"""Moments closer than this are the same [s]."""


def compare_plans(first: Plan, second: Plan) -> dict[str, Any]:
    """Return what differs between two plans.

    Parameters
    ----------
    first, second : mapping
        The content of plan.json.

    Returns
    -------
    dict
        `feasible`, `findings`, `unmet` (each what stands in one alone), `flights`, `tankers`, `brackets`, `gates` and
        `timeline` (rows with `a` and `b`).
    """
    refuelling = [plan.get("refuelling") or {} for plan in (first, second)]
    return {
        "feasible": {"a": first["feasible"], "b": second["feasible"]},
        "findings": _apart(first["findings"], second["findings"]),
        "unmet": _apart(first["unmet"], second["unmet"]),
        "flights": list(_rows(_by_id(_flights(first)), _by_id(_flights(second)))),
        "tankers": {
            "a": _sorties(first, refuelling[0]),
            "b": _sorties(second, refuelling[1]),
            "differ": list(_rows(*(_by_id(one.get("tankers", ())) for one in refuelling))),
        },
        "brackets": list(_rows(*(_by_id(one.get("brackets", ())) for one in refuelling))),
        "gates": compare_gates(*refuelling),
        "timeline": _timeline(first, second),
    }


def _sorties(plan: Plan, refuelling: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many tankers fly, and what they give in all."""
    tankers, brackets = refuelling.get("tankers", ()), refuelling.get("brackets", ())
    return {
        "sorties": len(tankers),
        "stations": sum(int(station[2]) for tanker in tankers for station in tanker.get("stations", ())),
        "give_kg": float(sum(tanker.get("give_kg") or 0.0 for tanker in tankers)),
        "brackets": len(brackets),
        "unmet_needs": len(plan["unmet"]),
    }


def compare_gates(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the gates between tankers and receivers that differ, or stand in one plan alone.

    Parameters
    ----------
    first, second : mapping
        The part `refuelling` of plan.json, empty where there is none.

    Returns
    -------
    list of dict
        `tanker, receiver, station, gate`, and status and reason in `a` and `b`.
    """
    names = ("tanker", "receiver", "station", "gate")
    tables = [{tuple(row[name] for name in names): row for row in one.get("gates", ())} for one in (first, second)]
    keys = [*tables[0], *(key for key in tables[1] if key not in tables[0])]
    found = []
    for key in keys:
        sides = [_gate(table.get(key)) for table in tables]
        if sides[0] != sides[1]:
            found.append({**dict(zip(names, key, strict=True)), "a": sides[0], "b": sides[1]})
    return found


def _gate(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {"status": row["status"], "reason": row["reason"]}


def _flights(plan: Plan) -> list[dict[str, Any]]:
    """Return the flights with what is compared of them."""
    return [{"id": one["id"], **{k: v for k, v in one.items() if k not in ONE_BY_ONE}} for one in plan["flights"]]


def _by_id(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(one["id"]): {k: v for k, v in one.items() if k != "id"} for one in entries}


def _rows(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what differs entry by entry; an entry that stands on one side alone is one row."""
    for name in [*first, *(name for name in second if name not in first)]:
        if name not in first or name not in second:
            yield {"id": name, "key": "", "a": name in first, "b": name in second, "difference": None}
            continue
        for leaf in different_leaves(first[name], second[name]):
            yield {"id": name, **leaf, "difference": _difference(leaf["a"], leaf["b"])}


def _difference(a: Any, b: Any) -> float | None:
    are_numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (a, b))
    return float(b) - float(a) if are_numbers else None


def _apart(first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the entries that stand in one list alone."""
    a, b = [dict(entry) for entry in first], [dict(entry) for entry in second]
    return {"only_a": [one for one in a if one not in b], "only_b": [one for one in b if one not in a]}


def _timeline(first: Plan, second: Plan) -> list[dict[str, Any]]:
    """Return the moments that moved, or stand in one timeline alone: the same event of a flight, first with first."""
    tables = [_moments(plan) for plan in (first, second)]
    keys = [*tables[0], *(key for key in tables[1] if key not in tables[0])]
    found = []
    for key in keys:
        a_s, b_s = tables[0].get(key), tables[1].get(key)
        shift_s = None if a_s is None or b_s is None else b_s - a_s
        if shift_s is None or abs(shift_s) >= SAME_TIME_S:
            flight, event, detail, _ = key
            found.append(
                {"flight": flight, "event": event, "detail": detail, "a_s": a_s, "b_s": b_s, "difference_s": shift_s}
            )
    return sorted(found, key=lambda row: row["a_s"] if row["b_s"] is None else row["b_s"])


def _moments(plan: Plan) -> dict[tuple[str, str, str, int], float]:
    """Return the times of a timeline by flight, event, detail and count of the same."""
    seen: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    found = {}
    for row in plan["timeline"]:
        # the first moments tell type and base, which are compared with the flights
        detail = "" if row["event"] in ("taxi", "take-off", "land") else str(row["detail"])
        key = (str(row["flight"]), str(row["event"]), detail)
        seen[key] += 1
        found[(*key, seen[key])] = float(row["time_s"])
    return found
