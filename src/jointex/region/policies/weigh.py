"""The whole weighing: fill the cases, then regrets, boxes, indices, tipping maps and sentences, as one document."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from jointex.region.assets import asset_facts, cut_hazard, held_out_check
from jointex.region.bargaining import STRUCTURES
from jointex.region.policies.cases import Exercise
from jointex.region.policies.discovery import Box, discover
from jointex.region.policies.model import REFERENCE, Array, Weighing
from jointex.region.policies.regret import regret_rows, undominated
from jointex.region.policies.sensitivity import pawn
from jointex.region.policies.sentences import alike, belief, by_theory, changed_fraction, tipping, verdict
from jointex.region.policies.store import Progress, case_files, fill, read_futures, read_outcome
from jointex.region.reactions import OUTCOMES
from jointex.region.theories import THEORIES, Uncertainty
from jointex.region.trade import stress_bounds

LEAST_BEYOND = 0.02
OF_INTEREST_FRACTION = 0.1
"""Worst share of futures that scenario discovery explains."""
TOLD = (
    "encounters_180d",
    "severity_180d",
    "scrambles_change_180d",
    "signal_ratio",
    "cuts_180d",
    "cut_cost_musd",
    "cut_worst_firm_percent",
    "eu_gap",
)
"""Outcomes explained by boxes and indices under the reference, where they vary."""
BELIEFS = (
    "encounters_180d",
    "severity_180d",
    "signal_ratio",
    "flown_sorties",
    "cuts_180d",
    "cut_cost_musd",
    "cut_worst_firm_percent",
    "eu_gap",
    "insurance_musd_yr",
    "night_movements",
    "town_receipts_mjpy",
    "town_budget_mjpy",
)
MOST_PAWN_CASES = 2000
MOST_TELLING = 8
"""Uncertainties a box may be cut in: those that tell most by PAWN, so that chance among fifty cuts none."""
MOST_MAPS = 3
LEAST_TIPPING = 0.03
SWITCHES = {"theory": THEORIES, "structure": STRUCTURES}
CELLS = 8


def weigh(
    weighing: Weighing,
    exercise: Exercise,
    folder: Path,
    n_futures: int,
    seed: int,
    exercise_key: str,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return the document of a weighing, and leave its cases in a folder.

    Parameters
    ----------
    weighing : Weighing
    exercise : Exercise
    folder : Path
        For the cases; those of the same weighing that are there are kept.
    n_futures, seed : int
    exercise_key : str
        Digest of the runs behind the exercise.
    progress : callable, optional
        Called with cases done and all.

    Returns
    -------
    dict
        As weigh.json.
    """
    key = {"exercise": exercise_key, "weighing": digest(weighing), "seed": seed}
    kept = fill(folder, weighing, exercise, n_futures, seed, key, progress)
    bundles = list(weighing.bundles)
    draws = read_futures(folder, n_futures, list(weighing.uncertainties))
    table = {name: read_outcome(folder, n_futures, name, len(bundles)) for name in _known(folder, n_futures, weighing)}
    table = {name: values for name, values in table.items() if np.isfinite(values).all()}
    outcomes = [_outcome_rows(weighing, name, values) for name, values in table.items()]
    return {
        "futures": n_futures,
        "bundles": [_bundle(weighing, name) for name in bundles],
        "cases": n_futures * len(bundles),
        "seed": seed,
        "chunks_kept": kept,
        "reference": REFERENCE,
        "exercise": _exercise(exercise),
        "left_out": sorted(set(weighing.outcomes) - set(table)),
        "outcomes": outcomes,
        "stakeholders": _stakeholders(weighing, outcomes),
        "discovery": [found for name in TOLD if name in table if (found := _explain(weighing, name, table, draws))],
        "beliefs": [_beliefs(weighing, bundle, table, draws) for bundle in bundles if bundle != REFERENCE],
        "tipping": [
            _map(weighing, bundle, outcome, table, draws) for bundle, outcome in _tipping_pairs(weighing, table)
        ],
        "uncertainties": [_uncertainty(one) for one in weighing.uncertainties.values()],
        "levers": [asdict(lever) for lever in weighing.levers.values()],
        "trade_stress_bounds": [asdict(bound) for bound in stress_bounds()],
        "assets": {
            "hazard": asdict(cut_hazard()),
            "held_out": held_out_check(),
            "facts": {name: asdict(one) for name, one in asset_facts().items()},
        },
        "limits": list(LIMITS),
    }


LIMITS = (
    "Cases are generated, nothing is forecast: shares of futures are shares of these draws, not odds of the world.",
    "Theories are drawn in equal shares; no weighting of them is claimed. Only the signs of effects are published.",
    "Outcomes are never added to each other: no bundle has one score, and one stakeholder's gain pays for nobody's loss.",
    "Gas outcomes named “if it is cut” say what a cut would do, whether or not there is one.",
    "Losses of trade are stress bounds, not estimates.",
)


def digest(weighing: Weighing) -> str:
    """Return a digest of levers, bundles, uncertainties, outcomes and the version."""
    from jointex import __version__

    parts = [
        __version__,
        *(repr(sorted(part.items())) for part in (weighing.levers, weighing.uncertainties, weighing.terms)),
    ]
    parts += [
        repr([(name, sorted(one.set.items())) for name, one in weighing.bundles.items()]),
        repr(list(weighing.outcomes)),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _known(folder: Path, n_futures: int, weighing: Weighing) -> list[str]:
    """Return the outcomes that the files hold."""
    import pyarrow.parquet as pq

    names = set(pq.read_schema(case_files(folder, n_futures)[0]).names)
    return [name for name in weighing.outcomes if name in names]


def _bundle(weighing: Weighing, name: str) -> dict[str, Any]:
    one = weighing.bundles[name]
    return {"id": name, "text": one.text, "set": dict(one.set)}


def _uncertainty(one: Uncertainty) -> dict[str, Any]:
    keys = ("id", "text", "low", "high", "scale", "unit", "basis", "source")
    return {**{key: getattr(one, key) for key in keys}, "values": list(getattr(one, "values", ()))}


def _exercise(exercise: Exercise) -> dict[str, Any]:
    """Return what of the exercise went in."""
    mark = exercise.mark
    return {
        "scenario": mark.scenario,
        "date": mark.date,
        "runs": mark.runs,
        "bombers": mark.bombers,
        "aircraft": mark.aircraft,
        "sorties": mark.sorties,
        "nuclear_capable": mark.nuclear_capable,
        "nearest_coast_km": mark.nearest_coast_m / 1000.0 if math.isfinite(mark.nearest_coast_m) else None,
        "flying_hours": mark.total_flying_hours,
        "night_movements": exercise.night_movements,
        "towns_heard": len(exercise.towns),
    }


def _outcome_rows(weighing: Weighing, name: str, values: Array) -> dict[str, Any]:
    """Return an outcome with its table of regrets; without a better end there is no regret, only the spread."""
    one, bundles = weighing.outcomes[name], list(weighing.bundles)
    rows = regret_rows(bundles, values, one.better or "lower")
    if not one.better:
        rows = [{**row, "regret_p50": None, "regret_p90": None, "regret_most": None} for row in rows]
    return {
        "id": name,
        "text": one.text,
        "unit": one.unit,
        "better": one.better,
        "stakeholders": list(one.stakeholders),
        "rows": rows,
    }


def _stakeholders(weighing: Weighing, outcomes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return for each stakeholder its outcomes and the bundles that none beats on all of them at once."""
    names = dict.fromkeys(holder for one in outcomes for holder in one["stakeholders"])
    found = []
    for holder in names:
        own = {
            one["id"]: [row["regret_p90"] for row in one["rows"]]
            for one in outcomes
            if holder in one["stakeholders"] and one["better"]
        }
        if own:
            keeps = undominated(own)
            unbeaten = [name for name, keep in zip(weighing.bundles, keeps, strict=True) if keep]
            found.append({"id": holder, "outcomes": list(own), "unbeaten": unbeaten})
    return found


def _explain(
    weighing: Weighing, name: str, table: Mapping[str, Array], draws: Mapping[str, Array]
) -> dict[str, Any] | None:
    """Return box and indices of an outcome under the reference; None where it does not vary."""
    values = table[name][list(weighing.bundles).index(REFERENCE)]
    if np.ptp(values) <= 0.0:
        return None
    one = weighing.outcomes[name]
    worse = -values if one.better == "higher" else values
    threshold = float(np.quantile(worse, 1.0 - OF_INTEREST_FRACTION))
    is_beyond = bool((worse > threshold).mean() >= LEAST_BEYOND)
    is_bad = worse > threshold if is_beyond else worse >= threshold
    end = ("below" if is_beyond else "at most") if one.better == "higher" else ("above" if is_beyond else "at least")
    first = slice(0, MOST_PAWN_CASES)
    indices = pawn({key: value[first] for key, value in draws.items()}, values[first])
    telling = [row["uncertainty"] for row in indices if row["above_chance"]][:MOST_TELLING]
    box = discover({key: draws[key] for key in telling}, is_bad) if telling else None
    return {
        "outcome": name,
        "bundle": REFERENCE,
        "of_interest": f"{end} {-threshold if one.better == 'higher' else threshold:.4g} {one.unit}".strip(),
        "of_interest_fraction": float(is_bad.mean()),
        "box": _box(weighing, box) if box else None,
        "indices": indices[:8],
    }


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


def _beliefs(weighing: Weighing, bundle: str, table: Mapping[str, Array], draws: Mapping[str, Array]) -> dict[str, Any]:
    """Return the sentences of a bundle."""
    place, at = list(weighing.bundles).index(bundle), list(weighing.bundles).index(REFERENCE)
    rows = []
    for name in (*BELIEFS, *weighing.terms):
        one = weighing.outcomes.get(name)
        if one is None or name not in table or not one.better:
            continue
        found = by_theory(table[name][place], table[name][at], draws["theory"], one.better)
        if name not in OUTCOMES and name not in weighing.terms:
            found = dict.fromkeys(found, alike(table[name][place], table[name][at], one.better))
        verdicts = {theory: verdict(shares) for theory, shares in found.items()}
        if set(verdicts.values()) == {"same"}:
            continue
        texts = weighing.bundles[bundle].text, weighing.bundles[REFERENCE].text
        rows.append(
            {
                "outcome": name,
                "sentence": belief(*texts, one, found),
                "changed_fraction": changed_fraction(found),
                "verdicts": verdicts,
                "by_theory": found,
            }
        )
    return {"bundle": bundle, "rows": rows}


def _tipping_pairs(weighing: Weighing, table: Mapping[str, Array]) -> list[tuple[str, str]]:
    """Return bundles and outcomes that tip the most: better in many futures, worse in many others; one for an outcome."""
    bundles = list(weighing.bundles)
    at, found = bundles.index(REFERENCE), []
    for name in (*BELIEFS, *weighing.terms):
        if name not in table or not weighing.outcomes[name].better:
            continue
        change = table[name] - table[name][at]
        tips = np.minimum((change > 0.0).mean(axis=1), (change < 0.0).mean(axis=1))
        best = int(tips.argmax())
        if tips[best] >= LEAST_TIPPING:
            found.append((float(tips[best]), bundles[best], name))
    return [(bundle, name) for _, bundle, name in sorted(found, reverse=True)[:MOST_MAPS]]


def _map(
    weighing: Weighing, bundle: str, outcome: str, table: Mapping[str, Array], draws: Mapping[str, Array]
) -> dict[str, Any]:
    """Return a tipping map over the two uncertainties that the sign of the difference hangs on most."""
    place, at = list(weighing.bundles).index(bundle), list(weighing.bundles).index(REFERENCE)
    difference = table[outcome][place] - table[outcome][at]
    first = slice(0, MOST_PAWN_CASES)
    ranked = pawn({key: value[first] for key, value in draws.items()}, np.sign(difference[first]))
    pair = [weighing.uncertainties[row["uncertainty"]] for row in ranked[:2]]
    n_cells = (_n_cells(pair[0]), _n_cells(pair[1]))
    shares = [_share(one, draws[one.id]) for one in pair]
    axes = [
        {"id": one.id, "text": one.text, "unit": one.unit, "low": one.low, "high": one.high, "steps": _steps(one)}
        for one in pair
    ]
    cells = tipping(shares[0], shares[1], difference, weighing.outcomes[outcome].better, n_cells)
    return {"bundle": bundle, "reference": REFERENCE, "outcome": outcome, "axes": axes, "share": cells}


def _steps(one: Uncertainty) -> list[str]:
    """Return the values of a switch or a lattice in words; nothing for a range."""
    if one.id in SWITCHES:
        return list(SWITCHES[one.id])
    return [f"{value:g}" for value in getattr(one, "values", ())]


def _n_cells(one: Uncertainty) -> int:
    return len(_steps(one)) or (int(one.high - one.low) if one.scale == "choice" else CELLS)


def _share(one: Uncertainty, values: Array) -> Array:
    """Return where draws lie in their range, 0 to 1; draws of a switch or a lattice in the middle of their step."""
    if one.scale == "log":
        return np.asarray(np.log(values / one.low) / math.log(one.high / one.low))
    if one.scale == "choice":
        return np.asarray((values - one.low + 0.5) / (one.high - one.low))
    steps = getattr(one, "values", ())
    if steps:
        return np.asarray((np.searchsorted(np.asarray(steps), values) + 0.5) / len(steps))
    return np.asarray((values - one.low) / max(one.high - one.low, 1e-300))
