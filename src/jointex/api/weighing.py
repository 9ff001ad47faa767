"""Weighing an exercise under rival theories: futures times bundles of levers, beside its runs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jointex.api.exercise import load, run
from jointex.api.folder import checked_manifest
from jointex.errors import Fault, InputError, QuestionError, nearest_name
from jointex.record import read
from jointex.record.disk import make_folder, write_whole
from jointex.record.documents import json_text
from jointex.record.folder import MANIFEST, PLAN
from jointex.scenario import Scenario

Progress = Callable[[int, int], None]
WEIGH = "weigh"
"""Folder inside the run folder."""
LEAST_FUTURES, MOST_FUTURES = 50, 1_000_000
RUNS = 100
"""Runs flown where there is no run folder yet."""
LAST_PART = "region"
"""What a run folder times last, report aside: without it the run was stopped."""


def weigh(
    exercise: Scenario | str | os.PathLike[str],
    cases: int = 500,
    *,
    out: str | os.PathLike[str] | None = None,
    policies: str | os.PathLike[str] | None = None,
    seed: int = 1,
    box: str = "as-flown",
    progress: Progress | None = None,
    flying: Progress | None = None,
) -> dict[str, Any]:
    """Weigh bundles of levers in many futures, and write cases, tables and a page into the run folder.

    Parameters
    ----------
    exercise : Scenario, str or path
        A run folder, or a scenario: its run folder is taken if it holds runs of it, or made.
    cases : int
        Futures; each is a case for every bundle, 50 to 1,000,000.
    out : path, optional
        The run folder; `out/SCENARIO` if left out.
    policies : path, optional
        YAML with levers, uncertainties, outcomes and bundles of your own, on top of the shipped ones.
    seed : int
        Of the futures.
    box : str
        Bundle whose worst futures are looked for.
    progress, flying : callable, optional
        Called with cases, or runs, done and all.

    Returns
    -------
    dict
        As weigh/weigh.json; `folder`, `page` and `cases_files` say where everything is.

    Raises
    ------
    InputError
        If exercise, policies or numbers cannot be used: every fault at once.
    StorageError
        If the folder cannot be written.
    """
    from jointex.region.policies.reading import read_weighing

    refused: list[InputError] = []
    weighing = None
    try:
        _check(cases, seed)
    except InputError as error:
        refused.append(error)
    try:
        weighing = read_weighing(None if policies is None else Path(policies))
    except InputError as error:
        refused.append(error)
    if weighing is not None and box not in weighing.bundles:
        hint = nearest_name(box, weighing.bundles)
        refused.append(QuestionError(Fault("must be a bundle", "--box", value=str(box), hint=hint)))
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise InputError([fault for error in refused for fault in error.faults])
    folder = _run_folder(exercise, None if out is None else Path(out), flying)
    return _weigh(folder, weighing, cases, seed, progress, box)


def _weigh(folder: Path, weighing: Any, cases: int, seed: int, progress: Progress | None, box: str) -> dict[str, Any]:
    """Weigh the exercise of a run folder."""
    from jointex.region.policies.cases import exercise_in
    from jointex.region.policies.weigh import weigh as weigh_all
    from jointex.report.weighing import write_weighing

    recording, place = read(folder), folder / WEIGH
    exercise = exercise_in(folder)
    key = str(recording.manifest.get("content_sha256") or recording.manifest.get("scenario_digest") or folder.name)
    make_folder(place)
    try:
        document = weigh_all(weighing, exercise, place, cases, seed, f"{key} {len(exercise.towns)}", progress, box)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_cases_kept(place, cases)) from None
    document = {"folder": str(folder), "page": str(place / "weigh.html"), **document}
    document["infeasible"] = _infeasible(recording.plan)
    write_whole(place / "weigh.json", json_text(document))
    write_weighing(document, place / "weigh.html")
    return document


def _infeasible(plan: Mapping[str, Any]) -> list[str]:
    """Return what of a plan cannot be flown, in words; nothing where it can."""
    if plan.get("feasible", True):
        return []
    unmet = [f"{one.get('flight', '')}: {one.get('reason', '')}".strip(": ") for one in plan.get("unmet", ())]
    return unmet or ["the plan does not hold"]


def _check(cases: int, seed: int) -> None:
    """Refuse numbers out of bounds, all at once."""
    faults = []
    if isinstance(cases, bool) or not isinstance(cases, int) or not LEAST_FUTURES <= cases <= MOST_FUTURES:
        rule = f"must be a whole number of futures from {LEAST_FUTURES} to {MOST_FUTURES:,}"
        faults.append(Fault(rule, "--cases", value=str(cases), hint="2000 give 66,000 cases with the shipped bundles."))
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        faults.append(Fault("must be a whole number from 0 to 2^63 - 1", "--seed", value=str(seed)))
    if faults:
        raise QuestionError(faults)


def _run_folder(exercise: Scenario | str | os.PathLike[str], out: Path | None, flying: Progress | None) -> Path:
    """Return the run folder of an exercise: the one named, one that holds its runs, or a new one."""
    if not isinstance(exercise, Scenario) and (Path(exercise) / PLAN).is_file():
        if out is not None and out != Path(exercise):
            rule = "must not be given beside a run folder: what is weighed goes into it"
            raise QuestionError(Fault(rule, "--out", value=str(out), hint="Leave it out, or name the scenario."))
        return Path(exercise)
    loaded = exercise if isinstance(exercise, Scenario) else load(exercise)
    folder = out if out is not None else Path("out") / loaded.id
    if (folder / MANIFEST).is_file():
        try:
            manifest = checked_manifest(read(folder))
        except InputError:
            manifest = {}
        if manifest.get("runs") and manifest.get("scenario_digest") == loaded.digest():
            if LAST_PART in manifest.get("timings_s", {}):
                return folder
            return _finish(loaded, folder, manifest, flying)
    return _fly(loaded, folder, RUNS, flying)


def _fly(loaded: Scenario, folder: Path, runs: int, flying: Progress | None, **settings: Any) -> Path:
    """Fly; whoever stops that learns which runs are on disk."""
    try:
        return run(loaded, out=folder, runs=runs, progress=flying, **settings)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_runs_kept(loaded, folder, runs)) from None


def _runs_kept(loaded: Scenario, folder: Path, runs: int) -> str:
    """Return what is on disk of runs that were stopped, as a sentence."""
    manifest = {}
    if (folder / MANIFEST).is_file():
        with contextlib.suppress(InputError):
            manifest = checked_manifest(read(folder))
    n_kept = int(manifest.get("runs") or 0) if manifest.get("scenario_digest") == loaded.digest() else 0
    if n_kept:
        return (
            f"stopped while flying: {n_kept} of {runs} runs are kept in {folder}; the same command goes on from there"
        )
    return f"stopped while flying, before a run was on disk: nothing is kept in {folder}, the same command starts anew"


def _cases_kept(place: Path, cases: int) -> str:
    """Return what is on disk of a weighing that was stopped, as a sentence."""
    from jointex.region.policies.store import case_files, future_files

    pairs = list(zip(case_files(place, cases), future_files(place, cases), strict=True))
    n_kept = sum(one.is_file() and other.is_file() for one, other in pairs)
    if n_kept == len(pairs):
        return f"stopped while tables were made: all cases are kept in {place}; the same command goes on from there"
    if n_kept:
        kept = f"{n_kept} of {len(pairs)} chunks of cases are kept in {place}"
        return f"stopped while weighing: {kept}; the same command goes on from there"
    return f"stopped while weighing, before a chunk of cases was whole: the runs are kept in {place.parent}, no case of it is"


def _finish(loaded: Scenario, folder: Path, manifest: Mapping[str, Any], flying: Progress | None) -> Path:
    """Bring runs that were stopped to their end, or to as many as are flown here, and what is told of them."""
    done, wanted = int(manifest["runs"]), int(manifest.get("runs_wanted") or RUNS)
    runs, seed = min(max(wanted, done), max(done, RUNS)), int(manifest.get("seed", 1))
    try:
        return _fly(loaded, folder, runs, flying, seed=seed, resume=True)
    except QuestionError:  # files of two moments, or of another version: nothing to go on from
        return _fly(loaded, folder, runs, flying, seed=seed)
