"""Towns and points of a file of their own, put beside those of a scenario that is already there."""

from __future__ import annotations

import os
from pathlib import Path

from jointex.documents import read_document
from jointex.errors import ScenarioError
from jointex.scenario.draft import Draft, read_section
from jointex.scenario.library import Library
from jointex.scenario.model import BY_ID, Scenario
from jointex.scenario.written import Reading

SECTIONS = ("towns", "points")


def with_listeners(scenario: Scenario, path: str | os.PathLike[str]) -> Scenario:
    """Return a scenario with the towns and points of a file beside its own; one of the same name takes its place.

    Parameters
    ----------
    scenario : Scenario
    path : path
        A YAML file with `towns` and `points`, written as in a scenario; places that the scenario names may be used.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        If it cannot be read or breaks rules: every fault at once.
    """
    document = read_document(Path(path))
    ships = frozenset(ship.id for ship in scenario.ships)
    draft = Draft(document, Reading(scenario.start, scenario.places, Library(scenario.card_folders), ships))
    draft.faults += [
        document.fault((key,), "must not be here", hint="Such a file holds `towns` and `points` alone.")
        for key in document.data
        if key not in SECTIONS
    ]
    if not any(document.data.get(section) for section in SECTIONS):
        hint = "Write points: and below it a name, and below that name, at and kind."
        draft.faults.append(document.fault((), "must have towns or points", hint=hint))
    added = {section: read_section(draft, section, BY_ID[section]) for section in SECTIONS}
    if draft.faults:
        raise ScenarioError(sorted(draft.faults, key=lambda fault: fault.line))
    merged = {
        section: tuple({one.id: one for one in (*getattr(scenario, section), *more)}.values())
        for section, more in added.items()
    }
    return scenario.model_copy(update=merged)
