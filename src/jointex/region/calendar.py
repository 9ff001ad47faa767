"""Dated events around Japan: those that come with the package, and a user's own."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jointex.documents import Document, read_document
from jointex.errors import CardError, DocumentError, Fault, nearest_name
from jointex.region.source import shipped

KINDS = {
    "launch": "Launch",
    "space_launch": "Space launch",
    "nuclear_test": "Nuclear test",
    "patrol": "Joint patrol",
    "bomber_flight": "Flight with bombers",
    "exercise": "Exercise",
    "encounter": "Dangerous encounter",
    "dispute": "Dispute at sea",
    "protest": "Protest",
    "economic": "Economic measure",
    "asset": "Frozen assets",
    "basing": "Aircraft based",
}
"""Kinds of events, and how people call them."""
PLACES = {
    "korea": "Korean Peninsula",
    "south_china_sea": "South China Sea",
    "sea_of_japan": "Sea of Japan",
    "east_china_sea": "East China Sea",
    "pacific": "Pacific",
    "bering": "Bering Sea",
    "europe": "Europe",
    "japan": "Japan",
}
STATUSES = ("cited", "recalled")
CONFIDENCES = ("high", "medium", "low")
KEYS = ("date", "kind", "place", "text", "status", "source", "aircraft", "confidence")
NEEDED = ("date", "kind", "place", "text", "source")
FIRST_YEAR, LAST_YEAR = 1950, 2100
MOST_AIRCRAFT = 5000
LONGEST_TEXT = 300
MOST_EVENTS = 5000


@dataclass(frozen=True, order=True)
class Dated:
    """An event with its day.

    Attributes
    ----------
    date : datetime.date
        Local day where it happened.
    kind, place : str
        One of `KINDS` and of `PLACES`.
    text : str
    source : str
        Where that was read.
    status : str
        `cited` (read in the source) or `recalled`.
    aircraft : int or None
        How many took part, where the source numbers all.
    confidence : str
        `high`, `medium` or `low` where the source was judged; empty where not.
    """

    date: dt.date
    kind: str
    place: str
    text: str
    source: str
    status: str = "cited"
    aircraft: int | None = None
    confidence: str = ""


def events(own: str | Path | None = None) -> tuple[Dated, ...]:
    """Return dated events, the earliest first.

    Parameters
    ----------
    own : path, optional
        A calendar of the user, whose events are added to the shipped ones.

    Returns
    -------
    tuple of Dated

    Raises
    ------
    InputError
        If the user's calendar breaks rules: all of them at once, with file and line.
    """
    if own is None:
        return _shipped()
    added = read_calendar(Path(own))
    return tuple(sorted((*_shipped(), *(one for one in added if one not in set(_shipped())))))


@functools.cache
def _shipped() -> tuple[Dated, ...]:
    return checked(shipped("calendar"))


def read_calendar(path: Path) -> tuple[Dated, ...]:
    """Return the events of a calendar.

    Parameters
    ----------
    path : Path
        A YAML file with a list `events`.

    Returns
    -------
    tuple of Dated
        The earliest first.

    Raises
    ------
    InputError
        If it cannot be read or breaks rules.
    """
    try:
        return checked(read_document(path))
    except DocumentError as error:
        if error.document is None:
            raise
        try:
            checked(error.document)
        except CardError as more:
            raise DocumentError(error.with_more(more.faults)) from None
        raise


def checked(document: Document) -> tuple[Dated, ...]:
    """Return the events of a document, or tell all its faults."""
    faults = [
        document.fault((key,), "must not be here", hint="A calendar holds `events` alone.")
        for key in document.data
        if key != "events"
    ]
    listed = document.data.get("events")
    if not isinstance(listed, list) or not listed:
        hint = "Write events: and below it a list of date, kind, place, text and source."
        raise CardError([*faults, document.fault(("events",), "must be a list of events", listed or "nothing", hint)])
    if len(listed) > MOST_EVENTS:
        faults.append(document.fault(("events",), f"must hold at most {MOST_EVENTS:,} events", len(listed)))
        raise CardError(faults)
    found: dict[Dated, int] = {}
    for place, entry in enumerate(listed):
        own = _entry_faults(document, place, entry)
        faults += own
        if own:
            continue
        event = _event(entry)
        if event in found:
            faults.append(document.fault(("events", place), f"must not repeat event {found[event] + 1}", event.text))
        found[event] = place
    if faults:
        raise CardError(faults)
    return tuple(sorted(found))


def _event(entry: dict[str, Any]) -> Dated:
    day = dt.date.fromisoformat(str(entry["date"]))
    given = {key: entry[key] for key in KEYS[1:] if key in entry}
    return Dated(day, **given)


def _entry_faults(document: Document, place: int, entry: Any) -> Iterable[Fault]:
    """Return what is wrong with one event."""
    path = ("events", place)
    if not isinstance(entry, dict):
        return [document.fault(path, "must be a mapping with date, kind, place, text and source", entry)]
    faults = [
        document.fault((*path, key), "is not known", key, nearest_name(key, KEYS)) for key in entry if key not in KEYS
    ]
    faults += [document.fault((*path, key), "must be given") for key in NEEDED if key not in entry]
    named = {"kind": tuple(KINDS), "place": tuple(PLACES), "status": STATUSES, "confidence": CONFIDENCES}
    for key, known in named.items():
        if key in entry and entry[key] not in known:
            hint = nearest_name(str(entry[key]), known)
            faults.append(document.fault((*path, key), f"must be one of {', '.join(known)}", entry[key], hint))
    for key in ("text", "source"):
        if key in entry and not (isinstance(entry[key], str) and 0 < len(entry[key].strip()) <= LONGEST_TEXT):
            faults.append(document.fault((*path, key), f"must be a text of 1 to {LONGEST_TEXT} letters", entry[key]))
    if "aircraft" in entry:
        count = entry["aircraft"]
        if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_AIRCRAFT:
            faults.append(document.fault((*path, "aircraft"), f"must be a whole number, 1 to {MOST_AIRCRAFT:,}", count))
    if "date" in entry:
        faults += _date_faults(document, (*path, "date"), entry["date"])
    return faults


def _date_faults(document: Document, path: tuple[str | int, ...], value: Any) -> Iterable[Fault]:
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        return [document.fault(path, "must be a day such as 2025-12-10", value)]
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return [document.fault(path, f"must lie in {FIRST_YEAR} to {LAST_YEAR}", value)]
    return []


def days_of(found: Iterable[Dated], kind: str, near_japan: bool = True) -> list[dt.date]:
    """Return the days of events of a kind.

    Parameters
    ----------
    found : iterable of Dated
    kind : str
    near_japan : bool
        Leave out what happened in the Bering Sea.

    Returns
    -------
    list of datetime.date
    """
    return [one.date for one in found if one.kind == kind and not (near_japan and one.place == "bering")]
