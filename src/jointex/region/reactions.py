"""What neighbours may do after an exercise, case by case: each case holds one theory and one draw of what is not known.

A case is no forecast. Rates without the exercise come from dated counts, the sign of an effect from the theory of the case,
its size from a bracket. Every outcome is reported by theory and with its range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jointex.region.mark import Mark
from jointex.region.severity import FOLLOW_UP_RUNG, TOP_RUNG, highest_rung, rung_shares, step_up_probability
from jointex.region.signal import likelihood_ratio
from jointex.region.theories import effect_sign, middle_case

Array = NDArray[np.float64]
Draws = Mapping[str, ArrayLike]

WINDOWS_DAYS = (30, 180)
YEAR_DAYS = 365.25
DAY_S = 86_400.0
LARGEST_AIRCRAFT = 53
"""Aircraft of the largest flight with bombers in the calendar, 3 February 2020: size counts in full there."""
BOMBER_CELL = 2
"""Bombers of the usual flight in the calendar."""
KINDS = ("launches", "patrols", "scrambles", "encounters")
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True)
class Outcome:
    """What an outcome is.

    Attributes
    ----------
    id, text, unit : str
    better : str
        `lower`, `higher`, or empty where that depends on who looks.
    stakeholders : tuple of str
        Whose it is.
    """

    id: str
    text: str
    unit: str
    better: str
    stakeholders: tuple[str, ...]


CHANGES = {
    "launches": ("Launch occasions", "occasions"),
    "patrols": ("Joint bomber patrols", "patrols"),
    "scrambles": ("Scrambles", "scrambles"),
}


def _outcomes() -> dict[str, Outcome]:
    found = []
    for days in WINDOWS_DAYS:
        span = f"within {days} days"
        met, rung = f"Dangerous encounters {span}, expected", f"Highest rung of responses {span}, 1 to {TOP_RUNG}"
        found.append(Outcome(f"encounters_{days}d", met, "encounters", "lower", ("JP", "CN", "RU")))
        found.append(Outcome(f"severity_{days}d", rung, "rung", "lower", ("JP", "US", "CN", "RU", "KP")))
        for kind, (name, unit) in CHANGES.items():
            text = f"{name} {span}, change by the exercise"
            found.append(Outcome(f"{kind}_change_{days}d", text, unit, "lower", ("JP",)))
    ratio = "Likelihood ratio of a resolved over an unresolved sender"
    found.append(Outcome("signal_ratio", ratio, "", "higher", ("US", "JP")))
    found.append(Outcome("flying_hours", "Flying hours used", "h", "lower", ("JP", "US")))
    return {one.id: one for one in found}


OUTCOMES = _outcomes()
"""What `react` returns, by id."""

LEVERS = {
    "scale": 1.0,
    "distance_km": 0.0,
    "nuclear_capable": math.nan,
    "hotline": 0.0,
    "near_event": 0.0,
}
"""What a policy may set beside `notice_days`, with the value that leaves the exercise as it is: aircraft, bombers and hours
times `scale` (0: no exercise), farther from coasts by `distance_km`, which takes flying hours, with or without aircraft that may
carry nuclear weapons (1, 0; as flown where not a number), a line between commands while it is flown (0 to 1), and whether it
follows within days of another side's event (0 to 1)."""


def react(mark: Mark, draws: Draws) -> dict[str, Array]:
    """Return what follows an exercise in each case.

    Parameters
    ----------
    mark : Mark
        The exercise, as `mark_of` reads it.
    draws : mapping of str to array (n,)
        Cases: any of `theories.uncertainties()` by id, `theory` among them, and any of `LEVERS`; a single number counts for
        all cases, and what is left out stands at the middle of its range.

    Returns
    -------
    dict of str to array (n,)
        The outcomes of `OUTCOMES`. Counts are expected numbers of the case; severity is one rung, drawn with its luck.

    Raises
    ------
    ValueError
        If a name is neither an uncertainty nor a lever, or lengths differ.
    """
    case = cases_of(mark, draws)
    held = case["scale"] > 0.0
    share = mark_share(mark, case) * held
    strain = np.clip(case["tension"] + case["timing_shift"] * case["near_event"] * held, 0.0, 1.0)
    sign = effect_sign(case["theory"], strain)
    answers = held * np.maximum(sign, 0.0)  # an answer to the exercise itself, where the theory of the case has one
    avoided = case["hotline_effect"] * case["hotline"] * held
    longer = hours_factor(mark, case)
    shift = case["severity_tension"] * (strain - 0.5) + case["severity_mark"] * sign * share
    shares = rung_shares(shift, case["show_probability"], case["threat_step"], case["force_step"])
    step_up = step_up_probability(case["rationality"], case["clash_cost"], case["yield_cost"])
    found: dict[str, Array] = {}
    for days in WINDOWS_DAYS:
        base, more = {}, {}
        for kind in KINDS:
            base[kind] = case[f"{kind}_per_year"] * days / YEAR_DAYS
            more[kind] = base[kind] * excess(case[f"effect_{kind}"] * sign * share, case["decay_days"], days)
        # a line between commands helps while the exercise is flown, and with what it adds; nothing else is met less often
        during = base["encounters"] * min(1.0, mark.duration_s / DAY_S / days)
        met = base["encounters"] + more["encounters"]
        met = met - avoided * (during + np.maximum(more["encounters"], 0.0))
        found[f"encounters_{days}d"] = met
        first = highest_rung(shares, met + answers, case[f"luck_severity_{days}d"])
        rises = (case["luck_follow_up"] < step_up) & (first > 1.0) & (first < FOLLOW_UP_RUNG)
        found[f"severity_{days}d"] = first + rises
        for kind in CHANGES:
            found[f"{kind}_change_{days}d"] = more[kind]
    found["signal_ratio"] = signal(mark, case)
    found["flying_hours"] = mark.total_flying_hours * case["scale"] * longer
    return found


def cases_of(mark: Mark, draws: Draws) -> dict[str, Array]:
    """Return cases with everything in them; see `react`.

    Parameters
    ----------
    mark : Mark
    draws : mapping of str to array (n,)

    Returns
    -------
    dict of str to array (n,)

    Raises
    ------
    ValueError
        As `react`.
    """
    middle = middle_case()
    if mark.notice_days is not None:
        middle["notice_days"] = mark.notice_days
    default = {**middle, **LEVERS}
    unknown = sorted(set(draws) - set(default))
    if unknown:
        raise ValueError(f"draws must be uncertainties or levers of reactions; got {', '.join(unknown)}")
    names = list(default)
    given = [np.asarray(draws.get(name, default[name]), dtype=np.float64) for name in names]
    arrays = np.broadcast_arrays(*(np.atleast_1d(one) for one in given))
    return dict(zip(names, arrays, strict=True))


def mark_share(mark: Mark, case: Mapping[str, Array]) -> Array:
    """Return how much there is to react to.

    Parameters
    ----------
    mark : Mark
    case : dict of str to array (n,)
        As `cases_of` gives it.

    Returns
    -------
    array (n,)
        0 to 1: parts between 0 and 1, weighted by weights drawn evenly on the simplex.
    """
    nuclear = np.where(np.isnan(case["nuclear_capable"]), float(mark.nuclear_capable), case["nuclear_capable"])
    coast_km = mark.nearest_coast_m / 1000.0 + case["distance_km"]
    parts = {
        "bombers": np.minimum(mark.bombers * case["scale"] / BOMBER_CELL, 1.0),
        "size": np.minimum(mark.aircraft * case["scale"] / LARGEST_AIRCRAFT, 1.0),
        "nuclear": nuclear,
        "nearness": np.exp(-np.maximum(coast_km, 0.0) / case["nearness_km"]),
        "surprise": np.exp(-np.maximum(case["notice_days"], 0.0) / case["notice_memory_days"]),
    }
    # exponential numbers over their sum lie evenly on the simplex
    raw = {name: -np.log(np.clip(1.0 - case[f"weight_{name}"], 1e-12, 1.0)) + 1e-12 for name in parts}
    total = sum(raw.values())
    return np.asarray(sum(raw[name] * parts[name] for name in parts) / total, dtype=np.float64)


def hours_factor(mark: Mark, case: Mapping[str, Array]) -> Array:
    """Return by what factor flying hours grow where the exercise lies farther from coasts.

    Parameters
    ----------
    mark : Mark
    case : dict of str to array (n,)
        As `cases_of` gives it.

    Returns
    -------
    array (n,)
        Every sortie flies the distance out and back at the mean speed of the runs; 1 where nothing was flown.
    """
    hours = mark.total_flying_hours
    if hours <= 0.0:
        return np.ones_like(case["distance_km"])
    more_h = mark.sorties * 2.0 * case["distance_km"] / (3.6 * mark.ground_speed_mps)
    return np.asarray(1.0 + more_h / hours, dtype=np.float64)


def excess(log_ratio: ArrayLike, decay_days: ArrayLike, days: float) -> Array:
    """Return by which share a window holds more events where a log rate ratio decays after its start.

    Parameters
    ----------
    log_ratio : array (n,)
        At the start.
    decay_days : array (n,)
        Time in which it falls to 1/e [d].
    days : float
        Length of the window [d].

    Returns
    -------
    array (n,)
        Mean of exp(log_ratio exp(-t / decay_days)) - 1 over the window, by Gauss and Legendre with 16 nodes in time that is
        stretched where the effect is young; above -1.
    """
    ratio, decay = np.broadcast_arrays(
        np.asarray(log_ratio, dtype=np.float64), np.asarray(decay_days, dtype=np.float64)
    )
    place = 0.5 * (NODES + 1.0)
    moments, slopes = days * place**2, days * 2.0 * place
    inside = np.expm1(ratio[..., None] * np.exp(-moments / decay[..., None]))
    return np.asarray(0.5 * (inside * slopes) @ WEIGHTS / days, dtype=np.float64)


def signal(mark: Mark, case: Mapping[str, Array]) -> Array:
    """Return the likelihood ratio of a resolved over an unresolved sender in each case; see `signal.likelihood_ratio`."""
    cost = mark.flying_cost_usd
    place = case["cost_position"]
    below, above = (
        cost.low + (cost.value - cost.low) * 2.0 * place,
        cost.value + (cost.high - cost.value) * (2.0 * place - 1.0),
    )
    sunk_musd = np.where(place < 0.5, below, above) * case["scale"] * hours_factor(mark, case) / 1e6
    return likelihood_ratio(
        sunk_musd,
        case["signal_worth_musd"],
        case["unresolved_worth"],
        case["audience_cost_musd"],
        case["called_probability"],
        case["routine_share"],
        case["choice_noise_musd"],
        case["scale"] > 0.0,
    )
