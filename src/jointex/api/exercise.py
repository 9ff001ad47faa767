"""Load, plan, fly, run: from a scenario's name to a run folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jointex import planning, scenario
from jointex.api.checking import add_claims
from jointex.api.communities import add_communities
from jointex.api.first_use import GROUPS, compile_apart
from jointex.api.folder import Stopwatch, fill, kept_runs, write_done, write_inputs
from jointex.api.scoring import add_score
from jointex.communities.loudness import noise_types
from jointex.errors import Fault, QuestionError
from jointex.exports.acmi import write_acmi
from jointex.planning import Plan
from jointex.planning.tankers.sheet import search_times_s
from jointex.record import read
from jointex.scenario import Scenario

if TYPE_CHECKING:
    from jointex.api.runs import Runs
    from jointex.planning.tankers.search import Progress as SearchStep

Progress = Callable[[int, int], None]
Search = Callable[["SearchStep"], None]
EXECUTORS = ("threads", "processes")
MOST_WORKERS = 1024
"""More workers than this are taken for a slip of the finger."""

MOST_RUNS = 10_000_000
"""More runs than this are taken for a slip of the finger."""


def load(name_or_path: str | os.PathLike[str], swap: Sequence[str] = ()) -> Scenario:
    """Load a scenario.

    Parameters
    ----------
    name_or_path : str or path
        A shipped name such as `sea-of-japan`, or a YAML file.
    swap : sequence of str
        Nouns to replace, such as `F-35B=F-35A`.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If it breaks rules: every fault at once.
    """
    loaded = scenario.load(name_or_path)
    return scenario.swap(loaded, *swap) if swap else loaded


def plan(exercise: Scenario | str | os.PathLike[str], search: Search | None = None) -> Plan:
    """Plan an exercise.

    Parameters
    ----------
    exercise : Scenario, or what `load` takes
    search : callable, optional
        Called with objective, value, bound and gap while a tanker plan is sought.

    Returns
    -------
    Plan
        Also where it cannot be flown as written: `feasible` is False then, and `findings` say why.
    """
    asked = exercise if isinstance(exercise, Scenario) else load(exercise)
    compile_apart("planning")
    return planning.make_plan(asked, search)


def fly(
    exercise: Plan | Scenario | str,
    runs: int = 100,
    seed: int = 1,
    executor: str = "threads",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Runs:
    """Fly an exercise many times, in memory.

    Parameters
    ----------
    exercise : Plan, Scenario, or what `load` takes
    runs : int
        How many.
    seed : int
        Seed of all draws, 0 to 2^63 - 1; the same seed gives the same bits for any executor and number of workers.
    executor : str
        `threads` or `processes`.
    workers : int, optional
        One per processor if left out.
    progress : callable, optional
        Called with runs done and runs in all.

    Returns
    -------
    Runs
    """
    from jointex.api.runs import Runs
    from jointex.engine.ensemble import fly_ensemble
    from jointex.engine.setup import set_up

    check_settings(runs, seed, executor, workers)
    planned = exercise if isinstance(exercise, Plan) else plan(exercise)
    compile_apart("engine")
    chunks = fly_ensemble(set_up(planned, seed), planned.weather, range(runs), executor, workers, progress)
    return Runs(planned, seed, tuple(chunks))


def run(
    exercise: Scenario | str | os.PathLike[str],
    runs: int = 100,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    executor: str = "threads",
    resume: bool = False,
    swap: Sequence[str] = (),
    report: bool = True,
    limits: int | None = None,
    progress: Progress | None = None,
    search: Search | None = None,
) -> Path:
    """Plan an exercise, fly it many times, and write its run folder.

    Parameters
    ----------
    exercise : Scenario, or what `load` takes
    runs, seed : int
        As for `fly`.
    out : path, optional
        The run folder; `out/SCENARIO` if left out.
    workers : int, optional
        As for `fly`.
    executor : str
        As for `fly`.
    resume : bool
        Keep the runs that are there already, if they are of the same scenario and seed, and fly the rest.
    swap : sequence of str
        Nouns to replace first. The exercise as written is then flown too, in memory and with the same luck, and
        `summary.json` gets what the swap changes under `comparison`.
    report : bool
        Whether to draw `report.html` too.
    limits : int, optional
        How many of the runs are flown once more with each factor made perfect, to tell what limited the objectives; 0 for
        none. If left out, as many as 300 further runs in all allow.
    progress : callable, optional
        As for `fly`.
    search : callable, optional
        As for `plan`.

    Returns
    -------
    Path
        The run folder.

    Raises
    ------
    InputError
        If the scenario or a setting breaks rules.
    StorageError
        If the folder cannot be written; what was done is kept.
    """
    check_settings(runs, seed, executor, workers, limits)
    loaded = exercise if isinstance(exercise, Scenario) else load(exercise)
    asked = scenario.swap(loaded, *swap) if swap else loaded
    noise_types(asked.card_folders)  # a noise card that breaks a rule is told before anything is flown
    folder = Path(out) if out is not None else Path("out") / asked.id
    clock = Stopwatch()
    for group in GROUPS:
        compile_apart(group)
    planned = planning.make_plan(asked, search)
    clock.times_s |= search_times_s(planned.tankers)
    earlier = kept_runs(folder, planned, seed) if resume else None
    write_inputs(planned, folder)
    clock.note("plan")
    fill(folder, planned, seed, runs, executor, workers, earlier, progress, clock)
    write_acmi(folder)
    clock.note("exports")
    add_score(folder, planned, seed, limits, executor=executor, workers=workers)
    clock.note("score")
    add_communities(folder, planned)
    clock.note("communities")
    if swap:
        from jointex.api.swaps import add_comparison

        add_comparison(folder, loaded, asked, executor=executor, workers=workers, progress=progress)
        clock.note("swap")
    from jointex.region.sheet import add_region

    add_region(folder, seed)
    clock.note("region")
    add_claims(folder)
    clock.note("claims")
    if report:
        from jointex.report import build

        build(folder)
        clock.note("report")
    done = read(folder).manifest
    write_done(folder, planned, seed, max(runs, done["runs"]), done["runs"], done["content_sha256"], clock)
    return folder


def write_plan(planned: Plan, folder: str | os.PathLike[str], broken: Mapping[str, Any] | None = None) -> Path:
    """Write a plan and its scenario into a folder.

    Parameters
    ----------
    planned : Plan
    folder : path
        Made if it is not there.
    broken : mapping, optional
        What `break_it` found; it stands in plan.json under `break_it`.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    write_inputs(planned, Path(folder), {} if broken is None else {"break_it": broken})
    return Path(folder)


def check_settings(runs: int, seed: int, executor: str, workers: int | None, limits: int | None = None) -> None:
    """Refuse settings of an ensemble that make no sense, all at once.

    Parameters
    ----------
    runs, seed, executor, workers
        As for `fly`.
    limits : int, optional
        As for `run`.

    Raises
    ------
    QuestionError
        Naming each setting, its rule and its value.
    """
    faults = []
    if not 1 <= runs <= MOST_RUNS:
        faults.append(Fault(f"must be 1 to {MOST_RUNS}", "--runs", value=str(runs)))
    if not 0 <= seed < 2**63:
        faults.append(Fault("must be 0 to 2^63 - 1", "--seed", value=str(seed)))
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        faults.append(Fault(f"must be 1 to {MOST_WORKERS}", "--workers", value=str(workers)))
    if limits is not None and not 0 <= limits <= MOST_RUNS:
        faults.append(Fault(f"must be 0 to {MOST_RUNS}", "--limits", value=str(limits)))
    if executor not in EXECUTORS:
        faults.append(Fault("must be threads or processes (dask is not built yet)", "--executor", value=executor))
    if faults:
        raise QuestionError(faults)
