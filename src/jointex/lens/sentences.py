"""Events as sentences: what happened to an aircraft, and why, with the numbers the decision was held against.

An event without a sentence of its own here is told by its name, value and unit: a new kind of event is never left out.
"""

from __future__ import annotations

from collections.abc import Callable

from jointex.lens import combat, draws, gas, seen
from jointex.lens.evidence import Evidence, FuelLook, Row
from jointex.lens.links import Link, told
from jointex.lens.phrases import fuel
from jointex.report.words import duration
from jointex.units import flight_level, nautical_miles

Teller = Callable[[Row, Evidence], Link]
SAME_MOMENT_S = 30.0
"""Events of a flight within this time belong to one decision."""
DIVERT_FRACTION = 0.5
"""Share of the reserve below which an aircraft on its way home looks for a nearer base."""


def link_of(row: Row, evidence: Evidence) -> Link:
    """Return an event as a link of a chain.

    Parameters
    ----------
    row : mapping
        A row of events.parquet.
    evidence : Evidence
        The run it belongs to.

    Returns
    -------
    Link
    """
    return _TELLERS.get(str(row["event"]), _any_event)(row, evidence)


def _any_event(row: Row, evidence: Evidence) -> Link:
    words, value, unit = str(row["event"]).replace("_", " "), row["value"], row["unit"]
    parts = [f"had the event '{words}'"]
    if value is not None:
        parts.append(f"({value:,.6g}{' ' + unit if unit else ''})")
    if row["other"]:
        parts.append(f"with {row['other']}")
    key = f"value_{str(unit).replace('/', '_')}" if unit else "value"
    numbers = {} if value is None else {key: value}
    return told(row, " ".join(parts), f"of {row['reason']}" if row["reason"] else "", **numbers)


def _cancelled(row: Row, evidence: Evidence) -> Link:
    because, numbers = draws.why_cancelled(row, evidence)
    return told(row, "stayed on the ground", because, **numbers)


def _taxi(row: Row, evidence: Evidence) -> Link:
    delay_s = float(row["value"])
    kept = "to the second as planned" if abs(delay_s) < 0.5 else _late(delay_s, "its plan")
    because, numbers = draws.why_delayed(row, evidence)
    call = draws.call_of(row["aircraft"], evidence)
    if call is not None:
        kept = f"{duration(row['time_s'] - call['time_s'])} after it was called"
        because = ""
    return told(row, f"taxied {kept}, with {fuel(row['fuel_kg'])}", because, delay_s=delay_s, **numbers)


def _airborne(row: Row, evidence: Evidence) -> Link:
    return told(row, f"was airborne with {fuel(row['fuel_kg'])}", fuel_kg=row["fuel_kg"])


def _level(row: Row, evidence: Evidence) -> Link:
    return told(
        row, f"levelled off at FL{flight_level(row['value']):03d} with {fuel(row['fuel_kg'])}", level_m=row["value"]
    )


def _descent(row: Row, evidence: Evidence) -> Link:
    return told(row, f"began its descent {nautical_miles(row['value']):,.0f} NM from its field", to_go_m=row["value"])


def _joined(row: Row, evidence: Evidence) -> Link:
    what = f"joined {row['other']}, {row['value']:,.0f} m from its slot when it took it"
    return told(row, what, distance_m=row["value"], fuel_kg=row["fuel_kg"])


def _at_point(row: Row, evidence: Evidence) -> Link:
    return told(row, f"passed point {row['value']:.0f} of its route", fuel_kg=row["fuel_kg"])


def _on_station(row: Row, evidence: Evidence) -> Link:
    late_s = float(row["value"])
    where, when = (
        ("its track", "its plan")
        if evidence.is_tanker(row["aircraft"])
        else ("the meeting place", "the appointed time")
    )
    what = f"reached {where} {_late(late_s, when)} with {fuel(row['fuel_kg'])}"
    return told(row, what, draws.why_late(row, evidence), lateness_s=late_s, fuel_kg=row["fuel_kg"])


def _off_station(row: Row, evidence: Evidence) -> Link:
    flight = evidence.flight_of(row["aircraft"])
    near = [one for one in evidence.rows if one["aircraft"] in flight["members"] and _is_near(one, row)]
    caller = next((one for one in near if one["event"] == "bingo"), None)
    duty = next((one for one in near if one["event"] == "duty"), None)
    is_tanker = evidence.is_tanker(row["aircraft"])
    because = gas.why_off_track(row, evidence) if is_tanker else "the work was over as planned"
    if caller is not None:
        because = f"{caller['aircraft']} came to bingo"
    elif duty is not None:
        because = "crew duty had to end in time"
    how = "left its track" if is_tanker else f"led {flight['id']} off station"
    what = f"{how} after {duration(row['value'])} there, with {fuel(row['fuel_kg'])}"
    return told(row, what, because, station_time_s=row["value"], fuel_kg=row["fuel_kg"])


def _joker(row: Row, evidence: Evidence) -> Link:
    step_s = evidence.replay.frame_s if evidence.replay else 0.0
    look = evidence.last_look(row["aircraft"], row["time_s"] + step_s)
    what = f"called joker with {fuel(row['fuel_kg'])}"
    if look is None:
        return told(row, what, fuel_kg=row["fuel_kg"])
    because = (
        f"after {fuel(look.way_kg)} for {look.way} only {fuel(look.expected_kg)} would be left: below {look.line}, "
        f"{fuel(look.line_kg)}, and the joker margin of {fuel(look.joker_extra_kg)}"
    )
    return told(row, what, because, **look.numbers())


def _bingo(row: Row, evidence: Evidence) -> Link:
    what = f"came to bingo with {fuel(row['fuel_kg'])}"
    look = evidence.last_look(row["aircraft"], row["time_s"])
    if look is None:
        return told(row, what, fuel_kg=row["fuel_kg"])
    because = (
        f"at its last look, {evidence.time(look.time_s)}, it had {fuel(look.fuel_kg)}, {look.way} takes "
        f"{fuel(look.way_kg)} and {look.line} is {fuel(look.line_kg)}: {_over(look)}"
    )
    return told(row, what, because, **look.numbers())


def _over(look: FuelLook) -> str:
    over_kg = look.over_bingo_kg
    if over_kg < 0.0:
        return f"{fuel(-over_kg)} too little"
    return f"{fuel(over_kg)} over, soon to be gone"


def _divert(row: Row, evidence: Evidence) -> Link:
    reserve_kg = float(evidence.flight_of(row["aircraft"])["fuel"]["reserve_kg"])
    home = evidence.flight_of(row["aircraft"])["recovery"]
    what = f"turned away to {row['other']} with {fuel(row['fuel_kg'])}"
    if row["reason"] not in (None, "fuel"):
        return told(row, what, f"{home} was below minima ({row['reason']})", fuel_kg=row["fuel_kg"])
    line_kg = DIVERT_FRACTION * reserve_kg
    if row["value"] is None or row["value"] >= line_kg:
        because = gas.why_diverted(row, evidence)
        return told(row, f"{what}, to land there with {fuel(row['value'] or 0.0)}", because, fuel_kg=row["fuel_kg"])
    if row["value"] < 0.0:
        because = f"its fuel would not take it to {home}: {fuel(-row['value'])} are missing on the way there"
        return told(row, what, because, expected_kg=row["value"], line_kg=line_kg, fuel_kg=row["fuel_kg"])
    because = (
        f"at {home} it would land with {fuel(row['value'])}, below {fuel(line_kg)}, half its reserve, and {row['other']} "
        "leaves clearly more"
    )
    return told(row, what, because, expected_kg=row["value"], line_kg=line_kg, fuel_kg=row["fuel_kg"])


def _no_divert(row: Row, evidence: Evidence) -> Link:
    flight = evidence.flight_of(row["aircraft"])
    what = f"went on to {flight['recovery']} though it was below minima ({row['reason']})"
    if row["value"] is None:
        return told(row, what, "no divert was open")
    line_kg = DIVERT_FRACTION * float(flight["fuel"]["reserve_kg"])
    because = (
        f"an open divert would leave {fuel(row['value'])} at most, and {fuel(line_kg)}, half the reserve, is asked for"
    )
    return told(row, what, because, best_kg=row["value"], line_kg=line_kg)


def _landed(row: Row, evidence: Evidence) -> Link:
    reserve_kg = float(evidence.flight_of(row["aircraft"])["fuel"]["reserve_kg"])
    over_kg = row["fuel_kg"] - reserve_kg
    how = " vertically" if row["event"] == "vertical_landed" else ""
    side = "above" if over_kg >= 0.0 else "below"
    what = f"landed{how} with {fuel(row['fuel_kg'])}, {fuel(abs(over_kg))} {side} its reserve of {fuel(reserve_kg)}"
    return told(row, what, fuel_kg=row["fuel_kg"], reserve_kg=reserve_kg, over_reserve_kg=over_kg)


def _dumped(row: Row, evidence: Evidence) -> Link:
    what = f"dumped {fuel(row['value'])} before it landed"
    return told(row, what, "it was above its greatest mass for a vertical landing", dumped_kg=row["value"])


def _fuel_out(row: Row, evidence: Evidence) -> Link:
    what = f"ran dry {nautical_miles(row['value']):,.0f} NM from its field and was lost to the exercise"
    return told(row, what, "its tanks were empty", to_go_m=row["value"])


def _close(row: Row, evidence: Evidence) -> Link:
    what = f"came within {row['value']:,.0f} m of {row['other']}, less than the rules allow"
    return told(row, what, distance_m=row["value"])


def _limit(row: Row, evidence: Evidence) -> Link:
    return told(row, f"was held by a limit of the aircraft (number {row['value']:.0f})")


def _weather(row: Row, evidence: Evidence) -> Link:
    gate, place = draws.gate_of(row, evidence)
    found = draws.weather_words(row["event"], row["value"])
    asked = draws.minimum_words(row["event"], gate)
    what = f"found {place} below minima: {found}{f' where {asked}' if asked else ''}"
    numbers = {} if row["value"] is None else {draws.weather_key(row["event"]): row["value"]}
    return told(row, what, **numbers)


def _waited(row: Row, evidence: Evidence) -> Link:
    because = f"of weather below minima ({row['reason']})" if row["reason"] else "weather was below minima"
    return told(row, f"waited {duration(row['value'])} on the ground", because, wait_s=row["value"])


def _spare(row: Row, evidence: Evidence) -> Link:
    what = f"changed to a spare aircraft, which took {duration(row['value'])}"
    return told(row, what, "its own was not ready", change_s=row["value"])


def _duty(row: Row, evidence: Evidence) -> Link:
    what = f"ended the work {duration(row['value'])} early"
    return told(row, what, "its crew must be off duty in time", cut_s=row["value"])


def _over_duty(row: Row, evidence: Evidence) -> Link:
    what = f"landed too late for its crew: {duration(row['value'])} beyond its duty at shut-down"
    return told(row, what, over_s=row["value"])


def _in_turn(row: Row, evidence: Evidence) -> Link:
    what = f"took a way home that is {duration(row['value'])} longer"
    return told(row, what, "another flight was due at its base at that time", later_s=row["value"])


def _below_minima(row: Row, evidence: Evidence) -> Link:
    return told(row, f"landed in weather below its minima ({row['reason']})", "it had nowhere else to go")


def _late(late_s: float, than: str) -> str:
    """Return lateness in words."""
    if abs(late_s) < 0.5:
        return f"on {than}" if than.startswith("the") else "on time"
    return f"{duration(abs(late_s))} {'later' if late_s > 0.0 else 'earlier'} than {than}"


def _is_near(one: Row, row: Row) -> bool:
    return abs(float(one["time_s"]) - float(row["time_s"])) <= SAME_MOMENT_S


_TELLERS: dict[str, Teller] = {
    "cancelled": _cancelled,
    "taxi": _taxi,
    "airborne": _airborne,
    "level": _level,
    "joined": _joined,
    "at_point": _at_point,
    "on_station": _on_station,
    "off_station": _off_station,
    "joker": _joker,
    "bingo": _bingo,
    "divert": _divert,
    "no_divert": _no_divert,
    "landed": _landed,
    "vertical_landed": _landed,
    "descent": _descent,
    "dumped": _dumped,
    "fuel_out": _fuel_out,
    "close": _close,
    "limit": _limit,
    "below_cloud_base": _weather,
    "below_visibility": _weather,
    "above_crosswind": _weather,
    "above_wind": _weather,
    "above_sea_state": _weather,
    "closed_by_weather": _weather,
    "waited": _waited,
    "spare": _spare,
    "duty": _duty,
    "over_duty": _over_duty,
    "below_minima": _below_minima,
    "in_turn": _in_turn,
    **gas.TELLERS,
    **seen.TELLERS,
    **combat.TELLERS,
}
