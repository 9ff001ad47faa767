"""Simulated combat as lines of ACMI 2.2: shots as missiles with a parent, their outcome, and who is out of the fight.

Nothing is destroyed. The format has what training needs: an event `Timeout` tells, for the shot log of a debriefing, how a shot
came out, and the property `Disabled` says that an aircraft is out of combat without being destroyed. An aircraft is disabled
from when it is called out, rightly or not, until it is back in the fight or the fight is over.

References
----------
Tacview, Technical Reference - ACMI flight recordings 2.2 (www.tacview.net/documentation/acmi/en): events `Timeout`, `LeftArea`
and `Bookmark`, properties `Disabled` and `Parent`, types `Weapon+Missile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jointex.exports.words import escaped

Row = Mapping[str, Any]
Line = tuple[float, str]

FIRST_SHOT = 0x5001
LAUNCHES = {"shot": ("medium", "FOX3"), "shot_short": ("short", "FOX2")}
"""Class of each shot, and what crews call it: a radar missile that finds its target by itself, an infra-red one."""
ENDS = {"shot_valid": "Kill", "shot_missed": "Miss"}
"""Outcome of each end, in the words of the format; a kill is a training kill."""
CALLED_OUT = ("kill_removed", "wrong_call")
ENDED = ("landed", "vertical_landed", "fuel_out")
"""Events after which a line about an aircraft would bring it back to life."""
SIDES = {"blue": "Blue", "red": "Red", "neutral": "Green"}
SAME_TIME_S = 0.01
"""Launch times this close are one: files keep milliseconds."""
FRIENDS, OPPONENTS = "Exercise", "Opponents"
"""Coalitions: one for all, but for those who play the opponents while a presentation is on."""


def color_of(flight: Mapping[str, Any]) -> str:
    """Return the colour of a flight's own side.

    Parameters
    ----------
    flight : mapping
        As plan.json has it.

    Returns
    -------
    str
    """
    return SIDES.get(str(flight.get("side") or "blue").casefold(), "Blue")


@dataclass(frozen=True)
class Shot:
    """One simulated shot from its launch to its end.

    Attributes
    ----------
    launch : mapping
        Its row of events.parquet; `aircraft` shot at `other`.
    end : mapping or None
        The row that says what it came to; the place in it is that of the shot. None where no end is recorded.
    """

    launch: Row
    end: Row | None


def shots_of(rows: Iterable[Row]) -> list[Shot]:
    """Return the simulated shots of a run.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of events.parquet of one run, in order of time.

    Returns
    -------
    list of Shot
        In order of launch. A valid shot ends the launch that its time of flight leads back to; one that counts for nothing the
        oldest of its shooter at its target that is left.
    """
    rows = list(rows)
    launches = [row for row in rows if row["event"] in LAUNCHES]
    ends: dict[int, Row] = {}
    for event in ENDS:
        for row in rows:
            if row["event"] == event and (number := _launch_of(row, launches, ends)) is not None:
                ends[number] = row
    return [Shot(launch, ends.get(number)) for number, launch in enumerate(launches)]


def _launch_of(end: Row, launches: list[Row], taken: Mapping[int, Row]) -> int | None:
    """Return the number of the launch that an end belongs to; None if there is none."""
    for number, launch in enumerate(launches):
        is_pair = (launch["aircraft"], launch["other"]) == (end["aircraft"], end["other"])
        if number in taken or not is_pair or launch["time_s"] > end["time_s"]:
            continue
        if end["event"] == "shot_missed" or abs(end["time_s"] - end["value"] - launch["time_s"]) < SAME_TIME_S:
            return number
    return None


def fight_lines(rows: Iterable[Row], plan: Mapping[str, Any], ids: Mapping[str, int]) -> Iterator[Line]:
    """Yield times and lines of simulated combat.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of events.parquet of one run, in order of time.
    plan : mapping
        The content of plan.json; its `combat` says who plays the opponents.
    ids : mapping of str to int
        Numbers of the aircraft in the file.

    Yields
    ------
    tuple of float and str
        Time [s] and line; to be sorted by time, lines of one time in this order.
    """
    rows = list(rows)
    fights = _fights(rows, plan)
    for fight in fights:
        yield fight.begin_s, f"0,Event=Bookmark|{escaped('Fight is on: ' + fight.title)}"
        for who in sorted(fight.opponents):
            yield fight.begin_s, f"{ids[who]:x},Coalition={OPPONENTS},Color=Red"
    yield from _knock_off_lines(rows, ids)
    for number, shot in enumerate(shots_of(rows)):
        yield from _shot_lines(shot, f"{FIRST_SHOT + number:x}", ids)
    for fight in fights:
        yield from _out_lines(fight, rows, ids)


@dataclass(frozen=True)
class Fight:
    """One presentation of a run: when it was on, who took part, and who played the opponents, with their own colour."""

    title: str
    begin_s: float
    end_s: float
    members: frozenset[str]
    opponents: Mapping[str, str]


def _fights(rows: list[Row], plan: Mapping[str, Any]) -> list[Fight]:
    """Return the presentations of a run that came about."""
    shown = {int(one["number"]): one for one in plan.get("combat", ())}
    flight_of = {member: flight for flight in plan["flights"] for member in flight["members"]}
    found = []
    for number in dict.fromkeys(int(row["value"]) for row in rows if row["event"] == "fight_on"):
        begun = [row for row in rows if row["event"] == "fight_on" and int(row["value"]) == number]
        members, begin_s = frozenset(row["aircraft"] for row in begun), begun[0]["time_s"]
        over = (row for row in rows if row["event"] == "fight_off" and row["aircraft"] in members)
        end_s = next((row["time_s"] for row in over if row["time_s"] >= begin_s), rows[-1]["time_s"])
        one = shown.get(number, {})
        playing = [who for who in members if flight_of[who]["id"] in one.get("opponents", ())]
        opponents = {who: color_of(flight_of[who]) for who in playing}
        found.append(Fight(one.get("text") or f"presentation {number + 1}", begin_s, end_s, members, opponents))
    return found


def _knock_off_lines(rows: list[Row], ids: Mapping[str, int]) -> Iterator[Line]:
    """Yield marks where everybody was told to stop."""
    for row in rows:
        if row["event"] == "knock_it_off":
            number, text = f"{ids[row['aircraft']]:x}", f"Knock it off: {row['aircraft']}"
            told = f"{text} with {row['other']}" if row["other"] else text
            yield row["time_s"], f"0,Event=Bookmark|{number}|{escaped(told)}"


def _shot_lines(shot: Shot, number: str, ids: Mapping[str, int]) -> Iterator[Line]:
    """Yield a shot as a missile: where it was let go, where it ended, and what it came to."""
    launch, end = shot.launch, shot.end
    kind, ammo = LAUNCHES[launch["event"]]
    source, target = (f"{ids[launch[key]]:x}" for key in ("aircraft", "other"))
    first = f"{number},T={_place(launch)},Type=Weapon+Missile,Name=Simulated {kind} shot,Parent={source}"
    yield launch["time_s"], first
    story = f"{launch['aircraft']} simulates a {kind} shot at {launch['other']}"
    yield launch["time_s"], f"0,Event=Message|{source}|{target}|{escaped(story)}"
    if end is None:
        return
    outcome = ENDS[end["event"]]
    yield end["time_s"], f"{number},T={_place(end)}"
    told = f"SourceId:{source}|AmmoType:{ammo}|AmmoCount:1|TargetId:{target}|IntendedTarget:{escaped(launch['other'])}"
    yield end["time_s"], f"0,Event=Timeout|{told}|Outcome:{outcome}"
    yield end["time_s"], f"0,Event=LeftArea|{number}|"
    yield end["time_s"], f"-{number}"


def _place(row: Row) -> str:
    return f"{row['longitude_deg']:.5f}|{row['latitude_deg']:.5f}|{row['altitude_m']:.1f}"


def _out_lines(fight: Fight, rows: list[Row], ids: Mapping[str, int]) -> Iterator[Line]:
    """Yield who is out of a fight, from its call to its return or the end, and that its opponents are none any more then."""
    out: set[str] = set()
    landed: set[str] = set()
    for row in rows:
        if not fight.begin_s <= row["time_s"] <= fight.end_s or row["aircraft"] not in fight.members:
            continue
        who, number = row["aircraft"], f"{ids[row['aircraft']]:x}"
        if row["event"] in ENDED:
            landed.add(who)
        elif row["event"] in CALLED_OUT:
            out.add(who)
            yield row["time_s"], f"{number},Disabled=1"
        elif row["event"] == "regenerated":
            out.discard(who)
            yield row["time_s"], f"{number},Disabled=0"
        if (text := _call_story(row)) and who not in landed:
            yield row["time_s"], f"0,Event=Message|{number}|{escaped(text)}"
    for who in sorted(fight.members - landed):
        properties = [f"Coalition={FRIENDS},Color={fight.opponents[who]}"] if who in fight.opponents else []
        properties += ["Disabled=0"] if who in out else []
        if properties:
            yield fight.end_s, ",".join([f"{ids[who]:x}", *properties])


def _call_story(row: Row) -> str:
    """Return a call as a crew would say it; empty for other events."""
    who, other = row["aircraft"], row["other"]
    stories = {
        "kill_removed": f"{who} called out: training kill by {other}",
        "wrong_call": f"{who} called out in error: no shot of {other} counted",
        "missed_call": f"{who} not called out: nobody passed on the valid shot of {other}",
        "regenerated": f"{who} regenerated, back in the fight",
    }
    return stories.get(row["event"], "")
