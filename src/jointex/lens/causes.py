"""What limited each objective: the same runs once more with one factor made perfect, and by how much more were met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.engine.ensemble import CHUNK_RUNS, fly_stretches
from jointex.engine.setup import Setup, set_up
from jointex.lens.factors import EVERYTHING, FACTORS, Factor, Sign, in_play
from jointex.measures.differences import PAIRED_SHARE, paired_difference
from jointex.measures.scores import RunValues, Scores
from jointex.planning import Plan
from jointex.report import words
from jointex.report.words import MINUS, percent

Array = npt.NDArray[Any]

BUDGET_RUNS = 300
"""So many runs are flown once more, over all factors, unless somebody asks for another number."""
MOST_RUNS = 100
"""Most runs of one factor within that."""
FIRST_RUNS = 20
"""Runs of every factor, whatever that costs; those that hardly move an objective in them get no more."""
WORTH = 0.1
"""A factor is worth more runs if it moves the measure of a missed objective by this share of what the foremost one does."""
TOP = 3
"""Factors named in a sentence."""


@dataclass(frozen=True)
class Flown:
    """Runs as they were flown, numbered from 0.

    Attributes
    ----------
    judged : sequence of mapping
        `objectives` of the summary of all runs.
    n_runs : int
        First runs whose values are here.
    values : mapping of str to array (n_runs,)
        Measures by id, and `objective.ID` with 1 where it was met; NaN where it never happened.
    runs_with : callable
        Gives the numbers of the runs below a number in which one of some events happened, as `Factor.shows_in` has them.
    """

    judged: Sequence[Mapping[str, Any]]
    n_runs: int
    values: Mapping[str, Array]
    runs_with: Callable[[Sequence[Sign], int], Array]


def causes(
    plan: Plan,
    seed: int,
    flown: Flown,
    runs: int | None = None,
    executor: str = "threads",
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Return what limited each objective of an exercise.

    Parameters
    ----------
    plan : Plan
    seed : int
        Of the runs.
    flown : Flown
        The runs as they were, `MOST_RUNS` of them at least or as many as there are.
    runs : int, optional
        How many of them, the first ones, are flown once more with each factor perfect; if left out, as many as
        `BUDGET_RUNS` in all allow, most for the factors that move an objective.
    executor : str
        As for `engine.ensemble.fly_ensemble`.
    workers : int, optional
        As for `engine.ensemble.fly_ensemble`.
    progress : callable, optional
        Called with the runs flown so far.

    Returns
    -------
    dict
        `flown` in all, `factors` in play and `not_in_play`, and for each of `objectives` a `sentence` and its `factors`,
        those that cost most in front. The same for any executor and number of workers.
    """
    setup = set_up(plan, seed, tracks=0)
    factors = in_play(setup)
    tried = [
        _Trial(factor, setup, flown, min(flown.n_runs, MOST_RUNS if runs is None else runs))
        for factor in ((*factors, EVERYTHING) if len(factors) > 1 else factors)
    ]
    scores = Scores(plan.to_json(), plan.scenario.objectives)
    total = 0
    for trial, to in _flights(tried, runs, flown.judged):
        for chunk in fly_stretches(trial.setup, plan.weather, list(trial.stretches(to)), executor, workers):
            trial.note(scores.count(chunk.tallies, chunk.events))
            total += chunk.n_runs
            if progress is not None:
                progress(total)
        trial.n_runs = to
    return {
        "flown": total,
        "method": PAIRED_SHARE,
        "factors": [{"id": one.factor.id, "name": one.factor.name, "text": one.factor.text} for one in tried],
        "not_in_play": [factor.id for factor in FACTORS if factor not in factors],
        "objectives": [_objective(one, tried, flown) for one in flown.judged],
    }


class _Trial:
    """One factor made perfect: the first runs with it, as far as they are flown."""

    def __init__(self, factor: Factor, setup: Setup, flown: Flown, most: int) -> None:
        self.factor, self.setup, self.n_runs = factor, factor.perfect(setup), 0
        self.values = {name: values[:most].copy() for name, values in flown.values.items()}
        self.before = flown.values
        self.touched = np.ones(most, dtype=bool)
        if factor.shows_in:
            self.touched[:] = False
            self.touched[flown.runs_with(factor.shows_in, most)] = True

    def changes(self, objective: str) -> bool:
        """Return whether an objective is met in other runs than before."""
        name = f"objective.{objective}"
        return not np.array_equal(self.values[name][: self.n_runs], self.before[name][: self.n_runs])

    def moves(self, measure: str) -> float:
        """Return by how much a measure changes, in the mean over runs that have it; 0 where nobody does."""
        if measure not in self.values:
            return 0.0
        moved = np.abs(self.values[measure][: self.n_runs] - self.before[measure][: self.n_runs])
        return float(np.mean(moved[np.isfinite(moved)])) if np.any(np.isfinite(moved)) else 0.0

    def cost(self, to: int) -> int:
        """Return how many runs have to be flown to come so far."""
        return int(np.sum(self.touched[self.n_runs : to]))

    def stretches(self, to: int) -> Iterator[range]:
        """Yield the runs to be flown to come so far."""
        is_touched = self.touched[:to].copy()
        is_touched[: self.n_runs] = False
        return _stretches(is_touched)

    def note(self, counted: RunValues) -> None:
        """Keep what runs measured."""
        for name, column in self.values.items():
            column[counted.run] = counted.values[name]


def _flights(
    tried: Sequence[_Trial], runs: int | None, judged: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[_Trial, int]]:
    """Yield how far which factor is to be flown: first all of them alike, then those that are worth more."""
    most = max((len(one.touched) for one in tried), default=0)
    first = most if runs is not None or sum(one.cost(most) for one in tried) <= BUDGET_RUNS else min(most, FIRST_RUNS)
    left = BUDGET_RUNS - sum(one.cost(first) for one in tried)
    yield from ((one, first) for one in tried)
    if first < most:
        worth = list(_worth_more(tried, judged))
        far = max(to for to in range(first, most + 1) if to == first or sum(one.cost(to) for one in worth) <= left)
        yield from ((one, far) for one in worth)


def _worth_more(tried: Sequence[_Trial], judged: Sequence[Mapping[str, Any]]) -> Iterator[_Trial]:
    """Yield the single factors that change a missed objective, or move its measure nearly as much as the foremost one."""
    single = [one for one in tried if one.factor is not EVERYTHING]
    missed = [one for one in judged if one["met_fraction"] < 1.0]
    foremost = {one["measure"]: max((trial.moves(one["measure"]) for trial in single), default=0.0) for one in missed}
    for trial in single:
        if any(
            trial.changes(one["id"]) or trial.moves(one["measure"]) > WORTH * foremost[one["measure"]] for one in missed
        ):
            yield trial


def _stretches(is_touched: Array) -> Iterator[range]:
    """Yield consecutive runs, so many at most as are flown in one go."""
    first: int | None = None
    for run in range(len(is_touched) + 1):
        goes_on = run < len(is_touched) and bool(is_touched[run])
        if first is not None and (not goes_on or run - first == CHUNK_RUNS):
            yield range(first, run)
            first = None
        if goes_on and first is None:
            first = run


def _objective(judged: Mapping[str, Any], tried: Sequence[_Trial], flown: Flown) -> dict[str, Any]:
    """Return what each factor costs one objective."""
    name, measure = judged["id"], judged["measure"]
    key = f"objective.{name}"
    rows = [_row(one, key, measure, flown) for one in tried]
    together = next((row for row in rows if row["id"] == EVERYTHING.id), None)
    single = sorted((row for row in rows if row is not together), key=lambda row: -(row["difference"] or 0.0))
    texts = {one.factor.id: one.factor.text for one in tried}
    return {
        "id": name,
        "measure": measure,
        "sentence": sentence(name, judged["met_fraction"], judged["n"], single, together, texts),
        "factors": single,
        "everything": together,
    }


def _row(trial: _Trial, key: str, measure: str, flown: Flown) -> dict[str, Any]:
    """Return by how much more runs meet an objective, and what becomes of its measure, with a factor perfect."""
    n = trial.n_runs
    before, after = flown.values[key][:n], trial.values[key][:n]
    change = paired_difference(before, after, is_share=True).within(-1.0, 1.0)
    of = paired_difference(flown.values[measure][:n], trial.values[measure][:n]) if measure in trial.values else None
    return {
        "id": trial.factor.id,
        "met_fraction_before": change.first,
        "met_fraction": change.second,
        "difference": change.value,
        "low": change.low,
        "high": change.high,
        "excludes_zero": change.excludes_zero,
        "n": n,
        "n_gained": int(np.sum((before < 0.5) & (after > 0.5))),
        "n_lost": int(np.sum((before > 0.5) & (after < 0.5))),
        "measure_difference": of.value if of else None,
        "measure_low": of.low if of else None,
        "measure_high": of.high if of else None,
    }


def sentence(
    name: str,
    share: float,
    n_runs: int,
    rows: Sequence[Mapping[str, Any]],
    together: Mapping[str, Any] | None,
    texts: Mapping[str, str],
) -> str:
    """Return what limited an objective, in words.

    Parameters
    ----------
    name : str
        Of the objective.
    share : float
        Share of the runs in which it was met.
    n_runs : int
        These runs.
    rows : sequence of mapping
        What each factor costs, the most in front.
    together : mapping or None
        The same of all at once.
    texts : mapping of str to str
        What makes each perfect, by id.

    Returns
    -------
    str
    """
    if share == 1.0:
        return f"{name} was met in all of {words.count(n_runs, 'run')}: nothing limited it."
    said = [f"{name} was met in {percent(share)} of {words.count(n_runs, 'run')}."]
    helpful = [row for row in rows if (row["difference"] or 0.0) > 0.0]
    top = [f"{texts[row['id']]} ({_points(row)})" for row in helpful if row["excludes_zero"]][:TOP]
    if top:
        said.append(f"With the same luck, this would have helped: {'; '.join(top)}.")
    elif helpful:
        row = helpful[0]
        said.append(
            f"No single factor is sure to make a difference; the largest is with {texts[row['id']]} ({_points(row)})."
        )
    else:
        said.append("No single factor made perfect meets it in more runs.")
    if together is not None:
        end = "." if together["met_fraction"] == 1.0 else "; what is missing then, the plan itself misses."
        said.append(f"With {texts[together['id']]}: met in {percent(together['met_fraction'])}{end}")
    return " ".join(said)


def _points(row: Mapping[str, Any]) -> str:
    """Return a difference of shares with its interval, in percentage points."""
    difference, low, high = (round(100.0 * row[name]) for name in ("difference", "low", "high"))
    return f"{difference:+d} points, {low} to {high}".replace("-", MINUS)
