"""From a test and its evidence to one of six verdicts, with the numbers behind it and how sure it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.claims.facts import STATUS_SURE, Fact
from jointex.claims.model import (
    Bounds,
    FactTest,
    FollowTest,
    MeasureTest,
    NoTest,
    PlannedTest,
    ReportsTest,
    RiseTest,
    Test,
)
from jointex.claims.named import FAMILIES, Lookup
from jointex.measures import KNOWN
from jointex.region.calendar import KINDS, PLACES, Dated, days_of
from jointex.region.study import LEVEL, company, tail

SUPPORTED, CONTRADICTED, OVERSTATED = "supported", "contradicted", "overstated"
CONTESTED, NOT_ESTABLISHED, CANNOT = "contested", "not established", "cannot be tested"
VERDICTS = (SUPPORTED, CONTRADICTED, OVERSTATED, CONTESTED, NOT_ESTABLISHED, CANNOT)
SURE = ("low", "medium", "high")
MANY_RUNS = 30
"""Runs from which on an interval of a measure is taken as it is. A usual rule of thumb."""
MOST_LISTED = 8
"""Dated events named one by one in the evidence; more are in the calendar."""


@dataclass(frozen=True)
class Finding:
    """A verdict with what it rests on.

    Attributes
    ----------
    verdict : str
        One of `VERDICTS`.
    evidence : str
        Sentences with numbers, units, dates.
    source : str
        Where the numbers come from.
    date : str
        Of when they hold; empty for a run.
    sure : str
        `high`, `medium` or `low`.
    """

    verdict: str
    evidence: str
    source: str
    date: str
    sure: str


@dataclass(frozen=True)
class Ground:
    """What statements are held against: plan, summary and figures of a run, dated figures, and dated events."""

    plan: Mapping[str, Any]
    summary: Mapping[str, Any]
    facts: Mapping[str, Fact]
    figure: Lookup = lambda name: None
    events: tuple[Dated, ...] = ()


def find(test: Test, ground: Ground) -> Finding:
    """Return the verdict on a statement.

    Parameters
    ----------
    test : Test
    ground : Ground

    Returns
    -------
    Finding
    """
    if isinstance(test, MeasureTest):
        return _of_measure(test, ground)
    if isinstance(test, FactTest):
        return _of_fact(test, ground)
    if isinstance(test, PlannedTest):
        return _of_plan(test, ground)
    if isinstance(test, ReportsTest):
        return _of_reports(test, ground)
    if isinstance(test, RiseTest):
        return _of_rise(test, ground)
    if isinstance(test, FollowTest):
        return _of_follow(test, ground)
    return _of_nothing(test, ground)


def verdict_on(number: float, bounds: Bounds) -> str:
    """Return the verdict on one number.

    Parameters
    ----------
    number : float
    bounds : Bounds

    Returns
    -------
    str
        Supported, contradicted, or overstated where it is short of what is claimed and still goes that way.
    """
    if bounds.holds(number):
        return SUPPORTED
    if bounds.overstated_from is not None and number >= bounds.overstated_from:
        return OVERSTATED
    return CONTRADICTED


def verdict_on_interval(low: float, high: float, bounds: Bounds) -> str:
    """Return the verdict on a number that is known within an interval: not established where its ends disagree."""
    ends = {verdict_on(low, bounds), verdict_on(high, bounds)}
    if bounds.equals is not None and low <= bounds.equals <= high:
        ends.add(SUPPORTED)
    return ends.pop() if len(ends) == 1 else NOT_ESTABLISHED


def _of_measure(test: MeasureTest, ground: Ground) -> Finding:
    """Hold the interval of a measure's mean, or the range of a figure, against bounds."""
    if test.measure.partition(".")[0] not in KNOWN:
        return _of_figure(test, ground)
    entry = ground.summary.get("measures", {}).get(test.measure)
    source = f"this run: {ground.plan.get('scenario', '')}, {ground.summary.get('runs', 0):,} runs"
    if entry is None or entry.get("value") is None:
        why = "was not measured in this run" if entry is None else "had no value in any run"
        return Finding(NOT_ESTABLISHED, f"{test.measure} {why}.", source, "", "low")
    value, unit = float(entry["value"]), f" {entry['unit']}" if entry.get("unit") else ""
    low, high = (value if entry.get(key) is None else float(entry[key]) for key in ("low", "high"))
    shown = f"{value:,.4g}{unit} ({low:,.4g} to {high:,.4g} in {entry.get('n', 0):,} runs)"
    evidence = f"{test.measure} is {shown}. {test.bounds.words(unit.strip())}"
    sure = "high" if int(entry.get("n") or 0) >= MANY_RUNS else "medium"
    if entry.get("basis") != "published":
        sure = SURE[max(0, SURE.index(sure) - 1)]
        evidence += " It rests on estimated inputs too."
    return Finding(verdict_on_interval(low, high, test.bounds), evidence, source, "", sure)


def _of_figure(test: MeasureTest, ground: Ground) -> Finding:
    """Hold the range of a figure of the run folder against bounds."""
    found = ground.figure(test.measure)
    if found is None:
        file = FAMILIES[test.measure.partition(".")[0]]
        way = "`jointex weigh` makes it" if file.startswith("weigh") else "`jointex run` makes it"
        return Finding(
            NOT_ESTABLISHED, f"{test.measure} is in {file}, which is not there: {way}.", "this run", "", "low"
        )
    if found.value is None:
        return Finding(NOT_ESTABLISHED, f"{found.text}. {test.bounds.words(found.unit)}", found.source, "", "low")
    sure = "medium" if found.basis == "published" else "low"
    evidence = f"{found.text}. {test.bounds.words(found.unit)} Its basis is {found.basis}."
    verdict = verdict_on_interval(found.low, found.high, test.bounds)
    return Finding(verdict, evidence, found.source, "", sure)


def _of_rise(test: RiseTest, ground: Ground) -> Finding:
    """Hold counts of dated events in two spans of the same length against each other: chance alone must seldom do as much."""
    until = dt.date.fromisoformat(test.until)
    middle, start = (until - dt.timedelta(days=n * test.days) for n in (1, 2))
    listed = [one for one in ground.events if one.kind == test.kind and test.place in ("", one.place)]
    late = [one for one in listed if middle < one.date <= until]
    early = [one for one in listed if start < one.date <= middle]
    total = len(late) + len(early)
    by_chance = tail(len(late), total, 0.5) if total else 1.0
    fallen = tail(len(early), total, 0.5) if total else 1.0
    verdict = SUPPORTED if by_chance < LEVEL else CONTRADICTED if fallen < LEVEL else NOT_ESTABLISHED
    what = KINDS[test.kind].lower() + (f", {PLACES[test.place]}" if test.place else "")
    listing = f" ({'; '.join(f'{one.date} {one.text}' for one in [*early, *late])})" if 0 < total <= MOST_LISTED else ""
    evidence = (
        f"Dated events here ({what}): {len(late)} in the {test.days} days to {until}, {len(early)} in as many before{listing}. "
        f"Our test: so many more that chance alone would do it in fewer than {LEVEL:.0%} of cases; it would in {by_chance:.0%}. "
        "The list is incomplete."
    )
    recalled = any(one.status == "recalled" for one in [*early, *late])
    date = max((str(one.date) for one in [*early, *late]), default="")
    more, sure = _beside(test.beside, ground, "low" if recalled or not total else "medium")
    return Finding(verdict, evidence + more, "calendar of dated events", date, sure)


def _of_follow(test: FollowTest, ground: Ground) -> Finding:
    """Count how often dated events follow others, as the signals sheet does, beside what chance would give."""
    first, then = (days_of(ground.events, kind) for kind in (test.first, test.then))
    found = company(first, then, test.days, (test.first, test.then))
    verdict = SUPPORTED if found.p_value < LEVEL else NOT_ESTABLISHED
    evidence = (
        f"{KINDS[test.then]} after {KINDS[test.first].lower()} within {test.days} days: {found.followed} of {found.firsts}; "
        f"{found.expected:.1f} expected by chance (p = {found.p_value:.2g}). Our test: p below {LEVEL:g}. "
        f"What comes after is not thereby its effect, and the lists are incomplete."
    )
    more, sure = _beside(test.beside, ground, "medium")
    return Finding(verdict, evidence + more, "calendar of dated events", str(max([*first, *then], default="")), sure)


def _of_fact(test: FactTest, ground: Ground) -> Finding:
    """Hold a dated figure against bounds."""
    fact = ground.facts[test.fact]
    evidence = f"{fact.text}. {test.bounds.words(fact.unit)}"
    more, sure = _beside(test.beside, ground, fact.sure)
    return Finding(verdict_on(fact.value, test.bounds), evidence + more, fact.source, fact.date, sure)


def _of_plan(test: PlannedTest, ground: Ground) -> Finding:
    """Count aircraft of the plan."""
    flights = [
        one
        for one in ground.plan.get("flights", ())
        if one["aircraft"] == test.aircraft and test.nation in ("", one.get("nation"))
    ]
    count = sum(int(one["count"]) for one in flights)
    whose = f" of {test.nation}" if test.nation else ""
    evidence = f"The plan has {count} {test.aircraft}{whose}. {test.bounds.words()}"
    source = f"this run: {ground.plan.get('scenario', '')}, an input"
    return Finding(verdict_on(count, test.bounds), evidence, source, "", "high")


def _of_reports(test: ReportsTest, ground: Ground) -> Finding:
    """Weigh what reports say: one voice decides, two against each other do not."""
    says = {one.says for one in test.reports}
    if {"yes", "no"} <= says:
        verdict = CONTESTED
    elif says & {"no", "other"}:
        verdict = CONTRADICTED
    elif "yes" in says:
        verdict = SUPPORTED
    else:
        verdict = NOT_ESTABLISHED
    evidence = " ".join(f"{one.date}: {one.text}." for one in test.reports)
    n_decisive = sum(one.says in ("yes", "no", "other") for one in test.reports)
    sure = "high" if n_decisive > 1 and verdict != CONTESTED else "medium" if n_decisive else "low"
    more, sure = _beside(test.beside, ground, sure)
    sources = "; ".join(dict.fromkeys(one.source for one in test.reports))
    return Finding(verdict, evidence + more, sources, max(one.date for one in test.reports), sure)


def _of_nothing(test: NoTest, ground: Ground) -> Finding:
    """Say why a statement cannot be tested."""
    more, _ = _beside(test.beside, ground, "high")
    evidence = f"{test.because}. It would take {test.needs}." if test.needs else f"{test.because}."
    known = [ground.facts[name] for name in test.beside]
    sources = "; ".join(dict.fromkeys(fact.source for fact in known))
    return Finding(CANNOT, evidence + more, sources, max((fact.date for fact in known), default=""), "high")


def _beside(names: tuple[str, ...], ground: Ground, sure: str) -> tuple[str, str]:
    """Return sentences of further figures, and how sure all of them are together: as the weakest."""
    known = [ground.facts[name] for name in names]
    weakest = min([sure, *(STATUS_SURE[fact.status] for fact in known)], key=SURE.index)
    return "".join(f" {fact.text}." for fact in known), weakest
