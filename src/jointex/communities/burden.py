"""The whole account of a run folder: noise place by place, movements by hour, people, money and emissions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jointex.cards.shelf import Folder
from jointex.communities.flown import Rows, local_m
from jointex.communities.grid import GRID_RUNS, noise_grid
from jointex.communities.hearing import HEARD_DBA, LOUD_DBA, Heard, listen, near_base, rate, shifted
from jointex.communities.loudness import noise_types
from jointex.communities.money import CONTEXT, emissions, figure, flying_cost, monthly_award, nox_g_kg
from jointex.communities.places import Around, around_bases
from jointex.communities.ratings import DAY_S, LDEN_LIMITS_DB
from jointex.communities.sound import Array
from jointex.communities.tracks import Force, Moves, force_of, read_moves, read_rows
from jointex.record import Recording
from jointex.scenario import Scenario

SAMPLE_RUNS = 25
"""Runs whose tracks are heard unless told otherwise; all runs count with their own take-offs and landings."""
NIGHT_H = (22, 7)
BANDS_DB = (47.0, 52.0, 57.0, 62.0, 67.0)
"""Edges of the bands that people are counted in [Lden, dB]; 57 and 62 are Japan's standards."""
LIMITS = (
    "A town is its centre: all its people are taken to hear what is heard there.",
    "One day of the exercise alone: other traffic of the base is not in it, so these are no ratings of a year.",
    "Take-offs and landings lie on the longest runway for 5 km and are as flown from 12 km on, into the wind planned with there; "
    "where none is given, in every second run from the other end. Procedures, circuits and taxiing are not in it.",
    "What one town gains is never set against what another hears.",
)


def weigh_neighbours(
    recording: Recording, scenario: Scenario, sample_runs: int = SAMPLE_RUNS, folders: Sequence[Folder] = ()
) -> dict[str, Any]:
    """Return the content of communities.json.

    Parameters
    ----------
    recording : Recording
        A run folder with flown runs.
    scenario : Scenario
        As run.
    sample_runs : int
        Runs whose tracks are heard.
    folders : sequence of path
        More folders of cards than the one beside the scenario.

    Returns
    -------
    dict
        `runs, runs_heard, places, movements, people, money, emissions, limits`.
    """
    plan = recording.plan
    short = [flight.id for flight in scenario.flights if flight.takeoff_mode == "short"]
    force = force_of(plan, short, (*scenario.card_folders, *(Path(one) for one in folders)))
    moves = read_moves(recording, force)
    n_runs = int(recording.summary.get("runs") or (moves.run.max() + 1 if len(moves.run) else 0))
    rows = read_rows(recording, force, moves, range(min(sample_runs, n_runs)))
    days = float(max(1, math.ceil(np.ptp(moves.time_s) / DAY_S))) if len(moves.time_s) else 1.0
    start_h = scenario.start.hour + scenario.start.minute / 60.0
    bases = around_bases(scenario, plan)
    places: list[dict[str, Any]] = []
    unlike = 0
    grids = []
    runs_heard = np.unique(rows.run)
    for around in bases:
        near, local_h = near_base(around, rows, moves, force), start_h + around.utc_offset_h
        if around.listeners:
            heard, n_unlike = listen(around, near, runs_heard, moves, force, local_h)
            unlike += n_unlike
            places += _places(around, heard, force, n_runs, days, runs_heard)
        grids.append(noise_grid(near.of_runs(runs_heard[:GRID_RUNS]), around, force, local_h, days))
    hours_by_run, burned_by_run = _flown(recording, moves, force, n_runs)
    hours = {name: float(np.mean(each)) for name, each in hours_by_run.items()}
    burned = {name: float(np.mean(each)) for name, each in burned_by_run.items()}
    indices = _nox(rows, force)
    money = flying_cost({name: value for name, value in hours.items() if value > 0.0}, sum(burned.values()))
    return {
        "runs": n_runs,
        "runs_heard": len(runs_heard),
        "heard_run_numbers": [int(run) for run in runs_heard],
        "moves_without_pass": unlike,
        "days": days,
        "heard_from_dba": HEARD_DBA,
        "loud_from_dba": LOUD_DBA,
        "places": places,
        "grids": [grid for grid in grids if grid is not None],
        "movements": [_movements(around, moves, n_runs, start_h) for around in bases if _has_moves(around, moves)],
        "people": _people(places),
        "money": {
            **money,
            "flying_hours": {**money["flying_hours"], **_over_runs(_hours_usd(money, hours_by_run, hours))},
            "fuel": {**money["fuel"], **_over_runs(_in_ratio(money["fuel"]["value"], sum(burned_by_run.values())))},
            "context": {name: figure(name) for name in CONTEXT},
            "usd_in_jpy": figure("usd_in_jpy"),
        },
        "emissions": {
            gas: {**amount, **_over_runs(_of_gas(gas, amount, burned_by_run, indices))}
            for gas, amount in emissions(burned, indices).items()
        },
        "without_noise_card": sorted(set(force.types) - set(noise_types(force.folders))),
        "limits": list(LIMITS),
    }


def _places(
    around: Around, heard: Heard, force: Force, n_runs: int, days: float, runs_heard: Array
) -> list[dict[str, Any]]:
    """Return what each listener around a base hears."""
    found, low, high = (rate(one, n_runs, days) for one in (heard, shifted(heard, force, -1), shifted(heard, force, 1)))
    rows = []
    for index, one in enumerate(around.listeners):
        at = {key: values[:, index] for key, values in found.items()}

        def day(key: str, unit: str, index: int = index) -> dict[str, Any] | None:
            return _day(found[key][:, index], [end[key][:, index] for end in (low, high)], unit)

        wecpnl = day("wecpnl", "dB")
        rows.append(
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "base": around.base,
                "base_name": around.name,
                "latitude_deg": one.latitude_deg,
                "longitude_deg": one.longitude_deg,
                "people": one.people,
                "basis": one.basis,
                "source": one.source,
                "lmax_dba": day("lmax", "dBA"),
                "dnl_db": day("dnl", "dB"),
                "lden_db": day("lden", "dB"),
                "lden_by_run_db": [_level_of(float(one)) for one in at["lden"][runs_heard]],
                "wecpnl_db": wecpnl,
                "heard_fraction": float(np.mean(at["passes"] > 0.0)),
                "passes": _spread(at["passes"]),
                "loud_min": _spread(at["loud_s"] / 60.0),
                "loudest": _loudest(heard, index, force),
                "over_standard": _over(at["lden"]),
                "award_if_every_day": monthly_award(wecpnl, one.people) if one.kind == "town" else None,
            }
        )
    return rows


def _day(energy: Array, ends: Sequence[Array], unit: str) -> dict[str, Any] | None:
    """Return the rating of a day drawn from the runs: of their mean energy, its spread, and both ends of the noise cards.

    Silent runs count. None where so few days carry nearly all of the energy that the mean is above the 95th percentile of
    days: there is no rating of a day that is silent in nineteen runs of twenty.
    """
    value, low, high = (_level_of(float(np.mean(one))) for one in (energy, *ends))
    p05, p50, p95 = (_level_of(float(one)) for one in np.percentile(energy, (5, 50, 95), method="inverted_cdf"))
    if value is None or p95 is None or value > p95 + 1e-6:
        return None
    spread = {"p05": p05, "p50": p50, "p95": p95}
    return {"value": value, **spread, "input_low": low, "input_high": high, "unit": unit, "basis": "estimated"}


def _level_of(energy: float) -> float | None:
    """Return the level of an energy; None for none."""
    return 10.0 * math.log10(energy) if energy > 0.0 else None


def _spread(values: Array) -> dict[str, float]:
    """Return mean and spread over runs."""
    p05, p50, p95 = np.percentile(values, (5, 50, 95)) if len(values) else (0.0, 0.0, 0.0)
    return {
        "value": float(np.mean(values)) if len(values) else 0.0,
        "p05": float(p05),
        "p50": float(p50),
        "p95": float(p95),
    }


def _loudest(heard: Heard, index: int, force: Force) -> dict[str, Any] | None:
    """Return which aircraft is the loudest of a run there most often, coming or going, and how loud it is then."""
    levels = heard.lmax_dba[:, index]
    if not len(levels):
        return None
    order = np.lexsort((levels, heard.run))
    last = order[np.flatnonzero(np.diff(heard.run[order], append=-1))]
    kinds = [(force.types[int(heard.aircraft[p])], bool(heard.is_arrival[p])) for p in last]
    name, arrives = max(dict.fromkeys(kinds), key=kinds.count)
    own = [float(levels[p]) for p, kind in zip(last, kinds, strict=True) if kind == (name, arrives)]
    return {
        "aircraft": name,
        "move": "landing" if arrives else "take-off",
        "lmax_dba": 10.0 * math.log10(float(np.mean(10.0 ** (np.array(own) / 10.0)))),
        "runs_fraction": len(own) / len(kinds),
    }


def _over(energy: Array) -> dict[str, float]:
    """Return the share of runs whose day would break Japan's standards, were every day like it."""
    return {area: float(np.mean(energy > 10.0 ** (limit / 10.0))) for area, limit in LDEN_LIMITS_DB.items()}


def _has_moves(around: Around, moves: Moves) -> bool:
    return bool(len(_here(around, moves).run))


def _here(around: Around, moves: Moves) -> Moves:
    """Return the moves at a base."""
    east, north = local_m(moves.latitude_deg, moves.longitude_deg, around.middle_deg)
    return moves.some(np.hypot(east, north) < 8000.0)


def _movements(around: Around, moves: Moves, n_runs: int, start_h: float) -> dict[str, Any]:
    """Return take-offs and landings at a base by local hour, in the mean over runs, and those at night."""
    here = _here(around, moves)
    hour = (start_h + around.utc_offset_h + here.time_s / 3600.0) % 24.0
    is_night = (hour >= NIGHT_H[0]) | (hour < NIGHT_H[1])
    at_night = np.bincount(here.run[is_night], minlength=n_runs)

    def by_hour(which: Array) -> list[float]:
        return [float(n) / n_runs for n in np.bincount(hour[which].astype(int) % 24, minlength=24)]

    return {
        "base": around.base,
        "name": around.name,
        "utc_offset_h": around.utc_offset_h,
        "takeoffs_by_hour": by_hour(~here.is_arrival),
        "landings_by_hour": by_hour(here.is_arrival),
        "vertical_landings": float(np.sum(here.is_vertical)) / n_runs,
        "at_night": _spread(at_night.astype(float)),
        "runs_with_night_moves": float(np.mean(at_night > 0)),
        "most_at_night": int(at_night.max(initial=0)),
    }


def night_cap(movements: Sequence[dict[str, Any]], cap: int) -> list[dict[str, Any]]:
    """Return where a cap on movements from 22 to 7 hours would be broken.

    Parameters
    ----------
    movements : sequence of dict
        `movements` of communities.json.
    cap : int
        Most take-offs and landings a night.

    Returns
    -------
    list of dict
        `base, cap, most_at_night, is_kept` of each base: kept if no run breaks it.
    """
    return [
        {"base": row["base"], "cap": cap, "most_at_night": row["most_at_night"], "is_kept": row["most_at_night"] <= cap}
        for row in movements
    ]


def _people(places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return towns and their people by band of Lden; a person of one town is not set against one of another."""
    edges = (-math.inf, *BANDS_DB, math.inf)
    rows = []
    for low, high in itertools.pairwise(edges):
        inside = [
            place
            for place in places
            if place["kind"] == "town" and low <= (place["lden_db"]["value"] if place["lden_db"] else -999.0) < high
        ]
        rows.append(
            {
                "lden_from_db": None if low == -math.inf else low,
                "lden_to_db": None if high == math.inf else high,
                "people": sum(place["people"] for place in inside),
                "towns": [place["name"] for place in inside],
            }
        )
    return rows


def _over_runs(each: Array) -> dict[str, float]:
    """Return the spread of a figure over runs."""
    p05, p50, p95 = np.percentile(each, (5, 50, 95))
    return {"p05": float(p05), "p50": float(p50), "p95": float(p95)}


def _in_ratio(value: float, each: Any) -> Array:
    """Return a figure of every run that goes with another one, by its mean."""
    mean = float(np.mean(each))
    return np.asarray(value * np.asarray(each) / mean if mean > 0.0 else np.zeros(1))


def _hours_usd(money: dict[str, Any], hours_by_run: dict[str, Array], hours: dict[str, float]) -> Array:
    """Return the cost of flying hours of every run, types without a cost left out."""
    costs = {row["aircraft"]: row["cost"]["value"] for row in money["by_type"] if row["cost"] is not None}
    each = [_in_ratio(cost, hours_by_run[name]) for name, cost in costs.items() if hours[name] > 0.0]
    return np.asarray(sum(each, np.zeros(1)))


def _of_gas(
    gas: str, amount: dict[str, Any], burned_kg: dict[str, Array], nox: dict[str, tuple[float, dict[str, Any]]]
) -> Array:
    """Return a gas of every run: with all fuel, or for nitrogen oxides with that of each type by its index."""
    if gas != "NOx":
        return _in_ratio(amount["value"], sum(burned_kg.values()))
    return np.asarray(
        sum((each * nox[name][0] for name, each in burned_kg.items() if name in nox), np.zeros(1)) / 1000.0
    )


def _flown(recording: Recording, moves: Moves, force: Force, n_runs: int) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return flying hours and fuel burned [kg] of every run, by type."""
    n_runs = max(1, n_runs)
    sign = np.where(moves.is_arrival, 1.0, -1.0)
    hours: dict[str, Array] = {}
    for number, name in enumerate(force.types):
        mine = moves.aircraft == number
        both = np.bincount(moves.run[mine], minlength=n_runs) == 2
        kept = mine & both[moves.run]
        own = np.bincount(moves.run[kept], weights=(sign * moves.time_s)[kept] / 3600.0, minlength=n_runs)
        hours[name] = hours.get(name, np.zeros(n_runs)) + own
    table = recording.ledger(flow="burned", columns=["run", "aircraft", "kg"])
    rows = table.group_by(["run", "aircraft"]).aggregate([("kg", "sum")])
    types = dict(zip(force.members, force.types, strict=True))
    burned = {name: np.zeros(n_runs) for name in hours}
    columns = (rows[name].to_pylist() for name in ("run", "aircraft", "kg_sum"))
    for run, name, kg in zip(*columns, strict=True):
        burned[types[name]][int(run)] += float(kg)
    return hours, burned


def _nox(rows: Rows, force: Force) -> dict[str, tuple[float, dict[str, Any]]]:
    """Return the index of nitrogen oxides of each type in the mean over the fuel its tracks burn."""
    took = np.clip(np.diff(rows.time_s, append=0.0), 0.0, 120.0)
    found = {}
    for name in dict.fromkeys(force.types):
        mine = np.isin(rows.aircraft, [n for n, one in enumerate(force.types) if one == name]) & (rows.power > 0.0)
        known = nox_g_kg(name, rows.power[mine])
        weights = took[mine] * rows.power[mine]
        if known is not None and weights.sum() > 0.0:
            found[name] = (float(np.average(known[0], weights=weights)), known[1])
    return found
