"""The score of a run folder beyond its measures: what decided each objective in the runs, and what limited it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jointex.api.first_use import GROUPS, compile_apart
from jointex.errors import Fault, QuestionError, nearest_name
from jointex.fleet.reasons import REASON_WORDS
from jointex.planning import Plan
from jointex.record import Recording, read, write_summary
from jointex.record.folder import SCENARIO

if TYPE_CHECKING:
    from jointex.api.runs import Runs
    from jointex.lens.causes import Flown
    from jointex.lens.factors import Sign

Progress = Callable[[int, int], None]


def score(
    folder: str | os.PathLike[str], objective: str = "", limits: int = 0, workers: int | None = None
) -> dict[str, Any]:
    """Return the score of a run folder: objectives with evidence, what limited them, readiness and interoperability.

    Parameters
    ----------
    folder : path
        A run folder.
    objective : str
        Evidence for this objective alone, with every run; if empty, for all of them, with runs that missed.
    limits : int
        Fly so many of its runs once more with each factor made perfect; nothing is written. 0 tells what the folder holds.
    workers : int, optional
        As for `fly`.

    Returns
    -------
    dict
        `objectives`, `evidence`, `limits` (None where nothing is known), `readiness` and `interoperability`, as in summary.json;
        evidence for one objective has `cases`.

    Raises
    ------
    InputError
        If it is no run folder, has no such objective, or its runs cannot be flown again.
    """
    from jointex.lens.cases import evidence_of, in_short

    recording = read(Path(folder))
    summary = recording.summary
    asked = [one for one in summary.get("objectives", ()) if objective in ("", one["id"])]
    if objective and not asked:
        hint = nearest_name(objective, [one["id"] for one in summary.get("objectives", ())])
        raise QuestionError(Fault(f"must be an objective of {folder}", "--objective", value=objective, hint=hint))
    evidence = evidence_of(recording, objective)
    known = limits_again(recording, limits, workers) if limits else summary.get("limits")
    return {
        "folder": str(folder),
        "scenario": recording.plan["scenario"],
        "runs": summary.get("runs", 0),
        "objectives": asked,
        "evidence": evidence if objective else in_short(evidence),
        "limits": known,
        "readiness": summary.get("readiness", []),
        "interoperability": summary.get("interoperability", []),
    }


def limits_again(recording: Recording, runs: int, workers: int | None = None) -> dict[str, Any]:
    """Return what limited the objectives of a run folder, from so many of its runs.

    Parameters
    ----------
    recording : Recording
    runs : int
        As for `lens.causes`.
    workers : int, optional
        As for `fly`.

    Returns
    -------
    dict
        As `lens.causes` gives it.

    Raises
    ------
    QuestionError
        If the folder holds no runs, or another version or scenario than its own made them.
    """
    import jointex
    from jointex.api.exercise import check_settings
    from jointex.lens.causes import causes
    from jointex.planning import make_plan
    from jointex.scenario import load

    manifest = recording.manifest
    check_settings(max(1, int(manifest.get("runs") or 0)), 0, "threads", workers, runs)
    loaded = load(recording.folder / SCENARIO)
    made_by = manifest.get("runs") and manifest.get("scenario_digest"), manifest.get("jointex")
    if made_by != (loaded.digest(), jointex.__version__):
        rule = f"must find runs of its own scenario and of Jointex {jointex.__version__} in {recording.folder}"
        raise QuestionError(Fault(rule, "--limits", value=str(runs), hint="Run the scenario anew."))
    for group in GROUPS:
        compile_apart(group)
    return causes(make_plan(loaded), int(manifest["seed"]), flown_of(recording, runs), runs, workers=workers)


def add_score(folder: Path, plan: Plan, seed: int, runs: int | None = None, **settings: Any) -> None:
    """Put what decided and what limited each objective into the summary of a run folder: `evidence` and `limits`.

    Parameters
    ----------
    folder : Path
        Runs of the plan.
    plan : Plan
    seed : int
        Of these runs.
    runs : int, optional
        As for `lens.causes`; no limits for 0.
    **settings
        `executor`, `workers` and `progress`, as for `fly`.

    Raises
    ------
    StorageError
        If the summary cannot be written; the one without them is kept.
    """
    from jointex.lens.cases import evidence_of, in_short
    from jointex.lens.causes import MOST_RUNS, causes

    if not plan.scenario.objectives:
        return
    recording = read(folder)
    summary = {**recording.summary, "evidence": in_short(evidence_of(recording))}
    if runs != 0:
        flown = flown_of(recording, MOST_RUNS if runs is None else runs)
        summary["limits"] = causes(plan, seed, flown, runs, **settings)
    write_summary(folder, summary)


def flown_of(recording: Recording, most: int) -> Flown:
    """Return the first runs of a folder, at most so many, as `lens.causes` takes them."""
    from jointex.lens.causes import Flown
    from jointex.lens.sides import values_of

    runs, values = values_of(recording, most)

    def runs_with(signs: Sequence[Sign], n_runs: int) -> Any:
        reasons = {(event.name.lower(), None if reason is None else REASON_WORDS[reason]) for event, reason in signs}
        names = sorted({event for event, _ in reasons})
        rows = recording.events(run=range(n_runs), event=names, columns=["run", "event", "reason"]).to_pylist()
        shown = {row["run"] for row in rows if {(row["event"], None), (row["event"], row["reason"])} & reasons}
        return np.array(sorted(shown), dtype=np.int64)

    return Flown(recording.summary["objectives"], len(runs), values, runs_with)


def flown_here(runs: Runs) -> Flown:
    """Return runs in memory as `lens.causes` takes them."""
    from jointex.lens.causes import Flown
    from jointex.measures.scores import Scores

    events = runs.events
    values = Scores(runs.plan.to_json(), runs.plan.scenario.objectives).count(runs.tallies, events).values

    def runs_with(signs: Sequence[Sign], n_runs: int) -> Any:
        shown = [
            events["run"][(events["event"] == event) & ((reason is None) | (events["value"] == reason))]
            for event, reason in signs
        ]
        found = np.unique(np.concatenate(shown)) if shown else np.zeros(0, dtype=np.int64)
        return found[found < n_runs].astype(np.int64)

    return Flown(runs.summary["objectives"], runs.n_runs, values, runs_with)
