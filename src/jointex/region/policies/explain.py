"""Where the worst cases of an outcome lie, what it hangs on, where a choice tips: boxes, indices, maps, from batches of cases."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from jointex.region.assets import EU_LINKS, EU_READINGS
from jointex.region.bargaining import STRUCTURES
from jointex.region.policies.account import Account
from jointex.region.policies.discovery import Box, Chosen, Tally, discover, open_box
from jointex.region.policies.model import REFERENCE, Array, Weighing
from jointex.region.policies.sensitivity import pawn
from jointex.region.policies.sentences import TippingMap
from jointex.region.policies.store import Cases
from jointex.region.policies.worth import least_change
from jointex.region.theories import THEORIES, Uncertainty

LEAST_BEYOND = 0.02
WORST_SHARE = 2
"""Column of an account's spread where the worst futures begin if lower is better: those that scenario discovery explains."""
MOST_RANKED_FUTURES = 2_000
"""Futures that indices are taken from, the first ones: cases are held at once for these, and for no others."""
MOST_SEARCHED_FUTURES = 10_000
"""Futures that a box is sought in, the first ones; what it holds is then counted in all."""
MOST_TELLING = 8
"""Uncertainties a box may be cut in: those that tell most by PAWN, so that chance among fifty cuts none."""
SWITCHES = {"theory": THEORIES, "structure": STRUCTURES, "eu_reading": EU_READINGS, "eu_link": EU_LINKS}
CELLS, CELLS_OF_FEW = 8, 4
"""Cells along an axis of a tipping map, and where futures are fewer than `MOST_RANKED_FUTURES`."""
LEAST_FILLED = 0.3
"""A map with fewer cells filled shows no border."""
MOST_OF_INTEREST = 0.2
"""Where more futures than this share the worst value of an outcome, there is no worst tenth to look for."""
RESTATES = 0.8
"""A box with one limit that holds and is filled by more than this says again that one uncertainty drives the outcome."""
LUCK = "luck_"
"""How uncertainties begin that are chance: nothing can be done about them, so that no box is cut in them."""


def explain(
    weighing: Weighing, name: str, account: Account, cases: Cases, reached: Collection[str], bundle: str = REFERENCE
) -> dict[str, Any] | None:
    """Return box and indices of an outcome under a bundle.

    Parameters
    ----------
    weighing : Weighing
    name : str
        The outcome.
    account : Account
        Of it.
    cases : Cases
    reached : collection of str
        Uncertainties that enter it.
    bundle : str
        The reference if left out.

    Returns
    -------
    dict or None
        None where the outcome does not vary. `box` is None where none was found, where luck alone tells, where no tenth of
        futures can be told from the rest, or where the box only says again what the outcome hangs on; `why` says which.
    """
    at = list(weighing.bundles).index(bundle)
    if account.high[at] <= account.low[at]:
        return None
    one = weighing.outcomes[name]
    sign = -1.0 if one.better == "higher" else 1.0
    threshold = sign * float(account.spread[at, 2 - WORST_SHARE if one.better == "higher" else WORST_SHARE])
    n_beyond, n_reached = _counts(cases, name, at, sign, threshold)
    is_beyond = n_beyond >= LEAST_BEYOND * cases.n_futures
    end = ("below" if is_beyond else "at most") if one.better == "higher" else ("above" if is_beyond else "at least")
    values, draws = cases.first(MOST_RANKED_FUTURES, name, [one for one in weighing.uncertainties if one in reached])
    indices = pawn(draws, values[at])
    telling = [row["uncertainty"] for row in indices if row["above_chance"] and not _is_luck(row)][:MOST_TELLING]
    of_interest = (n_beyond if is_beyond else n_reached) / cases.n_futures

    def is_bad(worse: Array) -> Chosen:
        return np.asarray(worse > threshold if is_beyond else worse >= threshold)

    box = None
    why = "" if telling else "nothing but chance tells"
    if of_interest > MOST_OF_INTEREST:
        why = f"{100.0 * of_interest:.0f} % of futures share its worst value: no tenth of them can be told apart"
    if not why:
        values, draws = cases.first(MOST_SEARCHED_FUTURES, name, telling)
        found = discover(draws, is_bad(sign * values[at]))
        if found is not None:
            tally = Tally(telling, open_box(found, telling))
            for values, draws in cases.batches(name, telling):
                tally.see(np.column_stack([draws[key] for key in telling]), is_bad(sign * values[at]))
            box = tally.box()
        why = "" if box else "no box holds enough of them"
        if box and len(box.limits) == 1 and min(box.coverage, box.density) >= RESTATES:
            limit = _box(weighing, box)["limits"][0]
            why = f"it says again what it hangs on: {_lower(limit['text'])}, {limit['words']}"
            box = None
    return {
        "outcome": name,
        "bundle": bundle,
        "of_interest": f"{end} {sign * threshold:.4g} {one.unit}".strip(),
        "of_interest_fraction": of_interest,
        "why": why,
        "ranked_futures": min(MOST_RANKED_FUTURES, cases.n_futures),
        "searched_futures": min(MOST_SEARCHED_FUTURES, cases.n_futures),
        "box": _box(weighing, box) if box else None,
        "indices": indices[:8],
    }


def _is_luck(row: Mapping[str, Any]) -> bool:
    return str(row["uncertainty"]).startswith(LUCK)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _counts(cases: Cases, name: str, at: int, sign: float, threshold: float) -> tuple[int, int]:
    """Return how many futures lie beyond a threshold, and how many at least reach it."""
    beyond = reached = 0
    for values, _ in cases.batches(name):
        worse = sign * values[at]
        beyond += int((worse > threshold).sum())
        reached += int((worse >= threshold).sum())
    return beyond, reached


def _box(weighing: Weighing, box: Box) -> dict[str, Any]:
    """Return a box as data, with words for its limits."""
    limits = []
    for limit in box.limits:
        one = weighing.uncertainties[limit.name]
        limits.append(
            {
                **asdict(limit),
                "text": one.text,
                "words": _limit_words(one, limit.low, limit.high, limit.is_low, limit.is_high),
            }
        )
    return {"limits": limits, "coverage": box.coverage, "density": box.density, "mass": box.mass, "cases": box.n_cases}


def _limit_words(one: Uncertainty, low: float, high: float, is_low: bool, is_high: bool) -> str:
    """Return a limit in words."""
    if one.id in SWITCHES:
        return " or ".join(name for number, name in enumerate(SWITCHES[one.id]) if low <= number <= high)
    if is_low and is_high:
        return f"{low:.3g} to {high:.3g} {one.unit}".strip()
    return (f"above {low:.3g} {one.unit}" if is_low else f"below {high:.3g} {one.unit}").strip()


def tipping_map(
    weighing: Weighing, bundle: str, outcome: str, cases: Cases, reached: Collection[str]
) -> dict[str, Any] | None:
    """Return a tipping map over the two uncertainties that the sign of the difference hangs on most.

    Parameters
    ----------
    weighing : Weighing
    bundle, outcome : str
    cases : Cases
    reached : collection of str
        Uncertainties that enter the outcome.

    Returns
    -------
    dict or None
        None where too few cells hold enough futures that the bundle changes.
    """
    place, at = list(weighing.bundles).index(bundle), list(weighing.bundles).index(REFERENCE)
    values, draws = cases.first(MOST_RANKED_FUTURES, outcome, _axes(weighing, reached))
    ranked = pawn(draws, np.sign(values[place] - values[at]))
    pair, least = [weighing.uncertainties[row["uncertainty"]] for row in ranked[:2]], least_change(outcome)
    few = cases.n_futures < MOST_RANKED_FUTURES
    tipping = TippingMap(weighing.outcomes[outcome].better, (_n_cells(pair[0], few), _n_cells(pair[1], few)), least)
    for values, draws in cases.batches(outcome, [one.id for one in pair]):
        shares = [_share(one, draws[one.id]) for one in pair]
        tipping.see(shares[0], shares[1], values[place] - values[at])
    share = tipping.cells()
    filled = [cell is not None for row in share for cell in row]
    if sum(filled) < LEAST_FILLED * len(filled):
        return None
    axes = [
        {"id": one.id, "text": one.text, "unit": one.unit, "low": one.low, "high": one.high, "steps": _steps(one)}
        for one in pair
    ]
    return {"bundle": bundle, "reference": REFERENCE, "outcome": outcome, "axes": axes, "share": share}


def _axes(weighing: Weighing, reached: Collection[str]) -> list[str]:
    """Return what a map may be drawn over: what enters the outcome and is not luck."""
    return [name for name in weighing.uncertainties if name in reached and not name.startswith(LUCK)]


def _steps(one: Uncertainty) -> list[str]:
    """Return the values of a switch or a lattice in words; nothing for a range."""
    if one.id in SWITCHES:
        return list(SWITCHES[one.id])
    return [f"{value:g}" for value in getattr(one, "values", ())]


def _n_cells(one: Uncertainty, are_few: bool) -> int:
    usual = CELLS_OF_FEW if are_few else CELLS
    return len(_steps(one)) or (int(one.high - one.low) if one.scale == "choice" else usual)


def _share(one: Uncertainty, values: Array) -> Array:
    """Return where draws lie in their range, 0 to 1; draws of a switch or a lattice in the middle of their step."""
    if one.scale == "log":
        return np.asarray(np.log(values / one.low) / max(math.log(one.high / one.low), 1e-300))
    if one.scale == "choice":
        return np.asarray((values - one.low + 0.5) / (one.high - one.low))
    steps = getattr(one, "values", ())
    if steps:
        return np.asarray((np.searchsorted(np.asarray(steps), values) + 0.5) / len(steps))
    return np.asarray((values - one.low) / max(one.high - one.low, 1e-300))
