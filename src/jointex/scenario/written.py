"""How values are written in a scenario file, and what they become: `20 klb` a float in kg, `09:30Z` seconds, `RJNK` a place.

Each class here is a marker for `typing.Annotated`: pydantic reads the text through it, and the JSON Schema describes it.
"""

from __future__ import annotations

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from jointex.errors import nearest_name
from jointex.scenario.library import Library, shipped
from jointex.scenario.places import EXAMPLES, Place, PlaceError, find_place
from jointex.units import UnitError, parse_quantity

_CLOCK = re.compile(r"^([01]\d|2[0-3]):?([0-5]\d)(?::([0-5]\d))?Z$")
_DAY_S = 86400.0
START_EXAMPLE = "a full UTC time, such as 2025-12-10T00:00Z"
MOMENT_EXAMPLE = "a UTC time, such as 09:30Z or 2025-12-10T09:30Z"


@dataclass(frozen=True)
class Reading:
    """What a value may refer to while a file is read.

    Attributes
    ----------
    start : datetime.datetime
        Start of the scenario, UTC.
    places : mapping of str to Place
        The places the scenario names.
    library : Library
        The cards.
    ships : frozenset of str
        Ids of the ships the scenario names; their decks are bases.
    """

    start: datetime.datetime
    places: Mapping[str, Place] = field(default_factory=dict)
    library: Library = field(default_factory=shipped)
    ships: frozenset[str] = frozenset()


def broken(rule: str, hint: str = "") -> PydanticCustomError:
    """Return the error of a value that breaks a rule, for pydantic to carry to its place in the file."""
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "hint": hint})


def _reading(info: core_schema.ValidationInfo) -> Reading:
    """Return what values may refer to; every model is read with it."""
    return cast("Reading", info.context)


class _Text(ABC):
    """A marker whose values are written as text."""

    @abstractmethod
    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return what the text means."""

    @abstractmethod
    def json_schema(self) -> dict[str, Any]:
        """Return how an editor should check the text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.json_schema()


@dataclass(frozen=True)
class Quantity(_Text):
    """A number with its unit, read into SI.

    Attributes
    ----------
    kind : str
        A key of `jointex.units.SI_UNIT`.
    low, high : float
        Bounds [SI], both allowed.
    rule : str
        The bounds in words, such as "must be between 0 and 60 min".
    example : str
        How one is written.
    per_si : float
        Multiplies the SI value; 180/pi for angles kept in degrees.
    """

    kind: str
    low: float
    high: float
    rule: str
    example: str
    per_si: float = 1.0

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the value as `quantity` does."""
        return self.quantity(written)

    def quantity(self, written: Any) -> float:
        """Return a written value in SI times `per_si`."""
        try:
            value = parse_quantity(written, self.kind)
        except UnitError as error:
            raise broken(str(error)) from None
        if not self.low <= value <= self.high:
            is_sign_wrong = value < 0.0 and self.low <= -value <= self.high
            raise broken(self.rule, f"Did you mean {str(written).strip().lstrip('-')}?" if is_sign_wrong else "")
        return value if self.per_si == 1.0 else round(value * self.per_si, 9)

    def json_schema(self) -> dict[str, Any]:
        """Return a string schema with an example; a pure ratio may be a number."""
        kinds = ["string", "number"] if self.kind == "ratio" else "string"
        return {"type": kinds, "examples": [self.example], "description": f"{self.rule}, such as {self.example}"}


@dataclass(frozen=True)
class Moment(_Text):
    """A UTC time, read into seconds from the start of the scenario."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> float:
        """Return seconds from the start; a bare clock time is the first one at or after the start."""
        return moment_s(written, _reading(info).start)

    def json_schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "examples": ["04:30Z"], "description": f"must be {MOMENT_EXAMPLE}"}


@dataclass(frozen=True)
class At(_Text):
    """A place, read into a `RoutePoint`."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> Any:
        """Return the place with its name and coordinates."""
        reading = _reading(info)
        try:
            return find_place(written, reading.places, reading.library)
        except PlaceError as error:
            raise broken(str(error), error.hint) from None

    def json_schema(self) -> dict[str, Any]:
        """Return a schema for a text or a pair of numbers."""
        pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
        return {"anyOf": [{"type": "string"}, pair], "examples": ["38.5N 134.5E"], "description": f"must be {EXAMPLES}"}


@dataclass(frozen=True)
class AircraftType(_Text):
    """The id of an aircraft card, read as the card has it."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> str:
        """Return the id, the case of its letters put right."""
        library = _reading(info).library
        if isinstance(written, str) and (card_id := library.card_id("aircraft", written)):
            return card_id
        hint = nearest_name(written, library.ids("aircraft")) if isinstance(written, str) else ""
        raise broken("must be the id of an aircraft card", hint)

    def json_schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "examples": ["F-15J"], "description": "id of an aircraft card"}


@dataclass(frozen=True)
class Base(_Text):
    """An airfield, read into its ICAO code, or a ship of the scenario, into its id."""

    def read(self, written: Any, info: core_schema.ValidationInfo) -> str:
        """Return the ICAO code of the base, or the id of the ship."""
        reading = _reading(info)
        library = reading.library
        if isinstance(written, str) and written in reading.ships:
            return written
        if isinstance(written, str) and (card := library.base(written)):
            return card.id
        names = [*reading.ships, *library.base_names()]
        hint = nearest_name(written, names) if isinstance(written, str) else ""
        raise broken("must be a base: an ICAO code or the name of a base card", hint)

    def json_schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {
            "type": "string",
            "examples": ["RJNK"],
            "description": "ICAO code of an airfield or name of a base card",
        }


def moment_s(written: object, start: datetime.datetime) -> float:
    """Return a written UTC time as seconds from the start.

    Parameters
    ----------
    written : str
        `09:30Z`, `09:30:15Z` (the first such time at or after the start) or a full ISO 8601 time with `Z`.
    start : datetime.datetime
        Start of the scenario, UTC.

    Returns
    -------
    float
        Seconds [s]; negative if a full time lies before the start.

    Raises
    ------
    PydanticCustomError
        If it is no UTC time.
    """
    text = written.strip() if isinstance(written, str) else ""
    if match := _CLOCK.match(text):
        clock_s = 3600.0 * int(match[1]) + 60.0 * int(match[2]) + int(match[3] or 0)
        start_clock_s = 3600.0 * start.hour + 60.0 * start.minute + start.second
        return (clock_s - start_clock_s) % _DAY_S
    return (utc(written, MOMENT_EXAMPLE) - start).total_seconds()


def utc(written: object, example: str = START_EXAMPLE) -> datetime.datetime:
    """Return a full written UTC time.

    Parameters
    ----------
    written : str
        ISO 8601 with `Z`, such as `2025-12-10T00:00Z`.
    example : str
        What to say it must be.

    Returns
    -------
    datetime.datetime
        Aware, UTC.

    Raises
    ------
    PydanticCustomError
        If it is no such time.
    """
    try:
        moment = datetime.datetime.fromisoformat(str(written).strip())
    except ValueError:
        raise broken(f"must be {example}", _missing_zone(written)) from None
    if moment.utcoffset() is None or not isinstance(written, str):
        raise broken(f"must be {example}", _missing_zone(written))
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:  # an hour before the first year, or after the last
        raise broken(f"must be {example}") from None


def _missing_zone(written: object) -> str:
    """Return the hint for a time that only lacks its Z."""
    text = str(written).strip()
    return f"Did you mean {text}Z?" if re.search(r"\d\d:\d\d$", text) else ""
