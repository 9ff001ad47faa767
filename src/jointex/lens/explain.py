"""Why an aircraft was where it was: the chain of decisions before a moment, what holds it, what comes next, how often."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from jointex.fleet.log import Task
from jointex.lens.evidence import Evidence, Row
from jointex.lens.limits import course_deg, limits_at
from jointex.lens.links import Link
from jointex.lens.moments import Moment, find_moment, utc
from jointex.lens.odds import OF_FLIGHT as SHARED
from jointex.lens.odds import odds_of
from jointex.lens.phrases import fuel
from jointex.lens.seen import all_of, gathered
from jointex.lens.sentences import link_of
from jointex.record import read
from jointex.units import flight_level, knots

OF_FLIGHT = (
    "bingo",
    "duty",
    "on_station",
    "off_station",
    "divert",
    "no_divert",
    "no_tanker",
    "other_tanker",
    "left_tanker",
    "abort_line",
    "cut_short",
)
"""Events of flight mates that decide for the whole flight."""
OF_TANKER = ("cancelled", "called", "stations_out", "tanker_spent", "stayed_on", "off_station", "divert")
"""Events of its tankers that decide for a receiver."""
AT_IT = ("shot", "shot_short")
"""Events of others that bear on the aircraft they are aimed at."""
SUMMED = ("stayed_on",)
"""Events that come again and again and only add up."""
COMING = 4
"""Links told of what comes after the moment."""
TASK_WORDS = {
    Task.PARKED: "parked",
    Task.TAXI: "taxiing",
    Task.TAKE_OFF: "taking off",
    Task.CLIMB: "climbing out",
    Task.ROUTE: "on its way out",
    Task.JOIN: "closing on its leader",
    Task.FORMATION: "in formation",
    Task.WORK: "at work by itself",
    Task.HOLD: "waiting for its tanker",
    Task.RENDEZVOUS: "closing on its tanker",
    Task.OBSERVATION: "beside its tanker, in the queue",
    Task.ASTERN: "astern its tanker",
    Task.CONTACT: "in contact with its tanker",
    Task.REFORM: "done at its tanker, waiting for its flight",
    Task.MARSHAL: "on the way to its place in a presentation, or waiting there",
    Task.COMBAT: "in a presentation",
    Task.RETURN: "on its way home",
    Task.DIVERT: "on its way to a divert",
    Task.APPROACH: "on its approach",
    Task.LAND: "landing",
    Task.VERTICAL_LANDING: "landing vertically",
    Task.DOWN: "down and shut down",
    Task.CANCELLED: "on the ground: it did not fly",
    Task.LOST: "lost to the exercise",
}
WITH_LEADER = {
    Task.JOIN: "closing on",
    Task.RENDEZVOUS: "closing on its tanker",
    Task.OBSERVATION: "in the queue beside",
    Task.ASTERN: "astern",
    Task.CONTACT: "in contact with",
    Task.REFORM: "done and on the right wing of",
}
"""The same where it follows somebody, whose name comes behind."""


def explain(folder: str | Path, moment: str, run: int = 0) -> dict[str, Any]:
    """Return why an aircraft was where it was at a moment of a run.

    Parameters
    ----------
    folder : str or path
        A run folder.
    moment : str
        `AIRCRAFT@TIME`, as `lens.moments.find_moment` takes it.
    run : int
        Which run.

    Returns
    -------
    dict
        `state` at the moment, `chain` of what led there, `limits` (what bites first in front), `next`, `odds` over all
        runs, and `evidence`: what all this rests on.

    Raises
    ------
    InputError
        If there is no such folder, run, aircraft or time.
    """
    recording = read(folder)
    asked = find_moment(moment, recording.plan)
    evidence = Evidence(recording, run)
    rows = _until_cancelled(list(_rows(asked, evidence)), asked.aircraft)
    before = _summed([row for row in rows if row["time_s"] <= asked.time_s])
    after = _summed([row for row in rows if row["time_s"] > asked.time_s])
    members = asked.flight["members"]
    own = [
        row["event"]
        for row in rows
        if row["aircraft"] == asked.aircraft or (row["event"] in SHARED and row["aircraft"] in members)
    ]
    return {
        "format": 1,
        "folder": str(folder),
        "scenario": recording.plan["scenario"],
        "run": run,
        "seed": evidence.seed,
        "aircraft": asked.aircraft,
        "type": asked.flight["aircraft"],
        "flight": asked.flight["id"],
        "time_s": asked.time_s,
        "utc": utc(recording.plan, asked.time_s),
        "state": _state(asked, evidence),
        "chain": [_told(link, evidence) for link in _chain(before, evidence)],
        "limits": [limit.to_json() for limit in limits_at(asked, evidence)],
        "planned": None if _is_off_plan(asked, before, evidence) else _planned(asked, evidence),
        "next": [_told(link, evidence) for link in islice(_links(after, evidence), COMING)],
        "odds": [odds.to_json() for odds in odds_of(asked.aircraft, evidence, own)],
        "evidence": _evidence(evidence),
    }


def _rows(moment: Moment, evidence: Evidence) -> Iterator[Row]:
    """Yield the events that bear on an aircraft: its own, and what flight mates decided for all."""
    members = list(moment.flight["members"])
    earlier = members[: moment.member]
    tankers = _tankers(moment, evidence)
    for row in evidence.rows:
        is_own = row["aircraft"] == moment.aircraft and row["event"] != "at_point"
        is_mate = row["aircraft"] in members and row["aircraft"] != moment.aircraft
        is_seat = row["aircraft"] in earlier and row["event"] == "cancelled"
        is_tanker = row["aircraft"] in tankers and row["event"] in OF_TANKER
        is_at_it = row["other"] == moment.aircraft and row["event"] in AT_IT
        if is_own or is_seat or is_tanker or is_at_it or (is_mate and row["event"] in OF_FLIGHT):
            yield row


def _until_cancelled(rows: list[Row], aircraft: str) -> list[Row]:
    """Return the events that bear on an aircraft: nothing any more once it stays on the ground."""
    stayed_s = next(
        (row["time_s"] for row in rows if row["aircraft"] == aircraft and row["event"] == "cancelled"), None
    )
    return rows if stayed_s is None else [row for row in rows if row["time_s"] <= stayed_s]


def _summed(rows: list[Row]) -> list[Row]:
    """Return events in which those that add up to one, aircraft by aircraft, stand once: the last, with the sum."""
    total: dict[tuple[str, str, str], float] = {}
    last: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        if row["event"] in SUMMED:
            key = (row["aircraft"], row["event"], str(row["other"]))
            total[key] = total.get(key, 0.0) + row["value"]
            last[key] = row
    sums = [{**row, "value": total[key]} for key, row in last.items()]
    return sorted([*(row for row in rows if row["event"] not in SUMMED), *sums], key=lambda row: float(row["time_s"]))


def _tankers(moment: Moment, evidence: Evidence) -> set[str]:
    """Return the tankers that an aircraft is planned to meet, and those it may change to."""
    brackets = (evidence.plan.get("refuelling") or {}).get("brackets", ())
    own = [row for row in brackets if row["flight"] == moment.flight["id"]]
    flights = {name for row in own for name in (row["tanker"], *row["alternates"])}
    return {member for flight in evidence.plan["flights"] if flight["id"] in flights for member in flight["members"]}


def _chain(rows: list[Row], evidence: Evidence) -> Iterator[Link]:
    """Yield the links before the moment; of joining the same leader again and again, the first and the last."""
    joins = [row for row in rows if row["event"] == "joined"]
    skipped = [row for row in joins[1:-1] if row["other"] == joins[0]["other"] == joins[-1]["other"]]
    yield from _links([row for row in rows if not any(row is one for one in skipped)], evidence)


def _links(rows: list[Row], evidence: Evidence) -> Iterator[Link]:
    """Yield events as links, those of the picture that belong together in one."""
    for group in gathered(rows):
        yield link_of(group[0], evidence) if len(group) == 1 else all_of(group, evidence)


def _told(link: Link, evidence: Evidence) -> dict[str, Any]:
    return {"utc": utc(evidence.plan, link.time_s), **link.to_json()}


def _state(moment: Moment, evidence: Evidence) -> dict[str, Any]:
    """Return where the aircraft was and what it did, as numbers and as a sentence."""
    if evidence.replay is None:
        return _recorded_state(moment, evidence)
    state = evidence.replay.at(moment.time_s)
    a, flight = evidence.records(state, moment.aircraft)
    latitude_deg, longitude_deg = _degrees(a)
    task = Task(int(a["task"]))
    leader = evidence.members[int(a["leader"])] if a["leader"] >= 0 else None
    speed_m_s = float(a["true_airspeed_m_s"]) if Task.CLIMB <= task <= Task.APPROACH else 0.0
    found = {
        "time_s": evidence.replay.frame_at(moment.time_s) * evidence.replay.frame_s,
        "task": task.name.lower(),
        "leader": leader,
        "latitude_deg": round(latitude_deg, 5),
        "longitude_deg": round(longitude_deg, 5),
        "pressure_altitude_m": round(float(a["altitude_m"]), 1),
        "altitude_m": round(float(a["altitude_m"] + a["height_difference_m"]), 1),
        "true_airspeed_m_s": round(speed_m_s, 1),
        "heading_deg": round(course_deg(a), 2),
        "fuel_kg": round(float(a["fuel_kg"]), 1),
        "mass_kg": round(float(a["empty_mass_kg"] + a["load_mass_kg"] + a["fuel_kg"]), 1),
        "flight_led_by": evidence.members[int(flight["leader"])] if flight["leader"] >= 0 else None,
    }
    return {**found, "sentence": _where(moment.aircraft, found, evidence)}


def _recorded_state(moment: Moment, evidence: Evidence) -> dict[str, Any]:
    """Return the last recorded track row, or event, before the moment."""
    tracks = evidence.recording.tracks(run=evidence.run, aircraft=moment.aircraft).to_pylist()
    before = [row for row in tracks if row["time_s"] <= moment.time_s]
    if before:
        found = {name: value for name, value in before[-1].items() if name not in ("run", "aircraft")}
        found["leader"] = None
        return {**found, "sentence": _where(moment.aircraft, found, evidence)}
    events = [row for row in evidence.rows if row["aircraft"] == moment.aircraft and row["time_s"] <= moment.time_s]
    if not events:
        return {"time_s": moment.time_s, "sentence": f"Nothing is recorded of {moment.aircraft} before that."}
    names = ("time_s", "latitude_deg", "longitude_deg", "altitude_m", "fuel_kg")
    text = f"{moment.aircraft} had {fuel(events[-1]['fuel_kg'])} at its last event, {events[-1]['event']}."
    return {**{name: events[-1][name] for name in names}, "sentence": text}


def _where(aircraft: str, found: dict[str, Any], evidence: Evidence) -> str:
    """Return a state as a sentence."""
    task = Task[found["task"].upper()]
    doing = "on its track" if task == Task.WORK and evidence.is_tanker(aircraft) else TASK_WORDS[task]
    if found.get("leader"):
        doing = WITH_LEADER.get(task, "in formation on") + f" {found['leader']}"
    text = f"{aircraft} was {doing}"
    if Task.CLIMB <= task <= Task.APPROACH:
        north, east = found["latitude_deg"], found["longitude_deg"]
        place = f"{abs(north):.2f}{'N' if north >= 0 else 'S'} {abs(east):.2f}{'E' if east >= 0 else 'W'}"
        text += (
            f" at {place}, FL{flight_level(found['pressure_altitude_m']):03d}, heading {found['heading_deg']:03.0f}, "
            f"{knots(found['true_airspeed_m_s']):.0f} kt true"
        )
    return f"{text}, with {fuel(found['fuel_kg'])} of fuel at a mass of {found['mass_kg'] / 1000.0:,.1f} t."


def _degrees(a: Any) -> tuple[float, float]:
    latitude = math.atan2(float(a["z"]), math.hypot(float(a["x"]), float(a["y"])))
    return math.degrees(latitude), math.degrees(math.atan2(float(a["y"]), float(a["x"])))


def _is_off_plan(moment: Moment, rows: list[Row], evidence: Evidence) -> bool:
    """Return whether the plan says nothing more of an aircraft, such as one that diverted, or a tanker on the ground."""
    own = {row["event"] for row in rows if row["aircraft"] == moment.aircraft}
    standing = (evidence.plan.get("refuelling") or {}).get("stand_ins", ())
    stands_by = any(one["id"] == moment.flight["id"] for one in standing)
    return stands_by or bool(own & {"cancelled", "divert", "fuel_out", "stations_out"})


def _planned(moment: Moment, evidence: Evidence) -> dict[str, Any] | None:
    """Return the next named point of the plan after the moment, as numbers and as a sentence; None behind the last."""
    for point in moment.flight["points"]:
        if point["name"] and point["time_s"] > moment.time_s:
            text = f"The plan has {moment.flight['id']} next at {point['name']} ({point['task']}), at "
            text += f"{evidence.time(point['time_s'])} with {fuel(point['fuel_kg'])}."
            names = ("name", "task", "time_s", "fuel_kg")
            return {**{name: point[name] for name in names}, "sentence": text}
    return None


def _evidence(evidence: Evidence) -> dict[str, Any]:
    """Return what an explanation rests on."""
    if evidence.replay is None:
        text = f"Recorded events alone: {evidence.why_not}. Numbers behind decisions are missing."
    else:
        text = (
            f"Run {evidence.run} was flown again from seed {evidence.seed}: all {len(evidence.rows)} recorded events came "
            "out the same. Positions and fuel are those of the engine's frame at or just before the moment."
        )
    return {"is_replayed": evidence.replay is not None, "n_events": len(evidence.rows), "sentence": text}
