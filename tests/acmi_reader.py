"""A small strict reader of ACMI 2.2 text, written from the format's own description and from nothing of ours.

It keeps what Tacview would know at every moment: properties last until they are set again, objects end where they are removed.
Whatever the description does not allow is a fault that names its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MARK = "\ufeff"
HEADER = ("FileType=text/acmi/tacview", "FileVersion=2.2")
KINDS = {"Message", "Bookmark", "Debug", "LeftArea", "Destroyed", "TakenOff", "Landed", "Timeout"}
TAGS = {
    "Air", "Ground", "Sea", "Weapon", "Sensor", "Navaid", "Misc", "Static", "Heavy", "Medium", "Light", "Minor",
    "FixedWing", "Rotorcraft", "Missile", "Rocket", "Bomb", "Aerodrome", "Waypoint", "Carrier",
}  # fmt: skip
HEX = re.compile(r"[0-9a-fA-F]+")
TIMEOUT_KEYS = {"SourceId", "AmmoType", "AmmoCount", "Bullseye", "TargetId", "IntendedTarget", "Outcome"}


class AcmiError(Exception):
    """What the format does not allow, with the number of its line."""


@dataclass
class Thing:
    """One object: what was said of each of its properties, and when it was there."""

    number: int
    since_s: float
    said: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    removed_s: float | None = None

    def at(self, name: str, time_s: float) -> str | None:
        """Return the value of a property at a time."""
        values = [value for when_s, value in self.said.get(name, ()) if when_s <= time_s]
        return values[-1] if values else None

    @property
    def last(self) -> dict[str, str]:
        return {name: values[-1][1] for name, values in self.said.items()}


@dataclass
class Happening:
    """One event: its kind, the objects it names, its text, and for a timeout its fields."""

    time_s: float
    kind: str
    things: tuple[int, ...]
    text: str
    fields: dict[str, str]


@dataclass
class Recording:
    things: dict[int, Thing]
    happenings: list[Happening]
    properties: dict[str, str]
    frames_s: list[float]

    def of_type(self, tags: str) -> list[Thing]:
        return [thing for thing in self.things.values() if thing.last.get("Type") == tags]

    def of_kind(self, kind: str) -> list[Happening]:
        return [one for one in self.happenings if one.kind == kind]


def read(text: str) -> Recording:
    """Read a whole file, or raise `AcmiError`."""
    if not text.startswith(MARK):
        raise AcmiError("line 1: no byte-order mark")
    lines = list(_whole_lines(text[1:]))
    if tuple(line for _, line in lines[:2]) != HEADER:
        raise AcmiError("line 1: no header")
    found = Recording({}, [], {}, [])
    now_s = 0.0
    for number, line in lines[2:]:
        try:
            now_s = _take(found, line, now_s)
        except (ValueError, KeyError) as error:
            raise AcmiError(f"line {number}: {error}: {line}") from None
    if "ReferenceTime" not in found.properties:
        raise AcmiError("no ReferenceTime")
    return found


def _whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their numbers; one that ends in a backslash goes on in the next."""
    kept = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.endswith("\\"):
            kept += line[:-1] + "\n"
        elif kept or (line and not line.startswith("//")):
            yield number, kept + line
            kept = ""


def _take(found: Recording, line: str, now_s: float) -> float:
    """Take in one line; return the time it holds at."""
    if line.startswith("#"):
        time_s = float(line[1:])
        if found.frames_s and time_s <= found.frames_s[-1]:
            raise ValueError("time runs backwards")
        found.frames_s.append(time_s)
        return time_s
    if line.startswith("-"):
        thing = found.things[_number(line[1:])]
        if thing.removed_s is not None:
            raise ValueError("removed twice")
        thing.removed_s = now_s
        return now_s
    name, *parts = re.split(r"(?<!\\),", line)
    number = _number(name)
    pairs = [_pair(part) for part in parts]
    if not pairs:
        raise ValueError("says nothing")
    if number == 0:
        for key, value in pairs:
            if key == "Event":
                found.happenings.append(_happening(found, value, now_s))
            else:
                found.properties[key] = value
        return now_s
    thing = found.things.setdefault(number, Thing(number, now_s))
    if thing.removed_s is not None:
        raise ValueError("speaks of what was removed")
    for key, value in pairs:
        _check(found, key, value)
        thing.said.setdefault(key, []).append((now_s, value))
    if "T" not in thing.said or "Type" not in thing.said:
        raise ValueError("has no place or type from its beginning")
    return now_s


def _pair(part: str) -> tuple[str, str]:
    key, sign, value = part.partition("=")
    if not sign or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", key):
        raise ValueError(f"no property: {part}")
    return key, value.replace("\\,", ",")


def _number(text: str) -> int:
    if not HEX.fullmatch(text):
        raise ValueError(f"no number of an object: {text}")
    return int(text, 16)


def _check(found: Recording, key: str, value: str) -> None:
    """Refuse values that a property cannot have."""
    if key == "T":
        parts = value.split("|")
        if len(parts) not in (3, 5, 6, 9):
            raise ValueError("a place has 3, 5, 6 or 9 parts")
        numbers = [float(part) for part in parts if part]
        if len(numbers) == len(parts) and not (-180.0 <= numbers[0] <= 180.0 and -90.0 <= numbers[1] <= 90.0):
            raise ValueError("a place off the globe")
    elif key == "Type":
        unknown = set(value.split("+")) - TAGS
        if unknown:
            raise ValueError(f"tags unknown to the format: {unknown}")
    elif key == "Parent":
        if found.things[_number(value)].removed_s is not None:
            raise ValueError("its parent is gone")
    elif key in ("TAS", "FuelWeight"):
        float(value)
    elif key == "Disabled" and value not in ("0", "1"):
        raise ValueError("neither 0 nor 1")


def _happening(found: Recording, value: str, now_s: float) -> Happening:
    """Return an event; ids in front, a text at the end; a timeout has fields by name."""
    kind, *parts = value.split("|")
    if kind not in KINDS or not parts:
        raise ValueError(f"no event of the format: {value}")
    if kind == "Timeout":
        fields = dict(part.split(":", 1) for part in parts)
        if set(fields) - TIMEOUT_KEYS or len(fields) != len(parts):
            raise ValueError("fields that a timeout does not have")
        things = tuple(_there(found, fields[key], now_s) for key in ("SourceId", "TargetId") if key in fields)
        return Happening(now_s, kind, things, "", fields)
    things = tuple(_there(found, part, now_s) for part in parts[:-1])
    if kind in ("LeftArea", "Destroyed", "TakenOff", "Landed") and not things:
        raise ValueError("names nobody")
    return Happening(now_s, kind, things, parts[-1], {})


def _there(found: Recording, text: str, now_s: float) -> int:
    """Return the number of an object that is there, or is removed at this moment."""
    thing = found.things[_number(text)]
    if thing.removed_s is not None and thing.removed_s < now_s:
        raise ValueError("names what was removed")
    return thing.number


def disabled(thing: Thing, time_s: float) -> bool:
    """Return whether an object is out of combat at a time."""
    return thing.at("Disabled", time_s) == "1"


def call_signs(recording: Recording) -> dict[str, Thing]:
    """Return objects by their call signs."""
    signs: dict[str, Any] = {}
    for thing in recording.things.values():
        if "CallSign" in thing.said:
            signs[thing.last["CallSign"]] = thing
    return signs
