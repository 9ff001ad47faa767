"""A chunk of cases: futures drawn from every range, and each bundle's outcomes in all of them at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from jointex.record import read
from jointex.region.assets import asset_facts, asset_position, cut_rate_per_a, eu_position, n_actors, stances
from jointex.region.mark import Mark, Ranged, mark_of, role_of
from jointex.region.policies.activities import Left, all_left, barred_by
from jointex.region.policies.gas import DRAWN, N_WORLDS, insurance_musd_yr, stress, worlds
from jointex.region.policies.model import Array, Setting, Weighing
from jointex.region.policies.towns import (
    BAND_DB,
    HEARD_DB,
    ByHour,
    Town,
    at_night,
    flown_fraction,
    hours_of,
    people_over,
    towns_of,
)
from jointex.region.reactions import LEVERS as REACTION_LEVERS
from jointex.region.reactions import react
from jointex.region.theories import uncertainties
from jointex.region.trade import stress_bounds

HALF_YEAR_A = 180.0 / 365.25


@dataclass(frozen=True)
class Exercise:
    """What a run folder hands to the weighing.

    Attributes
    ----------
    mark : Mark
    without_bombers : Mark
        The same exercise, fighters alone.
    night_movements : float
        Take-offs, or all movements where communities.json is there, between 22 and 7 local time, mean of runs.
    towns : tuple of Town
        Near the bases; empty where no communities.json is there.
    left : mapping of frozenset of str to Left
        What is left of the exercise for each set of barred activities; empty for an exercise made by hand.
    hours : tuple of float (24,)
        Movements by local hour, mean of runs, over all bases; take-offs alone where no communities.json is there.
    """

    mark: Mark
    without_bombers: Mark
    night_movements: float
    towns: tuple[Town, ...] = ()
    left: Mapping[frozenset[str], Left] = field(default_factory=dict)
    hours: ByHour = ()


def exercise_in(folder: Path) -> Exercise:
    """Return what the weighing needs of a run folder, with what communities.json knows if it is there.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    Exercise

    Raises
    ------
    InputError
        If it is no run folder, or a file in it cannot be read.
    """
    recording = read(folder)
    flights = recording.plan["flights"]
    bombers = frozenset(str(flight["aircraft"]) for flight in flights if role_of(flight, folder) == "bomber")
    left = all_left(recording.plan, recording.summary, folder, lambda home: mark_of(folder, without=home))
    return replace(exercise_of(mark_of(folder), bombers, recording.communities), left=left)


def exercise_of(mark: Mark, bombers: frozenset[str], communities: Mapping[str, Any] | None = None) -> Exercise:
    """Return what the weighing needs of an exercise.

    Parameters
    ----------
    mark : Mark
        As `mark_of` reads it.
    bombers : frozenset of str
        Types that are bombers.
    communities : dict, optional
        Content of communities.json.

    Returns
    -------
    Exercise
    """
    kept = {name: hours for name, hours in mark.flying_hours.items() if name not in bombers}
    fraction = (mark.aircraft - mark.bombers) / mark.aircraft if mark.aircraft else 0.0
    alone = replace(
        mark,
        bombers=0,
        aircraft=mark.aircraft - mark.bombers,
        nuclear_capable=False,
        flying_hours=kept,
        sorties=mark.sorties * fraction,
    )
    hours = hours_of(communities or {}, mark)
    night = float(at_night(hours, np.zeros(1))[0])
    return Exercise(mark, alone, night, towns_of(communities or {}), hours=hours)


def draw_futures(weighing: Weighing, seed: int, chunk: int, n_futures: int) -> tuple[dict[str, Array], Array]:
    """Return the futures of a chunk: the same for any number of chunks.

    Parameters
    ----------
    weighing : Weighing
    seed, chunk : int
        Key of the draws.
    n_futures : int
        In this chunk.

    Returns
    -------
    tuple
        Draws (n,) by uncertainty, and where actors of the asset question lie in their ranges (n, actors, 3).
    """
    draws = {}
    stream = np.random.Generator(np.random.Philox(key=[seed, chunk * 4096 + 4094]))
    of_gas = worlds(seed)[stream.integers(N_WORLDS, size=n_futures)]
    for place, one in enumerate(weighing.uncertainties.values()):
        stream = np.random.Generator(np.random.Philox(key=[seed, chunk * 4096 + place]))
        draws[one.id] = one.at(of_gas[:, DRAWN.index(one.id)] if one.id in DRAWN else stream.random(n_futures))
    stream = np.random.Generator(np.random.Philox(key=[seed, chunk * 4096 + 4095]))
    return draws, stream.random((n_futures, n_actors(), 3))


def evaluate(
    weighing: Weighing, exercise: Exercise, settings: Mapping[str, Setting], draws: Mapping[str, Array], actors: Array
) -> dict[str, Array]:
    """Return every outcome of a bundle in every future of a chunk.

    Parameters
    ----------
    weighing : Weighing
    exercise : Exercise
    settings : dict of str to number or str
        Where every lever stands.
    draws : dict of str to array (n,)
    actors : array (n, actors, 3)
        As `draw_futures` gives both.

    Returns
    -------
    dict of str to array (n,)
        By outcome; NaN where the run folder lacks what it takes.
    """
    n_futures = len(actors)
    found = _reactions(exercise, settings, draws)
    found |= _assets(settings, draws, actors)
    extra, reserve = _number(settings, "stock_extra_mt"), _number(settings, "reserve_mt_yr")
    replaced, sharing = _number(settings, "replaced_fraction"), _number(settings, "sharing_fraction")
    found |= stress(draws, extra, reserve, replaced, sharing)
    found["insurance_musd_yr"] = insurance_musd_yr(draws, extra, reserve, replaced)
    found |= _towns(exercise, settings, draws)
    values = {name: np.broadcast_to(np.asarray(value, dtype=np.float64), n_futures) for name, value in found.items()}
    known: dict[str, Any] = {
        **draws,
        **{name: value for name, value in settings.items() if isinstance(value, float | int)},
        **values,
    }
    for name, terms in weighing.terms.items():
        total = np.zeros(n_futures)
        for term in terms:
            part = np.ones(n_futures)
            for one in term:
                part = part * np.asarray(known[one] if isinstance(one, str) else one, dtype=np.float64)
            total += part
        known[name] = values[name] = total
    return {name: values[name] for name in weighing.outcomes if name in values}


def _number(settings: Mapping[str, Setting], name: str) -> float:
    value = settings[name]
    return float(value) if isinstance(value, int | float) else 0.0


def _flown(exercise: Exercise, settings: Mapping[str, Setting]) -> tuple[Left | None, Mark, float]:
    """Return what is left of an exercise under the limits of a bundle, its mark, and its scale."""
    left = exercise.left.get(barred_by(settings))
    mark = exercise.without_bombers if settings["limit"] == "no bombers" else exercise.mark
    if left is not None and left.at_home:
        mark = left.mark or exercise.mark
    return left, mark, 0.0 if left is not None and left.mark is None else _number(settings, "scale")


def _reactions(exercise: Exercise, settings: Mapping[str, Setting], draws: Mapping[str, Array]) -> dict[str, Array]:
    """Return the outcomes of reactions, and the sorties flown."""
    left, mark, scale = _flown(exercise, settings)
    wanted = {name: draws[name] for name in uncertainties()}
    nuclear = {"as flown": math.nan, "no": 0.0, "yes": 1.0}[str(settings["nuclear_capable"])]
    if settings["limit"] != "none":
        nuclear = 0.0
    levers: dict[str, Any] = {
        name: settings[name] for name in REACTION_LEVERS if name in settings and name != "nuclear_capable"
    }
    levers["scale"] = scale
    levers["nuclear_capable"] = nuclear
    if settings["notice_days"] is not None:
        wanted["notice_days"] = np.full(len(draws["theory"]), _number(settings, "notice_days"))
    found = react(mark, {**wanted, **levers})
    found["flown_sorties"] = np.asarray(mark.sorties * scale)
    is_held = float(scale > 0.0)
    share = draws["training_share"]
    found["readiness_fraction"] = is_held * _scored(mark.readiness.get("flown_fraction"), share)
    parts = [_scored(one, share) for name, one in mark.interoperability.items() if name.endswith("_fraction")]
    weakest = np.min(parts, axis=0) if parts else np.full(share.shape, math.nan)
    found["interoperability_fraction"] = is_held * weakest
    found |= _training(left, scale, share)
    found["trained_sorties"] = found["flown_sorties"] * found["training_value"]
    return found


def _training(left: Left | None, scale: float, share: Array) -> dict[str, Array]:
    """Return what is trained: objectives met at shares of their intervals, minutes of combat, fuel passed."""
    value = None if left is None else left.training_value()
    if left is None or value is None:
        blank = np.full(share.shape, math.nan)
        return dict.fromkeys(("training_value", "combat_min", "fuel_passed_t"), blank)
    is_held = float(scale > 0.0)
    return {
        "training_value": is_held * _scored(value, share),
        "combat_min": np.full(share.shape, is_held * left.combat_min),
        "fuel_passed_t": np.full(share.shape, scale * left.fuel_passed_t),
    }


def _scored(score: Ranged | None, share: Array) -> Array:
    """Return a score at shares of its interval, 0 to 1; NaN where there is none."""
    if score is None:
        return np.full(share.shape, math.nan)
    return np.clip(score.low + (score.high - score.low) * share, 0.0, 1.0)


def _assets(settings: Mapping[str, Setting], draws: Mapping[str, Array], actors: Array) -> dict[str, Array]:
    """Return where the asset question ends and what it does to the hazard of a cut."""
    stance = stances()[str(settings["assets"])]
    position = asset_position(draws["structure"], actors, [stance.id] * len(actors))
    behind = np.maximum(eu_position(draws["eu_reading"], actors) - stance.japan[0], 0.0)
    factor = stance.pressure ** draws["pressure_share"]
    rate = cut_rate_per_a(np.minimum(draws["cut_rate_share"], 0.999), asset_facts()["years-without-cut"].value)
    kept = 1.0 - _number(settings, "replaced_fraction")
    trade = sum(bound.amount for bound in stress_bounds() if bound.flow in ("eu-goods", "eu-services"))
    return {
        "asset_position": position,
        "eu_gap": behind,
        "moscow_factor": factor,
        "cuts_180d": np.asarray(rate * factor * HALF_YEAR_A * (kept > 0.0)),
        "eu_trade_stress_beur": trade * draws["trade_loss_fraction"] * draws["eu_link"] * behind / 100.0,
    }


def _towns(exercise: Exercise, settings: Mapping[str, Setting], draws: Mapping[str, Array]) -> dict[str, Array]:
    """Return what host towns get and hear."""
    _, mark, scale = _flown(exercise, settings)
    package = _number(settings, "package_jpy") * draws["residents"] / 1e6
    cap, later_h = _number(settings, "night_cap"), np.asarray(draws["later_h"])
    flown = flown_fraction(exercise.mark, mark)
    before = {base: math.fsum(hours) for base, hours in exercise.mark.takeoffs_by_hour.items()}
    kept = math.fsum(flown.get(base, 1.0) * n for base, n in before.items()) / (math.fsum(before.values()) or 1.0)
    people = {
        name: people_over(exercise.towns, band_db, later_h, scale, cap, draws["noise_share"], flown)
        if exercise.towns
        else np.full(len(later_h), math.nan)
        for name, band_db in (("people_in_noise", BAND_DB), ("people_hearing", HEARD_DB))
    }
    return {
        **people,
        "night_movements": at_night(exercise.hours, later_h) * scale * (kept if before else 1.0) * cap,
        "town_receipts_mjpy": package,
        "town_budget_mjpy": package,
    }
