"""The signals sheet: what an exercise showed, what each theory makes of it, the evidence side by side, and what would flip it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex.record import write_region
from jointex.region.calendar import KINDS, PLACES, Dated, events
from jointex.region.mark import Mark, Ranged, mark_of
from jointex.region.own_zones import read_zones
from jointex.region.reactions import OUTCOMES, react
from jointex.region.source import data_of
from jointex.region.study import Company, studies
from jointex.region.theories import THEORIES, draw_cases, theories
from jointex.region.zones import Outline, zones

Array = NDArray[np.float64]

FEW_CASES = 1000
"""Cases of a run folder; every theory gets them all."""
MOST_CASES = 1_000_000
NEAR_DAYS = 30
SHOWN = (5, 50, 95)
NEVER = (
    "No outcome here is a forecast, and none says what leaders intend. Each stands under a theory that the literature disputes, "
    "with the range of 90 % of its cases; the theories have no weights."
)


def signals(
    folder: str | Path,
    cases: int = FEW_CASES,
    seed: int = 1,
    calendar: str | Path | None = None,
    own_zones: str | Path | None = None,
) -> dict[str, Any]:
    """Return the signals sheet of a run folder.

    Parameters
    ----------
    folder : path
        A run folder.
    cases : int
        How many cases are drawn; every theory gets them all.
    seed : int
        Of the draws.
    calendar : path, optional
        A calendar of the user, added to the shipped events.
    own_zones : path, optional
        Air-defence zones of the user, added to the shipped ones; the same name takes the place of one.

    Returns
    -------
    dict
        `mark`, `theories`, `outcomes` (each by theory, with and without the exercise), `evidence`, `flips`, `beside`.

    Raises
    ------
    InputError
        If it is no run folder, or the calendar or the zones break rules.
    """
    dated = events(calendar)
    added = {} if own_zones is None else read_zones(Path(own_zones))
    mark = mark_of(folder, added)
    drawn = draw_cases(cases, seed)
    found = studies(dated)
    return {
        "format": 1,
        "scenario": mark.scenario,
        "cases": cases,
        "seed": seed,
        "never": NEVER,
        "default": default_words(),
        "mark": _mark(mark, {**zones(), **added}),
        "theories": [{**vars(one), "studies": list(one.studies)} for one in theories().values()],
        "outcomes": outcomes(mark, drawn),
        "evidence": evidence(mark, dated, found),
        "flips": flips(mark, drawn, found),
        "beside": beside(mark, dated),
    }


def default_words() -> str:
    """Return which model of events stands by default, and how its calibration went."""
    known = data_of("calibrated")
    how = f"{known['passed']} of the {known['gates']} gates of the calibration that can fail passed"
    if known["default_model"] == "events":
        return f"Rates without the exercise follow the event model; {how}."
    return (
        "Rates without the exercise follow inertia, each series going on as it was: the model in which events excite each other "
        f"did not beat its rivals on all years and months that were held out; {how}."
    )


def add_region(folder: str | Path, seed: int = 1) -> Path:
    """Write region.json into a run folder, from few cases.

    Parameters
    ----------
    folder : path
    seed : int

    Returns
    -------
    Path

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    return write_region(Path(folder), signals(folder, seed=seed))


def outcomes(mark: Mark, drawn: Mapping[str, Array]) -> list[dict[str, Any]]:
    """Return each outcome by theory: the middle and the range of 90 % of cases, with and without the exercise.

    Parameters
    ----------
    mark : Mark
    drawn : dict of str to array (n,)
        Cases; each theory gets the same ones.

    Returns
    -------
    list of dict
    """
    by_theory = {}
    for number, name in enumerate(THEORIES):
        case = {**drawn, "theory": np.full_like(drawn["theory"], number)}
        by_theory[name] = react(mark, case), react(mark, {**case, "scale": 0.0})
    rows = []
    for one in OUTCOMES.values():
        own = {
            name: {"with": _range(held[one.id]), "without": _range(none[one.id])}
            for name, (held, none) in by_theory.items()
        }
        rows.append(
            {
                "id": one.id,
                "text": one.text,
                "unit": one.unit,
                "better": one.better,
                "by_theory": own,
                "basis": "bracket",
            }
        )
    return rows


def evidence(mark: Mark, dated: Sequence[Dated], found: Sequence[Company]) -> list[dict[str, str]]:
    """Return evidence side by side: what was counted, which theories it fits, and its limit.

    Parameters
    ----------
    mark : Mark
    dated : sequence of Dated
    found : sequence of Company

    Returns
    -------
    list of dict
        `question`, `figure`, `fits`, `limit`, `source`.
    """
    rows = [_company_row(one) for one in found]
    flights = [one for one in dated if one.kind == "bomber_flight" and str(one.date) != mark.date]
    known = sorted((one for one in flights if one.aircraft), key=lambda one: -(one.aircraft or 0))
    larger = [one for one in known if (one.aircraft or 0) > mark.aircraft]
    largest = f"; the largest had {known[0].aircraft} on {known[0].date}" if known else ""
    rows.append(
        {
            "question": "Is it larger than flights before?",
            "figure": f"{mark.aircraft} aircraft; {len(larger)} of {len(known)} dated flights of known size had more{largest}",
            "fits": "Tells how much there is to react to, not how anybody reacts",
            "limit": "The list of flights is incomplete; tankers and opponents are counted here where the plan has them",
            "source": "calendar of dated events",
        }
    )
    counts = data_of("counts")
    total, first = counts["series"]["total"]["counts"], counts["first_year"]
    peak = int(np.argmax(total))
    rows.append(
        {
            "question": "Do scrambles rise?",
            "figure": f"{total[-1]} in fiscal year {first + len(total) - 1}; the peak was {total[peak]} in {first + peak}",
            "fits": "Inertia, or a policy of answering fewer flights",
            "limit": "Scrambles count answers as well as the flights answered, and the ministry says that it tries to send fewer",
            "source": counts["sources"]["counts"]["title"],
        }
    )
    return rows


def flips(mark: Mark, drawn: Mapping[str, Array], found: Sequence[Company]) -> list[dict[str, str]]:
    """Return what would flip the reading.

    Parameters
    ----------
    mark : Mark
    drawn : dict of str to array (n,)
    found : sequence of Company

    Returns
    -------
    list of dict
        `reading` and `flip`, sentences.
    """
    rows = [
        {
            "reading": f"The calendar shows no more {_plural(one.then)} after {_plural(one.first)} than chance would give",
            "flip": f"{one.telling} of {one.firsts} followed within {one.days} days instead of {one.followed}: "
            "chance alone gives so many in fewer than 5 % of cases",
        }
        for one in found
        if one.first == "bomber_flight"
    ]
    rows.append(
        {
            "reading": "Under prior relations the exercise calms or provokes",
            "flip": "Its sign turns, as this theory is drawn here, where relations are worse than the middle of recent years",
        }
    )
    ratio = react(mark, drawn)["signal_ratio"]
    far = drawn["routine_share"][ratio > 3.0]
    middle = f"The exercise tells little about its sender: likelihood ratio {np.median(ratio):.2f} in the middle case"
    flip = "No case drawn has a ratio above 3"
    if len(far):
        flip = f"Ratios above 3 occur only where fewer than {float(np.max(far)):.0%} of such exercises are held for training alone"
    rows.append({"reading": middle, "flip": flip})
    return rows


def beside(mark: Mark, dated: Sequence[Dated]) -> list[dict[str, Any]]:
    """Return what happened near its day.

    Parameters
    ----------
    mark : Mark
    dated : sequence of Dated

    Returns
    -------
    list of dict
        `date`, `days` from the exercise, `kind`, `place`, `text`, `status`, `source`.
    """
    day = dt.date.fromisoformat(mark.date)
    return [
        {
            "date": str(one.date),
            "days": (one.date - day).days,
            "kind": KINDS[one.kind],
            "place": PLACES[one.place],
            "text": one.text,
            "status": one.status,
            "confidence": one.confidence,
            "source": one.source,
        }
        for one in dated
        if abs((one.date - day).days) <= NEAR_DAYS
    ]


def _plural(kind: str) -> str:
    name = KINDS[kind].lower()
    return {"flight with bombers": "flights with bombers", "launch": "launches"}.get(name, f"{name}s")


def _company_row(one: Company) -> dict[str, str]:
    """Return a question of the calendar with its counts."""
    backward = one.then == "bomber_flight"
    figure = (
        f"{one.followed} of {one.firsts} within {_days(one.days)}; chance gives {one.expected:.1f} "
        f"(ratio {one.low_ratio:.1f} to {one.high_ratio:.1f}, p = {one.p_value:.2g})"
    )
    chance = one.p_value >= 0.05
    fits = "Inertia; excludes no theory with a small effect" if chance else "An effect, or a common cause"
    if backward:
        fits = "No connection is seen" if chance else "Exercises answer events, so cause and effect run both ways"
    return {
        "question": f"Do {_plural(one.then)} follow {_plural(one.first)}?",
        "figure": figure,
        "fits": fits,
        "limit": "Few events, lists incomplete, and exercises are not held at random",
        "source": "calendar of dated events",
    }


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _range(values: Array) -> dict[str, float]:
    low, middle, high = np.percentile(values, SHOWN)
    return {"p05": float(low), "p50": float(middle), "p95": float(high), "mean": float(np.mean(values))}


def _ranged(one: Ranged) -> dict[str, Any]:
    return dict(vars(one))


def _mark(mark: Mark, outlines: Mapping[str, Outline]) -> dict[str, Any]:
    """Return the mark as documents hold it; an unknown distance is null."""
    return {
        "date": mark.date,
        "bombers": mark.bombers,
        "fighters": mark.fighters,
        "aircraft": mark.aircraft,
        "sorties": mark.sorties,
        "nuclear_capable": mark.nuclear_capable,
        "least_distance_to_coast_m": {name: _finite(value) for name, value in mark.least_distance_to_coast_m.items()},
        "least_distance_to_zone_m": {
            name: {
                "distance_m": _finite(value),
                "name": outlines[name].name,
                "basis": outlines[name].basis,
                "source": outlines[name].source,
            }
            for name, value in mark.least_distance_to_zone_m.items()
        },
        "duration_s": mark.duration_s,
        "notice_days": mark.notice_days,
        "flying_hours": dict(mark.flying_hours),
        "flying_cost_usd": _ranged(mark.flying_cost_usd),
        "hourly_cost_usd": {name: _ranged(one) for name, one in mark.hourly_cost_usd.items()},
        "readiness": {name: _ranged(one) for name, one in mark.readiness.items()},
        "interoperability": {name: _ranged(one) for name, one in mark.interoperability.items()},
        "takeoffs_by_hour": {base: list(hours) for base, hours in mark.takeoffs_by_hour.items()},
        "separation_breaches": mark.separation_breaches,
        "runs": mark.runs,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
