"""A scenario while it is read: what could be read so far, and every fault found, so that one look finds them all."""

from __future__ import annotations

import contextlib
import copy
import datetime
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError, create_model
from pydantic_core import PydanticCustomError

from jointex.documents import Document, KeyPath
from jointex.errors import MOST_FAULTS, Fault
from jointex.scenario.conditions import Rules, Winds
from jointex.scenario.library import Library
from jointex.scenario.messages import faults_of
from jointex.scenario.model import BY_ID, Scenario
from jointex.scenario.places import Place, PlaceError, find_place
from jointex.scenario.quantities import Part
from jointex.scenario.refuelling import MOST_TRACKS, Track
from jointex.scenario.written import Reading, broken, utc

_ID = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")
_ID_RULE = "names must begin with a letter and hold only letters, digits, - and _ (at most 32)"
_STAND_IN = "RJTT"
"""An id for an entry whose own is broken: good in every section, also where it must be a base."""
MOST_ENTRIES = {"flights": 1000}
"""Most entries of a section: more aircraft than the engine is measured with would not fit in more flights."""
MOST_PLACES = 2000
MOST_OTHER_ENTRIES = 500
"""Most entries of any other section."""
_YEARS = range(1950, 2101)
"""Years in which an exercise may start: those the calendars of report and exports agree on."""
_SOME_DAY = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass
class Draft:
    """What could be read of a scenario.

    Attributes
    ----------
    document : Document
        The file.
    reading : Reading
        Start, places and cards that values refer to.
    entries : dict
        By section, the entries by id; what could not be read of one is None.
    broken : dict
        Keys of an entry that could not be read, by section and id.
    names : dict
        By section, the ids written, readable or not.
    winds : Winds or None
        The winds, if they could be read.
    scenario : Scenario or None
        The whole, if nothing was wrong so far.
    faults : list of Fault
        What was wrong.
    """

    document: Document
    reading: Reading
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    broken: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    winds: Winds | None = None
    scenario: Scenario | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Folder of the file: what it names by a path lies there."""
        return Path(self.document.name).parent

    def each(self, section: str, *keys: str) -> Iterator[tuple[KeyPath, Any]]:
        """Yield the entries of a section of which these keys could be read, all keys if none is named."""
        for name, entry in self.entries.get(section, {}).items():
            broken = self.broken.get((section, name), set())
            if not (broken.intersection(keys) if keys else broken):
                yield (section, name), entry

    def rules(self) -> Rules | None:
        """Return the rules of the exercise, None where they cannot be read: their own faults say why."""
        with contextlib.suppress(ValidationError):
            return Rules.model_validate(self.at(("rules",)) or {}, context=self.reading)
        return None

    @property
    def track_names(self) -> tuple[str, ...]:
        """Names of the refuelling tracks as written, readable or not."""
        written = self.at(("refuelling", "tracks"))
        return tuple(written)[:MOST_TRACKS] if isinstance(written, dict) else ()

    def tracks(self) -> Iterator[tuple[KeyPath, Track]]:
        """Yield the refuelling tracks that could be read; faults of the others are told with the whole."""
        for name in self.track_names:
            path: KeyPath = ("refuelling", "tracks", name)
            with contextlib.suppress(ValidationError):
                yield path, Track.model_validate(self.at(path), context=self.reading)

    def at(self, path: KeyPath) -> Any:
        """Return what is written at a key path, or None."""
        value: Any = self.document.data
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read_draft(document: Document, library: Library) -> Draft:
    """Read every part of a scenario on its own.

    Parameters
    ----------
    document : Document
        The file.
    library : Library
        The cards it may refer to.

    Returns
    -------
    Draft
        With the faults of structure; names that refer to each other are not yet checked.
    """
    draft = Draft(document, Reading(_SOME_DAY, library=library))
    data = dict(document.data)
    _read_start(draft, data)
    ships = document.data.get("ships")
    afloat = frozenset(name for name in ships if isinstance(name, str)) if isinstance(ships, dict) else frozenset()
    draft.reading = Reading(data.get("start", _SOME_DAY), _read_places(draft), library, afloat)
    for section, model in BY_ID.items():
        data[section] = read_section(draft, section, model)
    for name in draft.track_names:
        _check_name(draft, ("refuelling", "tracks", name))
    try:
        draft.scenario = Scenario.model_validate(data, context=draft.reading)
    except ValidationError as error:
        draft.faults += [fault for fault in faults_of(error, document, Scenario) if not _is_known(fault, draft)]
    _read_winds(draft)
    return draft


def _read_start(draft: Draft, data: dict[str, Any]) -> None:
    """Read the start, which every other time needs; go on with some day if it is broken."""
    if "start" not in data:
        return
    try:
        data["start"] = utc(data["start"])
        if data["start"].year not in _YEARS:
            raise broken(f"must lie in the years {_YEARS[0]} to {_YEARS[-1]}")
    except PydanticCustomError as error:
        context: Mapping[str, str] = error.context or {}
        draft.faults.append(
            draft.document.fault(("start",), context["rule"], draft.at(("start",)) or "", context["hint"])
        )
        data["start"] = _SOME_DAY


def _read_places(draft: Draft) -> dict[str, Place]:
    """Read the named places; a broken one stays known by name, so that its users raise no further fault."""
    places: dict[str, Place] = {}
    written = draft.document.data.get("places")
    if isinstance(written, dict) and len(written) > MOST_PLACES:
        rule = f"must have at most {MOST_PLACES:,} entries"
        draft.faults.append(draft.document.fault(("places",), rule, f"{len(written):,}"))
        return places
    for name, value in written.items() if isinstance(written, dict) else ():
        _check_name(draft, ("places", name))
        try:
            _, latitude_deg, longitude_deg = find_place(value, places, draft.reading.library)
        except PlaceError as error:
            draft.faults.append(draft.document.fault(("places", name), str(error), value or "", error.hint))
            latitude_deg, longitude_deg = 0.0, 0.0
        places[name] = Place(name, latitude_deg, longitude_deg)
    return places


def read_section(draft: Draft, section: str, model: type[Part]) -> tuple[Part, ...]:
    """Read the entries of a section one by one.

    Parameters
    ----------
    draft : Draft
        Gets the faults of the section.
    section : str
        Its key in the file.
    model : type
        Of an entry.

    Returns
    -------
    tuple of Part
        Those that could be read.
    """
    written = draft.document.data.get(section) or {}
    draft.names[section] = ()
    draft.entries[section] = {}
    if not isinstance(written, dict):
        rule = "must be a mapping from name to entry"
        draft.faults.append(draft.document.fault((section,), rule, "a list" if isinstance(written, list) else written))
        return ()
    most = MOST_ENTRIES.get(section, MOST_OTHER_ENTRIES)
    if len(written) > most:
        draft.faults.append(
            draft.document.fault((section,), f"must have at most {most:,} entries", f"{len(written):,}")
        )
        return ()
    draft.names[section] = tuple(written)
    read: dict[str, Part] = {}
    for name, value in written.items():
        if len(draft.faults) > MOST_FAULTS:
            break
        own_id = name if _check_name(draft, (section, name)) else _STAND_IN
        if isinstance(value, dict) and "id" in value:
            draft.faults.append(draft.document.fault((section, name, "id"), "is not a key here: the name is the id"))
        entry = {**value, "id": own_id} if isinstance(value, dict) else value
        try:
            read[name] = draft.entries[section][name] = model.model_validate(entry, context=draft.reading)
        except ValidationError as error:
            draft.faults += faults_of(error, draft.document, model, (section, name))
            _salvage(draft, section, name, own_id, error, model)
    return tuple(read.values())


def _salvage(draft: Draft, section: str, name: str, own_id: str, error: ValidationError, model: type[Part]) -> None:
    """Read what can be read of a broken entry, so that further rules can be checked on it."""
    written = draft.at((section, name))
    if not isinstance(written, dict):
        return
    aliases = {attribute: info.alias or attribute for attribute, info in model.model_fields.items()}
    found = [str(item["loc"][0]) for item in error.errors(include_url=False, include_input=False)]
    broken = {aliases.get(key, key) for key in found}
    rest = {key: value for key, value in written.items() if key not in broken}
    draft.broken[section, name] = broken
    draft.entries[section][name] = _lenient(model).model_validate({**rest, "id": own_id}, context=draft.reading)


@functools.cache
def _lenient(model: type[Part]) -> type[Part]:
    """Return a model that takes None for whatever is missing."""
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if info.is_required():
            eased = copy.copy(info)
            eased.default, eased.validate_default = None, False
            fields[name] = (info.annotation, eased)
    return create_model(model.__name__, __base__=model, **fields)


def _check_name(draft: Draft, path: KeyPath) -> bool:
    """Return whether a name can be used; note the fault where it cannot."""
    is_good = _ID.match(str(path[-1])) is not None
    if not is_good:
        draft.faults.append(draft.document.fault(path, _ID_RULE))
    return is_good


def _is_known(fault: Fault, draft: Draft) -> bool:
    """Return whether a fault of the whole only repeats that a section could not be read."""
    section = fault.key.split(".")[0].split("[")[0]
    has_faults = any(known.key.split(".")[0] == section for known in draft.faults)
    return has_faults and section in (*BY_ID, "places", "start")


def _read_winds(draft: Draft) -> None:
    """Read the winds on their own; their faults are in the list already."""
    try:
        draft.winds = Winds.model_validate(draft.document.data.get("winds", {}), context=draft.reading)
    except ValidationError:
        draft.winds = None
