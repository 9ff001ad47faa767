"""One of two things that are compared: its scenario, its plan, and what its runs measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jointex.documents import parse_document
from jointex.errors import Fault, InputError, QuestionError
from jointex.record import Recording, read
from jointex.record.folder import SCENARIO
from jointex.scenario.model import card_folders

if TYPE_CHECKING:
    from jointex.engine.ensemble import Chunk
    from jointex.planning import Plan

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    name : str
        What it is called: the scenario, or the folder.
    scenario : mapping
        The scenario as written: plain data.
    plan : mapping
        The content of plan.json.
    runs : array (n_runs,) of int
        Numbers of the runs; empty where it was not flown.
    values : mapping of str to array (n_runs,)
        Measures and objectives by id, as runs.parquet has them; NaN where it never happened.
    seed : int or None
        Seed of the runs.
    objectives : tuple of mapping
        As summary.json has them.
    notes : tuple of str
        What was changed beyond what was asked, such as by a swap.
    card_folders : tuple of Path
        Folders of the user's own cards.
    """

    name: str
    scenario: Mapping[str, Any]
    plan: Mapping[str, Any]
    runs: Array
    values: Mapping[str, Array]
    seed: int | None
    objectives: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    card_folders: tuple[Path, ...] = ()

    @property
    def n_runs(self) -> int:
        """Runs flown."""
        return len(self.runs)

    def to_json(self) -> dict[str, Any]:
        """Return what is said of the side by itself, as plain data."""
        return {
            "name": self.name,
            "scenario": self.plan["scenario"],
            "title": self.plan.get("title"),
            "feasible": self.plan["feasible"],
            "runs": self.n_runs,
            "seed": self.seed,
            "notes": list(self.notes),
        }


def side_of_folder(folder: Path, name: str = "") -> Side:
    """Return a run folder, or a folder with a plan alone, as a side.

    Parameters
    ----------
    folder : Path
    name : str
        What to call it; its path if left out.

    Returns
    -------
    Side

    Raises
    ------
    InputError
        If it is no run folder, or what it holds cannot be read.
    """
    recording = read(folder)
    runs, values = values_of(recording)
    seed = recording.manifest.get("seed") if len(runs) else None
    data = parse_document(recording.scenario_text, str(folder / SCENARIO)).data if recording.scenario_text else {}
    objectives = tuple(recording.summary.get("objectives", ()))
    own_cards = card_folders(folder / SCENARIO)
    return Side(name or str(folder), data, recording.plan, runs, values, seed, objectives, (), own_cards)


def values_of(recording: Recording, most: int | None = None) -> tuple[Array, dict[str, Array]]:
    """Return run numbers and measures of a run folder.

    Parameters
    ----------
    recording : Recording
    most : int, optional
        Its first runs, at most so many; all if left out.

    Returns
    -------
    array (n_runs,) of int
        The runs.
    dict of str to array (n_runs,)
        By measure; NaN where it never happened.

    Raises
    ------
    InputError
        If the table does not have a row per run and measure.
    """
    n_runs = int(recording.manifest.get("runs") or 0)
    n_runs = n_runs if most is None else min(most, n_runs)
    table = recording.values(run=None if most is None else range(n_runs))
    names = list(dict.fromkeys(table["measure"].to_pylist()))
    if not names or not n_runs:
        return np.zeros(0, dtype=np.int64), {}
    if table.num_rows != n_runs * len(names):
        rule = f"must hold each of {len(names)} measures for each of {n_runs} runs"
        raise InputError(Fault(rule, str(recording.folder / "runs.parquet"), value=f"{table.num_rows} rows"))
    order = np.lexsort((_places(table["measure"].to_pylist(), names), table["run"].to_numpy()))
    values = table["value"].to_numpy()[order].astype(float).reshape(n_runs, len(names))
    runs = table["run"].to_numpy()[order].reshape(n_runs, len(names))[:, 0]
    return runs, {name: values[:, place] for place, name in enumerate(names)}


def _places(words: list[str], names: list[str]) -> Array:
    place = {name: index for index, name in enumerate(names)}
    return np.array([place[word] for word in words])


def side_of_runs(name: str, plan: Plan, chunks: Iterable[Chunk], seed: int) -> Side:
    """Return a plan and its runs as a side; runs are counted as they come, and not kept.

    Parameters
    ----------
    name : str
        What to call it.
    plan : Plan
    chunks : iterable of Chunk
        Runs of the plan from run 0 on, in order; none for the plan alone.
    seed : int

    Returns
    -------
    Side
    """
    from jointex.measures.scores import Scores

    document = plan.to_json()
    scores = Scores(document, plan.scenario.objectives)
    parts = [scores.add(chunk.tallies, chunk.events) for chunk in chunks]
    runs = np.concatenate([part.run for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    values = {key: np.concatenate([part.values[key] for part in parts]) for key in parts[0].values} if parts else {}
    objectives = tuple(scores.summary()["objectives"]) if parts else ()
    source, own_cards = plan.scenario.source, plan.scenario.card_folders
    told_seed = seed if parts else None
    return Side(name, source.document.data, document, runs, values, told_seed, objectives, source.notes, own_cards)


def cut_to(side: Side, n_runs: int) -> Side:
    """Return a side with its first runs alone.

    Parameters
    ----------
    side : Side
    n_runs : int

    Returns
    -------
    Side

    Raises
    ------
    QuestionError
        If it has fewer.
    """
    if n_runs > side.n_runs:
        rule = f"must not ask for more runs than {side.name} has ({side.n_runs})"
        raise QuestionError(Fault(rule, "--runs", value=str(n_runs)))
    values = {name: column[:n_runs] for name, column in side.values.items()}
    return replace(side, runs=side.runs[:n_runs], values=values)
