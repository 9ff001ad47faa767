"""`calc events`: counts of scrambles, launches, patrols and flights by year, beside what the default model expected of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.calc.questions import Question
from jointex.errors import nearest_name
from jointex.region.calendar import days_of, events
from jointex.region.rivals import Following, plausible
from jointex.region.source import data_of

Array = NDArray[np.float64]
SCRAMBLES = ("china", "russia", "total")
DATED = ("launch", "patrol", "bomber_flight")
OCCASIONS = "launch_occasions"
"""Launches of all ballistic missiles: too few years, counted by different rules, for a model."""
FIRST_DATED, LAST_DATED = (2017, 1), (2026, 10)
"""First and last whole month of the lists of dated events."""
LEAST_STEPS = {"scrambles": 6, "dated": 24}
"""Steps a model is fitted on at least: years of scrambles, months of dated events."""
DRAWS = 20_000
ENDS = {"low_95": 2.5, "low_80": 10.0, "high_80": 90.0, "high_95": 97.5}


@dataclass(frozen=True)
class CountOfYear:
    """A year.

    Attributes
    ----------
    year : str
        `FY2024` from April to March, `2024` from January to December.
    count : float or None
        Counted; None where none was read.
    status : str
        `cited`, `derived` or `recalled`; `dated` where it counts events of the calendar; `so far` for a year not over.
    expected, low_80, high_80, low_95, high_95 : float or None
        By the years before alone; None where they are too few.
    inside_80 : bool or None
        Whether the count lies from `low_80` to `high_80`. Few whole counts do so more often than in 80 %: see the next.
    middle_80 : float or None
        How much of the count lies in the middle 80 %, 0 to 1, a whole count spread over its own probability: 0.8 in the mean where
        the model is right.
    """

    year: str
    count: float | None
    status: str
    expected: float | None
    low_80: float | None
    high_80: float | None
    low_95: float | None
    high_95: float | None
    inside_80: bool | None
    middle_80: float | None = None


@dataclass(frozen=True)
class Counts:
    """The answer of `counts_of`.

    Attributes
    ----------
    series, what : str
        As asked, and what it counts.
    inside_80_share : float or None
        Share of years with both whose count lies in the middle 80 %.
    years : tuple of CountOfYear
    source : str
    assumptions : tuple of str
    """

    series: str
    what: str
    inside_80_share: float | None
    years: tuple[CountOfYear, ...]
    source: str
    assumptions: tuple[str, ...]


def counts_of(series: str, year: int | None = None) -> Counts:
    """Return counts of a series by year with what was expected.

    Parameters
    ----------
    series : str
        `china`, `russia` or `total` for scrambles; `launch`, `patrol` or `bomber_flight` for dated events; `launch_occasions`.
    year : int, optional
        Only this one; the year after the last count may be asked too.

    Returns
    -------
    Counts

    Raises
    ------
    QuestionError
        If there is no such series or year: all faults at once.
    """
    question = Question()
    known = (*SCRAMBLES, *DATED, OCCASIONS)
    if series not in known:
        question.add(f"must be one of {', '.join(known)}", "--series", series, nearest_name(series, known))
    question.check()
    makers = {OCCASIONS: _occasions, **dict.fromkeys(DATED, _dated)}
    rows = makers.get(series, _scrambles)(series)
    if year is not None:
        kept = [row for row in rows if int(row.year.removeprefix("FY")) == year]
        if not kept:
            hint = f"There are {rows[0].year} to {rows[-1].year}, the last one expected only where it was not counted."
            question.add("must be a year of the series", "--year", year, hint)
        rows = kept
    question.check()
    if series == OCCASIONS:
        listed = data_of("counts")[OCCASIONS]
        said = tuple(
            f"{key}: {one['source']} ({one['status']})"
            for key, one in listed.items()
            if str(key) in {row.year for row in rows}
        )
        few = "no model stands behind it: too few years, counted by different rules; 2024 and 2025 were not verified"
        return Counts(series, WHAT[series], None, tuple(rows), "as each year says", (*said, few))
    judged = [row.inside_80 for row in rows if row.inside_80 is not None]
    is_scramble = series in SCRAMBLES
    source = data_of("counts")["sources"]["counts"]["title"] if is_scramble else "calendar of dated events"
    return Counts(
        series,
        f"scrambles of Japan ({series})" if is_scramble else WHAT[series],
        sum(judged) / len(judged) if judged else None,
        tuple(rows),
        source,
        (
            "expected by inertia, which stands by default: a rate follows the count before it (AR(1), negative binomial)",
            "each year by a model that the years before it alone leave open: its parameters are drawn, not the best fit's",
            "scrambles count answers as well as the flights answered; fiscal years, April to March"
            if is_scramble
            else "dated events are incomplete: counts are lower bounds; months before the year give its start",
        ),
    )


WHAT = {
    "launch_occasions": "occasions on which North Korea launched ballistic missiles of any class",
    "launch": "launches of intercontinental class, or of their stages, that the calendar dates",
    "patrol": "joint bomber patrols of China and Russia near Japan",
    "bomber_flight": "flights of US bombers with Japanese fighters that the calendar dates",
}


def _scrambles(series: str) -> list[CountOfYear]:
    """Return fiscal years, and the one after the last."""
    data = data_of("counts")
    counts = np.array(data["series"][series]["counts"], dtype=np.float64)
    statuses, rows = data["series"][series]["status"], []
    for place in range(len(counts) + 1):
        seen = float(counts[place]) if place < len(counts) else None
        status = statuses[place] if place < len(counts) else "not read"
        draws = _ahead(counts[:place], 1, LEAST_STEPS["scrambles"])
        rows.append(_row(f"FY{data['first_year'] + place}", seen, status, draws))
    return rows


def _occasions(series: str) -> list[CountOfYear]:
    """Return calendar years with a count alone."""
    return [
        _row(str(year), float(one["count"]), one["status"], None) for year, one in data_of("counts")[series].items()
    ]


def _dated(series: str) -> list[CountOfYear]:
    """Return years of dated events."""
    monthly = _monthly(days_of(events(), series))
    rows = []
    for year in range(FIRST_DATED[0], LAST_DATED[0] + 1):
        first = 12 * (year - FIRST_DATED[0])
        own = monthly[first : first + 12]
        draws = _ahead(monthly[:first], 12, LEAST_STEPS["dated"])
        whole = len(own) == 12
        row = _row(str(year), float(own.sum()), "dated" if whole else "so far", draws, is_whole=whole)
        rows.append(row)
    return rows


def _monthly(days: Sequence[dt.date]) -> Array:
    """Return counts by month."""
    n = 12 * (LAST_DATED[0] - FIRST_DATED[0]) + LAST_DATED[1] - FIRST_DATED[1] + 1
    places = [12 * (day.year - FIRST_DATED[0]) + day.month - FIRST_DATED[1] for day in days]
    return np.bincount([place for place in places if 0 <= place < n], minlength=n).astype(np.float64)


def _ahead(before: Array, steps: int, least: int) -> Array | None:
    """Return draws of the sum of the next steps by a model fitted on those before; None where they are too few."""
    if len(before) < least:
        return None
    chance = np.random.Generator(np.random.Philox(key=[17, len(before)]))
    model = plausible(before, np.ones_like(before), DRAWS, chance)
    last, total = np.full(DRAWS, before[-1]), np.zeros(DRAWS)
    for _ in range(steps):
        last = _step(model, last, chance)
        total += last
    return total


def _step(model: Following, before: Array, chance: np.random.Generator) -> Array:
    """Return draws of the next count after counts."""
    mean = np.maximum(model.means(before, np.ones_like(before), np.ones_like(before)), 1e-12)
    size = 1.0 / model.dispersion
    return chance.poisson(chance.gamma(size, mean / size)).astype(np.float64)


def _row(name: str, seen: float | None, status: str, draws: Array | None, is_whole: bool = True) -> CountOfYear:
    """Return a year."""
    if draws is None:
        return CountOfYear(name, seen, status, None, None, None, None, None, None)
    ends = {key: float(np.percentile(draws, at)) for key, at in ENDS.items()}
    inside = None if seen is None or not is_whole else ends["low_80"] <= seen <= ends["high_80"]
    return CountOfYear(
        name,
        seen,
        status,
        float(np.mean(draws)),
        ends["low_80"],
        ends["high_80"],
        ends["low_95"],
        ends["high_95"],
        inside,
        None if inside is None or seen is None else _middle(draws, seen),
    )


def _middle(draws: Array, seen: float) -> float:
    """Return how much of a count lies in the middle 80 % of draws, as `share_in_middle` does with a known distribution."""
    below, own = float(np.mean(draws < seen)), max(float(np.mean(draws == seen)), 0.5 / len(draws))
    return max(0.0, min(1.0, (min(below + own, 0.9) - max(below, 0.1)) / own))
