"""Filling a run folder: the runs, their measures, the exports, and the manifest that closes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jointex.errors import Fault, InputError, QuestionError
from jointex.planning import Plan
from jointex.record import Recorder, Recording, read, write_manifest, write_plan, write_scenario, write_summary

if TYPE_CHECKING:
    from jointex.measures.scores import Scores

Progress = Callable[[int, int], None]
FLOWN_FILES = (
    "summary.json",
    "runs.parquet",
    "tracks.parquet",
    "events.parquet",
    "ledger.parquet",
    "report.html",
    "exercise.acmi",
    "manifest.json",
)
"""Files that a new ensemble replaces; old ones must not stand beside a new plan."""


class Stopwatch:
    """Seconds that each part took."""

    def __init__(self) -> None:
        self.times_s: dict[str, float] = {}
        self._last_s = time.perf_counter()

    def note(self, part: str) -> None:
        """Note the time since the last part under a name."""
        now_s = time.perf_counter()
        self.times_s[part] = now_s - self._last_s
        self._last_s = now_s


def write_inputs(plan: Plan, folder: Path) -> None:
    """Write scenario.yaml, as run, and plan.json."""
    folder.mkdir(parents=True, exist_ok=True)
    write_scenario(folder, plan.scenario.source.text)
    write_plan(folder, plan.to_json())


def kept_runs(folder: Path, plan: Plan, seed: int) -> Recording | None:
    """Return the runs a folder already holds, or None if it holds none.

    Parameters
    ----------
    folder : Path
    plan : Plan
        What is going to be flown.
    seed : int
        With which seed.

    Returns
    -------
    Recording or None

    Raises
    ------
    QuestionError
        If the runs there are of another scenario, seed or version.
    """
    import jointex

    try:
        recording = read(folder)
        manifest = recording.manifest
    except InputError:
        return None
    if not manifest.get("runs"):
        return None
    wanted = {"scenario": plan.scenario.digest(), "seed": seed, "jointex": jointex.__version__}
    found = {
        "scenario": manifest.get("scenario_digest"),
        "seed": manifest.get("seed"),
        "jointex": manifest.get("jointex"),
    }
    faults = [
        Fault(
            f"must be the {name} of the runs in {folder} ({found[name]})",
            f"--{name}" if name == "seed" else "--resume",
            value=str(value),
            hint="Leave out --resume to start anew, or name another folder with --out.",
        )
        for name, value in wanted.items()
        if value != found[name]
    ]
    if faults:
        raise QuestionError(faults)
    check_readable(recording)
    return recording


def check_readable(recording: Recording) -> None:
    """Refuse a folder whose rows cannot be read back.

    Parameters
    ----------
    recording : Recording

    Raises
    ------
    QuestionError
        Naming each damaged file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    faults = []
    for name in ("runs.parquet", "tracks.parquet", "events.parquet", "ledger.parquet"):
        path = recording.folder / name
        try:
            if path.exists():
                pq.ParquetFile(path).read()
        except (pa.ArrowException, OSError) as error:
            hint = "Leave out --resume to start anew, or name another folder with --out."
            faults.append(Fault(f"cannot be read back ({str(error).splitlines()[0][:80]})", str(path), hint=hint))
    if faults:
        raise QuestionError(faults)


def clear_flown(folder: Path) -> None:
    """Remove what an older ensemble left, so that every file in the folder is of one ensemble."""
    for name in FLOWN_FILES:
        (folder / name).unlink(missing_ok=True)


def fill(
    folder: Path,
    plan: Plan,
    seed: int,
    runs: int,
    executor: str,
    workers: int | None,
    earlier: Recording | None,
    progress: Progress | None,
    clock: Stopwatch,
) -> None:
    """Fly the runs that are missing and write rows, measures and summary; what is done stays on Ctrl-C or a full disk."""
    from jointex.api.inputs import count_inputs
    from jointex.engine.ensemble import fly_ensemble
    from jointex.engine.setup import set_up
    from jointex.measures.scores import Scores

    document = plan.to_json()
    scores = Scores(document, plan.scenario.objectives)
    first = 0
    if earlier is not None:
        first = int(earlier.manifest["runs"])
        restore(scores, earlier)
    recorder = Recorder(folder, document, earlier)
    if earlier is None:
        clear_flown(folder)
    try:
        with recorder:
            for chunk in fly_ensemble(
                set_up(plan, seed), plan.weather, range(first, runs), executor, workers, progress
            ):
                recorder.add(track=chunk.tracks, event=chunk.events, ledger=chunk.ledger, tally=chunk.tallies)
                recorder.add_values(*scores.add(chunk.tallies, chunk.events).rows())
    finally:
        clock.note("fly")
        if recorder.n_runs:
            write_summary(folder, scores.summary(count_inputs(plan)))
            write_done(folder, plan, seed, max(runs, recorder.n_runs), recorder.n_runs, recorder.content_hash, clock)


def write_done(folder: Path, plan: Plan, seed: int, runs: int, done: int, content_hash: str, clock: Stopwatch) -> None:
    """Write the manifest of what is in the folder."""
    write_manifest(
        folder,
        seed=seed,
        n_runs=done,
        n_runs_wanted=runs,
        content_hash=content_hash,
        timings_s=clock.times_s,
        more={"scenario_digest": plan.scenario.digest()},
    )


def restore(scores: Scores, earlier: Recording) -> None:
    """Give the measures of earlier runs back to the scores."""
    table = earlier.values()
    measures, values = table["measure"].to_pylist(), table["value"].to_numpy()
    n_runs = int(earlier.manifest["runs"])
    names = list(dict.fromkeys(measures))
    by_name = values.reshape(n_runs, len(names)).astype(np.float64)
    place = {name: measures[: len(names)].index(name) for name in names}
    scores.restore(np.arange(n_runs), {name: by_name[:, place[name]] for name in names})
