"""What decided objectives on simulated combat in a run: the call, the shot, or what most shots failed by.

All kills are training kills.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from jointex.lens.fights import PHASES, flight_id, is_protected, members_of, presentation_of
from jointex.lens.moments import clock
from jointex.lens.rules import Case, Decide, Row, first_of
from jointex.measures.shots import CALLS, ENDS, LAUNCHES, shot_called
from jointex.units import nautical_miles

TAKEN_OUT = ("kill_removed", "wrong_call")
"""Calls that take an aircraft out."""
NEVER_THERE = ("cancelled", "no_tanker", "abort_line", "divert", "bingo", "duty", "off_station")
"""Why an aircraft was in no presentation."""
GOES_FOR = ("commit", "crank", "recommit")
"""What a fighter does that goes for somebody."""
CAME_THERE = ("by lot",)
"""Reasons of shots that came to their target and counted for nothing."""
NOBODY_LEFT = "no escort was left"
NOBODY_NEAR = "no escort was going for the shooter"
SOMEBODY = "an escort was going for the shooter"
"""What the escorts did when the shot was taken that called out whom they protect."""
DID = {
    "commit": "gone for {other}",
    "recommit": "gone for {other} again",
    "crank": "turned aside after a shot at {other}",
    "notch": "across the way of a shot of {other}",
    "pump": "running from {other}",
    "bug_out": "bugged out",
    "kill_removed": "called out",
    "wrong_call": "called out",
    "fight_on": "gone for nobody",
    "regenerated": "come back",
}
"""What a fighter was doing since an event, in words."""


def called_out(case: Case) -> Row | None:
    """Return the call that took the first of those out who are protected, with what the escorts did at the shot as its reason.

    Where none of them was in a presentation, why not. Where too many came through: what most shots at them failed by.
    """
    protect = {name for shown in case.plan.get("combat") or () for name in shown["protect"]} & set(case.flights)
    members = set(members_of(protect, case.plan))
    if _is_upper(case):
        return most_failed(row for row in case.rows if row["event"] == "shot_missed" and row["other"] in members)
    for row in case.rows:
        is_out = row["event"] in TAKEN_OUT and row["aircraft"] in members
        if is_out and is_protected(row["aircraft"], presentation_of(row, case.plan), case.plan):
            return {**row, "reason": _escorts_then(row, case)}
    own = [row for row in case.rows if row["aircraft"] in members]
    if any(row["event"] == "fight_on" for row in own):
        return None
    return min(
        (row for row in own if row["event"] in NEVER_THERE),
        key=lambda row: (NEVER_THERE.index(row["event"]), row["time_s"]),
        default=None,
    )


def most_failed(rows: Iterable[Row]) -> Row | None:
    """Return the first shot that counted for nothing by the reason that most of these did; the firmer first where two tie."""
    told = list(rows)
    counts = Counter(row["reason"] for row in told)
    return max(told, key=lambda row: counts[row["reason"]], default=None)


def few_shots_there(case: Case) -> Row | None:
    """Return by what most shots failed that did not come to their target; none where too many came there."""
    failed = (row for row in case.all_of("shot_missed") if row["reason"] not in CAME_THERE)
    return None if _is_upper(case) else most_failed(failed)


def few_shots_valid(case: Case) -> Row | None:
    """Return by what most shots failed; none where too many counted."""
    return None if _is_upper(case) else most_failed(case.all_of("shot_missed"))


def training_kills(case: Case) -> Row | None:
    """Return the training kill that was one too many, or by what most shots failed where there were too few."""
    return crossing(case, "shot_valid") if _is_upper(case) else few_shots_valid(case)


def kill_calls(case: Case) -> Row | None:
    """Return the call that was one too many; where too few came, one that nobody made, or what most shots failed by."""
    if _is_upper(case):
        return crossing(case, *TAKEN_OUT)
    members = {name for flight in case.flights.values() for name in flight["members"]}
    at_them = (row for row in case.rows if row["event"] == "shot_missed" and row["other"] in members)
    return next(case.all_of("missed_call"), None) or most_failed(at_them)


def many_shots(case: Case) -> Row | None:
    """Return the shot that was one too many; none where there were too few."""
    return crossing(case, *LAUNCHES) if _is_upper(case) else None


def crossing(case: Case, *events: str) -> Row | None:
    """Return that of these events with which their number went beyond the upper bound."""
    rows, most = list(case.all_of(*events)), math.floor(float(case.objective["at_most"]))
    return rows[most] if len(rows) > most else None


def cut_fight(case: Case) -> Row | None:
    """Return what took most time off a presentation: a knock-it-off, another early end, a fighter that came late or left."""
    if _is_upper(case):
        return None
    return max((one for one in _cuts(case)), key=lambda one: one[0], default=(0.0, None))[1]


def _cuts(case: Case) -> Iterator[tuple[float, Row]]:
    """Yield what took time off presentations, with how much [s]."""
    for shown in case.plan.get("combat") or ():
        fighters = set(members_of((*shown["escorts"], *shown["opponents"]), case.plan)) & {
            name for flight in case.flights.values() for name in flight["members"]
        }
        for row in case.rows:
            cut_s = 0.0
            if row["aircraft"] not in fighters or row["time_s"] > shown["off_s"]:
                continue
            is_in = row["time_s"] >= shown["set_up_s"]
            if row["event"] == "marshalling" and is_in:
                cut_s = row["time_s"] - shown["on_s"]
            elif row["event"] in ("knock_it_off", "fight_off") and is_in:
                cut_s = shown["off_s"] - row["time_s"]
            elif row["event"] in ("bingo", "duty", "off_station"):
                cut_s = shown["off_s"] - max(row["time_s"], shown["on_s"])
            if cut_s > 0.0:
                yield cut_s, row


def _is_upper(case: Case) -> bool:
    return case.objective["at_least"] is None


def _escorts_then(call: Row, case: Case) -> str:
    """Return what the escorts were doing when the shot behind a call was taken."""
    doing = list(_doing(call, case))
    if any(row["event"] in GOES_FOR and row["other"] == call["other"] for row in doing):
        return SOMEBODY
    is_left = any(row["event"] not in (*TAKEN_OUT, "bug_out") for row in doing)
    return NOBODY_NEAR if is_left else NOBODY_LEFT


def _doing(call: Row, case: Case) -> Iterator[Row]:
    """Yield, for each escort in the presentation, its last event before the shot behind a call."""
    shot = shot_called(call, case.rows)
    shown = presentation_of(call, case.plan)
    for name in members_of(shown.get("escorts", ()), case.plan):
        own = [
            row
            for row in case.rows
            if row["aircraft"] == name
            and row["event"] in DID
            and shown["set_up_s"] <= row["time_s"] <= (shot or call)["time_s"]
        ]
        if own:
            yield own[-1]


def detail_of(case: Case, row: Row) -> str:
    """Return more of an event that decided something: of a call the shot and the escorts, of shots what they failed by.

    Parameters
    ----------
    case : Case
    row : mapping
        From `lens.deciding.deciding_event`.

    Returns
    -------
    str
        Empty for events of flights.
    """
    if row["event"] in TAKEN_OUT:
        return _shot_and_escorts(case, row)
    if row["event"] == "shot_missed" and case.objective["at_least"] is not None:
        return _failures(case)
    return ""


def _shot_and_escorts(case: Case, call: Row) -> str:
    """Return the shot behind a call and what each escort did then, in words."""
    shot = shot_called(call, case.rows)
    if shot is None:
        return ""
    when = clock(case.plan, shot["time_s"])
    text = f"{call['other']} took the simulated shot at {call['aircraft']} from {nautical_miles(shot['value']):.1f} NM at {when}"
    if is_protected(call["aircraft"], presentation_of(call, case.plan), case.plan):
        text += f"; its escorts by then: {_together(_doing(call, case))}"
    return text


def _together(rows: Iterable[Row]) -> str:
    """Return what fighters did last in words, those who did the same together."""
    names: dict[str, list[str]] = {}
    for row in rows:
        did = DID[row["event"]].format(other=row["other"] or "nobody in sight")
        names.setdefault(did, []).append(row["aircraft"])
    return "; ".join(f"{', '.join(who)} {did}" for did, who in names.items()) or "none there"


def _failures(case: Case) -> str:
    """Return by what shots failed, with their numbers, in words."""
    counts = Counter(row["reason"] for row in case.all_of("shot_missed"))
    told = ", ".join(f"{reason} {number}" for reason, number in counts.most_common())
    valid = sum(1 for _ in case.all_of("shot_valid"))
    return f"of {sum(counts.values()) + valid} simulated shots, training kills {valid}, {told}"


def words_of_fight(row: Row, plan: Mapping[str, object]) -> str:
    """Return an event of a fight that decided something in words, of flights; empty for any other event."""
    words = WORDS.get(row["event"])
    if words is None:
        return ""
    flight, other = (flight_id(str(row[name]), plan) for name in ("aircraft", "other"))
    return words.format(flight=flight, other=other)


WORDS = {
    "kill_removed": "{flight} was called out after a training kill by {other}",
    "wrong_call": "{flight} was called out wrongly after a simulated shot by {other}",
    "missed_call": "{flight} fought on after a training kill by {other} that nobody called",
    "shot": "{flight} took one simulated shot too many",
    "shot_short": "{flight} took one simulated shot too many",
    "shot_valid": "{flight} had one training kill too many",
    "shot_missed": "simulated shots failed most often",
    "knock_it_off": "{flight} brought on a knock-it-off",
    "fight_off": "a presentation ended early",
    "marshalling": "{flight} came late to a presentation",
}
"""Events of a fight in words, of flights; the reason of the event is put behind."""

DECIDES: Mapping[str, Decide] = {
    "through_fraction": called_out,
    "shots_there_fraction": few_shots_there,
    "shots_valid_fraction": few_shots_valid,
    "training_kills": training_kills,
    "kill_calls": kill_calls,
    "simulated_shots": many_shots,
    "wrong_calls_fraction": first_of("wrong_call"),
    "missed_calls_fraction": first_of("missed_call"),
    "combat_time_s": cut_fight,
}
"""How the event is found that decided a measure of simulated combat."""

ASKED = tuple(sorted({*PHASES, *CALLS, *ENDS, *LAUNCHES, *NEVER_THERE, "marshalling", "fight_off", "knock_it_off"}))
"""Every event that these rules look at."""
