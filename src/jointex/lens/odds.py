"""How often something happened to an aircraft over all runs of a folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from jointex.lens.evidence import Evidence
from jointex.measures.intervals import share_interval
from jointex.report.words import percent

ALWAYS = ("cancelled", "bingo", "divert")
"""Events told of every aircraft, also where they never happened."""
RARE = (
    "abort_line",
    "no_tanker",
    "other_tanker",
    "cut_short",
    "missed_contact",
    "disconnected",
    "refuelled",
    "tanker_spent",
    "stations_out",
    "stayed_on",
    "called",
    "joker",
    "fuel_out",
    "no_divert",
    "duty",
    "waited",
    "spare",
    "over_duty",
    "below_minima",
    "dumped",
    "close",
    "shot",
    "shot_short",
    "shot_valid",
    "wrong_call",
    "missed_call",
    "regenerated",
    "bug_out",
    "knock_it_off",
    "hard_deck",
)
"""Events told where they happened in the run that is explained."""
OF_FIGHTS = ("kill_removed",)
"""Events told of every aircraft that was in a presentation, also where they never happened."""
COMMON = {
    "airborne",
    "taxi",
    "level",
    "joined",
    "at_point",
    "on_station",
    "off_station",
    "landed",
    "vertical_landed",
    "at_control_point",
    "at_tanker",
    "turned_in",
    "rolled_out",
    "aside",
    "contact",
    "left_tanker",
    "descent",
    "limit",
    "marshalling",
    "fight_on",
    "fight_off",
    "commit",
    "crank",
    "notch",
    "pump",
    "recommit",
    "shot_missed",
    "seen",
    "told",
    "lost_track",
    "warned",
}
"""Events of every sortie and every fight, which no share is told of."""
OF_FLIGHT = ("no_tanker", "other_tanker")
"""Events that a leader has for all who follow it: told of the flight."""
WORDS = {
    "cancelled": "stayed on the ground",
    "bingo": "came to bingo",
    "divert": "turned away to a divert",
    "joker": "called joker",
    "fuel_out": "ran dry",
    "no_divert": "found no divert open",
    "duty": "left early for crew duty",
    "waited": "waited for weather",
    "in_turn": "waited for its turn to land",
    "spare": "changed to a spare",
    "over_duty": "landed beyond crew duty",
    "below_minima": "landed below minima",
    "dumped": "dumped fuel",
    "close": "came too close to another flight",
    "abort_line": "came to an abort line",
    "no_tanker": "had no tanker left to wait for",
    "other_tanker": "turned to another tanker",
    "cut_short": "took less than it needed",
    "missed_contact": "missed a contact",
    "disconnected": "lost a contact",
    "refuelled": "took the fuel it came for",
    "tanker_spent": "had no more to give",
    "stations_out": "had its stations fail",
    "stayed_on": "stayed longer on its track",
    "called": "was called to take over from another tanker",
    "shot": "took a simulated shot of the medium class",
    "shot_short": "took a simulated shot of the short class",
    "shot_valid": "had a simulated shot count as a training kill",
    "kill_removed": "was called out by a training kill",
    "wrong_call": "was called out wrongly",
    "missed_call": "fought on after a training kill that nobody called",
    "regenerated": "came back into a presentation after it was called out",
    "bug_out": "left a presentation before its end",
    "knock_it_off": "brought on a knock-it-off",
    "hard_deck": "came below the hard deck",
}


@dataclass(frozen=True)
class Odds:
    """In what share of the runs an event happened to an aircraft, with Wilson's 95 % interval.

    Attributes
    ----------
    event, text : str
        Its word in events.parquet, and a sentence.
    share, low, high : float
        Share of runs and its interval.
    n_runs : int
        Runs counted.
    median_s : float or None
        Middle of the times at which it first happened [s]; None where it never did.
    """

    event: str
    text: str
    share: float
    low: float
    high: float
    n_runs: int
    median_s: float | None

    def to_json(self) -> dict[str, Any]:
        """Return the odds as plain data."""
        return asdict(self)


def odds_of(aircraft: str, evidence: Evidence, seen: Iterable[str]) -> list[Odds]:
    """Return how often things happened to an aircraft.

    Parameters
    ----------
    aircraft : str
    evidence : Evidence
    seen : iterable of str
        Events that happened in the run that is explained, to it or, where a leader decides for all, to its flight.

    Returns
    -------
    list of Odds
        The most frequent first.
    """
    told, flight = set(seen), evidence.flight_of(aircraft)
    wanted = [*ALWAYS, *(event for event in RARE if event in told)]
    wanted += OF_FIGHTS if "fight_on" in told else ()
    wanted += sorted(told - COMMON - set(wanted) - _weather(told))
    columns = ["run", "event", "time_s", "aircraft"]
    table = evidence.recording.events(aircraft=flight["members"], event=wanted, columns=columns)
    runs, events, times_s, who = (table[name].to_numpy() for name in ("run", "event", "time_s", "aircraft"))
    found = []
    for event in wanted:
        is_shared = event in OF_FLIGHT and len(flight["members"]) > 1
        rows = (events == event) & ((who == aircraft) | is_shared)
        name = f"Flight {flight['id']}" if is_shared else aircraft
        found.append(_one(name, event, runs[rows], times_s[rows], evidence))
    return sorted(found, key=lambda one: -one.share)


def _weather(events: set[str]) -> set[str]:
    """Return the events that only say which minimum was broken."""
    return {event for event in events if event.startswith(("below_", "above_", "closed_")) and event not in RARE}


def _one(aircraft: str, event: str, runs: Any, times_s: Any, evidence: Evidence) -> Odds:
    n_runs = evidence.n_runs
    first: dict[int, float] = {}
    for run, time_s in zip(runs.tolist(), times_s.tolist(), strict=True):
        first.setdefault(run, time_s)
    share = len(first) / n_runs
    low, high = share_interval(share, n_runs) or (0.0, 1.0)
    median_s = float(np.median(list(first.values()))) if first else None
    words = WORDS.get(event, f"had the event '{event.replace('_', ' ')}'")
    text = f"{aircraft} {words} in {percent(share)} of {n_runs:,} runs ({percent(low)} to {percent(high)})"
    if median_s is not None and event != "cancelled":
        text += f"; median time {evidence.time(median_s)}"
    return Odds(event, text + ".", share, low, high, n_runs, median_s)
