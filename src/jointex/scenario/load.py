"""A scenario file in, a frozen `Scenario` out, or every fault of the file at once."""

from __future__ import annotations

import os
from pathlib import Path

from jointex.documents import Document, parse_document, read_text
from jointex.earth.windfiles import file_sha256
from jointex.errors import LONGEST_NAME, DocumentError, Fault, ScenarioError, nearest_name
from jointex.scenario.checks import check
from jointex.scenario.draft import read_draft
from jointex.scenario.library import Library
from jointex.scenario.model import Scenario, Source, card_folders

SHIPPED = Path(__file__).parent / "data"
"""The scenarios that come with the package, one YAML file each."""


def names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, sorted.

    Returns
    -------
    tuple of str
    """
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Return a scenario, checked and frozen.

    Parameters
    ----------
    name_or_path : str or path
        A shipped name, or a file: what ends in `.yaml` or `.yml` or holds a separator.

    Returns
    -------
    Scenario

    Raises
    ------
    DocumentError
        If the file is no readable YAML.
    ScenarioError
        If the name is unknown or the scenario breaks rules: all of them at once, in the order of the file.
    """
    path = find(name_or_path)
    return _build_text(read_text(path), path)


def loads(text: str, name: str = "scenario.yaml") -> Scenario:
    """Return the scenario a text holds; see `load`.

    Parameters
    ----------
    text : str
        YAML.
    name : str
        File name for messages; own cards are looked for beside it.

    Returns
    -------
    Scenario
    """
    return _build_text(text, Path(name))


def _build_text(text: str, path: Path) -> Scenario:
    """Return the scenario a text holds; faults of the YAML and of the scenario are told together."""
    try:
        document = parse_document(text, str(path))
    except DocumentError as error:
        if error.document is None:
            raise
        try:
            build(error.document, path, text)
        except ScenarioError as more:
            raise ScenarioError(error.with_more(more.faults)) from None
        raise
    return build(document, path, text)


def find(name_or_path: str | os.PathLike[str]) -> Path:
    """Return the file of a scenario.

    Parameters
    ----------
    name_or_path : str or path
        As for `load`.

    Returns
    -------
    Path
        The file; it need not exist if a path was given.

    Raises
    ------
    ScenarioError
        If it is a name and no shipped scenario has it.
    """
    text = os.fspath(name_or_path)
    is_path = not isinstance(name_or_path, str) or text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text
    if is_path:
        return Path(text)
    if text in names():
        return SHIPPED / f"{text}.yaml"
    rule = "must be a shipped scenario or a file ending in .yaml"
    files = (f"{text}.yaml", f"{text}.yml") if 0 < len(text) <= LONGEST_NAME else ()
    beside = next((one for one in files if Path(one).is_file()), "")
    hint = f"Did you mean the file {beside}?" if beside else nearest_name(text, names())
    raise ScenarioError(Fault(f"scenario {rule}", value=text, hint=hint))


def build(document: Document, path: Path, text: str, notes: tuple[str, ...] = ()) -> Scenario:
    """Return the scenario a parsed file holds.

    Parameters
    ----------
    document : Document
        The parsed file.
    path : Path
        Where it stands; own cards are looked for beside it.
    text : str
        The same as text.
    notes : tuple of str
        What was changed on the way.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        With every fault, in the order of the file.
    """
    draft = read_draft(document, Library(card_folders(path)))
    faults = [*draft.faults, *check(draft)]
    if faults or draft.scenario is None:
        raise ScenarioError(sorted(faults, key=lambda fault: fault.line))
    scenario = draft.scenario
    wind_file = path.parent / scenario.winds.file if scenario.winds.file else None
    scenario._source = Source(path, text, document, notes, file_sha256(wind_file) if wind_file else "")
    return scenario
