"""A figure of this room's data files: number, unit, basis, source and range; nothing enters without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jointex.documents import Document, KeyPath, parse_document
from jointex.errors import Fault, InputError

BASES = ("published", "derived", "estimated", "bracket")
"""Where a figure may come from; a bracket is a range somebody chose because nothing is in print."""


@dataclass(frozen=True)
class Figure:
    """One figure with its provenance.

    Attributes
    ----------
    value : float
        The number [`unit`].
    unit : str
        As written; empty for a pure number.
    basis : str
        `published`, `derived`, `estimated` or `bracket`.
    source : str
        Title of the source.
    low, high : float
        Ends of its range [`unit`]; the value itself where there is none.
    note : str
        What a reader should know.
    """

    value: float
    unit: str
    basis: str
    source: str
    low: float
    high: float
    note: str = ""


@cache
def package_document(package: str, name: str) -> Document:
    """Return a data file of a package of this room.

    Parameters
    ----------
    package : str
        Such as `jointex.region.energy`.
    name : str
        File in its folder `data`.

    Returns
    -------
    Document
    """
    text = resources.files(package).joinpath("data", name).read_text(encoding="utf-8")
    return parse_document(text, name)


def read_figure(document: Document, path: KeyPath) -> Figure:
    """Return the figure at a key path.

    Parameters
    ----------
    document : Document
        Of a data file with `sources`.
    path : tuple
        Keys down to the figure.

    Returns
    -------
    Figure

    Raises
    ------
    InputError
        If unit, basis, source or a needed range are missing, or the range does not hold the value: all faults at once.
    """
    found: Any = document.data
    for key in path:
        found = found[key]
    faults = list(_faults(document, path, found))
    if faults:
        raise InputError(faults)
    low, high = found.get("range", (found["value"], found["value"]))
    source = document.data["sources"][found["source"]]["title"]
    numbers = (float(found["value"]), float(low), float(high))
    return Figure(numbers[0], found["unit"], found["basis"], source, numbers[1], numbers[2], found.get("note", ""))


def _faults(document: Document, path: KeyPath, found: Any) -> list[Fault]:
    """Return what is wrong with a figure."""
    if not isinstance(found, Mapping):
        return [document.fault(path, "must be a figure: {value, unit, basis, source}", found)]
    missing = [key for key in ("value", "unit", "basis", "source") if key not in found]
    if missing:
        return [document.fault(path, f"must have {', '.join(missing)}")]
    faults = []
    if found["basis"] not in BASES:
        faults.append(document.fault((*path, "basis"), f"must be one of {', '.join(BASES)}", found["basis"]))
    if found["source"] not in document.data.get("sources", {}):
        faults.append(document.fault((*path, "source"), "must be a key of sources", found["source"]))
    spread = found.get("range")
    if spread is None and found["basis"] in ("estimated", "bracket"):
        faults.append(document.fault(path, "is estimated, so it must give its range", found["value"]))
    if spread is not None and not spread[0] <= found["value"] <= spread[1]:
        faults.append(document.fault((*path, "range"), "must run upwards and hold the value", spread))
    return faults
