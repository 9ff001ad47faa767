"""The score of a run folder beyond its measures: what decided each objective in the runs, and what limited it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jointex.fleet.reasons import REASON_WORDS
from jointex.planning import Plan
from jointex.record import Recording, read, write_summary

if TYPE_CHECKING:
    from jointex.lens.causes import Flown
    from jointex.lens.factors import Sign

Progress = Callable[[int, int], None]


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
