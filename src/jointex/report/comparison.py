"""What a swap changes, as the report shows it: from the comparison in summary.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jointex.report.material import Material
from jointex.report.words import figure, for_people

FLIGHT_KEYS = {
    "aircraft": "aircraft",
    "base": "base",
    "recovery": "recovery",
    "takeoff_time_s": "take-off",
    "landing_time_s": "landing",
    "fuel.loaded_kg": "fuel loaded",
    "fuel.landing_kg": "planned on landing",
}
"""What is told of a flight that differs, and how it is called."""


def swap_changes(material: Material) -> dict[str, Any] | None:
    """Return what a swap changes, as rows of text; None where nothing was swapped.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict or None
        `a`, `b`, `notes`, `verdicts`, `flights`, `tankers`, `gates`, `objectives` and `measures`.
    """
    document = material.summary.get("comparison")
    if not document:
        return None
    return {
        "a": document["a"]["name"],
        "b": document["b"]["name"],
        "notes": document["b"]["notes"],
        "verdicts": [_verdict(document[side]) for side in ("a", "b")],
        "is_paired": document["paired"],
        "flights": list(_flights(document["plan"]["flights"], material)),
        "tankers": list(_tankers(document["plan"]["tankers"])),
        "gates": [_gate(row) for row in document["gates"]],
        "objectives": [_objective(row) for row in document["objectives"]],
        "measures": [_measure(row) for row in document["measures"] if row["excludes_zero"] and not row["flight"]],
    }


def _verdict(side: Mapping[str, Any]) -> str:
    return "can be flown" if side["feasible"] else "cannot be flown as it stands"


def _flights(rows: list[dict[str, Any]], material: Material) -> Iterator[tuple[str, str, str, str]]:
    for row in rows:
        if not row["key"]:
            yield row["id"], "is planned", *(("yes" if row[side] else "no") for side in ("a", "b"))
        elif row["key"] in FLIGHT_KEYS:
            yield row["id"], FLIGHT_KEYS[row["key"]], *(_value(row[side], row["key"], material) for side in ("a", "b"))


def _value(value: Any, key: str, material: Material) -> str:
    if value is None:
        return "–"
    if key.endswith("time_s"):
        return str(material.clock(value))
    return f"{figure(value, 4)} kg" if key.endswith("_kg") else str(value)


def _tankers(tankers: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    names = {"sorties": "tanker sorties", "stations": "stations", "brackets": "brackets", "give_kg": "given, kg"}
    if any(tankers[side]["sorties"] for side in ("a", "b")):
        for key, words in names.items():
            yield words, figure(tankers["a"][key], 4), figure(tankers["b"][key], 4)


def _gate(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return f"{row['tanker']}, {row['station'].replace('_', ' ')}", row["flight"], _side(row["a"]), _side(row["b"])


def _side(side: Mapping[str, Any] | None) -> str:
    if side is None:
        return "–"
    names = ", ".join(reason.partition(":")[0] for reason in side["reasons"])
    return f"{side['receiver']} from {side['tanker']}: {side['status']}{f' ({names})' if names else ''}"


def _objective(row: Mapping[str, Any]) -> dict[str, str]:
    return {"text": row["text"], "id": row["id"], "unit": "%", **_numbers(row, 0.01)}


def _measure(row: Mapping[str, Any]) -> dict[str, str]:
    size = max(abs(row[name]) for name in ("a", "b", "difference") if row[name] is not None)
    divisor, unit = for_people(row["unit"], size)
    return {"text": row["text"], "id": row["measure"], "unit": unit, **_numbers(row, divisor)}


def _numbers(row: Mapping[str, Any], divisor: float) -> dict[str, str]:
    """Return both sides, the difference with its sign, its interval, and what that says."""
    a, b, difference, low, high = (
        None if row[name] is None else row[name] / divisor for name in ("a", "b", "difference", "low", "high")
    )
    says = "differs" if row["excludes_zero"] else "the same" if row["n_differ"] == 0 else "open"
    return {
        "a": figure(a),
        "b": figure(b),
        "difference": _signed(difference),
        "interval": "–" if low is None else f"{_signed(low)} to {_signed(high)}",
        "says": says,
    }


def _signed(value: float | None) -> str:
    text = figure(value)
    return f"+{text}" if value is not None and value > 0.0 and text != "0" else text
