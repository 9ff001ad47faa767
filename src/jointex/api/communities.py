"""Noise, people, money and emissions of a run folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jointex import scenario
from jointex.communities.burden import SAMPLE_RUNS, weigh_neighbours
from jointex.errors import Fault, QuestionError
from jointex.planning import Plan
from jointex.record import read, write_communities
from jointex.record.folder import SCENARIO


def add_communities(folder: Path, planned: Plan) -> None:
    """Write communities.json into a run folder.

    Parameters
    ----------
    folder : Path
        With flown runs.
    planned : Plan
        What was flown.
    """
    write_communities(folder, weigh_neighbours(read(folder), planned.scenario))


def neighbours(
    folder: str | os.PathLike[str],
    sample_runs: int = SAMPLE_RUNS,
    folders: Sequence[str | os.PathLike[str]] = (),
    points: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Return noise, people, money and emissions of a run folder, counted anew; nothing is written.

    Parameters
    ----------
    folder : path
        A run folder; towns and points are those of its scenario.yaml.
    sample_runs : int
        Runs whose tracks are heard; all runs count with their own take-offs and landings.
    folders : sequence of path
        Folders of cards of your own, beside the one that lies by the scenario.
    points : path, optional
        A YAML file with `points` and `towns` of your own, beside those of the scenario.

    Returns
    -------
    dict
        As communities.json.

    Raises
    ------
    InputError
        If it is no run folder, or nothing was flown in it.
    """
    recording = read(Path(folder))
    if not recording.summary.get("runs"):
        rule = "must be a run folder with flown runs"
        raise QuestionError(Fault(rule, str(folder), hint="Fly it with `jointex run`."))
    exercise = scenario.loads(recording.scenario_text, str(Path(folder) / SCENARIO))
    if points is not None:
        exercise = scenario.with_listeners(exercise, points)
    return weigh_neighbours(recording, exercise, sample_runs, folders)
