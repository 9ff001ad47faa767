"""The signals sheet of the report: each outcome with its theory and its range, evidence side by side, and what would flip it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.errors import Fault, InputError
from jointex.record.folder import REGION
from jointex.report.ranges import draw_ranges
from jointex.report.words import duration, figure, figures

COAST_NAMES = {"RU": "Russia", "KP": "North Korea", "KR": "South Korea", "CN": "China", "TW": "Taiwan", "JP": "Japan"}
LADDER = "1 no militarised act, 2 threat, 3 display of force, 4 use of force"


@dataclass(frozen=True)
class SignalsSheet:
    """What the template shows.

    Attributes
    ----------
    facts : list of (str, str)
        The mark: name and figure.
    theories : list of dict
    outcomes : list of (str, str, list of (str, str))
        Text, unit, and middle with range: without the exercise, then for each theory.
    evidence, flips, beside : list of dict
    never, cases, default : str
    pictures : list of (str, str)
        Heading and SVG of outcomes that are drawn.
    """

    facts: list[tuple[str, str]]
    theories: list[dict[str, Any]]
    outcomes: list[tuple[str, str, list[tuple[str, str]]]]
    evidence: list[dict[str, Any]]
    flips: list[dict[str, Any]]
    beside: list[dict[str, Any]]
    never: str
    cases: str
    default: str
    pictures: list[tuple[str, str]]
    ladder: str = LADDER


def signals_sheet(region: Mapping[str, Any]) -> SignalsSheet | None:
    """Return the signals sheet.

    Parameters
    ----------
    region : mapping
        Content of region.json.

    Returns
    -------
    SignalsSheet or None
        None where the folder has none.

    Raises
    ------
    InputError
        If it is not what `jointex run` writes.
    """
    if not region:
        return None
    try:
        return _sheet(region)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        rule = f"must be as `jointex run` writes it ({type(error).__name__}: {error})"
        raise InputError(Fault(rule, REGION, hint="Remove the file, or run the scenario anew.")) from None


def _sheet(region: Mapping[str, Any]) -> SignalsSheet:
    """Return the sheet of a whole document."""
    names = [one["id"] for one in region["theories"]]
    rows = [
        (row["text"], row["unit"], [_cell(row["by_theory"][names[0]]["without"])]
         + [_cell(row["by_theory"][name]["with"]) for name in names])
        for row in region["outcomes"]
    ]  # fmt: skip
    return SignalsSheet(
        _facts(region["mark"]),
        region["theories"],
        rows,
        region["evidence"],
        region["flips"],
        region["beside"],
        region["never"],
        f"{region['cases']:,}",
        str(region.get("default", "")),
        draw_ranges(region["outcomes"], region["theories"]),
    )


def _cell(spread: Mapping[str, float]) -> tuple[str, str]:
    """Return the middle and the range of 90 % of cases."""
    middle, low, high = figures([spread["p50"], spread["p05"], spread["p95"]])
    return middle, f"{low} to {high}"


def _facts(mark: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the mark as names and figures."""
    cost = mark["flying_cost_usd"]
    coasts = {name: value for name, value in mark["least_distance_to_coast_m"].items() if value is not None}
    near = sorted(coasts, key=lambda name: coasts[name])[:3]
    zones = mark["least_distance_to_zone_m"]
    money = [f"{cost[key] / 1e6:.2g}" for key in ("value", "low", "high")]
    return [
        ("Aircraft", f"{mark['aircraft']} planned, of them {mark['bombers']} bombers and {mark['fighters']} fighters"),
        ("Nuclear-capable type", "yes; which aircraft of it flew is not public" if mark["nuclear_capable"] else "no"),
        ("Sorties", f"{figure(mark['sorties'])} in the mean of {mark['runs']:,} runs" if mark["runs"] else "not flown"),
        ("Nearest coasts", ", ".join(f"{COAST_NAMES.get(name, name)} {coasts[name] / 1000.0:,.0f} km" for name in near)),
        ("Air-defence zones of others", "; ".join(_zone_words(one) for one in zones.values()) or "none"),
        ("From first take-off to last landing", duration(mark["duration_s"])),
        ("Notice", "not in the scenario: 0 to 30 days drawn" if mark["notice_days"] is None else f"{mark['notice_days']:g} days"),
        ("Flying hours", f"{sum(mark['flying_hours'].values()):,.1f} h"),
        ("Cost of these hours", f"{money[0]} million USD; {money[1]} to {money[2]} (estimated)"),
        ("Breaches of the separation rule", f"{figure(mark['separation_breaches'])} a run"),
    ]  # fmt: skip


def _zone_words(zone: Mapping[str, Any]) -> str:
    distance_m = zone["distance_m"]
    if distance_m is None:
        return f"{zone['name']}: unknown"
    return f"{zone['name']}: {'entered' if distance_m == 0.0 else f'{distance_m / 1000.0:,.0f} km away'}"
