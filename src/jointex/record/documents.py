"""The small files of a run folder: scenario as run, plan, summary, manifest."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import jointex
from jointex.record.disk import copy_whole, write_whole
from jointex.record.folder import (
    CLAIMS,
    COMMUNITIES,
    MANIFEST,
    PARQUET_FILES,
    PLAN,
    REGION,
    RUN_FILES,
    SCENARIO,
    SUMMARY,
)

LIBRARIES = ("numpy", "numba", "pyarrow")


def json_text(content: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return JSON as the files have it: two blanks deep, UTF-8, never NaN.

    Parameters
    ----------
    content : mapping, or sequence of mapping
        Plain values; numpy numbers are taken too.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    """Return a numpy number or array as Python has it."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def write_plan(folder: Path, plan: Mapping[str, Any]) -> Path:
    """Write plan.json.

    Parameters
    ----------
    folder : Path
        The run folder; made if it is not there.
    plan : mapping
        What the file is to hold.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    StorageError
        If it cannot be written; an older one is kept.
    """
    return _write(folder, PLAN, json_text(plan))


def write_summary(folder: Path, summary: Mapping[str, Any]) -> Path:
    """Write summary.json and return its path; see `write_plan`."""
    return _write(folder, SUMMARY, json_text(summary))


def write_region(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write region.json, what neighbours may make of the exercise, and return its path; see `write_plan`."""
    return _write(folder, REGION, json_text(content))


def write_communities(folder: Path, account: Mapping[str, Any]) -> Path:
    """Write communities.json and return its path; see `write_plan`."""
    return _write(folder, COMMUNITIES, json_text(account))


def write_claims(folder: Path, ledger: Sequence[Mapping[str, Any]]) -> Path:
    """Write claims.json, a list of statements with their verdicts, and return its path; see `write_plan`."""
    return _write(folder, CLAIMS, json_text(ledger))


def write_scenario(folder: Path, text: str) -> Path:
    """Write scenario.yaml, the scenario as run, and return its path; see `write_plan`."""
    return _write(folder, SCENARIO, text)


def write_input(folder: Path, name: str, source: Path) -> Path:
    """Copy a file that the scenario names into the run folder, under the same name, and return its path.

    Parameters
    ----------
    folder : Path
        The run folder.
    name : str
        Path of the copy inside it.
    source : Path
        The file; it may be the copy itself.

    Returns
    -------
    Path

    Raises
    ------
    StorageError
        If it cannot be written; an older one is kept.
    """
    target = Path(folder) / name
    if not (target.exists() and target.samefile(source)):
        copy_whole(source, target)
    return target


def write_manifest(
    folder: Path,
    *,
    seed: int,
    n_runs: int,
    n_runs_wanted: int | None = None,
    content_hash: str = "",
    timings_s: Mapping[str, float] | None = None,
    inputs: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> Path:
    """Write manifest.json: what made the folder, and the hash of every file in it.

    Parameters
    ----------
    folder : Path
        A run folder; every other file is in place.
    seed : int
        Seed of the ensemble.
    n_runs, n_runs_wanted : int
        Runs done, and runs asked for (the same if left out).
    content_hash : str
        Hash of the rows, from `Recorder.content_hash`.
    timings_s : mapping of str to float, optional
        How long each part took [s].
    inputs : sequence of str
        Files of the folder that the scenario names.
    more : mapping, optional
        Further entries.

    Returns
    -------
    Path

    Raises
    ------
    StorageError
        If it cannot be written; an older one is kept.
    """
    folder = Path(folder)
    wanted = n_runs if n_runs_wanted is None else n_runs_wanted
    manifest = {
        "format": 1,
        "jointex": jointex.__version__,
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "machine": {"system": platform.system(), "processor": platform.machine(), "cpu_count": os.cpu_count()},
        "seed": seed,
        "runs": n_runs,
        "runs_wanted": wanted,
        "complete": n_runs == wanted,
        "scenario_sha256": file_hash(folder / SCENARIO),
        "content_sha256": content_hash or None,
        "files": {
            name: _entry(folder / name)
            for name in (*RUN_FILES, *inputs)
            if name != MANIFEST and (folder / name).exists()
        },
        "timings_s": {name: round(float(time_s), 3) for name, time_s in (timings_s or {}).items()},
        **(more or {}),
    }
    return _write(folder, MANIFEST, json_text(manifest))


def _write(folder: Path, name: str, text: str) -> Path:
    path = Path(folder) / name
    write_whole(path, text)
    return path


def _entry(path: Path) -> dict[str, Any]:
    entry: dict[str, Any] = {"bytes": path.stat().st_size, "sha256": file_hash(path)}
    if path.name in PARQUET_FILES:
        import pyarrow.parquet as pq

        entry["rows"] = pq.read_metadata(path).num_rows
    return entry


def file_hash(path: Path) -> str | None:
    """Return the SHA-256 of a file.

    Parameters
    ----------
    path : Path
        Need not be there.

    Returns
    -------
    str or None
        64 hexadecimal digits; None where there is no file.
    """
    if not path.exists():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
