"""A user's own air-defence zones: outlines from public coordinates, each with source and date, checked before use."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np

from jointex.documents import Document, KeyPath, read_document
from jointex.errors import CardError, DocumentError, Fault, nearest_name
from jointex.region.source import position_deg
from jointex.region.zones import Outline

KEYS = ("name", "state", "since", "points", "source", "basis", "note")
NEEDED = ("name", "state", "since", "points", "source")
BASES = ("published", "derived", "estimated")
MOST_ZONES, MOST_POINTS, LONGEST_TEXT = 100, 1000, 400
FIRST_YEAR, LAST_YEAR = 1950, 2100
LEAST_AREA_DEG2 = 0.01
"""An outline that holds less than this is a slip, not a zone [square degrees]."""
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d+)?)([NS]) (\d{1,3}(?:\.\d+)?)([EW])")
HOW = "Write degrees and minutes such as 37-17N 133-00E, or degrees such as 37.283N 133.0E."


def read_zones(path: Path) -> dict[str, Outline]:
    """Return the zones of a user's file.

    Parameters
    ----------
    path : Path
        A YAML file with a mapping `zones`: name, state, since, points, source; also basis and note.

    Returns
    -------
    dict of str to Outline

    Raises
    ------
    InputError
        If it cannot be read or breaks rules: every fault at once, with file, line and way out.
    """
    try:
        return checked_zones(read_document(path))
    except DocumentError as error:
        if error.document is None:
            raise
        try:
            checked_zones(error.document)
        except CardError as more:
            raise DocumentError(error.with_more(more.faults)) from None
        raise


def checked_zones(document: Document) -> dict[str, Outline]:
    """Return the zones of a document, or tell all its faults.

    Parameters
    ----------
    document : Document

    Returns
    -------
    dict of str to Outline

    Raises
    ------
    CardError
        With every fault.
    """
    faults = [
        document.fault((key,), "must not be here", hint="A file of zones holds `zones` alone.")
        for key in document.data
        if key != "zones"
    ]
    listed = document.data.get("zones")
    if not isinstance(listed, dict) or not 0 < len(listed) <= MOST_ZONES:
        hint = "Write zones: and below it a name, and below that name, state, since, points and source."
        rule = f"must be a mapping of 1 to {MOST_ZONES} zones"
        raise CardError([*faults, document.fault(("zones",), rule, listed or "nothing", hint)])
    found = {}
    for zone, entry in listed.items():
        own = _faults(document, ("zones", zone), entry)
        faults += own
        if not own:
            corners = np.array([_position(point) for point in entry["points"]], dtype=np.float64)
            basis, note = entry.get("basis", "estimated"), entry.get("note", "")
            found[str(zone)] = Outline(str(zone), entry["name"], entry["state"], corners, basis, entry["source"], note)
    if faults:
        raise CardError(faults)
    return found


def _faults(document: Document, path: KeyPath, entry: Any) -> list[Fault]:
    """Return what is wrong with one zone."""
    if not isinstance(entry, dict):
        return [document.fault(path, f"must be a mapping with {', '.join(NEEDED)}", entry)]
    faults = [
        document.fault((*path, key), "is not known", key, nearest_name(str(key), KEYS))
        for key in entry
        if key not in KEYS
    ]
    faults += [document.fault((*path, key), "must be given") for key in NEEDED if key not in entry]
    for key in ("name", "source", "note"):
        text = entry.get(key)
        if key in entry and not (isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_TEXT):
            faults.append(document.fault((*path, key), f"must be a text of 1 to {LONGEST_TEXT} letters", text))
    state = entry.get("state", "XX")
    if not (isinstance(state, str) and re.fullmatch(r"[A-Z]{2}", state)):
        hint = "In quotes: without them NO is no text." if state is False else ""
        faults.append(document.fault((*path, "state"), "must be two capitals such as KR", state, hint))
    if entry.get("basis", BASES[0]) not in BASES:
        faults.append(document.fault((*path, "basis"), f"must be one of {', '.join(BASES)}", entry["basis"]))
    if "since" in entry and not _is_day(entry["since"]):
        faults.append(document.fault((*path, "since"), "must be a day such as 2013-12-15", entry["since"]))
    return faults + (_outline_faults(document, (*path, "points"), entry["points"]) if "points" in entry else [])


def _is_day(value: Any) -> bool:
    try:
        return FIRST_YEAR <= dt.date.fromisoformat(str(value)).year <= LAST_YEAR
    except ValueError:
        return False


def _outline_faults(document: Document, path: KeyPath, points: Any) -> list[Fault]:
    """Return what is wrong with an outline."""
    if not isinstance(points, list) or not 3 <= len(points) <= MOST_POINTS:
        count = len(points) if isinstance(points, list) else points
        return [document.fault(path, f"must be a list of 3 to {MOST_POINTS:,} positions", count, HOW)]
    places = [_position(point) for point in points]
    faults = [
        document.fault((*path, number), "must be a position on the globe", point, HOW)
        for number, (point, place) in enumerate(zip(points, places, strict=True))
        if place is None
    ]
    if faults:
        return faults
    corners = np.array(places, dtype=np.float64)
    for number in range(len(corners)):
        if np.array_equal(corners[number], corners[number - 1]):
            hint = "The outline closes by itself." if number == 0 else "Leave one out."
            faults.append(
                document.fault((*path, number), "must not repeat the position before it", points[number], hint)
            )
    if np.ptp(corners[:, 1]) > 180.0:
        hint = "Cut it in two at 180 degrees."
        faults.append(
            document.fault(path, "must not cross the date line", f"{np.ptp(corners[:, 1]):g} degrees wide", hint)
        )
    if faults:
        return faults
    from shapely import Polygon
    from shapely.validation import explain_validity

    shape = Polygon(corners[:, ::-1])
    if not shape.is_valid:
        where = re.search(r"\[(\S+) (\S+)\]", explain_validity(shape))
        got = f"a crossing near {float(where[2]):.2f}N {float(where[1]):.2f}E" if where else "a crossing"
        faults.append(
            document.fault(path, "must not cross itself", got, "Give the corners in order, all one way round.")
        )
    elif shape.area < LEAST_AREA_DEG2:
        rule = f"must hold {LEAST_AREA_DEG2:g} square degrees at least"
        faults.append(document.fault(path, rule, f"{shape.area:.2g}", "Are latitude and longitude in order?"))
    return faults


def _position(text: Any) -> tuple[float, float] | None:
    """Return a position [deg] from degrees and minutes, or from degrees; None if it is none."""
    if not isinstance(text, str):
        return None
    found = position_deg(text.strip())
    if found is not None:
        return found
    parts = _DECIMAL.fullmatch(text.strip())
    if parts is None or float(parts[1]) > 90.0 or float(parts[3]) > 180.0:
        return None
    return float(parts[1]) * (1 if parts[2] == "N" else -1), float(parts[3]) * (1 if parts[4] == "E" else -1)
