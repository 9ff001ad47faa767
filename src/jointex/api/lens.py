"""Explain a moment of a run; compare two exercises; break a plan."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointex.api.exercise import check_settings, load, plan, run
from jointex.api.first_use import GROUPS, compile_apart
from jointex.errors import Fault, QuestionError
from jointex.planning import Plan
from jointex.scenario import Scenario

if TYPE_CHECKING:
    from jointex.lens import Side
    from jointex.planning import Plan

Progress = Callable[[int, int], None]
Asked = Scenario | str | os.PathLike[str]
RUNS, SEED = 200, 1
"""Runs of a comparison, and their seed, unless a run folder or the user says otherwise."""
COMPARISON = "comparison.json"


def explain(folder: str | os.PathLike[str], moment: str, run: int = 0) -> dict[str, Any]:
    """Return why an aircraft was where it was at a moment of a run.

    Parameters
    ----------
    folder : path
        A run folder.
    moment : str
        Aircraft and time, such as `LANCE2@05:12Z`, `LANCE2@312min` or `LANCE2@18720s`.
    run : int
        Which run of the folder.

    Returns
    -------
    dict
        `state`, `chain`, `limits`, `planned`, `next`, `odds` and `evidence`, each with sentences and numbers.

    Raises
    ------
    InputError
        If there is no such folder, run, aircraft or time.
    """
    from jointex import lens

    for group in GROUPS:
        compile_apart(group)
    return lens.explain(Path(folder), moment, run)


def explain_fork(
    folder: str | os.PathLike[str], moment: str, run: int = 0, runs: int = 100, workers: int | None = None
) -> dict[str, Any]:
    """Return what followed on an uncertain event of a run, and what would have followed had it gone the other way.

    Parameters
    ----------
    folder : path
        A run folder.
    moment : str
        Aircraft and time, such as `LANCE2@05:12Z`; the event is the last uncertain one that bears on the aircraft by then, or
        else the first after.
    run : int
        Which run of the folder.
    runs : int
        Continuations flown on either side, each with its own luck after the fork, the same on both sides.
    workers : int, optional
        Threads; by default one per processor. Results do not depend on it.

    Returns
    -------
    dict
        `event`, `prefix`, `own_luck`, `objectives`, `measures`, `fuel`, `others` and `evidence`; a difference is always the
        other way less as it was, with its 95 % interval over pairs of continuations.

    Raises
    ------
    InputError
        If there is no such folder, run, aircraft or time, the run cannot be flown again, or nothing uncertain bears on the
        aircraft in it.
    """
    from jointex import lens

    check_settings(runs, 0, "threads", workers)
    for group in GROUPS:
        compile_apart(group)
    return lens.explain_fork(Path(folder), moment, run, runs, workers)


def compare(
    first: Asked,
    second: Asked,
    runs: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return what differs between two exercises: scenario, plan, gates, timeline, objectives, measures.

    Parameters
    ----------
    first, second : Scenario, what `load` takes, or a run folder
        Scenarios are planned and flown, run folders read.
    runs : int, optional
        How often scenarios are flown, and how many runs of a folder count; those of the folder if one is compared with a
        scenario, else 200.
    seed : int, optional
        Seed of scenarios that are flown; that of the folder if one is compared with a scenario, else 1.
    out : path, optional
        Write the run folders `a` and `b` of scenarios, and `comparison.json`, in here.
    progress : callable, optional
        Called with runs done and runs in all of one scenario.

    Returns
    -------
    dict
        As `lens.compare_sides` gives it: every difference is the second less the first, with its 95 % interval, paired
        run by run where seeds and runs agree; and for two run folders `noise`, place by place.

    Raises
    ------
    InputError
        If one of them cannot be read, or there are fewer runs than asked for.
    StorageError
        If `out` cannot be written.
    """
    from jointex import lens

    sides: list[Side | None] = [_folder_side(asked, runs) for asked in (first, second)]
    known = next((side for side in sides if side is not None and side.n_runs), None)
    n_runs = runs if runs is not None else known.n_runs if known else RUNS
    own_seed = seed if seed is not None else known.seed if known and known.seed is not None else SEED
    check_settings(n_runs, own_seed, "threads", None)
    for place, (asked, letter) in enumerate(((first, "a"), (second, "b"))):
        if sides[place] is None:
            loaded = asked if isinstance(asked, Scenario) else load(asked)
            sides[place] = flown_side(loaded, n_runs, own_seed, Path(out) / letter if out else None, progress=progress)
    document = lens.compare_sides(*(side for side in sides if side is not None))
    document["noise"] = _noise(first, second)
    if out is not None:
        from jointex.record.disk import write_whole
        from jointex.record.documents import json_text

        Path(out).mkdir(parents=True, exist_ok=True)
        write_whole(Path(out) / COMPARISON, json_text(document))
    return document


def _noise(first: Asked, second: Asked) -> list[dict[str, Any]] | None:
    """Return the noise of two run folders place by place; None where one tells none."""
    from jointex.communities.front import noise_differences
    from jointex.record import Recording
    from jointex.record.folder import COMMUNITIES

    if isinstance(first, Scenario) or isinstance(second, Scenario):
        return None
    accounts = [Recording(Path(asked)).communities for asked in (first, second)]
    if not all(accounts):
        return None
    try:
        return noise_differences(*accounts)
    except (KeyError, TypeError, AttributeError) as error:
        rule = f"must be as `jointex run` writes them ({type(error).__name__}: {error})"
        raise QuestionError(Fault(rule, COMMUNITIES, hint="Make the folders anew with `jointex run`.")) from None


def break_it(exercise: Plan | Asked, progress: Progress | None = None) -> dict[str, Any]:
    """Return the smallest single failure of a plan that strands somebody, and the margin to every other.

    Parameters
    ----------
    exercise : Plan, Scenario, or what `load` takes
    progress : callable, optional
        Called with failures tried and failures in all.

    Returns
    -------
    dict
        `sentence`, and unless the plan cannot be flown at all: `first` and `first_break` (the smallest failure that strands
        somebody, and that breaks the plan), `as_planned` and `failures` with their margins, smallest first.

    Raises
    ------
    InputError
        If the exercise cannot be read.
    """
    from jointex import lens

    planned = exercise if isinstance(exercise, Plan) else plan(exercise)
    compile_apart("engine")
    return lens.break_it(planned, progress)


def flown_side(exercise: Scenario, runs: int, seed: int, out: Path | None = None, **settings: Any) -> Side:
    """Return an exercise, planned and flown, as one side of a comparison.

    Parameters
    ----------
    exercise : Scenario
    runs, seed : int
        As for `fly`.
    out : Path, optional
        Its run folder; if left out, nothing is written and no run is kept.
    **settings
        `executor`, `workers` and `progress`, as for `fly`.

    Returns
    -------
    lens.Side
    """
    from jointex import lens
    from jointex.engine.ensemble import fly_ensemble
    from jointex.engine.setup import set_up
    from jointex.planning import make_plan

    if out is not None:
        return lens.side_of_folder(run(exercise, runs=runs, seed=seed, out=out, **settings), exercise.id)
    for group in GROUPS:
        compile_apart(group)
    planned = make_plan(exercise)
    chunks = fly_ensemble(set_up(planned, seed, tracks=0), planned.weather, range(runs), **settings)
    return lens.side_of_runs(exercise.id, planned, chunks, seed)


def _folder_side(asked: Asked, runs: int | None) -> Side | None:
    """Return a run folder as a side, with so many of its runs; None if it is a scenario."""
    from jointex import lens

    if isinstance(asked, Scenario) or not Path(asked).is_dir():
        return None
    side = lens.side_of_folder(Path(asked))
    return side if runs is None or not side.n_runs else lens.cut_to(side, runs)
