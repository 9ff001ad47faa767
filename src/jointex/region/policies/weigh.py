"""The whole weighing: fill the cases, then regrets, boxes, indices, tipping maps and sentences, as one document."""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from jointex.region.assets import asset_facts, cut_hazard, held_out_check
from jointex.region.policies.account import Account, account_of
from jointex.region.policies.activities import barred_by
from jointex.region.policies.cases import Exercise
from jointex.region.policies.explain import explain, tipping_map
from jointex.region.policies.model import REFERENCE, Array, Weighing
from jointex.region.policies.reached import Reached, reached_outcomes
from jointex.region.policies.reading import shipped
from jointex.region.policies.regret import undominated
from jointex.region.policies.sentences import belief, changed_fraction, verdict
from jointex.region.policies.store import Cases, Progress, fill, put_aside
from jointex.region.policies.worth import follows_by_definition, least_change, least_changes, still_levers
from jointex.region.theories import THEORIES, Uncertainty
from jointex.region.trade import stress_bounds

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
"""Outcomes explained by boxes and indices under one bundle, where they vary."""
BELIEFS = (
    "encounters_180d",
    "severity_180d",
    "signal_ratio",
    "flying_hours",
    "flown_sorties",
    "training_value",
    "trained_sorties",
    "combat_min",
    "fuel_passed_t",
    "cuts_180d",
    "cut_cost_musd",
    "cut_worst_firm_percent",
    "eu_gap",
    "insurance_musd_yr",
    "night_movements",
    "people_in_noise",
    "people_hearing",
    "town_receipts_mjpy",
    "town_budget_mjpy",
)
MOST_MAPS = 3
AXES = 2
LEAST_TIPPING = 0.03


def weigh(
    weighing: Weighing,
    exercise: Exercise,
    folder: Path,
    n_futures: int,
    seed: int,
    exercise_key: str,
    progress: Progress | None = None,
    box: str = REFERENCE,
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
    box : str
        Bundle whose worst futures are looked for.

    Returns
    -------
    dict
        As weigh.json.
    """
    key = {"exercise": exercise_key, "weighing": digest(weighing), "seed": seed}
    fill(folder, weighing, exercise, n_futures, seed, key, progress)
    bundles = list(weighing.bundles)
    cases = Cases(folder, n_futures, len(bundles))
    accounts = _accounts(weighing, cases)
    reached, in_box = (reached_outcomes(weighing, exercise, seed, which) for which in (None, [box]))
    outcomes = [_outcome_rows(weighing, name, account) for name, account in accounts.items()]
    return {
        "futures": n_futures,
        "bundles": [_bundle(weighing, name) for name in bundles],
        "cases": n_futures * len(bundles),
        "seed": seed,
        "reference": REFERENCE,
        "box_bundle": box,
        "exercise": _exercise(exercise),
        "activities": _activities(weighing, exercise),
        "left_out": sorted(set(weighing.outcomes) - set(accounts)),
        "outcomes": outcomes,
        "stakeholders": _stakeholders(weighing, outcomes),
        "discovery": [
            found
            for name in TOLD
            if name in accounts
            and (found := explain(weighing, name, accounts[name], cases, in_box[name], box)) is not None
        ],
        "beliefs": [_beliefs(weighing, bundle, accounts, reached) for bundle in bundles if bundle != REFERENCE],
        "tipping": [
            found
            for bundle, outcome in _tipping_pairs(weighing, accounts, reached)
            if (found := tipping_map(weighing, bundle, outcome, cases, reached[outcome])) is not None
        ],
        "infeasible": [],
        "still_levers": still_levers(weighing, exercise, seed),
        "least_changes": {name: one for name, one in least_changes().items() if name in accounts},
        "changed": _changed(weighing),
        "kept": put_aside(folder),
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
    "A cut is told beside the same spot price without one. Below the price of contracts (12.6 USD/MMBtu) a cut saves its buyers"
    " money; the shipped range of prices lies above it.",
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


def _accounts(weighing: Weighing, cases: Cases) -> dict[str, Account]:
    """Return the accounts of the outcomes that every case knows, one outcome after the other."""
    held, accounts = set(cases.outcomes()), {}
    at = list(weighing.bundles).index(REFERENCE)
    for name in weighing.outcomes:
        if name not in held:
            continue
        better = weighing.outcomes[name].better or "lower"
        account = account_of(functools.partial(_by_theory, cases, name), better, at, len(THEORIES), least_change(name))
        if account is not None:
            accounts[name] = account
    return accounts


def _by_theory(cases: Cases, outcome: str) -> Iterator[tuple[Array, Array]]:
    """Yield an outcome and the theory of each future, chunk by chunk."""
    return ((values, draws["theory"]) for values, draws in cases.batches(outcome, ("theory",)))


def _bundle(weighing: Weighing, name: str) -> dict[str, Any]:
    one = weighing.bundles[name]
    return {"id": name, "text": one.text, "set": dict(one.set)}


def _uncertainty(one: Uncertainty) -> dict[str, Any]:
    keys = ("id", "text", "low", "high", "scale", "unit", "basis", "source")
    return {**{key: getattr(one, key) for key in keys}, "values": list(getattr(one, "values", ()))}


def _changed(weighing: Weighing) -> list[str]:
    """Return what of the shipped ranges and bundles a user's file has changed, in words."""
    found = []
    ours = shipped()
    for name, one in weighing.uncertainties.items():
        was = ours.uncertainties.get(name)
        if was is not None and (one.low, one.high, one.scale) != (was.low, was.high, was.scale):
            found.append(
                f"range of {name}: {one.low:g} to {one.high:g} {one.unit} (shipped: {was.low:g} to {was.high:g})"
            )
    for name, bundle in weighing.bundles.items():
        before = ours.bundles.get(name)
        if before is not None and dict(bundle.set) != dict(before.set):
            found.append(f"bundle {name}: another than the shipped one of this name")
    return found


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


def _activities(weighing: Weighing, exercise: Exercise) -> list[dict[str, Any]]:
    """Return what each bundle that bars an activity drops, beside the exercise as flown; the exercise itself comes first."""
    rows = []
    for name in weighing.bundles:
        left = exercise.left.get(barred_by(weighing.settings(name)))
        if left is None or not (left.barred or name == REFERENCE):
            continue
        value = left.training_value()
        rows.append(
            {
                "bundle": name,
                "text": weighing.bundles[name].text,
                "barred": sorted(left.barred),
                "dropped": list(left.dropped),
                "at_home": list(left.at_home),
                "training_value": None
                if value is None
                else {key: getattr(value, key) for key in ("value", "low", "high")},
                "combat_min": left.combat_min,
                "fuel_passed_t": left.fuel_passed_t,
            }
        )
    return rows if len(rows) > 1 else []


def _outcome_rows(weighing: Weighing, name: str, account: Account) -> dict[str, Any]:
    """Return an outcome with its table of regrets; without a better end there is no regret, only the spread."""
    one = weighing.outcomes[name]
    rows = []
    for place, bundle in enumerate(weighing.bundles):
        spread = dict(zip(("p10", "p50", "p90"), account.spread[place].tolist(), strict=True))
        regret = account.regret[place].tolist() if one.better else (None, None, None)
        lost = dict(zip(("regret_p50", "regret_p90", "regret_most"), regret, strict=True))
        rows.append({"bundle": bundle, **spread, **lost})
    return {
        "id": name,
        "text": one.text,
        "unit": one.unit,
        "better": one.better,
        "least": least_change(name),
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


def _beliefs(weighing: Weighing, bundle: str, accounts: Mapping[str, Account], reached: Reached) -> dict[str, Any]:
    """Return the sentences of a bundle; where no theory enters an outcome, all futures speak for each."""
    place = list(weighing.bundles).index(bundle)
    rows = []
    for name in (*BELIEFS, *weighing.terms):
        one = weighing.outcomes.get(name)
        if one is None or name not in accounts or not one.better:
            continue
        whole, *groups = accounts[name].groups
        found = {theory: group.of(place) for theory, group in zip(THEORIES, groups, strict=True) if group.n_futures}
        if "theory" not in reached.get(name, ()):
            found = dict.fromkeys(found, whole.of(place))
        verdicts = {theory: verdict(shares, one.better) for theory, shares in found.items()}
        if set(verdicts.values()) == {"same"}:
            continue
        texts = weighing.bundles[bundle].text, weighing.bundles[REFERENCE].text
        rows.append(
            {
                "outcome": name,
                "sentence": belief(*texts, one, found),
                "by_definition": follows_by_definition(weighing, bundle, name),
                "least": least_change(name),
                "changed_fraction": changed_fraction(found),
                "verdicts": verdicts,
                "by_theory": found,
            }
        )
    return {"bundle": bundle, "rows": rows}


def _tipping_pairs(weighing: Weighing, accounts: Mapping[str, Account], reached: Reached) -> list[tuple[str, str]]:
    """Return bundles and outcomes that tip the most: better in many futures, worse in many others; one for an outcome."""
    bundles, found = list(weighing.bundles), []
    for name in (*BELIEFS, *weighing.terms):
        if name not in accounts or not weighing.outcomes[name].better or len(reached[name]) < AXES:
            continue
        whole = accounts[name].groups[0]
        tips = np.minimum(whole.better, whole.worse)
        best = int(tips.argmax())
        if tips[best] >= LEAST_TIPPING:
            found.append((float(tips[best]), bundles[best], name))
    return [(bundle, name) for _, bundle, name in sorted(found, reverse=True)[:MOST_MAPS]]
