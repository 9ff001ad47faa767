"""What was drawn for an aircraft before it flew, and the weather it met, as reasons with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.fleet.draws import Stream, uniform_pair
from jointex.lens.evidence import Evidence, Row
from jointex.report.words import duration, percent
from jointex.units import feet, knots

DROPPED_OUT = ("cancelled", "stations_out", "tanker_spent", "divert")
"""Events after which a tanker gives no more fuel."""


def why_delayed(row: Row, evidence: Evidence) -> tuple[str, dict[str, float]]:
    """Return why an aircraft taxied when it did, and the numbers.

    Parameters
    ----------
    row : mapping
        Its `taxi` event.
    evidence : Evidence

    Returns
    -------
    tuple of str and dict
        Empty where nothing is known.
    """
    if evidence.replay is None:
        return "", {}
    unsure = evidence.replay.plan.scenario.uncertainty.departure_delay
    flight = _draw_number(row["aircraft"], evidence)
    held, _ = uniform_pair(evidence.seed, evidence.run, flight, int(Stream.DEPARTURE_DELAY), 1)
    if held < unsure.late_probability:
        chance, mean = percent(unsure.late_probability), duration(unsure.late_mean_s)
        return f"its flight was held up, as {chance} are, for {mean} on average", {"draw": held}
    if unsure.on_time_sd_s <= 0.0:
        return "", {}
    return f"departures scatter by {duration(unsure.on_time_sd_s)} (standard deviation) about their time", {}


def why_cancelled(row: Row, evidence: Evidence) -> tuple[str, dict[str, float]]:
    """Return why an aircraft stayed on the ground, and the numbers; parameters as `why_delayed`."""
    reason = str(row["reason"] or "")
    if reason != "no aircraft ready":
        told = {
            "crew duty": "crew duty would have left no time at work",
            "not needed": why_not_called(row, evidence),
        }
        return told.get(reason, f"weather stayed below minima for too long ({reason})" if reason else ""), {}
    if evidence.replay is None:
        return "no aircraft was ready", {}
    settings, a = evidence.replay.setup.world.settings, _record(row["aircraft"], evidence)
    chance, abort = float(a["ready_probability"]), float(settings["ground_abort"][0])
    drawn, _ = uniform_pair(
        evidence.seed, evidence.run, _draw_number(row["aircraft"], evidence), int(Stream.READINESS), 0
    )
    if drawn >= chance:
        because = (
            f"its unit had too few aircraft ready: enough for its place in {percent(chance)} of runs, and in this one "
            f"the luck of the draw was {drawn:.2f} where less than {chance:.2f} was needed"
        )
        return because, {"ready_probability": chance, "draw": drawn}
    return f"the aircraft failed before take-off, as {percent(abort)} do", {"ground_abort_probability": abort}


def call_of(aircraft: str, evidence: Evidence) -> Row | None:
    """Return the call that brought a tanker off the ground; None for others, and where it never came."""
    return next((one for one in evidence.rows if one["aircraft"] == aircraft and one["event"] == "called"), None)


def why_not_called(row: Row, evidence: Evidence) -> str:
    """Return why a tanker that stood by was not called by the time it stood down."""
    own = evidence.flight_of(row["aircraft"])["id"]
    standing = (evidence.plan.get("refuelling") or {}).get("stand_ins", ())
    planned = next((one["stands_in_for"] for one in standing if one["id"] == own), "the tanker it stood by for")
    members = next((one["members"] for one in evidence.plan["flights"] if one["id"] == planned), ())
    before = [one for one in evidence.rows if one["aircraft"] in members and one["time_s"] <= row["time_s"]]
    if not members or any(one["event"] in DROPPED_OUT for one in before):
        return f"{planned} did its work, or dropped out too late for it"
    return f"{planned} had not dropped out by then, and a later call would have brought it too late"


def why_late(row: Row, evidence: Evidence) -> str:
    """Return why a flight met when it did: its departure, and how much time its speed can make good."""
    left = _left(row, evidence)
    if left is None or evidence.replay is None or abs(float(left["value"])) < 1.0:
        return ""
    call = call_of(row["aircraft"], evidence)
    if call is not None:
        return f"it was called at {evidence.time(call['time_s'])}"
    flights = evidence.replay.setup.flights
    own = flights[_flight_number(row["aircraft"], evidence)]
    delay_s, slower, faster = float(left["value"]), float(own["slower_mach"]), float(own["faster_mach"])
    did = "left" if left["event"] == "taxi" else f"left {left['other']}"
    if abs(row["value"]) < 1.0:
        side = "late" if delay_s > 0.0 else "early"
        return f"it {did} {duration(abs(delay_s))} {side} and its speed and its way made that good"
    if delay_s * row["value"] < 0.0:
        return ""  # it lost or made good more than that on its way
    if delay_s > 0.0:
        return f"it {did} {duration(delay_s)} late and may fly at most Mach {faster:.2f} faster than planned"
    return f"it {did} {duration(-delay_s)} early and may fly at most Mach {slower:.2f} slower than planned"


def _left(row: Row, evidence: Evidence) -> Row | None:
    """Return the event with which an aircraft set out for its meeting: leaving its last tanker, or its base."""
    before = [one for one in evidence.rows if one["aircraft"] == row["aircraft"] and one["time_s"] <= row["time_s"]]
    return next((one for one in reversed(before) if one["event"] in ("left_tanker", "taxi")), None)


def gate_of(row: Row, evidence: Evidence) -> tuple[Mapping[str, Any], str]:
    """Return the minima an event of weather was held against, as plan.json has them, and the name of the place."""
    flight = evidence.flight_of(row["aircraft"])
    rules = flight.get("rules") or {}
    is_up = any(
        one["aircraft"] == row["aircraft"] and one["event"] == "airborne" and one["time_s"] <= row["time_s"]
        for one in evidence.rows
    )
    gates = rules.get("landings") or [{}]
    gate = gates[0] if is_up else rules.get("takeoff") or {}
    return gate, str(gate.get("place") or flight["recovery" if is_up else "base"])


_MINIMA = {
    "below_cloud_base": ("cloud base", "cloud_base_m", "at least"),
    "below_visibility": ("visibility", "visibility_m", "at least"),
    "above_crosswind": ("crosswind", "crosswind_m_s", "at most"),
    "above_wind": ("gusts", "wind_m_s", "at most"),
    "above_sea_state": ("sea state", "sea_state", "at most"),
}


def weather_key(event: str) -> str:
    """Return the name of an event's figure, such as `cloud_base_m`."""
    return _MINIMA[event][1] if event in _MINIMA else "value"


def weather_words(event: str, value: float | None) -> str:
    """Return the weather of an event in words, such as `cloud base 180 ft`."""
    if event not in _MINIMA or value is None:
        return "nobody takes off or lands there in this run"
    return f"{_MINIMA[event][0]} {_in_units(_MINIMA[event][1], value)}"


def minimum_words(event: str, gate: Mapping[str, Any]) -> str:
    """Return the minimum behind an event in words, such as `at least 300 ft is asked for`; empty if none is known."""
    if event not in _MINIMA or gate.get(_MINIMA[event][1]) is None:
        return ""
    _, key, bound = _MINIMA[event]
    return f"{bound} {_in_units(key, float(gate[key]))} is asked for"


def _in_units(key: str, value: float) -> str:
    if key == "cloud_base_m":
        return f"{feet(value):,.0f} ft"
    if key.endswith("_m_s"):
        return f"{knots(value):.0f} kt"
    return f"{value:,.0f} m" if key.endswith("_m") else f"{value:.0f}"


def _record(aircraft: str, evidence: Evidence) -> Any:
    assert evidence.replay is not None
    return evidence.replay.setup.fleet[evidence.members.index(aircraft)]


def _flight_number(aircraft: str, evidence: Evidence) -> int:
    return int(_record(aircraft, evidence)["flight"])


def _draw_number(aircraft: str, evidence: Evidence) -> int:
    """Return the number under which the flight of an aircraft draws."""
    assert evidence.replay is not None
    return int(evidence.replay.setup.flights[_flight_number(aircraft, evidence)]["draw_number"])
