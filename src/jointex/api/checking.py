"""Statements about an exercise held against its run folder and dated figures."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jointex.errors import Fault, QuestionError
from jointex.record import Recording, read, write_claims


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
    from jointex.claims import VERDICTS, ledger, lookup, read_claims, shipped_claims
    from jointex.claims.ledger import shipped_figures, shipped_sources

    today = dt.date.today()
    recording = read(Path(folder))
    scenario = str(recording.plan["scenario"])
    found = (
        shipped_claims(scenario)
        if claims is None
        else read_claims(Path(claims), shipped_figures(), _names_in(recording), today, shipped_sources())
    )
    if found is None:
        hint = "Name a file of your own: `jointex check RUNDIR CLAIMS.yaml`."
        raise QuestionError(Fault("has no statements that ship with Jointex", "check", value=scenario, hint=hint))
    rows = ledger(found, recording.plan, recording.summary, lookup(recording))
    counted = Counter(row["verdict"] for row in rows)
    return {
        "folder": str(folder),
        "scenario": scenario,
        "runs": recording.summary.get("runs", 0),
        "title": found.title,
        "verdicts": {verdict: counted[verdict] for verdict in VERDICTS},
        "claims": rows,
    }


def claim_names(folder: str | os.PathLike[str] | None = None) -> list[dict[str, Any]]:
    """Return the names that statements can test, with unit and, of a run folder, value and range.

    Parameters
    ----------
    folder : path, optional
        A run folder; without it, how names are made.

    Returns
    -------
    list of dict
        `name, value, low, high, unit, says`; numbers are None without a run folder.

    Raises
    ------
    InputError
        If it is no run folder.
    """
    from jointex.claims import EXAMPLES, named_figures, shock_names
    from jointex.measures import KNOWN

    blank = {"value": None, "low": None, "high": None}
    if folder is None:
        rows = [{"name": name, **blank, "unit": one.unit, "says": one.text} for name, one in KNOWN.items()]
        return rows + [{"name": name, **blank, "unit": unit, "says": says} for name, unit, says in EXAMPLES]
    recording = read(Path(folder))
    _ = recording.plan  # a folder without a plan is no run folder
    rows = [
        {
            "name": name,
            **{key: entry.get(key) for key in blank},
            "unit": entry.get("unit", ""),
            "says": KNOWN[name.partition(".")[0]].text
            if name.partition(".")[0] in KNOWN
            else "objective of the scenario",
        }
        for name, entry in recording.summary.get("measures", {}).items()
        if name.partition(".")[0] in KNOWN
    ]
    for one in named_figures(recording).values():
        rows.append({key: getattr(one, key) for key in ("name", "value", "low", "high", "unit", "says")})
    return rows + [
        {"name": name, **blank, "unit": "", "says": "worked out when a statement names it"} for name in shock_names()
    ]


def _names_in(recording: Recording) -> Callable[[str], list[str] | None]:
    """Return what gives the names of a family that a run folder holds."""
    from jointex.claims import is_missing, named_figures

    known = list(named_figures(recording))

    def names(family: str) -> list[str] | None:
        return None if is_missing(family, recording) else [one for one in known if one.partition(".")[0] == family]

    return names


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
    from jointex.claims import ledger, lookup, shipped_claims

    recording = read(folder)
    found = shipped_claims(str(recording.plan["scenario"]))
    if found is not None:
        write_claims(folder, ledger(found, recording.plan, recording.summary, lookup(recording)))
