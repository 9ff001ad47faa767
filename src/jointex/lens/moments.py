"""`LANCE2@05:12Z`: which aircraft, and which moment."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.errors import Fault, QuestionError, nearest_name

AFTER_LAST_S = 8.0 * 3600.0
"""Time after the last planned landing that may still be asked for [s]: runs end then."""
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*Z$", re.IGNORECASE)
_SINCE = re.compile(r"^(\d+(?:\.\d+)?)\s*(s|min|h)$")
_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}
TIMES = "05:12Z, 2025-12-10T05:12Z, 312min or 18720s from the start"
DAY_S = 86_400.0


@dataclass(frozen=True)
class Moment:
    """One aircraft at one time.

    Attributes
    ----------
    aircraft : str
        Its name, such as `LANCE2`.
    flight : dict
        Its flight, as plan.json has it.
    member : int
        Its place in the flight, from 0.
    time_s : float
        Time from scenario start [s].
    """

    aircraft: str
    flight: Mapping[str, Any]
    member: int
    time_s: float


def find_moment(text: str, plan: Mapping[str, Any]) -> Moment:
    """Return what `AIRCRAFT@TIME` means in a plan.

    Parameters
    ----------
    text : str
        Such as `LANCE2@05:12Z`, `LANCE2@2025-12-10T05:12Z`, `LANCE2@312min` or `LANCE2@18720s`.
    plan : mapping
        The content of plan.json.

    Returns
    -------
    Moment

    Raises
    ------
    QuestionError
        With both faults, if neither the aircraft nor the time can be used.
    """
    name, sign, when = (part.strip() for part in text.partition("@"))
    if not sign:
        hint = f"Times: {TIMES}."
        raise QuestionError(Fault("must be AIRCRAFT@TIME, such as LANCE2@05:12Z", "explain", value=text, hint=hint))
    members = {member: flight for flight in plan["flights"] for member in flight["members"]}
    known = next((member for member in members if member.casefold() == name.casefold()), "")
    faults = []
    if not known:
        rule = "must name an aircraft of the plan before the @"
        faults.append(Fault(rule, "explain", value=name, hint=nearest_name(name, members)))
    try:
        time_s = seconds_from_start(when, plan)
    except QuestionError as error:
        faults += error.faults
    if faults:
        raise QuestionError(faults)
    flight = members[known]
    return Moment(known, flight, flight["members"].index(known), time_s)


def seconds_from_start(when: str, plan: Mapping[str, Any]) -> float:
    """Return a written time in seconds from scenario start.

    Parameters
    ----------
    when : str
        A UTC time of day (the first one after the start), a UTC date and time, or a time from the start with its unit.
    plan : mapping
        The content of plan.json.

    Returns
    -------
    float

    Raises
    ------
    QuestionError
        If it is no time, or lies outside the exercise.
    """
    start = datetime.datetime.fromisoformat(plan["start"].replace("Z", "+00:00"))
    time_s = _since_start_s(when, start)
    if time_s is None:
        raise QuestionError(Fault(f"must name a time behind the @: {TIMES}", "explain", value=when))
    last_s = max(flight["landing_time_s"] for flight in plan["flights"]) + AFTER_LAST_S
    if not 0.0 <= time_s <= last_s:
        first, last = utc(plan, 0.0), utc(plan, last_s)
        raise QuestionError(Fault(f"must name a time from {first} to {last} behind the @", "explain", value=when))
    return time_s


def _since_start_s(when: str, start: datetime.datetime) -> float | None:
    """Return a written time from the start [s], or None if it is none."""
    if match := _SINCE.match(when):
        return float(match[1]) * _SECONDS[match[2]]
    if match := _CLOCK.match(when):
        hours, minutes, seconds = int(match[1]), int(match[2]), float(match[3] or 0.0)
        if hours > 23 or minutes > 59 or seconds >= 60.0:
            return None
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        since_midnight_s = hours * 3600.0 + minutes * 60.0 + seconds
        return (since_midnight_s - (start - midnight).total_seconds()) % DAY_S
    try:
        moment = datetime.datetime.fromisoformat(when)
    except ValueError:
        return None
    return None if moment.tzinfo is None else (moment - start).total_seconds()


def utc(plan: Mapping[str, Any], time_s: float) -> str:
    """Return a time from scenario start [s] as UTC text, to the second.

    Parameters
    ----------
    plan : mapping
        The content of plan.json.
    time_s : float

    Returns
    -------
    str
        Such as `2025-12-10T05:12:00Z`.
    """
    start = datetime.datetime.fromisoformat(plan["start"].replace("Z", "+00:00"))
    return (start + datetime.timedelta(seconds=round(time_s))).strftime("%Y-%m-%dT%H:%M:%SZ")


def clock(plan: Mapping[str, Any], time_s: float) -> str:
    """Return a time from scenario start [s] as UTC time of day, `05:12:00Z`; parameters as `utc`."""
    return utc(plan, time_s)[11:]
