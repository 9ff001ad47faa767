"""Filling a run folder: the runs, their measures, the exports, and the manifest that closes it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jointex.errors import Fault, InputError, QuestionError
from jointex.planning import Plan
from jointex.record import (
    Recorder,
    Recording,
    read,
    write_input,
    write_manifest,
    write_plan,
    write_scenario,
    write_summary,
)
from jointex.record.disk import interrupts_wait, make_folder
from jointex.record.documents import file_hash
from jointex.record.folder import MANIFEST, PARQUET_FILES, PLAN, SCENARIO

if TYPE_CHECKING:
    from jointex.measures.scores import Scores

Progress = Callable[[int, int], None]
FLOWN_FILES = (
    "summary.json",
    "runs.parquet",
    "tracks.parquet",
    "events.parquet",
    "ledger.parquet",
    "region.json",
    "communities.json",
    "claims.json",
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


def write_inputs(plan: Plan, folder: Path, more: Mapping[str, Any] | None = None) -> None:
    """Write scenario.yaml, as run, the file of winds it names, and plan.json with more in it."""
    _spare_own_scenario(plan, folder)
    make_folder(folder)
    write_scenario(folder, plan.scenario.source.text)
    wind_file = plan.scenario.wind_file
    if wind_file is not None:
        write_input(folder, plan.scenario.winds.file or wind_file.name, wind_file)
    write_plan(folder, {**plan.to_json(), **(more or {})})


def _spare_own_scenario(plan: Plan, folder: Path) -> None:
    """Refuse a folder whose scenario.yaml somebody wrote: one without a plan beside it, or the one that is being read."""
    source, there = plan.scenario.source, folder / SCENARIO
    try:
        if there.read_bytes() == source.text.encode("utf-8"):
            return
    except OSError:  # not there, or of no use to anybody: writing it says what is wrong
        return
    if not (folder / PLAN).is_file() or (source.path.is_file() and source.path.samefile(there)):
        rule = f"must not hold a {SCENARIO} of your own: it would be replaced"
        raise QuestionError(Fault(rule, "--out", value=str(folder), hint="Name another folder."))


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

    if not (folder / MANIFEST).is_file():
        return None
    recording = read(folder)
    manifest = checked_manifest(recording)
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
            f"must find the runs of this scenario in {folder}; they are of another, or it was changed since",
            "--resume",
            value=plan.scenario.id,
            hint=ANEW,
        )
        if name == "scenario"
        else Fault(
            f"must be the {name} of the runs in {folder} ({found[name]})",
            f"--{name}" if name == "seed" else "--resume",
            value=str(value),
            hint=ANEW,
        )
        for name, value in wanted.items()
        if value != found[name]
    ]
    if faults:
        raise QuestionError(faults)
    check_readable(recording)
    return recording


ANEW = "Leave out --resume to start anew, or name another folder with --out."


def checked_manifest(recording: Recording) -> dict[str, Any]:
    """Return the manifest of a folder, or refuse one that this program cannot have written.

    Parameters
    ----------
    recording : Recording

    Returns
    -------
    dict

    Raises
    ------
    QuestionError
        If it is damaged.
    """
    path = str(recording.folder / MANIFEST)
    try:
        manifest = recording.manifest
    except InputError as error:
        raise QuestionError(Fault(error.faults[0].rule, path, hint=ANEW)) from None
    runs = manifest.get("runs")
    if not (runs is None or (isinstance(runs, int) and runs >= 0)):
        raise QuestionError(Fault("must be the manifest of a run folder", path, hint=ANEW))
    return manifest


def check_readable(recording: Recording) -> None:
    """Refuse a folder whose rows cannot be read back, or are not those the manifest counts: a run killed at its end.

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
    entries = recording.manifest.get("files")
    counted = (
        {name: entry for name, entry in entries.items() if isinstance(entry, dict)} if isinstance(entries, dict) else {}
    )
    for name in PARQUET_FILES:
        path, known = recording.folder / name, counted.get(name, {})
        try:
            if path.exists() != bool(known):
                word = "must be there" if known else "must not be there"
                faults.append(Fault(f"{word}: the manifest says so", str(path), hint=ANEW))
            elif path.exists():
                pq.ParquetFile(path).read()
                if file_hash(path) != known.get("sha256"):
                    faults.append(Fault("must be the file that the manifest counts", str(path), hint=ANEW))
        except (pa.ArrowException, OSError) as error:
            faults.append(Fault(f"cannot be read back ({str(error).splitlines()[0][:80]})", str(path), hint=ANEW))
    if not re.fullmatch(r"[0-9a-f]{64}", str(recording.manifest.get("content_sha256"))):
        faults.append(Fault("must hold the hash of the runs", str(recording.folder / MANIFEST), hint=ANEW))
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
                with interrupts_wait():  # rows and measures of a chunk are kept together
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
        inputs=(plan.scenario.winds.file,) if plan.scenario.winds.file else (),
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
