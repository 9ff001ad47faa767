"""From a test and its evidence to one of six verdicts, with the numbers behind it and how sure it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.claims.facts import SHARE, STATUS_SURE, Fact, Link, named, number_words
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
from jointex.claims.named import FAMILIES, Lookup, Named, theory_bound
from jointex.measures import KNOWN
from jointex.region.calendar import KINDS, PLACES, Dated, days_of
from jointex.region.study import LEVEL, company, tail
from jointex.region.theories import THEORIES, theories

SUPPORTED, CONTRADICTED, OVERSTATED = "supported", "contradicted", "overstated"
CONTESTED, NOT_ESTABLISHED, CANNOT = "contested", "not established", "cannot be tested"
VERDICTS = (SUPPORTED, CONTRADICTED, OVERSTATED, CONTESTED, NOT_ESTABLISHED, CANNOT)
SURE = ("low", "medium", "high")
MANY_RUNS = 30
"""Runs from which on an interval of a measure is taken as it is. A usual rule of thumb."""
CALENDAR = "calendar of dated events"
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
        `high`, `medium` or `low`, of the verdict: as the weakest of what it rests on, which are the reading of the figure, what
        it was made from, and whose the bound is.
    figure : str
        Name of the measure or figure held against the bounds, or of the events counted; empty where none is.
    value, low, high : float or None
        That figure and the ends of its range [`unit`].
    unit : str
        In words.
    bounds : Bounds or None
        What it was held against.
    expected, p_value : float or None
        Of counts of events: what chance or the time before would give, and the probability of so many by chance.
    links : tuple of Link
        Sources one by one.
    """

    verdict: str
    evidence: str
    source: str
    date: str
    sure: str
    figure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    bounds: Bounds | None = None
    expected: float | None = None
    p_value: float | None = None
    links: tuple[Link, ...] = ()


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


def weakest(*grades: str) -> str:
    """Return the weakest of grades of sureness."""
    return min(grades, key=SURE.index)


def sure_of_bounds(low: float, high: float, bounds: Bounds, unit: str = "") -> str:
    """Return how sure bounds let a verdict be.

    Parameters
    ----------
    low, high : float
        Ends of the number held against them [`unit`].
    bounds : Bounds
    unit : str

    Returns
    -------
    str
        High where they are the statement's own or published; of ours, medium where half and double of them give the same
        verdict, and low where they do not.
    """
    if bounds.bar != "ours":
        return "high"
    at = verdict_on_interval(low, high, bounds)
    moved = {verdict_on_interval(low, high, one) for one in bounds.half_and_double(unit)}
    return "medium" if moved == {at} else "low"


def _of_measure(test: MeasureTest, ground: Ground) -> Finding:
    """Hold the interval of a measure's mean, or the range of a figure, against bounds."""
    family, _, part = test.measure.partition(".")
    if family not in KNOWN:
        return _of_figure(test, ground)
    entry = ground.summary.get("measures", {}).get(test.measure)
    runs = ground.summary.get("runs", 0)
    source = f"this run: {ground.plan.get('scenario', '')}, {runs:,} {'run' if runs == 1 else 'runs'}"
    says = KNOWN[family].text + (f" ({part})" if part else "")
    shown_unit = SHARE if family.endswith(("_fraction", "_probability")) else KNOWN[family].unit
    if entry is None or entry.get("value") is None:
        why = "not measured in this run" if entry is None else "no value in any run"
        evidence = f"{says}: {why}. {test.bounds.words(shown_unit)}"
        return Finding(NOT_ESTABLISHED, evidence, source, "", "low", test.measure, bounds=test.bounds)
    value, unit = float(entry["value"]), str(entry.get("unit") or "")
    low, high = (value if entry.get(key) is None else float(entry[key]) for key in ("low", "high"))
    counted = int(entry.get("n") or 0)
    span = (
        "the one run"
        if counted == 1
        else f"{_span(low, high, shown_unit)}, 95 % interval of the mean of {counted:,} runs"
    )
    evidence = f"{says}: {_quantity(value, shown_unit)} ({span}). {test.bounds.words(shown_unit)}"
    sure = "high" if counted >= MANY_RUNS else "medium"
    if entry.get("basis") != "published":
        sure = SURE[max(0, SURE.index(sure) - 1)]
        evidence += " It rests on estimated inputs too."
    return Finding(
        verdict_on_interval(low, high, test.bounds),
        evidence,
        source,
        "",
        weakest(sure, sure_of_bounds(low, high, test.bounds)),
        test.measure,
        value,
        low,
        high,
        unit,
        test.bounds,
    )


def _quantity(number: float, unit: str) -> str:
    """Return a number with its unit, shares as per cent."""
    if unit == SHARE:
        return number_words(number, unit)
    return f"{number:,.4g}{' ' + unit if unit else ''}"


def _span(low: float, high: float, unit: str) -> str:
    """Return two ends with their unit once."""
    if unit == SHARE:
        return f"{100.0 * low:.3g} to {100.0 * high:.3g} %"
    return f"{low:,.4g} to {high:,.4g}"


def _of_figure(test: MeasureTest, ground: Ground) -> Finding:
    """Hold the range of a figure of the run folder against bounds."""
    found = ground.figure(test.measure)
    if found is None:
        file = FAMILIES[test.measure.partition(".")[0]]
        way = "jointex weigh makes it" if file.startswith("weigh") else "jointex run makes it"
        evidence = f"{test.measure} stands in {file}, which is not in this run folder: {way}."
        return Finding(NOT_ESTABLISHED, evidence, "this run", "", "low", test.measure, bounds=test.bounds)
    rest = (test.measure, found.value, found.low, found.high, found.unit, test.bounds)
    if found.value is None:
        evidence = f"{found.text}. {test.bounds.words(found.unit)}"
        return Finding(
            NOT_ESTABLISHED, evidence, found.source, "", "low", test.measure, unit=found.unit, bounds=test.bounds
        )
    if theory_bound(test.measure):
        return _of_theories(test, found, ground)
    sure = weakest(
        "medium" if found.basis == "published" else "low",
        sure_of_bounds(found.low, found.high, test.bounds, found.unit),
    )
    evidence = f"{found.text}. {test.bounds.words(found.unit)} Its basis is {found.basis}."
    verdict = verdict_on_interval(found.low, found.high, test.bounds)
    return Finding(verdict, evidence, found.source, "", sure, *rest)


def _of_theories(test: MeasureTest, found: Named, ground: Ground) -> Finding:
    """Put the test to every rival theory: a theory sets the sign of such a figure, so its answer supports or contradicts nothing.

    Contested where theories answer differently, not established where they agree: all of them are assumed, none is shown to hold.
    """
    family, _, part = test.measure.partition(".")
    outcome, _, theory_named = part.rpartition(".")
    answers = {}
    for theory in THEORIES if family == "region" else ():
        one = ground.figure(f"region.{outcome}.{theory}")
        if one is not None and one.value is not None:
            answers[theory] = (verdict_on_interval(one.low, one.high, test.bounds), one)
    decided = {verdict for verdict, _ in answers.values()} - {NOT_ESTABLISHED}
    verdict = CONTESTED if len(decided) > 1 else NOT_ESTABLISHED
    words = {SUPPORTED: "it holds", CONTRADICTED: "it fails", OVERSTATED: "it holds in part", NOT_ESTABLISHED: "open"}
    each = "; ".join(
        f"under {_theory(theory)} {_quantity(one.value or 0.0, one.unit)} ({_span(one.low, one.high, one.unit)}), {words[answer]}"
        for theory, (answer, one) in answers.items()
    )
    says = found.says.partition(", with the exercise")[0]
    if family == "region":
        evidence = f"{says}, with the exercise and its range of 90 % of cases. {test.bounds.words(found.unit)} {_upper(each)}. "
        evidence += (
            f"Under {_theory(theory_named)} that is so by construction: a theory sets the sign, brackets the size. "
        )
        evidence += "None is shown to hold."
    else:
        evidence = f"{found.text}. {test.bounds.words(found.unit)} By construction rival theories are drawn alike often in it, "
        evidence += "and none is shown to hold."
    rest = (test.measure, found.value, found.low, found.high, found.unit, test.bounds)
    return Finding(verdict, evidence, found.source, "", "medium" if verdict == CONTESTED else "low", *rest)


def _theory(name: str) -> str:
    """Return a theory as people call it."""
    known = theories()
    return known[name].name.lower() if name in known else name


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


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
    return Finding(
        verdict,
        evidence + more,
        CALENDAR,
        date,
        sure,
        f"{test.kind}.{test.place}".rstrip("."),
        float(len(late)),
        unit="events",
        expected=float(len(early)),
        p_value=by_chance,
    )


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
    date = str(max([*first, *then], default=""))
    count, name = float(found.followed), f"{test.then} after {test.first}"
    chance, p_value = float(found.expected), float(found.p_value)
    return Finding(
        verdict, evidence + more, CALENDAR, date, sure, name, count, unit="events", expected=chance, p_value=p_value
    )


def _of_fact(test: FactTest, ground: Ground) -> Finding:
    """Hold a dated figure against bounds."""
    fact = ground.facts[test.fact]
    evidence = f"{fact.text}. {test.bounds.words(fact.unit)}"
    more, sure = _beside(
        test.beside, ground, weakest(fact.sure, sure_of_bounds(fact.value, fact.value, test.bounds, fact.unit))
    )
    links = _links(fact.links, test.beside, ground)
    return Finding(
        verdict_on(fact.value, test.bounds),
        evidence + more,
        named(links) or fact.source,
        fact.date,
        sure,
        fact.id,
        fact.value,
        fact.value,
        fact.value,
        fact.unit,
        test.bounds,
        links=links,
    )


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
    sure, figure = sure_of_bounds(count, count, test.bounds), f"planned.{test.aircraft}"
    verdict = verdict_on(count, test.bounds)
    return Finding(verdict, evidence, source, "", sure, figure, count, count, count, "aircraft", test.bounds)


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
    told: dict[str, list[str]] = {}
    for one in test.reports:
        told.setdefault(one.text, []).append(one.date)
    evidence = " ".join(f"{' and '.join(dict.fromkeys(dates))}: {text}." for text, dates in told.items())
    n_decisive = sum(one.says in ("yes", "no", "other") for one in test.reports)
    sure = "high" if n_decisive > 1 and verdict != CONTESTED else "medium" if n_decisive else "low"
    more, sure = _beside(test.beside, ground, sure)
    links = _links(tuple(link for one in test.reports for link in one.links), test.beside, ground)
    sources = named(links) or "; ".join(dict.fromkeys(one.source for one in test.reports))
    return Finding(verdict, evidence + more, sources, max(one.date for one in test.reports), sure, links=links)


def _of_nothing(test: NoTest, ground: Ground) -> Finding:
    """Say why a statement cannot be tested."""
    more, _ = _beside(test.beside, ground, "high")
    evidence = f"{test.because}. It would take {test.needs}." if test.needs else f"{test.because}."
    known = [ground.facts[name] for name in test.beside]
    date, links = max((fact.date for fact in known), default=""), _links((), test.beside, ground)
    return Finding(CANNOT, evidence + more, named(links), date, "high", links=links)


def _links(first: tuple[Link, ...], beside: tuple[str, ...], ground: Ground) -> tuple[Link, ...]:
    """Return sources, and those of figures beside them, each once."""
    return tuple(dict.fromkeys([*first, *(link for name in beside for link in ground.facts[name].links)]))


def _beside(names: tuple[str, ...], ground: Ground, sure: str) -> tuple[str, str]:
    """Return sentences of further figures, and how sure all of them are together: as the weakest."""
    known = [ground.facts[name] for name in names]
    return "".join(f" {fact.text}." for fact in known), weakest(sure, *(STATUS_SURE[fact.status] for fact in known))
