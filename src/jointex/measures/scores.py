"""Tallies and events of runs in, values per run and a summary of the ensemble out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.fleet.log import Event
from jointex.fleet.reasons import WEATHER_EVENTS
from jointex.measures import interoperability, readiness
from jointex.measures.catalogue import KNOWN, Measure
from jointex.measures.counts import Block
from jointex.measures.interoperability import Partners, Traffic, gate_rows, link_rows, pair_name
from jointex.measures.intervals import MEAN_METHOD, SHARE_METHOD, mean_interval, share_interval
from jointex.measures.objectives import is_met, judge, measure_key
from jointex.measures.tables import score_table

Array = npt.NDArray[Any]

BY_RULES = (
    Event.CANCELLED,
    Event.DIVERT,
    Event.WAITED,
    Event.SPARE,
    Event.DUTY,
    Event.OVER_DUTY,
    Event.BELOW_MINIMA,
    Event.NO_TANKER,
    Event.ABORT_LINE,
)
"""Events that rules bring about, or may."""
OF_RULES = ("turn_round_s", "report_s", "shut_down_s")
"""What the rules of a planned flight say of its aircraft."""
BASES = ("published", "derived", "estimated", "placeholder")
"""What a value can rest on, firmest first."""


@dataclass(frozen=True)
class RunValues:
    """Measures of some runs.

    Attributes
    ----------
    run : array (n_runs,) of int
    values : dict of str to array (n_runs,)
        By measure id or `id.FLIGHT`; NaN where it never happened.
    """

    run: Array
    values: dict[str, Array]

    def rows(self) -> tuple[Array, list[str], Array, list[str]]:
        """Return the rows of runs.parquet: run, measure, value [unit] and unit, sorted by run."""
        names = list(self.values)
        units = ["" if name.startswith("objective.") else KNOWN[name.partition(".")[0]].unit for name in names]
        values = np.stack([self.values[name] for name in names], axis=1) if names else np.zeros((len(self.run), 0))
        n_runs = len(self.run)
        return np.repeat(self.run, len(names)), names * n_runs, values.reshape(-1), units * n_runs


class Scores:
    """Measures of an ensemble, as its runs come in.

    Keeps one number per run and measure, and no tracks.

    Parameters
    ----------
    plan : dict
        The content of plan.json.
    objectives : iterable of scenario.Objective
        They have `id, text, measure, flight, at_most, at_least, share`.
    """

    def __init__(self, plan: Mapping[str, Any], objectives: Iterable[Any] = ()) -> None:
        self._plan = plan
        self._objectives = tuple(objectives)
        self._groups = _groups(plan)
        self._pairs = _pairs(plan)
        self._looking = frozenset(plan["picture"]["flights"]) if plan.get("picture") else frozenset()
        members = [flight for flight in plan["flights"] for _ in flight["members"]]
        self._reserve_kg = np.array([flight["fuel"]["reserve_kg"] for flight in members], dtype=float)
        self._work_s = np.array([_work_s(plan, flight["id"]) for flight in members], dtype=float)
        self._planned = _planned(plan)
        self._partners = Partners.of(plan)
        self._rules = _rules_in_force(plan)
        self._runs: list[Array] = []
        self._tables: list[Array] = []
        self._names: tuple[str, ...] = ()

    def add(self, tally: Array, event: Array) -> RunValues:
        """Count the next runs and keep what they measured.

        Parameters
        ----------
        tally : array (n_runs * n_aircraft,) of TALLY
            Every aircraft of every run once, in any order.
        event : array (n,) of EVENT
            Events of the same runs.

        Returns
        -------
        RunValues
            Their values, to be written by `record.Recorder.add_values(*values.rows())`.

        Raises
        ------
        ValueError
            If an aircraft is missing from a run, or comes twice.
        """
        counted = self.count(tally, event)
        self._keep(counted.run, counted.values)
        return counted

    def count(self, tally: Array, event: Array) -> RunValues:
        """Count runs that are not kept, such as those of another set-up; parameters, return and errors as `add`."""
        run, block = self._block(tally, event)
        values: dict[str, Array] = {}
        traffic = Traffic(run, block.tally, event, self._partners)
        for measure in KNOWN.values():
            if measure.needs and measure.needs not in self._rules:
                continue
            values |= self._of_flights(measure, block) if measure.count else self._between(measure, traffic)
        for objective in self._objectives:
            of = values.get(measure_key(objective), np.full(len(run), np.nan))
            met = is_met(of, objective.at_most, objective.at_least, KNOWN[objective.measure].keeps_if_absent)
            values[f"objective.{objective.id}"] = met.astype(float)
        return RunValues(run, values)

    def _of_flights(self, measure: Measure, block: Block) -> dict[str, Array]:
        """Return a measure for the exercise, for each flight, and for pairs of nations where it is told by them."""
        assert measure.count is not None
        values = {}
        for name, columns in self._groups.items():
            part = block.of(columns)
            is_asked = measure.needs != "picture" or not name or name in self._looking
            if is_asked and (not measure.needs_work or part.works.any()):
                values[f"{measure.id}.{name}" if name else measure.id] = measure.count(part)
        if measure.by_pair:
            for pair, (listening, source) in self._pairs.items():
                values[f"{measure.id}.{pair}"] = measure.count(block.of(listening, source))
        return values

    def _between(self, measure: Measure, traffic: Traffic) -> dict[str, Array]:
        """Return a measure for all nations and for each pair; nothing where no pair has it."""
        assert measure.between is not None
        assert measure.count_between is not None
        pairs = list(measure.between(traffic.partners))
        if not pairs:
            return {}
        by_pair = {f"{measure.id}.{pair_name(pair)}": measure.count_between(traffic, [pair]) for pair in pairs}
        return {measure.id: measure.count_between(traffic, pairs), **by_pair}

    def restore(self, run: Array, values: Mapping[str, Array]) -> None:
        """Take over the values of runs counted before, as `runs.parquet` keeps them.

        Parameters
        ----------
        run : array (n_runs,) of int
            Runs, rising, all before those to be added.
        values : mapping of str to array (n_runs,)
            By measure id or `id.FLIGHT`; NaN where it never happened.
        """
        self._keep(run, values)

    def summary(self, basis: Mapping[str, Mapping[str, int]] | None = None) -> dict[str, Any]:
        """Return the content of summary.json for the runs counted so far.

        Parameters
        ----------
        basis : mapping of str to mapping of str to int, optional
            For a measure id, or "all" for the rest: how many inputs behind it are published, derived, estimated.

        Returns
        -------
        dict
            `measures` as the contract has them, `objectives`, the methods of the intervals, and `inputs` (`basis` as given).
        """
        whole = self._whole()
        basis = basis or {}
        measures = {
            name: {**describe(values, _measure(name)), "basis": _weakest(basis, name)}
            for name, values in whole.values.items()
            if not name.startswith("objective.")
        }
        flights = [flight["id"] for flight in self._plan["flights"]]
        objectives = []
        for objective in self._objectives:
            of = measures.get(measure_key(objective), {"value": None, "unit": ""})
            met = whole.values[f"objective.{objective.id}"] > 0.5
            n_without = int(np.isnan(whole.values.get(measure_key(objective), np.full(len(met), np.nan))).sum())
            objectives.append(judge(objective, met, of["value"], of["unit"], n_without))
        return {
            "format": 1,
            "scenario": self._plan["scenario"],
            "runs": len(whole.run),
            "measures": measures,
            "objectives": objectives,
            "intervals": {"mean": MEAN_METHOD, "share": SHARE_METHOD},
            "inputs": {name: dict(counts) for name, counts in basis.items()},
            "readiness": score_table(readiness.TABLE, measures, flights),
            "interoperability": [
                *gate_rows(self._plan),
                *link_rows(self._plan),
                *score_table(interoperability.TABLE, measures, flights, by_pair=True),
            ],
        }

    def _keep(self, run: Array, values: Mapping[str, Array]) -> None:
        """Keep the values of some runs as one table: an array for each measure would take more than the numbers."""
        self._names = self._names or tuple(values)
        self._runs.append(run)
        self._tables.append(np.stack([values[name] for name in self._names], axis=1))

    def _whole(self) -> RunValues:
        """Return all runs counted so far as one."""
        if not self._runs:
            return RunValues(np.zeros(0, dtype=np.int64), {})
        self._runs, self._tables = [np.concatenate(self._runs)], [np.concatenate(self._tables)]
        return RunValues(self._runs[0], {name: self._tables[0][:, place] for place, name in enumerate(self._names)})

    def _block(self, tally: Array, event: Array) -> tuple[Array, Block]:
        """Return the runs, and the tallies as a table of runs by aircraft."""
        n_aircraft = len(self._reserve_kg)
        run = np.unique(tally["run"])
        tally = tally[np.lexsort((tally["aircraft"], tally["run"]))]
        wanted = np.tile(np.arange(n_aircraft), len(run))
        if len(tally) != len(wanted) or not np.array_equal(tally["aircraft"], wanted):
            raise ValueError(f"every run must tally each of the {n_aircraft} aircraft once")
        table = tally.reshape(len(run), n_aircraft)
        called = [_called(event, fuel, run, n_aircraft) for fuel in (Event.JOKER, Event.BINGO)]
        noted = _noted(event, run, n_aircraft)
        return run, Block(table, self._reserve_kg, self._work_s, called[0], called[1], noted, plan=self._planned)


def summarise(
    tally: Array,
    event: Array,
    plan: Mapping[str, Any],
    objectives: Iterable[Any] = (),
    basis: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, Any]:
    """Return the content of summary.json for a finished ensemble.

    Parameters
    ----------
    tally, event : array
        As `Scores.add` takes them.
    plan : mapping
        The content of plan.json.
    objectives : iterable of Objective
        What is judged.
    basis : mapping, optional
        As `Scores.summary` takes it.

    Returns
    -------
    dict
        Ready for `json.dumps`.
    """
    scores = Scores(plan, objectives)
    scores.add(tally, event)
    return scores.summary(basis)


def describe(values: Array, measure: Measure) -> dict[str, Any]:
    """Return mean, interval and spread of one measure over runs.

    Parameters
    ----------
    values : array (n_runs,)
        NaN where it never happened; such runs do not count.
    measure : Measure

    Returns
    -------
    dict
        `value, low, high, p05, p50, p95, input_low, input_high, unit, n`; None where there is nothing to say.
    """
    seen = values[np.isfinite(values)]
    entry: dict[str, Any] = dict.fromkeys(("value", "low", "high", "p05", "p50", "p95", "input_low", "input_high"))
    if len(seen):
        entry["value"] = float(np.mean(seen))
        share = measure.kind == "share"
        interval = share_interval(entry["value"], len(seen)) if share else mean_interval(seen)
        if interval:
            entry["low"], entry["high"] = interval
        entry["p05"], entry["p50"], entry["p95"] = (float(x) for x in np.quantile(seen, (0.05, 0.5, 0.95)))
    return {**entry, "unit": measure.unit, "n": len(seen)}


def _groups(plan: Mapping[str, Any]) -> dict[str, slice]:
    """Return the columns of each flight, and of all under the empty name."""
    groups, first = {"": slice(None)}, 0
    for flight in plan["flights"]:
        groups[flight["id"]] = slice(first, first + len(flight["members"]))
        first += len(flight["members"])
    return groups


def _pairs(plan: Mapping[str, Any]) -> dict[str, tuple[Array, int]]:
    """Return for each pair of nations in the picture the columns of those that know, and the number of those that saw."""
    sharing = plan.get("picture")
    if not sharing:
        return {}
    names = [flight["id"] for flight in plan["flights"] for _ in flight["members"]]
    nations = [sharing["flights"].get(name) for name in names]
    present = [nation for nation in sharing["nations"] if nation in nations]
    return {
        f"{knows}:{saw}": (np.array([one == knows for one in nations]), sharing["nations"].index(saw))
        for knows in present
        for saw in present
    }


def _work_s(plan: Mapping[str, Any], flight: str) -> float:
    """Return the time planned for the work of a flight [s], NaN if it has none."""
    spans = [work["end_s"] - work["start_s"] for work in plan["work"] if flight in work["flights"]]
    return sum(spans) if spans else float("nan")


def _planned(plan: Mapping[str, Any]) -> dict[str, Array]:
    """Return what the plan says of each aircraft, as `Block.plan` has it."""
    orders = plan.get("refuelling") or {}
    brackets = Counter(one["flight"] for one in orders.get("brackets") or ())
    gives = {one["id"]: one["give_kg"] for one in orders.get("tankers") or ()}
    members = [flight for flight in plan["flights"] for _ in flight["members"]]
    standing = {one["id"] for one in orders.get("stand_ins") or ()}
    columns = {
        "stands_by": [float(flight["id"] in standing) for flight in members],
        "brackets": [float(brackets[flight["id"]]) for flight in members],
        "give_kg": [gives.get(flight["id"]) for flight in members],
        "landing_s": [flight.get("landing_time_s") for flight in members],
        **{name: [flight.get("rules", {}).get(name) for flight in members] for name in OF_RULES},
    }
    return {name: np.array(values, dtype=float) for name, values in columns.items()}


def _rules_in_force(plan: Mapping[str, Any]) -> set[str]:
    """Return the rules a plan has anything to say of: weather on the ground, spares, crew duty, refuelling, the picture,
    simulated combat."""
    asked = [flight.get("rules", {}) for flight in plan["flights"]]
    found = {
        "weather": bool(plan.get("weather")),
        "spares": any(rules.get("spares") for rules in asked),
        "refuelling": bool(plan.get("refuelling")),
        "picture": bool(plan.get("picture")),
        "combat": bool(plan.get("combat")),
        "duty": any(rules.get("duty_s") is not None for rules in asked),
    }
    return {rule for rule, is_found in found.items() if is_found}


def _noted(event: Array, run: Array, n_aircraft: int) -> dict[Event, Array]:
    """Return the value of the events that rules bring about; of diverts, those that come with broken minima."""
    noted = {kind: _last(event, (kind,), run, n_aircraft, "value") for kind in BY_RULES}
    weather_s = _last(event, WEATHER_EVENTS, run, n_aircraft, "time_s")
    divert_s = _last(event, (Event.DIVERT,), run, n_aircraft, "time_s")
    noted[Event.DIVERT] = np.where(weather_s == divert_s, noted[Event.DIVERT], np.nan)
    return noted


def _last(event: Array, kinds: tuple[Event, ...], run: Array, n_aircraft: int, column: str) -> Array:
    """Return a column of the last event of some kinds for each run and aircraft; NaN where there was none."""
    found = np.full((len(run), n_aircraft), np.nan)
    rows = event[np.isin(event["event"], kinds)]
    found[np.searchsorted(run, rows["run"]), rows["aircraft"]] = rows[column]
    return found


def _called(event: Array, kind: Event, run: Array, n_aircraft: int) -> Array:
    """Return which aircraft of which run had an event before they left the work."""
    times = {}
    for wanted in (kind, Event.OFF_STATION):
        first = np.full((len(run), n_aircraft), np.inf)
        rows = event[event["event"] == wanted]
        np.minimum.at(first, (np.searchsorted(run, rows["run"]), rows["aircraft"]), rows["time_s"])
        times[wanted] = first
    return np.asarray(np.isfinite(times[kind]) & (times[kind] < times[Event.OFF_STATION]))


def _measure(name: str) -> Measure:
    return KNOWN[name.partition(".")[0]]


def _weakest(basis: Mapping[str, Mapping[str, int]], name: str) -> str:
    """Return what a measure rests on: the least firm of its inputs, and never better than derived."""
    counts = basis.get(name) or basis.get(name.partition(".")[0]) or basis.get("all") or {}
    present = [index for index, kind in enumerate(BASES) if counts.get(kind)]
    return BASES[max(present, default=1)] if max(present, default=1) > 1 else "derived"
