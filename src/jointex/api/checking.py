"""Statements about an exercise held against its run folder and dated figures."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

from jointex.errors import Fault, QuestionError
from jointex.record import read, write_claims


def check(folder: str | os.PathLike[str], claims: str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """Return the verdict on every statement of a file, or on those that ship for the scenario of a run folder.

    Parameters
    ----------
    folder : path
        A run folder; of a plan alone, statements about measures are not established.
    claims : path, optional
        A file of statements.

    Returns
    -------
    dict
        `folder`, `scenario`, `runs`, `title`, `verdicts` (how many of each) and `claims`, as claims.json has them.

    Raises
    ------
    InputError
        If it is no run folder, the file breaks a rule, or none was named and none ships.
    """
    from jointex.claims import VERDICTS, ledger, read_claims, shipped_claims
    from jointex.claims.ledger import shipped_figures

    recording = read(Path(folder))
    scenario = str(recording.plan["scenario"])
    found = shipped_claims(scenario) if claims is None else read_claims(Path(claims), shipped_figures())
    if found is None:
        hint = "Name a file of your own: `jointex check RUNDIR CLAIMS.yaml`."
        raise QuestionError(Fault("has no statements that ship with Jointex", "check", value=scenario, hint=hint))
    rows = ledger(found, recording.plan, recording.summary)
    counted = Counter(row["verdict"] for row in rows)
    return {
        "folder": str(folder),
        "scenario": scenario,
        "runs": recording.summary.get("runs", 0),
        "title": found.title,
        "verdicts": {verdict: counted[verdict] for verdict in VERDICTS},
        "claims": rows,
    }


def add_claims(folder: Path) -> None:
    """Write claims.json into a run folder, where statements ship for its scenario.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    from jointex.claims import ledger, shipped_claims

    recording = read(folder)
    found = shipped_claims(str(recording.plan["scenario"]))
    if found is not None:
        write_claims(folder, ledger(found, recording.plan, recording.summary))
