"""The signals sheet of a run folder."""

from __future__ import annotations

import os
from typing import Any

from jointex.errors import Fault, QuestionError


def signals(
    folder: str | os.PathLike[str],
    cases: int = 1000,
    seed: int = 1,
    calendar: str | os.PathLike[str] | None = None,
    zones: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Return what neighbours may make of an exercise: outcomes by rival theory, evidence, and what would flip it.

    Parameters
    ----------
    folder : path
        A run folder.
    cases : int
        Cases drawn, 10 to 1,000,000; every theory gets them all.
    seed : int
        Of the draws, 0 to 2^63 - 1.
    calendar : path, optional
        A YAML file of dated events, added to the shipped ones.
    zones : path, optional
        A YAML file of air-defence zones, added to the shipped ones; the same name takes the place of one.

    Returns
    -------
    dict
        As region.json holds it.

    Raises
    ------
    InputError
        If it is no run folder, a setting is out of bounds, or the calendar or the zones break rules.
    """
    from jointex.region.sheet import MOST_CASES
    from jointex.region.sheet import signals as sheet

    faults = []
    if not 10 <= cases <= MOST_CASES:
        faults.append(Fault(f"must be 10 to {MOST_CASES:,}", "--cases", value=str(cases)))
    if not 0 <= seed < 2**63:
        faults.append(Fault("must be 0 to 2^63 - 1", "--seed", value=str(seed)))
    if faults:
        raise QuestionError(faults)
    files = (None if path is None else os.fspath(path) for path in (calendar, zones))
    return sheet(os.fspath(folder), cases, seed, *files)
