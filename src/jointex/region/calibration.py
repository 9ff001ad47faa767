"""Calibration of the region: every gate with its figure, passed or failed, and which model stands by default.

Fitted on fiscal years 2005 to 2019 and on months to December 2022; held out are the years and months after. Nothing was tuned on
what is held out. A gate of another part joins `GATES` by the name of its function.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jointex.region.calendar import days_of, events
from jointex.region.counting import counts_of
from jointex.region.events import EventModel, fit, log_chance, means, share_in_middle, simulate
from jointex.region.mark import Mark
from jointex.region.reactions import react
from jointex.region.rivals import following, steady
from jointex.region.severity import TOP_RUNG
from jointex.region.source import data_of
from jointex.region.study import SPAN, company, share_interval, studies, tail
from jointex.region.theories import THEORIES, draw_cases

Array = NDArray[np.float64]

GATES: tuple[str, ...] = (
    "jointex.region.calibration:years_gates",
    "jointex.region.calibration:months_gates",
    "jointex.region.calibration:coverage_gates",
    "jointex.region.calibration:placebo_gates",
    "jointex.region.calibration:recovery_gates",
    "jointex.region.calibration:severity_gates",
    "jointex.region.calibration:confounding_gates",
    "jointex.region.gates:energy_gates",
    "jointex.region.gates:asset_gates",
    "jointex.region.gates:method_gates",
)
"""Functions that return gates, as `module:function`, in the order of the report."""

SERIES = ("china", "russia")
LAST_FITTED_YEAR = 2019
MONTH_KINDS = ("launch", "patrol", "bomber_flight")
FIRST_MONTH, LAST_FITTED_MONTH, LAST_MONTH = (2017, 1), (2022, 12), (2026, 6)
COVERAGE = 0.8
NOTICED_COVERAGE, SURE = 0.6, 0.8
"""A row on coverage is a gate if it fails a true coverage of so little with this probability; with too few counts it is shown."""
YEARLY_SERIES = ("china", "russia", "launch", "patrol", "bomber_flight")
"""Series of `calc events` pooled over years; all scrambles are left out, as those against China and Russia are most of them."""
PLACEBOS = 400
RECOVERIES, RECOVERY_STEPS = 12, 1500
SEVERITY_CASES = 20_000
USUAL = Mark(
    bombers=2, fighters=6, aircraft=8, sorties=8.0, nuclear_capable=True, least_distance_to_coast_m={"KP": 400e3}
)
"""The usual flight of the calendar: two bombers and a few fighters over the Sea of Japan."""
TRUTH = EventModel(
    np.log(np.array([0.5, 0.3])),
    np.array([[0.4, -0.3], [0.5, 0.0]]),
    np.zeros((2, 2)),
    2.0,
    np.array([0.1, 0.1]),
    np.array([10.0, 6.0]),
)
"""The model that recovery simulates: one kind excites itself, is inhibited by the other and excites it."""


@dataclass(frozen=True)
class Gate:
    """What was asked and what was found.

    Attributes
    ----------
    name, asked, found : str
    passed : bool or None
        None for a figure that is only shown.
    note : str
    by_construction : bool
        Whether it holds by how the model is made. Such a row is no gate while it holds; should it ever not, it failed.
    """

    name: str
    asked: str
    found: str
    passed: bool | None
    note: str = ""
    by_construction: bool = False

    @property
    def can_fail(self) -> bool:
        """Whether it is a gate that counts."""
        return self.passed is not None and not (self.passed and self.by_construction)

    @property
    def word(self) -> str:
        """How it went, as the report prints it."""
        if self.passed and self.by_construction:
            return "by construction"
        return "shown" if self.passed is None else "passed" if self.passed else "**failed**"


def tally(gates: Iterable[Gate]) -> tuple[int, int]:
    """Return how many gates passed, of how many that can fail.

    Parameters
    ----------
    gates : iterable of Gate

    Returns
    -------
    tuple of int
    """
    judged = [gate.passed for gate in gates if gate.can_fail]
    return sum(bool(one) for one in judged), len(judged)


@dataclass(frozen=True)
class HeldOut:
    """Log scores of counts that were held out, and where they lay in what the event model gave.

    Attributes
    ----------
    ours, poisson, ar1 : array (n,)
        Logarithm of the probability that each gave to what came.
    inside : array (n,)
        How much of the count lay in the middle 80 % of what we gave, 0 to 1.
    inertia : array (n,)
        The same of AR(1), which goes on as it was.
    names : tuple of str
        Series and step of each.
    """

    ours: Array
    poisson: Array
    ar1: Array
    inside: Array
    inertia: Array
    names: tuple[str, ...]


def all_gates() -> list[Gate]:
    """Return every gate of `GATES`.

    Returns
    -------
    list of Gate
    """
    found: list[Gate] = []
    for name in GATES:
        module, _, function = name.partition(":")
        found += getattr(importlib.import_module(module), function)()
    return found


def score(
    counts: Array, marks: Array, exposure: Array, n_fitted: int, names: Iterable[str], period: float = 0.0
) -> HeldOut:
    """Fit all models on the first steps and score each later step, given all before it.

    Parameters
    ----------
    counts, marks, exposure : array (t, k)
    n_fitted : int
        Steps fitted.
    names : iterable of str
        Kinds, k of them.
    period : float
        Steps of a year; 0 for no season.

    Returns
    -------
    HeldOut
    """
    model = fit(counts[:n_fitted], marks[:n_fitted], exposure[:n_fitted], period)
    expected = means(model, marks, exposure)[n_fitted:]
    later, offered = counts[n_fitted:], exposure[n_fitted:]
    inside = share_in_middle(later, expected, model.dispersion, COVERAGE)
    poisson, ar1, inertia = np.zeros_like(later), np.zeros_like(later), np.zeros_like(later)
    for kind in range(counts.shape[1]):
        own, open_ = counts[:n_fitted, kind], exposure[:n_fitted, kind]
        poisson[:, kind] = steady(own, open_).log_score(later[:, kind], offered[:, kind])
        rival = following(own, open_)
        mean = rival.means(counts[n_fitted - 1 : -1, kind], offered[:, kind], exposure[n_fitted - 1 : -1, kind])
        ar1[:, kind] = log_chance(later[:, kind], mean, rival.dispersion)
        inertia[:, kind] = share_in_middle(later[:, kind], mean, rival.dispersion, COVERAGE)
    ours = log_chance(later, expected, model.dispersion)
    labels = tuple(f"{name} {step}" for step in range(len(later)) for name in names)
    return HeldOut(ours.ravel(), poisson.ravel(), ar1.ravel(), inside.ravel(), inertia.ravel(), labels)


def years(exposure: str = "published") -> HeldOut:
    """Return scores of scrambles against China and Russia in the fiscal years after 2019.

    Parameters
    ----------
    exposure : str
        `published`, or `lower`: fewer scrambles for the same traffic from FY2021.

    Returns
    -------
    HeldOut
    """
    data = data_of("counts")
    counts = np.array([data["series"][name]["counts"] for name in SERIES], dtype=np.float64).T
    offered = np.repeat(np.array(data["exposure"][exposure], dtype=np.float64)[:, None], len(SERIES), axis=1)
    n_fitted = LAST_FITTED_YEAR - data["first_year"] + 1
    rate = counts / offered
    marks = np.log((rate + 0.5) / (rate[:n_fitted].mean(axis=0) + 0.5))
    return score(counts, marks, offered, n_fitted, SERIES)


def months() -> HeldOut:
    """Return scores of launches, patrols and flights with bombers by month after 2022."""
    counts = np.column_stack([monthly(days_of(events(), kind)) for kind in MONTH_KINDS])
    n_fitted = (LAST_FITTED_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_FITTED_MONTH[1] - FIRST_MONTH[1] + 1
    return score(counts, counts, np.ones_like(counts), n_fitted, MONTH_KINDS, period=12.0)


def monthly(days: Iterable[dt.date]) -> Array:
    """Return counts by month from the first to the last month looked at."""
    n_months = (LAST_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_MONTH[1] - FIRST_MONTH[1] + 1
    places = [(day.year - FIRST_MONTH[0]) * 12 + day.month - FIRST_MONTH[1] for day in days]
    kept = [place for place in places if 0 <= place < n_months]
    return np.bincount(np.array(kept, dtype=np.int64), minlength=n_months).astype(np.float64)


def years_gates() -> list[Gate]:
    """Return gates of the yearly scrambles."""
    found = years()
    gates = _beats("Scrambles against China and Russia, fiscal years 2020 to 2024", found)
    lower = years("lower")
    gains = [f"{np.sum(lower.ours - rival):+.1f}" for rival in (lower.poisson, lower.ar1)]
    gates.append(
        Gate(
            "The same if a fifth fewer scrambles answered the same traffic from FY2021",
            "shown",
            f"log score {gains[0]} over Poisson, {gains[1]} over AR(1)",
            None,
            "The exposure is a bracket: policy sets scrambles as well as traffic",
        )
    )
    return gates


def months_gates() -> list[Gate]:
    """Return gates of dated events by month, and what patrol 10 was given."""
    found = months()
    gates = _beats("Launches, patrols and flights with bombers, months of 2023 to June 2026", found)
    place = found.names.index(f"patrol {(2025 - 2023) * 12 + 11}")
    given = [1.0 - np.exp(one) for one in _no_patrol(place)]
    gates.append(
        Gate(
            "Patrol 10, December 2025, held out",
            "shown",
            f"a patrol in that month had probability {given[0]:.2f}; at the steady rate of 2017 to 2022 {given[1]:.2f}",
            None,
            "One event tells models apart by its log score alone",
        )
    )
    return gates


def _no_patrol(place: int) -> tuple[float, float]:
    """Return the log probability of no patrol in a held-out month by our model and by the steady rate."""
    counts = np.column_stack([monthly(days_of(events(), kind)) for kind in MONTH_KINDS])
    n_fitted = (LAST_FITTED_MONTH[0] - FIRST_MONTH[0]) * 12 + LAST_FITTED_MONTH[1] - FIRST_MONTH[1] + 1
    model = fit(counts[:n_fitted], counts[:n_fitted], None, 12.0)
    month = n_fitted + place // len(MONTH_KINDS)
    mean = means(model, counts)[month, 1]
    ours = float(log_chance(0.0, mean, model.dispersion[1]))
    return ours, -steady(counts[:n_fitted, 1], np.ones(n_fitted)).rate


def coverage_gates() -> list[Gate]:
    """Return the coverage of 80 % intervals: pooled over all series with its parts, and of what `calc events` expects."""
    of_years, of_months = years(), months()
    rows = [row for series in YEARLY_SERIES for row in counts_of(series).years if row.middle_80 is not None]
    yearly = np.array([row.middle_80 for row in rows], dtype=np.float64)
    printed = sum(bool(row.inside_80) for row in rows)
    part = "A part of the next row but one, counted there"
    return [
        coverage_gate("held-out years, pooled over series", of_years.inside, part, is_part=True),
        coverage_gate(
            "held-out months, pooled over series", of_months.inside, part.replace(" but one", ""), is_part=True
        ),
        coverage_gate(
            "held-out years and months, pooled over series", np.concatenate([of_years.inside, of_months.inside])
        ),
        coverage_gate(
            "held-out years and months, by inertia (AR(1)), pooled over series",
            np.concatenate([of_years.inertia, of_months.inertia]),
        ),
        coverage_gate(
            "what `calc events` expects of a year by the years before alone, pooled over five series",
            yearly,
            f"By their printed ends {printed} of {len(rows)} lie inside: ends are whole counts and hold more than 80 %",
        ),
    ]


def coverage_gate(what: str, inside: Array, note: str = "", is_part: bool = False) -> Gate:
    """Return whether 80 % intervals cover 80 %, and which coverages so many counts could tell from it.

    Parameters
    ----------
    what : str
    inside : array (n,)
        How much of each count lay in the middle 80 %, 0 to 1.
    note : str
    is_part : bool
        Shown alone: its counts are judged in another row.

    Returns
    -------
    Gate
        Shown alone too where so few counts would let even `NOTICED_COVERAGE` pass.
    """
    hits, n = float(inside.sum()), len(inside)
    low, high = share_interval(round(hits), n)
    least, most, too_low, too_high = coverage_power(n)
    told = ", ".join(
        f"{share:.0%} or {word}" for word, share in (("less", too_low), ("more", too_high)) if share is not None
    )
    power = f"passes with {least} to {most} of {n}; fails {SURE:.0%} of the time if the true coverage is {told}"
    is_gate = not is_part and too_low is not None and too_low >= NOTICED_COVERAGE
    return Gate(
        f"80 % intervals of {what}",
        f"the 95 % interval of their coverage holds 80 %: {power}",
        f"{hits:.1f} of {n} ({hits / n:.0%}; {low:.0%} to {high:.0%})",
        bool(low <= COVERAGE <= high) if is_gate else None,
        note,
    )


def coverage_power(n: int) -> tuple[int, int, float | None, float | None]:
    """Return what a test of coverage with n counts can tell.

    Parameters
    ----------
    n : int

    Returns
    -------
    tuple of int, int, float or None and float or None
        Fewest and most hits whose 95 % interval holds 80 %; the greatest coverage below and the least above 80 %, in percents,
        that fail with probability `SURE` or more; None where there is none.
    """
    held = [k for k in range(n + 1) if (ends := share_interval(k, n))[0] <= COVERAGE <= ends[1]]
    least, most = held[0], held[-1]

    def fails(share: float) -> bool:
        return 1.0 - tail(least, n, share) + tail(most + 1, n, share) >= SURE

    steps = [step / 100.0 for step in range(101)]
    too_low = next((share for share in reversed(steps) if share < COVERAGE and fails(share)), None)
    too_high = next((share for share in steps if share > COVERAGE and fails(share)), None)
    return least, most, too_low, too_high


def placebo_gates() -> list[Gate]:
    """Return whether dates of no exercise give an effect: they must not, more often than the level of the test says."""
    chance = np.random.Generator(np.random.Philox(key=[11, 0]))
    found, length = events(), (SPAN[1] - SPAN[0]).days
    n_flights = len(days_of(found, "bomber_flight"))
    gates = []
    for then in ("launch", "patrol"):
        then_days = days_of(found, then)
        hits, ratios, plural = 0, [], {"launch": "launches", "patrol": "patrols"}[then]
        for _ in range(PLACEBOS):
            fake = [SPAN[0] + dt.timedelta(days=int(day)) for day in chance.choice(length, n_flights, replace=False)]
            one = company(fake, then_days, 21, ("placebo", then))
            hits += one.p_value < 0.05
            ratios.append(one.followed / one.expected)
        low, high = share_interval(hits, PLACEBOS)
        error = 2.0 * float(np.std(ratios)) / np.sqrt(PLACEBOS)
        mean = float(np.mean(ratios))
        gates.append(
            Gate(
                f"{PLACEBOS} placebo sets of flights show no effect on {plural}",
                "at most 5 % told apart from chance (95 % interval of the share reaches 5 %), mean ratio 1 within two errors",
                f"{hits / PLACEBOS:.1%} ({low:.1%} to {high:.1%}); mean ratio {mean:.2f} ± {error:.2f}",
                bool(low <= 0.05 and abs(mean - 1.0) <= error + 0.02),
            )
        )
    return gates


def recovery_gates() -> list[Gate]:
    """Return whether the pulls that made simulated counts are found again in them."""
    pulls = []
    for seed in range(RECOVERIES):
        counts = simulate(TRUTH, RECOVERY_STEPS, seed)
        pulls.append(fit(counts, counts, decays=(TRUTH.decay,)).pull)
    mean, spread = np.mean(pulls, axis=0), np.std(pulls, axis=0, ddof=1)
    error = spread / np.sqrt(RECOVERIES)
    names = ("first on itself", "second on first", "first on second", "second on itself")
    text = "; ".join(
        f"{name} {found:+.2f} ± {within:.2f} (true {true:+.1f})"
        for name, found, within, true in zip(names, mean.ravel(), 2.0 * error.ravel(), TRUTH.pull.ravel(), strict=True)
    )
    bias = np.abs(mean - TRUTH.pull)
    return [
        Gate(
            f"Pulls found again in {RECOVERIES} simulations of {RECOVERY_STEPS:,} steps",
            "mean within three errors or 0.03 of the truth",
            text,
            bool(np.all(bias <= np.maximum(3.0 * error, 0.03))),
            "Inhibition among them",
        )
    ]


def severity_gates() -> list[Gate]:
    """Return whether severity stays within what the calendar bounds: no flight with bombers was followed by a use of force."""
    flights = len(days_of(events(), "bomber_flight"))
    bound = share_interval(0, flights)[1]
    drawn = draw_cases(SEVERITY_CASES, 3)
    gates = []
    for number, name in enumerate(THEORIES):
        rungs = react(USUAL, {**drawn, "theory": np.full(SEVERITY_CASES, float(number))})["severity_30d"]
        share = float(np.mean(rungs == TOP_RUNG))
        gates.append(
            Gate(
                f"Cases with a use of force within 30 days, {name}",
                f"shown beside what the data allow: 0 after {flights} flights, so at most {bound:.0%} (95 % interval)",
                f"{share:.1%} of {SEVERITY_CASES:,} cases",
                None if share <= bound else False,
                "No gate: so few flights exclude little, and the bound lies far above",
            )
        )
    return gates


def confounding_gates() -> list[Gate]:
    """Return that exercises answer events, so that no effect of exercises is estimated here."""
    first = studies(events())[0]
    return [
        Gate(
            "Exercises answer launches: no effect of exercises is read from these data",
            "shown",
            f"{first.followed} of {first.firsts} launches followed next day by a flight with bombers; chance gives "
            f"{first.expected:.2f} (p = {first.p_value:.1g})",
            None,
        )
    ]


def _beats(what: str, found: HeldOut) -> list[Gate]:
    """Return whether ours has the better log score than each rival."""
    gates = []
    for name, rival in (("Poisson", found.poisson), ("AR(1)", found.ar1)):
        gain = found.ours - rival
        error = float(np.std(gain, ddof=1) * np.sqrt(len(gain)))
        gates.append(
            Gate(
                f"{what}: better than {name}",
                "a higher log score, summed over what was held out",
                f"{gain.sum():+.1f} ± {2.0 * error:.1f} over {len(gain)} counts "
                f"(ours {found.ours.sum():.1f}, {name} {rival.sum():.1f})",
                bool(gain.sum() > 0.0),
                "" if abs(gain.sum()) > 2.0 * error else "Not told apart: the difference is within two standard errors",
            )
        )
    return gates


def default_model(gates: Iterable[Gate]) -> str:
    """Return which model stands by default: the event model where it beats every rival on what was held out, else inertia.

    Parameters
    ----------
    gates : iterable of Gate

    Returns
    -------
    str
        `events` or `inertia`.
    """
    asked = [gate for gate in gates if ": better than " in gate.name]
    return "events" if asked and all(gate.passed for gate in asked) else "inertia"


def page(gates: list[Gate]) -> str:
    """Return the calibration report as Markdown.

    Parameters
    ----------
    gates : list of Gate

    Returns
    -------
    str
    """
    passed, judged = tally(gates)
    shown = sum(gate.passed is None for gate in gates)
    model, constructed = default_model(gates), len(gates) - judged - shown
    lines = [
        "# Calibration of the region",
        "",
        "Written by `scripts/calibrate_region.py`; failures are printed as plainly as passes. What the parts are for:",
        "[Signals and reactions](../explanation/signals-and-reactions.md).",
        "",
        f"**{passed} of {judged} gates that can fail passed.** Beside them {shown} rows are shown, and {constructed} "
        f"{'holds' if constructed == 1 else 'hold'} by construction: no gates, and not counted. "
        + (
            "The event model stands by default."
            if model == "events"
            else "The event model does not beat both rivals on all that was held out, so inertia is the default: rates without an "
            "exercise are drawn from the range of dated counts, and no pull of one kind on another is used."
        ),
        "",
        "| gate | asked | found | |",
        "|---|---|---|---|",
    ]
    for gate in gates:
        found = f"{gate.found}. {gate.note}" if gate.note else gate.found
        lines.append(f"| {gate.name} | {gate.asked} | {found} | {gate.word} |")
    lines += [
        "",
        "Log scores are sums of the natural logarithm of the probability that a model gave to what came, one step ahead; after ±",
        "stand two standard errors of the difference. Most months hold no event: how much of a count lies in the middle 80 % is",
        "reckoned, not drawn, as one draw moves 126 months by seven either way. A row on coverage is a gate only where so many",
        f"counts would fail a true coverage of {NOTICED_COVERAGE:.0%} at least {SURE:.0%} of the time. Scrambles are those",
        "of fiscal years 2005 to 2024, fitted to 2019. About half of the counts were recalled, not read again: they are marked in",
        "`src/jointex/region/data/counts.yaml`. Parts of the region that are not named here have no gate in this table yet.",
        "",
    ]
    return "\n".join(lines)
