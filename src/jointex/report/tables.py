"""Tables of the report: measures, objectives, separation, inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.measures import KNOWN
from jointex.report.material import Material
from jointex.report.spread import draw_share, draw_spread
from jointex.report.words import THIN, duration, figure, figures, for_people, percent
from jointex.scenario import Rules
from jointex.units import FOOT_M, NAUTICAL_MILE_M

GROUPS = (
    ("On time", ("arrival", "on_time", "departure")),
    ("Together and in formation", ("station", "together", "formation")),
    ("Fuel", ("landed", "fuel", "below_reserve", "joker", "bingo")),
    ("Refuelling", ("refuelled", "missed_contact", "no_tanker", "abort_line")),
    ("Separation", ("least", "close")),
    ("Weather on the ground, spares and crew duty", ("weather", "below_minima", "spares", "duty")),
    ("Sorties and flying", ("sorties", "flown", "home", "flying", "distance")),
)
"""Headings, and how the ids of the measures under them begin."""

VERDICTS = {"met": "Met", "missed": "Missed", "open": "Open"}
HIDDEN = ("fuel_balance_error_kg",)


@dataclass(frozen=True)
class Row:
    """A measure as a row of text; numbers in `unit`, a dash where there is none."""

    id: str
    text: str
    unit: str
    value: str
    interval: str
    p05: str
    p50: str
    p95: str
    n: int
    flights: list[tuple[str, str]]


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    name: str
    rows: list[Row]


def measure_groups(material: Material) -> list[Group]:
    """Return the measures of the exercise under their headings, with the mean of each flight beside them.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of Group
    """
    found = material.summary.get("measures", {})
    flights = [flight["id"] for flight in material.plan["flights"]]
    groups = []
    for name, beginnings in GROUPS:
        ids = [key for key in KNOWN if key in found and key.startswith(beginnings) and key not in HIDDEN]
        if ids:
            groups.append(Group(name, [_row(key, found, flights) for key in ids]))
    return groups


def _row(key: str, found: dict[str, Any], flights: list[str]) -> Row:
    entry = found[key]
    shown = [entry[name] for name in ("value", "low", "high", "p05", "p50", "p95")]
    parts = [found.get(f"{key}.{flight}", {}) for flight in flights]
    size = max([abs(value) for value in shown if value is not None], default=0.0)
    divisor, unit = for_people(KNOWN[key].unit, size)
    value, low, high, p05, p50, p95 = figures([None if one is None else one / divisor for one in shown])
    interval = "–" if low == "–" else f"{low} to {high}"
    by_flight = [_of_flight(part, divisor) for part in parts]
    return Row(key, KNOWN[key].text, unit, value, interval, p05, p50, p95, entry["n"], by_flight)


def _of_flight(part: dict[str, Any], divisor: float) -> tuple[str, str]:
    """Return mean and interval of one flight; the interval is empty where there is none."""
    numbers = [None if part.get(key) is None else part[key] / divisor for key in ("value", "low", "high")]
    value, low, high = figures(numbers)
    return value, "" if low == "–" else f"{low} to {high}"


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective with its verdict and pictures (SVG)."""

    id: str
    text: str
    because: str
    verdict: str
    verdict_word: str
    asked: str
    found: str
    share: str
    spread: str


def objective_rows(material: Material) -> list[ObjectiveRow]:
    """Return the objectives of the scenario.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of ObjectiveRow
    """
    reasons = (
        {objective.id: objective.because for objective in material.scenario.objectives} if material.scenario else {}
    )
    rows = []
    for entry in material.summary.get("objectives", ()):
        numbers = (entry["met_fraction"], entry["low"], entry["high"], entry["share"], entry["verdict"])
        rows.append(
            ObjectiveRow(
                id=entry["id"],
                text=entry["text"] or entry["measure"],
                because=reasons.get(entry["id"], ""),
                verdict=entry["verdict"],
                verdict_word=VERDICTS[entry["verdict"]],
                asked=f"{_bound(entry)} in {percent(entry['share'])} of runs",
                found=f"{percent(entry['met_fraction'])} ({percent(entry['low'])} to {percent(entry['high'])})"
                + _without(entry.get("n_without", 0)),
                share=draw_share(*numbers, name=f"share-{entry['id']}"),
                spread=draw_spread(entry, material.values.get(entry["measure"], np.zeros(0))),
            )
        )
    return rows


def _without(n_runs: int) -> str:
    """Return how many runs had nothing to measure, in words: nobody was there, or nobody shot."""
    return f"; nothing to measure in {n_runs} run{'' if n_runs == 1 else 's'}" if n_runs else ""


def _bound(entry: dict[str, Any]) -> str:
    bounds = []
    for key, word in (("at_most", "at most"), ("at_least", "at least")):
        if entry[key] is not None:
            divisor, unit = for_people(entry["unit"], entry[key])
            bounds.append(f"{word} {figure(entry[key] / divisor)}{THIN}{unit}")
    return " and ".join(bounds)


def separation_rows(material: Material) -> list[dict[str, str]]:
    """Return the planned distances between flights where they come nearest, those deepest inside the rules' box first.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of dict
        `first, second, time, lateral, vertical, ok`.
    """
    rules = material.scenario.rules if material.scenario else Rules()

    def depth(pair: dict[str, Any]) -> tuple[bool, float]:
        lateral = pair["lateral_m"] / max(rules.lateral_separation_m, 1.0)
        return pair["ok"], max(lateral, pair["vertical_m"] / max(rules.vertical_separation_m, 1.0))

    return [
        {
            "first": pair["first"],
            "second": pair["second"],
            "time": material.clock(pair["time_s"]),
            "lateral": f"{pair['lateral_m'] / NAUTICAL_MILE_M:.1f} NM",
            "vertical": f"{pair['vertical_m'] / FOOT_M:,.0f} ft",
            "ok": "kept" if pair["ok"] else "broken",
        }
        for pair in sorted(material.plan["deconfliction"], key=depth)
    ]


def separation_words(material: Material) -> str:
    """Return in a sentence or two how near flights came in the runs; empty where none was flown."""
    found = material.summary.get("measures", {})
    least = found.get("least_separation_m", {})
    if least.get("value") is None:
        return ""
    mean, low, high = (f"{least[key]:,.0f} m ({least[key] / FOOT_M:,.0f} ft)" for key in ("value", "p05", "p95"))
    close_s = found["close_time_s"]["value"]
    near = (
        f"aircraft spent {duration(close_s)} a run closer than the rule"
        if close_s
        else "no aircraft came closer than the rule"
    )
    return f"In the runs the least distance between flights was {mean} on average, in 90{THIN}% of runs {low} to {high}; {near}."


@dataclass(frozen=True)
class Inputs:
    """How many inputs behind a result rest on what; shares from 0 to 1."""

    name: str
    n: int
    shares: list[tuple[str, float, str]]


def input_rows(material: Material) -> list[Inputs]:
    """Return the share of published, derived and estimated inputs behind the results.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of Inputs
        Empty where the summary does not count them.
    """
    rows = []
    for name, counts in material.summary.get("inputs", {}).items():
        total = sum(counts.values())
        if total:
            words = KNOWN[name].text if name in KNOWN else "All results" if name == "all" else name.capitalize()
            shares = [(basis, number / total, percent(number / total)) for basis, number in counts.items() if number]
            rows.append(Inputs(words, total, shares))
    return rows
