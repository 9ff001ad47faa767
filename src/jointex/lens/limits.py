"""What an aircraft is held by at a moment: each limit with the time or fuel that is left until it bites."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jointex.engine.forks import State
from jointex.fleet.log import Task
from jointex.lens.evidence import Evidence
from jointex.lens.moments import Moment
from jointex.lens.phrases import fuel
from jointex.report.words import duration
from jointex.units import RADIAN_DEG

TREND_S = 60.0
"""Time over which the trend of fuel is taken [s]."""
NO_TIME_S = 1e11
"""Times beyond this never come."""
AT_BOUND_MACH = 0.002
"""A Mach number this close to a bound is held by it."""


@dataclass(frozen=True)
class Limit:
    """Something that ends or bounds what an aircraft does.

    Attributes
    ----------
    name : str
        Which: `bingo`, `bingo_of_flight`, `work_end`, `duty`, `time`, `on_load`,
        `abort`, `to_give`, `reserve`, `release`.
    text : str
        A sentence with its numbers.
    left_s : float or None
        Time until it bites if nothing changes [s]; None where it is no matter of time.
    margin_kg : float or None
        Fuel left above it [kg]; None where it is no matter of fuel.
    holds_now : bool
        Whether it acts at this very moment.
    """

    name: str
    text: str
    left_s: float | None = None
    margin_kg: float | None = None
    holds_now: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the limit as plain data."""
        left_s = None if self.left_s is None else round(self.left_s, 1)
        margin_kg = None if self.margin_kg is None else round(self.margin_kg, 1)
        return {
            "limit": self.name,
            "sentence": self.text,
            "left_s": left_s,
            "margin_kg": margin_kg,
            "holds_now": self.holds_now,
        }


def limits_at(moment: Moment, evidence: Evidence) -> list[Limit]:
    """Return what holds an aircraft at a moment, what bites first in front.

    Parameters
    ----------
    moment : Moment
    evidence : Evidence

    Returns
    -------
    list of Limit
        Empty on the ground after landing, and where the run could not be flown again.
    """
    if evidence.replay is None:
        return []
    state = evidence.replay.at(moment.time_s)
    a, flight = evidence.records(state, moment.aircraft)
    if a["task"] >= Task.LAND:
        return []
    if a["task"] <= Task.TAKE_OFF:
        return [_release(a, moment.time_s, evidence)]
    found = list(_limits(moment, evidence, state, a, flight))
    return sorted(found, key=lambda limit: (not limit.holds_now, math.inf if limit.left_s is None else limit.left_s))


def _release(a: Any, time_s: float, evidence: Evidence) -> Limit:
    left_s = float(a["release_s"]) - time_s
    if math.isinf(left_s):
        return Limit("release", "It stands by for another tanker and has not been called.", None, holds_now=True)
    text = f"It takes off at {evidence.time(float(a['release_s']))}, in {duration(left_s)}."
    return Limit("release", text, max(0.0, left_s), holds_now=True)


def _limits(moment: Moment, evidence: Evidence, state: State, a: Any, flight: Any) -> Iterator[Limit]:
    """Yield the limits of an aircraft in the air."""
    if flight["is_tanker"] == 1 and flight["is_on_station"] == 1:
        yield _to_give(state, a, flight, evidence)
    if Task.HOLD <= a["task"] <= Task.REFORM:
        yield from _at_tanker(moment, a, flight, evidence)
    elif flight["has_left"] == 0 and (flight["work"] >= 0 or evidence.bracket_of(a, flight)):
        yield from _bingos(moment, evidence)
        yield from _ends(moment, flight, evidence)
        yield from _time(moment, flight, state, evidence)
    else:
        yield from _reserve(moment, evidence, a, flight)


def _bingos(moment: Moment, evidence: Evidence) -> Iterator[Limit]:
    """Yield the bingo of the aircraft, and that of the flight mate who comes to it first."""
    times = {member: _bingo(member, moment, evidence) for member in moment.flight["members"]}
    own = times[moment.aircraft]
    if own is not None:
        yield own
    others = [limit for member, limit in times.items() if limit is not None and member != moment.aircraft]
    first = min(others, key=lambda limit: math.inf if limit.left_s is None else limit.left_s, default=None)
    if first is not None and first.left_s is not None and (own is None or first.left_s < (own.left_s or math.inf)):
        yield first


def _bingo(member: str, moment: Moment, evidence: Evidence) -> Limit | None:
    now = evidence.look(member, moment.time_s)
    before = evidence.look(member, moment.time_s - TREND_S)
    if now is None or before is None or not _is_up(member, moment.time_s, evidence):
        return None
    over_kg, fall_kg_s = now.over_bingo_kg, (before.over_bingo_kg - now.over_bingo_kg) / TREND_S
    flow_kg_s = (before.fuel_kg - now.fuel_kg) / TREND_S
    left_s = max(0.0, over_kg / fall_kg_s) if fall_kg_s > 0.0 else None
    if left_s is not None and (left_s * flow_kg_s > now.fuel_kg or (before.way, before.line) != (now.way, now.line)):
        left_s = None  # it flies home, or has changed its way: no trend
    who = "" if member == moment.aircraft else f" of {member}"
    line = now.line.removeprefix("the ")
    head = f"Bingo{who}: {fuel(now.fuel_kg)} on board, {fuel(now.way_kg)} for {now.way}, {fuel(now.line_kg)} {line}"
    if over_kg < 0.0:
        return Limit("bingo", f"{head}: {fuel(-over_kg)} short.", 0.0, over_kg, True)
    text = f"{head}: {fuel(over_kg)} over bingo"
    if flow_kg_s > 0.0:
        text += f", {duration(over_kg / flow_kg_s)} at the present flow of {flow_kg_s * 60.0:,.0f} kg/min"
    if left_s is not None:
        text += f"; on its present way it is reached in {duration(left_s)}"
    name = "bingo" if member == moment.aircraft else "bingo_of_flight"
    return Limit(name, text + ".", left_s, over_kg)


def _is_up(member: str, time_s: float, evidence: Evidence) -> bool:
    assert evidence.replay is not None
    a, _ = evidence.records(evidence.replay.at(time_s), member)
    return bool(Task.CLIMB <= a["task"] <= Task.APPROACH)


def _ends(moment: Moment, flight: Any, evidence: Evidence) -> Iterator[Limit]:
    """Yield the end of the work, and that of crew duty."""
    end_s, duty_s = float(flight["work_end_s"]), float(flight["duty_end_s"] - flight["home_s"])
    if end_s < NO_TIME_S and flight["duty_cut_s"] == 0.0:
        text = f"End of the work: {evidence.time(end_s)}, in {duration(end_s - moment.time_s)}."
        yield Limit("work_end", text, max(0.0, end_s - moment.time_s))
    if duty_s < NO_TIME_S:
        left_s = duty_s - moment.time_s
        text = f"Crew duty: it must leave by {evidence.time(duty_s)}, in {duration(left_s)}."
        yield Limit("duty", text, max(0.0, left_s))


def _time(moment: Moment, flight: Any, state: State, evidence: Evidence) -> Iterator[Limit]:
    """Yield the appointed time of a flight on its way to its work, and the speeds between which it may keep it."""
    if flight["leader"] < 0:
        return
    leader = state.fleet[int(flight["leader"])]
    meet_s = float(state.points[int(leader["first_point"] + flight["meet_point"])]["time_s"])
    if leader["task"] != Task.ROUTE or not meet_s > moment.time_s:
        return
    planned, mach = float(state.points[int(leader["point"])]["mach"]), float(leader["target_mach"])
    slowest = planned - float(flight["slower_mach"])
    fastest = min(planned + float(flight["faster_mach"]), float(leader["max_mach"]))
    left_s = meet_s - moment.time_s
    text = (
        f"Time: {evidence.members[int(flight['leader'])]} is due at the meeting place at {evidence.time(meet_s)}, in "
    )
    text += f"{duration(left_s)}, and flies Mach {mach:.3f} of {slowest:.3f} to {fastest:.3f}"
    is_fastest, is_slowest = mach >= fastest - AT_BOUND_MACH, mach <= slowest + AT_BOUND_MACH
    if is_fastest or is_slowest:
        text += f", the {'most' if is_fastest else 'least'} it may"
    yield Limit("time", text + ".", left_s, holds_now=is_fastest or is_slowest)


def _at_tanker(moment: Moment, a: Any, flight: Any, evidence: Evidence) -> Iterator[Limit]:
    """Yield what an aircraft waits for at its tanker, and the abort line until it has what it needs."""
    bracket, row = evidence.bracket_of(a, flight), evidence.brackets[int(a["bracket"])]
    taken_kg, least_kg, abort_kg = float(a["taken_kg"]), float(row["least_kg"]), float(row["abort_kg"])
    onload_kg = float(row["onload_kg"])
    text = f"On-load of {bracket}: {fuel(taken_kg)} taken of {fuel(onload_kg)} planned; it needs {fuel(least_kg)}."
    yield Limit("on_load", text, margin_kg=taken_kg - least_kg, holds_now=taken_kg >= least_kg)
    if taken_kg >= least_kg:
        return
    over_kg = float(a["fuel_kg"]) - abort_kg
    before = evidence.look(moment.aircraft, moment.time_s - TREND_S)
    burned_kg = before.fuel_kg - float(a["fuel_kg"]) if before is not None else 0.0
    left_s = max(0.0, over_kg) / burned_kg * TREND_S if burned_kg > 0.0 else None
    text = f"Abort line of {bracket}: {fuel(float(a['fuel_kg']))} on board, it leaves for a divert at {fuel(abort_kg)}"
    text += f": {fuel(over_kg)} over" + ("." if left_s is None else f", {duration(left_s)} at the present flow.")
    yield Limit("abort", text, left_s, over_kg, over_kg <= 0.0)


def _to_give(state: State, a: Any, flight: Any, evidence: Evidence) -> Limit:
    """Return what a tanker can still give: what its way home and its reserve leave, within what it may."""
    assert evidence.replay is not None
    look = evidence.look(evidence.members[int(a["aircraft"])], state.frame * evidence.replay.frame_s)
    assert look is not None
    planned_kg = float(flight["most_give_kg"] - flight["given_kg"])
    left_kg = max(0.0, min(look.over_bingo_kg, planned_kg))
    text = f"To give: {fuel(float(flight['given_kg']))} given, {fuel(left_kg)} left: it has {fuel(look.fuel_kg)}, the way home "
    text += f"takes {fuel(look.way_kg)} and the reserve is {fuel(look.line_kg)}."
    return Limit("to_give", text, margin_kg=left_kg, holds_now=left_kg <= 0.0)


def _reserve(moment: Moment, evidence: Evidence, a: Any, flight: Any) -> Iterator[Limit]:
    """Yield the reserve of an aircraft on its way home, and the line below which it looks for a nearer base."""
    look = evidence.look(moment.aircraft, moment.time_s)
    if look is None:
        return
    over_kg = look.over_bingo_kg
    side = "above" if over_kg >= 0.0 else "below"
    place = [moment.flight["recovery"], *moment.flight["diverts"]][int(a["landing_base"])]
    where, would = (look.bracket, "be there") if look.bracket else (place, "land")
    home_kg_per_m = float(flight["home_kg_per_m"])
    text = (
        f"Reserve: {fuel(look.fuel_kg)} on board, {fuel(look.way_kg)} to {where} at the flat "
        f"{home_kg_per_m * 1000.0:.2f} kg/km it decides by, so it would {would} with {fuel(look.expected_kg)}, "
        f"{fuel(abs(over_kg))} {side} {look.line.replace('the reserve', 'its reserve', 1)} of {fuel(look.line_kg)}."
    )
    yield Limit("reserve", text, margin_kg=over_kg, holds_now=over_kg < 0.0)


def course_deg(a: Any) -> float:
    """Return the heading of an aircraft [deg, 0 to 360]."""
    return math.atan2(float(a["heading_east"]), float(a["heading_north"])) * RADIAN_DEG % 360.0
