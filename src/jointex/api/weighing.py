"""Weighing an exercise under rival theories: futures times bundles of levers, beside its runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jointex.api.exercise import load, run
from jointex.api.folder import checked_manifest
from jointex.errors import Fault, InputError, QuestionError
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

    _check(cases, seed)
    weighing = read_weighing(None if policies is None else Path(policies))
    folder = _run_folder(exercise, None if out is None else Path(out), flying)
    return _weigh(folder, weighing, cases, seed, progress)


def _weigh(folder: Path, weighing: Any, cases: int, seed: int, progress: Progress | None) -> dict[str, Any]:
    """Weigh the exercise of a run folder."""
    from jointex.region.policies.cases import exercise_in
    from jointex.region.policies.weigh import weigh as weigh_all
    from jointex.report.weighing import write_weighing

    recording, place = read(folder), folder / WEIGH
    exercise = exercise_in(folder)
    key = str(recording.manifest.get("content_sha256") or recording.manifest.get("scenario_digest") or folder.name)
    make_folder(place)
    document = weigh_all(weighing, exercise, place, cases, seed, f"{key} {len(exercise.towns)}", progress)
    document = {"folder": str(folder), "page": str(place / "weigh.html"), **document}
    write_whole(place / "weigh.json", json_text(document))
    write_weighing(document, place / "weigh.html")
    return document


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
    return run(loaded, out=folder, runs=RUNS, progress=flying)


def _finish(loaded: Scenario, folder: Path, manifest: Mapping[str, Any], flying: Progress | None) -> Path:
    """Bring runs that were stopped to their end, or to as many as are flown here, and what is told of them."""
    done, wanted = int(manifest["runs"]), int(manifest.get("runs_wanted") or RUNS)
    runs, seed = min(max(wanted, done), max(done, RUNS)), int(manifest.get("seed", 1))
    try:
        return run(loaded, out=folder, runs=runs, seed=seed, resume=True, progress=flying)
    except QuestionError:  # files of two moments, or of another version: nothing to go on from
        return run(loaded, out=folder, runs=runs, seed=seed, progress=flying)
