"""Events of simulated combat as sentences: who went for whom, shot, turned away, was called out, and why.

All kills are training kills.
"""

from __future__ import annotations

from jointex.engine.calls import MISSED, WRONG
from jointex.engine.fight import SUPPORT_S
from jointex.fleet.fight import MEDIUM, SHORT
from jointex.lens.evidence import Evidence, Row
from jointex.lens.fights import is_protected, last_phase, presentation_of, tactics_of
from jointex.lens.links import Link, told
from jointex.measures.shots import shot_called, shot_of
from jointex.report.words import duration, percent
from jointex.units import feet, nautical_miles

CLASSES = {"shot": "medium", "shot_short": "short"}
"""Class of a simulated shot by its event."""
KINDS = {"shot": MEDIUM, "shot_short": SHORT}
ENDINGS = {
    "time": "its time was over",
    "no opponents": "one side had nobody left in it",
    "bubble": "two aircraft had broken the bubble: knock it off",
    "hard deck": "an aircraft had come below the hard deck: knock it off",
    "protected gone": "nobody was left to protect",
    "nobody came": "one side was not there when it began",
}
"""Why a presentation ends."""
LEAVINGS = {
    "fuel": "its flight was at bingo",
    "no shots": "it had no shots left",
    "losses": "its side had lost more than its tactics bear",
    "killed": "it had been called out by a training kill",
}
"""Why an aircraft leaves a presentation."""


def marshalling(row: Row, evidence: Evidence) -> Link:
    """Tell that it left its formation for its place in a presentation."""
    shown = presentation_of(row, evidence.plan)
    what = f"left its formation for its place in {_name(row, evidence)}{_part(row, evidence)}"
    because = f"fight's on at {evidence.time(shown['on_s'])}" if shown else ""
    return told(row, what, because)


def fight_on(row: Row, evidence: Evidence) -> Link:
    """Tell that a presentation began."""
    return told(row, f"was in {_name(row, evidence)} as it began{_part(row, evidence)}")


def fight_off(row: Row, evidence: Evidence) -> Link:
    """Tell that a presentation was over."""
    return told(row, f"was done with {_name(row, evidence)}", ENDINGS.get(str(row["reason"]), ""))


def commit(row: Row, evidence: Evidence) -> Link:
    """Tell against whom it went."""
    tactics, other = tactics_of(row, evidence), row["other"]
    reach = "" if tactics is None else f" within its commit range of {_miles(tactics['commit_m'])}"
    because = f"of those it knew of{reach}, {other} counted as the nearest"
    if is_protected(str(other), presentation_of(row, evidence.plan), evidence.plan):
        because = f"it came for {other} and knew of it{reach}"
    numbers = {} if tactics is None else {"commit_m": tactics["commit_m"]}
    return told(
        row, f"committed against {other}, {_miles(row['value'])} away", because, range_m=row["value"], **numbers
    )


def shot(row: Row, evidence: Evidence) -> Link:
    """Tell a simulated shot."""
    what = f"took a simulated shot of the {CLASSES[row['event']]} class at {row['other']}, {_miles(row['value'])} away"
    tactics = tactics_of(row, evidence)
    if tactics is None:
        return told(row, what, range_m=row["value"])
    if tactics["is_guided"]:
        because = f"its own sensors held {row['other']} and its tactics, a Python file, asked for it"
        return told(row, what, because, range_m=row["value"])
    share, other = percent(float(tactics["shoot_share"])), row["other"]
    because = (
        f"its own sensors held {other} within the range it shoots at, {share} of the way from where {other} cannot run any more "
        "to where a shot just reaches it"
    )
    return told(row, what, because, range_m=row["value"], shoot_at_fraction=tactics["shoot_share"])


def crank(row: Row, evidence: Evidence) -> Link:
    """Tell that it turned aside to support a shot."""
    what = f"turned aside to shoot at {row['other']} (crank), {_miles(row['value'])} away"
    because = f"its radar has to hold {row['other']} until the shot sees by itself"
    return told(row, what, because, range_m=row["value"])


def notch(row: Row, evidence: Evidence) -> Link:
    """Tell that it turned across the way of a shot."""
    what = f"turned across the way of a simulated shot of {row['other']} (notch), {_miles(row['value'])} away"
    because = "the seeker of that shot had found it and its warning receiver told it"
    return told(row, what, because, range_m=row["value"])


def pump(row: Row, evidence: Evidence) -> Link:
    """Tell that it turned away."""
    what = "turned away and ran (pump)"
    if row["other"]:
        what = f"turned away from {row['other']} and ran (pump), {_miles(row['value'])} away"
    before, tactics = last_phase(row, evidence.rows), tactics_of(row, evidence)
    if before is not None and before["event"] == "notch":
        return told(row, what, f"the simulated shot of {before['other']} was over", range_m=row["value"])
    if tactics is None:
        return told(row, what, f"{row['other']} may shoot too", range_m=row["value"])
    because = f"{row['other']} may shoot too, and was nearer than its pump range of {_miles(tactics['pump_m'])}"
    return told(row, what, because, range_m=row["value"], pump_m=tactics["pump_m"])


def recommit(row: Row, evidence: Evidence) -> Link:
    """Tell that it turned in again."""
    what = f"turned in on {row['other']} again (re-commit), {_miles(row['value'])} away"
    before, tactics = last_phase(row, evidence.rows), tactics_of(row, evidence)
    if before is not None and before["event"] == "crank":
        return told(
            row, what, "none of its simulated shots had to be told any more where its target was", range_m=row["value"]
        )
    if tactics is None:
        return told(row, what, "it had run long and far enough", range_m=row["value"])
    ran, clear = duration(float(tactics["pump_s"])), _miles(tactics["recommit_m"])
    because = f"it had run for its {ran} or longer and whom it had run from was not within {clear}"
    numbers = {"pump_s": tactics["pump_s"], "recommit_m": tactics["recommit_m"]}
    return told(row, what, because, range_m=row["value"], **numbers)


def bug_out(row: Row, evidence: Evidence) -> Link:
    """Tell that it left a presentation before its end."""
    because, tactics = LEAVINGS.get(str(row["reason"]), ""), tactics_of(row, evidence)
    if row["reason"] == "losses" and tactics is not None:
        because = f"its side had lost more than {percent(float(tactics['bears_losses']))} of those who came"
    return told(row, f"left {_name(row, evidence)} before its end (bug out)", because)


def shot_valid(row: Row, evidence: Evidence) -> Link:
    """Tell a shot that counted."""
    what = f"had its simulated shot at {row['other']} count as a training kill, {duration(row['value'])} after it was taken"
    return told(row, what, f"it came to {row['other']}{_by_lot(row, evidence, 'for')}", flown_s=row["value"])


def shot_missed(row: Row, evidence: Evidence) -> Link:
    """Tell a shot that counted for nothing."""
    launch, other = shot_of(row, evidence.rows), row["other"]
    taken = f", taken at {evidence.time(launch['time_s'])}," if launch else ""
    told_why = {
        "out of energy": f"it was too slow or too old before it came to {other}",
        "outturned": f"it came to {other} and could not turn with it",
        "not supported": f"nobody told it for {SUPPORT_S:.0f} s where {other} was, and it did not see by itself yet",
        "by lot": f"it came to {other}{_by_lot(row, evidence, 'against')}",
        "target out": f"{other} was out of the presentation already",
        "fight over": "the presentation was over",
    }
    what = f"had its simulated shot at {other}{taken} count for nothing"
    numbers = {"flown_s": row["time_s"] - launch["time_s"]} if launch else {}
    return told(row, what, told_why.get(str(row["reason"]), ""), **numbers)


def kill_removed(row: Row, evidence: Evidence) -> Link:
    """Tell that it was called out after a valid shot."""
    because = f"{_shot_words(row, evidence)} counted, and its call took {duration(row['value'])}"
    return told(row, f"was called out by a training kill of {row['other']}", because, call_s=row["value"])


def wrong_call(row: Row, evidence: Evidence) -> Link:
    """Tell that it was called out though no shot counted."""
    often = _often(WRONG, evidence)
    because = f"{_shot_words(row, evidence)} was called as a training kill though it counted for nothing{often}"
    return told(row, f"was called out wrongly after a simulated shot of {row['other']}", because, call_s=row["value"])


def missed_call(row: Row, evidence: Evidence) -> Link:
    """Tell a training kill that nobody called."""
    because = f"nobody passed on that {_shot_words(row, evidence)} counted{_often(MISSED, evidence)}"
    what = f"fought on after a training kill by {row['other']}"
    return told(row, what, because, call_s=row["value"])


def regenerated(row: Row, evidence: Evidence) -> Link:
    """Tell that it came back after a training kill."""
    because = "opponents who were called out come back from their start once they have waited there long enough"
    what = f"came back into {_name(row, evidence)}, {duration(row['value'])} after it was called out"
    return told(row, what, because, out_s=row["value"])


def knock_it_off(row: Row, evidence: Evidence) -> Link:
    """Tell that everybody had to stop."""
    because = "it was below the hard deck"
    if row["reason"] == "bubble":
        because = f"it came within the bubble of {row['other']}"
        if evidence.replay is not None:
            bubble_m = float(evidence.replay.setup.world.settings["bubble_m"][0])
            because = f"it came within {feet(bubble_m):,.0f} ft of {row['other']}, the bubble of the training rules"
    return told(row, f"brought on a knock-it-off in {_name(row, evidence)}", because)


def hard_deck(row: Row, evidence: Evidence) -> Link:
    """Tell that it came below the lowest height of the training."""
    what = f"came down to {feet(row['value']):,.0f} ft, below the hard deck of {_name(row, evidence)}"
    return told(row, what, pressure_altitude_m=row["value"])


def _name(row: Row, evidence: Evidence) -> str:
    """Return the presentation of an event in words: `presentation 1 of ESCORT`."""
    shown = presentation_of(row, evidence.plan)
    return f"presentation {shown['number'] + 1} of {shown['drill']}" if shown else "a presentation"


def _part(row: Row, evidence: Evidence) -> str:
    """Return the part of an aircraft in words, to be put behind; empty where none is known."""
    shown = presentation_of(row, evidence.plan)
    flight = evidence.flight_of(row["aircraft"])["id"]
    if flight in shown.get("protect", ()):
        return f", protected by {_all(shown['escorts'])}"
    if flight in shown.get("opponents", ()):
        return ", as an opponent" + (f" who comes for {_all(shown['protect'])}" if shown["protect"] else "")
    if flight in shown.get("escorts", ()):
        return (
            f", as an escort of {_all(shown['protect'])}"
            if shown["protect"]
            else f", against {_all(shown['opponents'])}"
        )
    return ""


def _all(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "nobody"


def _miles(distance_m: float) -> str:
    return f"{nautical_miles(float(distance_m)):.1f} NM"


def _by_lot(row: Row, evidence: Evidence, side: str) -> str:
    """Return that the lot was for a shot or against it, with the chances declared for its class."""
    launch = shot_of(row, evidence.rows)
    if launch is None or evidence.replay is None:
        return f" and the lot was {side} it"
    kind = evidence.replay.setup.world.combat.classes[KINDS[launch["event"]]]
    low, high = percent(float(kind["kill_low"])), percent(float(kind["kill_high"]))
    return f" and the lot was {side} it: one of the {CLASSES[launch['event']]} class counts there with {low} to {high}"


def _shot_words(row: Row, evidence: Evidence) -> str:
    """Return the shot behind a call in words."""
    launch = shot_called(row, evidence.rows)
    if launch is None:
        return f"the simulated shot of {row['other']}"
    where = f"from {_miles(launch['value'])} at {evidence.time(launch['time_s'])}"
    return f"the simulated shot of {row['other']} {where}"


def _often(place: int, evidence: Evidence) -> str:
    """Return how often calls go wrong so, in words; empty where the run could not be flown again."""
    if evidence.replay is None:
        return ""
    return f", as happens to {percent(float(evidence.replay.setup.world.combat.calls[place]))} of such shots"


TELLERS = {
    "marshalling": marshalling,
    "fight_on": fight_on,
    "fight_off": fight_off,
    "commit": commit,
    "shot": shot,
    "shot_short": shot,
    "crank": crank,
    "notch": notch,
    "pump": pump,
    "recommit": recommit,
    "bug_out": bug_out,
    "shot_valid": shot_valid,
    "shot_missed": shot_missed,
    "kill_removed": kill_removed,
    "wrong_call": wrong_call,
    "missed_call": missed_call,
    "regenerated": regenerated,
    "knock_it_off": knock_it_off,
    "hard_deck": hard_deck,
}
"""By event, what tells it."""
