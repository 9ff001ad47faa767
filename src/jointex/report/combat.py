"""Simulated combat in the report: each presentation over all runs, and the shots of one run. Kills are training kills."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.measures.intervals import share_interval
from jointex.measures.shots import ENDS, ends_called, shots_with_ends
from jointex.report.material import Material
from jointex.report.words import count, percent
from jointex.units import NAUTICAL_MILE_M

Array = npt.NDArray[Any]
Event = Mapping[str, Any]
"""A row of events.parquet."""

CLASS_OF = {"shot": "medium", "shot_short": "short"}
"""Class of a simulated shot by its event."""
CALL_WORDS = {"kill_removed": "called out", "wrong_call": "called out wrongly", "missed_call": "never called"}
"""What became of who was shot at, by event."""


@dataclass(frozen=True)
class ShotRow:
    """One simulated shot of the run that is shown, in words."""

    clock: str
    shooter: str
    colour: str
    kind: str
    target: str
    range_nm: str
    ended: str
    result: str
    is_valid: bool
    call: str


@dataclass(frozen=True)
class Shown:
    """One presentation over all runs, in words."""

    number: int
    clock: str
    text: str
    escorts: str
    opponents: str
    protect: str
    runs: str
    shots: str
    valid: str
    through: str
    endings: str


def presentations(material: Material) -> list[Shown]:
    """Return what became of each presentation over the runs.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of Shown
        In order of time; empty where nothing is fought, or nothing flown.
    """
    planned = material.plan.get("combat") or []
    return [_shown(material, one) for one in planned] if len(material.fights.get("run", ())) else []


def _shown(material: Material, one: dict[str, Any]) -> Shown:
    """Count one presentation: its events lie between its set-up and that of the next."""
    events = material.fights
    inside = (events["time_s"] >= one["set_up_s"]) & (events["time_s"] <= one["off_s"] + 60.0)
    rows = {name: column[inside] for name, column in events.items()}
    began = rows["run"][rows["event"] == "fight_on"]
    runs = np.unique(began)
    shots, valid, there = (_n(rows, *names) for names in (tuple(CLASS_OF), ("shot_valid",), ENDS))
    own = {member for name in one["protect"] for member in _members(material, name)}
    protected = np.isin(rows["aircraft"], list(own))
    came = _pairs(rows, protected & (rows["event"] == "fight_on"))
    out = _pairs(rows, protected & np.isin(rows["event"], ("kill_removed", "wrong_call"))) & came
    endings = rows["reason"][rows["event"] == "fight_off"]
    return Shown(
        one["number"] + 1,
        material.clock(one["on_s"]),
        one["text"],
        ", ".join(one["escorts"]) or "nobody",
        ", ".join(one["opponents"]),
        ", ".join(one["protect"]) or "nobody",
        count(len(runs), "run"),
        f"{shots / max(1, len(runs)):.1f}",
        _share(valid, there),
        _share(len(came) - len(out), len(came)),
        ", ".join(f"{name} {percent(np.mean(endings == name))}" for name in _often(endings)),
    )


def _members(material: Material, flight_id: str) -> list[str]:
    return next((list(flight["members"]) for flight in material.plan["flights"] if flight["id"] == flight_id), [])


def _n(rows: dict[str, Array], *names: str) -> int:
    return int(np.isin(rows["event"], names).sum())


def _pairs(rows: dict[str, Array], chosen: Array) -> set[tuple[int, str]]:
    return {(int(run), str(name)) for run, name in zip(rows["run"][chosen], rows["aircraft"][chosen], strict=True)}


def _share(part: int, whole: int) -> str:
    """Return a share with its interval, a dash where there is none."""
    if not whole:
        return "–"
    low, high = share_interval(part / whole, whole) or (0.0, 1.0)
    return f"{percent(part / whole)} ({percent(low)} to {percent(high)})"


def _often(endings: Array) -> list[str]:
    names, counts = np.unique(endings.astype(str), return_counts=True)
    return [str(names[place]) for place in np.argsort(-counts, kind="stable")[:3]]


def shot_log(material: Material) -> list[ShotRow]:
    """Return the simulated shots of the run that is shown, in order of time.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of ShotRow
        Empty where there were none.
    """
    if material.run_shown is None or not len(material.fights.get("run", ())):
        return []
    chosen = material.fights["run"] == material.run_shown
    rows = {name: column[chosen] for name, column in material.fights.items()}
    order = np.argsort(rows["time_s"], kind="stable")
    told = [{name: column[place] for name, column in rows.items()} for place in order]
    flight_of = {member: flight["id"] for flight in material.plan["flights"] for member in flight["members"]}
    return [
        _shot(material, row, end, _call_of(told, end), flight_of[str(row["aircraft"])])
        for row, end in shots_with_ends(told)
    ]


def _shot(material: Material, row: Event, end: Event | None, call: str, flight: str) -> ShotRow:
    """Return one shot with its end and what its target was told, in words."""
    return ShotRow(
        clock=_second(material, float(row["time_s"])),
        shooter=str(row["aircraft"]),
        colour=material.colour(flight),
        kind=CLASS_OF[str(row["event"])],
        target=str(row["other"]),
        range_nm=f"{float(row['value']) / NAUTICAL_MILE_M:.1f}",
        ended="–" if end is None else f"{float(end['time_s']) - float(row['time_s']):.0f} s",
        result="in the air" if end is None else _result(end),
        is_valid=end is not None and end["event"] == "shot_valid",
        call=call,
    )


def _second(material: Material, time_s: float) -> str:
    """Return a moment with its second: 05:26:28Z."""
    return f"{material.start + datetime.timedelta(seconds=round(time_s)):%H:%M:%S}Z"


def _call_of(told: Sequence[Event], end: Event | None) -> str:
    """Return what the target of a shot was told, if anything."""
    call = next((call for call, one in ends_called(told) if one is end), None)
    return "" if call is None else f"{CALL_WORDS[str(call['event'])]} {float(call['value']):.0f} s later"


def _result(end: Event) -> str:
    return "training kill" if end["event"] == "shot_valid" else f"no kill: {end['reason']}"
