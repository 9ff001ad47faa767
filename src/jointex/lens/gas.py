"""Refuelling events as sentences: meetings, contacts, what was taken, and why a tanker was missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.lens.evidence import Evidence, Row
from jointex.lens.links import Link, told
from jointex.lens.phrases import fuel
from jointex.report.words import duration, percent
from jointex.units import nautical_miles

LEAST_KG = 1.0
"""Fuel that counts as taken or not [kg]: rounding."""
SAME_MOMENT_S = 10.0
"""Events this close belong to one decision."""
LOST = {
    "cancelled": "did not fly",
    "stations_out": "had its stations fail",
    "tanker_spent": "had no more to give",
    "off_station": "had left its track",
    "divert": "had diverted",
    "landed": "had landed",
}
"""What may have become of a tanker."""
STOPPED = {
    "no_tanker": "had no tanker left to wait for",
    "abort_line": "was at its abort line",
    "cut_short": "had taken less than it needed",
}
"""What sends a receiver to a divert, the deeper reason first."""


def at_control_point(row: Row, evidence: Evidence) -> Link:
    """Tell that an aircraft came to where it is to meet its tanker."""
    bracket = _bracket(row, evidence)
    what = f"reached the control point of {bracket.get('id', 'its bracket')} to meet {row['other']}, "
    what += f"{_late(row['value'])}, with {fuel(row['fuel_kg'])}"
    points = evidence.flight_of(row["aircraft"])["points"]
    planned = next((one for one in points if bracket and one["name"] == f"{bracket['id']} ARCP"), None)
    if planned is not None:
        what += f" where {fuel(planned['fuel_kg'])} was planned"
    return told(row, what, lateness_s=row["value"], fuel_kg=row["fuel_kg"])


def at_tanker(row: Row, evidence: Evidence) -> Link:
    """Tell that it is beside its tanker."""
    return told(
        row, f"was beside {row['other']} {duration(row['value'])} after its control point", since_control_s=row["value"]
    )


def turned_in(row: Row, evidence: Evidence) -> Link:
    """Tell that a tanker began to turn in front of its receivers."""
    what = f"turned in for {row['other']}, {nautical_miles(row['value']):.1f} NM away"
    return told(row, what, "from there its turn ends ahead of them", range_m=row["value"])


def rolled_out(row: Row, evidence: Evidence) -> Link:
    """Tell where a tanker ended that turn."""
    side = "ahead of" if row["value"] >= 0.0 else "behind"
    return told(
        row, f"rolled out {nautical_miles(abs(row['value'])):.1f} NM {side} {row['other']}", ahead_m=row["value"]
    )


def aside(row: Row, evidence: Evidence) -> Link:
    """Tell how far off its tanker's track a receiver was then."""
    side = "left" if row["value"] < 0.0 else "right"
    what = (
        f"was {nautical_miles(abs(row['value'])):.1f} NM to the {side} of the track of {row['other']} as it rolled out"
    )
    return told(row, what, aside_m=row["value"])


def contact(row: Row, evidence: Evidence) -> Link:
    """Tell a contact."""
    return told(row, f"made contact with {row['other']} at attempt {row['value']:.0f}, with {fuel(row['fuel_kg'])}")


def missed_contact(row: Row, evidence: Evidence) -> Link:
    """Tell an attempt that failed."""
    chance = _chance("missed_probability", evidence)
    because = f"{percent(chance)} of attempts miss, by the scenario's uncertainty" if chance is not None else ""
    return told(row, f"missed contact with {row['other']} at attempt {row['value']:.0f}", because, attempt=row["value"])


def disconnected(row: Row, evidence: Evidence) -> Link:
    """Tell a contact that broke."""
    chance = _chance("disconnect_probability", evidence)
    because = f"{percent(chance)} of contacts break, by the scenario's uncertainty" if chance is not None else ""
    return told(row, f"lost contact with {row['other']} after {fuel(row['value'])}", because, taken_kg=row["value"])


def refuelled(row: Row, evidence: Evidence) -> Link:
    """Tell fuel that was taken."""
    bracket = _bracket(row, evidence)
    what = f"took {fuel(row['value'])} from {row['other']} and had {fuel(row['fuel_kg'])} then"
    if bracket:
        what += f"; {fuel(bracket['onload_kg'])} was planned"
        # who needs less than the plan has it takes what fits
        is_full = row["value"] < bracket["least_onload_kg"] - LEAST_KG
        what += ", and its tanks held no more" if is_full else f" and {fuel(bracket['least_onload_kg'])} needed"
    return told(row, what, "", taken_kg=row["value"], fuel_kg=row["fuel_kg"], **_loads(bracket))


def cut_short(row: Row, evidence: Evidence) -> Link:
    """Tell that less was taken than was needed, and why."""
    bracket = _bracket(row, evidence)
    needed = f" of the {fuel(bracket['least_onload_kg'])} it needed" if bracket else ""
    what = f"left the station of {row['other']} with {fuel(row['value'])} taken{needed}"
    return told(row, what, _why_cut(row, evidence), taken_kg=row["value"], **_loads(bracket))


def _why_cut(row: Row, evidence: Evidence) -> str:
    """Return why a contact ended early: attempts used up, the tanker spent, the abort line, or the tanker leaving."""
    near = [one for one in evidence.rows if abs(one["time_s"] - row["time_s"]) <= SAME_MOMENT_S]
    own = {one["event"] for one in near if one["aircraft"] == row["aircraft"]}
    of_tanker = {one["event"] for one in near if one["aircraft"] == row["other"]}
    if "tanker_spent" in of_tanker:
        return f"{row['other']} had no more to give"
    if "stations_out" in of_tanker:
        return f"the stations of {row['other']} had failed"
    if "abort_line" in own:
        return "its fuel was down to the abort line"
    if own & {"missed_contact", "disconnected"}:
        return "its attempts were used up"
    return f"{row['other']} left its track"


def left_tanker(row: Row, evidence: Evidence) -> Link:
    """Tell that a flight goes on from its tanker."""
    flight = evidence.flight_of(row["aircraft"])["id"]
    return told(row, f"led {flight} on from {row['other']}, {_late(row['value'])}", lateness_s=row["value"])


def no_tanker(row: Row, evidence: Evidence) -> Link:
    """Tell that there was no tanker left to wait for."""
    bracket = _bracket_to_come(row, evidence)
    what = f"gave up {bracket.get('id', 'its bracket')}, with {_over(row['value'])} its abort line"
    return told(row, what, _why_gone(row, evidence, bracket), over_abort_kg=row["value"])


def other_tanker(row: Row, evidence: Evidence) -> Link:
    """Tell a change of tanker."""
    bracket = _bracket(row, evidence)
    planned = bracket.get("tanker", "its tanker")
    what = f"turned to {row['other']} instead of {planned}, with {_over(row['value'])} its abort line"
    because = _why_gone(row, evidence, bracket, row["other"])
    return told(row, what, because, over_abort_kg=row["value"])


def abort_line(row: Row, evidence: Evidence) -> Link:
    """Tell that an aircraft came to its abort line."""
    bracket = _bracket(row, evidence) if row["other"] else _bracket_to_come(row, evidence)
    what = f"came to the abort line of {bracket.get('id', 'its bracket')} with {fuel(row['fuel_kg'])}"
    if not bracket:
        return told(row, what, fuel_kg=row["fuel_kg"])
    there = "" if row["other"] else "there "
    because = f"below {fuel(bracket['abort_kg'])} {there}it could no longer reach {bracket['divert']} with its reserve"
    where = "" if row["other"] else ", counted to its control point"
    return told(row, f"{what}{where}", because, fuel_kg=row["fuel_kg"], abort_kg=bracket["abort_kg"])


def why_diverted(row: Row, evidence: Evidence) -> str:
    """Return why an aircraft diverted that was to take fuel: no tanker, the abort line, or too little taken.

    Parameters
    ----------
    row : mapping
        Its `divert` event.
    evidence : Evidence

    Returns
    -------
    str
        A clause.
    """
    members = evidence.flight_of(row["aircraft"])["members"]
    near = [one for one in evidence.rows if abs(one["time_s"] - row["time_s"]) <= 3.0 * SAME_MOMENT_S]
    mates = [one for one in near if one["aircraft"] in members]
    last = next((one for event in STOPPED for one in reversed(mates) if one["event"] == event), None)
    if last is None:
        return "its fuel would not take it on along its route"
    who = "it" if last["aircraft"] == row["aircraft"] else last["aircraft"]
    return f"{who} {STOPPED[last['event']]} and its fuel would not take it on along its route"


def tanker_spent(row: Row, evidence: Evidence) -> Link:
    """Tell that a tanker can give no more."""
    what = f"had no more to give after {fuel(row['value'])}"
    return told(row, what, "the rest takes it home with its reserve, or is not its to give", given_kg=row["value"])


def stations_out(row: Row, evidence: Evidence) -> Link:
    """Tell that the stations of a tanker failed."""
    return told(row, "could give nothing from then on", "its stations had failed")


def why_off_track(row: Row, evidence: Evidence) -> str:
    """Return why a tanker left its track; parameters as `why_diverted`."""
    own = {
        one["event"] for one in evidence.rows if one["aircraft"] == row["aircraft"] and one["time_s"] <= row["time_s"]
    }
    if "stations_out" in own:
        return "its stations had failed"
    if "tanker_spent" in own:
        return "it had no more to give"
    return "its time there was over" if "stayed_on" not in own else "those it had stayed for had been served"


def stayed_on(row: Row, evidence: Evidence) -> Link:
    """Tell that a tanker stays longer."""
    what = f"stayed {duration(row['value'])} longer on its track"
    return told(row, what, "receivers were still to come", added_s=row["value"])


def called(row: Row, evidence: Evidence) -> Link:
    """Tell that a tanker on the ground is to take over."""
    fate = _fate(evidence.flight_of(row["other"])["id"], row["time_s"], evidence)
    what = f"was called to take over from {row['other']}, to take off {duration(row['value'])} later"
    return told(row, what, fate, notice_s=row["value"])


def _bracket(row: Row, evidence: Evidence) -> Mapping[str, Any]:
    """Return the planned bracket an event belongs to: the one of its flight whose time is nearest; empty if there is none."""
    return min(_brackets(row, evidence), key=lambda one: abs(one["first_contact_s"] - row["time_s"]), default={})


def _loads(bracket: Mapping[str, Any]) -> dict[str, float]:
    return {"planned_kg": bracket["onload_kg"], "needed_kg": bracket["least_onload_kg"]} if bracket else {}


def _bracket_to_come(row: Row, evidence: Evidence) -> Mapping[str, Any]:
    """Return the planned bracket that an aircraft is at or bound for: the one after those it has left or given up."""
    over = ("left_tanker", "no_tanker")
    passed = [
        one
        for one in evidence.rows
        if one["aircraft"] == row["aircraft"] and one["event"] in over and one["time_s"] < row["time_s"]
    ]
    own = _brackets(row, evidence)
    return own[len(passed)] if len(passed) < len(own) else _bracket(row, evidence)


def _brackets(row: Row, evidence: Evidence) -> list[Mapping[str, Any]]:
    """Return the planned brackets of an aircraft in their order."""
    flight = evidence.flight_of(row["aircraft"])["id"]
    rows = (evidence.plan.get("refuelling") or {}).get("brackets", ())
    return sorted((one for one in rows if one["flight"] == flight), key=lambda one: float(one["arrive_s"]))


def _why_gone(row: Row, evidence: Evidence, bracket: Mapping[str, Any], but: str = "") -> str:
    """Return what had become of the tankers of a bracket by then."""
    names = [bracket["tanker"], *bracket["alternates"]] if bracket else []
    fates = [_fate(name, row["time_s"], evidence) for name in names if f"{name}1" != but and name != but]
    known = [fate for fate in fates if fate]
    return " and ".join(known) if known else "none of its tankers could give what it needs in time"


def _fate(tanker: str, time_s: float, evidence: Evidence) -> str:
    """Return what had become of a tanker by a time; empty if nothing is known to have."""
    flight = next((one for one in evidence.plan["flights"] if one["id"] == tanker), None)
    members = flight["members"] if flight else []
    before = [one for one in evidence.rows if one["aircraft"] in members and one["time_s"] <= time_s]
    last = next((one for one in reversed(before) if one["event"] in LOST), None)
    if last is not None:
        return f"{last['aircraft']} {LOST[last['event']]}"
    if members and _is_out(members[0], time_s, evidence):
        chance = _chance("failure_probability", evidence)
        often = f", as those of {percent(chance)} do" if chance is not None else ""
        return f"the stations of {members[0]} had failed{often}"
    return ""


def _is_out(member: str, time_s: float, evidence: Evidence) -> bool:
    if evidence.replay is None:
        return False
    _, flight = evidence.records(evidence.replay.at(time_s), member)
    return bool(flight["is_out"] >= 1)


def _chance(name: str, evidence: Evidence) -> float | None:
    """Return one of the scenario's chances of contacts, None where the run could not be flown again."""
    if evidence.replay is None:
        return None
    return float(getattr(evidence.replay.plan.scenario.uncertainty.contacts, name))


def _late(late_s: float) -> str:
    if abs(late_s) < 0.5:
        return "as planned"
    return f"{duration(abs(late_s))} {'later' if late_s > 0.0 else 'earlier'} than planned"


def _over(kg: float) -> str:
    return f"{fuel(abs(kg))} {'over' if kg >= 0.0 else 'below'}"


TELLERS = {
    "at_control_point": at_control_point,
    "at_tanker": at_tanker,
    "turned_in": turned_in,
    "rolled_out": rolled_out,
    "aside": aside,
    "contact": contact,
    "missed_contact": missed_contact,
    "disconnected": disconnected,
    "refuelled": refuelled,
    "cut_short": cut_short,
    "left_tanker": left_tanker,
    "no_tanker": no_tanker,
    "other_tanker": other_tanker,
    "abort_line": abort_line,
    "tanker_spent": tanker_spent,
    "stations_out": stations_out,
    "stayed_on": stayed_on,
    "called": called,
}
"""By event, what tells it."""
